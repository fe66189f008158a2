"""Whose words are asked for, and whose a sentence gives: what Siti advised is no answer to what Ahmad did.

Knows verbs of saying and people's names; knows nothing of candidates.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from corpus.places import find_places
from index.sentences import sentence_spans
from index.types import Span
from qa.matching import nearly
from qa.names import people_in
from qa.namewords import INSTITUTION_WORDS
from qa.posts import persons_asked

# Before a speaker, "kata Siti", and behind one, "Siti menyarankan"; "Kesiapan, kata dia" names nobody.
_SAID_BY = (
    r"(?:kata|ujar|ungkap|tutur|jelas|terang|tegas|imbuh|tambah|papar|lanjut|pesan|sebut|harap|pinta|tandas|urai|ucap"
    r"|menurut)"
)
_SAYS = (
    r"(?:menyarankan|mengatakan|menyampaikan|menjelaskan|menegaskan|menekankan|mengingatkan|menyebut(?:kan)?"
    r"|mengungkapkan|menuturkan|memaparkan|menambahkan|berharap|berpesan|mengimbau|menghimbau|meminta|mengajak"
    r"|menilai|menyatakan|menerangkan|menguraikan|mengusulkan|menyoroti|mengharapkan)"
)
_ASKS_WORDS = re.compile(
    rf"\b(?:{_SAID_BY}|{_SAYS}|saran|imbauan|himbauan|pernyataan|pendapat|pesan|harapan|permintaan|usul(?:an)?|tanggapan"
    r"|di(?:katakan|sampaikan|jelaskan|tegaskan|tekankan|sarankan|minta|harapkan|ingatkan|usulkan|ungkapkan|paparkan)"
    r"|according to|say|said|says|recommend(?:ed)?|advise[ds]?|advice|urged?|urges|ask(?:ed)?|stress(?:ed)?"
    r"|explain(?:ed)?|suggest(?:ed)?|warn(?:ed)?|propose[ds]?|hopes?|remind(?:ed)?|call(?:ed)? for|think|tell|told)\b",
    re.IGNORECASE,
)
_SUBJECT = re.compile(
    rf"[\s,]*(?:(?:juga|turut|kemudian|lalu|pun|kembali|telah|dalam [\w ]{{3,30}})\s)?{_SAYS}\b", re.I
)
_BY = re.compile(rf"\b{_SAID_BY}\s(?:(?:Bapak|Ibu|Pak|Bu|Saudara|Dr\.?|Drs\.?|H\.|Hj\.)\s)*$", re.IGNORECASE)
# A sentence whose speaker is whom one before it names: ""…", ujarnya", "Ia menambahkan …".
_GOES_ON = re.compile(
    rf"\b(?:{_SAID_BY}|celetuk|tulis)(?:nya|\s(?:dia|ia|beliau))\b|^\W*(?:ia|dia|beliau)\b|\bmenurut(?:nya|\s(?:dia|beliau))\b",
    re.IGNORECASE,
)
_SPEAKS = re.compile(rf"\b(?:{_SAYS}|{_SAID_BY})\b", re.IGNORECASE)
SENTENCES_BACK = 4
TELLING = 4  # letters


def other_speaker(question: str, text: str, sentence: Span) -> bool:
    """Whether somebody's words are asked for, who occurs in a text, and a sentence gives them to other people only.

    Where the sentence goes on with what somebody says, its speaker is whom the nearest sentence before it lets speak.
    """
    asked = _asked(question)
    if not asked or not any(name in text for name in asked) or not any(name.lower() in _people(text) for name in asked):
        return False
    own, said = _parts(asked), text[slice(*sentence)]
    if _names_one(said, own):
        return False
    if _speakers(said):
        return True
    return _GOES_ON.search(said) is not None and _others_went_before(text, sentence, own)


def _others_went_before(text: str, sentence: Span, own: frozenset[str]) -> bool:
    """Whether the nearest sentence before it that names somebody lets others speak than those with the names `own`."""
    before = [span for span in _sentences(text) if span[1] <= sentence[0]]
    for span in before[: -SENTENCES_BACK - 1 : -1]:
        said = text[slice(*span)]
        if _names_one(said, own):
            return False
        if _speakers(said):
            return True
        # Somebody else comes in, or one who is named by a post alone.
        if people_in(said) or (_SPEAKS.search(said) and not _GOES_ON.search(said)):
            return False
    return False


def _names_one(sentence: str, own: frozenset[str]) -> bool:
    """Pages write one person's name in several ways: "Taufiq", "Taufik"; "Melkisedek", "Melki"."""
    words = re.findall(r"\w{4,}", sentence.lower())
    return any(part.startswith(word) or nearly(word, part) for word in words for part in own)


@lru_cache(maxsize=64)
def _sentences(text: str) -> tuple[Span, ...]:
    return tuple(sentence_spans(text))


@lru_cache(maxsize=64)
def _people(text: str) -> frozenset[str]:
    return frozenset(person.canonical for person in people_in(text))


@lru_cache(maxsize=256)
def _asked(question: str) -> tuple[str, ...]:
    """Those whose words are asked for, by names that are no body's or place's."""
    if not _ASKS_WORDS.search(question):
        return ()
    return tuple(name for name in persons_asked(question) if " " in name and not _is_other(name))


def _is_other(name: str) -> bool:
    bodies = any(word.lower() in INSTITUTION_WORDS or word.isupper() for word in name.split())
    return bodies or bool(find_places(name))


@lru_cache(maxsize=4096)
def _speakers(sentence: str) -> frozenset[str]:
    """The words of the names of those who a sentence says say something."""
    saying = [
        person.canonical
        for person in people_in(sentence)
        if _SUBJECT.match(sentence, person.end) or _BY.search(sentence, 0, person.start)
    ]
    return _parts(saying)


def _parts(names: Sequence[str]) -> frozenset[str]:
    return frozenset(part for name in names for part in re.findall(r"\w+", name.lower()) if len(part) >= TELLING)
