"""Where things stand in the store: the names of its keys.

Rule: a phone number, chat id or cookie never becomes a name. It goes through
HMAC-SHA256 under a key that the store does not have, and the place of a
conversation and the place of its tombstone cannot be told from one another.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from reception import base64url
from reception.keyring import Keyring

_LENGTH = 16


@dataclass(frozen=True, slots=True)
class Place:
    """One conversation's two keys, in one partition, so that one script may touch both."""

    partition: int
    talk: str
    gone: str


@dataclass(frozen=True, slots=True)
class Names:
    """Names places by a key of its own, derived from the keyring's key for names.

    The key stays for the life of the process: it opens nothing. What it gives away
    is only whether an address that one already knows has a place now.
    """

    key: bytes = field(repr=False)
    partitions: int = 1

    @classmethod
    def of(cls, keyring: Keyring, partitions: int = 1) -> Names:
        """Names for this keyring over 1 to 1,024 partitions; changing their number loses what is under way."""
        made = HKDF(SHA256(), 32, salt=None, info=b"frontdoor/names/v1")
        return cls(made.derive(keyring.names), partitions)

    def place(self, door: str, address: str) -> Place:
        """The place of the conversation that `address` has at `door`; always the same one."""
        partition = self._partition(door, address) if self.partitions > 1 else 0
        talk, gone = (
            f"talk:{{{partition}}}:{base64url.encode(self._digest(kind, door, address)[:_LENGTH])}"
            for kind in ("talk", "gone")
        )
        return Place(partition, talk, gone)

    def back(self, words: str) -> str:
        """Where stands what these words open. Who has the store alone can try no words against it."""
        partition = int.from_bytes(self._digest("partition", "back", words)[:8]) % self.partitions
        return f"back:{{{partition}}}:{base64url.encode(self._digest('back', 'back', words)[:_LENGTH])}"

    def _partition(self, door: str, address: str) -> int:
        return int.from_bytes(self._digest("partition", door, address)[:8]) % self.partitions

    def _digest(self, kind: str, door: str, address: str) -> bytes:
        return hmac.digest(self.key, f"{kind}\0{door}\0{address}".encode(errors="surrogatepass"), "sha256")


def referrals(partition: int) -> str:
    """The stream that sealed referrals wait in."""
    return f"hub:{{{partition}}}:referrals"


def seen(partition: int) -> str:
    """Where the hub says when it last looked."""
    return f"hub:{{{partition}}}:seen"


def outbox(partition: int) -> str:
    """The stream of what the hub would have the door send."""
    return f"hub:{{{partition}}}:outbox"


def outcomes(partition: int) -> str:
    """The stream of what came of it."""
    return f"hub:{{{partition}}}:outcomes"


def once(partition: int, referral_id: str) -> str:
    """The mark that a referral has been put on the stream; it keeps a retry from doing so again."""
    return f"hub:{{{partition}}}:once:{referral_id}"
