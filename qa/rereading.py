"""A second look: the sentences likeliest to answer are read once more, each by itself, and candidates ranked anew.

Within its passage a sentence may look like the answer for what stands beside it; by itself, under its article's title,
it has to do so alone. Knows the reader and the ranking; knows nothing of how candidates are found.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from index.types import Span
from qa.candidate import Candidate
from qa.confidence import Confidence
from qa.evidence import ranked
from qa.features import NO_SPAN_SCORE, log_odds
from qa.question import Query
from qa.reading import Reader, Reading, lead_of

LOOKED_AT = 8  # sentences
Place = tuple[str, Span]  # of a sentence: its article and where it stands there


def reread(query: Query, candidates: Sequence[Candidate], reader: Reader, confidence: Confidence) -> list[Candidate]:
    """The same candidates, best first, with what reading their sentences alone says of them.

    Of a sentence that is not among the likeliest it is taken to say nothing.
    """
    shown: dict[Place, Candidate] = {}
    for candidate in candidates:
        if len(shown) == LOOKED_AT:
            break
        shown.setdefault(_place(candidate), candidate)
    read = _readings(query, shown, reader)
    seen = [replace(one, features={**one.features, **_alone(one, read.get(_place(one)))}) for one in candidates]
    return ranked(seen, confidence)


def _readings(query: Query, shown: Mapping[Place, Candidate], reader: Reader) -> dict[Place, Reading]:
    """One reading for each sentence, the question worded for its language."""
    found: dict[Place, Reading] = {}
    for language in dict.fromkeys(candidate.article.language for candidate in shown.values()):
        of_one = {place: one for place, one in shown.items() if one.article.language == language}
        texts = [one.said for one in of_one.values()]
        leads = [lead_of(one.article) for one in of_one.values()]
        found |= zip(of_one, reader.read(query.wording(language).text, texts, leads), strict=True)
    return found


def _alone(candidate: Candidate, reading: Reading | None) -> dict[str, float]:
    """How likely the sentence answers by itself, how good the candidate's words are then, and whether they are best."""
    score, best = NO_SPAN_SCORE, False
    if candidate.span and reading is not None:
        start, end = (at - candidate.sentence[0] for at in candidate.span)
        there = [span for span in reading.spans if span.start < end and span.end > start]
        score = max([NO_SPAN_SCORE, *(span.score for span in there)])
        best = bool(there) and there[0] is reading.spans[0]
    chance = log_odds(reading.answerable if reading is not None else 0.0)
    return {"alone_span": score / 2, "alone_top": float(best), "alone": chance}


def _place(candidate: Candidate) -> Place:
    return candidate.article.id, candidate.sentence
