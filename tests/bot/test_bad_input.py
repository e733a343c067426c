"""What nobody should send to the door, and what people and Telegram send all the same."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import replace
from typing import Any

import pytest
from aiogram.enums import UpdateType

from bot.account import SECRET
from bot.api import TRIES
from reception.lines import Lines
from reception.store import Store
from reception.valkey import Valkey
from tests.bot.conftest import FIRST, Town
from tests.house import Address

MINUTE = 60
OURS = {"message", "callback_query", "my_chat_member"}
WORD = "heliotropezanzibar"


def sends(town: Town) -> int:
    """How many messages we asked Telegram to send."""
    return sum(name == "sendMessage" for name, _ in town.telegram.asked)


@pytest.mark.parametrize("given", ["", "x", "a-secret-of-nobod", "a-secret-of-nobodyy", "\u00e9" * 18, "A" * 300])
def test_a_wrong_secret_is_refused(town: Town, given: str) -> None:
    """Forged, empty, too short or too long: 401, and nothing is heard."""
    body, _ = town.telegram.envelope(town.telegram.writes(town.person(), "hello"))
    headers = [(SECRET.encode(), given.encode("latin-1"))]

    assert 401 == town.server.client.post("/telegram/inbound", content=body, headers=headers).status_code
    assert [] == town.telegram.asked


def test_no_secret_and_two_are_refused(town: Town) -> None:
    """Without one anybody could be Telegram; where there are two nobody knows which is meant."""
    body, headers = town.telegram.envelope(town.telegram.writes(town.person(), "hello"))
    two = [(SECRET, headers[SECRET]), (SECRET, headers[SECRET])]

    assert 401 == town.post(body).status
    assert 401 == town.server.client.post("/telegram/inbound", content=body, headers=two).status_code


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{}",
        b"[]",
        b"null",
        b"\xff\xfe",
        b'{"update_id": "x"}',
        b"[" * 100_000,
        b'{"update_id":' + b"9" * 5000,
        b'"\\ud83d"',
    ],
)
def test_a_body_that_is_no_update_is_answered_and_nothing_comes_of_it(town: Town, body: bytes) -> None:
    """Telegram would bring it again and again, and everything else of that chat would wait behind it."""
    assert (200, "") == (town.post(body, {SECRET: town.telegram.account.secret}).status, "")
    assert [] == town.telegram.asked


def test_a_body_that_is_far_too_long_is_not_read(town: Town) -> None:
    """More than Telegram ever sends."""
    assert 200 == town.post(b" " * 2_000_000, {SECRET: town.telegram.account.secret}).status


@pytest.mark.parametrize("kind", [one.value for one in UpdateType if one.value not in OURS])
def test_updates_of_every_other_kind_get_nothing(town: Town, kind: str) -> None:
    """Edits, channels, inline queries, polls, payments and all that the library knows: 200, and silence."""
    chat = town.person()
    message = town.telegram.writes(chat, "please help me")["message"]
    other = {"id": "1", "user": message["from"], "user_id": chat, "query": "x", "offset": "", "poll_id": "1",
             "option_ids": [], "is_enabled": True, "user_chat_id": chat, "message_ids": [1]}  # fmt: skip
    town.telegram.bring(town.telegram.update(kind, other | message))

    assert [] == town.telegram.asked
    assert not town.holds(chat)


@pytest.mark.parametrize("kind", ["group", "supergroup", "channel"])
def test_only_private_chats_are_answered(town: Town, kind: str) -> None:
    """In a group everybody would read it."""
    chat = town.person()
    for words in ("hello", "/start", "please help me", "bye"):
        update = town.telegram.writes(chat, words)
        for number in (-chat, chat):  # the second is no real group's: the kind alone is to decide
            update["message"]["chat"] |= {"type": kind, "title": "x", "id": number}
            town.telegram.bring(update)

    assert [] == town.telegram.asked


@pytest.mark.parametrize(
    "more",
    [
        {"forward_origin": {"type": "hidden_user", "sender_user_name": "x", "date": 1}},
        {"via_bot": {"id": 1, "is_bot": True, "first_name": "x"}},
        {"from": {"id": 5, "is_bot": False, "first_name": "x"}},
        {"from": {"id": 7_700_900_000, "is_bot": True, "first_name": "x"}},
    ],
)
def test_what_its_owner_did_not_write_is_nobodys_message(town: Town, more: dict[str, Any]) -> None:
    """Passed on, by way of another bot, by somebody else, by a machine."""
    chat = town.person()
    town.telegram.bring(town.telegram.writes(chat, "please help me", **more))

    assert 0 == sends(town)
    assert not town.holds(chat)


FILE = {"file_id": "a", "file_unique_id": "b"}
UNOPENED: list[dict[str, Any]] = [
    {"sticker": FILE | {"type": "regular", "width": 1, "height": 1, "is_animated": False, "is_video": False}},
    {"voice": FILE | {"duration": 1}},
    {"video_note": FILE | {"length": 1, "duration": 1}},
    {"document": FILE},
    {"photo": [FILE | {"width": 1, "height": 1}]},
    {"photo": [FILE | {"width": 1, "height": 1}], "caption": "look"},
    {"location": {"latitude": 51.2, "longitude": -0.5}},
    {"contact": {"phone_number": "+447700900123", "first_name": "Quillfeather"}},
    {"dice": {"emoji": "\U0001f3b2", "value": 3}},
]


@pytest.mark.parametrize("more", UNOPENED)
def test_what_cannot_be_opened_gets_a_safe_sentence_and_is_never_fetched(town: Town, more: dict[str, Any]) -> None:
    """A sticker, a voice, a file, a place, a number: the question stands, and no file is asked for."""
    chat = town.person()
    town.says(chat, "hello", "1", "1", "34")
    town.telegram.bring(town.telegram.writes(chat, None, **more))

    assert town.last(chat).text.startswith("We cannot open pictures, sound or files here.")
    assert {"sendMessage", "editMessageReplyMarkup"} == {name for name, _ in town.telegram.asked}
    state = town.house.state(Address("telegram", str(chat)))
    assert state is not None
    assert "900123" not in state.to_json()


def test_we_never_ask_for_a_number_by_a_button(town: Town) -> None:
    """No message of ours holds a button that would hand over a contact or a place."""
    chat = town.person()
    town.says(chat, "hello", "1", "1", "34", "done", "2")
    asked = str([given for name, given in town.telegram.asked if name == "sendMessage"])

    assert "request_contact" not in asked
    assert "request_location" not in asked


@pytest.mark.parametrize("words", ["\U0001f622" * 2048, "a" * 4096, "\x00" * 50, "\u202e" * 4096, "1" * 4096])
def test_huge_and_odd_texts_are_answered(town: Town, words: str) -> None:
    """Whatever can be typed is heard, and nothing breaks."""
    chat = town.person()
    town.says(chat, "hello", "1", "1", "34")

    assert town.says(chat, words)


@pytest.mark.parametrize("data", ["x", "a" * 64, "a" * 65, "\u00e9", "leave", "A" * 40, "=" * 44])
def test_a_button_that_is_none_of_ours_does_nothing(town: Town, data: str) -> None:
    """Made up or too long: the press is confirmed, so that no wheel turns, and nothing is heard."""
    chat = town.person()
    town.says(chat, "hello")
    before = len(town.telegram.lies(chat))
    town.telegram.bring(town.telegram.presses(chat, town.last(chat).id, data))

    assert before == len(town.telegram.lies(chat))
    assert [""] == town.telegram.toasts


def test_a_button_of_another_chat_does_nothing(town: Town) -> None:
    """What a button carries holds in its own chat alone."""
    one, other = town.person(), town.person()
    for chat in (one, other):
        town.says(chat, "hello", "1")
    town.telegram.bring(town.telegram.presses(other, town.last(other).id, town.data(one, "Leave now")))

    assert town.holds(other)
    assert town.holds(one)


def test_what_buttons_carry_is_short_and_tells_nothing(town: Town) -> None:
    """At most 64 bytes each, none of them a word of ours."""
    chat = town.person()
    for words in ("hello", "1", "1", "34", "He shouts.", "change"):
        town.says(chat, words)
        found = [data for row in town.last(chat).rows for _, data in row]
        assert found
        assert max(len(data.encode()) for data in found) <= 64
        assert not [step for step in town.house.plan.library.steps for data in found if len(step) > 4 and step in data]


def test_an_old_button_pressed_late_answers_its_own_question(town: Town) -> None:
    """Never the one that is asked now: the age that was asked since is still asked for."""
    chat = town.person()
    town.says(chat, "hello", "1")
    old, data = town.last(chat).id, town.data(chat, "4 I am worried")
    town.says(chat, "1")
    town.telegram.bring(town.telegram.presses(chat, old, data))
    state = town.house.state(Address("telegram", str(chat)))

    assert state is not None
    assert "friend" == state.answers["brings"]["brings"]
    assert "age" not in state.answers


def test_a_button_of_a_question_that_has_changed_asks_it_again(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """An edit to the words between showing and pressing takes no answer for the new words."""
    chat = town.person()
    town.says(chat, "hello", "1")
    pressed, data = town.last(chat).id, town.data(chat, "1 ")
    library = town.room.reception.library
    step = library.steps["brings"]
    monkeypatch.setitem(library.steps, "brings", replace(step, wording=replace(step.wording, ask="And now?")))
    for known in [one for one in library.asked if one[0] == "brings"]:
        monkeypatch.delitem(library.asked, known)
    town.telegram.bring(town.telegram.presses(chat, pressed, data))

    assert "This question has changed." in town.last(chat).text


def test_a_press_from_too_long_ago_is_not_heard(town: Town) -> None:
    """When Telegram says that a press is old, somebody else may hold the phone; but leaving is done."""
    chat = town.person()
    town.says(chat, "hello")
    on, yes, leave = town.last(chat).id, town.data(chat, "1 "), town.data(chat, "Leave now")
    late = [town.telegram.presses(chat, on, data) for data in (yes, leave)]
    town.house.clock.at += 20 * MINUTE
    before = sends(town)
    town.telegram.bring(late[0])
    assert before == sends(town)
    assert town.holds(chat)
    town.telegram.bring(late[1])

    assert not town.holds(chat)
    assert [] == town.telegram.lies(chat)


@pytest.mark.parametrize("words", ["hello", "1", "he is hitting me"])
def test_what_was_written_more_than_ten_minutes_ago_gets_no_reply(town: Town, words: str) -> None:
    """It waited too long on its way; what is said at once is answered."""
    chat = town.person()
    update = town.telegram.writes(chat, words)
    town.house.clock.at += 10 * MINUTE + 1
    town.telegram.bring(update)
    assert [] == town.telegram.asked

    assert FIRST in town.says(chat, "hello")[0]


def test_leaving_is_heard_however_late(town: Town) -> None:
    """Who wanted to leave an hour ago wants to still."""
    chat = town.person()
    town.says(chat, "hello", "1")
    update = town.telegram.writes(chat, "bye")
    town.house.clock.at += 60 * MINUTE
    town.telegram.bring(update)

    assert [] == town.telegram.lies(chat)
    assert not town.holds(chat)


def test_too_many_is_waited_for_as_long_as_is_said(town: Town) -> None:
    """After 429 the answer is sent once the wait is over."""
    waits = waiting(town)
    town.telegram.faults.too_many = [3, 7]

    assert FIRST in town.says(town.person(), "hello")[0]
    assert [3, 7] == waits


def test_too_many_is_waited_for_a_few_times_and_no_more(town: Town) -> None:
    """What comes much later may be read by somebody else."""
    waits = waiting(town)
    town.telegram.faults.too_many = [1] * 50
    assert [] == town.says(town.person(), "hello")
    assert 5 > TRIES == sends(town)
    assert TRIES - 1 == len(waits)

    town.telegram.faults.too_many = [3600]
    assert [] == town.says(town.person(), "hello")
    assert TRIES + 1 == sends(town)


def waiting(town: Town) -> list[float]:
    """The waits that the door makes from now on, none of which takes time."""
    waits: list[float] = []

    async def sleep(seconds: float) -> None:
        waits.append(seconds)

    town.room.api._sleep = sleep
    return waits


def test_words_after_an_answer_that_was_lost_answer_nothing(town: Town) -> None:
    """Who did not get our question is asked it again; their words are not read against it."""
    chat = town.person()
    town.says(chat, "hello")
    town.telegram.faults.breaks = 1
    assert [] == town.says(chat, "1")
    (said,) = town.says(chat, "1")
    state = town.house.state(Address("telegram", str(chat)))

    assert "choose what fits" in said
    assert state is not None
    assert "brings" not in state.answers
    assert "How old are you" in town.says(chat, "1")[0]


def test_danger_after_an_answer_that_was_lost_is_heard(town: Town) -> None:
    """Emergency words come first all the same."""
    chat = town.person()
    town.says(chat, "hello")
    town.telegram.faults.breaks = 1
    town.says(chat, "1")

    assert town.says(chat, "he is hitting me")[0].startswith("In danger now? Call 999.")


def test_an_answer_of_telegrams_that_is_lost(town: Town) -> None:
    """What may have been sent is not sent once more by itself."""
    chat = town.person()
    town.telegram.faults.loses = 1
    town.says(chat, "hello")

    assert 1 == sends(town)


def test_every_message_is_protected_silent_and_shows_no_link(town: Town) -> None:
    """Each call says so itself."""
    chat = town.person()
    town.says(chat, "hello", "1", "1", "person")
    sent = [given for name, given in town.telegram.asked if name == "sendMessage"]

    assert 4 == len(sent)
    for given in sent:
        assert (given["protect_content"], given["disable_notification"]) == (True, True)
        assert given["link_preview_options"] == {"is_disabled": True}


@pytest.fixture
def away(town: Town) -> Town:
    """The same town while the store is away."""
    nowhere = Lines("unix:///nowhere/at/all.sock", 0.1)
    object.__setattr__(town.room.reception, "store", Store(nowhere))
    town.room.notes._lines = nowhere
    town.room.errands._lines = nowhere
    return town


def test_without_the_store_emergency_words_come_first(away: Town) -> None:
    """Nothing is kept, and the person is told so after the emergency words."""
    (said,) = away.says(away.person(), "hello")

    assert said.startswith("In danger now? Call 999.")
    assert said.endswith("Your last message was not kept. Write again later if it is safe.")


def test_without_the_store_sending_is_not_known(away: Town) -> None:
    """Whoever says SEND may have done so before, unheard."""
    (said,) = away.says(away.person(), "SEND")

    assert "We do not know yet if it was sent. Write SEND once more: it cannot arrive twice." in said


def test_what_we_did_not_foresee_is_answered_with_emergency_words(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault of ours gets the emergency words, and Telegram 200: nothing may stand before the word that leaves."""

    async def broken(*_: object) -> None:
        raise RuntimeError("07700 900123")

    chat = town.person()
    monkeypatch.setattr("bot.turns._heard", broken)
    (said,) = town.says(chat, "hello")

    assert said.startswith("In danger now? Call 999.")
    assert [] == town.says(chat, "bye")


