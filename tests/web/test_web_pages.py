"""The pages' data: what is shown for an answer, a refusal, a conflict, a language, a conversation."""

from __future__ import annotations

import re
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from corpus.article import Article
from corpus.errors import NoIndex
from corpus.settings import Settings
from eval.sets import bundled_sets, read_sets
from tests.web.fakes import ARTICLES, FakeEngine, FakeGeneration
from web.app import create_app
from web.holdings import suggested
from web.messages import LANGUAGES, choose_language, show_date
from web.view import AnswerView, view_answer, view_proof
from web.words import WORDS

QUESTION = "Kapan pemungutan suara pilpres?"
PAGE = {"accept": "text/html"}


def ask(client: TestClient, question: str, conversation: str = "") -> Any:
    response = client.post("/chat", data={"q": question, "conversation": conversation}, headers=PAGE)
    assert response.status_code == 303
    return client.get(response.headers["location"], headers=PAGE)


def marked(proof: Any) -> str:
    return "\n".join(s.text for paragraph in proof.paragraphs for s in paragraph if s.marked)


def test_the_empty_page_says_what_the_corpus_holds(client: TestClient) -> None:
    context = client.get("/", headers=PAGE).context  # type: ignore[attr-defined]
    held = context["holdings"]
    assert (held.articles, held.offices, held.newest) == (5, 5, "2023-03-03")
    assert context["answers"] == []


def test_a_corpus_without_known_questions_shows_its_newest_articles(client: TestClient) -> None:
    held = client.get("/", headers=PAGE).context["holdings"]  # type: ignore[attr-defined]
    assert held.questions == {"id": (), "en": ()}
    assert [article.id for article in held.latest] == ["jahat", "ri-hari-pemungutan", "salatiga-tahapan"]


def test_suggested_questions_are_of_different_kinds_and_about_the_newest_articles() -> None:
    items = read_sets(bundled_sets())
    published = {name: name[:10] for item in items for name in item.articles}
    chosen = [item for item in items if item.questions.get("id") in suggested(items, published)["id"]]
    assert len(chosen) == len({item.type for item in chosen}) == 3
    assert suggested(items, {}) == {"id": (), "en": ()}


def test_the_empty_page_without_an_index_says_what_to_type(settings: Settings) -> None:
    def no_index(*_: object) -> FakeEngine:
        raise NoIndex("There is no index.", "tanya add FOLDER")

    app = create_app(settings)
    app.state.service.engines._opener = no_index
    app.state.service.engines.refresh()
    client = TestClient(app, base_url="http://127.0.0.1")
    response = client.get("/", headers=PAGE)
    assert response.status_code == 200
    assert response.context["holdings"] is None  # type: ignore[attr-defined]
    assert "tanya add FOLDER" in response.text
    assert client.get("/readyz").json()["error"]["code"] == "no_index"


def test_an_answer_has_its_headline_its_date_and_its_proof(client: TestClient) -> None:
    context = ask(client, QUESTION).context
    answer = context["answer"]
    assert (answer.headline, answer.as_of, answer.spoken_by.office) == ("14 Februari 2024", "2022-01-31", "KPU RI")
    assert [(value.text, value.as_of) for value in answer.superseded] == [("28 Februari 2024", "2021-06-16")]
    assert [source.number for source in answer.sources] == [1, 2]
    assert [(quote.value, quote.source.number) for quote in answer.quotes] == [("14 Februari 2024", 1)]
    assert context["proof"].source.number == 1
    assert marked(context["proof"]) == answer.sources[0].quote


def test_the_second_source_can_be_opened_by_its_address(client: TestClient) -> None:
    shown = ask(client, QUESTION)
    context = client.get(f"{shown.url.path}?source=2", headers=PAGE).context  # type: ignore[attr-defined]
    assert context["active"] == 2
    assert marked(context["proof"]) == context["answer"].sources[1].quote
    assert "28 Februari 2024" in marked(context["proof"])


def test_a_conflict_shows_both_values_and_neither_as_the_answer(client: TestClient) -> None:
    answer = ask(client, "Berapa jumlah TPS di Kabupaten Cilacap?").context["answer"]
    assert [value.text for value in answer.conflicts] == ["3.900 TPS", "3.912 TPS"]
    assert answer.headline is None
    assert answer.quotes == ()


def test_a_refusal_names_the_nearest_articles(client: TestClient) -> None:
    answer = ask(client, "Siapa pelatih timnas?").context["answer"]
    assert answer.refused
    assert len(answer.nearest) == 3
    assert len({passage["article_id"] for passage in answer.nearest}) == 3
    assert answer.sources == ()


def test_the_address_with_a_question_answers_it(client: TestClient) -> None:
    context = client.get("/", params={"q": QUESTION}, headers=PAGE).context  # type: ignore[attr-defined]
    assert context["answer"].headline == "14 Februari 2024"
    kept = client.get(f"/answers/{context['answer'].id}", headers=PAGE)
    assert kept.context["answer"].question == QUESTION  # type: ignore[attr-defined]


