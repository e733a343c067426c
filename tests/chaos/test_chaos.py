"""Nothing lost, nothing doubled, nothing untrue: what people were told last, against what the hub has."""

from __future__ import annotations

import random
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from reception.valkey import Valkey
from tests.browser import OverHttp
from tests.chaos.people import Person
from tests.house import House
from tests.running import Running

AT_ONCE = 16
SEED = 20261122
HANGS_S = 4.5  # a turn is tried twice, for two seconds each


@dataclass
class Town:
    """A front door that serves, its store and its hub."""

    house: House
    door: Running
    valkey: Valkey

    def kill_the_door(self) -> None:
        """The serving process ends at once, and is started again."""
        self.door.kill()
        self.door.start()

    def kill_the_store(self) -> None:
        """The store ends at once; its supervisor starts it again."""
        self._signal(signal.SIGKILL)

    def freeze_the_store(self) -> None:
        """The store hangs for longer than anybody waits for it, then does all that it was asked."""
        self._signal(signal.SIGSTOP)
        time.sleep(HANGS_S)
        self._signal(signal.SIGCONT)

    def _signal(self, which: signal.Signals) -> None:
        # By the process itself, not its number: it may just have ended, and be on its way back.
        process = self.valkey._process
        assert process is not None
        process.send_signal(which)

    def marks(self) -> Counter[str]:
        """How often each mark is among the referrals that the hub opens."""
        opened = [one.referral for one in self.house.read()]
        assert None not in opened, "Something on the queue is no referral."
        return Counter(said["text"] for one in opened if one for said in one["narrative"])


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    """A whole town on a store of its own."""
    with (
        Valkey(tmp_path / "store") as valkey,
        House.over(valkey, tmp_path, time.time()) as house,
        house.served() as door,
    ):
        yield Town(house, door, valkey)


@dataclass
class Trouble:
    """Disasters that strike one after another at random moments, until it is over. `struck` counts them."""

    disasters: list[Callable[[], None]]
    gaps: tuple[float, float]
    struck: int = 0
    over: threading.Event = field(default_factory=threading.Event)

    def strike(self) -> None:
        """Strike, and wait, and strike again."""
        dice = random.Random(SEED)  # noqa: S311 - the same moments each time
        for disaster in self.disasters:
            if self.over.wait(dice.uniform(*self.gaps)):
                return
            disaster()
            self.struck += 1


def live_through(town: Town, count: int, trouble: Trouble) -> None:
    """Let `count` people write, 16 at once, while there is trouble; then compare both sides."""
    people = [Person(number, OverHttp(town.door.base), SEED) for number in range(count)]
    with ThreadPoolExecutor(1) as apart, ThreadPoolExecutor(AT_ONCE) as pool:
        troubled = apart.submit(trouble.strike)
        try:
            list(pool.map(Person.write, people))
        finally:
            trouble.over.set()
        troubled.result()
    compare(town.marks(), people)
    assert trouble.struck > 1, "It was over before anything broke."


def compare(marks: Counter[str], people: list[Person]) -> None:
    """Whoever was told 'sent' is there exactly once; 'not sent' is not there; nobody is there twice."""
    wrong = [
        f"{person.mark} ({person.manner}) was told '{person.told}' and is there {marks[person.mark]} times"
        for person in people
        if marks[person.mark] not in {"sent": {1}, "not sent": {0}, "we do not know": {0, 1}}[person.told]
    ]
    assert not wrong, "\n".join(wrong)
    assert set(marks) <= {person.mark for person in people}, "The hub has somebody who never wrote."
    assert sum(person.told == "sent" for person in people) > len(people) // 3


def at_the_store(town: Town, times: int) -> list[Callable[[], None]]:
    """The store killed, and every fourth time hanging instead."""
    return [town.kill_the_store, town.kill_the_store, town.freeze_the_store, town.kill_the_store] * times


def test_the_door_is_killed(town: Town) -> None:
    """With the serving process killed at random, what each person was told is what the hub has."""
    live_through(town, 24, Trouble([town.kill_the_door] * 4, (0.1, 0.4)))


def test_the_store_is_killed(town: Town) -> None:
    """With the store killed and hanging at random, what each person was told is what the hub has."""
    live_through(town, 24, Trouble(at_the_store(town, 2), (0.05, 0.25)))


@pytest.mark.prove
def test_the_door_is_killed_again_and_again(town: Town) -> None:
    """The same with 200 people, for as long as they write."""
    live_through(town, 200, Trouble([town.kill_the_door] * 100, (0.1, 1.0)))


@pytest.mark.prove
def test_the_store_is_killed_again_and_again(town: Town) -> None:
    """The same with 200 people, for as long as they write."""
    live_through(town, 200, Trouble(at_the_store(town, 100), (0.05, 0.5)))
