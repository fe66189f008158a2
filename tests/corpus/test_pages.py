"""Titles, dates, offices and authors of made-up awkward pages and, where they lie beside the project, of real ones."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from corpus.article import Article
from corpus.errors import UnreadableArticle
from corpus.furniture import is_letterhead
from corpus.normalise import normalise
from corpus.pagedates import date_line
from corpus.readers import read_path

PAGES = Path(__file__).parent / "pages"
GOLD: dict[str, dict[str, Any]] = json.loads((PAGES / "gold.json").read_text(encoding="utf-8"))
REAL = Path(__file__).parents[3] / "shared" / "articles"
REAL_GOLD = {
    "000": ("Mengusung konsep Webinar, Ngobar Semangat Ajak", "2021-08-24", "KPU Kabupaten Kudus", None, "inferred"),
    "001": ("KOPI MENJADI SAHABAT DALAM DISKUSI", "2020-10-15", "KPU Kabupaten Cilacap", "M. Muhni", "dateline"),
    "002": ("KPU Kudus Siapkan Diri Songsong Pemilihan", "2021-05-25", "KPU Kabupaten Kudus", None, "the day"),
    "003": ("CPNS HARUS MENGENALI TAHAPAN PEMILU,", "2021-06-16", "KPU Kota Salatiga", None, "inferred"),
    "004": ("Knowledge Sharing KPU Seri12, Pentingnya", "2021-10-21", "KPU Kabupaten Kediri", None, "the day"),
}
LEFT_OVER = ("bagikan :", "bagikan:", "telah dilihat", "whatapps", "(hupmas)", "(na-bint)", "#kpusal", "berita terkini")


def read(path: Path) -> Article:
    (article,) = read_path(path)
    assert isinstance(article, Article)
    return article


@pytest.mark.parametrize("name", GOLD)
def test_the_body_is_the_article_and_nothing_else(name: str) -> None:
    gold, text = GOLD[name], read(PAGES / name).text
    assert text == normalise(text)
    assert text.startswith(gold["starts"] or "")
    assert text.endswith(gold["ends"] or "")


def test_what_is_read_of_awkward_pages() -> None:
    right: Counter[str] = Counter()
    wrong = []
    for name, gold in GOLD.items():
        article = read(PAGES / name)
        for field in ("title", "published", "event_date", "office", "author"):
            value = getattr(article, field)
            # A page without a title gets its first words; that no gold title names.
            right[field] += value == gold[field] or (field == "title" and gold["title"] is None)
            if value != gold[field]:
                wrong.append(f"{name} {field}: {value!r}, gold {gold[field]!r}")
    shares = {field: count / len(GOLD) for field, count in right.items()}
    assert len(GOLD) >= 30
    assert shares["title"] >= 0.95, wrong
    assert shares["published"] >= 0.90, wrong
    assert min(shares.values()) >= 0.90, wrong


@pytest.mark.skipif(not REAL.is_dir(), reason="the real pages are not beside this project")
@pytest.mark.parametrize("number", REAL_GOLD)
def test_real_pages(number: str) -> None:
    (path,) = REAL.glob(f"{number}_*.txt")
    article = read(path)
    title, published, office, author, dated_by = REAL_GOLD[number]
    assert article.title.startswith(title)
    assert (article.published, article.office, article.author) == (published, office, author)
    assert str(article.published_from).startswith(dated_by)
    assert not [mark for mark in LEFT_OVER if mark in article.text.casefold()]
    assert article.title not in article.text


def test_a_hard_wrapped_page_has_its_paragraphs_back() -> None:
    text = read(PAGES / "22_hard_wrapped.txt").text
    assert "penyandang disabilitas untuk ikut" in text
    assert "disampaikan dalam pertemuan" in text
    assert text.count("\n\n") == 1


def test_a_table_keeps_its_rows() -> None:
    text = read(PAGES / "34_table.html").text
    assert "Kanigaran" in text
    assert "153" in text.split("Kanigaran")[1][:12]


def test_text_that_is_all_article_loses_nothing(tmp_path: Path) -> None:
    passage = (
        "Sungai Kapuas adalah sungai terpanjang di Indonesia. Panjangnya lebih dari 1.100 kilometer (bagian hulunya di "
        "Pegunungan Müller). Pada 23 Agustus 1926 banjir besar melanda daerah alirannya."
    )
    (tmp_path / "kapuas.txt").write_text(passage, encoding="utf-8")
    article = read(tmp_path / "kapuas.txt")
    assert article.text == passage
    assert article.published is None
    assert article.title == "Sungai Kapuas adalah sungai terpanjang di Indonesia"


def test_birth_dates_are_not_datelines(tmp_path: Path) -> None:
    (tmp_path / "tokoh.txt").write_text("Tokoh itu (Kudus, 3 April 1971 – Demak, 5 Mei 2001) adalah seorang guru desa.")
    assert read(tmp_path / "tokoh.txt").published is None


@pytest.mark.parametrize("content", ["", " \n\t ", "\u200b\u202e", "--- \n ***"])
def test_a_page_without_words_is_named_as_such(tmp_path: Path, content: str) -> None:
    (tmp_path / "kosong.txt").write_text(content, encoding="utf-8")
    (failure,) = read_path(tmp_path / "kosong.txt")
    assert isinstance(failure, UnreadableArticle)
    assert "kosong.txt" in str(failure)


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Pemungutan Suara: 27 November 2024", None),
        ("PEMUNGUTAN SUARA 27 NOVEMBER 2024", None),
        ("Pemungutan Suara | 27 November 2024", None),
        ("Hari/Tanggal: Rabu, 14 Februari 2024", None),
        ("Mungkid, 5 Desember 2024", "2024-12-05"),
        ("KPU Kabupaten Demak 12 Mei 2023", "2023-05-12"),
        ("Oleh: Budi Santoso, 14 Februari 2024", "2024-02-14"),
        ("21 Okt 2023 • Sosialisasi", "2023-10-21"),
    ],
)
def test_a_day_that_the_page_tells_is_not_its_own(line: str, day: str | None) -> None:
    found = date_line(line)
    assert (found.iso if found else None) == day


@pytest.mark.parametrize(
    ("line", "head"),
    [
        ("Jalan Sehat Pilkada 2024 Diikuti 500 Peserta", False),
        ("Jalankan Coklit, KPU Sleman Turun ke Desa", False),
        ("KOTA SALATIGA SIAP PILKADA", False),
        ("KOTA SALATIGA", True),
        ("Jalan Diponegoro No. 12 Salatiga", True),
        ("Jl. Kyai Mojo 55", True),
    ],
)
def test_a_headline_is_no_letterhead(line: str, head: bool) -> None:
    assert is_letterhead(line) is head
