"""Every sentence of the library's files, marked with the place where it stands.

Rule: what is marked here is what is translated. The doors' own wordings of a step share
its place, so that the same words are translated once there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from flows.notes import START
from flows.sentence import Sentence

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
    if name == START and "says" in made:
        made["says"] = {key: _at(said, f"{name} says.{key}") for key, said in made["says"].items()}
    if isinstance(made.get("trigger"), list):
        made["trigger"] = [_trigger(name, trigger) for trigger in made["trigger"]]
    if isinstance(made.get("step"), list):
        made["step"] = [_step(f"{name} {step.get('id', '')}", step) for step in made["step"]]
    return made


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


def _trigger(name: str, trigger: Mapping[str, Any]) -> dict[str, Any]:
    said = {"says": _at(trigger["says"], f"{name} {trigger.get('id', '')}.says")} if "says" in trigger else {}
    return {**trigger, **said}


def _step(at: str, step: Mapping[str, Any]) -> dict[str, Any]:
    made = {**step, **_worded(at, step)}
    if isinstance(step.get("on"), Mapping):
        made["on"] = {door: {**own, **_worded(at, own)} for door, own in step["on"].items()}
    if isinstance(step.get("fields"), list):
        made["fields"] = [{**f, **_worded(f"{at}.{f.get('id', '')}", f)} for f in step["fields"]]
    return made


def _worded(at: str, table: Mapping[str, Any]) -> dict[str, Any]:
    made = {key: _at(table[key], f"{at}.{key}") for key in _WORDED if key in table}
    if isinstance(table.get("choices"), Mapping):
        made["choices"] = {choice: _at(label, f"{at}.{choice}") for choice, label in table["choices"].items()}
    return made


def _at(bare: Any, where: str) -> Any:
    if isinstance(bare, str):
        return Sentence(bare, where) if bare else bare
    if isinstance(bare, list):
        return [_at(one, where) for one in bare]
    if isinstance(bare, Mapping):
        return {key: _at(one, where) for key, one in bare.items()}
    return bare
