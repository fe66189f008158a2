"""Cut an article into passages of whole sentences. Knows nothing of encoders or files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.article import Article
from index.sentences import sentence_spans
from index.tokens import count_tokens
from index.types import Chunk, Span


@dataclass(frozen=True, slots=True)
class ChunkSizes:
    """Sizes in cl100k tokens: passages aim for `target` and never pass `most` unless one sentence alone does."""

    target: int = 150
    most: int = 180


def chunks_of(article: Article, sizes: ChunkSizes | None = None) -> list[Chunk]:
    """The passages of an article, in order: whole sentences, no overlap, every sentence in exactly one passage.

    An article of up to `most` tokens is one passage; a longer one is cut into passages of about equal size, so that no
    last passage is a stump.
    """
    sizes = sizes or ChunkSizes()
    spans = sentence_spans(article.text)
    weights = [count_tokens(article.text[start:end]) for start, end in spans]
    return [_chunk(article, spans[first:last]) for first, last in _groups(weights, sizes)]


def _groups(weights: Sequence[int], sizes: ChunkSizes) -> list[Span]:
    total = sum(weights)
    parts = 1 if total <= sizes.most else max(2, round(total / sizes.target))
    aim = total / parts
    groups: list[Span] = []
    first, filled, before = 0, 0, 0
    for at, weight in enumerate(weights):
        too_big = filled + weight > sizes.most
        # Cut where the running total is closest to the next multiple of the aim.
        past = before + filled + weight / 2 > aim * (len(groups) + 1)
        if at > first and (too_big or past):
            groups.append((first, at))
            before += filled
            first, filled = at, 0
        filled += weight
    if weights:
        groups.append((first, len(weights)))
    return groups


def _chunk(article: Article, sentences: Sequence[Span]) -> Chunk:
    start, end = sentences[0][0], sentences[-1][1]
    return Chunk(article.id, start, end, article.text[start:end], tuple(sentences))
