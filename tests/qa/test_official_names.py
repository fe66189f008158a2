"""Regions and offices of an English question by the articles' names for them."""

from __future__ import annotations

import pytest

from qa.official_names import with_official_names


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Who chairs the East Luwu KPU?", "Who chairs the KPU Luwu Timur?"),
        ("What does Central Sulawesi KPU chair Nisbah say?", "What does KPU Sulawesi Tengah chair Nisbah say?"),
        ("Who leads the Kudus election commission?", "Who chairs the KPU Kudus?"),
        ("Demak's Bawaslu chair", "Bawaslu Demak chair"),
        ("How many voters are there in Sorong Regency?", "How many voters are there in Kabupaten Sorong?"),
        ("How many voters has Southwest Papua?", "How many voters has Papua Barat Daya?"),
        ("Who heads West Tondano district?", "Who heads Kecamatan Tondano Barat?"),
        ("Who is the head of West Tondano district?", "Who is the Camat Tondano Barat?"),
        ("the Tondano Barat subdistrict head", "the Camat Tondano Barat"),
        ("Who was the head of the Arfak Mountains KPU?", "Who was the chair of the KPU Pegunungan Arfak?"),
        ("Who leads Bawaslu?", "Who chairs Bawaslu?"),
        ("the NTT KPU secretary", "the KPU NTT secretary"),
        ("How many voters are there in Kudus district?", "How many voters are there in Kudus district?"),
        ("When are Inhil's village committees sworn in?", "When are Inhil's village committees sworn in?"),
        ("bengkulu turnout 2014?", "Bengkulu turnout 2014?"),
        ("Who chairs the national election commission?", "Who chairs the KPU RI?"),
        ("What did KPU Kudus say of the metro line?", "What did KPU Kudus say of the metro line?"),
    ],
)
def test_a_region_or_office_is_called_as_the_articles_do(question: str, told: str) -> None:
    assert with_official_names(question) == told
