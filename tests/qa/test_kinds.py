"""What kind of answer a question asks for, where no pattern says so: on questions nobody fitted."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.answertypes import AnswerType, answer_type
from qa.kindfit import fit, labelled
from qa.kinds import cues, likely_kind


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("What did the new warehouse in Bogor cost?", AnswerType.MONEY),
        ("What was turnout in Bogor in 2020?", AnswerType.PERCENT),
        ("batas akhir pendaftaran saksi kota bogor", AnswerType.DATE),
        ("What was the deadline for witnesses in Bogor to register?", AnswerType.DATE),
        ("Which Bogor commissioner led the simulation?", AnswerType.PERSON),
        ("Which Bogor district has the fewest voters?", AnswerType.PLACE),
        ("Spell out Sitap.", AnswerType.EXPANSION),
        ("Kecamatan mana saja yang rawan banjir?", AnswerType.LIST),
        ("Siapa saja yang hadir dalam rapat?", AnswerType.LIST),
    ],
)
def test_the_kind_is_told(question: str, kind: AnswerType) -> None:
    assert answer_type(question) is kind


def test_held_out_questions_are_told_rightly_where_the_model_is_sure() -> None:
    told = [(likely_kind(question), kind) for question, kind in labelled("choose")]
    sure = [guess == kind for guess, kind in told if guess]
    assert len(sure) / len(told) > 0.7
    assert sum(sure) / len(sure) > 0.95


def test_the_fit_learns_what_tells_kinds_apart() -> None:
    questions = [("apa warna kotak", "other"), ("berapa harga kotak", "money")] * 5
    known = fit(questions)
    assert known["money"]["harga"] > 0 > known["other"]["harga"]


@given(st.text(max_size=80))
def test_any_text_is_taken(text: str) -> None:
    assert likely_kind(text) is None or isinstance(likely_kind(text), str)
    assert next(cues(text)) == ""
