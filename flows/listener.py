"""What is listened for in everything that people type, in every language at once.

Rule: made once, when the library loads. It keeps nothing of what it hears.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Final

from flows.automaton import Automaton, build
from flows.evidence import Evidence
from flows.folding import END, Fold, words
from flows.grammar import Pattern, Place, Tongue
from flows.run import run
from flows.spelling import Readings, Speller, Tally

_NUMBER: Final = "####"
_LONG: Final = 4
_SHORT: Final = 4
"""Words and marks to a sentence, under which the marks are taken for breath and not for ends."""


@dataclass(frozen=True, slots=True)
class Hearing:
    """What a text set off: triggers by id, and the families of patterns that did. `steps` is the work it took."""

    triggers: frozenset[str] = frozenset()
    families: frozenset[str] = frozenset()
    steps: int = 0


@dataclass(frozen=True, slots=True)
class Listener:
    """The patterns of every language as one automaton, and the reader of words that goes before it."""

    tongues: tuple[Tongue, ...] = field(repr=False)
    _fold: Fold = field(repr=False)
    _speller: Speller = field(repr=False)
    _automaton: Automaton = field(repr=False)
    evidence: Evidence = field(default_factory=Evidence, repr=False)

    @property
    def size(self) -> int:
        """How many patterns there are, guards and all."""
        return len(self._automaton.ends)

    @property
    def words(self) -> AbstractSet[str]:
        """Every word that is listened for; a beginning has '*' behind it."""
        return self._automaton.masks.keys()

    def hear(self, text: str) -> Hearing:
        """What `text` sets off. Linear in its length; it raises on no text."""
        tally = Tally()
        row, said = self._row(words(text, self._fold), tally)
        heard = run(self._automaton, row)
        weighed = self.evidence.weigh(said)
        steps = len(row) + tally.looks + weighed.steps
        if row.count(None) * _SHORT > len(row):  # 'He's. Hurting. Me.' has no sentences to part
            heard += run(self._automaton, [mask for mask in row if mask is not None])
            steps += len(row)
        raised = weighed.triggers.union(p.raises for p in heard)
        return Hearing(raised, frozenset(p.family for p in heard), steps)

    def said(self, text: str) -> list[str]:
        """The words that `text` is read as, without the ends of its sentences."""
        return self._row(words(text, self._fold), Tally())[1]

    def _row(self, typed: Iterable[str], tally: Tally) -> tuple[list[int | None], list[str]]:
        """The masks of the words, and the words as they are meant. Each different word is read once."""
        read: dict[str, tuple[tuple[int | None, ...], tuple[str, ...]]] = {END: ((None,), ())}
        row: list[int | None] = []
        said: list[str] = []
        for word in typed:
            known = read.get(word)
            if known is None:
                known = read[word] = self._read(word, tally)
            row += known[0]
            said += known[1]
        return row, said

    def _read(self, word: str, tally: Tally) -> tuple[tuple[int | None, ...], tuple[str, ...]]:
        meant = self._speller.meant(word, tally)
        if not meant:
            return (self._automaton.anything,), (_whole((), word),)
        return tuple(map(self._automaton.mask, meant)), tuple([_whole(readings, word) for readings in meant])


def _whole(readings: Readings, typed: str) -> str:
    """The word that is meant; as it was typed, when nothing more than its beginning is known. Numbers by length."""
    word = readings[0] if readings and readings[0][-1:] != "*" else typed.replace("'", "")
    return _NUMBER[: min(len(word), _LONG)] if word.isdigit() else word


def listener(
    tongues: Iterable[Tongue],
    phrases: Mapping[str, tuple[str, ...]],
    closing: AbstractSet[str],
    evidence: Evidence | None = None,
) -> Listener:
    """A listener for the patterns of `tongues`, for `phrases`, literally, by trigger, and for what `evidence` weighs.

    The phrases of `closing` triggers, which end a conversation, must be all that a message says.
    """
    heard = tuple(tongues)
    fold = Fold({sign: word for tongue in heard for sign, word in tongue.signs.items()})
    spellings = {typed: meant for tongue in heard for typed, meant in tongue.spellings.items()}
    always = frozenset(guard for tongue in heard for guard in tongue.always)
    literal = (
        Pattern("phrase", _literal(phrase, fold, spellings), trigger, None, always, *[trigger in closing] * 3)
        for trigger, said in phrases.items()
        for phrase in said
    )
    patterns = (*(p for tongue in heard for p in tongue.patterns), *(p for p in literal if p.places))
    solid = {tongue.language: tongue.solid for tongue in heard}
    fillers = frozenset(word for tongue in heard for word in tongue.fillers)
    misspelt = frozenset(word for tongue in heard for word in tongue.misspelt)
    real = frozenset(word for tongue in heard for word in tongue.real)
    automaton = build(patterns, fillers, solid)
    speller = Speller(frozenset(automaton.masks).union(*solid.values()), spellings, misspelt, real)
    return Listener(heard, fold, speller, automaton, evidence or Evidence())


def _literal(phrase: str, fold: Fold, spellings: Mapping[str, tuple[str, ...]]) -> tuple[Place, ...]:
    meant = (w for word in words(phrase, fold) if word != END for w in spellings.get(word, (word,)))
    return tuple(Place(frozenset({word.replace("'", "")})) for word in meant)
