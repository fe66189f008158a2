from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from corpus.article import Article
from corpus.database import Database
from corpus.errors import ArticleNotFound
from corpus.store import ArticleStore
from tests.postgres import running_postgres

STORY = (
    "KPU menetapkan {n} pemilih dalam rapat pleno terbuka di kantor KPU pada Rabu siang. Rapat dipimpin oleh ketua dan "
    "dihadiri perwakilan partai politik, Bawaslu, serta pemerintah daerah. Daftar itu menjadi dasar pencetakan surat "
    "suara dan penyusunan kebutuhan logistik pemungutan suara di semua tempat pemungutan suara yang telah dibentuk."
)

TABLES = (
    "articles", "article_versions", "article_addresses", "article_bands", "article_groups", "withdrawn_articles",
)  # fmt: skip


def article(name: str, text: str, published: str | None = None, office: str | None = None) -> Article:
    place = f"/berita/{name}.txt"
    return Article(name, place, name.title(), text, published=published, office=office, location=place)


def row(export: str, own_id: str, text: str) -> Article:
    place = f"/ekspor/{export}.jsonl#id={own_id}"
    return Article(own_id, place, f"Baris {own_id} {export}", text, location=place)


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with running_postgres() as url:
        yield url


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def store(request: pytest.FixtureRequest) -> Iterator[ArticleStore]:
    database = Database("sqlite://" if request.param == "sqlite" else request.getfixturevalue("server"))
    with database.transaction() as connection:
        for table in TABLES:
            connection.run(f"DELETE FROM {table}")
    yield ArticleStore(database)
    database.close()


def ids(store: ArticleStore) -> list[str]:
    return [kept.id for kept in store.all()]


def test_what_is_put_comes_back_whole_and_in_order(store: ArticleStore) -> None:
    given = [article("b", "Isi kedua.", published="2021-06", office="KPU RI"), article("a", "Isi pertama.")]
    given[0] = replace(given[0], pages=(0, 4))
    report = store.put(given)
    assert report.added == ("b", "a")
    assert [replace(kept, content_hash="") for kept in store.all()] == [given[1], given[0]]
    assert store.get("b").pages == (0, 4)
    assert report.summary() == "2 added"


def test_the_same_article_twice_is_one_article(store: ArticleStore) -> None:
    store.put([article("a", "Isi berita.")])
    report = store.put([article("a", "Isi berita."), article("salinan", "Isi  BERITA.\n")])
    assert (report.unchanged, report.duplicates, report.anything) == (("a",), ("salinan",), False)
    assert ids(store) == ["a"]
    assert store.addresses("a") == ["/berita/a.txt", "/berita/salinan.txt"]
    assert store.holds_address("/berita/salinan.txt")
    assert not store.holds_address("/berita/lain.txt")


def test_a_changed_article_keeps_its_id_and_what_it_said_before(store: ArticleStore) -> None:
    store.put([article("a", "Pemungutan suara 28 Februari 2024.")])
    store.put([article("a", "Pemungutan suara 14 Februari 2024.")])
    report = store.put([article("a", "Pemungutan suara 14 Februari 2024, sah.")])
    assert report.changed == ("a",)
    assert store.get("a").text.endswith("sah.")
    assert [(old.version, old.article.text) for old in store.versions("a")] == [
        (2, "Pemungutan suara 14 Februari 2024."),
        (1, "Pemungutan suara 28 Februari 2024."),
    ]


def test_a_corrected_title_or_date_is_a_change_too(store: ArticleStore) -> None:
    store.put([article("a", "Isi.", published="2021-06-16")])
    assert store.put([article("a", "Isi.", published="2021-06-17")]).changed == ("a",)


@pytest.mark.parametrize(
    "corrected",
    [
        {"source": "https://kpu.go.id/berita/1"}, {"event_date": "2021-06-20"}, {"published_from": "front matter"},
        {"pages": (0, 2)},
    ],
)  # fmt: skip
def test_what_a_file_says_beside_its_content_is_corrected_too(store: ArticleStore, corrected: dict[str, Any]) -> None:
    first = replace(article("a", "Isi."), event_date="2021-06-16")
    store.put([first])
    for expected in (("a",), ()):
        assert store.put([replace(first, **corrected)]).changed == expected
    assert replace(store.get("a"), content_hash="") == replace(first, **corrected)
    assert store.versions("a") == []


