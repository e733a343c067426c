"""A referral about someone else carries their consent or the reason to do without it, whatever the library says."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.fill import Fact, build
from flows.hand_over import may_tell
from flows.library import HERE, Library, load
from flows.play import EnginePlayer
from flows.record import Referral

WORK, FRIEND, START = "journeys/work.toml", "journeys/friend.toml", "start.toml"


def wrong(folder: Path, file: str, old: str, new: str) -> Library:
    """The library that ships with one thing made wrong."""
    text = (HERE / file).read_text("utf-8")
    assert old in text
    (folder / file).parent.mkdir(parents=True, exist_ok=True)
    (folder / file).write_text(text.replace(old, new), "utf-8")
    return load(over=folder)


def by_worker(library: Library, agrees: str, *after: str) -> EnginePlayer:
    """A worker who has filled in the page and pressed on to the end."""
    player = EnginePlayer(library, "web")
    page = f"1 | Jo, nurse | 020 7946 0000 | Sam, 34 | 1 | Bruises. | 07700 900123 | {agrees} | 2"
    for at, words in enumerate(("hello", "1", "5", page, *after, "skip", "1"), 1):
        player.tell(words, at)
    return player


def test_consent_is_enough() -> None:
    """With the person's consent it goes, without a reason."""
    (made,) = by_worker(load(), "1").referrals
    assert ("given", None) == next((c.decision, c.basis_if_none) for c in made.consents if c.person == "person")


def test_the_reason_is_enough() -> None:
    """Without consent it goes with the reason, which stands in the record."""
    (made,) = by_worker(load(), "2", "He knows where she is.").referrals
    shared = next(c for c in made.consents if c.person == "person")
    assert ("refused", "He knows where she is.") == (shared.decision, shared.basis_if_none)


@pytest.mark.parametrize("agrees", ["2", "3"])
def test_a_library_that_asks_for_no_reason_sends_nothing(tmp_path: Path, agrees: str) -> None:
    """Where the branch has been taken out, the engine refuses and says that nothing went."""
    library = wrong(tmp_path, WORK, 'when = { agrees = ["knows", "unaware"] }', 'when = { agrees = ["agrees"] }')
    player = by_worker(library, agrees)
    assert [] == player.referrals
    assert player.reply
    assert ("unsent", None) == (player.reply.step, player.state)


def test_a_library_that_does_not_ask_for_consent_sends_nothing(tmp_path: Path) -> None:
    """Where the answer goes nowhere, nothing does."""
    library = wrong(tmp_path, WORK, '"consent.person.share" = "given", ', "")
    assert [] == by_worker(library, "1").referrals


def friend(library: Library) -> EnginePlayer:
    """A friend who has gone to the end by text."""
    player = EnginePlayer(library, "sms")
    for at, words in enumerate(("hi", "1", "4", "30", "skip", "skip", "skip", "4", "4", "send"), 1):
        player.tell(words, at)
    return player


def test_a_friends_word_goes_when_nobody_may_contact_the_other() -> None:
    """Without consent it is a concern, with a person whom nobody may contact."""
    (made,) = friend(load()).referrals
    assert next(p for p in made.people if p.id == "person").do_not_contact


def test_a_library_that_lets_a_friends_person_be_contacted_sends_nothing(tmp_path: Path) -> None:
    """Where that mark has been taken out, nothing goes."""
    library = wrong(tmp_path, START, '"person.do_not_contact" = "yes", ', "")
    assert [] == friend(library).referrals


def told(*said: tuple[str, str]) -> Referral:
    """The referral that these paths and values make."""
    facts = [Fact(path, value, "person", "step") for path, value in said]
    return build(facts, questions={}, door="web", language="en", library="d1", at=0)


NUMBER = "+447700900123"


@pytest.mark.parametrize(
    ("said", "may"),
    [
        ((("plan.me.route.voice.value", NUMBER),), True),
        ((("plan.other.route.voice.value", NUMBER),), False),
        ((("plan.child1.route.sms.value", NUMBER),), False),
        (
            (("writer", "third_party"), ("consent.person.share", "given"), ("plan.person.route.voice.value", NUMBER)),
            False,
        ),
        ((("referrer.name", "Jo"), ("consent.person.share", "given"), ("plan.person.route.voice.value", NUMBER)), True),
        ((("referrer.name", "Jo"), ("consent.person.share", "given"), ("plan.other.route.voice.value", NUMBER)), False),
        ((("referrer.name", "Jo"), ("consent.person.share", "refused")), False),
        ((("referrer.name", "Jo"), ("consent.person.share.basis", "At risk.")), True),
        ((("writer", "third_party"),), False),
        ((("writer", "third_party"), ("person.do_not_contact", "yes")), True),
    ],
)
def test_whose_number_and_on_what_ground(said: tuple[tuple[str, str], ...], *, may: bool) -> None:
    """Nobody's number goes but the writer's, and that of the one a worker writes about; and never without a ground."""
    assert may == may_tell(told(*said))
