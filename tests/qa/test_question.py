"""What a question asks for, against judgements made by hand."""

from __future__ import annotations

import pytest

from corpus.errors import BadQuestion
from qa.question import translated, understand

TYPES = [
    ("Kapan rapat pleno dilaksanakan?", "date"),
    ("kpn rapat pleno?", "date"),
    ("When is voting day?", "date"),
    ("Tahun berapa KPU berdiri?", "date"),
    ("Jam berapa acara dimulai?", "time"),
    ("What time does it start?", "time"),
    ("Berapa lama masa kampanye?", "duration"),
    ("Siapa ketua KPU Kudus?", "person"),
    ("sp ketua kpu kudus", "person"),
    ("Siapakh ketua KPU Kudus?", "person"),
    ("Who chaired the meeting?", "person"),
    ("Berapa jumlah TPS?", "number"),
    ("How many polling stations are there?", "number"),
    ("Berapa persen partisipasi pemilih?", "percent"),
    ("Berapa anggaran pilkada?", "money"),
    ("How much was the grant?", "money"),
    ("Di mana acara digelar?", "place"),
    ("dmn acaranya", "place"),
    ("Where was it held?", "place"),
    ("Apa kepanjangan PPK?", "expansion"),
    ("What does PPK stand for?", "expansion"),
    ("Peraturan apa yang mengatur kode etik?", "regulation"),
    ("Which regulation governs the campaign?", "regulation"),
    ("Mengapa acara ditunda?", "reason"),
    ("Why was it postponed?", "reason"),
    ("Apa itu Sirekap?", "definition"),
    ("What is DPT?", "definition"),
    ("Sebutkan syarat menjadi KPPS", "list"),
    ("Apakah pemilu ditunda?", "yes_no"),
    ("Was the vote postponed?", "yes_no"),
    ("Apa tema acara itu?", "title"),
    ("Apa warna surat suara itu?", "span"),
    ("Sapa ketua KPU Kudus?", "person"),
    ("Iraha pemilu diayakeun?", "date"),
    # Who somebody is asks for a post; a role or a part is no name.
    ("Siapa Rina Lestari?", "post"),
    ("Who is Rina Lestari?", "post"),
    ("Siapa moderator webinar Ngobar Semangat?", "person"),
    ("Siapa Ketua KPU Demak?", "person"),
    # The first question word of an English question asks.
    ("Who stood in for the minister when the voting day was agreed?", "person"),
    ("How many members were there when KPU Demak was founded?", "number"),
    ("Which hall, where the count took place, was flooded?", "place"),
    ("On the eve of the vote, when did the boxes arrive?", "date"),
    ("The vote, when was it?", "date"),
]


@pytest.mark.parametrize(("question", "kind"), TYPES)
def test_the_kind_of_answer(question: str, kind: str) -> None:
    assert understand(question).answer_type.value == kind


@pytest.mark.parametrize(
    ("question", "language", "frame"),
    [
        ("Kapan pemilu?", "id", "id"),
        ("DPT Kudus 2024", "id", "id"),
        ("when is the 2024 vote?", "en", "en"),
        ("Sapa sing dadi ketua ing Kudus?", "jv", "id"),
        ("Saha anu janten ketua di Bandung teh?", "su", "id"),
        ("Wer ist der Vorsitzende?", "de", "en"),
        ("選挙はいつですか", "ja", "en"),
    ],
)
def test_the_language_of_the_question_and_of_the_answer(question: str, language: str, frame: str) -> None:
    query = understand(question)
    assert (query.language, query.frame) == (language, frame)


@pytest.mark.parametrize(
    ("question", "about"),
    [
        ("Per Juni 2021, kapan pemungutan suara?", "2021-06"),
        ("As of June 2021, when was the vote?", "2021-06"),
        ("Sebelum 31 Januari 2022, kapan pemungutan suara direncanakan?", "2022-01-30"),
        ("Kapan pemungutan suara Pemilu 2024?", None),
    ],
)
def test_the_day_as_of_which_is_asked(question: str, about: str | None) -> None:
    query = understand(question)
    assert (query.about.iso if query.about else None) == about


def test_who_came_before_somebody_asks_for_the_past() -> None:
    query = understand("Siapa ketua KPU sebelum Rina Lestari?")
    assert query.wants_past
    assert query.predecessor_of == "Rina Lestari"
    assert understand("Sebelum Rina Lestari, siapa yang memimpin KPU Demak?").predecessor_of == "Rina Lestari"
    assert understand("Before the move, who led KPU Demak?").predecessor_of is None


def test_the_year_of_an_event_must_be_matched_but_not_that_of_a_law() -> None:
    assert understand("Berapa TPS pada Pilkada 2020?").years == ("2020",)
    assert understand("Apa isi PKPU Nomor 8 Tahun 2024?").years == ()


@pytest.mark.parametrize("question", ["", "   ", "\x00\x07", "???", "a" * 2001])
def test_an_unreadable_question_is_refused(question: str) -> None:
    with pytest.raises(BadQuestion):
        understand(question)


def test_control_characters_are_taken_out() -> None:
    assert understand("Kapan\x00 pemilu\n\n2024?").text == "Kapan pemilu 2024?"


@pytest.mark.parametrize(
    ("polite", "plain"),
    [
        ("Could you tell me when the vote is?", "when the vote is?"),
        ("Hello, do you know who chairs KPU Demak?", "who chairs KPU Demak?"),
        ("Mohon info kapan pelantikan KPPS?", "kapan pelantikan KPPS?"),
        ("Selamat pagi, saya mau tanya berapa honor KPPS?", "berapa honor KPPS?"),
        ("Apakah anda tahu di mana debat digelar?", "di mana debat digelar?"),
        ("boleh tahu ya, siapa ketuanya?", "siapa ketuanya?"),
    ],
)
def test_what_politeness_puts_before_a_question_is_not_asked(polite: str, plain: str) -> None:
    asked, bare = understand(polite), understand(plain)
    assert (asked.core.lower(), asked.answer_type, asked.terms) == (bare.core.lower(), bare.answer_type, bare.terms)
    assert asked.text == polite


@pytest.mark.parametrize(
    "question", ["Tell me about Demak", "Apakah anda tahu jalan?", "Pak Hasyim menjabat sampai kapan?"]
)
def test_what_only_looks_polite_stays(question: str) -> None:
    assert understand(question).core == question


def test_a_translation_is_how_a_question_meets_articles_of_that_language() -> None:
    asked = understand("How many polling stations opened in Demak?", "en")
    query = translated(asked, "berapa TPS dibuka di Demak", "id")
    assert query.wording("id").terms == ("tps", "dibuka", "demak")
    assert query.wording("id").unit == "tps"
    assert query.wording("en").text == query.core and query.wording("en").unit == "stations"
    assert query.frame == "en"


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("Di aula mana MoU KPU Bukittinggi diteken?", ("MoU KPU Bukittinggi",)),
        ("Kenapa kantor KPU Banyumas pindah?", ("KPU Banyumas",)),
        ("Umur Rahmat Hidayat berapa?", ("Rahmat Hidayat",)),
        ("Rahmat Hidayat lahir kapan?", ("Rahmat Hidayat",)),
        ("KPU Kudus punya berapa pegawai?", ("KPU Kudus",)),
        ("How much must a hotel pay for water in Kotabaru?", ("Kotabaru",)),
        ("Kampus mana yang bekerja sama?", ()),
    ],
)
def test_names_are_what_has_capitals(question: str, names: tuple[str, ...]) -> None:
    assert understand(question).names == names
