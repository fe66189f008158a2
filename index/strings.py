"""A sorted table of strings in two memory-mapped arrays, found by bisection. Knows nothing of meaning."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

Bytes = NDArray[np.uint8]
Offsets = NDArray[np.int64]


class StringTable:
    """`table[row]` is a string; `find` is its inverse for tables that are sorted by UTF-8 bytes."""

    def __init__(self, data: Bytes, offsets: Offsets) -> None:
        self._data = data
        self._offsets = offsets

    def __len__(self) -> int:
        return len(self._offsets) - 1

    def __getitem__(self, row: int) -> str:
        return self._bytes(row).decode()

    def __iter__(self) -> Iterator[str]:
        return (self[row] for row in range(len(self)))

    def find(self, text: str) -> int | None:
        """The row of `text`, or None; the table must be sorted."""
        wanted = text.encode()
        low, high = 0, len(self)
        while low < high:
            middle = (low + high) // 2
            if self._bytes(middle) < wanted:
                low = middle + 1
            else:
                high = middle
        return low if low < len(self) and self._bytes(low) == wanted else None

    def _bytes(self, row: int) -> bytes:
        return self._data[int(self._offsets[row]) : int(self._offsets[row + 1])].tobytes()


def pack(texts: Sequence[str]) -> tuple[Bytes, Offsets]:
    """The two arrays of a table, in the given order."""
    encoded = [text.encode() for text in texts]
    offsets = np.zeros(len(encoded) + 1, dtype=np.int64)
    np.cumsum([len(piece) for piece in encoded], out=offsets[1:])
    return np.frombuffer(b"".join(encoded), dtype=np.uint8), offsets


def by_bytes(text: str) -> bytes:
    """The sort key under which `StringTable.find` works."""
    return text.encode()
