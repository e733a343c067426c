from __future__ import annotations

import os
import stat
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from hub import durable
from hub.archive import Archive
from hub.entry import Entry
from hub.fault import HubFault

if TYPE_CHECKING:
    from tests.hub.conftest import Sides

NOON = datetime(2026, 11, 22, 12, 34, 56, tzinfo=UTC)


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    """An empty archive."""
    return Archive.at(tmp_path / "archive")


def test_nobody_else_may_look(archive: Archive, sides: Sides) -> None:
    """The folder is 0700 and each file 0600, whatever the umask; a folder that was open is closed."""
    archive.folder.chmod(0o755)
    held = Archive.at(archive.folder).keep(sides.entry("referral-1"))
    assert stat.S_IMODE(archive.folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((archive.folder / f"{held}.sealed.json").stat().st_mode) == 0o600


def test_what_is_kept_is_what_came(archive: Archive, sides: Sides) -> None:
    """The file holds the entry's own bytes, sealed still, and keeping it again changes nothing."""
    entry = sides.entry("referral-1")
    assert archive.keep(entry) == archive.keep(entry) == "referral-1"
    assert (archive.folder / "referral-1.sealed.json").read_text() == entry.text
    assert archive.digest("referral-1") == entry.digest
    assert archive.ids() == ["referral-1"]


def test_another_entry_under_the_same_id_is_kept_beside(archive: Archive, sides: Sides) -> None:
    """A second, different entry of one id does not write over the first: both stand, told apart."""
    first, second = sides.entry("referral-1"), sides.entry("referral-1")
    archive.keep(first)
    odd = archive.keep(second)
    assert odd.startswith("odd-")
    assert (archive.digest("referral-1"), archive.digest(odd)) == (first.digest, second.digest)
    assert archive.held("referral-1", second.digest) == odd


def test_a_crash_before_the_rename_loses_nothing(
    archive: Archive, sides: Sides, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When the process dies between writing and renaming, nothing is shown as kept, and the next try keeps it."""
    entry = sides.entry("referral-1")

    def dies(_: Path, __: Path) -> Path:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", dies)
        with pytest.raises(KeyboardInterrupt):
            archive.keep(entry)
    assert archive.ids() == []
    assert archive.held("referral-1", entry.digest) is None
    assert archive.keep(entry) == "referral-1"
    assert [path.name for path in archive.folder.iterdir()] == ["referral-1.sealed.json"]


def test_file_and_folder_are_synced_before_it_counts(
    archive: Archive, sides: Sides, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file is synced before it gets its name, and the folder after, before `keep` returns."""
    done: list[str] = []
    sync, replace = os.fsync, Path.replace

    def noted_sync(line: int) -> None:
        done.append("folder" if stat.S_ISDIR(os.fstat(line).st_mode) else "file")
        sync(line)

    def noted_replace(part: Path, path: Path) -> Path:
        done.append("rename")
        return replace(part, path)

    monkeypatch.setattr(os, "fsync", noted_sync)
    monkeypatch.setattr(Path, "replace", noted_replace)
    archive.keep(sides.entry("referral-1"))
    assert done == ["file", "rename", "folder"]


def test_a_full_disk_is_one_sentence(archive: Archive, sides: Sides, monkeypatch: pytest.MonkeyPatch) -> None:
    """When it cannot be written, the fault says that nothing was shown."""

    def full(_: Path, __: bytes) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(durable, "write_over", full)
    with pytest.raises(HubFault, match=r"No space left on device\. Nothing was shown"):
        archive.keep(sides.entry("referral-1"))


@pytest.mark.parametrize("held", ["../../etc/passwd", "", "a/b", "."])
def test_an_id_never_leads_out_of_the_folder(archive: Archive, held: str) -> None:
    """What is no id names no file."""
    with pytest.raises(HubFault):
        archive.digest(held)
    with pytest.raises(HubFault):
        archive.acknowledge(held, "0" * 64, "Jo", NOON)


def test_an_id_is_found_by_its_beginning(archive: Archive, sides: Sides) -> None:
    """Six letters are enough when they are one entry's alone, and fewer are not."""
    for referral_id in ("abcdef-1-one", "abcdef-2-two"):
        archive.keep(sides.entry(referral_id))
    assert archive.find("abcdef-1") == "abcdef-1-one"
    assert archive.find("abcdef-2-two") == "abcdef-2-two"
    for start in ("abcdef", "abc", "zzzzzzzz", "../abcdef"):
        with pytest.raises(HubFault):
            archive.find(start)


def test_the_first_who_looked_stays(archive: Archive, sides: Sides) -> None:
    """Acknowledging again, by whomever, gives the first record and changes no byte of it."""
    entry = sides.entry("referral-1")
    archive.keep(entry)
    first = archive.acknowledge("referral-1", entry.digest, "Jo Bloggs", NOON)
    assert archive.acknowledge("referral-1", entry.digest, "Sam Poe", NOON.replace(hour=15)) == first
    assert (first.by, first.at) == ("Jo Bloggs", "2026-11-22T12:34:56Z")
    assert archive.is_done(entry)


def test_a_damaged_record_is_said_and_not_passed_over(archive: Archive, sides: Sides) -> None:
    """Half a record of acknowledgement is a fault that names the file."""
    archive.keep(sides.entry("referral-1"))
    (archive.folder / "referral-1.acknowledged.json").write_text('{"id":')
    with pytest.raises(HubFault, match=r"referral-1.acknowledged.json is damaged"):
        archive.acknowledged("referral-1")


def test_odd_text_is_kept_whole(archive: Archive) -> None:
    """Letters that no text should hold come back from the disk as they were."""
    entry = Entry(0, "0-1", "\ud800 \x00 é")
    held = archive.keep(entry)
    assert archive.entry(held).text == entry.text
