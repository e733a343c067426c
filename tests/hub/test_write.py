"""`hub write`, `hub plan` and `hub outcomes` as a worker meets them, on a real queue."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import pytest

from flows.plan import ContactPlan, Route, windows
from flows.record import Person, Referral, with_signed_plans
from hub.archive import Archive
from hub.commands import main
from hub.entry import Entry
from reception import names
from reception.order import Order, SealedOrder
from reception.outcome import Outcome, What
from reception.signedplan import plans_of

if TYPE_CHECKING:
    from tests.hub.conftest import Sides, Stream

Out = pytest.CaptureFixture[str]
HELD = "4f2a9c-referral-1"
WEEK = "mon,tue,wed,thu,fri,sat,sun 00:00-24:00"


@dataclass
class Bench:
    """A hub with one referral in its archive, made an hour ago."""

    sides: Sides
    stream: Stream
    data: Path

    def __call__(self, command: str, *words: object) -> int:
        """One command about it."""
        about = () if command == "outcomes" else (HELD[:8],)
        return main([command, *about, "--data", str(self.data), *map(str, words)])

    def given(self) -> list[Order]:
        """The orders on the outbox, as the door opens them, which are taken off."""
        door, found = self.stream.door, []
        for at, fields in cast(Any, door.xrange(names.outbox(0))):
            sealed = SealedOrder.from_text(fields[b"event"].decode())
            hub = self.sides.sealer.hub[0]
            found.append(sealed.opened(self.sides.sealer.door, (hub,), time.time()))
            door.xdel(names.outbox(0), at)
        return found

    def tells(self, id_: str, what: What, rule: str = "") -> None:
        """The door tells what came of an order."""
        self.says(Outcome(id_, what, rule).to_text(self.sides.sealer.door.newest, time.time()))

    def says(self, text: str) -> None:
        """Anything comes to stand among the outcomes."""
        add = "return redis.call('XADD', KEYS[1], '0-*', 'event', ARGV[1])"
        self.stream.door.eval(add, 1, names.outcomes(0), text)


@pytest.fixture
def bench(sides: Sides, stream: Stream, monkeypatch: pytest.MonkeyPatch) -> Bench:
    """A hub at work today."""
    for name in ("FRONTDOOR_DATA", "FRONTDOOR_REDIS_URL", "FRONTDOOR_LIBRARY"):
        monkeypatch.delenv(name, raising=False)
    folder = sides.home.folder.parent
    (folder / "valkey").mkdir(parents=True)
    (folder / "valkey" / "hub.url").write_text(stream.url)
    made = referral()
    signed = plans_of(made, sides.sealer.door.newest, {"me": "someone"})
    whole = with_signed_plans(made, tuple(plan.text for plan in signed))
    Archive.at(sides.home.archive).keep(Entry(0, "0-1", sides.sealer.seal(HELD, whole.to_json().encode())))
    made_bench = Bench(sides, stream, folder)
    made_bench.given()
    for at, _ in cast(Any, stream.hub.xrange(names.outcomes(0))):
        stream.hub.xdel(names.outcomes(0), at)
    return made_bench


def referral() -> Referral:
    """Somebody who may be texted at any time of any day."""
    at = datetime.now(UTC) - timedelta(hours=1)
    route = Route(
        id="r1", kind="sms", value="+447700900123", status="safe", content="neutral_callback", windows=windows(WEEK)
    )
    plan = ContactPlan(person="me", initiative="service", routes=(route,), confirmed_at=at, confirmed_how="by_person")
    return Referral(
        id=HELD,
        created_at=at,
        door="sms",
        journey="survivor",
        language="en",
        library="x",
        people=(
            Person(id="me", compartment="me", name_used="Sam"),
            Person(id="other", compartment="me", name_used="Max"),
        ),
        contact_plans=(plan,),
    )


def test_an_order_is_sealed_to_the_door_with_what_was_asked(bench: Bench, capsys: Out) -> None:
    """The door opens it, finds the very plan that it signed, and who wants what said."""
    assert bench("write", "--way", "sms", "--template", "good_time", "--by", "Ama Osei") == 0
    (order,) = bench.given()
    assert order.id in capsys.readouterr().out
    assert (order.route, order.says and order.says.template, order.says and order.says.by) == (
        "r1",
        "good_time",
        "Ama Osei",
    )
    assert order.plan.startswith("frontdoor-plan-1.")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--template", "nothing_like_it"), "G6: There is no such approved wording."),
        (("--cover", "survey"), "G15"),
        (("--text-file", "TEXT"), "G6: It tells more than they allowed"),
        (("--text-file", "TEXT", "--level", "neutral_callback"), "G6: Until a worker has made sure"),
        (("--text-file", "NAMES", "--level", "neutral_callback", "--verified"), "G7"),
    ],
)
def test_a_refusal_names_its_rule_and_nothing_leaves(
    bench: Bench, capsys: Out, tmp_path: Path, words: tuple[str, ...], says: str
) -> None:
    """The worker hears at once which rule stands against it; no order is on the outbox."""
    (tmp_path / "TEXT").write_text("Please call us.")
    (tmp_path / "NAMES").write_text("Is Max out?")
    named = tuple(str(tmp_path / word) if word.isupper() else word for word in words)
    assert bench("write", "--way", "sms", "--by", "Ama", *named) == 1
    assert says in capsys.readouterr().err
    assert bench.given() == []


def test_a_check_sends_nothing(bench: Bench, capsys: Out) -> None:
    """`--check` asks the rules, says yes, and gives the door nothing."""
    assert bench("write", "--way", "sms", "--template", "good_time", "--by", "Ama", "--check") == 0
    assert "Nothing was sent" in capsys.readouterr().out
    assert bench.given() == []


def test_who_came_by_text_has_no_page(bench: Bench, capsys: Out) -> None:
    """Return words are given on the web alone, so an answer on the page is for who wrote there."""
    assert bench("write", "--way", "web", "--template", "call_when_you_can", "--by", "Ama") == 2
    assert "Their plan does not name 'web'" in capsys.readouterr().err


def test_an_answer_on_the_page_is_judged_here_first(sides: Sides, bench: Bench, capsys: Out, tmp_path: Path) -> None:
    """Who said 'I will contact you' on the web may be left a line in a worker's own words, and no telling one."""
    plan = ContactPlan(person="me", initiative="person_will_contact")
    made = referral().model_copy(update={"id": "5e-from-the-web", "door": "web", "contact_plans": (plan,)})
    (signed,) = plans_of(made, sides.sealer.door.newest, {"me": "someone"})
    whole = with_signed_plans(made, (signed.text,)).to_json().encode()
    Archive.at(sides.home.archive).keep(Entry(0, "0-2", sides.sealer.seal(made.id, whole)))
    for text, code in (("We can meet on Tuesday.", 0), ("The police will come.", 1)):
        (tmp_path / "text").write_text(text)
        words = ["--way", "web", "--text-file", str(tmp_path / "text"), "--by", "Ama", "--data", str(bench.data)]
        assert main(["write", made.id, *words]) == code
    said = capsys.readouterr()
    assert "waits on the page" in said.out
    assert "G7" in said.err
    (order,) = bench.given()
    assert order.route == "web"


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--way", "voice", "--template", "good_time"), "It has: sms (r1)"),
        (("--way", "sms", "--text-file", "/nowhere"), "cannot be read"),
        (("--way", "sms", "--template", "good_time", "--hours", "0"), "from 1 to 72"),
        (("--way", "sms", "--template", "good_time", "--since", "Not A Code"), "short words"),
        (("--way", "sms", "--template", "good_time", "--person", "person"), "by hand"),
    ],
)
def test_a_mistake_is_told_with_what_to_do(bench: Bench, capsys: Out, words: tuple[str, ...], says: str) -> None:
    """One sentence on standard error, exit code 2, and no trace."""
    assert bench("write", "--by", "Ama", *words) == 2
    said = capsys.readouterr().err
    assert says in said
    assert "Traceback" not in said


