"""What staff do in a real browser: sign in, keep articles, people and quality; within their roles, on any width."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from corpus.settings import Settings
from eval.history import save_run
from eval.sets import read_set
from tests.web.browser.conftest import Site, serve_site
from tests.web.fakes import FakeEngine
from web.app import create_app
from web.people import add_person

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]
OpenPage = Callable[..., Any]
PASSWORD = "sandi-yang-panjang-7"
QUESTION = "Kapan pemungutan suara pilpres?"
ARTICLE = (
    "---\ntitle: Rapat pleno Pati\ndate: 2024-03-01\noffice: KPU Kabupaten Pati\n---\n"
    "KPU Kabupaten Pati menggelar rapat pleno terbuka pada 1 Maret 2024 di Pendopo Kabupaten Pati.\n"
)


@pytest.fixture
def office(tmp_path: Path) -> Settings:
    """Accounts of each role, and one saved run."""
    settings = Settings.model_validate({"home": tmp_path / "home", "auth": "local"})
    for name, role in (("ani", "reader"), ("budi", "editor"), ("citra", "administrator")):
        add_person(settings, name, PASSWORD, role)
    row = {"id": "b", "right": False, "why": "wrong_value", "question": QUESTION, "golds": ["x"], "unanswerable": False}
    run = {"at": "2026-01-02T00:00:00", "n": 1, "accuracy": 0.5, "citation_precision": 0.9, "refusal_recall": 0.6}
    for name in ("awal", "kini"):
        save_run(settings.place, name, {**run, "rows": [row | {"answer": {"short_answer": "y", "text": "y"}}]})
    return settings


@pytest.fixture
def site(office: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    monkeypatch.chdir(tmp_path)
    engine = FakeEngine()
    with serve_site(create_app(office, engine), engine) as site:
        yield site


def sign_in(page: Page, name: str, password: str = PASSWORD) -> None:
    page.goto("/sign-in")
    page.fill("#q", name)
    page.fill("#password", password)
    page.click("main button.primary")


def ask(page: Page, question: str = QUESTION) -> None:
    page.fill("#ask #q", question)
    page.press("#ask #q", "Enter")
    page.wait_for_selector(".turn:last-child .actions")


def test_signing_in_leads_back_and_a_wrong_password_is_said(open_page: OpenPage) -> None:
    page = open_page(expected_status=401)
    page.goto("/history")
    assert page.url.endswith("/sign-in?back=/history")
    page.fill("#q", "ani")
    page.fill("#password", "sandi yang salah")
    page.click("main button.primary")
    assert page.inner_text("[role=alert]").strip().startswith("Nama atau kata sandi salah.")
    page.fill("#password", PASSWORD)
    page.press("#password", "Enter")
    page.wait_for_url("**/history")
    page.click(".top form[action='/sign-out'] button")
    page.goto("/")
    assert "/sign-in" in page.url


@pytest.mark.parametrize(
    ("name", "seen"),
    [("ani", None), ("budi", ["Ringkasan", "Artikel", "Masukan", "Pemakaian", "Mutu"])],
)
def test_roles_limit_what_is_seen_and_done(open_page: OpenPage, name: str, seen: list[str] | None) -> None:
    page = open_page(expected_status=403)
    sign_in(page, name)
    assert page.is_visible(".top nav a[href='/admin']") == (seen is not None)
    page.goto("/admin")
    if seen is None:
        assert page.inner_text("h1") == "Anda tidak berhak membuka halaman ini."
    else:
        assert page.locator(".tabs a").all_inner_texts() == seen
    page.goto("/admin/people")
    assert page.inner_text("h1") == "Anda tidak berhak membuka halaman ini."


def test_an_administrator_adds_somebody_who_then_changes_the_password(open_page: OpenPage) -> None:
    page = open_page()
    sign_in(page, "citra")
    page.goto("/admin/people")
    page.fill("#q", "dewi")
    page.select_option("form[action='/admin/people/add'] select", "editor")
    page.click("form[action='/admin/people/add'] button")
    handed = page.inner_text(".secret")
    other = open_page()
    sign_in(other, "dewi", handed)
    other.click(".top .who")
    other.fill("#q", handed)
    other.fill("#fresh", "kuda baterai benar")
    other.click("main button.primary")
    assert "sudah diganti" in other.inner_text("[role=status]")
    page.goto("/admin/people")
    row = page.locator(".people li", has_text="dewi")
    row.get_by_role("button", name="Nonaktifkan dewi").click()
    assert page.locator(".people li", has_text="dewi").locator(".bad").inner_text() == "Nonaktif"
    other.goto("/")
    assert "/sign-in" in other.url


def test_a_bad_answer_becomes_an_eval_item_with_one_click(open_page: OpenPage, office: Settings) -> None:
    reader = open_page()
    sign_in(reader, "ani")
    ask(reader)
    reader.click(".rate .icon[value=down]")
    reader.fill(".reason input", "Sudah diganti")
    reader.click(".reason button")
    reader.locator(".told", has_text="Terima kasih").wait_for()
    page = open_page()
    sign_in(page, "citra")
    page.goto("/admin/feedback")
    assert "Sudah diganti" in page.inner_text(".rows li")
    page.fill("[name=expected]", "14 Februari 2024")
    page.click("text=Jadikan soal uji")
    assert page.is_visible("text=Sudah menjadi soal uji.")
    items = read_set(office.home / "eval" / "from-feedback.jsonl")
    assert [item.golds for item in items] == [{"id": ("14 Februari 2024",)}]


def test_failures_are_one_click_away_from_the_chart(open_page: OpenPage) -> None:
    page = open_page()
    sign_in(page, "budi")
    page.goto("/admin/quality")
    assert page.locator(".chart polyline").count() == 3
    page.click("text=kini")
    assert QUESTION in page.inner_text("#failures + .rows")


@pytest.fixture
def real_page(office: Settings, open_page: OpenPage) -> Iterator[Page]:
    """A page of a server with the real engine, which has nothing to answer from yet."""
    with serve_site(create_app(office), FakeEngine()) as real:
        yield open_page(base_url=real.url)


def test_what_is_dropped_on_the_page_can_be_asked_about(real_page: Page) -> None:
    page = real_page
    sign_in(page, "budi")
    assert page.is_visible("text=Belum ada artikel.")
    page.goto("/admin/articles")
    page.evaluate(
        """text => {
            const files = new DataTransfer();
            files.items.add(new File([text], "pati.md", {type: "text/markdown"}));
            document.getElementById("drop").dispatchEvent(
                new DragEvent("drop", {bubbles: true, cancelable: true, dataTransfer: files}));
        }""",
        ARTICLE,
    )
    page.locator(".job[data-outcome=done]").wait_for(timeout=90_000)
    assert "1 artikel ditambahkan" in page.inner_text(".job-summary")
    page.wait_for_timeout(3_000)
    page.goto("/")
    assert page.inner_text(".holds") == "1 artikel dari 1 kantor, terbaru 1 Maret 2024"
    ask(page, "Kapan KPU Kabupaten Pati menggelar rapat pleno?")
    assert page.inner_text(".answer > .value") == "1 Maret 2024"
    page.locator("#proof mark", has_text="1 Maret 2024").wait_for()


PAGES = (
    "/history", "/admin", "/admin/articles", "/admin/feedback", "/admin/usage", "/admin/quality?run=kini",
    "/admin/people", "/admin/keys", "/account", "/articles/ri-hari-pemungutan?quote=33-70",
)  # fmt: skip


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 320])
def test_staff_pages_fit_and_axe_finds_no_serious_fault(
    open_page: OpenPage, office: Settings, axe: str, scheme: str, width: int
) -> None:
    page = open_page(viewport={"width": width, "height": 800}, color_scheme=scheme, reduced_motion="reduce")
    page.goto("/sign-in")
    assert serious_faults(page, axe) == []
    sign_in(page, "citra")
    ask(page)
    page.click(".rate .icon[value=up]")
    page.locator(".told", has_text="Terima kasih").wait_for()
    for path in PAGES:
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        assert serious_faults(page, axe) == [], path


def serious_faults(page: Page, axe: str) -> list[tuple[str, list[str]]]:
    page.evaluate(axe)
    rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]
    found = page.evaluate("rules => axe.run(document, {runOnly: rules})", rules)
    return [
        (fault["id"], [node["html"] for node in fault["nodes"]])
        for fault in found["violations"]
        if fault["impact"] in ("serious", "critical")
    ]
