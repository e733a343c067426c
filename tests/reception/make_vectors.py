"""Makes docs/vectors afresh: sealing draws random numbers, so what is committed is made once and kept.

Rule: `PYTHONPATH=. python tests/reception/make_vectors.py` adds what is not there yet, and
leaves every vector that is as it is. Every key in it is a test key, grown from a
sentence that anyone can read below.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from reception import base64url, envelope, followup, hpke
from reception.doorkeys import DoorKey, DoorKeys
from reception.envelope import Container, Sealed
from reception.followup import FollowUp, Kind
from reception.seal import Sealer
from reception.unseal import HubPrivate

FOLDER = Path(__file__).parents[2] / "docs" / "vectors"
DAY = date(2026, 11, 22)
NOON = datetime(2026, 11, 22, 12, 34, 56, tzinfo=UTC).timestamp()
WARNING = "TEST KEYS. They are public. Never seal anything real to them, and never trust a door that uses them."
ID = "vector-referral-1"
WORDS = '{"id":"vector-referral-1","narrative":"h\u00e9llo"}'


def seed(says: str) -> bytes:
    """A test key's seed: SHA-256 of what it is for."""
    return hashlib.sha256(f"frontdoor test vector: {says}".encode()).digest()


HUB = HubPrivate(DAY, date(2036, 11, 22), seed("hub sealing"), seed("hub signing"))
OTHER = HubPrivate(DAY, date(2036, 11, 22), seed("other hub sealing"), seed("other hub signing"))
DOOR = DoorKey(DAY, seed("door signing"), seed("door opening"))
STRANGER = DoorKey(DAY, seed("stranger signing"), seed("stranger opening"))


@dataclass(frozen=True)
class Vector:
    """One event, and what reading it with the hub's key, trusting the door, must end in."""

    name: str
    says: str
    event: str
    opens: str | None = None
    fault: str | None = None


def said(kind: Kind, **more: Any) -> FollowUp:
    """What the writer of that referral says of it later."""
    return FollowUp(followup.id_of(ID, kind), ID, kind, "2026-11-22T12:00:00Z", **more)


def followed(one: FollowUp) -> Vector:
    """A follow-up, sealed in the ordinary way."""
    sealer = Sealer((HUB.public(),), DoorKeys((DOOR,)), lambda: NOON)
    event, words = sealer.seal(one.id, one.to_bytes(), envelope.FOLLOWUP), one.to_bytes().decode()
    return Vector(f"followup-{one.kind}", f"the writer says more of it: {one.kind}", event, opens=words)


def made(words: str = WORDS, hubs: tuple[HubPrivate, ...] = (HUB,), door: DoorKey = DOOR) -> Sealed:
    """A referral sealed in the ordinary way."""
    sealer = Sealer(tuple(hub.public() for hub in hubs), DoorKeys((door,)), lambda: NOON)
    return Sealed.from_text(sealer.seal(ID, words.encode()))


def changed(change: Callable[[Container], Container], *, sign: bool, sealed: Sealed | None = None) -> str:
    """The event with its container changed and, where it says so, signed again by the trusted door."""
    container = change((sealed or made()).containers[0])
    if sign:
        container = replace(container, signature=DOOR.sign(container.signed_for()))
    return Sealed.of((container,)).text


def reheaded(*, sign: bool = True, **members: Any) -> str:
    """The event with its header's JSON changed, and the event around it in agreement."""

    def change(container: Container) -> Container:
        raw = json.dumps(json.loads(container.header_bytes) | members, separators=(",", ":")).encode()
        known = members.get("typ") in envelope.EVENT_TYPES
        held = {name: members[name] for name in ("id", "time", "kid", *(["typ"] if known else [])) if name in members}
        return replace(container, header=replace(container.header, **held), header_bytes=raw)

    return changed(change, sign=sign)


def padded(raw: bytes) -> str:
    """The event with these bytes inside the seal, in place of a proper padding."""

    def change(container: Container) -> Container:
        key = hpke.public_key(HUB.public().sealing)
        return replace(container, sealed=hpke.suite().encrypt(raw, key, info=container.sealed_for()))

    return changed(change, sign=True)


def flipped(data: bytes, place: int) -> bytes:
    """`data` with the lowest bit of one byte turned."""
    turned = bytearray(data)
    turned[place] ^= 1
    return bytes(turned)


