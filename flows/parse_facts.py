"""From safety.toml, directory.toml and hub.toml to facts.

Rule: a number without its source and the day it was checked is a finding, and so
is a library without emergency words.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, get_args

from flows import facts
from flows.notes import Notes, text, words
from flows.parse_says import say
from flows.plain import plain
from flows.plan import Content, RouteKind


def safety(notes: Notes) -> dict[str, Any]:
    """The emergency words, the triggers and the telling words."""
    notes.at("safety.toml")
    table = notes.files[notes.file]
    if not table.get("emergency"):
        notes.wrong("There are no emergency words.", "Write them: nothing may start without.")
    return {
        "emergency": say(table.get("emergency", ())),
        "telling": tuple(plain(w) for w in words(table.get("telling", ()))),
        "triggers": tuple(_trigger(notes, t) for t in table.get("trigger", [])),
    }


def _trigger(notes: Notes, table: Mapping[str, Any]) -> facts.Trigger:
    notes.step = str(table.get("id", ""))
    heard = tuple(plain(w) for w in words(table.get("words", ())))
    if not heard or "" in heard:
        notes.wrong("A trigger has no words to hear.", "Give it some, none of them empty.")
    then = table.get("then", "")
    if then not in ("carry on", "silence", "close"):
        notes.wrong(f"'{then}' is nothing to do.", "Use 'carry on', 'silence' or 'close'.")
    sets = {str(k): str(v) for k, v in table.get("sets", {}).items()}
    says = words(table.get("says", ()))
    notice = bool(table.get("notice", True))
    if not says and not notice:
        notes.wrong("It is answered with nothing at all.", "Give it lines to say, or take out notice = false.")
    return facts.Trigger(notes.step, then, heard, sets, says, notice)


def directory(notes: Notes) -> dict[str, Any]:
    """The services that may be named, by id."""
    notes.at("directory.toml")
    return {"directory": {i: _entry(notes, i, t) for i, t in notes.files[notes.file].items()}}


def _entry(notes: Notes, name: str, table: Mapping[str, Any]) -> facts.Entry:
    notes.step = name
    for key in ("name", "number", "source", "verified_on"):
        if not table.get(key):
            notes.wrong(f"It has no '{key}'.", "A number without it is not shown to anyone.")
    on = table.get("verified_on")
    verified = on if isinstance(on, date) else date.min
    told = {k: text(table.get(k, "")) for k in ("name", "number", "hours", "source", "area")}
    return facts.Entry(id=name, verified_on=verified, **told)


def hub(notes: Notes) -> dict[str, Any]:
    """What the hub says of itself."""
    notes.at("hub.toml")
    table = notes.files[notes.file]
    for key in ("name", "hours", "promised_working_hours", "who"):
        if key not in table:
            notes.wrong(f"It has no '{key}'.", "Write the hub's own.")
    hours = {d: tuple((a, b) for a, b in s) for d, s in table.get("hours", {}).items()}
    return {
        "hub": facts.Hub(
            name=str(table.get("name", "")),
            area=str(table.get("area", "")),
            timezone=str(table.get("timezone", "Europe/London")),
            hours=hours,
            holidays=tuple(table.get("holidays", ())),
            promised_working_hours=float(table.get("promised_working_hours", 0)),
            absent_after_working_days=float(table.get("absent_after_working_days", 3)),
            retention_days=int(table.get("retention_days", 0)),
            who=words(table.get("who", ())),
            who_by_text=words(table.get("who_by_text", ())),
            partners=words(table.get("partners", ())),
            cover_lines={str(i): text(line) for i, line in table.get("cover_lines", {}).items()},
            quiet=tuple(table.get("quiet", ())),
            replies_tried=words(table.get("replies_tried", ())),
            return_days=int(table.get("return_days", 30)),
        )
    }


def unasked(notes: Notes) -> dict[str, Any]:
    """The wordings for who has not written just now, and the words that none of them may hold. There may be none."""
    notes.at("unasked.toml")
    table = notes.files.get(notes.file, {})
    return {
        "scripts": tuple(_script(notes, i, t) for i, t in table.get("template", {}).items()),
        "telling_unasked": tuple(plain(w) for w in words(table.get("telling", ()))),
    }


def _script(notes: Notes, name: str, table: Mapping[str, Any]) -> facts.Script:
    notes.step = name
    level, ways = table.get("level", ""), words(table.get("ways", ()))
    if level not in get_args(Content)[1:]:
        notes.wrong(f"'{level}' is no level.", f"Use one of: {', '.join(get_args(Content)[1:])}.")
    odd = sorted(set(ways) - {*get_args(RouteKind), "voicemail"})
    if odd or not ways:
        notes.wrong(f"'{', '.join(odd)}' is no way to reach anyone.", "Name ways, such as 'sms' or 'voicemail'.")
    told = {key: text(table.get(key, "")) for key in ("text", "subject")}
    return facts.Script(name, level, ways=ways, asks=table.get("asks") is True, **told)
