"""Scoring answers on reading-comprehension files, open or over the given passage. Knows nothing of printing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from typing import Any, Literal

from corpus.article import Article
from corpus.errors import BadQuestion, BadSet
from corpus.progress import Progress
from corpus.settings import Settings
from eval.homes import GivenAsker, temporary_engine
from eval.reading import ReadingQuestion, ReadingSet, read_reading_set
from eval.squad import exact_match, f1, normalise
from qa.types import Answer

Mode = Literal["open", "given"]


@dataclass(frozen=True, slots=True)
class ReadingResult:
    """One question with what was said to it and how that was judged; scores are 0–1.

    `answer` is None for a question that cannot be read, such as an empty one; that counts as a refusal.
    """

    question: ReadingQuestion
    answer: Answer | None
    em: float
    f1: float
    in_quote: bool
    own_passage: bool

    @property
    def refused(self) -> bool:
        """Whether nothing was answered."""
        return self.answer is None or self.answer.refused


def run_answers(
    path: Path,
    mode: Mode,
    settings: Settings,
    *,
    limit: int | None = None,
    progress: Progress | None = None,
    keep: Callable[[ReadingResult], None] | None = None,
) -> dict[str, Any]:
    """Ask the questions of a file and score the answers; the object that `eval answers --json` prints.

    `open` makes all the file's contexts one corpus; `given` shows each question its own passage only. `limit` asks that
    many questions, spread evenly over the file, against the whole file's corpus. `keep` is called with every result,
    for a closer look. Raises `BadSet` for a file of another form.
    """
    reading = read_reading_set(path)
    questions = _spread(reading.questions, limit)
    articles = reading_articles(reading, path.name)
    results: list[ReadingResult] = []
    with temporary_engine(articles, settings, progress) as engine:
        for question in questions:
            result = _judge(question, _ask(engine, question, articles, mode), articles)
            results.append(result)
            if keep:
                keep(result)
            if progress:
                progress("ask", len(results), len(questions))
    return summary(results, mode)


def reading_articles(reading: ReadingSet, source: str) -> list[Article]:
    """One article per distinct passage, its offsets untouched; ids are positions in the file."""
    rows = zip(reading.passages, reading.titles, strict=True)
    return [
        Article(id=f"passage-{at:05d}", source=source, title=title, text=passage)
        for at, (passage, title) in enumerate(rows)
    ]


def summary(results: Sequence[ReadingResult], mode: Mode) -> dict[str, Any]:
    """The promised JSON object. Rates are 0–1, and null where there is nothing to rate.

    `em` and `f1` judge the short answer by SQuAD 2.0's rules; a refusal, and an answer without a short one, count as
    the empty string, except that only a refusal is right where there is no answer.
    """
    has = [result for result in results if result.question.golds]
    lacks = [result for result in results if not result.question.golds]
    return {
        "mode": mode,
        "has_answer": {
            "n": len(has),
            "em": _mean([result.em for result in has]),
            "f1": _mean([result.f1 for result in has]),
            "answer_in_quote": _mean([float(result.in_quote) for result in has]),
            "answered": _mean([float(not result.refused) for result in has]),
            "own_passage_cited": _mean([float(result.own_passage) for result in has]),
        },
        "no_answer": {"n": len(lacks), "refused": _mean([float(result.refused) for result in lacks])},
        "f1_overall": _mean([result.f1 for result in results]),
        "em_overall": _mean([result.em for result in results]),
    }


def _spread(questions: Sequence[ReadingQuestion], limit: int | None) -> Sequence[ReadingQuestion]:
    if limit is None or limit >= len(questions):
        return questions
    if limit < 1:
        raise BadSet(f"A limit of {limit} leaves nothing to ask.", "Give --limit 1 or more.")
    return [questions[at * len(questions) // limit] for at in range(limit)]


def _ask(engine: GivenAsker, question: ReadingQuestion, articles: Sequence[Article], mode: Mode) -> Answer | None:
    try:
        if mode == "given":
            return engine.ask_given(question.question, articles[question.passage])
        return engine.ask(question.question)
    except BadQuestion:
        return None


def _judge(question: ReadingQuestion, answer: Answer | None, articles: Sequence[Article]) -> ReadingResult:
    citations = answer.citations if answer else ()
    own = any(citation.article_id == articles[question.passage].id for citation in citations)
    refused = answer is None or answer.refused
    if not question.golds:
        return ReadingResult(question, answer, float(refused), float(refused), False, own)
    said = "" if answer is None or refused else answer.short_answer or ""
    quotes = [f" {normalise(citation.quote)} " for citation in citations]
    in_quote = any(f" {normalise(gold)} " in quote for gold in question.golds for quote in quotes if normalise(gold))
    return ReadingResult(question, answer, exact_match(said, question.golds), f1(said, question.golds), in_quote, own)


def _mean(values: Sequence[float]) -> float | None:
    return round(fmean(values), 4) if values else None
