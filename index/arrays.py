"""A folder of named numpy arrays, written once and memory-mapped afterwards. Knows nothing of what they hold."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.errors import IndexDamaged
from index.strings import StringTable, pack

Array = NDArray[Any]


def write_array(folder: Path, name: str, values: Array) -> None:
    """Write `NAME.npy` and wait until it is on the disk."""
    with (folder / f"{name}.npy").open("wb") as file:
        np.save(file, values, allow_pickle=False)
        file.flush()
        os.fsync(file.fileno())


def read_array(folder: Path, name: str) -> Array:
    """Memory-map `NAME.npy`; raises `IndexDamaged` naming the file."""
    path = folder / f"{name}.npy"
    try:
        found = np.load(path, mmap_mode="r", allow_pickle=False)
    except (OSError, ValueError, EOFError) as error:
        raise damaged(path, "cannot be read") from error
    # A plain view: memmap's own bookkeeping costs more than small slices do.
    return found.view(np.ndarray)  # type: ignore[no-any-return]


def write_strings(folder: Path, name: str, texts: Sequence[str]) -> None:
    """Write a string table as two arrays."""
    data, offsets = pack(texts)
    write_array(folder, f"{name}_utf8", data)
    write_array(folder, f"{name}_at", offsets)


def read_strings(folder: Path, name: str) -> StringTable:
    """Memory-map a string table."""
    return StringTable(read_array(folder, f"{name}_utf8"), read_array(folder, f"{name}_at"))


def write_bytes(path: Path, content: bytes) -> None:
    """Write a whole file and wait until it is on the disk."""
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def sync_file(path: Path) -> None:
    """Wait until a file that another library wrote is on the disk."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def sync_folder(path: Path) -> None:
    """Make the names in a folder durable."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def checksums(folder: Path) -> dict[str, tuple[int, str]]:
    """Size and SHA-256 of every file, by name."""
    return {path.name: (path.stat().st_size, sha256(path)) for path in sorted(folder.iterdir()) if path.is_file()}


def sha256(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def verify_files(folder: Path, expected: Mapping[str, tuple[int, str]], hash_up_to: int | None) -> None:
    """Raise `IndexDamaged` for a file that is missing, of another size, or (up to that many bytes) of another hash.

    `hash_up_to` None hashes every file, 0 none.
    """
    for name, (size, digest) in expected.items():
        path = folder / name
        if not path.is_file():
            raise damaged(path, "is missing")
        if path.stat().st_size != size:
            raise damaged(path, f"has {path.stat().st_size} bytes instead of {size}")
        if (hash_up_to is None or size <= hash_up_to) and sha256(path) != digest:
            raise damaged(path, "has been altered")


def damaged(path: Path, what: str) -> IndexDamaged:
    """The error that names a bad file of a generation."""
    return IndexDamaged(
        f"The index is damaged: {path.parent.name}/{path.name} {what}.",
        "Go back with: tanya index rollback, or build again with: tanya index build",
    )
