"""Every sentence of the library's files, marked with the place where it stands.

Rule: what is marked here is what is translated. The doors' own wordings of a step share
its place, so that the same words are translated once there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from flows.notes import START
from flows.sentence import Sentence

_HUB: Final = "hub.toml"
_UNASKED: Final = "unasked.toml"
_WORDED: Final = ("ask", "hint", "lines", "short", "label")
_TOLD: Final = ("name", "hours", "number")


def marked(name: str, table: Mapping[str, Any]) -> dict[str, Any]:
    """The table of the file `name` with its sentences marked."""
    made = dict(table)
    if name.startswith(("languages/", "triggers/")):
        return made
    if name == "directory.toml":
        return {entry: _entry(f"{name} {entry}", told) for entry, told in made.items()}
    for key in ("emergency", "who", "who_by_text"):
        if key in made:
            made[key] = _at(made[key], f"{name} {key}")
    if name == _HUB and isinstance(made.get("cover_lines"), Mapping):
        made["cover_lines"] = _at_each(made["cover_lines"], f"{name} cover_lines")
    if name == _UNASKED and isinstance(made.get("template"), Mapping):
        made["template"] = {key: _template(f"{name} {key}", script) for key, script in made["template"].items()}
    if name == START and "says" in made:
        made["says"] = _at_each(made["says"], f"{name} says")
    if isinstance(made.get("trigger"), list):
        made["trigger"] = [_trigger(name, trigger) for trigger in made["trigger"]]
    return made | _asked(name, made)


def _asked(name: str, table: Mapping[str, Any]) -> dict[str, Any]:
    """The steps of a file, and the fields that stand there for several steps."""
    marks = (("field", _worded_all), ("step", _step))
    found = [(key, mark, table[key]) for key, mark in marks if isinstance(table.get(key), list)]
    return {key: [mark(f"{name} {one.get('id', '')}", one) for one in many] for key, mark, many in found}


def sentences(bare: Any) -> Iterator[Sentence]:
    """Every marked sentence in `bare`, in order."""
    if isinstance(bare, Sentence):
        yield bare
    elif isinstance(bare, Mapping):
        for value in bare.values():
            yield from sentences(value)
    elif isinstance(bare, list | tuple):
        for value in bare:
            yield from sentences(value)


def _entry(at: str, told: Any) -> Any:
    if not isinstance(told, Mapping):
        return told
    # A number of figures alone is the same in every language.
    said = {k: v for k, v in told.items() if k in _TOLD and isinstance(v, str) and any(map(str.isalpha, v))}
    return {**told, **{key: Sentence(text, f"{at}.{key}") for key, text in said.items()}}


def _template(at: str, script: Any) -> Any:
    """An email's subject stays English: no door of ours sends one."""
    return {**script, "text": _at(script["text"], f"{at}.text")} if "text" in script else script


def _trigger(name: str, trigger: Mapping[str, Any]) -> dict[str, Any]:
    said = {"says": _at(trigger["says"], f"{name} {trigger.get('id', '')}.says")} if "says" in trigger else {}
    return {**trigger, **said}


def _step(at: str, step: Mapping[str, Any]) -> dict[str, Any]:
    made = {**step, **_worded(at, step)}
    if isinstance(step.get("on"), Mapping):
        made["on"] = {door: {**own, **_worded(at, own)} for door, own in step["on"].items()}
    if isinstance(step.get("fields"), list):
        made["fields"] = [_worded_all(f"{at}.{f.get('id', '')}", f) for f in step["fields"]]
    return made


def _worded_all(at: str, field: Mapping[str, Any]) -> dict[str, Any]:
    return {**field, **_worded(at, field)}


def _worded(at: str, table: Mapping[str, Any]) -> dict[str, Any]:
    made = {key: _at(table[key], f"{at}.{key}") for key in _WORDED if key in table}
    if isinstance(table.get("choices"), Mapping):
        made["choices"] = {choice: _at(label, f"{at}.{choice}") for choice, label in table["choices"].items()}
    return made


def _at_each(table: Mapping[str, Any], where: str) -> dict[str, Any]:
    return {key: _at(said, f"{where}.{key}") for key, said in table.items()}


def _at(bare: Any, where: str) -> Any:
    if isinstance(bare, str):
        return Sentence(bare, where) if bare else bare
    if isinstance(bare, list):
        return [_at(one, where) for one in bare]
    if isinstance(bare, Mapping):
        return {key: _at(one, where) for key, one in bare.items()}
    return bare
