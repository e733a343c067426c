"""What is typed as an answer to us raises no alarm, and danger is heard through whatever it is written with."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.evaluate import DANGER, read
from flows.library import Library, load
from flows.message import Message
from flows.safety import raised_by
from flows.state import Asked

SHIPPED = load()
ANSWERS = read(Path(__file__).parents[1] / "triggers" / "answers.tsv")


VOICE = (
    "so we were just sat there and he lost it and now hes smashing the door in and im in the bathroom with my little "
    "boy and i dont know what to do please can someone come he is going to get in any second"
)
STORY = "I have been thinking about the garden and what to plant. "


def raised(words: str, step: str = "") -> set[str]:
    """The triggers that `words` set off, as the answer to `step`."""
    asked = Asked(step, "") if step else None
    return {t.id for t in raised_by(SHIPPED, Message("1", 0, "sms", words=words), asked)}


def labels(library: Library) -> Iterator[tuple[str, str]]:
    """Every label of a choice, with its step, but for those that say that something is urgent."""
    for step in library.steps.values():
        for f in step.fields:
            for choice, label in f.choices.items():
                if not any(path.startswith("urgency") for path in f.sets.get(choice, {})):
                    yield step.id, label


def hints(library: Library) -> Iterator[str]:
    """Every hint of the library, and the examples that stand in it alone."""
    for step in library.steps.values():
        said = [w.hint for w in (step.wording, *step.on.values())] + [f.hint for f in step.fields]
        for hint in filter(None, said):
            yield hint
            first, like, example = hint.partition("ike")
            if like and not first[:-1].strip():
                yield example.strip(" :.")


def test_no_label_raises_an_alarm() -> None:
    """A choice typed out by its label, where it is asked for, is an answer and no alarm."""
    assert [] == [(step, label) for step, label in labels(SHIPPED) if raised(label, step)]


def test_labels_alone_raise_few() -> None:
    """Typed where nothing is asked, only labels that tell of danger now are heard as that."""
    loud = {label for step, label in labels(SHIPPED) if DANGER in raised(label)}
    assert loud <= {
        "I am not safe myself",
        "Police",
        "The police",
        "Someone is in danger now",
        "Someone is hurt now",
        "Police told",
    }


def test_no_hint_raises_an_alarm() -> None:
    """What we give as an example is no danger."""
    assert [] == [hint for hint in hints(SHIPPED) if DANGER in raised(hint)]


def test_no_ordinary_answer_raises_an_alarm() -> None:
    """Names, towns, times and 'yes' set nothing off; but 'please' alone may be all that someone could write."""
    spared = {m.words for m in ANSWERS if m.known_wrong} | {"please"}
    assert [] == [(m.words, raised(m.words)) for m in ANSWERS if raised(m.words) and m.words not in spared]
    assert len(spared) * 50 < len(ANSWERS)


@pytest.mark.parametrize(
    "words",
    [
        "he has a kn\u200bife and he is coming up the stairs",
        "\u202ehe is hitting me\u202c help",
        "h3 h4s a kn1fe h3lp m3",
        "НE IS HITTING ME",
        "he is hitting me پلیز pomocy",
        "on mnie bije please help",
        "wo mujhe mar raha hai he is hitting me",
        "help help knife knife blood",
        VOICE,
        "h.e.l.p m.e",
        "HES GOT A KNIFE 🔪🔪",
    ],
)
def test_danger_is_heard_however_it_is_written(words: str) -> None:
    """Mixed scripts and languages, invisible marks, digits for letters, no full stops: danger is heard."""
    assert DANGER in raised(words)


@pytest.mark.parametrize(
    "words",
    [
        "my favourite film is kill bill",
        "we watched a film where he comes up the stairs with an axe",
        "that song goes killing me softly",
        "she said in the book the husband hits his wife",
        "the traffic is killing me",
        "he hit me in 2011 and i never told anyone",
    ],
)
def test_what_only_sounds_like_it(words: str) -> None:
    """Films, songs, idioms and what was years ago are not danger now."""
    assert DANGER not in raised(words)


@pytest.mark.parametrize("who", ["he", "she", "my brother", "my husband", "my son"])
def test_somebody_else_who_wants_to_die(who: str) -> None:
    """Whoever it is that wants to die, that is heard."""
    assert "suicide" in raised(f"{who} wants to die")


def test_one_line_in_a_story() -> None:
    """One line of danger inside a long story is heard; the story without it is not danger."""
    line = "he is hitting me now and i am hiding in the bathroom please send someone. "
    assert DANGER in raised(STORY * 6 + line + STORY * 6)
    assert DANGER not in raised(STORY * 12)
