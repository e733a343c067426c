"""From the tables of TOML files to all the parts of a library.

Rule: only what is missing altogether ends the reading early.
"""

from __future__ import annotations

from typing import Any, Final

from flows import parse_facts, parse_says, parse_steps, parse_triggers
from flows.notes import START, Notes

_NEEDED: Final = (START, "safety.toml", "directory.toml", "hub.toml")


def library(notes: Notes) -> dict[str, Any]:
    """All the parts of a library by name; none when a file is missing. What is wrong is in `notes`."""
    missing = [name for name in _NEEDED if name not in notes.files]
    for name in missing:
        notes.at(name)
        notes.wrong("It is not there.", "A library cannot do without it.")
    if missing:
        return {}
    safety = parse_facts.safety(notes)
    heard = parse_triggers.listening(notes, safety["triggers"])
    return _steps(notes) | _says(notes) | safety | heard | _facts(notes)


def _steps(notes: Notes) -> dict[str, Any]:
    order = tuple(parse_steps.placed(notes, START, (), ()))
    journeys = parse_steps.journeys(notes)
    return {
        "order": order,
        "steps": parse_steps.by_id(notes, order),
        "journeys": journeys,
        "titles": {name: str(notes.files[f"journeys/{name}.toml"].get("title") or name) for name in journeys},
        "turns": {name: parse_steps.turns(notes, name) for name in journeys},
    }


def _says(notes: Notes) -> dict[str, Any]:
    notes.at(START)
    start = notes.files[START]
    return {
        "title": str(start.get("title", "")),
        "doors": {name: parse_says.door(notes, name, table) for name, table in start.get("doors", {}).items()},
        "commands": parse_says.commands(notes, start.get("commands", {})),
        "says": {key: parse_says.say(bare) for key, bare in start.get("says", {}).items()},
        "send_word": str(start.get("send_word", "SEND")),
        "codes": {code: parse_says.code(notes, code, table) for code, table in start.get("codes", {}).items()},
    }


def _facts(notes: Notes) -> dict[str, Any]:
    return parse_facts.directory(notes) | parse_facts.hub(notes) | parse_facts.unasked(notes)
