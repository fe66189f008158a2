"""A sync that dies at any moment leaves whole articles, and the next one does the rest."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.article import Article
from corpus.database import Connection, Database
from corpus.store import ArticleStore
from corpus.sync import sync_folder


class Killed(BaseException):
    """As final as a signal: nothing in the program catches it."""


class MortalDatabase(Database):
    """Dies just before the commit of its n-th transaction, or just after."""

    lives: int | None = None
    after = False

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        if self.lives is not None:
            self.lives -= 1
        dies = self.lives == 0
        with super().transaction() as connection:
            yield connection
            if dies and not self.after:
                raise Killed
        if dies:
            raise Killed


def contents(store: ArticleStore) -> list[Article]:
    return [replace(article, content_hash="") for article in store.all()]


def populate(folder: Path, edition: int) -> None:
    """The folder as it is before (0) and after (1) a day's work: files changed, added, moved, emptied of rows, gone."""
    folder.mkdir(exist_ok=True)
    for old in folder.iterdir():
        old.unlink()
    rows = [
        f'{{"id": "baris-{number}", "title": "Baris", "text": "Isi baris {number}."}}' for number in range(4 - edition)
    ]
    files = {
        "tetap.txt": "Tetap\n\nIsi yang tetap.",
        "ubah.txt": f"Ubah\n\nIsi edisi {edition}.",
        "banyak.jsonl": "\n".join(rows),
    }
    files |= {"salinan.txt": "Ubah\n\nIsi edisi 0."}
    files |= (
        {"baru.txt": "Baru\n\nIsi baru.", "pindah.txt": "Lama\n\nSama saja."}
        if edition
        else {"lama.txt": "Lama\n\nSama saja."}
    )
    files |= {} if edition else {"hilang.txt": "Hilang\n\nIsi yang hilang."}
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")


@pytest.mark.parametrize("after", [False, True])
def test_a_sync_killed_at_any_transaction_is_finished_by_the_next(tmp_path: Path, after: bool) -> None:
    folder = tmp_path / "berita"

    def run(name: str, lives: int | None) -> tuple[list[Article], bool]:
        database = MortalDatabase(f"sqlite:///{tmp_path / name}")
        store = ArticleStore(database)
        populate(folder, 0)
        sync_folder(folder, store)
        populate(folder, 1)
        database.lives, database.after, killed = lives, after, False
        try:
            sync_folder(folder, store)
        except Killed:
            killed = True
        database.lives = None
        whole = contents(store)
        assert all(article.text and store.get(article.id) for article in whole)
        sync_folder(folder, store)
        result = contents(store)
        assert not sync_folder(folder, store).anything
        database.close()
        return result, killed

    expected, _ = run("tenang.sqlite", None)
    assert [article.title for article in expected if article.id.startswith("baris")] == ["Baris"] * 3
    moments, killed = 0, True
    while killed:
        moments += 1
        result, killed = run(f"mati-{moments}.sqlite", moments)
        assert [(one.id, one.text) for one in result] == [(one.id, one.text) for one in expected], moments
    assert moments > 12
