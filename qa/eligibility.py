"""What can be no answer to a question, however likely it looks. Knows features and candidates, no weights."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from index.types import Span
from index.words import words
from qa.answertypes import AnswerType
from qa.askwords import FULL_NAME
from qa.candidate import Candidate
from qa.constraints import dates_of, known_by, of_period
from qa.counting import other_thing
from qa.elections import GENERAL_YEARS, asked_families
from qa.names import bare_person, is_happening, people_in
from qa.opposed import of_the_opposite
from qa.posts import persons_asked
from qa.question import Query
from qa.regulations import asked_kind, is_of_kind
from qa.roles import from_elsewhere
from qa.speakers import other_speaker
from qa.succession import not_the_successor
from qa.values import is_abbreviation_of

_SINCE_WHEN = re.compile(r"\bsejak\s(?:kapan|tahun|tanggal|bulan)\b|\bsince\s(?:when|what)\b", re.IGNORECASE)
# What shows that a sentence or a date in it is not of the vote asked about.
OTHER_VOTES = ("missing_events", "other_event", "other_election", "another_round")
TELLING_NAME = 4  # letters: shorter parts of names are shared by many
FULL_DATE_CHARS = len("2024-02-14")
_SHORT_FORM_BEHIND = re.compile(r"\s?\(\s?([A-Z][\w-]{1,19})\s?\)")
# "Anggota KPU periode 2022-2027": the years of a term of office are no day on which something happened.
_TERM_BEFORE = re.compile(
    r"\b(?:masa (?:jabatan|bakti|tugas)|periode|angkatan|tahun anggaran|TA|term(?: of office)?|period)\s+"
    r"(?:tahun\s+)?$",
    re.IGNORECASE,
)
_ASKS_TERM = re.compile(
    r"\b(?:sampai|hingga|masa|periode|angkatan|anggaran|term|period|intake|until|long|serve[ds]?|stretch|years)\b",
    re.IGNORECASE,
)
YEAR_CHARS = len("2024")
TERM_WORDS_CHARS = 30  # before the years, in which these words stand
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


def _is_of_another_time(query: Query, candidate: Candidate) -> bool:
    """Whether the article is younger than the day as of which is asked, or not of the period that is asked of."""
    article = candidate.article
    if query.about is not None and not (known_by(query.about, article) or _names_day(query, candidate)):
        return True
    return query.period is not None and not of_period(query.period, article)


def _is_of_another(_query: Query, candidate: Candidate) -> bool:
    """Whether a sentence says that its value is revoked, or gives that of a lesser post, another territory, another end
    of a range or another number of a series than is asked of."""
    return any(candidate.features[name] for name in _OF_ANOTHER)


def _is_of_the_opposite(query: Query, candidate: Candidate) -> bool:
    """Whether a value is told as the lowest where the highest is asked for, or of another opposite."""
    figure = candidate.span is not None and any(letter.isdigit() for letter in candidate.text)
    kind = candidate.value.kind if candidate.value else next(iter(query.kinds), "number" if figure else "")
    return of_the_opposite(query, _sentence(candidate), _place(candidate), kind)


def _is_said_by_another(query: Query, candidate: Candidate) -> bool:
    """Whether somebody's words are asked for and the sentence gives them to somebody else."""
    return other_speaker(query.search, _sentence(candidate), candidate.article.text)


def _is_not_the_successor(query: Query, candidate: Candidate) -> bool:
    """Whether the sentence tells of a person as replaced where who replaced is asked for, or the reverse."""
    return not_the_successor(query, _sentence(candidate), _place(candidate))


def _is_from_elsewhere(query: Query, candidate: Candidate) -> bool:
    """Whether somebody of one office is asked for and the sentence says that a person is of another."""
    return from_elsewhere(query, _sentence(candidate), _place(candidate))


def _counts_another_thing(query: Query, candidate: Candidate) -> bool:
    """Whether a number is one of votes where seats are asked for."""
    figure = _FIGURE.match(candidate.text) if candidate.span else None
    start = (candidate.span or candidate.sentence)[0]
    unit = query.unit or query.wording(candidate.article.language).unit
    return figure is not None and other_thing(unit, candidate.article.text, start + figure.end())


