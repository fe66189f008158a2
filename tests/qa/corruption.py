"""Systematic falsification of true sentences, for testing the gate. Uses none of the gate's own tables or parsers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import combinations


def _words(text: str) -> list[str]:
    return text.split()


def _pairs(text: str) -> list[tuple[str, str]]:
    parted = (pair.strip().partition("/") for pair in text.split(","))
    return [(old, new) for old, _, new in parted]


MONTHS_ID = _words("Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember")
MONTHS_EN = _words("January February March April May June July August September October November December")
DAYS_ID = _words("Senin Selasa Rabu Kamis Jumat Sabtu Minggu")
DAYS_EN = _words("Monday Tuesday Wednesday Thursday Friday Saturday Sunday")
NUMBERS_ID = _words("dua tiga empat lima enam tujuh delapan sembilan sepuluh")
NUMBERS_EN = _words("two three four five six seven eight nine ten")
STRANGERS = ("Wibowo", "Kartika", "Sutrisno", "Marlina")
PLACES = ("Bojonegoro", "Wonosobo", "Ambon", "Palu")
SWAPS = {
    "role": _pairs(
        """ketua/sekretaris, anggota/ketua, sekretaris/anggota, gubernur/bupati, bupati/gubernur, presiden/menteri,
        wali kota/gubernur, chair/secretary, member/chair, members/secretaries, governor/mayor, regent/governor"""
    ),
    "institution": _pairs(
        """KPU/Bawaslu, Bawaslu/KPU, DKPP/Bawaslu, PPK/PPS, PPS/KPPS, KPPS/PPK, DPT/DPS, DPS/DPT, DPR/DPD, MK/MA,
        Mahkamah Konstitusi/Mahkamah Agung, Mahkamah Agung/Mahkamah Konstitusi, Pantarlih/PPS, TPS/PPS"""
    ),
    "event": _pairs(
        """pilkada/pileg, pemilu/pilkada, pilpres/pilkada, kampanye/pendaftaran, pendaftaran/kampanye, pemungutan
        suara/penghitungan suara, masa tenang/masa kampanye, campaign/registration, registration/campaign"""
    ),
    "direction": _pairs(
        """naik/turun, turun/naik, sebelum/setelah, setelah/sebelum, lebih/kurang, kurang/lebih, paling lambat/paling
        cepat, paling rendah/paling tinggi, dibuka/ditutup, dimulai/berakhir, semua/sebagian, menang/kalah,
        diterima/ditolak, wajib/dilarang, dilarang/wajib, boleh/dilarang, pertama/terakhir, before/after,
        after/before, more/less, opens/closes, starts/ends, must/may never, all/some"""
    ),
    "sex": _pairs("laki-laki/perempuan, perempuan/laki-laki, male/female, female/male, men/women, women/men"),
    "scale": _pairs(
        "juta/miliar, miliar/juta, ribu/juta, million/billion, thousand/million, persen/juta, percent/million"
    ),
}
ADDED = (
    " pada 3 Mei 2017",
    " sebanyak 613 orang",
    " menurut Wibowo Kartika",
    " di Bojonegoro",
    " pukul 03.45 WIB",
    " sebesar 71,9 persen",
    " senilai Rp9,4 miliar",
    " berdasarkan PKPU Nomor 99 Tahun 2031",
    " bersama Bawaslu RI Divisi X-77",
    " kata “semua sudah beres”",
)
_MARK = re.compile(r"\s*\[\d+\]")


def corruptions(text: str) -> Iterator[tuple[str, str]]:
    """Every false version of `text` with the kind of falsehood; each differs from the true one in one place."""
    for kind, make in _KINDS.items():
        for false in make(text):
            if false != text:
                yield kind, false


def _digits(text: str) -> Iterator[str]:
    marks = [match.span() for match in _MARK.finditer(text)]
    for at, character in enumerate(text):
        if character.isdecimal() and not any(start <= at < end for start, end in marks):
            yield f"{text[:at]}{(int(character) + 1) % 10}{text[at + 1 :]}"


def _rotated(*tables: list[str]) -> Callable[[str], Iterator[str]]:
    def make(text: str) -> Iterator[str]:
        for table in tables:
            for position, word in enumerate(table):
                yield from _each(text, word, table[(position + 1) % len(table)])

    return make


def _each(text: str, old: str, new: str) -> Iterator[str]:
    for match in re.finditer(rf"(?<![\w-]){re.escape(old)}(?!\w)", text, re.IGNORECASE):
        put = new[:1].upper() + new[1:] if match[0][0].isupper() else new
        yield f"{text[: match.start()]}{put}{text[match.end() :]}"


def _swapped(kind: str) -> Callable[[str], Iterator[str]]:
    def make(text: str) -> Iterator[str]:
        for pair in SWAPS[kind]:
            yield from _each(text, *pair)

    return make


def _currency(text: str) -> Iterator[str]:
    for match in re.finditer(r"Rp\.?\s?(?=\d)", text):
        yield f"{text[: match.start()]}US${text[match.end() :]}"


def _names(text: str) -> Iterator[str]:
    """Each capitalised word inside the sentence becomes a stranger's name."""
    for position, match in enumerate(re.finditer(r"(?<=\w )[A-Z][a-z]{2,}(?:[’'][a-z]+)?(?![\w])", text)):
        if match[0] not in (*MONTHS_ID, *MONTHS_EN, *DAYS_ID, *DAYS_EN):
            yield f"{text[: match.start()]}{STRANGERS[position % len(STRANGERS)]}{text[match.end() :]}"


