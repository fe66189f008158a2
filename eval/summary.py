"""What a run's rows amount to. Knows rows as `eval.run` writes them; nothing of engines, files or charts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from eval.statistics import Ratio, bootstrap_interval, calibration, percentile, ratio, risk_coverage

Row = Mapping[str, Any]

# Each figure is a ratio of sums over rows: what a row adds above the line, and below it.
RATIOS: dict[str, Callable[[Row], Ratio]] = {
    "accuracy": lambda row: (row["right"], 1),
    "citation_precision": lambda row: _counts(row, "precise", "citations"),
    "citation_recall": lambda row: _counts(row, "supported", "statements"),
    "refusal_precision": lambda row: (_refused(row) and row["unanswerable"], _refused(row)),
    "refusal_recall": lambda row: (_refused(row) and row["unanswerable"], row["unanswerable"]),
    "quote_exactness": lambda row: _counts(row, "exact", "citations"),
    "gold_article_read": lambda row: (bool(row["read_gold"]), row["read_gold"] is not None),
    "answer_in_asked_language": lambda row: (row["answer"]["language"] == row["language"], 1),
}
# Each grouping is the groups that a row stands in: one, but for tags, of which it may have any number.
GROUPS: dict[str, Callable[[Row], Sequence[str]]] = {
    "by_type": lambda row: [row["type"]],
    "by_language": lambda row: [row["language"]],
    "by_difficulty": lambda row: [row["difficulty"]],
    "by_tag": lambda row: row["tags"],
}


def summarise(rows: Sequence[Row]) -> dict[str, Any]:
    """The figures of a run. Rates are 0–1, null over nothing; intervals are 95 % bootstrap intervals over items."""
    answered = [row for row in rows if not _refused(row)]
    confidence = [row["answer"]["confidence"] for row in answered]
    right = [row["right"] for row in answered]
    times = [row["ms"] for row in rows]
    curve = risk_coverage(confidence, right, len(rows))
    return {
        "n": len(rows),
        **{name: _rounded(ratio([part(row) for row in rows])) for name, part in RATIOS.items()},
        **{name: _by(rows, groups_of) for name, groups_of in GROUPS.items()},
        "p50_ms": percentile(times, 0.5),
        "p95_ms": percentile(times, 0.95),
        "ci95": {name: bootstrap_interval(_clusters(rows, part)) for name, part in RATIOS.items()},
        "calibration": calibration(confidence, right),
        "risk_coverage": curve,
        "failures": _failures(rows),
    }


def _counts(row: Row, over: str, under: str) -> Ratio:
    counts = row["citation_counts"]
    return (counts[over], counts[under]) if counts else (0, 0)


def _refused(row: Row) -> bool:
    return bool(row["answer"]["refused"])


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def _by(rows: Sequence[Row], groups_of: Callable[[Row], Sequence[str]]) -> dict[str, dict[str, Any]]:
    groups: dict[str, list[Row]] = {}
    for row in rows:
        for name in groups_of(row):
            groups.setdefault(name, []).append(row)
    return {
        name: {"n": len(members), "accuracy": _rounded(ratio([RATIOS["accuracy"](row) for row in members]))}
        for name, members in sorted(groups.items())
    }


def _clusters(rows: Sequence[Row], part: Callable[[Row], Ratio]) -> list[Ratio]:
    sums: dict[str, Ratio] = {}
    for row in rows:
        over, under = part(row)
        before = sums.get(row["id"], (0.0, 0.0))
        sums[row["id"]] = (before[0] + over, before[1] + under)
    return list(sums.values())


def _failures(rows: Sequence[Row]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for row in rows:
        if not row["right"]:
            counts[row["why"]] = counts.get(row["why"], 0) + 1
    return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))