def _sentence(candidate: Candidate) -> str:
    return candidate.article.text[slice(*candidate.sentence)]


def _place(candidate: Candidate) -> Span:
    """Where a candidate's words stand in their sentence."""
    first, (start, end) = candidate.sentence[0], candidate.span or candidate.sentence
    return start - first, end - first


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
    people = people_in(_sentence(candidate))
    return bare_person(candidate.text).lower() in [person.canonical for person in people]


def _is_anothers_name(query: Query, candidate: Candidate) -> bool:
    """Whether brackets behind a candidate's words say that they are the long form of what is not asked about."""
    behind = _SHORT_FORM_BEHIND.match(candidate.article.text, (candidate.span or candidate.sentence)[1])
    return behind is not None and behind[1].lower() not in {word.norm for word in words(query.search)}


def _is_term(query: Query, candidate: Candidate) -> bool:
    """Whether a candidate is the years of somebody's term, where something else is asked for."""
    value = candidate.value
    if value is None or value.kind != "date" or _ASKS_TERM.search(query.search):
        return False
    if any(len(year) != YEAR_CHARS for year in value.canonical.split("/")):
        return False
    start = (candidate.span or candidate.sentence)[0]
    before = candidate.article.text[max(0, start - TERM_WORDS_CHARS) : start] + re.split(r"\d", candidate.text)[0]
    return _TERM_BEFORE.search(before) is not None


def _lies_ahead(query: Query, candidate: Candidate) -> bool:
    """Where "since when" is asked: whether a candidate is a day after that of its article, so nothing holds yet."""
    if not _SINCE_WHEN.search(query.search):
        return False
    day = candidate.value.canonical if candidate.value and candidate.value.kind == "date" else ""
    published = candidate.article.published or ""
    return bool(published) and day[:4].isdigit() and day[: len(published)] > published[: len(day)]


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


def _names_day(query: Query, candidate: Candidate) -> bool:
    """Whether an article tells of the very day that is asked of ("collected by 6 December"), which it may do later."""
    article = candidate.article
    if query.about is None or not query.about.day:
        return False
    told = {when.iso for when in dates_of(article.text, article.published)}
    return query.about.iso in told


def _is_of_no_voting_day(query: Query, candidate: Candidate) -> bool:
    """Where a voting day is asked for: whether a sentence does not speak of the vote itself, or the value is no day of
    the year asked about. Without one it has to be a day of a year in which there was such a vote.
    """
    if not query.voting_day:
        return False
    said, day = candidate.features, candidate.value.canonical if candidate.value else ""
    years = query.years or (GENERAL_YEARS if asked_families(query) == {"general"} else ())
    in_year = len(day) == FULL_DATE_CHARS and (not years or day[:4] in years)
    # "Pemilu 1987 pada 23 April"
    in_year = in_year or (day.startswith("--") and said["of_year"] > 0.0)
    dated = candidate.value is not None and candidate.value.kind in query.kinds
    return not (dated and in_year) or any(said[name] for name in OTHER_VOTES)


def of_latest_vote(query: Query, candidates: list[Candidate]) -> list[Candidate]:
    """Where a voting day is asked for without a year ("kapan pemilu?"), the candidates of the latest one."""
    if not query.voting_day or query.years:
        return candidates
    latest = max((_year(candidate) for candidate in candidates), default="")
    return [candidate for candidate in candidates if _year(candidate) == latest]


def _year(candidate: Candidate) -> str:
    return candidate.value.canonical[:4] if candidate.value else ""


Rule = Callable[[Query, Candidate], bool]
# What rules a candidate out, whatever is asked, and what does for some kinds of answers.
_ALWAYS: tuple[Rule, ...] = (
    _is_of_another_time,
    _is_of_another,
    _is_of_no_voting_day,
    _is_no_such_law,
    _is_term,
    _lies_ahead,
    _only_says,
    _is_of_the_opposite,
    _is_said_by_another,
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
