"""The words of dates in Indonesian and English, and the pieces that patterns are made of. Knows no calendar."""

from __future__ import annotations

import re

MONTHS: dict[str, int] = {
    name: number
    for number, names in enumerate(
        (
            "januari january jan",
            "februari pebruari february feb peb",
            "maret march mar mrt",
            "april apr",
            "mei may",
            "juni june jun",
            "juli july jul",
            "agustus august agust agus agu ags agt aug",
            "september sept sep",
            "oktober october okt oct",
            "november nopember nov nop",
            "desember december des dec",
        ),
        start=1,
    )
    for name in names.split()
}
WEEKDAYS: dict[str, int] = {
    name: number
    for number, names in enumerate(
        (
            "senin monday mon",
            "selasa tuesday tue tues",
            "rabu wednesday wed",
            "kamis thursday thu thurs thur",
            "jumat jum'at jum’at jum`at jumaat friday fri",
            "sabtu saturday sat",
            "minggu ahad sunday sun",
        )
    )
    for name in names.split()
}
# Month names that are also everyday words, or too short to trust in lower case when no year follows them.
NEEDS_CAPITAL = {name for name in MONTHS if len(name) <= 4} | {"march"}
ENGLISH_ONLY = {
    "january",
    "february",
    "march",
    "may",
    "june",
    "july",
    "august",
    "october",
    "december",
    "aug",
    "oct",
    "dec",
}


def _either(words: object) -> str:
    return "|".join(re.escape(word) for word in sorted(map(str, words), key=lambda w: (-len(w), w)))  # type: ignore[call-overload]


M = rf"(?:{_either(MONTHS)})"
W = rf"(?:{_either(WEEKDAYS)})"
GAP = r"[^\S\n]{0,3}\n?[^\S\n]{0,3}"  # bounded: text may come with endless blanks
ORDINAL = r"(?:st|nd|rd|th)?"
YEAR = r"[12]\d{3}(?!\w|[.,]\d)"
RANGE_WORD = r"(?:hingga|sampai(?:[^\S\n]+dengan)?|s\.?[^\S\n]?/?[^\S\n]?d\.?|to|through|until|till)"
CONNECTOR = rf"(?:{GAP}[-–—−]{GAP}|,?{GAP}(?<![\w]){RANGE_WORD}(?![\w]){GAP})"
QUALIFIER = r"(?:akhir|awal|pertengahan|penghujung|late|early|mid|end[^\S\n]of|beginning[^\S\n]of)"
COUNTED = (
    r"suara|orang|pemilih|warga|jiwa|tps|kpps|pps|ppk|kursi|rupiah|personel|petugas|desa|kelurahan|kecamatan|lembar"
    r"|surat|buah|unit|meter|km|kg|ribu|juta|miliar|votes?|voters?|people|seats?|ballots?|persen|peserta|anggota"
    r"|kotak|bilik|keluarga|siswa|mahasiswa|data|dokumen|kali|hari|jam|menit|days|polling"
)

# "2019 pemilih" is a count, "14 Februari 2019 pemilih …" none: only a number alone may be one.
COUNTS = rf"\s{{1,2}}(?:{COUNTED})(?!\w)"

# Numbers that look like dates and are none: the name of a regulation, money, telephone numbers, the time of day.
# The year of "Nomor 8 Tahun 2024" is a part of the regulation's name and so is no date.
BLOCKERS = re.compile(
    r"""
    (?<!\w)(?:nomor|no\.?|number)\s{0,3}:?\s{0,3}\d[\w./-]{0,40}\s{1,3}(?:tahun|thn\.?|th\.|of)\s{1,3}\d{4}(?!\d)
  | (?<!\w)(?:nomor|no\.?|number)\s{0,3}:?\s{0,3}\d[\w.-]{0,20}/[\w./-]{1,40}
  | (?<!\w)(?:uu|pkpu|perppu|perbawaslu|pp|perpres|permendagri|pasal|perda|keppres|sk|rt|rw)
        \s{0,2}(?:no\.?|nomor)?\s{0,2}\d{1,4}\s?/\s?(?:rw\s?)?\d{1,4}(?!\d)
  | (?<!\w)(?:rp\.?|idr|usd|us\$|\$)\s{0,2}\d[\d.,]*
  | (?<![\w+])\(?(?:\+\d{1,3}[\s-]?|0)\d{2,4}\)?[\s-]?\d{3,4}[\s-]?\d{3,5}(?!\d)
  | (?<!\w)(?:pukul|jam|at)\s{1,2}\d{1,2}[.:]\d{2}(?!\d)
  | (?<!\w)(?:sebanyak|sejumlah|berjumlah|mencapai|totalling|totaling)\s{1,2}\d{4}(?!\d)
  | (?<!\w)\d{4}\s\d{3,}(?!\d)
    """,
    re.IGNORECASE | re.VERBOSE,
)
