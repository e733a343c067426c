from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
import redis

from flows.danger import GAP
from flows.library import Library
from flows.message import Message
from flows.state import State
from reception.arrival import Fact
from reception.envelope import Sealed as Event
from reception.hearing import STATE_MOST, opened
from reception.kept import state_bytes
from reception.lines import Lines
from reception.names import Place
from reception.store import Found, Outcome, Store, Write
from reception.valkey import Valkey
from tests.reception.house import MORNING, SECRET, TO_SENDING, House, Person, house_at, look, queue
from tests.reception.thief import Thief

pytestmark = pytest.mark.anyio

NUMBER = "+447700900001"
DAY_S = 24 * 3600


async def state_of(person: Person) -> State | None:
    """Their conversation as it stands in the store."""
    reception = person.house.reception
    place = reception.names.place(person.door, person.address)
    found = await reception.store.find(place)
    return opened(reception.vault, place.talk, person.secret, found.talk).state if found.talk else None


@pytest.fixture
async def robbed(
    library: Library, valkey: Valkey, hub: redis.Redis, tmp_path: Path
) -> AsyncIterator[tuple[House, Thief]]:
    """A reception whose store's answers can be lost on the way."""
    look(hub, MORNING)
    thief = Thief(tmp_path / "s", valkey.run / "s")
    async with thief, house_at(library, thief.url(valkey.url("door")), valkey.url("keeper")) as house:
        yield house, thief


class Together(Store):
    """Lets nobody write before everyone has read, and those who leave before the rest."""

    def __init__(self, lines: Lines, people: int) -> None:
        super().__init__(lines)
        self.reading = people
        self.read = asyncio.Event()

    async def find(self, place: Place) -> Found:
        """Read, and wait for the others to have read."""
        found = await super().find(place)
        self.reading -= 1
        if self.reading <= 0:
            self.read.set()
        await self.read.wait()
        return found

    async def write(self, place: Place, found: Found, write: Write) -> Outcome:
        """Write at once what ends, and what goes on a little later."""
        await asyncio.sleep(0.02 if write.talk else 0)
        return await super().write(place, found, write)


# Sending


async def test_a_referral_sent_by_text_is_in_the_queue(texter: Person, hub: redis.Redis) -> None:
    """Who has chosen to send is told that it is sent, and it is there once, whole, under an id."""
    heard = await texter.talk("hello", "1", "2", "He has taken my phone", "2", "send")
    assert heard.fact is Fact.SENT
    (event,) = queue(hub)
    referral = texter.house.opened(event)
    assert referral.id
    assert referral.narrative[0].text == "He has taken my phone"


async def test_a_referral_sent_from_a_page_is_in_the_queue(surfer: Person, hub: redis.Redis) -> None:
    """The cookie's half of the key is no hindrance to sending."""
    heard = await surfer.talk("hello", "yes", "worry", "skip", "self", "send")
    assert heard.fact is Fact.SENT
    assert len(queue(hub)) == 1


async def test_nothing_is_sent_while_nobody_reads(texter: Person, hub: redis.Redis) -> None:
    """The clock passes what the hub allows without a look: no referral is taken, not even one under way."""
    await texter.talk(*TO_SENDING)
    texter.house.clock.at += 5 * DAY_S
    assert await texter.house.reception.desk() == "absent"
    for words in ("1", "send", "send"):
        assert (await texter.say(words)).fact is not Fact.SENT
    assert queue(hub) == []


# The same message twice


async def test_a_message_that_arrives_twice_is_answered_the_same(texter: Person) -> None:
    """A provider's retry gets the same words, and the conversation stands as it did."""
    for words in TO_SENDING:
        first = await texter.say(words)
        stood = await state_of(texter)
        assert await texter.again() == first
        assert await state_of(texter) == stood


async def test_the_last_form_posted_often_sends_once(surfer: Person, hub: redis.Redis) -> None:
    """However often it is pressed: the same page, and one entry."""
    first = await surfer.talk("hello", "yes", "worry", "skip", "self", "send")
    for _ in range(5):
        assert await surfer.again() == first
    assert len(queue(hub)) == 1


async def test_an_answer_that_did_not_fit_is_shown_again_from_the_retry_itself(surfer: Person) -> None:
    """What did not fit is nowhere in the store, and still stands in the page that a retry gets."""
    await surfer.talk("hello", "yes", "worry", "skip", "call")
    first = await surfer.say("not a number")
    assert first.reply is not None
    assert first.reply.fields[0].given == ("not a number",)
    assert await surfer.again() == first


