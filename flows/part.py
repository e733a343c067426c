"""What every part of the record is: frozen, closed to unknown fields, and silent.

Rule: neither `repr` nor an error of a part shows a value, so no log and no
traceback can tell what a person told us.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field

SLOT = r"(?:me|person|household|other[2-9]?|child(?:[1-9]|1[0-2]))"


class Part(BaseModel):
    """A piece of the record. Equal when its values are equal; cannot be changed."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        hide_input_in_errors=True,
        populate_by_name=True,
        defer_build=True,
    )

    def __repr_args__(self) -> Iterator[tuple[str | None, Any]]:
        """No field is shown: even which ones are filled says something of a person."""
        return iter(())

    __str__ = BaseModel.__repr__


def to_the_hour(when: datetime) -> datetime:
    """`when` in UTC, with minutes and less cut off: enough for a clock, too little for a trace."""
    return when.astimezone(UTC).replace(minute=0, second=0, microsecond=0)


# A word of the library's own choosing: a kind of harm, a wish, a reason.
Code = Annotated[str, Field(pattern=r"^[a-z0-9]+(?:_[a-z0-9]+)*$", max_length=60)]
Slot = Annotated[str, Field(pattern=f"^{SLOT}$")]
Hour = Annotated[AwareDatetime, AfterValidator(to_the_hour)]
YesNo = Literal["yes", "no", "not_sure"]
