"""No value that holds what a person wrote shows it when it is printed, whichever type it is of."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from types import ModuleType
from typing import Any, cast

import pytest
from pydantic import BaseModel

import bot
import flows
import frontdoor
import hub
import reception
import sms
import web
from flows.record import Referral
from reception.valkey import Valkey
from tests.house import House
from tests.players import sms as texting
from tests.players.web import Player

WORD, NAME, MAIL = "heliotropezanzibar", "Quillfeather", "quill@example.org"
NUMBERS = ("07700 900456", "07700900456", "7700900456", "7700 900456")
# What the library and the tools say themselves, in fields that are called as a person's are.
NOT_OF_A_PERSON = {"Trigger.words", "Said.text", "Script.text", "Seen.text"}
ROOMS: tuple[ModuleType, ...] = (flows, reception, web, sms, bot, hub, frontdoor)

# What is written at each step, one after the other; at any other step the shortest thing is done.
WRITTEN = {
    "age": [f"{WORD} is no age", "34"],
    "story": [f"{WORD} happened.", f"{WORD} happened, and he is attacking me."],
    "who": ["1"],
    "you": [f"{NAME} | {WORD} 9", f"{NAME} | RH1"],
    "way": ["back", "3", "1"],
    "email_page": [f"{WORD}@", MAIL],
    "call_page": [f"{WORD} | weekdays 10-12", f"{NUMBERS[0]} | weekdays 10-12"],
    "ready": ["change your words", "change how to reach you", "1"],
}
WAITS_AT = "story"  # past the gap: what was chosen waits until it is safe to talk
TEXTS = ("hello", "1", f"{WORD}, {NAME}", "1", "skip", f"{WORD} {NAME}", "skip", NUMBERS[0], "bye")


@dataclass
class Witness:
    """Sees every value and every fault of our own types being made."""

    made: list[Any] = field(default_factory=list)
    private: tuple[str, ...] = ()

    def knows(self, one: object) -> bool:
        """Whether something of the person stands in it as plain text or bytes, not in a value of ours."""
        if isinstance(one, str):
            return any(private in one for private in self.private)
        if isinstance(one, bytes):
            return any(private.encode() in one for private in self.private)
        if isinstance(one, Mapping):
            return any(self.knows(part) for pair in one.items() for part in pair)
        return type(one) in {list, tuple, set, frozenset} and any(map(self.knows, cast("Iterable[object]", one)))

    def watch(self, kind: type, patch: pytest.MonkeyPatch) -> None:
        """Note each thing of this type from now on."""
        if issubclass(kind, tuple):
            make = kind.__new__

            def new(cls: type, *given: Any, **named: Any) -> Any:
                self.made.append(make(cls, *given, **named))
                return self.made[-1]

            patch.setattr(kind, "__new__", staticmethod(new))
            return
        begin = kind.__init__

        def init(one: Any, *given: Any, **named: Any) -> None:
            begin(one, *given, **named)
            self.made.append(one)

        patch.setattr(kind, "__init__", init)


def ours() -> Iterator[type]:
    """Every dataclass, named tuple, model and fault of the rooms."""
    for room in ROOMS:
        for found in pkgutil.walk_packages(room.__path__, f"{room.__name__}."):
            if found.name.endswith("__main__"):
                continue
            for kind in vars(importlib.import_module(found.name)).values():
                if isinstance(kind, type) and kind.__module__ == found.name and _is_value(kind):
                    yield kind


def _is_value(kind: type) -> bool:
    return is_dataclass(kind) or hasattr(kind, "_fields") or issubclass(kind, (BaseException, BaseModel))


def named(one: Any) -> Mapping[str, Any]:
    """The fields of a value, by name."""
    if is_dataclass(one):
        return {f.name: getattr(one, f.name, None) for f in fields(one)}
    if hasattr(one, "_fields"):
        return dict(zip(one._fields, one, strict=True))
    return dict(vars(one)) if hasattr(one, "__dict__") else {}


@pytest.fixture(scope="module")
def witness(valkey: Valkey, tmp_path_factory: pytest.TempPathFactory) -> Witness:
    """What was made while one person wrote on pages, sent it, and another texted and left."""
    seen = Witness()
    with pytest.MonkeyPatch.context() as patch, House.over(valkey, tmp_path_factory.mktemp("house")) as house:
        for kind in ours():
            if not issubclass(kind, BaseModel):
                seen.watch(kind, patch)
        person = Player(house, house.server())
        assert write(person)
        opened = house.read()
        assert len(opened) == 1
        texter = texting.Player(house, house.server())
        for after, words in enumerate(TEXTS):
            texter.tell(words, after)
        seen.made += opened
        for one in opened:
            seen.made += parts(Referral.model_validate(one.referral))
        (key,) = person.held
        seen.private = (WORD, NAME, MAIL, *NUMBERS, texter.at.id, key.id, str(key.secret)[2:-1])
    return seen


def parts(one: BaseModel) -> Iterator[BaseModel]:
    """The model and all that is in it."""
    yield one
    for value in dict(one).values():
        for inner in value if isinstance(value, tuple) else (value,):
            if isinstance(inner, BaseModel):
                yield from parts(inner)


def write(person: Player) -> bool:
    """Go through the pages to the end, with mistakes on the way; whether it was sent."""
    left, after = {step: list(words) for step, words in WRITTEN.items()}, 0
    page = person.browser.page
    for _ in range(60):
        waiting = left.get(page.step, [])
        after += 2000 if page.step == WAITS_AT and waiting else 1
        form = page.form("/")
        short = "skip" if form and any(button.value == "skip" for button in form.buttons) else "1"
        if person.tell(waiting.pop(0) if waiting else short, after).sent:
            return True
        page = person.browser.page
    return False


def test_nothing_made_in_a_conversation_tells_when_printed(witness: Witness) -> None:
    """Whatever is printed of what was made on the way holds no word, name, number, address or cookie of the person."""
    told = {type(one).__qualname__ for one in witness.made if witness.knows(repr(one)) or witness.knows(str(one))}
    assert told == set()


def private(witness: Witness) -> dict[str, set[str]]:
    """The fields that held what the person wrote, or who they are, by type."""
    held: dict[str, set[str]] = {}
    for one in witness.made:
        for name, value in named(one).items():
            if witness.knows(value):
                held.setdefault(f"{type(one).__module__}.{type(one).__qualname__}", set()).add(name)
    return held


def test_the_witness_saw_what_was_private(witness: Witness) -> None:
    """The words did pass through the types that carry them, so their silence proves something."""
    carriers = {
        "flows.message.Message",
        "flows.message.Shown",
        "flows.state.State",
        "flows.state.Held",
        "flows.state.Kept",
        "flows.draft.Fact",
        "flows.draft.Words",
        "flows.record.Narrative",
        "reception.arrival.Arrival",
        "reception.kept.Kept",
        "web.cookie.Key",
        "web.wire.Form",
    }
    assert carriers - set(private(witness)) == set()


def test_fields_of_private_names_are_silent_in_every_type(witness: Witness) -> None:
    """A field that is called as one that held private words shows in no type, whether or not one was made here."""
    kinds = [kind for kind in ours() if is_dataclass(kind)]
    names = {name for held in private(witness).values() for name in held} - {"id"}  # a name of ours, save in a cookie
    ours_by_name = {kind.__name__ for kind in ours()}
    loud = {
        f"{kind.__qualname__}.{f.name}"
        for kind in kinds
        for f in fields(kind)
        if f.name in names and f.repr and not ours_by_name & set(re.findall(r"\w+", str(f.type)))
    }
    assert loud - NOT_OF_A_PERSON == set()
