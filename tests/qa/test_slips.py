"""Slips of the pen: mended where nobody knows the word, and nowhere else."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.article import Article
from corpus.home import Home
from index.build import build
from index.encoder import open_encoder
from index.generation import Generation, load
from qa.slips import put_right

TEXT = (
    "Rekapitulasi suara di Kecamatan Welahan selesai pada 3 Mei 2031. Moderator rapat itu Sari Utami. "
    "Rekapitulasi berikutnya digelar di pendopo."
)


@pytest.fixture(scope="module")
def generation(tmp_path_factory: pytest.TempPathFactory) -> Generation:
    home = Home(tmp_path_factory.mktemp("slips"))
    encoder = open_encoder("use-multilingual")
    build(home, [Article("a", "a.md", "Rekapitulasi", TEXT, "2031-05-04", "KPU Kabupaten Jepara")], encoder)
    return load(home, encoder)


@pytest.mark.parametrize(
    ("asked", "mended"),
    [
        ("kapan rekaptulasi di welahan?", "kapan rekapitulasi di welahan?"),
        ("siapa modertor rapat?", "siapa moderator rapat?"),
        ("kapan rekapitulasi?", "kapan rekapitulasi?"),  # right as it is
        ("siapa moderator di Welahn?", "siapa moderator di Welahan?"),
        ("siapa ketua di Jombang?", "siapa ketua di Jombang?"),  # a region, though the corpus lacks it
        ("siapa bendahara rapat?", "siapa bendahara rapat?"),  # a word that readers know, though the corpus lacks it
        ("berapa kursi di DPRD REKAPTULASI?", "berapa kursi di DPRD REKAPTULASI?"),  # abbreviations have no spelling
        ("apa isi rekaptulasi.pdf?", "apa isi rekaptulasi.pdf?"),
        ("apa xqzvw?", "apa xqzvw?"),
    ],
)
def test_only_what_nobody_knows_is_mended(generation: Generation, asked: str, mended: str) -> None:
    assert put_right(asked, "id", generation, {"bendahara"}.__contains__) == mended


@pytest.mark.parametrize(
    ("asked", "mended"),
    [
        ("when was the registraton for the modertor?", "when was the registration for the moderator?"),
        ("how many votrs at the poling statons?", "how many voters at the poling stations?"),  # "poling" is a word, too
        ("which stagess of the electoin?", "which stages of the election?"),
        ("what was the sadness about?", "what was the sadness about?"),
        ("who repainted the kiosk?", "who repainted the kiosk?"),  # no slip for "reprinted"
        ("who spoke in Welahn?", "who spoke in Welahan?"),
    ],
)
def test_english_slips_go_to_english_words(generation: Generation, asked: str, mended: str) -> None:
    assert put_right(asked, "en", generation, set[str]().__contains__) == mended


def test_the_commonest_word_comes_first(tmp_path: Path) -> None:
    encoder = open_encoder("use-multilingual")
    texts = ["Warga memilih wakil di balai.", "Warga memilih wakil di balai desa.", "Warga memilah sampah di balai."]
    articles = [Article(str(n), f"{n}.md", "Warga", text) for n, text in enumerate(texts)]
    build(Home(tmp_path), articles, encoder)
    generation = load(Home(tmp_path), encoder)
    assert generation.spelt_like("memilqh")[0] == "memilih"
    assert generation.spelt_like("memilih") == []
