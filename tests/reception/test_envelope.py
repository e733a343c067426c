from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reception import envelope
from reception.doorkeys import DoorKeys
from reception.envelope import BUCKETS, Sealed, pad, unpad
from reception.faults import SealFault
from reception.seal import Sealer
from reception.unseal import HubPrivate

TODAY = date(2026, 11, 22)
SEALER = Sealer((HubPrivate.new(TODAY).public(),), DoorKeys.new(TODAY), lambda: 1_795_350_896.0)
EVENT = SEALER.seal("referral-1", b"{}")


def changed(name: str, value: object) -> str:
    """The event with one member of its outermost object changed, or taken out when `value` is None."""
    bare = json.loads(EVENT)
    bare[name] = value
    if value is None:
        del bare[name]
    return json.dumps(bare)


@given(st.binary(max_size=70_000))
def test_padding_comes_off_as_it_went_on(plaintext: bytes) -> None:
    """Any bytes that fit come back, in a length of the fixed list; any that do not are refused."""
    if len(plaintext) > BUCKETS[-1] - 4:
        with pytest.raises(SealFault, match="longer than 64 KiB"):
            pad(plaintext)
    else:
        assert len(pad(plaintext)) in BUCKETS
        assert unpad(pad(plaintext)) == plaintext


@pytest.mark.parametrize(
    "padded",
    [
        b"",
        b"\0\0\0",
        bytes(4095),
        bytes(8192),  # empty, yet in a larger class than it needs
        (4093).to_bytes(4, "big") + bytes(4092),  # says more than there is
        bytes(4095) + b"x",  # not zeros
        (2**32 - 1).to_bytes(4, "big") + bytes(4092),
    ],
)
def test_what_pad_did_not_make_is_refused(padded: bytes) -> None:
    """No second padding stands for the same bytes."""
    with pytest.raises(SealFault) as caught:
        unpad(padded)
    assert caught.value.code == "padding"


def test_nothing_of_the_person_is_in_clear() -> None:
    """In clear stand an id, key ids and the hour; times are cut to it."""
    event = json.loads(EVENT)
    assert event["time"].endswith(":00:00Z")
    header = Sealed.from_text(EVENT).containers[0].header_bytes
    assert set(json.loads(header)) == {"v", "suite", "alg", "typ", "id", "kid", "sigkid", "time"}
    assert set(event) - {"data"} == {"specversion", "id", "source", "type", "time", "datacontenttype", "dataschema"}


@pytest.mark.parametrize("name", sorted(json.loads(EVENT)))
def test_every_member_is_needed(name: str) -> None:
    """An event without one of its members is none."""
    with pytest.raises(SealFault):
        Sealed.from_text(changed(name, None))


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("type", "frontdoor.referral.sealed.v2", "version"),
        ("dataschema", "urn:other", "version"),
        ("specversion", "0.3", "version"),
        ("extra", 1, "shape"),
        ("id", "referral-2", "shape"),
        ("id", 7, "shape"),
        ("time", "2026-11-22T11:00:00Z", "shape"),
        ("source", "urn:frontdoor:door:0000000000000000", "shape"),
        ("datacontenttype", "text/plain", "shape"),
        ("data", [], "shape"),
        ("data", {"sealed": []}, "shape"),
        ("data", {"sealed": {}}, "shape"),
        ("data", {"sealed": [1]}, "shape"),
        ("data", {"sealed": json.loads(EVENT)["data"]["sealed"] * 4}, "shape"),
        ("data", {"sealed": [{"protected": 1, "ct": "", "sig": ""}]}, "shape"),
    ],
)
def test_a_changed_event_is_refused(name: str, value: object, code: str) -> None:
    """What was changed outside the seal is seen before anything is opened."""
    with pytest.raises(SealFault) as caught:
        Sealed.from_text(changed(name, value))
    assert caught.value.code == code


@pytest.mark.parametrize(
    "text",
    [
        "", "null", "[]", "{", '{"id":NaN}', "[" * 100_000, '{"id":1,"id":1}', "\ud800", "1" * 5_000,
        " " * (envelope.MOST_EVENT + 1),
    ],
)  # fmt: skip
def test_other_text_is_no_event(text: str) -> None:
    """Anything else, however deep, long or broken, is one fault of one type."""
    with pytest.raises(SealFault) as caught:
        Sealed.from_text(text)
    assert caught.value.code == "shape"


@given(st.recursive(st.none() | st.text() | st.integers(), lambda inner: st.dictionaries(st.text(), inner)))
def test_other_json_is_no_event(bare: Any) -> None:
    """No JSON that the door did not write gets past reading."""
    with pytest.raises(SealFault):
        Sealed.from_text(json.dumps(bare))


def test_the_standard_library_is_enough() -> None:
    """Reading the shape of a referral imports nothing that has to be installed."""
    code = "import sys; import reception.envelope; print({n.split('.')[0] for n in sys.modules})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    installed = {"cryptography", "redis", "pydantic", "fastapi", "starlette"}
    assert not installed & {name.strip("{}' ") for name in done.stdout.strip().split(",")}
