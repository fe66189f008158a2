"""What can be no answer to a question, however likely it looks. Knows features and candidates, no weights."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from index.words import words
from qa.answertypes import AnswerType
from qa.askwords import FULL_NAME
from qa.candidate import Candidate
from qa.constraints import of_another_part
from qa.counting import other_thing
from qa.happenings import is_happening
from qa.names import bare_person, people_in
from qa.opposed import of_the_opposite
from qa.othertimes import is_of_another_time, is_of_no_voting_day, is_term, lies_ahead
from qa.posts import persons_asked
from qa.question import Query
from qa.regulations import asked_kind, is_of_kind
from qa.roles import from_elsewhere
from qa.speakers import other_speaker
from qa.succession import not_the_successor
from qa.values import is_abbreviation_of

TELLING_NAME = 4  # letters: shorter parts of names are shared by many
_SHORT_FORM_BEHIND = re.compile(r"\s?\(\s?([A-Z][\w-]{1,19})\s?\)")
# To these no person's name is an answer; "who hosted it?" may have one.
_ASKS_WHERE_OR_BODY = re.compile(
    r"\b(?:di ?mana|dari ?mana|instansi|lembaga|penyelenggara(?:nya)?|menyelenggarakan|where|organi[sz]ed"
    r"|organi[sz]ers?|institution|agency)\b",
    re.IGNORECASE,
)
_QUOTED_BEFORE = re.compile(r"[”\"]\s?,?\s?$")
_FIGURE = re.compile(r"\D*\d(?:[\d.,]*\d)?")
_OF_ANOTHER = ("replaced", "other_end", "lacks_part", "lesser_role", "other_territory")


def eligible(query: Query, candidate: Candidate) -> bool:
    """Whether nothing rules a candidate out. Whatever else speaks against one is a feature, and weighed."""
    rules = (*_ALWAYS, *_OF_TYPE.get(query.answer_type, ()))
    return not any(rule(query, candidate) for rule in rules)


def _is_of_another(_query: Query, candidate: Candidate) -> bool:
    """Whether a sentence says that its value is revoked, or gives that of a lesser post, another territory, another end
    of a range or another number of a series than is asked of."""
    return any(candidate.features[name] for name in _OF_ANOTHER)


def _is_of_the_opposite(query: Query, candidate: Candidate) -> bool:
    """Whether a value is told as the lowest where the highest is asked for, or of another opposite."""
    figure = candidate.span is not None and any(letter.isdigit() for letter in candidate.text)
    kind = candidate.value.kind if candidate.value else next(iter(query.kinds), "number" if figure else "")
    return of_the_opposite(query, candidate.said, candidate.at, kind)


def _is_said_by_another(query: Query, candidate: Candidate) -> bool:
    """Whether somebody's words are asked for and the sentence gives them to somebody else."""
    return other_speaker(query.search, candidate.article.text, candidate.sentence)


def _is_of_another_part(query: Query, candidate: Candidate) -> bool:
    """Whether the sentence puts a value into another part of a series than is asked of."""
    return of_another_part(query, candidate.said, candidate.at)


def _is_not_the_successor(query: Query, candidate: Candidate) -> bool:
    """Whether the sentence tells of a person as replaced where who replaced is asked for, or the reverse."""
    return not_the_successor(query, candidate.said, candidate.at)


def _is_from_elsewhere(query: Query, candidate: Candidate) -> bool:
    """Whether somebody of one office is asked for and the sentence says that a person is of another."""
    return from_elsewhere(query, candidate.said, candidate.at)


def _counts_another_thing(query: Query, candidate: Candidate) -> bool:
    """Whether a number is one of votes where seats are asked for."""
    figure = _FIGURE.match(candidate.text) if candidate.span else None
    start = (candidate.span or candidate.sentence)[0]
    unit = query.unit or query.wording(candidate.article.language).unit
    return figure is not None and other_thing(unit, candidate.article.text, start + figure.end())


def _is_of_another_region(query: Query, candidate: Candidate) -> bool:
    """Whether an article names no region that is asked of; the day of a vote is the same in all."""
    return candidate.features["missing_regions"] == 1.0 and not query.voting_day


def _is_nobody(_query: Query, candidate: Candidate) -> bool:
    """Whether words cannot name anybody: they have no capital, or the article calls an event or a program so."""
    name = candidate.text
    can = re.search(r"\b[A-ZÀ-Þ]", name) is not None and not is_happening(name, candidate.article.text)
    return candidate.span is not None and not can


