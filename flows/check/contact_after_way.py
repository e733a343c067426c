"""Proof: no contact detail is asked for before the person has chosen that way to be reached.

A number that nobody may use is a risk to them and of no use to us.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from flows.check.readers import WAYS
from flows.check.states import Standing, Walked
from flows.finding import Finding
from flows.steps import Field

_DETAIL = re.compile(r"plan\.(?P<slot>\w+)\.(?:number|route\.(?P<kind>[a-z_]+?)[23]?\.value)")
_KINDS = ("phone", "email")
_ADDRESS = re.compile(r"(?!referrer\.)\w+\.(?:\w+_)?(?:address|postcode|phone|number|email)")


def find(walked: Walked) -> Iterator[Finding]:
    """Each question for a contact detail that some path comes to without the choice of its way."""
    found = (_early(at, f) for at in walked.at("ask") if at.due for f in at.due.fields if _is_detail(f))
    files = {p.step.id: p.file for p in walked.library.order}
    for step, door, what in dict.fromkeys(early for early in found if early):
        says = f"On {door} it asks for {what} from someone who has not chosen to be reached that way."
        yield Finding(files[step], step, says, "Ask for the way first, and let this wait for it with 'when'.")


def _is_detail(f: Field) -> bool:
    if f.fills.startswith("referrer."):
        return False
    return f.kind in _KINDS or bool(_DETAIL.fullmatch(f.fills) or _ADDRESS.fullmatch(f.fills))


def _early(at: Standing, f: Field) -> tuple[str, str, str] | None:
    detail = _DETAIL.fullmatch(f.fills)
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
