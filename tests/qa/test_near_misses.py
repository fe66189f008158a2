"""What a page must not be taken to say: of another place, of a deputy, of the head of a part."""

from __future__ import annotations

import pytest

from corpus.article import Article
from qa.localities import missing_places
from qa.names import is_happening
from qa.question import understand
from qa.roles import lesser_role, other_territory

REVOTE = Article(
    id="pagawan",
    source="pagawan.md",
    title="Dua Kecamatan Gelar Pemungutan Suara Ulang",
    text="Pemungutan suara ulang digelar di Kecamatan Banuhampu dan Palembayan, di empat TPS.",
)


@pytest.mark.parametrize(
    ("question", "share"),
    [
        ("Berapa TPS yang menggelar pemungutan ulang di Distrik Asotipo?", 1.0),
        ("Berapa TPS yang menggelar pemungutan ulang di Kecamatan Banuhampu?", 0.0),
        ("Berapa TPS di Kecamatan Banuhampu dan berapa di Kecamatan Ampek Nagari?", 0.5),
        ("How many polling stations repeated the vote in Asotipo district?", 1.0),
        ("How many polling stations repeated the vote in Palembayan sub-district?", 0.0),
        ("Siapa camat Kakas Barat?", 1.0),
        ("Berapa kecamatan yang menggelar pemungutan ulang?", 0.0),
    ],
)
def test_a_small_place_must_be_named(question: str, share: float) -> None:
    assert missing_places(understand(question), REVOTE) == share


@pytest.mark.parametrize(
    ("question", "sentence", "lesser"),
    [
        ("Siapa kepala SMA Negeri 17 Makassar?", "Wakil kepala sekolah bidang humas, Rahma Sari, membuka acara.", True),
        ("Siapa ketua KPU Demak?", "Ketua Divisi Teknis KPU Demak, Budi Utomo, memberi arahan.", True),
        ("Siapa Bupati Ende?", "Wakil Bupati Ende Paulus Dala menyaksikannya.", True),
        ("Who is the regent of Ende?", "Wakil Bupati Ende Paulus Dala menyaksikannya.", True),
        ("Siapa ketua KPU Demak?", "Ketua KPU Demak, Budi Utomo, datang bersama Ketua Divisi Teknis.", False),
        ("Who is KPU Demak's head of planning?", "Ketua Divisi Perencanaan KPU Demak, Budi Utomo.", False),
        ("Siapa wakil bupati Ende?", "Wakil Bupati Ende Paulus Dala menyaksikannya.", False),
        ("Siapa ketua divisi teknis KPU Demak?", "Ketua Divisi Teknis KPU Demak, Budi Utomo.", False),
        ("Siapa ketua KPU Demak?", "Anggota KPU Demak, Budi Utomo, memberi arahan.", False),
        ("Berapa anggota KPU Demak?", "Wakil Ketua KPU Demak menyebut lima anggota.", False),
    ],
)
def test_a_deputy_or_the_head_of_a_part_is_not_the_head(question: str, sentence: str, lesser: bool) -> None:
    assert lesser_role(understand(question), sentence) is lesser


def test_the_nearest_naming_of_a_post_decides() -> None:
    sentence = "Ketua Divisi Teknis KPU Demak, Budi Utomo, memberi arahan kepada ketua KPPS."
    start = sentence.index("Budi")
    assert lesser_role(understand("Siapa ketua KPU Demak?"), sentence, (start, start + len("Budi Utomo")))


@pytest.mark.parametrize(
    ("question", "sentence", "other"),
    [
        ("Siapa camat Kakas Barat?", "Camat Tondano Barat, Maya Kainde, senang dengan raker itu.", True),
        ("Siapa camat Kakas Barat?", "Maya Kainde (Camat Tondano Barat) senang dengan raker itu.", True),
        ("Siapa camat Tondano Barat?", "Camat Tondano Barat, Maya Kainde, senang dengan raker itu.", False),
        ("Siapa Gubernur Jawa Tengah?", "Gubernur Jateng, Maya Kainde, membuka rapat.", False),
        ("Siapa camat Kakas Barat?", "Camat Maya Kainde senang dengan raker itu.", False),
    ],
)
def test_the_same_post_over_another_territory_is_another_post(question: str, sentence: str, other: bool) -> None:
    start = sentence.index("Maya")
    assert other_territory(understand(question), sentence, (start, start + len("Maya Kainde"))) is other


def test_what_is_held_or_used_is_nobodys_name() -> None:
    text = "Webinar Kopi Darat kembali digelar. Kopi Darat dipandu Rahmat Hidayat lewat aplikasi “Temu Warga”."
    assert is_happening("Kopi Darat", text)
    assert is_happening("Temu Warga", text)
    assert not is_happening("Rahmat Hidayat", text)
