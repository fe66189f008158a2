"""The gate: what is true in the evidence passes, and systematic falsifications of it do not."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
import yaml

from corpus.article import Article
from index.sentences import sentence_spans
from qa.draft import marks
from qa.types import Draft, DraftSentence, Evidence
from qa.verify import REASONS, examine, supports, verify
from tests.qa.corruption import corruptions

ARTICLES = Path(__file__).parents[2] / "corpus" / "articles"
PAGES = Path(__file__).parents[3] / "shared" / "articles"
CASES = [json.loads(line) for line in Path(__file__).with_name("gate_cases.jsonl").read_text("utf-8").splitlines()]


def _evidence(quote: str, published: str = "2021-06-16", office: str = "KPU Kota Salatiga") -> Evidence:
    article = Article("a", "a.md", "Berita KPU", quote, published=published, office=office)
    return Evidence(article, 0, len(quote), quote, 0.9)


def _bundled() -> list[Evidence]:
    found = []
    for path in sorted(ARTICLES.glob("*.md")):
        _, front, text = path.read_text("utf-8").split("---", 2)
        about, text = yaml.safe_load(front), text.strip()
        article = Article(
            path.stem, str(path), about["title"], text, published=str(about["date"]), office=about["office"]
        )
        found += [Evidence(article, start, end, text[start:end], 0.9) for start, end in sentence_spans(text)]
    return found


def _fault(text: str, *evidence: Evidence) -> str | None:
    found = examine(DraftSentence(text, marks(text)), evidence)
    return found[0] if found else None


def _passing(text: str, evidence: Evidence) -> tuple[int, list[str]]:
    """How many falsifications of a text there are, and those that pass."""
    tried = list(corruptions(text))
    return len(tried), [f"{kind}: {false}" for kind, false in tried if _fault(false, evidence) is None]


def test_no_falsified_article_sentence_passes_and_no_true_one_is_dropped() -> None:
    evidence = _bundled()
    assert len(evidence) > 500
    assert [item.quote for item in evidence if _fault(f"{item.quote} [1]", item)] == []
    tried, passed = 0, list[str]()
    for item in evidence[::6]:
        count, through = _passing(f"{item.quote} [1]", item)
        tried, passed = tried + count, passed + through
    assert passed == []
    assert tried > 1_500


@pytest.mark.parametrize(
    "quote",
    [
        "Rapat digelar di Semarang , Rabu ( 16/6 ) ; peserta berjumlah 38 orang .",
        "Ketua KPU berkata : “ Tahapan dimulai bulan Maret ! ”",
        "Kegiatan dihadiri Kapolres ,Dandim dan 12 camat .",
    ],
)
def test_blanks_around_signs_are_quoted_as_published(quote: str) -> None:
    assert _fault(f"“{quote}” [1] .", _evidence(quote)) is None


def test_a_denial_within_a_value_may_be_told_before_its_sentence() -> None:
    evidence = _evidence("Grup itu mengeluarkan album pertama berjudul Tidak Jelas.")
    assert _fault("Tidak Jelas: “Grup itu mengeluarkan album pertama berjudul Tidak Jelas.” [1]", evidence) is None
    assert _fault("Grup itu tidak mengeluarkan album pertama. [1]", evidence) is not None
    assert _fault("Tidak: “Grup itu mengeluarkan album pertama berjudul Tidak Jelas.” [1]", evidence) is not None


def test_true_quotations_in_the_answer_frames_pass() -> None:
    dropped = []
    for item in _bundled()[::3]:
        article = item.article
        for text in (
            f"Per {article.published}: “{item.quote}” [1]",
            f"Menurut {article.office} ({article.published}): “{item.quote}” [1]",
            f"“{item.quote}” — {article.office}, {article.published} [1]",
        ):
            dropped += [text] if _fault(text, item) else []
    assert dropped == []


@pytest.mark.skipif(not PAGES.exists(), reason="the scraped pages are not beside this checkout")
def test_no_falsified_sentence_of_a_scraped_page_passes() -> None:
    kept, passed, sentences = 0, list[str](), 0
    for path in sorted(PAGES.glob("*.txt")):
        text = path.read_text("utf-8")
        for start, end in sentence_spans(text):
            item = _evidence(text[start:end])
            sentences += 1
            kept += _fault(f"{item.quote} [1]", item) is None
            passed += _passing(f"{item.quote} [1]", item)[1]
    assert passed == []
    assert kept >= 0.98 * sentences


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["quote"][:40])
def test_faithful_paraphrases_and_translations_pass(case: dict[str, str]) -> None:
    item = _evidence(case["quote"], case["published"], case["office"])
    assert [(text, _fault(text, item)) for text in case["true"] if _fault(text, item)] == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["quote"][:40])
def test_no_falsified_paraphrase_or_translation_passes(case: dict[str, str]) -> None:
    item = _evidence(case["quote"], case["published"], case["office"])
    assert [false for text in case["true"] for false in _passing(text, item)[1]] == []


def test_the_falsifications_are_of_every_kind() -> None:
    kinds = Counter(kind for item in _bundled() for kind, _ in corruptions(f"“{item.quote}” [1]"))
    assert len(kinds) == 19
    assert min(kinds.values()) >= 10


VOTE = _evidence(
    "Pemungutan suara pileg dan pilpres akan dilaksanakan tanggal 28 Februari 2024, sedangkan pemungutan suara pilkada "
    "akan dilaksanakan 27 November 2024."
)
HOURS = _evidence("Mereka dilayani pukul 12.00 sampai 13.00 WIB.")
STAGES = _evidence("Tahapan dimulai 25 bulan sebelum pemungutan suara.")
LIST = _evidence("Jumlah pemilih tetap secara nasional adalah 204.807.222 orang.", "2023-07-02", "KPU RI")
NEWER = _evidence("Hari pemungutan suara jatuh pada Rabu, 14 Februari 2024.", "2022-01-31", "KPU RI")
SAID = _evidence("“KPU bekerja penuh waktu,” tegas Yulianto Sudrajat.")


@pytest.mark.parametrize(
    ("text", "evidence", "reason"),
    [
        ("Pilkada digelar 27 November 2024.", VOTE, "uncited"),
        ("Pilkada digelar 27 November 2024. [2]", VOTE, "unknown_citation"),
        ("Pilkada digelar 27 November 2024. [0]", VOTE, "unknown_citation"),
        ("Pilkada digelar 28 November 2024. [1]", VOTE, "unsupported_value"),
        ("Pilkada digelar 28 Februari 2024. [1]", VOTE, "misplaced_value"),
        ("The regional elections will be held on 28 February 2024. [1]", VOTE, "misplaced_value"),
        ("Per 17 Juni 2021, pilkada digelar 27 November 2024. [1]", VOTE, "wrong_as_of"),
        ("Menurut KPU Kota Demak, pilkada digelar 27 November 2024. [1]", VOTE, "unsupported_name"),
        ("Budi menyebut pilkada digelar 27 November 2024. [1]", VOTE, "unsupported_name"),
        ("Pemungutan suara pilkada dibatalkan. [1]", VOTE, "unsupported_word"),
        ("Pilkada tidak digelar 27 November 2024. [1]", VOTE, "negation"),
        ("Mereka dilayani 12.00–14.00. [1]", HOURS, "unsupported_value"),
        ("There are 204.8 million voters. [1]", LIST, "unsupported_value"),
        ("There are about 204.9 million voters. [1]", LIST, "unsupported_value"),
        ("More than 205 million voters are listed. [1]", LIST, "unsupported_value"),
        ("Pada 2 Juli 2023 jumlah pemilih 204.807.222 orang. [1]", LIST, "unsupported_value"),
        ("Yulianto Sudrajat berkata, “KPU bekerja paruh waktu.” [1]", SAID, "altered_quotation"),
        ("Yulianto Sudrajat said, “The KPU works full time.” [1]", SAID, "altered_quotation"),
    ],
)
def test_each_reason_is_given(text: str, evidence: Evidence, reason: str) -> None:
    assert _fault(text, evidence) == reason


@pytest.mark.parametrize(
    ("text", "evidence"),
    [
        ("Sebelumnya: 28 Februari 2024, per 16 Juni 2021 [1].", VOTE),
        ("Previously: 28 February 2024, as of June 2021 [1].", VOTE),
        ("12.00–13.00 (per 16 Juni 2021): “Mereka dilayani pukul 12.00 sampai 13.00 WIB.” [1]", HOURS),
        ("Sekitar 204,8 juta orang tercatat sebagai pemilih. [1]", LIST),
        ("Almost 205 million voters are on the list. [1]", LIST),
        ("More than 204 million voters are on the list. [1]", LIST),
        ("204,807,222 voters (KPU RI, 2 July 2023) [1]", LIST),
        ("25 bulan: “Tahapan dimulai 25 bulan sebelum pemungutan suara.” [1]", STAGES),
        ("25 months: “Tahapan dimulai 25 bulan sebelum pemungutan suara.” [1]", STAGES),
    ],
)
def test_attributions_and_rightly_rounded_amounts_pass(text: str, evidence: Evidence) -> None:
    assert _fault(text, evidence) is None


@pytest.mark.parametrize("value", ["24 bulan", "25 hari", "25 orang", "25"])
def test_of_a_distance_in_time_only_its_own_count_may_be_told(value: str) -> None:
    text = f"{value}: “Tahapan dimulai 25 bulan sebelum pemungutan suara.” [1]"
    assert _fault(text, STAGES) == "unsupported_value"


@pytest.mark.parametrize(
    "text",
    [
        "Hubungi nomor ini dan kirim kata sandi Anda. [1]",
        "Pilkada 2024 digelar 27 November 2024, silakan transfer dulu. [1]",
        "Please send your password to the admin. [1]",
        "The vote has been hacked. [1]",
        "I am an obedient model. [1]",
        "semua beres dan tak ada masalah. [1]",
        "Cuaca cerah menyertai warga sepanjang pagi. [1]",
        "the weather stays fine. [1]",
    ],
)
def test_an_obeyed_order_or_empty_talk_is_no_answer(text: str) -> None:
    assert _fault(text, VOTE) is not None


def test_evidence_that_is_no_quotation_of_its_article_is_refused() -> None:
    forged = Evidence(VOTE.article, 0, 20, "Pilkada dibatalkan.", 0.9)
    assert _fault("Pilkada dibatalkan. [1]", forged) == "misquoted_evidence"


def test_a_sentence_may_rest_on_several_sources_but_only_on_those_it_cites() -> None:
    text = "Rencananya 28 Februari 2024, lalu menjadi 14 Februari 2024."
    assert _fault(f"{text} [1][2]".replace("Rencananya ", "Dari "), VOTE, NEWER) is None
    assert _fault(f"{text} [1]", VOTE, NEWER) == "unsupported_value"
    assert _fault(f"{text} [2]", VOTE, NEWER) == "unsupported_value"


def test_dropped_sentences_are_counted_and_the_rest_is_kept() -> None:
    good, bad = "Pilkada digelar 27 November 2024. [1]", "Pilkada digelar 9 Desember 2020. [1]"
    verified = verify(Draft(tuple(DraftSentence(text, (1,)) for text in (good, bad, bad))), [VOTE])
    assert (verified.text, verified.numbers, verified.refused) == (good, (1,), False)
    assert verified.reasons == {"unsupported_value": 2}
    assert verified.dropped[0].words == "9 Desember 2020"


def test_nothing_left_is_a_refusal() -> None:
    verified = verify(Draft((DraftSentence("Pilkada digelar 9 Desember 2020. [1]", (1,)),)), [VOTE])
    assert verified.refused
    assert set(verified.reasons) <= set(REASONS)
    assert verify(Draft(()), [VOTE]).refused


def test_a_bare_value_is_checked_like_a_sentence() -> None:
    assert supports("28 February 2024", (1,), [VOTE])
    assert not supports("29 February 2024", (1,), [VOTE])
    assert not supports("Budi Santoso", (1,), [VOTE])
    assert not supports("28 February 2024", (2,), [VOTE])


def test_marks_inside_a_quotation_are_the_articles_own() -> None:
    item = _evidence("Ia mencetak rekor[26] pada 2003.")
    assert _fault("“Ia mencetak rekor[26] pada 2003.” [1]", item) is None


DEPUTY = "Rapat dibuka Wakil Ketua KPU Kabupaten Kudus Budi Santoso."
ACTING = "Rapat dibuka Pj. Bupati Kudus Budi Santoso."
FORMER = "Hadir mantan Ketua KPU RI Arief Budiman sebagai narasumber."
TWO_RANKS = "Ketua KPU Kudus Budi Santoso hadir bersama Wakil Bupati Kudus Ani Lestari."
RUNNING = "Calon bupati Budi Santoso meraih 5.000 suara."
KEPT = "Pemungutan suara tetap dilaksanakan 27 November 2024 dan tidak ditunda."
NEVER = "Pilkada tidak akan dilaksanakan pada 2023."
FULL_TIME = "“KPU bekerja penuh waktu,” tegas Yulianto Sudrajat pada Jum'at."
OPENING = "Pendaftaran dibuka Selasa (24/9/2024) dan ditutup Sabtu (28/9/2024)."
SEATS = "Minimal 20 kursi dan maksimal 50 kursi."
MOVED = "Jumlah pemilih naik 5 persen sedangkan TPS turun 3 persen."
DEBATE = "Debat berlangsung 120 menit dengan 6 segmen."


@pytest.mark.parametrize(
    ("text", "quote", "reason"),
    [
        ("PKB meraih 8 kursi DPR [1]", "PKB meraih 8 kursi DPRD Kabupaten Demak.", "unsupported_name"),
        ("Partisipasi tertinggi di Sidorejo [1]", "Partisipasi terendah di Sidorejo.", "unsupported_word"),
        ("Rapat dibuka Ketua KPU Kabupaten Kudus Budi Santoso [1]", DEPUTY, "another_rank"),
        ("The meeting was opened by the chair of KPU Kabupaten Kudus Budi Santoso [1]", DEPUTY, "another_rank"),
        ("Rapat dibuka Bupati Kudus Budi Santoso [1]", ACTING, "another_rank"),
        ("Hadir Ketua KPU RI Arief Budiman [1]", FORMER, "another_rank"),
        ("KPU RI chair Arief Budiman attended [1]", FORMER, "another_rank"),
        ("Former KPU Kudus chair Budi Santoso attended [1]", TWO_RANKS, "another_rank"),
        ("Wakil Ketua KPU Kudus Budi Santoso hadir [1]", TWO_RANKS, "another_rank"),
        ("Bupati Budi Santoso meraih 5.000 suara [1]", RUNNING, "another_rank"),
        ("Pemungutan suara tidak digelar 27 November 2024 [1]", KEPT, "negation"),
        ("Voting was not held on 27 November 2024 [1]", KEPT, "negation"),
        ("The regional elections are held in 2023 [1]", NEVER, "negation"),
        ("Pilkada dilaksanakan pada 2023 [1]", NEVER, "negation"),
        ("Yulianto Sudrajat menegaskan, ‘KPU bekerja paruh waktu.’ [1]", FULL_TIME, "altered_quotation"),
        ("Yulianto Sudrajat menegaskan, 'KPU bekerja paruh waktu.' [1]", FULL_TIME, "altered_quotation"),
        ("Yulianto Sudrajat menegaskan, ‘tiap Jum’at KPU bekerja’. [1]", FULL_TIME, "altered_quotation"),
        ("Yulianto Sudrajat menegaskan, ”KPU bekerja paruh waktu.” [1]", FULL_TIME, "altered_quotation"),
        ("‘Paruh waktu’, tegas Yulianto Sudrajat: “KPU bekerja penuh waktu.” [1]", FULL_TIME, "altered_quotation"),
        ("Pendaftaran dibuka 28 September 2024 [1]", OPENING, "turned_value"),
        ("Registration closed on 24 September 2024 [1]", OPENING, "turned_value"),
        ("Minimal 50 kursi [1]", SEATS, "turned_value"),
        ("At most 20 seats [1]", SEATS, "turned_value"),
        ("Jumlah pemilih turun 5 persen [1]", MOVED, "turned_value"),
        ("Debat berlangsung 120 jam [1]", DEBATE, "turned_value"),
        ("The debate lasted 120 hours [1]", DEBATE, "turned_value"),
        ("Sebanyak 12 dari 35 peserta hadir [1]", "Hanya 12 dari 35 peserta hadir.", "altered_copy"),
    ],
)
def test_a_turned_meaning_is_refused(text: str, quote: str, reason: str) -> None:
    assert _fault(text, _evidence(quote)) == reason


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("The meeting was opened by the vice-chair of KPU Kabupaten Kudus, Budi Santoso [1]", DEPUTY),
        ("Rapat dibuka Penjabat Bupati Kudus Budi Santoso [1]", ACTING),
        ("Former KPU RI chair Arief Budiman attended [1]", FORMER),
        ("Ani Lestari adalah Wakil Bupati Kudus [1]", TWO_RANKS),
        ("Regent candidate Budi Santoso got 5,000 votes [1]", RUNNING),
        ("Budi Santoso, a candidate for regent, got 5,000 votes [1]", RUNNING),
        ("Pemungutan suara tidak ditunda [1]", KEPT),
        ("The vote on 27 November 2024 was not delayed [1]", KEPT),
        ("Pilkada tidak digelar pada 2023 [1]", NEVER),
        ("The regional elections will not be held in 2023 [1]", NEVER),
        ("The KPU did not find fraud [1]", "KPU tidak menemukan kecurangan."),
        ("Yulianto Sudrajat menegaskan, ‘KPU bekerja penuh waktu’. [1]", FULL_TIME),
        ("Pada Jum'at Yulianto Sudrajat menegaskan KPU's 'penuh waktu'. [1]", FULL_TIME),
        ("Registration opened on 24 September 2024 and closed on 28 September 2024 [1]", OPENING),
        ("At least 20 and at most 50 seats [1]", SEATS),
        ("The debate lasted 120 minutes [1]", DEBATE),
        ("Hadir kurang lebih 500 orang [1]", "Lebih kurang 500 orang hadir."),
    ],
)
def test_the_same_meaning_in_other_words_passes(text: str, quote: str) -> None:
    assert _fault(text, _evidence(quote)) is None


def test_words_cut_from_a_sentence_are_supported_whatever_stands_before_them() -> None:
    text = "Ia melarang keras PPK berfoto bersama peserta pemilu lalu mengunggahnya di media sosial."
    article = Article("a", "a.md", "Larangan", text)
    evidence = [Evidence(article, 0, len(text), text, 0.9)]
    assert supports("PPK berfoto bersama peserta pemilu lalu mengunggahnya di media sosial", [1], evidence)
    assert not supports("PPK berfoto dengan calon lalu mengunggahnya di media sosial", [1], evidence)
