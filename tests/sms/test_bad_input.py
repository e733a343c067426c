"""What nobody should send to the door, and what people send all the same."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from frontdoor.practice.twilio import SIGNED, Twilio
from reception.lines import Lines
from reception.store import Store
from sms.account import INBOUND, STATUS
from tests.house import Address
from tests.sms.conftest import Town

FORM = "application/x-www-form-urlencoded"


def signed(town: Town, **more: str) -> tuple[bytes, dict[str, str]]:
    """A webhook as Twilio signs it."""
    return town.twilio.envelope(INBOUND, town.twilio.received(town.number(), "hello") | more)


@pytest.mark.parametrize("path", [INBOUND, STATUS])
@pytest.mark.parametrize("given", ["", "x", "=" * 28, "A" * 27 + "=", "A" * 500, "\u00e9" * 28, "A" * 28 + "\n "])
def test_a_signature_that_is_none_is_refused(town: Town, path: str, given: str) -> None:
    """Forged, empty, too short or too long: 403, and nothing is said."""
    body, headers = signed(town)
    pairs = {name.encode(): value.encode() for name, value in headers.items()}
    pairs[SIGNED.encode()] = given.encode("latin-1")
    answer = town.server.client.post(path, content=body, headers=pairs)

    assert (403, "") == (answer.status_code, answer.text)


@pytest.mark.parametrize("path", [INBOUND, STATUS])
def test_a_missing_signature_is_refused(town: Town, path: str) -> None:
    """A webhook without a signature is anybody's."""
    body, _ = signed(town)

    assert 403 == town.post(path, body, {"Content-Type": FORM}).status


def test_two_signatures_are_refused(town: Town) -> None:
    """Where there is more than one, nobody knows which is meant."""
    body, headers = signed(town)
    two = [("content-type", FORM), (SIGNED, headers[SIGNED]), (SIGNED, "x")]

    assert 403 == town.server.client.post(INBOUND, content=body, headers=two).status_code


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/json", b'{"Body": "hello"}'),
        ("text/plain", b"Body=hello"),
        ("multipart/form-data; boundary=x", b"--x--"),
        ("", b"Body=hello"),
        (FORM, b'{"Body": "hello"}'),
        (FORM, b"Body=%ff%fe"),
        (FORM, "Body=\u00e9".encode()),
        (FORM, b"&".join(b"a=b" for _ in range(1000))),
        (FORM, b"Body=" + b"a" * 100_000),
        (FORM, b""),
    ],
)
def test_a_body_that_is_no_form_of_twilios_is_refused(town: Town, kind: str, body: bytes) -> None:
    """JSON, broken text, far too much and nothing at all: 403, never an error of ours."""
    answer = town.server.client.post(INBOUND, content=body, headers={"Content-Type": kind, SIGNED: "A" * 27 + "="})

    assert 403 == answer.status_code


def test_a_json_body_with_a_right_looking_query_is_refused(town: Town) -> None:
    """The way by which Twilio signs JSON is not one of ours."""
    answer = town.server.client.post(
        f"{INBOUND}?bodySHA256=abc", content=b"{}", headers={"Content-Type": "application/json", SIGNED: "A" * 28}
    )

    assert 403 == answer.status_code


@pytest.mark.parametrize("kind", ["application/json", "text/plain", "multipart/form-data; boundary=x", ""])
def test_a_right_signature_on_another_kind_of_body_is_refused(town: Town, kind: str) -> None:
    """Twilio posts forms; whatever calls itself something else did not come from there."""
    body, headers = signed(town)

    assert 403 == town.post(INBOUND, body, headers | {"Content-Type": kind}).status


def test_a_changed_word_is_refused(town: Town) -> None:
    """What was signed is what is heard."""
    body, headers = signed(town)

    assert 403 == town.post(INBOUND, body.replace(b"Body=hello", b"Body=hellO"), headers).status
    assert 200 == town.post(INBOUND, body, headers).status


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_the_address_is_the_one_that_was_set(town: Town, scheme: str) -> None:
    """A signature over another host is refused, whatever host the request says it is for."""
    other = replace(town.twilio.account, public_url=f"{scheme}://elsewhere.example.org")
    body, headers = Twilio(other, lambda *_: (500, "")).envelope(INBOUND, town.twilio.received(town.number(), "hi"))

    assert 403 == town.post(INBOUND, body, headers | {"Host": "elsewhere.example.org"}).status


def test_parameters_nobody_knows_are_signed_too(town: Town) -> None:
    """Twilio adds parameters when it likes, empty and repeated ones as well."""
    body, headers = signed(town, ChannelMetadata='{"a": "\u2019"}', Empty="")

    assert 200 == town.post(INBOUND, body, headers).status


