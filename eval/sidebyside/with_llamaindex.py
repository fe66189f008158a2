"""LlamaIndex as its documentation begins: `VectorStoreIndex.from_documents`, its default splitter and vector store."""

from __future__ import annotations

from typing import Any

from llama_index.core import Document, VectorStoreIndex
from llama_index.core.embeddings import BaseEmbedding

from eval.sidebyside.contender import Given, Search


class Wrapped(BaseEmbedding):  # type: ignore[misc]
    """The encoder as LlamaIndex wants it."""

    encode: Any

    def _get_text_embedding(self, text: str) -> list[float]:
        return self._get_text_embeddings([text])[0]

    def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        rows: list[list[float]] = self.encode(texts).tolist()
        return rows

    _get_query_embedding = _get_text_embedding

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return self._get_text_embedding(query)


def build(given: Given) -> Search:
    """Nodes of up to 1,024 tokens in memory; an article ranks where its best node does."""
    documents = [Document(text=document.whole, doc_id=document.id) for document in given.documents]
    index = VectorStoreIndex.from_documents(documents, embed_model=Wrapped(encode=given.encode))
    retriever = index.as_retriever(similarity_top_k=30)

    def search(question: str, k: int) -> list[str]:
        return list(dict.fromkeys(found.node.ref_doc_id for found in retriever.retrieve(question)))[:k]

    return search
