"""Time among statements, each case judged by hand: newest official wins, older superseded, equals in conflict."""

from __future__ import annotations

from dataclasses import replace

import pytest

from corpus.article import Article
from qa.candidate import Candidate
from qa.posts import find_posts_of
from qa.question import understand
from qa.standing import effective_date, officialness
from qa.timeline import arrange
from tests.qa.qafakes import candidate

VOTE = "Kapan pemungutan suara Pemilu 2024?"
PLAN = candidate(
    "a", "Pemungutan suara direncanakan 28 Februari 2024.", "28 Februari 2024", "date", published="2021-06-16"
)
DECREE = candidate(
    "b",
    "Pemungutan suara ditetapkan 14 Februari 2024.",
    "14 Februari 2024",
    "date",
    published="2022-01-31",
    office="KPU RI",
)
REPEATED = candidate(
    "c",
    "Dimuat ulang dari berita 16 Juni 2021: pemungutan suara 28 Februari 2024.",
    "28 Februari 2024",
    "date",
    published="2023-03-06",
)


def test_the_newest_official_statement_wins_and_the_older_one_is_superseded() -> None:
    for order in ([PLAN, DECREE], [DECREE, PLAN]):
        findings = arrange(understand(VOTE), order, 2).findings
        assert findings.answer is not None
        assert (findings.answer.shown, findings.as_of) == ("14 Februari 2024", "2022-01-31")
        assert [(one.shown, one.as_of) for one in findings.superseded] == [("28 Februari 2024", "2021-06-16")]
        assert findings.conflicts == ()


def test_the_same_value_twice_supersedes_nothing() -> None:
    again = candidate("d", "Voting day is 14 February 2024.", "14 February 2024", "date", published="2023-05-01")
    findings = arrange(understand(VOTE), [DECREE, again], 2).findings
    assert (findings.superseded, findings.conflicts) == ((), ())


def test_a_republished_article_does_not_beat_a_newer_one() -> None:
    findings = arrange(understand(VOTE), [REPEATED, DECREE], 2).findings
    assert findings.answer is not None
    assert findings.answer.shown == "14 Februari 2024"
    assert [one.as_of for one in findings.superseded] == ["2021-06-16"]


def test_values_of_one_day_and_one_office_are_in_conflict() -> None:
    question = understand("Berapa jumlah pemilih dalam DPT?")
    one = candidate("a", "DPT 204.807.222 pemilih.", "204.807.222", "number", office="KPU RI")
    other = candidate("b", "DPT 204.887.222 pemilih.", "204.887.222", "number", office="KPU RI", trust=0.8)
    findings = arrange(question, [one, other], 2).findings
    assert findings.answer is not None
    assert findings.answer.shown == "204.807.222"
    assert [value.shown for value in findings.conflicts] == ["204.887.222"]
    assert findings.superseded == ()


def test_of_one_day_the_more_official_one_wins() -> None:
    question = understand("Berapa jumlah pemilih dalam DPT?")
    local = candidate("a", "DPT 204.887.222 pemilih.", "204.887.222", "number", office="KPU Kabupaten Kudus")
    national = candidate("b", "DPT 204.807.222 pemilih.", "204.807.222", "number", office="KPU RI", trust=0.8)
    findings = arrange(question, [local, national], 2).findings
    assert findings.answer is not None
    assert findings.answer.shown == "204.807.222"
    assert findings.conflicts == ()


def test_nobody_official_supersedes_an_office() -> None:
    paper = candidate(
        "p", "Pemungutan suara 21 Februari 2024.", "21 Februari 2024", "date", published="2023-01-01", office=None
    )
    findings = arrange(understand(VOTE), [paper, DECREE], 2).findings
    assert findings.answer is not None
    assert findings.answer.shown == "14 Februari 2024"


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Kapan rencana semula pemungutan suara Pemilu 2024?", "28 Februari 2024"),
        ("When was the 2024 vote originally planned?", "28 February 2024"),
    ],
)
def test_the_past_is_given_when_it_is_asked_for(question: str, expected: str) -> None:
    findings = arrange(understand(question), [DECREE, PLAN], 2).findings
    assert findings.answer is not None
    assert (findings.answer.shown, findings.as_of) == (expected, "2021-06-16")
    assert findings.superseded == ()