def _places(text: str) -> Iterator[str]:
    for position, match in enumerate(re.finditer(r"(?:(?<=Kabupaten )|(?<=Provinsi )|(?<=Kota ))[A-Z]\w+", text)):
        yield f"{text[: match.start()]}{PLACES[position % len(PLACES)]}{text[match.end() :]}"


def _negated(text: str) -> Iterator[str]:
    for match in re.finditer(r"(?<=\w )(?:di|ber|me[mny])[a-z]{5,}|(?<= )(?:is|are|was|were|will|has|have)(?= )", text):
        english = match[0] in ("is", "are", "was", "were", "will", "has", "have")
        yield (
            f"{text[: match.end()]} not{text[match.end() :]}"
            if english
            else f"{text[: match.start()]}tidak {text[match.start() :]}"
        )


def _affirmed(text: str) -> Iterator[str]:
    for match in re.finditer(r"\b(?:tidak|belum|bukan|not)\s", text, re.IGNORECASE):
        rest = text[match.end() :]
        yield text[: match.start()] + (rest if match.start() else rest[:1].upper() + rest[1:])


def _exchanged(text: str) -> Iterator[str]:
    """Two different amounts of one sentence in each other's place."""
    found = list(re.finditer(r"(?<![\w.,/-])\d{1,3}(?:\.\d{3})+(?![\w/]|[.,]\d)", text))
    for one, other in combinations(found, 2):
        if one[0] != other[0]:
            between = text[one.end() : other.start()]
            yield f"{text[: one.start()]}{other[0]}{between}{one[0]}{text[other.end() :]}"


def _quotations(text: str) -> Iterator[str]:
    """One word of a quotation left out or changed."""
    for match in re.finditer(r"“([^“”]+)”", text):
        tokens = list(re.finditer(r"\w+", match[1]))
        for token in tokens[1:-1:4]:
            start, end = match.start(1) + token.start(), match.start(1) + token.end()
            yield f"{text[:start]}{text[end:].lstrip()}"
            yield f"{text[:start]}{token[0]}lah{text[end:]}"


def _added(text: str) -> Iterator[str]:
    body = _MARK.sub("", text).rstrip(" .”")
    marks = "".join(match[0] for match in _MARK.finditer(text))
    for extra in ADDED:
        yield f"{body}{extra}.{marks}"


def _miscited(text: str) -> Iterator[str]:
    for match in _MARK.finditer(text):
        yield f"{text[: match.start()]} [97]{text[match.end() :]}"


_KINDS: dict[str, Callable[[str], Iterator[str]]] = {
    "digit": _digits,
    "month": _rotated(MONTHS_ID, MONTHS_EN),
    "day": _rotated(DAYS_ID, DAYS_EN),
    "number word": _rotated(NUMBERS_ID, NUMBERS_EN),
    "name": _names,
    "place": _places,
    "role": _swapped("role"),
    "institution": _swapped("institution"),
    "event": _swapped("event"),
    "direction": _swapped("direction"),
    "sex": _swapped("sex"),
    "scale": _swapped("scale"),
    "currency": _currency,
    "negated": _negated,
    "affirmed": _affirmed,
    "exchanged": _exchanged,
    "quotation": _quotations,
    "added": _added,
    "citation": _miscited,
}
