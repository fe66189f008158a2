"""What a page must not be taken to say: of another place, of a deputy, of the head of a part."""

from __future__ import annotations

import pytest

from corpus.article import Article
from qa.constraints import of_another_part
from qa.counting import other_thing
from qa.happenings import is_happening
from qa.holders import holds
from qa.localities import elsewhere, missing_places, missing_regions
from qa.opposed import of_the_opposite
from qa.question import understand
from qa.roles import from_elsewhere, lesser_role, other_territory
from qa.speakers import other_speaker
from qa.succession import not_the_successor

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
    assert not is_happening("Kopi Dar", text), "a part of a word is no name"
    assert not is_happening("", text)


@pytest.mark.parametrize(
    ("question", "sentence", "value", "kind", "opposite"),
    [
        ("Berapa usia maksimal calon PPK?", "Calon berusia paling rendah 17 tahun.", "17", "duration", True),
        ("max age to run for mayor?", "Calon wali kota paling rendah 25 tahun.", "25", "duration", True),
        ("Berapa usia minimal calon PPK?", "Calon berusia paling rendah 17 tahun.", "17", "duration", False),
        ("Berapa usia calon PPK?", "Calon berusia paling rendah 17 tahun.", "17", "duration", False),
        ("Berapa pemilih pindah masuk?", "Pindah masuk 312 orang dan pindah keluar 148 orang.", "148", "number", True),
        ("Berapa pemilih pindah masuk?", "Pindah masuk 312 orang dan pindah keluar 148 orang.", "312", "number", False),
        (
            "Berapa pemilih pindah keluar?",
            "Tercatat 9.417 pemilih masuk dan 2.268 pemilih keluar.",
            "2.268",
            "number",
            False,
        ),
        (
            "How many women are registered?",
            "Terdiri atas 497.318 laki-laki dan 515.168 perempuan.",
            "497.318",
            "number",
            True,
        ),
        (
            "How many women are registered?",
            "Terdiri atas 497.318 laki-laki dan 515.168 perempuan.",
            "515.168",
            "number",
            False,
        ),
        ("Berapa suara sah?", "Hasilnya 321 suara sah dan 16 suara tidak sah.", "16", "number", True),
        ("Berapa pemilih keluar?", "Pemilih masuk tercatat 312 orang.", "312", "number", False),
    ],
)
def test_a_value_of_the_opposite_is_none(question: str, sentence: str, value: str, kind: str, opposite: bool) -> None:
    start = sentence.index(value)
    assert of_the_opposite(understand(question), sentence, (start, start + len(value)), kind) is opposite


@pytest.mark.parametrize(
    ("question", "other"),
    [
        ("Berapa peserta zoom Sawala Pemilu seri pertama?", True),
        ("How many joined the first series of Sawala Pemilu?", True),
        ("Berapa peserta zoom Sawala Pemilu seri kedua?", False),
        ("Berapa peserta zoom Sawala Pemilu setelah seri pertama?", False),
        ("Berapa peserta zoom Sawala Pemilu triwulan I?", False),
        ("Berapa peserta zoom Sawala Pemilu?", False),
    ],
)
def test_a_value_of_another_part_of_a_series_is_none(question: str, other: bool) -> None:
    sentence = "“Pada seri kedua kemarin yang masuk zoom hanya 96 orang”, ujar Dadan."
    start = sentence.index("96")
    assert of_another_part(understand(question), sentence, (start, start + len("96 orang"))) is other


def test_a_value_before_the_other_part_or_behind_a_stop_is_left_alone() -> None:
    asked = understand("Berapa peserta zoom Sawala Pemilu seri pertama?")
    for sentence in ("Diikuti 96 orang, lebih banyak dari seri kedua.", "Seri kedua menyusul; yang hadir 96 orang."):
        start = sentence.index("96")
        assert not of_another_part(asked, sentence, (start, start + 2))


@pytest.mark.parametrize(
    ("unit", "text", "other"),
    [
        ("kursi", "23.208.654 suara", True),
        ("seats", "23.208.654 suara", True),
        ("kursi", "12 kursi", False),
        ("kursi", "12 dari 45", False),
        ("orang", "12 suara", False),
        (None, "12 suara", False),
    ],
)
def test_votes_are_no_seats(unit: str | None, text: str, other: bool) -> None:
    assert other_thing(unit, text, len(text.split()[0])) is other


@pytest.mark.parametrize(
    ("question", "other"),
    [
        ("Apa saran Ahmad Kholil untuk mencegah masalah KPPS?", True),
        ("What did Ahmad Kholil recommend?", True),
        ("Apa saran Siti Ulfaati untuk mencegah masalah KPPS?", False),
        ("Apa saran Ulfaati?", False),
        ("Apa saran Budi Utomo?", False),
        ("Siapa Ahmad Kholil?", False),
    ],
)
def test_whose_words_are_asked_for(question: str, other: bool) -> None:
    said = "Untuk itu, Siti Ulfaati menyarankan komunikasi yang baik."
    text = f"Pemantik diskusi adalah Ahmad Kholil, anggota KPU Kudus. {said}"
    assert other_speaker(question, text, (len(text) - len(said), len(text))) is other


