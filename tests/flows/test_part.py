from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from pydantic import ValidationError

import flows.plan
import flows.record
from flows.part import Part, to_the_hour

CANARY = "CANARY-07700900123"


def parts() -> list[type[Part]]:
    """Every type of the record, whichever module it stands in, in an order that stays."""
    known = [*vars(flows.record).values(), *vars(flows.plan).values()]
    types = {one for one in known if isinstance(one, type) and issubclass(one, Part)} - {Part}
    return sorted(types, key=lambda part: part.__name__)


@pytest.mark.parametrize("part", parts(), ids=lambda part: str(part.__name__))
def test_shows_no_value(part: type[Part]) -> None:
    """However it is printed, a part of the record shows nothing that it holds."""
    full = part.model_construct(None, **dict.fromkeys(part.model_fields, CANARY))
    assert not any(CANARY in shown for shown in (repr(full), str(full), f"{full}", repr([full])))


@pytest.mark.parametrize("part", parts(), ids=lambda part: str(part.__name__))
def test_errors_show_no_value(part: type[Part]) -> None:
    """What a part refuses is not in what it says about it, nor is it accepted in silence."""
    wrong: Any = {name: [CANARY, object()] for name in (*part.model_fields, "another")}
    with pytest.raises(ValidationError) as refused:
        part.model_validate(wrong)
    assert CANARY not in f"{refused.value} {refused.value!r}"


@pytest.mark.parametrize("part", parts(), ids=lambda part: str(part.__name__))
def test_cannot_be_changed(part: type[Part]) -> None:
    """No value of a part can be set once it is made."""
    made = part.model_construct()
    with pytest.raises(ValidationError):
        setattr(made, next(iter(part.model_fields)), "x")


def test_times_are_cut_to_the_hour() -> None:
    """A time keeps its hour, in UTC, and nothing finer."""
    told = datetime(2026, 7, 1, 10, 59, 59, 999, tzinfo=timezone(timedelta(hours=1)))
    assert to_the_hour(told) == datetime(2026, 7, 1, 9, tzinfo=UTC)
