"""Suggested questions: from the corpus's own newest titles, and only such as were answered when tried."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from corpus.article import Article
from corpus.home import Home
from corpus.settings import Settings
from qa.log import AnswerLog
from qa.types import Answer
from tests.web.fakes import FakeEngine, FakeGeneration
from web.service import open_service
from web.suggestions import suggest

QUESTIONABLE = (
    ("a", "Rapat pleno Pati digelar", "Rapat pleno Pati digelar pada 1 Maret 2024 di pendopo.", "2024-03-02"),
    ("b", "Bimbingan teknis Rembang dibuka", "Bimbingan teknis Rembang dibuka pada 4 April 2024.", "2024-04-05"),
    ("c", "Tanpa tanggal sama sekali", "Isinya tanpa tanggal sama sekali.", "2024-05-01"),
    ("d", "Pati: rapat pleno", "Rapat pleno Pati pada 9 Mei 2024.", "2024-05-09"),
    ("e", "Debat di Kudus dimulai", "Debat di Kudus dimulai pada 7 Juni 2024.", None),
)


@pytest.fixture
def articles() -> list[Article]:
    return [Article(name, name, title, text, published, "KPU") for name, title, text, published in QUESTIONABLE]


def test_questions_are_of_the_newest_titles_that_are_answered(articles: list[Article]) -> None:
    ask = FakeEngine(FakeGeneration(articles)).ask
    found = suggest(articles, ask, 3)
    assert found[:2] == ("Kapan Bimbingan teknis Rembang dibuka?", "Kapan Rapat pleno Pati digelar?")
    assert all("Tanpa" not in question and ":" not in question for question in found)
    assert suggest(articles, ask, 1) == found[:1]


@pytest.mark.parametrize("change", [{"confidence": 0.2}, {"short_answer": None}, {"refused": True}])
def test_an_answer_that_is_not_sure_makes_no_suggestion(articles: list[Article], change: dict[str, object]) -> None:
    engine = FakeEngine(FakeGeneration(articles))

    def unsure(question: str) -> Answer:
        return replace(engine.ask(question), **change)  # type: ignore[arg-type]

    assert suggest(articles, unsure, 3) == ()


@pytest.mark.slow
def test_trying_them_out_is_nobodys_question(tmp_path: Path, bundled_home: Home) -> None:
    """The real engine over articles whose questions are not known: they are asked and leave no trace in the log."""
    from corpus.database import Database
    from corpus.store import ArticleStore
    from index.build import build
    from index.encoder import open_encoder

    home = Home(tmp_path / "home")
    database = Database(home.database_url)
    store = ArticleStore(database)
    held = sorted(ArticleStore(Database(bundled_home.database_url)).all(), key=lambda article: article.published or "")
    store.put([replace(article, id=f"lain-{article.id}", location=f"lain/{article.id}") for article in held[-12:]])
    build(home, store.all(), open_encoder("use-multilingual"))
    service = open_service(Settings.model_validate({"home": home.path}), None)
    service.engines.refresh()
    from web.holdings import holdings

    questions = holdings(service.engines.get()).questions
    assert questions["id"] == questions["en"]
    assert 1 <= len(questions["id"]) <= 3
    for question in questions["id"]:
        assert not service.engines.get().ask(question).refused
    assert len(AnswerLog(database).recent(50)) == len(questions["id"])
    database.close()
    service.database.close()
