"""The whole line on a small made-up corpus with the real index and reader: cited exactly, dated, or refused."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.article import Article
from corpus.errors import BadQuestion, NoIndex
from corpus.home import Home
from corpus.settings import read_settings
from index.build import build
from index.encoder import open_encoder
from qa.answer import Engine
from qa.engine import open_engine
from qa.reader.reader import Reading
from qa.reading import Reader
from qa.types import Answer, Passage

ARTICLES = [
    Article(
        "pleno",
        "pleno.md",
        "KPU Kudus Gelar Rapat Pleno",
        "KPU Kabupaten Kudus menggelar rapat pleno pada 12 Mei 2023 pukul 09.30 WIB di aula kantor KPU Kudus. "
        "Rapat dibuka Ketua KPU Kabupaten Kudus Rina Lestari dan dihadiri 45 orang.",
        "2023-05-13",
        "KPU Kabupaten Kudus",
    ),
    Article(
        "rencana",
        "rencana.md",
        "Rencana Hari Pemungutan Suara Pemilu 2024",
        "Pemungutan suara Pemilu 2024 direncanakan pada 28 Februari 2024.",
        "2021-06-16",
        "KPU Kota Salatiga",
    ),
    Article(
        "keputusan",
        "keputusan.md",
        "Hari Pemungutan Suara Pemilu 2024 Ditetapkan",
        "Pemungutan suara Pemilu 2024 ditetapkan pada 14 Februari 2024.",
        "2022-01-31",
        "KPU RI",
    ),
]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("home")
    build(Home(folder), ARTICLES, open_encoder("use-multilingual"))
    return folder


@pytest.fixture(scope="module")
def engine(home: Path) -> Iterator[Engine]:
    yield open_engine(read_settings(home))


def test_an_answer_is_the_value_with_its_source_and_its_date(engine: Engine) -> None:
    answer = engine.ask("Siapa Ketua KPU Kabupaten Kudus?")
    assert (answer.short_answer, answer.as_of, answer.refused) == ("Rina Lestari", "2023-05-13", False)
    assert answer.citations[0].article_id == "pleno"


def test_the_newest_official_date_is_given_and_the_older_one_said(engine: Engine) -> None:
    answer = engine.ask("Kapan pemungutan suara Pemilu 2024?")
    assert (answer.short_answer, answer.as_of) == ("14 Februari 2024", "2022-01-31")
    assert [(one.value, one.as_of) for one in answer.superseded] == [("28 Februari 2024", "2021-06-16")]


def test_what_was_known_on_an_earlier_day_is_given_when_asked(engine: Engine) -> None:
    answer = engine.ask("Per Juni 2021, kapan pemungutan suara Pemilu 2024?")
    assert (answer.short_answer, answer.as_of) == ("28 Februari 2024", "2021-06-16")


@pytest.mark.parametrize(
    "question",
    [
        "Siapa Ketua KPU Kabupaten Demak?",
        "Kapan pemungutan suara Pemilu 2029?",
        "Mengapa Pemilu 2024 dibatalkan?",
        "Berapa jumlah TPS di Kabupaten Kudus?",
    ],
)
def test_a_near_miss_is_refused_with_the_nearest_articles(engine: Engine, question: str) -> None:
    answer = engine.ask(question)
    assert (answer.refused, answer.citations, answer.short_answer) == (True, (), None)
    assert any(f"“{article.title}”" in answer.text for article in ARTICLES)


@pytest.mark.parametrize(("office", "told"), [("KPU Salatiga", False), ("KPU Jombang", True)])
def test_a_refusal_calls_a_name_unknown_only_if_no_article_has_its_words(
    engine: Engine, office: str, told: bool
) -> None:
    answer = engine.ask(f"Who chaired {office} in 1995?")
    assert answer.refused
    assert (f"do not mention {office}" in answer.text) == told


@pytest.mark.parametrize(
    "question", ["Kapan rapat pleno digelar?", "What time did the plenary begin?", "Apa kepanjangan XYZ?"]
)
def test_every_citation_is_a_true_quotation(engine: Engine, question: str) -> None:
    texts = {article.id: engine.generation.article(article.id).text for article in ARTICLES}
    for citation in engine.ask(question).citations:
        assert texts[citation.article_id][citation.start : citation.end] == citation.quote


def test_the_same_question_gets_the_same_answer(engine: Engine) -> None:
    def lasting(answer: Answer) -> Answer:
        return replace(answer, id="", timings_ms={})

    question = "Di mana rapat pleno KPU Kudus digelar?"
    assert lasting(engine.ask(question)) == lasting(engine.ask(question))


def test_a_stream_ends_with_the_answer_that_its_pieces_make(engine: Engine) -> None:
    events = list(engine.stream("Kapan pemungutan suara Pemilu 2024?"))
    kinds = [kind for kind, _ in events]
    assert kinds[0] == "passages"
    assert kinds[-1] == "answer"
    passages, answer = events[0][1], events[-1][1]
    assert isinstance(passages, tuple)
    assert isinstance(passages[0], Passage)
    assert isinstance(answer, Answer)
    assert "".join(str(value) for kind, value in events if kind == "delta") == answer.text


def test_a_given_passage_is_all_that_is_seen(engine: Engine) -> None:
    answer = engine.ask_given("Siapa Ketua KPU Kabupaten Kudus?", ARTICLES[0])
    assert answer.short_answer == "Rina Lestari"
    assert engine.ask_given("Siapa Ketua KPU Kabupaten Kudus?", ARTICLES[1]).refused


def test_an_empty_question_is_an_error(engine: Engine) -> None:
    with pytest.raises(BadQuestion):
        engine.ask("  ")


def test_a_home_without_an_index_says_what_to_type(tmp_path: Path) -> None:
    with pytest.raises(NoIndex, match="tanya add"):
        open_engine(read_settings(tmp_path))


def test_an_english_question_meets_indonesian_articles_in_its_translation(engine: Engine) -> None:
    asked: list[str] = []

    def translate(question: str) -> str:
        asked.append(question)
        return "siapa ketua KPU Kabupaten Kudus"

    parts = engine._reader, engine.composer, engine._lexicon, engine._confidence, engine._rewrite
    told = Engine(engine.generation, *parts, translate=translate)
    answer = told.ask("Who is at the helm of KPU Kudus?")
    assert (answer.short_answer, answer.language) == ("Rina Lestari", "en")
    assert asked == ["Who is at the helm of KPU Kudus?"]
    told.ask("Siapa Ketua KPU Kabupaten Kudus?")
    told.ask_given("Who chairs KPU Kudus?", ARTICLES[0])
    assert len(asked) == 1


class Doubting:
    """Sees an answer in the first wording of a question, and none once it is read in another, too."""

    def __init__(self, reader: Reader, remembers: bool) -> None:
        self.reader, self.remembers = reader, remembers

    def read(
        self, question: str, passages: Sequence[str], leads: Sequence[str] = (), *, again: str = ""
    ) -> Sequence[Reading]:
        readings = [Reading(one.answerable, tuple(one.spans)) for one in self.reader.read(question, passages, leads)]  # type: ignore[arg-type]
        return [Reading(0.0, (), one if self.remembers else None) for one in readings] if again else readings


@pytest.mark.parametrize("remembers", [True, False])
def test_before_an_english_question_is_refused_its_translation_alone_is_heard(engine: Engine, remembers: bool) -> None:
    parts = engine.composer, engine._lexicon, engine._confidence, engine._rewrite
    reader = Doubting(engine._reader, remembers)
    told = Engine(engine.generation, reader, *parts, translate=lambda _: "siapa ketua KPU Kabupaten Kudus")
    answer = told.ask("Who is at the helm of KPU Kudus?")
    assert answer.refused is not remembers
    assert answer.short_answer == ("Rina Lestari" if remembers else None)
    assert told.ask("Siapa Ketua KPU Kabupaten Kudus?").short_answer == "Rina Lestari"


def test_what_readme_asks_of_the_bundled_articles_is_answered_as_readme_shows(bundled_home: Home) -> None:
    answer = open_engine(read_settings(bundled_home.path)).ask("when is the 2024 vote?")
    assert answer.short_answer == "14 February 2024"
    assert f"{answer.short_answer} (as of" in (Path(__file__).parents[2] / "README.md").read_text("utf-8")
