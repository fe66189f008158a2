from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.article import Article
from corpus.errors import ArticleNotFound, BuildFailed, IndexDamaged, IndexMismatch, NoIndex
from corpus.home import Home
from index import build as build_module
from index.build import build
from index.cost import build_cost
from index.encoder import Matrix
from index.generation import Generation, load, rank_articles, rollback, status
from index.publish import build_lock
from index.types import Filters
from tests.fakes import BagOfWords

_FOX = Article(
    "fox",
    "fox.md",
    "Rubah",
    "Rubah cokelat melompati anjing malas. Rubah itu lari ke hutan.",
    "2021-06-16",
    "KPU Kota Salatiga",
)
_TAX = Article(
    "tax",
    "tax.md",
    "Pajak",
    "Laporan pajak daerah diserahkan kepada bupati. Penerimaan naik.",
    "2022-03",
    "KPU Kabupaten Kudus",
)
_VOTE = Article(
    "vote",
    "vote.md",
    "Pemilu",
    "Pemungutan suara pemilu digelar 14 Februari 2024. PPK bertugas di kecamatan.",
    "2024",
    "KPU RI",
)
_ALL = [_FOX, _TAX, _VOTE]


def _served(tmp_path: Path, articles: Sequence[Article] = _ALL) -> Generation:
    home = Home(tmp_path)
    build(home, articles, BagOfWords())
    return load(home, BagOfWords())


def _answers(generation: Generation, question: str, filters: Filters | None = None) -> list[tuple[str, float]]:
    return [(hit.chunk.id, hit.score) for hit in generation.search(question, "id", 10, filters)]


def test_the_fox_comes_before_the_tax_report(tmp_path: Path) -> None:
    hits = _served(tmp_path).search("rubah melompati siapa", "id")
    assert hits[0].chunk.article_id == "fox"
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    for hit in hits:
        article = next(article for article in _ALL if article.id == hit.chunk.article_id)
        assert article.text[hit.chunk.start : hit.chunk.end] == hit.chunk.text


def test_an_english_question_finds_the_indonesian_passage_by_translated_words(tmp_path: Path) -> None:
    # The fake encoder knows no languages: only the word vectors can bridge them.
    assert _served(tmp_path).search("tax report", "en")[0].chunk.article_id == "tax"


@pytest.mark.parametrize("question", ["pemungtan suara", "tugas Panitia Pemilihan Kecamatan", "what does the PPK do"])
def test_slips_and_spelt_out_abbreviations_find_their_passage(tmp_path: Path, question: str) -> None:
    assert _served(tmp_path).search(question, "id")[0].chunk.article_id == "vote"


def test_articles_are_those_of_the_build(tmp_path: Path) -> None:
    generation = _served(tmp_path)
    assert generation.article("fox") == _FOX
    assert list(generation.articles()) == sorted(_ALL, key=lambda article: article.id)
    with pytest.raises(ArticleNotFound):
        generation.article("nope")


@pytest.mark.parametrize(
    ("filters", "allowed"),
    [
        (Filters(published_after="2021-07-01"), {"tax", "vote"}),
        (Filters(published_after="2022-03-20", published_before="2022-12-31"), {"tax"}),
        (Filters(published_before="2021-06-16"), {"fox"}),
        (Filters(published_after="2024-06-01"), {"vote"}),
        (Filters(office="kpu salatiga"), {"fox"}),
        (Filters(office="Bawaslu"), set()),
    ],
)
def test_filters_limit_before_ranking(tmp_path: Path, filters: Filters, allowed: set[str]) -> None:
    found = _served(tmp_path).search("laporan pajak rubah pemilu", "id", 10, filters)
    assert {hit.chunk.article_id for hit in found} == allowed


def test_an_undated_article_fails_every_date_limit(tmp_path: Path) -> None:
    generation = _served(tmp_path, [replace(_FOX, published=None), _TAX])
    assert {c for c, _ in _answers(generation, "rubah", Filters(published_after="1900-01-01"))} == {"tax:00000000"}


def test_near_copies_are_one_hit(tmp_path: Path) -> None:
    copy = replace(_FOX, id="copy", text=_FOX.text + " Selesai.")
    hits = _served(tmp_path, [*_ALL, copy]).search("rubah cokelat", "id")
    assert sorted([hits[0].chunk.id, *hits[0].similar]) == ["copy:00000000", "fox:00000000"]
    assert len(hits) == 3
    ranked = rank_articles(_served(tmp_path, [*_ALL, copy]), "rubah cokelat", "id")
    assert [article_id for article_id, _ in ranked[:2]] == ["copy", "fox"]


def test_the_same_corpus_gives_the_same_generation_without_encoding(tmp_path: Path) -> None:
    home, encoder = Home(tmp_path), BagOfWords()
    first = build(home, _ALL, encoder)
    encoded = len(encoder.calls)
    assert build(home, reversed(_ALL), encoder) == first
    assert len(encoder.calls) == encoded


