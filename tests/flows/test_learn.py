"""Weights are learned alike every time, and no file is judged by what was learned from it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from flows import learn
from flows.evaluate import Labelled
from flows.learn import OWN, Source, Teacher, regression, sources
from flows.library import Library, load

DANGER, NONE = frozenset({"danger_now"}), frozenset[str]()


def file(name: str, loud: str, quiet: str, *, held: bool = True) -> Source:
    """A file of messages, half of them danger."""
    said = [Labelled("en", DANGER, NONE, f"{loud} {n}") for n in "abcdefgh"]
    return Source(name, (*said, *(Labelled("en", NONE, NONE, f"{quiet} {n}") for n in "abcdefgh")), held=held)


@pytest.fixture(scope="module")
def unlearned() -> Library:
    """The library as it ships, without its weights."""
    return load(unlearned=True)


def test_what_parts_them_is_learned() -> None:
    """A clue that stands in danger alone weighs for it, one that stands in the others against it."""
    cases = [([frozenset({0, 2})], True, 1.0), ([frozenset({1, 2})], False, 1.0)] * 20
    weights = regression(cases, 3).weights
    assert weights[0] > 0 > weights[1]


def test_the_strongest_stretch_teaches() -> None:
    """Of a long text only the stretch that speaks for danger most is held to be danger."""
    cases = [([frozenset({0}), frozenset({1})], True, 1.0), ([frozenset({1})], False, 1.0)] * 30
    weights = regression(cases, 2).weights
    assert weights[0] > 0 > weights[1]


def test_learned_alike(unlearned: Library) -> None:
    """The same messages give the same text of weights, byte by byte."""
    made = [
        learn.written(Teacher(unlearned, [file("a", "zorp", "blim"), file("b", "zorp", "blim")]).table("2026-01-01"))
        for _ in range(2)
    ]
    assert made[0] == made[1]
    table = json.loads(made[0])
    assert table["hears"]["danger_now"]["clues"]["word"]["zorp"] > 0
    assert table["about"].startswith("Learned on 2026-01-01 from 32 messages")


def test_a_file_is_judged_without_itself(unlearned: Library) -> None:
    """Danger told in a word that one file alone has is not heard in that file."""
    alone = Teacher(unlearned, [file("a", "zorp", "blim"), file("b", "quab", "flum")])
    both = Teacher(unlearned, [file("a", "zorp", "blim"), file("b", "zorp", "blim")])
    assert parts(both)
    assert not parts(alone)


def parts(teacher: Teacher) -> bool:
    """Whether danger scores higher than all else in the first file, by what was learned from the second."""
    scored = [(score, case.message.must) for name, score, case in teacher._left_out("danger_now") if name == "a"]
    return min(s for s, must in scored if must) > max(s for s, must in scored if not must)


def test_unseen_is_never_read(tmp_path: Path) -> None:
    """Every file beside the unseen one teaches, and the unseen one is not even opened."""
    for name in ("a", *OWN):
        (tmp_path / f"{name}.tsv").write_text("en\tdanger_now\thelp\n", "utf-8")
    found = sources(tmp_path / "unseen.tsv")
    assert {"a", *OWN} == {source.name for source in found}
    assert ["a"] == [source.name for source in found if source.held]


def test_nothing_that_closes_or_hushes_is_learned(unlearned: Library) -> None:
    """What ends or hushes a conversation is heard by patterns alone."""
    teacher = Teacher(unlearned, [])
    assert {t.id for t in unlearned.triggers if t.then == "carry on"} == set(teacher.triggers)
