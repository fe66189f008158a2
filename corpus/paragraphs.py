"""Lines made paragraphs again where a page width has broken them. Knows nothing of what they say."""

from __future__ import annotations

import re

WIDEST = 120  # characters: longer lines are paragraphs, not lines of a page
_SENTENCE_END = re.compile(r"[.!?:;”\"’)]$")
_ITEM = re.compile(r"(?:[-•▪●–*]|\(?(?:\d{1,2}|[a-z])[.)])\s")
_HYPHEN = re.compile(r"(?P<left>[^\W\d_]+)-$")


def unwrapped(text: str) -> str:
    """`text` with the lines of each hard-wrapped paragraph joined; a list or a poem, with its uneven lines, stays."""
    return "\n\n".join(_joined(block.split("\n")) for block in re.split(r"\n\s*\n", text))


def join_lines(lines: list[str]) -> str:
    """Lines as one paragraph. A hyphen at a line's end goes, unless it doubles a word ("undang-undang")."""
    joined = lines[0].strip()
    for line in (line.strip() for line in lines[1:]):
        hyphen = _HYPHEN.search(joined)
        if not hyphen or not line[:1].islower():
            joined = f"{joined} {line}"
        elif line.casefold().startswith(hyphen["left"].casefold()):
            joined += line
        else:
            joined = joined[:-1] + line
    return joined


def _joined(lines: list[str]) -> str:
    lines = [line.strip() for line in lines if line.strip()]
    if len(lines) < 3 or max(map(len, lines)) > WIDEST:
        return "\n".join(lines)
    widest = max(map(len, lines))
    even = all(len(line) >= 0.6 * widest for line in lines[:-1])
    running = sum(not _SENTENCE_END.search(line) for line in lines[:-1]) >= (len(lines) - 1) / 2
    return join_lines(lines) if widest >= 45 and even and running else "\n".join(lines)


def from_page_lines(lines: list[str]) -> str:
    """The lines of a printed page without blank lines as paragraphs.

    A paragraph ends with a short line that ends a sentence, before a list item, and around headings.
    """
    lines = [line.strip() for line in lines if line.strip()]
    widest = max(map(len, lines), default=0)
    blocks: list[list[str]] = []
    for number, line in enumerate(lines):
        previous = lines[number - 1] if number else ""
        short, capital = len(previous) < 0.75 * widest, line[:1].isupper()
        ended = bool(_SENTENCE_END.search(previous)) and (short or (capital and len(previous) < 0.9 * widest))
        heading = previous.isupper() != line.isupper() or (short and capital and len(previous.split()) <= 12)
        if not blocks or ended or heading or _ITEM.match(line):
            blocks.append([])
        blocks[-1].append(line)
    return "\n".join(map(join_lines, blocks))
