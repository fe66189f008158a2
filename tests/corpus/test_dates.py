from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.dates import DateMention, PartialDate, find_dates
from tests.corpus.gold_dates import ABSOLUTE, INFERRED, NOT_DATES, RELATIVE

ID_MONTHS = [
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
]


def iso(mention: DateMention) -> str:
    return mention.first.iso + (f"..{mention.last.iso}" if mention.last else "")


def show(mentions: list[DateMention]) -> str:
    return " | ".join(f"{mention.text}={iso(mention)}" for mention in mentions)


def test_the_gold_list_is_as_long_as_promised() -> None:
    assert len(ABSOLUTE) + len(NOT_DATES) + len(RELATIVE) + len(INFERRED) >= 200


@pytest.mark.parametrize(("text", "expected"), ABSOLUTE)
def test_absolute_forms(text: str, expected: str) -> None:
    mentions = find_dates(text)
    assert show(mentions) == expected
    assert not any(mention.relative or mention.inferred for mention in mentions)


@pytest.mark.parametrize("text", NOT_DATES)
def test_what_only_looks_like_a_date(text: str) -> None:
    assert show(find_dates(text)) == ""


@pytest.mark.parametrize(("text", "reference", "expected"), RELATIVE)
def test_relative_forms(text: str, reference: str | None, expected: str) -> None:
    (mention,) = find_dates(f"Hal itu terjadi {text}.", PartialDate.from_iso(reference) if reference else None)
    assert (mention.text, iso(mention), mention.relative) == (text, expected, True)


@pytest.mark.parametrize(("text", "reference", "expected"), INFERRED)
def test_a_missing_year_comes_from_the_reference_and_is_marked(text: str, reference: str, expected: str) -> None:
    (mention,) = find_dates(text, PartialDate.from_iso(reference))
    assert (iso(mention), mention.inferred) == (expected, True)


def test_the_weekday_is_kept_as_written_even_when_it_is_wrong() -> None:
    (mention,) = find_dates("pada Jum'at (21/10/2021) secara daring")
    assert mention.weekday == 4
    assert date(2021, 10, 21).weekday() == 3
    assert mention.first == PartialDate(2021, 10, 21)


def test_partial_dates_order_with_the_unknown_first() -> None:
    rows = [PartialDate(2024, 2, 14), PartialDate(), PartialDate(2024), PartialDate(2024, 2), PartialDate(2023, 12, 31)]
    assert [row.iso for row in sorted(rows)] == ["", "2023-12-31", "2024", "2024-02", "2024-02-14"]
    assert PartialDate(2024).covers(PartialDate(2024, 2, 14))
    assert not PartialDate(2024, 2, 14).covers(PartialDate(2024))


def test_the_days_that_a_partial_date_can_mean() -> None:
    assert PartialDate(2024, 2).earliest == date(2024, 2, 1)
    assert PartialDate(2024, 2).latest == date(2024, 2, 29)
    assert PartialDate(2023).latest == date(2023, 12, 31)
    assert PartialDate(None, 2, 14).earliest is None


@settings(deadline=None)
@given(st.dates(date(1000, 1, 1), date(2999, 12, 31)))
def test_every_day_survives_writing_and_reading(day: date) -> None:
    whole = PartialDate(day.year, day.month, day.day)
    assert whole.iso == day.isoformat()
    assert PartialDate.from_iso(whole.iso) == whole
    written = [
        f"{day.day} {ID_MONTHS[day.month - 1]} {day.year}",
        day.strftime("%B %d, %Y"),
        day.isoformat(),
        f"{day.day:02d}/{day.month:02d}/{day.year}",
    ]
    assert [iso(mention) for text in written for mention in find_dates(text)] == [day.isoformat()] * 4


PIECES = st.sampled_from(
    [
        "14",
        "5-7",
        "31/02",
        "(16/6)",
        "2024",
        "1999",
        "Februari",
        "May",
        "mei",
        "Des.",
        "lalu",
        "kemarin",
        "hingga",
        "s.d.",
        "-",
        "–",
        ",",
        ".",
        "(",
        ")",
        "Rp",
        "Nomor",
        "tahun",
        "Rabu",
        "4",
        "lagi",
        "24/7",
        "th",
        "of",
        "antara",
        "dan",
        "se",
        "0812",
        "2021-06-16",
        "\n",
        "akhir",
    ]
)


@settings(deadline=None)
@given(st.one_of(st.text(max_size=300), st.lists(PIECES, max_size=40).map(" ".join), st.lists(PIECES).map("".join)))
def test_any_text_gives_exact_ordered_spans_of_real_dates(text: str) -> None:
    end = 0
    for mention in find_dates(text, PartialDate(2024, 2, 14)):
        assert mention.start >= end
        assert text[mention.start : mention.end] == mention.text
        end = mention.end
        for part in (mention.first, mention.last):
            assert part is None or part == PartialDate() or PartialDate.checked(part.year, part.month, part.day) == part
        assert mention.last is None or mention.last.year is None or mention.first <= mention.last


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Pada 14 Februari 2024 warga memilih.", ["2024-02-14"]),
        ("Diposting 14 Februari 2024 jam 10.30", ["2024-02-14"]),
        ("Pada tahun 2019 pemilih bertambah.", ["2019"]),
        ("Ada 2019 pemilih di desa itu.", []),
        ("Sebanyak 2024 orang hadir.", []),
    ],
)
def test_a_year_before_what_may_be_counted_is_a_count_only_when_it_stands_alone(text: str, days: list[str]) -> None:
    assert [mention.first.iso for mention in find_dates(text)] == days


def test_a_comma_before_its_end_cuts_no_range() -> None:
    (mention,) = find_dates("Coklit berlangsung sejak Senin, 24 Juni 2024, sampai 24 Juli 2024.")
    assert (mention.first.iso, mention.last and mention.last.iso) == ("2024-06-24", "2024-07-24")
