"""One generation, opened for search: memory-mapped, immutable, safe to share between threads.

Knows nothing of answers, nor of how a generation is built.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.article import Article
from corpus.errors import ArticleNotFound, IndexMismatch
from corpus.home import Home
from index import publish
from index.arrays import read_array, read_strings, verify_files
from index.duplicates import representatives
from index.encoder import Encoder
from index.features import Rows
from index.filters import load_shelf
from index.manifest import Manifest, read_manifest
from index.ranking import load_ranking
from index.terms import Floats
from index.threads import one_thread
from index.types import Chunk, Filters, Hit
from index.wordvectors import WordVectors

_HASH_UP_TO = 1 << 24  # bytes: some 13 ms a file at most; larger ones are hashed by `status`
_REMEMBERED = 128  # articles
_LOOKED_AT = 5  # passages looked at for each one returned, so that copies leave room for others


class Generation:
    """A whole, verified generation. Use `load`."""

    def __init__(self, folder: Path, encoder: Encoder, cache: Path | None = None, index: str = "faiss") -> None:
        self.manifest: Manifest = read_manifest(folder)
        self.name = self.manifest.generation
        self.encoder = encoder
        verify_files(folder, self.manifest.files, _HASH_UP_TO)
        _check_encoder(self.manifest, encoder)
        self._ids = read_strings(folder, "article_ids")
        self._articles = read_strings(folder, "articles")
        self._article = lru_cache(_REMEMBERED)(self._parsed)  # a question parses its few articles several times
        self._shelf = load_shelf(folder)
        self._chunks = read_array(folder, "chunks")
        self._sentence_at = read_array(folder, "sentence_at")
        self._sentences = read_array(folder, "sentences")
        self.ranking = load_ranking(folder, self.manifest, self._chunks, self._sentence_at, index)
        word_encoder = encoder if encoder.name == "use-multilingual" else None
        self.word_vectors = WordVectors(cache, word_encoder, self.ranking.lexicon)

    @property
    def language(self) -> str:
        """The language of most of its articles; "" without any."""
        return self.ranking.language

    def search(self, question: str, language: str, k: int = 10, filters: Filters | None = None) -> list[Hit]:
        """The `k` best passages for a question in that language, best first by (-score, chunk.id).

        Near copies of a better passage are named in its `similar` instead of taking a place of their own.
        """
        allowed = self._allowed(filters)
        if k <= 0 or not question.strip() or not len(self._chunks) or (allowed is not None and not len(allowed)):
            return []
        with one_thread():
            passages, features = self.ranking.features(question, language, self.encoder, self.word_vectors, allowed)
        if not len(passages):
            return []
        weights = self.manifest.weights[self.ranking.relation(language)]
        scores = sum(weights.get(name, 0.0) * column.astype(np.float64) for name, column in features.items())
        return self._hits(passages, np.round(np.asarray(scores), 5), features, k)

    def article(self, article_id: str) -> Article:
        """The article as it was when the generation was built; raises `ArticleNotFound`."""
        row = self._ids.find(article_id)
        if row is None:
            raise ArticleNotFound(f"No article has the id {article_id}.", "List them with: tanya articles")
        return self._article(row)

    def articles(self) -> Iterator[Article]:
        """All articles, by id."""
        return (self._article(row) for row in range(len(self._ids)))

    def chunk(self, row: int) -> Chunk:
        """The passage of that row."""
        article_row, start, end = (int(value) for value in self._chunks[row])
        spans = self._sentences[int(self._sentence_at[row]) : int(self._sentence_at[row + 1])]
        article = self._article(article_row)
        return Chunk(article.id, start, end, article.text[start:end], tuple((int(a), int(b)) for a, b in spans))

    def rarity(self, word: str) -> float:
        """Inverse document frequency of a normalised word over passages (Robertson 2009); greatest for unknown ones."""
        return self.ranking.rarity(word)

    def spelt_like(self, word: str) -> list[str]:
        """The corpus's words that a normalised word which it lacks may be a slip for, the commonest first."""
        lexicon = self.ranking.lexicon
        if lexicon.find(word) is not None:
            return []
        return sorted((lexicon.vocabulary[row] for row in lexicon.spelt_like(word)), key=lambda w: (self.rarity(w), w))

    def has_word(self, word: str) -> bool:
        """Whether a normalised word stands anywhere in the corpus."""
        return self.ranking.lexicon.find(word) is not None

    def _parsed(self, row: int) -> Article:
        fields = json.loads(self._articles[row])
        return Article(**{name: _frozen(value) for name, value in fields.items()})

    def _hits(self, passages: Rows, scores: NDArray[np.float64], features: dict[str, Floats], k: int) -> list[Hit]:
        # Rows ascend with (article id, start), so a tie by row is a tie by chunk id.
        order = np.lexsort((passages, -scores))[: k * _LOOKED_AT]
        place = {int(passages[at]): int(at) for at in order}
        chosen = representatives(list(place), self.ranking.vectors, self.ranking.terms, k)
        return [
            Hit(
                self.chunk(row),
                float(scores[place[row]]),
                dense=float(features["dense"][place[row]]),
                terms=float(features["translated"][place[row]]),
                found_by=tuple(name for name, column in features.items() if column[place[row]] > 0),
                similar=tuple(self.chunk(copy).id for copy in copies),
            )
            for row, copies in chosen
        ]

    def _allowed(self, filters: Filters | None) -> Rows | None:
        if filters is None or filters == Filters():
            return None
        return np.flatnonzero(self._shelf.allowed(filters)[self._chunks[:, 0]])


def load(home: Home, encoder: Encoder, index: str = "faiss") -> Generation:
    """Open the generation that `CURRENT` names; raises `NoIndex`, `IndexDamaged`, `IndexMismatch` or `SettingsError`.

    `index` is `faiss`, or `milvus:URI` to find the nearest passages there; Milvus is given the passages it lacks first.
    """
    return Generation(home.index / publish.current(home), encoder, home.cache, index)


def rollback(home: Home) -> str:
    """Serve the generation before the current one again, and return its name."""
    return publish.rollback(home)


def status(home: Home) -> dict[str, Any]:
    """What is being served and what is kept; every file is checked, so this may take a while for a large index."""
    name = publish.current(home)
    folder = home.index / name
    manifest = read_manifest(folder)
    verify_files(folder, manifest.files, None)
    size = sum(path.stat().st_size for path in folder.iterdir())
    facts = {key: value for key, value in manifest.to_json().items() if key not in ("means", "files", "weights")}
    return {**facts, "bytes": size, "generations": publish.history(home)}


def rank_articles(
    generation: Generation, question: str, language: str, k: int = 10, filters: Filters | None = None
) -> list[tuple[str, float]]:
    """The `k` best articles as (id, score): an article scores what its best passage scores (BEIR's whole documents)."""
    best: dict[str, float] = {}
    for hit in generation.search(question, language, 3 * k, filters):
        for article_id in (hit.chunk.article_id, *(copy.rpartition(":")[0] for copy in hit.similar)):
            best.setdefault(article_id, hit.score)
    return sorted(best.items(), key=lambda item: (-item[1], item[0]))[:k]


def _frozen(value: Any) -> Any:
    """JSON's lists are an article's tuples."""
    return tuple(_frozen(item) for item in value) if isinstance(value, list) else value


def _check_encoder(manifest: Manifest, encoder: Encoder) -> None:
    if manifest.encoder != encoder.name:
        raise IndexMismatch(
            f"The index was built with {manifest.encoder} but the settings ask for {encoder.name}.",
            "Rebuild it: tanya index build",
        )
