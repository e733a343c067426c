"""Each small mistake in the gate, and in what hears danger, is caught by a test; or it is argued for here."""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from flows.library import load
from tests.mutation.cases import Case, cases, fails
from tests.mutation.mutants import mutants
from tests.mutation.swap import swapped

SMALL = Path(__file__).parents[1] / "flows" / "small"
GATE = ("tests.flows.test_contact",)
TESTS: Final[dict[str, tuple[str, ...]]] = {
    "flows.contact": GATE,
    "flows.meant": GATE,
    "flows.guards": GATE,
    "flows.guards.of_plan": GATE,
    "flows.guards.of_sending": GATE,
    "flows.guards.of_time": GATE,
    "flows.guards.of_words": GATE,
    "flows.open_windows": ("tests.flows.test_open_windows", *GATE),
    "flows.unsayable": ("tests.flows.test_unsayable", *GATE),
    "flows.safety": ("tests.flows.test_safety",),
    "flows.wider": ("tests.flows.test_wider",),
    "flows.hub_rules": ("tests.flows.test_hub_rules",),
}
ARGUED: Final[dict[str, dict[str, str]]] = {
    "flows.meant": {
        "_words: '' -> 'mutant' (2)": "A template in a language it has not is refused by G14 before its text is used.",
        "_words: 'none' -> ''": "The level of no text at all is never looked at: G6 asks for a text first.",
    },
    "flows.guards.of_plan": {
        "own_address: '' -> 'mutant' (2)": "A route without a value equals no address that anyone could dial.",
    },
    "flows.guards.of_words": {
        "due_again: confirmed is None or it.since(confirmed) >= days(i...id.recheck_after)"
        " -> it.since(confirmed) >= days(it.said.recheck_after)": "G1 has refused what nobody confirmed.",
    },
    "flows.safety": {
        "_only_picks: '' -> 'mutant'": "Without words there is no step whose labels it could be compared with.",
    },
    "flows.open_windows": {
        "_surely: _minutes(window.to) < _minutes(window.from_) -> _minutes(window.to) <= _minutes(window.from_)": (
            "They are equal only in an empty window, which no instant is in."
        ),
    },
}
"""Survivors, and why each of them does no harm."""


def survivors(name: str, fixtures: dict[str, object]) -> Iterator[str]:
    """The mutants of a module that no test notices."""
    module = importlib.import_module(name)
    known = cases(TESTS[name], fixtures)
    for mutant in mutants(inspect.getsource(module)):
        with swapped(module, mutant):
            killer = next((case for case in known if fails(case)), None)
        if killer is None:
            yield mutant.name
        else:  # what caught one mistake often catches its neighbours
            known.remove(killer)
            known.insert(0, killer)


@pytest.fixture(scope="module")
def fixtures() -> dict[str, object]:
    """What the tests ask pytest for."""
    return {"small": load(SMALL)}


@pytest.mark.prove
@pytest.mark.parametrize("name", TESTS)
def test_every_mistake_is_caught(name: str, fixtures: dict[str, object]) -> None:
    """No mutant of the module survives its tests, but for those that are argued for, one by one."""
    assert set(ARGUED.get(name, {})) == set(survivors(name, fixtures))


@pytest.mark.parametrize("name", TESTS)
def test_unchanged_code_passes(name: str, fixtures: dict[str, object]) -> None:
    """The cases, run as plain calls, pass as they do under pytest, so that a failure is the mutant's."""
    known: list[Case] = cases(TESTS[name], fixtures)
    assert known
    assert not any(map(fails, known))
