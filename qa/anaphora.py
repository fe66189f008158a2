"""Words that point back ("dia", "itu", "-nya", "it", "they", "there") and what they point to in the exchange before.

A pointing word that its own question explains ("KPU … dan apa tugasnya", "a voter … their card") points nowhere else.
Knows nothing of articles.
"""

from __future__ import annotations

import re

from index.words import is_function_in_either, words
from qa.answertypes import AnswerType, answer_type
from qa.topics import ASK, asks, entities, subject, topic
from qa.types import Turn
from qa.values import find_values

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
    r"\b(?:it|hal itu|hal tersebut)\b(?!\s+(?:is|was)\s+\w+ (?:that|to)\b)|\b(?:its)\b(?=\s\w)"
    r"|\bthat(?=[?!. ]*$|\s(?:happen|take place|begin|start|end)\b)"
    r"|(?<=\b(?:kapan|siapa) )itu(?=\s(?:terjadi|di[a-z]{4,}|me[a-z]{4,}|ber[a-z]{4,}))",
    re.IGNORECASE,
)
_DUMMY_IT = re.compile(
    r"\b(?:is|was|does|will|would|can) it (?:true|possible|necessary|allowed|legal|called|take|mean|matter)\b",
    re.IGNORECASE,
)
_THERE = re.compile(
    r"\b(?:di sana|di situ|di tempat itu)\b|(?<!is )(?<!are )(?<!was )(?<!were )\bthere\b(?! (?:is|are|was|were)\b)",
    re.IGNORECASE,
)
NYA = re.compile(r"(?<![\w-])([^\W\d_]{3,}?)nya\b", re.IGNORECASE)
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

_ASKED_FOR = re.compile(rf"^{ASK.pattern}\s+\w+\s+(?=\w+\s*$)", re.IGNORECASE)
_OWNERS = frozenset({"them", "their", "his", "its", "her"})
# What a person has or is followed by: "penggantinya" after a name is that person's.
_OF_PEOPLE = "pengganti pendahulu istri suami usia umur jabatan pekerjaan profesi agama gelar nama"
_PERSONAL = frozenset(_OF_PEOPLE.split())
_VERB = re.compile(r"di[a-z]{4,}|ber[a-z]{4,}|me[a-z]{4,}")


def resolve(question: str, before: Turn) -> str | None:
    """The question with what it points to in place of the pointing word, or None where nothing points back."""
    for find, put in ((_find_person, _person), (_find_people, _people), (_find_there, _place), (_find_thing, _thing)):
        match = find(question)
        if match is not None:
            antecedent = put(before)
            if antecedent:
                return _put(question, match, antecedent)
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


def _names_itself(question: str, match: re.Match[str]) -> bool:
    """ "Pilkada itu kapan?": a known thing set before its question points at nothing earlier."""
    after = question[match.end() :].lstrip()
    return match.start() == 0 and ASK.match(after) is not None and bool(entities(match[0]))


def _pointing(pattern: re.Pattern[str], question: str) -> re.Match[str] | None:
    match = pattern.search(question)
    if match is None or (match.start() and match[0][0].isupper()):
        return None  # "His Dark Materials" is a name
    before = question[: match.start()]
    content = [word for word in words(before) if not is_function_in_either(word.norm)]
    described = bool(content) and (
        (match[0].lower() in _OWNERS and len(content) >= 2)
        or (match[0].lower() == "they" and before.rstrip().endswith(content[-1].text))
    )
    return None if described or _explained(before) else match


def _explained(before: str) -> bool:
    """Whether what stands before a pointing word, in the same question, is what it points to.

    What is asked for ("which PKPU amended it") is not.
    """
    before = _ASKED_FOR.sub("", before)
    if any(entity.group not in ("role", "sex", "money", "stage") for entity in entities(before)):
        return True
    content = [word for word in words(before) if not is_function_in_either(word.norm)]
    return len(content) >= 2 and _JOINS.search(before, before.find(content[0].text)) is not None


def _put(question: str, match: re.Match[str], antecedent: str) -> str:
    pointing = match[0].lower()
    if pointing in ("his", "her", "their", "its") and question[match.end() :].strip(" ?"):
        antecedent = f"{antecedent}'s"
    return f"{question[: match.start()]}{antecedent}{question[match.end() :]}"


def _person(before: Turn) -> str | None:
    asked_whom = _asked_who(before) or answer_type(before.standalone_question) is AnswerType.PERSON
    if before.short_answer and asked_whom and _looks_like_people(before.short_answer):
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
    if _asked_who(before) and before.short_answer:
        return before.short_answer
    return subject(before.standalone_question)


def _asked_who(before: Turn) -> bool:
    asked = asks(before.standalone_question)
    return asked is not None and asked[0].lower().startswith(("siapa", "who"))


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
    for match in NYA.finditer(question):
        noun = match[1].lower()
        if noun in _FIXED_NYA or _explained(question[: match.start()]):
            continue
        following = words(question[match.end() :])[:1]
        if following and (following[0].text[0].isupper() or not _may_follow(following[0].norm)):
            continue
        about = subject(before.standalone_question)
        if noun in _PERSONAL and _asked_who(before):
            about = _person(before) or about
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
