"""Names of legal texts: regulations, laws, decisions and court rulings, by kind, number and year.

Knows how officials cite them in Indonesian and English. Knows nothing of what they say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

# Each kind once, with every way it is written; longer forms first, since the first match counts.
_KINDS: tuple[tuple[str, str], ...] = (
    ("pkpu", r"Peraturan\s+(?:Komisi\s+Pemilihan\s+Umum|KPU)(?:\s+(?:RI|Republik\s+Indonesia))?|PKPU|KPU\s+Regulation"),
    (
        "kkpu",
        r"(?:Surat\s+)?Keputusan\s+(?:Komisi\s+Pemilihan\s+Umum|KPU)(?:\s+(?:RI|Republik\s+Indonesia))?|KPU\s+(?:Decision|Decree)",
    ),
    ("perbawaslu", r"Peraturan\s+(?:Bawaslu|Badan\s+Pengawas\s+Pemilihan\s+Umum)|Perbawaslu|Bawaslu\s+Regulation"),
    ("perdkpp", r"Peraturan\s+(?:DKPP|Dewan\s+Kehormatan\s+Penyelenggara\s+Pemilu)|Perdkpp|DKPP\s+Regulation"),
    (
        "perppu",
        r"Peraturan\s+Pemerintah\s+Pengganti\s+Undang-?\s?Undang|Perp+u|Government\s+Regulation\s+in\s+Lieu\s+of\s+Law",
    ),
    ("perpres", r"Peraturan\s+Presiden|Perpres|Presidential\s+Regulation"),
    ("keppres", r"Keputusan\s+Presiden|Keppres|Presidential\s+Decree"),
    ("permendagri", r"Peraturan\s+Menteri\s+Dalam\s+Negeri|Permendagri"),
    ("pp", r"Peraturan\s+Pemerintah|Government\s+Regulation|\bPP"),
    ("perda", r"Peraturan\s+Daerah|Perda"),
    ("perbup", r"Peraturan\s+Bupati|Perbup"),
    ("uu", r"Undang-?\s?Undang(?:\s+Republik\s+Indonesia)?|\bUU|\bLaw|\bAct"),
    ("putusan mk", r"Putusan\s+(?:MK|Mahkamah\s+Konstitusi)|(?:Constitutional\s+Court|MK)\s+(?:Ruling|Decision)"),
    ("putusan ma", r"Putusan\s+(?:MA|Mahkamah\s+Agung)|(?:Supreme\s+Court|MA)\s+(?:Ruling|Decision)"),
    ("putusan dkpp", r"Putusan\s+DKPP|DKPP\s+(?:Ruling|Decision)"),
    ("surat edaran", r"Surat\s+Edaran(?:\s+KPU)?|Circular(?:\s+Letter)?"),
    ("surat dinas", r"Surat\s+Dinas(?:\s+KPU)?"),
    ("surat keputusan", r"Surat\s+Keputusan|\bSK"),
    ("pasal", r"Pasal|\bArticle"),
)
_DECISIONS = frozenset({"kkpu", "keppres"})
_NAMES = "|".join(rf"(?P<k{index}>{pattern})" for index, (_, pattern) in enumerate(_KINDS))
_CODE = r"\d+[A-Z]?(?:[/.-][A-Za-z0-9.-]+)*"
_REGULATION = re.compile(
    rf"\b(?:{_NAMES})\b(?:\s+(?:RI|Kabupaten\s+\w+|Kota\s+\w+|Provinsi\s+\w+(?:\s\w+)?))?"
    rf"(?:\s*\([^)]{{1,30}}\))?\s*(?:\b(?:Nomor|Number|No)\b\.?\s*:?\s*)?(?P<number>{_CODE})"
    rf"(?:\s+(?:Tahun|of|year)\s+(?P<year>\d{{4}}))?(?:\s+ayat\s+\(?(?P<clause>\d+)\)?)?",
    re.IGNORECASE,
)
_ASKED = re.compile(
    rf"\b(?:{_NAMES})\b(?:\s+(?:RI|Kabupaten\s+\w+|Kota\s+\w+|Provinsi\s+\w+))?\s+(?:(?:nomor|no\.?)\s+)?(?:berapa|mana|apa)\b"
    rf"|\b(?:which|what)\s+(?:{_NAMES.replace('?P<k', '?P<e')})\b",
    re.IGNORECASE,
)


@lru_cache(maxsize=256)
def asked_kind(question: str) -> str | None:
    """The kind of legal text whose number a question asks for: "PKPU nomor berapa", "Putusan MK mana"; None for any."""
    match = _ASKED.search(question)
    if match is None:
        return None
    return next(name for index, (name, _) in enumerate(_KINDS) if match[f"k{index}"] or match[f"e{index}"])


def is_of_kind(canonical: str, kind: str) -> bool:
    """Whether a legal text is of a kind; "SK" is short for a decision of any office."""
    own = next((name for name, _ in _KINDS if canonical.startswith(f"{name} ")), None)
    return own is None or own == kind or (kind == "surat keputusan" and own in _DECISIONS)


def find_regulations(text: str) -> Iterator[tuple[int, int, str]]:
    """Start, end and canonical name ("pkpu 8/2024") of every legal text named with its number."""
    for match in _REGULATION.finditer(text):
        kind = next(name for index, (name, _) in enumerate(_KINDS) if match[f"k{index}"])
        number = match["number"].rstrip(".-").lower()
        year = f"/{match['year']}" if match["year"] and not number.endswith(f"/{match['year']}") else ""
        clause = f" ({match['clause']})" if match["clause"] else ""
        end = match.end() - (
            len(match["number"]) - len(match["number"].rstrip(".-")) if match.end() == match.end("number") else 0
        )
        yield match.start(), end, f"{kind} {number}{year}{clause}"
