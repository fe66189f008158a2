"""What the cited evidence supports: values, names, concepts, adjacency, quotations, and who published it when.

Answers yes or no for one claim at a time; knows nothing of drafts as a whole or of what follows from a no.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from corpus.partial import PartialDate
from index.types import Span
from index.words import Word, stem
from qa.claims import DISTANCE, SIDES, UNITS, Reading, is_neutral, polarities, read
from qa.concepts import covers
from qa.types import Evidence
from qa.values import Value, find_values

# A rounded amount must be announced as one, and must be the nearest (or, where the word says so, the next lower or
# higher) step of the last digit it shows: 204,807,222 is "about 204.8 million", "more than 204 million", "almost 205
# million", and not "204.8 million".
_NEAR = re.compile(
    r"(?:\b(?:sekitar|kira-kira|kurang lebih|lebih kurang|about|around|approximately|roughly)|[~±≈])\s*$", re.IGNORECASE
)
_BEYOND = re.compile(r"\b(?:lebih dari|di atas|more than|over)\s*$", re.IGNORECASE)
_SHORT_OF = re.compile(r"\b(?:hampir|nyaris|mendekati|almost|nearly|close to)\s*$", re.IGNORECASE)
_PLAIN = re.compile(r"[\s\"'“”‘’«»`]+")
_ELLIPSIS = re.compile(r"\s*(?:\.{3}|…|\[…\]|\[\.\.\.\])\s*")


@dataclass(frozen=True, slots=True)
class Support:
    """The cited evidence, read once for all checks of a sentence."""

    sources: tuple[Evidence, ...]
    readings: tuple[Reading, ...]
    about: tuple[Reading, ...]

    @property
    def norms(self) -> frozenset[str]:
        """Every word of the evidence."""
        return _norms(self.readings)

    @property
    def about_norms(self) -> frozenset[str]:
        """Every word of the articles' titles, offices and authors."""
        return _norms(self.about)

    @property
    def concepts(self) -> frozenset[str]:
        """Every concept that the evidence names."""
        return frozenset(mention.concept for reading in self.readings for mention in reading.mentions)

    @property
    def about_concepts(self) -> frozenset[str]:
        """Every concept that titles, offices and authors name."""
        return frozenset(mention.concept for reading in self.about for mention in reading.mentions)

    def value(self, claim: Value, text: str) -> bool:
        """Whether a date, time, amount or regulation of a draft's `text` is one that the evidence states."""
        return any(
            any(agree(claim, stated) or _rounded(claim, stated, text) for stated in reading.numeric)
            or _verbatim(claim.text, reading)
            for reading in self.readings
        )

    def word(self, word: Word) -> bool:
        """Whether the evidence has this word."""
        return word.norm in self.norms

    def rounded(self, claim: Value, text: str) -> bool:
        """Whether an amount is a stated one, rounded as the words before it say."""
        return any(_rounded(claim, stated, text) for reading in self.readings for stated in reading.numeric)

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
    about = (" ; ".join(filter(None, (e.article.title, e.article.office, e.article.author))) for e in sources)
    return Support(
        tuple(sources),
        tuple(_read_cached(source.quote, source.article.published or "") for source in sources),
        tuple(_read_cached(text, "") for text in about),
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


def agree(claim: Value, stated: Value) -> bool:
    """Whether a claimed date, time, amount or regulation is the stated one, or a less precise form of it."""
    return claim.kind == stated.kind and _AGREE[claim.kind](claim.canonical, stated.canonical)


def _dates_agree(claim: str, stated: str) -> bool:
    distance = _distance(claim)
    if distance is not None:
        return distance == _distance(stated)
    ours, theirs = claim.split("/"), stated.split("/")
    if len(ours) == 1:
        return any(_covers(ours[0], other) for other in theirs)
    return len(theirs) == len(ours) and all(_covers(a, b) for a, b in zip(ours, theirs, strict=True))


def _distance(canonical: str) -> tuple[str, str, str] | None:
    """Count, unit and side of "25 bulan sebelum pemungutan suara" or "25 months before the vote"."""
    match = DISTANCE.match(canonical)
    if match is None:
        return None
    counts = [value.canonical for value in find_values(match["count"]) if value.kind == "number"]
    return (counts or [match["count"].strip()])[0], UNITS[match["unit"].lower()], SIDES[match["side"].lower()]


def _covers(claim: str, stated: str) -> bool:
    ours, theirs = PartialDate.from_iso(claim), PartialDate.from_iso(stated)
    return claim == stated or (ours is not None and theirs is not None and ours.covers(theirs))


def _times_agree(claim: str, stated: str) -> bool:
    ours, _, zone = claim.partition(" ")
    theirs, _, other = stated.partition(" ")
    return zone in ("", other) and (ours == theirs or ours in theirs.split("/"))


def _numbers_agree(claim: str, stated: str) -> bool:
    return claim == stated or claim == f"#{stated}"


def _regulations_agree(claim: str, stated: str) -> bool:
    return stated == claim or stated.startswith((f"{claim}/", f"{claim} ("))


def _equal(claim: str, stated: str) -> bool:
    return claim == stated


_AGREE = {
    "date": _dates_agree,
    "time": _times_agree,
    "number": _numbers_agree,
    "percent": _equal,
    "money": _equal,
    "regulation": _regulations_agree,
}


def _rounded(claim: Value, stated: Value, text: str) -> bool:
    before = text[max(0, claim.start - 24) : claim.start]
    ours, theirs = _amount(claim), _amount(stated)
    if claim.kind != stated.kind or ours is None or theirs is None:
        return False
    step = _step(claim, ours)
    if _NEAR.search(before):
        return abs(ours - theirs) * 2 <= step
    if _BEYOND.search(before):
        return Decimal(0) < theirs - ours < step
    return bool(_SHORT_OF.search(before)) and Decimal(0) < ours - theirs < step


def _amount(value: Value) -> Decimal | None:
    if value.kind not in ("number", "percent", "money"):
        return None
    try:
        return Decimal(value.canonical.rstrip("%").rpartition(" ")[2])
    except InvalidOperation:
        return None


def _step(claim: Value, amount: Decimal) -> Decimal:
    """The worth of one unit of the last digit that a number shows: 100,000 for 204.8 million, 1 for 500.000."""
    exponent = amount.normalize().as_tuple().exponent
    scaled = any(character.isalpha() for character in claim.text.removeprefix("Rp"))
    whole = claim.text.replace(".", "").replace(",", "").endswith("000") or scaled
    return Decimal(1).scaleb(int(exponent)) if whole or int(exponent) < 0 else Decimal(1)


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
