"""One referral as one FHIR R4 Bundle, for systems that read FHIR. Never the record itself.

Rule: a pure function of the referral. FHIR cannot hold a family as we do, so
what it cannot say is said in words; docs/fhir.md lists it.
"""

from __future__ import annotations

from hub import fhir_people, fhir_told
from hub.fhir_parts import REFERRAL, Names, Resource, clean, labels
from hub.sheet import Bare
from hub.sheet_family import called


def bundle(referral: Bare) -> Resource:
    """The Bundle of this referral. The same referral always gives the same Bundle."""
    names = Names(str(referral.get("id", "")), called(referral))
    entries = [
        *fhir_people.flags(referral, names),
        *fhir_people.people(referral, names),
        *fhir_people.related(referral, names),
        *fhir_told.professional(referral, names),
        *fhir_told.requests(referral, names),
        *fhir_told.consents(referral, names),
        *fhir_told.answers(referral, names),
    ]
    entries.append(fhir_told.provenance(referral, names, [entry["fullUrl"] for entry in entries]))
    head = {
        "resourceType": "Bundle",
        "meta": labels(),
        "identifier": {"system": REFERRAL, "value": names.referral_id},
        "type": "collection",
        "timestamp": referral.get("created_at"),
    }
    return {**clean(head), "entry": entries}