def test_what_another_file_says_beside_the_same_content_is_its_own(store: ArticleStore) -> None:
    store.put([row("januari", "1", "Isi.")])
    other = replace(row("februari", "1", "Isi."), source="https://kpu.go.id/berita/1")
    assert store.put([other]).changed == ()
    assert store.get("1").source == "/ekspor/januari.jsonl#id=1"


def test_two_files_that_give_the_same_ids_lose_nothing(store: ArticleStore) -> None:
    january = [row("januari", number, f"Isi Januari {number}.") for number in "12"]
    february = [row("februari", number, f"Isi Februari {number}.") for number in "12"]
    store.put(january)
    report = store.put(february)
    assert (report.changed, [name[:13] for name in report.added]) == ((), ["februari-id-1", "februari-id-2"])
    assert sorted(kept.text for kept in store.all()) == sorted(one.text for one in [*january, *february])
    assert store.get("1").text == "Isi Januari 1."
    # Each goes on with its own id, whichever is read first.
    assert store.put([*february, *january]).unchanged == (*report.added, "1", "2")
    assert store.put([row("februari", "1", "Isi Februari diperbaiki.")]).changed == report.added[:1]
    assert store.put([row("januari", "1", "Isi Januari diperbaiki.")]).changed == ("1",)
    assert [old.article.text for old in store.versions(report.added[0])] == ["Isi Februari 1."]
    assert [old.article.text for old in store.versions("1")] == ["Isi Januari 1."]
    assert len(ids(store)) == 4


def test_an_article_put_right_in_another_file_is_the_same_article(store: ArticleStore) -> None:
    store.put([row("januari", "1", "Isi Januari.")])
    mended = replace(row("unggahan", "1", "Isi Januari yang diperbaiki."), title="Baris 1 januari")
    assert store.put([mended]).changed == ("1",)
    assert [old.article.text for old in store.versions("1")] == ["Isi Januari."]


def test_an_id_stays_an_articles_own_when_the_file_that_had_the_same_one_leaves(store: ArticleStore) -> None:
    store.put([row("januari", "1", "Isi Januari.")])
    (name,) = store.put([row("februari", "1", "Isi Februari.")]).added
    store.remove_location("/ekspor/januari.jsonl#id=1")
    assert store.put([row("februari", "1", "Isi Februari diperbaiki.")]).changed == (name,)
    assert [old.article.text for old in store.versions(name)] == ["Isi Februari."]


def test_a_copy_whose_id_was_taken_meanwhile_keeps_its_text(store: ArticleStore) -> None:
    store.put([row("januari", "9", "Teks lama."), row("februari", "1", "Teks lama."), row("maret", "1", "Teks lain.")])
    store.put([row("januari", "9", "Teks baru.")])
    assert sorted(kept.text for kept in store.all()) == ["Teks baru.", "Teks lain.", "Teks lama."]


def test_a_row_that_was_known_by_its_number_stays_the_same_article(store: ArticleStore) -> None:
    store.put([replace(row("januari", "7", "Isi."), location="/ekspor/januari.jsonl#3")])
    assert store.put([row("januari", "7", "Isi diperbaiki.")]).changed == ("7",)


def test_when_one_address_changes_the_old_text_stays_under_the_other(store: ArticleStore) -> None:
    store.put([article("a", "Teks lama."), article("b", "Teks lama.")])
    store.put([article("a", "Teks baru.")])
    assert {kept.id: kept.text for kept in store.all()} == {"a": "Teks baru.", "b": "Teks lama."}
    assert store.addresses("b") == ["/berita/b.txt"]


def test_a_text_whose_last_address_says_something_else_now_is_withdrawn(store: ArticleStore) -> None:
    store.put([article("a", "Teks lama."), article("b", "Teks lama.")])
    assert not store.remove_location("/berita/a.txt")
    assert store.get("a").location == "/berita/b.txt"
    store.put([article("b", "Teks baru.")])
    assert ids(store) == ["b"]


