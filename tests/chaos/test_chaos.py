"""Nothing lost, nothing doubled, nothing untrue: what people were told last, against what the hub has."""

from __future__ import annotations

import os
import random
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest

from reception.valkey import Valkey
from tests.browser import OverHttp
from tests.chaos.people import Person
from tests.house import House
from tests.running import Running

AT_ONCE = 16
SEED = 20261122


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
        os.kill(self.valkey.pid, signal.SIGKILL)

    def freeze_the_store(self) -> None:
        """The store hangs for longer than anybody waits for it, then does all it was asked."""
        pid = self.valkey.pid
        os.kill(pid, signal.SIGSTOP)
        time.sleep(4.5)
        os.kill(pid, signal.SIGCONT)

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


def live_through(town: Town, count: int, disasters: Iterator[Callable[[], None]], gaps: tuple[float, float]) -> int:
    """Let `count` people write, 16 at once, while disasters strike at random; then compare both sides.

    Gives how many requests were never answered.
    """
    dice = random.Random(SEED)  # noqa: S311 - the same moments each time
    people = [Person(number, OverHttp(town.door.base), SEED) for number in range(count)]
    over = threading.Event()
    trouble = threading.Thread(target=_strike, args=(disasters, dice, gaps, over))
    trouble.start()
    try:
        with ThreadPoolExecutor(AT_ONCE) as pool:
            list(pool.map(Person.write, people))
    finally:
        over.set()
        trouble.join()
    compare(town.marks(), people)
    return sum(person.unanswered for person in people)


def _strike(
    disasters: Iterator[Callable[[], None]], dice: random.Random, gaps: tuple[float, float], over: threading.Event
) -> None:
    for disaster in disasters:
        if over.wait(dice.uniform(*gaps)):
            return
        disaster()


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


def test_the_door_is_killed(town: Town) -> None:
    """With the serving process killed at random, what each person was told is what the hub has."""
    assert live_through(town, 24, iter([town.kill_the_door] * 4), (0.1, 0.5))


def test_the_store_is_killed(town: Town) -> None:
    """With the store killed and once hanging, what each person was told is what the hub has."""
    disasters = iter([town.kill_the_store, town.kill_the_store, town.freeze_the_store, *[town.kill_the_store] * 5])
    live_through(town, 24, disasters, (0.05, 0.25))
