"""Turn "and Demak?" or "who says so?" into a question that stands alone, from the exchange before it.

Deterministic; reads only the last turn, whose standalone question already carries what came before. A question that
stands alone is given back untouched. Knows nothing of articles or models.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from index.words import is_function_in_either, stem, words
from qa.anaphora import NYA, resolve
from qa.labels import TO_THE_TENTH
from qa.language import detect, shown_in
from qa.topics import ASK, Entity, asks, entities, subject, topic
from qa.types import Turn

_LEAD = re.compile(
    r"^(?:(?:dan|lalu|terus|trus|kalau|kalo|klo|bagaimana|gimana|sedangkan|tapi|yang|and|but|then|so|also|what|how)"
    r"(?:\s+(?:juga|dengan|untuk|kalau|yang|kalo|soal|about|then|for|what about|how about))*)\b[\s,]*",
    re.IGNORECASE,
)
_JOINING = re.compile(r"^(?:dan|lalu|terus|and|but|so)\s+", re.IGNORECASE)
_BARE_LEAD = re.compile(r"^(?:bagaimana|gimana|what|how)\b", re.IGNORECASE)
_CONNECTED = re.compile(r"^(?:bagaimana|gimana)\s+(?:dengan|kalau|untuk|soal)\b|^(?:what|how)\s+about\b", re.IGNORECASE)
_SOURCE = re.compile(
    r"(?:(?:dan|lalu|terus|and|but)\s+)?(?:"
    r"siapa (?:sih )?(?:yang )?(?:bilang|mengatakan|berkata|menyatakan|ngomong|menyebut|menyebutkan|menyampaikan|"
    r"menjelaskan)(?:nya)?(?: begitu| demikian| itu| hal itu| hal tersebut| ini)?|(?:kata|menurut) siapa|"
    r"(?:dari mana |apa |mana |siapa )?(?:sumber|sumber informasi|sumber data)nya(?: apa| siapa| mana| dari mana)?|"
    r"(?:informasi|info|data|kabar)(?:nya)?(?: itu)? dari (?:mana|siapa)|dari mana (?:informasi|info|data)(?:nya| itu)|"
    r"who (?:said|says|say|stated|states|claims|claimed|reported|told you)(?: so| that| this| it)?|says who|"
    r"according to whom?|(?:what is|what's|what was) (?:the|your|its) source|source|"
    r"where (?:does|did) (?:that|this|it|the information) come from)",
    re.IGNORECASE,
)
_SOURCE_QUESTION = {
    "id": "Siapa yang menyampaikan keterangan tentang {topic}{answer}?",
    "en": "Who gave the statement about {topic}{answer}?",
}
_PLACE_PREPOSITION = re.compile(r"^(?:di|in|at|dari|ke)\s", re.IGNORECASE)
_WRAPPING = re.compile(
    r"^(?:(?:di|in|at|dari|from|for|untuk|pada|pas|on|of|the|yang|tahun|th|thn|soal|tentang|mengenai|about)\s+)+",
    re.IGNORECASE,
)
_CLASS_BEFORE = re.compile(
    r"\b(?:Kabupaten|Kab\.?|Kota|Provinsi|Kecamatan|Kec\.?|Desa|Kelurahan|Regency of|City of|Province of)\s$",
    re.IGNORECASE,
)
_CLASS_FIRST = re.compile(r"^(?:Kabupaten|Kab\.?|Kota|Provinsi|Kecamatan|Desa|Kelurahan)\s", re.IGNORECASE)
_CLASS_AFTER = re.compile(r"^\s(?:Regency|City|Province|District)\b", re.IGNORECASE)

_MONTH = (
    "januari|februari|maret|april|(?-i:Mei|May)|juni|juli|agustus|september|oktober|november|desember|january|february"
    "|march|june|july|august|october|december"
)
# "Kalau pilkadanya?": nobody has an election, so its -nya only sets it apart from the one before.
_SET_APART = re.compile(r"\b(pemilu|pilkada|pilpres|pileg|pilgub|pilbup|pilwalkot|pilkades)nya\b", re.IGNORECASE)
# Nothing but a question and its verb: whom or what it is about was said before.
_BARE_DEED = re.compile(
    r"(?:siapa|berapa (?:orang|peserta)|apa|kapan|mengapa|kenapa)(?: saja| sih)?(?: yang)? "
    r"(?:me[lmnrwy][a-z]{3,}|di(?!vis|nas)[a-z]{4,}|ber[a-z]{4,}|hadir|datang|ikut|bicara|protes|menang|kalah)(?<!nya)"
    r"|(?:who|how many(?: people| participants| guests)?)(?: else)? "
    r"(?:[a-z]{3,}ed|came|spoke|led|won|lost|went|took part|showed up|turned up|was there|were there)",
    re.IGNORECASE,
)
_WHO = re.compile(r"(?:who|whose|which|what)\b", re.IGNORECASE)
_CIRCUMSTANCE = re.compile(r"(?:why|how|when|where)", re.IGNORECASE)

# A fragment that is one of these takes the place of another one.
_ALIKE = (
    re.compile(r"(?:di )?(?:dalam|luar) negeri|abroad|overseas|at home", re.IGNORECASE),
    re.compile(rf"\b(?:{'|'.join(TO_THE_TENTH)}|ke-?\d+|\d+(?:st|nd|rd|th))\b", re.IGNORECASE),
    re.compile(rf"\b(?:bulan )?(?:{_MONTH})\b", re.IGNORECASE),
    re.compile(r"\b(?:presidential|legislative|parliamentary|regional|gubernatorial|mayoral)\b", re.IGNORECASE),
)

Rule = Callable[[str, Turn, str], str | None]


def rewrite(question: str, history: Sequence[Turn], language: str | None = None) -> str:
    """The question as it would be asked without the conversation; the question itself when it needs none of it.

    `language` ("id" or "en") is that of the words that are added; by default the question's own.
    """
    asked = question.strip()
    if not history or not asked:
        return question
    for rule in (_who_says, _other_question, _elliptical, _bare_deed, _pointing):
        rewritten = rule(asked, history[-1], shown_in(language or detect(question)))
        if rewritten is not None:
            return _tidy(rewritten)
    return question


def _who_says(question: str, before: Turn, language: str) -> str | None:
    if not _SOURCE.fullmatch(question.rstrip("?!. ")):
        return None
    answer = f": {before.short_answer}" if before.short_answer else ""
    frame = _SOURCE_QUESTION[language]
    return frame.format(topic=topic(before.standalone_question), answer=answer)


def _other_question(question: str, before: Turn, language: str) -> str | None:
    """A question word alone asks something else about the same thing."""
    bare = _JOINING.sub("", question.rstrip("?!. "))
    if not ASK.fullmatch(bare):
        return None
    previous = before.standalone_question
    asked = asks(previous)
    if asked is None:
        return f"{bare} {topic(previous)}?"
    # "Why chaired the meeting?" is no question, "Why the meeting?" is one.
    if _CIRCUMSTANCE.fullmatch(bare) and _WHO.match(asked[0]):
        return f"{bare} {topic(previous)}?"
    after = previous[asked.end() :]
    if not bare.lower().startswith("siapa"):
        after = re.sub(r"^\s+yang\b", "", after)
    return f"{previous[: asked.start()]}{bare}{after}"


def _elliptical(question: str, before: Turn, language: str) -> str | None:
    """Only the part that differs is said: "and Demak?", "kalau tahun 2019?", "Kudus?"."""
    bare = question.rstrip("?!. ")
    lead = _LEAD.match(bare)
    if lead and _BARE_LEAD.match(lead[0]) and not _CONNECTED.match(lead[0]):
        lead = None
    rest = bare[lead.end() :] if lead else bare
    if lead:
        rest = _SET_APART.sub(r"\1", rest)
        rest = _said_again(rest, before.standalone_question)
        rest = _asked_again(re.sub(rf"\s+{ASK.pattern}$", "", rest, flags=re.IGNORECASE), before.standalone_question)
    alike = _like_for_like(rest, before.standalone_question)
    if alike is not None:
        return alike
    if not rest or asks(rest) or NYA.search(rest) or len(rest.split()) > 6 or "," in rest:
        return None
    changes = _changes(rest, bool(lead))
    return _exchange(before.standalone_question, changes, language) if changes else None


def _said_again(rest: str, previous: str) -> str:
    """A fragment without the clause that asks once more what was asked before: "and in Demak, who is the chair?"."""
    fragment, _, clause = rest.partition(",")
    asked, first = asks(clause), asks(previous)
    if not (asked and first and asked[0].lower() == first[0].lower()):
        return rest
    known = {stem(word.norm) for word in words(previous)}
    content = [stem(word.norm.removesuffix("nya")) for word in words(clause[asked.end() :])]
    # "chair" was said as "chaired".
    repeats = all(is_function_in_either(word) or any(one.startswith(word) for one in known) for word in content)
    return fragment if repeats else rest


def _asked_again(rest: str, previous: str) -> str:
    """A fragment without the question word that it shares with the question before: "and how many abroad?"."""
    asked, first = asks(rest), asks(previous)
    if not (asked and first and asked.start() == 0 and asked[0].lower() == first[0].lower()):
        return rest
    fragment = rest[asked.end() :].strip()
    return fragment if _WRAPPING.match(fragment) or _ALIKE[0].fullmatch(fragment) else rest


def _like_for_like(rest: str, previous: str) -> str | None:
    """The question before with the fragment in place of what is of its kind there: "and the fourth?"."""
    plain = re.sub(r"^(?:yang|the)\s+|\s+ones?$", "", rest, flags=re.IGNORECASE)
    for said in (plain, _WRAPPING.sub("", plain)):
        for kind in _ALIKE:
            old = kind.search(previous) if kind.fullmatch(said) else None
            if old:
                return f"{previous[: old.start()]}{said}{previous[old.end() :]}"
    return None


def _changes(rest: str, led: bool) -> list[tuple[str, str]]:
    """The groups and words that a fragment puts in; [] where it is more than such words."""
    found = entities(rest)
    left = _outside(rest, found)
    if left and not led:
        return []
    if left or not found:
        return [("name", rest)] if led else []
    return [(entity.group, rest[_start(rest, entity, found) : entity.end]) for entity in found]


def _start(rest: str, entity: Entity, found: Sequence[Entity]) -> int:
    """Where an entity begins with the preposition before it, which decides whether a name is a place."""
    begin = max((other.end for other in found if other.end <= entity.start), default=0)
    return begin + len(rest[begin : entity.start]) - len(rest[begin : entity.start].lstrip())


def _outside(rest: str, found: Sequence[Entity]) -> list[str]:
    return [
        word.text
        for word in words(rest)
        if not any(e.start <= word.start and word.end <= e.end for e in found)
        and not is_function_in_either(word.norm)
        and word.norm not in ("tahun", "th", "thn", "year", "pas")
    ]


def _exchange(previous: str, changes: Sequence[tuple[str, str]], language: str) -> str:
    text = previous.rstrip("?!. ")
    for group, words_in in changes:
        new = _WRAPPING.sub("", words_in)
        old = _counterpart(text, group)
        text = _added(text, words_in, new, group, language) if old is None else _replaced(text, old, new)
    return f"{text}?"


def _counterpart(text: str, group: str) -> Entity | None:
    """What a new entity replaces: the last of its group, or of a group that is close to it."""
    found = entities(text)
    wider = {
        "name": ("name", "acronym"),
        "acronym": ("acronym", "body", "list", "institution", "system", "name"),
        "body": ("body", "acronym", "institution"),
        "list": ("list", "acronym"),
        "system": ("system", "acronym"),
        "institution": ("institution", "acronym", "body"),
        "year": ("year", "date"),
        "date": ("date", "year"),
    }
    for kind in wider.get(group, (group,)):
        matches = [entity for entity in found if entity.group == kind]
        if matches:
            return matches[-1]
    return None


def _replaced(text: str, old: Entity, new: str) -> str:
    before, after = text[: old.start], text[old.end :]
    if old.group == "name":
        if not _CLASS_FIRST.match(new):
            before = _CLASS_BEFORE.sub("", before)
        after = _CLASS_AFTER.sub("", after)
    first = new.split()[0].lower()
    before = re.sub(rf"\b{re.escape(first)}\s$", "", before, flags=re.IGNORECASE)
    return f"{before}{new}{after}"


def _added(text: str, written: str, new: str, group: str, language: str) -> str:
    if _PLACE_PREPOSITION.match(written):
        return f"{text} {written}"
    english = language == "en"
    if group in ("year", "date"):
        return f"{text} {'in' if english else 'tahun' if group == 'year' else 'pada'} {new}"
    return f"{text} {'for' if english else 'untuk'} {new}"


def _bare_deed(question: str, before: Turn, _language: str) -> str | None:
    """A question that names nothing: "siapa yang melaporkan?", "how many people attended?"."""
    bare = _JOINING.sub("", question.rstrip("?!. "))
    return f"{bare} {subject(before.standalone_question)}?" if _BARE_DEED.fullmatch(bare) else None


def _pointing(question: str, before: Turn, _language: str) -> str | None:
    resolved = resolve(question, before)
    return _JOINING.sub("", resolved) if resolved else None


def _tidy(text: str) -> str:
    text = re.sub(r"\s+", " ", text).strip()
    text = re.sub(r"\s+([?,.])", r"\1", text).rstrip(".")
    return (text[:1].upper() + text[1:]) if text.endswith("?") else f"{text[:1].upper()}{text[1:]}?"
