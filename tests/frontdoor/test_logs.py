from __future__ import annotations

import io
import json
import logging
import subprocess
import sys
import threading
import warnings
from collections.abc import Iterator
from typing import Any

import pytest

from frontdoor import logs

CANARY = "ring me on 07700 900123"


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """What is written to the log at DEBUG, with everything put back afterwards."""
    root = logging.getLogger()
    before = (list(root.handlers), root.level, sys.excepthook, sys.unraisablehook, threading.excepthook)
    stream = io.StringIO()
    monkeypatch.setattr(sys, "stderr", stream)
    logs.quieten(logging.DEBUG)
    yield stream
    logging.captureWarnings(capture=False)
    root.handlers[:], sys.excepthook, sys.unraisablehook = before[0], before[2], before[3]
    root.setLevel(before[1])
    threading.excepthook = before[4]
    logging.getLogger("uvicorn.access").disabled = False


def _last(stream: io.StringIO) -> dict[str, Any]:
    line: dict[str, Any] = json.loads(stream.getvalue().splitlines()[-1])
    return line


def test_arguments_never_reach_a_line(lines: io.StringIO) -> None:
    """Our own sentence is written as it stands in the code, and what was to be put into it is not."""
    logging.getLogger("reception.hear").debug("heard %s", CANARY)

    assert "heard %s" == _last(lines)["says"]
    assert CANARY not in lines.getvalue()


def test_an_exception_is_its_type_and_place(lines: io.StringIO) -> None:
    """A fault is told by its type and the lines of code it went through, never by its text."""
    try:
        raise ValueError(CANARY)
    except ValueError:
        logging.getLogger("web").exception("a turn failed")

    assert "ValueError" == _last(lines)["fault"]
    assert _last(lines)["where"][-1].startswith("test_logs.py:")
    assert CANARY not in lines.getvalue()


def test_other_libraries_are_cut_to_where_they_spoke(lines: io.StringIO) -> None:
    """What a library says is dropped, since it may have put a person's words into it; where it said it is kept."""
    logging.getLogger("redis.connection").warning("failed on " + CANARY)

    assert "says" not in _last(lines)
    assert _last(lines)["from"].startswith("redis.connection:test_logs:")
    assert CANARY not in lines.getvalue()


@pytest.mark.parametrize("value", [CANARY, "447700900123", 447700900123, ["a"], "x" * 60])
def test_a_listed_field_takes_only_words_and_small_numbers(lines: io.StringIO, value: object) -> None:
    """Even a field that is on the list shows '?' where a number, an address or a list was given."""
    logging.getLogger("web").info("turned", extra={"door": value})

    assert "?" == _last(lines)["door"]


def test_a_field_that_is_not_listed_is_dropped(lines: io.StringIO) -> None:
    """A field nobody allowed does not appear, whatever it holds."""
    logging.getLogger("web").info("turned", extra={"door": "web", "count": 3, "words": CANARY})

    assert {"at", "level", "from", "says", "door", "count"} == set(_last(lines))


@pytest.mark.parametrize("name", ["uvicorn.access", "twilio.http_client", "aiogram.event", "redis", "httpx"])
def test_talkative_libraries_say_nothing_below_a_warning(lines: io.StringIO, name: str) -> None:
    """Access logs and the chatter of libraries are off, even when the level is DEBUG."""
    logging.getLogger(name).info("GET / %s", CANARY)

    assert "" == lines.getvalue()


def test_warnings_and_uncaught_errors_are_cut_too(lines: io.StringIO) -> None:
    """A Python warning and an exception that nobody caught pass through the same list."""
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.warn(CANARY, stacklevel=1)
    sys.excepthook(RuntimeError, RuntimeError(CANARY), None)

    assert "RuntimeError" == _last(lines)["fault"]
    assert CANARY not in lines.getvalue()


def test_a_process_that_dies_shows_no_text() -> None:
    """A whole process that ends on an exception writes no word of it on standard error."""
    code = f"from frontdoor.logs import quieten; quieten(); raise SystemError({CANARY!r})"
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)

    assert 0 != ended.returncode
    assert "SystemError" in ended.stderr
    assert CANARY not in ended.stderr
