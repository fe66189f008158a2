"""What only a real browser can show: the proof beside the answer, streams, phones, keyboards, accessibility."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from tests.web.browser.conftest import Site

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]
OpenPage = Callable[..., Any]
QUESTION = "Kapan pemungutan suara pilpres?"
PHONE = {"viewport": {"width": 320, "height": 640}, "has_touch": True}


def ask(page: Page, question: str = QUESTION) -> None:
    page.fill("#q", question)
    page.press("#q", "Enter")
    page.wait_for_selector(".turn:last-child .actions")


def is_in_view(page: Page, selector: str) -> bool:
    return bool(
        page.eval_on_selector(
            selector,
            "e => { const r = e.getBoundingClientRect();"
            " return r.top >= 0 && r.bottom <= innerHeight && r.left >= 0 && r.right <= innerWidth + 1; }",
        )
    )


def test_asking_shows_the_answer_and_its_sentence_highlighted(open_page: OpenPage) -> None:
    page = open_page(viewport={"width": 1280, "height": 800})
    page.goto("/")
    ask(page)
    assert page.inner_text(".answer > .value") == "14 Februari 2024"
    page.wait_for_selector("#proof mark")
    assert (
        page.inner_text("#proof mark") == "Pemungutan suara pemilu dan pilpres 2024 ditetapkan pada 14 Februari 2024."
    )
    assert is_in_view(page, "#proof mark")
    sizes = page.eval_on_selector_all("main *", "all => all.map(e => parseFloat(getComputedStyle(e).fontSize))")
    assert page.eval_on_selector(".answer > .value", "e => parseFloat(getComputedStyle(e).fontSize)") == max(sizes)


def test_a_mark_opens_its_own_source_and_the_address_follows(open_page: OpenPage) -> None:
    page = open_page(viewport={"width": 1280, "height": 800})
    page.goto("/")
    ask(page)
    page.click(".superseded .mark")
    page.locator("#proof mark", has_text="28 Februari 2024").wait_for()
    assert re.search(r"/answers/[^/]+\?source=2$", page.url)
    page.reload()
    assert "28 Februari 2024" in page.inner_text("#proof mark")
    assert page.inner_text(".superseded s") == "28 Februari 2024"


def test_hovering_a_mark_shows_the_quotation(open_page: OpenPage) -> None:
    page = open_page(viewport={"width": 1280, "height": 800})
    page.goto("/")
    ask(page)
    page.hover(".superseded .mark")
    assert page.is_visible(".superseded .tip")
    assert "16 Juni 2021" in page.inner_text(".superseded .tip")


def test_the_page_works_without_its_script(open_page: OpenPage) -> None:
    page = open_page(java_script_enabled=False)
    page.goto("/")
    page.fill("#q", QUESTION)
    page.click("#ask button")
    assert "/answers/" in page.url
    assert page.inner_text(".answer > .value") == "14 Februari 2024"
    assert page.is_visible("#proof mark")
    page.click(".superseded .mark")
    assert "28 Februari 2024" in page.inner_text("#proof mark")
    assert is_in_view(page, "#proof mark")
    page.click(".rate [value=down]")
    assert page.get_attribute(".rate .icon[value=down]", "aria-pressed") == "true"
    page.click("[name=language][value=en]")
    assert page.inner_text(".history .new") == "New question"


def test_passages_come_first_then_words_then_the_answer(open_page: OpenPage, site: Site) -> None:
    page = open_page()
    page.goto("/")
    page.evaluate(
        """() => { window.seen = []; new MutationObserver(() => {
            const last = document.querySelector('.turn:last-child');
            const state = last?.querySelector('.actions') ? 'answer' : last?.querySelector('.progress .text') ? 'delta'
                : last?.querySelector('.passages') ? 'passages' : null;
            if (state && window.seen.at(-1) !== state) window.seen.push(state);
        }).observe(document.getElementById('thread'), {childList: true, subtree: true}); }"""
    )
    site.engine.pause_s = 0.5
    ask(page)
    assert page.evaluate("window.seen") == ["passages", "delta", "answer"]


def test_a_failure_is_said_and_can_be_tried_again(open_page: OpenPage, site: Site) -> None:
    page = open_page()
    page.goto("/")
    site.engine.failing_after_passages = RuntimeError("broken")
    page.fill("#q", QUESTION)
    page.press("#q", "Enter")
    page.wait_for_selector(".failed")
    site.engine.failing_after_passages = None
    page.click(".failed button")
    page.wait_for_selector(".turn:last-child .actions")
    assert page.locator(".turn").count() == 1


def test_follow_ups_stay_in_one_conversation(open_page: OpenPage) -> None:
    page = open_page()
    page.goto("/")
    ask(page)
    ask(page, "Di mana itu ditetapkan?")
    assert page.locator(".turn").count() == 2
    assert page.locator("#history li").count() == 1
    page.reload()
    assert page.locator(".turn").count() == 2


def test_copying_takes_the_value_the_quotations_and_the_link(open_page: OpenPage, site: Site) -> None:
    page = open_page(permissions=["clipboard-read", "clipboard-write"])
    page.goto("/")
    ask(page)
    page.click(".copy")
    page.locator(".told", has_text=re.compile(r"\w")).wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.splitlines()[:3] == [QUESTION, "14 Februari 2024", "per 31 Januari 2022 · KPU RI [1]"]
    assert "[2] CPNS mempelajari tahapan pemilu, KPU Kota Salatiga · 16 Juni 2021: “Pemungutan suara" in copied
    assert copied.splitlines()[-1].startswith(f"{site.url}/answers/")


def test_printing_shows_the_answer_with_its_quotations_and_nothing_else(open_page: OpenPage) -> None:
    page = open_page()
    page.goto("/")
    ask(page)
    page.emulate_media(media="print")
    assert page.is_visible(".answer > .value")
    assert page.is_visible(".cited q")
    assert not any(page.is_visible(part) for part in (".history", "#ask", "#proof", ".actions", ".top nav"))


def test_the_language_switch_changes_every_label(open_page: OpenPage) -> None:
    page = open_page()
    page.goto("/")
    page.click("[name=language][value=en]")
    assert page.inner_text("h1") == "What would you like to know?"
    assert page.get_attribute("html", "lang") == "en"
    ask(page)
    assert page.inner_text(".answer > .as-of").startswith("as of 31 January 2022")


def test_the_theme_toggle_goes_dark_and_stays(open_page: OpenPage) -> None:
    page = open_page(color_scheme="light")
    page.goto("/")
    light = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.click(".to-dark")
    page.goto("/")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != light
    assert page.is_visible(".to-light")


def test_on_a_small_phone_the_proof_slides_over_and_goes_back_with_one_tap(open_page: OpenPage) -> None:
    page = open_page(**PHONE)
    page.goto("/")
    ask(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert not page.is_visible("#proof mark")
    page.tap(".answer > .as-of .mark")
    page.wait_for_selector("#proof mark", state="visible")
    page.wait_for_timeout(300)
    assert is_in_view(page, "#proof mark")
    page.tap(".proof .close")
    page.wait_for_selector("body:not(.proof-open)")
    page.wait_for_timeout(300)
    assert not page.is_visible("#proof mark")
    assert page.inner_text(".answer > .value") == "14 Februari 2024"


def test_everything_can_be_done_with_the_keyboard(open_page: OpenPage) -> None:
    page = open_page(viewport={"width": 1280, "height": 800})
    page.goto("/")
    page.keyboard.press("/")
    page.keyboard.type(QUESTION)
    page.keyboard.press("Enter")
    page.wait_for_selector(".turn .actions")
    page.wait_for_selector("#proof mark")
    page.focus(".superseded .mark")
    page.keyboard.press("Enter")
    page.locator("#proof mark", has_text="28 Februari 2024").wait_for()
    page.keyboard.press("Escape")
    page.wait_for_selector("body:not(.has-proof)")
    assert page.evaluate("document.activeElement.matches('.superseded .mark')")


def test_hostile_text_runs_nothing(open_page: OpenPage) -> None:
    page = open_page()
    page.on("dialog", lambda dialog: pytest.fail(f"a script ran: {dialog.message}"))
    page.goto("/")
    ask(page, "<img src=x onerror=alert(2)> serangan siber tentang kalimat")
    page.wait_for_selector("#proof mark")
    assert page.locator("main img, main script, #proof img").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 320])
def test_axe_finds_no_serious_fault(open_page: OpenPage, axe: str, scheme: str, width: int) -> None:
    page = open_page(viewport={"width": width, "height": 800}, color_scheme=scheme, reduced_motion="reduce")
    questions = (None, QUESTION, "Berapa jumlah TPS di Kabupaten Cilacap?", "Siapa pelatih timnas?")
    for question in questions:
        page.goto("/")
        if question:
            ask(page, question)
            page.wait_for_timeout(300)
        page.evaluate(axe)
        found = page.evaluate(
            "axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice']})"
        )
        serious = [
            (fault["id"], [node["html"] for node in fault["nodes"]])
            for fault in found["violations"]
            if fault["impact"] in ("serious", "critical")
        ]
        assert serious == [], question