def test_a_follow_up_stays_in_its_conversation_and_shows_how_it_was_understood(client: TestClient) -> None:
    first = ask(client, QUESTION).context
    second = ask(client, "Di mana itu ditetapkan?", first["conversation"]).context
    assert [answer.question for answer in second["answers"]] == [QUESTION, "Di mana itu ditetapkan?"]
    assert second["answer"].rewritten == f"Di mana itu ditetapkan? {QUESTION}"
    assert first["answer"].rewritten is None
    assert [item.title for item in second["conversations"]] == [QUESTION]


def test_an_answers_address_shows_others_the_answer_but_not_the_conversation(app: FastAPI) -> None:
    with TestClient(app, base_url="http://127.0.0.1", follow_redirects=False) as mine:
        first = ask(mine, QUESTION).context
        second = ask(mine, "Berapa peserta dari enam kota?", first["conversation"])
    with TestClient(app, base_url="http://127.0.0.1") as theirs:
        context = theirs.get(second.url.path, headers=PAGE).context  # type: ignore[attr-defined]
        assert [answer.question for answer in context["answers"]] == ["Berapa peserta dari enam kota?"]
        assert context["conversation"] is None
        assert context["conversations"] == []
        assert theirs.get(f"/conversations/{first['conversation']}").status_code == 404


def test_a_withdrawn_article_leaves_its_quotation(client: TestClient, engine: FakeEngine) -> None:
    shown = ask(client, QUESTION)
    engine.generation = FakeGeneration([a for a in ARTICLES if a.id != "ri-hari-pemungutan"], "g-2")
    proof = client.get(shown.url.path, headers=PAGE).context["proof"]  # type: ignore[attr-defined]
    assert proof.article is None
    assert "14 Februari 2024" in marked(proof)


def test_a_changed_article_is_not_marked_in_the_wrong_place(client: TestClient, engine: FakeEngine) -> None:
    shown = ask(client, QUESTION)
    changed = Article("ri-hari-pemungutan", "x", "Lain", "Isi yang sama sekali lain. " * 20)
    engine.generation = FakeGeneration([changed], "g-2")
    proof = client.get(shown.url.path, headers=PAGE).context["proof"]  # type: ignore[attr-defined]
    assert proof.stale
    assert marked(proof) == ""


@pytest.mark.parametrize("span", [(-1, 3), (5, 5), (9, 2), (0, 10_000)])
def test_a_span_outside_the_text_marks_nothing(span: tuple[int, int]) -> None:
    proof = view_proof(ARTICLES[0], span)
    assert (marked(proof), proof.stale) == ("", True)


@pytest.mark.parametrize("article", ARTICLES, ids=lambda article: article.id)
def test_segments_join_to_the_article_and_mark_exactly_the_span(article: Article) -> None:
    size = len(article.text)
    for start in range(0, size, 7):
        for end in range(start + 1, size + 1, 11):
            proof = view_proof(article, (start, end))
            lines = ["".join(s.text for s in paragraph) for paragraph in proof.paragraphs]
            assert lines == [line for line in article.text.split("\n") if line.strip()]
            assert marked(proof).replace("\n", "") == article.text[start:end].replace("\n", "")


def test_a_failure_on_the_page_keeps_the_question(client: TestClient, engine: FakeEngine) -> None:
    engine.failure = NoIndex("There is no index.", "Type tanya add FOLDER.")
    response = client.post("/chat", data={"q": QUESTION}, headers=PAGE)
    assert response.status_code == 503
    assert response.context["question"] == QUESTION  # type: ignore[attr-defined]
    assert response.context["failure"].code == "no_index"  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("language", "message", "hint"),
    [("id", "Indeks tidak tersedia.", "Jika belum"), ("en", "No index is available.", "If there are")],
)
def test_the_pages_script_gets_failures_in_the_readers_language(
    client: TestClient, engine: FakeEngine, language: str, message: str, hint: str
) -> None:
    engine.failure = NoIndex("There is no index.", "Type tanya add FOLDER.")
    headers = {"accept": "text/event-stream", "accept-language": language}
    error = client.post("/chat", data={"q": QUESTION}, headers=headers).json()["error"]
    assert (error["code"], error["message"]) == ("no_index", message)
    assert error["hint"].startswith(hint)


def test_a_missing_page_is_said_in_words_and_with_its_code(client: TestClient) -> None:
    response = client.get("/nowhere", headers=PAGE | {"accept-language": "en"})
    assert response.status_code == 404
    assert response.context["failure"].message == "There is no such page."  # type: ignore[attr-defined]
    assert response.context["failure"].code == "not_found"  # type: ignore[attr-defined]


