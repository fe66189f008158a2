"""Turn an Indonesian question into a rough English one, word by word, to train on. Knows nothing of the network.

Function and question words go by a hand-written table, content words to their nearest English headwords in the
encoder's space, by cosine corrected for hubs (CSLS, Conneau et al. 2018).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random

import numpy as np
from numpy.typing import NDArray

HEADWORDS = 12_000
_NEAREST = 3
_MIN_COSINE = 0.55
_SPREAD = 0.1
_NEIGHBOURS = 10

# Longest match first; alternatives are drawn at random; an empty one drops the word.
_PHRASES: dict[tuple[str, ...], tuple[str, ...]] = {
    ("di", "mana"): ("where",),
    ("di", "manakah"): ("where",),
    ("ke", "mana"): ("where to", "where"),
    ("dari", "mana"): ("where from", "from where"),
    ("dari", "manakah"): ("where from", "from where"),
    ("yang", "mana"): ("which",),
    ("mana", "yang"): ("which",),
    ("pada", "tahun", "berapa"): ("in what year", "what year", "when"),
    ("tahun", "berapa"): ("what year", "in which year", "when"),
    ("tahun", "berapakah"): ("what year", "in which year"),
    ("tanggal", "berapa"): ("what date", "on what day", "when"),
    ("abad", "berapa"): ("what century", "which century"),
    ("jam", "berapa"): ("what time",),
    ("berapa", "lama"): ("how long",),
    ("berapa", "banyak"): ("how many", "how much"),
    ("berapa", "jumlah"): ("how many", "what number of", "what is the number of"),
    ("berapakah", "jumlah"): ("how many", "what is the number of"),
    ("berapa", "luas"): ("how large", "what is the area of"),
    ("berapakah", "luas"): ("how large", "what is the area of"),
    ("berapa", "tinggi"): ("how tall", "how high"),
    ("berapa", "panjang"): ("how long",),
    ("berapa", "jauh"): ("how far",),
    ("berapa", "usia"): ("how old", "what age"),
    ("berapa", "umur"): ("how old", "what age"),
    ("siapa", "nama"): ("who", "what is the name of"),
    ("siapakah", "nama"): ("who", "what is the name of"),
    ("apa", "nama"): ("what", "what is the name of", "what is the name"),
    ("apakah", "nama"): ("what is the name of",),
    ("apa", "itu"): ("what is",),
    ("apa", "saja"): ("what", "which"),
    ("apa", "yang"): ("what",),
    ("siapa", "yang"): ("who",),
    ("siapakah", "yang"): ("who",),
    ("untuk", "apa"): ("what for", "for what"),
    ("oleh", "siapa"): ("by whom", "who by"),
    ("kapan",): ("when", "when did", "when was"),
    ("kapankah",): ("when", "when did", "when was"),
    ("siapa",): ("who", "whom"),
    ("siapakah",): ("who", "who is", "who was"),
    ("dimana",): ("where",),
    ("dimanakah",): ("where",),
    ("kemana",): ("where",),
    ("mana",): ("which", "where"),
    ("manakah",): ("which",),
    ("berapa",): ("how many", "how much", "what"),
    ("berapakah",): ("how many", "how much", "what is"),
    ("apa",): ("what", "which"),
    ("apakah",): ("what", "what is", "which"),
    ("bagaimana",): ("how", "how did"),
    ("bagaimanakah",): ("how",),
    ("mengapa",): ("why", "why did"),
    ("kenapa",): ("why",),
    ("yang",): ("that", "which", "who", ""),
    ("di",): ("in", "at"),
    ("ke",): ("to",),
    ("dari",): ("from", "of"),
    ("pada",): ("on", "in", "at"),
    ("dan",): ("and",),
    ("atau",): ("or",),
    ("dengan",): ("with",),
    ("untuk",): ("for", "to"),
    ("dalam",): ("in", "within"),
    ("oleh",): ("by",),
    ("sebagai",): ("as",),
    ("adalah",): ("is", "was", "are"),
    ("ialah",): ("is",),
    ("itu",): ("the", "that", ""),
    ("ini",): ("this", ""),
    ("tersebut",): ("the", ""),
    ("tidak",): ("not", "did not", "doesn"),
    ("bukan",): ("not",),
    ("telah",): ("has", "had", ""),
    ("sudah",): ("has", "already"),
    ("akan",): ("will",),
    ("dapat",): ("can", "could"),
    ("bisa",): ("can",),
    ("ada",): ("there", "are there", "is there"),
    ("seorang",): ("a",),
    ("sebuah",): ("a",),
    ("suatu",): ("a",),
    ("para",): ("the", ""),
    ("ia",): ("he", "she", "it"),
    ("dia",): ("he", "she"),
    ("mereka",): ("they", "their"),
    ("nya",): ("its", "his", ""),
    ("saat",): ("when", "during"),
    ("ketika",): ("when",),
    ("selama",): ("during", "for"),
    ("setelah",): ("after",),
    ("sesudah",): ("after",),
    ("sebelum",): ("before",),
    ("antara",): ("between",),
    ("tentang",): ("about",),
    ("terhadap",): ("against", "toward"),
    ("hingga",): ("until", "to"),
    ("sampai",): ("until", "to"),
    ("sejak",): ("since",),
    ("paling",): ("most",),
    ("lebih",): ("more",),
    ("saja",): ("only", ""),
    ("lahir",): ("born", "was born"),
    ("dilahirkan",): ("born",),
    ("ibukota",): ("capital", "the capital of"),
    ("ibu", "kota"): ("capital",),
    ("didirikan",): ("founded", "established"),
    ("pendiri",): ("founder", "founder of", "founded"),
    ("penemu",): ("inventor", "discovered", "inventor of"),
    ("penulis",): ("author", "writer", "wrote"),
}
_EXTRAS = ("the", "the", "of", "did", "was", "is", "a", "were", "does", "to")


class Swapper:
    """Swaps words for English ones; `vectors` gives unit rows for lower-cased words."""

    def __init__(
        self, words: Sequence[str], headwords: Sequence[str], vectors: Callable[[Sequence[str]], NDArray[np.float32]]
    ) -> None:
        known = sorted({word for word in words if word.isalpha() and len(word) > 2})
        self._near = _nearest(known, headwords, vectors(known), vectors(headwords))

    def swap(self, question: Sequence[str], random: Random) -> list[str]:
        """An English-like order of English words and the words that have no counterpart (mostly names)."""
        out: list[str] = []
        at = 0
        while at < len(question):
            used, replaced = self._replace(question, at, random)
            out.extend(replaced)
            at += used
        for _ in range(random.randrange(3)):
            out.insert(random.randrange(1, len(out) + 1) if out else 0, random.choice(_EXTRAS))
        if len(out) > 4 and random.random() < 0.5:
            at = random.randrange(1, len(out) - 1)
            out[at], out[at + 1] = out[at + 1], out[at]
        return out

    def _replace(self, question: Sequence[str], at: int, random: Random) -> tuple[int, list[str]]:
        for size in (3, 2, 1):
            phrases = _PHRASES.get(tuple(question[at : at + size]))
            if phrases and at + size <= len(question):
                return size, random.choice(phrases).split()
        near = self._near.get(question[at], ())
        if near and random.random() < 0.95:
            return 1, [near[min(int(random.expovariate(1.2)), len(near) - 1)]]
        return 1, [question[at]]

    def english(self) -> set[str]:
        """Every word that a swap may bring in."""
        table = {word for choices in _PHRASES.values() for choice in choices for word in choice.split()}
        return table | set(_EXTRAS) | {word for near in self._near.values() for word in near}


def headwords() -> list[str]:
    """Frequent English words, most frequent first."""
    from wordfreq import top_n_list

    return [word for word in top_n_list("en", HEADWORDS) if word.isalpha() and word.isascii() and len(word) > 2]


def _nearest(
    words: Sequence[str], heads: Sequence[str], left: NDArray[np.float32], right: NDArray[np.float32]
) -> dict[str, tuple[str, ...]]:
    hub = np.concatenate(
        [np.sort(right[at : at + 1000] @ left.T, axis=1)[:, -_NEIGHBOURS:].mean(1) for at in range(0, len(heads), 1000)]
    )
    near: dict[str, tuple[str, ...]] = {}
    for at in range(0, len(words), 1000):
        cosine = left[at : at + 1000] @ right.T
        corrected = 2 * cosine - hub
        best = np.argsort(-corrected, axis=1, kind="stable")[:, :_NEAREST]
        for row, columns in enumerate(best):
            least = max(_MIN_COSINE, cosine[row, columns[0]] - _SPREAD)
            chosen = [heads[c] for c in columns if cosine[row, c] >= least]
            if chosen:
                near[words[at + row]] = tuple(chosen)
    return near
