"""`frontdoor bench`: measures speed and size, prints the table, and writes docs/benchmarks.md.

Rule: it measures the real door, store and seal, on loopback, for a bounded time,
and leaves nothing behind but the table.
"""

from __future__ import annotations

import asyncio
import tempfile
from argparse import ArgumentParser, Namespace
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

from frontdoor import doctor
from frontdoor.bench import chatting, listening, measure, returning, table, texting
from frontdoor.bench.machine import described
from frontdoor.bench.stage import Stage, stage
from frontdoor.bench.table import Row
from frontdoor.bench.visit import Conversation, hold
from reception.durable import about
from reception.lines import Lines

OUT = Path("docs/benchmarks.md")


@dataclass(frozen=True, slots=True)
class Effort:
    """How long and how often."""

    rounds: int
    seconds: float
    people: int
    hearings: int


FULL, QUICK = Effort(28, 0.5, 800, 5), Effort(1, 0.3, 32, 1)


def attach(parser: ArgumentParser) -> None:
    """Give `parser` the options of this command."""
    parser.add_argument("--quick", action="store_true", help="a few seconds, for a rough idea")
    parser.add_argument("--print-only", action="store_true", help="do not write docs/benchmarks.md")
    parser.add_argument("--out", type=Path, default=OUT, help="where to write (%(default)s)")
    parser.set_defaults(run=run)


def run(args: Namespace) -> int:
    """Measure and tell; 1 when something was lost, since that is never the machine's fault."""
    with tempfile.TemporaryDirectory(prefix="frontdoor-bench-") as folder, stage(Path(folder)) as standing:
        rows, machine = asyncio.run(_all(standing, QUICK if args.quick else FULL))
    print(table.plain(rows))
    if not args.print_only:
        args.out.parent.mkdir(parents=True, exist_ok=True)
        args.out.write_text(table.markdown(rows, machine, doctor.today(), quick=args.quick), "utf-8")
        print(f"\nWritten: {args.out}")
    return 1 if any(row.what.startswith(LOSSES) and row.met is False for row in rows) else 0


LOSSES = ("answers lost", "referrals lost")


async def _all(standing: Stage, effort: Effort) -> tuple[list[Row], dict[str, str]]:
    talk = await hold(standing.front.port)
    rows = [row async for row in _rows(standing, talk, effort)]
    keeper = Lines(standing.plan.addresses.keeper)
    said = await about(keeper, "server")
    await keeper.close()
    name = "Valkey" if "valkey_version" in said else "Redis"
    version = said.get("valkey_version") or said.get("redis_version", "?")
    return rows, described(f"{name} {version}, appendfsync always, unix socket")


async def _rows(standing: Stage, talk: Conversation, effort: Effort) -> AsyncIterator[Row]:
    # What every message costs before anything else: the longest there may be, of the worst kinds.
    hearing, fresh = listening.Timed(standing.plan.library), standing.front.megabytes()
    hearing.again(effort.hearings)
    zipped, wire, requests = await measure.first_page(standing)
    good = requests == 1 and zipped <= 12 * 1024 and wire <= 14_000  # noqa: PLR2004 - the figures of the next line
    reach = "1 request, ≤ 12 KB gzip, ≤ 14,000 B on the wire"
    yield Row("first page", reach, f"{requests} request, {zipped:,} B gzip, {wire:,} B on the wire", good)

    speed = await measure.turns(standing, talk, effort.rounds, effort.seconds)
    yield Row("turns/s, web, one process", "no goal of its own", f"{speed}")
    speed = await texting.turns(standing, effort.rounds, effort.seconds)
    yield Row("turns/s, SMS, one process", "≥ 80 % of a bare turn", f"{speed}", speed.ratio >= 0.8)  # noqa: PLR2004

    hearing.again(effort.hearings)

    async for row in _chats(standing, effort):
        yield row

    hearing.again(effort.hearings)
    gone, of = await texting.lost(standing, effort.people // 8)
    yield Row("answers lost by text, 4 at once per person", "0", f"{gone} of {of}", gone == 0)

    gone, of = await measure.lost(standing, talk, effort.people // 8)
    yield Row("answers lost, 4 at once per person", "0", f"{gone} of {of}", gone == 0)

    sent = await measure.sending(standing, talk, effort.people)
    told = f"{sent.per_second:,.0f}/s, p50 {sent.p50 * 1e3:.0f} ms, p99 {sent.p99 * 1e3:.0f} ms"
    fast = sent.per_second >= 100 and sent.p99 <= 0.1  # noqa: PLR2004 - the figures of the next line
    yield Row("completed referrals/s, 16 people at once", "≥ 100, p99 ≤ 100 ms", told, fast)
    hearing.again(effort.hearings)
    missing = effort.people - sent.said + abs(sent.said - sent.queued)
    yield Row("referrals lost or doubled", "0", f"{missing} of {effort.people}", missing == 0)
    rate = await measure.whole(standing, talk, effort.people // 4)
    yield Row(f"whole conversations/s, {len(talk.turns)} turns each", "-", f"{rate:,.0f}/s")

    median, longest = await measure.leaving(standing, talk, effort.people // 4)
    told = f"the door's part: {median * 1e3:.1f} ms median, {longest * 1e3:.1f} ms max; the screen's needs a browser"
    # Half of the way: only a failure can be told from it.
    met = False if longest > 0.1 else None  # noqa: PLR2004 - the figure of the next line
    yield Row("exit: press → blank", "≤ 50 ms median, ≤ 100 ms max", told, met)

    now = standing.front.megabytes()
    yield Row("memory, without Telegram", "≤ 90 MB, flat", f"{fresh:.0f} MB at start, {now:.0f} MB after", now <= 90)  # noqa: PLR2004
    hearing.again(effort.hearings)
    told, met = hearing.told()
    yield Row(f"hearing danger in {listening.LONGEST:,} characters", f"< {listening.REACH_MS:.0f} ms", told, met)
    size = await measure.at_rest(standing, talk)
    yield Row("a full survivor conversation at rest", "≤ 1.5 KB", f"{size:,} B sealed", size <= 1536)  # noqa: PLR2004
    yield await returning.row(standing.front.port, talk, effort.people // 2)


async def _chats(standing: Stage, effort: Effort) -> AsyncIterator[Row]:
    what, reach = "turns/s, Telegram, one process", "≥ 2 times a default aiogram bot"
    if effort is QUICK:
        yield Row(what, reach, "not in a quick run: its library takes long to load")
        return
    async with chatting.bots(standing) as bots:
        speed = await chatting.turns(bots, effort.rounds, effort.seconds)
        told = f"{speed.door:,.0f}/s, {speed.ratio:.1f} times a default aiogram FSM bot's {speed.bare:,.0f}/s"
        yield Row(what, reach, told, speed.ratio >= 2)  # noqa: PLR2004
        ours, theirs, of = await chatting.lost(bots, effort.people // 16)
        told = f"{ours} of {of}; the default aiogram bot {theirs} of {of}"
        yield Row("answers lost on Telegram, 2 at once per person", "0", told, ours == 0)
        yield Row("memory, with Telegram", "-", f"{bots.front.megabytes():.0f} MB after")