def test_the_language_is_remembered_in_a_cookie(client: TestClient) -> None:
    assert client.get("/", headers=PAGE).context["lang"] == "id"  # type: ignore[attr-defined]
    response = client.post("/preferences", data={"language": "en", "back": "/?q=apa"})
    assert (response.status_code, response.headers["location"]) == (303, "/?q=apa")
    assert client.get("/", headers=PAGE).context["lang"] == "en"  # type: ignore[attr-defined]
    client.post("/preferences", data={"theme": "dark"})
    assert client.get("/", headers=PAGE).context["theme"] == "dark"  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "back", ["//attacker.example", "https://attacker.example", "/\\attacker.example", "/a\r\nX: y"]
)
def test_going_back_never_leads_elsewhere(client: TestClient, back: str) -> None:
    assert client.post("/preferences", data={"language": "en", "back": back}).headers["location"] == "/"


@pytest.mark.parametrize(
    ("cookie", "accepted", "chosen"),
    [
        (None, None, "id"),
        ("en", "id", "en"),
        ("xx", "en-GB,en;q=0.9", "en"),
        (None, "in-ID", "id"),
        (None, "de,en", "en"),
    ],
)
def test_the_language_is_chosen(cookie: str | None, accepted: str | None, chosen: str) -> None:
    assert choose_language(cookie, accepted) == chosen


def test_every_message_has_both_languages_and_the_same_blanks() -> None:
    for key, words in WORDS.items():
        assert len(words) == len(LANGUAGES)
        assert all(text.strip() for text in words), key
        assert len({frozenset(re.findall(r"\{(\w+)\}", text)) for text in words}) == 1, key


@pytest.mark.parametrize(
    ("iso", "language", "shown"),
    [
        ("2021-06-16", "id", "16 Juni 2021"),
        ("2021-06-16", "en", "16 June 2021"),
        ("2021-06", "id", "Juni 2021"),
        ("2021", "en", "2021"),
        (None, "id", ""),
    ],
)
def test_dates_are_shown_at_their_own_precision(iso: str | None, language: str, shown: str) -> None:
    assert show_date(iso, language) == shown


def test_the_log_line_of_a_hostile_address_is_one_ascii_line(
    client: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    from web.logs import LOGGER, JsonLines

    LOGGER.propagate = True
    caplog.set_level("INFO", logger="tanya.web")
    client.get("/%1b%5b31m%0d%0aInjected: yes?q=rahasia")
    line = JsonLines().format(caplog.records[-1])
    assert line.isascii()
    assert "\n" not in line
    assert "rahasia" not in line
    assert "Injected" not in line


def test_the_first_paint_is_small(client: TestClient) -> None:
    html = client.get("/", headers=PAGE).text
    parts = re.findall(r'(?:href|src)="(/static/[^"]+)"', html)
    assert len(parts) + 1 <= 3
    size = len(html.encode()) + sum(len(client.get(part).content) for part in parts)
    assert size <= 60_000
    assert not re.findall(r'(?:src|href)="https?:', html)


def view_of(**changes: object) -> AnswerView:
    citation = {
        "number": 1, "article_id": "a", "title": "T", "office": None, "source": "s", "published": "2023-07-02",
        "quote": "Ada 10 TPS.", "start": 0, "end": 11,
    }  # fmt: skip
    other = citation | {"number": 2, "quote": "Ada 12 TPS."}
    answer: dict[str, object] = {
        "id": "x", "question": "q", "standalone_question": "q", "language": "id", "text": "10 TPS [1]. 12 TPS [2].",
        "short_answer": "10", "as_of": "2023-07-02", "refused": False, "citations": [citation, other],
        "superseded": [], "conflicts": [], "passages": [], "composer": "extractive",
    }  # fmt: skip
    conflict = {"value": "12", "as_of": "2023-07-02", "citation": other}
    return view_answer(answer | {"conflicts": [conflict]} | changes)


def test_the_answers_own_value_stands_beside_the_one_that_differs() -> None:
    view = view_of()
    assert [(value.text, value.source.number) for value in view.conflicts] == [("10", 1), ("12", 2)]
    assert view.headline is None


def test_a_model_written_text_is_cut_at_its_marks() -> None:
    view = view_of(composer="llm:m", conflicts=[], text="Ada 10 TPS [1][2]. Sisanya [9].\n\nSelesai.")
    pieces = [[(piece.text, [s.number for s in piece.marks]) for piece in line] for line in view.paragraphs]
    assert pieces == [[("Ada 10 TPS", [1, 2]), (". Sisanya [9].", [])], [("Selesai.", [])]]


def test_a_refusals_hint_is_its_last_sentence() -> None:
    text = "Tidak ada; yang terdekat: “A. B” (KPU RI, 2 Juli 2023). Coba sebutkan tahunnya."
    view = view_of(refused=True, text=text, citations=[], conflicts=[], short_answer=None)
    assert view.hint == "Coba sebutkan tahunnya."
    assert view_of(refused=True, text="Tidak ada.", citations=[], conflicts=[], short_answer=None).hint == ""
