"""Saved runs: one JSON file a name, and a line a save in a history. Knows files; nothing of what the figures mean."""

from __future__ import annotations

import json
import os
import re
import tempfile
from pathlib import Path
from typing import Any

from corpus.errors import BadSet, TanyaError
from corpus.home import Home

NAME = re.compile(r"[\w][\w.-]{0,79}")
HISTORY = "history.jsonl"
# What a history line keeps; the rest stands in the run's own file, as long as no later run takes its name.
HEADLINE = (
    "at", "set", "n", "accuracy", "citation_precision", "citation_recall", "refusal_precision", "refusal_recall",
    "p50_ms", "p95_ms", "ci95", "encoder", "composer",
)  # fmt: skip


class NoRun(TanyaError):
    """No saved run has this name."""

    code = "no_run"


def save_run(home: Home, name: str, run: dict[str, Any]) -> Path:
    """Keep a run under a name, over any earlier one of that name, and add a line to the history; its file."""
    path = _path(home, name)
    path.parent.mkdir(parents=True, exist_ok=True)
    _replace(path, json.dumps({"name": name, **run}, ensure_ascii=False, indent=1) + "\n")
    line = json.dumps({"name": name, **{key: run.get(key) for key in HEADLINE}}, ensure_ascii=False)
    with (path.parent / HISTORY).open("a", encoding="utf-8") as file:
        file.write(line + "\n")
    return path


def load_run(home: Home, name: str) -> dict[str, Any]:
    """The run saved under a name, or in the file that `name` is the path of. Raises `NoRun`, `BadSet`."""
    path = Path(name) if name.endswith(".json") else _path(home, name)
    try:
        run = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        saved = ", ".join(names(home)) or "none yet"
        raise NoRun(f"No run is saved as {name!r} (saved: {saved}).", f"Type: tanya eval run --save {name}") from None
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise BadSet(f"{path} could not be read as a saved run: {error}.", "Run and save it again.") from error
    if not isinstance(run, dict) or "rows" not in run:
        raise BadSet(f"{path} is not a saved run.", "Name a file that tanya eval run --save wrote.")
    return run


def names(home: Home) -> list[str]:
    """The names of the saved runs, sorted."""
    return sorted(path.stem for path in home.evaluations.glob("*.json"))


def history(home: Home) -> list[dict[str, Any]]:
    """The headline of every save, oldest first. A line that a crash cut short is passed over."""
    path = home.evaluations / HISTORY
    if not path.exists():
        return []
    lines: list[dict[str, Any]] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        try:
            lines.append(json.loads(line))
        except json.JSONDecodeError:
            continue
    return lines


def _path(home: Home, name: str) -> Path:
    if not NAME.fullmatch(name):
        raise BadSet(f"{name!r} cannot name a run.", "Use letters, digits, dots, dashes and underscores.")
    return home.evaluations / f"{name}.json"


def _replace(path: Path, text: str) -> None:
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".run-")
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
    Path(temporary).replace(path)
