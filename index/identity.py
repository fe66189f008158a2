"""Which generation a corpus makes, and whether it is there already. Knows nothing of how it is built."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, fields
from importlib.resources import files
from pathlib import Path

from corpus.article import Article
from corpus.errors import IndexDamaged, IndexMismatch
from index.arrays import verify_files
from index.chunker import ChunkSizes
from index.encoder import Encoder
from index.manifest import FILE, FORMAT, read_manifest
from index.tokens import unit
from index.weights import fitted_weights


def generation_name(articles: Sequence[Article], encoder: Encoder, sizes: ChunkSizes) -> str:
    """A name that the same articles, encoder and settings always give, and no others."""
    settings = [FORMAT, encoder.name, encoder.dim, asdict(sizes), unit(), fitted_weights(), _data_digest()]
    digest = hashlib.sha256(json.dumps(settings, sort_keys=True).encode() + corpus_hash(articles).encode())
    return f"g{digest.hexdigest()[:12]}"


def corpus_hash(articles: Sequence[Article]) -> str:
    """One hash over every field of every article, in order."""
    digest = hashlib.sha256()
    for article in articles:
        digest.update(article_json(article).encode())
    return digest.hexdigest()


def article_json(article: Article) -> str:
    """Every field of an article, as JSON; its values are plain, so nothing need be copied first."""
    return json.dumps({field.name: getattr(article, field.name) for field in fields(article)}, ensure_ascii=False)


def _data_digest() -> str:
    """What comes with Tanya and shapes an index; another version of it makes another generation."""
    digest = hashlib.sha256()
    for file in ("abbreviations.json", "means.json", "word_basis.npy"):
        digest.update(files("index").joinpath(file).read_bytes())
    return digest.hexdigest()


def is_whole(folder: Path) -> bool:
    """Whether a folder holds a generation whose every byte is as it was written."""
    if not (folder / FILE).is_file():
        return False
    try:
        verify_files(folder, read_manifest(folder).files, None)
    except (IndexDamaged, IndexMismatch):
        return False
    return True
