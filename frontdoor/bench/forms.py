"""A visitor who only follows forms: what a page asks, and an answer to it.

Rule: it knows HTML and no journey. Whatever is asked, it answers as fully as it
can, so that it comes to the end of any journey that ends in sending.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

# Choices taken before the first one of a list, wherever they stand.
LIKED = ("send", "yes", "hurt", "25_34", "adult", "web")
# What is typed, by what the keyboard would be.
TYPED = {"tel": "07700 900123", "email": "sam@example.org", "numeric": "19"}
WORDS = "Sam"


@dataclass(slots=True)
class Page:
    """One page: where it stands, its hidden values, what it lets one choose and type, and its buttons."""

    step: str = ""
    mood: str = ""
    hidden: dict[str, str] = field(default_factory=dict)
    choices: dict[str, list[str]] = field(default_factory=dict)
    typed: dict[str, str] = field(default_factory=dict)
    buttons: list[str] = field(default_factory=list)

    @property
    def asks(self) -> bool:
        """Whether there is something to answer."""
        return "answer" in self.buttons

    def answered(self) -> list[tuple[str, str]]:
        """The form as it would be posted, with something in each of its fields."""
        chosen = ((name, _chosen(values)) for name, values in self.choices.items())
        typed = ((name, TYPED.get(mode, WORDS)) for name, mode in self.typed.items())
        return [*self.hidden.items(), *chosen, *typed, ("do", "answer")]

    def skipped(self) -> list[tuple[str, str]]:
        """The form as it would be posted by the button that skips; the one that answers, when there is none."""
        return [*self.hidden.items(), ("do", "skip" if "skip" in self.buttons else "answer")]


def read(html: str) -> Page:
    """What `html` asks."""
    reader = _Reader()
    reader.feed(html)
    return reader.page


def _chosen(values: list[str]) -> str:
    return next((value for value in LIKED if value in values), values[0])


class _Reader(HTMLParser):
    """Gathers the page's `<main>` and the controls of its form `answer`."""

    def __init__(self) -> None:
        super().__init__()
        self.page = Page()
        self._within = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "main":
            self.page.step, self.page.mood = said.get("data-step", ""), said.get("data-mood", "")
        if tag == "form":
            self._within = said.get("id") == "answer"
        if self._within and "name" in said:
            self._control(tag, said)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._within = False

    def _control(self, tag: str, said: dict[str, str]) -> None:
        name, value = said["name"], said.get("value", "")
        match tag, said.get("type", ""):
            case "button", _:
                self.page.buttons.append(value)
            case "input", "hidden":
                self.page.hidden[name] = value
            case "input", "radio" | "checkbox":
                self.page.choices.setdefault(name, []).append(value)
            case "input" | "textarea", _:
                self.page.typed[name] = said.get("inputmode", "")
            case _:
                pass
