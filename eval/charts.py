"""Charts as inline SVG, through pygal. Knows points and labels; nothing of runs. Nothing is loaded from anywhere."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping, Sequence
from typing import Any

Point = tuple[float, float]
COLOURS = ("#8a1c1c", "#1c5a8a", "#5b7a2a", "#a66a00", "#5a3f8a")
TENTHS = [tenth / 10 for tenth in range(11)]
SCRIPT = re.compile(r"<script\b.*?</script>", re.DOTALL)


def _pygal() -> Any:
    """pygal, without the import hook that it leaves behind: a relic of old plugins that Python warns of ever after."""
    import pygal

    sys.meta_path[:] = [finder for finder in sys.meta_path if type(finder).__name__ != "PluginImportFixer"]
    return pygal


def bars(title: str, values: Mapping[str, float | None]) -> str:
    """One horizontal bar for each label, of a rate in 0–1, as the text of an <svg> element."""
    chart = _pygal().HorizontalBar(**_look(title, 100 + 26 * len(values)), range=(0, 1), show_legend=False)
    # pygal draws the first category at the bottom.
    labels = list(values)[::-1]
    chart.x_labels, chart.y_labels = labels, TENTHS
    chart.add("", [values[label] for label in labels])
    return _svg(chart, title)


def curves(title: str, lines: Mapping[str, Sequence[Point]], *, x_title: str, y_title: str, y_top: float = 1.0) -> str:
    """Lines through points with x in 0–1 and y in 0–`y_top`, as the text of an <svg> element."""
    chart = _pygal().XY(**_look(title), xrange=(0, 1), range=(0, y_top), x_title=x_title, y_title=y_title, dots_size=2)
    chart.x_labels = TENTHS
    for name, points in lines.items():
        chart.add(name, list(points))
    return _svg(chart, title)


def trend(title: str, labels: Sequence[str], lines: Mapping[str, Sequence[float | None]]) -> str:
    """Rates in 0–1 over labels in order, one line for each name, as the text of an <svg> element."""
    chart = _pygal().Line(**_look(title), range=(0, 1), x_label_rotation=30, dots_size=3)
    chart.x_labels, chart.y_labels = list(labels), TENTHS
    for name, values in lines.items():
        chart.add(name, list(values))
    return _svg(chart, title)


def _look(title: str, height: int = 340) -> dict[str, Any]:
    from pygal.style import Style

    style = Style(
        background="transparent", plot_background="transparent", colors=COLOURS, font_family="system-ui, sans-serif",
        title_font_size=15, label_font_size=12, major_label_font_size=12, legend_font_size=12, tooltip_font_size=12,
    )  # fmt: skip
    return {"title": title, "style": style, "width": 760, "height": height, "disable_xml_declaration": True}


def _svg(chart: Any, title: str) -> str:
    # pygal names each chart at random and adds a script for tooltips, fetched from another host.
    chart.uuid = re.sub(r"\W+", "-", title.lower())
    return SCRIPT.sub("", chart.render(is_unicode=True, js=()))
