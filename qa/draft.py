"""What the gate leaves of a draft, and how marked text becomes one. Knows nothing of how drafts are written."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from index.types import Span
from qa.types import DraftSentence

MARK = re.compile(r"\s*\[(\d{1,3}(?:\s*[,;]\s*\d{1,3})*)\]")
# Blanks are the article's own everywhere but around a mark: "di , Indonesia" is quoted as it was published.
_MARK_AND_BLANKS = re.compile(rf"{MARK.pattern}(?:\s+(?=[.,;:!?]))?")
_QUOTED = re.compile(r"“[^”]*”")


@dataclass(frozen=True, slots=True)
class Dropped:
    """A sentence that the gate refused: why, and the very words that gave the reason.

    `reason` is one of `qa.verify.REASONS`.
    """

    sentence: DraftSentence
    reason: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Verified:
    """What stands after the gate. Every kept sentence is supported by the evidence it cites."""

    sentences: tuple[DraftSentence, ...]
    dropped: tuple[Dropped, ...]

    @property
    def refused(self) -> bool:
        """True when nothing is left to answer with."""
        return not self.sentences

    @property
    def text(self) -> str:
        """The kept sentences with their marks, ready to show."""
        return " ".join(sentence.text for sentence in self.sentences)

    @property
    def numbers(self) -> tuple[int, ...]:
        """The evidence numbers still cited, in order of first mention."""
        return tuple(dict.fromkeys(number for sentence in self.sentences for number in sentence.numbers))

    @property
    def reasons(self) -> dict[str, int]:
        """How many sentences were dropped for each reason."""
        counts: dict[str, int] = {}
        for dropped in self.dropped:
            counts[dropped.reason] = counts.get(dropped.reason, 0) + 1
        return dict(sorted(counts.items()))


def unmarked(text: str) -> str:
    """The text without its `[1]` marks; what looks like one inside a quotation is the article's and stays."""
    kept = [match.span() for match in _QUOTED.finditer(text)]
    return _MARK_AND_BLANKS.sub(lambda match: match[0] if _within(match, kept) else "", text).strip()


def marks(text: str) -> tuple[int, ...]:
    """The numbers that the `[1]`, `[1][2]` and `[1, 2]` marks of a text name, each once, in order.

    Marks inside a quotation are the article's own and do not count.
    """
    quoted = [match.span() for match in _QUOTED.finditer(text)]
    found = (match[1] for match in MARK.finditer(text) if not _within(match, quoted))
    return tuple(dict.fromkeys(int(number) for mark in found for number in re.findall(r"\d+", mark)))


def with_marks(text: str, shown: Callable[[int], str]) -> str:
    """The text with each number of its marks shown otherwise; marks inside a quotation stay the article's own."""
    quoted = [match.span() for match in _QUOTED.finditer(text)]

    def replaced(match: re.Match[str]) -> str:
        if _within(match, quoted):
            return match[0]
        blanks = match[0][: match[0].index("[")]
        return blanks + "".join(shown(int(number)) for number in re.findall(r"\d+", match[1]))

    return MARK.sub(replaced, text)


def _within(match: re.Match[str], spans: Sequence[Span]) -> bool:
    return any(start < match.start() and match.end() < end for start, end in spans)


def read_marked(text: str, spans: Sequence[Span]) -> tuple[DraftSentence, ...]:
    """The sentences of a text that carries `[1]` marks, given its sentence spans.

    A mark that stands between two sentences belongs to the one before it, one that opens the text to the first.
    Spans without a letter or digit are left out.
    """
    found: list[DraftSentence] = []
    opening = ""
    for start, end in spans:
        raw = text[start:end].strip()
        while lead := MARK.match(raw):
            if found:
                joint = "" if found[-1].text.endswith("]") else " "
                found[-1] = _sentence(f"{found[-1].text}{joint}{lead[0].strip()}")
            else:
                opening += lead[0].strip()
            raw = raw[lead.end() :].lstrip(" .:")
        if any(character.isalnum() for character in unmarked(raw)):
            found.append(_sentence(f"{raw} {opening}".strip()))
            opening = ""
    return tuple(found)


def _sentence(text: str) -> DraftSentence:
    return DraftSentence(text, marks(text))
