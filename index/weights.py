"""The fitted weights of fusion, one set for questions in the corpus's language and one for foreign ones.

Knows nothing of how features are made. Weights come from `python -m index.fit`; the file holds its report.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

Weights = Mapping[str, float]

SAME = "same"
FOREIGN = "foreign"


def fitted_weights() -> dict[str, Weights]:
    """Weight of each standardised feature, by language relation (`same`, `foreign`)."""
    return {relation: dict(table) for relation, table in _content()["weights"].items()}


@cache
def _content() -> dict[str, Any]:
    content: dict[str, Any] = json.loads(files("index").joinpath("weights.json").read_text(encoding="utf-8"))
    return content
