"""What holds of the library in every language that it has, whichever they are."""

from __future__ import annotations

import re

import pytest

from flows.check.states import walk_all
from flows.check.texts import NOON, reply_at, texts
from flows.engine import advance, greet
from flows.library import Library, load
from flows.message import Message, Now
from flows.play import EnginePlayer
from flows.said import everything
from flows.segments import segments
from flows.show import look_by
from tests.pseudo import CODE, pseudo, unsaid

SHIPPED = load()
EVERY = [pytest.param(code, id=code) for code in SHIPPED.languages]
OTHERS = [pytest.param(code, id=code) for code in SHIPPED.languages if code in SHIPPED.catalogues]
TYPED = sorted(door.id for door in SHIPPED.doors.values() if door.typed)
NOW = Now(NOON)


def spoken(door: str, language: str, words: str) -> Message:
    """`words` typed at `door`, for someone whose door says their language."""
    return Message("1", NOON, door, words=words, target=language)


@pytest.fixture(scope="module")
def nobody() -> Library:
    """The shipped library with the language that nobody speaks."""
    return pseudo(SHIPPED)


def test_there_are_others() -> None:
    """A list of one language would prove nothing of the others."""
    assert OTHERS
    assert not SHIPPED.gaps


@pytest.mark.parametrize("door", sorted(SHIPPED.doors))
def test_nothing_stands_untranslated(nobody: Library, door: str) -> None:
    """In every state, all that is asked, said, named and offered is a message of the catalogue."""
    walked = walk_all(nobody)
    kinds = {
        (at.due.id, at.desk, tuple(s.id for s in at.found.steps[-3:])): at
        for at in walked.standings
        if at.due and at.door == door
    }
    assert kinds
    for at in kinds.values():
        reply = reply_at(walked, at, CODE)
        asides = [text for aside in reply.asides for text in (aside.title, *aside.lines)]
        shown = [text for f in reply.fields for text in (f.label, f.hint, *(label for _, label in f.choices))]
        for text in (*reply.lines, reply.ask, reply.hint, *asides, *shown, *(short for _, short in reply.changes)):
            assert not unsaid(text), f"{at.due.id if at.due else ''}: {text}"


@pytest.mark.parametrize("language", OTHERS)
def test_no_english_is_left(language: str) -> None:
    """No sentence of four words or more is the same as its English."""
    same = [s for s in everything(SHIPPED) if "{n}" not in s.text and SHIPPED.text(s.text, language) == s.text]
    assert not [s for s in same if len(re.sub(r"\{.*?\}", "", s.text).split()) > 3]


@pytest.mark.parametrize("language", EVERY)
@pytest.mark.parametrize("door", TYPED)
def test_words_for_leaving_of_every_language_are_heard_in_each(door: str, language: str) -> None:
    """Whatever language is spoken, a word for leaving in any other forgets all, in silence."""
    for other in SHIPPED.spoken.values():
        for word in other.commands["leave"]:
            state = advance(SHIPPED, None, spoken(door, language, "hello"), NOW).state
            assert state
            assert language == state.language
            turn = advance(SHIPPED, state, spoken(door, language, word), NOW)
            assert (None, None) == (turn.reply, turn.state), word


@pytest.mark.parametrize("language", EVERY)
def test_words_for_help_of_every_language_are_heard_in_each(language: str) -> None:
    """A word for help in any language brings help in the one that is spoken."""
    for other in SHIPPED.spoken.values():
        for word in other.commands["help"]:
            state = advance(SHIPPED, None, spoken("sms", language, "hello"), NOW).state
            turn = advance(SHIPPED, state, spoken("sms", language, word), NOW)
            assert turn.reply
            assert turn.reply.urgent == SHIPPED.emergency_lines(language, "sms"), word


@pytest.mark.parametrize("language", EVERY)
def test_danger_at_first_sight_is_answered_in_their_language(language: str) -> None:
    """Who opens in a language and is in danger reads the emergency words in it."""
    turn = advance(SHIPPED, None, spoken("web", language, "he is trying to kill me"), NOW)
    assert turn.reply
    assert turn.reply.urgent[0] == SHIPPED.emergency_lines(language)[0]


@pytest.mark.parametrize("language", EVERY)
def test_only_999_tells(language: str) -> None:
    """The emergency words name no number but 999 and 55, and no service."""
    for door in SHIPPED.doors:
        lines = " ".join(SHIPPED.emergency_lines(language, door))
        assert {"999", "55"} == set(re.findall(r"\d+", lines))
        assert not [entry.name for entry in SHIPPED.directory.values() if entry.name in lines]


@pytest.mark.parametrize("language", EVERY)
def test_each_time_unsaid_in_the_language(language: str) -> None:
    """Every day, clock and month has its words, and no placeholder is left."""
    for day in range(0, 380 * 86_400, 86_400 * 3 + 3_600):
        said = look_by(SHIPPED, "web", language, Now(NOON + day))
        assert said
        assert "{" not in said
        assert language == "en" or not re.search(r"\b(by|on|today|midday|am|pm)\b", said)


