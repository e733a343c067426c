"""Talks are read as they are written, and fail where they should."""

from __future__ import annotations

import pytest

from flows.talk import Seen, TalkFault, parse, perform


class Echo:
    """A door that says back what it hears and tells when."""

    def tell(self, words: str, after: int) -> Seen:
        """The words and the second."""
        return Seen(None if words == "bye" else f"{words} at {after}", "here", forgotten=words == "bye")


def go(text: str) -> list[Seen]:
    """Put the echo through a talk."""
    return list(perform(parse(text), Echo()))


def test_title_and_doors() -> None:
    """The first line names the talk, the next its doors."""
    talk = parse("# A title\ndoor: sms, web\n> hello")
    assert ("A title", ("sms", "web")) == (talk.title, talk.doors)


def test_time_passes() -> None:
    """A second goes by with each message, and as much more as is written."""
    assert ["a at 1", "b at 1202"] == [seen.text for seen in go("> a\n@ +20m\n> b")]


@pytest.mark.parametrize(
    "line",
    ["< not there", "<! hello", "! sent", "! silent", "! forgotten", "! danger", "! at there", "! not sent, silent"],
)
def test_what_does_not_hold(line: str) -> None:
    """A line that does not hold fails, with its number."""
    with pytest.raises(TalkFault, match="Line 2"):
        go(f"> hello\n{line}")


@pytest.mark.parametrize("line", ["< hello", "<! bye", "! not sent", "! no danger", "! at here"])
def test_what_holds(line: str) -> None:
    """A line that holds does not fail."""
    assert go(f"> hello\n{line}")


def test_silence_and_forgetting() -> None:
    """Silence and forgetting are things a talk can say."""
    assert go("> bye\n! silent, forgotten")


@pytest.mark.parametrize("text", ["hello", "> a\n! sings", "> a\n@ soon\n> b"])
def test_what_cannot_be_read(text: str) -> None:
    """A line that means nothing is a fault, never passed over."""
    with pytest.raises(TalkFault):
        go(text)
