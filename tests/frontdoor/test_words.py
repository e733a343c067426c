"""`frontdoor flows words`: what is said is found where it is written, and no translation is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows import po
from flows.language import ENGLISH
from flows.languages import FOLDER, SAID
from flows.library import CODE, HERE, load
from frontdoor import words
from frontdoor.cli import main
from frontdoor.words_command import brought_up, wanted

OLD = po.Entry("We keep it private.", "consent.toml ready.lines", said=("Zachowujemy to dla siebie.",))


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No settings of this machine's."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("FRONTDOOR_LIBRARY", raising=False)


def test_what_is_shipped_is_up_to_date() -> None:
    """Extracting again would change nothing: the list of what code says, and every catalogue."""
    assert words.around() == po.read((HERE / CODE).read_text("utf-8"))[1]
    entries = wanted(load(), HERE)
    for path in sorted(HERE.glob(f"{FOLDER}*/{SAID}")):
        assert path.read_text("utf-8") == brought_up(path, path.parent.name, entries), path


def test_templates_code_and_library_are_searched() -> None:
    """There are messages from each, and what counts has its plural."""
    entries = words.needed(load().sentences, words.around())
    assert {"web/templates", "web/faults.py", "flows/hours.py"} <= {
        seen.rpartition("/")[0] if seen.endswith("html") else seen for entry in entries for seen in entry.seen
    }
    assert any(entry.where == "start.toml brings.hurt" for entry in entries)
    assert any(entry.plural for entry in entries)


def test_what_stays_the_same_stays_translated() -> None:
    """Words whose English has not changed are kept as they are."""
    (kept,) = words.updated([po.Entry(OLD.id, OLD.where, seen=("elsewhere",))], [OLD], 1)
    assert (OLD.said, False, ("elsewhere",)) == (kept.said, kept.fuzzy, kept.seen)


def test_changed_english_takes_the_old_words_along_as_fuzzy() -> None:
    """The translator sees the old words and the English they were for, and nobody else sees them."""
    (kept,) = words.updated([po.Entry("We keep it very private.", OLD.where)], [OLD], 1)
    assert (OLD.said, True, OLD.id, False) == (kept.said, kept.fuzzy, kept.before, kept.done)


def test_fuzzy_stays_fuzzy_until_somebody_looks() -> None:
    """Extracting twice does not pass off old words as new ones."""
    changed = [po.Entry("We keep it very private.", OLD.where)]
    once = words.updated(changed, [OLD], 1)
    assert once == words.updated(changed, once, 1)


def test_new_english_in_another_place_is_empty() -> None:
    """Words are taken along within their place alone."""
    (fresh,) = words.updated([po.Entry("We keep it very private.", "start.toml says.help")], [OLD], 1)
    assert (("",), False) == (fresh.said, fresh.fuzzy)


def test_a_plural_has_room_for_every_form() -> None:
    """A new message that counts has as many empty forms as the language needs."""
    (fresh,) = words.updated([po.Entry("{n} time", plural="{n} times")], [], 3)
    assert ("", "", "") == fresh.said


def test_a_language_is_begun(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One command makes the folder; until it is whole it is under way, and nothing else suffers."""
    own = tmp_path / "own"
    own.mkdir()
    assert 0 == main(["flows", "words", "--extract", "--language", "cy", "--library", str(own)])
    assert "cy" in capsys.readouterr().out
    library = load(HERE, own)
    assert library.spoken["cy"].under_way
    assert "cy" not in library.languages
    assert not library.gaps


@pytest.mark.parametrize("code", [ENGLISH, "../x", "klingon", "CY"])
def test_a_language_needs_its_letters(tmp_path: Path, code: str, capsys: pytest.CaptureFixture[str]) -> None:
    """What is no language's code is refused, and nothing is written."""
    own = tmp_path / "own"
    own.mkdir()
    assert 2 == main(["flows", "words", "--extract", "--language", code, "--library", str(own)])
    assert "two letters" in capsys.readouterr().err
    assert not list(own.iterdir())


def test_a_catalogue_that_cannot_be_read_is_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A broken file is named with its line, and not written over."""
    path = tmp_path / "own" / FOLDER / "cy" / SAID
    path.parent.mkdir(parents=True)
    path.write_text("nonsense\n", "utf-8")
    (path.parent / "language.toml").write_text('name = "Cymraeg"\nunder_way = true\n', "utf-8")
    assert 2 == main(["flows", "words", "--extract", "--library", str(tmp_path / "own")])
    assert "line 1" in capsys.readouterr().err
    assert "nonsense\n" == path.read_text("utf-8")
