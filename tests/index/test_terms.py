import math
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.features import term_scores
from index.spelling import build_spelling, edit_distance, load_spelling
from index.strings import StringTable, pack
from index.terms import K1, B, Synonyms, build_terms, load_terms, save_terms

_DOCUMENTS = [
    ["kpu", "menetapkan", "jadwal", "pemilu", "jadwal", "resmi"],
    ["bawaslu", "mengawasi", "pemilu"],
    ["anggaran", "daerah", "disahkan", "dewan"],
    ["jadwal", "kereta", "api"],
]


def _textbook(documents: list[list[str]], sets: list[dict[str, float]]) -> list[float]:
    """Pooled BM25, as a loop: a set of synonyms is one term."""
    mean = sum(map(len, documents)) / len(documents)
    scores = [0.0] * len(documents)
    for synonyms in sets:
        pooled = [sum(w * Counter(document)[word] for word, w in synonyms.items()) for document in documents]
        df = sum(frequency > 0 for frequency in pooled)
        idf = math.log(1 + (len(documents) - df + 0.5) / (df + 0.5))
        for number, frequency in enumerate(pooled):
            length = K1 * (1 - B + B * len(documents[number]) / mean)
            scores[number] += idf * frequency * (K1 + 1) / (frequency + length)
    return scores


def _scores(documents: list[list[str]], sets: list[dict[str, float]]) -> list[float]:
    index = build_terms(documents, np.arange(len(documents) + 1), [[] for _ in documents], [[] for _ in documents])
    asked = []
    for synonyms in sets:
        rows = {index.vocabulary.find(word): weight for word, weight in synonyms.items()}
        known = {row: weight for row, weight in rows.items() if row is not None}
        asked.append(index.pool(Synonyms("", tuple(known), tuple(known.values()))))
    return [float(score) for score in term_scores(index, asked).of(np.arange(len(documents)))]


def test_scores_are_the_textbooks() -> None:
    sets = [{"jadwal": 1.0}, {"pemilu": 1.0, "dewan": 0.5}, {"unknown": 1.0}]
    assert _scores(_DOCUMENTS, sets) == pytest.approx(_textbook(_DOCUMENTS, sets), rel=1e-5)


_WORDS = st.sampled_from("abcdefgh")


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.lists(_WORDS, min_size=1, max_size=8), min_size=1, max_size=20),
    st.lists(st.dictionaries(_WORDS, st.sampled_from([0.25, 0.5, 1.0]), min_size=1, max_size=3), max_size=4),
)
def test_scores_are_the_textbooks_for_any_corpus(documents: list[list[str]], sets: list[dict[str, float]]) -> None:
    assert _scores(documents, sets) == pytest.approx(_textbook(documents, sets), rel=1e-4, abs=1e-6)


def test_a_saved_index_is_the_same(tmp_path: Path) -> None:
    built = build_terms(_DOCUMENTS, np.array([0, 2, 4]), [["x"], []], [["judul"], []])
    save_terms(built, tmp_path)
    loaded = load_terms(tmp_path)
    assert list(loaded.vocabulary) == list(built.vocabulary)
    for name in ("tokens", "token_at", "sentence_at", "at", "passages", "counts", "title_tokens", "title_at"):
        assert np.array_equal(getattr(loaded, name), getattr(built, name)), name
    assert loaded.size == 2


@settings(deadline=None)
@given(st.lists(st.text(max_size=6), unique=True, max_size=30), st.text(max_size=6))
def test_a_string_table_finds_what_it_holds(texts: list[str], other: str) -> None:
    ordered = sorted(texts, key=str.encode)
    table = StringTable(*pack(ordered))
    assert list(table) == ordered
    assert [table.find(text) for text in ordered] == list(range(len(ordered)))
    assert (table.find(other) is not None) == (other in texts)


@pytest.mark.parametrize(
    ("left", "right", "distance"),
    [
        ("pemilhan", "pemilihan", 1),
        ("pmeilih", "pemilih", 1),
        ("kpu", "kpu", 0),
        ("rapat", "sapit", 2),
        ("a", "xyz", 3),
    ],
)
def test_edit_distance_counts_slips(left: str, right: str, distance: int) -> None:
    assert edit_distance(left, right, 2) == distance


def test_a_slip_of_the_pen_finds_its_word(tmp_path: Path) -> None:
    words = ["kotak", "pemilih", "pemilihan", "peraturan", "suara"]
    build_spelling(words, range(len(words)), tmp_path)
    spelling, vocabulary = load_spelling(tmp_path), StringTable(*pack(words))
    assert [words[row] for row in spelling.closest("pemilhan", vocabulary)] == ["pemilihan"]
    assert [words[row] for row in spelling.closest("peratruan", vocabulary)] == ["peraturan"]
    assert spelling.closest("gunung", vocabulary) == []
    assert spelling.closest("suar", vocabulary) == []


def test_postings_within_some_passages_score_as_they_do_among_all() -> None:
    index = build_terms(
        [["pemilu", "pemilu", "raya"], ["raya"], ["suara", "pemilu"], ["pemilihan"], ["kotak"]],
        np.arange(6), [[], ["pemilu"], [], [], []], [],
    )  # fmt: skip
    rows = {word: row for row, word in enumerate(index.vocabulary)}
    for asked in (
        Synonyms("", (rows["pemilu"],), (1.0,)),
        Synonyms("", (rows["pemilihan"], rows["pemilu"]), (0.8, 1.0)),
        Synonyms("", (), ()),
    ):
        whole = index.pool(asked)
        some = index.pool(asked, np.asarray([1, 3, 4]))
        assert some.spread == whole.spread == len(whole.passages)
        kept = np.isin(whole.passages, [1, 3, 4])
        assert some.passages.tolist() == whole.passages[kept].tolist()
        assert index.bm25(some).tolist() == index.bm25(whole)[kept].tolist()


def test_gains_are_bm25_without_rarity_and_linear_weights_put_it_back() -> None:
    index = build_terms([["pemilu", "pemilu", "raya"], ["raya"], []], np.arange(4), [[], [], []], [])
    rows = {word: row for row, word in enumerate(index.vocabulary)}
    (first, rest) = index.gains([(0, 1), (1, 3)])
    assert [sorted(words) for words in (*first, *rest)] == [[rows["pemilu"], rows["raya"]], [rows["raya"]], []]
    asked = Synonyms("", (rows["pemilu"],), (1.0,))
    weights = index.linear([asked])
    assert weights[rows["pemilu"]] * first[0][rows["pemilu"]] == pytest.approx(float(index.bm25(index.pool(asked))[0]))
