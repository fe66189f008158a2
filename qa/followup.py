"""Turn "and Demak?" or "who says so?" into a question that stands alone, from the exchange before it.

Deterministic; reads only the last turn, whose standalone question already carries what came before. A question that
stands alone is given back untouched. Knows nothing of articles or models.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from index.words import is_function_word, words
from qa.language import detect, shown_in
from qa.topics import ASK, Entity, asks, entities, subject, topic
from qa.types import Turn
from qa.values import find_values

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
    r"^(?:(?:di|in|at|for|untuk|pada|pas|on|of|the|yang|tahun|th|thn|soal|tentang|mengenai|about)\s+)+", re.IGNORECASE
)
_CLASS_BEFORE = re.compile(
    r"\b(?:Kabupaten|Kab\.?|Kota|Provinsi|Kecamatan|Kec\.?|Desa|Kelurahan|Regency of|City of|Province of)\s$",
    re.IGNORECASE,
)
_CLASS_FIRST = re.compile(r"^(?:Kabupaten|Kab\.?|Kota|Provinsi|Kecamatan|Desa|Kelurahan)\s", re.IGNORECASE)
_CLASS_AFTER = re.compile(r"^\s(?:Regency|City|Province|District)\b", re.IGNORECASE)
_PERSON = re.compile(r"\b(?:dia|ia|beliau|he|she|him)\b(?! adalah)|\b(?:his|her)\b(?=\s\w)|\bher\b", re.IGNORECASE)
_PEOPLE = re.compile(r"\b(?:mereka|they|them)\b|\btheir\b(?=\s\w)", re.IGNORECASE)
_GENERIC = (
    "acara|kegiatan|rapat|pertemuan|diskusi|webinar|orientasi|lembaga|badan|instansi|kantor|peraturan|aturan|regulasi|"
    "keputusan|putusan|undang-undang|dokumen|artikel|berita|program|aplikasi|sistem|partai|organisasi|hal|jumlah|angka|"
    "anggaran|daftar|tahapan|jadwal|pemilu|pilkada|pemilihan|orang|event|meeting|webinar|discussion|law|regulation|rule|"
    "decision|ruling|body|office|agency|institution|article|programme|program|application|system|party|list|stage|"
    "figure|number|budget|election|vote|schedule|person|document"
)
_THAT_THING = re.compile(
    rf"\b(?:{_GENERIC})\s+(?:itu|tersebut|ini)\b(?!\s+apa\b)|\b(?:that|this|those|these)\s+(?:{_GENERIC})s?\b",
    re.IGNORECASE,
)
_IT = re.compile(
    r"\b(?:it|hal itu|hal tersebut)\b(?!\s+(?:is|was)\s+\w+ (?:that|to)\b)|\b(?:its)\b(?=\s\w)", re.IGNORECASE
)
_DUMMY_IT = re.compile(
    r"\b(?:is|was|does|will|would|can) it (?:true|possible|necessary|allowed|legal|called|take|mean|matter)\b",
    re.IGNORECASE,
)
_THERE = re.compile(
    r"\b(?:di sana|di situ|di tempat itu)\b|(?<!is )(?<!are )(?<!was )(?<!were )\bthere\b(?! (?:is|are|was|were)\b)",
    re.IGNORECASE,
)
_NYA = re.compile(r"(?<![\w-])([^\W\d_]{3,}?)nya\b", re.IGNORECASE)
_NOT_POSSESSIVE = """
ha biasa akhir sebelum sesudah seharus sebenar umum khusus misal contoh ada lain selanjut sebaik sesungguh tentu rasa
maksud arti pu ta ba seada sepenuh setida setidak resmi pertama semesti sering secepat paling kira kata
"""
_FIXED_NYA = frozenset(_NOT_POSSESSIVE.split())
_JOINS = re.compile(
    r"\b(?:dan|serta|atau|jika|kalau|apabila|bila|ketika|saat|karena|agar|yang|and|or|if|when|because|while|so|who|that|"
    r"after|before)\b|,",
    re.IGNORECASE,
)
_MAY_FOLLOW = "sekarang saat kini nanti tadi dulu pada di untuk dalam tahun tanggal itu ini ya sih dong apa berapa"
_ADVERBS = frozenset(_MAY_FOLLOW.split())

_OWNERS = frozenset({"them", "their", "his", "its", "her"})
_VERB = re.compile(r"di[a-z]{4,}|ber[a-z]{4,}|me[a-z]{4,}")

Rule = Callable[[str, Turn, str], str | None]


def rewrite(question: str, history: Sequence[Turn], language: str | None = None) -> str:
    """The question as it would be asked without the conversation; the question itself when it needs none of it.

    `language` ("id" or "en") is that of the words that are added; by default the question's own.
    """
    asked = question.strip()
    if not history or not asked:
        return question
    for rule in (_who_says, _other_question, _elliptical, _anaphoric):
        rewritten = rule(asked, history[-1], language or shown_in(detect(question)))
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
        rest = re.sub(rf"\s+{ASK.pattern}$", "", rest, flags=re.IGNORECASE)
    if not rest or asks(rest) or _NYA.search(rest) or len(rest.split()) > 6 or "," in rest:
        return None
    changes = _changes(rest, bool(lead))
    return _exchange(before.standalone_question, changes, language) if changes else None


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
        and not _is_function(word.norm)
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


def _anaphoric(question: str, before: Turn, language: str) -> str | None:
    """A word that points back: "dia", "itu", "-nya", "it", "they", "there"."""
    for find, put in ((_find_person, _person), (_find_people, _people), (_find_there, _place), (_find_thing, _thing)):
        match = find(question)
        if match is not None:
            antecedent = put(before)
            if antecedent:
                return _JOINING.sub("", _put(question, match, antecedent))
    return _possessive(question, before)


def _find_person(question: str) -> re.Match[str] | None:
    return _pointing(_PERSON, question)


def _find_people(question: str) -> re.Match[str] | None:
    return _pointing(_PEOPLE, question)


def _find_there(question: str) -> re.Match[str] | None:
    return _pointing(_THERE, question)


def _find_thing(question: str) -> re.Match[str] | None:
    demonstrative = _THAT_THING.search(question)
    if demonstrative and _names_itself(question, demonstrative):
        return None
    if demonstrative or _DUMMY_IT.search(question):
        return demonstrative
    return _pointing(_IT, question)


def _is_function(norm: str) -> bool:
    return is_function_word(norm, "id") or is_function_word(norm, "en")


def _names_itself(question: str, match: re.Match[str]) -> bool:
    """ "Pilkada itu kapan?": a known thing set before its question points at nothing earlier."""
    after = question[match.end() :].lstrip()
    return match.start() == 0 and ASK.match(after) is not None and bool(entities(match[0]))


def _pointing(pattern: re.Pattern[str], question: str) -> re.Match[str] | None:
    match = pattern.search(question)
    if match is None or (match.start() and match[0][0].isupper()):
        return None  # "His Dark Materials" is a name
    before = question[: match.start()]
    content = [word for word in words(before) if not _is_function(word.norm)]
    described = bool(content) and (
        (match[0].lower() in _OWNERS and len(content) >= 2)
        or (match[0].lower() == "they" and before.rstrip().endswith(content[-1].text))
    )
    return None if described or _explained(before) else match


def _explained(before: str) -> bool:
    """Whether what stands before a pointing word, in the same question, is what it points to."""
    if any(entity.group not in ("role", "sex", "money", "stage") for entity in entities(before)):
        return True
    content = [word for word in words(before) if not _is_function(word.norm)]
    return len(content) >= 2 and _JOINS.search(before, before.find(content[0].text)) is not None


def _put(question: str, match: re.Match[str], antecedent: str) -> str:
    pointing = match[0].lower()
    if pointing in ("his", "her", "their", "its") and question[match.end() :].strip(" ?"):
        antecedent = f"{antecedent}'s"
    return f"{question[: match.start()]}{antecedent}{question[match.end() :]}"


def _person(before: Turn) -> str | None:
    if before.short_answer and _looks_like_people(before.short_answer):
        return before.short_answer
    people = [v.text for v in find_values(before.standalone_question) if v.kind == "person"]
    names = [
        before.standalone_question[e.start : e.end] for e in entities(before.standalone_question) if e.group == "name"
    ]
    found = people or names
    return found[-1] if found else None


def _looks_like_people(text: str) -> bool:
    return bool(re.match(r"[A-ZÀ-Þ]", text)) and not any(character.isdigit() for character in text)


def _people(before: Turn) -> str | None:
    asked = asks(before.standalone_question)
    if asked and asked[0].lower().startswith(("siapa", "who")) and before.short_answer:
        return before.short_answer
    return subject(before.standalone_question)


def _place(before: Turn) -> str | None:
    asked = asks(before.standalone_question)
    if asked and before.short_answer and re.search(r"mana|where", asked[0], re.IGNORECASE):
        return f"di {before.short_answer}" if "mana" in asked[0].lower() else f"in {before.short_answer}"
    names = [
        before.standalone_question[e.start : e.end] for e in entities(before.standalone_question) if e.group == "name"
    ]
    return f"di {names[-1]}" if names else None


def _thing(before: Turn) -> str | None:
    return subject(before.standalone_question)


def _possessive(question: str, before: Turn) -> str | None:
    for match in _NYA.finditer(question):
        noun = match[1].lower()
        if noun in _FIXED_NYA or _explained(question[: match.start()]):
            continue
        following = words(question[match.end() :])[:1]
        if following and (following[0].text[0].isupper() or not _may_follow(following[0].norm)):
            continue
        about = subject(before.standalone_question)
        if noun in ("jumlah", "banyak", "total"):
            about = topic(before.standalone_question)
        joined = f"{about} {match[1]}" if noun.startswith("di") else f"{match[1]} {about}"
        return f"{question[: match.start()]}{joined}{question[match.end() :]}"
    return None


def _may_follow(word: str) -> bool:
    """Whether a word after "…nya" leaves it pointing back; a noun there ("jumlahnya pemilih") is its owner."""
    return (
        word in _ADVERBS
        or ASK.fullmatch(word) is not None
        or re.match(r"di[a-z]{4,}|ber[a-z]{4,}|me[a-z]{4,}", word) is not None
    )


def _tidy(text: str) -> str:
    text = re.sub(r"\s+", " ", text).strip()
    text = re.sub(r"\s+([?,.])", r"\1", text).rstrip(".")
    return (text[:1].upper() + text[1:]) if text.endswith("?") else f"{text[:1].upper()}{text[1:]}?"
