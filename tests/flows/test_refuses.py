"""The engine's last refusal: a library that is wrong cannot make it send."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.engine import advance
from flows.library import Library, load
from flows.message import Message, Now
from flows.play import EnginePlayer
from tests.flows.people import ACTIONS, BEGAN, PLACES, Actions, Person, chooses_to_send, stood_at

SMALL = Path(__file__).parent / "small"
SENDING, HURT, START = "sections/sending.toml", "journeys/hurt.toml", "start.toml"
CONSENT = """[[step]]
id = "consent"
ask = "Shall we send this?"
short = "sending"
field = "consent"
choices = { send = "Send it", dont = "Do not send" }
hears = { send = ["SEND"], dont = ["NOT NOW"] }
fills = "consent.me.share_with_hub"
"""
UNSENT = """[[step]]
id = "unsent"
kind = "end"
when = { consent = ["dont"] }
"""
EARLY = '[[step]]\nid = "early"\nkind = "end"\nhands_over = true\nlines = ["It has arrived."]\n\n'

WRONG = {
    "no consent is asked for": [(SENDING, CONSENT, ""), (SENDING, UNSENT, '[[step]]\nid = "unsent"\nkind = "say"\n')],
    "'do not send' hands over": [(SENDING, 'when = { consent = ["dont"] }\n', "hands_over = true\n")],
    "it ends before consent": [(HURT, '[[step]]\nid = "who"\n', f'{EARLY}[[step]]\nid = "who"\n')],
    "it ends before safe-to-talk": [(START, '[[step]]\nid = "hello"\n', f'{EARLY}[[step]]\nid = "hello"\n')],
    "an end for those who do not choose": [
        (SENDING, "optional = true\n", "optional = true\n"),
        (SENDING, CONSENT, EARLY + CONSENT),
    ],
    "'not now' hands over": [(START, 'when = { safe = ["no"] }\n', 'when = { safe = ["no"] }\nhands_over = true\n')],
    "a plain question is called consent": [(SENDING, 'field = "consent"', 'field = "choice"')],
    "consent is asked of some only": [(SENDING, 'id = "consent"\n', 'id = "consent"\nwhen = { way = ["call"] }\n')],
    "consent may be skipped": [(SENDING, 'short = "sending"\n', 'short = "sending"\noptional = true\n')],
    "it comes after the end": [
        (SENDING, 'kind = "end"\nhands_over = true', 'kind = "end"'),
        (SENDING, CONSENT, EARLY + CONSENT),
    ],
    "both choices are called send": [(SENDING, 'dont = "Do not send" }', 'dont = "Send it" }')],
}


def wrong(folder: Path, name: str) -> Library:
    """The small library, made wrong."""
    shutil.copytree(SMALL, folder)
    for file, old, new in WRONG[name]:
        text = (folder / file).read_text("utf-8")
        assert old in text, old
        (folder / file).write_text(text.replace(old, new, 1), "utf-8")
    return load(folder)


@pytest.fixture(scope="module", params=sorted(WRONG))
def library(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Library:
    """Each of the wrong libraries."""
    return wrong(tmp_path_factory.mktemp("wrong") / "library", request.param)


@settings(max_examples=25, deadline=None)
@given(st.sampled_from(("sms", "web")), PLACES, ACTIONS)
def test_refuses_unsent(library: Library, door: str, place: int, actions: Actions) -> None:
    """Whatever a library says, nothing leaves but by the choice to send, at the question just shown."""
    person = stood_at(library, door, place)
    for action in [("words", "hello"), *actions]:
        before = person.state
        turn = person.do(action)
        assert not (turn and turn.referral) or chooses_to_send(library, before, person.said[-1])


REFUSED = [
    ("no consent is asked for", ["hi", "1", "1", "skip", "skip", "skip", "skip", "2"]),
    ("'do not send' hands over", ["hi", "1", "1", "skip", "skip", "skip", "skip", "2", "not now"]),
    ("it ends before consent", ["hi", "1", "1", "skip"]),
    ("it ends before safe-to-talk", ["hi"]),
    ("an end for those who do not choose", ["hi", "1", "1", "skip", "skip", "skip", "skip", "2"]),
    ("'not now' hands over", ["hi", "3"]),
    ("a plain question is called consent", ["hi", "1", "1", "skip", "skip", "skip", "skip", "2", "send"]),
    ("consent is asked of some only", ["hi", "1", "1", "skip", "skip", "skip", "skip", "2"]),
]


@pytest.mark.parametrize(("name", "said"), [pytest.param(*case, id=case[0]) for case in REFUSED])
def test_says_that_nothing_was_sent(tmp_path: Path, name: str, said: list[str]) -> None:
    """Where such a library ends, the person is told that nothing was sent, and never that it has arrived."""
    player = EnginePlayer(wrong(tmp_path / "library", name), "sms")
    seen = [player.tell(words, 1 + number) for number, words in enumerate(said)][-1]
    assert (False, True, "Nothing was sent.") == (seen.sent, seen.forgotten, seen.text)


def at_consent(small: Library, door: str) -> Person:
    """Somebody who has just been asked whether to send."""
    places = (stood_at(small, door, place) for place in range(400))
    return next(person for person in places if person.reply and person.reply.step == "consent")


@pytest.mark.parametrize("digest", [None, "000000000000"])
@pytest.mark.parametrize("words", ["hello", "again", "finish", "person", "skip"])
def test_forged_consent_sends_nothing(small: Library, digest: str | None, words: str) -> None:
    """A state that says 'send', but not to the words that would be shown now, sends nothing and is asked again."""
    state = at_consent(small, "sms").state
    assert state is not None
    forged = replace(
        state,
        answers={**state.answers, "consent": {"consent": "send"}},
        consents={"consent": digest} if digest else {},
    )
    turn = advance(small, forged, Message("1", BEGAN, "sms", words=words), Now(BEGAN + 1))
    assert (None, "consent") == (turn.referral, turn.reply and turn.reply.step)


def test_consent_shown_long_ago_does_not_send(small: Library) -> None:
    """A form for consent that is no longer what its writer was last shown only asks again."""
    person = at_consent(small, "web")
    old = person.reply
    person.do(("command", "back"))
    assert old is not None
    turn = person.tell(replace(Message("", 0, "web"), fields={"consent": ("send",)}, asked=old.asked))
    assert turn.referral is None
    assert turn.state is not None
    assert not turn.state.consents


def test_words_changed_after_consent_are_asked_again(small: Library) -> None:
    """Consent to other words than those shown now is no consent: the question is put again."""
    person = at_consent(small, "sms")
    other = replace(small, catalogues={"en": {"We may tell others if someone could be badly hurt.": "New limits."}})
    turn = advance(other, person.state, Message("1", BEGAN, "sms", words="send"), Now(BEGAN + 1))
    assert turn.referral is None
    assert turn.reply is not None
    assert "New limits." in turn.reply.lines


def test_a_dropped_answer_drops_consent(small: Library) -> None:
    """Going back takes every consent with it."""
    state = at_consent(small, "sms").state
    assert state is not None
    given_ = replace(state, consents={"consent": "000000000000"})
    turn = advance(small, given_, Message("1", BEGAN, "sms", words="back"), Now(BEGAN + 1))
    assert turn.state is not None
    assert {} == turn.state.consents
