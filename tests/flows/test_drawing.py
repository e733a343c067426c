"""A drawing holds what people meet, and a picture holds the drawing."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path
from typing import Final

import pytest

from flows.check.states import walk_all
from flows.drawing import drawing
from flows.library import load
from flows.svg import WIDTH, svg

PICTURES: Final = Path(__file__).parents[2] / "docs" / "journeys"
LIBRARY: Final = load()
_SVG: Final = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("journey", LIBRARY.journeys)
def test_every_step_that_a_walk_meets_there_is_drawn(journey: str) -> None:
    """What the prover walks of a journey's own file is in its picture, at just the doors where it stands."""
    met: dict[str, set[str]] = {}
    files = {p.step.id: p.file for p in LIBRARY.order}
    for at in walk_all(LIBRARY).standings:
        if at.due and files[at.due.id] == f"journeys/{journey}.toml":
            met.setdefault(at.due.id, set()).add(at.door)
    drawn = {row.step: set(row.doors) for row in drawing(LIBRARY, journey).rows}
    assert met.items() <= drawn.items()


@pytest.mark.parametrize("journey", LIBRARY.journeys)
def test_the_pictures_of_the_docs_are_as_it_is_drawn_now(journey: str) -> None:
    """Who changes a journey draws it anew: frontdoor flows draw --to docs/journeys."""
    assert (PICTURES / f"{journey}.svg").read_text("utf-8") == svg(drawing(LIBRARY, journey))


def test_no_picture_is_of_a_journey_that_is_gone() -> None:
    """There is a journey for each of them."""
    assert {path.stem for path in PICTURES.glob("*.svg")} == set(LIBRARY.journeys)


def test_who_meets_a_step_is_told_in_the_words_of_the_question() -> None:
    """A condition is told by what its question is called and by the labels of its choices."""
    rows = {row.step: row for row in drawing(LIBRARY, "parent").rows}
    assert "'right now' is: My child may hurt themself" == rows["themself_said"].only
    assert "" == rows["at_risk"].only


def test_a_door_is_told_apart_from_a_condition() -> None:
    """What only the page asks is marked by its door, and is not set in."""
    row = next(row for row in drawing(LIBRARY, "parent").rows if row.step == "understand")
    assert (("web",), "") == (row.doors, row.only)


def test_an_unknown_journey_is_named_with_those_there_are() -> None:
    """The error says what there is to choose from."""
    with pytest.raises(LookupError, match="survivor"):
        drawing(LIBRARY, "nowhere")


def test_it_is_drawn_in_the_language_asked_for() -> None:
    """The words are those of the catalogue."""
    words = {"How old is your child?": "Ile lat ma dziecko?"}
    library = replace(LIBRARY, catalogues={"pl": words})
    assert ("Ile lat ma dziecko?",) == drawing(library, "parent", "pl").rows[0].words


@pytest.mark.parametrize("journey", LIBRARY.journeys)
def test_a_picture_is_whole_and_keeps_within_its_edges(journey: str) -> None:
    """It is XML, every question is in it, and no line or box leaves the page."""
    drawn = drawing(LIBRARY, journey)
    root = ET.fromstring(svg(drawn))  # noqa: S314 - of our own making
    shown = " ".join(text.text or "" for text in root.iter(f"{_SVG}text"))
    assert all(words in shown for row in drawn.rows if row.kind == "ask" for words in (row.words[0].split()[0],))
    boxes = [(float(r.get("x", 0)), float(r.get("y", 0)), r) for r in root.iter(f"{_SVG}rect")]
    assert all(x + float(r.get("width", 0)) <= WIDTH for x, _, r in boxes)
    assert all(y + float(r.get("height", 0)) <= float(root.get("height", 0)) for _, y, r in boxes)
    assert all(len(text.text or "") * 7 <= WIDTH for text in root.iter(f"{_SVG}text") if not text.get("class"))


def test_words_that_look_like_markup_are_only_words() -> None:
    """A hub's own words are escaped."""
    words = {"How old is your child?": "<b>&"}
    library = replace(LIBRARY, catalogues={"pl": words})
    assert "&lt;b&gt;&amp;" in svg(drawing(library, "parent", "pl"))
