"""The learned reader: finds the answer to a question inside a passage, or says that it is not there."""

from __future__ import annotations

from qa.reader.reader import Reader, Reading, ReadSpan

__all__ = ["ReadSpan", "Reader", "Reading"]