@pytest.mark.parametrize("language", OTHERS)
def test_letters_are_spelt_as_the_language_allows(language: str) -> None:
    """Where letters may stand for others, every text is plain; where none may, they stay as they are."""
    spoken_as = SHIPPED.language(language)
    for text in texts(walk_all(SHIPPED), languages=(language,)):
        made = segments(spoken_as.texted(text.text))
        assert ("GSM-7" if spoken_as.letters else "UCS-2") == made.encoding, text.text


def test_each_switches_to_each() -> None:
    """A word of any language changes to it from any other, on typed doors, and keeps every answer."""
    for door in TYPED:
        person = EnginePlayer(SHIPPED, door)
        for second, words in enumerate(("hello", "1", "1"), 1):
            person.tell(words, second)
        for number, language in enumerate((*SHIPPED.languages, *reversed(SHIPPED.languages))):
            for word in sorted(SHIPPED.language(language).called):
                person.tell(word, 10 + number)
                assert person.state
                assert language == person.state.language, word
                assert {"safe_now", "brings"} == set(person.state.answers)


def test_a_language_that_is_not_offered_is_not_changed_to() -> None:
    """Without its catalogue a language's name is a word like any other."""
    person = EnginePlayer(pseudo(load()), "sms")
    person.library = SHIPPED
    person.tell("hello", 1)
    person.tell("pseudo please", 2)
    assert person.state
    assert "en" == person.state.language


def test_consent_is_asked_again_in_a_new_language() -> None:
    """Whoever changes the language before sending reads the limits again in it, and nothing has gone."""
    person = EnginePlayer(SHIPPED, "sms")
    for second, words in enumerate(("hello", "1", "1", "done", "4"), 1):
        person.tell(words, second)
    assert person.state
    assert person.state.asked
    before = person.state.asked
    seen = person.tell("polski", 9)
    assert seen.step == before.step
    assert not seen.sent
    assert person.state.asked != before
    assert person.tell("wyślij", 10).sent


@pytest.mark.parametrize(
    "words",
    ["\u200f1\u200f", "\u202b1\u202c", "\u2067\u0661\u2069", "\u06f1", "1\u200d", "\ufeff1."],
    ids=["rlm", "embedded", "isolated arabic digit", "urdu digit", "joiner", "bom"],
)
@pytest.mark.parametrize("language", EVERY)
def test_marks_of_direction_do_not_hide_a_number(language: str, words: str) -> None:
    """A number that was typed among marks nobody sees is that number, in every language."""
    state = advance(SHIPPED, None, spoken("sms", language, "hello"), NOW).state
    turn = advance(SHIPPED, state, spoken("sms", language, words), NOW)
    assert turn.reply
    assert "brings" == turn.reply.step


@pytest.mark.parametrize("words", ["Sam سے ڈر ہے, pomóż\u202e!", "\u202dabc\u2066 دد", "łą اب αβ 字"])
@pytest.mark.parametrize("language", EVERY)
def test_mixed_scripts_are_kept_as_the_persons_words(language: str, words: str) -> None:
    """Scripts mixed in one answer are taken for what they are: words."""
    state = None
    for said in ("hello", "1", "1", "34", words):
        turn = advance(SHIPPED, state, spoken("sms", language, said), NOW)
        state = turn.state
    assert state
    assert "story" in state.answers


@pytest.mark.parametrize("language", EVERY)
def test_several_are_read_with_the_languages_own_and(language: str) -> None:
    """'1 and 3', as it is said in each language, is both."""
    for word in ("and", *SHIPPED.language(language).joins):
        state = None
        for said in ("hello", "1", "1", "34", "words", "skip", "skip", "skip"):
            turn = advance(SHIPPED, state, spoken("sms", language, said), NOW)
            state = turn.state
            if turn.reply and turn.reply.step == "children":
                break
        for said in (f"1 {word} 2",):
            turn = advance(SHIPPED, state, spoken("sms", language, said), NOW)
            state = turn.state
        assert state
        assert ("live", "see") == state.answers["children"]["children"], word


@pytest.mark.parametrize("language", OTHERS)
def test_examples_that_are_given_are_understood(language: str) -> None:
    """The days and times that a question gives as an example are read when they are typed so."""
    for key in ("call_number", "text_number"):
        step = SHIPPED.steps[key]
        ask = SHIPPED.text(step.wording.ask, language)
        example = re.search(r"07700.900123[,،] ([^.۔]*)", ask)
        assert example
        state = None
        ways = {"call_number": "1", "text_number": "2"}
        for said in ("hello", "1", "1", "done", ways[key], "skip"):
            if state and state.asked and state.asked.step == key:
                break
            state = advance(SHIPPED, state, spoken("telegram", language, said), NOW).state
        state = advance(SHIPPED, state, spoken("telegram", language, f"07700 900123, {example[1]}"), NOW).state
        assert state
        assert {"+447700900123", "mon,tue,wed,thu,fri 10:00-12:00"} == set(state.answers[key].values())


def test_the_greeting_is_in_each() -> None:
    """What is shown to nobody in particular is shown in each language."""
    assert len(SHIPPED.languages) == len({greet(SHIPPED, "web", code, NOW).ask for code in SHIPPED.languages})


def test_every_language_that_ships_is_whole() -> None:
    """What English says and hears, each language that ships says and hears as well, or says that it is under way."""
    assert () == load().gaps
