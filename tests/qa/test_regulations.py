"""Legal texts by kind and number, and the kind whose number is asked for."""

from __future__ import annotations

import pytest

from qa.regulations import asked_kind, find_regulations, is_of_kind


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("Peraturan KPU Nomor 8 Tahun 2024", "pkpu 8/2024"),
        ("PKPU No. 8 Tahun 2024", "pkpu 8/2024"),
        ("Putusan MK Nomor 60/PUU-XXII/2024", "putusan mk 60/puu-xxii/2024"),
        ("Government Regulation in Lieu of Law Number 2 of 2020", "perppu 2/2020"),
        ("Government Regulation Number 2 of 2020", "pp 2/2020"),
    ],
)
def test_a_legal_text_has_one_name_however_it_is_written(text: str, canonical: str) -> None:
    assert [name for _, _, name in find_regulations(text)] == [canonical]


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Putusan MK mana yang memisahkan pemilu nasional dan daerah?", "putusan mk"),
        ("PKPU nomor berapa yang mengubah PKPU Nomor 8 Tahun 2024?", "pkpu"),
        ("Keputusan KPU Kabupaten Temanggung nomor berapa yang menetapkan hasilnya?", "kkpu"),
        ("SK nomor berapa yang mengesahkan hasil Pilbup Temanggung 2024?", "surat keputusan"),
        ("Which Constitutional Court ruling changed the threshold?", "putusan mk"),
        ("Which government regulation in lieu of law postponed the vote?", "perppu"),
        ("Which regulation sets the stages of the 2024 vote?", None),
        ("Apa dasar hukum rapat itu?", None),
        ("Apa isi PKPU Nomor 8 Tahun 2024?", None),
    ],
)
def test_the_kind_whose_number_is_asked_for(question: str, kind: str | None) -> None:
    assert asked_kind(question) == kind


def test_a_decision_of_the_kpu_is_an_sk_but_no_ruling_of_a_court() -> None:
    assert is_of_kind("kkpu 360/2024", "surat keputusan")
    assert is_of_kind("kkpu 360/2024", "kkpu")
    assert not is_of_kind("kkpu 360/2024", "putusan mk")
    assert not is_of_kind("putusan mk 60/puu-xxii/2024", "surat keputusan")
