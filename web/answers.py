"""What the door answers: each fact about a message, as a page.

Rule: a page says what is true of the message that it answers. 'Sent', 'not sent'
and 'we do not know yet' are three pages, never mixed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from starlette.responses import HTMLResponse, Response

from reception.front import LIVES_ON_A_PAGE_S, Fact, Heard, Reply
from reception.front import sentence as _
from web import faults, headers, wire
from web.first import First, FirstPages
from web.pages import Pages, Plain, Way
from web.sheet import Sheet


@dataclass(frozen=True, slots=True)
class Posted:
    """A form, the message id it goes under, and whether the script asked for a part of a page."""

    form: wire.Form
    id: str
    part: bool = False


# What the same form is posted again for, and what is on the button that does it.
_AGAIN: Final[Mapping[Fact, tuple[Plain, str]]] = {
    Fact.DOWN: (faults.DOWN, _("Try again")),
    Fact.NOT_SENT: (faults.NOT_SENT, _("Try again")),
    Fact.UNKNOWN: (faults.UNKNOWN, _("Press once more")),
    Fact.FULL: (faults.FULL, _("Try again")),
}


@dataclass(frozen=True, slots=True)
class Answers:
    """Turns what reception says into responses. Keeps nothing but rendered first pages."""

    pages: Pages
    firsts: FirstPages
    fresh_id: Callable[[], str]

    def first(self, greeting: Reply, entry: str | None, *, gzip: bool) -> Response:
        """The first page, compressed long ago when the browser takes gzip."""
        made: First = self.firsts.of(greeting, entry)
        if not gzip:
            return HTMLResponse(made.plain)
        return HTMLResponse(made.gzipped, headers={"Content-Encoding": "gzip"})

    def to(self, heard: Heard, posted: Posted, *, new: bool = False) -> Response:
        """The page for one message that reception has heard. ENDED is not for here: it starts anew.

        A page of its own that is left lying open goes to the start when its time is over.
        """
        headers = {} if posted.part else {"Refresh": f"{LIVES_ON_A_PAGE_S}; url=/"}
        return HTMLResponse(self._page(heard, posted, new=new), headers=headers)

    def _page(self, heard: Heard, posted: Posted, *, new: bool) -> str:
        again = _AGAIN.get(heard.fact)
        if again and not (heard.fact is Fact.FULL and heard.reply):
            fault, press = again
            return self.pages.again(posted.form, posted.id, fault, press, part=posted.part)
        if heard.reply is None:
            return self.pages.blank()
        reply = wire.refilled(heard.reply, posted.form)
        way = replace(_way(reply, posted, new=new), sent=self.offers(heard), starts=self.starts(reply))
        return self.pages.talk(reply, id_=self.fresh_id(), way=way)

    def offers(self, heard: Heard) -> bool:
        """Whether words to come back with are offered with this answer: something was sent, and the hub gives any."""
        return heard.fact is Fact.SENT and self.pages.library.hub.return_days > 0

    def starts(self, reply: Reply) -> bool:
        """Whether it is the first question after safe-to-talk, where one may say that one was here before.

        Where the hub gives no words, nobody can have any.
        """
        if not self.pages.library.hub.return_days:
            return False
        gates = {gate.id for gate in self.pages.library.gates}
        begun = any(id_ not in gates for id_, _ in reply.changes)
        return reply.asked is not None and reply.asked.step not in gates and not begun

    def sheet(self, sheet: Sheet, posted: Posted) -> Response:
        """A page of the way back."""
        language = self.pages.language(posted.form.language)
        headers = {"Refresh": f"{sheet.lives}; url=/"} if sheet.lives and not posted.part else {}
        return HTMLResponse(self.pages.sheet(sheet, language, part=posted.part), headers=headers)

    def lost_place(self, greeting: Reply, posted: Posted) -> Response:
        """The greeting, and why the conversation cannot go on from where it was."""
        return HTMLResponse(self.pages.talk(greeting, notice=faults.LOST_PLACE, way=_way(greeting, posted)))

    def no_cookie(self, posted: Posted) -> Response:
        """Why the conversation cannot go on in this browser, and whom to call."""
        language = self.pages.language(posted.form.language)
        return HTMLResponse(self.pages.plain(faults.NO_COOKIE, language, part=posted.part))

    def refusal(self, fault: Plain, language: str, *, part: bool) -> Response:
        """The plain page for a request that could not be taken."""
        return HTMLResponse(self.pages.plain(fault, language, part=part), fault.status)

    def blank(self, exit_url: str) -> Response:
        """Nothing, in our place; the browser goes on to `exit_url` and leaves no step between."""
        return HTMLResponse(self.pages.blank(), headers={"Refresh": f"0; url={exit_url}"})


def _way(reply: Reply, posted: Posted, *, new: bool = False) -> Way:
    return Way(posted.part, reply.language != posted.form.language, new)


def forgotten(response: Response) -> Response:
    """The response, asking the browser to drop what it holds of us."""
    response.headers.update(headers.FORGET)
    return response
