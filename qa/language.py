"""In which language somebody asks. Knows function words and scripts; knows nothing of what is asked.

A question is short, so the vote is of function words, not of letter statistics; a tie goes to the corpus's language.
"""

from __future__ import annotations

import re

CORPUS_LANGUAGE = "id"
UNKNOWN = "und"

_WORDS: dict[str, frozenset[str]] = {
    "id": frozenset(
        ["yang", "dan", "di", "ke", "dari", "pada", "untuk", "dengan", "adalah", "apa", "apakah", "siapa", "siapakah", "kapan", "kapankah", "berapa", "berapakah", "mana", "manakah", "dimana", "dimanakah", "mengapa", "kenapa", "bagaimana", "bagaimanakah", "itu", "ini", "tidak", "oleh", "dalam", "sebutkan", "jelaskan", "jam", "pukul", "tanggal", "tahun", "bulan", "hari", "nomor", "jumlah", "banyak", "ada", "akan", "telah", "sudah", "belum", "saja", "para", "tentang", "sebelum", "sesudah", "setelah", "sejak", "sampai", "hingga", "per", "juga", "atau", "kalau", "nama", "acara", "kegiatan", "tempat", "ketua", "anggota", "pemilu", "pemilih", "peraturan", "kepanjangan", "singkatan", "tersebut", "dilaksanakan", "diselenggarakan", "brp", "kpn", "gmn", "dmn", "knp", "yg", "dgn", "utk", "dong", "sih", "nya", "tgl", "thn", "jml", "tolong", "mohon"]
    ),
    "en": frozenset(
        ["the", "a", "an", "of", "and", "in", "to", "is", "are", "was", "were", "be", "been", "what", "who", "whom", "whose", "when", "where", "why", "how", "which", "did", "does", "do", "for", "by", "on", "at", "from", "with", "as", "that", "this", "it", "its", "there", "many", "much", "not", "or", "about", "according", "before", "after", "until", "since", "name", "list", "tell", "me", "has", "have", "had", "will", "would", "can", "could", "should", "during", "between", "stand", "stands", "mean", "means", "please", "s"]
    ),
    "jv": frozenset(
        ["sapa", "sinten", "ing", "ngendi", "pira", "pinten", "opo", "iku", "niku", "sing", "lan", "marang", "kanggo", "piye", "pripun", "kepriye", "nalika", "dina", "jenenge", "kena", "wonten", "menika", "punika", "saking", "kaliyan", "dening", "ora", "mboten", "taun", "wektu", "ana", "diadani", "digelar", "kang", "ning", "neng"]
    ),
    "su": frozenset(
        ["saha", "iraha", "sabaraha", "naon", "kumaha", "naha", "anu", "jeung", "ti", "ka", "teh", "nu", "ieu", "eta", "henteu", "teu", "dina", "ayeuna", "pikeun", "kunaon", "tempatna", "dimana", "ngaranna", "lumangsungna", "taun", "ku"]
    ),
    "de": frozenset(
        ["der", "die", "das", "und", "ist", "sind", "war", "wer", "wann", "wo", "wie", "warum", "welche", "welcher", "von", "zu", "mit", "für", "nicht", "ein", "eine", "wurde"]
    ),
    "fr": frozenset(
        ["le", "la", "les", "et", "est", "sont", "qui", "quand", "où", "comment", "pourquoi", "quel", "quelle", "combien", "de", "du", "des", "une", "dans", "pour"]
    ),
    "es": frozenset(
        ["el", "la", "los", "las", "y", "es", "son", "quién", "cuándo", "dónde", "cómo", "qué", "cuál", "cuántos", "de", "del", "una", "en", "para", "por", "fue"]
    ),
    "nl": frozenset(["de", "het", "een", "en", "is", "zijn", "wie", "wanneer", "waar", "hoe", "waarom", "welke", "van", "voor", "met", "niet", "hoeveel", "werd"]),
    "pt": frozenset(["o", "a", "os", "as", "e", "é", "são", "quem", "quando", "onde", "como", "por", "que", "qual", "quantos", "de", "do", "da", "uma", "em", "para", "foi"]),
}
_SCRIPTS = (
    ("ja", re.compile(r"[\u3040-\u30ff]")),
    ("ko", re.compile(r"[\uac00-\ud7af]")),
    ("zh", re.compile(r"[\u4e00-\u9fff]")),
    ("ar", re.compile(r"[\u0600-\u06ff]")),
    ("ru", re.compile(r"[\u0400-\u04ff]")),
    ("th", re.compile(r"[\u0e00-\u0e7f]")),
    ("hi", re.compile(r"[\u0900-\u097f]")),
)
_SHOWN_IN = {"id": "id", "jv": "id", "su": "id", "ms": "id"}
# The regional languages share most of their words with Indonesian, so theirs must win clearly to count.
_ORDER = ("id", "en", "jv", "su", "de", "fr", "es", "nl", "pt")


def detect(text: str) -> str:
    """The language code of a question: "id", "en", "jv", "su", another two-letter code, or "und" if nothing is known."""
    for code, script in _SCRIPTS:
        if script.search(text):
            return code
    tokens = re.findall(r"[^\W\d_]+", text.lower())
    votes = {code: sum(token in _WORDS[code] for token in tokens) for code in _ORDER}
    best = max(_ORDER, key=lambda code: (votes[code], -_ORDER.index(code)))
    return best if votes[best] else CORPUS_LANGUAGE


def shown_in(language: str) -> str:
    """The language an answer is framed in, "id" or "en", for a question in `language`."""
    return _SHOWN_IN.get(language, "en")
