"""What became of a referral that somebody may come back to: a short list of facts in the order they came.

Rule: the store keeps the order, and both sides go by the first of two facts that exclude
one another. So the page and the hub never disagree on which it was. No fact holds content.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final, Literal, Self

from reception import base64url

Fact = Literal["kept", "looked", "contact", "added", "withdrawn"]
LESS: Final = "less:"
"""How a mark begins of what somebody took out of their plan; the rest only a door can read."""
WROTE: Final = "wrote:"
"""How the name begins of something that the hub has left for its writer."""
_LENGTH: Final = 16


def key(partition: int, referral_id: str) -> str:
    """Where the facts stand. Who knows the id can work it out, and it gives nothing of the id away.

    A list: first the name of what the words open and the key that is written to, then the facts. The hub adds to it
    and never makes it.
    """
    name = hmac.digest(referral_id.encode(), b"frontdoor/fate/v1", "sha256")[:_LENGTH]
    return f"hub:{{{partition}}}:fate:{base64url.encode(name)}"


@dataclass(frozen=True, slots=True)
class Fate:
    """The facts, in order. `known` is False where nobody has words for it, or they are too old.

    `public` is the key that only the words open again, as base64url: what the hub leaves is sealed to it.
    """

    facts: tuple[str, ...] = ()
    known: bool = True
    public: str = field(default="", repr=False, compare=False)

    @classmethod
    def of(cls, listed: Iterable[bytes]) -> Self:
        """The facts in what the store keeps."""
        first, *facts = [one.decode(errors="replace") for one in listed] or [""]
        name, _, public = first.partition(" ")
        return cls(tuple(facts), known=bool(name), public=public)

    @property
    def looked(self) -> bool:
        """A named person of the hub had looked, before it was taken back if it was."""
        return "looked" in self._until("withdrawn")

    @property
    def withdrawn(self) -> bool:
        """The person has taken it back."""
        return "withdrawn" in self.facts

    @property
    def hidden(self) -> bool:
        """It was taken back before anyone had said that they looked."""
        return self.withdrawn and not self.looked

    @property
    def contact(self) -> bool:
        """The hub has said that it will be in touch as was asked, and nothing since says otherwise."""
        return self.looked and "contact" in self.facts and not self.withdrawn

    @property
    def narrowed(self) -> int:
        """How many things its owner took out of the plan, those named again counted again."""
        return sum(fact.startswith(LESS) for fact in self.facts)

    @property
    def wrote(self) -> tuple[str, ...]:
        """The names of what the hub has left, the oldest first; none any more once it is taken back."""
        named = (fact.removeprefix(WROTE) for fact in self.facts if fact.startswith(WROTE))
        return () if self.withdrawn else tuple(named)

    def _until(self, fact: str) -> tuple[str, ...]:
        return self.facts[: self.facts.index(fact)] if fact in self.facts else self.facts
