"""Contacts that come close to a rule, and contacts that break just one.

Rule: each is right in all but what it names; see tests.flows.reaching.
"""

from __future__ import annotations

import dataclasses
from datetime import datetime, timedelta
from typing import Any

from flows.danger import GAP
from flows.guards.of_sending import MOST_AN_HOUR
from flows.guards.of_time import LONGEST
from flows.outward import Attempt, Edit, Verified
from flows.plan import DangerWord, Verify, windows
from tests.flows.reaching import MOBILE, NOON, london

SECOND = timedelta(seconds=1)
CONFIRMED = london("2026-11-23 09:00")
MONTHS = {"recheck_after": "P900D", "expires": "P900D"}
MAIL = {"template": "", "text": "Hello there.", "level": "neutral_callback"}
KNOWN = Verified(NOON - timedelta(days=1), by="Ama")
HOME = "+441483496000"
TALK = {"content": "full_after_verify"}
EDIT = Edit("They moved.", ("Ama",), "staff", wider=False)
EARLY = {"windows": windows("tue 08:00-14:00")}
SURE = {"verified": KNOWN}
COVER = {"if_someone_else_answers": "cover_line", "cover_line_id": "survey"}
OTHER = {"act": "answered_by_other"}


def before(**ago: float) -> tuple[Attempt, ...]:
    """One attempt, so long ago."""
    return (Attempt("ours", NOON - timedelta(**ago)),)


ALLOWED: list[tuple[str, str, dict[str, Any]]] = [
    ("a way that is safe under conditions", "sms", {"route": {"status": "safe_with_conditions"}}),
    ("the last second of the plan", "sms", {
        "said": {"expires": "P1D"}, "route": EARLY, "at": CONFIRMED + timedelta(days=1) - SECOND}),
    ("the last second before it is signed to end", "sms", {"plan": {"until": NOON + SECOND}}),
    ("a plan confirmed by voice for another", "sms", {"said": {"person": "person", "confirmed_how": "by_voice"}}),
    ("nothing that they named is meant", "sms", {"said": {"never": ("call", "email", "visit", "leave_voicemail")}}),
    ("a mobile is no home phone", "voice", {"said": {"never": ("call_home_line",)}}),
    ("a number as they wrote it", "sms", {"route": {"value": "07700 900123"}}),
    ("someone else's way is frozen", "sms", {"history": {"frozen": frozenset({"theirs"})}}),
    ("others share another address", "sms", {"history": {"elsewhere": frozenset({"theirs"})}}),
    ("harm has two sides with two addresses", "sms", {"history": {"harm": frozenset({("ours", "theirs")})}}),
    ("others are one on both sides", "sms", {"history": {"harm": frozenset({("theirs", "theirs")})}}),
    ("the template, letter for letter", "sms", {"wording": {"template": "", "text": "Please call."}}),
    ("the template and its own text", "sms", {"wording": {"text": "Please call."}}),
    ("a template in their language", "sms", {"wording": {"template": "ask", "language": "pl"}}),
    ("own words to who is verified", "sms", {"wording": MAIL, "history": SURE}),
    ("a name that is nobody else's", "sms", {"wording": {**MAIL, "text": "Hi Sam."}, "history": SURE}),
    ("the second try", "sms", {"said": {"if_no_answer": "retry_in_window"}, "history": {"attempts": before(days=1)}}),
    ("another message went before", "sms", {"history": {"tried": frozenset({"m0"})}}),
    ("a busy hour", "sms", {"history": {"sent_last_hour": MOST_AN_HOUR - 1}}),
    ("a template that asks, when they must be asked", "sms", {
        "said": {"recheck_after": "P1D"}, "wording": {"template": "ask"}}),
    ("the last second before they must be asked", "sms", {
        "said": {"recheck_after": "P1D"}, "route": EARLY, "at": CONFIRMED + timedelta(days=1) - SECOND}),
    ("something happened that they did not name", "sms", {"history": {"since": frozenset({"holiday"})}}),
    ("full words, allowed, to who has just said it is safe", "sms", {
        "route": TALK, "wording": {"template": "full"}, "history": {"safe_at": NOON - timedelta(seconds=GAP)}}),
    ("a time, where times may be told", "sms", {"route": {"content": "neutral_time"}, "wording": {"template": "time"}}),
    ("a message, where they allowed a short one", "voice", {
        "route": {"voicemail": "neutral"}, "way": {"act": "voicemail"}, "wording": {"template": "left"}}),
    ("a message, where they allowed any", "voice", {
        "route": {"voicemail": "ok"}, "way": {"act": "voicemail"}, "wording": {"template": "left"}}),
    ("their cover line, when someone else answers", "voice", {
        "said": COVER, "way": OTHER, "wording": {"template": "", "cover_line": "survey"}}),
    ("a narrower plan with one name", "sms", {"plan": {"version": 2, "edit": EDIT}, "history": {"least_version": 2}}),
    ("a narrower plan, asked by message", "sms", {
        "plan": {"version": 2, "edit": dataclasses.replace(EDIT, asked="message")}}),
    ("a wider plan with two names", "sms", {
        "plan": {"version": 2, "edit": Edit("By voice.", ("Ama", "Bo"), "voice", wider=True)}}),
    ("a code word set on the web", "sms", {
        "said": {"verify": Verify(method="code_word", set_via="web", assurance="normal")},
        "wording": MAIL, "history": {"verified": Verified(NOON, "code_word", "Ama")}}),
    ("a code word set by voice", "sms", {
        "said": {"verify": Verify(method="code_word", set_via="voice", assurance="normal")},
        "wording": MAIL, "history": {"verified": Verified(NOON, "code_word", "Ama")}}),
    ("at the limit of length", "sms", {
        "wording": {**MAIL, "text": "a" * LONGEST}, "history": SURE}),
    ("what waits for them has no hour", "web", {"at": london("2026-11-24 03:00")}),
    ("what waits for them has no tries", "web", {"history": {"attempts": before(hours=1)}}),
    ("own words that wait on the page", "web", {"wording": MAIL}),
    ("a home phone, where nobody said never", "voice", {"route": {"value": HOME}, "way": {"to": HOME}}),
    ("nothing names the service", "sms", {"said": {"never": ("use_name_of_service",)}}),
    ("a text to a home phone", "sms", {
        "said": {"never": ("call_home_line",)}, "route": {"value": HOME}, "way": {"to": HOME}}),
    ("a number to call as they wrote it", "voice", {"route": {"value": "07700 900123"}}),
    ("a number to message as they wrote it", "whatsapp", {"route": {"value": "07700 900123"}, "history": SURE}),
    ("a cover line where words of one language are missing", "voice", {
        "said": COVER, "way": OTHER, "wording": {"template": "", "cover_line": "survey"},
        "rules": {"unscanned": ("cy",)}}),
    ("the first minute of their time", "sms", {"at": london("2026-11-24 10:00")}),
    ("as late as can be", "sms", {"at": london("2026-11-24 13:53:59")}),
    ("words for all languages", "sms", {"rules": {"unscanned": ("cy",)}}),
]  # fmt: skip


