"""What the learned reader promises, and how a question is put to it. Knows nothing of how it reads or who chooses."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from corpus.article import Article
from qa.glossary import in_indonesian
from qa.wording import show_iso


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

    @property
    def first(self) -> Reading | None:
        """What it made of the question's first wording alone, where it was read in two."""
        ...


class Reader(Protocol):
    """Finds answers in passages."""

    def read(
        self, question: str, passages: Sequence[str], leads: Sequence[str] = (), *, again: str = ""
    ) -> Sequence[Reading]:
        """One reading for each passage; `leads` say what each is about and hold no answers; `again` is the question in
        other words, for the likeliest passages."""
        ...


def likeliest(readings: Sequence[Reading], count: int) -> list[int]:
    """The places of the passages likeliest to hold the answer, best first, ties by place."""
    return sorted(range(len(readings)), key=lambda at: (-readings[at].answerable, at))[:count]


def in_first_wording(readings: Sequence[Reading]) -> list[Reading]:
    """What passages say to a question's first wording alone; nothing if none was read in two."""
    return [reading.first or reading for reading in readings] if any(reading.first for reading in readings) else []


def lead_of(article: Article) -> str:
    """What the reader is told of an article before a passage of it: title, office and day, as far as they are known."""
    told = (article.title.strip(), article.office, show_iso(article.published, "id"))
    return " ".join(part if part[-1] in ".?!" else f"{part}." for part in told if part)


def read_passages(
    reader: Reader,
    question: str,
    language: str,
    passages: Sequence[str],
    languages: Sequence[str],
    leads: Sequence[str] = (),
    *,
    translation: str | None = None,
) -> list[Reading]:
    """One reading for each passage, the question worded for the passage's own language.

    The reader learned from Indonesian articles: an English question meets them in Indonesian (its `translation`, or
    word by word), and the likeliest as it was asked too. An English passage is read as it was asked.
    """
    if language != "en":
        return list(reader.read(question, passages, leads))
    readings: dict[int, Reading] = {}
    worded = translation or in_indonesian(question)
    for wording, again, english in ((question, "", True), (worded, question, False)):
        places = [at for at, spoken in enumerate(languages) if (spoken == "en") is english]
        if places:
            some = [leads[at] for at in places] if leads else ()
            found = reader.read(wording, [passages[at] for at in places], some, again=again)
            readings |= zip(places, found, strict=True)
    return [readings[at] for at in range(len(passages))]
