from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.reader.features import tokenise
from qa.reader.spans import _greatest, best_spans, log_sum, trim


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
        ("1970) adalah presiden", None),
        ("-5 derajat", "-5 derajat"),
        ("...", None),
    ],
)
def test_spans_lose_stray_signs(text: str, expected: str | None) -> None:
    tokens = tokenise(text)
    span = trim(tokens, 0, len(tokens) - 1)
    assert (text[slice(*span)] if span else None) == expected


def test_a_bracket_is_taken_along_and_a_compound_is_not_entered_by_its_hyphen() -> None:
    text = "Pada Komisi Pemilihan Umum (KPU) dan molekul-molekul alam"
    tokens = tokenise(text)
    assert trim(tokens, 1, 5) == (5, 32)
    hyphen = [token.text for token in tokens].index("-")
    assert trim(tokens, hyphen, hyphen + 2) == (text.rindex("molekul"), len(text))


def _slow_best(log_probabilities: np.ndarray, text: str, count: int) -> list[tuple[int, int, float]]:
    tokens = tokenise(text)
    spans = [
        (first, first + extra)
        for first in range(len(tokens))
        for extra in range(log_probabilities.shape[1])
        if first + extra < len(tokens)
    ]
    words = {span: [i for i in range(span[0], span[1] + 1) if tokens[i].text[0].isalnum()] for span in spans}

    def f1(left: tuple[int, int], right: tuple[int, int]) -> float:
        shared = len(set(words[left]) & set(words[right]))
        return 2 * shared / max(1, len(words[left]) + len(words[right]))

    def expected(span: tuple[int, int]) -> float:
        return sum(math.exp(log_probabilities[s[0], s[1] - s[0]]) * f1(span, s) for s in spans)

    found: list[tuple[int, int, float]] = []
    for first, last in sorted(spans, key=lambda s: (-round(expected(s), 9), s)):
        span = trim(tokens, first, last)
        free = span and all(span[1] <= start or end <= span[0] for start, end, _ in found)
        if span and free and len(found) < count and expected((first, last)) > 0:
            found.append((*span, math.log(expected((first, last)))))
    return found


@given(
    words=st.lists(st.sampled_from(["KPU", "(", ")", ",", "2024", '"', "suara", "."]), min_size=1, max_size=12),
    seed=st.integers(0, 1000),
)
def test_best_spans_agree_with_a_plain_search(words: list[str], seed: int) -> None:
    text = " ".join(words)
    scores = np.random.default_rng(seed).normal(0, 2, (len(words), 4))
    log_probabilities = (scores - np.log(np.exp(scores).sum()) - 0.5).astype(np.float32)
    found, expected = best_spans(log_probabilities, tokenise(text), 3), _slow_best(log_probabilities, text, 3)
    assert [span[2] for span in found] == pytest.approx([span[2] for span in expected], abs=1e-5)
    assert [span[:2] for span in found] == [span[:2] for span in expected]


def test_variants_of_one_answer_add_up() -> None:
    tokens = tokenise("Rabu 16 Juni 2021 di Semarang")
    log_probabilities = np.full((6, 4), -20, dtype=np.float32)
    log_probabilities[0, 3] = math.log(0.31)
    log_probabilities[1, 2] = math.log(0.29)  # the same without the weekday
    log_probabilities[5, 0] = math.log(0.4)
    best, second = best_spans(log_probabilities, tokens, 2)
    assert best[:2] == (0, 17)
    assert best[2] == pytest.approx(math.log(0.31 + 0.29 * 6 / 7), abs=1e-5)
    assert second[:2] == (21, 29)
    assert second[2] == pytest.approx(math.log(0.4), abs=1e-5)


@given(st.lists(st.floats(-60, 30, width=32), min_size=1, max_size=50))
def test_the_logarithm_of_a_sum_is_that_of_the_sum(values: list[float]) -> None:
    assert log_sum(np.array(values, dtype=np.float32)) == pytest.approx(np.logaddexp.reduce(values), rel=1e-5, abs=1e-4)


@given(st.lists(st.integers(-5, 5), max_size=60), st.integers(1, 20))
def test_the_greatest_come_first_and_ties_by_place(values: list[int], count: int) -> None:
    found = _greatest(np.array(values, dtype=np.float32), count).tolist()
    assert found == sorted(range(len(values)), key=lambda at: (-values[at], at))[:count]
