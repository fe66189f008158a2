"""A model's verdicts beside the exact ones: agreement by hand, and what is sent and left out."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import pytest

from corpus.article import Article
from corpus.errors import ComposerUnavailable
from eval.second_opinion import second_opinion
from tests.eval.fakes import answer_from

ARTICLE = Article("vote", "vote.md", "Hari", "Digelar 14 Februari 2024.")


def row(right: bool, said: str | None, *, unanswerable: bool = False) -> dict[str, Any]:
    answer = asdict(answer_from("kapan?", ARTICLE if said else None, said))
    return {
        "question": "kapan?", "golds": ["14 Februari 2024"], "unanswerable": unanswerable, "right": right,
        "answer": answer,
    }  # fmt: skip


def test_agreement_by_hand() -> None:
    # Exactly right: a, a, a, b; exactly wrong: b, b, a. The model calls every "a" right: 3 + 2 of 7 agree.
    rows = [row(True, "a")] * 3 + [row(True, "b"), row(False, "b"), row(False, "b"), row(False, "a")]
    sent: list[str] = []

    def model(messages: Sequence[dict[str, str]]) -> str:
        sent.append(messages[-1]["content"])
        return "right." if json.loads(messages[-1]["content"])["answer"].startswith("a") else " WRONG"

    got = second_opinion([*rows, row(True, None), row(False, "a", unanswerable=True)], model)
    chance = (4 * 4 + 3 * 3) / 49
    assert got["n"] == len(sent) == 7
    assert got["agreement"] == pytest.approx(5 / 7, abs=1e-4)
    assert got["kappa"] == pytest.approx((5 / 7 - chance) / (1 - chance), abs=1e-4)
    assert got["sensitivity"] == pytest.approx(3 / 4)
    assert got["specificity"] == pytest.approx(2 / 3, abs=1e-4)
    assert (got["accuracy"], got["exact_accuracy"]) == pytest.approx((4 / 7, 4 / 7), abs=1e-4)


def test_what_is_no_verdict_counts_nowhere() -> None:
    replies = iter(["RIGHT", "It depends."])
    got = second_opinion([row(True, "a"), row(False, "a")], lambda messages: next(replies))
    assert (got["n"], got["unread"], got["agreement"], got["kappa"]) == (1, 1, 1.0, None)
    with pytest.raises(ComposerUnavailable):
        second_opinion([row(True, "a")], lambda messages: "maybe")
