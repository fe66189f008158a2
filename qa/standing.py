"""How an article stands beside others: from when it speaks, and how official it is. Knows nothing of questions.

An article that says it repeats an older one counts as old as what it repeats.
"""

from __future__ import annotations

import re
from functools import lru_cache

from corpus.article import Article
from corpus.dates import PartialDate, find_dates

_ARCHIVE_LEAD_CHARS = 600

_PRINTED = "dimuat|diterbitkan|ditayangkan|dipublikasikan|diunggah|disiarkan|tayang|terbit"
_PRINTS = "memuat|menerbitkan|menayangkan|mempublikasikan|mengunggah|menyiarkan|muat|unggah|terbitan|tayangan"
_REPEATS = re.compile(
    rf"\b(?:(?P<verb>(?:kami|di)?(?:{_PRINTS}|{_PRINTED})\s+(?:ulang|kembali|lagi)"
    rf"|(?:kembali|lagi)\s+(?:kami\s+)?(?:{_PRINTS}|{_PRINTED}))"
    rf"|(?:pertama kali|semula|aslinya)\s+(?:{_PRINTED}|ditulis|dibuat)"
    r"|pemuatan ulang|arsip berita|dari arsip|(?:berita|tulisan|artikel|siaran pers|pengumuman|naskah) lama"
    r"|republished|reprinted|reposted|re-?uploaded|first published|originally published)",
    re.IGNORECASE,
)
# "Mengunggah kembali berkas" repeats no article.
_OF_TEXT = re.compile(
    r"\b(?:berita|artikel|tulisan|naskah|siaran pers|rilis|opini|catatan|liputan|laporan|pengumuman|arsip|ini|kami"
    r"|redaksi)\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?:[^.!?\n]|(?<=\d)\.(?=\d))+")
_OFFICIAL = re.compile(r"\b(?:KPU|KIP|Komisi Pemilihan Umum|Bawaslu|DKPP)\b")
_NATIONAL = re.compile(r"\b(?:KPU|KIP|Komisi Pemilihan Umum|Bawaslu)(?:\s+(?:RI|Republik Indonesia|Pusat))?\s*$|^DKPP")
_PROVINCIAL = re.compile(r"\bProv(?:insi|\.)?\b", re.IGNORECASE)


def officialness(office: str | None) -> int:
    """3 for a national election body, 2 for a provincial one, 1 for a regency's or city's, 0 for anybody else."""
    if not office or not _OFFICIAL.search(office):
        return 0
    if _NATIONAL.search(office):
        return 3
    return 2 if _PROVINCIAL.search(office) else 1


@lru_cache(maxsize=1024)
def effective_date(article: Article) -> str | None:
    """The ISO date an article speaks from: when it was published, or when what it repeats was."""
    reference = PartialDate.from_iso(article.published) if article.published else None
    lead = f"{article.title}. {article.text[:_ARCHIVE_LEAD_CHARS]}"
    said = next((match[0] for match in _SENTENCE.finditer(lead) if _repeats(match[0])), None)
    if said is None or reference is None:
        return article.published
    # The note itself tells the day of what it repeats, or else the first words of that do.
    for text in (said, lead):
        days = [mention.first for mention in find_dates(text, reference) if mention.first.year]
        older = [day for day in days if day.latest and reference.earliest and day.latest < reference.earliest]
        if older:
            return older[0].iso
    return article.published


def _repeats(sentence: str) -> bool:
    """Whether a sentence says that the article, and not some other thing, was published before."""
    repeated = _REPEATS.search(sentence)
    return repeated is not None and (repeated["verb"] is None or _OF_TEXT.search(sentence) is not None)
