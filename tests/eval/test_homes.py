"""Homes that live as long as one evaluation, really built, and the seconds that their encoder took."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from corpus.article import Article
from corpus.home import Home
from corpus.settings import read_settings
from eval.bench import TimedEncoder, bench_questions
from eval.homes import bundled_articles, settings_at, temporary_home
from eval.processes import BenchFailed, spent
from index.encoder import open_encoder
from index.generation import load

FOX = Article("fox", "fox.md", "Rubah", "Rubah cokelat melompati anjing malas.")
TAX = Article("tax", "tax.md", "Pajak", "Laporan pajak diserahkan setiap tahun.")


def test_a_temporary_home_is_searchable_and_then_gone(tmp_path: Path) -> None:
    settings = read_settings(tmp_path)
    timed = TimedEncoder(open_encoder("use-multilingual"))
    with temporary_home([FOX, TAX], settings, encoder=timed) as home:
        generation = load(home, timed)
        assert generation.search("laporan pajak", "id")[0].chunk.article_id == "tax"
        assert settings_at(settings, home).database.endswith("tanya.sqlite")
        assert not home.cache.is_symlink()
    assert not home.path.exists()
    assert timed.seconds > 0
    assert np.allclose(timed.encode_queries(["rubah"]), open_encoder("use-multilingual").encode_queries(["rubah"]))


def test_a_warm_home_borrows_the_cache_and_leaves_it_standing(tmp_path: Path) -> None:
    settings = read_settings(tmp_path)
    Home(tmp_path).cache.mkdir()
    with temporary_home([FOX], settings) as home:
        assert home.cache.resolve() == Home(tmp_path).cache.resolve()
    kept = sorted(path.name for path in Home(tmp_path).cache.iterdir())
    assert kept
    with temporary_home([FOX], settings, cold=True) as home:
        assert not home.cache.is_symlink()
    assert sorted(path.name for path in Home(tmp_path).cache.iterdir()) == kept


def test_the_bundled_articles_and_questions_are_at_hand() -> None:
    articles = bundled_articles()
    assert len({article.id for article in articles}) == len(articles) >= 40
    assert all(article.text and article.published for article in articles)
    assert len(set(bench_questions())) == 60


def test_a_process_tells_what_it_held_and_how_long_it_took() -> None:
    small, large = (spent(f"block = bytearray({size})", []) for size in (1, 300 * 2**20))
    assert 290 < large.peak_mib - small.peak_mib < 310
    assert spent("import time; time.sleep(0.3)", []).seconds > 0.3


def test_a_failed_process_is_told_with_its_reason() -> None:
    with pytest.raises(BenchFailed, match="ZeroDivisionError"):
        spent("1 / 0", [])
