"""The embedded encoder's model as plain files, so that it opens in a tenth of the time and shares its memory.

The package keeps its weights compressed and its vocabulary as a protocol buffer, which every process would unpack and
parse anew. Here stands what that gives, memory-mapped, under a name that changes with the package. Knows nothing of
texts; knows the inside of the one version of the package that is pinned.
"""

from __future__ import annotations

import json
import os
import shutil
import struct
from array import array
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from corpus.errors import IndexDamaged
from index.arrays import checksums, read_array, sync_folder, verify_files, write_array, write_bytes

_RESOURCES = ("weights.npz", "sp.model")
_FILES = "files.json"
_PLAIN = "plain.json"


@dataclass(frozen=True, slots=True)
class Blank:
    """What an unpacked model is put together from: new objects without content, and the normaliser's class."""

    model: Any
    tokenizer: Any
    backend: Any
    normalizer: Callable[[bytes], Any]


def unpack(model: Any, resources: Path, cache: Path) -> None:
    """Write what an open model holds under `cache`, unless it is there; a disk without room is no failure."""
    place = _place(resources, cache)
    draft = place.with_name(f"{place.name}-{os.getpid()}")
    try:
        if (place / _FILES).exists():
            return
        draft.mkdir(parents=True)
        _write(draft, model._model, model._tokenizer)
        write_bytes(draft / _FILES, json.dumps(checksums(draft)).encode())
        sync_folder(draft)
        shutil.rmtree(place, ignore_errors=True)
        draft.rename(place)
    except OSError:
        shutil.rmtree(draft, ignore_errors=True)


def open_unpacked(blank: Blank, resources: Path, cache: Path) -> Any | None:
    """The model as `unpack` wrote it, every byte checked; None where it is missing or damaged (then it is deleted)."""
    place = _place(resources, cache)
    if not (place / _FILES).exists():
        return None
    try:
        expected = json.loads((place / _FILES).read_text(encoding="utf-8"))
        verify_files(place, {name: (int(size), str(digest)) for name, (size, digest) in expected.items()}, None)
        plain = json.loads((place / _PLAIN).read_text(encoding="utf-8"))
        _fill_tokenizer(blank, place, plain)
        _fill_backend(blank, place, plain)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, IndexDamaged):
        shutil.rmtree(place, ignore_errors=True)
        return None
    blank.model._sp, blank.model._backend = blank.tokenizer, blank.backend
    return blank.model


def _place(resources: Path, cache: Path) -> Path:
    sizes = "-".join(str((resources / name).stat().st_size) for name in _RESOURCES)
    return cache / f"encoder-{sizes}"


def _write(folder: Path, backend: Any, tokenizer: Any) -> None:
    arrays: dict[str, list[str]] = {}
    plain: dict[str, Any] = {}
    for name, value in vars(backend).items():
        parts = value if isinstance(value, list) else [value]
        if all(isinstance(part, np.ndarray) for part in parts):
            arrays[name] = [f"{name}.{number}" for number in range(len(parts))]
            for file, part in zip(arrays[name], parts, strict=True):
                write_array(folder, file, np.ascontiguousarray(part))
        elif isinstance(value, int | float) and name != "threads":
            plain[name] = value
    normalizer = tokenizer._normalizer
    units = struct.pack(f"<{len(normalizer._units)}I", *normalizer._units)
    write_bytes(folder / "charsmap", struct.pack("<I", len(units)) + units + normalizer._normalized)
    write_bytes(folder / "prefixes", "\0".join(tokenizer._prefixes).encode())
    write_array(folder, "pieces", np.fromiter(tokenizer._prefixes.values(), dtype=np.int32))
    write_bytes(folder / "scores", tokenizer._scores.tobytes())
    marks = {name: getattr(tokenizer, name) for name in ("_unk_id", "_bos_id", "_eos_id", "_unk_score", "_max_len")}
    lists = [name for name in arrays if isinstance(vars(backend)[name], list)]
    told = {"arrays": arrays, "lists": lists, "plain": plain, "marks": marks}
    write_bytes(folder / _PLAIN, json.dumps(told).encode())


def _fill_tokenizer(blank: Blank, folder: Path, plain: dict[str, Any]) -> None:
    made = blank.tokenizer
    for name, value in plain["marks"].items():
        setattr(made, name, value)
    made._scores = array("f", (folder / "scores").read_bytes())
    names = (folder / "prefixes").read_text(encoding="utf-8").split("\0")
    made._prefixes = dict(zip(names, read_array(folder, "pieces").tolist(), strict=True))
    made._normalizer = blank.normalizer((folder / "charsmap").read_bytes())


def _fill_backend(blank: Blank, folder: Path, plain: dict[str, Any]) -> None:
    for name, value in plain["plain"].items():
        setattr(blank.backend, name, value)
    for name, files in plain["arrays"].items():
        parts = [read_array(folder, file) for file in files]
        setattr(blank.backend, name, parts if name in plain["lists"] else parts[0])
    blank.backend.sp = blank.tokenizer
