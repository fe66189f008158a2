"""Whether a draft that copies a sentence of the evidence changes a decisive word of it. Knows nothing of paraphrases.

A near copy is laid beside its original, word by word (Ratcliff and Obershelp's longest blocks, as in `difflib`). Where
they differ, the draft's side may hold no value, name, role, event or word of direction that the original does not have
at that very place, and the original's side no negation or word of direction that the draft passes over. This catches
what checks of presence cannot: one figure of a sentence in the place of another.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from index.words import stem
from qa.agreement import agree
from qa.attribution import attributions
from qa.claims import Reading, is_framing, is_plain_opener, outer_spans
from qa.concepts import covers
from qa.support import Support
from qa.values import Value

MIN_MATCHED = 4  # words in common
MIN_SHARE = 0.7  # of the draft's words
LONGEST_HOLE = 4  # a longer stretch left out is a choice, not an alteration
# Left out of a copy, these turn or widen what it says.
_TURNING = frozenset({
    "batal", "tunda", "gagal", "tolak", "larang", "hanya", "lebih", "kurang", "sebelum", "sesudah", "paling",
    "tersedikit", "maksimal", "lambat", "awal", "sebagian", "usul", "rencana",
})  # fmt: skip
_OPENING_CLAUSES = frozenset({"sebelum", "sesudah"})  # what follows them stands without them
_DECISIVE = frozenset({"role", "institution", "event", "polarity", "negation"})


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a whole value or a whole concept; equal keys are the same in any language or format."""

    key: str
    start: int
    end: int
    kind: str = ""
    value: Value | None = None
    name: bool = False

    @property
    def decisive(self) -> bool:
        """Whether a change here changes what is stated."""
        return self.value is not None or self.name or self.kind in _DECISIVE


def altered(claimed: Reading, support: Support) -> str | None:
    """The draft's decisive words that differ from the sentence it copies, or None."""
    # Attributions and quotations are checked in their own right.
    apart = [*attributions(claimed, support), *outer_spans(claimed.text)]
    draft = [t for t in tokens(claimed) if not any(start <= t.start and t.end <= end for start, end in apart)]
    best: tuple[int, list[Token], SequenceMatcher[str]] | None = None
    for reading in support.readings:
        original = list(tokens(reading))
        matcher = SequenceMatcher(None, [t.key for t in original], [t.key for t in draft], autojunk=False)
        matched = sum(block.size for block in matcher.get_matching_blocks())
        if matched >= max(MIN_MATCHED, MIN_SHARE * len(draft)) and (best is None or matched > best[0]):
            best = matched, original, matcher
    if best is None:
        return None
    _, original, matcher = best
    for change, a, b, c, d in matcher.get_opcodes():
        if change == "equal":
            continue
        wrong = _put_in(original, a, b, draft[c:d]) or _left_out(original, a, b, draft[c:d])
        if wrong is not None:
            return claimed.text[wrong.start : wrong.end] if wrong in draft else wrong.key
    return None


def _put_in(original: Sequence[Token], first: int, last: int, put: Sequence[Token]) -> Token | None:
    replaced = original[first:last]
    # An institution may be spelt out beside its abbreviation; nothing else decisive may be added to a copy.
    beside = [token for token in original[max(0, first - 1) : last + 1] if token.kind == "institution"]
    for token in put:
        room = replaced if replaced or token.kind != "institution" else beside
        if token.decisive and not any(_stands_for(token, other) for other in room):
            return token
    return None


def _left_out(original: Sequence[Token], first: int, last: int, put: Sequence[Token]) -> Token | None:
    """A negation or word of direction missing from within the copied stretch, or from right before it."""
    if last == len(original) or last - first > LONGEST_HOLE:
        return None
    hole = original[first:last] if first else [t for t in original[last - 1 : last] if t.key not in _OPENING_CLAUSES]
    missing = (token for token in hole if token.kind == "negation" or token.key in _TURNING)
    return next((token for token in missing if not any(_stands_for(other, token) for other in put)), None)


def _stands_for(token: Token, original: Token) -> bool:
    if token.value is not None:
        if original.value is not None and ("/" in token.value.canonical) != ("/" in original.value.canonical):
            return False  # one end of a range is not the range
        same = original.value is not None and token.value.text.casefold() == original.value.text.casefold()
        return same or (original.value is not None and agree(token.value, original.value))
    if token.key == original.key:
        return True
    return bool(token.kind) and token.kind == original.kind and covers(token.key, frozenset({original.key}))


@lru_cache(maxsize=1_000)
def tokens(reading: Reading) -> tuple[Token, ...]:
    """The text as a sequence of values, concepts and words."""
    return tuple(_tokens(reading))


def _tokens(reading: Reading) -> Iterator[Token]:
    mentions = {m.first: m for m in reading.mentions}
    values = {value.start: value for value in reading.numeric}
    at = 0
    while at < len(reading.words):
        word = reading.words[at]
        value = next((v for v in reading.numeric if v.start <= word.start < v.end), None)
        mention = mentions.get(at)
        if value is not None:
            while at < len(reading.words) and reading.words[at].start < value.end:
                at += 1
            if values.get(value.start) is value:
                yield Token(f"{value.kind}:{value.canonical}", value.start, value.end, value=value)
        elif mention is not None:
            end = reading.words[mention.last - 1].end
            telling = mention.kind in _DECISIVE or word.text[0].isupper()
            kind = mention.kind if telling and not is_framing(reading, at) else ""
            yield Token(mention.concept, word.start, end, kind, name=mention.kind == "place" and kind != "")
            at = mention.last
        else:
            named = word.text[0].isupper() and not is_plain_opener(word)
            yield Token(stem(word.norm), word.start, word.end, name=named)
            at += 1
