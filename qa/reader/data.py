"""Read the question sets that the reader learns from, and keep what it will be judged by out of them.

Knows the files' forms (SQuAD-like lists of contexts, JSONL, our own pages); knows nothing of features or networks.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from corpus.article import Article
from index.chunker import chunks_of
from index.sentences import sentence_spans
from index.types import Chunk
from index.words import stem, words
from qa.glossary import in_indonesian
from qa.reading import lead_of
from qa.written import Asked, WrittenPage, written_pages

_SPACE_BEFORE = re.compile(r"\s+([.,;:?!%)\]])")
_SPACE_AFTER = re.compile(r"([(\[])\s+")
_QUOTED = re.compile(r"\"\s*([^\"]*?)\s*\"")
_HYPHEN = re.compile(r"(?<=\w) - (?=(?:an|nya|ku|mu)\b)")


@dataclass(frozen=True, slots=True)
class Example:
    """A question over a passage; `answers` are texts, and `start` places the first of them; none: unanswerable.

    `lead` is what the reader is told of the passage before it. `worded` says that the question stands in the words in
    which it will meet its passage, so none may be swapped. `rivals` are other passages behind the same lead, none of
    which answers it.
    """

    id: str
    question: str
    context: str
    answers: tuple[str, ...]
    start: int | None
    lead: str = ""
    worded: bool = False
    rivals: tuple[str, ...] = ()

    @property
    def seen(self) -> str:
        """What the reader sees: the lead, and the passage on a line of its own."""
        return self._behind_lead(self.context)

    @property
    def rivals_seen(self) -> list[str]:
        """What it sees of the rivals."""
        return [self._behind_lead(passage) for passage in self.rivals]

    def _behind_lead(self, passage: str) -> str:
        return f"{self.lead}\n{passage}" if self.lead else passage

    @property
    def start_seen(self) -> int | None:
        """Where the first answer stands in what the reader sees."""
        return None if self.start is None else self.start + len(self.seen) - len(self.context)


@dataclass(frozen=True, slots=True)
class Sets:
    """What is learned from, by source, and what the result is chosen by."""

    train: dict[str, tuple[Example, ...]]
    valid: tuple[Example, ...]
    english: tuple[Example, ...]
    english_in_indonesian: tuple[Example, ...]
    office: tuple[Example, ...] = ()


def load_sets(folder: Path) -> Sets:
    """Every set, with all passages of the yardsticks (and near copies of them) left out of training."""
    valid = tuple(read_squad(folder / "idk_mrc/idk_mrc_valid.json"))
    crossing = list(_rows(folder / "xquad_en_id/questions.jsonl"))
    judged = [e.context for e in valid] + [row["context_id"] for row in crossing]
    held_out = Contexts([*judged, *(e.context for e in read_squad(folder / "idk_mrc/tydiqa_valid.json"))])
    native = tuple(read_squad(folder / "idk_mrc/idk_mrc_train.json"))
    seen = {(e.question, e.context) for e in native}
    train = {
        "idk_mrc": native,
        "tydiqa": tuple(
            e for e in read_squad(folder / "idk_mrc/tydiqa_train.json") if (e.question, e.context) not in seen
        ),
        "trans_squad": tuple(read_squad(folder / "idk_mrc/trans_squad_valid.json")),
        "facqa": tuple(read_facqa(folder / "facqa/train.jsonl")),
    }
    kept = {name: tuple(e for e in rows if not held_out.near(e.context)) for name, rows in train.items()}
    kept |= office_sets(written_pages("read")) | plain_sets(written_pages("read"))
    asked = {language: tuple(_crossing(crossing, f"question_{language}")) for language in ("en", "id")}
    return Sets(kept, valid, asked["en"], asked["id"], office_sets(written_pages("choose"))["office"])


class Contexts:
    """A set of passages that recognises near copies: half of the runs of eight words of one stand in the others."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._runs = {run for text in texts for run in _runs(text)}

    def near(self, text: str) -> bool:
        """Whether `text` is one of the passages, or nearly."""
        runs = list(_runs(text))
        return sum(run in self._runs for run in runs) * 2 >= len(runs)


def read_squad(path: Path) -> Iterator[Example]:
    """Questions of a JSON list of {context, qas}."""
    for paragraph in json.loads(path.read_text("utf-8")):
        for row in paragraph["qas"]:
            answers = [a for a in row["answers"] if a["text"].strip()]
            first = answers[0] if answers else None
            texts = tuple(dict.fromkeys(a["text"] for a in answers))
            start = first["answer_start"] if first else None
            yield Example(row["id"], row["question"], paragraph["context"], texts, start)


def read_facqa(path: Path) -> Iterator[Example]:
    """Questions over news snippets, their spacing repaired, where the answer stands in the snippet exactly once."""
    for number, row in enumerate(_rows(path)):
        context, answer = respace(row["passage"]), respace(row["answer"])
        if answer and context.count(answer) == 1:
            yield Example(f"facqa-{number}", respace(row["question"]), context, (answer,), context.index(answer))