async def test_a_late_retry_opens_nothing_after_leaving(texter: Person) -> None:
    """A message from before they left, brought again, is not answered with a new conversation."""
    await texter.talk("hello", "1")
    before = texter.last
    left = await texter.say("bye")
    assert (left.reply, left.fact) == (None, Fact.LEFT)
    assert before is not None
    again = await texter.house.reception.hear(texter.arrival(before))
    assert again.reply is None
    assert await state_of(texter) is None


async def test_after_the_gap_a_retry_tells_nothing_back(surfer: Person) -> None:
    """A page loaded again a quarter of an hour later asks whether it is safe, and shows no question of the journey."""
    await surfer.talk("hello", "yes", "worry")
    surfer.house.clock.at += GAP + 1
    again = await surfer.again()
    assert again.reply is not None
    assert again.reply.step == surfer.house.reception.library.gate.id


async def test_after_the_gap_a_retry_of_what_was_sent_says_nothing(surfer: Person) -> None:
    """Whoever presses back on a shared machine much later is not shown that anything was sent."""
    await surfer.talk("hello", "yes", "worry", "skip", "self", "send")
    surfer.house.clock.at += GAP + 1
    again = await surfer.again()
    assert (again.reply, again.fact) == (None, Fact.ENDED)


# Several at once


async def test_of_four_messages_at_once_none_is_lost(texter: Person, hub: redis.Redis) -> None:
    """They are taken one after the other, each onto what the one before left."""
    await texter.talk("hello", "1", "2")
    said = ["she limps", "she hides her arm", "he answers for her", "she is thinner"]
    at = int(texter.house.clock())
    messages = [Message(id=words, at=at, door="sms", words=words) for words in said]
    heard = await asyncio.gather(*(texter.house.reception.hear(texter.arrival(one)) for one in messages))
    assert [one.fact for one in heard] == [Fact.KEPT] * 4
    state = await state_of(texter)
    assert state is not None
    kept = repr(state.answers) + repr(state.words)
    assert [words for words in said if words not in kept] == []


async def test_one_message_four_times_at_once_counts_once(texter: Person, hub: redis.Redis) -> None:
    """Retries that overlap are still one message: one answer, one entry."""
    await texter.talk(*TO_SENDING)
    send = Message(id="the-send", at=int(texter.house.clock()), door="sms", words="send")
    heard = await asyncio.gather(*(texter.house.reception.hear(texter.arrival(send)) for _ in range(4)))
    assert {one.fact for one in heard} == {Fact.SENT}
    assert len(set(map(repr, heard))) == 1
    assert len(queue(hub)) == 1


async def test_what_was_on_its_way_when_they_left_goes_with_the_rest(texter: Person) -> None:
    """Leaving at the same instant as an answer: whichever comes first, silence follows and nothing stays."""
    await texter.talk("hello", "1", "2")
    at = int(texter.house.clock())
    words = ["bye", *(f"an answer {n}" for n in range(3))]
    messages = [Message(id=said, at=at, door="sms", words=said) for said in words]
    together = replace(texter.house.reception, store=Together(texter.house.lines, len(words)))
    heard = await asyncio.gather(*(together.hear(texter.arrival(one)) for one in messages))
    assert [(one.reply, one.fact) for one in heard] == [(None, Fact.LEFT)] * 4
    assert await state_of(texter) is None


# The three truths


async def test_a_lost_answer_sends_once_and_is_found_out(robbed: tuple[House, Thief], hub: redis.Redis) -> None:
    """The answer is lost on its way; asking again finds that it was sent, and sends nothing more."""
    house, thief = robbed
    person = Person(house)
    await person.talk(*TO_SENDING)
    thief.steals = 1
    assert (await person.say("send")).fact is Fact.SENT
    assert thief.stolen == 1
    assert len(queue(hub)) == 1


async def test_a_store_that_dies_at_the_send_leaves_us_unsure(library: Library, roof: Path, tmp_path: Path) -> None:
    """It was tried and no answer came, nor could we ask: we say that we do not know. Pressing again settles it."""
    with Valkey(roof) as running:
        with redis.Redis.from_url(running.url("hub"), protocol=2) as hub:
            look(hub, MORNING)
        thief = Thief(tmp_path / "s", running.run / "s")
        async with house_at(library, thief.url(running.url("door")), running.url("keeper")) as house:
            person = Person(house)
            async with thief:
                await person.talk(*TO_SENDING)
                thief.steals, thief.leaves_after = 1, True
                assert (await person.say("send")).fact is Fact.UNKNOWN
            async with thief:
                assert (await person.again()).fact is Fact.SENT
            with redis.Redis.from_url(running.url("hub"), protocol=2) as hub:
                assert len(queue(hub)) == 1


