"""One generation, opened for search: memory-mapped, immutable, safe to share between threads.

Knows nothing of answers, nor of how a generation is built.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.article import Article
from corpus.errors import ArticleNotFound, IndexMismatch
from corpus.home import Home
from index import publish
from index.arrays import read_array, read_strings, verify_files
from index.concepts import concepts_of
from index.encoder import Encoder
from index.features import Rows, best_sentence, standardise, term_scores
from index.lexicon import load_lexicon
from index.manifest import FILE, Manifest, read_manifest
from index.means import means_from_json
from index.terms import Floats, load_terms
from index.types import Chunk, Filters, Hit
from index.vectors import load_vectors
from index.weights import FOREIGN, SAME
from index.wordvectors import WordVectors

_CANDIDATES = 150  # from each of the vectors and the two term lists
_HASH_UP_TO = 1 << 16


class Generation:
    """A whole, verified generation. Use `load`."""

    def __init__(self, folder: Path, encoder: Encoder, cache: Path | None = None) -> None:
        self.manifest: Manifest = read_manifest(folder)
        self.name = self.manifest.generation
        self.encoder = encoder
        verify_files(folder, self.manifest.files, _HASH_UP_TO)
        _check_encoder(self.manifest, encoder)
        self._ids = read_strings(folder, "article_ids")
        self._articles = read_strings(folder, "articles")
        self._chunks = read_array(folder, "chunks")
        self._sentence_at = read_array(folder, "sentence_at")
        self._sentences = read_array(folder, "sentences")
        self._vectors = read_array(folder, "vectors")
        self._sentence_vectors = read_array(folder, "sentence_vectors")
        self._nearest = load_vectors(folder / "vectors.faiss", int(self.manifest.vectors["probes"]))
        self._terms = load_terms(folder)
        self._lexicon = load_lexicon(folder, self._terms.vocabulary, int(self.manifest.words_index["probes"]))
        self._means = means_from_json(self.manifest.means)
        word_encoder = encoder if encoder.name == "use-multilingual" else None
        self.word_vectors = WordVectors(cache, word_encoder, self._lexicon)

    def search(self, question: str, language: str, k: int = 10, filters: Filters | None = None) -> list[Hit]:
        """The `k` best passages for a question in that language, best first by (-score, chunk.id)."""
        allowed = self._allowed(filters)
        if k <= 0 or not question.strip() or not len(self._chunks) or (allowed is not None and not len(allowed)):
            return []
        passages, features = self.features(question, language, allowed)
        weights = self.manifest.weights[self.relation(language)]
        scores = sum(weights.get(name, 0.0) * column for name, column in features.items())
        return self._hits(passages, np.asarray(scores), features, k)

    def features(self, question: str, language: str, allowed: Rows | None = None) -> tuple[Rows, dict[str, Floats]]:
        """The candidates for a question and their standardised features, by name."""
        query = self._means.centre_questions(self.encoder.encode_queries([question]), language)[0]
        concepts = concepts_of(question, language, self._lexicon, self.word_vectors)
        near, _ = self._nearest.search(query, _CANDIDATES, allowed)
        exact = term_scores(self._terms, concepts.exact, allowed)
        translated = term_scores(self._terms, concepts.translated, allowed)
        passages = np.unique(np.concatenate([near, exact.best(_CANDIDATES), translated.best(_CANDIDATES)]))
        raw = {
            "dense": self._vectors[passages].astype(np.float32) @ query,
            "sentence": best_sentence(query, self._sentence_vectors, self._sentence_at, passages),
            "exact": exact.of(passages),
            "translated": translated.of(passages),
        }
        return passages, {name: standardise(values) for name, values in raw.items()}

    def relation(self, language: str) -> str:
        """Whether most articles are in the question's language (`same`) or not (`foreign`)."""
        counts = self.manifest.languages
        return SAME if counts.get(language, 0) * 2 >= sum(counts.values()) else FOREIGN

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
        row = self._terms.vocabulary.find(word)
        having = int(self._terms.at[row + 1] - self._terms.at[row]) if row is not None else 0
        return float(np.log1p((self._terms.size - having + 0.5) / (having + 0.5)))

    def _article(self, row: int) -> Article:
        return Article(**json.loads(self._articles[row]))

    def _hits(self, passages: Rows, scores: NDArray[Any], features: dict[str, Floats], k: int) -> list[Hit]:
        rounded = np.round(scores.astype(np.float64), 5)
        # Rows ascend with (article id, start), so a tie by row is a tie by chunk id.
        order = np.lexsort((passages, -rounded))[:k]
        return [
            Hit(
                self.chunk(int(passages[place])),
                float(rounded[place]),
                dense=float(features["dense"][place]),
                terms=float(features["translated"][place]),
                found_by=tuple(name for name, column in features.items() if column[place] > 0),
            )
            for place in order
        ]

    def _allowed(self, filters: Filters | None) -> Rows | None:
        if filters is None or filters == Filters():
            return None
        keep = np.asarray([_passes(article, filters) for article in self.articles()], dtype=bool)
        return np.flatnonzero(keep[self._chunks[:, 0]])


def load(home: Home, encoder: Encoder) -> Generation:
    """Open the generation that `CURRENT` names; raises `NoIndex`, `IndexDamaged` or `IndexMismatch`."""
    return Generation(home.index / publish.current(home), encoder, home.cache)


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
        best.setdefault(hit.chunk.article_id, hit.score)
    return sorted(best.items(), key=lambda item: (-item[1], item[0]))[:k]


def _passes(article: Article, filters: Filters) -> bool:
    published = article.published
    if filters.published_after and not (published and published >= filters.published_after[: len(published)]):
        return False
    if filters.published_before and not (
        published and published[: len(filters.published_before)] <= filters.published_before
    ):
        return False
    return not filters.office or filters.office.casefold() in (article.office or "").casefold()


def _check_encoder(manifest: Manifest, encoder: Encoder) -> None:
    if manifest.encoder != encoder.name:
        raise IndexMismatch(
            f"The index was built with {manifest.encoder} but the settings ask for {encoder.name}.",
            "Rebuild it: tanya index build",
        )


__all__ = ["FILE", "Generation", "load", "rank_articles", "rollback", "status"]