def edited(change: Callable[[dict[str, Any]], None]) -> str:
    """The event with its outer JSON changed."""
    bare = json.loads(made().text)
    change(bare)
    return json.dumps(bare, separators=(",", ":"))


def opened() -> Iterator[Vector]:
    """What must open."""
    yield Vector("one-recipient", "sealed to the hub's key", made().text, opens=WORDS)
    full = '{"id":"vector-referral-1","x":"' + "x" * 4059 + '"}'
    yield Vector("full-class", "4,092 bytes: the most that fits in 4 KiB", made(full).text, opens=full)
    both = made(hubs=(OTHER, HUB))
    yield Vector("two-recipients", "ours is the second container", both.text, opens=WORDS)
    yield followed(said("addition", words="He has a new c\u00e4r."))
    yield followed(said("narrower", narrows=("call", "voicemail")))
    yield followed(said("request", words="Call me on 07700 900123."))
    yield followed(said("withdrawn", told="nobody_had_looked"))


def refused() -> Iterator[Vector]:
    """What must be refused, and under which code."""
    yield from wrong_keys()
    yield from changed_bytes()
    yield from bad_padding()
    yield from other_versions()
    yield from other_shapes()


def wrong_keys() -> Iterator[Vector]:
    """Keys that are not those of this hub and its door."""
    elsewhere = made(hubs=(OTHER,))

    def renamed(container: Container) -> Container:
        header = replace(container.header, kid=HUB.public().kid)
        return replace(container, header=header, header_bytes=header.to_bytes())

    def impostor(container: Container) -> Container:
        return replace(container, signature=STRANGER.sign(container.signed_for()))

    named_ours = changed(renamed, sign=True, sealed=elsewhere)
    yield Vector("wrong-key", "sealed to another hub's key", elsewhere.text, fault="key")
    yield Vector("wrong-kid", "names our key, is sealed to another, signed again", named_ours, fault="closed")
    yield Vector("wrong-door", "signed by a door that is not trusted", made(door=STRANGER).text, fault="door")
    yield Vector("impostor", "names the door, signed by another", changed(impostor, sign=False), fault="signature")


def changed_bytes() -> Iterator[Vector]:
    """Bytes that are not those that were sealed and signed."""
    later = reheaded(sign=False, time="2026-11-22T13:00:00Z")
    yield Vector("header-bit", "another hour in header and event", later, fault="signature")
    event = changed(lambda c: replace(c, sealed=flipped(c.sealed, -1)), sign=False)
    yield Vector("ct-bit", "one bit of the ciphertext turned", event, fault="signature")
    event = changed(lambda c: replace(c, signature=flipped(c.signature, 0)), sign=False)
    yield Vector("sig-bit", "one bit of the signature turned", event, fault="signature")
    event = reheaded(typ="followup")
    yield Vector("typ-moved", "a referral that says it is a follow-up, signed again", event, fault="closed")
    event = reheaded(id="vector-referral-2")
    yield Vector("header-moved", "another id over the same seal, signed again", event, fault="closed")
    event = changed(lambda c: replace(c, sealed=flipped(c.sealed, 1200)), sign=True)
    yield Vector("ct-bit-signed", "one bit of the ciphertext turned, signed again", event, fault="closed")
    event = changed(lambda c: replace(c, sealed=c.sealed[:-16]), sign=True)
    yield Vector("truncated", "the last 16 bytes cut off, signed again", event, fault="closed")


def bad_padding() -> Iterator[Vector]:
    """Seals that open, with something inside that no door writes."""
    words = WORDS.encode()
    whole = len(words).to_bytes(4, "big") + words
    event = padded(whole.ljust(4095, b"\0") + b"\1")
    yield Vector("padding-not-zero", "a byte that is not 0 in the padding", event, fault="padding")
    event = padded(whole.ljust(8192, b"\0"))
    yield Vector("padding-too-long", "padded to a larger class than it needs", event, fault="padding")
    event = padded(b"\0\0\x10\0" + bytes(4092))
    yield Vector("padding-lies", "a length that is more than there is", event, fault="padding")
    yield Vector("padding-none", "no padding at all", padded(whole), fault="padding")


