"""Keeping the corpus and its quality through the pages: uploads, builds, removal, rollback, feedback, runs, usage."""

from __future__ import annotations

import re
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from corpus.settings import Settings
from corpus.store import ArticleStore
from eval.history import save_run
from eval.sets import read_set
from index.publish import current
from tests.web.fakes import ARTICLES, FakeEngine, FakeGeneration
from web.chart import HEIGHT, TOP, lines
from web.engines import Engines
from web.errors import Busy
from web.insight import Unanswered

PAGE = {"accept": "text/html"}
QUESTION = "Kapan pemungutan suara pilpres?"


def context_of(client: TestClient, path: str) -> dict[str, Any]:
    response: Any = client.get(path, headers=PAGE)
    assert response.status_code == 200, response.text
    return dict(response.context)


def wait_for_job(client: TestClient) -> dict[str, Any]:
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        job: dict[str, Any] = client.get("/admin/builds/now").json()["job"]
        if job["outcome"] != "running":
            return job
        time.sleep(0.05)
    raise AssertionError("the job did not end")


def upload(client: TestClient, **files: str) -> dict[str, Any]:
    sent = [("files", (name.replace("__", "."), text.encode())) for name, text in files.items()]
    response = client.post("/admin/articles/upload", files=sent, headers={"accept": "application/json"})
    assert response.status_code == 202, response.text
    return wait_for_job(client)


ONE = "---\ntitle: Rapat pleno\ndate: 2024-03-01\noffice: KPU RI\n---\nRapat digelar pada 1 Maret 2024 di Jakarta.\n"
TWO = "---\ntitle: Bimbingan teknis\ndate: 2024-04-01\n---\nBimbingan teknis diikuti oleh 40 orang di Semarang.\n"


@pytest.mark.slow
def test_uploads_are_stored_indexed_rolled_back_and_removed(
    client: TestClient, app: FastAPI, settings: Settings
) -> None:
    first = upload(client, satu__md=ONE)
    assert first["outcome"] == "done", first
    name = current(settings.place)
    assert first["summary"].splitlines() == ["1 artikel ditambahkan", f"Generasi {name}: 1 artikel, 1 penggalan"]
    second = upload(client, dua__md=TWO, rusak__pdf="ini bukan PDF")
    assert second["outcome"] == "done", second
    assert re.search(r"^Dilewati: .*rusak\.pdf", second["summary"], re.MULTILINE)
    stored = list(ArticleStore(app.state.service.database).all())
    assert sorted(article.title for article in stored) == ["Bimbingan teknis", "Rapat pleno"]
    generations = context_of(client, "/admin")["generations"]
    assert [(row["articles"], row["serving"]) for row in generations] == [(2, True), (1, False)]
    assert client.post("/admin/rollback").status_code == 303
    assert current(settings.place) == name
    client.post(
        "/admin/articles/remove", data={"ids": [article.id for article in stored if article.title == "Rapat pleno"]}
    )
    assert wait_for_job(client)["outcome"] == "done"
    found = context_of(client, "/admin/articles")["found"]
    assert [article.title for article in found] == ["Bimbingan teknis"]


@pytest.mark.parametrize("name", ["../../jahat.md", "..\\jahat.md", "/etc/jahat.md", ".jahat.md", "ja\x00hat.md"])
def test_an_upload_stays_in_its_folder(client: TestClient, settings: Settings, tmp_path: Path, name: str) -> None:
    client.post("/admin/articles/upload", files=[("files", (name, b""))])
    wait_for_job(client)
    written = [path for path in tmp_path.rglob("*") if "hat" in path.name and path.suffix == ".md"]
    assert [path.parent.parent for path in written] == [settings.home / "uploads"]


def stored_texts(app: FastAPI) -> list[str]:
    return sorted(article.text for article in ArticleStore(app.state.service.database).all())


def without_index(app: FastAPI, monkeypatch: pytest.MonkeyPatch) -> None:
    """Jobs that store articles and index none: what is kept does not hang on that."""
    monkeypatch.setattr(app.state.service.builds, "_index", lambda _progress, facts: facts)


