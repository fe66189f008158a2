"""The articles that come with Tanya. Knows where in the package they lie; reads them like any Markdown file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from importlib.resources import files

from corpus.article import Article
from corpus.readers.markdown import read_markdown


def read_bundled() -> Iterator[Article]:
    """Every bundled article in the order of its id, which is its file's name without the ending.

    `source` is the address of the facts where the front matter names one, else the file's name in the package.
    """
    folder = files("corpus") / "articles"
    for file in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if file.name.endswith(".md"):
            place = f"corpus/articles/{file.name}"
            article = read_markdown(file.read_bytes(), place)
            yield replace(article, id=file.name.removesuffix(".md"))