def test_who_came_before_somebody() -> None:
    query = understand("Siapa ketua KPU sebelum Rina Lestari?")
    chairs = [
        candidate("a", "Ketua KPU Budi Santoso hadir.", "Budi Santoso", "person", published="2023-01-01"),
        candidate("b", "Ketua KPU Dewi Utami hadir.", "Dewi Utami", "person", published="2021-01-01"),
        candidate("c", "Ketua KPU Rina Lestari hadir.", "Rina Lestari", "person", published="2024-01-01"),
    ]
    findings = arrange(query, chairs, 2).findings
    assert findings.answer is not None
    assert findings.answer.shown == "Budi Santoso"


def test_a_statement_about_less_of_the_question_is_not_compared() -> None:
    question = understand("Berapa jumlah pemilih Kudus?")
    whole = candidate("a", "Pemilih Kudus 600.000.", "600.000", "number", spoken=frozenset({"pemilih", "kudus"}))
    part = candidate(
        "b", "Pemilih 700.000.", "700.000", "number", published="2025-01-01", spoken=frozenset({"pemilih"})
    )
    findings = arrange(question, [whole, part], 2).findings
    assert findings.answer is not None
    assert (findings.answer.shown, findings.superseded) == ("600.000", ())


def test_the_end_of_a_range_is_the_same_value_and_the_range_is_told() -> None:
    question = understand("Kapan masa kampanye Pilkada 2024?")
    text = "Kampanye berlangsung 25 September sampai 23 November 2024."
    both = candidate("a", text, "25 September sampai 23 November 2024", "date")
    end = candidate(
        "b", "Kampanye berjalan hingga 23 November 2024.", "23 November 2024", "date", published="2024-11-08"
    )
    findings = arrange(question, [both, end], 2).findings
    assert findings.answer is not None
    assert findings.answer.shown == "25 September 2024 sampai 23 November 2024"
    assert (findings.superseded, findings.conflicts) == ((), ())


def test_a_newer_value_that_the_question_rather_does_not_mean_replaces_nothing() -> None:
    question = understand("Kapan anggota PPK dilantik?")
    meant = candidate("a", "Anggota PPK dilantik 4 Januari 2023.", "4 Januari 2023", "date", published="2022-11-20")
    other = candidate(
        "b", "PPS dilantik 24 Januari 2023.", "24 Januari 2023", "date", published="2022-12-18", trust=0.3
    )
    findings = arrange(question, [meant, other], 2).findings
    assert findings.answer is not None
    assert (findings.answer.shown, findings.superseded) == ("4 Januari 2023", ())


@pytest.mark.parametrize(
    ("question", "before", "after", "kind"),
    [
        (
            "Siapa sekretaris KPU Kudus?",
            ("Sekretaris KPU Kudus, ", "Andi Saputra", ", membuka acara."),
            ("Rapat dibuka ", "Budi Hartono", ", kini sekretaris KPU Kudus."),
            "person",
        ),
        (
            "Berapa honor pantarlih?",
            ("Honor pantarlih ", "Rp800.000", "."),
            ("Honor pantarlih dinaikkan, menjadi ", "Rp1.000.000", " mulai Januari, naik seperempat."),
            "money",
        ),
    ],
)
def test_a_newer_statement_that_tells_news_replaces_a_likelier_one(
    question: str, before: tuple[str, str, str], after: tuple[str, str, str], kind: str
) -> None:
    old = candidate("a", "".join(before), before[1], kind, published="2021-05-01", trust=0.9)
    new = candidate("b", "".join(after), after[1], kind, published="2023-02-01", trust=0.04)
    findings = arrange(understand(question), [old, new], 2).findings
    assert findings.answer is not None
    assert (findings.answer.shown, [one.shown for one in findings.superseded]) == (after[1], [before[1]])