def test_uploads_of_one_name_are_different_articles(
    client: TestClient, app: FastAPI, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_index(app, monkeypatch)
    texts = [f"Isi halaman {number}." for number in range(3)]
    form = [("files", ("berita.txt", f"Berita\n\n{text}".encode())) for text in texts]
    for sent in (form[:2], form[2:]):
        client.post("/admin/articles/upload", files=sent)
        assert wait_for_job(client)["outcome"] == "done"
    assert stored_texts(app) == texts
    assert sorted(path.name for path in (settings.home / "uploads").glob("*/*")) == [
        "berita-2.txt", "berita.txt", "berita.txt"
    ]  # fmt: skip


def test_the_same_content_uploaded_again_is_one_article(
    client: TestClient, app: FastAPI, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_index(app, monkeypatch)
    for _ in range(2):
        upload(client, satu__md=ONE)
        upload(client, satu__md=f"---\nid: pleno\n{TWO[4:]}")
    assert len(stored_texts(app)) == 2


def test_files_that_no_job_will_read_are_not_kept(
    client: TestClient, app: FastAPI, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def overtaken(_label: str, _read: object) -> str:
        raise Busy("Another began.", "Wait.")

    monkeypatch.setattr(app.state.service.builds, "add", overtaken)
    assert client.post("/admin/articles/upload", files=[("files", ("a.md", ONE.encode()))]).status_code == 409
    assert list((settings.home / "uploads").iterdir()) == []


def test_nothing_is_written_while_a_job_runs(client: TestClient, app: FastAPI, settings: Settings) -> None:
    go = threading.Event()

    def slow() -> Any:
        go.wait(10)
        return iter(())

    app.state.service.builds.add("pertama", slow)
    response = client.post(
        "/admin/articles/upload", files=[("files", ("a.md", ONE.encode()))], headers={"accept": "application/json"}
    )
    assert (response.status_code, response.json()["error"]["code"]) == (409, "busy")
    assert list(settings.home.glob("uploads/**/*")) == []
    go.set()
    wait_for_job(client)


def test_a_second_job_waits_its_turn(client: TestClient, app: FastAPI) -> None:
    go = threading.Event()

    def slow() -> Any:
        go.wait(10)
        return iter(())

    builds = app.state.service.builds
    builds.add("pertama", slow)
    response = client.post("/admin/builds", headers={"accept": "application/json"})
    assert (response.status_code, response.json()["error"]["code"]) == (409, "busy")
    go.set()
    assert wait_for_job(client)["outcome"] == "done"


def test_a_job_speaks_its_readers_language(client: TestClient, app: FastAPI) -> None:
    builds = app.state.service.builds
    builds.add("kosong", lambda: iter(()))
    wait_for_job(client)
    english = client.get("/admin/builds/now", headers={"accept-language": "en"}).json()["job"]
    indonesian = client.get("/admin/builds/now").json()["job"]
    assert (english["summary"], indonesian["summary"]) == ("Nothing to do", "Tidak ada yang berubah")
    assert (english["stage"], indonesian["stage"]) == ("reading articles", "membaca artikel")


def test_a_job_that_fails_says_why_and_lets_the_next_one_run(client: TestClient, app: FastAPI) -> None:
    def broken() -> Any:
        raise RuntimeError("password=hunter2")

    app.state.service.builds.add("rusak", broken)
    job = wait_for_job(client)
    assert job["outcome"] == "failed"
    assert "hunter2" not in job["summary"]
    app.state.service.builds.add("kosong", lambda: iter(()))
    assert wait_for_job(client)["label"] == "kosong"


@pytest.mark.parametrize("address", ["ftp://kpu.example", "javascript:alert(1)", "file:///etc/passwd", "apa saja"])
def test_only_web_addresses_are_fetched(client: TestClient, address: str) -> None:
    response = client.post("/admin/articles/address", data={"address": address})
    assert (response.status_code, response.json()["error"]["code"]) == (400, "bad_request")


def test_a_private_address_is_refused_by_the_job(client: TestClient) -> None:
    client.post("/admin/articles/address", data={"address": "http://127.0.0.1:9/rahasia"})
    job = wait_for_job(client)
    assert "Dilewati: " in job["summary"]


def test_a_rated_answer_becomes_an_item_of_the_set_once(client: TestClient, settings: Settings) -> None:
    answer = client.post("/ask", json={"question": QUESTION}).json()
    client.post("/feedback", json={"answer_id": answer["id"], "rating": "up", "comment": "tepat"})
    row = context_of(client, "/admin/feedback")["rows"][0]
    assert (row["answer"]["id"], row["rating"].comment, row["saved"]) == (answer["id"], "tepat", False)
    for _ in range(2):
        assert (
            client.post(f"/admin/feedback/{answer['id']}/item", data={"expected": "14 Februari 2024"}).status_code
            == 303
        )
    items = read_set(settings.home / "eval" / "from-feedback.jsonl")
    assert [(item.questions, item.golds, item.articles) for item in items] == [
        ({"id": QUESTION}, {"id": ("14 Februari 2024",)}, ("ri-hari-pemungutan",))
    ]
    assert context_of(client, "/admin/feedback")["rows"][0]["saved"]


def test_an_answer_tells_which_of_its_sources_were_withdrawn(client: TestClient, app: FastAPI) -> None:
    store = ArticleStore(app.state.service.database)
    store.put(ARTICLES)
    answer = client.post("/ask", json={"question": QUESTION}).json()
    entry = app.state.service.answers.get(answer["id"])
    assert (entry["citations"] != [], entry["withdrawn"]) == (True, [])
    store.remove(["ri-hari-pemungutan"])
    assert app.state.service.answers.get(answer["id"])["withdrawn"] == ["ri-hari-pemungutan"]


def test_an_item_may_say_that_the_articles_hold_no_answer(client: TestClient, settings: Settings) -> None:
    answer = client.post("/ask", json={"question": "Siapa pelatih timnas?"}).json()
    path = f"/admin/feedback/{answer['id']}/item"
    assert client.post(path).status_code == 400
    assert client.post(path, data={"unanswerable": "true"}).status_code == 303
    assert read_set(settings.home / "eval" / "from-feedback.jsonl")[0].unanswerable


def test_usage_counts_days_refusals_and_waits(client: TestClient) -> None:
    for question in (QUESTION, "Siapa wasit timnas?", "Siapa pelatih timnas?", "Siapa pelatih timnas?"):
        client.post("/ask", json={"question": question}, headers={"cache-control": "no-cache"})
    usage = context_of(client, "/admin/usage")["usage"]
    assert (usage.questions, usage.refused, len(usage.days)) == (4, 3, 1)
    assert usage.unanswered == (Unanswered("Siapa pelatih timnas?", 2), Unanswered("Siapa wasit timnas?", 1))
    assert usage.p50_ms == usage.p95_ms == 4.0


def test_the_quality_page_shows_saved_runs_and_their_failures(client: TestClient, settings: Settings) -> None:
    rows: list[dict[str, Any]] = [
        {"id": "a", "right": True, "why": "right", "question": "x", "golds": ["y"], "unanswerable": False},
        {
            "id": "b",
            "right": False,
            "why": "wrong_value",
            "question": "z",
            "golds": ["<b>w</b>"],
            "unanswerable": False,
        },
    ]
    for row in rows:
        row["answer"] = {"short_answer": "v", "text": "v [1]"}
    for name, accuracy in (("awal", 0.5), ("kini", 0.75)):
        run = {"at": "2026-01-02T00:00:00", "n": 2, "accuracy": accuracy, "citation_precision": None, "rows": rows}
        save_run(settings.place, name, run)
    context = context_of(client, "/admin/quality?run=kini")
    assert [point.value for point in context["lines"][0].points] == [0.5, 0.75]
    assert [line.name for line in context["lines"]] == ["accuracy"]
    assert [row["id"] for row in context["failures"]] == ["b"]
    assert context_of(client, "/admin/quality?run=../../etc/passwd")["chosen"] == ""


def test_a_chart_puts_all_at_the_top_and_none_at_the_bottom() -> None:
    (line,) = lines({"accuracy": [1.0, None, 0.0]})
    assert line.points[0].y == TOP
    assert line.points[1].y == HEIGHT - 24
    assert lines({"accuracy": [None]}) == ()


def test_readers_may_not_enter_and_editors_may_not_roll_back(settings: Settings) -> None:
    pytest.importorskip("argon2")
    from web.app import create_app
    from web.people import add_person

    app = create_app(settings.model_copy(update={"auth": "local"}), FakeEngine())
    sessions = app.state.service.sessions
    for name, role in (("ani", "reader"), ("budi", "editor")):
        add_person(settings, name, None, role)
    client = TestClient(app, base_url="http://kantor.example")
    keys = {name: {"authorization": f"Bearer {sessions.make_key(name, 'uji', ['manage'])}"} for name in ("ani", "budi")}
    assert client.get("/admin", headers=keys["ani"]).json()["error"]["code"] == "forbidden"
    assert client.get("/admin", headers=keys["budi"]).status_code == 200
    for path in ("/admin/rollback", "/admin/keys"):
        assert client.post(path, headers=keys["budi"], data={"label": "x"}).json()["error"]["code"] == "forbidden"


def test_a_published_generation_is_served_without_a_restart(settings: Settings) -> None:
    opened: list[str] = []

    def opener(_settings: Settings, _composer: str | None) -> FakeEngine:
        name = (settings.place.index / "CURRENT").read_text().strip()
        opened.append(name)
        if name == "rusak":
            raise_damaged()
        return FakeEngine(FakeGeneration(ARTICLES, name))

    engines = Engines(settings, opener=opener)
    settings.place.index.mkdir(parents=True)
    served = []
    for name in ("g-1", "g-1", "rusak", "rusak", "g-2"):
        (settings.place.index / "CURRENT").write_text(name)
        engines.refresh()
        served.append(engines.get().generation.name)
    assert served == ["g-1", "g-1", "g-1", "g-1", "g-2"]
    assert opened == ["g-1", "rusak", "g-2"]


def raise_damaged() -> None:
    from corpus.errors import IndexDamaged

    raise IndexDamaged("A file is missing.", "Rebuild it: tanya index build")