def edited(bench: Bench, tmp_path: Path, capsys: Out, **route: object) -> Path:
    """The plan as `hub plan` shows it, with its route changed, in a file."""
    assert bench("plan") == 0
    bare = json.loads(capsys.readouterr().out)
    bare["routes"][0] |= route
    (tmp_path / "plan.json").write_text(json.dumps(bare))
    return tmp_path / "plan.json"


def test_one_worker_makes_a_plan_narrower(bench: Bench, capsys: Out, tmp_path: Path) -> None:
    """It is version 2 from then on, the door is told, and the next message goes by it."""
    path = edited(bench, tmp_path, capsys, max_attempts=1)
    assert bench("plan", "--edit", path, "--reason", "Fewer", "--by", "Ama") == 0
    (told,) = bench.given()
    assert (told.says, told.edit and told.edit.version) == (None, 2)
    assert bench("write", "--way", "sms", "--template", "good_time", "--by", "Ama") == 0
    (order,) = bench.given()
    assert order.edit is not None
    assert (order.edit.version, order.edit.plan.routes[0].max_attempts) == (2, 1)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--by", "Ama", "--asked", "voice"), "it takes two"),
        (("--by", "Ama", "--by", "AMA", "--asked", "voice"), "it takes two"),
        (("--by", "Ama", "--by", "Bo", "--asked", "message"), "by voice"),
    ],
)
def test_wider_takes_two_who_have_heard_it(
    bench: Bench, capsys: Out, tmp_path: Path, words: tuple[str, ...], says: str
) -> None:
    """One name, the same name twice, or a message that asked for it: nothing changes and nobody is told."""
    path = edited(bench, tmp_path, capsys, max_attempts=9)
    assert bench("plan", "--edit", path, "--reason", "More", *words) == 2
    assert says in capsys.readouterr().err
    assert bench.given() == []
    assert bench("plan") == 0
    assert "version 1" in capsys.readouterr().err


