"""Matching values, judging answers and scoring citations, on cases whose verdict a person can see."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from corpus.article import Article
from eval.citing import CitationScores, score_citations
from eval.judge import REASONS, judge
from eval.matching import holds
from eval.sets import Item, read_item
from qa.types import Answer, Citation, DatedValue, Passage
from tests.eval.fakes import answer_from, citation

VOTE = Article("vote", "vote.md", "Hari pemungutan suara", "Pemungutan suara digelar pada Rabu, 14 Februari 2024.")
PLAN = Article("plan", "plan.md", "Rencana", "Pemungutan suara direncanakan 28 Februari 2024.", published="2021-06-16")
TEXTS = {article.id: article.text for article in (VOTE, PLAN)}


def item(**changes: Any) -> Item:
    row: dict[str, Any] = {
        "id": "i1",
        "question_id": "Kapan pemungutan suara?",
        "question_en": "When is the vote?",
        "answers": {"id": ["14 Februari 2024"], "en": ["14 February 2024"]},
        "articles": ["vote"],
        "type": "date",
        "difficulty": "easy",
    }
    return read_item({**row, **changes})


@pytest.mark.parametrize(
    ("text", "value", "expected"),
    [
        ("Digelar pada Rabu, 14 Februari 2024.", "14 Februari 2024", True),
        ("It takes place on 14 February 2024", "14 Februari 2024", True),
        ("on 15 February 2024", "14 Februari 2024", False),
        ("sebanyak 204.807.222 pemilih", "204,807,222", True),
        ("sebanyak 204.807.223 pemilih", "204,807,222", False),
        ("ada lima anggota", "5", True),
        ("ada 15 anggota", "5", False),
        ("58,6 persen", "58.6%", True),
        ("selama empat tahun", "4 tahun", True),
        ("selama 4 hari", "4 tahun", False),
        ("KPU Kabupaten CILACAP", "kpu kabupaten cilacap", True),
        ("Ketuanya Hasyim Asy'ari.", "Hasyim Asy’ari", True),
        ("Bandungan", "Bandung", False),
        ("apa saja", "", False),
    ],
)
def test_holds(text: str, value: str, expected: bool) -> None:
    assert holds(text, value) is expected


def passages(answer: Answer, *articles: Article) -> Answer:
    read = (Passage(a.id, a.title, a.office, a.source, a.published, 0, len(a.text), a.text, 1.0) for a in articles)
    return replace(answer, passages=tuple(read))


RIGHT = answer_from("?", VOTE, "14 Februari 2024")
NAMELESS = {"answers": {}, "unanswerable": True}


@pytest.mark.parametrize(
    ("changes", "answer", "why"),
    [
        ({}, RIGHT, "right"),
        ({}, replace(RIGHT, short_answer="14 February 2024"), "right"),
        ({}, replace(RIGHT, short_answer=None), "right"),
        # A wrong short answer is not mended by a right value in the sentence, except where a phrase was asked for.
        ({}, replace(RIGHT, short_answer="Rabu"), "wrong_value"),
        ({"type": "reason"}, replace(RIGHT, short_answer="Rabu"), "right"),
        ({"answers": {"id": ["2 desa"]}}, answer_from("?", VOTE, "2", text="Digelar di dua desa [1]."), "right"),
        ({"answers": {"id": ["2 desa"]}}, answer_from("?", VOTE, "2", text="Digelar dua kali [1]."), "wrong_value"),
        ({"answers": {"id": ["2 desa"]}}, answer_from("?", VOTE, "2 kali", text="2 kali, 2 desa [1]."), "wrong_value"),
        ({}, answer_from("?"), "refused_answerable"),
        ({}, answer_from("?", PLAN, "28 Februari 2024"), "wrong_value"),
        ({"superseded": ["28 Februari 2024"]}, answer_from("?", PLAN, "28 Februari 2024"), "superseded_value"),
        ({}, answer_from("?", PLAN, "14 Februari 2024"), "wrong_source"),
        ({"conflicts": ["14 Februari 2024", "28 Februari 2024"]}, RIGHT, "conflict_hidden"),
        (
            {"conflicts": ["14 Februari 2024", "28 Februari 2024"]},
            replace(RIGHT, conflicts=(DatedValue("28 February 2024", "2021-06-16", citation(PLAN, 2)),)),
            "right",
        ),
        (NAMELESS, answer_from("?"), "right"),
        (NAMELESS, RIGHT, "answered_unanswerable"),
    ],
)
def test_verdicts(changes: dict[str, Any], answer: Answer, why: str) -> None:
    verdict = judge(item(**changes), answer, TEXTS)
    assert verdict.why == why
    assert verdict.why in REASONS
    assert verdict.right is (why == "right")


def test_a_verdict_tells_retrieval_from_reading() -> None:
    assert judge(item(), passages(answer_from("?"), PLAN), TEXTS).read_gold is False
    assert judge(item(), passages(answer_from("?"), PLAN, VOTE), TEXTS).read_gold is True
    assert judge(item(**NAMELESS), answer_from("?"), TEXTS).read_gold is None


def cited(text: str, *citations: Citation) -> Answer:
    return replace(answer_from("?", VOTE, text=text), citations=citations)


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (cited("Pemungutan suara digelar 14 Februari 2024 [1].", citation(VOTE)), CitationScores(1, 1, 1, 1, 1)),
        # In another language the figures decide.
        (cited("The vote is on 14 February 2024 [1].", citation(VOTE)), CitationScores(1, 1, 1, 1, 1)),
        (cited("The vote is on 15 February 2024 [1].", citation(VOTE)), CitationScores(1, 0, 1, 0, 1)),
        # One of two supports it alone; the other neither does nor is needed.
        (
            cited("Pemungutan suara digelar 14 Februari 2024 [1][2].", citation(VOTE), citation(PLAN, 2)),
            CitationScores(1, 1, 2, 1, 2),
        ),
        # Neither is enough alone and both are needed.
        (
            cited("Dari 28 Februari 2024 menjadi 14 Februari 2024 [1][2].", citation(VOTE), citation(PLAN, 2)),
            CitationScores(1, 1, 2, 2, 2),
        ),
        # Two statements, the second without a citation.
        (
            cited("Pemungutan suara digelar 14 Februari 2024 [1]. Semua orang senang.", citation(VOTE)),
            CitationScores(2, 1, 1, 1, 1),
        ),
        # A mark that no citation stands behind.
        (cited("Pemungutan suara digelar 14 Februari 2024 [3].", citation(VOTE)), CitationScores(1, 0, 1, 0, 0)),
        # A quotation that the article doesn't hold proves nothing, though its words would.
        (
            cited("Digelar 15 Februari 2024 [1].", replace(citation(VOTE), quote="Digelar 15 Februari 2024.")),
            CitationScores(1, 0, 1, 0, 0),
        ),
        # The date on which the cited article appeared is known from it.
        (
            cited("Per 16 Juni 2021, pemungutan suara direncanakan 28 Februari 2024 [1].", citation(PLAN)),
            CitationScores(1, 1, 1, 1, 1),
        ),
        # Without figures, most of the words must be quoted.
        (cited("Para hakim menolak seluruh permohonan [1].", citation(VOTE)), CitationScores(1, 0, 1, 0, 1)),
    ],
)
def test_citation_scores(answer: Answer, expected: CitationScores) -> None:
    assert score_citations(answer, TEXTS) == expected
