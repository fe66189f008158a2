from __future__ import annotations

import pytest

from corpus.article import Article
from qa.answertypes import AnswerType
from qa.constraints import missing_names
from qa.question import understand


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("Apa kepanjangan dari RIT?", "RIT"),
        ("kpps singkatan dari apa", "kpps"),
        ("dp4 itu apa kepanjangannya", "dp4"),
        ("RIT di KPU Jawa Tengah kepanjangannya apa?", "RIT"),
        ("Kopi Darat punyanya KPU Tegal itu singkatan dari apa sih?", "Kopi Darat"),
        ("Di KPU Tegal, Kopi Darat singkatan dari apa?", "Kopi Darat"),
        ("Dalam PKPU 8, apa kepanjangan KPPS?", "KPPS"),
        ("KPU itu kepanjangan dari apa?", "KPU"),
        ("What does RIT, the KPU Central Java programme, stand for?", "RIT"),
        ('What is "Kopi Darat", the KPU Tegal forum, short for?', "Kopi Darat"),
        ("What does the abbreviation DP4 stand for?", "DP4"),
        ("What is the full Indonesian name behind the abbreviation KPU?", "KPU"),
        ("Ruang TPR di KPU Tegal itu kepanjangannya apa?", "TPR"),
        ("TPD DKPP kepanjangannya apa?", "TPD"),
        ("Di kantor KPU, bagian KUL kepanjangannya apa?", "KUL"),
        ("What do the letters RIT stand for in the KPU Central Java event?", "RIT"),
        ("What does the Sirekap app's name stand for?", "Sirekap"),
        ("What does Sadesa in Blora stand for?", "Sadesa"),
        ("sipol yg dipakai KPU Tegal itu apa kepanjangannya", "sipol"),
    ],
)
def test_what_is_to_be_spelt_out_is_the_subject_and_not_the_office_beside_it(question: str, short: str) -> None:
    query = understand(question)
    assert query.answer_type is AnswerType.EXPANSION
    assert query.acronym == short


def test_a_provinces_short_name_is_written_out_and_checked_as_a_region() -> None:
    query = understand("Siapa pemateri RIT di KPU Jateng?")
    assert "Jawa Tengah" in query.core
    assert missing_names(query, Article("a", "a", "RIT", "RIT diadakan KPU Provinsi Jawa Tengah.")) == 0
    assert missing_names(query, Article("a", "a", "Rapat", "Rapat diadakan KPU Provinsi Jawa Tengah.")) > 0
    assert understand("Siapa yang membangun Menara Babel?").core.endswith("Menara Babel?")


@pytest.mark.parametrize(
    "question", ["Which colour stands for the city council ballot?", "Who spelled out the rules on posters in Kudus?"]
)
def test_what_stands_for_something_else_is_no_abbreviation(question: str) -> None:
    assert understand(question).answer_type is not AnswerType.EXPANSION
