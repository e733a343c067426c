"""For each rule, libraries that break it and no other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from flows import check
from flows.check.states import walk_all
from flows.finding import LibraryFault
from flows.library import Library, load

START, SAFETY, HUB, NUMBERS = "start.toml", "safety.toml", "hub.toml", "directory.toml"
UNASKED = "unasked.toml"
HURT, SENDING = "journeys/hurt.toml", "sections/sending.toml"

LISTEN = 'lines = ["Thank you for telling us."]'
HELLO = 'lines = ["Hello. This is automatic."]'
NOBODY = """[[step]]
id = "nobody"
kind = "end"
when = { desk = ["absent"] }
lines = ["Nobody reads messages here at present."]
"""
NOT_NOW = """[[step]]
id = "not_now"
kind = "end"
when = { safe = ["no"] }
lines = ["Come back any time."]
"""
UNSENT = """[[step]]
id = "unsent"
kind = "end"
when = { consent = ["dont"] }
lines = ["Nothing was sent."]
"""
SENT = """[[step]]
id = "sent"
kind = "end"
hands_over = true
lines = ["It has arrived. A person will look at it {look_by}."]
"""
CODE = (START, 'send_word = "SEND"', 'send_word = "SEND"\n[codes]\nABCD = { opens = "work" }')
BRINGS = '[[step]]\nid = "brings"\n'
BY_CODE = """
[[step]]
id = "about"
gate = ["work"]
when = { entry = ["work"] }
ask = "Thank you for coming. Is it about you at all?"
choices = { work = "No", me = "Yes" }
"""
WAY = 'sets.call = { "plan.me.initiative" = "service" }'
HARD = (
    "Organisations communicate confidential information to appropriate professional "
    "representatives. Individual circumstances necessitate consideration accordingly."
)


def listen(line: str) -> tuple[str, str, str]:
    """The first words of the journey, made to say `line`."""
    return HURT, LISTEN, f'lines = ["{line}"]'


CASES = [
    # a way out, and an answer to danger
    ("exits", "no word to leave by", (START, 'leave = ["bye", "leave"]', "leave = []")),
    ("exits", "danger closes", (SAFETY, 'then = "carry on"', 'then = "close"')),
    ("exits", "danger words close as well", (SAFETY, '"who is this"', '"who is this", "going to kill me"')),
    # contact
    ("contact_after_way", "a number whatever the way", (SENDING, 'when = { way = ["call"] }\n', "")),
    (
        "contact_after_way",
        "a number though they will call",
        (SENDING, '"plan.me.initiative" = "service"', '"needs" = "x"'),
    ),
    (
        "contact_after_way",
        "an email though they chose a call",
        (SENDING, WAY, 'sets.call = { "plan.me.route.voice.status" = "safe" }'),
        (SENDING, "plan.me.route.voice.value", "plan.me.route.email.value"),
    ),
    # sending
    ("sent_unasked", "'do not send' goes on", (SENDING, UNSENT, "")),
    (
        "sent_unasked",
        "consent is asked of some only",
        (SENDING, 'id = "consent"\n', 'id = "consent"\nwhen = { way = ["call"] }\n'),
    ),
    (
        "sent_unasked",
        "no limits are said",
        (SENDING, 'lines = ["We may tell others if someone could be badly hurt."]', ""),
    ),
    ("sent_unasked", "nobody reads", (START, NOBODY, "")),
    # endings and ways there
    ("ends", "nothing comes after sending", (SENDING, SENT, "")),
    (
        "reached",
        "two conditions that never meet",
        (HURT, 'when = { who = ["ex"] }', 'when = { who = ["ex"], brings = ["worry"] }'),
    ),
    ("turn_limits", "too many questions", (HURT, "turns = { sms = 11 }", "turns = { sms = 9 }")),
    ("turn_limits", "a limit for no door", (HURT, "turns = { sms = 11 }", "turns = { fax = 11 }")),
    # texts
    ("text_size", "three messages", listen("Thank you for telling us. " * 14)),
    ("text_size", "four messages with a letter outside GSM-7", listen("Thank you for telling us. ł " * 9)),
    ("text_size", "a long name in the directory", (NUMBERS, 'name = "The line"', f'name = "{"The line " * 40}"')),
    ("text_size", "a long sentence of the engine's own", (START, 'stuck = "', f'stuck = "{"It is OK. " * 35}')),
    ("list_lead", "a short lead", (HURT, '"Thank you. You may skip this one. Who is it?"', '"Who is it?"')),
    (
        "list_lead",
        "a telling lead",
        (
            HURT,
            '"Thank you. You may skip this one. Who is it?"',
            '"Thank you. Someone hurts you. You may skip it. Who?"',
        ),
    ),
    (
        "telling",
        "a telling word at once",
        (START, HELLO, 'lines = ["Hello. This is automatic. You can read it later. It is on abuse."]'),
    ),
    ("telling", "a telling word under help", (START, "Write BACK, SKIP or BYE.", "Write BYE if someone hurts you.")),
    ("telling", "the hub's name in a text", (START, HELLO, 'lines = ["Hello. This is A hub."]')),
    ("telling", "the hub's name as a title", (START, 'title = "Small"', 'title = "A Hub"')),
    ("telling", "no list of telling words", (SAFETY, 'telling = ["abuse", "hurt", "hurts"]', "")),
    # words that are heard
    ("intercepted", "a label", (HURT, 'other = "Someone else"', 'other = "Stop"')),
    ("intercepted", "a word", (HURT, '["my ex"]', '["my ex", "quit"]')),
    ("intercepted", "the word that sends", (START, 'send_word = "SEND"', 'send_word = "End"')),
    ("commands_clear", "0 leaves", (START, '["bye", "leave"]', '["bye", "leave", "0"]')),
    ("commands_clear", "a number goes back", (START, 'back = ["back"]', 'back = ["back", "2"]')),
    ("commands_clear", "a word of a choice", (HURT, '["my ex"]', '["my ex", "bye"]')),
    (
        "commands_clear",
        "a label",
        (HURT, 'money = "Money"', 'money = "A person"'),
        (START, '["person"]', '["a person"]'),
    ),
    # wording
    ("plain_words", "a long sentence", listen("Thank you for this and " + "for that and " * 7 + "more.")),
    ("plain_words", "hard words", listen(HARD)),
    ("neutral_words", "a role", listen("We help each victim.")),
    ("neutral_words", "a role in law", listen("It may be an offence.")),
    ("neutral_words", "taking sides", listen("We understand that you were provoked.")),
    ("neutral_words", "making it small", listen("It was just a push.")),
    ("skippable", "a story that must be told", (HURT, 'field = "text"\noptional = true', 'field = "text"')),
    ("honest", "untraceable", listen("You are untraceable here.")),
    ("honest", "erase", listen("We erase what you did.")),
    ("honest", "anonymous", listen("This is anonymous.")),
    ("honest", "100 %", listen("This is 100 % safe.")),
    ("honest", "why", listen("Tell us why.")),
    ("honest", "an exclamation mark", listen("Thank you!")),
    # what may be said to who has not written
    ("unasked", "a telling word", (UNASKED, "a good time", "a good time to talk of abuse")),
    ("unasked", "a word for this alone", (UNASKED, "a good time", "a good time for an advocate")),
    ("unasked", "a link", (UNASKED, "a good time", "a good time: www.here")),
    ("unasked", "a word of the provider's", (UNASKED, "Reply HI", "Reply STOP")),
    ("unasked", "no text", (UNASKED, 'text = "Hello. Reply HI when it is a good time."', "")),
    ("unasked", "too many texts", (UNASKED, "Hello.", "Hello. " + "It is a good day to be out in the sun. " * 12)),
    ("unasked", "the hub's name in a cover line", (HUB, "a short survey", "A hub")),
    # names that lead somewhere
    ("record_paths", "a path that is not there", (HURT, '"other.relationship"', '"other.relation"')),
    (
        "record_paths",
        "a value that does not fit",
        (HURT, 'sets.ex = { "me>other.lives_together" = "no" }', 'sets.ex = { "me>other.lives_together" = "blue" }'),
    ),
    ("record_paths", "a choice that does not fit", (HURT, '"other.relationship"', '"me>other.lives_together"')),
    ("record_paths", "a trigger's path", (SAFETY, '"urgency.now"', '"urgency.soon"')),
    (
        "placeholders",
        "no such entry",
        (START, 'lines = ["You can call {directory.line}."]', 'lines = ["You can call {directory.lin}."]'),
    ),
    ("placeholders", "another word", listen("Thank you, {name}.")),
    ("placeholders", "in a question", (HURT, "in your own words?", "in your own words? {directory.line}")),
    (
        "engine_says",
        "a sentence is missing",
        (START, 'stuck = "Write PERSON for a number to call, or BYE to leave."', ""),
    ),
    (
        "engine_says",
        "a sentence is empty",
        (START, 'help = ["Write BACK, SKIP or BYE."]', 'help = { web = "Go back.", text = [] }'),
    ),
    ("fields", "an unknown kind", (HURT, 'field = "text"', 'field = "words"')),
    ("fields", "one choice", (HURT, 'choices = { yes = "Yes", no = "No" }', 'choices = { yes = "Yes" }')),
    ("fields", "no word that refuses", (SENDING, ', dont = ["NOT NOW"]', "")),
    ("fields", "a word for two choices", (HURT, '["my ex"]', '["my ex", "partner"]')),
    (
        "conditions",
        "a name that is not asked",
        (SENDING, 'when = { way = ["call"] }', 'when = [{ way = ["call"] }, { wey = ["call"] }]'),
    ),
    (
        "conditions",
        "a value that is no choice",
        (SENDING, 'when = { way = ["call"] }', 'when = { way = ["call", "ring"] }'),
    ),
    (
        "conditions",
        "a question that comes later",
        (HURT, 'kind = "say"\n', 'kind = "say"\nwhen = [{ who = ["ex"] }, { brings = ["hurt"] }]\n'),
    ),
    ("conditions", "words for no door", (HURT, LISTEN, LISTEN + '\non.fax.lines = ["Hello."]')),
    ("conditions", "one name for two fields", (HURT, 'id = "area"', 'id = "story"')),
    # safe to talk
    ("one_gate", "none", (START, 'gate = ["yes", "seen"]\n', "")),
    ("one_gate", "one for a code, after it", CODE, (START, BRINGS, BY_CODE + BRINGS)),
    (
        "conditions",
        "a code that fills in nothing",
        (
            START,
            'send_word = "SEND"',
            'send_word = "SEND"\n[codes]\nABCD = { opens = "work", given = { who = "boss" } }',
        ),
    ),
    (
        "contact_after_way",
        "someone else's number",
        (SENDING, "plan.me.route.voice.value", "plan.other.route.voice.value"),
    ),
    (
        "contact_after_way",
        "a friend gives their number",
        (SENDING, "plan.me.route.voice.value", "plan.person.route.voice.value"),
    ),
    ("one_gate", "two", (HURT, 'id = "ex_since"\n', 'id = "ex_since"\ngate = ["yes"]\n')),
    ("one_gate", "'not now' goes on", (START, NOT_NOW, "")),
    ("one_gate", "it may be skipped", (START, 'short = "now"\n', 'short = "now"\noptional = true\n')),
    (
        "one_gate",
        "a question before it",
        (START, '[[step]]\nid = "safe"', '[[step]]\nid = "hi"\nask = "Hi?"\nfield = "text"\n\n[[step]]\nid = "safe"'),
    ),
    ("translated", "a word for two languages", ("languages/yy/language.toml", "yy please", "xx please")),
    ("open_hours", "closed for ever", (HUB, "hours = {", "closed = {"), (HUB, "\nholidays", "\nhours = {}\nholidays")),
    ("open_hours", "a time zone that is none", (HUB, "Europe/London", "Mars/Base")),
]


def broken(library: Library) -> dict[str, str]:
    """The rules that a library breaks, each with all that it finds."""
    found = check.by_rule(walk_all(library))
    return {rule: "\n".join(map(str, findings)) for rule, findings in found.items() if findings}


@pytest.mark.parametrize(("rule", "edits"), [pytest.param(c[0], c[2:], id=f"{c[0]}-{c[1]}") for c in CASES])
def test_mutant_is_caught(mutant: Callable[..., Library], rule: str, edits: tuple[tuple[str, str, str], ...]) -> None:
    """The rule that it breaks catches it, and no other rule is troubled."""
    assert {rule} == set(found := broken(mutant(*edits))), found


def test_every_rule_has_a_mutant() -> None:
    """No rule stands that nothing shows to work."""
    rules = {rule.__name__.rpartition(".")[2] for rule in (*check.GROUND, *check.READ, *check.PLAYED)}
    assert rules == {case[0] for case in CASES}


def test_small_is_clean(small: Library) -> None:
    """The small library, unmutated, breaks nothing."""
    assert {} == broken(small)


def test_shipped_is_clean() -> None:
    """The library that ships breaks nothing."""
    assert {} == broken(load())


@pytest.mark.parametrize(
    ("rule", "english", "theirs"),
    [
        ("commands_clear", "Money", "Bye"),
        ("intercepted", "Money", "Stop"),
        ("placeholders", "You can call {directory.line}.", "Zadzwoń."),
        ("text_size", "Thank you for telling us.", "Dziękujemy, że nam o tym piszesz. " * 7),
    ],
)
def test_other_languages_are_proved(small: Library, rule: str, english: str, theirs: str) -> None:
    """What is wrong in one language only is found."""
    assert {rule} == set(broken(replace(small, catalogues={"pl": {english: theirs}})))


def test_trigger_says_what_then(mutant: Callable[..., Library]) -> None:
    """A trigger that does not say what happens then does not load."""
    with pytest.raises(LibraryFault, match=r"danger_now.*nothing to do"):
        mutant((SAFETY, 'then = "carry on"\n', ""))


def test_findings_say_what_to_do(mutant: Callable[..., Library]) -> None:
    """A finding names file and step, what is wrong, and what would mend it."""
    report = check.check(mutant((HURT, '"Thank you. You may skip this one. Who is it?"', '"Who is it?"')))
    told = (
        "journeys/hurt.toml, step 'who': On sms only 10 characters come before its choices: 'Who is it?'. "
        "Say something neutral first, 40 characters or more in all."
    )
    assert [told] == [str(finding) for finding in report.findings]


def test_all_at_once(mutant: Callable[..., Library]) -> None:
    """What breaks several rules is told of all of them."""
    library = mutant((START, 'leave = ["bye", "leave"]', "leave = []"), listen("Tell us why!"), (SENDING, SENT, ""))
    assert {"exits", "honest", "ends"} == set(broken(library))


def test_rules_that_wait_are_named(mutant: Callable[..., Library]) -> None:
    """Where the engine cannot run, the rules that need it are named as not tried."""
    report = check.check(mutant((START, 'gate = ["yes", "seen"]\n', "")))
    assert ("exits", "telling", "list_lead", "text_size") == report.waiting
