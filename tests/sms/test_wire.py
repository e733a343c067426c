"""From a webhook's form to what a person did, and from texts to TwiML."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from twilio.twiml.messaging_response import MessagingResponse

from sms import wire

FORM = {"MessageSid": "SM" + "0" * 32, "From": "+447700900123", "To": "+447700900900", "Body": "hello", "NumMedia": "0"}
CALLBACK = "https://pages.example.org/sms/status?a=1&b=2"


@given(st.dictionaries(st.sampled_from([*FORM, "OptOutType", "ButtonText", "Latitude", "ErrorCode"]), st.text()))
def test_any_form_is_read_or_let_be(changed: dict[str, str]) -> None:
    """Whatever stands in a form, nothing is raised."""
    wire.read(FORM | changed, 1)
    wire.told(FORM | changed)


@pytest.mark.parametrize(
    ("form", "opting"),
    [
        ({"OptOutType": "STOP"}, "STOP"),
        ({"OptOutType": "START"}, "START"),
        ({"OptOutType": "HELP"}, "HELP"),
        ({"OptOutType": "else"}, None),
        ({"Body": "Stop"}, "STOP"),
        ({"Body": "stop it"}, None),
        ({"Body": "stop", "From": "whatsapp:+447700900123"}, None),
    ],
)
def test_what_the_provider_did_by_itself(form: dict[str, str], opting: str | None) -> None:
    """By OptOutType, or by a word alone that it keeps for itself; on WhatsApp it keeps none."""
    text = wire.read(FORM | form, 1)

    assert text is not None
    assert opting == text.opting


def test_twiml_is_what_twilios_library_makes() -> None:
    """The same messages and callbacks, whatever characters are in them."""
    texts = ("a < b & 'c' \"d\"\n1 £5", "\u0627\u0631\u062f\u0648")
    theirs = MessagingResponse()
    for text in texts:
        theirs.message(text, status_callback=CALLBACK)

    assert ET.canonicalize(str(theirs)) == ET.canonicalize(wire.twiml(texts, CALLBACK))


def test_typographic_marks_are_folded() -> None:
    """A curly quote would make a text twice as dear."""
    assert ("It's 'so' - ...",) == wire.pieces("It\u2019s \u2018so\u2019 \u2013 \u2026")


@pytest.mark.parametrize(("length", "parts"), [(0, 0), (1, 1), (1600, 1), (1601, 2), (5000, 4)])
def test_what_twilio_would_not_take_is_parted(length: int, parts: int) -> None:
    """No message is longer than 1,600 characters, and none is empty."""
    assert parts == len(wire.pieces("a" * length))


def test_size_counts_segments() -> None:
    """As the standard counts them."""
    assert 3 == wire.size(("a" * 161, "a"))


def test_final_is_what_cannot_change() -> None:
    """A text that was sent may still be delivered; one that was delivered cannot."""
    told = [wire.told(FORM | {"MessageStatus": status}) for status in ("queued", "sent", "delivered", "undelivered")]

    assert [False, False, True, True] == [one.final for one in told if one]
