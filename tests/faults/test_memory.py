"""Memory over many questions: once warm, it does not grow with the number of questions."""

from __future__ import annotations

import itertools
import os
import random
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from corpus.article import Article
from corpus.bundled import read_bundled
from corpus.database import Database
from corpus.home import Home
from corpus.settings import Settings
from index.build import build
from index.encoder import Matrix
from index.words import words
from index.wordvectors import WordVectors
from qa.engine import open_engine
from tests.faults.encoder import WordHashing, open_hashing

ARTICLES = 20
WARM = 300
MEASURED = int(os.environ.get("TEST_MEMORY_QUESTIONS", "300"))
# 1,000 new words and their vectors are 1.5 MB of this; the words that translations are written with, 4 MB in all, are
# met one after another. Measured alone: 12.7 to 14.2 with different sizes of what is remembered of sentences and
# questions (13.2 a day before), after the other tests 16.6. An answer and its passages are 10 KB when pickled: kept for
# each question they would add 10 MB at least.
MOST_GROWTH_MB_PER_1000 = 20.0
FRAMES = ("Kapan {} di {}?", "Berapa {} menurut {}?", "Siapa {} {}?", "Where is {} of {}?", "Apa itu {} {}?")
STATM = Path("/proc/self/statm")


@pytest.mark.slow
@pytest.mark.skipif(not STATM.exists(), reason="resident memory is read from /proc")
def test_memory_does_not_grow_with_questions(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every question is new, names a word that no article has, and is answered, verified and logged."""
    monkeypatch.setattr("qa.engine.open_encoder", open_hashing)
    articles = list(itertools.islice((item for item in read_bundled() if isinstance(item, Article)), ARTICLES))
    home = Home(tmp_path / "home")
    build(home, articles, WordHashing())
    engine = open_engine(Settings.model_validate({"home": home.path}))
    known = sorted({word.text for article in articles for word in words(article.text) if len(word.text) > 4})
    choose = random.Random(7)
    resident = []
    for number in range(WARM + MEASURED):
        frame = FRAMES[number % len(FRAMES)]
        engine.ask(frame.format(" ".join(choose.sample(known, 3)), f"Desa{number}"))
        resident.append(_resident_mb())
    slope = float(np.polyfit(np.arange(MEASURED), resident[WARM:], 1)[0]) * 1000
    with capsys.disabled():
        print(f"\nmemory: {resident[-1]:.0f} MB after {len(resident)} questions, {slope:+.2f} MB per 1,000")
    assert slope < MOST_GROWTH_MB_PER_1000
    database = Database(home.database_url)
    with database.transaction() as connection:
        assert connection.rows("SELECT count(*) AS n FROM answers") == [{"n": WARM + MEASURED}]
    database.close()


def test_word_vectors_forget_before_they_fill_the_memory() -> None:
    """Words nobody asked for again are dropped: 200,000 different ones never stand in memory together."""

    class Zeros(WordHashing):
        def encode_queries(self, texts: Sequence[str]) -> Matrix:
            return np.zeros((len(texts), self.dim), dtype=np.float32)

    vectors = WordVectors(None, Zeros())
    before = _resident_mb()
    for start in range(0, 200_000, 2_000):
        assert vectors.lookup([f"kata{number}" for number in range(start, start + 2_000)]).shape == (2_000, 512)
    # All of them would be 200 MB in half precision.
    assert _resident_mb() - before < 120


def _resident_mb() -> float:
    return int(STATM.read_text().split()[1]) * 4096 / 1e6 if STATM.exists() else 0.0