@pytest.mark.parametrize(
    ("question", "text", "office"),
    [
        ("Siapa sekretaris KPU Kudus?", "Rapat dibuka Budi Hartono, kini sekretaris KPU Kudus.", "KPU Kabupaten Demak"),
        ("Siapa sekretaris KPU Kudus?", "Rapat dibuka Budi Hartono, sekretaris KPU Kudus.", "KPU Kabupaten Kudus"),
        (
            "Siapa sekretaris KPU Kudus yang paling lama menjabat?",
            "Rapat dibuka Budi Hartono, kini sekretaris KPU Kudus.",
            "KPU Kabupaten Kudus",
        ),
    ],
)
def test_no_news_of_the_same_office_replaces_nothing_likelier(question: str, text: str, office: str) -> None:
    old = candidate(
        "a", "Sekretaris KPU Kudus, Andi Saputra, membuka acara.", "Andi Saputra", "person", published="2021-05-01"
    )
    new = candidate("b", text, "Budi Hartono", "person", published="2023-02-01", office=office, trust=0.04)
    findings = arrange(understand(question), [old, new], 2).findings
    assert findings.answer is not None
    assert (findings.answer.shown, findings.superseded) == ("Andi Saputra", ())


def test_of_one_day_a_less_likely_value_is_shown_too() -> None:
    question = understand("Berapa biaya jembatan?")
    one = candidate("a", "Biaya jembatan Rp12.500.000.000.", "Rp12.500.000.000", "money")
    other = candidate("b", "Nilai kontrak Rp12.700.000.000.", "Rp12.700.000.000", "money", trust=0.35)
    findings = arrange(question, [one, other], 2).findings
    assert [value.shown for value in findings.conflicts] == ["Rp12.700.000.000"]


@pytest.mark.parametrize(
    ("told", "trust", "shown"),
    [
        ("204.887.222", 0.08, ("204.887.222",)),  # a version of the same count, however little likelier
        ("1.750.474", 0.8, ()),  # voters abroad: another count
    ],
)
def test_great_figures_of_one_day_conflict_if_they_may_be_versions_of_one(
    told: str, trust: float, shown: tuple[str, ...]
) -> None:
    question = understand("Berapa jumlah pemilih dalam DPT?")
    one = candidate("a", "DPT 204.807.222 pemilih.", "204.807.222", "number", office="KPU RI")
    other = candidate("b", f"DPT {told} pemilih.", told, "number", office="KPU RI", trust=trust)
    assert tuple(value.shown for value in arrange(question, [one, other], 2).findings.conflicts) == shown


REVOKED = "Perbup Nomor 7 Tahun 2023 mencabut Perbup Nomor 14 Tahun 2019 tentang parkir."
RAISED = "Honor petugas naik dari Rp500.000 menjadi Rp600.000."


@pytest.mark.parametrize(
    ("question", "sentence", "old", "new", "kind"),
    [
        ("Perbup mana yang mengatur parkir?", REVOKED, "Perbup Nomor 14 Tahun 2019", "Perbup Nomor 7", "regulation"),
        ("Berapa honor petugas?", RAISED, "Rp500.000", "Rp600.000", "money"),
    ],
)
def test_a_value_that_came_in_place_of_another_wins_however_it_scores(
    question: str, sentence: str, old: str, new: str, kind: str
) -> None:
    before = candidate("a", f"Dulu tertulis {old}.", old, kind, published="2020-01-01")
    change = candidate("b", sentence, new, kind, published="2023-02-06", trust=0.01)
    findings = arrange(understand(question), [before, change], 2).findings
    assert findings.answer is not None
    assert findings.answer.shown.startswith(new)
    assert [value.shown for value in findings.superseded] == [old]


@pytest.mark.parametrize("question", ["Siapa ketua yang diberhentikan?", "Which chair was dismissed?"])
def test_who_left_is_not_answered_with_who_came(question: str) -> None:
    left = candidate("a", "Ketua Budi Santoso diberhentikan.", "Budi Santoso", "person", published="2024-07-03")
    came = candidate(
        "b", "Dewi Utami menggantikan Budi Santoso.", "Dewi Utami", "person", published="2024-07-04", trust=0.01
    )
    findings = arrange(understand(question), [left, came], 2).findings
    assert findings.answer is not None
    assert findings.answer.shown == "Budi Santoso"


