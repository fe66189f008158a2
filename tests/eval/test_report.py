"""The report holds every failure, loads nothing, and runs no markup that an answer carries."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from dataclasses import asdict
from html.parser import HTMLParser
from typing import Any

import pytest

from corpus.article import Article
from eval.charts import bars, curves, trend
from eval.report import headline_table, render_report
from eval.summary import summarise
from tests.eval.fakes import answer_from

ARTICLE = Article("vote", "vote.md", "Hari pemungutan suara", "Digelar 14 Februari 2024.")


def row(name: str, why: str, *, short: str | None = None) -> dict[str, Any]:
    answer = answer_from(f"pertanyaan {name}?", ARTICLE if short else None, short)
    return {
        "id": name, "language": "id", "question": answer.question, "history": [], "golds": ["14 Februari 2024"],
        "gold_articles": ["vote"], "type": "date", "difficulty": "easy", "unanswerable": False, "tags": ["informal"],
        "right": why == "right", "why": why, "read_gold": False, "citation_counts": None, "ms": 2.0,
        "answer": asdict(answer),
    }  # fmt: skip


def run(*rows: dict[str, Any]) -> dict[str, Any]:
    about = {"set": "small", "encoder": "use-multilingual", "composer": "extractive", "at": "2024-02-14T00:00:00+00:00"}
    return {**summarise(rows), **about, "rows": list(rows)}


RUN = run(
    row("benar", "right", short="14 Februari 2024"),
    row("salah", "wrong_value", short="<script>alert(1)</script>"),
    row("diam", "refused_answerable"),
)


class Page(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.loads: list[str] = []
        self.words: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.loads += [str(value) for name, value in attrs if name in {"src", "href", "xlink:href"}]

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def test_every_failure_stands_in_the_report_with_gold_answer_and_why() -> None:
    text = " ".join(" ".join(Page(render_report(RUN)).words).split())
    assert "pertanyaan salah?" in text
    assert "pertanyaan diam?" in text
    assert "pertanyaan benar?" not in text
    assert "14 Februari 2024, from vote" in text
    assert "Digelar 14 Februari 2024." in text
    assert "retrieval failed first" in text


def test_nothing_is_loaded_and_no_markup_of_an_answer_runs() -> None:
    page = Page(render_report(RUN, saves=[{**RUN, "name": "a"}, {**RUN, "name": "b"}], before=RUN))
    assert page.loads == []
    assert "script" not in page.tags
    assert page.tags.count("svg") == 7
    assert "<script>alert(1)</script>" in "".join(page.words)


def test_flips_are_named() -> None:
    better = run(*({**old, "right": True, "why": "right"} for old in RUN["rows"]))
    text = " ".join(Page(render_report(better, before=RUN)).words)
    assert "Gained: 2" in text
    assert "Lost: 0" in text


def test_the_headline_table_says_what_the_run_says() -> None:
    table = headline_table(RUN)
    assert "| accuracy | 33.3 % |" in table
    assert "| latency p50 / p95 | 2 / 2 ms |" in table


def test_charts_are_svg_and_repeat_themselves() -> None:
    def draw() -> list[str]:
        return [
            bars("Rates", {"date (3)": 0.5, "none": None}),
            curves("Risk", {"run": [(0.1, 0.0), (1.0, 0.2)]}, x_title="coverage", y_title="risk"),
            trend("Saves", ["a", "b"], {"accuracy": [0.5, None]}),
        ]

    first = draw()
    assert first == draw()
    for chart in first:
        assert ET.fromstring(chart).tag == "{http://www.w3.org/2000/svg}svg"
    assert re.search(r">\s*date \(3\)\s*<", first[0])


@pytest.mark.parametrize("rows", [[], [row("diam", "refused_answerable")]])
def test_a_run_without_answers_has_a_report_too(rows: list[dict[str, Any]]) -> None:
    assert "<h2>Failures</h2>" in render_report(run(*rows))
