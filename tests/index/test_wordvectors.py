from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from index.encoder import Matrix
from index.encoders.use import shared_multilingual
from index.wordvectors import WordVectors


def test_vectors_are_those_of_the_word_alone(tmp_path: Path) -> None:
    found = WordVectors(tmp_path).lookup(["Pemilu", "suara", "pemilu"])
    alone = shared_multilingual().encode_queries(["pemilu"])[0]
    assert found.shape == (3, 512)
    assert found.dtype == np.float32
    assert np.array_equal(found[0], found[2])
    assert float(found[0] @ alone) > 0.9999


def test_a_vector_does_not_depend_on_the_company_of_other_words() -> None:
    words = ["pemilu", "suara", "rekapitulasi", "gudang", "kotak", "salatiga", "petugas", "tahapan"] * 4
    numbered = [f"{word}{number}" for number, word in enumerate(words)]
    together = WordVectors().lookup(numbered)
    apart = np.concatenate([WordVectors().lookup([word]) for word in reversed(numbered)])[::-1]
    assert np.array_equal(together, apart)


def test_saved_words_are_read_back_exactly(tmp_path: Path) -> None:
    vectors = WordVectors(tmp_path)
    before = vectors.lookup(["kotak", "suara"])
    vectors.save()
    again = WordVectors(tmp_path, encoder=_NeverAsked())
    assert np.array_equal(again.lookup(["suara", "kotak"]), before[::-1])


def test_meaning_crosses_languages() -> None:
    election, pemilihan, cat = WordVectors().lookup(["election", "pemilihan", "kucing"])
    assert election @ pemilihan > election @ cat + 0.2


def test_no_words_give_no_rows() -> None:
    assert WordVectors().lookup([]).shape == (0, 512)


def test_what_is_remembered_grows_and_starts_anew_without_mixing_words_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.wordvectors._ROOM", 2)
    monkeypatch.setattr("index.wordvectors._REMEMBERED", 10)
    vectors = WordVectors(encoder=_Lengths())
    for words in (["a", "bb"], ["a", "ccc", "dddd"], ["x" * n for n in range(5, 14)], ["bb", "a"], ["y" * 20] * 3):
        assert vectors.lookup(words)[:, 0].tolist() == [float(len(word)) for word in words]


class _Lengths:
    name, dim, max_tokens = "lengths", 512, None

    def encode_queries(self, texts: Sequence[str]) -> Matrix:
        return np.array([[len(text)] * 512 for text in texts], dtype=np.float32)

    def encode_passages(self, texts: Sequence[str]) -> Matrix:
        return self.encode_queries(texts)


class _NeverAsked:
    name, dim, max_tokens = "never", 512, None

    def encode_queries(self, texts: object) -> np.ndarray:
        raise AssertionError("the cache was not read")

    encode_passages = encode_queries
