"""Long runs of one mark, letter or word cost no more than other text: no expression tries every way to split them.

An expression that splits "=====" in every way doubles its time with each mark. `REPEATS` is long enough to show that
and short enough to end.
"""

from __future__ import annotations

import string
import time
from collections.abc import Callable

import pytest

from corpus.dates import find_dates
from corpus.errors import BadQuestion
from corpus.readers.files import read_bytes
from index.sentences import sentence_spans
from qa.draft import marks
from qa.question import understand
from qa.values import find_values

REPEATS = 26
MOST_SECONDS = 2.0
WORDS = ("dan ", "di ", "yang ", "KPU ", "ketua ", "siapa ", "Rabu ", "1 Mei ", "Rp ", "Dr. ", "M.Si., ", "kpu.go.id ")
SHAPES = ("a", "A", "1", "A ", "A.", "A-A-", "–A ", "= ", "1.", "1,", "A, ", "a\n", "=\n", "#a ", "(1/1) ", "[1]")
UNITS = (*string.punctuation, "–", "“", *SHAPES, *WORDS)
ENDS = ("\x02", " akhir judul\nIsi berita ini dibaca juga.")


def _ask(text: str) -> None:
    try:
        understand(text)
    except BadQuestion as refusal:
        assert refusal.hint


def _read(text: str) -> None:
    for ending in (".txt", ".md", ".html", ".eml"):
        assert list(read_bytes(text.encode(), f"a{ending}", f"/f/a{ending}"))


READ_BY: dict[str, Callable[[str], object]] = {
    "readers": _read,
    "dates": lambda text: find_dates(text, None),
    "values": lambda text: find_values(text, None),
    "sentences": sentence_spans,
    "citations": marks,
    "questions": _ask,
}


@pytest.mark.parametrize("reader", READ_BY)
def test_runs_of_one_thing_are_read_as_fast_as_other_text(reader: str) -> None:
    slow = {}
    for text in [f"{head}{unit * REPEATS}{end}" for unit in UNITS for head in ("", "C") for end in ENDS]:
        begun = time.process_time()
        READ_BY[reader](text)
        if (spent := time.process_time() - begun) > MOST_SECONDS:
            slow[text] = spent
    assert not slow
