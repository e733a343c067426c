"""The hub's archive and the person's page never disagree, whatever is done in whatever order and cut off wherever."""

from __future__ import annotations

import asyncio
import io
import json
import secrets
from collections.abc import Awaitable, Callable
from contextlib import redirect_stderr, redirect_stdout, suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, ClassVar
from unittest.mock import patch

import pytest
import redis
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from flows.library import Library, load
from hub.archive import Archive
from hub.commands import main
from hub.home import Home, opener
from hub.queue import Queue
from hub.read import Reader
from reception import left
from reception.doorkeys import DoorKeys
from reception.fate import Fate
from reception.followup import referral_of
from reception.hear import Reception
from reception.keeper import Keeper
from reception.kept import Kept
from reception.keyring import Keyring
from reception.names import Names
from reception.presence import Presence
from reception.returns import Came, Returns, Visitor, Wish
from reception.seal import Sealer
from reception.store import Found, Sealed, Store, Write
from reception.unseal import HubPrivate
from reception.valkey import Valkey
from reception.vault import Vault
from tests.conftest import clear
from tests.reception.house import SMALL, TODAY, Clock
from tests.reception.writing import Crash, Cut

_POINTS = 7
_KINDS = st.sampled_from(("addition", "narrower", "request", "withdrawn"))
_PLACES = st.sampled_from(((Queue, "say"), (Archive, "acknowledge"), (Queue, "remove"), (Queue, "tell")))


class Between(Cut):
    """Connections of a process that runs on while something else happens: before its command with this number."""

    def __init__(self, url: str, at: int, meanwhile: Callable[[], None]) -> None:
        super().__init__(url)
        self.until, self.meanwhile = at, meanwhile

    async def ask(self, *command: bytes | str | int) -> Any:
        """The store's answer, after what happens meanwhile."""
        if self.until == 0:
            self.meanwhile()
        self.until -= 1
        return await super().ask(*command)