def office_sets(pages: Sequence[WrittenPage]) -> dict[str, tuple[Example, ...]]:
    """The questions about our own pages, each over the page's passages as retrieval gives them.

    `office`: in Indonesian, and in English as the glossary words it, over the passage that answers them, or for those
    that no page answers over one that does not, with the page's other passages for rivals, the nearest in words first;
    `office_raw`: every fourth English question in its own words, without rivals.
    """
    found: dict[str, list[Example]] = {"office": [], "office_raw": []}
    number = 0
    for page in (page for page in pages if page.article.office):
        chunks = chunks_of(page.article)
        for asked in page.asked:
            number += 1
            right = _answering(asked, page.article, chunks)
            own = [chunk for chunk, _ in right] or _nearest(asked.indonesian, chunks)[:1]
            others = [c for c in chunks if c not in own and not any(a in c.text for a in asked.answers if len(a) > 2)]
            rivals = tuple(chunk.text for chunk in _nearest(asked.indonesian, others))
            for language, question in (("id", asked.indonesian), ("en", in_indonesian(asked.english))):
                example = _example(f"office-{number}-{language}", question, page.article, own[0], asked, right)
                found["office"].append(replace(example, rivals=rivals))
            if number % 4 == 0:
                name = f"office-{number}-raw"
                found["office_raw"].append(_example(name, asked.english, page.article, own[0], asked, right))
    return {name: tuple(rows) for name, rows in found.items()}


def plain_sets(pages: Sequence[WrittenPage]) -> dict[str, tuple[Example, ...]]:
    """The questions about our own passages of an encyclopaedia, each over its whole passage, as if the asker gave it.

    `plain`: in Indonesian, and in English as the glossary words it; `plain_raw`: in English.
    """
    found: dict[str, list[Example]] = {"plain": [], "plain_raw": []}
    for page in (page for page in pages if not page.article.office):
        text = page.article.text
        whole = Chunk(page.article.id, 0, len(text), text, tuple(sentence_spans(text)))
        for number, asked in enumerate(page.asked):
            right = _answering(asked, page.article, [whole])
            worded = (("id", asked.indonesian), ("en", in_indonesian(asked.english)), ("raw", asked.english))
            for language, question in worded:
                name = f"{page.article.id}-{number}-{language}"
                into = found["plain_raw" if language == "raw" else "plain"]
                into.append(_example(name, question, page.article, whole, asked, right))
    return {name: tuple(rows) for name, rows in found.items()}


def _answering(asked: Asked, article: Article, chunks: Sequence[Chunk]) -> list[tuple[Chunk, int]]:
    """The passage that holds the fullest answer, in the sentence that says most of the question, and where it does."""
    if not asked.answers:
        return []
    answer, wanted = asked.answers[0], {stem(word.norm) for word in words(asked.indonesian)}
    places = []
    for match in re.finditer(re.escape(answer), article.text):
        for chunk in chunks:
            held = [s for s in chunk.sentences if s[0] <= match.start() and match.end() <= s[1]]
            if held:
                said = {stem(word.norm) for word in words(article.text[held[0][0] : held[0][1]])}
                places.append((-len(wanted & said), match.start() - chunk.start, chunk))
    return [(chunk, at) for _, at, chunk in sorted(places, key=lambda place: place[:2])[:1]]


def _nearest(question: str, chunks: Sequence[Chunk]) -> list[Chunk]:
    """The passages in the order of how many of a question's words they say, most first."""
    wanted = {stem(word.norm) for word in words(question)}
    return sorted(chunks, key=lambda chunk: -len(wanted & {stem(word.norm) for word in words(chunk.text)}))


def _example(
    name: str, question: str, article: Article, chunk: Chunk, asked: Asked, right: Sequence[tuple[Chunk, int]]
) -> Example:
    answers, start = (asked.answers, right[0][1]) if right else ((), None)
    lead = lead_of(article) if article.office else ""
    return Example(name, question, chunk.text, answers, start, lead, worded=True)


def respace(text: str) -> str:
    """Undo the spaces that a tokeniser put around punctuation."""
    text = _SPACE_AFTER.sub(r"\1", _SPACE_BEFORE.sub(r"\1", text))
    return _HYPHEN.sub("-", _QUOTED.sub(r'"\1"', text)).strip()


def _crossing(rows: Iterable[dict[str, Any]], question: str) -> Iterator[Example]:
    for row in rows:
        yield Example(row["id"], row[question], row["context_id"], (row["answer_id"],), row["answer_start"])


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def _runs(text: str) -> Iterator[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    size = min(8, len(words))
    for at in range(len(words) - size + 1):
        yield tuple(words[at : at + size])
