"""From settings to the values and parts that the doors are made of.

Rule: settings end here. What lies behind takes plain values, and never asks
where they came from.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Self

from flows.finding import LibraryFault
from flows.library import HERE, Library, load
from frontdoor.checks.words import offered
from frontdoor.house import Addresses
from frontdoor.refusal import Refusal
from frontdoor.settings import Settings
from reception.doorkeys import DoorKeys
from reception.faults import SealFault
from reception.front import Reception
from reception.keeper import Keeper
from reception.keyring import Keyring
from reception.lines import Lines
from reception.names import Names
from reception.presence import Presence
from reception.publickeys import hub_keys
from reception.seal import Sealer
from reception.store import Store
from reception.vault import Vault
from web.page import Page


@dataclass(frozen=True, slots=True)
class Plan:
    """All that the doors are made of. `clock` gives unix seconds."""

    library: Library
    page: Page
    keyring: Keyring = field(repr=False)
    sealer: Sealer = field(repr=False)
    addresses: Addresses = field(repr=False)
    clock: Callable[[], float] = field(default=time.time, repr=False)

    @classmethod
    def of(cls, settings: Settings, addresses: Addresses, *, practice: bool = False) -> Self:
        """The plan that `settings` describe. Raises Refusal where they do not add up to a door.

        Only in practice are translations offered that nobody has signed.
        """
        try:
            library = load(HERE, settings.library)
            keyring = Keyring.from_text(settings.master_keys.get_secret_value())
            door = DoorKeys.from_text(settings.door_keys.get_secret_value())
            sealer = Sealer(hub_keys(settings.hub_public_key), door)
        except (LibraryFault, SealFault) as fault:
            raise Refusal(str(fault)) from fault
        library = library if practice else offered(library, settings)
        page = Page(settings.title, settings.exit_url, settings.public_url, practice)
        return cls(library, page, keyring, sealer, addresses)

    def reception(self, door: Lines, keeper: Lines) -> Reception:
        """A reception on these two connections, which connect when they are first asked."""
        store = Store(door)
        return Reception(
            self.library,
            store,
            Names.of(self.keyring),
            Vault(self.keyring),
            self.sealer,
            Presence(store, self.library.hub, self.clock),
            Keeper(keeper),
            self.clock,
        )
