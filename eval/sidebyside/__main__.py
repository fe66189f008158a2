"""`python -m eval.sidebyside [TASK …]`: every contender on every task, a table each. Knows processes and printing."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from corpus.errors import TanyaError
from eval.beir import Task
from eval.metrics import ranking_scores
from eval.sidebyside.contender import CONTENDERS, Document, code_lines
from eval.sidebyside.tasks import BUNDLED, open_task
from eval.statistics import percentile

ROOT = Path(__file__).parents[2]
THEIRS = ROOT / ".venv-sidebyside" / "bin" / "python"
COLUMNS = {
    "version": "version", "recall@1": "R@1", "recall@10": "R@10", "ndcg@10": "nDCG@10", "build_s": "build, CPU s",
    "p50_ms": "question p50, CPU ms", "p95_ms": "p95", "peak_mib": "memory MiB", "lines": "lines of code",
}  # fmt: skip


class ContenderFailed(TanyaError):
    """A contender could not be run; the others still are."""

    code = "contender_failed"


def main(argv: Sequence[str] | None = None) -> int:
    """Print one table for each task; 1 where a contender failed."""
    parser = argparse.ArgumentParser(prog="python -m eval.sidebyside", description=__doc__)
    parser.add_argument(
        "tasks", nargs="*", default=[BUNDLED], metavar="TASK", help="bundled, BEIR_DIR, .json or .jsonl"
    )
    parser.add_argument("--python", type=Path, default=THEIRS, help="interpreter of the environment of the others")
    parser.add_argument("--only", action="append", choices=list(CONTENDERS), help="this contender; may be repeated")
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args(argv)
    failed = False
    for name in args.tasks:
        try:
            task = open_task(name)
        except TanyaError as error:
            parser.exit(1, f"{error}\n")
        figures: dict[str, Any] = {}
        for contender in args.only or CONTENDERS:
            python = Path(sys.executable) if contender == "tanya" else args.python
            try:
                figures[contender] = compare(contender, task, python)
            except ContenderFailed as error:
                failed = True
                print(error, file=sys.stderr)
        print(
            json.dumps({"task": name, "contenders": figures}) if args.json else table(name, task, figures), flush=True
        )
    return int(failed)


def compare(contender: str, task: Task, python: Path) -> dict[str, Any]:
    """One contender's figures on a task, measured in a process of `python`. Raises `ContenderFailed`."""
    documents = [Document(article.id, article.title, article.text) for article in task.articles]
    told = [{"id": document.id, "title": document.title, "text": document.text} for document in documents]
    with tempfile.TemporaryDirectory(prefix="sidebyside-") as folder:
        given, made = Path(folder, "task.json"), Path(folder, "made.json")
        given.write_text(json.dumps({"documents": told, "questions": task.queries}), encoding="utf-8")
        command = [str(python), "-m", "eval.sidebyside.measured", contender, str(given), str(made)]
        try:
            run = subprocess.run(command, capture_output=True, text=True, env={**os.environ, "PYTHONPATH": str(ROOT)})
        except OSError as error:
            raise ContenderFailed(f"{contender}: {python} cannot be run.", "Type: make sidebyside") from error
        if run.returncode:
            raise ContenderFailed(f"{contender}: {(run.stderr.strip().splitlines() or ['no message'])[-1]}")
        measured = json.loads(made.read_text(encoding="utf-8"))
    module, function = CONTENDERS[contender][:2]
    return {
        **ranking_scores(task.judged, measured["ranked"]),
        "version": measured["version"],
        "build_s": round(measured["build_s"], 2),
        "p50_ms": round(percentile(measured["times_ms"], 0.5) or 0.0, 1),
        "p95_ms": round(percentile(measured["times_ms"], 0.95) or 0.0, 1),
        "peak_mib": round(measured["peak_mib"]),
        "lines": code_lines(Path(__file__).with_name(f"{module}.py"), function),
    }


def table(name: str, task: Task, figures: Mapping[str, Mapping[str, Any]]) -> str:
    """The figures as Markdown."""
    lines = [
        f"\n{name}: {len(task.articles)} articles, {len(task.queries)} questions\n",
        f"| | {' | '.join(COLUMNS.values())} |",
        f"|---|{'---|' * len(COLUMNS)}",
    ]
    lines += [f"| {who} | {' | '.join(str(cells[key]) for key in COLUMNS)} |" for who, cells in figures.items()]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
