"""Which of several values in a sentence goes with what is asked."""

import pytest

from qa.bearing import gives_up, is_replaced, of_election, of_label, of_region, of_state, of_year, other_end
from qa.labels import labels_of
from qa.question import understand
from qa.values import find_values

INSTALMENTS = "Termin I, 40 persen dari hibah, masuk sebelum 9 Mei; termin II senilai Rp7 miliar masuk 3 Juni 2024."
PANELS = "Panel 1 diketuai Damar Wijaya, Panel 2 Sekar Arum, dan Panel 3 Bagas Pratama."
YEARS = "Pilkada 2020 mencatat 25, Pilkada 2018 sebanyak 16, sedangkan 2015 hanya 3 kabupaten."
REGIONS = "Provinsi Jawa Timur menerima 871.950 lembar, sementara Bali 61.027 lembar."
MOVED = "Tes tertulis yang mestinya 6 Desember diundur menjadi 9 Desember 2022."
VOTES = "Pileg dan pilpres digelar 14 Februari 2024, sedangkan pilkada 27 November 2024."
RAISED = "Honor petugas naik dari Rp500 ribu menjadi Rp1,1 juta."


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("triwulan III", ("quarter", "3")),
        ("third quarter", ("quarter", "3")),
        ("putaran kedua", ("round", "2")),
        ("pasangan calon nomor urut 01", ("pair", "1")),
        ("tahap ke-2", ("stage", "2")),
        ("2nd tranche", ("stage", "2")),
        ("Seri12", ("series", "12")),
        ("Pasal 54", ("article", "54")),
        ("seri kedua belas", ("series", "12")),
        ("the twelfth series", ("series", "12")),
        ("semester I", ("half", "1")),
        ("kendal voters q3 2025", ("quarter", "3")),
        ("pemilih luwu tw 3 2025", ("quarter", "3")),
        ("the eighth NGAHUM session", ("session", "8")),
        ("debat kedua", ("debate", "2")),
        ("the second Pematangsiantar debate", ("debate", "2")),
        ("the first half of 2022", ("half", "1")),
    ],
)
def test_one_part_has_one_key_however_it_is_written(text: str, key: tuple[str, str]) -> None:
    assert [label.key for label in labels_of(text)] == [key]


@pytest.mark.parametrize(
    "text", ["Minggu 12 Februari", "tahap 12.500 suara", "Peraturan Nomor 7 Tahun 2017", "tahapan pemilu"]
)
def test_other_numbers_are_no_labels(text: str) -> None:
    assert labels_of(text) == ()


@pytest.mark.parametrize(
    ("measure", "question", "sentence", "right", "wrong"),
    [
        (of_label, "Kapan termin kedua hibah cair?", INSTALMENTS, "3 Juni 2024", "9 Mei"),
        (of_label, "When was the first tranche paid?", INSTALMENTS, "9 Mei", "3 Juni 2024"),
        (of_label, "Siapa ketua panel kedua?", PANELS, "Sekar Arum", "Bagas Pratama"),
        (of_year, "Ada berapa calon tunggal pada Pilkada 2018?", YEARS, "16", "25"),
        (of_year, "How many were there in 2015?", YEARS, "3 kabupaten", "16"),
        (of_region, "Berapa lembar untuk Bali?", REGIONS, "61.027", "871.950"),
        (of_region, "How many did Jawa Timur receive?", REGIONS, "871.950", "61.027"),
        (of_election, "Kapan pilkada dicoblos?", VOTES, "27 November 2024", "14 Februari 2024"),
        (of_election, "When was the 2024 presidential election?", VOTES, "14 Februari 2024", "27 November 2024"),
        (of_state, "Semula kapan tes tertulis diadakan?", MOVED, "6 Desember", "9 Desember 2022"),
        (of_state, "Kapan tes tertulis diadakan?", MOVED, "9 Desember 2022", "6 Desember"),
        (of_state, "Berapa honor petugas sebelumnya?", RAISED, "Rp500 ribu", "Rp1,1 juta"),
        (of_state, "How much are officers paid?", RAISED, "Rp1,1 juta", "Rp500 ribu"),
    ],
)
def test_a_value_goes_with_what_stands_by_it(measure, question: str, sentence: str, right: str, wrong: str) -> None:  # type: ignore[no-untyped-def]
    query = understand(question)
    for value, expected in ((right, 1.0), (wrong, -1.0)):
        start = sentence.index(value)
        assert measure(query, sentence, (start, start + len(value))) == expected, value


