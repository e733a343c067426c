"""Opens one sealed referral, or a follow-up of one, with the hub's private key, and prints its JSON.

    python open.py hub.key doors.pub kept/ID.sealed.json

The third may be left out: then the entry is read from standard input. It is the
text of the queue's field `event`, byte for byte, as docs/hub-queue.md says; the
step numbers below are the steps there under 'To open'.

Rule: it needs `cryptography` 47 or later and nothing else, and shows nothing
that its door has not signed. Exit code 0: opened. 1: refused, with the reason's
code on standard error. 2: it could not begin.
"""

import base64
import hashlib
import json
import re
import sys
from pathlib import Path

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives import hpke
from cryptography.hazmat.primitives.asymmetric import ed25519, mlkem, x25519

ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{7,63}")
KEY_ID = re.compile(r"[0-9a-f]{16}")
HOUR = re.compile(r"\d{4}-\d\d-\d\dT\d\d:00:00Z")
EVENT = {"specversion", "id", "source", "type", "time", "datacontenttype", "dataschema", "data"}
TYPES = {"frontdoor.referral.sealed.v1": "referral", "frontdoor.followup.sealed.v1": "followup"}
HEADER = {"v", "suite", "alg", "typ", "id", "kid", "sigkid", "time"}


class Refused(Exception):
    """The entry is not shown. Keep it; docs/hub-queue.md says for each code what to do."""


def b64u(text):
    """The bytes of base64url without padding, and of no other spelling."""
    try:
        data = base64.urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
    except (ValueError, AttributeError):
        raise Refused("shape") from None
    if base64.urlsafe_b64encode(data).rstrip(b"=").decode() != text:
        raise Refused("shape")
    return data


def key_id(public):
    """How a key is named: the first 16 hex digits of its SHA-256."""
    return hashlib.sha256(public).hexdigest()[:16]


def once(pairs):
    """An object of JSON in which no member stands twice."""
    if len(dict(pairs)) != len(pairs):
        raise ValueError("a member stands twice")
    return dict(pairs)


def members(bare, names):
    """`bare`, if it is an object with exactly these members."""
    if not isinstance(bare, dict) or bare.keys() != set(names):
        raise Refused("shape")
    return bare


def parse(raw, names):
    """The object in `raw`, with exactly these members, each once."""
    try:
        return members(json.loads(raw, object_pairs_hook=once), names)
    except (ValueError, RecursionError):
        raise Refused("shape") from None


def read_container(bare):
    """One container: its header, the header's own bytes, what is sealed, and the container as it came."""
    members(bare, ("protected", "ct", "sig"))
    raw, sealed, signature = b64u(bare["protected"]), b64u(bare["ct"]), b64u(bare["sig"])
    header = parse(raw, HEADER)
    if type(header["v"]) is not int or (header["v"], header["suite"], header["alg"]) != (
        1,
        "647a-0001-0002",
        "Ed25519",
    ):
        raise Refused("version")
    fits = ((ID, "id"), (HOUR, "time"), (KEY_ID, "kid"), (KEY_ID, "sigkid"))
    if header["typ"] not in TYPES.values() or not all(
        isinstance(header[name], str) and pattern.fullmatch(header[name]) for pattern, name in fits
    ):
        raise Refused("shape")
    return header, raw, sealed, signature, bare


def read_event(text):
    """The containers of an entry, which must all speak of the same referral."""
    event = parse(text, EVENT)
    if (event["specversion"], event["dataschema"]) != ("1.0", "urn:frontdoor:schema:sealed-referral:1"):
        raise Refused("version")
    if not isinstance(event["type"], str) or event["type"] not in TYPES:
        raise Refused("version")
    sealed = members(event["data"], ["sealed"])["sealed"]
    if not isinstance(sealed, list) or not 1 <= len(sealed) <= 3:
        raise Refused("shape")
    containers = [read_container(one) for one in sealed]
    said = (event["id"], event["time"], event["source"], event["datacontenttype"])
    for header, *_ in containers:
        door = f"urn:frontdoor:door:{header['sigkid']}"
        if said != (header["id"], header["time"], door, "application/json") or header["typ"] != TYPES[event["type"]]:
            raise Refused("shape")
    return containers


