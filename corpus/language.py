"""Which language a text is in: Indonesian, English or another. Knows only the commonest words of each.

By function words, the oldest method there is (Ingle 1976; Dunning 1994 compares it): it needs no model, and a text in
any third language has few of either list.
"""

from __future__ import annotations

import re

_INDONESIAN = """yang dan di ke dari untuk dengan pada ini itu adalah dalam tidak akan oleh telah sudah juga atau
    sebagai karena bahwa para serta dapat bisa ada saat tahun harus lebih kepada secara antara hingga maka agar kami
    kita mereka ia dia anda saya bagi belum masih hanya setelah sebelum namun tetapi jika bila kapan siapa apa berapa
    mana bagaimana mengapa kenapa dimana tersebut menjadi seperti sehingga terhadap atas jadi lagi bukan jumlah
    kabupaten kota pemilu pemilihan pemilih calon ketua"""
_ENGLISH = """the of and to in is was for on that with as by at from it are be this which or an were has have had not
    but they his her its their who what when where why how many much did does do will would can could after before
    into than then there been if about between during under over said also a i you we he she"""
_WORDS = {"id": frozenset(_INDONESIAN.split()), "en": frozenset(_ENGLISH.split())}
_WORD = re.compile(r"[^\W\d_]+")
LEAST_SHARE = 0.12  # of the words: running text has a third or more, another language hardly any
FEW_WORDS = 8
SAMPLE = 4000  # characters that are looked at


def detect(text: str, default: str = "id") -> str:
    """ "id", "en", or "other" for a text that is clearly in neither; `default` when there are too few words to tell."""
    found = [word.casefold() for word in _WORD.findall(text[:SAMPLE])]
    counts = {code: sum(word in words for word in found) for code, words in _WORDS.items()}
    best = max(counts, key=lambda code: (counts[code], code == default))
    if counts[best] > 0 and (counts[best] >= LEAST_SHARE * len(found) or len(found) < FEW_WORDS):
        return best
    return default if len(found) < FEW_WORDS else "other"
