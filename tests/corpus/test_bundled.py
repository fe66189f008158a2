import subprocess
import sys
from pathlib import Path

from corpus.bundled import read_bundled
from corpus.identity import file_of, location_id, slug
from corpus.language import detect
from corpus.partial import PartialDate

HEAVY = ["trafilatura", "pypdf", "docx", "odf", "yaml", "datasketch", "watchfiles", "numpy", "scipy", "lxml"]


def test_bundled_articles_are_dated_and_go_by_their_file_names() -> None:
    articles = list(read_bundled())
    stems = sorted(path.stem for path in (Path(__file__).parents[2] / "corpus" / "articles").glob("*.md"))
    assert [article.id for article in articles] == stems
    assert len(articles) >= 40
    for article in articles:
        assert article.title
        assert article.text
        assert PartialDate.from_iso(article.published or "") is not None, article.id
        assert article.published_from == "front matter"
        assert article.title not in article.text.split("\n")


def test_importing_the_room_imports_nothing_heavy() -> None:
    program = f"""
import sys
import corpus.bundled, corpus.readers, corpus.store, corpus.sync, corpus.dates, corpus.offices
print([name for name in {HEAVY!r} if name in sys.modules])
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_languages() -> None:
    assert detect("Pemungutan suara akan dilaksanakan pada hari Rabu di seluruh tempat pemungutan suara.") == "id"
    assert detect("The vote will be held on Wednesday in all of the polling stations of the country.") == "en"
    assert (
        detect("Die Abstimmung findet am Mittwoch in allen Wahllokalen des Landes statt, wie gestern gesagt wurde.")
        == "other"
    )
    assert detect("投票は水曜日に行われます") == "id"
    assert detect("投票は水曜日に行われます", default="other") == "other"
    assert detect("kapan pemilu 2024?") == "id"
    assert detect("when is the 2024 vote?") == "en"


def test_ids_are_readable_and_tell_locations_apart() -> None:
    one = location_id("https://kab-kudus.kpu.go.id/berita/baca/7777/rapat-pleno-terbuka.html")
    other = location_id("https://kab-demak.kpu.go.id/berita/baca/7777/rapat-pleno-terbuka.html")
    assert one.rsplit("-", 1)[0] == other.rsplit("-", 1)[0] == "rapat-pleno-terbuka"
    assert one != other
    assert location_id("/a/b.jsonl#12").startswith("b-12-")
    assert location_id("https://kpu.go.id/").startswith("kpu-go-id-")
    assert location_id("/a/b.jsonl#id=12").startswith("b-id-12-")
    assert slug("Jum’at: Rapat “Pleno” & Évaluasi!") == "jumat-rapat-pleno-evaluasi"
    assert slug("投票") == "article"


def test_a_row_lies_in_its_file() -> None:
    for file in ("/a/b.jsonl", "/a/c.zip/b.csv", "/a#1/b.md", "/a/Berita #3.md", "/a/b.x#c.csv", "https://kpu.go.id/a"):
        assert file_of(file) == file
    for row in ("/a/b.jsonl#12", "/a/b.jsonl#id=1.2"):
        assert file_of(row) == "/a/b.jsonl"
    assert file_of("/a/b.x#c.csv#id=7") == "/a/b.x#c.csv"
