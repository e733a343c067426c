"""One follow-up as a page of plain text: what its writer says of a referral that they sent before.

Rule: it says first what it is worth. A person who had the words wrote it, and that is all
that is known; so it may forbid at once, and it allows nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from hub.archive import Archive
from hub.plain import bullet, heading, hour, item, quoted, sentence

Bare = Mapping[str, Any]


def page(followup: Bare, held: str, digest: str, archive: Archive) -> str:
    """The whole page. `held` is its own id in the archive."""
    about = str(followup.get("referral", "?"))
    lines = [
        "=" * 78,
        f"{_TITLES.get(str(followup.get('kind')), 'FOLLOW-UP')} {held}",
        item("About referral", about),
        item("Sent", hour(str(followup.get("created_at", "")))),
        sentence("Written by someone who has the return words. Low assurance: it permits nothing."),
        *_what(followup, about, archive),
        heading("When you have looked"),
        sentence(f"frontdoor hub acknowledge {held} --by 'YOUR NAME'"),
        sentence(f"Digest: {digest}"),
    ]
    return "\n".join(lines) + "\n"


def _what(followup: Bare, about: str, archive: Archive) -> Iterator[str]:
    kind = followup.get("kind")
    if kind == "withdrawn":
        yield from _taken_back(followup, about, archive)
    if kind == "narrower":
        yield sentence("FROM NOW ON, for every plan in that referral:")
        yield from (bullet(_MUST_NOT.get(str(one), str(one))) for one in followup.get("narrows", ()))
    if kind == "request":
        yield sentence(
            "THIS CHANGES NOTHING YET. Make sure that it is them, by a way that is safe already. Then change"
        )
        yield sentence("the plan by hand. Never use a number or a time from here to do so.")
    if followup.get("words"):
        yield heading("In their own words")
        yield quoted(str(followup["words"]))


def _taken_back(followup: Bare, about: str, archive: Archive) -> Iterator[str]:
    yield sentence("DO NOT CONTACT THEM because of that referral.")
    record = archive.acknowledged(about)
    if followup.get("told") == "a_person_had_looked":
        yield sentence(
            "They were told that a person had looked, and may still have to act if someone could be badly hurt."
        )
        return
    yield sentence("They were told that nobody had said they had looked. The referral is not shown any more.")
    if record:
        yield sentence(f"YET {record.by} had looked at {record.at}, and the door had not been told. Tell your lead.")
    yield sentence("To acknowledge this takes both off the queue.")


_TITLES: Final = {
    "addition": "ADDED",
    "narrower": "LESS CONTACT",
    "request": "ASKED FOR",
    "withdrawn": "TAKEN BACK",
}
_MUST_NOT: Final = {
    "all": "No contact at all. They will contact us.",
    "call": "Never call, and never leave a message.",
    "text": "Never text or message, by any way.",
    "email": "Never email.",
    "voicemail": "Never leave a message.",
    "post": "Never write a letter.",
    "visit": "Never visit.",
    "name": "Never say the name of the service.",
}