def test_four_at_once_are_all_kept(town: Town) -> None:
    """A story in four messages of the same instant loses none of them."""
    chat = town.person()
    town.says(chat, "hello", "1", "1", "34")
    four = ("It began in May.", "We had moved.", "It is every week.", "I am tired of it.")
    updates = [town.telegram.writes(chat, words) for words in four]

    async def at_once() -> None:
        from bot.app import fed, read

        room, knows = town.app.state.bot
        known = [read(room, town.telegram.envelope(update)[0]) for update in updates]
        await asyncio.gather(*(fed(room, knows, one) for one in known if one))

    town.call(at_once)
    state = town.house.state(Address("telegram", str(chat)))
    assert state is not None
    assert [] == [words for words in four if words not in state.to_json()]


def test_the_same_update_twice_is_answered_once(town: Town) -> None:
    """Also by a process that knows nothing of the first time."""
    chat = town.person()
    update = town.telegram.writes(chat, "hello")
    town.telegram.bring(update)
    another = town.house.server()
    for server in (town.server, another):
        body, headers = town.telegram.envelope(update)
        assert 200 == server.client.post("/telegram/inbound", content=body, headers=headers).status_code

    assert 1 == sends(town)


def test_work_is_refused_with_the_way_to_the_web(town: Town) -> None:
    """A chat app is no place for a family's details."""
    chat = town.person()
    (said,) = town.says(chat, "hello", "1", "5")

    assert "For work we have a web page" in said
    assert not town.holds(chat)