def open_event(text, seed, doors):
    """The referral's JSON, as bytes. `doors` maps a sigkid to the verifying key of a door that is trusted."""
    # The key pair grows from 32 bytes as X-Wing says: 64 for ML-KEM-768, 32 for X25519.
    grown = hashlib.shake_256(seed).digest(96)
    lattice = mlkem.MLKEM768PrivateKey.from_seed_bytes(grown[:64])
    curve = x25519.X25519PrivateKey.from_private_bytes(grown[64:])
    kid = key_id(lattice.public_key().public_bytes_raw() + curve.public_key().public_bytes_raw())
    # 1. The container that is sealed to this key.
    mine = [one for one in read_event(text) if one[0]["kid"] == kid]
    if not mine:
        raise Refused("key")
    header, raw, sealed, signature, bare = mine[0]
    # 2. The door that says it wrote it, if it is trusted.
    if header["sigkid"] not in doors:
        raise Refused("door")
    # 3. Its signature, before anything is opened.
    signed = "\0".join(("frontdoor/sealed-referral/v1/signature", bare["protected"], bare["ct"])).encode()
    try:
        ed25519.Ed25519PublicKey.from_public_bytes(doors[header["sigkid"]]).verify(signature, signed)
    except (InvalidSignature, ValueError):
        raise Refused("signature") from None
    # 4. The seal, bound to the header's bytes as they came.
    suite = hpke.Suite(hpke.KEM.MLKEM768_X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.AES_256_GCM)
    private = hpke.MLKEM768X25519PrivateKey(lattice, curve)
    try:
        padded = suite.decrypt(sealed, private, info=b"frontdoor/sealed-referral/v1\0" + raw)
    except (InvalidTag, ValueError):
        raise Refused("closed") from None
    return content(unpad(padded), header["id"])


def unpad(padded):
    """5. What stands between the length and the zeros."""
    length = int.from_bytes(padded[:4], "big")
    sizes = [size * 1024 for size in (4, 8, 16, 32, 64) if size * 1024 >= length + 4]
    if not sizes or len(padded) != sizes[0] or any(padded[4 + length :]):
        raise Refused("padding")
    return padded[4 : 4 + length]


def content(referral, referral_id):
    """6. The referral itself, whose id is the header's."""
    try:
        bare = json.loads(referral)
    except (ValueError, RecursionError):
        raise Refused("content") from None
    if not isinstance(bare, dict) or bare.get("id") != referral_id:
        raise Refused("content")
    return referral


def read_doors(text):
    """The verifying keys in doors.pub, by their names. A line is KIND.FROM.UNTIL.KEYS.SIGNATURE; '#' begins a note."""
    doors = {}
    for word in " ".join(line for line in text.splitlines() if not line.startswith("#")).replace(",", " ").split():
        body, signature = word.rsplit(".", 1)
        verifying = b64u(body.split(".")[3])[:32]
        # Each line signs itself, so that one wrong letter is found here.
        ed25519.Ed25519PublicKey.from_public_bytes(verifying).verify(b64u(signature), body.encode())
        doors[key_id(verifying)] = verifying
    return doors


def main(words):
    """Open what the command line names."""
    if len(words) not in {2, 3}:
        print("Say: python open.py hub.key doors.pub [ID.sealed.json]", file=sys.stderr)
        return 2
    try:
        seed = b64u(json.loads(Path(words[0]).read_bytes())["sealing_seed"])
        doors = read_doors(Path(words[1]).read_text("utf-8"))
        entry = Path(words[2]).read_bytes() if len(words) == 3 else sys.stdin.buffer.read()
    except (OSError, ValueError, KeyError, TypeError, IndexError, InvalidSignature, Refused) as fault:
        # The kind of fault alone: its words might hold a part of a key.
        print(f"The key, the doors or the entry cannot be read ({type(fault).__name__}).", file=sys.stderr)
        return 2
    try:
        referral = open_event(entry, seed, doors)
    except Refused as refused:
        print(f"refused: {refused}", file=sys.stderr)
        return 1
    sys.stdout.buffer.write(referral + b"\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
