"""How a contact is made: by whom, how often, to how many, through what.

Rule: a named worker makes it, once, to one person; the machine never makes one of its own.
"""

from __future__ import annotations

from typing import Final

from flows.meant import Meant
from flows.plan import RouteKind
from flows.unsayable import provider_word

MOST_AN_HOUR: Final = 20
"""So many messages in an hour, to all people together, are more than workers write one at a time."""
_BY_HAND: Final[tuple[RouteKind, ...]] = ("post", "in_person", "via_safe_person")
_THROUGH_A_PROVIDER: Final[tuple[RouteKind, ...]] = ("sms", "whatsapp")


def one_at_a_time(it: Meant) -> str:
    """G20: nobody here is written to as one of many."""
    if it.way.recipients != 1:
        return "A message goes to one person, and never to many."
    many = it.history.sent_last_hour >= MOST_AN_HOUR
    return "Too many messages have gone out this hour: this looks like a mailing." if many else ""


def wanted(it: Meant) -> str:
    """G11: a named worker wants this very message, and it was never tried before."""
    if it.wording.cause != "worker" or not it.wording.by.strip():
        return "Nothing is sent by itself: no reminder, no survey, no receipt, no second try."
    return "This was sent, or may have been. It is not sent again." if it.wording.id in it.history.tried else ""


def attempts(it: Meant) -> str:
    """G10: few tries, far apart, by all ways together; then a person thinks again."""
    if it.waits:
        return ""
    most = min(it.route.max_attempts, 1) if it.said.if_no_answer == "stop" else it.route.max_attempts
    if len(it.history.attempts) >= most:
        return "They have not answered. A person must think what to do next."
    gap = it.route.min_gap_hours * 3600
    soon = any(it.since(attempt.at) < gap for attempt in it.history.attempts)
    return "It is too soon after the last try." if soon else ""


def by_hand(it: Meant) -> str:
    """G24: no rule here can check a letter, a visit or another person's mouth."""
    return "This way is for a worker to judge: no machine can." if it.way.kind in _BY_HAND else ""


def call(it: Meant) -> str:
    """G15: who calls has read this plan, and says to others only what it lets them say."""
    voice = it.way.kind == "voice"
    if voice != (it.way.act != "send"):
        return "A call is made by a worker, and a message is sent."
    if voice and it.way.ticked != it.plan.version:
        return "The worker must read this plan first, and tick that they have."
    covered = it.way.act == "answered_by_other"
    if covered != bool(it.wording.cover_line):
        return "A cover line is for when someone else answers, and nothing else is."
    theirs = it.said.if_someone_else_answers == "cover_line" and it.wording.cover_line == it.said.cover_line_id
    if covered and not (theirs and it.text):
        return "Only the approved line that they chose may be said to someone else."
    return ""


def voicemail(it: Meant) -> str:
    """G9: no message is left unless they allowed it, and then the neutral script."""
    if it.way.act != "voicemail":
        return ""
    if it.route.voicemail == "never":
        return "They have not said that we may leave a message."
    script = it.template is not None and "voicemail" in it.template.ways and not it.tells_more_than("neutral_callback")
    return "" if script else "Only the neutral script may be left."


def mail(it: Meant) -> str:
    """G16: nothing hangs on a message, and an email's subject is the template's."""
    if it.wording.attached:
        return "Nothing may be attached, no picture either."
    if it.way.kind != "email":
        return "Only an email has a subject." if it.wording.subject else ""
    neutral = it.template is not None and it.template.subject
    return "" if neutral and it.wording.subject == neutral else "An email needs the neutral subject of its template."


def provider(it: Meant) -> str:
    """G21: a provider's own replies are off or neutral, and nothing sets one off."""
    if it.way.kind in _THROUGH_A_PROVIDER and it.way.kind not in it.rules.replies_tried:
        return "Nobody has tried what the provider itself replies on this way."
    return "A word in it is one that a provider answers by itself." if provider_word(it.text) else ""
