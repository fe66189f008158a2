"""Values against a hand-written gold list: what each text holds, and which values of two languages are the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.partial import PartialDate
from qa.values import FIGURES, find_days, find_expansions_of, find_figures, find_values, is_abbreviation_of

GOLD = [
    ("Acara dimulai pukul 09.30 WIB.", "time", "pukul 09.30 WIB", "09:30 WIB"),
    ("Dibuka jam 9 pagi di aula.", "time", "jam 9 pagi", "09:00"),
    ("Berlangsung 09.00–12.00 WIB.", "time", "09.00–12.00 WIB", "09:00/12:00 WIB"),
    ("12:00–13:00 (as of 10 February 2024)", "time", "12:00–13:00", "12:00/13:00"),
    ("The meeting begins at 1.30 pm.", "time", "at 1.30 pm", "13:30"),
    ("Dimulai jam 1 siang.", "time", "jam 1 siang", "13:00"),
    ("Ditutup pukul 12 malam.", "time", "pukul 12 malam", "00:00"),
    ("Selesai jam 2 malam.", "time", "jam 2 malam", "02:00"),
    ("from 8:00 a.m. to 4:00 p.m.", "time", "8:00 a.m. to 4:00 p.m.", "08:00/16:00"),
    ("Doors open at 9 a.m.", "time", "at 9 a.m.", "09:00"),
    ("held at 12 polling stations", "number", "12", "12"),
    ("turnout at 20%", "percent", "20%", "20%"),
    ("Pleno pukul 13.00 s.d. selesai", "time", "pukul 13.00 s.d. selesai", "13:00/"),
    ("sebanyak 204.807.222 pemilih", "number", "204.807.222", "204807222"),
    ("a total of 204,807,222 voters", "number", "204,807,222", "204807222"),
    ("dihadiri dua puluh lima peserta", "number", "dua puluh lima", "25"),
    ("terikat pada 2 (dua) kode etik", "number", "2 (dua)", "2"),
    ("seratus dua puluh tiga ribu empat ratus suara", "number", "seratus dua puluh tiga ribu empat ratus", "123400"),
    ("sekitar 203 juta orang", "number", "203 juta", "203000000"),
    ("tujuh belas partai", "number", "tujuh belas", "17"),
    ("one hundred and five people", "number", "one hundred and five", "105"),
    ("episode ke-5", "number", "ke-5", "#5"),
    ("HUT ke 79 RI", "number", "ke 79", "#79"),
    ("bergeser ke 15 kecamatan", "number", "15", "15"),
    ("naik dari 3 ke 5 orang", "number", "5", "5"),
    ("one candidate pair registered", "number", "one", "1"),
    ("the 5th edition", "number", "5th", "#5"),
    ("materi kedua", "number", "kedua", "#2"),
    ("Knowledge Sharing Seri12", "number", "12", "12"),
    ("partisipasi 81,78 persen", "percent", "81,78 persen", "81.78%"),
    ("a share of 58.59%", "percent", "58.59%", "58.59%"),
    ("hibah Rp 29.286.275.000", "money", "Rp 29.286.275.000", "IDR 29286275000"),
    ("hibah Rp29,2 miliar", "money", "Rp29,2 miliar", "IDR 29200000000"),
    ("sebesar Rp 34 M untuk tahap II", "money", "Rp 34 M", "IDR 34000000000"),
    ("hibah Rp2,5 T", "money", "Rp2,5 T", "IDR 2500000000000"),
    ("honor Rp 500 rb sehari", "money", "Rp 500 rb", "IDR 500000"),
    ("lima juta rupiah", "money", "lima juta rupiah", "IDR 5000000"),
    ("Peraturan KPU Nomor 8 Tahun 2024 berlaku", "regulation", "Peraturan KPU Nomor 8 Tahun 2024", "pkpu 8/2024"),
    ("menurut PKPU 8/2024.", "regulation", "PKPU 8/2024", "pkpu 8/2024"),
    ("KPU Regulation Number 8 of 2024", "regulation", "KPU Regulation Number 8 of 2024", "pkpu 8/2024"),
    ("UU No. 7 Tahun 2017", "regulation", "UU No. 7 Tahun 2017", "uu 7/2017"),
    ("Law No. 7 of 2017", "regulation", "Law No. 7 of 2017", "uu 7/2017"),
    ("Peraturan DKPP Nomor 2 Tahun 2017", "regulation", "Peraturan DKPP Nomor 2 Tahun 2017", "perdkpp 2/2017"),
    ("(Putusan MK Nomor 60/PUU-XXII/2024)", "regulation", "Putusan MK Nomor 60/PUU-XXII/2024",
     "putusan mk 60/puu-xxii/2024"),
    ("Pasal 5 ayat (2)", "regulation", "Pasal 5 ayat (2)", "pasal 5 (2)"),
    ("tanggal 28 februari 2024 dan", "date", "28 februari 2024", "2024-02-28"),
    ("on 28 February 2024", "date", "28 February 2024", "2024-02-28"),
    ("Dua bulan sebelum pemungutan suara", "date", "Dua bulan sebelum pemungutan suara",
     "dua bulan sebelum pemungutan suara"),
    ("dua puluh lima hari sebelum pemungutan suara", "date", "dua puluh lima hari sebelum pemungutan suara",
     "dua puluh lima hari sebelum pemungutan suara"),
    ("Komisi Pemilihan Umum (KPU) hadir", "expansion", "Komisi Pemilihan Umum", "kpu = komisi pemilihan umum"),
    ("kegiatan RIT (Rabu Ingin Tahu)", "expansion", "Rabu Ingin Tahu", "rit = rabu ingin tahu"),
    ("kegiatan Rabu Ingin Tahu (RIT) secara daring", "expansion", "Rabu Ingin Tahu", "rit = rabu ingin tahu"),
    ("kata M. Harun Wijaya S. Sos, anggota KPU", "person", "M. Harun Wijaya S. Sos", "m harun wijaya"),
    ("Ketua KPU Provinsi Jawa Tengah Bagus Prakoso membuka", "person", "Bagus Prakoso", "bagus prakoso"),
    ("Anggota KPU Kabupaten Kudus Divisi Teknis Rina Lestari", "person", "Rina Lestari", "rina lestari"),
    ("H. Taufik Hidayat, S.Ag., M.Si menjelaskan", "person", "H. Taufik Hidayat, S.Ag., M.Si", "taufik hidayat"),
    ("Ketua KPU Cilacap, Dewi Anggraini, menyambut", "person", "Dewi Anggraini", "dewi anggraini"),
    ("rapat di KPU Kab. Kudus", "office", "KPU Kab. Kudus", "kpu kabupaten kudus"),
    ("rapat di KPU Kudus", "office", "KPU Kudus", "kpu kabupaten kudus"),
    ("rapat di KPU RI", "office", "KPU RI", "kpu ri"),
    ("di aula kantor KPU Kabupaten Kudus, acara", "place", "aula kantor KPU Kabupaten Kudus",
     "aula kantor kpu kabupaten kudus"),
    ("warga Kabupaten Demak", "place", "Kabupaten Demak", "kabupaten demak"),
    ("di Desa Sukamaju pada", "place", "Desa Sukamaju", "desa sukamaju"),
    ("dengan tema “Pemilih Cerdas” di", "quotation", "Pemilih Cerdas", "pemilih cerdas"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind", "words", "canonical"), GOLD)
def test_a_value_is_found_whole(text: str, kind: str, words: str, canonical: str) -> None:
    found = [(value.text, value.canonical) for value in find_values(text) if value.kind == kind]
    assert (words, canonical) in found


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("held at 12 polling stations", "time"),
        ("turnout at 20%", "time"),
        ("the new one is one of them", "number"),
        ("Peraturan KPU Nomor 8 Tahun 2024", "date"),
        ("Peraturan KPU Nomor 8 Tahun 2024", "number"),
        ("tanggal 28 Februari 2024", "number"),
        ("pukul 09.30 WIB", "number"),
        ("dihadiri seluruh jajaran", "number"),
        ("(lihat di bawah)", "expansion"),
    ],
)
def test_parts_of_a_value_are_no_values_of_their_own(text: str, kind: str) -> None:
    assert [value.text for value in find_values(text) if value.kind == kind] == []


def test_an_incomplete_date_is_read_by_the_day_of_writing() -> None:
    found = find_values("Rabu (16/6) bertempat di ruang", PartialDate(2021, 6, 17))
    assert [value.canonical for value in found if value.kind == "date"] == ["2021-06-16"]


def test_who_is_introduced_once_is_a_person_everywhere() -> None:
    text = "Ketua KPU Kudus Sari Utami hadir. Pesan Sari Utami diterima."
    assert [value.text for value in find_values(text) if value.kind == "person"] == ["Sari Utami", "Sari Utami"]


@pytest.mark.parametrize(
    ("short", "long", "expected"),
    [
        ("KPU", "Komisi Pemilihan Umum", True),
        ("PPK", "Panitia Pemilihan Kecamatan", True),
        ("PPK", "Panitia Pemungutan Suara", False),
        ("Bawaslu", "Badan Pengawas Pemilu", True),
        ("KPU", "Daftar Pemilih Tetap", False),
    ],
)
def test_an_abbreviation_has_the_letters_of_its_long_form(short: str, long: str, expected: bool) -> None:
    assert is_abbreviation_of(short, long) is expected


@given(
    st.text(max_size=120) | st.lists(st.sampled_from(GOLD), max_size=3).map(lambda rows: " ".join(r[0] for r in rows))
)
def test_every_value_is_exactly_where_it_says(text: str) -> None:
    for value in find_values(text):
        assert text[value.start : value.end] == value.text
        assert value.text.strip()


@pytest.mark.parametrize(
    "text",
    [
        "Rapat digelar Rabu (16/6) pukul 09.30 WIB di Aula KPU Demak menurut PKPU Nomor 8 Tahun 2024.",
        "Dua bulan sebelum pemungutan suara 14 Februari 2024, Rp2,5 miliar dan 58,59 persen dana terserap.",
        "Pada 3, 4 dan 5 Mei 2021 hadir 1.200 orang, 25 bulan sebelum pencoblosan.",
    ],
)
def test_looking_for_some_kinds_alone_finds_the_same_values(text: str) -> None:
    day = PartialDate(2021, 6, 16)
    everything = find_values(text, day)
    assert find_figures(text, day) == [value for value in everything if value.kind in FIGURES]
    assert find_days(text, day) == [value for value in everything if value.kind == "date"]
    assert find_days(text, day)


@pytest.mark.parametrize("text", ['source: "\x00\x00\x00\x00"', "Katanya “……” lalu pergi", '"   "'])
def test_marks_around_no_word_quote_nothing(text: str) -> None:
    assert [value for value in find_values(text) if value.kind == "quotation"] == []


@pytest.mark.parametrize(
    ("short", "text", "long"),
    [
        ("FGD", "diskusi kelompok terarah (Focus Group Discussion/FGD) di kantornya", "Focus Group Discussion"),
        ("sipol", "melalui Sistem Informasi Partai Politik (Sipol).", "Sistem Informasi Partai Politik"),
        (
            "SPIP",
            "Sistem Pengendalian Intern Pemerintah atau SPIP dinilai tiap tahun",
            "Sistem Pengendalian Intern Pemerintah",
        ),
        ("DPB", "Daftar Pemilih Berkelanjutan yang disingkat DPB dimutakhirkan", "Daftar Pemilih Berkelanjutan"),
    ],
)
def test_a_long_form_stands_beside_its_short_one_in_many_ways(short: str, text: str, long: str) -> None:
    assert [value.text for value in find_expansions_of(short, text)] == [long]


def test_another_name_before_or_is_no_long_form() -> None:
    assert find_expansions_of("KPPS", "Hubungi Sekretariat Panitia atau KPPS setempat.") == []
