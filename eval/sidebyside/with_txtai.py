"""txtai as its documentation begins: an `Embeddings` database with an external vectors function, one row a document."""

from __future__ import annotations

from txtai import Embeddings

from eval.sidebyside.contender import Given, Search


def build(given: Given) -> Search:
    """The default: dense vectors in FAISS."""
    embeddings = Embeddings(method="external", transform=lambda texts: given.encode(texts))
    embeddings.index((document.id, document.whole, None) for document in given.documents)

    def search(question: str, k: int) -> list[str]:
        return [found for found, _ in embeddings.search(question, k)]

    return search


def build_hybrid(given: Given) -> Search:
    """With `hybrid=True`: its BM25 beside the vectors, with the default weights."""
    embeddings = Embeddings(method="external", transform=lambda texts: given.encode(texts), hybrid=True)
    embeddings.index((document.id, document.whole, None) for document in given.documents)

    def search(question: str, k: int) -> list[str]:
        return [found for found, _ in embeddings.search(question, k)]

    return search
