"""Points of a line chart, placed. Knows nothing of what the figures mean, nor of SVG beyond its coordinates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 640, 200
LEFT, RIGHT, TOP, BOTTOM = 40, 16, 12, 24


@dataclass(frozen=True, slots=True)
class Point:
    """One figure and where it stands."""

    x: float
    y: float
    value: float


@dataclass(frozen=True, slots=True)
class Line:
    """One series; `path` is for a polyline."""

    name: str
    points: tuple[Point, ...]

    @property
    def path(self) -> str:
        """The points as SVG wants them."""
        return " ".join(f"{point.x:g},{point.y:g}" for point in self.points)


def lines(series: dict[str, Sequence[float | None]]) -> tuple[Line, ...]:
    """Each series of shares (0–1) over the same steps; what is missing leaves a gap out."""
    steps = max((len(values) for values in series.values()), default=0)
    return tuple(
        Line(name, _points(values, steps)) for name, values in series.items() if any(v is not None for v in values)
    )


def _points(values: Sequence[float | None], steps: int) -> tuple[Point, ...]:
    width, height = WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM
    gap = width / max(1, steps - 1)
    return tuple(
        Point(round(LEFT + number * gap, 1), round(TOP + height * (1 - value), 1), value)
        for number, value in enumerate(values)
        if value is not None
    )