@pytest.mark.parametrize("account", [{"tokens": ("new-token", "old-token")}])
@pytest.mark.parametrize("token", ["new-token", "old-token"])
def test_both_tokens_hold_during_a_rotation(town: Town, token: str) -> None:
    """What Twilio signs with the old token and with the new is heard; with any other it is not."""
    form = town.twilio.received(town.number(), "hello")
    for one, status in ((token, 200), ("another", 403)):
        body, headers = Twilio(replace(town.twilio.account, tokens=(one,)), lambda *_: (500, "")).envelope(
            INBOUND, form
        )
        assert status == town.post(INBOUND, body, headers).status


@pytest.mark.parametrize("account", [{"service_sid": "MG" + "1" * 32}])
def test_a_messaging_service_is_heard_by_any_of_its_numbers(town: Town) -> None:
    """Its webhooks name the service, and any number of its pool; signed, they count."""
    form = town.twilio.received(town.number(), "hello") | {"To": "+447700900901"}
    assert "MessagingServiceSid" in form
    (said,) = town.twilio.replied(form, *town.twilio.post(INBOUND, form))

    assert "Is it OK to message here now?" in said.body


@pytest.mark.parametrize("words", ["", "look"])
def test_a_picture_gets_a_safe_sentence_and_is_never_fetched(town: Town, words: str) -> None:
    """An MMS or voice note is not opened; the question stands, and words that came with it are heard."""
    sender = town.number()
    town.says(sender, "hello", "1", "1", "34")
    (said,) = town.twilio.text(sender, words, media=2)

    assert said.body.startswith("We cannot open pictures, sound or files here. Please send words.")
    assert ("In your own words" in said.body) is not bool(words)
    assert [] == town.twilio.asked
    state = town.house.state(Address("sms", sender))
    assert state is not None
    assert ("story" in state.answers) is bool(words)


def test_a_place_on_a_map_is_not_opened_either(town: Town) -> None:
    """WhatsApp brings a place without a word; nobody looks at it."""
    (said,) = town.twilio.text(f"whatsapp:{town.number()}", "", Latitude="51.2", Longitude="-0.5")

    assert said.body.startswith("We cannot open pictures")


@pytest.mark.parametrize("words", ["", " ", "\n", "\u200b", "\u00a0"])
def test_an_empty_text_is_answered_with_the_question(town: Town, words: str) -> None:
    """Nothing was said, so nothing is taken for an answer or a mistake."""
    sender = town.number()
    town.says(sender, "hello", "1")
    for _ in range(3):
        said = town.says(sender, words)

    assert said[0].startswith("Thank you. Please choose what fits you best.")


def test_sixteen_hundred_characters_are_kept(town: Town) -> None:
    """The longest text there is comes in whole."""
    sender, story = town.number(), "It goes on. " * 133
    town.says(sender, "hello", "1", "1", "34", story)
    state = town.house.state(Address("sms", sender))

    assert state is not None
    assert story.strip() == state.answers["story"]["story"]


@pytest.mark.parametrize(
    "sender",
    ["62226", "BankOfX", "+441483776822", "+442079460000", "", "+", "messenger:123", "whatsapp:", "whatsapp:x y"],
)
def test_who_cannot_read_an_answer_gets_none(town: Town, sender: str) -> None:
    """Short codes, names and landlines are not answered: machines would go on, and a landline reads out loud."""
    assert () == town.twilio.text(sender, "please help me")
    assert not town.holds(sender)


@pytest.mark.parametrize("address", ["GB.1234567890123456789", "+447700900123"])
def test_whatsapp_is_known_by_its_own_address(town: Town, address: str) -> None:
    """A number or a user id, each with a conversation of its own, apart from that by SMS."""
    (said,) = town.twilio.text(f"whatsapp:{address}", "hello")

    assert said.to == f"whatsapp:{address}"
    assert town.holds(address, "whatsapp")
    assert not town.holds(address, "sms")


def test_a_button_of_whatsapp_is_what_stands_on_it(town: Town) -> None:
    """The text on a pressed button is the answer, whatever the body says."""
    sender = f"whatsapp:{town.number()}"
    town.says(sender, "hello")
    (said,) = town.twilio.text(sender, "payload", ButtonText="Yes, only I can see this")

    assert "Please choose what fits you best." in said.body


def test_an_id_that_is_none_is_not_heard(town: Town) -> None:
    """Without an id a retry could not be told from a new message."""
    assert () == town.twilio.text(town.number(), "hello", MessageSid="", SmsSid="")


