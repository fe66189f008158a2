"""Whose words are asked for, and whose a sentence gives: what Siti advised is no answer to what Ahmad did.

Knows verbs of saying and people's names; knows nothing of candidates.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from corpus.places import find_places
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
TELLING = 4  # letters


def other_speaker(question: str, sentence: str, text: str) -> bool:
    """Whether somebody's words are asked for, who occurs in a text, and a sentence gives them to other people only."""
    asked = _asked(question)
    if not asked or not any(name in text for name in asked):
        return False
    own = _parts(asked)
    # Pages write one person's name in two ways: "Taufiq", "Taufik".
    same = any(word == part or nearly(word, part) for word in re.findall(r"\w{4,}", sentence.lower()) for part in own)
    return not same and bool(_speakers(sentence)) and any(name.lower() in _people(text) for name in asked)


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
