"""Catalogues: what refuses a library, what keeps a language from being offered, and what is never served."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from flows import po
from flows.catalogue import form
from flows.finding import LibraryFault
from flows.library import Library, load
from flows.sentence import Sentence

SMALL = Path(__file__).parent / "small"
FILE = "languages/qx/messages.po"
CALL = "You can call {directory.line}."
PARTNER = "Ex-partner"
ABOUT = 'name = "Qx"\n[commands]\nleave = ["qxbye"]\nhelp = ["qxhelp"]\n'
HEADER = {"Language": "qx", "Plural-Forms": "nplurals=2; plural=(n != 1);"}


@pytest.fixture
def folder(tmp_path: Path, small: Library) -> Path:
    """A copy of the small library with a language that says all of it."""
    made = shutil.copytree(SMALL, tmp_path / "small")
    fields = [f for step in small.steps.values() for f in step.fields if f.hears]
    hears = "".join(f"[hears.{f.id}]\n" + "".join(f'{choice} = ["q{choice}"]\n' for choice in f.hears) for f in fields)
    entries = {e.key: e for e in (po.Entry(str(s), s.where, said=(f"q {s}",)) for s in small.sentences)}
    (made / "languages" / "qx").mkdir(parents=True)
    (made / "languages" / "qx" / "language.toml").write_text(ABOUT + hears, "utf-8")
    (made / FILE).write_text(po.write((), HEADER, entries.values()), "utf-8")
    return made


def spoil(folder: Path, old: str, new: str) -> None:
    """Put `new` in the place of `old` in the catalogue, where it stands first."""
    text = (folder / FILE).read_text("utf-8")
    assert old in text
    (folder / FILE).write_text(text.replace(old, new, 1), "utf-8")


def refused(folder: Path) -> str:
    """What is said of a library that does not load."""
    with pytest.raises(LibraryFault) as fault:
        load(folder)
    return str(fault.value)


def test_a_folder_is_a_language(folder: Path) -> None:
    """A language is discovered by its folder, and all that it says is said."""
    library = load(folder)
    assert ("en", "qx") == library.languages
    assert {f"q {s}" for s in library.sentences} == {library.text(s, "qx") for s in library.sentences}


def test_alike_in_two_places_is_said_in_two_ways(folder: Path) -> None:
    """The same English may be said otherwise where it stands otherwise."""
    library = load(folder)
    (one, other, *_) = [s for s in library.sentences if s == "Yes"]
    assert one.where != other.where
    spoil(
        folder,
        f'msgctxt "{other.where}"\nmsgid "Yes"\nmsgstr "q Yes"',
        f'msgctxt "{other.where}"\nmsgid "Yes"\nmsgstr "Q!"',
    )
    library = load(folder)
    assert ("q Yes", "Q!") == (library.text(one, "qx"), library.text(other, "qx"))


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (f"q {CALL}", "q You can call.", "lack the placeholder {directory.line}"),
        (f"q {CALL}", f"q {CALL} {{look_by}}", "have {look_by}, which the English does not"),
        (f"q {CALL}", "q {directory.other}", "lack the placeholder {directory.line}"),
        (f"q {PARTNER}", "q {", "have {, which the English does not"),
        ("nplurals=2; plural=(n != 1);", "nplurals=1; plural=(n != 1);", "Its Plural-Forms cannot be used"),
        ("nplurals=2; plural=(n != 1);", "nplurals=2; plural=n%0;", "Its Plural-Forms cannot be used"),
        ("nplurals=2; plural=(n != 1);", "nplurals=2; plural=__import__;", "Its Plural-Forms cannot be used"),
        (f'msgstr "q {PARTNER}"', f'msgstr[0] "q {PARTNER}"\nmsgstr[1] "q"', "has more forms than one"),
        (f'msgstr "q {PARTNER}"', f'msgstr "q {PARTNER} "x"', "the quotes do not close"),
        (f'msgstr "q {PARTNER}"', "msgstring", "this is no part of a message"),
    ],
)
def test_what_a_person_would_read_wrongly_refuses_the_library(folder: Path, old: str, new: str, told: str) -> None:
    """A wrong placeholder, plural or line is refused when the library loads, by its file, with what would mend it."""
    spoil(folder, old, new)
    said = refused(folder)
    assert said.startswith(FILE)
    assert told in said


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (f'msgid "{PARTNER}"\nmsgstr "q {PARTNER}"', f'msgid "{PARTNER}"\nmsgstr ""', "is not translated"),
        (f'msgid "{PARTNER}"', 'msgid "Somebody else entirely"', f"It has no words for '{PARTNER}'"),
    ],
)
def test_what_is_missing_keeps_it_from_being_offered(folder: Path, old: str, new: str, told: str) -> None:
    """A language that lacks a message is offered to nobody, and the message is named."""
    spoil(folder, old, new)
    library = load(folder)
    assert ("en",) == library.languages
    (gap,) = library.gaps
    assert FILE == gap.file
    assert told in gap.says


def test_fuzzy_words_are_never_served(folder: Path) -> None:
    """Words for English that has changed are not said, and the language waits for somebody to look."""
    where = next(s.where for s in load(folder).sentences if s == PARTNER)
    spoil(folder, f'msgctxt "{where}"\nmsgid "{PARTNER}"', f'#, fuzzy\nmsgctxt "{where}"\nmsgid "{PARTNER}"')
    library = load(folder)
    assert ("en",) == library.languages
    assert PARTNER == library.text(Sentence(PARTNER, where), "qx")
    assert "The English has changed" in library.gaps[0].says


def test_a_word_that_is_not_heard_keeps_it_from_being_offered(folder: Path) -> None:
    """A language in which no word means a choice that English hears is not offered."""
    path = folder / "languages" / "qx" / "language.toml"
    path.write_text(path.read_text("utf-8").replace('leave = ["qxbye"]\n', ""), "utf-8")
    library = load(folder)
    assert "No word means 'leave'." in {gap.says for gap in library.gaps}
    assert ("en",) == library.languages


def test_a_language_under_way_only_listens(folder: Path) -> None:
    """While it is being made it is neither offered nor complained of, but its words for leaving are heard."""
    path = folder / "languages" / "qx" / "language.toml"
    path.write_text("under_way = true\n" + path.read_text("utf-8"), "utf-8")
    library = load(folder)
    assert (("en",), ()) == (library.languages, library.gaps)
    assert "qxbye" in library.commands["leave"]


def test_the_hubs_own_words_lie_over(folder: Path, tmp_path: Path) -> None:
    """A hub's catalogue is laid over the shipped one, message by message."""
    own = tmp_path / "own"
    (own / "languages" / "qx").mkdir(parents=True)
    where = next(s.where for s in load(folder).sentences if s == PARTNER)
    entry = po.Entry(PARTNER, where, said=("ours",))
    (own / FILE).write_text(po.write((), HEADER, (entry,)), "utf-8")
    library = load(folder, own)
    assert "ours" == library.text(Sentence(PARTNER, where), "qx")
    assert "q Town or first half of your postcode" in library.catalogues["qx"].values()


def test_the_digest_moves_with_the_catalogue(folder: Path) -> None:
    """A referral names the library it was made with, translations and all."""
    before = load(folder).digest
    spoil(folder, f"q {PARTNER}", "q Another")
    assert before != load(folder).digest


@pytest.mark.parametrize(("n", "expected"), [(1, 0), (2, 1), (4, 1), (5, 2), (12, 2), (22, 1), (100, 2)])
def test_plural_forms_follow_the_header(n: int, expected: int) -> None:
    """Polish has three forms, and the header says which is for which number."""
    assert expected == form("n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2")(n)


def test_a_catalogue_is_read_as_it_was_written() -> None:
    """Quotes, line breaks, comments, forms and marks come back as they went."""
    entries = (
        po.Entry('He said "no"\n', "a b.c", said=("„nie” \\ \t",), notes=("mind the quotes",), seen=("x.html",)),
        po.Entry("{n} time", plural="{n} times", said=("raz", "razy", "razy"), fuzzy=True, before="one time"),
    )
    header, read = po.read(po.write(("top",), HEADER, entries))
    assert (HEADER, entries) == (header, read)
