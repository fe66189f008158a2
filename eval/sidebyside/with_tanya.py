"""Tanya's retrieval as a library: build a generation, load it, rank articles."""

from __future__ import annotations

from corpus.article import Article
from corpus.home import Home
from eval.retrieval import as_asked
from eval.sidebyside.contender import Given, Search
from index.build import build as build_generation
from index.encoder import open_encoder
from index.generation import load, rank_articles


def build(given: Given) -> Search:
    """Chunks, vectors of passages and sentences, words and their vectors, as `tanya add` makes them."""
    home, encoder = Home(given.folder), open_encoder("use-multilingual", 1)
    articles = [Article(document.id, document.id, document.title, document.text) for document in given.documents]
    build_generation(home, articles, encoder)
    generation = load(home, encoder)

    def search(question: str, k: int) -> list[str]:
        asked = as_asked(question)
        return [found for found, _ in rank_articles(generation, *asked, k=k)] if asked else []

    return search
