"""Which post a named person holds."""

from __future__ import annotations

import time

import pytest

from qa.answertypes import AnswerType
from qa.posts import find_posts_of, persons_asked
from qa.question import understand


@pytest.mark.parametrize(
    ("person", "text", "post"),
    [
        (
            "Sari Utami",
            "Narasumber Sari Utami anggota KPU Kota Blitar Divisi Sosialisasi, Parmas dan SDM sebagai pemateri berkata",
            "anggota KPU Kota Blitar Divisi Sosialisasi, Parmas dan SDM",
        ),
        ("Bagas", "hadir Bagas, S.Ag ( Divisi Teknis, KPU Ngawi ) dan Rangga", "Divisi Teknis, KPU Ngawi"),
        ("Wulan", "oleh Wulan selaku Komisioner Divisi Hukum KPU Bali yang", "Komisioner Divisi Hukum KPU Bali"),
        ("Damar Wijaya", "dibuka Sekretaris KPU Batang Damar Wijaya pada Selasa", "Sekretaris KPU Batang"),
        ("Sari Utami", "Ketua KPU Kota Blitar, Sari Utami, S.H., M.H., mengatakan", "Ketua KPU Kota Blitar"),
        ("Budi", "Menurut Budi, S.IP., Kepala Subbagian Hukum dan SDM, kegiatan", "Kepala Subbagian Hukum dan SDM"),
    ],
)
def test_a_post_is_told_right_before_or_after_its_holder(person: str, text: str, post: str) -> None:
    assert [value.text for value in find_posts_of((person,), text)] == [post]


@pytest.mark.parametrize(
    "text",
    [
        "Ketua KPU Kota Blitar membuka acara. Sari Utami hadir bersama staf.",
        "Rapat dipimpin Sari Utami di aula kantor.",
        "Tahapan pemilihan Kepala Daerah, Sari Utami menyampaikan",
        "Saritomo Utami anggota KPU Kota Blitar",
    ],
)
def test_what_is_not_said_of_somebody_is_no_post_of_theirs(text: str) -> None:
    assert find_posts_of(("Sari Utami",), text) == []


@pytest.mark.parametrize(
    ("question", "person"),
    [
        ("Sari Utami itu menjabat sebagai apa di KPU?", "Sari Utami"),
        ("Apa jabatan Wulan di KPU Provinsi Bali?", "Wulan"),
        ("Jabatan Damar Wijaya di KPU Batang apa?", "Damar Wijaya"),
        ("apa jabatan damar wijaya", "Damar Wijaya"),
        ("Bagas Pratama di KPU Ngawi memegang divisi apa?", "Bagas Pratama"),
        ("What position does Sari Utami hold in the KPU?", "Sari Utami"),
        ("What is Wulan's post at KPU Bali?", "Wulan"),
    ],
)
def test_a_post_is_asked_for_with_its_holders_name(question: str, person: str) -> None:
    assert understand(question).answer_type is AnswerType.POST
    assert persons_asked(question) == (person,)


@pytest.mark.parametrize("question", ["Siapa Ketua KPU Kota Blitar?", "Divisi apa yang mengurus logistik?"])
def test_other_questions_ask_for_no_post(question: str) -> None:
    assert understand(question).answer_type is not AnswerType.POST


@pytest.mark.parametrize("run", ["A." * 60, "Ketua " * 25, "Divisi, " * 20, "dan Ketua " * 15])
def test_long_runs_are_read_in_one_go(run: str) -> None:
    began = time.perf_counter()
    find_posts_of(("Sari Utami",), f"{run}x Sari Utami {run}; Sari Utami, {run}x")
    assert time.perf_counter() - began < 1.0
