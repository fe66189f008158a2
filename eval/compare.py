"""Two runs of the same questions, side by side. Knows rows and verdicts; nothing of how either run came about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from corpus.errors import BadSet
from eval.statistics import mcnemar, paired_difference

Row = Mapping[str, Any]
Pair = tuple[Row, Row]
SHOWN = ("id", "language", "question", "type")


def compare_runs(a: Mapping[str, Any], b: Mapping[str, Any]) -> dict[str, Any]:
    """What changed from run `a` to run `b`, over the questions that both asked, paired by item and language.

    `difference` is b's accuracy less a's, with a 95 % bootstrap interval over items; `p` is McNemar's exact test of the
    flips. `gained` and `lost` are the questions that flipped. Raises `BadSet` if the runs share no question.
    """
    pairs = _pairs(a["rows"], b["rows"])
    if not pairs:
        raise BadSet("The two runs have no question in common.", "Compare runs of the same set.")
    gained = [_flip(pair) for pair in pairs if pair[1]["right"] and not pair[0]["right"]]
    lost = [_flip(pair) for pair in pairs if pair[0]["right"] and not pair[1]["right"]]
    right_a, right_b = (sum(pair[side]["right"] for pair in pairs) for side in (0, 1))
    return {
        "a": a.get("name"),
        "b": b.get("name"),
        "n": len(pairs),
        "only_in_a": len(a["rows"]) - len(pairs),
        "only_in_b": len(b["rows"]) - len(pairs),
        "accuracy_a": round(right_a / len(pairs), 4),
        "accuracy_b": round(right_b / len(pairs), 4),
        "difference": round((right_b - right_a) / len(pairs), 4),
        "difference_ci95": paired_difference(_clusters(pairs)),
        "p": round(mcnemar(len(lost), len(gained)), 6),
        "gained": gained,
        "lost": lost,
    }


def _pairs(a: Sequence[Row], b: Sequence[Row]) -> list[Pair]:
    # The question's wording is part of the key: an item that was reworded in between is another question.
    theirs = {(row["id"], row["language"], row["question"]): row for row in b}
    keys = ((row["id"], row["language"], row["question"]) for row in a)
    return [(row, theirs[key]) for row, key in zip(a, keys, strict=True) if key in theirs]


def _flip(pair: Pair) -> dict[str, Any]:
    before, after = pair
    return {
        **{key: after[key] for key in SHOWN},
        "before": _said(before),
        "after": _said(after),
        "why_before": before["why"],
        "why_after": after["why"],
    }


def _said(row: Row) -> str:
    answer = row["answer"]
    return "(refused)" if answer["refused"] else str(answer["short_answer"] or answer["text"])


def _clusters(pairs: Sequence[Pair]) -> list[tuple[float, float, float]]:
    sums: dict[str, tuple[float, float, float]] = {}
    for before, after in pairs:
        a, b, n = sums.get(before["id"], (0.0, 0.0, 0.0))
        sums[before["id"]] = (a + before["right"], b + after["right"], n + 1)
    return list(sums.values())
