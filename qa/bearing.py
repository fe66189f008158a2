"""Which year, region, numbered part or state of things a value in a sentence goes with. Knows no models.

In "tahap I Rp2 miliar, tahap II Rp3 miliar" each amount goes with the part named nearest; in "dari Rp500 ribu menjadi
Rp1 juta" one held before and the other holds now. Each answer is 1 if a value goes with what is asked, -1 if it goes
with another of the kind, and 0 if the sentence does not say.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Set
from functools import lru_cache

from index.types import Span
from qa.askwords import FIRST_END, LAST_END
from qa.elections import asked_families, election_names
from qa.labels import labels_of
from qa.localities import regions_of
from qa.question import Query
from qa.values import Value

BEHIND_COSTS = 12  # characters: what is named before a value is rather meant than what comes after it
BREAK_COSTS = 100  # characters, for each point at which a sentence turns to something else
_BREAK = re.compile(r";|,?\s(?:sedangkan|sementara|adapun|namun|tetapi|while|whereas|but)\b", re.IGNORECASE)
_YEAR = re.compile(r"\b(?:19[4-9]\d|20[0-4]\d)\b")
_FORMER = re.compile(
    r"\b(?:semula|sebelumnya|awalnya|mulanya|sedianya|mestinya|semestinya|tadinya|dulunya|dahulu|mantan"
    r"|originally|previously|formerly|initially|earlier|former)\b",
    re.IGNORECASE,
)
_NOW = re.compile(
    r"\b(?:menjadi|kini|sekarang|saat ini|diundur|dimundurkan|dimajukan|digeser|bergeser|mundur|ditunda|diubah"
    r"|(?:ber|di)?pindah(?:kan)? ke|beralih ke|diperpanjang (?:sampai|hingga)|diganti(?:kan)? (?:oleh|dengan)"
    r"|now|instead|(?:re)?moved to|relocated to|replaced by|extended (?:to|until)|postponed|brought forward)\b",
    re.IGNORECASE,
)
_SOME = r"(?:[^.;]|(?<=\d)\.(?=\d)){2,60}?"  # the point of "Rp500.000" ends no sentence
_FROM_TO = re.compile(rf"\bdari\s(?P<old>{_SOME})\s(?:menjadi|ke)\s|\bfrom\s(?P<old2>{_SOME})\sto\s", re.IGNORECASE)
# What is revoked or replaced stands right after these; what they replace it with is the sentence's other value.
_REPLACING = re.compile(
    r"\b(?:mencabut|menggantikan|mengganti|membatalkan|menghapus|pengganti(?: dari)?|bukan lagi|tidak lagi"
    r"|revok(?:es?|ed|ing)|replac(?:es?|ed|ing)|repeal(?:s|ed|ing)?|no longer|instead of)\s"
    r"(?:the\s)?",
    re.IGNORECASE,
)
_REPLACED = re.compile(
    r"\s(?:(?:yang\s)?(?:telah|sudah|kini|resmi|tidak|has been|have been|was|were|is|are)\s)*"
    r"(?:dicabut|diganti(?:kan)?|dibatalkan|dihapus|berlaku lagi|revoked|replaced|repealed)\b",
    re.IGNORECASE,
)
# What tells that something is otherwise than it was, without saying how it was.
_NEWS = re.compile(
    r"\b(?:kini|sekarang|saat ini|terbaru|yang baru|baru (?:akan|di)|terhitung|berlaku (?:mulai|sejak)"
    r"|tidak lagi|bukan lagi|berubah|diubah|perubahan|pindah|berpindah|dipindah(?:kan)?|menempati|naik|kenaikan|turun"
    r"|bertambah|berkurang|tambahan|pengganti|dipercayakan|terpilih|dilantik|pelantikan|serah terima"
    r"|periode|masa (?:jabatan|bakti|tugas)|mendatang|diundur|mundur|dimajukan"
    r"|digeser|bergeser|ditunda|diperpanjang|diralat|ralat|direvisi|revisi|dikoreksi"
    r"|akhirnya|semula|sedianya|lebih (?:lambat|cepat|awal|lama|akhir)|dari rencana"
    r"|now|newly|no longer|instead|moved|raised|postponed|brought forward|rescheduled|extended|revised|corrected"
    r"|finally|earlier than|later than|elected|sworn in|took over|takes over|succeeds|succeeded)\b",
    re.IGNORECASE,
)
# What tells that something was told wrongly before. "Hasil perbaikan" is the name of a stage of the voters' list.
_CORRECTION = re.compile(
    r"\b(?:di)?ralat\b|\b(?:ter|di)?koreksi\b|\b(?:di)?revisi\b|\byang benar\b|\bcorrect(?:ed|ion)\b|\brevised\b"
    r"|\berrat(?:um|a)\b",
    re.IGNORECASE,
)
_ASKS_REPLACED = re.compile(r"cabut|ganti|batal|hapus|lagi\b|revok|replac|repeal|no longer|instead", re.IGNORECASE)
_ASKS_NOW = re.compile(
    r"\b(?:kini|sekarang|saat ini|terkini|terbaru|masih berlaku|now|currently|current|at present|latest)\b",
    re.IGNORECASE,
)

_CLOCK_WORDS = r"(?:(?:dengan|pada|tanggal|hari|pukul|jam|sekitar|about|around|approximately|at|on)\s)*"
# Right before a value, or a verb that says so earlier in its clause: "diakhiri dengan doa pada pukul 17.00".
_UNTIL = re.compile(
    rf"\b(?:sampai|hingga|s\.?/?d\.?|until|till|to)\s{_CLOCK_WORDS}$"
    r"|\b(?:selesai|berakhir|diakhiri|ditutup|usai|ends?|ended|closed?)\b[^.;:,]{0,80}$",
    re.IGNORECASE,
)
_FROM = re.compile(
    rf"\b(?:sejak|dari|from)\s{_CLOCK_WORDS}$"
    r"|\b(?:mulai|dimulai|dibuka|starting|starts?|started|began|begins?|opened)\b[^.;:,]{0,80}$",
    re.IGNORECASE,
)
_UNTIL_WHEN = re.compile(
    r"\b(?:sampai|hingga) (?:kapan|tanggal berapa|(?:jam|pukul) berapa)\b|\b(?:until|till) (?:when|what)\b",
    re.IGNORECASE,
)
_LIMIT = re.compile(
    r"\b(?:sampai|hingga|s\.?/?d\.?|sebelum|(?:paling|se)\s?(?:lambat|telat|akhir)|paling lama|maksimal|batas|tenggat"
    r"|jatuh tempo|habis|(?:di)?perpanjang\w*|(?:di)?mundur\w*|(?:di)?undur\w*|kedaluwarsa"
    r"|until|till|by|before|latest|later than|deadline|expir\w+)\w*",
    re.IGNORECASE,
)
Named = Iterable[tuple[int, int, object]]


def of_label(query: Query, sentence: str, at: Span) -> float:
    """Whether a value stands with the numbered part that is asked of ("tahap kedua")."""
    asked = {label.key for label in labels_of(query.core)}
    kinds = {kind for kind, _ in asked}
    told = [(label.start, label.end, label.key) for label in labels_of(sentence) if label.key[0] in kinds]
    return _goes_with(asked, told, sentence, at)


def of_year(query: Query, sentence: str, at: Span) -> float:
    """Whether a value stands with the year that is asked of; a date has its year in itself."""
    told = [(match.start(), match.end(), match.group()) for match in _YEAR.finditer(sentence)]
    held = {str(query.period.year)} if query.period and query.period.year else set()
    return _goes_with({*query.years, *held}, told, sentence, at)


def of_region(query: Query, sentence: str, at: Span) -> float:
    """Whether a value stands with the region that is asked of, where the sentence names several."""
    asked = {place.name for place in regions_of(query.search)}
    told = [(place.start, place.end, place.name) for place in regions_of(sentence)]
    names = {name for _, _, name in told}
    return _goes_with(asked, told, sentence, at) if len(names) > 1 and names & asked else 0.0


def of_election(query: Query, sentence: str, at: Span) -> float:
    """Whether a value stands with the kind of election that is asked of, general or regional, where both are named."""
    asked = asked_families(query)
    told = election_names(sentence)
    return _goes_with(set(asked), told, sentence, at) if len({family for _, _, family in told}) > 1 else 0.0


def other_end(query: Query, sentence: str, at: Span, value: Value) -> bool:
    """Whether the beginning of something is asked for and a sentence gives a value as its end, or the other way round.

    A range tells both. "Until when?" is answered only by what is told as an end or a limit.
    """
    first, last = (pattern.search(query.text) is not None for pattern in (FIRST_END, LAST_END))
    if first == last or value.kind not in ("time", "date") or "/" in value.canonical:
        return False
    before = sentence[: at[0]]
    found = (pattern.search(before) for pattern in (_UNTIL, _FROM))
    ends, begins = (match.start() if match else -1 for match in found)
    if ends < 0 and _UNTIL_WHEN.search(query.text) and not _LIMIT.search(f"{before}{value.text}"):
        return True
    return ends > begins if first else begins > ends


def of_state(query: Query, sentence: str, at: Span) -> float:
    """Whether a value is told as holding when the question asks: before a change, or after it."""
    changes, signs = _signs_of_change(sentence)
    before = 0.0
    for old, new in changes:
        if old[0] <= at[0] and at[1] <= old[1]:
            before = 1.0
        elif 0 <= at[0] - new <= BEHIND_COSTS:
            before = -1.0
    if leaves_behind(sentence, at):
        before = 1.0
    if not before:
        near = [(at[0] - end, sign) for end, sign in signs if end <= at[0] and not _breaks(sentence, end, at[0])]
        before = min(near, key=lambda one: one[0])[1] if near else 0.0
    return before if query.wants_past else -before


def is_replaced(query: Query, sentence: str, at: Span) -> bool:
    """Whether a sentence says of a value that it was revoked or replaced, which the question asks nothing about.

    Where a question asks expressly for the present, what a change began from is replaced too.
    """
    if query.wants_past or _ASKS_REPLACED.search(query.text):
        return False
    return (gives_up if _ASKS_NOW.search(query.text) else leaves_behind)(sentence, at)


def leaves_behind(sentence: str, at: Span) -> bool:
    """Whether a sentence says of a value that it was revoked or replaced."""
    return at[0] in _replacing_ends(sentence) or _REPLACED.match(sentence, at[1]) is not None


def gives_up(sentence: str, at: Span) -> bool:
    """Whether a sentence says of a value that it holds no more: revoked, replaced, or what a change began from."""
    changes, _ = _signs_of_change(sentence)
    return leaves_behind(sentence, at) or any(old[0] <= at[0] and at[1] <= old[1] for old, _ in changes)


@lru_cache(maxsize=4096)
def tells_of_change(sentence: str) -> bool:
    """Whether a sentence has any words of replacing or changing; looked for before its values are."""
    return any(pattern.search(sentence) for pattern in (_REPLACING, _REPLACED, _FROM_TO))


@lru_cache(maxsize=4096)
def tells_news(text: str, question: str) -> bool:
    """Whether a sentence or title says that something is otherwise now than it was, or has just come to be.

    Words that the question has itself ("when were they sworn in?") say nothing new.
    """
    asked = question.lower()
    return any(match.group().lower() not in asked for match in _NEWS.finditer(text))


def corrects(text: str) -> bool:
    """Whether a sentence or title puts right what was told before."""
    return _CORRECTION.search(text) is not None


@lru_cache(maxsize=4096)
def _replacing_ends(sentence: str) -> frozenset[int]:
    return frozenset(match.end() for match in _REPLACING.finditer(sentence))


@lru_cache(maxsize=4096)
def _signs_of_change(sentence: str) -> tuple[tuple[tuple[Span, int], ...], tuple[tuple[int, float], ...]]:
    """Where "from … to …" has the old value and the new one begins; where words for before (1) or now (-1) end."""
    changes = ((match.span("old" if match["old"] else "old2"), match.end()) for match in _FROM_TO.finditer(sentence))
    signs = [(match.end(), 1.0) for match in _FORMER.finditer(sentence)]
    signs += [(match.end(), -1.0) for match in _NOW.finditer(sentence)]
    return tuple(changes), tuple(signs)


def _goes_with(asked: Set[object], told: Named, sentence: str, at: Span) -> float:
    near = [(_distance(sentence, (start, end), at), key) for start, end, key in told]
    if not asked or not near:
        return 0.0
    nearest = min(distance for distance, _ in near)
    return 1.0 if any(key in asked for distance, key in near if distance == nearest) else -1.0


def _distance(sentence: str, named: Span, at: Span) -> int:
    if named[0] < at[1] and at[0] < named[1]:
        return 0
    if named[1] <= at[0]:
        return at[0] - named[1] + BREAK_COSTS * _breaks(sentence, named[1], at[0])
    return named[0] - at[1] + BEHIND_COSTS + BREAK_COSTS * _breaks(sentence, at[1], named[0])


def _breaks(sentence: str, start: int, end: int) -> int:
    return sum(1 for _ in _BREAK.finditer(sentence, start, end))
