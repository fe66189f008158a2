"""The gate: what is built is served only where a set of questions gets no worse."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from corpus.article import Article
from corpus.errors import BadSet, BuildFailed
from corpus.home import Home
from corpus.settings import Settings, read_settings
from eval.compare import compare_runs
from eval.gate import gate
from eval.history import load_run, names
from index.build import build
from index.publish import current, history
from tests.eval.fakes import BagOfWords
from tests.fakes import BagOfWords as BagOfWordsEncoder


def _article(article_id: str, text: str) -> Article:
    return Article(id=article_id, source=f"{article_id}.txt", title=article_id, text=text)


VOTING = _article("suara", "Pemungutan suara Pilkada serentak berlangsung pada 27 November")
CHAIR = _article("ketua", "Ketua KPU Kabupaten Kudus bernama Naily")
NEWS = _article("rapat", "Rapat pleno rekapitulasi dipimpin Basuki")
# Shares more words with the question on voting than the article that answers it does.
MISLEADING = _article("salah", "Kapan pemungutan suara Pilkada serentak berlangsung? Besok")


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    rows = [
        ("kapan", "Kapan pemungutan suara Pilkada serentak berlangsung?", "November", "suara"),
        ("siapa", "Siapa nama ketua KPU Kabupaten Kudus?", "Naily", "ketua"),
    ]
    path = tmp_path / "gerbang.jsonl"
    path.write_text(
        "".join(
            json.dumps(
                {
                    "id": name, "question_id": question, "answers": {"id": [gold]}, "articles": [article],
                    "type": "factoid", "difficulty": "easy", "unanswerable": False,
                }
            ) + "\n"
            for name, question, gold, article in rows
        ),
        encoding="utf-8",
    )  # fmt: skip
    return path


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return read_settings(tmp_path / "home")


class Gated:
    """A home whose builds pass a gate; each generation is asked through a fake that knows its articles."""

    def __init__(self, settings: Settings, questions: Path) -> None:
        self.home: Home = settings.place
        self._settings, self._questions = settings, questions
        self._articles: Sequence[Article] = ()
        self._known: dict[str, Sequence[Article]] = {}
        self.asked: list[str] = []

    def build(self, *articles: Article) -> str:
        self._articles = articles
        check = gate(self._questions, self._settings, open_asker=self._open)
        name = build(self.home, articles, BagOfWordsEncoder(), check=check).generation
        self._known[name] = articles
        return name

    def _open(self, name: str) -> BagOfWords:
        self.asked.append(name)
        return BagOfWords(self._known.get(name, self._articles))


@pytest.fixture
def gated(settings: Settings, questions: Path) -> Gated:
    return Gated(settings, questions)


def test_the_first_generation_has_nothing_to_be_compared_with(gated: Gated) -> None:
    assert gated.build(VOTING) == current(gated.home)
    assert gated.asked == []


def test_a_generation_that_answers_as_well_is_served(gated: Gated) -> None:
    first = gated.build(VOTING, CHAIR)
    second = gated.build(VOTING, CHAIR, NEWS)
    assert gated.asked == [first, second]
    assert history(gated.home) == [first, second]
    assert names(gated.home) == []


def test_a_generation_that_answers_worse_is_kept_aside_with_a_report(gated: Gated) -> None:
    first = gated.build(VOTING, CHAIR)
    with pytest.raises(BuildFailed) as caught:
        gated.build(VOTING, CHAIR, MISLEADING)
    held = gated.asked[-1]
    assert current(gated.home) == first and history(gated.home) == [first]
    assert (gated.home.index / held / "manifest.json").is_file()
    assert "from 1.000 to 0.500" in caught.value.message
    assert "“Kapan pemungutan suara Pilkada serentak berlangsung?” (id): November → Besok" in caught.value.message
    compared = compare_runs(load_run(gated.home, f"gate-{first}"), load_run(gated.home, f"gate-{held}"))
    assert [row["id"] for row in compared["lost"]] == ["kapan"] and compared["gained"] == []


def test_what_was_kept_aside_is_served_once_it_is_built_without_the_gate(gated: Gated) -> None:
    gated.build(VOTING, CHAIR)
    with pytest.raises(BuildFailed):
        gated.build(VOTING, CHAIR, MISLEADING)
    served = build(gated.home, (VOTING, CHAIR, MISLEADING), BagOfWordsEncoder()).generation
    assert current(gated.home) == served == gated.asked[-1]


def test_the_same_articles_again_are_not_asked_again(gated: Gated) -> None:
    assert gated.build(VOTING) == gated.build(VOTING)
    assert gated.asked == []


def test_a_set_of_another_form_is_told_before_anything_is_built(settings: Settings, tmp_path: Path) -> None:
    path = tmp_path / "bukan.jsonl"
    path.write_text('{"id": "x"}\n', encoding="utf-8")
    with pytest.raises(BadSet):
        gate(path, settings)
