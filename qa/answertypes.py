"""The kind of answer that a question's words ask for, and the kinds of value that can be it. Knows no corpus."""

from __future__ import annotations

import re
from enum import StrEnum

from qa.askwords import CLOCK, HOST, MANY, PATTERNS, YES_NO
from qa.kinds import likely_kind
from qa.posts import ASKS_POST, asks_holder, persons_asked


class AnswerType(StrEnum):
    """The kind of answer a question asks for; SPAN is any stretch of words."""

    DATE = "date"
    TIME = "time"
    DURATION = "duration"
    PERSON = "person"
    NUMBER = "number"
    PERCENT = "percent"
    MONEY = "money"
    PLACE = "place"
    OFFICE = "office"
    EXPANSION = "expansion"
    POST = "post"
    REGULATION = "regulation"
    TITLE = "title"
    REASON = "reason"
    MANNER = "manner"
    DEFINITION = "definition"
    LIST = "list"
    CHOICE = "choice"
    YES_NO = "yes_no"
    SPAN = "span"


# Values of these kinds can be the answer to a question of that type, the first the most.
KINDS: dict[AnswerType, tuple[str, ...]] = {
    AnswerType.DATE: ("date",),
    AnswerType.TIME: ("time",),
    AnswerType.DURATION: ("duration",),
    AnswerType.PERSON: ("person", "name"),
    AnswerType.NUMBER: ("number", "percent", "money"),
    AnswerType.PERCENT: ("percent",),
    AnswerType.MONEY: ("money",),
    AnswerType.PLACE: ("place", "office", "name"),
    AnswerType.OFFICE: ("office", "name"),
    AnswerType.EXPANSION: ("expansion",),
    AnswerType.POST: ("post",),
    AnswerType.REGULATION: ("regulation",),
    AnswerType.TITLE: ("title", "quotation"),
    AnswerType.CHOICE: ("choice",),
}
# Of these types nothing but a value of their kinds can be the answer.
STRICT = frozenset(
    {
        AnswerType.DATE,
        AnswerType.NUMBER,
        AnswerType.TIME,
        AnswerType.DURATION,
        AnswerType.PERCENT,
        AnswerType.MONEY,
        AnswerType.EXPANSION,
    }
)
# What patterns leave open, and what a model of the words may make of it.
_ANY = frozenset(AnswerType)
_MADE_EXACT = {
    AnswerType.SPAN: _ANY,
    AnswerType.MANNER: _ANY,
    AnswerType.NUMBER: frozenset({AnswerType.MONEY, AnswerType.PERCENT, AnswerType.DURATION}),
    AnswerType.PERSON: frozenset({AnswerType.OFFICE}),
    AnswerType.OFFICE: frozenset({AnswerType.PERSON}),
}
_LISTED = frozenset({AnswerType.SPAN, AnswerType.PERSON, AnswerType.PLACE, AnswerType.OFFICE, AnswerType.REGULATION})


def answer_type(text: str) -> AnswerType:
    """The kind of answer the wording asks for.

    The first pattern that matches decides, in the order of the table; where it leaves the kind open, a model of the
    words does if it is sure. Several of a kind are a list.
    """
    if YES_NO.search(text):
        return AnswerType.YES_NO
    if HOST.search(text):
        return AnswerType.OFFICE
    if ASKS_POST.search(text) and persons_asked(text) and not asks_holder(text):
        return AnswerType.POST
    told = next((AnswerType(name) for name, pattern in PATTERNS if pattern.search(text)), None) or _by_shape(text)
    if told in _MADE_EXACT:
        told = _made_exact(text, told)
    return AnswerType.LIST if told in _LISTED and MANY.search(text) else told


def _made_exact(text: str, told: AnswerType) -> AnswerType:
    kind = likely_kind(text)
    if kind == "time":
        kind = "time" if CLOCK.search(text) else "duration"
    exact = AnswerType(kind) if kind else told
    return exact if exact in _MADE_EXACT[told] else told


def _by_shape(text: str) -> AnswerType:
    # "What is DPT?" and "Apa DPT?": nothing but a short subject asks for a definition.
    short = re.fullmatch(
        r"(?:what is|what's|apa|apakah)(?: an?| the)? ([\w-]+(?: [\w-]+)?)\s?\??", text.strip(), re.IGNORECASE
    )
    return AnswerType.DEFINITION if short else AnswerType.SPAN
