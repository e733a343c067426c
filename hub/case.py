"""One referral taken out of the archive to be acted on: its people's plans, and the hub's own key.

Rule: it is opened in memory. A changed plan is kept sealed to the hub itself, beside
the referral, and what was before stays.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from pydantic import ValidationError

from flows.record import Referral
from hub.archive import Archive
from hub.durable import alone, write_new
from hub.fault import HubFault
from hub.home import Home, named_home, read_key
from hub.opened import open_entry
from reception import base64url, envelope, hpke
from reception.faults import SealFault
from reception.order import Edited, Thawed
from reception.publickeys import PublicKeys, read_all
from reception.signedplan import SignedPlan
from reception.unseal import HubPrivate, Opener

_SEALED_FOR: Final = b"frontdoor/plan-edit/v1\0"


@dataclass(frozen=True, slots=True)
class Case:
    """A referral, the plan of one person in it as a door has signed it, and the newest change of that plan."""

    held: str
    archive: Archive
    keys: tuple[HubPrivate, ...] = field(repr=False)
    doors: Mapping[str, PublicKeys] = field(repr=False)
    referral: Referral = field(repr=False)
    signed: SignedPlan = field(repr=False)
    edit: Edited | None = field(default=None, repr=False)

    @property
    def key(self) -> HubPrivate:
        """The key that signs: the newest."""
        return max(self.keys, key=lambda key: key.created_on)

    @property
    def door(self) -> PublicKeys:
        """The door that signed the plan, and that an order is sealed to."""
        return self.doors[self.signed.sigkid]

    @property
    def version(self) -> int:
        """Which version of the plan holds."""
        return self.edit.version if self.edit else self.signed.of.version

    def keep(self, edit: Edited) -> None:
        """Keep a changed plan, sealed to ourselves. Raises HubFault when another came first."""
        self._keep(_name(self.held, self.signed.of.person, f"plan-{edit.version}"), edit)

    def keep_thaw(self, order_id: str, thaw: Thawed) -> None:
        """Keep why and by whom a frozen way was opened again, sealed to ourselves."""
        self._keep(_name(self.held, self.signed.of.person, f"thaw-{order_id}"), thaw)

    def _keep(self, name: str, what: Edited | Thawed) -> None:
        path = self.archive.folder / name
        public = self.key.public()
        text = what.model_dump_json(by_alias=True, exclude_none=True).encode()
        sealed = hpke.suite().encrypt(envelope.pad(text), hpke.public_key(public.sealing), info=_info(path.name))
        bare = json.dumps({"kid": public.kid, "ct": base64url.encode(sealed)})
        with alone(self.archive.folder):
            if not write_new(path, bare.encode()):
                raise HubFault("Somebody else has just changed this plan. Look at it again first.")


def taken(args: argparse.Namespace) -> Case:
    """The case that the arguments name. Raises HubFault or SealFault with what to do."""
    home = named_home(args.data)
    keys = tuple(read_key(path) for path in (args.key or (home.keys if home else ())))
    folder = args.archive or (home.archive if home else None)
    if not keys or folder is None:
        raise HubFault("Name the hub's key with --key and the archive with --archive, or the data folder with --data.")
    doors = _doors(args.doors or (home.doors if home and not args.key else Home(args.key[0].parent).doors))
    archive = Archive.at(folder)
    held = archive.find(args.referral)
    if archive.hides_id(held):
        raise HubFault("They took it back before anyone had looked. Nothing may be sent because of it.")
    opened = open_entry(archive.entry(held), Opener.of(keys, doors.values()), archive)
    if opened.referral is None:
        raise opened.fault or HubFault("It does not open.")
    try:
        referral = Referral.model_validate(dict(opened.referral))
    except ValidationError:
        raise HubFault("This referral is of a kind that this program does not know. Update it first.") from None
    signed = _signed(referral, args.person, doors)
    edits = tuple(_edits(archive, held, args.person, keys))
    return Case(held, archive, keys, doors, referral, signed, edits[-1] if edits else None)


def _doors(path: Path) -> dict[str, PublicKeys]:
    try:
        return {door.sigkid: door for door in read_all("door", path.read_text())}
    except (OSError, UnicodeDecodeError):
        raise HubFault(f"{path} cannot be read. Trust the door with `frontdoor hub keys --trust LINE`.") from None


def _signed(referral: Referral, person: str, doors: Mapping[str, PublicKeys]) -> SignedPlan:
    for text in referral.signed_plans:
        plan = SignedPlan.from_text(text, doors)
        if plan.of.person == person and plan.of.referral == referral.id:
            return plan
    raise HubFault(
        "No door has signed a plan that says how this person may be reached, so nothing can be sent to them. "
        "Whoever asked for help must be reached by hand, as the page of the referral says."
    )


def _edits(archive: Archive, held: str, person: str, keys: tuple[HubPrivate, ...]) -> Iterator[Edited]:
    seeds = {key.public().kid: key.sealing_seed for key in keys}
    version = 2
    while (path := archive.folder / _name(held, person, f"plan-{version}")).exists():
        try:
            bare = json.loads(path.read_text())
            key = hpke.private_key(seeds[bare["kid"]])
            raw = hpke.suite().decrypt(base64url.decode(bare["ct"]), key, info=_info(path.name))
            yield Edited.model_validate_json(envelope.unpad(raw))
        except (OSError, ValueError, KeyError, SealFault):
            raise HubFault(f"{path} does not open. A plan that cannot be read is not used: look at it first.") from None
        version += 1


def _name(held: str, person: str, what: str) -> str:
    return f"{held}.{person}.{what}.sealed"


def _info(name: str) -> bytes:
    return _SEALED_FOR + name.encode()