async def test_a_store_that_refuses_at_the_send_has_not_sent(
    texter: Person, hub: redis.Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When the store says no, nothing was written, and we say so; the conversation stands for another try."""
    await texter.talk(*TO_SENDING)
    store = texter.house.reception.store
    finish = store._finish
    store._finish = replace(finish, text="#!lua\nreturn redis.error_reply('MISCONF disk')", digest="0" * 40)
    assert (await texter.say("send")).fact is Fact.NOT_SENT
    assert queue(hub) == []
    store._finish = finish
    assert (await texter.again()).fact is Fact.SENT
    assert len(queue(hub)) == 1


async def test_a_store_that_is_down_has_not_kept_the_message(library: Library, tmp_path: Path) -> None:
    """Nothing is said of sending: the door gives the emergency words and says that this was not kept."""
    nowhere = f"unix://door:x@{tmp_path}/none"
    async with house_at(library, nowhere, nowhere) as house:
        heard = await Person(house).say("hello")
        assert (heard.reply, heard.fact) == (None, Fact.DOWN)
        assert await house.reception.desk() == "overdue"
        assert not await house.reception.alive("sms", NUMBER)


# Leaving


async def test_leaving_forgets(texter: Person, hub: redis.Redis) -> None:
    """Nothing of the conversation is left but a sealed mark under another name."""
    await texter.talk("hello", "1", "2", "he hits her")
    await texter.say("bye")
    found = await texter.house.reception.store.find(texter.house.place("sms", NUMBER))
    assert found.talk is None
    assert found.gone is not None
    assert queue(hub) == []


async def test_leaving_before_anything_writes_nothing(texter: Person) -> None:
    """Who leaves with their first word leaves no trace of having come."""
    assert (await texter.say("bye")).fact is Fact.LEFT
    found = await texter.house.reception.store.find(texter.house.place("sms", NUMBER))
    assert (found.talk, found.gone) == (None, None)


async def test_who_left_may_come_back_by_text(texter: Person, hub: redis.Redis) -> None:
    """A new message after leaving opens a new conversation, from its first question, and can be sent."""
    await texter.talk("hello", "1", "2", "bye")
    texter.house.clock.at += 60
    heard = await texter.talk(*TO_SENDING, "send")
    assert heard.fact is Fact.SENT
    assert len(queue(hub)) == 1


async def test_a_cookie_that_has_ended_opens_nothing_more(surfer: Person) -> None:
    """After leaving on a page, the old page's forms meet an ended conversation."""
    await surfer.talk("hello", "yes", "worry")
    form = surfer.last
    assert form is not None
    assert (await surfer.say("leave")).fact is Fact.LEFT
    heard = await surfer.house.reception.hear(surfer.arrival(replace(form, id="another press")))
    assert (heard.reply, heard.fact) == (None, Fact.ENDED)


# Keys and cookies


async def test_a_cookie_with_the_wrong_secret_opens_and_changes_nothing(surfer: Person) -> None:
    """The id alone, seen in a log of someone else's, is worth nothing."""
    await surfer.talk("hello", "yes", "worry")
    thief = replace(surfer, secret=bytes(32), heard=list(surfer.heard))
    assert (await thief.say("leave")).fact is Fact.ENDED
    assert not await surfer.house.reception.alive("web", surfer.address, bytes(32))
    assert await surfer.house.reception.alive("web", surfer.address, SECRET)


async def test_a_texter_whose_key_has_gone_begins_anew(texter: Person) -> None:
    """When the master key of their conversation is no longer there, they are asked from the start, not turned away."""
    await texter.talk("hello", "1", "2")
    place = texter.house.place("sms", NUMBER)
    await texter.house.lines.ask("SET", place.talk, os.urandom(300))
    heard = await texter.say("hello")
    assert heard.fact is Fact.KEPT
    assert heard.reply is not None
    assert heard.reply.step == texter.house.reception.library.gate.id


async def test_alive_knows_a_conversation_under_way_from_one_that_ended(surfer: Person) -> None:
    """The first page asks this, to know whether 'yes' goes on where it stood."""
    alive = surfer.house.reception.alive
    assert not await alive("web", surfer.address, SECRET)
    await surfer.talk("hello", "yes")
    assert await alive("web", surfer.address, SECRET)
    await surfer.say("leave")
    assert not await alive("web", surfer.address, SECRET)


# Limits


async def test_a_full_store_opens_no_conversation(texter: Person) -> None:
    """Who comes new is told that it is full; who is under way goes on."""
    await texter.talk("hello", "1")
    texter.house.reception.keeper.full = True
    assert (await Person(texter.house, address="+447700900002").say("hello")).fact is Fact.FULL
    assert (await texter.say("2")).fact is Fact.KEPT


async def test_a_full_store_still_answers_danger(texter: Person) -> None:
    """Emergency words need no memory."""
    texter.house.reception.keeper.full = True
    heard = await texter.say("he has a knife")
    assert heard.fact is Fact.FULL
    assert heard.reply is not None
    assert heard.reply.urgent == texter.house.reception.library.emergency_lines("en", "sms")


async def test_a_conversation_under_way_sends_from_a_store_at_its_limit(library: Library, roof: Path) -> None:
    """Memory is filled to the last byte; the one who was writing still answers, sends, and it is there."""
    with Valkey(roof, megabytes=4) as running, redis.Redis.from_url(running.url("hub"), protocol=2) as hub:
        look(hub, MORNING)
        async with house_at(library, running.url("door"), running.url("keeper")) as house:
            person = Person(house)
            await person.talk("hello", "1", "2")
            for size in (40_000, 4_000, 400, 40):
                with pytest.raises(Exception, match="full"):  # noqa: PT012 - until it is full
                    while True:
                        await house.lines.ask("SET", f"talk:{{0}}:{os.urandom(8).hex()}", os.urandom(size))
            newcomer = Person(house, address="+447700900002")
            assert (await newcomer.say("hello")).fact is Fact.FULL
            assert (await person.talk("she limps", "2", "send")).fact is Fact.SENT
            assert len(queue(hub)) == 1


async def test_a_conversation_stays_within_its_size(texter: Person, hub: redis.Redis) -> None:
    """Who writes and writes is told to send what they have; what was taken stays, and can be sent."""
    await texter.talk("hello", "1", "1")
    too_long = texter.house.reception.library.says_at("too_long", "sms", "en")[0]
    sizes, told = [], []
    for n in range(8):
        texter.house.clock.at += 60
        heard = await texter.say("é" * 5000 + str(n))
        assert heard.reply is not None
        told.append(too_long in heard.reply.lines)
        sizes.append(len(state_bytes(await state_of(texter))))
    assert max(sizes) <= STATE_MOST
    assert told == [size == sizes[-1] for size in [0, *sizes[:-1]]]
    await texter.talk("skip", "skip", "skip", "skip", "2")
    assert (await texter.say("send")).fact is Fact.SENT


async def test_danger_in_a_message_that_is_too_long_is_still_answered(texter: Person) -> None:
    """The words are not kept any more; the emergency words come all the same."""
    await texter.talk("hello", "1", "1", "é" * 5000, "é" * 5000, "é" * 5000)
    heard = await texter.say("he has a knife " + "é" * 5000)
    assert heard.reply is not None
    assert heard.reply.urgent


async def test_words_that_utf8_cannot_hold_are_taken(texter: Person) -> None:
    """Half characters, NULs and a hundred thousand letters neither break nor fill anything."""
    await texter.talk("hello", "1", "2")
    for words in ("\ud800 broken", "nul\0nul", "x" * 100_000, "\U0001f600" * 9000):
        assert (await texter.say(words)).fact is Fact.KEPT


# Nothing readable


async def test_no_word_number_or_id_is_in_the_store(texter: Person, surfer: Person, roof: Path, valkey: Valkey) -> None:
    """Canary words and the number are in no file of the store, sent or not."""
    await texter.talk("hello", "1", "2", "canaryword", "2", "send")
    await surfer.talk("hello", "yes", "worry", "canaryword")
    stored = b"".join(path.read_bytes() for path in valkey.data.rglob("*") if path.is_file())
    assert b"talk:" in stored
    for secret in (b"canaryword", b"7700900001", b"cookie-1", SECRET, b"worry"):
        assert secret not in stored


async def test_no_word_or_number_is_in_a_log(
    texter: Person, robbed: tuple[House, Thief], caplog: pytest.LogCaptureFixture
) -> None:
    """Not at DEBUG either, and not when the store fails."""
    caplog.set_level(logging.DEBUG)
    house, thief = robbed
    person = Person(house)
    await person.talk("hello", "1", "2")
    thief.steals = 2
    await person.talk("canaryword", "bye")
    for secret in ("canaryword", "7700900001", "talk:"):
        assert secret not in caplog.text


async def test_no_repr_shows_who_or_what(texter: Person) -> None:
    """Even a traceback that prints values shows neither number, secret nor words."""
    message = Message(id="m", at=0, door="sms", words="canaryword")
    shown = repr(replace(texter, secret=SECRET).arrival(message)) + repr(texter.house.reception)
    for secret in ("canaryword", "7700900001", repr(SECRET)):
        assert secret not in shown


async def test_who_writes_again_sends_again(house: House, texter: Person, hub: redis.Redis) -> None:
    """A second referral from the same phone, the same day, is on the queue beside the first, under an id of its own."""
    for _ in range(2):
        assert (await texter.talk(*TO_SENDING, "send")).fact is Fact.SENT
        house.clock.at += 60

    assert 2 == len({Event.from_text(event).id for event in queue(hub)})
