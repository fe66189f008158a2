"""The grammars of dates, values, sentences, questions and drafts on any text: they never raise, and spans are exact."""

from __future__ import annotations

import time

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from corpus.article import Article
from corpus.dates import find_dates
from corpus.errors import BadQuestion
from corpus.partial import PartialDate
from index.sentences import sentence_spans
from index.words import words
from qa.draft import marks, read_marked, unmarked
from qa.followup import rewrite
from qa.language import detect
from qa.question import understand
from qa.types import Draft, DraftSentence, Evidence, Turn
from qa.values import find_values
from qa.verify import REASONS, verify
from tests.fuzz.texts import texts

MANY = settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
FEW = settings(MANY, max_examples=40)

references = st.none() | st.builds(
    PartialDate.checked, st.none() | st.integers(1, 9999), st.none() | st.integers(1, 12), st.none()
)


@MANY
@given(text=texts, reference=references)
@example(text="Rabu (29/2)", reference=PartialDate(1))
@example(text="9999 tahun lalu", reference=PartialDate(2024, 2, 29))
@example(text="99999999999999 hari yang lalu", reference=PartialDate(2024, 2, 29))
@example(text="31 Desember–1 Januari", reference=PartialDate(9999, 12, 31))
@example(text="kemarin", reference=PartialDate(1, 1, 1))
@example(text="besok lusa 3 minggu lagi", reference=PartialDate(9999, 12, 31))
@example(text="٣ Mei ２０２１", reference=None)
def test_dates_never_raise_and_their_spans_are_exact(text: str, reference: PartialDate | None) -> None:
    end = 0
    for mention in find_dates(text, reference):
        assert end <= mention.start < mention.end <= len(text)
        assert text[mention.start : mention.end] == mention.text
        end = mention.end
        for known in (mention.first, mention.last):
            assert known is None or known == PartialDate() or PartialDate.from_iso(known.iso) == known


@FEW
@given(text=texts, reference=references)
@example(text="Rp " + "9" * 5000, reference=None)
@example(text="seribu " * 200 + "juta", reference=None)
@example(text="(" * 300 + "KPU" + ")" * 300, reference=None)
@example(text="²³ persen ½", reference=None)
def test_values_never_raise_and_their_spans_are_exact(text: str, reference: PartialDate | None) -> None:
    found = find_values(text, reference)
    assert found == sorted(found, key=lambda value: (value.start, value.end, value.kind))
    for value in found:
        assert 0 <= value.start < value.end <= len(text)
        assert text[value.start : value.end] == value.text
        assert value.canonical


@pytest.mark.parametrize("piece", ["9", "1.234.", "seribu ", "dua puluh "])
def test_values_of_a_long_run_are_read_at_once(piece: str) -> None:
    """Reading on to the end from every place of these took 4 to 15 seconds; reading once takes 0.3 at most."""
    started = time.process_time()
    find_values(piece * (8_000 // len(piece)))
    assert time.process_time() - started < 2


def test_a_long_run_of_digits_is_one_number_or_amount() -> None:
    digits = "9" * 8000
    assert [(v.kind, v.canonical) for v in find_values(digits)] == [("number", digits)]
    assert [(v.kind, v.canonical) for v in find_values(f"{digits} rupiah")] == [("money", f"IDR {digits}")]
    assert [(v.kind, v.canonical) for v in find_values(f"{digits} persen")] == [("percent", f"{digits}%")]


@MANY
@given(text=texts)
def test_sentences_cover_all_that_is_not_blank_exactly_once(text: str) -> None:
    covered = [False] * len(text)
    last = 0
    for start, end in sentence_spans(text):
        assert last <= start < end <= len(text)
        assert text[start:end] == text[start:end].strip()
        covered[start:end] = [True] * (end - start)
        last = end
    assert all(known or character.isspace() for known, character in zip(covered, text, strict=True))


@MANY
@given(text=texts)
def test_words_have_exact_spans(text: str) -> None:
    last = 0
    for word in words(text):
        assert last <= word.start < word.end <= len(text)
        assert text[word.start : word.end] == word.text
        last = word.end


@MANY
@given(text=texts)
@example(text="[1] [2] awal. Lalu [3]. [4]")
@example(text="[٣] [１] [²]")
def test_marks_are_read_and_taken_off_whole(text: str) -> None:
    assert marks(unmarked(text)) == () or "[" in unmarked(text)
    spans = sentence_spans(text)
    sentences = read_marked(text, spans)
    for sentence in sentences:
        assert sentence.numbers == marks(sentence.text)
    named = {number for sentence in sentences for number in sentence.numbers}
    assert named <= set(marks(text))


ARTICLE = Article(
    "a", "a.txt", "Rapat pleno", "Rapat pleno digelar pada 15 Oktober 2020 di Cilacap.", "2020-10-15", "KPU Cilacap"
)
EVIDENCE = (Evidence(ARTICLE, 0, len(ARTICLE.text), ARTICLE.text, 0.9),)


@FEW
@given(parts=st.lists(st.tuples(texts, st.lists(st.integers(-2, 5), max_size=3)), max_size=4))
@example(parts=[("Rapat pleno digelar pada 15 Oktober 2020. [1]", [1])])
@example(parts=[("", [1]), ("[1]", [1]), ("[1] [2]", [1]), ("Rapat [1]", [0])])
def test_the_gate_sorts_every_sentence_and_keeps_only_what_is_cited(parts: list[tuple[str, list[int]]]) -> None:
    draft = Draft(tuple(DraftSentence(text, tuple(numbers)) for text, numbers in parts))
    verified = verify(draft, EVIDENCE)
    assert len(verified.sentences) + len(verified.dropped) == len(draft.sentences)
    assert {dropped.reason for dropped in verified.dropped} <= set(REASONS)
    for sentence in verified.sentences:
        assert set(sentence.numbers or marks(sentence.text)) == {1}
        # A kept sentence states no figure that its source does not.
        stated = {
            value.canonical for value in find_values(unmarked(sentence.text)) if value.kind in ("number", "money")
        }
        assert stated <= {value.canonical for value in find_values(ARTICLE.text)}


@FEW
@given(question=texts, language=st.sampled_from([None, "id", "en", "fr", "zz", ""]))
@example(question="kapan? " * 400, language=None)
@example(question="\x00\x1b[31m", language=None)
def test_any_question_is_understood_or_refused(question: str, language: str | None) -> None:
    try:
        query = understand(question, language)
    except BadQuestion as refusal:
        assert refusal.hint
        return
    assert query.language
    assert query.search.strip()


@FEW
@given(question=texts, earlier=texts, answer=texts)
def test_follow_ups_are_rewritten_to_text(question: str, earlier: str, answer: str) -> None:
    turn = Turn(earlier, earlier, answer, answer or None)
    assert isinstance(rewrite(question, [turn], detect(question)), str)
