"""Whether the store may be trusted with a referral: what `serve` refuses to start without.

Rule: durable means that the store has synced a write to disk before it answers.
It is read from the server's own settings, because no single write can show it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from reception.lines import Lines, StoreRefused, StoreSilent
from reception.storefault import StoreFault

_WANTED = {
    "appendonly": ("yes", "it keeps no append-only file, so that a restart loses everything"),
    "appendfsync": ("always", "it answers before a write is on disk, so that 'sent' could be lost"),
    "no-appendfsync-on-rewrite": ("no", "it does not sync to disk while it rewrites its file"),
    "maxmemory-policy": ("noeviction", "when memory is full it would throw referrals away"),
}
_ASKED = (*_WANTED, "maxmemory")
_LEAST_MAJOR = 7


async def faults(keeper: Lines, *, vouched: bool = False) -> tuple[StoreFault, ...]:
    """Everything that makes this store unfit, each with what would mend it; nothing when it is fit.

    `vouched` is the operator's word for a server that lets nobody read its settings.
    """
    try:
        said = await about(keeper)
    except StoreSilent:
        return (StoreFault("The store does not answer.", "Start it, or mend FRONTDOOR_REDIS_URL."),)
    except StoreRefused:
        return (StoreFault("The store lets us not ask how it is.", "Give the user +info and +config|get."),)
    return (*_health(said), *(await _settings(keeper, vouched=vouched)))


async def about(keeper: Lines, part: str = "everything") -> dict[str, str]:
    """What the server says of itself. Raises StoreRefused or StoreSilent."""
    text: bytes = await keeper.ask("INFO", part)
    lines = (line.partition(":") for line in text.decode(errors="replace").splitlines())
    return {name: value for name, colon, value in lines if colon}


def _health(said: Mapping[str, str]) -> Iterator[StoreFault]:
    major = said.get("redis_version", "0").partition(".")[0]
    if int(major) < _LEAST_MAJOR:
        yield StoreFault("The store is too old.", "Use Valkey, or Redis 7 or later.")
    if said.get("role") != "master":
        yield StoreFault("The store is a replica, which takes no writes.", "Name the primary in FRONTDOOR_REDIS_URL.")
    if said.get("aof_last_write_status", "ok") != "ok":
        yield StoreFault("The store could not write to its disk.", "Free space or mend the disk, then restart it.")


async def _settings(keeper: Lines, *, vouched: bool) -> tuple[StoreFault, ...]:
    try:
        flat = [word.decode() for word in await keeper.ask("CONFIG", "GET", *_ASKED)]
    except StoreSilent:
        return (StoreFault("The store stopped answering.", "Look at its log."),)
    except StoreRefused:
        return () if vouched else (_UNASKED,)
    return tuple(_unfit(dict(zip(flat[::2], flat[1::2], strict=True))))


def _unfit(settings: Mapping[str, str]) -> Iterator[StoreFault]:
    for name, (wanted, harm) in _WANTED.items():
        if settings.get(name) != wanted:
            yield StoreFault(f"The store is not safe: {harm}.", f"Set `{name} {wanted}`.")
    if settings.get("maxmemory", "0") == "0":
        yield StoreFault(
            "The store has no memory limit, so nothing tells us when it is nearly full.",
            "Set `maxmemory`, to half of the machine's memory or less.",
        )


_UNASKED = StoreFault(
    "The store's settings cannot be read, so nobody knows whether a referral is safe in it.",
    "Give the keeper user +config|get, or confirm that appendfsync is always.",
)
