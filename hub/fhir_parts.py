"""Small pieces that every FHIR resource of ours is made of.

Rule: each resource is labelled as speaking of abuse, and holds no empty value
and no character that could move a cursor or turn a line.
"""

from __future__ import annotations

import html
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import NAMESPACE_URL, uuid5

from hub.plain import harmless

Resource = dict[str, Any]
OURS: Final = "urn:frontdoor:fhir:"
REFERRAL: Final = "urn:frontdoor:referral"
_LABELS: Final = (
    {
        "system": "http://terminology.hl7.org/CodeSystem/v3-ActCode",
        "code": "SDV",
        "display": "sexual assault, abuse, or domestic violence information sensitivity",
    },
    {"system": "http://terminology.hl7.org/CodeSystem/v3-Confidentiality", "code": "V", "display": "very restricted"},
)
_EMPTY: Final[tuple[object, ...]] = (None, "", [], {})


@dataclass(frozen=True, slots=True)
class Names:
    """Where each resource of one referral stands. The same referral always gives the same addresses."""

    referral_id: str
    called: dict[str, str] = field(repr=False)

    def url(self, kind: str, key: str) -> str:
        """The full address of a resource in its Bundle."""
        return f"urn:uuid:{uuid5(NAMESPACE_URL, f'{REFERRAL}:{self.referral_id}:{kind}:{key}')}"

    def to(self, kind: str, key: str) -> Resource:
        """A reference to it. It says no name: a reference may travel further than what it points to."""
        return {"reference": self.url(kind, key), "type": kind}

    def entry(self, key: str, resource: Resource) -> Resource:
        """The resource as an entry of the Bundle."""
        whole = clean({"meta": labels(), **resource})
        return {"fullUrl": self.url(resource["resourceType"], key), "resource": whole}


def labels() -> Resource:
    """The security labels of everything here."""
    return {"security": [dict(label) for label in _LABELS]}


def text(words: str) -> Resource:
    """A CodeableConcept in words alone."""
    return {"text": words}


def coded(system: str, code: str, words: str = "") -> Resource:
    """A CodeableConcept with one code."""
    return {"coding": [{"system": system, "code": code}], "text": words}


def narrative(title: str, lines: Iterable[str]) -> Resource:
    """What a reader shows when it understands nothing else of a resource."""
    shown = "".join(f"<p>{html.escape(harmless(line))}</p>" for line in lines)
    head = f"<p><b>{html.escape(harmless(title))}</b></p>"
    return {"status": "generated", "div": f'<div xmlns="http://www.w3.org/1999/xhtml">{head}{shown}</div>'}


def clean(value: Any) -> Any:
    """`value` without what is empty, which FHIR forbids, and with only harmless letters."""
    if isinstance(value, dict):
        made = {name: clean(one) for name, one in value.items()}
        return {name: one for name, one in made.items() if one not in _EMPTY}
    if isinstance(value, list | tuple):
        return [one for one in map(clean, value) if one not in _EMPTY]
    return harmless(value).strip() if isinstance(value, str) else value
