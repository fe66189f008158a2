"""What the learned reader promises, so that choosing evidence needs no reader to be understood or tested."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol


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
