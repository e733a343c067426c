from __future__ import annotations

from pathlib import Path

import pytest

from flows.check.states import walk_all
from flows.library import HERE, load
from flows.sign import offered, unsigned
from frontdoor import cli
from tests.frontdoor.commands import bare_environment, ended


def test_check_proves_the_library_that_is_shipped(capsys: pytest.CaptureFixture[str]) -> None:
    """`flows check` says how many states it walked, and that nothing is wrong."""
    assert 0 == cli.main(["flows", "check"])
    assert "states walked" in capsys.readouterr().out


def test_check_tells_what_is_wrong(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A broken library of the hub's own is refused with every finding."""
    (tmp_path / "hub.toml").write_text("name = [")

    assert 2 == cli.main(["flows", "check", "--library", str(tmp_path)])
    assert "hub.toml" in capsys.readouterr().err


def test_play_is_the_conversation(tmp_path: Path) -> None:
    """`flows play` answers what is typed, and forgets when the person leaves."""
    said = ended(tmp_path, bare_environment(tmp_path), "flows", "play", said="hello\nbye\n")

    assert 0 == said.returncode
    assert "Is it OK to message here now?" in said.stdout
    assert "(forgotten)" in said.stdout


def test_play_knows_its_doors(capsys: pytest.CaptureFixture[str]) -> None:
    """A door that is not there is refused with those that are."""
    assert 2 == cli.main(["flows", "play", "--door", "fax"])
    assert "web" in capsys.readouterr().err


def test_signing_makes_every_word_the_hubs_own(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`flows sign` leaves nothing unsigned, and a word that is changed afterwards is unsigned again."""
    who = ["--by", "Ama Osei", "--role", "IDVA lead", "--library", str(tmp_path)]

    assert 0 == cli.main(["flows", "sign", *who])
    assert () == unsigned(load(HERE, tmp_path), "en", tmp_path)
    shipped = (HERE / "hub.toml").read_text()
    (tmp_path / "hub.toml").write_text(shipped.replace("hub", "place"))
    assert unsigned(load(HERE, tmp_path), "en", tmp_path)
    capsys.readouterr()


@pytest.mark.parametrize(
    ("words", "says"), [(["--language", "xx"], "no language 'xx'"), (["--by", " "], "needs a name")]
)
def test_a_signature_needs_a_name_and_a_language(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], words: list[str], says: str
) -> None:
    """What cannot be signed is refused in a sentence."""
    who = ["--by", "Ama Osei", "--role", "IDVA lead", "--library", str(tmp_path), *words]

    assert 2 == cli.main(["flows", "sign", *who])
    assert says in capsys.readouterr().err


def test_check_fails_on_a_finding(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A library with a finding ends with 1, and the finding is printed."""
    telling = HERE.joinpath("sections", "safe-to-talk.toml").read_text("utf-8").replace("automatic", "violence")
    (tmp_path / "sections").mkdir()
    (tmp_path / "sections" / "safe-to-talk.toml").write_text(telling, "utf-8")

    assert 1 == cli.main(["flows", "check", "--library", str(tmp_path)])
    assert "'violence' before it is safe to talk" in capsys.readouterr().out


ASKED = sorted({(at.journey, at.door) for at in walk_all(load()).at("ask") if at.journey})


@pytest.mark.parametrize(("journey", "door"), ASKED)
def test_play_begins_anywhere(
    journey: str, door: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Any journey can be played from its own beginning at each door where it asks anything."""
    monkeypatch.setattr("builtins.input", lambda _: "")
    assert 0 == cli.main(["flows", "play", "--journey", journey, "--door", door])
    shown = capsys.readouterr().out
    asked = {p.step.worded(door).ask for p in load().order if p.step.kind == "ask" and p.file != "start.toml"}
    assert any(ask in shown for ask in asked if ask)
    assert "How old are you?" not in shown


def test_play_says_where_a_journey_asks_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    """A journey that only says something at a door cannot be played from there, and it says so."""
    assert 2 == cli.main(["flows", "play", "--journey", "work", "--door", "sms"])
    assert "Nobody comes to 'work' on sms." in capsys.readouterr().err


def test_play_shows_the_inside(tmp_path: Path) -> None:
    """With --show an author sees the state, the triggers and the messages a text makes."""
    said = ended(tmp_path, bare_environment(tmp_path), "flows", "play", "--show", said="he has a knife\n")
    assert "triggers: danger_now" in said.stdout
    assert "in GSM-7" in said.stdout
    assert '"door":"sms"' in said.stdout


def test_play_shows_a_page(tmp_path: Path) -> None:
    """At the page's door the buttons are shown as buttons, and the choices with their numbers."""
    said = ended(tmp_path, bare_environment(tmp_path), "flows", "play", "--door", "web", said="hello\n")
    assert "(1) Yes" in said.stdout
    assert "[help]" in said.stdout


def test_sign_makes_a_language_offered(tmp_path: Path) -> None:
    """Once signed, the language is offered."""
    assert 0 == cli.main(
        ["flows", "sign", "--library", str(tmp_path / "own"), "--by", "Ama Osei", "--role", "IDVA lead"]
    )
    assert ("en",) == offered(load(HERE, tmp_path / "own"), tmp_path / "own")


def test_sign_names_what_is_new(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Signed a second time, there is nothing new to stand up for."""
    words = ["flows", "sign", "--library", str(tmp_path), "--by", "Ama Osei", "--role", "IDVA lead"]
    cli.main(words)
    capsys.readouterr()
    cli.main(words)
    assert "0 new words" in capsys.readouterr().out


def test_sign_needs_a_folder(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a folder of the hub's own there is nowhere to sign."""
    monkeypatch.delenv("FRONTDOOR_LIBRARY", raising=False)
    assert 2 == cli.main(["flows", "sign", "--by", "Ama", "--role", "lead"])
    assert "--library" in capsys.readouterr().err


def test_sign_refuses_what_is_wrong(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Words with a finding are not signed."""
    who = HERE.joinpath("hub.toml").read_text("utf-8").replace("We are the", "We are anonymous, the")
    (tmp_path / "hub.toml").write_text(who, "utf-8")
    assert 2 == cli.main(["flows", "sign", "--library", str(tmp_path), "--by", "Ama", "--role", "lead"])
    assert "anonymous" in capsys.readouterr().err
