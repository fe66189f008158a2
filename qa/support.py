"""What the cited evidence supports: values, names, concepts, adjacency, quotations, and who published it when.

Answers yes or no for one claim at a time; knows nothing of drafts as a whole or of what follows from a no.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from corpus.partial import PartialDate
from index.types import Span
from index.words import Word, stem
from qa.agreement import agree, counts, rounded
from qa.claims import Reading, is_neutral, read
from qa.concepts import covers
from qa.turning import denials, directions, measured, polarities, ranks
from qa.types import Evidence
from qa.values import Value

_PLAIN = re.compile(r"[\s\"'“”‘’«»`]+")
_ELLIPSIS = re.compile(r"\s*(?:\.{3}|…|\[…\]|\[\.\.\.\])\s*")


@dataclass(frozen=True, slots=True)
class Support:
    """The cited evidence, read once for all checks of a sentence."""

    sources: tuple[Evidence, ...]
    readings: tuple[Reading, ...]
    about: tuple[Reading, ...]  # titles, offices and authors
    norms: frozenset[str]
    about_norms: frozenset[str]
    concepts: frozenset[str]
    about_concepts: frozenset[str]

    def value(self, claim: Value, text: str) -> bool:
        """Whether a date, time, amount or regulation of a draft's `text` is one that the evidence states."""
        return any(
            any(
                agree(claim, stated) or rounded(claim, stated, text) or counts(claim, stated, text)
                for stated in reading.numeric
            )
            or _verbatim(claim.text, reading)
            for reading in self.readings
        )

    def word(self, word: Word) -> bool:
        """Whether the evidence has this word."""
        return word.norm in self.norms

    def rounded(self, claim: Value, text: str) -> bool:
        """Whether an amount is a stated one, rounded as the words before it say."""
        return any(rounded(claim, stated, text) for reading in self.readings for stated in reading.numeric)

    def form_of(self, word: Word) -> bool:
        """Whether the evidence has another form of this word, in lower case: "Pesertanya" for "peserta"."""
        return stem(word.norm) in {stem(w.norm) for reading in self.readings for w in reading.words if w.text.islower()}

    def concept(self, concept: str, *, attribution: bool = False) -> bool:
        """Whether the evidence (or, in an attribution, what is known of its article) names this concept."""
        return covers(concept, self.concepts) or (attribution and covers(concept, self.about_concepts))

    def adjacent(self, first: Word, second: Word, *, attribution: bool = False) -> bool:
        """Whether two words of a name stand beside each other in one source, at most one word apart."""
        readings = (*self.readings, *self.about) if attribution else self.readings
        return any((first.norm, second.norm) in _neighbours(reading) for reading in readings)

    def quotation(self, quoted: str) -> bool:
        """Whether a quotation, its ellipses aside, stands letter for letter in one source."""
        parts = [part for part in (_plain(part) for part in _ELLIPSIS.split(quoted)) if part]
        return any(_in_order(parts, _plain(source.quote)) for source in self.sources)

    def title(self, quoted: str) -> bool:
        """Whether a quotation is the title of a cited article."""
        return any(_plain(quoted) == _plain(source.article.title) for source in self.sources)

    @property
    def denials(self) -> int:
        """How many negations the evidence has."""
        return sum(mention.kind == "negation" for reading in self.readings for mention in reading.mentions)

    def denied(self, keys: Sequence[str], *, same_language: bool) -> bool:
        """Whether the evidence denies what a draft does; of another language's plain words nobody can tell."""
        if not keys:
            return True
        known = {"held", *self.concepts}
        for _, stated in (denial for reading in self.readings for denial in denials(reading)):
            if keys[0] in stated or (not same_language and (set(keys) & set(stated) or not known & set(stated[:1]))):
                return True
        return False

    def ranks(self) -> dict[str, list[frozenset[str]]]:
        """For every role of the evidence, what stands before it each time: "Wakil", "Plt.", "mantan"."""
        found: dict[str, list[frozenset[str]]] = {}
        for reading in self.readings:
            for role, before in ranks(reading):
                found.setdefault(role.concept, []).append(before)
        return found

    def directions(self, claim: Value) -> set[tuple[str, str]]:
        """The words of direction nearest to a value in the evidence, each with its opposite."""
        return {(way, other) for reading in self.readings for v, way, other in directions(reading) if agree(claim, v)}

    def units(self, claim: Value) -> set[str]:
        """The units of time that the evidence gives a number in."""
        return {unit for reading in self.readings for v, unit in measured(reading) if agree(claim, v)}

    def shared(self, claimed: Reading) -> tuple[int, int]:
        """How many content words of a draft the evidence or its article has in some form, and how many there are."""
        stems = {stem(word.norm) for reading in (*self.readings, *self.about) for word in reading.words}
        concepts = {i: m.concept for m in claimed.mentions for i in range(m.first, m.last)}
        known = content = 0
        for index, word in enumerate(claimed.words):
            valued = any(value.start <= word.start < value.end for value in claimed.numeric)
            if is_neutral(word) and not valued and index not in concepts:
                continue
            content += 1
            named = index in concepts and self.concept(concepts[index], attribution=True)
            known += valued or named or stem(word.norm) in stems
        return known, content

    def polarity(self) -> dict[str, set[bool]]:
        """Affirmed and negated concepts and stems of all sources together."""
        merged: dict[str, set[bool]] = {}
        for reading in self.readings:
            for key, signs in polarities(reading).items():
                merged.setdefault(key, set()).update(signs)
        return merged


