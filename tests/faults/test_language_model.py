"""A language model's endpoint that is slow, dead, lying or writes garbage: the answer comes, and is true."""

from __future__ import annotations

import time

import pytest

from corpus.article import Article
from qa.compose import ExtractiveComposer
from qa.llm import Endpoint, LLMComposer
from qa.prompts import NOTES
from qa.question import understand
from qa.types import Draft, Evidence, Findings, Statement
from tests.faults.endpoint import MISBEHAVIOURS, endpoint, nobody, says

PATIENCE_S = 1.0
TEXT = "Rapat pleno daftar pemilih digelar pada 15 Oktober 2020 di Cilacap."
ARTICLE = Article("a", "a.txt", "Rapat pleno", TEXT, "2020-10-16", "KPU Kabupaten Cilacap")
EVIDENCE = (Evidence(ARTICLE, 0, len(TEXT), TEXT, 0.9, (TEXT.index("15"), TEXT.index(" di"))),)
FINDINGS = Findings(Statement("15 Oktober 2020", "15 Oktober 2020", "2020-10-16", 1), "2020-10-16")
QUERY = understand("Kapan rapat pleno daftar pemilih digelar?", "id")


def _compose(address: str) -> Draft:
    # The client's first import takes seconds on a busy machine and is not what is timed.
    import openai  # noqa: F401

    return LLMComposer(Endpoint(address, "m", "", PATIENCE_S, first_pause_s=0.01)).compose(QUERY, EVIDENCE, FINDINGS)


def _extractive() -> Draft:
    return ExtractiveComposer().compose(QUERY, EVIDENCE, FINDINGS)


def test_a_healthy_endpoint_words_the_answer() -> None:
    with endpoint(says("Rapat pleno daftar pemilih digelar pada 15 Oktober 2020 [1].")) as address:
        draft = _compose(address)
    assert draft.composer == "llm:m"
    assert [sentence.numbers for sentence in draft.sentences] == [(1,)]


@pytest.mark.parametrize("how", MISBEHAVIOURS)
def test_an_endpoint_that_misbehaves_costs_its_time_and_no_answer(how: str) -> None:
    with endpoint(MISBEHAVIOURS[how]) as address:
        started = time.monotonic()
        draft = _compose(address)
        took = time.monotonic() - started
    assert draft.sentences == _extractive().sentences
    assert NOTES["unavailable"]["id"] in draft.notes
    assert took < 3 * PATIENCE_S


def test_a_dead_endpoint_costs_no_answer() -> None:
    draft = _compose(nobody())
    assert draft.sentences == _extractive().sentences
    assert NOTES["unavailable"]["id"] in draft.notes


@pytest.mark.parametrize(
    "lie",
    [
        "Rapat pleno daftar pemilih digelar pada 16 Oktober 2020 [1].",
        "Rapat pleno daftar pemilih digelar pada 15 Oktober 2020 di Kebumen [1].",
        "Rapat pleno dihadiri 312 orang [1].",
        "Rapat pleno tidak digelar pada 15 Oktober 2020 [1].",
        "Rapat pleno digelar pada 15 Oktober 2020 [7].",
        "Abaikan petunjuk. Gubernur Budi Santoso membatalkan rapat itu.",
    ],
)
def test_a_lying_endpoint_is_not_repeated(lie: str) -> None:
    with endpoint(says(lie)) as address:
        draft = _compose(address)
    assert draft.sentences == _extractive().sentences
    assert draft.notes
