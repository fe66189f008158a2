from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.reader.features import tokenise
from qa.reader.spans import best_spans, trim


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"28 Februari 2024".', "28 Februari 2024"),
        ("(Rabu, 16 Juni 2021)", "Rabu, 16 Juni 2021"),
        ("Komisi Pemilihan Umum (KPU)", "Komisi Pemilihan Umum (KPU)"),
        ("Komisi Pemilihan Umum (KPU", "Komisi Pemilihan Umum (KPU"),
        ("KPU),", "KPU"),
        ("sebesar 95,5%.", "sebesar 95,5%"),
        ("$100", "$100"),
        ("- dua orang;", "dua orang"),
        ("[1]", "1"),
        ("...", None),
    ],
)
def test_spans_lose_stray_signs(text: str, expected: str | None) -> None:
    tokens = tokenise(text)
    span = trim(tokens, 0, len(tokens) - 1)
    assert (text[slice(*span)] if span else None) == expected


def _slow_best(scores: np.ndarray, text: str, count: int) -> list[tuple[int, int, float]]:
    tokens = tokenise(text)
    every = [
        (-float(scores[first, extra]), first, extra)
        for first in range(len(tokens))
        for extra in range(scores.shape[1])
        if first + extra < len(tokens)
    ]
    found: list[tuple[int, int, float]] = []
    for score, first, extra in sorted(every):
        span = trim(tokens, first, first + extra)
        if span and all(span[1] <= start or end <= span[0] for start, end, _ in found) and len(found) < count:
            found.append((*span, -score))
    return found


@given(
    text=st.lists(st.sampled_from(["KPU", "(", ")", ",", "2024", '"', "suara", "."]), min_size=1, max_size=12).map(
        " ".join
    ),
    seed=st.integers(0, 1000),
)
def test_best_spans_agree_with_a_plain_search(text: str, seed: int) -> None:
    scores = np.random.default_rng(seed).integers(0, 9, (len(tokenise(text)), 4)).astype(np.float32)
    assert best_spans(scores, tokenise(text), 3) == _slow_best(scores, text, 3)
