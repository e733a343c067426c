"""From the tables of TOML files to the values of a library.

Rule: nothing is guessed. A key that is not known, a value of the wrong shape or a
name that leads nowhere is a finding; reading goes on, so that all are told at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from flows import facts
from flows.finding import Finding
from flows.plain import plain
from flows.steps import Condition, Door, Field, Placed, Step, Wording

START = "start.toml"
COMMANDS = ("leave", "back", "skip", "repeat", "change", "help", "person", "finish")
_STEP_KEYS = frozenset(
    "id kind use when doors ask hint lines short optional on gate hands_over fields field".split()
)
_FIELD_KEYS = frozenset("id kind label hint choices hears fills sets optional".split())
_INLINE_FIELD = ("label", "choices", "hears", "fills", "sets")


class Say(NamedTuple):
    """Lines in two forms: for a page, and for a door where people type."""

    page: tuple[str, ...]
    typed: tuple[str, ...]

    def at(self, door: Door) -> tuple[str, ...]:
        """The form that fits `door`."""
        return self.typed if door.typed else self.page


@dataclass(slots=True)
class Reader:
    """Reads one set of files, gathering what is wrong as it goes."""

    files: Mapping[str, dict[str, Any]]
    findings: list[Finding]
    file: str = START
    step: str = ""

    def library(self) -> dict[str, Any] | None:
        """All the parts of a library by name, or None when a file is missing altogether."""
        missing = [
            n for n in (START, "safety.toml", "directory.toml", "hub.toml") if n not in self.files
        ]
        for name in missing:
            self._wrong("It is not there.", "A library cannot do without it.", file=name)
        if missing:
            return None
        start = self.files[START]
        order = tuple(self._placed(START, (), ()))
        self.file, self.step = START, ""
        parts: dict[str, Any] = {
            "title": str(start.get("title", "")),
            "order": order,
            "steps": self._by_id(order),
            "journeys": self._journeys(),
            "turns": {name: self._turns(name) for name in self._journeys()},
            "doors": {i: self._door(i, t) for i, t in start.get("doors", {}).items()},
            "commands": self._commands(start.get("commands", {})),
            "says": {k: self._say(v) for k, v in start.get("says", {}).items()},
            "send_word": str(start.get("send_word", "SEND")),
        }
        return parts | self._safety() | self._directory() | self._hub()

    def _wrong(self, says: str, mend: str, file: str = "") -> None:
        self.findings.append(Finding(file or self.file, "" if file else self.step, says, mend))

    # --- steps -----------------------------------------------------------------------

    def _placed(
        self, file: str, whens: tuple[tuple[Condition, ...], ...], above: tuple[str, ...]
    ) -> Iterator[Placed]:
        """The steps of `file` in order, each `use` opened where it stands."""
        for table in self.files[file].get("step", []):
            self.file, self.step = file, str(table.get("id", table.get("use", "")))
            self._known(table, _STEP_KEYS)
            around = (*whens, *self._whens(table))
            if "use" not in table:
                yield Placed(self._step(table), around, file)
            elif (used := self._file_of(table["use"])) in above or used == START:
                self._wrong(f"'{used}' uses itself.", "Take one of the two uses out.")
            elif used:
                own = self._doors_of(self.files[used])
                yield from self._placed(used, (*around, *own), (*above, used))

    def _file_of(self, name: str) -> str:
        for file in (f"journeys/{name}.toml", f"sections/{name}.toml"):
            if file in self.files:
                return file
        self._wrong(f"There is no journey or section '{name}'.", "Check the name after 'use'.")
        return ""

    def _journeys(self) -> tuple[str, ...]:
        return tuple(
            sorted(
                n[len("journeys/") : -len(".toml")] for n in self.files if n.startswith("journeys/")
            )
        )

    def _turns(self, journey: str) -> dict[str, int]:
        """The most questions that a journey may ask, by door."""
        self.file, self.step = f"journeys/{journey}.toml", ""
        table = self.files[self.file].get("turns", {})
        for door, most in table.items():
            if not isinstance(most, int):
                self._wrong(f"'turns' for {door} is no number.", "Write how many questions, like 12.")
        return {door: most for door, most in table.items() if isinstance(most, int)}

    def _whens(self, table: Mapping[str, Any]) -> Iterator[tuple[Condition, ...]]:
        when = table.get("when")
        if when is not None:
            tables = when if isinstance(when, list) else [when]
            yield tuple({k: _words(v) for k, v in t.items()} for t in tables)
        yield from self._doors_of(table)

    def _doors_of(self, table: Mapping[str, Any]) -> tuple[tuple[Condition, ...], ...]:
        doors = table.get("doors")
        # A file's own 'doors' on start.toml is the table of doors, not a condition.
        return (({"door": _words(doors)},),) if isinstance(doors, list) else ()

    def _step(self, table: Mapping[str, Any]) -> Step:
        kind = table.get("kind", "ask")
        if kind not in ("ask", "say", "end"):
            self._wrong(f"'{kind}' is no kind of step.", "Use 'ask', 'say' or 'end'.")
        if not table.get("id"):
            self._wrong("A step has no id.", "Give it one, of small letters and underscores.")
        on = {door: self._wording(table | own) for door, own in table.get("on", {}).items()}
        return Step(
            id=str(table.get("id", "")),
            kind=kind,
            wording=self._wording(table),
            on=on,
            short=str(table.get("short", "")),
            optional=bool(table.get("optional", False)),
            fields=self._fields(table) if kind == "ask" else (),
            gate=_words(table.get("gate", ())),
            hands_over=bool(table.get("hands_over", False)),
        )

    def _wording(self, table: Mapping[str, Any]) -> Wording:
        return Wording(
            str(table.get("ask", "")), str(table.get("hint", "")), _words(table.get("lines", ()))
        )

    def _fields(self, table: Mapping[str, Any]) -> tuple[Field, ...]:
        tables = table.get("fields")
        if tables is None:
            inline = {key: table[key] for key in _INLINE_FIELD if key in table}
            tables = [inline | {"kind": table.get("field", "choice" if "choices" in table else "")}]
        return tuple(self._field(t, str(table.get("id", ""))) for t in tables)

    def _field(self, table: Mapping[str, Any], step: str) -> Field:
        self._known(table, _FIELD_KEYS)
        choices = {str(k): str(v) for k, v in table.get("choices", {}).items()}
        hears = {str(k): _words(v) for k, v in table.get("hears", {}).items()}
        sets = {str(k): {p: str(v) for p, v in t.items()} for k, t in table.get("sets", {}).items()}
        for name in (set(hears) | set(sets)) - set(choices):
            self._wrong(f"'{name}' is not one of its choices.", "Name a choice, or take it out.")
        return Field(
            id=str(table.get("id", step)),
            kind=str(table.get("kind", "")),
            label=str(table.get("label", "")),
            hint=str(table.get("hint", "")),
            choices=choices,
            hears=hears,
            fills=str(table.get("fills", "")),
            sets=sets,
            optional=bool(table.get("optional", False)),
        )

    def _known(self, table: Mapping[str, Any], keys: frozenset[str]) -> None:
        inline = _INLINE_FIELD if keys is _STEP_KEYS else ()
        for key in table:
            if key not in keys and key not in inline:
                self._wrong(f"'{key}' is not a word that a step knows.", "Check its spelling.")

    def _by_id(self, order: tuple[Placed, ...]) -> dict[str, Step]:
        steps: dict[str, Step] = {}
        for placed in order:
            known = steps.setdefault(placed.step.id, placed.step)
            if known != placed.step:
                self.file, self.step = placed.file, placed.step.id
                self._wrong("Two steps have this id.", "One id is one question: rename one.")
        return steps

    # --- what is not a step --------------------------------------------------------------

    def _door(self, name: str, table: Mapping[str, Any]) -> Door:
        # A door that does not say leaves a trail: the careful reading.
        typed, sender = bool(table.get("typed", False)), bool(table.get("sender", False))
        return Door(name, typed, bool(table.get("trail", True)), sender)

    def _commands(self, table: Mapping[str, Any]) -> dict[str, frozenset[str]]:
        for name in set(table) ^ set(COMMANDS):
            self._wrong(f"[commands] and '{name}' do not fit.", f"Have just {', '.join(COMMANDS)}.")
        return {name: frozenset(map(plain, _words(words))) for name, words in table.items()}

    def _say(self, bare: Any) -> Say:  # noqa: ANN401 - whatever TOML holds
        if isinstance(bare, Mapping):
            return Say(_words(bare.get("web", ())), _words(bare.get("text", ())))
        return Say(_words(bare), _words(bare))

    def _safety(self) -> dict[str, Any]:
        self.file, self.step = "safety.toml", ""
        safety = self.files[self.file]
        if not safety.get("emergency"):
            self._wrong("There are no emergency words.", "Write them: nothing may start without.")
        return {
            "emergency": self._say(safety.get("emergency", ())),
            "telling": tuple(plain(w) for w in _words(safety.get("telling", ()))),
            "triggers": tuple(self._trigger(t) for t in safety.get("trigger", [])),
        }

    def _trigger(self, table: Mapping[str, Any]) -> facts.Trigger:
        self.step = str(table.get("id", ""))
        words = tuple(plain(w) for w in _words(table.get("words", ())))
        if not words or "" in words:
            self._wrong("A trigger has no words to hear.", "Give it some, none of them empty.")
        then = table.get("then", "")
        if then not in ("carry on", "silence", "close"):
            self._wrong(f"'{then}' is nothing to do.", "Use 'carry on', 'silence' or 'close'.")
        sets = {str(k): str(v) for k, v in table.get("sets", {}).items()}
        return facts.Trigger(self.step, then, words, sets, _words(table.get("says", ())))

    def _directory(self) -> dict[str, Any]:
        self.file = "directory.toml"
        return {"directory": {i: self._entry(i, t) for i, t in self.files[self.file].items()}}

    def _entry(self, name: str, table: Mapping[str, Any]) -> facts.Entry:
        self.step = name
        for key in ("name", "number", "source", "verified_on"):
            if not table.get(key):
                self._wrong(f"It has no '{key}'.", "A number without it is not shown to anyone.")
        on = table.get("verified_on")
        verified = on if isinstance(on, date) else date.min
        told = {k: str(table.get(k, "")) for k in ("name", "number", "hours", "source", "area")}
        return facts.Entry(id=name, verified_on=verified, **told)

    def _hub(self) -> dict[str, Any]:
        self.file, self.step = "hub.toml", ""
        table = self.files[self.file]
        for key in ("name", "hours", "promised_working_hours", "who"):
            if key not in table:
                self._wrong(f"It has no '{key}'.", "Write the hub's own.")
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
                who=_words(table.get("who", ())),
            )
        }


def _words(bare: Any) -> tuple[str, ...]:  # noqa: ANN401 - whatever TOML holds
    if isinstance(bare, str):
        return (bare,)
    return tuple(str(word) for word in bare)
