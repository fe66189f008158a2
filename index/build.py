"""Build a generation: chunks, vectors, terms, lexicon, manifest; then publish it. Knows nothing of questions."""

from __future__ import annotations

import shutil
import sqlite3
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from corpus.article import Article
from corpus.errors import BuildFailed, NoIndex
from corpus.home import Home
from corpus.progress import Progress
from index.abbreviations import spelt_out
from index.arrays import checksums, sync_folder, write_array, write_strings
from index.chunker import ChunkSizes, chunks_of
from index.embed import embed_groups
from index.encoder import Encoder
from index.filters import save_shelf
from index.identity import article_json, corpus_hash, generation_name, is_whole
from index.lexicon import build_lexicon
from index.manifest import FORMAT, Manifest, read_manifest, write_manifest
from index.means import Means, estimated_means, fitted_means
from index.publish import build_lock, current, publish, staging
from index.terms import TermIndex, build_terms, save_terms
from index.tokens import unit
from index.types import Chunk
from index.vectors import VectorReport, build_vectors
from index.weights import fitted_weights
from index.words import norms
from index.wordvectors import WordVectors

_WAIT_FOR_OTHER_BUILD_S = 600.0


def build(
    home: Home,
    articles: Iterable[Article],
    encoder: Encoder,
    *,
    progress: Progress | None = None,
    keep: int = 3,
    check: Callable[[str], None] | None = None,
) -> Manifest:
    """Build and publish a generation of these articles; what was encoded before is not encoded again.

    The result depends on nothing but the articles, the encoder and the settings: the same input gives a generation of
    the same name, and one that exists already is published as it is. `progress` gets (stage, done, total). `keep`
    generations are kept. `check` is called with the name of a whole generation before it is published; what it raises
    keeps it from being served and leaves it beside. Raises `BuildFailed`; the generation served before is then
    untouched.
    """
    ordered = sorted(articles, key=lambda article: article.id.encode())
    sizes = ChunkSizes()
    name = generation_name(ordered, encoder, sizes)
    try:
        with build_lock(home, _WAIT_FOR_OTHER_BUILD_S):
            if not is_whole(home.index / name):
                with staging(home) as folder:
                    _write(folder, name, ordered, encoder, sizes, home.cache, progress or _silent)
                    sync_folder(folder)
                    shutil.rmtree(home.index / name, ignore_errors=True)
                    folder.rename(home.index / name)
            if not _is_current(home, name):
                if check is not None:
                    check(name)
                publish(home, name, keep)
    except (OSError, sqlite3.Error) as error:
        raise BuildFailed(
            f"The index could not be written: {getattr(error, 'strerror', None) or error}.",
            "The index served before is untouched. Make room or check the folder, then: tanya index build",
        ) from error
    return read_manifest(home.index / name)


def passage_groups(articles: Sequence[Article], sizes: ChunkSizes | None = None) -> list[list[str]]:
    """The texts that a build encodes, one group for each passage: itself, then its sentences."""
    return [_texts(article, chunk) for article in articles for chunk in chunks_of(article, sizes)]


def _write(
    folder: Path,
    name: str,
    articles: Sequence[Article],
    encoder: Encoder,
    sizes: ChunkSizes,
    cache: Path,
    progress: Progress,
) -> None:
    clock = _Clock()
    chunks = [(row, chunk) for row, article in enumerate(articles) for chunk in chunks_of(article, sizes)]
    _write_articles(folder, articles)
    _write_chunks(folder, chunks)
    clock.lap("chunks")
    means, report, truncated = _write_vectors(folder, articles, chunks, encoder, cache, progress)
    clock.lap("vectors")
    terms = _terms(articles, chunks)
    save_terms(terms, folder)
    clock.lap("terms")
    progress("words", 0, len(terms.vocabulary))
    words_report = build_lexicon(terms.vocabulary, WordVectors(cache, _word_encoder(encoder)), folder)
    progress("words", len(terms.vocabulary), len(terms.vocabulary))
    clock.lap("words")
    write_manifest(
        folder,
        Manifest(
            generation=name,
            format=FORMAT,
            encoder=encoder.name,
            dim=encoder.dim,
            max_tokens=encoder.max_tokens,
            chunk_target=sizes.target,
            chunk_most=sizes.most,
            token_unit=unit(),
            articles=len(articles),
            passages=len(chunks),
            sentences=sum(len(chunk.sentences) for _, chunk in chunks),
            words=len(terms.vocabulary),
            truncated=truncated,
            languages=dict(sorted(Counter(article.language for article in articles).items())),
            corpus_hash=corpus_hash(articles),
            built_at=datetime.now(UTC).isoformat(timespec="seconds"),
            seconds=clock.laps,
            vectors=asdict(report),
            words_index=asdict(words_report),
            means=means.to_json(),
            weights={relation: dict(table) for relation, table in fitted_weights().items()},
            files=checksums(folder),
        ),
    )


