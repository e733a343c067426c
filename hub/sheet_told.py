"""The rest of a printed page: how soon, in whose words, what is not known, who told it and how.

Rule: what a person skipped and what nobody asked are never one list. No word of
a person stands as a line of ours.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from hub import wording
from hub.plain import hour, listed, spoken
from hub.sheet import Asked, Bare, Fact, Kept, Line, Note, Quote, Section, left_over, parts, plainly, texts
from hub.wording import begun, said


def urgency(referral: Bare, asked: Asked) -> Section:
    """How soon somebody should look, and why."""
    found = referral.get("urgency")
    level = found if isinstance(found, dict) else {}
    return Section("How soon", (*_urgency(level, asked), *_visits(referral)))


def _visits(referral: Bare) -> Iterator[Fact]:
    referrer = referral.get("referrer")
    if isinstance(referrer, dict) and referrer.get("visit_safety"):
        yield Fact("Before any visit, the professional says", plainly(referrer["visit_safety"]), "stop")


def _urgency(level: Bare, asked: Asked) -> Iterator[Line]:
    yield Fact(
        "How soon", said(wording.LEVELS, level.get("level")), "stop" if str(level.get("level")) in _URGENT else ""
    )
    grouped: dict[tuple[str, str, str], list[str]] = {}
    for reason in parts(level, "reasons"):
        of = said(wording.SET_BY, reason.get("set_by")), spoken(str(reason.get("level"))), str(reason.get("step"))
        grouped.setdefault(of, []).append(spoken(str(reason.get("code"))))
    for (by, to, step), codes in grouped.items():
        yield Fact("Why", f"{', '.join(codes)}. Raised to '{to}' by {by}, at: {question(asked, step)}")
    if not parts(level, "reasons"):
        yield Note("No answer raised it. That says nothing of how things are.")


def words(referral: Bare, asked: Asked) -> Section:
    """What was written freely, whole."""
    return Section(
        "In their own words",
        tuple(
            Quote(
                f"{begun(said(wording.SPEAKERS, one.get('speaker')))}, at: {question(asked, one.get('step'))}",
                _text(one),
            )
            for one in parts(referral, "narrative")
        ),
    )


def _text(one: Bare) -> str:
    return str(one.get("text", ""))


def wishes(referral: Bare, names: Mapping[str, str]) -> Section:
    """What they want, what they agreed to, and the signs that workers look for."""
    return Section("What they want, and signs to know of", tuple(_wishes(referral, names)))


def _wishes(referral: Bare, names: Mapping[str, str]) -> Iterator[Line]:
    for label, name in (("They would like", "wants"), ("They need help with", "needs")):
        if texts(referral, name):
            yield Fact(label, listed(texts(referral, name)))
    signs: dict[tuple[str, str], list[str]] = {}
    for one in parts(referral, "markers"):
        of = _name(names, one, "about"), said(wording.SOURCES, one.get("source"))
        signs.setdefault(of, []).append(spoken(str(one.get("code"))))
    for (about, source), codes in signs.items():
        yield Fact(f"Signs about {about}", f"{', '.join(codes)}; told by {source}")
    for one in parts(referral, "consents"):
        yield Fact("Agreed or not", _consent(one, names))


def _consent(one: Bare, names: Mapping[str, str]) -> str:
    to = f"{spoken(str(one.get('purpose')))}, to {spoken(str(one.get('recipient', 'hub')))}"
    why = f"; the reason to go on without it: {one['basis_if_none']}" if one.get("basis_if_none") else ""
    return f"{_name(names, one, 'person')}: {said(wording.DECISION, one.get('decision'))} ({to}){why}"


def unknown(referral: Bare, asked: Asked) -> Section:
    """What is not known, and how it came to be so."""
    by = {what: _with(referral, what) for what in ("skipped", "not_asked")}
    skipped = "; ".join(question(asked, step) for step in by["skipped"]) or "nothing"
    here = [asked.shorts.get(step) or spoken(step) for step in by["not_asked"] if step not in asked.elsewhere]
    other = len(by["not_asked"]) - len(here)
    more = f" (and {other} questions that belong to other ways in)" if other else ""
    lines = (
        Fact("SKIPPED: we asked, and they chose not to say", skipped),
        Fact("NOT ASKED: nobody asked, so it means nothing", (", ".join(here) or "nothing") + more),
    )
    return Section("What is not known", lines, small=True)


def _with(referral: Bare, outcome: str) -> list[str]:
    return [str(one.get("id")) for one in parts(referral, "questions") if one.get("outcome") == outcome]


def told_by(referral: Bare, kept: Kept) -> Section:
    """Who told it, by which door, and whether anyone has made sure of it."""
    return Section("Who told us, and how", tuple(_told_by(referral, kept)))


def _told_by(referral: Bare, kept: Kept) -> Iterator[Line]:
    yield Fact("Written by", said(wording.SOURCES, referral.get("writer"), wording.SOURCES["self"]))
    code = f", with the code {referral['entry']}" if referral.get("entry") else ""
    came = f"{spoken(str(referral.get('door')))}, way in '{spoken(str(referral.get('journey')))}'{code}"
    yield Fact("Came by", f"{came}, in language '{referral.get('language')}', sent {hour(kept.sent)}")
    referrer = referral.get("referrer")
    if isinstance(referrer, dict):
        yield Fact("Verified", said(wording.VERIFIED, referrer.get("verified"), wording.VERIFIED["unverified"]), "stop")
        known = (f"{_REFERRER.get(n, spoken(n))}: {plainly(v)}" for n, v in left_over(referrer, _SAID_ABOVE))
        yield Fact("The professional", "; ".join(known) or "nothing said")
    else:
        yield Fact("Verified", "no. Anyone may write here; make sure who it is before you tell them anything.")


def when_looked(referral: Bare, kept: Kept) -> Section:
    """What to do when it has been read, and what was done already."""
    done = (Fact("Looked at by", plainly(one)) for one in parts(referral, "acknowledgements"))
    kept_for = referral.get("retention")
    until = kept_for.get("purge_after") if isinstance(kept_for, dict) else None
    stage = said(wording.STAGES, referral.get("status"), wording.STAGES["received"])
    owner = f", with {referral['owner']}" if referral.get("owner") else ""
    lines = (
        *done,
        Fact("Stands at", f"{stage}{owner}; to be removed after: {until or 'not said'}"),
        Fact("Then run", f"frontdoor hub acknowledge {kept.held} --by 'YOUR NAME'"),
        Fact("Digest", kept.digest),
    )
    return Section("When you have looked", lines, small=True)


def question(asked: Asked, step: object) -> str:
    """A question as it was put; its own name where the library does not say."""
    words_of = asked.words.get(str(step))
    return f"'{words_of}'" if words_of else spoken(str(step))


def _name(names: Mapping[str, str], one: Bare, member: str) -> str:
    return names.get(str(one.get(member)), "somebody")


_SAID_ABOVE = frozenset({"verified", "visit_safety"})
_URGENT = frozenset({"now", "today"})
_REFERRER = {
    "name": "name",
    "link": "how they know them",
    "marac": "MARAC",
    "dash_done": "DASH done",
    "dash_score": "DASH score",
}
