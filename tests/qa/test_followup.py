"""Follow-ups become standalone questions; standalone questions stay as they are."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from qa.followup import rewrite
from qa.types import Turn

CASES = [json.loads(line) for line in Path(__file__).with_name("followup_cases.jsonl").read_text("utf-8").splitlines()]
DEPENDENT = [case for case in CASES if not case.get("untouched")]
INDEPENDENT = [case for case in CASES if case.get("untouched")]


def _rewritten(case: dict[str, Any]) -> str:
    before = Turn(case["previous"], case["previous"], case["answer"] or "", case["answer"])
    return rewrite(case["question"], [before], case["language"])


@pytest.mark.parametrize("case", DEPENDENT, ids=lambda case: f"{case['split']}-{case['question']}")
def test_a_follow_up_says_what_it_leaves_out(case: dict[str, Any]) -> None:
    rewritten = f" {_rewritten(case).lower()} "
    assert [must for must in case["must"] if must.lower() not in rewritten and "|" not in must] == []
    for must in case["must"]:
        assert any(choice in rewritten for choice in must.lower().split("|"))
    assert [word for word in case["must_not"] if word.lower() in rewritten] == []


@pytest.mark.parametrize("case", INDEPENDENT, ids=lambda case: f"{case['split']}-{case['question']}")
def test_a_standalone_question_is_untouched(case: dict[str, Any]) -> None:
    assert _rewritten(case) == case["question"]


@pytest.mark.parametrize("case", DEPENDENT, ids=lambda case: f"{case['split']}-{case['question']}")
def test_what_was_rewritten_needs_no_rewriting(case: dict[str, Any]) -> None:
    rewritten = _rewritten(case)
    other = Turn("Siapa ketua DKPP?", "Siapa ketua DKPP?", "Heddy Lugito", "Heddy Lugito")
    assert rewrite(rewritten, [other], case["language"]) == rewritten


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['split']}-{case['question']}")
def test_without_a_conversation_nothing_is_rewritten(case: dict[str, Any]) -> None:
    assert rewrite(case["question"], [], case["language"]) == case["question"]


def test_the_gold_set_is_large_enough_and_split_both_ways() -> None:
    for split in ("dev", "held_out"):
        for kind in (DEPENDENT, INDEPENDENT):
            assert len([case for case in kind if case["split"] == split]) >= 10
    assert len(CASES) >= 60


def test_only_the_last_exchange_counts() -> None:
    history = [
        Turn("Siapa ketua KPU Kudus?", "Siapa ketua KPU Kudus?", "", "Naily Syarifah"),
        Turn("Kapan Pilkada 2024?", "Kapan Pilkada 2024?", "", "27 November 2024"),
    ]
    assert rewrite("dan tahun 2020?", history, "id") == "Kapan Pilkada 2020?"


def test_a_chain_of_follow_ups_keeps_its_thread() -> None:
    first = "Berapa jumlah TPS di Kabupaten Demak pada 2020?"
    second = rewrite("kalau Kudus?", [Turn(first, first, "", "2.000")], "id")
    third = rewrite("dan 2024?", [Turn("kalau Kudus?", second, "", "2.100")], "id")
    assert third == "Berapa jumlah TPS di Kudus pada 2024?"


def test_a_hall_is_nobody() -> None:
    before = Turn("Di mana Sari Utami dilantik?", "Di mana Sari Utami dilantik?", "", "Aula Setda Kudus")
    assert rewrite("Kapan dia dilantik?", [before]) == "Kapan Sari Utami dilantik?"


def test_another_language_gets_the_frame_that_its_answers_get() -> None:
    before = Turn("Kapan Pilkada 2024?", "Kapan Pilkada 2024?", "", "27 November 2024")
    assert "27 November 2024" in rewrite("Siapa bilang?", [before], "jv")


def test_whoever_answers_which_chair_is_somebody() -> None:
    before = Turn("Which KPU chair was dismissed?", "Which KPU chair was dismissed?", "", "Hasan Basri")
    assert rewrite("Who replaced him?", [before]) == "Who replaced Hasan Basri?"
