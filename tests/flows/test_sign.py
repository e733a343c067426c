"""Who stands up for what is said."""

from __future__ import annotations

import shutil
import tomllib
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from flows.clues import families
from flows.evidence import Mark, evidence
from flows.library import Library, load
from flows.sign import offered, sign, unsigned

SMALL = Path(__file__).parent / "small"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A hub's own library folder."""
    return Path(shutil.copytree(SMALL, tmp_path / "library"))


def edited(folder: Path, file: str, old: str, new: str) -> Library:
    """The library after one edit."""
    text = (folder / file).read_text("utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new), "utf-8")
    return load(folder)


def test_nothing_signed_at_first(small: Library, folder: Path) -> None:
    """No language is offered before it is signed, English included."""
    assert () == offered(small, folder)


def test_no_folder_no_language(small: Library) -> None:
    """A hub without a folder of its own has signed nothing."""
    assert () == offered(small, None)


def test_signed_is_offered(small: Library, folder: Path) -> None:
    """Once signed, a language is offered."""
    sign(folder, small, "en", "Ama Osei", "IDVA lead")
    assert ("en",) == offered(load(folder), folder)


def test_signature_says_who(small: Library, folder: Path) -> None:
    """The file says who signed, as what, and when."""
    path = sign(folder, small, "en", 'Ama "A" Osei', "IDVA lead", on=date(2026, 11, 22))
    table = tomllib.loads(path.read_text("utf-8"))
    assert ('Ama "A" Osei', "IDVA lead", date(2026, 11, 22)) == (table["by"], table["role"], table["on"])


def test_signing_leaves_words_alone(small: Library, folder: Path) -> None:
    """The signature is no part of the words: the library's digest stays."""
    sign(folder, small, "en", "Ama", "lead")
    assert small.digest == load(folder).digest


@pytest.mark.parametrize(
    ("file", "old", "new", "named"),
    [
        pytest.param("start.toml", "Hello. This", "Hello, this", "Hello, this is automatic.", id="sentence"),
        pytest.param("start.toml", "Just looking", "Just a look", "Just a look", id="choice"),
        pytest.param("start.toml", 'Thank you."\ntoo', 'Thanks."\ntoo', "Thanks.", id="engine"),
        pytest.param("safety.toml", '"he has a knife"', '"a knife"', "a knife", id="trigger"),
        pytest.param("safety.toml", 'then = "silence"', 'then = "close"', "just come in", id="what a trigger does"),
        pytest.param("safety.toml", "In danger now? Call 999.", "Call 999.", "Call 999.", id="emergency"),
        pytest.param("directory.toml", "960001", "960002", "960002", id="number"),
        pytest.param("directory.toml", "2026-11-22", "2026-11-23", "The line", id="verified"),
        pytest.param("journeys/hurt.toml", '["my ex"]', '["my old one"]', "my old one", id="what is heard"),
        pytest.param("hub.toml", "We are a hub.", "We are the hub.", "We are the hub.", id="who"),
    ],
)
def test_change_is_unsigned(small: Library, folder: Path, file: str, old: str, new: str, named: str) -> None:
    """What is changed after signing is named, and takes the language off the list."""
    sign(folder, small, "en", "Ama", "lead")
    left = unsigned(edited(folder, file, old, new), "en", folder)
    assert left
    assert all(named in line for line in left), left


def test_moved_is_unsigned(small: Library, folder: Path) -> None:
    """The same words at another step are signed anew: what is safe to say here may not be there."""
    sign(folder, small, "en", "Ama", "lead")
    library = edited(folder, "start.toml", "Come back any time.", "Hello. This is automatic.")
    assert ("start.toml, not_now: Hello. This is automatic.",) == unsigned(library, "en", folder)


def test_languages_are_signed_apart(small: Library, folder: Path) -> None:
    """A signature on English is none on a translation."""
    both = replace(small, catalogues={"pl": {"Yes": "Tak"}})
    sign(folder, both, "en", "Ama", "lead")
    assert ("en",) == offered(both, folder)


def test_translation_changed_is_unsigned(small: Library, folder: Path) -> None:
    """A changed translation is unsigned in its language alone."""
    both = replace(small, catalogues={"pl": {"Just looking": "Tylko patrzę"}})
    sign(folder, both, "en", "Ama", "lead")
    sign(folder, both, "pl", "Ola", "tłumaczka")
    changed = replace(small, catalogues={"pl": {"Just looking": "Oglądam"}})
    assert (("en",), ("start.toml, brings: Oglądam",)) == (offered(changed, folder), unsigned(changed, "pl", folder))


def test_torn_signature_signs_nothing(small: Library, folder: Path) -> None:
    """A file that cannot be read offers no words."""
    sign(folder, small, "en", "Ama", "lead").write_text("language = ", "utf-8")
    assert () == offered(small, folder)


@pytest.mark.parametrize(("language", "by", "role"), [("xx", "Ama", "lead"), ("en", " ", "lead"), ("en", "Ama", "")])
def test_refuses_half_a_signature(small: Library, folder: Path, language: str, by: str, role: str) -> None:
    """Without a language that is there, a name and a role nothing is signed."""
    with pytest.raises(ValueError, match=r"language|name"):
        sign(folder, small, language, by, role)


@pytest.mark.parametrize("by", ["Ama 😀 Osei", "𝒜ma", 'A\\"\x7fb', "żółć وہ", "half \ud83d of one"])
def test_any_name_can_be_read_back(small: Library, folder: Path, by: str) -> None:
    """A name in any letters, pictures among them, is written so that it can be read again."""
    path = sign(folder, small, "en", by, "lead")
    assert tomllib.loads(path.read_text("utf-8"))["by"] == by.replace("\ud83d", "\ufffd")
    assert ("en",) == offered(small, folder)


def weighted(small: Library, weight: int) -> Library:
    """The small library with one learned weight."""
    learned = evidence(families([]), [Mark("danger_now", 0, 9)], {"danger_now": {"word:cutlass": weight}}, "Learned.")
    return replace(small, listener=replace(small.listener, evidence=learned))


def test_learned_weights_are_signed_as_one(small: Library, folder: Path) -> None:
    """A signature covers the weights by their digest and how they did; one that is changed is unsigned."""
    once = weighted(small, 10)
    sign(folder, once, "en", "Ama", "lead")
    assert () == unsigned(once, "en", folder)
    (left,) = unsigned(weighted(small, 11), "en", folder)
    assert left.startswith("triggers/weights.json: Learned.")
