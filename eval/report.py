"""A run as one self-contained HTML page. Knows runs, charts and the template; nothing of how answers are judged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from eval.charts import bars, curves, trend
from eval.compare import compare_runs
from eval.judge import REASONS

TEMPLATES = Path(__file__).parent / "templates"
Run = Mapping[str, Any]

# Row of the headline table → what it says, for people who didn't write the scorer.
HEADLINE = {
    "accuracy": "Right: the value is right and an article that says so is cited, or there was nothing to say",
    "citation_precision": "Citations that support their sentence and are needed for it (ALCE)",
    "citation_recall": "Sentences that their citations fully support (ALCE)",
    "quote_exactness": "Citations that quote their article letter for letter",
    "refusal_precision": "Refusals where there was truly nothing to say",
    "refusal_recall": "Questions without an answer that were refused",
    "gold_article_read": "Answerable questions where an article with the answer was among those read",
    "answer_in_asked_language": "Answers in the language of the question",
}
TRENDS = ("accuracy", "citation_recall", "refusal_recall")


def render_report(run: Run, *, saves: Sequence[Run] = (), before: Run | None = None) -> str:
    """The report of a run as the text of an HTML page: figures, charts, every failure with what was said and why.

    `saves` is the history to draw (see `eval.history.history`); `before` an earlier run to name the flips from.
    """
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["percent"] = lambda rate: "–" if rate is None else f"{100 * rate:.1f} %"
    return environment.get_template("report.html").render(
        run=run,
        headline=HEADLINE,
        charts=_charts(run, saves),
        failures=_failures(run["rows"]),
        comparison=None if before is None else compare_runs(before, run),
        said=said,
    )


def headline_table(run: Run) -> str:
    """The headline figures as a Markdown table, as README shows them."""
    lines = ["| figure | value | 95 % interval |", "|---|---|---|"]
    for name in HEADLINE:
        interval = run["ci95"].get(name)
        spread = f"{100 * interval[0]:.1f}–{100 * interval[1]:.1f} %" if interval else "–"
        value = "–" if run[name] is None else f"{100 * run[name]:.1f} %"
        lines.append(f"| {name.replace('_', ' ')} | {value} | {spread} |")
    lines.append(f"| calibration error (ECE) | {run['calibration']['ece']} | – |")
    lines.append(f"| latency p50 / p95 | {run['p50_ms']:.0f} / {run['p95_ms']:.0f} ms | – |")
    return "\n".join(lines)


def said(row: Run) -> str:
    """Why a row was judged as it was, in words."""
    told = REASONS[row["why"]]
    if row["read_gold"] is False:
        return f"{told}; no article with the answer was among those read, so retrieval failed first"
    if row["read_gold"] and row["why"] in {"refused_answerable", "wrong_value", "wrong_source"}:
        return f"{told}, though an article with the answer was read"
    return told


def _charts(run: Run, saves: Sequence[Run]) -> list[str]:
    drawn = [
        bars(title, {f"{name} ({cell['n']})": cell["accuracy"] for name, cell in run[group].items()})
        for title, group in (
            ("Accuracy by type", "by_type"),
            ("Accuracy by language", "by_language"),
            ("Accuracy by difficulty", "by_difficulty"),
            ("Accuracy by tag", "by_tag"),
        )
        if run[group]
    ]
    if run["risk_coverage"]:
        points = [(point["coverage"], point["risk"]) for point in run["risk_coverage"]]
        title = "Risk and coverage: errors among the most confident answers"
        drawn.append(curves(title, {"this run": points}, x_title="share of questions answered", y_title="share wrong"))
        bins = [(cell["confidence"], cell["accuracy"]) for cell in run["calibration"]["bins"]]
        lines = {"this run": bins, "perfect": [(0.0, 0.0), (1.0, 1.0)]}
        drawn.append(curves("Calibration", lines, x_title="confidence", y_title="accuracy"))
    if len(saves) > 1:
        labels = [f"{save['name']} {save['at'][:10]}" for save in saves]
        drawn.append(trend("Saved runs", labels, {name: [save[name] for save in saves] for name in TRENDS}))
    return drawn


def _failures(rows: Sequence[Run]) -> dict[str, list[Run]]:
    """The failed rows by reason, the most frequent reason first."""
    groups: dict[str, list[Run]] = {}
    for row in rows:
        if not row["right"]:
            groups.setdefault(REASONS[row["why"]], []).append(row)
    return dict(sorted(groups.items(), key=lambda pair: (-len(pair[1]), pair[0])))
