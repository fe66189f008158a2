"""SQuAD 2.0's scores against cases worked out by hand."""

from __future__ import annotations

import pytest

from eval.squad import exact_match, f1, normalise


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Cat, sat!", "cat sat"),
        ("  an  apple a day ", "apple day"),
        ("28 Februari 2024.", "28 februari 2024"),
        ("U.S.", "us"),  # punctuation is deleted, not replaced
        ("theatre", "theatre"),  # an article inside a word stays
        ("204,807,222", "204807222"),
        ("“Pemilu”", "“pemilu”"),  # only ASCII punctuation goes, as in the official scorer
        ("a", ""),
    ],
)
def test_normalise(text: str, expected: str) -> None:
    assert normalise(text) == expected


@pytest.mark.parametrize(
    ("said", "golds", "em", "expected_f1"),
    [
        ("28 Februari 2024", ["28 februari 2024"], 1.0, 1.0),
        ("Februari 2024", ["28 Februari 2024"], 0.0, 0.8),  # p = 2/2, r = 2/3
        ("tanggal 14 Februari", ["14 Februari 2024"], 0.0, 2 / 3),  # p = 2/3, r = 2/3
        ("satu dua dua", ["dua dua dua"], 0.0, 2 / 3),  # a word counts as often as both have it
        ("Jakarta", ["Bandung"], 0.0, 0.0),
        ("Jakarta", ["Bandung", "the Jakarta"], 1.0, 1.0),  # the best gold counts
        ("", [], 1.0, 1.0),  # nothing said where there is nothing to say
        ("Jakarta", [], 0.0, 0.0),
        ("", ["Jakarta"], 0.0, 0.0),
        ("Jakarta", ["Jakarta", "..."], 1.0, 1.0),  # a gold of nothing but punctuation is ignored
        ("", ["Jakarta", "..."], 0.0, 0.0),
    ],
)
def test_scores(said: str, golds: list[str], em: float, expected_f1: float) -> None:
    assert exact_match(said, golds) == em
    assert f1(said, golds) == pytest.approx(expected_f1)