def test_who_held_a_role_in_the_time_asked_of() -> None:
    query = understand("Siapa Ketua KPU RI pada April 2024?")
    now = candidate("a", "Ketua KPU RI Budi Santoso hadir.", "Budi Santoso", "person", published="2025-12-17")
    then = candidate("b", "Ketua KPU RI Dewi Utami.", "Dewi Utami", "person", published="2024-04-24", trust=0.25)
    findings = arrange(query, [now, then], 2).findings
    assert findings.answer is not None
    assert findings.answer.shown == "Dewi Utami"


@pytest.mark.parametrize(
    ("office", "rank"),
    [("KPU RI", 3), ("KPU Provinsi Jawa Tengah", 2), ("KPU Kabupaten Kudus", 1), ("Harian Pagi", 0), (None, 0)],
)
def test_how_official_an_office_is(office: str | None, rank: int) -> None:
    assert officialness(office) == rank


def test_an_article_speaks_from_its_own_day_unless_it_says_otherwise() -> None:
    plain = Article("a", "a", "Judul", "Rapat membahas 16 Juni 2021.", "2023-03-06")
    repeat = Article("b", "b", "Dari arsip", "Tulisan ini memuat ulang catatan 16 Juni 2021.", "2023-03-06")
    assert effective_date(plain) == "2023-03-06"
    assert effective_date(repeat) == "2021-06-16"


@pytest.mark.parametrize(
    ("text", "published", "spoken"),
    [
        ("KPU memberi kesempatan mengunggah kembali berkas sejak 12 Mei 2024.", "2024-06-03", "2024-06-03"),
        ("Acara itu tayang lagi 12 Mei 2024.", "2024-06-03", "2024-06-03"),
        ("Berita ini kami muat ulang. Demak, 12 Mei 2024 - Rapat digelar.", "2024-06-03", "2024-05-12"),
        ("Tulisan lama tentang Pemilu 2024 ini.", "2024-06-03", "2024-06-03"),
    ],
)
def test_only_a_text_is_printed_again(text: str, published: str, spoken: str) -> None:
    assert effective_date(Article("a", "a", "Judul", text, published)) == spoken


def test_an_older_fuller_wording_takes_no_day_from_the_newest_statement() -> None:
    newest = candidate("a", "Pendaftaran ditutup 29 Agustus.", "29 Agustus", "date", published="2024-11-01")
    between = candidate("b", "Ditutup 4 September 2024.", "4 September 2024", "date", published="2024-08-01")
    oldest = candidate("c", "Ditutup 29 Agustus 2024.", "29 Agustus 2024", "date", published="2024-01-26")
    findings = arrange(understand("Kapan pendaftaran ditutup?"), [newest, between, oldest], 2).findings
    assert findings.answer is not None and findings.answer.shown == "29 Agustus 2024"
    assert [one.shown for one in findings.superseded] == ["4 September 2024"]


def _post(article_id: str, sentence: str, post: str, published: str) -> Candidate:
    made = candidate(article_id, sentence, post, "post", published=published)
    return replace(made, value=find_posts_of(("Sari Utami",), sentence)[0])


@pytest.mark.parametrize(
    ("later", "older"), [("Ketua KPU Kabupaten Kudus", ()), ("Sekretaris KPU Kabupaten Kudus", ("Ketua KPU Kudus",))]
)
def test_a_post_told_more_fully_supersedes_nothing_and_another_one_does(later: str, older: tuple[str, ...]) -> None:
    first = _post("a", "Ketua KPU Kudus Sari Utami membuka rapat.", "Ketua KPU Kudus", "2022-03-01")
    second = _post("b", f"{later} Sari Utami membuka rapat.", later, "2023-03-01")
    findings = arrange(understand("Apa jabatan Sari Utami?"), [first, second], 2).findings
    assert tuple(one.shown for one in findings.superseded) == older


def test_a_newer_unlikely_day_takes_no_voting_day_s_place() -> None:
    sentence = "Batasnya tujuh hari sebelum pencoblosan atau 7 Februari 2024."
    deadline = candidate("batas", sentence, "7 Februari 2024", "date", published="2024-01-08", trust=0.15)
    findings = arrange(understand(VOTE), [DECREE, deadline], 2).findings
    assert findings.answer is not None and findings.answer.shown == "14 Februari 2024"
    likely = replace(deadline, trust=0.8)
    assert arrange(understand(VOTE), [DECREE, likely], 2).findings.answer != findings.answer