REFUSED: list[tuple[str, str, str, dict[str, Any]]] = [
    ("G1", "no such way", "sms", {"way": {"route": "r2"}}),
    ("G1", "that way, but of another kind", "sms", {"way": {"kind": "voice"}}),
    ("G1", "nothing confirmed", "sms", {"said": {"confirmed_at": None}}),
    ("G1", "they call us", "sms", {"said": {"initiative": "person_will_contact"}}),
    ("G1", "nobody said who begins", "sms", {"said": {"initiative": None}}),
    ("G1", "run out, to the second", "sms", {
        "said": {"expires": "P1D"}, "route": EARLY, "at": CONFIRMED + timedelta(days=1)}),
    ("G1", "signed until now", "sms", {"plan": {"until": NOON}}),
    ("G1", "signed until yesterday", "sms", {"plan": {"until": NOON - timedelta(days=1)}}),
    ("G1", "a way that is unsafe", "sms", {"route": {"status": "unsafe"}}),
    ("G1", "a way of which nothing is known", "sms", {"route": {"status": "unknown"}}),
    ("G2", "no time agreed", "sms", {"route": {"windows": ()}}),
    ("G2", "an hour too early", "sms", {"at": london("2026-11-24 09:59")}),
    ("G2", "so late that it may come after", "sms", {"at": london("2026-11-24 13:54")}),
    ("G2", "a gap before it can have arrived", "sms", {
        "route": {"windows": windows("tue 11:00-12:03; tue 12:04-13:00")}}),
    ("G2", "a Saturday", "sms", {"at": london("2026-11-28 12:00")}),
    ("G2", "a call out of hours", "voice", {"at": london("2026-11-24 20:00")}),
    ("G3", "never text", "sms", {"said": {"never": ("text",)}}),
    ("G3", "never text, and WhatsApp is text", "whatsapp", {"said": {"never": ("text",)}}),
    ("G3", "never text, and Telegram is text", "telegram", {"said": {"never": ("text",)}}),
    ("G3", "never WhatsApp", "whatsapp", {"said": {"never": ("whatsapp",)}}),
    ("G3", "never Telegram", "telegram", {"said": {"never": ("telegram",)}}),
    ("G3", "never email", "email", {"said": {"never": ("email",)}}),
    ("G3", "never call", "voice", {"said": {"never": ("post", "call")}}),
    ("G3", "never the home phone", "voice", {
        "said": {"never": ("call_home_line",)}, "route": {"value": HOME}, "way": {"to": HOME}}),
    ("G3", "never a message", "voice", {
        "said": {"never": ("leave_voicemail",)}, "route": {"voicemail": "ok"},
        "way": {"act": "voicemail"}, "wording": {"template": "left"}}),
    ("G3", "never our name", "sms", {
        "said": {"never": ("use_name_of_service",)}, "wording": {**MAIL, "text": "The example family hub."}}),
    ("G4", "another number", "sms", {"way": {"to": "+447700900124"}}),
    ("G4", "the number, not in full", "sms", {"way": {"to": "07700900123"}}),
    ("G4", "no number", "sms", {"way": {"to": ""}}),
    ("G4", "no number in the plan", "sms", {"route": {"value": None}}),
    ("G4", "the sender, whoever that is", "sms", {"route": {"value": "@sender"}, "way": {"to": "@sender"}}),
    ("G4", "neither has one", "sms", {"route": {"value": None}, "way": {"to": ""}}),
    ("G4", "two numbers in one", "sms", {"way": {"to": f"{MOBILE},+447700900124"}}),
    ("G4", "another number to call", "voice", {"way": {"to": "+447700900124"}}),
    ("G4", "the number to call, not in full", "voice", {
        "route": {"value": "07700900123"}, "way": {"to": "07700900123"}}),
    ("G4", "the number to message, not in full", "whatsapp", {
        "route": {"value": "07700900123"}, "way": {"to": "07700900123"}}),
    ("G4", "an inbox as nobody dials it", "email", {
        "route": {"value": "sam@EXAMPLE.org"}, "way": {"to": "sam@EXAMPLE.org"}}),
    ("G4", "another account", "telegram", {"way": {"to": "5551"}}),
    ("G4", "no account", "telegram", {"route": {"value": ""}, "way": {"to": ""}}),
    ("G4", "another inbox", "email", {"way": {"to": "al@example.org"}}),
    ("G4", "an inbox with a name before it", "email", {"way": {"to": "my sam@example.org"}}),
    ("G4", "a page is no address", "web", {"way": {"to": MOBILE}}),
    ("G5", "the number is in another plan", "sms", {"history": {"elsewhere": frozenset({"x", "ours"})}}),
    ("G5", "the number is on both sides", "sms", {"history": {"harm": frozenset({("x", "y"), ("ours", "ours")})}}),
    ("G6", "tells a time where none may be told", "sms", {"wording": {"template": "time"}}),
    ("G6", "a way that may say nothing", "sms", {"route": {"content": "none"}}),
    ("G6", "a template that claims to say nothing", "sms", {
        "route": {"content": "neutral_time"}, "wording": {"template": "empty"}}),
    ("G6", "no such template", "sms", {"wording": {"template": "nice"}}),
    ("G6", "no such template, with words", "sms", {
        "wording": {**MAIL, "template": "nice"}, "history": SURE}),
    ("G6", "nothing to say", "sms", {"wording": {"template": ""}}),
    ("G6", "a template with nothing in it", "sms", {"wording": {"template": "blank"}}),
    ("G6", "nothing to lay on the page", "web", {"wording": {"template": ""}}),
    ("G6", "a template for another way", "sms", {"wording": {"template": "mail"}}),
    ("G6", "a voicemail as a text", "sms", {"wording": {"template": "left"}}),
    ("G6", "own words to nobody knows whom", "sms", {"wording": MAIL}),
    ("G6", "own words that tell all", "sms", {
        "wording": {**MAIL, "level": "full_after_verify"}, "history": SURE}),
    ("G6", "own words that claim to say nothing", "sms", {
        "wording": {**MAIL, "level": "none"}, "history": SURE}),
    ("G6", "verified by nobody", "sms", {"wording": MAIL, "history": {"verified": Verified(NOON, by=" ")}}),
    ("G6", "a code word, and none was agreed", "sms", {
        "wording": MAIL, "history": {"verified": Verified(NOON, "code_word", "Ama")}}),
    ("G6", "a code word set in the thread", "sms", {
        "said": {"verify": Verify(method="code_word", set_via="sms_thread", assurance="normal")},
        "wording": MAIL, "history": {"verified": Verified(NOON, "code_word", "Ama")}}),
    ("G6", "a code word of low assurance", "sms", {
        "said": {"verify": Verify(method="code_word", set_via="web", assurance="low")},
        "wording": MAIL, "history": {"verified": Verified(NOON, "code_word", "Ama")}}),
    ("G6", "a code word where a question was agreed", "sms", {
        "said": {"verify": Verify(method="worker_question", set_via="web", assurance="normal")},
        "wording": MAIL, "history": {"verified": Verified(NOON, "code_word", "Ama")}}),
    ("G6", "own words for a call", "voice", {
        "route": TALK, "wording": MAIL, "history": SURE}),
    ("G6", "a call without its opening", "voice", {"wording": {"template": ""}}),
    ("G7", "a telling word", "sms", {"wording": {**MAIL, "text": "The POLICE!"}, "history": SURE}),
    ("G7", "a telling word within another", "sms", {
        "wording": {**MAIL, "text": "a policeman"}, "history": SURE}),
    ("G7", "a telling word of another language", "sms", {
        "wording": {**MAIL, "text": "Pomoc jest."}, "history": SURE}),
    ("G7", "our name", "sms", {
        "wording": {**MAIL, "text": "From Example Family Hub."}, "history": SURE}),
    ("G7", "another's name", "sms", {
        "plan": {"names": ("Al Khan",)}, "wording": {**MAIL, "text": "Is khan in?"}, "history": SURE}),
    ("G7", "a safe person", "sms", {
        "said": {"safe_people": ("Jo Bell",)}, "wording": {**MAIL, "text": "Ask Bell."}, "history": SURE}),
    ("G7", "an unsafe person", "sms", {
        "said": {"unsafe_people": ("Max",)}, "wording": {**MAIL, "text": "Is Max out?"}, "history": SURE}),
    ("G7", "a link", "sms", {
        "wording": {**MAIL, "text": "See https://x.org"}, "history": SURE}),
    ("G7", "a telling template", "sms", {"rules": {"telling": ("please",)}}),
    ("G7", "a telling cover line", "voice", {
        "said": COVER, "way": OTHER, "wording": {"template": "", "cover_line": "survey"},
        "rules": {"cover_lines": {"survey": "This is the police."}}}),
    ("G8", "their own words", "sms", {
        "plan": {"told": ("he took my phone away",)}, "wording": {**MAIL, "text": "If he took my phone, wait."},
        "history": SURE}),
    ("G8", "their note", "sms", {
        "said": {"note": "only when out"}, "wording": {**MAIL, "text": "Only when out?"}, "history": SURE}),
    ("G8", "a safe place", "sms", {
        "said": {"safe_places": ("the library",)}, "wording": {**MAIL, "text": "At the library?"},
        "history": SURE}),
    ("G8", "the danger word", "sms", {
        "said": {"danger_word": DangerWord(word="bluebell", set=True)}, "wording": {**MAIL, "text": "Bluebell!"},
        "history": SURE}),
    ("G8", "the code word", "sms", {
        "said": {"verify": Verify(word="marigold")}, "wording": {**MAIL, "text": "a marigold"},
        "history": SURE}),
    ("G9", "a message that they did not allow", "voice", {
        "way": {"act": "voicemail"}, "wording": {"template": "left"}}),
    ("G9", "a message that tells more", "voice", {
        "route": {"voicemail": "ok"}, "way": {"act": "voicemail"}, "wording": {"template": "more"}}),
    ("G9", "a message that is no script", "voice", {"route": {"voicemail": "ok"}, "way": {"act": "voicemail"}}),
    ("G9", "a message in own words", "voice", {
        "route": {"voicemail": "ok"}, "way": {"act": "voicemail"}, "wording": MAIL, "history": SURE}),
    ("G10", "a second try, when one is all", "sms", {"history": {"attempts": before(days=1)}}),
    ("G10", "a third try", "sms", {
        "said": {"if_no_answer": "retry_in_window"},
        "history": {"attempts": (*before(hours=26), *before(hours=25))}}),
    ("G10", "too soon", "sms", {
        "said": {"if_no_answer": "retry_in_window"}, "history": {"attempts": before(hours=23, minutes=59)}}),
    ("G10", "a text after a call", "sms", {
        "history": {"attempts": (Attempt("other way", NOON - timedelta(days=1)),)}}),
    ("G10", "no try is allowed", "sms", {"route": {"max_attempts": 0}}),
    *(("G11", f"a {cause}", "sms", {"wording": {"cause": cause}})
      for cause in ("reminder", "survey", "nudge", "receipt", "retry")),
    ("G11", "nobody asked for it", "sms", {"wording": {"by": " "}}),
    ("G11", "it may have been sent", "sms", {"history": {"tried": frozenset({"m1"})}}),
    ("G12", "nobody has said that it is safe", "sms", {"route": TALK, "wording": {"template": "full"}}),
    ("G12", "it was safe before", "sms", {
        "route": TALK, "wording": {"template": "full"},
        "history": {"safe_at": NOON - timedelta(seconds=GAP + 1)}}),
    ("G12", "own words that tell all, too late", "sms", {
        "route": TALK, "wording": {**MAIL, "level": "full_after_verify"}, "history": SURE}),
    ("G13", "the plan is frozen", "sms", {"said": {"frozen": True}}),
    ("G13", "the way is frozen", "sms", {"history": {"frozen": frozenset({"ours", "theirs"})}}),
    ("G14", "a template made to fit one person", "sms", {"wording": {"text": "Please call, Sam."}}),
    ("G14", "a template in a language it has not", "sms", {"wording": {"language": "cy"}}),
    ("G14", "a template in another's language", "sms", {
        "wording": {"template": "", "text": "Czy teraz?", "language": "en"}}),
    ("G15", "an unread plan", "voice", {"way": {"ticked": 0}}),
    ("G15", "an older plan that was read", "voice", {
        "plan": {"version": 2, "edit": EDIT}, "way": {"ticked": 1}}),
    ("G15", "a call by text", "sms", {"way": {"act": "call"}}),
    ("G15", "a text by phone", "voice", {"way": {"act": "send"}}),
    ("G15", "a line of their own making", "voice", {"said": COVER, "way": OTHER}),
    ("G15", "a line to the person", "voice", {"said": COVER, "wording": {"template": "", "cover_line": "survey"}}),
    ("G15", "another line than theirs", "voice", {
        "said": COVER, "way": OTHER, "wording": {"template": "", "cover_line": "parcel"}}),
    ("G15", "a line where they said hang up", "voice", {
        "said": {"cover_line_id": "survey"}, "way": OTHER, "wording": {"template": "", "cover_line": "survey"}}),
    ("G15", "a line that is no longer approved", "voice", {
        "said": {**COVER, "cover_line_id": "dentist"}, "way": OTHER,
        "wording": {"template": "", "cover_line": "dentist"}}),
    ("G15", "a cover line by text", "sms", {"said": COVER, "wording": {"template": "", "cover_line": "survey"}}),
    ("G16", "a picture", "email", {"wording": {"attached": 1}}),
    ("G16", "a picture by text", "sms", {"wording": {"attached": 1}}),
    ("G16", "another subject", "email", {"wording": {"subject": "Your case"}}),
    ("G16", "no subject", "email", {"wording": {"template": "bare", "subject": ""}}),
    ("G16", "own words by email", "email", {"wording": {**MAIL, "subject": ""}, "history": SURE}),
    ("G16", "a subject on a text", "sms", {"wording": {"subject": "Hello"}}),
    ("G17", "someone else's word for them", "sms", {"said": {"confirmed_how": "by_referrer"}}),
    ("G17", "nobody says whose word", "sms", {"said": {"confirmed_how": None}}),
    ("G17", "another person's plan", "sms", {"said": {"person": "other"}}),
    ("G17", "through the referrer", "sms", {"said": {"initiative": "via_referrer"}}),
    ("G17", "through a safe person", "sms", {"said": {"initiative": "via_safe_person"}}),
    ("G18", "to the referrer", "sms", {"way": {"whom": "referrer"}}),
    ("G19", "an older plan", "sms", {"history": {"least_version": 2}}),
    ("G19", "a plan before the first", "sms", {"plan": {"version": 0}}),
    ("G19", "a plan before any", "sms", {"plan": {"version": 0}, "history": {"least_version": 0}}),
    ("G19", "changed and nobody said why", "sms", {"plan": {"version": 2}}),
    ("G19", "changed without a reason", "sms", {"plan": {"version": 2, "edit": dataclasses.replace(EDIT, reason=" ")}}),
    ("G19", "changed by nobody", "sms", {"plan": {"version": 2, "edit": dataclasses.replace(EDIT, by=(" ",))}}),
    ("G19", "wider by one", "sms", {"plan": {"version": 2, "edit": dataclasses.replace(EDIT, wider=True)}}),
    ("G19", "wider by one, twice", "sms", {
        "plan": {"version": 2, "edit": Edit("Why.", ("Ama", "ama "), "voice", wider=True)}}),
    ("G19", "wider by a message", "sms", {
        "plan": {"version": 2, "edit": Edit("Why.", ("Ama", "Bo"), "message", wider=True)}}),
    ("G20", "to two at once", "sms", {"way": {"recipients": 2}}),
    ("G20", "to none", "sms", {"way": {"recipients": 0}}),
    ("G20", "a mailing", "sms", {"history": {"sent_last_hour": MOST_AN_HOUR}}),
    ("G21", "an untried provider", "sms", {"rules": {"replies_tried": ("whatsapp",)}}),
    ("G21", "an untried provider of another app", "whatsapp", {
        "rules": {"replies_tried": ("sms",)}, "history": SURE}),
    ("G21", "a word of the provider's", "sms", {
        "wording": {**MAIL, "text": "Send STOP to end."}, "history": SURE}),
    ("G22", "a quiet day", "sms", {"rules": {"quiet": (NOON.date(),)}}),
    ("G22", "a quiet day for the page", "web", {"rules": {"quiet": (NOON.date(),)}}),
    ("G22", "all is paused", "sms", {"paused": True}),
    ("G23", "not asked for long", "sms", {"said": {"recheck_after": "P1D"}}),
    ("G23", "not asked for so long, to the second", "sms", {
        "said": {"recheck_after": "P1D"}, "route": EARLY, "at": CONFIRMED + timedelta(days=1)}),
    ("G23", "something happened", "sms", {"history": {"since": frozenset({"court_date", "other"})}}),
    ("G23", "a call that does not open by asking", "voice", {"wording": {"template": "chat"}}),
    ("G24", "a way nobody can look up", "sms", {"way": {"ref": ""}}),
    ("G24", "a message without an id", "sms", {"wording": {"id": ""}}),
    ("G24", "a time without a zone", "sms", {"at": datetime(2026, 11, 24, 12)}),  # noqa: DTZ001
    ("G24", "two wordings", "sms", {"wording": {"cover_line": "survey"}}),
    ("G24", "too long", "sms", {
        "wording": {**MAIL, "text": "a" * (LONGEST + 1)}, "history": SURE}),
    ("G24", "a plan from the future", "sms", {"said": {"confirmed_at": NOON + timedelta(hours=1)}}),
    ("G24", "a try in the future", "sms", {"history": {"attempts": before(seconds=-1)}}),
    ("G24", "safe in the future", "sms", {"history": {"safe_at": NOON + SECOND}}),
    ("G24", "verified in the future", "sms", {"history": {"verified": Verified(NOON + SECOND, by="Ama")}}),
    ("G24", "no list of telling words", "sms", {"rules": {"telling": ()}}),
    ("G24", "a language nobody can read it for", "sms", {
        "rules": {"unscanned": ("cy",)}, "wording": MAIL, "history": SURE}),
    ("G24", "a year without holidays", "sms", {"said": MONTHS, "at": london("2028-02-29 12:00")}),
    ("G24", "a time zone nobody knows", "sms", {"rules": {"timezone": "Europe/Atlantis"}}),
]  # fmt: skip
