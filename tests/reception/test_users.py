from __future__ import annotations

from collections.abc import Iterator

import pytest
import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from reception import names
from reception.valkey import Valkey

QUEUE, SEEN, TALK = names.referrals(0), names.seen(0), "talk:{0}:x"
OUTBOX, OUTCOMES, MARK = names.outbox(0), names.outcomes(0), "door:{0}:out:frozen"
ONCE = names.once(0, "someones-referral")


def ask(client: redis.Redis, *command: str | int) -> None:
    """Have the store do it."""
    client.execute_command(*command)  # type: ignore[no-untyped-call]


@pytest.fixture
def door(valkey: Valkey, hub: redis.Redis) -> Iterator[redis.Redis]:
    """The door, with one entry on the queue."""
    with redis.Redis.from_url(valkey.url("door"), protocol=2) as client:
        ask(client, "XADD", QUEUE, "0-*", "event", "{}")
        yield client


@pytest.fixture
def keeper(valkey: Valkey) -> Iterator[redis.Redis]:
    """The keeper."""
    with redis.Redis.from_url(valkey.url("keeper"), protocol=2) as client:
        yield client


FORBIDDEN = [
    ("SET", QUEUE, "x"),
    ("DEL", QUEUE),
    ("XRANGE", QUEUE, "-", "+"),
    ("XREAD", "STREAMS", QUEUE, "0"),
    ("XLEN", QUEUE),
    ("XDEL", QUEUE, "0-1"),
    ("XTRIM", QUEUE, "MAXLEN", "0"),
    ("GET", QUEUE),
    ("SET", SEEN, "x"),
    ("DEL", SEEN),
    ("DEL", ONCE),
    ("RENAME", QUEUE, TALK),
    ("COPY", QUEUE, TALK),
    ("KEYS", "*"),
    ("SCAN", "0"),
    ("RANDOMKEY",),
    ("DUMP", TALK),
    ("XADD", OUTBOX, "0-*", "event", "x"),
    ("DEL", OUTBOX),
    ("SET", OUTBOX, "x"),
    ("XRANGE", OUTCOMES, "-", "+"),
    ("XDEL", OUTCOMES, "0-1"),
    ("DEL", OUTCOMES),
]


@pytest.mark.parametrize("command", FORBIDDEN, ids=lambda command: " ".join(command[:2]))
def test_the_door_may_not(door: redis.Redis, command: tuple[str, ...]) -> None:
    """Who has taken over a door cannot read the queue, empty it, or list who writes."""
    with pytest.raises(redis.exceptions.NoPermissionError):
        ask(door, *command)


@pytest.mark.parametrize("command", FORBIDDEN, ids=lambda command: " ".join(command[:2]))
def test_the_door_may_not_from_a_script_either(door: redis.Redis, command: tuple[str, ...]) -> None:
    """A script has no more rights than the one who runs it."""
    with pytest.raises(redis.exceptions.ResponseError, match=r"NOPERM|ACL|permission|not allowed"):
        ask(door, "EVAL", "return redis.call(unpack(ARGV))", 1, QUEUE, *command)


@pytest.mark.parametrize(
    "command",
    [
        ("CONFIG", "GET", "*"),
        ("CONFIG", "SET", "appendonly", "no"),
        ("FLUSHALL",),
        ("ACL", "LIST"),
        ("CLIENT", "LIST"),
        ("MONITOR",),
        ("SCRIPT", "FLUSH"),
        ("SHUTDOWN",),
        ("ROLE",),
        ("INFO",),
        ("BGREWRITEAOF",),
    ],
    ids=" ".join,
)
def test_the_door_has_no_say_over_the_server(door: redis.Redis, command: tuple[str, ...]) -> None:
    """Nothing that a door may ask for shows others or changes the server."""
    with pytest.raises(redis.exceptions.NoPermissionError):
        ask(door, *command)


def test_the_keeper_touches_no_key(keeper: redis.Redis) -> None:
    """It may ask how the server is, and nothing of what is in it."""
    assert keeper.info("memory")["maxmemory"] > 0
    for command in (("GET", TALK), ("SET", TALK, "x"), ("XRANGE", QUEUE, "-", "+"), ("CONFIG", "SET", "dir", "/")):
        with pytest.raises(redis.exceptions.NoPermissionError):
            ask(keeper, *command)


def test_the_hub_touches_no_conversation(hub: redis.Redis) -> None:
    """It reads the queue and says that it looked; who writes to the doors is not its business."""
    for command in (("GET", TALK), ("DEL", TALK), ("XADD", QUEUE, "*", "event", "x"), ("KEYS", "*"), ("GET", ONCE)):
        with pytest.raises(redis.exceptions.NoPermissionError):
            ask(hub, *command)


def test_the_hub_gives_orders_and_hears_of_them_and_no_more(hub: redis.Redis) -> None:
    """It cannot read back or take off what it gave, say for the door what came of it, or touch a mark of the door's."""
    for command in (
        ("XRANGE", OUTBOX, "-", "+"),
        ("XDEL", OUTBOX, "0-1"),
        ("DEL", OUTBOX),
        ("XADD", OUTCOMES, "0-*", "event", "x"),
        ("DEL", OUTCOMES),
        ("ZREM", MARK, "x"),
        ("ZADD", MARK, "1", "x"),
        ("ZSCORE", MARK, "x"),
        ("DEL", MARK),
    ):
        with pytest.raises(redis.exceptions.NoPermissionError):
            ask(hub, *command)


def test_nobody_comes_in_without_a_password(valkey: Valkey) -> None:
    """The default user is off."""
    once = Retry(NoBackoff(), 0)
    stranger = redis.Redis(unix_socket_path=str(valkey.run / "s"), protocol=2, retry=once)
    with stranger as client, pytest.raises(redis.exceptions.AuthenticationError):
        client.ping()
