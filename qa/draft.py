"""A draft answer and what the gate leaves of it. Knows nothing of how it was written or is checked."""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.types import Span

MARK = re.compile(r"\s*\[(\d{1,3}(?:\s*[,;]\s*\d{1,3})*)\]")


@dataclass(frozen=True, slots=True)
class DraftSentence:
    """One sentence of an answer, without markers, and the numbers of the evidence it rests on.

    Numbers count from 1: `n` is the n-th piece of the evidence that the composer was given.
    """

    text: str
    cites: tuple[int, ...]

    @property
    def marked(self) -> str:
        """The sentence with its marks behind it: `Pilkada digelar 27 November 2024. [1][3]`."""
        return " ".join(filter(None, (self.text, "".join(f"[{number}]" for number in self.cites))))


@dataclass(frozen=True, slots=True)
class Draft:
    """What a composer wrote: sentences in order, the bare value where the question asks for one, and remarks.

    `notes` are remarks about the making (a language model that could not be reached), never statements of fact.
    """

    sentences: tuple[DraftSentence, ...]
    short_answer: str | None = None
    composer: str = "extractive"
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Dropped:
    """A sentence (or short answer) that the gate refused: why, and the very words that gave the reason.

    `reason` is one of `qa.verify.REASONS`.
    """

    sentence: DraftSentence
    reason: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Verified:
    """What stands after the gate. Every kept sentence is supported by the evidence it cites."""

    sentences: tuple[DraftSentence, ...]
    short_answer: str | None
    dropped: tuple[Dropped, ...]

    @property
    def refused(self) -> bool:
        """True when nothing is left to answer with."""
        return not self.sentences

    @property
    def text(self) -> str:
        """The kept sentences with their marks, ready to show."""
        return " ".join(sentence.marked for sentence in self.sentences)

    @property
    def cites(self) -> tuple[int, ...]:
        """The evidence numbers still cited, in order of first mention."""
        return tuple(dict.fromkeys(number for sentence in self.sentences for number in sentence.cites))


def read_marked(text: str, spans: list[Span]) -> tuple[DraftSentence, ...]:
    """The sentences of a text that carries `[1]` marks, given its sentence spans.

    A mark belongs to the sentence it stands in, or, where it stands between two sentences, to the one before it.
    """
    found: list[DraftSentence] = []
    for start, end in spans:
        raw = text[start:end].strip()
        lead = MARK.match(raw)
        while lead and found:
            before = found.pop()
            found.append(DraftSentence(before.text, _merge(before.cites, _numbers([lead[1]]))))
            raw = raw[lead.end() :].lstrip(" .")
            lead = MARK.match(raw)
        bare = re.sub(r"\s+([.,;:!?])", r"\1", MARK.sub("", raw)).strip()
        if any(character.isalnum() for character in bare):
            found.append(DraftSentence(bare, _numbers(MARK.findall(raw))))
    return tuple(found)


def _numbers(marks: list[str]) -> tuple[int, ...]:
    return _merge((), tuple(int(number) for mark in marks for number in re.findall(r"\d+", mark)))


def _merge(first: tuple[int, ...], second: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(first + second))
