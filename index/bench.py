"""How search grows with the corpus, on made-up passages: time, memory and recall at 1,000 to a million passages.

Knows nothing of real text. Passages are unit vectors around topics and words drawn by Zipf's law, so that lists are as
long as in prose; nothing is encoded, and the figures are those of search alone.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from index.encoder import Matrix
from index.features import Half
from index.lexicon import build_lexicon, load_lexicon
from index.means import Means
from index.ranking import Ranking
from index.strings import StringTable, pack
from index.terms import TermIndex, postings_of
from index.threads import one_thread
from index.vectors import build_vectors, load_vectors, unit
from index.wordvectors import WordVectors

SIZES = (1_000, 10_000, 100_000, 1_000_000)
_DIM = 512
_WORDS_PER_PASSAGE = 60
_VOCABULARY = 30_000
_QUESTIONS = 30
_QUESTION_WORDS = 6
_SPREAD = 1.2
_BLOCK = 100_000
_SEED = 20240214


@dataclass(frozen=True, slots=True)
class ScalePoint:
    """One size: seconds to index its vectors, milliseconds of one core per search, recall@10, bytes on disk."""

    passages: int
    kind: str
    vectors_s: float
    search_p50_ms: float
    search_p95_ms: float
    recall_at_10: float
    vector_bytes: int
    term_bytes: int

    def to_json(self) -> dict[str, object]:
        """Ready for `json.dumps`."""
        return asdict(self)


def scale_curve(sizes: Sequence[int] = SIZES, folder: Path | None = None) -> Iterator[ScalePoint]:
    """Measure search at each size, smallest first; a million passages need about 4 GB of memory and disk."""
    with TemporaryDirectory(dir=folder) as scratch:
        place = Path(scratch)
        vocabulary = StringTable(*pack([_spell(number) for number in range(_VOCABULARY)]))
        words = WordVectors(encoder=_Scattered())
        build_lexicon(vocabulary, words, place)
        for size in sizes:
            yield _measure(size, place, vocabulary, words)


def _measure(size: int, folder: Path, vocabulary: StringTable, words: WordVectors) -> ScalePoint:
    random = np.random.default_rng(_SEED + size)
    vectors = _vectors(size, random)
    terms = _terms(size, vocabulary, random)
    started = time.perf_counter()
    index, report = build_vectors(vectors)
    built_s = time.perf_counter() - started
    file = folder / "vectors.faiss"
    index.save(file)
    ranking = Ranking(
        np.arange(size, dtype=np.int32),
        np.arange(size + 1, dtype=np.int64),
        vectors,
        vectors,
        load_vectors(file, report.probes),
        terms,
        load_lexicon(folder, vocabulary, 0),
        Means(np.zeros(_DIM, dtype=np.float32), {}),
        "id",
    )
    times_ms = [_search_ms(ranking, words, random) for _ in range(_QUESTIONS + 3)][3:]
    return ScalePoint(
        passages=size,
        kind=report.kind,
        vectors_s=round(built_s, 2),
        search_p50_ms=round(float(np.percentile(times_ms, 50)), 2),
        search_p95_ms=round(float(np.percentile(times_ms, 95)), 2),
        recall_at_10=round(report.recall_at_10, 4),
        vector_bytes=file.stat().st_size,
        term_bytes=sum(part.nbytes for part in (terms.tokens, terms.passages, terms.counts, terms.at)),
    )


def _search_ms(ranking: Ranking, words: WordVectors, random: np.random.Generator) -> float:
    """One question about one passage: a vector near it and some of its words."""
    passage = int(random.integers(ranking.terms.size))
    noise = random.standard_normal(_DIM).astype(np.float32) / np.sqrt(_DIM)
    encoder = _Fixed(unit(ranking.vectors[passage].astype(np.float32) + noise))
    tokens = ranking.terms.tokens[ranking.terms.token_at[passage] : ranking.terms.token_at[passage + 1]]
    rows = random.choice(np.unique(tokens), _QUESTION_WORDS)
    question = " ".join(ranking.terms.vocabulary[int(row)] for row in rows)
    with one_thread():
        # Processor time, so that a busy machine does not count.
        started = time.thread_time()
        ranking.features(question, "id", encoder, words)
        return (time.thread_time() - started) * 1000


def _vectors(size: int, random: np.random.Generator) -> Half:
    """Unit rows around topics, about one topic for each 50 passages, as articles have."""
    topics = random.standard_normal((max(1, size // 50), _DIM)).astype(np.float32)
    out = np.empty((size, _DIM), dtype=np.float16)
    for at in range(0, size, _BLOCK):
        count = min(_BLOCK, size - at)
        noise = random.standard_normal((count, _DIM), dtype=np.float32)
        out[at : at + count] = unit(topics[random.integers(len(topics), size=count)] + _SPREAD * noise)
    return out


def _terms(size: int, vocabulary: StringTable, random: np.random.Generator) -> TermIndex:
    """Words by Zipf's law; the most frequent word stands in most passages."""
    shares = np.cumsum(1 / np.arange(1, len(vocabulary) + 1))
    tokens = np.searchsorted(shares, random.random(size * _WORDS_PER_PASSAGE) * shares[-1]).astype(np.int32)
    passages = np.repeat(np.arange(size), _WORDS_PER_PASSAGE)
    at = np.arange(size + 1, dtype=np.int64) * _WORDS_PER_PASSAGE
    postings = postings_of(tokens, passages, len(vocabulary), size)
    return TermIndex(
        vocabulary, tokens, at, at, *postings, np.empty(0, dtype=np.int32), np.zeros(size + 1, dtype=np.int64)
    )


def _spell(number: int) -> str:
    """A word of letters for each number, in the numbers' order, that no language uses."""
    letters = [chr(ord("a") + number // 26**power % 26) for power in (3, 2, 1, 0)]
    return "zx" + "".join(letters)


class _Fixed:
    """An encoder that costs nothing: every text has the same vector."""

    name, dim, max_tokens = "fixed", _DIM, None

    def __init__(self, vector: Matrix) -> None:
        self._vector = vector

    def encode_queries(self, texts: Sequence[str]) -> Matrix:
        return np.repeat(self._vector[None], len(texts), axis=0)

    encode_passages = encode_queries


class _Scattered:
    """An encoder in which every text has a direction of its own, drawn from its letters."""

    name, dim, max_tokens = "scattered", _DIM, None

    def encode_queries(self, texts: Sequence[str]) -> Matrix:
        seeds = [int.from_bytes(text.encode()[:16], "big") for text in texts]
        return unit(np.stack([np.random.default_rng(s).standard_normal(_DIM).astype(np.float32) for s in seeds]))

    encode_passages = encode_queries
