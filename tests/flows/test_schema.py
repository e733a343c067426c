from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from flows.record import Referral
from flows.schema import schema, text

PUBLISHED = Path(__file__).parents[2] / "docs" / "schema"


@pytest.fixture
def example() -> Any:
    """The published example, as plain JSON."""
    return json.loads((PUBLISHED / "example-referral.json").read_text("utf-8"))


def check(referral: object) -> None:
    """Raise ValidationError unless it follows the schema, its formats included."""
    validator = jsonschema.Draft202012Validator
    validator.check_schema(schema())
    validator(schema(), format_checker=validator.FORMAT_CHECKER).validate(referral)


def test_published_schema_is_what_the_types_say() -> None:
    """The committed file is the models' own schema; write it anew with python -m flows.schema."""
    assert (PUBLISHED / "referral.schema.json").read_text("utf-8") == text()


def test_example_is_valid(example: Any) -> None:
    """The published example follows the published schema."""
    check(example)


def test_example_is_read_and_written_the_same(example: Any) -> None:
    """The record reads the example and writes it back without losing or adding anything."""
    assert json.loads(Referral.from_json(json.dumps(example)).to_json()) == example


def test_example_shows_every_field(example: Any) -> None:
    """No field of the schema is missing from the example, so that a reader sees them all."""
    shown = set(named(example))
    kinds = [schema(), *schema()["$defs"].values()]
    assert {name for kind in kinds for name in kind.get("properties", {})} <= shown


def named(value: Any) -> Iterator[str]:
    """Every name in some JSON, however deep."""
    if isinstance(value, dict):
        yield from value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from named(inner)


@pytest.mark.parametrize(
    ("where", "value"),
    [
        (("extra",), "x"),
        (("people", 0, "role"), "victim"),
        (("urgency", "level"), "soon"),
        (("people", 0, "area"), None),
        (("harm_assertions", 0, "to"), "neighbour"),
        (("contact_plans", 0, "default"), "contact_freely"),
    ],
)
def test_schema_refuses(example: Any, where: tuple[str | int, ...], value: object) -> None:
    """A field nobody defined, a role on a person, an unknown word or a null is not a referral."""
    part = example
    for step in where[:-1]:
        part = part[step]
    part[where[-1]] = value
    with pytest.raises(jsonschema.ValidationError):
        check(example)


def test_schema_misses_what_is_always_written(example: Any) -> None:
    """A reader may count on what has a default: the schema asks for it."""
    del example["contact_plans"][0]["if_someone_else_answers"]
    with pytest.raises(jsonschema.ValidationError):
        check(example)
