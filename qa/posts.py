"""Which post a named person holds: "anggota KPU Kota Demak Divisi Hukum", said right before the name or right after it.

Knows role words and how offices are named; knows nothing of candidates. The reverse of `qa.holders`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from index.types import Span
from qa.names import bare_person, can_be_person, with_capitals
from qa.namewords import INSTITUTION_WORDS, ROLES
from qa.values import Value, find_values

# What asks for somebody's post, in either language.
ASKS_POST = re.compile(
    r"\b(?:apa|sebagai) (?:\w+ )?(?:jabatan|posisi|kedudukan)(?:nya)?\b"
    r"|\b(?:jabatan|posisi|kedudukan)(?:nya)? .{2,60}\bapa\b"
    r"|\b(?:menjabat|bertugas|berkedudukan)(?: (?:sebagai|jadi|selaku))? apa\b|\bdivisi (?:apa|mana)\b"
    r"|\bwhat (?:\w+ )?(?:position|post|job|division|role)\b.{1,60}\b(?:hold|holds|held|have|has|occupy)\b"
    r"|\bwhat (?:is|was) .{2,60}(?:'s|’s) (?:\w+ )?(?:position|post|job|job title|division|role)\b"
    r"|\bwhat (?:position|post|job|division|role) (?:is|was|does|did)\b"
    # "Siapa Siti Ulfaati?": nothing is said of a person but the name.
    r"|^(?:siapa(?:kah)?(?: itu| sih)?|who(?:'s|’s| is| was)) (?-i:[A-ZÀ-Þ][\w.'’-]*(?: [A-ZÀ-Þ][\w.'’-]*){0,4})"
    r"(?: itu)?\s?\??$",
    re.IGNORECASE,
)
_POST_WORDS = (
    *ROLES,
    *("divisi", "kasi", "pelaksana", "plh", "staff", "kordiv", "dekan", "analis", "arsiparis", "perancang", "mediator"),
    *("operator", "mantan", "atase", "asisten", "guru"),
)
_NO_POSTS = {
    *("bapak", "ibu", "pak", "bu", "saudara", "oleh", "by", "bernama", "named", "didampingi", "dampingi"),
    *("dipandu", "dibuka", "dipimpin", "memandu"),
    # Parts that somebody plays for a day.
    *("narasumber", "moderator", "pemateri", "pembicara", "pemantik", "penanggap", "pembahas", "mc", "pembawa acara"),
    *("host", "speaker", "fasilitator", "instruktur", "panelis", "penulis"),
}
_ASKING = re.compile(r"^(?:(?:apa|apakah|what|jabatan|posisi|kedudukan|divisi|sebagai)\s+)+", re.IGNORECASE)
_ROLE = "|".join(sorted({re.escape(word) for word in _POST_WORDS if word not in _NO_POSTS}, key=len, reverse=True))
_NAME = r"(?:[A-ZÀ-Þ&][\w.’'/-]*|\d+)"
_LINK = r"(?:dan|serta|dari|di|pada|bidang|divisi|untuk|of|the|for|and|-|–|&)"
# A post goes on over capitalised words and what links them; a comma only before another of them. A word that reads
# in two ways is read in the first for good (atomic groups), or a long run of such would be tried in all combinations.
_POST = (
    rf"(?i:{_ROLE})\b(?:[ \u00a0]+(?>(?i:{_ROLE})\b|{_NAME}|{_LINK}(?=[ \u00a0]+{_NAME}))"
    rf"|,[ \u00a0]+(?!(?i:bapak|ibu)\b){_NAME})*"
)
_TITLES = r"(?:(?:Prof|Dr|dr|Drs|Dra|Ir|H|Hj|KH|Bapak|Ibu|Pak|Bu|Saudara)\.?[ \u00a0]+)*"
_BEFORE = re.compile(rf"(?P<post>\b{_POST}),?[ \u00a0]+(?:(?:yaitu|yakni|adalah|ialah|bernama)[ \u00a0]+)?{_TITLES}$")
_DEGREES = r"(?>(?:,?[ \u00a0]*(?:[A-Z][\w]{0,5}\.[\w.]*|S[A-Z]\w*|M[A-Z]\w*),?)*)"
_AFTER = re.compile(
    rf"{_DEGREES}[ \u00a0,(–—-]*"
    r"(?:(?:selaku|sebagai|adalah|ialah|merupakan|yang|juga|menjabat|kini|as|is|was|who|the|also)[ \u00a0]+)*"
    rf"(?P<post>{_POST})"
)
_NO_OFFICES = {"kepala daerah", "kepala desa"}  # whom one elects, where no place is named with them
REACH = 160


@lru_cache(maxsize=256)
def persons_asked(question: str) -> tuple[str, ...]:
    """The people that a question names, without titles; a question in small letters is read as if it had capitals."""
    text = with_capitals(question)
    named = (value.text for value in find_values(text) if value.kind in ("person", "name"))
    bare = (bare_person(_ASKING.sub("", name).removesuffix("'s").removesuffix("’s")) for name in named)
    return tuple(dict.fromkeys(name for name in bare if can_be_person(name) and not _is_body(name)))


def asks_holder(question: str) -> bool:
    """Whether a question asks who holds a post: "Siapa Camat Belik?" gives no name."""
    return re.match(rf"(?i:siapa(?:kah)?|who(?:'s|’s| is| was))(?i: the)? (?i:{_ROLE})\b", question) is not None


def _is_body(name: str) -> bool:
    return name.partition(" ")[0].lower() in INSTITUTION_WORDS


def find_posts_of(people: tuple[str, ...], text: str) -> list[Value]:
    """The posts that a text gives to any of these people, in order of place."""
    spans = sorted({span for person in people for span in _posts(person, text)})
    return [Value("post", start, end, text[start:end], text[start:end].lower()) for start, end in spans]


def _posts(person: str, text: str) -> Iterator[Span]:
    parts = [re.escape(word) for word in person.split()]
    for match in re.finditer(r"(?<!\w)" + r"[ \u00a0]+".join(parts) + r"(?!\w)", text, re.IGNORECASE):
        begin = max(0, match.start() - REACH)
        before = _BEFORE.search(text[begin : match.start()])
        if before and before["post"].lower() not in _NO_OFFICES:
            yield begin + before.start("post"), begin + before.end("post")
        after = _AFTER.match(text, match.end())
        if after:
            yield after.span("post")
