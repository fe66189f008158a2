"""What a generation says of itself: `manifest.json`, written last. Knows nothing of searching."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from corpus.errors import IndexDamaged, IndexMismatch
from index.arrays import damaged, write_bytes

FORMAT = 1
FILE = "manifest.json"
_CHECKSUM = "checksum"


@dataclass(frozen=True, slots=True)
class Manifest:
    """The facts of a build. `truncated` counts passages that the encoder cut off at its `max_tokens`.

    `vectors` says how FAISS searches and with what measured recall; `means` and `weights` are what questions are
    centred and ranked with; `files` maps each file to its size and SHA-256.
    """

    generation: str
    format: int
    encoder: str
    dim: int
    max_tokens: int | None
    chunk_target: int
    chunk_most: int
    token_unit: str
    articles: int
    passages: int
    sentences: int
    words: int
    truncated: int
    languages: dict[str, int]
    corpus_hash: str
    built_at: str
    seconds: dict[str, float]
    vectors: dict[str, Any]
    words_index: dict[str, Any]
    means: dict[str, Any]
    weights: dict[str, dict[str, float]]
    files: dict[str, tuple[int, str]] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """Ready for `json.dumps`."""
        return asdict(self)


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write it durably, with a checksum of the rest; a folder without it is no generation."""
    content = manifest.to_json()
    write_bytes(folder / FILE, json.dumps({**content, _CHECKSUM: _digest(content)}, ensure_ascii=False).encode())


def read_manifest(folder: Path) -> Manifest:
    """Read it; raises `IndexDamaged`, or `IndexMismatch` for another format."""
    path = folder / FILE
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        digest = _digest(content)
        # Indexes built before there was a checksum are still read.
        if content.pop(_CHECKSUM, digest) != digest:
            raise damaged(path, "has been altered")
        if content.get("format") != FORMAT:
            raise IndexMismatch(
                f"The index {folder.name} has format {content.get('format')}; this version of Tanya reads {FORMAT}.",
                "Build it again: tanya index build",
            )
        content["files"] = {name: (int(size), str(digest)) for name, (size, digest) in content["files"].items()}
        return Manifest(**content)
    except (OSError, ValueError, TypeError, AttributeError, KeyError) as error:
        raise _unreadable(path) from error


def _digest(content: dict[str, Any]) -> str:
    rest = {name: value for name, value in content.items() if name != _CHECKSUM}
    return hashlib.sha256(json.dumps(rest, sort_keys=True).encode()).hexdigest()


def _unreadable(path: Path) -> IndexDamaged:
    return damaged(path, "is missing" if not path.exists() else "cannot be read")
