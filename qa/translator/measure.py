"""How much of a question's Indonesian twin a translation says. Training only; knows no networks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from index.words import stem, words
from qa.glossary import in_indonesian
from qa.translator.data import ASKED, Pair, asked_pairs, unseen_pairs
from qa.translator.translator import Translator


@dataclass(frozen=True, slots=True)
class Likeness:
    """Shares of words, by their stems, over all questions: of the twin's that are said, and of those said its own."""

    recall: float
    precision: float

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        both = self.recall + self.precision
        return 2 * self.recall * self.precision / both if both else 0.0


def likeness(pairs: Sequence[Pair], translate: Callable[[str], str]) -> Likeness:
    """How like its twin the translation of each question is, order apart."""
    common = said = wanted = 0
    for pair in pairs:
        ours, twin = (
            Counter(stem(word.norm) for word in words(text)) for text in (translate(pair.english), pair.indonesian)
        )
        common += (ours & twin).total()
        said += ours.total()
        wanted += twin.total()
    return Likeness(common / max(wanted, 1), common / max(said, 1))


def measured(translator: Translator) -> dict[str, tuple[int, Likeness]]:
    """On pairs that nothing was learned from, written to be the same or asked of part `choose`."""
    pairs = list(asked_pairs("choose"))
    found = {}
    for told, some in (
        ("written to say the same", list(unseen_pairs())),
        ("plain", [pair for pair in pairs if pair.weight == ASKED]),
        ("in other words", [pair for pair in pairs if pair.weight != ASKED]),
    ):
        for how, translate in (("translator", translator.translate), ("word by word", in_indonesian)):
            found[f"{told}, {how}"] = len(some), likeness(some, translate)
    return found
