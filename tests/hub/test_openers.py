"""The openers under docs/openers, run as whoever copies them will run them.

Rule: what they need is installed by `make prove`. Where it is missing these fail, and say what to install.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from flows.library import HERE, load
from flows.play import EnginePlayer
from flows.record import with_id
from flows.talk import parse, perform
from hub.archive import Archive
from hub.entry import Entry

if TYPE_CHECKING:
    from tests.hub.conftest import Sides

ROOT = Path(__file__).parents[2]
OPENERS = ROOT / "docs/openers"
VECTORS = ROOT / "docs/vectors"
KEYS: dict[str, Any] = json.loads((VECTORS / "keys.json").read_text())
OPENED = json.loads((VECTORS / "opened.json").read_text())["vectors"]
REFUSED = json.loads((VECTORS / "refused.json").read_text())["vectors"]
REFERRAL_ID = "3f6c1c1e-1f0a-4a57-9a0e-6d1c0b9f7a21"


@dataclass(frozen=True)
class Program:
    """An opener: how it is started, and with which key and doors."""

    command: tuple[str, ...]
    key: Path
    doors: Path

    def opens(self, event: str, *, by_name: Path | None = None) -> subprocess.CompletedProcess[bytes]:
        """What it makes of an entry, on standard input or in a file."""
        words = [*self.command, str(self.key), str(self.doors), *([str(by_name)] if by_name else [])]
        return subprocess.run(words, input=event.encode(), capture_output=True, timeout=60, check=False)


def python() -> tuple[str, ...]:
    """The Python opener, in a Python that knows nothing of this project."""
    return (sys.executable, "-I", str(OPENERS / "open.py"))


def node() -> tuple[str, ...]:
    """The Node opener. Fails, with what to do, where Node or the packages are missing."""
    found = shutil.which("node")
    if found is None:
        pytest.fail("Node is missing. Install nodejs and npm (Debian: apt-get install nodejs npm), run `make prove`.")
    if not (OPENERS / "node_modules/@hpke/core").is_dir():
        pytest.fail("Its packages are missing. Run `make prove`, or: npm --prefix docs/openers ci --ignore-scripts")
    return (found, str(OPENERS / "open.mjs"))


PYTHON = pytest.param(python, id="python")
NODE = pytest.param(node, id="node", marks=pytest.mark.prove)
both = pytest.mark.parametrize("start", [PYTHON, NODE])


def from_vectors(start: Any, folder: Path) -> Program:
    """The opener with the key and the door of the vectors."""
    key, doors = folder / "hub.key", folder / "doors.pub"
    key.write_text(KEYS["hub"]["hub.key"])
    doors.write_text(f"# of the vectors\n{KEYS['door']['public_line']}\n")
    return Program(start(), key, doors)


def real(sides: Sides) -> tuple[str, str]:
    """A whole conversation, handed over and sealed as the door does it: the referral's JSON and the entry."""
    talk = parse((ROOT / "tests/talks/survivor-long-web.talk").read_text("utf-8"))
    player = EnginePlayer(load(HERE), talk.doors[0])
    for _ in perform(talk, player):
        pass
    plain = with_id(player.referrals[0], REFERRAL_ID).to_json()
    return plain, sides.sealer.seal(REFERRAL_ID, plain.encode())


def flipped(event: str, member: str) -> str:
    """`event` with one bit of this member of its container changed, still in its right spelling."""
    bare = json.loads(event)
    container = bare["data"]["sealed"][0]
    middle = len(container[member]) // 2
    other = "A" if container[member][middle] != "A" else "B"
    container[member] = container[member][:middle] + other + container[member][middle + 1 :]
    return json.dumps(bare, separators=(",", ":"))


@both
def test_a_real_referral_opens(start: Any, sides: Sides) -> None:
    """What the door's own code has sealed, and the archive keeps, opens to the same letters."""
    plain, event = real(sides)
    archive = Archive.at(sides.home.archive)
    archive.keep(Entry(0, "0-1", event))
    program = Program(start(), sides.home.keys[0], sides.home.doors)
    for done in (program.opens(event), program.opens("", by_name=archive.folder / f"{REFERRAL_ID}.sealed.json")):
        assert (done.returncode, done.stderr) == (0, b"")
        assert done.stdout.decode() == plain + "\n"


@both
@pytest.mark.parametrize("member", ["ct", "sig", "protected"])
def test_a_changed_letter_is_refused(start: Any, sides: Sides, member: str) -> None:
    """With one letter of the seal, the signature or the header changed nothing is shown, and a code is given."""
    _, event = real(sides)
    done = Program(start(), sides.home.keys[0], sides.home.doors).opens(flipped(event, member))
    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr.startswith(b"refused: ")
    assert member == "protected" or done.stderr == b"refused: signature\n"


@both
@pytest.mark.parametrize("vector", OPENED, ids=lambda vector: vector["name"])
def test_what_must_open_opens(start: Any, vector: dict[str, str], tmp_path: Path) -> None:
    """Each good vector opens to the words beside it."""
    done = from_vectors(start, tmp_path).opens(vector["event"])
    assert (done.returncode, done.stdout.decode()) == (0, vector["opens"] + "\n")


@both
@pytest.mark.parametrize("vector", REFUSED, ids=lambda vector: vector["name"])
def test_what_must_be_refused_is(start: Any, vector: dict[str, str], tmp_path: Path) -> None:
    """Each bad vector is refused with the code beside it, and nothing of it is shown."""
    done = from_vectors(start, tmp_path).opens(vector["event"])
    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr.decode() == f"refused: {vector['fault']}\n"


@both
def test_a_door_whose_line_was_changed_is_not_trusted(start: Any, tmp_path: Path) -> None:
    """One wrong letter in doors.pub stops it before it opens anything, and shows no letter of a key."""
    program = from_vectors(start, tmp_path)
    line = program.doors.read_text()
    program.doors.write_text(line.replace("2036", "2037") if "2036" in line else line.replace(".20", ".21", 1))
    done = program.opens(OPENED[0]["event"])
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"cannot be read" in done.stderr
    assert KEYS["hub"]["sealing_seed"].encode() not in done.stderr


def test_the_lock_of_the_node_opener_holds_no_host() -> None:
    """The npm lock pins what is asked for exactly, by digest, and names no place to fetch it from."""
    lock = json.loads((OPENERS / "package-lock.json").read_text())
    asked = json.loads((OPENERS / "package.json").read_text())["dependencies"]
    assert set(asked) == {"@hpke/core", "@hpke/hybridkem-x-wing"}
    packages = {name: one for name, one in lock["packages"].items() if name}
    assert all(one["integrity"].startswith("sha512-") and "resolved" not in one for one in packages.values())
    assert {name: packages[f"node_modules/{name}"]["version"] for name in asked} == asked
