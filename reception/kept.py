"""What is remembered between two messages: the conversation, and what was last said in it.

Rule: it goes to bytes and comes back the same, in as few as it can, and what a
person gave that did not fit is not among them.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any, Self

from flows.message import Aside, Message, Reply, Shown
from flows.state import Asked, State

Usual = Callable[[str], tuple[Aside, ...]]

REMEMBERED = 8
"""How many of the last messages are known again when a provider sends them twice."""

_QUICKLY = 1
_RAW = -15  # without zlib's own header and sum: the seal around it guards it
# As small as with all of zlib's memory, which takes longer to make ready than a few kilobytes take to go through.
_NEAR, _LITTLE = -12, 5
_LINE = b"\n"  # Compact JSON holds none, so it parts the three pieces.


@dataclass(frozen=True, slots=True)
class Kept:
    """One conversation at rest. `state` is '' once it has ended; what stays then is the mark of that.

    `fact` says how the last message ended, `at` (unix seconds) when. `reply` is
    '' for silence. Both pieces of JSON are read only when they are wanted.
    """

    referral_id: str
    heard: tuple[str, ...]
    at: int
    fact: str
    state: bytes = field(default=b"", repr=False)
    reply: bytes = field(default=b"", repr=False)

    def to_bytes(self) -> bytes:
        """The bytes to seal, made small: a reply is mostly words that are said to everyone."""
        head = _compact([self.referral_id, self.at, self.fact, *self.heard])
        small = zlib.compressobj(_QUICKLY, zlib.DEFLATED, _NEAR, _LITTLE)
        return small.compress(_LINE.join((head, self.state, self.reply))) + small.flush()

    @classmethod
    def from_bytes(cls, raw: bytes) -> Self:
        """What `to_bytes` wrote. Raises ValueError on anything else."""
        try:
            head, state, reply = zlib.decompress(raw, wbits=_RAW).split(_LINE)
        except zlib.error:
            raise ValueError("This is not a conversation at rest.") from None
        referral_id, at, fact, *heard = json.loads(head)
        return cls(referral_id, tuple(heard), at, fact, state, reply)

    def knows(self, message: Message) -> bool:
        """Whether this message has been heard already."""
        return digest(message.id) in self.heard

    def heard_and(self, message: Message) -> tuple[str, ...]:
        """The last messages heard, with this one."""
        return (*self.heard, digest(message.id))[-REMEMBERED:]

    def last_state(self) -> State | None:
        """The conversation as the engine knows it; None when it has ended."""
        return State.from_json(self.state.decode()) if self.state else None

    def last_reply(self, message: Message, usual: Usual = lambda _: ()) -> Reply | None:
        """What was said to `message` the first time; what did not fit is shown again from the message itself.

        `usual` gives the asides that stand beside every question, in a language.
        """
        if not self.reply:
            return None
        bare = json.loads(self.reply)
        given = bare.pop("given", ())
        reply = _reply(bare, usual)
        return replace(reply, fields=tuple(_again(shown, given, message.fields or {}) for shown in reply.fields))


def digest(message_id: str) -> str:
    """Twelve characters for a message's id, whatever a door makes of ids."""
    return hashlib.blake2b(message_id.encode(errors="surrogatepass"), digest_size=6).hexdigest()


def state_bytes(state: State | None) -> bytes:
    """The state's JSON in bytes; none when there is no conversation any more."""
    return state.to_json().encode() if state else b""


def reply_bytes(reply: Reply | None, usual: Usual = lambda _: ()) -> bytes:
    """The reply's JSON in bytes, without what a person gave: only which fields showed it.

    Asides that are the usual ones are not written out: they are longer than all the rest.
    """
    if reply is None:
        return b""
    bare = _bare(reply)
    if reply.fields:
        bare["fields"] = [_bare(shown) for shown in reply.fields]
        given = [shown.id for shown in reply.fields if shown.given]
        bare |= {"given": given} if given else {}
    if reply.asides:
        others = [(aside.id, aside.title, aside.lines) for aside in reply.asides]
        bare["asides"] = "usual" if reply.asides == usual(reply.language) else others
    return _compact(bare)


def _bare(value: Reply | Shown) -> dict[str, Any]:
    names = _NAMES[type(value)]
    return {name: said for name in names if (said := getattr(value, name))}


_NAMES: dict[type, tuple[str, ...]] = {
    Reply: tuple(f.name for f in fields(Reply)),
    Shown: tuple(f.name for f in fields(Shown) if f.name != "given"),
}


def _reply(bare: dict[str, Any], usual: Usual) -> Reply:
    for name in ("lines", "urgent", "can", "told_back"):
        if name in bare:
            bare[name] = tuple(bare[name])
    if "changes" in bare:
        bare["changes"] = tuple(map(tuple, bare["changes"]))
    if "asked" in bare:
        bare["asked"] = Asked(*bare["asked"])
    if "fields" in bare:
        bare["fields"] = tuple(map(_shown, bare["fields"]))
    match bare.get("asides"):
        case "usual":
            bare["asides"] = usual(bare["language"])
        case [*others]:
            bare["asides"] = tuple(Aside(i, title, tuple(lines)) for i, title, lines in others)
    return Reply(**bare)


def _shown(bare: dict[str, Any]) -> Shown:
    return Shown(**bare | {"choices": tuple(map(tuple, bare.get("choices", ())))})


def _again(shown: Shown, given: list[str], said: Mapping[str, tuple[str, ...]]) -> Shown:
    return replace(shown, given=tuple(said.get(shown.id, ()))) if shown.id in given else shown


_JSON = json.JSONEncoder(separators=(",", ":"), ensure_ascii=False)


def _compact(value: object) -> bytes:
    return _JSON.encode(value).encode()
