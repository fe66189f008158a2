"""Whatever bytes come, reading gives articles that keep their promises, or one clear line; never another exception."""

import io
import json

import pytest
from docx import Document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.article import Article
from corpus.dates import PartialDate
from corpus.errors import UnreadableArticle
from corpus.normalise import normalise
from corpus.page import clean
from corpus.readers import READERS
from corpus.readers.files import read_bytes
from tests.corpus.papers import column, odt, pdf, zipped

TEXT = (
    "Judul Berita\n\nKudus, 16 Juni 2021 – KPU Kabupaten Kudus membuka pendaftaran. Bagikan :\n\n"
    "Isi lain yang cukup panjang."
)
CALM = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def docx() -> bytes:
    out, document = io.BytesIO(), Document()
    document.add_paragraph(TEXT)
    document.save(out)
    return out.getvalue()


SEEDS = {
    ".txt": TEXT.encode(),
    ".md": f"---\ntitle: Judul\ndate: 2021-06-16\n---\n{TEXT}".encode(),
    ".html": f"<html><head><title>Judul</title></head><body><article><p>{TEXT}</p></article></body></html>".encode(),
    ".jsonl": json.dumps({"title": "Judul", "text": TEXT}).encode(),
    ".csv": f'title,text\nJudul,"{TEXT}"\n'.encode(),
    ".pdf": pdf([column(TEXT.split("\n"))]),
    ".docx": docx(),
    ".odt": odt(f"<text:p>{TEXT}</text:p>"),
    ".eml": f"Subject: Judul\nDate: Wed, 16 Jun 2021 08:00:00 +0700\n\n{TEXT}".encode(),
    ".zip": zipped({"a.txt": TEXT.encode()}),
}
LINES = st.sampled_from(
    [
        "",
        "Bagikan :",
        "facebook twitter whatapps",
        "Telah dilihat 151 kali",
        "Berita Terkini",
        "Oleh : Siti Maryam",
        "Cilacap, 15 Oktober 2020",
        "KPU KABUPATEN KUDUS GELAR RAPAT",
        "PENGUMUMAN",
        "Nomor: 12/PP/2022",
        "Rabu (16/6) rapat pleno digelar di kantor KPU Kota Salatiga dan dihadiri seluruh anggota.",
        "(hupmas)",
        "#kpukudus",
        "Kudus – Rapat ditutup pukul 16.00 WIB. (NA-BINT)",
        "Berita Terkait",
        "\ue000",
    ]
)


def check(name: str, data: bytes) -> None:
    for item in read_bytes(data, name, f"/x/{name}"):
        if isinstance(item, UnreadableArticle):
            assert item.message
            assert "\n" not in item.message
            continue
        assert isinstance(item, Article)
        assert item.text == normalise(item.text) != ""
        assert item.title == normalise(item.title) != ""
        assert "\n" not in item.title
        assert item.published is None or PartialDate.from_iso(item.published) is not None
        assert list(item.pages) == sorted(item.pages)
        assert all(0 <= start <= len(item.text) for start in item.pages)
        item.text.encode()


@pytest.mark.parametrize("ending", SEEDS)
@CALM
@given(data=st.binary(max_size=400))
def test_any_bytes(ending: str, data: bytes) -> None:
    check(f"a{ending}", data)
    check(f"a{ending}", SEEDS[ending][:12] + data)


@pytest.mark.parametrize("ending", SEEDS)
@CALM
@given(data=st.data())
def test_damaged_files(ending: str, data: st.DataObject) -> None:
    seed = bytearray(SEEDS[ending])
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(seed) - 1))
        seed[place : place + data.draw(st.integers(0, 6))] = data.draw(st.binary(max_size=6))
        if not seed:
            break
    check(f"a{ending}", bytes(seed))


@pytest.mark.parametrize("ending", [".txt", ".html", ".md"])
@CALM
@given(text=st.text(max_size=400))
def test_any_text(ending: str, text: str) -> None:
    check(f"a{ending}", text.encode("utf-8", "surrogatepass"))


@CALM
@given(st.lists(LINES, max_size=14).map("\n".join))
def test_any_page_of_the_genre(page: str) -> None:
    check("a.txt", page.encode())


@CALM
@given(st.text(max_size=300))
def test_normalising_twice_changes_nothing(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


@CALM
@given(st.lists(LINES, max_size=14).map("\n".join))
def test_cleaning_only_takes_away(page: str) -> None:
    text = normalise(page)
    if text:
        kept = clean(text).text.split("\n")
        assert all(any(line in original for original in text.split("\n")) for line in kept)


def test_every_ending_is_fuzzed() -> None:
    same = {".text": ".txt", ".markdown": ".md", ".htm": ".html", ".xhtml": ".html"}
    assert {same.get(ending, ending) for ending in READERS} == set(SEEDS)
