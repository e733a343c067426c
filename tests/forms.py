"""A page of HTML as a script sees it that knows forms and nothing else.

Rule: what can be filled in and pressed here is what stands in the page.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser

_VOID = frozenset({"br", "hr", "img", "input", "link", "meta"})
_INLINE = frozenset({"a", "b", "em", "i", "small", "span", "strong"})
_UNSEEN = frozenset({"script", "style", "title"})

Attributes = Mapping[str, str]
Pairs = tuple[tuple[str, str], ...]


@dataclass
class Button:
    """A submit button: what it sends, and what stands on it."""

    name: str
    value: str
    text: str = ""


@dataclass
class Control:
    """One field of a form: `options` are (value, label, chosen) for radios and boxes, `value` is for the rest."""

    name: str
    kind: str
    value: str = ""
    options: list[tuple[str, str, bool]] = field(default_factory=list)

    @property
    def sends(self) -> Pairs:
        """What the browser would send of it, untouched."""
        if self.options:
            return tuple((self.name, value) for value, _, chosen in self.options if chosen)
        return ((self.name, self.value),)


@dataclass
class Form:
    """A form, with its hidden fields, its controls and its buttons in their order."""

    id: str
    action: str
    method: str
    hidden: list[tuple[str, str]] = field(default_factory=list)
    controls: dict[str, Control] = field(default_factory=dict)
    buttons: list[Button] = field(default_factory=list)

    def pairs(self, button: Button, filled: Mapping[str, tuple[str, ...]]) -> Pairs:
        """What pressing `button` sends, with these controls filled in and the others as they stand."""
        unknown = set(filled) - set(self.controls)
        assert not unknown, f"The page has no field {unknown}."
        given = (
            tuple((name, value) for value in filled[name]) if name in filled else control.sends
            for name, control in self.controls.items()
        )
        pressed = ((button.name, button.value),) if button.name else ()
        return (*self.hidden, *(pair for pairs in given for pair in pairs), *pressed)


@dataclass
class Page:
    """A page, read. `text` is what stands in its <main>, `step` and `mood` are its data."""

    step: str = ""
    mood: str = ""
    text: str = ""
    title: str = ""
    urgent: bool = False
    forms: list[Form] = field(default_factory=list)

    def form(self, action: str) -> Form | None:
        """The form that goes to this path, if the page has one."""
        return next((form for form in self.forms if form.action == action), None)


def read(html: str) -> Page:
    """The page in `html`."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    assert not reader.early, "A button belongs to no form."
    reader.page.text = " ".join("".join(reader.said).split())
    return reader.page


class _Reader(HTMLParser):
    """Walks the page once. `said` collects the words of <main>."""

    def __init__(self) -> None:
        super().__init__()
        self.page = Page()
        self.said: list[str] = []
        self.open: list[str] = []
        self.form: Form | None = None
        self.button: Button | None = None
        self.area: Control | None = None
        self.box: tuple[Control, str, bool] | None = None
        self.label = ""
        # Buttons that stand before the form they belong to, by its id.
        self.early: dict[str, list[Button]] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = {name: value or "" for name, value in attrs}
        if tag not in _VOID:
            self.open.append(tag)
        if tag not in _INLINE:
            self.said.append(" ")
        handle = getattr(self, f"_{tag}", None)
        if handle:
            handle(has)

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.open:
            return
        while self.open.pop() != tag:
            pass
        if tag not in _INLINE:
            self.said.append(" ")
        if tag == "form":
            self.form = None
        elif tag == "button":
            self.button = None
        elif tag == "textarea":
            self.area = None
        elif tag == "label":
            self._choice_ends()

    def handle_data(self, data: str) -> None:
        if "title" in self.open:
            self.page.title += data
        if self.area is not None:
            # HTML drops one line break right after <textarea>.
            self.area.value += data.removeprefix("\n") if not self.area.value else data
        elif self.button is not None:
            self.button.text += data
        elif self.box is not None:
            self.label += data
        if "main" in self.open and not _UNSEEN & set(self.open):
            self.said.append(data)

    def _main(self, has: Attributes) -> None:
        self.page.step, self.page.mood = has.get("data-step", ""), has.get("data-mood", "")

    def _section(self, has: Attributes) -> None:
        self.page.urgent = self.page.urgent or "urgent" in has.get("class", "").split()

    def _form(self, has: Attributes) -> None:
        self.form = Form(has.get("id", ""), has.get("action", ""), has.get("method", "get").lower())
        self.form.buttons += self.early.pop(self.form.id, [])
        self.page.forms.append(self.form)

    def _button(self, has: Attributes) -> None:
        if has.get("type") == "button":
            return  # it does something only for a script
        self.button = Button(has.get("name", ""), has.get("value", ""))
        owner = next((f for f in self.page.forms if f.id == has["form"]), None) if "form" in has else self.form
        if owner is None:
            assert "form" in has, "A button belongs to no form."
            self.early.setdefault(has["form"], []).append(self.button)
        else:
            owner.buttons.append(self.button)

    def _textarea(self, has: Attributes) -> None:
        self.area = self._control(has, "textarea")

    def _input(self, has: Attributes) -> None:
        if "name" not in has:
            return  # nothing of it is ever sent
        assert self.form is not None, "An input belongs to no form."
        kind = has.get("type", "text")
        if kind == "hidden":
            self.form.hidden.append((has["name"], has.get("value", "")))
        elif kind in {"radio", "checkbox"}:
            self.box, self.label = (self._control(has, kind), has["value"], "checked" in has), ""
        else:
            self._control(has, kind).value = has.get("value", "")

    def _control(self, has: Attributes, kind: str) -> Control:
        assert self.form is not None, "A control belongs to no form."
        return self.form.controls.setdefault(has["name"], Control(has["name"], kind))

    def _choice_ends(self) -> None:
        if self.box is not None:
            control, value, chosen = self.box
            control.options.append((value, " ".join(self.label.split()), chosen))
            self.box = None
