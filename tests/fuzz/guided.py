"""Coverage-guided fuzzing by atheris: `python -m tests.fuzz.guided dates [SECONDS] [CORPUS_FOLDER]`.

Each target feeds what the fuzzer makes to one reader or grammar and checks what hypothesis checks beside it. A crash
ends the program with status 1 and the input that caused it; a folder given as corpus grows with every input that
reached something new, so that a long run goes on from a short one.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["corpus", "index", "qa"]):
    from corpus.article import Article
    from corpus.dates import find_dates
    from corpus.errors import BadQuestion, UnreadableArticle
    from corpus.partial import PartialDate
    from corpus.readers.files import read_bytes
    from index.sentences import sentence_spans
    from qa.draft import marks, read_marked, unmarked
    from qa.question import understand
    from qa.values import find_values

ENDINGS = (".txt", ".md", ".jsonl", ".csv", ".eml", ".html")


def dates(data: bytes) -> None:
    """Spans are exact and dates are of the calendar."""
    text = data.decode("utf-8", "replace")
    for mention in find_dates(text, PartialDate(2024, 2, 29)):
        assert text[mention.start : mention.end] == mention.text
        for known in (mention.first, mention.last):
            assert known is None or known == PartialDate() or PartialDate.from_iso(known.iso) == known


def values(data: bytes) -> None:
    """Spans are exact and every value has a canonical form."""
    text = data.decode("utf-8", "replace")
    for value in find_values(text, None):
        assert text[value.start : value.end] == value.text and value.canonical


def sentences(data: bytes) -> None:
    """Spans ascend and are not blank."""
    text = data.decode("utf-8", "replace")
    last = 0
    for start, end in sentence_spans(text):
        assert last <= start < end <= len(text) and text[start:end].strip()
        last = end


def citations(data: bytes) -> None:
    """Marks are read and taken off whole, and a draft is parsed whatever it holds."""
    text = data.decode("utf-8", "replace")
    assert marks(unmarked(text)) == () or "[" in unmarked(text)
    for sentence in read_marked(text, sentence_spans(text)):
        assert sentence.numbers == marks(sentence.text)


def questions(data: bytes) -> None:
    """A question is understood or refused."""
    try:
        understand(data.decode("utf-8", "replace"))
    except BadQuestion as refusal:
        assert refusal.hint


def readers(data: bytes) -> None:
    """The first byte chooses the format; every item is an article fit for the store or a failure fit for a person."""
    ending = ENDINGS[data[0] % len(ENDINGS)] if data else ".txt"
    for item in read_bytes(data[1:], f"a{ending}", f"/f/a{ending}"):
        assert item.hint if isinstance(item, UnreadableArticle) else isinstance(item, Article) and item.text.strip()


TARGETS: dict[str, Callable[[bytes], None]] = {
    target.__name__: target for target in (dates, values, sentences, citations, questions, readers)
}


def seeds(folder: str) -> str:
    """Fill a folder with lines of the bundled articles and a file of each format, to begin from."""
    articles = Path(__file__).parents[2] / "corpus" / "articles"
    lines = [line for path in sorted(articles.glob("*.md"))[:20] for line in path.read_bytes().splitlines() if line]
    whole = [
        bytes([number]) + path.read_bytes()[:1500] for number, path in enumerate(sorted(articles.glob("*.md"))[:6])
    ]
    for number, seed in enumerate([*lines, *whole]):
        Path(folder, f"seed{number:04}").write_bytes(seed)
    return folder


def main(argv: list[str]) -> None:
    """Run one target for some seconds (60)."""
    if len(argv) < 2 or argv[1] not in TARGETS:
        sys.exit(f"usage: python -m tests.fuzz.guided {{{','.join(TARGETS)}}} [SECONDS] [CORPUS_FOLDER]")
    seconds = argv[2] if len(argv) > 2 else "60"
    grown = argv[3:] or [seeds(tempfile.mkdtemp(prefix="tanya-fuzz-"))]
    options = [f"-max_total_time={seconds}", "-max_len=2000", "-timeout=20", "-print_final_stats=1"]
    atheris.Setup([argv[0], *options, *grown], TARGETS[argv[1]])
    atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv)
