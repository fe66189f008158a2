"""The figures in README are those of the stored run, and the stored run asked the sets as they are."""

from __future__ import annotations

import json
from pathlib import Path

from eval.report import headline_table
from eval.sets import bundled_sets, cases, read_sets

ROOT = Path(__file__).parents[2]


def test_readme_shows_the_stored_run() -> None:
    run = json.loads((ROOT / "docs" / "bundled-run.json").read_text(encoding="utf-8"))
    assert headline_table(run) in (ROOT / "README.md").read_text(encoding="utf-8")
    assert run["n"] == sum(1 for _ in cases(read_sets(bundled_sets())))
