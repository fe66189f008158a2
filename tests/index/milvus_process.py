"""What `test_milvus` runs in a process of its own: the same questions with FAISS and with milvus-lite, as JSON."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import numpy as np

import index.milvus as milvus
from corpus.article import Article
from corpus.home import Home
from index.build import build
from index.features import term_scores
from index.generation import load
from index.terms import Synonyms, TermIndex, build_terms
from index.types import Filters
from index.vectors import build_vectors, measure_recall, unit
from tests.faults.encoder import WordHashing

PLACES = ("Sikka", "Ngada", "Cilacap", "Wonosobo", "Ambon", "Enrekang")
QUESTIONS = ("Berapa kotak suara di Sikka?", "Kapan simulasi digelar di Ambon?", "Warga Cilacap melipat surat suara")


def main(place: Path) -> dict[str, Any]:
    """Hits by both engines, with and without a filter, and what a stopped load leaves and goes on with."""
    home = Home(place / "home")
    articles = [_article(number) for number in range(240)]
    encoder = WordHashing()
    build(home, articles, encoder)
    milvus._BLOCK = 50
    stopped = _stop_after_two_blocks(home, str(place / "vectors.db"))
    engines = {"faiss": load(home, encoder), "milvus": load(home, encoder, f"milvus:{place / 'vectors.db'}")}
    filters = {"all": None, "Sikka": Filters(office="KPU Sikka"), "none": Filters(office="KPU Tak Ada")}
    found = {
        name: {
            f"{question} {label}": [(hit.chunk.id, hit.score) for hit in engine.search(question, "id", 12, limit)]
            for question in QUESTIONS
            for label, limit in filters.items()
        }
        for name, engine in engines.items()
    }
    vectors = engines["faiss"].ranking.vectors
    nearest = engines["milvus"].ranking.nearest
    rows, scores = nearest.search(vectors[7].astype(np.float32), 20, np.arange(0, len(vectors), 3))
    clustered = _rows(3000)
    _, report = build_vectors(clustered, exact_up_to=1000)
    terms = _worded(3000)
    listed = milvus.open_milvus(str(place / "vectors.db"), "lists", clustered, terms, report.probes)
    asked = [Synonyms("", (4, 5), (1.0, 0.9)), Synonyms("", (17,), (1.0,))]
    best = term_scores(terms, [terms.pool(one) for one in asked])
    within = listed.by_words(terms.linear(asked), 600)
    restricted = term_scores(terms, [terms.pool(one, np.sort(within)) for one in asked])
    limited = [chunk for chunk, _ in found["milvus"][f"{QUESTIONS[0]} Sikka"]]
    return {
        **found,
        "stopped": stopped,
        "kind": report.kind,
        "recall": measure_recall(listed, clustered),
        "filtered": sorted(listed.search(clustered[5].astype(np.float32), 10, np.arange(0, 3000, 300))[0].tolist()),
        "words": sorted(best.best(150).tolist()),
        "looked up": sorted(restricted.best(150).tolist()),
        "same scores": bool(np.array_equal(restricted.of(best.best(150)), best.of(best.best(150)))),
        "words in office": listed.by_words({4: 1.0}, 50, np.arange(1, 3000, 300)).tolist(),
        "no words": listed.by_words({}, 5).tolist(),
        "rows": rows.tolist(),
        "scores": scores.tolist(),
        "products": (vectors.astype(np.float32) @ vectors[7].astype(np.float32)).tolist(),
        "offices": sorted({str(engines["milvus"].article(chunk.split(":")[0]).office) for chunk in limited}),
    }


def _rows(count: int) -> milvus.Half:
    random = np.random.default_rng(7)
    centres = random.standard_normal((40, 32))
    noise = random.standard_normal((count, 32))
    return unit((centres[random.integers(40, size=count)] + 0.7 * noise).astype(np.float32)).astype(np.float16)


def _worded(count: int) -> TermIndex:
    """Passages of five to forty words by Zipf's law; every hundredth has none."""
    random = np.random.default_rng(11)
    shares = np.cumsum(1 / np.arange(1, 201))
    names = [f"kata{number:03}" for number in range(200)]
    sentences = [
        [names[int(row)] for row in np.searchsorted(shares, random.random(number % 36 + 5) * shares[-1])]
        if number % 100
        else []
        for number in range(count)
    ]
    return build_terms(sentences, np.arange(count + 1), [[]] * count, [])


def _stop_after_two_blocks(home: Home, uri: str) -> int:
    """How many rows are there after a load that failed on its third block."""
    from pymilvus import MilvusClient

    whole, calls = MilvusClient.upsert, []

    def failing(self: Any, *args: Any, **options: Any) -> Any:
        calls.append(args)
        if len(calls) > 2:
            raise KeyboardInterrupt
        return whole(self, *args, **options)

    MilvusClient.upsert = failing
    try:
        load(home, WordHashing(), f"milvus:{uri}")
    except KeyboardInterrupt:
        pass
    finally:
        MilvusClient.upsert = whole
    client = MilvusClient(uri)
    name = client.list_collections()[0]
    return int(client.query(name, filter="row >= 0", output_fields=["count(*)"])[0]["count(*)"])


def _article(number: int) -> Article:
    place = PLACES[number % len(PLACES)]
    text = f"Gudang nomor {number} di {place} menyimpan {number * 17} kotak suara dan {number * 3} surat suara."
    return Article(f"a{number:03}", f"a{number:03}.md", f"Kabar {number}", text, office=f"KPU {place}")


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]))))
