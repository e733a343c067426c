"""The way back, as the web door hears it: each button of a sheet, and the sheet that follows.

Rule: the words are in a posted form or nowhere. Without an open visit nothing is done, and
a visit opens only on a page that has been said to be safe to look at.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from reception.front import NARROWS, Came, Fate, Kind, Returns, StoreRefused, StoreSilent, Visitor, Wish
from web import sheets, wire
from web.sheet import Sheet

OPENS: Final = "return:open"
"""The press that types the words."""
Made = Callable[[str], Sheet]


@dataclass(frozen=True, slots=True)
class Deed:
    """One press: who pressed (None without a cookie), the form, and the id that it goes under."""

    visitor: Visitor | None
    form: wire.Form = field(repr=False)
    id: str
    fresh: str

    @property
    def typed(self) -> tuple[str, ...]:
        """What was typed or chosen in the one field."""
        return next(iter(self.form.fields.values()), ())


@dataclass(frozen=True, slots=True)
class Shows:
    """The sheet that follows. `ends` when the browser is to lose its cookie.

    `unshown` is a page that is set for the time it takes, and thrown away.
    """

    sheet: Sheet
    ends: bool = False
    unshown: Sheet | None = None


@dataclass(frozen=True, slots=True)
class Returning:
    """Answers the buttons of the way back."""

    returns: Returns

    async def shows(self, deed: Deed) -> Shows:
        """What follows this press. Raises nothing of the store's."""
        try:
            return await self._shows(deed, deed.form.deed or "")
        except (StoreRefused, StoreSilent):
            return Shows(sheets.down())

    async def _shows(self, deed: Deed, do: str) -> Shows:
        if do in _DEEDS:
            return await _DEEDS[do](self, deed)
        if do in _PAGES:
            return await _page(self, deed, _PAGES[do])
        return await _send(self, deed, *_SENDS[do]) if do in _SENDS else Shows(sheets.over())


async def _ask(way: Returning, deed: Deed) -> Shows:
    """Someone says that they have words: safe-to-talk first, unless it was just answered."""
    if deed.visitor and await way.returns.safe(deed.visitor):
        return Shows(sheets.words(deed.fresh))
    return Shows(sheets.safe())


async def _words(_: Returning, deed: Deed) -> Shows:
    return Shows(sheets.words(deed.fresh))


async def _open(way: Returning, deed: Deed) -> Shows:
    typed = " ".join(deed.typed)
    assert deed.visitor is not None  # noqa: S101 - the door gives a cookie for this press
    read, fate = await way.returns.open(deed.visitor, typed)
    # Both pages are made and set, so that the one takes as long as the other.
    closed, stands = sheets.words(deed.fresh, read, typed), sheets.status(deed.fresh, fate or Fate())
    return Shows(stands, unshown=closed) if fate else Shows(closed, unshown=stands)


async def _status(way: Returning, deed: Deed) -> Shows:
    fate = await way.returns.standing(deed.visitor) if deed.visitor else None
    return Shows(sheets.status(deed.fresh, fate) if fate else sheets.over())


async def _read(way: Returning, deed: Deed) -> Shows:
    left = await way.returns.letters(deed.visitor) if deed.visitor else None
    return Shows(sheets.letters(deed.fresh, left)) if left else await _status(way, deed)


async def _back(way: Returning, deed: Deed) -> Shows:
    fate = await way.returns.standing(deed.visitor) if deed.visitor else None
    if fate is None or fate.withdrawn:
        return await _status(way, deed)
    return Shows(sheets.back(deed.fresh, fate))


async def _page(way: Returning, deed: Deed, made: Made) -> Shows:
    fate = await way.returns.standing(deed.visitor) if deed.visitor else None
    if fate is None or fate.withdrawn:
        return await _status(way, deed)
    return Shows(made(deed.fresh))


async def _send(way: Returning, deed: Deed, kind: Kind, made: Made) -> Shows:
    wish = _wish(kind, deed)
    if deed.visitor is None:
        return Shows(sheets.over())
    if kind != "withdrawn" and not (wish.words or wish.narrows):
        return Shows(sheets.nothing_there(made(deed.fresh)))
    came, fate = await way.returns.say(deed.visitor, wish)
    if came is Came.OVER:
        return Shows(sheets.over())
    if came in {Came.DONE, Came.TAKEN_BACK}:
        return Shows(sheets.status(deed.fresh, fate, sheets.DONE.get(kind, ()) if came is Came.DONE else ()))
    # The same id, so that pressing once more is the same message.
    return Shows(sheets.again(came, made(deed.id), deed.typed))


def _wish(kind: Kind, deed: Deed) -> Wish:
    if kind == "narrower":
        return Wish(kind, deed.id, narrows=tuple(one for one in NARROWS if one in deed.typed))
    return Wish(kind, deed.id, words="\n".join(deed.typed) if kind != "withdrawn" else "")


async def _end(way: Returning, deed: Deed) -> Shows:
    if deed.visitor:
        await way.returns.leave(deed.visitor)
    return Shows(sheets.ended(), ends=True)


async def _offer(way: Returning, deed: Deed) -> Shows:
    words = await way.returns.offer(deed.visitor) if deed.visitor else None
    return Shows(sheets.offered(deed.fresh, words, way.returns.days) if words else sheets.not_offered())


async def _practise(_: Returning, deed: Deed) -> Shows:
    return Shows(sheets.practise(deed.fresh))


async def _check(way: Returning, deed: Deed) -> Shows:
    if deed.visitor is None:
        return Shows(sheets.not_offered())
    read = await way.returns.practised(deed.visitor, " ".join(deed.typed))
    return Shows(sheets.practise(deed.fresh, read) if read else sheets.practised())


async def _done(way: Returning, deed: Deed) -> Shows:
    if deed.visitor:
        await way.returns.keep(deed.visitor)
    return Shows(sheets.kept(), ends=True)


async def _none(way: Returning, deed: Deed) -> Shows:
    if deed.visitor:
        await way.returns.refuse(deed.visitor)
    return Shows(sheets.none_kept(), ends=True)


_DEEDS: Final[Mapping[str, Callable[[Returning, Deed], Awaitable[Shows]]]] = {
    "return:ask": _ask,
    "return:words": _words,
    "return:open": _open,
    "return:status": _status,
    "return:read": _read,
    "return:back": _back,
    "return:end": _end,
    "keep:words": _offer,
    "keep:practise": _practise,
    "keep:check": _check,
    "keep:done": _done,
    "keep:none": _none,
}
_PAGES: Final[Mapping[str, Made]] = {"return:add": sheets.add, "return:less": sheets.less, "return:more": sheets.more}
_SENDS: Final[Mapping[str, tuple[Kind, Made]]] = {
    "return:send-add": ("addition", sheets.add),
    "return:send-less": ("narrower", sheets.less),
    "return:send-more": ("request", sheets.more),
    "return:send-back": ("withdrawn", sheets.back),
}