def test_what_a_sentence_does_not_say_counts_for_nothing() -> None:
    query = understand("Siapa ketua panel kedua pada 2018 di Bali?")
    sentence = "Ketua panitia ialah Sekar Arum."
    at = (sentence.index("Sekar"), len(sentence) - 1)
    assert [measure(query, sentence, at) for measure in (of_label, of_year, of_region, of_state)] == [0.0] * 4


REVOKED = "Perbup Nomor 7 Tahun 2023 mencabut Perbup Nomor 14 Tahun 2019 tentang parkir."
PASSIVE = "Perbup Nomor 14 Tahun 2019 telah dicabut dan diganti Perbup Nomor 7 Tahun 2023."


@pytest.mark.parametrize("sentence", [REVOKED, PASSIVE])
def test_what_is_said_to_be_revoked_holds_no_more(sentence: str) -> None:
    query = understand("Perbup mana yang mengatur parkir?")
    old, new = (sentence.index(name) for name in ("Perbup Nomor 14", "Perbup Nomor 7"))
    spans = [(start, sentence.index(year) + 4) for start, year in ((old, "2019"), (new, "2023"))]
    assert [is_replaced(query, sentence, span) for span in spans] == [True, False]
    assert [gives_up(sentence, span) for span in spans] == [True, False]


@pytest.mark.parametrize("question", ["Perbup mana yang dicabut?", "Sebelumnya parkir diatur perbup mana?"])
def test_what_was_revoked_may_be_asked_for(question: str) -> None:
    at = REVOKED.index("Perbup Nomor 14")
    assert not is_replaced(understand(question), REVOKED, (at, at + 26))


def test_what_a_change_began_from_is_no_answer_to_what_holds_now() -> None:
    at = RAISED.index("Rp500 ribu")
    span = (at, at + len("Rp500 ribu"))
    assert is_replaced(understand("Berapa honor petugas sekarang?"), RAISED, span)
    assert not is_replaced(understand("Berapa honor petugas pada 2019?"), RAISED, span)


@pytest.mark.parametrize(
    ("question", "sentence", "other"),
    [
        ("Jam berapa diskusi dimulai?", "Diskusi berlangsung hingga pukul 17.00 WIB.", True),
        ("At what time did the talk start?", "Diskusi berlangsung hingga pukul 17.00 WIB.", True),
        ("Jam berapa diskusi selesai?", "Diskusi berlangsung hingga pukul 17.00 WIB.", False),
        ("Jam berapa diskusi berakhir?", "Diskusi dimulai pukul 09.00 WIB.", True),
        ("Jam berapa diskusi dimulai?", "Diskusi dimulai pukul 09.00 WIB.", False),
        ("Jam berapa diskusi itu?", "Diskusi berlangsung hingga pukul 17.00 WIB.", False),
        ("Jam berapa loket dibuka?", "Loket melayani pukul 08.00 sampai 16.00 WIB.", False),
    ],
)
def test_the_end_of_something_is_not_when_it_begins(question: str, sentence: str, other: bool) -> None:
    time = next(value for value in find_values(sentence) if value.kind == "time")
    assert other_end(understand(question), sentence, (time.start, time.end), time) is other


@pytest.mark.parametrize(
    ("question", "sentence", "other"),
    [
        ("Sampai kapan perjanjian itu berlaku?", "Perjanjian diteken pada 15 Mei 2023.", True),
        ("Until when is the agreement valid?", "Perjanjian diteken pada 15 Mei 2023.", True),
        ("Sampai kapan perjanjian itu berlaku?", "Perjanjian berlaku hingga 15 Mei 2023.", False),
        ("Sampai kapan usul diterima?", "Usul disampaikan paling lambat 15 Mei 2023.", False),
        ("Sampai kapan usul diterima?", "Usul disampaikan paling lama tanggal 15 Mei 2023.", False),
        ("Kapan perjanjian itu diteken?", "Perjanjian diteken pada 15 Mei 2023.", False),
    ],
)
def test_until_when_is_answered_by_an_end_alone(question: str, sentence: str, other: bool) -> None:
    day = next(value for value in find_values(sentence) if value.kind == "date")
    assert other_end(understand(question), sentence, (day.start, day.end), day) is other
