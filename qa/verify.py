"""The gate every composer's draft goes through: a sentence stands in the evidence it cites, or it is dropped.

What is checked, for the extractive and the language model's drafts alike:

- a sentence cites evidence that exists, and that evidence is a true quotation of its article;
- every date, time, number, percentage, amount of money and regulation is a value of the cited evidence, in either
  language and any format; a less precise date is supported by a more precise one ("Februari 2024" by "14 Februari
  2024"), never the other way; a rounded number must say so ("sekitar 204,8 juta" for 204.807.222) and be
  rightly rounded;
- every name, place, office, acronym and mixed token is written in the evidence, and the words of a name stand together
  there; "Central Java" is "Jawa Tengah" (`qa.concepts`);
- roles, events and words of direction ("chair", "pilkada", "cancelled", "before", "only", "at most") stand there too,
  and what the evidence only denies is not affirmed, nor the other way round; a deputy, acting or former holder of an
  office is not made its holder;
- a value is not moved to another role, event or unit of the same evidence (`qa.binding`), nor from "at least" to "at
  most" or from minutes to hours;
- a near copy of an evidence sentence differs from it in nothing decisive (`qa.alignment`);
- a quotation is letter for letter;
- a sentence speaks of what its evidence speaks of, and addresses nobody (an obeyed order is no answer);
- publication date, office, title and author of a cited article count in an attribution only ("per 16 Juni 2021",
  "menurut KPU Kota Salatiga", "(KPU Kota Salatiga, 16 Juni 2021)").

Knows nothing of how drafts are made, of retrieval or of wording. Plain lower-case words that are none of these are not
checked: the gate guards against wrong facts, not against free paraphrase.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

from qa.alignment import altered
from qa.attribution import as_of_dates, attributions, published
from qa.binding import misplaced
from qa.claims import (
    Reading,
    capitalised,
    is_amount,
    is_framing,
    is_plain_opener,
    outer_quotation,
    outer_spans,
    quotations,
    read,
)
from qa.draft import Dropped, Verified, marks, unmarked
from qa.reversals import another_rank, flipped, same_language, turned
from qa.support import Support, gather, inside
from qa.types import Draft, DraftSentence, Evidence
from qa.values import Value

REASONS = {
    "uncited": "cites nothing",
    "unknown_citation": "cites a number that no evidence has",
    "misquoted_evidence": "cites evidence that is not what its article says",
    "unsupported_value": "states a date, number, amount or regulation that the evidence does not",
    "wrong_as_of": "gives a date of publication that the cited article does not have",
    "altered_quotation": "puts words between quotation marks that the evidence does not have",
    "unsupported_name": "names somebody or something that the evidence does not",
    "unsupported_word": "uses a word of role, event, direction or address that the evidence does not",
    "another_rank": "makes a deputy, an acting or a former holder of an office its holder, or the other way round",
    "negation": "affirms what the evidence denies, or denies what it affirms",
    "turned_value": "gives a value of the evidence in another unit or with the opposite word of direction",
    "misplaced_value": "gives a value of the evidence to something else",
    "altered_copy": "copies a sentence of the evidence with a decisive word changed",
    "unrelated": "says nothing that the evidence speaks of",
}
MIN_SHARED = 0.34  # of a sentence's content words, where it is written in the language of its evidence
_SKIPPED_KINDS = frozenset(
    {"place", "calendar", "modal"}
)  # lower-case "daerah" or "may" says nothing; capitals are names


def verify(draft: Draft, evidence: Sequence[Evidence]) -> Verified:
    """The draft's sentences that their cited evidence supports, and the others with the first reason against each.

    Number `n` of a sentence is `evidence[n - 1]`. Nothing left (`Verified.refused`) calls for a refusal.
    """
    kept: list[DraftSentence] = []
    dropped: list[Dropped] = []
    for sentence in draft.sentences:
        fault = examine(sentence, evidence)
        if fault is None:
            kept.append(sentence)
        else:
            dropped.append(Dropped(sentence, *fault))
    return Verified(tuple(kept), tuple(dropped))


def supports(value: str, numbers: Sequence[int], evidence: Sequence[Evidence]) -> bool:
    """Whether a bare value (a short answer in either language) stands in the evidence with these numbers.

    Words cut from a sentence are no altered copy of it, whatever stands before them there.
    """
    fault = examine(DraftSentence(value, tuple(numbers)), evidence)
    if fault is None or fault[0] != "altered_copy":
        return fault is None
    return gather([evidence[number - 1] for number in numbers]).quotation(value)


def examine(sentence: DraftSentence, evidence: Sequence[Evidence]) -> tuple[str, str] | None:
    """The first reason (of `REASONS`) against a sentence with the words concerned, or None."""
    numbers = sentence.numbers or marks(sentence.text)
    if not numbers:
        return "uncited", ""
    unknown = [n for n in (*numbers, *marks(sentence.text)) if not 1 <= n <= len(evidence) or n not in numbers]
    if unknown:
        return "unknown_citation", f"[{unknown[0]}]"
    sources = [evidence[number - 1] for number in numbers]
    if any(source.article.text[source.start : source.end] != source.quote for source in sources):
        return "misquoted_evidence", ""
    claimed, support = read(unmarked(sentence.text)), gather(sources)
    for reason, check in _CHECKS:
        words = check(claimed, support)
        if words is not None:
            return reason, words
    return None


Check = Callable[[Reading, Support], str | None]


def _false_date_of_source(claimed: Reading, support: Support) -> str | None:
    for value in as_of_dates(claimed):
        stated = any(_matches(value, other, support) for reading in support.readings for other in as_of_dates(reading))
        if not published(value, support) and not stated:
            return value.text
    return None


def _matches(value: Value, other: Value, support: Support) -> bool:
    return value.canonical == other.canonical or (value.text == other.text and support.value(value, value.text))


def _unsupported_value(claimed: Reading, support: Support) -> str | None:
    frames = attributions(claimed, support)
    as_of = as_of_dates(claimed)
    for value in claimed.numeric:
        attributed = value in as_of or (value.kind == "date" and inside(frames, value))
        if not support.value(value, claimed.text) and not (attributed and published(value, support)):
            return value.text
    # What no pattern reads as a value must be written the same: nothing with a figure goes unchecked.
    loose = (w for w in claimed.words if not any(v.start <= w.start < v.end for v in claimed.numeric))
    return next((word.text for word in loose if is_amount(word.norm) and not support.word(word)), None)


def _altered_quotation(claimed: Reading, support: Support) -> str | None:
    text, outer = claimed.text, outer_quotation(claimed.text)
    if outer is not None and support.quotation(outer):
        for start, end in outer_spans(text):
            text = f"{text[:start]} {text[end:]}"
    for quoted in quotations(text):
        if not support.quotation(quoted) and not support.title(quoted):
            return quoted
    return None


def _unsupported_name(claimed: Reading, support: Support) -> str | None:
    frames = attributions(claimed, support)
    dated = {i for i, w in enumerate(claimed.words) if any(inside([(v.start, v.end)], w) for v in claimed.numeric)}
    concepts = {i: m.concept for m in claimed.mentions for i in range(m.first, m.last)}
    names: list[tuple[int, bool]] = []
    for index, opens in capitalised(claimed):
        word, attributed = claimed.words[index], inside(frames, claimed.words[index])
        if index in dated or (opens and (is_plain_opener(word) or support.form_of(word))):
            continue
        known = support.word(word) or (attributed and word.norm in support.about_norms)
        named = index in concepts and support.concept(concepts[index], attribution=attributed)
        if not known and not named:
            return word.text
        if index not in concepts:
            names.append((index, attributed))
    return _torn_name(claimed, support, names)


def _torn_name(claimed: Reading, support: Support, names: Sequence[tuple[int, bool]]) -> str | None:
    """Neighbouring words of a name that no source has side by side: one person's first name, another's last."""
    for (first, attributed), (second, _) in pairwise(names):
        one, two = claimed.words[first], claimed.words[second]
        joined = second == first + 1 and not set(claimed.text[one.end : two.start]) & set(',;:()“”"')
        if joined and not support.adjacent(one, two, attribution=attributed):
            return claimed.text[one.start : two.end]
    return None


def _unsupported_word(claimed: Reading, support: Support) -> str | None:
    frames = attributions(claimed, support)
    for mention in claimed.mentions:
        first, last = claimed.words[mention.first], claimed.words[mention.last - 1]
        if mention.kind in _SKIPPED_KINDS or mention.kind == "negation" or is_framing(claimed, mention.first):
            continue
        attributed = inside(frames, first)
        if any(0 < v.start - last.end < 8 and support.rounded(v, claimed.text) for v in claimed.numeric):
            continue  # "more than 204 million" is checked as an amount
        spoken = all(support.word(word) for word in claimed.words[mention.first : mention.last])
        if not spoken and not support.concept(mention.concept, attribution=attributed):
            return claimed.text[first.start : last.end]
    return None


def _unrelated(claimed: Reading, support: Support) -> str | None:
    """A sentence that shares too little with the evidence: a third in its language, anything checkable in another."""
    known, content = support.shared(claimed)
    if known and (not same_language(claimed, support) or known >= MIN_SHARED * content):
        return None
    return claimed.text[:60]


_CHECKS: tuple[tuple[str, Check], ...] = (
    ("altered_quotation", _altered_quotation),
    ("wrong_as_of", _false_date_of_source),
    ("unsupported_value", _unsupported_value),
    ("unsupported_name", _unsupported_name),
    ("unsupported_word", _unsupported_word),
    ("another_rank", another_rank),
    ("negation", flipped),
    ("turned_value", turned),
    ("misplaced_value", misplaced),
    ("altered_copy", altered),
    ("unrelated", _unrelated),
)