def test_two_workers_make_a_plan_wider(bench: Bench, capsys: Out, tmp_path: Path) -> None:
    """With two names, by voice; on this disk it is sealed as everything else is."""
    path = edited(bench, tmp_path, capsys, max_attempts=9)
    words = ("--reason", "They said so", "--asked", "voice", "--by", "Ama", "--by", "Bo")
    assert bench("plan", "--edit", path, *words) == 0
    (told,) = bench.given()
    assert told.edit is not None
    assert told.edit.by == ("Ama", "Bo")
    (kept,) = bench.sides.home.archive.glob("*.plan-2.sealed")
    assert b"7700900123" not in kept.read_bytes()
    assert kept.stat().st_mode & 0o077 == 0


def test_two_workers_open_a_frozen_way(bench: Bench, capsys: Out) -> None:
    """The door is told which way, why and by whom; here that is kept sealed, and an outcome can be told apart by it."""
    words = ("--reason", "They rang us", "--asked", "voice", "--by", "Ama", "--by", "Bo")
    assert bench("plan", "--thaw", "sms", *words) == 0
    (told,) = bench.given()
    assert (told.route, told.says, told.edit) == ("r1", None, None)
    assert told.thaw is not None
    assert (told.thaw.by, told.thaw.reason) == (("Ama", "Bo"), "They rang us")
    (kept,) = bench.sides.home.archive.glob(f"*.thaw-{told.id}.sealed")
    assert b"rang" not in kept.read_bytes()
    capsys.readouterr()
    bench.tells(told.id, "noted")
    assert bench("outcomes") == 0
    assert "by opening r1, given by Ama, Bo" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--reason", "Ok", "--asked", "voice", "--by", "Ama"), "takes two"),
        (("--reason", "Ok", "--asked", "voice", "--by", "Ama", "--by", "AMA"), "takes two"),
        (("--reason", "Ok", "--by", "Ama", "--by", "Bo"), "by voice"),
        (("--asked", "voice", "--by", "Ama", "--by", "Bo"), "--reason"),
        (("--reason", "Ok", "--asked", "voice", "--by", "Ama", "--by", "Bo", "--edit", "plan.json"), "one at a time"),
    ],
)
def test_half_a_ground_opens_nothing(bench: Bench, capsys: Out, words: tuple[str, ...], says: str) -> None:
    """What it lacks is said, and the door hears nothing."""
    assert bench("plan", "--thaw", "sms", *words) == 2
    assert says in capsys.readouterr().err
    assert bench.given() == []


def test_outcomes_are_kept_before_they_go_and_told_by_referral(bench: Bench, capsys: Out) -> None:
    """Each is shown once, with whose it is and who gave it; one that needs a look is exit code 1."""
    assert bench("write", "--way", "sms", "--template", "good_time", "--by", "Ama Osei") == 0
    (order,) = bench.given()
    bench.tells(order.id, "sent")
    capsys.readouterr()
    assert bench("outcomes") == 0
    said = capsys.readouterr().out
    assert order.id in said
    assert f"Referral {HELD}, by r1, given by Ama Osei" in said
    bench.tells(order.id, "frozen", "G13")
    assert bench("outcomes") == 1
    assert "FROZEN" in capsys.readouterr().out
    assert bench("outcomes") == 0
    assert capsys.readouterr().out == ""
    assert {"sent", "frozen", "given"} == {
        p.name.split(".")[1] for p in (bench.sides.home.archive / "orders").iterdir()
    }


def test_an_outcome_that_no_door_signed_is_not_believed(bench: Bench, capsys: Out) -> None:
    """It is called odd, kept, and taken off."""
    bench.says('{"protected":"e30","sig":""}')
    assert bench("outcomes") == 1
    assert "ODD" in capsys.readouterr().err
    assert len(list((bench.sides.home.archive / "orders").glob("odd-*"))) == 1


def test_what_is_known_of_an_order_here_is_no_word_of_it(bench: Bench) -> None:
    """The note on this disk says which referral and who, and neither number nor wording."""
    assert bench("write", "--way", "sms", "--template", "good_time", "--by", "Ama Osei") == 0
    (note,) = (bench.sides.home.archive / "orders").iterdir()
    assert {"id", "referral", "way", "by", "at"} == set(json.loads(note.read_text()))