def test_removal_leaves_nothing_but_the_news_of_it(store: ArticleStore) -> None:
    store.put([article("a", "Satu."), article("b", "Dua.")])
    store.put([article("a", "Satu lagi.")])
    with pytest.raises(ArticleNotFound, match="no article tidak-ada"):
        store.remove(["a", "tidak-ada"])
    assert ids(store) == ["a", "b"]
    store.remove(["a"])
    assert ids(store) == ["b"]
    assert store.versions("a") == []
    assert store.addresses("a") == []
    assert list(store.withdrawn()) == ["a"]
    with pytest.raises(ArticleNotFound, match="was withdrawn on"):
        store.get("a")
    assert store.put([article("a", "Satu.")]).added == ("a",)
    assert store.withdrawn() == {}


def test_an_address_that_vanishes_takes_its_article_along_only_when_it_was_the_last(store: ArticleStore) -> None:
    store.put([article("a", "Satu.")])
    assert not store.remove_location("/berita/tak-dikenal.txt")
    assert store.remove_location("/berita/a.txt")
    assert ids(store) == []


def test_which_of_many_ids_are_held(store: ArticleStore) -> None:
    store.put([article("a", "Satu."), article("b", "Dua.")])
    store.remove(["b"])
    assert store.held([f"n{number}" for number in range(700)] + ["a", "b"]) == {"a"}
    assert store.held([]) == set()


def test_near_copies_form_a_group_that_the_earliest_represents(store: ArticleStore) -> None:
    story = STORY.format(n="812.450")
    store.put(
        [
            article("kudus", f"Kudus – {story}", published="2023-06-22"),
            article("demak", f"Demak – {story} (hupmas)", published="2023-06-21"),
            article("jepara", story.replace("Rabu siang", "Rabu sore"), published="2023-06-23"),
            article("lain", "Berita lain tentang pelantikan panitia pemungutan suara di tiga belas kecamatan."),
        ]
    )
    assert store.groups() == {"demak": "demak", "jepara": "demak", "kudus": "demak"}
    store.remove(["demak"])
    assert store.groups() == {"jepara": "kudus", "kudus": "kudus"}
    store.remove(["jepara"])
    assert store.groups() == {}


def test_the_same_wording_with_another_figure_is_another_statement(store: ArticleStore) -> None:
    store.put([article("a", STORY.format(n="812.450")), article("b", STORY.format(n="812.405"))])
    assert store.groups() == {}


def test_a_change_can_leave_a_group(store: ArticleStore) -> None:
    story = STORY.format(n="812.450")
    store.put([article("a", f"Kudus – {story}"), article("b", f"Demak – {story}")])
    assert set(store.groups()) == {"a", "b"}
    store.put([article("b", "Naskah yang sama sekali lain tentang seleksi anggota panitia pemilihan kecamatan.")])
    assert store.groups() == {}


def test_the_corpus_hash_follows_content_not_history(store: ArticleStore) -> None:
    store.put([article("a", "Satu."), article("b", "Dua.")])
    before = store.corpus_hash()
    store.put([article("a", "Lain.")])
    assert store.corpus_hash() != before
    store.put([article("a", "Satu.")])
    assert store.corpus_hash() == before
    store.remove(["b"])
    assert store.corpus_hash() != before


def test_more_articles_than_one_batch(store: ArticleStore) -> None:
    many = [article(f"n{number:04}", f"Berita nomor {number} dari kantor.") for number in range(1203)]
    assert len(store.put(many).added) == 1203
    assert ids(store) == [one.id for one in many]


def test_two_programs_that_add_the_same_articles_at_once_both_succeed(tmp_path: Path) -> None:
    many = [article(f"n{number:03}", f"Berita nomor {number} dari kantor kabupaten.") for number in range(60)]

    def add() -> list[str]:
        database = Database(f"sqlite:///{tmp_path / 'bersama.sqlite'}")
        store = ArticleStore(database)
        for one in many:
            store.put([one])
        held = ids(store)
        database.close()
        return held

    with ThreadPoolExecutor(3) as pool:
        results = [task.result() for task in [pool.submit(add) for _ in range(3)]]
    assert results == [[one.id for one in many]] * 3
