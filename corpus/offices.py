"""Which election office speaks: KPU RI, a province's, a regency's or a city's. Knows their names and web hosts."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

from corpus.places import MOST_TOKENS, Place, by_key, find_places, key_of, narrow

NATIONAL = "KPU RI"
_KPU = (
    r"(?:KPUD?|K\.P\.U\.|KIP|Komisi\s+Pemilihan\s+Umum(?:\s+\(KPU\))?|Komisi\s+Independen\s+Pemilihan(?:\s+\(KIP\))?)"
)
_NATIONAL = re.compile(rf"(?<!\w){_KPU}\s+(?:RI|R\.I\.|Republik\s+Indonesia|Pusat)(?!\w)", re.IGNORECASE)
_OFFICE = re.compile(
    rf"(?<![\w#@]){_KPU}\s+(?:(?P<kind>Provinsi|Propinsi|Prov\.?|Kabupaten|Kab\.?|Kota)\s+)?(?=(?P<rest>[A-Z].{{0,60}}))",
    re.IGNORECASE,
)
_ANY_KPU = re.compile(rf"(?<!\w){_KPU}(?!\w)")
_SPEAKS = re.compile(r"kpu|(?<!\w)kip(?!\w)|komisi\s+(?:independen\s+)?pemilihan", re.IGNORECASE)
_HASHTAG = re.compile(r"#kpu(?P<name>[a-z_]{3,40})", re.IGNORECASE)
_HOST = re.compile(
    r"(?<![\w.@-])(?:www\.)?[a-z0-9-]{0,40}kpud?[a-z0-9.-]{0,60}\.go\.id|(?<![\w.@-])[a-z0-9-]{1,40}\.kpu\.go\.id"
)
_DATELINE = re.compile(r"\A\s*(?P<place>[A-Z][A-Za-z .]{2,40}?)\s?(?:[,(–—:-]|-)\s?")
_HOST_KINDS = (
    ("kabupaten", re.compile(r"^kab(?:upaten)?-?|-?kab(?:upaten)?$")),
    ("kota", re.compile(r"^kota-?(?!waringin|baru|mobagu)|-?kota$")),
    ("provinsi", re.compile(r"^prov(?:insi)?-?|-?prov(?:insi)?$")),
)
_KINDS = {"prov": "provinsi", "prop": "provinsi", "kab": "kabupaten", "kabu": "kabupaten", "kota": "kota"}
HEAD = 200  # characters at the start of a text in which it may name its own web host


def find_office(text: str, title: str = "", host: str = "") -> str | None:
    """The office that publishes a page, or None when nothing tells.

    By, in this order: the web host it was read from; a host that its dateline names; its hashtags; the place of its
    dateline; the office most often named in title and text, the smaller before the larger; "KPU RI" where only that
    is named or an unnamed KPU speaks from Jakarta.
    """
    if found := office_of_host(host):
        return found
    if not _SPEAKS.search(text) and not _SPEAKS.search(title):
        return None
    named_host = _HOST.search(text[:HEAD].lower())
    if named_host and (found := office_of_host(named_host[0])):
        return found
    named = _named_offices(f"{title}\n{text}")
    in_title = list(_named_offices(title))
    for tag in _HASHTAG.finditer(text):
        if found := _resolve(_split_kind(tag["name"].lower().strip("_")), named):
            return found
    dated = _by_dateline(text, named)
    if dated and not named[dated] and len(in_title) == 1:
        return in_title[0]
    return dated or _by_count(named, text)


def office_of_host(host: str) -> str | None:
    """The office behind a web host such as "kab-kudus.kpu.go.id", "kpu-kedirikab.go.id" or "www.kpu.go.id"."""
    name = host.lower().split("/")[0].split(":")[0].removeprefix("www.").rstrip(".")
    if name == "kpu.go.id":
        return NATIONAL
    if "kpu" not in name or not name.endswith(".go.id"):
        return None
    for label in reversed(name.removesuffix(".go.id").split(".")):
        core = re.sub(r"^kpud?-?|-?kpud?$", "", label)
        if core and (found := _resolve(_split_kind(core), Counter())):
            return found
    return None


def is_office_name(text: str) -> bool:
    """Whether `text` is no more than an office's name, as the titles of some sites are."""
    words = re.sub(r"^(?:(?:website|situs|portal|laman)\s)?(?:(?:resmi|web)\s)?", "", text.strip(), flags=re.IGNORECASE)
    found = _OFFICE.match(words)
    if not found:
        return _NATIONAL.fullmatch(words) is not None
    return bool(by_key(key_of(found["rest"])))


def office_name(place: Place) -> str:
    """How the office of a place is called: "KPU Kota Salatiga", "KPU Provinsi Jawa Tengah"."""
    return f"KPU Provinsi {place.name}" if place.kind == "provinsi" else f"KPU {place.title}"


def _split_kind(core: str) -> tuple[str, str | None]:
    for kind, mark in _HOST_KINDS:
        bare = mark.sub("", core)
        if bare and bare != core:
            return key_of(bare), kind
    return key_of(core), None


def _resolve(wanted: tuple[str, str | None], named: Counter[str]) -> str | None:
    """The one office that a name stands for: by its kind, by what the text names elsewhere, or alone."""
    key, kind = wanted
    places = narrow(by_key(key), kind)
    if len(places) > 1:
        places = tuple(place for place in places if named[office_name(place)]) or places
    # A bare "Jambi" or "Gorontalo" in a host or tag is the province's office, which has no other way to be written.
    if len(places) > 1 and kind is None:
        places = tuple(place for place in places if place.kind == "provinsi") or places
    return office_name(places[0]) if len(places) == 1 else None


def _named_offices(text: str) -> Counter[str]:
    """How often each office is named; a name without its kind counts for the place that the text makes clear."""
    clear: Counter[str] = Counter()
    unclear: list[tuple[Place, ...]] = []
    for match in _OFFICE.finditer(text):
        places = _place_after(match["rest"])
        if not places:
            continue
        word = (match["kind"] or "").lower().rstrip(".")
        places = narrow(places, next((_KINDS[start] for start in _KINDS if word.startswith(start)), None))
        if len(places) == 1:
            clear[office_name(places[0])] += 1
        else:
            unclear.append(places)
    elsewhere = {place.title for span in find_places(text) if len(span.places) == 1 for place in span.places}
    for places in unclear:
        likely = [p for p in places if clear[office_name(p)]] or [p for p in places if p.title in elsewhere]
        if len(likely) == 1:
            clear[office_name(likely[0])] += 1
    return clear


@lru_cache(maxsize=4096)
def _place_after(rest: str) -> tuple[Place, ...]:
    words = re.findall(r"[^\W\d_]+", rest.split("\n")[0].split(",")[0])[:MOST_TOKENS]
    for count in range(len(words), 0, -1):
        if words[0][:1].isupper() and (places := by_key(key_of("".join(words[:count])))):
            return places
    return ()


def _by_dateline(text: str, named: Counter[str]) -> str | None:
    found = _DATELINE.match(text)
    if not found or not _ANY_KPU.search(text):
        return None
    office = _resolve((key_of(found["place"]), None), named)
    if office and office.endswith(" DKI Jakarta") and not named[office]:
        return NATIONAL
    return office


def _by_count(named: Counter[str], text: str) -> str | None:
    if not named:
        return NATIONAL if _NATIONAL.search(text) else None
    local = {office: count for office, count in named.items() if not office.startswith("KPU Provinsi ")}
    best = local or named
    order = {office: rank for rank, office in enumerate(named)}
    return min(best, key=lambda office: (-best[office], order[office]))