def test_four_texts_at_once_are_all_kept(town: Town) -> None:
    """A story in four texts of the same instant loses none of them."""
    sender = town.number()
    town.says(sender, "hello", "1", "1", "34")
    four = ("It began in May.", "We had moved.", "It is every week.", "I am tired of it.")
    hooks = [town.twilio.envelope(INBOUND, town.twilio.received(sender, words)) for words in four]

    async def at_once() -> list[int]:
        return list(await asyncio.gather(*(_ask(town.app, *hook) for hook in hooks)))

    assert town.server.client.portal is not None
    assert [200] * 4 == town.server.client.portal.call(at_once)
    state = town.house.state(Address("sms", sender))
    assert state is not None
    assert [] == [words for words in four if words not in state.to_json()]


async def _ask(app: object, body: bytes, headers: dict[str, str]) -> int:
    """One request to the application, beside others on its own loop."""
    statuses: list[int] = []
    pairs = [(name.lower().encode(), value.encode()) for name, value in headers.items()]

    async def receive() -> dict[str, object]:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(event: dict[str, object]) -> None:
        if event["type"] == "http.response.start":
            statuses.append(int(str(event["status"])))

    scope = {"type": "http", "method": "POST", "path": INBOUND, "query_string": b"", "headers": pairs, "root_path": ""}
    await app(scope | {"scheme": "http", "http_version": "1.1"}, receive, send)  # type: ignore[operator]
    return statuses[0]


def test_one_text_brought_four_times_at_once_counts_once(town: Town) -> None:
    """Retries that overtake one another: each is answered, and the question after it stands once."""
    sender = town.number()
    town.says(sender, "hello", "1", "1", "34")
    hook = town.twilio.envelope(INBOUND, town.twilio.received(sender, "It began in May."))

    async def at_once() -> list[int]:
        return list(await asyncio.gather(*(_ask(town.app, *hook) for _ in range(4))))

    assert town.server.client.portal is not None
    assert [200] * 4 == town.server.client.portal.call(at_once)
    state = town.house.state(Address("sms", sender))
    assert state is not None
    assert 1 == state.to_json().count("It began in May.")


def test_a_late_text_out_of_order_is_an_answer_to_what_was_asked(town: Town) -> None:
    """Two texts that change places answer the questions as they come, and lose nothing."""
    sender = town.number()
    town.says(sender, "hello")
    first, second = (town.twilio.received(sender, words) for words in ("1", "hurt by someone"))
    for form in (second, first):
        assert town.twilio.replied(form, *town.twilio.post(INBOUND, form))

    assert town.holds(sender)


@pytest.fixture
def away(town: Town, monkeypatch: pytest.MonkeyPatch) -> Town:
    """The same town while the store is away."""
    nowhere = Store(Lines("unix:///nowhere/at/all.sock", 0.1))
    object.__setattr__(town.room.reception, "store", nowhere)
    monkeypatch.setattr(town.room.errands, "_lines", Lines("unix:///nowhere/at/all.sock", 0.1))
    monkeypatch.setattr(town.room.tally, "_lines", Lines("unix:///nowhere/at/all.sock", 0.1))
    return town


def test_without_the_store_emergency_words_come_first(away: Town) -> None:
    """Nothing is kept, and the person is told so after the emergency words; Twilio is answered 200."""
    (said,) = away.says(away.number(), "hello")

    assert said.startswith("In danger now? Call 999.")
    assert said.endswith("Your last message was not kept. Write again later if it is safe.")


def test_without_the_store_sending_is_not_known(away: Town) -> None:
    """Whoever says SEND may have done so before, unheard."""
    (said,) = away.says(away.number(), "SEND")

    assert "We do not know yet if it was sent. Text SEND once more: it cannot arrive twice." in said


def test_what_we_did_not_foresee_is_left_to_the_fallback(
    town: Town, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """A fault of ours answers 500 and not a word, so that the provider's own emergency words are sent."""

    async def broken(*_: object) -> None:
        raise RuntimeError("07700 900123")

    monkeypatch.setattr("sms.app._answered", broken)
    body, headers = town.twilio.envelope(INBOUND, town.twilio.received(town.number(), "hello"))
    answer = town.post(INBOUND, body, headers)

    assert (500, "") == (answer.status, answer.text)
    assert "RuntimeError" in caplog.text
    assert "07700" not in caplog.text


def test_odd_but_signed_status_callbacks_are_taken(town: Town) -> None:
    """A callback without an id, or with an error that is no number, is answered and changes nothing."""
    for form in ({}, {"MessageSid": "x"}, {"MessageSid": "SM" + "0" * 32, "ErrorCode": "x", "MessageStatus": "?"}):
        body, headers = town.twilio.envelope(STATUS, form or {"a": "b"})
        assert 204 == town.post(STATUS, body, headers).status