@pytest.mark.parametrize(
    ("before", "other"),
    [
        ("Siti Ulfaati mengatakan honor sudah cair. ", True),
        ("Siti Ulfaati mengatakan honor sudah cair. Ia hadir bersama staf. ", True),
        ("Siti Ulfaati mengatakan honor sudah cair. Ahmad Kholil hadir juga. ", False),
        ("Siti Ulfaati mengatakan honor sudah cair. Sekretaris mengatakan belum. ", False),
        ("Rahmat Hidayat hadir. ", False),
        ("", False),
    ],
)
def test_who_goes_on_speaking_is_whom_a_sentence_before_lets_speak(before: str, other: bool) -> None:
    said = "“Jam kerja dari jam 8 sampai jam 4,” ungkapnya."
    text = f"Pemantik diskusi adalah Ahmad Kholil, anggota KPU Kudus. {before}{said}"
    question = "Apa kata Ahmad Kholil tentang jam kerja?"
    assert other_speaker(question, text, (len(text) - len(said), len(text))) is other


@pytest.mark.parametrize(
    ("question", "name", "wrong"),
    [
        ("Siapa yang menggantikan Afifuddin sebagai ketua KPU RI?", "Hasyim", True),
        ("Who replaced Afifuddin as chair?", "Hasyim", True),
        ("Siapa yang menggantikan Hasyim Asy'ari?", "Afifuddin", False),
        ("Siapa ketua KPU RI sebelum Hasyim Asy'ari?", "Afifuddin", True),
        ("Siapa ketua KPU RI sebelum Afifuddin?", "Hasyim", False),
        ("Siapa yang digantikan Afifuddin?", "Hasyim", False),
    ],
)
def test_who_came_after_whom(question: str, name: str, wrong: bool) -> None:
    sentence = "Afifuddin menggantikan Hasyim Asy'ari sampai ada ketua definitif."
    start = sentence.index(name)
    assert not_the_successor(understand(question), sentence, (start, start + len(name))) is wrong


def test_a_post_in_a_list_is_not_that_of_the_person_before_it() -> None:
    sentence = "Hadir Ketua Wilhelmus Lose, Sekretaris, pejabat fungsional dan operator."
    start = sentence.index("Wilhelmus")
    person = (start, start + len("Wilhelmus Lose"))
    assert holds(frozenset({"ketua"}), sentence, [person], person) == 1.0
    assert holds(frozenset({"sekretaris"}), sentence, [person], person) < 1.0


@pytest.mark.parametrize(
    ("question", "elsewhere"),
    [
        ("Siapa pembicara dari KPU Demak?", True),
        ("siapa pembicara dari kpu demak di webinar?", True),
        ("Who was the speaker from KPU Demak?", True),
        ("Siapa pembicara dari KPU Kudus?", False),
        ("Siapa pemantik diskusi di KPU Demak?", False),
    ],
)
def test_who_is_of_another_office_is_nobody_from_this_one(question: str, elsewhere: bool) -> None:
    sentence = "Pemantik diskusi adalah Ahmad Kholil anggota KPU Kabupaten Kudus Divisi Sosdiklih."
    start = sentence.index("Ahmad")
    assert from_elsewhere(understand(question), sentence, (start, start + len("Ahmad Kholil"))) is elsewhere


@pytest.mark.parametrize(
    ("question", "text", "share"),
    [
        ("Siapa ketua KPU Jawa Tengah?", "KPU Kudus menggelar rapat.", 0.0),
        ("Siapa ketua KPU Kudus?", "KPU Jawa Tengah menggelar rapat.", 1.0),
        ("Berapa pemilih di Kabupaten Sorong?", "KPU Kota Sorong. SORONG – Rapat di Sorong.", 1.0),
        ("Berapa pemilih di Kota Sorong?", "Rapat di Sorong.", 0.0),
        ("Siapa ketua KPU Kota Kediri?", "Rapat KPU Kabupaten Kediri.", 1.0),
        ("Siapa yang menetapkan Gubernur Yogyakarta?", "Gubernur DIY ditetapkan.", 0.0),
    ],
)
def test_a_region_is_named_by_itself_or_by_a_part_of_it(question: str, text: str, share: float) -> None:
    article = Article(id="rapat", source="rapat.md", title="Rapat", text=text)
    assert missing_regions(understand(question), article) == share


def test_a_part_of_a_province_is_not_elsewhere() -> None:
    assert not elsewhere(understand("Berapa pemilih Jawa Tengah?"), "Pemilih di Kudus 5.")
    assert elsewhere(understand("Berapa pemilih Demak?"), "Pemilih di Kudus 5.")
