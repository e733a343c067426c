"""Logging that cannot tell on anyone.

Rule: a line is made only from what is on the list below. Nothing is formatted
into a message, no exception's text is shown, and what other libraries say is
cut down to where in their code they said it. DEBUG is no different.
"""

from __future__ import annotations

import json
import logging
import re
import sys
import threading
import traceback
from types import TracebackType

ROOMS = ("frontdoor", "web", "sms", "bot", "hub", "reception", "flows")
# What `extra` may carry. None of these can be set by a person who writes to us.
FIELDS = ("door", "desk", "check", "fact", "count", "seconds", "port", "status")
# Letters only, so that no number, address or id can pass as a word.
_WORD = re.compile(r"[A-Za-z][A-Za-z_.-]{0,39}")
_SILENCED = ("uvicorn.access", "twilio", "aiogram", "aiohttp", "redis", "httpx", "httpcore", "asyncio", "multipart")
# Past this a figure could be a telephone number.
_MOST = 999_999


class Allowed(logging.Formatter):
    """One JSON object a line: time, level, where, the constant sentence of our own code, listed fields, fault type."""

    def format(self, record: logging.LogRecord) -> str:
        """The line for `record`; holds nothing that is not listed in this file."""
        line: dict[str, object] = {
            "at": self.formatTime(record, "%Y-%m-%dT%H:%M:%S"),
            "level": record.levelname.lower(),
            "from": record.name if _ours(record) else f"{record.name}:{record.module}:{record.lineno}",
        }
        if _ours(record):
            line["says"] = record.msg if isinstance(record.msg, str) else "?"
            line |= {name: _safe(getattr(record, name)) for name in FIELDS if hasattr(record, name)}
        if record.exc_info and record.exc_info[0]:
            line |= _fault(record.exc_info[0], record.exc_info[2])
        return json.dumps(line)


def _ours(record: logging.LogRecord) -> bool:
    return record.name.split(".")[0] in ROOMS


def _safe(value: object) -> object:
    """The value, when it is a small number or a plain word; '?' otherwise."""
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int | float) and abs(value) <= _MOST:
        return value
    return value if isinstance(value, str) and _WORD.fullmatch(value) else "?"


def _fault(kind: type[BaseException], trace: TracebackType | None) -> dict[str, object]:
    """What went wrong and where, without the exception's own words."""
    frames = traceback.extract_tb(trace)[-6:]
    return {"fault": kind.__name__, "where": [f"{f.filename.rsplit('/', 1)[-1]}:{f.lineno}" for f in frames]}


def quieten(level: int = logging.INFO) -> None:
    """Make every log line, warning and uncaught exception of this process pass through `Allowed`."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Allowed())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in logging.root.manager.loggerDict:
        logging.getLogger(name).handlers.clear()
        logging.getLogger(name).propagate = True
    for name in _SILENCED:
        logging.getLogger(name).setLevel(logging.WARNING)
    logging.getLogger("uvicorn.access").disabled = True
    logging.captureWarnings(capture=True)
    sys.excepthook = _uncaught
    threading.excepthook = lambda args: _uncaught(args.exc_type, args.exc_value, args.exc_traceback)
    sys.unraisablehook = lambda args: _uncaught(args.exc_type, args.exc_value, args.exc_traceback)


def _uncaught(kind: type[BaseException], fault: BaseException | None, trace: TracebackType | None) -> None:
    info = (kind, fault or kind(), trace)
    logging.getLogger("frontdoor").critical("an error nobody was ready for", exc_info=info)
