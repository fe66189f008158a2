"""Where: the regions that a question and an article name, and the smaller places in them. Knows near misses.

Each check gives the share of what was asked that is missing, 0 to 1, or says that a sentence speaks of another place.
"""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from functools import lru_cache

from corpus.article import Article
from corpus.places import Place, PlaceSpan, find_places
from index.words import words
from qa.constraints import spoken_words, whole
from qa.names import with_capitals
from qa.question import Query

_NAME = r"[A-ZÀ-Þ][\w'’-]*(?: [A-ZÀ-Þ][\w'’-]*){0,2}"
# A place smaller than a regency, of which there is no list, is known by what stands before or, in English, after it.
_SMALL_PLACE = re.compile(
    r"\b(?i:kecamatan|kec\.|distrik|desa|kelurahan|kel\.|kampung|nagari|gampong|dusun|pulau|camat|lurah|kades) "
    rf"({_NAME})|({_NAME}) (?:(?:sub-?)?district|village|island|hamlet)\b"
)
_DIRECTIONS = frozenset(
    (
        *("utara", "selatan", "barat", "timur", "tengah", "tenggara", "dalam", "luar"),
        *("kota", "baru", "lama", "hulu", "hilir", "raya"),
    )
)


@lru_cache(maxsize=4096)
def regions_of(text: str) -> tuple[PlaceSpan, ...]:
    """The provinces, regencies and cities that a text names; a text without any capital is read as if it had them."""
    return tuple(find_places(with_capitals(text)))


def missing_regions(query: Query, article: Article) -> float:
    """The share of the question's regions that the article does not name; naming a part names its province."""
    asked = regions_of(query.search)
    if not asked:
        return 0.0
    told = _named(regions_of(whole(article)))
    return sum(not any(place.code in told for place in span.places) for span in asked) / len(asked)


def _named(spans: Sequence[PlaceSpan]) -> frozenset[str]:
    """The codes of the regions that a text names, and of the provinces of these.

    "Sorong" in a page that names the city elsewhere is the city.
    """
    certain = {span.places[0].code for span in spans if len(span.places) == 1}
    meant = [place for span in spans for place in _meant(span, certain)]
    return frozenset(place.code for place in meant) | frozenset(place.province for place in meant if place.province)


def _meant(span: PlaceSpan, certain: Set[str]) -> list[Place]:
    return [place for place in span.places if place.code in certain] or list(span.places)


def missing_places(query: Query, article: Article) -> float:
    """The share of the smaller places that a question names by their kind ("Distrik Asotipo") of which some own word is
    nowhere in the article."""
    asked = [_own(name or other) for name, other in _SMALL_PLACE.findall(query.core)]
    if not asked:
        return 0.0
    spoken = spoken_words(whole(article))
    return sum(not own <= spoken for own in asked) / len(asked)


def _own(name: str) -> frozenset[str]:
    return frozenset(word.norm for word in words(name)) - _DIRECTIONS


def elsewhere(query: Query, sentence: str) -> bool:
    """Whether a sentence speaks of regions, and of none that was asked for."""
    asked = regions_of(query.search)
    told = regions_of(sentence)
    if not asked or not told:
        return False
    named = _named(told)
    return not any(place.code in named for span in asked for place in span.places)
