"""The record's fixed words as a worker would say them.

Rule: only words that the record's own schema fixes stand here. Whatever a
library may choose (reasons, wishes, kinds of harm) is spoken as it is written.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from hub.plain import spoken


def said(words: Mapping[str, str], code: Any, otherwise: str = "not said") -> str:
    """What `code` means; `otherwise` when nothing was said; a code without words is spoken as it is."""
    if code is None or code == "":
        return otherwise
    return words[str(code)] if str(code) in words else spoken(str(code))


def begun(text: str) -> str:
    """`text` with its first letter large and the others as they are."""
    return text[:1].upper() + text[1:]


LEVELS: Final = {
    "now": "NOW. Somebody may be in danger at this moment.",
    "today": "TODAY",
    "this_week": "This week",
    "routine": "In the usual time",
}
SET_BY: Final = {"rule": "a rule, from an answer", "person": "the person who wrote", "worker": "a worker"}
WAYS: Final = {
    "voice": "Telephone",
    "sms": "Text message",
    "whatsapp": "WhatsApp",
    "email": "Email",
    "telegram": "Telegram, only through our bot, chat",
    "post": "Letter",
    "in_person": "Meet in person",
    "via_safe_person": "Through a safe person",
}
NEVER: Final = {
    "leave_voicemail": "leave a message",
    "call": "call",
    "text": "send a text",
    "whatsapp": "use WhatsApp",
    "telegram": "use Telegram",
    "email": "send an email",
    "post": "send a letter",
    "visit": "visit",
    "call_home_line": "call the home telephone",
    "contact_via_child": "send word through a child",
    "use_name_of_service": "say the name of this service",
}
# Which ways each 'never' shuts, whatever else the plan says of that way.
SHUT_BY: Final = {
    "call": ("voice",),
    "text": ("sms", "whatsapp", "telegram"),
    "whatsapp": ("whatsapp",),
    "telegram": ("telegram",),
    "email": ("email",),
    "post": ("post",),
    "visit": ("in_person",),
}
FIRST_MOVE: Final = {
    "service": "We may, in the ways below and in no other.",
    "person_will_contact": "They will contact us. Do not contact them.",
    "via_referrer": "Only through the professional who wrote this. Do not contact the person yourself.",
    "via_safe_person": "Only through the safe person they named.",
}
STATUS: Final = {
    "safe": "safe",
    "safe_with_conditions": "safe as agreed here, and not otherwise",
    "unsafe": "NOT SAFE",
    "unknown": "nobody said that it is safe",
}
VOICEMAIL: Final = {
    "never": "leave no message",
    "neutral": "a neutral message is allowed",
    "ok": "a message is allowed",
}
CALLER_ID: Final = {"withhold": "hide our number", "show": "show our number", "ask": "ask first if our number may show"}
MONITORED: Final = {
    "no": "they say that nobody else sees it",
    "maybe": "somebody else may see it",
    "yes": "SOMEBODY ELSE SEES IT",
}
CONTENT: Final = {
    "none": "say nothing of what it is about",
    "neutral_callback": "only a neutral request to call back",
    "neutral_time": "only a neutral time",
    "full_after_verify": "speak openly, once you are sure it is them",
}
IF_OTHERS: Final = {
    "hang_up": "Hang up.",
    "wrong_number": "Say that it is a wrong number.",
    "cover_line": "Use the cover story that was agreed.",
    "ask_for_me": "Ask for them by name, and say nothing else.",
}
IF_NO_ANSWER: Final = {"stop": "Stop. Do not try again.", "retry_in_window": "Try again at a time that was agreed."}
LOST: Final = {
    "stop": "Stop.",
    "tell_referrer": "Tell the professional who wrote this.",
    "welfare_discussion_by_human": "Talk with your lead about whether they are safe.",
}
METHOD: Final = {"worker_question": "a question that you put", "code_word": "a code word"}
SET_VIA: Final = {
    "web": "the web page",
    "voice": "a call",
    "sms_thread": "text messages",
    "telegram_thread": "Telegram",
}
ASSURANCE: Final = {
    "low": "set where others may have read it, so do not rely on it alone",
    "normal": "set where others could not read it",
}
EFFECT: Final = {
    "treat_as_immediate_danger_no_reply_in_thread": "they are in danger now. Do not reply there. Act at once"
}
CONFIRMED: Final = {"by_person": "the person", "by_voice": "the person, by voice", "by_referrer": "the professional"}
SOURCES: Final = {
    "self": "the person themselves",
    "referrer": "a professional",
    "third_party": "someone who knows them",
    "worker": "a worker",
}
HARM_WHEN: Final = {"now": "happening now", "recent": "recent", "past": "in the past", "feared": "feared"}
HARM_STATUS: Final = {
    "current": "",
    "unclear": "both are said to have done it: not decided who fears whom",
    "disputed": "disputed",
    "superseded": "replaced by a later saying",
    "withdrawn": "TAKEN BACK by a later answer",
}
DECISION: Final = {"given": "agreed", "refused": "REFUSED", "not_asked": "not asked", "not_known": "not known"}
SPEAKERS: Final = {"writer": "the writer", "referrer": "the professional", "worker": "a worker"}
VERIFIED: Final = {
    "unverified": "NOT VERIFIED. Ring their organisation on its public number before you tell them anything.",
    "email": "their work email was verified",
    "phone": "verified by telephone",
}
STAGES: Final = {
    "received": "nobody has looked yet",
    "acknowledged": "somebody has looked",
    "being_worked": "a worker has taken it on",
    "closed": "closed",
}
YES_NO: Final = {"yes": "yes", "no": "no", "not_sure": "not sure", "true": "yes", "false": "no"}
SLOTS: Final = {
    "person": "the person it is about",
    "other": "the other person",
    "household": "the household",
}