def gather(sources: Sequence[Evidence]) -> Support:
    """Read the cited evidence and what is known of its articles."""
    told = (" ; ".join(filter(None, (e.article.title, e.article.office, e.article.author))) for e in sources)
    readings = tuple(_read_cached(source.quote, source.article.published or "") for source in sources)
    about = tuple(_read_cached(text, "") for text in told)
    return Support(
        tuple(sources), readings, about, _norms(readings), _norms(about), _concepts(readings), _concepts(about)
    )


@lru_cache(maxsize=2_000)
def _read_cached(text: str, published: str) -> Reading:
    return read(text, PartialDate.from_iso(published))


@lru_cache(maxsize=2_000)
def _neighbours(reading: Reading) -> frozenset[tuple[str, str]]:
    norms = [word.norm for word in reading.words]
    return frozenset((norms[i], norms[j]) for i in range(len(norms)) for j in (i + 1, i + 2) if j < len(norms))


def _norms(readings: Sequence[Reading]) -> frozenset[str]:
    return frozenset(word.norm for reading in readings for word in reading.words)


def _concepts(readings: Sequence[Reading]) -> frozenset[str]:
    return frozenset(mention.concept for reading in readings for mention in reading.mentions)


def _verbatim(text: str, reading: Reading) -> bool:
    """Whether the letters stand in the evidence as words of their own, not inside a longer value."""
    pattern = rf"(?<![\w.,/-]){re.escape(text)}(?![\w/-]|[.,]\d)"
    return any(
        not any(v.start <= m.start() and m.end() <= v.end and (v.start, v.end) != m.span() for v in reading.numeric)
        for m in re.finditer(pattern, reading.text, re.IGNORECASE)
    )


def _plain(text: str) -> str:
    return _PLAIN.sub(" ", text).strip(" .,;:").casefold()


def _in_order(parts: Sequence[str], text: str) -> bool:
    at = 0
    for part in parts:
        found = _find_whole(part, text, at)
        if found < 0:
            return False
        at = found + len(part)
    return bool(parts)


def _find_whole(part: str, text: str, at: int) -> int:
    match = re.compile(rf"(?<!\w){re.escape(part)}(?!\w)").search(text, at)
    return match.start() if match else -1


def inside(spans: Sequence[Span], word: Word | Value) -> bool:
    """Whether something lies within one of the spans."""
    return any(start <= word.start and word.end <= end for start, end in spans)
