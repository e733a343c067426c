"""What would be said: how much it tells, and whether they are asked first.

Rule: approved neutral words come first; a worker's own are for someone who is surely them.
"""

from __future__ import annotations

from flows.danger import GAP
from flows.meant import Meant, days
from flows.outward import Template
from flows.unsayable import lead_in, name_in, phrase_in, quotes, telling_word

_MORE = "It tells more than they allowed by this way."


def same_for_all(it: Meant) -> str:
    """G14: a template reads the same to everyone, so that it shows of nobody that they are known."""
    if it.template is None or it.text == it.template.texts.get(it.wording.language):
        return ""
    return "A template is said word for word, in its own language."


def level(it: Meant) -> str:
    """G6: no more is told than the way allows, and nothing of a worker's own before they are verified."""
    if it.wording.cover_line:
        return ""
    if it.template is not None:
        return _template_level(it, it.template)
    if it.wording.template or not it.text:
        return "There is no such approved wording."
    if it.way.act != "send":
        return "In a call, only approved words are written beforehand."
    if it.tells_more_than(it.route.content):
        return _MORE
    # the page asks if it is safe each time, and keeps nothing: a phone keeps it for whoever looks
    return "" if it.waits or _is_verified(it) else "Until a worker has made sure that it is them, use a template."


def _template_level(it: Meant, template: Template) -> str:
    """A call and its voicemail have rules of their own (G15, G9); a way that may tell nothing gets no text."""
    kind = "voicemail" if it.way.act == "voicemail" else it.way.kind
    if kind not in template.ways or not it.text:
        return "This template is not for this way."
    return _MORE if it.way.act == "send" and it.tells_more_than(it.route.content) else ""


def _is_verified(it: Meant) -> bool:
    """By a worker's question; by a code word only when it was not set where others may have read it."""
    done, how = it.history.verified, it.said.verify
    if done is None or not done.by.strip():
        return False
    if done.method == "worker_question":
        return True
    if how is None or how.method != "code_word":
        return False
    return how.assurance == "normal" and how.set_via in {"web", "voice"}


def safe_lately(it: Meant) -> str:
    """G12: more than a neutral line is for someone who has just said that it is safe."""
    if not it.tells_more_than("neutral_time"):
        return ""
    safe = it.history.safe_at is not None and it.since(it.history.safe_at) <= GAP
    return "" if safe else "Ask first if it is safe to talk: they have not said so just now."


def due_again(it: Meant) -> str:
    """G23: a call always opens by asking; anything else does after a while, or when something has changed."""
    confirmed = it.said.confirmed_at
    late = confirmed is None or it.since(confirmed) >= days(it.said.recheck_after)
    due = late or it.way.act == "call" or bool(it.history.since & set(it.said.recheck_on))
    asks = it.template is not None and it.template.asks
    return "Ask first if now is a good time, and say no more." if due and not asks else ""


def unread(it: Meant) -> str:
    """G24: words that nobody approved are read for every language that the hub speaks, or not sent."""
    if not it.rules.telling:
        return "There is no list of telling words."
    unread_in_one = it.is_own_words and it.rules.unscanned
    return "One of the hub's languages has no list of telling words." if unread_in_one else ""


def telling(it: Meant) -> str:
    """G7: nothing in it says what this is about, who we are, who they are or where."""
    if telling_word(it.text, it.rules.telling):
        return "A word in it tells what this is about."
    if phrase_in(it.text, it.rules.names):
        return "It names the hub or a service."
    if name_in(it.text, (*it.plan.names, *it.said.safe_people, *it.said.unsafe_people)):
        return "It names someone else."
    found = lead_in(it.text)
    return f"It holds {found}." if found else ""


def repeats(it: Meant) -> str:
    """G8: nothing that they told us is told back, and least of all a word agreed with them."""
    agreed = [part.word for part in (it.said.danger_word, it.said.verify) if part]
    told = (*it.plan.told, *it.said.safe_places, *filter(None, (it.said.note, *agreed)))
    return "It repeats what they told us." if quotes(it.text, told) else ""
