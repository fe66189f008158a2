"""Front matter and rows of any shape: an article or an `UnreadableArticle`, never anything else.

Damaged and random bytes are fuzzed for every format beside the readers' own tests.
"""

from __future__ import annotations

import json

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from corpus.article import Article
from corpus.errors import UnreadableArticle
from corpus.partial import PartialDate
from corpus.readers.files import read_bytes
from corpus.readers.markdown import read_markdown
from tests.fuzz.texts import texts

MANY = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


def _check(data: bytes, ending: str) -> list[Article]:
    """What was read, each article fit for the store and each failure fit for a person."""
    found = []
    for item in read_bytes(data, f"berkas{ending}", f"/folder/berkas{ending}"):
        if isinstance(item, UnreadableArticle):
            assert item.message
            assert item.hint
            continue
        assert isinstance(item, Article)
        assert item.id
        assert item.text.strip()
        json.dumps(item.text + item.title).encode()
        (item.id + item.text + item.title + item.source + (item.office or "") + (item.author or "")).encode("utf-8")
        assert item.published is None or PartialDate.from_iso(item.published)
        found.append(item)
    return found


@MANY
@given(front=texts, body=texts)
@example(front="title: [", body="isi")
@example(front="date: 2024-02-31", body="isi")
@example(front="date: 2024-99-99", body="isi")
@example(front="date: 0001-01-01 00:00:00 +99:00", body="isi")
@example(front="? [a, b]\n: c", body="isi")
@example(front="title: !!python/object:os.system x", body="isi")
@example(front="a: &a [*a]", body="isi")
@example(front="id: " + "../" * 50, body="isi")
@example(front='title: "\\ud800"', body="isi")
@example(front="{" * 2000, body="isi")
@example(front="id: .nan\ndate: .inf\ntitle: 0x" + "f" * 4000, body="isi")
def test_front_matter_never_breaks_the_markdown_reader(front: str, body: str) -> None:
    data = f"---\n{front}\n---\n{body}".encode("utf-8", "surrogatepass")
    try:
        assert isinstance(read_markdown(data, "/folder/a.md"), Article)
    except UnreadableArticle as failure:
        assert failure.hint


VALUES = st.none() | st.booleans() | st.integers() | st.floats() | texts | st.lists(texts, max_size=2)
KEYS = st.sampled_from(["id", "text", "title", "date", "office", "source", "author", "language", "url", "published"])


@MANY
@given(rows=st.lists(st.dictionaries(KEYS, VALUES, max_size=6), max_size=3))
@example(rows=[{"text": "isi \ud800 isi", "title": "\udfff"}])
@example(rows=[{"text": "isi", "id": "a/../../b", "date": "9999999999-01-01"}])
@example(rows=[{"text": "isi", "id": "\x00", "language": "x" * 5000}])
@example(rows=[{"text": "isi", "date": 10**400, "title": 1e308}])
def test_rows_never_break_the_reader(rows: list[dict[str, object]]) -> None:
    lines = "\n".join(json.dumps(row) for row in rows)
    _check(lines.encode(), ".jsonl")
