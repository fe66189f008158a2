"""Small closed word lists, Indonesian and English, behind the reader's features. Knows nothing of vectors or texts.

The committed weights were fitted with these lists: changing one calls for `python -m qa.reader.train`.
"""

from __future__ import annotations


def _table(words: str) -> frozenset[str]:
    return frozenset(words.split())


# What a question word asks for. The order is the order of the one-hot question-type feature.
QUESTION_TYPES: dict[str, frozenset[str]] = {
    "when": _table("kapan kapankah bilamana when"),
    "who": _table("siapa siapakah who whom whose whos"),
    "where": _table("dimana dimanakah kemana kemanakah darimana darimanakah mana manakah where which wheres"),
    "count": _table("berapa berapakah seberapa many much how"),
    "what": _table("apa apakah apa-apa apasaja what whats"),
    "why": _table("mengapa mengapakah kenapa why"),
    "manner": _table("bagaimana bagaimanakah gimana how"),
}

# Nouns that narrow a question word down: "tahun berapa", "what year", "jam berapa", "nama".
FOCUS_TYPES: dict[str, frozenset[str]] = {
    "time": _table("tanggal tahun bulan hari abad waktu jam pukul dekade date year month day century time hour decade"),
    "place": _table(
        "kota negara provinsi pulau daerah desa kabupaten kecamatan lokasi tempat letak terletak berada benua "
        "city country province island region village regency district location place located town state"
    ),
    "amount": _table(
        "jumlah banyak luas tinggi panjang lama jauh berat besar usia umur persen jarak suhu "
        "number total area height length long far weight age old percent percentage distance temperature"
    ),
    "name": _table("nama bernama disebut istilah sebutan kepanjangan name named called term"),
}

MONTHS = _table(
    "januari februari pebruari maret april mei juni juli agustus september oktober november nopember desember "
    "january february march may june july august october december jan feb mar apr jun jul agt agu sep sept okt oct "
    "nov nop des dec"
)

WEEKDAYS = _table(
    "senin selasa rabu kamis jumat sabtu minggu ahad monday tuesday wednesday thursday friday saturday sunday"
)

NUMERALS = _table(
    "satu dua tiga empat lima enam tujuh delapan sembilan sepuluh sebelas belas puluh ratus seratus ribu seribu juta "
    "sejuta miliar milyar triliun setengah one two three four five six seven eight nine ten eleven twelve hundred "
    "thousand million billion trillion half"
)

UNITS = _table(
    "km m cm mm kg g ton meter kilometer hektar hektare ha mil kaki persen orang jiwa hari jam menit detik tahun "
    "bulan minggu abad rupiah dolar dollar unit buah ekor"
)

# Words whose full stop ends no sentence.
ABBREVIATIONS = _table("dr drs ir prof kab kec no jl st hal tn ny sdr bpk gub rp s m h k")
