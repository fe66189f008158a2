"""Sizes by hand, and the table in docs is what the program prints."""

from __future__ import annotations

from pathlib import Path

import pytest

from eval.sizing import ARTICLES, need, read_measured, search_ms, table

ROOT = Path(__file__).parents[2]
POINTS = [{"passages": 100, "search_p50_ms": 2.0}, {"passages": 10_000, "search_p50_ms": 8.0}]


def test_search_is_interpolated_between_sizes_and_in_proportion_beyond() -> None:
    assert search_ms(10, POINTS) == 2.0
    assert search_ms(1_000, POINTS) == pytest.approx(4.0)
    assert search_ms(10_000, POINTS) == pytest.approx(8.0)
    assert search_ms(50_000, POINTS) == pytest.approx(40.0)


def test_needs_by_hand() -> None:
    measured = {
        "build": {
            "articles": 10, "passages": 20, "sentences": 60, "encode_s": 2.0, "generation_bytes": 20 * 6_000,
            "word_bytes": 0, "database_bytes": 5_000,
        },
        "scale": {"points": [{"passages": 20, "search_p50_ms": 2.0, "term_bytes": 2_000}]},
        "memory": {"answering_mib": 100},
    }  # fmt: skip
    got = need(1_000, measured)
    assert (got.passages, got.encode_s, got.search_ms) == (2_000, 200.0, 200.0)
    assert got.cache_bytes == 2_000 * 4 * 1024  # a passage and its three sentences, 512 halves each
    assert got.index_bytes == 2_000 * (4 * 1024 + 1024 + 100 + (6_000 - 5 * 1024))
    assert got.building_bytes == 2_000 * (4 * 512 * 4 + 3 * 512 * 4)
    assert got.serving_bytes == 100 * 2**20 + 2_000 * (1024 + 100)
    assert got.database_bytes == 500_000


def test_docs_show_what_the_program_prints() -> None:
    printed = table([need(articles, read_measured()) for articles in ARTICLES])
    assert printed in (ROOT / "docs" / "sizing.md").read_text(encoding="utf-8")
