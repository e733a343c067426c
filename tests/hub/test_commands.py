"""The commands as an operator meets them, on a real queue."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import time
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from hub.archive import Archive
from hub.commands import main
from reception.doorkeys import DoorKeys

if TYPE_CHECKING:
    from tests.hub.conftest import Sides, Stream

ROOT = Path(__file__).parents[2]
Out = pytest.CaptureFixture[str]


@pytest.fixture
def data(sides: Sides, stream: Stream, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder with the hub's keys and the address of the running queue."""
    for name in ("FRONTDOOR_DATA", "FRONTDOOR_REDIS_URL", "FRONTDOOR_LIBRARY"):
        monkeypatch.delenv(name, raising=False)
    folder = sides.home.folder.parent
    (folder / "valkey").mkdir(parents=True)
    (folder / "valkey" / "hub.url").write_text(stream.url)
    return folder


def hub(*words: object) -> int:
    """One command, in this process."""
    return main([str(word) for word in words])


def test_read_shows_each_referral_once(data: Path, sides: Sides, stream: Stream, capsys: Out) -> None:
    """`read --json` prints each opened referral on one line, though its entry stands on the queue twice."""
    event = sides.event("referral-1")
    for one in (event, event, sides.event("referral-2")):
        stream.add(one)
    assert hub("read", "--json", "--data", data) == 0
    assert [json.loads(line)["id"] for line in capsys.readouterr().out.splitlines()] == ["referral-1", "referral-2"]


