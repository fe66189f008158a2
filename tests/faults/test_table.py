"""The table of faults names tests that exist, and every fault test stands in it."""

from __future__ import annotations

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")
UNLISTED = {"test_a_healthy_endpoint_words_the_answer"}  # what the faulty endpoints are compared with


def _tests_in(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")}


def test_every_test_that_the_table_names_exists() -> None:
    named = NAMED.findall((ROOT / "docs" / "faults.md").read_text(encoding="utf-8"))
    assert len(named) > 20
    assert [name for file, name in named if name not in _tests_in(ROOT / file)] == []


def test_every_fault_test_stands_in_the_table() -> None:
    listed = {name for _, name in NAMED.findall((ROOT / "docs" / "faults.md").read_text(encoding="utf-8"))}
    files = [path for path in Path(__file__).parent.glob("test_*.py") if path != Path(__file__)]
    assert {name for file in files for name in _tests_in(file)} - listed == UNLISTED
