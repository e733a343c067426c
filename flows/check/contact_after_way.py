"""Proof: no contact detail is asked for before the person has chosen that way to be reached.

A number that nobody may use is a risk to them and of no use to us. Nobody but the writer has a
field for a number at all, but for the one whom a worker writes about: that one may be left out,
and is called only after the worker has been.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from flows.check.readers import WAYS
from flows.check.states import Standing, Walked
from flows.finding import Finding
from flows.steps import Field

_DETAIL = re.compile(r"plan\.(?P<slot>\w+)\.(?:number|route\.(?P<kind>[a-z_]+?)[23]?\.value)")
_OWN = re.compile(r"(?P<slot>\w+)\.")
_KINDS = ("phone", "email")
_ADDRESS = re.compile(r"(?!referrer\.)\w+\.(?:\w+_)?(?:address|postcode|phone|number|email)")


def find(walked: Walked) -> Iterator[Finding]:
    """Each question for a contact detail that some path comes to without the choice of its way."""
    asked = [(at, f) for at in walked.at("ask") if at.due for f in at.due.fields if _is_detail(f)]
    files = {p.step.id: p.file for p in walked.library.order}
    for step, who in dict.fromkeys(anothers for at, f in asked if (anothers := _anothers(at, f))):
        says = f"It asks how to reach someone else ({who}), who has not chosen to be reached."
        yield Finding(files[step], step, says, "Take it out: a worker asks them, not we.")
    found = (_early(at, f) for at, f in asked if not _anothers(at, f))
    for step, door, what in dict.fromkeys(early for early in found if early):
        says = f"On {door} it asks for {what} from someone who has not chosen to be reached that way."
        yield Finding(files[step], step, says, "Ask for the way first, and let this wait for it with 'when'.")


def _is_detail(f: Field) -> bool:
    if f.fills.startswith("referrer."):
        return False
    return f.kind in _KINDS or bool(_DETAIL.fullmatch(f.fills) or _ADDRESS.fullmatch(f.fills))


def _anothers(at: Standing, f: Field) -> tuple[str, str] | None:
    """The step that asks for this, and whose it is, when it is not the writer's and no worker gives it."""
    slot = _whose(f)
    allowed = slot == "me" or (slot == "person" and f.optional and _by_worker(at))
    return None if allowed else (at.due.id if at.due else "", slot)


def _whose(f: Field) -> str:
    detail = _DETAIL.fullmatch(f.fills) or _OWN.match(f.fills)
    return detail["slot"] if detail else "me"


def _by_worker(at: Standing) -> bool:
    return any(f.fills.startswith("referrer.") for step in at.found.questions() for f in step.fields)


def _early(at: Standing, f: Field) -> tuple[str, str, str] | None:
    detail = _DETAIL.fullmatch(f.fills)
    if _whose(f) == "person":
        return None
    slot, kind = (detail["slot"], detail["kind"]) if detail else ("me", None)
    ways = set(_ways(at, slot))
    allowed = "any" in ways if kind is None or not ways - {"any"} else kind in ways
    if allowed or (kind is None and ways):
        return None
    return (at.due.id if at.due else "", at.door, kind or f.kind)


def _ways(at: Standing, slot: str) -> Iterator[str]:
    """The ways that the answers allow for `slot`; 'any' when they say 'contact me' and name none."""
    for step in at.found.questions():
        for f in step.fields:
            given = at.answers.get(step.id, {}).get(f.id, ())
            for choice in (given,) if isinstance(given, str) else given:
                paths = {f.fills: choice, **f.sets.get(choice, {})}
                yield from (way for path, value in paths.items() if (way := _way(path, value, slot)))


def _way(path: str, value: str, slot: str) -> str:
    parts = path.split(".")
    if parts[:2] != ["plan", slot] or parts[-1] not in WAYS:
        return ""
    if parts[-1] == "initiative":
        return "any" if value == "service" else ""
    if parts[-1] == "route":
        return value if value not in ("person_will_contact", "skipped") else ""
    return parts[3].rstrip("23") if value.startswith("safe") else ""
