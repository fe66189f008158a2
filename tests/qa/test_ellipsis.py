from __future__ import annotations

import pytest

from qa.ellipsis import spelled_out
from qa.respelling import respell


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Kapan pilkada 2024?", "Kapan pemungutan suara pilkada 2024?"),
        ("kapan pemungutan suara 2024?", "kapan pemungutan suara pemilu 2024?"),
        ("Tanggal berapa Pilpres 2019 digelar?", "Tanggal berapa pemungutan suara Pilpres 2019 digelar?"),
        ("Kapan Pilkada 2024 dicoblos menurut KPU?", "Kapan pemungutan suara Pilkada 2024 dicoblos menurut KPU?"),
        ("kapan coblosan 2024", "kapan coblosan pemilu 2024"),
        ("tanggal pencoblosan kepala daerah 2024", "tanggal pencoblosan pilkada kepala daerah 2024"),
        ("Kapan pemungutan suara presiden 2024?", "Kapan pemungutan suara pemilu presiden 2024?"),
        ("Kapan pemilihan bupati 2024?", "Kapan pemungutan suara pilkada bupati 2024?"),
        ("Kapan pemilihan 2024?", "Kapan pemungutan suara pemilu 2024?"),
        ("Per Juni 2021, kapan pemungutan suara Pemilu 2024?", "Per Juni 2021, kapan pemungutan suara Pemilu 2024?"),
    ],
)
def test_indonesian_questions_are_spelled_out(question: str, said: str) -> None:
    assert spelled_out(question, english=False) == said


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("when is the 2024 vote?", "when is the 2024 general election voting day?"),
        ("When was the 2019 election held?", "When was the 2019 general election voting day held?"),
        ("When is the 2024 regional election?", "When is the 2024 regional election voting day?"),
        (
            "When is the 2024 legislative and presidential vote due?",
            "When is the 2024 legislative and presidential general election voting day due?",
        ),
        (
            "On what day is the vote for regional heads in 2024?",
            "On what day is regional election voting day for regional heads in 2024?",
        ),
        (
            "What date did Sri Wahyuni give for the 2024 vote?",
            "What date did Sri Wahyuni give for the 2024 general election voting day?",
        ),
        (
            "According to the plan of KPU Demak, on what date is the 2024 presidential vote?",
            "According to the plan of KPU Demak, on what date is the 2024 presidential general election voting day?",
        ),
        ("When is election day in 2024?", "When is general election voting day in 2024?"),
        ("When is the voting day of the regional elections?", "When is the voting day of the regional elections?"),
    ],
)
def test_english_questions_are_spelled_out(question: str, said: str) -> None:
    assert spelled_out(question, english=True) == said


@pytest.mark.parametrize(
    "question",
    [
        "Kapan pendaftaran calon Pilkada 2024?",
        "Kapan coklit Pilkada 2024 dimulai?",
        "Kapan hasil pemilu diumumkan?",
        "When does registration for the 2024 election open?",
        "When did voters in Jepara vote?",
        "Kapan rapat pleno digelar?",
        "Kapan bupati dilantik?",
        "When did the governor vote in Solo?",
        "",
    ],
)
def test_other_questions_stay_as_they_are(question: str) -> None:
    assert spelled_out(question, english=False) == question
    assert spelled_out(question, english=True) == question


@pytest.mark.parametrize(
    ("slip", "mended"),
    [("kapan pilkda 2024?", "pilkada"), ("kapan pemilhan 2024?", "pemilihan"), ("berapa pemilih di Demak?", "pemilih")],
)
def test_slips_in_the_name_of_a_vote_are_mended(slip: str, mended: str) -> None:
    assert mended in respell(slip).split() or f"{mended}?" in respell(slip)
