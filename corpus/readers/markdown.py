"""Markdown with front matter. Knows the keys that articles may carry; the text itself is kept as written."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from corpus.article import Article
from corpus.decoding import decode
from corpus.draft import Draft
from corpus.errors import UnreadableArticle
from corpus.identity import given_id
from corpus.page import to_article

_FRONT = re.compile(r"\A\s*---[ \t]*\r?\n(?P<yaml>.*?)^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)
_HEADING = re.compile(r"\A\s*(?:#[ \t]+(?P<marked>[^\n]+?)[ \t#]*(?:\n|\Z)|(?P<underlined>[^\n]+)\n=+[ \t]*(?:\n|\Z))")
LARGEST_FRONT = 20_000  # characters of YAML that are parsed


def read_markdown(data: bytes, location: str) -> Article:
    """The article of a Markdown file; its title is in the front matter, or its first heading.

    Raises `UnreadableArticle` for an empty or binary file and for front matter that is no YAML mapping.
    """
    text = decode(data, location)
    front, body = _front_matter(text, location)
    draft = from_mapping(front, body, location)
    heading = _HEADING.match(draft.text)
    if heading and draft.title in (None, heading["marked"], heading["underlined"]):
        title = heading["marked"] or heading["underlined"]
        return to_article(from_mapping({**front, "title": title}, draft.text[heading.end() :], location))
    return to_article(draft)


def from_mapping(values: Mapping[str, Any], text: str, location: str) -> Draft:
    """A draft from the keys that front matter, JSONL rows and CSV rows share; unknown keys are passed over."""

    def value(*names: str) -> str | None:
        found = next((values[name] for name in names if values.get(name) not in (None, "")), None)
        return None if found is None or isinstance(found, dict) else _shown(found)

    return Draft(
        text,
        location,
        source=value("source", "url", "link") or "",
        id=given_id(values.get("id")),
        title=value("title"),
        published=value("date", "published"),
        published_from="front matter",
        event_date=value("event_date"),
        office=value("office"),
        author=value("author"),
        language=value("language", "lang"),
        category=value("category"),
    )


def _shown(value: object) -> str | None:
    try:
        return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    except ValueError:
        return None  # a number of more digits than Python shows


def _front_matter(text: str, location: str) -> tuple[dict[str, Any], str]:
    found = _FRONT.match(text[: LARGEST_FRONT + 10])
    if not found:
        return {}, text
    import yaml

    try:
        values = yaml.safe_load(found["yaml"])
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise UnreadableArticle(
            f"{location} has front matter that is not YAML.", "Put quotes around values that hold a colon."
        ) from error
    if values is None:
        return {}, text[found.end() :]
    if not isinstance(values, dict):
        raise UnreadableArticle(f"{location} has front matter without keys.", "Write it as “title: …” lines.")
    return {str(key).lower(): value for key, value in values.items()}, text[found.end() :]
