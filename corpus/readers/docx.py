"""Word documents. Knows python-docx; paragraphs and tables are taken in the order in which they stand."""

from __future__ import annotations

import io
from typing import Any

from corpus.article import Article
from corpus.draft import Draft
from corpus.page import to_article
from corpus.readers.guard import readable, safe_zip


def read_docx(data: bytes, location: str) -> Article:
    """The article of a .docx file; a table becomes one line for each row, cells parted by " | ".

    Raises `UnreadableArticle` for a damaged, empty or dangerously packed file.
    """
    with readable(location, "a Word document", "docx"):
        from docx import Document

        safe_zip(data, location).close()
        document = Document(io.BytesIO(data))
        text = "\n".join(_block(block) for block in document.iter_inner_content())
        properties = document.core_properties
        created = properties.created
    draft = Draft(
        text,
        location,
        title=(properties.title or "").strip() or None,
        written=created.date().isoformat() if created else None,
        scraped=True,
    )
    return to_article(draft)


def _block(block: Any) -> str:
    if not hasattr(block, "rows"):
        heading = str(getattr(block.style, "name", "")).startswith(("Heading", "Title"))
        return f"\n{block.text}\n" if heading else str(block.text)
    return "\n".join(" | ".join(dict.fromkeys(cell.text.strip() for cell in row.cells)) for row in block.rows)
