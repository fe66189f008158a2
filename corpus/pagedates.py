"""When a page was published and which day it reports on. Knows the forms of office news; nothing of files.

A page's own date comes first: what its format says, a line that holds nothing but a date, a dateline ("Cilacap,
15 Oktober 2020", "KUDUS (25/05/2021) –"). Failing those, the day that office news reports on is the day of the
news: the first past day written with its weekday or in brackets.

A day without a year gets one only from the page itself: its weekday must fit, in a year near those that the page
names, and one such year must be nearer than every other. Otherwise the year stays unknown and nothing is published.
A weekday that contradicts a written year is a slip: the date stays as written.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.dates import DateMention, PartialDate, find_dates, infer_year
from corpus.datetables import W
from corpus.places import by_key, find_places, key_of

YEARS_BEFORE, YEARS_AFTER = 4, 2  # how far ahead of a vote, and how long after it, offices write about it
LONGEST_DATE_LINE = 110
DATELINE_LENGTH = 90  # characters at the start of a text in which its dateline stands
_FUTURE = re.compile(
    r"(?<!\w)(?:akan|bakal|rencana\w*|direncanakan|dijadwalkan|diagendakan|menjelang|paling\s(?:lambat|lama)|will|scheduled"
    r"|upcoming|batas|hingga|sampai|mulai)(?!\w)[^.!?]{0,90}$",
    re.IGNORECASE,
)
_COMING = re.compile(r"\)?\s(?:mendatang|nanti|yang akan datang)", re.IGNORECASE)
_PAGE_WORDS = re.compile(
    r"(?<!\w)(?:di(?:posting|publikasikan|terbitkan|unggah|muat|perbarui|buat|tulis)(?:kan)?|terbit|tayang|posted|published"
    r"|updated|created|last|modified|written|tanggal|tgl|date|hari|pada|on|at|jam|pukul|wib|wita|wit|am|pm|oleh|by|admin"
    r"|administrator|super|humas|hupmas|redaksi|berita|news|artikel|kegiatan|kategori|category|dilihat|dibaca|views?|hits"
    r"|kali|comments?|komentar|in|di|dalam|uncategorized)(?!\w)",
    re.IGNORECASE,
)
_SCHEDULED = re.compile(r"\W*(?:hari\s?[/,&]?\s?(?:dan\s)?(?:tanggal|tgl)|waktu|jadwal)(?!\w)", re.IGNORECASE)
_META = re.compile(
    r"(?<!\w)(?:oleh|by|penulis|author|editor|reporter|kontributor|foto|admin|humas|hupmas|posted|di(?:posting|unggah|muat)\w*"
    r"|dilihat|dibaca|views?|hits|comments?|komentar|kategori|category|berita|news|artikel)(?!\w)",
    re.IGNORECASE,
)
_TOWN = re.compile(r"[A-Z][\w.'’-]*(?:\s[A-Z][\w.'’-]*)?,")
_WEEKDAYS = re.compile(rf"(?<!\w){W}(?!\w)", re.IGNORECASE)
_TIME = re.compile(r"\d{1,2}[.:]\d{2}(?:[.:]\d{2})?|(?<!\w)\d{1,7}(?!\w)")
_PLACE_WORD = re.compile(r"[A-Z][\w.'’-]*")
_AFTER_DATELINE = re.compile(r"\)?\s?(?:[-–—:.|]\s?[^\W\d]|[-–—:.|]\s?[\"“'‘(]|\n|$)")
_BEFORE_DATELINE = re.compile(
    r"(?:[A-Z][\w.'’/-]*+[\s,]{0,3}|[a-z0-9.-]+\.go\.id[\s,]{0,3}|[–—,-]\s?){1,9}\(?[\s,]{0,3}"
)
EARLIEST_NEWS = 1945  # a dateline before the republic is a date of birth


@dataclass(frozen=True, slots=True)
class PageDates:
    """ISO dates of a page and where the publication date came from."""

    published: str | None = None
    published_from: str | None = None
    event_date: str | None = None


def date_line(line: str) -> PartialDate | None:
    """The day that a line gives when it holds a date and nothing else of weight: place, time, counters, labels.

    A month with its year counts only when it stands quite alone. What stands before a day has to be a place, or
    words of a page's own line: "Pemungutan Suara: 27 November 2024" and "Hari/Tanggal: …" are what it tells.
    """
    if len(line) > LONGEST_DATE_LINE or _SCHEDULED.match(line):
        return None
    mentions = [mention for mention in find_dates(line) if mention.first.full and not mention.relative]
    if not mentions:
        mentions = [mention for mention in find_dates(line) if mention.text == line and mention.first.month]
    if not mentions or mentions[0].last is not None or mentions[0].first.year is None:
        return None
    rest = line
    for mention in reversed(mentions):
        rest = rest[: mention.start] + " " + rest[mention.end :]
    rest = _TIME.sub(" ", _WEEKDAYS.sub(" ", _PAGE_WORDS.sub(" ", rest)))
    words = re.findall(r"[\w.'’-]*\w[\w.'’-]*", rest)
    if len(words) > 4 or not all(_PLACE_WORD.fullmatch(word) for word in words):
        return None
    before = _WEEKDAYS.sub("", line[: mentions[0].start]).strip()
    leads = not re.search(r"\w", before) or _TOWN.fullmatch(before)
    of_page = not words or leads or _META.search(line) or _names_place(rest)
    return mentions[0].first if of_page else None


def page_dates(
    text: str,
    title: str,
    known: PartialDate | None,
    known_from: str | None,
    *,
    office_news: bool,
    years: Sequence[int] = (),
) -> PageDates:
    """The dates of a page with this body. `known` is a date that its format or a date line gave, `known_from` which.

    `office_news` says that the page reports from an office, so that the day it reports on dates it. `years` are
    years that its address names.
    """
    mentions = find_dates(text)
    dated = _dateline(text, mentions)
    evidence = {m.first.year for m in [*mentions, *find_dates(title)] if m.first.year} | set(years)
    if known is None and dated is not None:
        known, known_from = dated.first, "dateline"
    event = _event(text, [mention for mention in mentions if mention is not dated])
    if event is None:
        return PageDates(known.iso if known else None, known_from if known else None)
    if known is not None:
        day = infer_year(event.first, known, event.weekday)
        return PageDates(known.iso, known_from, day.iso)
    if event.first.year is None:
        day = _year_from_evidence(event, evidence)
        source = "inferred from the weekday and the years named"
    else:
        day, source = event.first, "the day it reports on"
    if day.year is None or not office_news or _is_future(text, event):
        return PageDates(None, None, day.iso)
    return PageDates(day.iso, source, day.iso)


def _dateline(text: str, mentions: Sequence[DateMention]) -> DateMention | None:
    first = mentions[0] if mentions else None
    if first is None or first.start > DATELINE_LENGTH or not first.first.full or first.last or first.relative:
        return None
    before = _WEEKDAYS.sub("", text[: first.start])
    if not _BEFORE_DATELINE.fullmatch(before.lstrip()) or not _names_place(before):
        return None
    return first if (first.first.year or 0) >= EARLIEST_NEWS and _AFTER_DATELINE.match(text, first.end) else None


def _names_place(before: str) -> bool:
    return ".go.id" in before or bool(find_places(before) or by_key(key_of(before)))


def _event(text: str, mentions: Sequence[DateMention]) -> DateMention | None:
    """The first day written as news writes it (weekday beside it, or in brackets), a past one if there is any."""
    days = [
        mention
        for mention in mentions
        if mention.first.day is not None
        and not mention.relative
        and (mention.weekday is not None or (text[mention.start - 1 : mention.start] == "(" and "/" in mention.text))
    ]
    return next((mention for mention in days if not _is_future(text, mention)), days[0] if days else None)


def _is_future(text: str, mention: DateMention) -> bool:
    before = text[max(0, mention.start - 120) : mention.start]
    return bool(_FUTURE.search(before) or _COMING.match(text, mention.end))


def _year_from_evidence(event: DateMention, evidence: set[int]) -> PartialDate:
    if event.weekday is None or not evidence:
        return event.first
    fitting = []
    for year in range(min(evidence) - YEARS_BEFORE, max(evidence) + YEARS_AFTER + 1):
        option = PartialDate.checked(year, event.first.month, event.first.day)
        if option and option.full and option.full.weekday() == event.weekday:
            fitting.append((min(abs(year - named) for named in evidence), option))
    fitting.sort(key=lambda pair: (pair[0], pair[1]))
    unique = len(fitting) == 1 or (len(fitting) > 1 and fitting[0][0] < fitting[1][0])
    return fitting[0][1] if unique else event.first
