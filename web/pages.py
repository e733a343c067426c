"""The pages of the web door, as HTML text.

Rule: whatever a person or a file wrote is escaped; the style and the script are
inline, so that a page is whole in one response.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from reception.front import LIVES_ON_A_PAGE_S, Language, Library, Reply, Shown, helplines
from reception.front import sentence as _
from web import wire
from web.dial import dial
from web.page import Page
from web.sheet import Sheet
from web.told import set_out

_HERE: Final = Path(__file__).parent
_IN_THE_BAR: Final = _("In danger now? Call 999.")


@dataclass(frozen=True, slots=True)
class Plain:
    """A page that says what could not be done and what to do. English; translated when shown.

    `keep` leaves the page that stands where there is a script; `calls` adds whom to call instead.
    """

    status: int
    heading: str
    lines: tuple[str, ...]
    keep: bool = True
    calls: bool = False


@dataclass(frozen=True, slots=True)
class Way:
    """How a page goes out. A `part` goes into the page that stands, without what is there already.

    `turned`: its language is not that page's. `new`: it brings the cookie.
    `sent`: words to come back with are offered. `starts`: so is coming back.
    """

    part: bool = False
    turned: bool = False
    new: bool = False
    sent: bool = False
    starts: bool = False


@dataclass(frozen=True, slots=True)
class Shell:
    """What stands around <main> in one language: whole, or as a part without style and script."""

    whole: Markup
    part: Markup
    foot: Markup


@dataclass(frozen=True, slots=True)
class Pages:
    """Renders every page in one manner. `script` and `style` are the exact inline texts."""

    library: Library
    page: Page
    script: str
    style: str
    env: Environment = field(repr=False)
    shells: Mapping[str, Shell] = field(repr=False)
    spoken: Mapping[str, Language] = field(repr=False)

    def talk(
        self,
        reply: Reply,
        *,
        id_: str | None = None,
        entry: str | None = None,
        notice: tuple[str, ...] = (),
        way: Way = Way(),
    ) -> str:
        """The page that shows `reply`. A `notice` comes first, and whom to call after it.

        `id_` makes it a page of a conversation, which ends by itself.
        """
        controls = wire.controls(reply)
        folded = tuple(c for c in controls if c.shown.fold)
        heading, lines, after = _headed(self._unsaid(reply))
        return self._render(
            "talk.html",
            reply.language,
            part=way.part,
            turned=way.turned,
            reply=reply,
            step=reply.step,
            mood=reply.mood,
            lives=LIVES_ON_A_PAGE_S if id_ else 0,
            notice=self._said(notice, reply.language, calls=bool(notice)),
            heading=heading,
            lines=lines,
            after=after,
            controls=controls,
            folded=folded,
            opened=any(c.shown.error or c.shown.given for c in folded),
            wrong=tuple(c for c in controls if c.shown.error),
            alone=len(controls) == 1,
            hiddens=_hiddens(reply, id_, entry, new=way.new),
            keeps=way.sent,
            returns=way.starts,
        )

    def sheet(self, sheet: Sheet, language: str, *, part: bool = False) -> str:
        """A page of the way back."""
        text = partial(self._put, sheet, language)
        shown = tuple(_told(one, text) for one in sheet.fields)
        calls = helplines(self.library, "web", language) if sheet.calls else ()
        return self._render(
            "sheet.html",
            language,
            part=part,
            step=sheet.step,
            mood="goodbye" if sheet.ended else "say",
            lives=sheet.lives,
            heading=text(sheet.heading),
            lines=(*map(text, sheet.lines), *calls),
            notice=tuple(map(text, sheet.notice)),
            words=sheet.words,
            letters=sheet.letters,
            controls=wire.controls_of(shown),
            alone=True,
            presses=tuple(replace(press, text=text(press.text)) for press in sheet.presses),
            ended=sheet.ended,
            hiddens=(("id", sheet.id), ("language", language)),
        )

    def _put(self, sheet: Sheet, language: str, english: str) -> str:
        said = self.library.text(english, language)
        for name, put in sheet.puts.items():
            said = said.replace(f"{{{name}}}", put)
        return said

    def again(self, form: wire.Form, id_: str, fault: Plain, press: str, *, part: bool) -> str:
        """The page that asks to post `form` once more, under `id_`, with the emergency words first."""
        language = self.language(form.language)
        text = partial(self.library.text, language=language)
        return self._render(
            "again.html",
            language,
            part=part,
            step=form.asked.step if form.asked else "again",
            mood="danger",
            keep=fault.keep,
            urgent=self.library.emergency_lines(language),
            heading=text(fault.heading),
            lines=self._said(fault.lines, language, calls=fault.calls),
            hiddens=wire.again(form, id_),
            said=wire.said(form),
            press=text(press),
        )

    def plain(self, fault: Plain, language: str, *, part: bool = False) -> str:
        """The page for `fault`. Nothing of the request is in it."""
        text = partial(self.library.text, language=language)
        return self._render(
            "plain.html",
            language,
            part=part,
            step="plain",
            mood="say",
            keep=fault.keep,
            heading=text(fault.heading),
            lines=self._said(fault.lines, language, calls=fault.calls),
        )

    def blank(self) -> str:
        """The page of nothing that stands in our place after leaving."""
        return self.env.get_template("blank.html").render()

    def language(self, wanted: str | None) -> str:
        """`wanted` if it is offered, else the first language that is."""
        offered = self.library.languages
        return wanted if wanted in offered else offered[0]

    def _said(self, lines: tuple[str, ...], language: str, *, calls: bool) -> tuple[str, ...]:
        """English lines in the language, and whom to call after them."""
        said = tuple(self.library.text(line, language) for line in lines)
        return said + (helplines(self.library, "web", language) if calls else ())

    def _unsaid(self, reply: Reply) -> Reply:
        """The reply without what stands above it all the time. Where consent is given, it stands word for word."""
        in_bar = self.library.text(_IN_THE_BAR, reply.language)
        if not reply.ask or any(shown.kind == "consent" for shown in reply.fields):
            return reply
        return replace(reply, lines=tuple(line for line in reply.lines if line != in_bar))

    def _render(self, template: str, language: str, **shown: Any) -> str:
        same = {
            "keep": False,
            "lives": 0,
            "turned": False,
            "page": self.page,
            "others": tuple(other for code, other in self.spoken.items() if code != language),
            "_": partial(self.library.text, language=language),
        }
        return self.env.get_template(template).render(same | shown, shell=self.shells[language])


def pages(library: Library, page: Page) -> Pages:
    """Read the templates, the style and the script, once, and render what is the same on every page."""
    env = Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    env.filters |= {"dial": dial, "set_out": set_out}
    script, style = (_squeezed(_HERE / "static" / name) for name in ("page.js", "page.css"))
    spoken = {code: library.language(code) for code in library.languages}
    same = {"page": page, "script": Markup(script), "style": Markup(style)}  # noqa: S704 - our own files
    shells = {code: _shell(env, library, code, same) for code in library.languages}
    return Pages(library, page, script, style, env, shells, spoken)


def _shell(env: Environment, library: Library, code: str, same: Mapping[str, object]) -> Shell:
    said = {"_": partial(library.text, language=code), "_n": partial(library.counted, language=code)}
    shown = {**same, **said, "language": library.language(code)}
    top, foot = env.get_template("top.html"), env.get_template("foot.html")
    whole, part = (top.render(shown, part=part) for part in (False, True))
    return Shell(Markup(whole), Markup(part), Markup(foot.render(shown)))  # noqa: S704 - autoescaped when rendered


def _told(shown: Shown, text: Callable[[str], str]) -> Shown:
    choices = tuple((id_, text(label)) for id_, label in shown.choices)
    return replace(shown, choices=choices, error=text(shown.error) if shown.error else "")


def _squeezed(path: Path) -> str:
    """The file without indentation, blank lines and lines of comment; nothing cleverer, so nothing breaks."""
    lines = [line.strip() for line in path.read_text("utf-8").splitlines()]
    kept: list[str] = []
    inside = False
    for line in lines:
        inside = inside or line.startswith("/*")
        if line and not inside and not line.startswith("//"):
            kept.append(line)
        inside = inside and not line.endswith("*/")
    return "\n".join(kept)


def _headed(reply: Reply) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """Heading, lines before it, lines after it. A page that asks nothing is headed by its first line."""
    if reply.ask or not reply.lines:
        return reply.ask, reply.lines, ()
    return reply.lines[0], (), reply.lines[1:]


def _hiddens(reply: Reply, id_: str | None, entry: str | None, *, new: bool) -> tuple[tuple[str, str], ...]:
    asked = (("step", reply.asked.step), ("digest", reply.asked.digest)) if reply.asked else ()
    alone = (("field", reply.fields[0].id),) if len(reply.fields) == 1 else ()
    return (
        *asked,
        *alone,
        ("id", id_ or ""),
        ("c", entry or ""),
        ("language", reply.language),
        ("new", "1" if new else ""),
    )
