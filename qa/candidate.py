"""A possible answer, as it is weighed: where it stands and how likely it is. Knows nothing of how it is found."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.article import Article
from index.types import Hit, Span
from qa.confidence import Features
from qa.types import Evidence
from qa.values import Value


@dataclass(frozen=True, slots=True)
class Candidate:
    """A possible answer: a sentence of an article and, where one is seen, the answer's words in it.

    `sentence` and `span` are offsets into the article's text; `value` is the typed value that the span is or contains,
    its own offsets into the passage. `spoken` are the question's terms that sentence or title speak of, `hinted` those
    that they perhaps do, `around` those that the passage perhaps does. `score` orders candidates, `trust` is the
    probability of being right.
    """

    hit: Hit
    article: Article
    sentence: Span
    span: Span | None
    value: Value | None
    features: Features
    spoken: frozenset[str]
    hinted: frozenset[str]
    around: frozenset[str]
    score: float
    trust: float

    @property
    def key(self) -> tuple[float, str, int, int]:
        """The total order of candidates: best first, ties by article and place."""
        start, end = self.span or self.sentence
        return (-self.score, self.article.id, start, end)

    @property
    def place(self) -> tuple[str, Span, Span | None]:
        """Where it stands; no two candidates of a question share it."""
        return self.article.id, self.sentence, self.span

    @property
    def text(self) -> str:
        """The answer's words, or the whole sentence."""
        start, end = self.span or self.sentence
        return self.article.text[start:end]

    @property
    def said(self) -> str:
        """The words of its sentence."""
        return self.article.text[slice(*self.sentence)]

    @property
    def at(self) -> Span:
        """Where the answer's words stand in those of the sentence."""
        first, (start, end) = self.sentence[0], self.span or self.sentence
        return start - first, end - first

    def evidence(self) -> Evidence:
        """The sentence as evidence."""
        start, end = self.sentence
        return Evidence(self.article, start, end, self.said, round(self.trust, 4), self.span)
