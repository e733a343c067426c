"""How a person will be reached, said back to them once, in plain words, on the page that follows what they chose.

Rule: it is made from the very plan that would be sealed, so that what they read is what we go by.
It is said on a page alone, in the turn of the answer and never again: not after a gap, not where words stay.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import groupby
from typing import Final

from flows import hand_over
from flows.heard import Heard, walked
from flows.library import Library
from flows.message import Turn
from flows.plan import DAYS, ContactPlan, Day, Route, RouteKind, Window
from flows.sentence import sentence as _
from flows.state import State
from flows.steps import Step

Said = Callable[[str], str]

_NEVER: Final = "plan.me.never"
_HOW: Final[dict[RouteKind, tuple[str, str]]] = {
    "voice": (_("We call {where}: {times}."), _("You gave no safe time, so we do not call {where} yet.")),
    "sms": (_("We text {where}: {times}."), _("You gave no safe time, so we do not text {where} yet.")),
    "email": (_("We email {where}: {times}."), _("You gave no safe time, so we do not email {where} yet.")),
}
_OTHERS: Final = {
    "hang_up": _("If someone else picks up, we hang up."),
    "wrong_number": _("If someone else picks up, we say it was a mistake."),
    "cover_line": _("If someone else picks up, we say: {line}"),
    "ask_for_me": _("If someone else picks up, we ask for you by name."),
}
_NOBODY: Final = {
    True: _("If nobody picks up, we may leave a short message. It does not say who we are."),
    False: _("If nobody picks up, we leave no message."),
}
_DAYS: Final[dict[Day, str]] = {
    "mon": _("Monday", "times.day"),
    "tue": _("Tuesday", "times.day"),
    "wed": _("Wednesday", "times.day"),
    "thu": _("Thursday", "times.day"),
    "fri": _("Friday", "times.day"),
    "sat": _("Saturday", "times.day"),
    "sun": _("Sunday", "times.day"),
}
_RUN: Final = 3


def with_back(heard: Heard, state: State, step: Step, turn: Turn) -> Turn:
    """The turn, with what was just settled said back, once no more about contact is asked."""
    library = heard.library
    door = library.doors[state.door]
    if door.typed or door.trail or not step.about_contact or turn.reply is None or turn.state is None:
        return turn
    after = library.steps.get(turn.reply.step)
    if after is None or after.about_contact:
        return turn
    made = hand_over.referral(library, turn.state, walked(heard, turn.state), heard.now)
    plans = [plan for plan in made.contact_plans if plan.person == "me"]
    back = tuple(line for plan in plans for line in said_back(library, plan, state.language))
    return replace(turn, reply=replace(turn.reply, told_back=back))


def said_back(library: Library, plan: ContactPlan, language: str) -> tuple[str, ...]:
    """The plan in plain words; nothing where it names no way that we would use."""

    def said(english: str) -> str:
        return library.text(english, language)

    ways = [route for route in plan.routes if route.kind in _HOW and route.value and route.status == "safe"]
    lines = [line for route in ways for line in _way(library, plan, route, said)]
    if ways and (never := ", ".join(_nevers(library, plan, said))):
        lines.append(said(_("We never do this: {what}.")).replace("{what}", never))
    return (*lines, said(_("Is this not right? Go back and change it."))) if lines else ()


def _way(library: Library, plan: ContactPlan, route: Route, said: Said) -> Iterator[str]:
    open_, shut = _HOW[route.kind]
    times = "; ".join(_window(window, said) for window in route.windows)
    yield said(open_ if times else shut).replace("{where}", _written(route.value or "")).replace("{times}", times)
    if times:
        yield said(_("Not on bank holidays."))
    if route.kind == "voice":
        line = library.hub.cover_lines.get(plan.cover_line_id or "", "")
        known = plan.if_someone_else_answers if line or plan.if_someone_else_answers != "cover_line" else "hang_up"
        yield said(_OTHERS[known]).replace("{line}", said(line) if line else "")
        yield said(_NOBODY[route.voicemail == "neutral" and "leave_voicemail" not in plan.never])


def _nevers(library: Library, plan: ContactPlan, said: Said) -> Iterator[str]:
    """As the page put them; what a rule adds, such as for the young, has been said already."""
    fields = (f for step in library.steps.values() for f in step.fields if f.fills == _NEVER)
    labels = next((f.choices for f in fields), {})
    yield from (said(labels[code]) for code in plan.never if code in labels)


def _written(address: str) -> str:
    """A number of this country as people here write it."""
    if not address.startswith("+44"):
        return address
    return f"0{address[3:7]} {address[7:]}"


def _window(window: Window, said: Said) -> str:
    days = ", ".join(_runs(window.days, said))
    if (window.from_, window.to) == ("00:00", "24:00"):
        return said(_("{days}, at any time", "times")).replace("{days}", days)
    told = said(_("{days}, {start} to {end}", "times"))
    return told.replace("{days}", days).replace("{start}", window.from_).replace("{end}", window.to)


def _runs(days: tuple[Day, ...], said: Said) -> Iterator[str]:
    """'Monday to Friday, Sunday': three days or more in a row are told by the first and the last."""
    if set(days) == set(DAYS):
        yield said(_("every day", "times"))
        return
    wanted = sorted(DAYS.index(day) for day in set(days))
    for _apart, run in groupby(enumerate(wanted), key=lambda at: at[1] - at[0]):
        named = [said(_DAYS[DAYS[day]]) for _n, day in run]
        if len(named) < _RUN:
            yield from named
        else:
            told = said(_("{first} to {last}", "times"))
            yield told.replace("{first}", named[0]).replace("{last}", named[-1])
