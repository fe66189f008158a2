"""What a contender is: documents and an encoder in, a search out. Knows nothing of who contends.

A contender is a `build` function that returns its `search`; their modules hold what a user would have to write and no
more, since their lines are counted.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

# The name in tables → the module beside this one, its function, and the package whose version is told.
CONTENDERS = {
    "tanya": ("with_tanya", "build", "tanya"),
    "txtai": ("with_txtai", "build", "txtai"),
    "txtai hybrid": ("with_txtai", "build_hybrid", "txtai"),
    "llamaindex": ("with_llamaindex", "build", "llama-index-core"),
    "haystack": ("with_haystack", "build", "haystack-ai"),
    "haystack hybrid": ("with_haystack", "build_hybrid", "haystack-ai"),
}
Search = Callable[[str, int], list[str]]


@dataclass(frozen=True, slots=True)
class Document:
    """An article as every contender gets it."""

    id: str
    title: str
    text: str

    @property
    def whole(self) -> str:
        """The text under its title, as it is encoded."""
        return f"{self.title}\n{self.text}" if self.title else self.text


@dataclass(frozen=True, slots=True)
class Given:
    """What a contender may use: the documents, the encoder as a function of texts, and a folder of its own."""

    documents: Sequence[Document]
    encode: Callable[[list[str]], Any]
    folder: Path


def code_lines(path: Path, function: str) -> int:
    """Lines of code that using a contender through one of its `build` functions takes.

    Blank lines, comments, docstrings and `from __future__` do not count, nor do the module's other `build` functions.
    """
    text = path.read_text(encoding="utf-8")
    lines = text.splitlines()
    counted: set[int] = set()
    for node in ast.parse(text).body:
        other = isinstance(node, ast.FunctionDef) and node.name.startswith("build") and node.name != function
        future = isinstance(node, ast.ImportFrom) and node.module == "__future__"
        if not other and not future:
            counted |= set(range(node.lineno, (node.end_lineno or node.lineno) + 1)) - _docstrings(node)
    return sum(1 for number in counted if lines[number - 1].strip() and not lines[number - 1].lstrip().startswith("#"))


def _docstrings(node: ast.AST) -> set[int]:
    told = [
        part
        for part in ast.walk(node)
        if isinstance(part, ast.Expr) and isinstance(part.value, ast.Constant) and isinstance(part.value.value, str)
    ]
    return {line for part in told for line in range(part.lineno, (part.end_lineno or part.lineno) + 1)}
