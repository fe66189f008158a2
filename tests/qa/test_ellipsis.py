from __future__ import annotations

import pytest

from qa.ellipsis import spelled_out
from qa.question import understand, understood
from qa.respelling import respell


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Kapan pilkada 2024?", "Kapan pemungutan suara pilkada 2024?"),
        ("kapan pemungutan suara 2024?", "kapan pemungutan suara pemilu 2024?"),
        ("Tanggal berapa Pilpres 2019 digelar?", "Tanggal berapa pemungutan suara Pilpres 2019 digelar?"),
        ("Kapan Pilkada 2024 dicoblos menurut KPU?", "Kapan pemungutan suara Pilkada 2024 dicoblos menurut KPU?"),
        ("kapan coblosan 2024", "kapan pemungutan suara pemilu 2024"),
        ("kapan kita nyoblos?", "kapan kita pemungutan suara pemilu?"),
        ("tanggal pencoblosan kepala daerah 2024", "tanggal pemungutan suara pilkada kepala daerah 2024"),
        ("Hari pencoblosan Pilkada 2024 kapan?", "Hari pemungutan suara Pilkada 2024 kapan?"),
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
        "Kapan Ketua KPU dipilih?",
        "Kapan hari pemungutan suara ditetapkan KPU?",
        "When did the governor vote in Solo?",
        "",
    ],
)
def test_other_questions_stay_as_they_are(question: str) -> None:
    assert spelled_out(question, english=False) == question
    assert spelled_out(question, english=True) == question


@pytest.mark.parametrize(
    ("question", "core"),
    [
        ("kapan nyoblos 2024?", "kapan pemungutan suara pemilu 2024?"),
        ("kapan rakyat Indonesia memilih presiden tahun 2024?", "kapan pemungutan suara pemilu 2024?"),
        ("Kapan kepala daerah dipilih pada 2024?", "kapan pemungutan suara pilkada 2024?"),
        ("Hari H Pilkada 2020 kapan?", "kapan pemungutan suara pilkada 2020?"),
        (
            "Per Juni 2021, kapan pencoblosan pileg dan pilpres direncanakan?",
            "kapan pemungutan suara pemilu direncanakan?",
        ),
    ],
)
def test_a_voting_day_is_looked_for_in_the_words_of_the_articles(question: str, core: str) -> None:
    query = understand(question)
    assert query.voting_day
    assert query.core == core


@pytest.mark.parametrize(
    ("question", "worded"),
    [
        ("When do Indonesians vote in 2024?", "kapan pemungutan suara pemilu 2024?"),
        ("On what date are the regional heads elected in 2024?", "kapan pemungutan suara pilkada 2024?"),
        ("What day do people vote for president in 2024?", "kapan pemungutan suara pemilu 2024?"),
    ],
)
def test_and_so_is_one_asked_for_in_english(question: str, worded: str) -> None:
    assert understood(question, "en", lambda text: "unused").translated_core == worded


def test_the_year_of_the_vote_is_not_the_time_of_which_is_asked() -> None:
    vote, plan = understand("When do Indonesians vote in 2024?"), understand("Pada Juni 2021, kapan pemilu 2024?")
    assert (vote.years, vote.period) == (("2024",), None)
    assert plan.years == ("2024",)
    assert plan.period is not None
    assert plan.period.iso == "2021-06"


@pytest.mark.parametrize(
    ("slip", "mended"),
    [("kapan pilkda 2024?", "pilkada"), ("kapan pemilhan 2024?", "pemilihan"), ("berapa pemilih di Demak?", "pemilih")],
)
def test_slips_in_the_name_of_a_vote_are_mended(slip: str, mended: str) -> None:
    assert mended in respell(slip).split() or f"{mended}?" in respell(slip)