def _write_articles(folder: Path, articles: Sequence[Article]) -> None:
    write_strings(folder, "article_ids", [article.id for article in articles])
    save_shelf(articles, folder)
    write_strings(folder, "articles", [article_json(article) for article in articles])


def _write_chunks(folder: Path, chunks: Sequence[tuple[int, Chunk]]) -> None:
    places = [(row, chunk.start, chunk.end) for row, chunk in chunks]
    write_array(folder, "chunks", np.asarray(places, dtype=np.int32).reshape(-1, 3))
    at = np.zeros(len(chunks) + 1, dtype=np.int64)
    np.cumsum([len(chunk.sentences) for _, chunk in chunks], out=at[1:])
    write_array(folder, "sentence_at", at)
    spans = [span for _, chunk in chunks for span in chunk.sentences]
    write_array(folder, "sentences", np.asarray(spans, dtype=np.int32).reshape(-1, 2))


def _write_vectors(
    folder: Path,
    articles: Sequence[Article],
    chunks: Sequence[tuple[int, Chunk]],
    encoder: Encoder,
    cache: Path,
    progress: Progress,
) -> tuple[Means, VectorReport, int]:
    groups = [_texts(articles[row], chunk) for row, chunk in chunks]
    truncated = _count_truncated(encoder, [group[0] for group in groups])
    raw = list(embed_groups(encoder, groups, cache, lambda done, total: progress("passages", done, total)))
    passages = np.asarray([group[0] for group in raw], dtype=np.float16).reshape(-1, encoder.dim)
    sentences = np.concatenate([group[1:] for group in raw] or [np.empty((0, encoder.dim), dtype=np.float16)])
    means = fitted_means(encoder.name) or estimated_means(encoder, passages.astype(np.float32))
    centred = means.centre_passages(passages.astype(np.float32)).astype(np.float16)
    write_array(folder, "vectors", centred)
    write_array(folder, "sentence_vectors", means.centre_passages(sentences.astype(np.float32)).astype(np.float16))
    index, report = build_vectors(centred)
    index.save(folder / "vectors.faiss")
    return means, report, truncated


def _texts(article: Article, chunk: Chunk) -> list[str]:
    """What is encoded for a passage: itself under its article's title, then each of its sentences."""
    headed = f"{article.title}\n{chunk.text}" if article.title else chunk.text
    return [headed, *(article.text[start:end] for start, end in chunk.sentences)]


def _count_truncated(encoder: Encoder, texts: Sequence[str]) -> int:
    counter = getattr(encoder, "count_tokens", None)
    if encoder.max_tokens is None or counter is None:
        return 0
    return sum(count > encoder.max_tokens for count in counter(texts))


def _terms(articles: Sequence[Article], chunks: Sequence[tuple[int, Chunk]]) -> TermIndex:
    titles = [norms(article.title) for article in articles]
    by_chunk = [_sentence_norms(articles[row].text, chunk) for row, chunk in chunks]
    first = np.zeros(len(chunks) + 1, dtype=np.int64)
    np.cumsum([len(sentences) for sentences in by_chunk], out=first[1:])
    beside = [
        [*titles[row], *spelt_out([norm for sentence in sentences for norm in sentence])]
        for (row, _), sentences in zip(chunks, by_chunk, strict=True)
    ]
    return build_terms([sentence for sentences in by_chunk for sentence in sentences], first, beside, titles)


def _sentence_norms(text: str, chunk: Chunk) -> list[list[str]]:
    return [norms(text[start:end]) for start, end in chunk.sentences]


def _word_encoder(encoder: Encoder) -> Encoder | None:
    return encoder if encoder.name == "use-multilingual" else None


def _is_current(home: Home, name: str) -> bool:
    try:
        return current(home) == name
    except NoIndex:
        return False


def _silent(_stage: str, _done: int, _total: int) -> None:
    return None


class _Clock:
    """Seconds since the last lap, by name."""

    def __init__(self) -> None:
        self.laps: dict[str, float] = {}
        self._last = time.perf_counter()

    def lap(self, name: str) -> None:
        now = time.perf_counter()
        self.laps[name] = round(now - self._last, 3)
        self._last = now
