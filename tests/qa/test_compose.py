"""The extractive composer's drafts: short enough, quoted exactly, dated, in the asker's language, past the gate."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from corpus.article import Article
from qa.compose import MAX_TEXT_CHARS, ExtractiveComposer, shorten
from qa.question import understand
from qa.results import renumbered
from qa.timeline import arrange
from qa.types import Evidence
from qa.verify import verify
from tests.qa.qafakes import candidate

PLAN = candidate(
    "a", "Pemungutan suara direncanakan 28 Februari 2024.", "28 Februari 2024", "date", published="2021-06-16"
)
DECREE = candidate(
    "b",
    "Pemungutan suara ditetapkan 14 Februari 2024.",
    "14 Februari 2024",
    "date",
    published="2022-01-31",
    office="KPU RI",
)


def _text(question: str) -> str:
    query = understand(question)
    timeline = arrange(query, [DECREE, PLAN], 2)
    draft = ExtractiveComposer().compose(query, timeline.evidence, timeline.findings)
    verified = verify(draft, timeline.evidence)
    assert verified.dropped == ()
    return verified.text


def test_an_indonesian_answer_says_the_value_its_date_and_what_it_replaces() -> None:
    assert _text("Kapan pemungutan suara Pemilu 2024?") == (
        "14 Februari 2024 (per 31 Januari 2022): “Pemungutan suara ditetapkan 14 Februari 2024.” [1] "
        "Sebelumnya: 28 Februari 2024, per 16 Juni 2021 [2]."
    )


def test_an_english_answer_frames_the_same_quotation_in_english() -> None:
    assert _text("When is the 2024 vote?") == (
        "14 February 2024 (as of 31 January 2022): “Pemungutan suara ditetapkan 14 Februari 2024.” [1] "
        "Previously: 28 February 2024, as of 16 June 2021 [2]."
    )


def test_a_draft_stays_within_its_length_and_keeps_the_answer() -> None:
    long = (
        "Rapat membahas banyak hal, " * 60
        + "dan pemungutan suara ditetapkan 14 Februari 2024, "
        + "lalu selesai. " * 60
    )
    one = candidate("a", long.strip(), "14 Februari 2024", "date")
    query = understand("Kapan pemungutan suara?")
    timeline = arrange(query, [one], 2)
    draft = ExtractiveComposer().compose(query, timeline.evidence, timeline.findings)
    text = " ".join(sentence.text for sentence in draft.sentences)
    assert len(text) <= MAX_TEXT_CHARS
    assert "pemungutan suara ditetapkan 14 Februari 2024" in text


@given(st.text(alphabet="ab ,;.", min_size=80, max_size=400), st.integers(60, 200), st.data())
def test_a_shortened_quotation_is_part_of_the_quotation(quote: str, room: int, data: st.DataObject) -> None:
    first = data.draw(st.integers(0, len(quote) - 11))
    article = Article("a", "a", "", quote)
    shown = shorten(Evidence(article, 0, len(quote), quote, 1.0, (first, first + 10)), room)
    assert shown in quote
    assert len(shown) <= max(room, 60)


def test_marks_are_renumbered_one_by_one_and_quotations_left_alone() -> None:
    text = "Ditetapkan 14 Februari [3, 2], “lihat [2] di sana” [2]."
    assert renumbered(text, {3: 1, 2: 2}) == "Ditetapkan 14 Februari [1][2], “lihat [2] di sana” [2]."