class Both(RuleBasedStateMachine):
    """Someone who comes back, and a hub that reads; either may be cut off anywhere."""

    valkey: ClassVar[Valkey]
    library: ClassVar[Library]

    @initialize()
    def send(self) -> None:
        """A referral is sent and words are given; the hub's folder is new."""
        self.room = TemporaryDirectory(prefix="b")
        self.data = Path(self.room.name)
        (self.data / "valkey").mkdir()
        (self.data / "valkey" / "hub.url").write_text(self.valkey.url("hub"))
        self.client = redis.Redis.from_url(self.valkey.url("hub"), protocol=2)
        clear(self.client)
        home, key, self.door = Home(self.data / "hub"), HubPrivate.new(TODAY), DoorKeys.new(TODAY)
        home.make_key(key)
        home.trust(self.door.newest.public().to_text())
        self.hub_key, self.keyring, self.clock = key, Keyring.new(TODAY), Clock()
        self.archive, self.opener = Archive.at(home.archive), opener(home.keys, home.doors)
        self.queue = Queue(self.client, clock=self.clock)
        self.visitor = Visitor(secrets.token_hex(8), secrets.token_bytes(32))
        self.referral = secrets.token_hex(10)
        self.begun = False
        self.done: dict[str, Wish] = {}
        self.tried: dict[str, Wish] = {}
        self.wrote: dict[str, bool] = {}
        self.asked(self._sent)
        words = self.asked(lambda returns: returns.offer(self.visitor))
        assert words
        assert self.asked(lambda returns: returns.open(self.visitor, " ".join(words)))[1] == Fate()

    async def _sent(self, returns: Returns) -> None:
        reception = returns.reception
        place = reception.names.place("web", self.visitor.id)
        kept = Kept(self.referral, (), int(self.clock()), "sent")
        gone = reception.vault.close(place.gone, self.visitor.secret, 1, kept.to_bytes())
        event = reception.sealer.seal(self.referral, f'{{"id":"{self.referral}"}}'.encode())
        await reception.store.write(place, Found(), Write(900, gone=gone, referral=Sealed(self.referral, event)))

    def asked(
        self,
        ask: Callable[[Returns], Awaitable[Any]],
        at: int | None = None,
        *,
        after: bool = False,
        meanwhile: Callable[[], None] | None = None,
    ) -> Any:
        """What the door does, in a process of its own that may end at one of its commands."""

        async def once() -> Any:
            url = self.valkey.url("door")
            lines = Between(url, at or 0, meanwhile) if meanwhile else Cut(url, at, after=after)
            store = Store(lines)
            reception = Reception(
                self.library,
                store,
                Names.of(self.keyring),
                Vault(self.keyring),
                Sealer((self.hub_key.public(),), self.door, self.clock),
                Presence(store, self.library.hub, self.clock, steady=self.clock),
                Keeper(lines),
                self.clock,
            )
            try:
                return await ask(Returns.of(reception))
            finally:
                await lines.close()

        return asyncio.run(once())

    # ---- the person ----

    @rule(kind=_KINDS, at=st.none() | st.integers(0, _POINTS), after=st.booleans())
    def say(self, kind: Any, at: int | None, *, after: bool) -> None:
        """They say something, and may be cut off on the way."""
        wish = Wish(kind, secrets.token_hex(6), "words", ("call",) if kind == "narrower" else ())
        self._say(replace(wish, words="" if kind in {"narrower", "withdrawn"} else "words"), at, after=after)

    @rule(at=st.integers(0, 4))
    def take_back_while_somebody_looks(self, at: int) -> None:
        """They take it back, and at one moment of it a named person says that they have looked."""
        if self.referral not in self.archive.ids():
            return
        wish, self.begun = Wish("withdrawn", secrets.token_hex(6)), True
        self.tried[wish.form] = wish
        looks = partial(self._acknowledge, self.referral, (Queue, "say"), "no")
        came, _ = self.asked(lambda returns: returns.say(self.visitor, wish), at, meanwhile=looks)
        assert came is Came.DONE

    @rule(data=st.data(), at=st.none() | st.integers(0, _POINTS), after=st.booleans())
    def again(self, data: st.DataObject, at: int | None, *, after: bool) -> None:
        """They press the same button once more."""
        if self.tried:
            self._say(self.tried[data.draw(st.sampled_from(sorted(self.tried)))], at, after=after)

    def _say(self, wish: Wish, at: int | None, *, after: bool) -> None:
        self.tried[wish.form] = wish
        try:
            came, fate = self.asked(lambda returns: returns.say(self.visitor, wish), at, after=after)
        except Crash:
            return
        assert came in {Came.DONE, Came.TAKEN_BACK}
        if came is Came.DONE and not (
            wish.kind == "withdrawn" and any(w.kind == "withdrawn" for w in self.done.values())
        ):
            self.done[wish.form] = wish
        self.told = fate

    # ---- the hub ----

    @rule()
    def read(self) -> None:
        """The hub reads, archives and opens all there is."""
        with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
            assert Reader(self.opener, self.archive, "page").look(self.queue)

    @rule(where=_PLACES, cut=st.sampled_from(("no", "before", "after")))
    def acknowledge(self, where: Any, cut: str) -> None:
        """A named person says that they have looked, and may be cut off before or after each step."""
        if self.referral in self.archive.ids():
            self.begun = True
            self._acknowledge(self.referral, where, cut)

    @rule(at=st.none() | st.integers(0, 4), after=st.booleans())
    def write_back(self, at: int | None, *, after: bool) -> None:
        """The hub leaves them something on the page, and the door may be cut off on the way."""
        text = secrets.token_hex(6)
        self.wrote[text] = False
        with suppress(Crash):
            self.wrote[text] = self.asked(
                lambda returns: left.leave(returns.reception.store.lines, self.referral, text), at, after=after
            )

    @rule(data=st.data(), where=_PLACES, cut=st.sampled_from(("no", "before", "after")))
    def acknowledge_another(self, data: st.DataObject, where: Any, cut: str) -> None:
        """The same of a follow-up."""
        others = [held for held in self.archive.ids() if held != self.referral]
        if others:
            self._acknowledge(data.draw(st.sampled_from(others)), where, cut)

    def _acknowledge(self, held: str, where: tuple[type, str], cut: str) -> None:
        owner, name = where
        real = getattr(owner, name)

        def ends(*args: Any, **more: Any) -> Any:
            if cut == "after":
                real(*args, **more)
            raise Crash

        words = ["acknowledge", held, "--by", "Ama Osei", "--data", str(self.data)]
        with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
            if cut == "no":
                main(words)
                return
            with patch.object(owner, name, ends), suppress(Crash):
                main(words)

    # ---- what always holds ----

    @invariant()
    def they_agree(self) -> None:
        """What the page says of looking and of taking back is what the hub's archive says, once it has read."""
        if not hasattr(self, "visitor"):
            return
        page: Fate = self.asked(lambda returns: returns.standing(self.visitor))
        record = self.archive.acknowledged(self.referral)
        if record:
            assert page.looked, "the archive says that someone has looked, and the page does not"
        if page.looked and not record:
            assert self.begun, "the page says that someone has looked, and nobody at the hub had begun to say so"
        if self.archive.withdrawn(self.referral):
            assert page.hidden, "the archive hides it, and the page does not say why"

    @invariant()
    def nothing_is_lost_or_doubled(self) -> None:
        """The hub has each thing that was told to be sent, once, and nothing that was not tried."""
        if not hasattr(self, "visitor"):
            return
        self.read()
        page: Fate = self.asked(lambda returns: returns.standing(self.visitor))
        kinds = sorted(self._opened())
        wanted: list[str] = sorted(wish.kind for wish in self.done.values())
        for kind in {*kinds, *wanted}:
            most = sum(wish.kind == kind for wish in self.tried.values())
            assert wanted.count(kind) <= kinds.count(kind) <= (1 if kind == "withdrawn" else most)
        assert page.withdrawn == ("withdrawn" in kinds)
        assert page.hidden == self.archive.withdrawn(self.referral)
        assert page.narrowed == kinds.count("narrower")
        if page.hidden:
            assert self.archive.acknowledged(self.referral) is None

    @invariant()
    def they_read_what_was_left(self) -> None:
        """All that the door said was left is there, once and in order, until they take it back; then none of it."""
        if not hasattr(self, "visitor"):
            return
        page: Fate = self.asked(lambda returns: returns.standing(self.visitor))
        there = self.asked(lambda returns: returns.letters(self.visitor))
        sure = [text for text, done in self.wrote.items() if done]
        if page.withdrawn:
            assert there == ()
            return
        assert [text for text in there if text in sure] == sure
        assert len(set(there)) == len(there)
        assert set(there) <= set(self.wrote)

    def _opened(self) -> list[str]:
        """The kinds of the follow-ups in the archive, opened; what each taking back told is what happened."""
        kinds = []
        for held in self.archive.ids():
            if referral_of(held) != self.referral:
                continue
            read = json.loads(self.opener.open(self.archive.entry(held).sealed()))
            kinds.append(read["kind"])
            if read["kind"] == "withdrawn":
                assert (read["told"] == "nobody_had_looked") == self.archive.withdrawn(self.referral)
        return kinds

    def teardown(self) -> None:
        """Whoever says once more that they have looked finds it recorded, or is told that it was taken back."""
        if not hasattr(self, "visitor"):
            return
        self.read()
        page: Fate = self.asked(lambda returns: returns.standing(self.visitor))
        with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
            code = main(["acknowledge", self.referral, "--by", "Jo Bloggs", "--data", str(self.data)])
        assert code == (2 if page.hidden else 0)
        assert (self.archive.acknowledged(self.referral) is None) == page.hidden
        self.client.close()
        self.room.cleanup()


@pytest.mark.parametrize("often", [8, pytest.param(60, marks=pytest.mark.prove)])
def test_page_and_archive_never_disagree(valkey: Valkey, often: int) -> None:
    """Add, narrow, ask, take back, read and acknowledge in any order, each cut off before or after any command."""
    Both.valkey, Both.library = valkey, load(SMALL)
    checks = [HealthCheck.too_slow, HealthCheck.filter_too_much]
    run_state_machine_as_test(
        Both, settings=settings(max_examples=often, stateful_step_count=10, deadline=None, suppress_health_check=checks)
    )


@pytest.mark.parametrize("at", range(5))
def test_both_at_once(valkey: Valkey, at: int) -> None:
    """Somebody looks at each moment of a taking back: one of the two is first, for the page and for the archive."""
    Both.valkey, Both.library = valkey, load(SMALL)
    both = Both()
    both.send()
    both.read()
    both.take_back_while_somebody_looks(at)
    both.they_agree()
    both.nothing_is_lost_or_doubled()
    both.teardown()
