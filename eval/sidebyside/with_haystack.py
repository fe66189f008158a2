"""Haystack as its documentation begins: an in-memory store of embedded documents, and retrievers over it."""

from __future__ import annotations

from haystack import Document, Pipeline
from haystack.components.joiners import DocumentJoiner
from haystack.components.retrievers.in_memory import InMemoryBM25Retriever, InMemoryEmbeddingRetriever
from haystack.document_stores.in_memory import InMemoryDocumentStore

from eval.sidebyside.contender import Given, Search


def _stored(given: Given) -> InMemoryDocumentStore:
    store = InMemoryDocumentStore()
    rows = given.encode([document.whole for document in given.documents]).tolist()
    documents = [
        Document(id=document.id, content=document.whole, embedding=row)
        for document, row in zip(given.documents, rows, strict=True)
    ]
    store.write_documents(documents)
    return store


def build(given: Given) -> Search:
    """One vector a document, compared exactly."""
    retriever = InMemoryEmbeddingRetriever(_stored(given))

    def search(question: str, k: int) -> list[str]:
        found = retriever.run(given.encode([question])[0].tolist(), top_k=k)
        return [document.id for document in found["documents"]]

    return search


def build_hybrid(given: Given) -> Search:
    """The documented hybrid: BM25 and embedding retrievers in a pipeline, joined by reciprocal rank."""
    store, pipeline = _stored(given), Pipeline()
    pipeline.add_component("words", InMemoryBM25Retriever(store))
    pipeline.add_component("vectors", InMemoryEmbeddingRetriever(store))
    pipeline.add_component("joined", DocumentJoiner(join_mode="reciprocal_rank_fusion"))
    pipeline.connect("words", "joined")
    pipeline.connect("vectors", "joined")

    def search(question: str, k: int) -> list[str]:
        vector = given.encode([question])[0].tolist()
        found = pipeline.run({"words": {"query": question}, "vectors": {"query_embedding": vector}})
        return [document.id for document in found["joined"]["documents"]][:k]

    return search
