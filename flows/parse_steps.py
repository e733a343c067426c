"""From the tables of TOML files to steps, in their one order.

Rule: every `use` is opened where it stands, with the conditions around it, so that
what is read afterwards is one flat list.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from flows.notes import START, Notes, text, words
from flows.steps import Condition, Field, Placed, Step, Wording

_STEP_KEYS: Final = frozenset(
    {"id", "kind", "use", "when", "doors", "ask", "hint", "lines", "short", "optional", "on", "gate", "hands_over"}
    | {"fields", "field", "also", "label", "choices", "hears", "fills", "sets"}
)
_FIELD_KEYS: Final = frozenset({"id", "kind", "label", "hint", "choices", "hears", "fills", "sets", "optional", "fold"})
_INLINE_FIELD: Final = ("label", "choices", "hears", "fills", "sets")


def placed(
    notes: Notes, file: str, whens: tuple[tuple[Condition, ...], ...], above: tuple[str, ...]
) -> Iterator[Placed]:
    """The steps of `file` in order, each `use` opened where it stands."""
    for table in notes.files[file].get("step", []):
        notes.at(file, str(table.get("id", table.get("use", ""))))
        _known(notes, table, _STEP_KEYS)
        around = (*whens, *_whens(table))
        if "use" not in table:
            yield Placed(_step(notes, table), around, file)
        elif (used := _file_of(notes, table["use"])) in above or used == START:
            notes.wrong(f"'{used}' uses itself.", "Take one of the two uses out.")
        elif used:
            own = _doors_of(notes.files[used])
            yield from placed(notes, used, (*around, *own), (*above, used))


def _file_of(notes: Notes, name: str) -> str:
    for file in (f"journeys/{name}.toml", f"sections/{name}.toml"):
        if file in notes.files:
            return file
    notes.wrong(f"There is no journey or section '{name}'.", "Check the name after 'use' or 'also'.")
    return ""


def journeys(notes: Notes) -> tuple[str, ...]:
    """The names of the journeys there are files for."""
    return tuple(sorted(n[len("journeys/") : -len(".toml")] for n in notes.files if n.startswith("journeys/")))


def turns(notes: Notes, journey: str) -> dict[str, int]:
    """The most questions that a journey may ask, by door."""
    notes.at(f"journeys/{journey}.toml", "")
    table = notes.files[notes.file].get("turns", {})
    for door, most in table.items():
        if not isinstance(most, int):
            notes.wrong(f"'turns' for {door} is no number.", "Write how many questions, like 12.")
    return {door: most for door, most in table.items() if isinstance(most, int)}


def _whens(table: Mapping[str, Any]) -> Iterator[tuple[Condition, ...]]:
    when = table.get("when")
    if when is not None:
        tables = when if isinstance(when, list) else [when]
        yield tuple({k: words(v) for k, v in t.items()} for t in tables)
    yield from _doors_of(table)


def _doors_of(table: Mapping[str, Any]) -> tuple[tuple[Condition, ...], ...]:
    doors = table.get("doors")
    # A file's own 'doors' on start.toml is the table of doors, not a condition.
    return (({"door": words(doors)},),) if isinstance(doors, list) else ()


def _step(notes: Notes, table: Mapping[str, Any]) -> Step:
    kind = table.get("kind", "ask")
    if kind not in ("ask", "say", "end"):
        notes.wrong(f"'{kind}' is no kind of step.", "Use 'ask', 'say' or 'end'.")
    if not table.get("id"):
        notes.wrong("A step has no id.", "Give it one, of small letters and underscores.")
    on = {door: _wording(table | own) for door, own in table.get("on", {}).items()}
    return Step(
        id=str(table.get("id", "")),
        kind=kind,
        wording=_wording(table),
        on=on,
        short=text(table.get("short", "")),
        optional=bool(table.get("optional", False)),
        fields=_fields(notes, table) if kind == "ask" else (),
        gate=words(table.get("gate", ())),
        hands_over=bool(table.get("hands_over", False)),
    )


def _wording(table: Mapping[str, Any]) -> Wording:
    return Wording(text(table.get("ask", "")), text(table.get("hint", "")), words(table.get("lines", ())))


def _fields(notes: Notes, table: Mapping[str, Any]) -> tuple[Field, ...]:
    tables = table.get("fields")
    if tables is None:
        inline = {key: table[key] for key in _INLINE_FIELD if key in table}
        tables = [inline | {"kind": table.get("field", "choice" if "choices" in table else "")}]
    also = [one for name in table.get("also", ()) for one in _shared(notes, str(name))]
    return tuple(_field(notes, t, str(table.get("id", ""))) for t in (*tables, *also))


def _shared(notes: Notes, name: str) -> list[Mapping[str, Any]]:
    """The fields that stand in a section of their own, for several pages."""
    file = _file_of(notes, name)
    found: list[Mapping[str, Any]] = notes.files[file].get("field", []) if file else []
    if file and not found:
        notes.wrong(f"'{name}' has no fields.", "Give that section some, each under [[field]].")
    return found


def _field(notes: Notes, table: Mapping[str, Any], step: str) -> Field:
    _known(notes, table, _FIELD_KEYS)
    choices = {str(k): text(v) for k, v in table.get("choices", {}).items()}
    hears = {str(k): words(v) for k, v in table.get("hears", {}).items()}
    sets = {str(k): {p: str(v) for p, v in t.items()} for k, t in table.get("sets", {}).items()}
    for name in (set(hears) | set(sets)) - set(choices):
        notes.wrong(f"'{name}' is not one of its choices.", "Name a choice, or take it out.")
    return Field(
        id=str(table.get("id", step)),
        kind=str(table.get("kind", "")),
        label=text(table.get("label", "")),
        hint=text(table.get("hint", "")),
        choices=choices,
        hears=hears,
        fills=str(table.get("fills", "")),
        sets=sets,
        optional=bool(table.get("optional", False)),
        fold=bool(table.get("fold", False)),
    )


def _known(notes: Notes, table: Mapping[str, Any], keys: frozenset[str]) -> None:
    for key in table:
        if key not in keys:
            notes.wrong(f"'{key}' is not a word that a step knows.", "Check its spelling.")


def by_id(notes: Notes, order: tuple[Placed, ...]) -> dict[str, Step]:
    """The steps by id. One that is used in several places is one step all the same."""
    steps: dict[str, Step] = {}
    for at in order:
        known = steps.setdefault(at.step.id, at.step)
        if known != at.step:
            notes.at(at.file, at.step.id)
            notes.wrong("Two steps have this id.", "One id is one question: rename one.")
    return steps
