"""Is an answer right, and if not, what went wrong where? Knows items and answers; nothing of means or engines."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from eval.citing import CitationScores, score_citations
from eval.matching import figures, holds, holds_any, states_all, tokens
from eval.sets import Item
from qa.types import Answer


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was decided about one answer.

    `why` is a key of `REASONS`. `read_gold` says whether an article that holds the answer was among the passages read,
    which tells a failure of retrieval from one of reading; None for an unanswerable item.
    """

    right: bool
    why: str
    read_gold: bool | None
    citations: CitationScores | None


# Questions that a phrase or more answers; a short answer may be a part of it.
TOLD_IN_SENTENCES = frozenset({"reason", "definition", "list"})
Check = Callable[[Item, Answer], bool]


def _unfounded(item: Item, answer: Answer) -> bool:
    return item.unanswerable and not answer.refused


def _refused(item: Item, answer: Answer) -> bool:
    return answer.refused and not item.unanswerable


def _outdated(item: Item, answer: Answer) -> bool:
    said = answer.short_answer or ""
    return holds_any(said, item.superseded) and not holds_any(said, item.all_golds)


def _wrong_value(item: Item, answer: Answer) -> bool:
    if item.type in TOLD_IN_SENTENCES or not answer.short_answer:
        return not holds_any(f"{answer.short_answer or ''}\n{answer.text}", item.all_golds)
    # What stands first and large is what people take away: a right value further down doesn't mend a wrong one there.
    return not any(_gives(answer.short_answer, gold, answer.text, item) for gold in item.all_golds)


def _gives(short: str, gold: str, text: str, item: Item) -> bool:
    """Whether the short answer gives the gold; a bare figure, without the gold's unit, if the text holds the whole."""
    if holds(short, gold):
        return True
    bare = bool(figures(gold)) and states_all(figures(short), figures(gold)) and set(tokens(short)) <= set(tokens(gold))
    return bare and holds_any(text, item.all_golds)


def _one_sided(item: Item, answer: Answer) -> bool:
    shown = "\n".join([answer.short_answer or "", answer.text, *(value.value for value in answer.conflicts)])
    return not all(holds(shown, value) for value in item.conflicts)


def _wrong_source(item: Item, answer: Answer) -> bool:
    return not any(citation.article_id in item.articles for citation in answer.citations)


# In the order of judging: the first that applies is the reason. A refusal of an unanswerable item passes them all.
FAULTS: tuple[tuple[str, str, Check], ...] = (
    ("answered_unanswerable", "answered although the corpus does not say", _unfounded),
    ("refused_answerable", "refused although the corpus answers it", _refused),
    ("superseded_value", "gave a value that a later article replaced", _outdated),
    ("wrong_value", "did not say any of the right values", _wrong_value),
    ("conflict_hidden", "did not show every one of the conflicting values", _one_sided),
    ("wrong_source", "cited none of the articles that say so", _wrong_source),
)
RIGHT = "right"
REASONS = {RIGHT: "right", **{name: told for name, told, _ in FAULTS}}


def judge(item: Item, answer: Answer, texts: dict[str, str]) -> Verdict:
    """The verdict on one answer. `texts` gives each article's text by id, to hold the quotations against."""
    why = RIGHT
    if not (item.unanswerable and answer.refused):
        why = next((name for name, _, applies in FAULTS if applies(item, answer)), RIGHT)
    return Verdict(
        right=why == RIGHT,
        why=why,
        read_gold=None if item.unanswerable else any(p.article_id in item.articles for p in answer.passages),
        citations=None if answer.refused else score_citations(answer, texts),
    )
