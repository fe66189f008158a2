"""How much of a question a text speaks of, word by word."""

from __future__ import annotations

import numpy as np
import pytest

from index.words import words
from qa.glossary import senses
from qa.matching import GLOSSED, SAME, Matcher, terms_of


def _strengths(question: str, text: str) -> dict[str, float]:
    norms = [word.norm for word in words(question)]
    terms = terms_of(question, norms, (), [1.0] * len(norms), [senses(norm) for norm in norms])
    matcher = Matcher(terms, np.zeros((len(terms), 2), dtype=np.float32))
    found = words(text)
    fresh = matcher.unknown([word.norm for word in found])
    matcher.learn(fresh, np.zeros((len(fresh), 2), dtype=np.float32))
    best = matcher.rows(found).max(axis=0)
    return {term.norm: round(float(strength), 2) for term, strength in zip(terms, best, strict=True)}


@pytest.mark.parametrize(
    ("question", "text", "strength"),
    [
        ("obstacles", "Beberapa kendala disampaikan.", GLOSSED),
        ("obstacles", "Kendala-kendalanya disampaikan.", GLOSSED),
        ("obstacles", "Beberapa usul disampaikan.", 0.0),
        ("disampaikan", "Usul itu telah disampaikan.", 1.0),
        ("menyampaikan", "Usul itu telah disampaikan.", SAME),
        ("2024", "Pada 2023 belum.", 0.0),
    ],
)
def test_a_word_is_spoken_of_in_its_own_form_another_or_its_gloss(question: str, text: str, strength: float) -> None:
    assert _strengths(question, text)[question] == pytest.approx(strength, abs=0.01)
