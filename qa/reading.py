"""What the learned reader promises, and how a question is put to it. Knows nothing of how it reads or who chooses."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from qa.glossary import in_indonesian


class ReadSpan(Protocol):
    """An answer the reader sees: offsets into the passage, and a log-probability-like score."""

    @property
    def start(self) -> int:
        """Where it begins."""
        ...

    @property
    def end(self) -> int:
        """Where it ends."""
        ...

    @property
    def score(self) -> float:
        """Comparable across passages; greater is better."""
        ...


class Reading(Protocol):
    """What the reader makes of one passage."""

    @property
    def answerable(self) -> float:
        """The probability that the passage holds the answer."""
        ...

    @property
    def spans(self) -> Sequence[ReadSpan]:
        """Best first."""
        ...


class Reader(Protocol):
    """Finds answers in passages."""

    def read(self, question: str, passages: Sequence[str]) -> Sequence[Reading]:
        """One reading for each passage."""
        ...


def read_passages(
    reader: Reader, question: str, language: str, passages: Sequence[str], languages: Sequence[str]
) -> list[Reading]:
    """One reading for each passage, the question worded for the passage's own language.

    The reader learned from Indonesian articles: an English question meets them in Indonesian words (on questions that
    it never saw this gave F1 .48 against .43 in English words), but an English passage as it was asked.
    """
    if language != "en":
        return list(reader.read(question, passages))
    readings: dict[int, Reading] = {}
    for wording, english in ((question, True), (in_indonesian(question), False)):
        places = [at for at, spoken in enumerate(languages) if (spoken == "en") is english]
        if places:
            readings |= zip(places, reader.read(wording, [passages[at] for at in places]), strict=True)
    return [readings[at] for at in range(len(passages))]
