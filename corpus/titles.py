"""What a page is called. Knows how titles look; nothing of what stands around them."""

from __future__ import annotations

import re
from collections.abc import Sequence

LONGEST_TITLE, MOST_WORDS = 220, 35
LABEL_WORDS, LABEL_REACH = 2, 4  # a label over the title, and the lines below it in which the title then stands
CUT_AT = 100  # characters of a first sentence that stands in for a missing title
_GENERIC = re.compile(
    r"(?:pengumuman|siaran pers|press release|rilis(?: pers)?|surat edaran|berita acara|undangan|keputusan"
    r"|pemberitahuan|maklumat|news release|announcement)",
    re.IGNORECASE,
)
_NUMBER_LINE = re.compile(r"(?:nomor|no\.?|number)\s?[:.]?\s?\S.*", re.IGNORECASE)
_BULLET = re.compile(r"(?:[-*•▪–]|\(?\d{1,2}[.)]|[a-z][.)])\s")
_DATELINE = re.compile(r"[A-Z][A-Za-z .,()/\d]{2,40}\s?[–—-]\s\S+(?:\s\S+){9}")
_ABBREVIATED_END = re.compile(r"(?:\b[A-Z][a-z]{0,3}|\.\.|…|\b(?:dll|dsb|dkk))\.?$")
_SITE_NAME = re.compile(
    r"\s+[|–—»·:-]{1,2}\s+(?:(?:website|situs|portal|laman|official|beranda|home|berita)\b.{0,60}|.{0,30}\b(?:kpu|komisi"
    r"\spemilihan|kip)\b.{0,50}|\S+\.(?:go\.id|com|id|org))$",
    re.IGNORECASE,
)
# Possessive, for a line of marks that no title follows can be split in more ways than there is time to try.
_MARKS_AROUND = re.compile(r"^(?:[*_|~=:.–—-]++\s?+)++(?=[\w\"“'‘(])|(?<=[\w\"”'’)?!])(?:\s?[*_|~=:–—-]++\.?+)++$")


def find_title(lines: Sequence[str]) -> tuple[str, int] | None:
    """The title with which `lines` begin and how many lines it takes, or None when they begin with running text.

    A title may be wrapped over the lines of one short block, or be one of the forms of official papers
    ("PENGUMUMAN", "Nomor: …", "TENTANG", "HASIL SELEKSI …").
    """
    start = next((number for number, line in enumerate(lines) if line), None)
    if start is not None:
        start = _past_label(lines, start)
    if start is None or not _is_titlelike(lines[start]) or not any(lines[start + 1 :]):
        return None
    if _GENERIC.fullmatch(lines[start]):
        return _official_title(lines, start)
    end = start + 1
    while end < len(lines) and lines[end] and lines[start].isupper() and lines[end].isupper() and end - start < 4:
        end += 1
    if end == start + 1:
        end = _wrapped_end(lines, start)
    return bare_title(" ".join(lines[start:end])), end


def cut_title(text: str) -> str:
    """The first sentence of a text that has no title, cut to about `CUT_AT` characters at a blank."""
    line = next((line for line in text.split("\n") if any(map(str.isalnum, line))), text).lstrip("#*-–•> ")
    sentence = re.match(r".{12,}?[.!?](?=\s+[\"“'A-Z0-9]|$)", line)
    line = sentence[0] if sentence else line
    if len(line) <= CUT_AT:
        return line.rstrip(".") or line
    return line[:CUT_AT].rsplit(" ", 1)[0].rstrip(" ,;:–-") + "…"


def same_title(one: str, other: str) -> bool:
    """Whether two lines are one title, but for case, punctuation and a cut end."""
    mine, theirs = (re.sub(r"[\W_]+", "", line.casefold()) for line in (one, other))
    shorter, longer = sorted((mine, theirs), key=len)
    return bool(shorter) and (shorter == longer or (len(shorter) >= 24 and longer.startswith(shorter)))


def without_site_name(title: str) -> str:
    """`title` without " - KPU Kota Salatiga", " | Website Resmi …" at its end, when a title is left."""
    shorter = _SITE_NAME.sub("", title)
    return shorter if len(shorter.split()) >= 3 else title


def bare_title(title: str) -> str:
    """`title` without the marks that some put around it: "*…*", ".:: … ::.", "— … —"."""
    return _MARKS_AROUND.sub("", title)


def _past_label(lines: Sequence[str], start: int) -> int:
    """Where the title begins: after a section's name of one or two words ("OPINI", "Lihat Berita"), if there is one."""
    if len(lines[start].split()) > LABEL_WORDS or _GENERIC.fullmatch(lines[start]):
        return start
    below = range(start + 1, min(start + LABEL_REACH, len(lines)))
    after = next((number for number in below if lines[number]), start)
    apart = after > start + 1 and len(lines[after].split()) > LABEL_WORDS
    return after if apart and _is_titlelike(lines[after]) and len(lines[after]) <= LONGEST_TITLE // 2 else start


def _is_titlelike(line: str) -> bool:
    return (
        0 < len(line) <= LONGEST_TITLE
        and len(line.split()) <= MOST_WORDS
        and any(character.isalpha() for character in line)
        and not line[0].islower()
        and (line[-1] not in ".;,:" or (line[-1] == "." and bool(_ABBREVIATED_END.search(line))))
        and not _BULLET.match(line)
        and not _DATELINE.match(line)
    )


def _wrapped_end(lines: Sequence[str], start: int) -> int:
    """The end of a block of two or three short lines that a blank line closes; else of the first line alone."""
    end = start
    while end < len(lines) and lines[end]:
        end += 1
    block = lines[start:end]
    wrapped = 1 < len(block) <= 3 and end < len(lines) and sum(map(len, block)) <= LONGEST_TITLE
    return end if wrapped and all(len(line) <= 90 and line[-1] not in ".;,:" for line in block) else start + 1


def _official_title(lines: Sequence[str], start: int) -> tuple[str, int]:
    parts, end = [lines[start]], start + 1
    for number in range(start + 1, min(start + 10, len(lines))):
        line = lines[number]
        if line and not _NUMBER_LINE.fullmatch(line):
            if not (line.isupper() or line.casefold() == "tentang" or len(parts) == 1) or not _is_titlelike(line):
                break
            parts.append(line)
        end = number + 1
    return " ".join(parts), end
