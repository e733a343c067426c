"""The queue as the hub's own user of the store sees it.

Rule: reading takes nothing off. An entry goes only when its digest is named,
and every look is told, so that the door knows whether anyone is there.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Self

from hub.entry import Entry
from hub.fault import HubFault
from reception import fate, names
from reception.fate import Fate
from reception.seen import Seen

if TYPE_CHECKING:
    import redis

_PAGE = 100
_WAIT_S = 5.0


@dataclass(frozen=True, slots=True)
class Queue:
    """The streams of all partitions. `clock` gives unix seconds."""

    client: redis.Redis = field(repr=False)
    partitions: int = 1
    clock: Callable[[], float] = field(default=time.time, repr=False)

    @classmethod
    def at(cls, url: str, partitions: int = 1) -> Self:
        """The queue at `url`, reached when first used. Nothing is ever tried twice behind our back."""
        import redis
        from redis.backoff import NoBackoff
        from redis.retry import Retry

        try:
            client = redis.Redis.from_url(
                url,
                protocol=2,
                socket_timeout=_WAIT_S,
                socket_connect_timeout=_WAIT_S,
                retry=Retry(NoBackoff(), 0),
            )
        except ValueError:
            raise HubFault("The store's address is not redis://, rediss:// or unix://. Mend it.") from None
        return cls(client, partitions)

    def entries(self) -> Iterator[Entry]:
        """All that is on the queue, oldest first within a partition. Raises HubFault when it cannot be reached."""
        for partition in range(self.partitions):
            yield from self._stream(partition)

    def remove(self, digest: str) -> int:
        """Take every entry with this digest off the queue, and give their number. 0 when none is left."""
        gone = 0
        for entry in list(self.entries()):
            if entry.digest == digest:
                with _plainly():
                    gone += int(_any(self.client.xdel(names.referrals(entry.partition), entry.at)))
        return gone

    def tell(self, entries: Iterable[Entry]) -> None:
        """Tell the door that the hub has looked now, and that these entries still wait."""
        waiting = list(entries)
        for partition in range(self.partitions):
            hours = [e.sent_at() for e in waiting if e.partition == partition]
            seen = Seen.now(self.clock(), min((h for h in hours if h is not None), default=None))
            with _plainly():
                self.client.set(names.seen(partition), seen.to_text())

    def give(self, order: str) -> None:
        """Put a sealed order on the outbox, for the door."""
        with _plainly():
            self.client.xadd(names.outbox(0), {b"event": order}, id="0-*")

    def outcomes(self) -> Iterator[tuple[str, str]]:
        """What the door says came of orders, oldest first: where it stands, and its text."""
        with _plainly():
            found = _any(self.client.xrange(names.outcomes(0)))
        for at, fields in found:
            yield at.decode(), fields.get(b"event", b"").decode(errors="replace")

    def heard(self, at: str) -> None:
        """Take an outcome off, once it is kept."""
        with _plainly():
            self.client.xdel(names.outcomes(0), at)

    def fate_of(self, referral: str) -> Fate:
        """What the door knows became of a referral that somebody may come back to. Raises HubFault."""
        for partition in range(self.partitions):
            with _plainly():
                found = Fate.of(_any(self.client.lrange(fate.key(partition, referral), 0, -1)))
            if found.known:
                return found
        return Fate(known=False)

    def say(self, referral: str, fact: fate.Fact) -> Fate:
        """Tell the door one fact of it, once, and give all of them in their order. It makes nothing. Raises HubFault.

        What was taken back before stays so: the order that the store gives is what happened.
        """
        before = self.fate_of(referral)
        if not before.known or fact in before.facts or before.hidden:
            return before
        for partition in range(self.partitions):
            with _plainly():
                self.client.rpushx(fate.key(partition, referral), fact)
        return self.fate_of(referral)

    def _stream(self, partition: int) -> Iterator[Entry]:
        start = "-"
        while True:
            with _plainly():
                page = _any(self.client.xrange(names.referrals(partition), start, "+", count=_PAGE))
            for at, fields in page:
                yield Entry.of(partition, at, fields or {})
            if len(page) < _PAGE:
                return
            start = f"({page[-1][0].decode()}"


@contextmanager
def _plainly() -> Iterator[None]:
    """Turns the store's errors into one sentence each, without its address or password."""
    import redis

    try:
        yield
    except (redis.exceptions.NoPermissionError, redis.exceptions.AuthenticationError):
        raise HubFault("The store refuses. Use the address with the hub's own user and password.") from None
    except redis.exceptions.ResponseError as fault:
        raise HubFault(f"The store refuses ({str(fault).split(' ')[0]}). Run `frontdoor doctor` there.") from None
    except (redis.exceptions.RedisError, OSError):
        raise HubFault("The queue cannot be reached. Is the front door running? Try again.") from None


def _any(answer: Any) -> Any:
    """The client's answer, whose type says that it might also be awaited; here it never is."""
    return answer
