"""What a corpus of some size needs, computed from measured curves: `python -m eval.sizing [ARTICLES …]`.

Knows arithmetic and the figures in `measured.json`; measures nothing. Between measured sizes search is interpolated
(straight lines in log-log), beyond the largest it grows in proportion, as inverted lists that are probed to a fixed
recall do.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from itertools import pairwise
from math import exp, log
from typing import Any

ARTICLES = (10_000, 1_000_000, 100_000_000)
DIM = 512
HALF, SINGLE = 2, 4  # bytes of a number
GB = 1e9


@dataclass(frozen=True, slots=True)
class Need:
    """What so many articles take; times are of one core, sizes in bytes."""

    articles: int
    passages: int
    encode_s: float
    search_ms: float
    index_bytes: float
    cache_bytes: float
    database_bytes: float
    building_bytes: float
    serving_bytes: float


def need(articles: int, measured: Mapping[str, Any]) -> Need:
    """Computed for articles like the bundled ones: two passages each, of some four sentences."""
    built = measured["build"]
    passages = round(articles * built["passages"] / built["articles"])
    per_passage = 1 + built["sentences"] / built["passages"]  # vectors: of the passage and of each sentence
    vectors = passages * per_passage * DIM
    terms = passages * _last(measured, "term_bytes")
    text = (built["generation_bytes"] - built["word_bytes"]) / built["passages"] - (per_passage + 1) * DIM * HALF
    exact = passages * DIM * HALF
    return Need(
        articles,
        passages,
        encode_s=passages * built["encode_s"] / built["passages"],
        search_ms=search_ms(passages, measured["scale"]["points"]),
        index_bytes=vectors * HALF + exact + terms + passages * max(0.0, text),
        cache_bytes=vectors * HALF,
        database_bytes=articles * built["database_bytes"] / built["articles"],
        # The encoder's rows, their copy in order, and sentences once in single precision while the mean is taken off.
        building_bytes=vectors * (HALF + HALF) + (vectors - passages * DIM) * SINGLE,
        # An exact search reads every vector; of words and sentences only what questions touch, here put at all words.
        serving_bytes=measured["memory"]["answering_mib"] * 2**20 + exact + terms,
    )


def search_ms(passages: int, points: Sequence[Mapping[str, Any]]) -> float:
    """Milliseconds of one core for one search."""
    if passages <= points[0]["passages"]:
        return float(points[0]["search_p50_ms"])
    for low, high in pairwise(points):
        if passages <= high["passages"]:
            share = log(passages / low["passages"]) / log(high["passages"] / low["passages"])
            return exp(log(low["search_p50_ms"]) * (1 - share) + log(high["search_p50_ms"]) * share)
    return float(points[-1]["search_p50_ms"] * passages / points[-1]["passages"])


def table(needs: Sequence[Need]) -> str:
    """The needs side by side, as Markdown."""
    rows = {
        "passages": [f"{need.passages:,}" for need in needs],
        "encoding, one core": [_time(need.encode_s) for need in needs],
        "one search, one core": [_time(need.search_ms / 1000) for need in needs],
        "index on disk": [_size(need.index_bytes) for need in needs],
        "cache of embeddings": [_size(need.cache_bytes) for need in needs],
        "database": [_size(need.database_bytes) for need in needs],
        "memory to build": [_size(need.building_bytes) for need in needs],
        "memory to serve exactly": [_size(need.serving_bytes) for need in needs],
    }
    head = [f"| articles | {' | '.join(f'{need.articles:,}' for need in needs)} |", f"|---|{'---|' * len(needs)}"]
    return "\n".join([*head, *(f"| {name} | {' | '.join(cells)} |" for name, cells in rows.items())])


def read_measured() -> dict[str, Any]:
    """The figures that the package carries."""
    found: dict[str, Any] = json.loads(files("eval").joinpath("measured.json").read_text(encoding="utf-8"))
    return found


def _last(measured: Mapping[str, Any], name: str) -> float:
    point = [point for point in measured["scale"]["points"] if point[name] is not None][-1]
    return float(point[name] / point["passages"])


def _time(seconds: float) -> str:
    for most, unit, many in ((1.0, 1e-3, "ms"), (120.0, 1.0, "s"), (7200.0, 60.0, "min"), (172_800.0, 3600.0, "h")):
        if seconds < most:
            return f"{seconds / unit:.3g} {many}"
    return f"{seconds / 86_400:,.0f} days"


def _size(count: float) -> str:
    return f"{count / GB:,.3g} GB" if count < 1000 * GB else f"{count / GB / 1000:,.3g} TB"


if __name__ == "__main__":
    print(table([need(int(articles), read_measured()) for articles in sys.argv[1:] or ARTICLES]))
