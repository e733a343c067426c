from __future__ import annotations

import ast
import inspect
import pkgutil
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

import reception
from reception import base64url, doorkeys, envelope, hpke, keyring, publickeys, seal
from reception.doorkeys import DoorKey, DoorKeys
from reception.envelope import Sealed
from reception.faults import SealFault
from reception.keyring import Keyring
from reception.names import Names
from reception.seal import Sealer
from reception.unseal import HubPrivate, Opener
from reception.vault import Vault

TODAY = date(2026, 11, 22)
NOON = datetime(2026, 11, 22, 12, 34, 56, tzinfo=UTC).timestamp()
KEYS = [HubPrivate.new(TODAY) for _ in range(3)]
DOOR = DoorKeys.new(TODAY)
TRUSTED = [DOOR.newest.public()]


def sealer(recipients: int = 1, at: float = NOON) -> Sealer:
    """A door that seals to that many hub keys, at that moment."""
    return Sealer(tuple(key.public() for key in KEYS[:recipients]), DOOR, lambda: at)


@pytest.mark.parametrize("recipients", [1, 2, 3])
def test_each_recipient_opens_it_alone(recipients: int) -> None:
    """Each of one to three hub keys opens the same bytes, without the others."""
    sealed = Sealed.from_text(sealer(recipients).seal("referral-1", b"words"))
    assert len(sealed.containers) == recipients
    assert [Opener.of([key], TRUSTED).open(sealed) for key in KEYS[:recipients]] == [b"words"] * recipients


@pytest.mark.parametrize(("short", "full"), [(0, 4092), (4093, 8188), (8189, 16_380), (32_765, 65_532)])
def test_length_tells_only_the_size_class(short: int, full: int) -> None:
    """The shortest and the longest referral of one class are the same length on the queue."""
    made = [sealer().seal("referral-1", b"x" * length) for length in (short, full)]
    assert len(made[0]) == len(made[1])


def test_too_long_is_refused() -> None:
    """Past the largest class nothing is sealed, and the sentence says why."""
    with pytest.raises(SealFault, match="64 KiB"):
        sealer().seal("referral-1", b"x" * 65_533)


@pytest.mark.parametrize("referral_id", ["", "short", "../../etc/passwd", "has space", "x" * 65, "-dashed-1", "é" * 9])
def test_an_id_can_always_be_a_file_name(referral_id: str) -> None:
    """An id that could lead out of a folder is not sealed."""
    with pytest.raises(SealFault, match="id is"):
        sealer().seal(referral_id, b"words")


def test_sealing_twice_shows_nothing_twice() -> None:
    """Sealing the same words again gives other bytes, under the same id."""
    first, second = (Sealed.from_text(sealer().seal("referral-1", b"words")) for _ in range(2))
    assert first.id == second.id
    assert first.containers[0].sealed != second.containers[0].sealed


def test_without_a_key_that_holds_nothing_is_sealed() -> None:
    """When the hub's key has run out, sealing and the check before it refuse, and say whom to ask."""
    late = sealer(at=NOON + timedelta(days=400).total_seconds())
    with pytest.raises(SealFault, match="Ask the hub"):
        late.check()
    with pytest.raises(SealFault, match="Ask the hub"):
        late.seal("referral-1", b"words")


def test_no_serving_module_reads_a_private_hub_key() -> None:
    """Neither `seal` nor any module it draws in takes the text of hub.key, whatever function it is handed to."""
    private = KEYS[0].to_text()
    readers = [
        publickeys.hub_keys,
        lambda text: publickeys.read_all("door", text),
        lambda text: publickeys.PublicKeys.from_text("hub", text),
        doorkeys.DoorKeys.from_text,
        doorkeys.DoorKey.from_text,
        keyring.Keyring.from_text,
        envelope.Sealed.from_text,
    ]
    for read in readers:
        with pytest.raises(SealFault):
            read(private)
    takers = {
        f"{module.__name__}.{name}"
        for module in (seal, publickeys, doorkeys, keyring, envelope, hpke)
        for name, held in inspect.getmembers(module, inspect.isclass)
        for taker in ("from_text", "from_bytes", "of")
        if held.__module__ == module.__name__ and hasattr(held, taker)
    }
    assert takers == {
        "reception.publickeys.PublicKeys",
        "reception.doorkeys.DoorKey",
        "reception.doorkeys.DoorKeys",
        "reception.keyring.Keyring",
        "reception.envelope.Header",
        "reception.envelope.Container",
        "reception.envelope.Sealed",
    }


def test_sealing_never_loads_what_unseals() -> None:
    """A process that has imported every module of reception but one has not imported that one by the way."""
    others = [m.name for m in pkgutil.iter_modules(reception.__path__) if m.name not in {"unseal", "outbox"}]
    loads = f"[__import__('reception.' + name) for name in {others!r}]"
    code = f"import sys; {loads}; print('reception.unseal' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_only_one_module_decrypts() -> None:
    """`unseal` opens what is for the hub, `doorkeys` what is for the door, `left` what is for who has the words."""
    openers = set()
    keepers = {"vault", "errands", "notes", "returnlock"}  # what the door keeps for itself
    for found in pkgutil.iter_modules(reception.__path__):
        tree = ast.parse((Path(reception.__path__[0]) / f"{found.name}.py").read_text())
        named = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
        if "private_key" in named or ("decrypt" in named and found.name not in keepers):
            openers.add(found.name)
    assert openers == {"doorkeys", "left", "unseal"}


def test_no_key_shows_itself() -> None:
    """Neither repr nor str of any type that holds a key shows a part of one, in hex, base64 or as bytes."""
    ring = Keyring.new(TODAY)
    secrets = [DOOR.newest.signing_seed, DOOR.newest.opening_seed, ring.names, ring.masters[0].key]
    secrets += [KEYS[0].sealing_seed, KEYS[0].signing_seed]
    sealed = Sealed.from_text(sealer().seal("referral-1", b"words"))
    opener = Opener.of(KEYS[:1], TRUSTED)
    names = Names.of(ring)
    holders = [DOOR, DOOR.newest, ring, ring.masters[0], KEYS[0], opener, Vault(ring), names, sealer(), sealed]
    shown = " ".join(f"{held!r} {held!s}" for held in holders) + repr(sealed.containers)
    for secret in [*secrets, names.key]:
        spelled = (secret.hex(), repr(secret)[2:-1], DoorKey(TODAY, secret, secret).to_text()[-80:-60])
        assert not any(word in shown for word in spelled)
    assert base64url.encode(sealed.containers[0].sealed)[:40] not in shown
