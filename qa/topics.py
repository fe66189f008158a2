"""What a question asks for and what it is about, cut out of its words. Knows nothing of conversations or answers.

Works on Indonesian and English by patterns and `qa.concepts`; a question that no pattern fits is its own topic.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from index.words import is_function_in_either, words
from qa.concepts import mentions
from qa.values import find_values

_ASK_ID = (
    r"(?:(?:sejak|sampai|hingga|dari|pada|di|ke|untuk|oleh|dengan|tentang) ?)?"
    r"(?:(?:pukul|jam|tanggal|hari|tahun|bulan|nomor) (?:berapa|apa)|berapa (?:lama|banyak|kali|persen)|"
    r"(?:kapan|siapa|berapa|apa|mengapa|kenapa|bagaimana|gimana|mana)(?:kah)?)(?: saja| aja| sih)?"
)
_ASK_EN = (
    r"(?:(?:at|on|in|since|until|from|by|for|to|with|according to) )?"
    r"(?:how (?:many|much|long|often|old)|(?:what|which) (?:time|day|date|year|month|hour)|"
    r"when|where|whom|whose|who|why|how|what|which)"
)
ASK = re.compile(rf"\b(?:{_ASK_ID}|{_ASK_EN})\b", re.IGNORECASE)
_AUX = re.compile(r"^(?:is|are|was|were|does|do|did|will|would|has|have|had|can|could|should|must)\s+", re.IGNORECASE)
_FILLER = re.compile(r"^(?:yang|adalah|ialah|saja|itu|dari|the following|there)\s+", re.IGNORECASE)
_END = re.compile(
    r"\s+(?:be held|been held|held|take place|took place|taking place|begin|began|start|end|open|close|stand for|mean|"
    r"have|happen|do|adalah|ialah|itu|berapa|apa|siapa|kapan|mana)$",
    re.IGNORECASE,
)
_VERB = re.compile(
    r"\s(?:(?:akan|telah|sudah|mulai|resmi)\s)*(?:di(?!vis|sku|stri|nas|rek)[a-z]{3,}|ber(?!sama|das)[a-z]{3,}|me[mnlry][a-z]{3,}"
    r"|was|were|is|are|will be|says?|requires?|regulates?)(?=\s|$)",
)
_TAIL = re.compile(r"(?:^|\s)(?:di|pada|tahun|in|on|at|untuk|for|of)\s+(?=(?:the |tahun |tanggal )?[A-Z0-9]).*$")
_LEADING_VERB = re.compile(
    r"^(?:chairs?|chaired|heads?|headed|leads?|led|won|wins|speaks? at|spoke at|memimpin|mengetuai|melantik|membuka|"
    r"menjadi|moderated|opened|attended|organi[sz]ed)\s+",
    re.IGNORECASE,
)
_HANGING = re.compile(r"\s(?:yang|who|that|which)$", re.IGNORECASE)
_RELATION = re.compile(
    r"^(?:the |total )*(?:(?:wakil )?ketua|sekretaris|anggota|tugas(?: dan wewenang)?|fungsi|wewenang|nama|tanggal|"
    r"waktu|jadwal|tema|lokasi|tempat|alamat|narasumber|pemateri|pembicara|moderator|peserta|tujuan|alasan|dasar hukum|"
    r"hasil|pemenang|kepanjangan|singkatan|arti|definisi|isi|jumlah|banyaknya|"
    r"(?:name|chair|chairman|secretary|member|members|dut(?:y|ies)|task|tasks|role|theme|topic|date|venue|place|location|"
    r"address|speaker|speakers|moderator|participant|participants|purpose|aim|reason|result|results|winner|content|"
    r"contents|meaning|number) of)\s+(?:dari\s+|the\s+)?",
    re.IGNORECASE,
)
_CLASS = r"(?:Kabupaten|Kab\.?|Kota|Provinsi|Prov\.?|Kecamatan|Kec\.?|Desa|Kelurahan)"
_CAPITALS = re.compile(rf"(?:{_CLASS}\s)?[A-ZÀ-Þ][\w’'-]*(?:\s[A-ZÀ-Þ][\w’'-]*)*(?:\s(?:Regency|City|Province))?")

# Things that may take each other's place in "and the …?"; any member of a group stands for the group.
GROUPS: dict[str, tuple[str, ...]] = {
    "election": ("pemilu", "pileg", "pilpres", "pilkada", "pilgub", "pilkades", "pemilihan"),
    "stage": (
        "pemungutan", "penghitungan", "rekapitulasi", "pendaftaran", "pencalonan", "kampanye", "masatenang",
        "pelantikan", "verifikasi", "coklit", "sosialisasi",
    ),
    "list": ("dpt", "dps", "dpb", "dptb"),
    "body": ("ppk", "pps", "kpps", "pantarlih", "ppln"),
    "institution": ("kpu", "bawaslu", "dkpp", "mk", "ma", "dpr", "dprd", "dpd", "polri", "tni", "kemendagri"),
    "system": ("sipol", "silon", "sirekap", "sidalih"),
    "role": ("ketua", "wakil", "anggota", "sekretaris", "presiden", "gubernur", "bupati", "walikota", "moderator",
             "narasumber"),
    "sex": ("laki", "perempuan"),
    "money": ("anggaran", "honor"),
}  # fmt: skip
_GROUP_OF = {concept: group for group, members in GROUPS.items() for concept in members}


@dataclass(frozen=True, slots=True)
class Entity:
    """A stretch of a question that another question could exchange: `text[start:end]`, and of what group."""

    group: str
    start: int
    end: int


def entities(text: str) -> list[Entity]:
    """Years and dates, elections, bodies, roles, names and acronyms of a question, in order, not overlapping."""
    taken: list[Entity] = []
    for entity in (*_dates(text), *_concepts(text), *_names(text)):
        if all(entity.end <= other.start or entity.start >= other.end for other in taken):
            taken.append(entity)
    return sorted(taken, key=lambda entity: entity.start)


def asks(text: str) -> re.Match[str] | None:
    """The first question phrase: "siapa", "berapa lama", "since when"."""
    return ASK.search(text)


def topic(question: str) -> str:
    """The question without its question words, auxiliaries and end mark: what it is about, predicate included."""
    bare = question.strip().rstrip("?!. ")
    asked = asks(bare)
    if asked:
        bare = f"{bare[: asked.start()]} {bare[asked.end() :]}".strip()
    for _ in range(3):
        bare = _AUX.sub("", _FILLER.sub("", bare)).strip()
    return _END.sub("", bare).strip()


def subject(question: str) -> str:
    """The thing that a question is about: its topic without predicate and relation ("the theme of …")."""
    about = _LEADING_VERB.sub("", topic(question))
    verb = _VERB.search(about)
    if verb and verb.start() > 0:
        tail = _TAIL.search(about, verb.end())
        about = about[: verb.start()] + (f" {tail[0].strip()}" if tail else "")
    shorter = _RELATION.sub("", _HANGING.sub("", about))
    return shorter or about


def _dates(text: str) -> Iterator[Entity]:
    for value in find_values(text):
        if value.kind == "date":
            group = "year" if re.fullmatch(r"\d{4}", value.canonical) else "date"
            yield Entity(group, value.start, value.end)


def _concepts(text: str) -> Iterator[Entity]:
    tokens = words(text)
    for mention in mentions(tokens):
        if mention.concept in _GROUP_OF:
            yield Entity(_GROUP_OF[mention.concept], tokens[mention.first].start, tokens[mention.last - 1].end)


def _names(text: str) -> Iterator[Entity]:
    for match in _CAPITALS.finditer(text):
        begin = match.start() if text[: match.start()].strip() else _after_openers(text, match)
        for start, end in _without_concepts(text, begin, match.end()):
            yield Entity("acronym" if _is_acronym(text[start:end]) else "name", start, end)


def _after_openers(text: str, match: re.Match[str]) -> int:
    """Where a run of capitals that opens a question begins, its first, merely capitalised words left out."""
    tokens = words(match[0])
    kept = [token for token in tokens if token.text.isupper() or not _is_common(token.norm)]
    return match.start() + kept[0].start if kept else match.end()


def _without_concepts(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The parts of a run of capitals between words that name a concept ("KPU"); "Kabupaten" and the like are kept."""
    tokens = words(text[start:end])
    named = {
        i for m in mentions(tokens) if m.kind != "place" and m.concept in _GROUP_OF for i in range(m.first, m.last)
    }
    run: list[int] = []
    for index in range(len(tokens) + 1):
        if index < len(tokens) and index not in named:
            run.append(index)
        elif run:
            yield start + tokens[run[0]].start, start + tokens[run[-1]].end
            run = []


def _is_common(word: str) -> bool:
    return is_function_in_either(word) or ASK.fullmatch(word) is not None


def _is_acronym(text: str) -> bool:
    return " " not in text and sum(character.isupper() for character in text) >= 2