def test_an_update_encodes_only_what_is_new_and_equals_a_full_build(tmp_path: Path) -> None:
    grown, encoder = Home(tmp_path / "grown"), BagOfWords()
    build(grown, [_FOX, _TAX], encoder)
    encoder.calls.clear()
    build(grown, _ALL, encoder)
    passages = [text for call in encoder.calls for text in call if "\n" in text]
    assert passages == [f"{_VOTE.title}\n{_VOTE.text}"]
    whole = _served(tmp_path / "whole")
    updated = load(grown, encoder)
    assert updated.name == whole.name
    for question in ("rubah lari", "pajak daerah", "kapan pemungutan suara"):
        assert _answers(updated, question) == _answers(whole, question)


def test_the_cost_of_a_build_counts_what_is_new(tmp_path: Path) -> None:
    home = Home(tmp_path)
    assert build_cost(home, _ALL, BagOfWords()).to_encode == 3
    build(home, [_FOX, _TAX], BagOfWords())
    cost = build_cost(home, _ALL, BagOfWords())
    assert (cost.passages, cost.to_encode) == (3, 1)
    assert build_cost(home, [_FOX], BagOfWords()).seconds == 0.0


class _Dies(BagOfWords):
    def encode_passages(self, texts: Sequence[str]) -> Matrix:
        raise OSError(28, "No space left on device")


def test_a_build_that_dies_leaves_the_old_one_serving(tmp_path: Path) -> None:
    home = Home(tmp_path)
    name = _served(tmp_path, [_FOX, _TAX]).name
    with pytest.raises(BuildFailed, match="No space left"):
        build(home, _ALL, _Dies())
    assert load(home, BagOfWords()).name == name
    assert [path.name for path in home.index.iterdir() if path.is_dir()] == [name]


def test_what_a_killed_build_left_is_cleared_away(tmp_path: Path) -> None:
    home = Home(tmp_path)
    (home.index / "building-1").mkdir(parents=True)
    (home.index / "building-1" / "vectors.npy").write_bytes(b"half")
    _served(tmp_path)
    assert not (home.index / "building-1").exists()


def test_two_builds_do_not_collide(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build_module, "_WAIT_FOR_OTHER_BUILD_S", 0.0)
    home = Home(tmp_path)
    with build_lock(home, 0), pytest.raises(BuildFailed, match="Another build"):
        build(home, _ALL, BagOfWords())


def test_rollback_goes_back_once_and_old_generations_are_cleared_away(tmp_path: Path) -> None:
    home = Home(tmp_path)
    names = [build(home, _ALL[: count + 1], BagOfWords(), keep=2).generation for count in range(3)]
    assert status(home)["generations"] == names[1:]
    assert rollback(home) == names[1]
    assert load(home, BagOfWords()).name == names[1]
    with pytest.raises(NoIndex):
        rollback(home)


def test_damage_is_named_and_not_served(tmp_path: Path) -> None:
    home = Home(tmp_path)
    folder = home.index / _served(tmp_path).name
    vectors = folder / "vectors.npy"
    content = bytearray(vectors.read_bytes())
    vectors.write_bytes(content[:-5])
    with pytest.raises(IndexDamaged, match=r"vectors\.npy has"):
        load(home, BagOfWords())
    content[-1] ^= 1
    vectors.write_bytes(content)
    with pytest.raises(IndexDamaged, match=r"vectors\.npy has been altered"):
        status(home)
    vectors.unlink()
    with pytest.raises(IndexDamaged, match=r"vectors\.npy is missing"):
        load(home, BagOfWords())


def test_a_damaged_generation_is_built_again(tmp_path: Path) -> None:
    home = Home(tmp_path)
    generation = _served(tmp_path)
    before = _answers(generation, "rubah lari")
    vectors = home.index / generation.name / "vectors.npy"
    vectors.write_bytes(vectors.read_bytes()[:-1])
    assert build(home, _ALL, BagOfWords()).generation == generation.name
    assert _answers(load(home, BagOfWords()), "rubah lari") == before


def test_a_home_without_an_index_says_so(tmp_path: Path) -> None:
    with pytest.raises(NoIndex, match="tanya add"):
        load(Home(tmp_path), BagOfWords())


def test_another_encoder_is_refused(tmp_path: Path) -> None:
    _served(tmp_path)
    other = BagOfWords()
    other.name = "fake:other"
    with pytest.raises(IndexMismatch, match="fake:other"):
        load(Home(tmp_path), other)


def test_an_empty_corpus_is_a_generation_that_finds_nothing(tmp_path: Path) -> None:
    generation = _served(tmp_path, [])
    assert generation.search("rubah", "id") == []


def test_questions_without_content_words_are_answered_by_vectors_alone(tmp_path: Path) -> None:
    assert len(_served(tmp_path).search("apa itu yang di", "id")) == 3
    assert _served(tmp_path).search("   ", "id") == []


def test_progress_reaches_its_total(tmp_path: Path) -> None:
    seen: dict[str, tuple[int, int]] = {}
    build(Home(tmp_path), _ALL, BagOfWords(), progress=lambda stage, done, total: seen.update({stage: (done, total)}))
    assert seen["passages"] == (3, 3)
    assert all(done == total for done, total in seen.values())