def test_fetch_then_open_is_read(
    data: Path, sides: Sides, stream: Stream, capsys: Out, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What `fetch` prints without a key, `open` opens with one, to the same lines as `read`."""
    stream.add(sides.event("referral-1", note="words"))
    assert hub("fetch", "--data", data) == 0
    fetched = capsys.readouterr().out
    assert "words" not in fetched
    monkeypatch.setattr(sys, "stdin", io.StringIO(fetched))
    assert hub("open", "--json", "--data", data) == 0
    opened = capsys.readouterr().out
    assert hub("read", "--json", "--data", data) == 0
    assert capsys.readouterr().out == opened == '{"id":"referral-1","note":"words"}\n'


def test_fetching_is_looking(data: Path, stream: Stream) -> None:
    """Reading without a key tells the door that somebody is there."""
    stream.hub.set("hub:{0}:seen", "long ago")
    assert hub("fetch", "--data", data) == 0
    assert json.loads(stream.read_seen())["oldest_h"] is None


def test_acknowledging_takes_it_off_and_leaves_the_others(
    data: Path, sides: Sides, stream: Stream, capsys: Out
) -> None:
    """After reading, the named referral leaves the queue, with who looked on disk; the other stays."""
    for referral_id in ("referral-1", "referral-2"):
        stream.add(sides.event(referral_id))
    hub("read", "--data", data)
    assert hub("acknowledge", "referral-1", "--by", "Jo Bloggs", "--data", data) == 0
    assert [entry.id for entry in stream.queue.entries()] == ["referral-2"]
    record = Archive(sides.home.archive).acknowledged("referral-1")
    assert record is not None
    assert record.by == "Jo Bloggs"
    assert "Taken off the queue." in capsys.readouterr().out


def test_acknowledging_twice_changes_nothing(data: Path, sides: Sides, stream: Stream, capsys: Out) -> None:
    """The second time the first name stays, and it is said that the entry had gone."""
    stream.add(sides.event("referral-1"))
    hub("read", "--data", data)
    hub("acknowledge", "referral-1", "--by", "Jo Bloggs", "--data", data)
    capsys.readouterr()
    assert hub("acknowledge", "referral-1", "--by", "Sam Poe", "--data", data) == 0
    said = capsys.readouterr().out
    assert "Acknowledged by Jo Bloggs" in said
    assert "not Sam Poe" in said
    assert "no longer on the queue" in said


def test_what_nobody_has_kept_cannot_be_acknowledged(data: Path, sides: Sides, stream: Stream, capsys: Out) -> None:
    """An entry that is not in the archive stays on the queue, and the sentence says to read it first."""
    stream.add(sides.event("referral-1"))
    assert hub("acknowledge", "referral-1", "--by", "Jo Bloggs", "--data", data) == 2
    assert len(list(stream.queue.entries())) == 1
    assert "No entry" in capsys.readouterr().err


def test_another_machine_acknowledges_by_digest(
    data: Path, sides: Sides, stream: Stream, tmp_path: Path, capsys: Out
) -> None:
    """Out of the queue's reach the name is recorded, and the command to run at the door is shown."""
    stream.add(sides.event("referral-1"))
    entry = next(stream.queue.entries())
    far = Archive.at(tmp_path / "far")
    far.keep(entry)
    (data / "valkey" / "hub.url").rename(data / "away")
    assert hub("acknowledge", "referral-1", "--by", "Jo Bloggs", "--archive", far.folder) == 1
    said = capsys.readouterr().err
    assert f"acknowledge referral-1 --by 'Jo Bloggs' --digest {entry.digest}" in said
    (data / "away").rename(data / "valkey" / "hub.url")
    words = ("acknowledge", "referral-1", "--by", "Jo Bloggs", "--data", data)
    assert hub(*words, "--digest", entry.digest) == 0
    assert list(stream.queue.entries()) == []


@pytest.mark.parametrize(
    ("referral_id", "digest"), [("referral-1", "0" * 64), ("referral-2", None), ("referral-1", "x"), ("../../x", None)]
)
def test_a_wrong_digest_takes_nothing(
    data: Path, sides: Sides, stream: Stream, referral_id: str, digest: str | None
) -> None:
    """Unless id and digest are both those of one entry, nothing is recorded and nothing leaves the queue."""
    stream.add(sides.event("referral-1"))
    true = next(stream.queue.entries()).digest
    words = ("acknowledge", referral_id, "--by", "Jo Bloggs", "--data", data, "--digest", digest or true)
    assert hub(*words) == 2
    assert len(list(stream.queue.entries())) == 1
    assert not list(sides.home.archive.glob("*.acknowledged.json"))


def test_another_entry_under_an_acknowledged_id_stays(data: Path, sides: Sides, stream: Stream, capsys: Out) -> None:
    """A record made for other bytes takes nothing off: the entry stays, and both must be looked at."""
    stream.add(sides.event("referral-1"))
    hub("read", "--data", data)
    Archive(sides.home.archive).acknowledge("referral-1", "0" * 64, "Sam Poe", datetime.now(UTC))
    assert hub("acknowledge", "referral-1", "--by", "Jo Bloggs", "--data", data) == 2
    assert len(list(stream.queue.entries())) == 1
    assert "Look at both" in capsys.readouterr().err


def test_a_door_is_trusted_by_its_line(tmp_path: Path, capsys: Out) -> None:
    """`keys --trust` names the door it trusts from now on; a line with a slip in it is refused with what to do."""
    line = DoorKeys.new(date(2026, 11, 22)).newest.public()
    assert hub("keys", "--trust", line.to_text(), "--data", tmp_path) == 0
    assert line.sigkid in capsys.readouterr().out
    assert hub("keys", "--trust", line.to_text()[:-1], "--data", tmp_path) == 2
    assert "Copy the whole line" in capsys.readouterr().err


@pytest.mark.parametrize("words", [["keys"], ["acknowledge", "referral-1", "--by", "Jo Bloggs"], ["open"]])
def test_without_a_folder_it_says_which_to_name(words: list[str], capsys: Out, monkeypatch: pytest.MonkeyPatch) -> None:
    """No data folder named or set: code 2, and the option to give."""
    monkeypatch.delenv("FRONTDOOR_DATA", raising=False)
    assert hub(*words) == 2
    assert "--" in capsys.readouterr().err


def test_a_key_holds_for_a_day_at_least(tmp_path: Path, capsys: Out) -> None:
    """A key for no days is not made."""
    assert hub("keys", "--days", 0, "--data", tmp_path) == 2
    assert not (tmp_path / "hub" / "hub.key").exists()


@pytest.mark.parametrize("name", ["", " ", "x", "7", "Jo\x1b[2JBloggs", "J" * 101])
def test_nobody_is_no_name(data: Path, name: str, capsys: Out) -> None:
    """Acknowledging takes a person's name: not nothing, a letter, a number, or a terminal's command."""
    assert hub("acknowledge", "referral-1", "--by", name, "--data", data) == 2
    assert "name of the person" in capsys.readouterr().err


def test_a_foreign_entry_is_reported_kept_and_can_be_acknowledged(
    data: Path, sides: Sides, stream: Stream, capsys: Out
) -> None:
    """An entry that is no referral does not stop the next, stays until a person takes it off, and is kept after."""
    stream.add_foreign(other=b"\xff\xfe")
    stream.add(sides.event("referral-1"))
    assert hub("read", "--json", "--data", data) == 1
    out, err = capsys.readouterr()
    assert json.loads(out)["id"] == "referral-1"
    odd = next(word for word in err.split() if word.startswith("odd-"))
    assert len(list(stream.queue.entries())) == 2
    assert hub("acknowledge", odd, "--by", "Jo Bloggs", "--data", data) == 0
    assert [entry.id for entry in stream.queue.entries()] == ["referral-1"]
    assert odd in Archive(sides.home.archive).ids()


def test_a_crash_after_the_name_was_recorded_is_mended(data: Path, sides: Sides, stream: Stream, capsys: Out) -> None:
    """An entry acknowledged on disk but still queued is not shown again; the same command takes it off."""
    event = sides.event("referral-1")
    stream.add(event)
    hub("read", "--data", data)
    hub("acknowledge", "referral-1", "--by", "Jo Bloggs", "--data", data)
    stream.add(event)
    capsys.readouterr()
    assert hub("read", "--json", "--data", data) == 0
    out, err = capsys.readouterr()
    assert out == ""
    assert "still on the queue: 1" in err
    assert hub("acknowledge", "referral-1", "--by", "Jo Bloggs", "--data", data) == 0
    assert list(stream.queue.entries()) == []


def test_waiting_tells_the_three_facts_apart(data: Path, sides: Sides, stream: Stream, capsys: Out) -> None:
    """Sent, archived and acknowledged are each their own: one line for each that nobody has acknowledged."""
    stream.add(sides.event("referral-1"))
    hub("read", "--data", data)
    stream.add(sides.event("referral-2"))
    capsys.readouterr()
    assert hub("waiting", "--within", 10**6, "--data", data) == 0
    first, second = capsys.readouterr().out.splitlines()
    assert "referral-1" in first
    assert ", archived" in first
    assert "not archived" in second
    hub("acknowledge", "referral-1", "--by", "Jo Bloggs", "--data", data)
    capsys.readouterr()
    hub("waiting", "--within", 10**6, "--data", data)
    assert "referral-1" not in capsys.readouterr().out


def test_waiting_fails_past_the_agreed_time(data: Path, sides: Sides, stream: Stream, capsys: Out) -> None:
    """Past the agreed hours the exit code is 1 and the line says so, within 80 columns."""
    stream.add(sides.event("referral-1"))
    assert hub("waiting", "--within", -(10**6), "--data", data) == 1
    line = capsys.readouterr().out.strip()
    assert line.endswith("PAST THE AGREED TIME")
    assert len(line) <= 80


def test_waiting_still_tells_what_was_trimmed_from_the_queue(
    data: Path, sides: Sides, stream: Stream, capsys: Out
) -> None:
    """A kept referral that left the queue without being acknowledged is still waiting."""
    stream.add(sides.event("referral-1"))
    hub("read", "--data", data)
    stream.queue.remove(next(stream.queue.entries()).digest)
    capsys.readouterr()
    hub("waiting", "--within", 10**6, "--data", data)
    assert "gone from the queue" in capsys.readouterr().out


def test_waiting_takes_the_agreed_time_from_the_hubs_own_hours(data: Path, capsys: Out) -> None:
    """Without --within the promise in hub.toml counts, in working hours."""
    assert hub("waiting", "--data", data) == 0
    assert "Nothing is waiting." in capsys.readouterr().err


def test_keys_are_made_once_and_shown_again(tmp_path: Path, capsys: Out) -> None:
    """`keys` makes a key when there is none, shows the same line later, and never prints the private part."""
    assert hub("keys", "--data", tmp_path / "d") == 0
    first = capsys.readouterr()
    assert hub("keys", "--data", tmp_path / "d") == 0
    assert capsys.readouterr().out == first.out
    private = json.loads((tmp_path / "d" / "hub" / "hub.key").read_text())
    assert private["sealing_seed"] not in first.out + first.err
    assert hub("keys", "--new", "--data", tmp_path / "d") == 0
    assert capsys.readouterr().out != first.out


def test_a_missing_queue_is_one_sentence(tmp_path: Path, capsys: Out, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a queue each command that needs one ends with code 2 and what to do."""
    for name in ("FRONTDOOR_DATA", "FRONTDOOR_REDIS_URL", "FRONTDOOR_REDIS_URL_FILE"):
        monkeypatch.delenv(name, raising=False)
    for words in (["fetch"], ["waiting", "--within", "8"]):
        assert hub(*words, "--data", tmp_path) == 2
        assert "Start the front door" in capsys.readouterr().err


def test_follow_shows_what_comes_and_rings(data: Path, sides: Sides, stream: Stream, tmp_path: Path) -> None:
    """Left running, `read` shows a referral that comes later, rings for it, and ends when it is told to."""
    bell = tmp_path / "rang"
    words = ["read", "--json", "--follow", "--ring", f"touch {bell}", "--data", str(data)]
    with subprocess.Popen([sys.executable, "-m", "hub", *words], cwd=ROOT, stdout=subprocess.PIPE, text=True) as reader:
        try:
            stream.add(sides.event("referral-1"))
            assert reader.stdout is not None
            assert json.loads(reader.stdout.readline())["id"] == "referral-1"
            until = time.monotonic() + 10
            while not bell.exists() and time.monotonic() < until:
                time.sleep(0.05)
            assert bell.exists()
        finally:
            reader.terminate()


def test_follow_outlives_the_queue(
    data: Path, sides: Sides, stream: Stream, capsys: Out, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While the queue is away `read --follow` says so once, and goes on when it is back."""
    away, sleeps = data / "valkey" / "hub.url", []
    stream.add(sides.event("referral-1"))

    def sleep(seconds: float) -> None:
        sleeps.append(seconds)
        if len(sleeps) == 1:
            away.rename(data / "elsewhere")
        if len(sleeps) == 3:
            (data / "elsewhere").rename(away)
        if len(sleeps) == 4:
            raise KeyboardInterrupt

    monkeypatch.setattr("time.sleep", sleep)
    assert hub("read", "--json", "--follow", "--data", data) == 130
    out, err = capsys.readouterr()
    assert out.count("referral-1") == 1
    assert err.count("Trying again") == 1
    assert err.count("reached again") == 1


def test_a_reader_that_went_away_is_no_trace(data: Path, sides: Sides, stream: Stream) -> None:
    """`fetch | head -0` ends quietly."""
    for number in range(20):
        stream.add(sides.event(f"referral-{number}"))
    ours, theirs = os.pipe()
    os.close(ours)
    words = ["fetch", "--data", str(data)]
    done = subprocess.run(
        [sys.executable, "-m", "hub", *words], cwd=ROOT, stdout=theirs, stderr=subprocess.PIPE, text=True, check=False
    )
    os.close(theirs)
    assert "Traceback" not in done.stderr


def test_waiting_shows_the_most_urgent_first_then_the_longest_waiting(
    data: Path, sides: Sides, stream: Stream, capsys: Out
) -> None:
    """How urgent it is comes before how old; what does not say comes second; no word is shown."""
    for referral_id, level in (("routine-1", "routine"), ("today-0001", "today"), ("urgent-01", "now")):
        stream.add(sides.event(referral_id, urgency={"level": level}, note="words"))
    stream.add(sides.event("odd-level", urgency="soon"))
    hub("waiting", "--data", data, "--within", 10**6)
    shown = capsys.readouterr().out
    order = ["NOW:", "urgent-01", "NOT KNOWN:", "odd-level", "TODAY:", "today-0001", "ROUTINE:", "routine-1"]
    assert [line.split("  ")[0] for line in shown.splitlines()] == order
    assert "words" not in shown


def test_waiting_without_a_key_is_by_time(data: Path, sides: Sides, stream: Stream, capsys: Out) -> None:
    """Whoever watches the queue needs no key: then nothing is said of how urgent it is."""
    for path in sides.home.keys:
        path.unlink()
    stream.add(sides.event("referral-1", urgency={"level": "now"}))
    hub("waiting", "--data", data, "--within", 10**6)
    assert "NOW" not in capsys.readouterr().out


def test_only_a_named_person_stops_the_clock(data: Path, sides: Sides, stream: Stream) -> None:
    """Fetched, opened and read to the end, it is as late as before; acknowledged by name, it is not."""
    stream.add(sides.event("referral-1"))
    assert hub("fetch", "--data", data) == 0
    assert hub("read", "--data", data) == 0
    assert hub("waiting", "--data", data, "--within", -(10**6)) == 1
    assert hub("acknowledge", "referral-1", "--by", "Ama Osei", "--data", data) == 0
    assert hub("waiting", "--data", data, "--within", -(10**6)) == 0
