"""What is being asked: language, kind of answer, and what any evidence must match. Knows nothing of the corpus.

`understand` is deterministic and reads no model; everything it decides stands in the `Query` for anyone to see.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from corpus.dates import DateMention, PartialDate, find_dates
from corpus.errors import BadQuestion
from index.words import is_function_in_either, words
from qa.answertypes import KINDS, STRICT, AnswerType, answer_type
from qa.asking import plainly_asked, spelling_out
from qa.askwords import ASKS_ALL, LIGHT, MANY, PAST, PAST_CLAUSE, PRECISION, PREDECESSOR
from qa.choices import Offer, offered
from qa.counting import asked_unit
from qa.ellipsis import asks_for_voting_day, official_translation, official_wording, spelled_out
from qa.glossary import knows, lone_glosses
from qa.language import detect, shown_in
from qa.official_names import with_official_names
from qa.regulations import find_regulations
from qa.respelling import clean, respell
from qa.shortforms import asked_short_form
from qa.values import Value, find_values
from qa.when import as_of, period, without_time

MAX_QUESTION_CHARS = 2000
_CAPITALS = re.compile(
    r"[A-ZÀ-Þ][\w’'`.-]*(?: (?:(?:bin|binti|van der|van|von|de|del|al|el|of|dan|and) )?[A-ZÀ-Þ\d][\w’'`.-]*)*"
)


@dataclass(frozen=True, slots=True)
class Wording:
    """A question in the words of one language: its text, its content words, and the noun whose number it asks for."""

    text: str
    language: str
    terms: tuple[str, ...]
    unit: str | None


@dataclass(frozen=True, slots=True)
class Query:
    """A question as understood.

    `text` is the question cleaned of control characters, `search` the same with informal and misspelt question words
    put right and, in English, with the articles' names for regions and offices, `core` that without the time as of
    which is asked: what is searched and read. `about` is the day as of which the answer is wanted (inclusive), `period`
    the time in which it held, if the question names one. `names`, `years` and `dates` are what the evidence must match;
    `terms` are the content words, normalised, in order. `offers` are the alternatives that the question ends with.
    `translation` is the core in the words of the articles' language, where the question was asked in another.
    """

    text: str
    search: str
    core: str
    language: str
    answer_type: AnswerType
    many: bool = False
    precision: str | None = None
    unit: str | None = None
    about: PartialDate | None = None
    period: PartialDate | None = None
    wants_past: bool = False
    predecessor_of: str | None = None
    dates: tuple[PartialDate, ...] = ()
    years: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    acronym: str | None = None
    terms: tuple[str, ...] = ()
    values: tuple[Value, ...] = ()
    voting_day: bool = False
    offers: tuple[Offer, ...] = ()
    translation: Wording | None = None

    @property
    def frame(self) -> str:
        """The language of the answer's frame: "id" or "en"."""
        return shown_in(self.language)

    def wording(self, language: str) -> Wording:
        """The question as it meets passages of that language."""
        if self.translation and self.translation.language == language:
            return self.translation
        return Wording(self.core, self.language, self.terms, self.unit)

    @property
    def translated_core(self) -> str | None:
        """The core in the words of the articles' language; None where it was asked in it."""
        return self.translation.text if self.translation else None

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of value that can be its answer; empty where any words can."""
        return KINDS.get(self.answer_type, ())

    @property
    def strict(self) -> bool:
        """Whether nothing but a value of its kinds can be its answer."""
        return self.answer_type in STRICT


def understand(text: str, language: str | None = None) -> Query:
    """Read a question. Raises `BadQuestion` for an empty one and for one of more than 2,000 characters."""
    cleaned = clean(text)
    if not re.search(r"\w", cleaned):
        raise BadQuestion("The question is empty.", "Ask something, such as: Kapan Pemilu 2024 dilaksanakan?")
    if len(cleaned) > MAX_QUESTION_CHARS:
        raise BadQuestion(
            f"The question has {len(cleaned):,} characters; {MAX_QUESTION_CHARS:,} are read.", "Ask it more briefly."
        )
    spoken = language or detect(cleaned)
    search = with_official_names(respell(cleaned)) if spoken == "en" else respell(cleaned)
    voting_day = answer_type(search) is AnswerType.DATE and asks_for_voting_day(search)
    if voting_day:
        search = spelled_out(search, english=spoken == "en")
    values = tuple(find_values(search))
    mentions = find_dates(search)
    predecessor = _predecessor(search, mentions)
    core = plainly_asked(PAST_CLAUSE.sub("", without_time(search, mentions)))
    held = period(search, mentions)
    if voting_day and held is not None and not held.month and not _years(core):
        # "When do we vote in 2024?" asks of the vote of that year, not of what was known then.
        core, held = PAST_CLAUSE.sub("", search), None
    if voting_day and spoken == "id":
        core = official_wording(core, _years(core)) or core
    offers = offered(search, spoken)
    kind = AnswerType.CHOICE if offers else answer_type(plainly_asked(search))
    return Query(
        text=cleaned,
        search=search,
        core=core,
        language=spoken,
        answer_type=kind,
        many=(ASKS_ALL if kind in STRICT else MANY).search(search) is not None,
        precision=next((name for name, pattern in PRECISION if pattern.search(search)), None),
        unit=asked_unit(search),
        about=as_of(search, mentions),
        period=held,
        wants_past=PAST.search(search) is not None or predecessor is not None,
        predecessor_of=predecessor,
        dates=tuple(mention.first for mention in find_dates(core) if mention.first.year or mention.first.month),
        years=_years(core),
        names=_names(search, values),
        acronym=asked_short_form(search, certain=kind is AnswerType.EXPANSION),
        terms=_terms(core),
        values=values,
        voting_day=voting_day,
        offers=offers,
    )


def understood(text: str, language: str | None, translate: Callable[[str], str] | None) -> Query:
    """`understand`, an English question with what `translate` makes of it in Indonesian."""
    query = understand(text, language)
    if translate is None or query.language != "en":
        return query
    plainly = official_translation(query.core, query.years, translate) if query.voting_day else None
    if query.acronym and query.answer_type is AnswerType.EXPANSION:
        plainly = spelling_out(query.acronym)
    return translated(query, plainly or plainly_asked(translate(query.core)), "id")


def translated(query: Query, text: str, language: str) -> Query:
    """The same query, with its core put into the words of another language."""
    return replace(query, translation=Wording(text, language, _terms(text), asked_unit(text)))


def _predecessor(text: str, mentions: list[DateMention]) -> str | None:
    match = PREDECESSOR.search(text)
    if match is None or any(mention.start >= match.start(match.lastgroup or 0) - 1 for mention in mentions):
        return None
    who = (match["first"] or match["who"]).strip(" ?.")
    return who if re.match(r"[A-ZÀ-Þ]", who) and answer_type(text) is AnswerType.PERSON else None


def _names(text: str, values: tuple[Value, ...]) -> tuple[str, ...]:
    """Proper names, as written: what has capitals, but for a common word that only begins the question."""
    named = [value for value in values if value.kind in ("person", "place", "office", "name")]
    found: list[str] = []
    for value in named:
        for run in _CAPITALS.finditer(value.text):
            name = run.group().rstrip(".'’`-")
            first, _, rest = name.partition(" ")
            if value.start + run.start() == 0 and not first.isupper() and (not rest or _is_common(first.lower())):
                name = rest
            if name:
                found.append(name)
    return tuple(dict.fromkeys(found))


def _is_common(word: str) -> bool:
    return word in lone_glosses() or knows(word)


def _years(text: str) -> tuple[str, ...]:
    """Every year written, but for those in the names of legal texts."""
    laws = [(start, end) for start, end, _ in find_regulations(text)]
    found = re.finditer(r"\b(?:19|20)\d\d\b", text)
    return tuple(dict.fromkeys(m.group() for m in found if not any(a <= m.start() < b for a, b in laws)))


def _terms(text: str) -> tuple[str, ...]:
    kept = (word.norm for word in words(text) if word.norm not in LIGHT and not is_function_in_either(word.norm))
    return tuple(dict.fromkeys(kept))
