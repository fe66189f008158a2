"""Floors under a run's figures, for `--fail-under` and for the gate. Knows names and numbers; nothing of rows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from corpus.errors import TanyaError
from eval.summary import RATIOS


class BelowFloor(TanyaError):
    """A run's figure is lower than what was demanded of it."""

    code = "below_floor"


class BadFloor(TanyaError):
    """A floor that names no figure or no number."""

    code = "bad_floor"


def read_floors(text: str) -> dict[str, float]:
    """The floors in "0.9" (accuracy) or "accuracy=0.9,refusal_recall=0.8". Raises `BadFloor`."""
    floors: dict[str, float] = {}
    for part in text.split(","):
        name, _, value = part.rpartition("=")
        name = name.strip() or "accuracy"
        try:
            floors[name] = float(value)
        except ValueError:
            raise BadFloor(f"{part.strip()!r} is not a floor.", "Write --fail-under 0.9 or NAME=0.9,…") from None
        if name not in RATIOS or not 0 <= floors[name] <= 1:
            raise BadFloor(f"{part.strip()!r} is not a floor.", f"Names: {', '.join(RATIOS)}; numbers from 0 to 1.")
    return floors


def hold_floors(run: Mapping[str, Any], floors: Mapping[str, float]) -> None:
    """Nothing if every figure reaches its floor. Raises `BelowFloor` naming each that does not."""
    low = [
        f"{name} {run[name] if run[name] is not None else 'unmeasured'} < {floor}"
        for name, floor in floors.items()
        if run[name] is None or run[name] < floor
    ]
    if low:
        raise BelowFloor(f"The run is below what was demanded: {'; '.join(low)}.", "See: tanya eval report")