def other_versions() -> Iterator[Vector]:
    """Versions, suites and types that this one does not know."""
    event = edited(lambda bare: bare.update(type="frontdoor.referral.sealed.v2"))
    yield Vector("other-type", "an event of another type", event, fault="version")
    yield Vector("version-2", "a version that is not known", reheaded(v=2), fault="version")
    yield Vector("other-suite", "a suite that is not known", reheaded(suite="0020-0001-0001"), fault="version")


def other_shapes() -> Iterator[Vector]:
    """Text that is no sealed referral."""

    def spelled(bare: dict[str, Any]) -> None:
        bare["data"]["sealed"][0]["sig"] += "=="

    text = made().text
    yield Vector("extra-in-header", "a member in the header that is not known", reheaded(urgency="now"), fault="shape")
    event = edited(lambda bare: bare.update(subject="x"))
    yield Vector("extra-in-event", "a member in the event that is not known", event, fault="shape")
    event = edited(lambda bare: bare.update(id="vector-referral-9"))
    yield Vector("ids-differ", "event and header do not agree on the id", event, fault="shape")
    event = edited(lambda bare: bare.update(type="frontdoor.followup.sealed.v1"))
    yield Vector("types-differ", "event and header do not agree on what it is", event, fault="shape")
    yield Vector("typ-unknown", "a kind in the header that is not known", reheaded(typ="order"), fault="shape")
    event = edited(lambda bare: bare["data"].update(sealed=[]))
    yield Vector("no-containers", "sealed to nobody", event, fault="shape")
    yield Vector("padded-base64", "base64 with padding", edited(spelled), fault="shape")
    yield Vector("twice", "a member that stands twice", text.replace("{", '{"id":"x",', 1), fault="shape")
    yield Vector("cut", "half of an event", text[: len(text) // 2], fault="shape")
    yield Vector("nothing", "no event at all", "", fault="shape")


def keys() -> dict[str, Any]:
    """The keys, and all that follows from their seeds."""
    return {
        "about": WARNING,
        "hub": hub_key(HUB),
        "other_hub": hub_key(OTHER),
        "door": door_key(DOOR),
        "stranger": door_key(STRANGER),
    }


def hub_key(hub: HubPrivate) -> dict[str, str]:
    """One hub's key in every form a reader may want."""
    public = hub.public()
    return {
        "sealing_seed": base64url.encode(hub.sealing_seed),
        "shake256_96_of_seed": base64url.encode(hashlib.shake_256(hub.sealing_seed).digest(96)),
        "sealing_public": base64url.encode(public.sealing),
        "kid": public.kid,
        "signing_seed": base64url.encode(hub.signing_seed),
        "hub.key": hub.to_text(),
        "hub.pub": public.to_text(),
    }


def door_key(door: DoorKey) -> dict[str, str]:
    """One door's key, likewise."""
    return {
        "signing_seed": base64url.encode(door.signing_seed),
        "verifying": base64url.encode(door.verifying),
        "sigkid": door.sigkid,
        "public_line": door.public().to_text(),
    }


def write(name: str, bare: Any) -> None:
    """Write one file of vectors."""
    (FOLDER / name).write_text(json.dumps(bare, indent=1, ensure_ascii=False) + "\n")


def main() -> None:
    """Write all of docs/vectors but its README."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    write("keys.json", keys())
    info = [envelope.sealed_for(b"").decode(), envelope.signed_for(b"", b"").decode()[:-1]]
    labels = {"about": WARNING, "info_label": info[0], "signature_label": info[1]}
    write("opened.json", labels | {"vectors": kept("opened.json", opened())})
    write("refused.json", {"about": WARNING, "vectors": kept("refused.json", refused())})


def kept(name: str, vectors: Iterator[Vector]) -> list[dict[str, Any]]:
    """These vectors, those that stand in the file already as they stand there."""
    path = FOLDER / name
    had = {one["name"]: one for one in json.loads(path.read_text())["vectors"]} if path.exists() else {}
    return [had.get(one.name, bare(one)) for one in vectors]


def bare(vector: Vector) -> dict[str, Any]:
    """A vector as JSON holds it: with what it opens to, or the code it is refused under."""
    return {name: value for name, value in vars(vector).items() if value is not None}


if __name__ == "__main__":
    main()
