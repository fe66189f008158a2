"""The fitting set is what its README says: answers stand in their pages, parts share nothing, no text is borrowed."""

import json
import re
from collections import Counter
from pathlib import Path

import pytest

from index.sentences import sentence_spans
from index.words import stem, words
from qa.written import FOLDER, Part, WrittenPage, all_pages, part_of, written_pages

ROOT = Path(__file__).resolve().parents[2]
PARTS: tuple[Part, ...] = ("read", "fit", "choose")
KINDS = {
    *("date", "time", "number", "money", "percent", "person", "place", "office", "expansion"),
    *("definition", "reason", "list", "regulation", "other"),
}
BORROWED_WORDS = 18  # the names of laws and of the votes make runs of many words that everybody writes


@pytest.fixture(scope="module")
def pages() -> tuple[WrittenPage, ...]:
    return all_pages()


def runs(text: str) -> set[tuple[str, ...]]:
    found = re.findall(r"\w+", text.lower())
    return set(zip(*(found[start:] for start in range(BORROWED_WORDS)), strict=False))


def test_ids_and_questions_are_unique(pages: tuple[WrittenPage, ...]) -> None:
    ids = [page.article.id for page in pages]
    indonesian = [asked.indonesian.lower() for page in pages for asked in page.asked]
    english = [asked.english.lower() for page in pages for asked in page.asked]
    for values in (ids, indonesian, english):
        assert [value for value, times in Counter(values).items() if times > 1] == []


def test_every_answer_stands_in_its_page(pages: tuple[WrittenPage, ...]) -> None:
    lost = [(page.article.id, a) for page in pages for q in page.asked for a in q.answers if a not in page.article.text]
    assert lost == []


def test_questions_are_whole(pages: tuple[WrittenPage, ...]) -> None:
    for page in pages:
        assert page.article.title
        # A passage of an encyclopaedia has neither, and only the reader learns from it.
        assert bool(page.article.published) == bool(page.article.office)
        assert page.article.office or page.part == "read"
        for asked in page.asked:
            assert asked.kind in KINDS
            assert asked.indonesian and asked.english and asked.indonesian != asked.english


def test_about_a_quarter_has_no_answer_in_each_part() -> None:
    for part in PARTS:
        answered = [bool(asked.answers) for page in written_pages(part) for asked in page.asked]
        assert 0.20 <= answered.count(False) / len(answered) <= 0.35


def test_families_are_never_parted(pages: tuple[WrittenPage, ...]) -> None:
    parts = {page.family: {other.part for other in pages if other.family == page.family} for page in pages}
    older = {page.family for page in pages if page.part != part_of(page.family)}
    assert [family for family, found in parts.items() if len(found) > 1 and family not in older] == []
    assert {page.part for page in pages} == set(PARTS)


def test_no_passage_comes_from_the_bundled_articles(pages: tuple[WrittenPage, ...]) -> None:
    articles = sorted((ROOT / "corpus" / "articles").glob("*.md"))
    assert articles
    taken = set().union(*(runs(path.read_text(encoding="utf-8")) for path in articles))
    assert [page.article.id for page in pages if runs(f"{page.article.title} {page.article.text}") & taken] == []


def test_no_question_is_asked_in_the_evaluation_sets(pages: tuple[WrittenPage, ...]) -> None:
    asked = {
        str(json.loads(line).get(key, "")).lower()
        for path in sorted((ROOT / "eval" / "sets").glob("*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
        for key in ("question_id", "question_en")
    }
    assert asked
    ours = {question.lower() for page in pages for q in page.asked for question in (q.indonesian, q.english)}
    assert ours & asked == set()


def test_a_broken_page_is_named(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text("@page halaman-satu\nfamily: x\n---\nTeks.\n", encoding="utf-8")
    with pytest.raises(ValueError, match="halaman-satu"):
        all_pages(tmp_path)


def test_the_folder_holds_nothing_else() -> None:
    assert {path.suffix for path in FOLDER.iterdir()} == {".txt", ".md"}


def test_questions_marked_as_hard_say_less_of_their_sentence() -> None:
    said: dict[bool, list[float]] = {True: [], False: []}
    for page in written_pages("choose"):
        sentences = [page.article.text[start:end] for start, end in sentence_spans(page.article.text)]
        for asked in page.asked:
            held = next((s for s in sentences if asked.answers and asked.answers[0] in s), None)
            if held:
                wanted = {stem(word.norm) for word in words(asked.indonesian)}
                said[asked.hard].append(len(wanted & {stem(word.norm) for word in words(held)}) / len(wanted))
    hard, plain = (sum(shares) / len(shares) for shares in (said[True], said[False]))
    assert len(said[True]) > 500
    assert hard < 0.75 * plain
