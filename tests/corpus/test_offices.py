import csv
from collections import Counter
from pathlib import Path

import pytest

from corpus.offices import find_office, office_of_host
from corpus.places import find_places

HOSTS = {
    "kpu-kedirikab.go.id": "KPU Kabupaten Kediri",
    "kota-kediri.kpu.go.id": "KPU Kota Kediri",
    "kab-kudus.kpu.go.id": "KPU Kabupaten Kudus",
    "www.kpu-salatigakota.go.id": "KPU Kota Salatiga",
    "jateng.kpu.go.id": "KPU Provinsi Jawa Tengah",
    "kpud-jatengprov.go.id": "KPU Provinsi Jawa Tengah",
    "kpu.kotabogor.go.id": "KPU Kota Bogor",
    "kpu-surabaya.go.id": "KPU Kota Surabaya",
    "kab-kotabaru.kpu.go.id": "KPU Kabupaten Kotabaru",
    "kota-kotamobagu.kpu.go.id": "KPU Kota Kotamobagu",
    "kab-kotawaringintimur.kpu.go.id": "KPU Kabupaten Kotawaringin Timur",
    "gorontalo.kpu.go.id": "KPU Provinsi Gorontalo",
    "kab-gorontalo.kpu.go.id": "KPU Kabupaten Gorontalo",
    "www.kpu.go.id": "KPU RI",
    "kpu.go.id:443": "KPU RI",
    "detik.com": None,
    "kpu-kudus.example.com": None,
    "": None,
}
PLACES = [
    ("di Kab. Kudus dan Kota Salatiga", "Kab. Kudus=Kabupaten Kudus | Kota Salatiga=Kota Salatiga"),
    ("KPU Provinsi Jawa Tengah", "Provinsi Jawa Tengah=Jawa Tengah"),
    ("Kudus Regency, Central Java", "Kudus Regency=Kabupaten Kudus | Central Java=Jawa Tengah"),
    ("Kudus", "Kudus=Kabupaten Kudus"),
    ("Kediri", "Kediri=Kediri"),
    ("Kota Kediri", "Kota Kediri=Kota Kediri"),
    ("Gunung Kidul", "Gunung Kidul=Kabupaten Gunungkidul"),
    ("Bau-Bau", "Bau-Bau=Kota Bau Bau"),
    ("Sumatra Utara", "Sumatra Utara=Sumatera Utara"),
    ("warga Solo", "Solo=Kota Surakarta"),
    ("Aceh Barat Daya", "Aceh Barat Daya=Kabupaten Aceh Barat Daya"),
    ("Ogan Komering Ulu Selatan", "Ogan Komering Ulu Selatan=Kabupaten Ogan Komering Ulu Selatan"),
    ("KABUPATEN KUDUS", "KABUPATEN KUDUS=Kabupaten Kudus"),
    ("Kota Batu", "Kota Batu=Kota Batu"),
    ("Batu besar di Puncak", ""),
    ("tempat kudus dan suci", ""),
    ("How many voters has North Luwu?", "North Luwu=Kabupaten Luwu Utara"),
    (
        "KPU of the Arfak Mountains and Southwest Sumba",
        "Arfak Mountains=Kabupaten Pegunungan Arfak | Southwest Sumba=Kabupaten Sumba Barat Daya",
    ),
    (
        "East Seram, South Central Timor",
        "East Seram=Kabupaten Seram Bagian Timur | South Central Timor=Kabupaten Timor Tengah Selatan",
    ),
    ("East Luwu KPU invited Luwu", "East Luwu=Kabupaten Luwu Timur | Luwu=Kabupaten Luwu"),
]


def test_every_province_regency_and_city_is_known() -> None:
    with (Path(__file__).parents[2] / "corpus" / "places.csv").open(encoding="utf-8") as lines:
        kinds = Counter(row["kind"] for row in csv.DictReader(lines))
    assert kinds == {"provinsi": 38, "kabupaten": 416, "kota": 98}


@pytest.mark.parametrize(("host", "office"), HOSTS.items())
def test_the_office_of_a_host(host: str, office: str | None) -> None:
    assert office_of_host(host) == office


@pytest.mark.parametrize(("text", "expected"), PLACES)
def test_places(text: str, expected: str) -> None:
    assert " | ".join(f"{text[span.start : span.end]}={span.name}" for span in find_places(text)) == expected


@pytest.mark.parametrize(
    ("text", "office"),
    [
        ("KUDUS – Ketua KPU membuka rapat bersama KPU Provinsi Jawa Tengah.", "KPU Kabupaten Kudus"),
        ("Kediri, kpu-kedirikab.go.id - Rapat dibuka oleh KPU Provinsi Jatim.", "KPU Kabupaten Kediri"),
        ("Kediri – Rapat KPU Kota Kediri berlangsung lancar.", "KPU Kota Kediri"),
        ("Rapat digelar KPU Kediri di Kota Kediri.", "KPU Kota Kediri"),
        ("Rapat itu diikuti oleh seluruh staf. #kpusalatiga", "KPU Kota Salatiga"),
        ("Komisi Pemilihan Umum (KPU) Kabupaten Demak mengundang partai.", "KPU Kabupaten Demak"),
        ("KIP Kota Langsa menetapkan jadwal.", "KPU Kota Langsa"),
        ("Jakarta – Komisi Pemilihan Umum menetapkan jadwal.", "KPU RI"),
        ("Ketua KPU RI hadir dalam rapat.", "KPU RI"),
        ("KPU Provinsi Bali menggelar rapat di Denpasar.", "KPU Provinsi Bali"),
        ("Kudus adalah kabupaten di Jawa Tengah.", None),
        ("Candi itu ditemukan di Magelang.", None),
    ],
)
def test_the_office_that_speaks(text: str, office: str | None) -> None:
    assert find_office(text) == office


def test_the_host_says_more_than_the_text() -> None:
    assert find_office("KPU Kota Salatiga hadir.", host="kab-kudus.kpu.go.id") == "KPU Kabupaten Kudus"
