"""Which candidates a passage offers, and which may not answer whatever the reader thinks of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pytest

from corpus.article import Article
from index.encoder import Matrix
from index.sentences import sentence_spans
from index.types import Chunk, Hit
from qa.candidate import Candidate
from qa.confidence import load
from qa.evidence import weigh
from qa.question import understand


class Lexicon:
    """Every word weighs the same and is near no other."""

    def lookup(self, words: Sequence[str]) -> Matrix:
        """Rows without a direction."""
        return np.zeros((len(words), 2), dtype=np.float32)

    def weight(self, word: str) -> float:
        """One."""
        return 1.0


@dataclass(frozen=True)
class Span:
    """What a reader would have seen."""

    start: int
    end: int
    score: float = -0.5


@dataclass(frozen=True)
class Reading:
    """A passage that holds the answer, as far as the reader can tell."""

    spans: tuple[Span, ...]
    answerable: float = 0.9
    first: None = None


def _candidates(question: str, text: str, *seen: str) -> list[Candidate]:
    article = Article("a", "a.md", "Berita KPU", text, "2023-05-13", "KPU Kabupaten Kudus")
    hit = Hit(Chunk("a", 0, len(text), text, tuple(sentence_spans(text))), 1.0)
    spans = tuple(Span(text.index(words), text.index(words) + len(words)) for words in seen)
    return weigh(understand(question), [hit], [Reading(spans)], {"a": article}, Lexicon(), load())


def _told(candidates: Sequence[Candidate]) -> set[str]:
    return {candidate.text for candidate in candidates if candidate.span}


ROOM = "Rapat digelar di Ruang TPR, Anggota KPU Kudus Divisi Teknis hadir bersama staf. Sirekap membantu rekapitulasi."
FORUM = "KPU Kudus menggelar Selasa Tanya Regulasi (STR) seri 12 secara daring."


@pytest.mark.parametrize(
    ("question", "text", "seen", "told"),
    [
        ("Ruang TPR di KPU Kudus itu kepanjangannya apa?", ROOM, "Anggota KPU Kudus Divisi Teknis", set()),
        ("Sirekap itu singkatan dari apa?", ROOM, "rekapitulasi", set()),
        ("STR itu singkatan dari apa?", FORUM, "Selasa Tanya Regulasi", {"Selasa Tanya Regulasi"}),
        ("SELASI itu singkatan dari apa?", FORUM, "Selasa Tanya Regulasi", set()),
        ("What does STR stand for?", FORUM, "seri 12", {"Selasa Tanya Regulasi"}),
    ],
)
def test_a_long_form_is_borne_out_by_its_letters(question: str, text: str, seen: str, told: set[str]) -> None:
    assert _told(_candidates(question, text, seen)) == told


def test_of_another_number_of_a_series_no_article_tells_anything() -> None:
    assert _candidates("Kapan STR seri 11 digelar?", FORUM, "secara daring") == []
    assert _candidates("Bagaimana STR seri 12 digelar?", FORUM, "secara daring")


def test_the_end_of_a_talk_does_not_tell_when_it_began() -> None:
    text = "Diskusi diakhiri dengan doa pada pukul 17.00 WIB."
    assert _told(_candidates("Jam berapa diskusi dimulai?", text, "17.00 WIB")) == set()
    assert _told(_candidates("Jam berapa diskusi selesai?", text, "17.00 WIB")) == {"pukul 17.00 WIB"}


def test_where_a_post_is_told_nothing_else_answers() -> None:
    text = "Hadir Sari Utami anggota KPU Kota Blitar Divisi Hukum, yang menjalin komunikasi baik dengan semua pihak."
    seen = _candidates("Sari Utami menjabat sebagai apa?", text, "komunikasi baik")
    assert {candidate.text for candidate in seen} == {"anggota KPU Kota Blitar Divisi Hukum"}


def test_an_ordinal_keeps_its_beginning() -> None:
    text = "Pada episode ke 5 (lima) forum itu hadir sebagai webinar."
    assert "ke 5 (lima)" in _told(_candidates("Webinar itu episode keberapa?", text, "5 (lima)"))


def test_a_numeral_brings_its_name_along() -> None:
    text = "Konsinyering dihadiri Komisi II, Pemerintah, KPU dan Bawaslu pada 16 Juni."
    seen = _candidates("Siapa saja yang hadir?", text, "II, Pemerintah, KPU dan Bawaslu")
    assert "Komisi II, Pemerintah, KPU dan Bawaslu" in _told(seen)


def test_a_regulation_that_the_question_names_is_not_its_answer() -> None:
    text = "PKPU Nomor 8 Tahun 2024 diubah dengan PKPU Nomor 10 Tahun 2024 pada Agustus."
    told = _told(_candidates("PKPU mana yang mengubah PKPU 8/2024?", text, "PKPU Nomor 8 Tahun 2024"))
    assert "PKPU Nomor 10 Tahun 2024" in told
    assert "PKPU Nomor 8 Tahun 2024" not in told


def test_nothing_holds_since_a_day_that_lies_ahead() -> None:
    text = "Dewi Utami menjadi ketua pada 28 Juli 2020. Kongres ketua digelar 10 Juli 2027."
    told = _told(_candidates("Sejak kapan Dewi Utami menjadi ketua?", text, "28 Juli 2020", "10 Juli 2027"))
    assert "28 Juli 2020" in told
    assert "10 Juli 2027" not in told


def test_the_word_that_says_something_was_said_is_no_answer() -> None:
    text = "“Dasarnya hasil pileg 2024” jelasnya."
    assert _told(_candidates("Apa dasarnya?", text, "jelasnya", "hasil pileg 2024")) == {"hasil pileg 2024"}


@pytest.mark.parametrize(
    ("question", "seen", "feature", "value"),
    [
        ("Faktor apa yang paling berat menurut narasumber?", "Sari Utami", "person_for_thing", 1.0),
        ("Faktor apa yang paling berat menurut narasumber?", "keterbatasan anggaran", "person_for_thing", 0.0),
        ("Siapa yang menjelaskan faktor itu?", "Sari Utami", "person_for_thing", 0.0),
        ("Apa saja faktor yang disebut?", "keterbatasan anggaran", "single", 1.0),
        ("Apa saja faktor yang disebut?", "keterbatasan anggaran dan waktu", "single", 0.0),
        ("Faktor apa yang disebut?", "keterbatasan anggaran", "single", 0.0),
    ],
)
def test_what_speaks_against_a_candidate_is_said(question: str, seen: str, feature: str, value: float) -> None:
    text = "Narasumber Sari Utami menjelaskan faktor terberat, yakni keterbatasan anggaran dan waktu."
    found = next(one for one in _candidates(question, text, seen) if one.text == seen)
    assert found.features[feature] == value


CHANGE = "Sri Wahyuni menggantikan Budi Santoso sebagai Ketua KPU Kabupaten Kudus sejak Senin (8/5/2023)."


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Siapa yang menggantikan Budi Santoso sebagai Ketua KPU Kudus?", {"Sri Wahyuni"}),
        ("Before Sri Wahyuni, who chaired KPU Kudus?", {"Budi Santoso"}),
        ("Siapa Ketua KPU Kudus?", {"Sri Wahyuni"}),
        ("Siapa nama lengkap Ketua KPU Kudus, Sri?", {"Sri Wahyuni"}),
    ],
)
def test_who_the_question_names_is_not_who_it_asks_for(question: str, told: set[str]) -> None:
    assert _told(_candidates(question, CHANGE, "Sri Wahyuni", "Budi Santoso")) == told


RULINGS = (
    "Hasilnya disahkan dengan Keputusan KPU Nomor 360 Tahun 2024. "
    "Pemisahan pemilu nasional dan daerah diputus dalam Putusan MK Nomor 135/PUU-XXII/2024."
)


def test_a_legal_text_of_another_kind_than_is_asked_for_answers_nothing() -> None:
    seen = ("Keputusan KPU Nomor 360 Tahun 2024", "Putusan MK Nomor 135/PUU-XXII/2024")
    asked = "Putusan MK mana yang memisahkan pemilu nasional dan daerah?"
    assert _told(_candidates(asked, RULINGS, *seen)) == {seen[1]}
    assert _told(_candidates("Keputusan KPU nomor berapa yang mengesahkan hasilnya?", RULINGS, *seen)) == {seen[0]}


VOTES = (
    "Pemungutan suara Pemilu 2019 berlangsung pada 17 April 2019. "
    "Pemungutan suara Pemilu 2024 digelar pada 14 Februari 2024. "
    "KPU memperkenalkan hari pemungutan suara pemilu pada Senin, 14 Februari 2022."
)


@pytest.mark.parametrize(
    ("question", "days"),
    [
        ("Kapan pemilu?", {"14 Februari 2024"}),
        ("kapan nyoblos pemilu 2019?", {"17 April 2019"}),
        ("Kapan pemilu 2024 digelar?", {"14 Februari 2024"}),
    ],
)
def test_a_voting_day_is_one_of_the_year_asked_for_or_of_the_latest_vote(question: str, days: set[str]) -> None:
    seen = ("17 April 2019", "14 Februari 2024", "14 Februari 2022")
    assert _told(_candidates(question, VOTES, *seen)) == days


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Kapan Hasan diberhentikan?", {"9 Juli 2024"}),
        ("Hasan menjadi anggota periode tahun berapa sampai berapa?", {"2022–2027", "9 Juli 2024"}),
    ],
)
def test_the_years_of_a_term_are_no_day_on_which_something_happened(question: str, told: set[str]) -> None:
    text = "Keppres memberhentikan Hasan sebagai anggota KPU masa jabatan 2022–2027. Surat itu terbit pada 9 Juli 2024."
    assert _told(_candidates(question, text, "2022–2027", "9 Juli 2024")) == told


def test_what_stands_before_another_short_form_defines_that_one() -> None:
    text = "Warga yang belum tercatat di DPT dapat memakai daftar pemilih khusus (DPK) pada hari itu."
    assert _told(_candidates("Apa itu DPT?", text, "daftar pemilih khusus")) == set()
    assert "daftar pemilih khusus" in _told(_candidates("Apa itu DPK?", text, "daftar pemilih khusus"))


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Siapa ketua KPU Kabupaten Luwu?", set()),
        ("Siapa ketua KPU Kabupaten Luwu Timur?", {"Irfan Lahabu"}),
    ],
)
def test_the_chair_of_another_office_is_nobody_asked_for(question: str, told: set[str]) -> None:
    text = "Ketua KPU Kabupaten Luwu Timur, Irfan Lahabu, membuka acara tersebut."
    assert _told(_candidates(question, text, "Irfan Lahabu")) == told


def test_nobody_is_a_place_or_a_body() -> None:
    text = "Webinar diadakan KPU Provinsi Jawa Timur. Tugas badan adhoc disampaikan oleh Taufiq Rizkon, anggota KPU."
    seen = ("KPU Provinsi Jawa Timur", "Taufiq Rizkon")
    assert "Taufiq Rizkon" not in _told(_candidates("Siapa penyelenggara webinar itu?", text, *seen))
    assert "KPU Provinsi Jawa Timur" in _told(_candidates("Siapa penyelenggara webinar itu?", text, *seen))
    assert "Taufiq Rizkon" in _told(_candidates("Siapa narasumber webinar itu?", text, *seen))