@pytest.mark.parametrize("code", ["QKDM", "qkdm", "ZZZZ"])
def test_a_code_comes_in_by_its_link(town: Town, code: str) -> None:
    """t.me/name?start=CODE says where a poster hung; where people type it opens nothing of its own."""
    chat = town.person()
    (said,) = town.says(chat, f"/start {code}")
    state = town.house.state(Address("telegram", str(chat)))

    assert FIRST in said
    assert state is not None
    assert code.upper() == state.entry


def test_help_says_what_leaving_deletes(town: Town) -> None:
    """And what it cannot; so does the first message."""
    chat = town.person()
    (first,) = town.says(chat, "hello")
    (said,) = town.says(chat, "1", "/help")

    assert "It deletes the last 2 days here." in first
    assert "BYE deletes the last 2 days of this chat, on both sides. We cannot delete what is older." in said


def test_nothing_of_an_account_is_kept_or_logged(town: Town, valkey: Valkey, caplog: pytest.LogCaptureFixture) -> None:
    """At DEBUG no line of ours and no file of the store holds a chat's number, a name, or a word."""
    caplog.set_level(logging.DEBUG)
    chat = town.person()
    town.says(chat, "hello", "1", "1", "34", f"He {WORD}.", "done", "4", "send", "hello")
    town.telegram.faults.breaks = 1
    town.says(chat, WORD, "bye")
    told = "".join(f"{r.getMessage()} {r.exc_text} {r.__dict__}" for r in caplog.records)
    files = b"".join(path.read_bytes() for path in valkey.data.rglob("*") if path.is_file())
    private = (str(chat), "Quillfeather", "quillfeather", WORD)

    assert [] == [one for one in private if one in told]
    assert [] == [one for one in private if one.encode() in files]
    assert b"door:{0}:telegram:notes:" in files