def _is_of_another_office(_query: Query, candidate: Candidate) -> bool:
    """Whether the sentence gives the post that is asked after to other offices only."""
    return bool(candidate.features["other_office"])


def _spells_out_nothing(query: Query, candidate: Candidate) -> bool:
    """Whether a candidate's words cannot be the long form that is asked for."""
    if not query.acronym:
        return False
    return not _spells_out(query.acronym, candidate)


def _spells_out(short: str, candidate: Candidate) -> bool:
    """Whether a candidate's words can be the long form of `short`; what no capital marks may "stand for" anything.

    Brackets right behind them that hold another short form say that they are the long form of that one.
    """
    end = (candidate.span or candidate.sentence)[1]
    behind = _SHORT_FORM_BEHIND.match(candidate.article.text, end)
    if behind and behind[1].lower() != short.lower():
        return False
    borne_out = candidate.value is not None or is_abbreviation_of(short, candidate.text)
    return candidate.span is not None and (borne_out or (bool(candidate.features["foreign"]) and short.islower()))


def _is_somebody(query: Query, candidate: Candidate) -> bool:
    """Whether a candidate is a person whom the sentence names, where a place or a body is asked for."""
    if candidate.span is None or not _ASKS_WHERE_OR_BODY.search(query.search):
        return False
    people = people_in(candidate.said)
    return bare_person(candidate.text).lower() in [person.canonical for person in people]


def _is_anothers_name(query: Query, candidate: Candidate) -> bool:
    """Whether brackets behind a candidate's words say that they are the long form of what is not asked about."""
    behind = _SHORT_FORM_BEHIND.match(candidate.article.text, (candidate.span or candidate.sentence)[1])
    return behind is not None and behind[1].lower() not in {word.norm for word in words(query.search)}


def _is_no_such_law(query: Query, candidate: Candidate) -> bool:
    """Whether a candidate is a regulation that the question names ("which PKPU amended PKPU 8/2024?"), or is of another
    kind than it asks for: a decision of the KPU is no "Putusan MK"."""
    value = candidate.value
    if value is None or value.kind != "regulation":
        return False
    named = {known.canonical for known in query.values if known.kind == "regulation"}
    kind = asked_kind(query.search)
    return value.canonical in named or (kind is not None and not is_of_kind(value.canonical, kind))


def _is_named(query: Query, candidate: Candidate) -> bool:
    """Whether a candidate is a person whom the question names: "who came after Sri Wahyuni?" does not ask for her."""
    value = candidate.value
    if value is None or value.kind not in ("person", "name"):
        return False
    named = _named(query.search)
    return any(word in named for word in bare_person(value.text).lower().split() if len(word) >= TELLING_NAME)


@lru_cache(maxsize=256)
def _named(question: str) -> frozenset[str]:
    """The words of the names of people in a question; none where somebody's full name is asked for."""
    people = () if FULL_NAME.search(question) else persons_asked(question)
    return frozenset(word for name in people for word in name.lower().split())


def _only_says(_query: Query, candidate: Candidate) -> bool:
    """Whether a candidate is the one word after a quotation that says it was said: "…", ujarnya."""
    start, word = (candidate.span or candidate.sentence)[0], candidate.text
    lone = candidate.span is not None and word.islower() and word.isalpha()
    return lone and _QUOTED_BEFORE.search(candidate.article.text[max(0, start - 4) : start]) is not None


Rule = Callable[[Query, Candidate], bool]
# What rules a candidate out, whatever is asked, and what does for some kinds of answers.
_ALWAYS: tuple[Rule, ...] = (
    is_of_another_time,
    _is_of_another,
    is_of_no_voting_day,
    _is_no_such_law,
    is_term,
    lies_ahead,
    _only_says,
    _is_of_the_opposite,
    _is_said_by_another,
    _is_of_another_part,
    _is_of_another_region,
)
_OF_TYPE: dict[AnswerType, tuple[Rule, ...]] = {
    AnswerType.PERSON: (_is_nobody, _is_named, _is_of_another_office, _is_not_the_successor, _is_from_elsewhere),
    AnswerType.NUMBER: (_counts_another_thing,),
    AnswerType.PLACE: (_is_somebody,),
    AnswerType.OFFICE: (_is_somebody,),
    AnswerType.EXPANSION: (_spells_out_nothing,),
    AnswerType.DEFINITION: (_is_anothers_name,),
}
