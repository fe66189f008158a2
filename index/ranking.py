"""From a question to candidate passages with standardised features. Knows nothing of weights, articles or texts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np

from corpus.errors import SettingsError
from index.arrays import read_array
from index.concepts import Concepts, concepts_of
from index.encoder import Encoder
from index.features import (
    Half,
    Rows,
    best_sentence,
    grid_of,
    late_similarity,
    standardise,
    synonym_similarity,
    term_scores,
)
from index.lexicon import Lexicon, load_lexicon
from index.manifest import Manifest
from index.means import Means, means_from_json
from index.terms import Floats, Ints, Longs, TermIndex, load_terms
from index.vectors import Nearest, load_vectors
from index.weights import FOREIGN, SAME
from index.wordvectors import WordVectors

CANDIDATES = 150  # taken from each of the vectors and the two term lists

LOOKED_UP = 4  # times as many are looked up by words elsewhere, where pooling synonyms is not known


class WordSearch(Protocol):
    """Where passages can be looked up by their words, such as Milvus."""

    def by_words(self, asked: Mapping[int, float], k: int, allowed: Rows | None = None) -> Rows:
        """The up to `k` rows with the greatest sums of gains, each word's times its weight in `asked`."""
        ...


@dataclass(frozen=True, slots=True)
class Ranking:
    """The parts of a generation that ranking reads; rows of passages are those of `chunks`.

    `language` is the one that most articles are in. `words` looks up candidates by their words elsewhere; None scores
    every passage that holds one here.
    """

    article_of: Ints
    sentence_at: Longs
    vectors: Half
    sentence_vectors: Half
    nearest: Nearest
    terms: TermIndex
    lexicon: Lexicon
    means: Means
    language: str
    words: WordSearch | None = None

    def features(
        self, question: str, language: str, encoder: Encoder, word_vectors: WordVectors, allowed: Rows | None = None
    ) -> tuple[Rows, dict[str, Floats]]:
        """The candidates (ascending rows) for a question and their standardised features, by name.

        `allowed` (ascending) limits the candidates before anything is ranked.
        """
        query = self.means.centre_questions(encoder.encode_queries([question]), language)[0]
        concepts = concepts_of(question, language, self.lexicon, word_vectors, language == self.language)
        near, _ = self.nearest.search(query, CANDIDATES, allowed)
        within = self._within(concepts, near, allowed)
        exact = [self.terms.pool(one, within) for one in concepts.exact]
        translated = [self.terms.pool(one, within) for one in concepts.translated]
        lists = {
            "exact": term_scores(self.terms, exact, allowed),
            "translated": term_scores(self.terms, translated, allowed),
        }
        passages = np.unique(np.concatenate([near, *(scores.best(CANDIDATES) for scores in lists.values())]))
        if not len(passages):
            return passages, {}
        names = [one for one, is_name in zip(exact, concepts.names, strict=True) if is_name]
        rare = np.asarray([self.terms.idf(one.spread) for one in translated], dtype=np.float32)
        raw = {
            "dense": self.vectors[passages].astype(np.float32) @ query,
            "sentence": best_sentence(query, self.sentence_vectors, self.sentence_at, passages),
            **{name: scores.of(passages) for name, scores in lists.items()},
            "names": term_scores(self.terms, names, allowed).of(passages),
            **self._word_features(passages, concepts, rare),
        }
        return passages, {name: standardise(values) for name, values in raw.items()}

    def _within(self, concepts: Concepts, near: Rows, allowed: Rows | None) -> Rows | None:
        """The passages to score by words: None for all, or those that were looked up elsewhere."""
        if self.words is None:
            return None
        looked_up = [
            self.words.by_words(asked, CANDIDATES * LOOKED_UP, allowed)
            for asked in (self.terms.linear(concepts.exact), self.terms.linear(concepts.translated))
        ]
        return np.unique(np.concatenate([near, *looked_up]))

    def relation(self, language: str) -> str:
        """Whether a question is in the corpus's language (`same`) or not (`foreign`)."""
        return SAME if language == self.language else FOREIGN

    def rarity(self, word: str) -> float:
        """The inverse document frequency of a normalised word over passages; greatest for an unknown one."""
        row = self.lexicon.find(word)
        return self.terms.idf(int(self.terms.at[row + 1] - self.terms.at[row]) if row is not None else 0)

    def _word_features(self, passages: Rows, concepts: Concepts, rare: Floats) -> dict[str, Floats]:
        if not concepts.words:
            return {}
        grid = grid_of(self.terms, self.sentence_at, self.article_of[passages], passages)
        late, late_sentence = grid.by_sentence(late_similarity(grid, concepts, self.lexicon), rare)
        _, sentence_terms = grid.by_sentence(synonym_similarity(grid, concepts.translated), rare)
        return {"late": late, "late_sentence": late_sentence, "sentence_terms": sentence_terms}


def load_ranking(folder: Path, manifest: Manifest, chunks: Ints, sentence_at: Longs, index: str = "faiss") -> Ranking:
    """Memory-map the parts of a generation that ranking reads; `index` is as in `TANYA_INDEX`."""
    terms = load_terms(folder)
    vectors = read_array(folder, "vectors")
    nearest, words = _lookups(index, folder, manifest, vectors, terms)
    return Ranking(
        chunks[:, 0],
        sentence_at,
        vectors,
        read_array(folder, "sentence_vectors"),
        nearest,
        terms,
        load_lexicon(folder, terms.vocabulary, int(manifest.words_index["probes"])),
        means_from_json(manifest.means),
        max(manifest.languages, key=lambda language: (manifest.languages[language], language), default=""),
        words,
    )


def _lookups(
    index: str, folder: Path, manifest: Manifest, vectors: Half, terms: TermIndex
) -> tuple[Nearest, WordSearch | None]:
    kind, _, uri = index.partition(":")
    probes = int(manifest.vectors["probes"])
    if index == "faiss":
        return load_vectors(folder / "vectors.faiss", probes), None
    if kind == "milvus" and uri:
        from index.milvus import open_milvus

        passages = open_milvus(uri, manifest.generation, vectors, terms, probes)
        return passages, passages
    raise SettingsError("TANYA_INDEX names no index that Tanya knows.", "Use faiss, or milvus:URI.")
