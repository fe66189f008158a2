"""The field's abbreviations and what they stand for, in Indonesian and English. Knows nothing of scoring."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from index.words import words


def spelt_out(norms: Sequence[str]) -> list[str]:
    """The abbreviations whose full form stands in a text of normalised words, once for each time, in text order."""
    phrases = _phrases()
    found: list[str] = []
    for at, word in enumerate(norms):
        for phrase, short in phrases.get(word, ()):
            if tuple(norms[at : at + len(phrase)]) == phrase:
                found.append(short)
    return found


@cache
def _table() -> dict[str, list[str]]:
    content = files("index").joinpath("abbreviations.json").read_text(encoding="utf-8")
    return {short: list(full) for short, full in json.loads(content).items()}


@cache
def _phrases() -> dict[str, list[tuple[tuple[str, ...], str]]]:
    phrases: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for short, full in _table().items():
        for text in full:
            phrase = tuple(word.norm for word in words(text))
            phrases.setdefault(phrase[0], []).append((phrase, short))
    return phrases
