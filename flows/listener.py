"""What is listened for in everything that people type, in every language at once.

Rule: made once, when the library loads. It keeps nothing of what it hears.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Final

from flows.evidence import Evidence
from flows.folding import END, Fold, words
from flows.grammar import Pattern, Place, Tongue
from flows.reader import Reader, Row, reader
from flows.seek import seek
from flows.sought import Sought, sought
from flows.spelling import Speller, Tally
from flows.standing import STOP, standing

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
    """The patterns of every language, sought at once, and the reader of words that goes before."""

    tongues: tuple[Tongue, ...] = field(repr=False)
    _fold: Fold = field(repr=False)
    _reader: Reader = field(repr=False)
    _sought: Sought = field(repr=False)
    evidence: Evidence = field(default_factory=Evidence, repr=False)

    @property
    def size(self) -> int:
        """How many patterns there are, guards and all."""
        return self._sought.size

    @property
    def words(self) -> AbstractSet[str]:
        """Every word that is listened for; a beginning has '*' behind it."""
        return self._sought.sets.of.keys()

    def hear(self, text: str) -> Hearing:
        """What `text` sets off. Its steps are linear in the length of the text; it raises on no text."""
        tally = Tally()
        row = self._reader.row(words(text, self._fold), tally)
        heard = self._seek(row.numbers, row)
        weighed = self.evidence.weigh(row.words)
        steps = len(row.numbers) + tally.looks + weighed.steps
        if row.numbers.count(STOP) * _SHORT > len(row.numbers):  # 'He's. Hurting. Me.' has no sentences to part
            heard += self._seek([number for number in row.numbers if number != STOP], row)
            steps += len(row.numbers)
        raised = weighed.triggers.union(p.raises for p in heard)
        return Hearing(raised, frozenset(p.family for p in heard), steps)

    def said(self, text: str) -> list[str]:
        """The words that `text` is read as, without the ends of its sentences."""
        return [word for word, *_ in self._reader.row(words(text, self._fold), Tally()).words]

    def _seek(self, numbers: list[int], row: Row) -> list[Pattern]:
        return seek(self._sought, standing(numbers, row.sets, self._sought.sets))


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
    seeking = sought(patterns, fillers, solid)
    speller = Speller(frozenset(seeking.sets.of), spellings, misspelt, real)
    weighing = evidence or Evidence()
    return Listener(heard, fold, reader(speller, seeking.sets, weighing.book), seeking, weighing)


def _literal(phrase: str, fold: Fold, spellings: Mapping[str, tuple[str, ...]]) -> tuple[Place, ...]:
    meant = (w for word in words(phrase, fold) if word != END for w in spellings.get(word, (word,)))
    return tuple(Place(frozenset({word.replace("'", "")})) for word in meant)
