"""What stands around an article on an office's page: share bars, counters, menus, signatures, bylines, date lines.

Knows the genre by its vocabulary, not any one site; says what a line is and leaves what to do about it to
`corpus.page`. Anything that could be a sentence of the article is not furniture.
"""

from __future__ import annotations

import re

from corpus.places import find_places

LONGEST_LINE = 160  # characters; a longer line is text
_NETWORKS = """share shares tweet facebook fb twitter whatsapp whatapps whatsap telegram instagram email e-mail print
    bagikan cetak pdf threads tiktok youtube linkedin pinterest"""
_BESIDE_NETWORKS = """sharing x wa line ig copy link salin tautan ke di on to this via artikel berita ini with post
    kirim simpan dan and or atau like suka follow ikuti us kami save pin it"""
_SHARE_MARKS = frozenset(_NETWORKS.split())
_SHARE_WORDS = _SHARE_MARKS.union(_BESIDE_NETWORKS.split())
_COUNT = r"\d[\d.,]*\s*(?:k|rb)?"
_FURNITURE = re.compile(
    rf"""
    (?:(?:telah|sudah|artikel\sini)\s)*(?:dilihat|dibaca|dikunjungi|viewed|views?|hits?|pembaca|pengunjung|read)
        \s*[:=]?\s*(?:sebanyak\s)?{_COUNT}\s*(?:kali|x|orang|times|views?)?
  | {_COUNT}\s*(?:x|kali)?\s*(?:dilihat|dibaca|views?|hits?|pembaca|komentar|comments?|shares?|likes?|suka|tayangan)
  | (?:(?:suka|likes?|komentar|comments?|dilihat|dibaca|views?|hits?|share[sd]?|unduhan)\s?:?\s?{_COUNT}\s?){{2,4}}
  | selamat\sdatang\sdi\s.{{0,80}}|welcome\sto\s.{{0,80}}
  | (?:tidak\sada|no|belum\sada)\s(?:komentar|comments?)
  | berita\s(?:terkini|terbaru|utama|populer|kpu|terpopuler)|(?:latest|breaking|recent)\s(?:news|posts?)
  | (?:beranda|home|menu|berita|news|artikel|kegiatan|galeri|kontak|profil|search|cari|login|masuk|kembali|back)
  | (?:kembali\ske\s(?:atas|beranda|daftar).*|back\sto\stop|skip\sto\s(?:main\s)?content|langsung\ske\s(?:konten|isi))
  | (?:selengkapnya|baca\sselengkapnya|read\smore|load\smore|lihat\s(?:semua|lainnya)|download|unduh)[\s.…»>]*
  | (?:sebelumnya|berikutnya|selanjutnya|previous|next)(?:\s(?:post|article|artikel|berita))?[\s:«»<>←→]*
  | (?:«|»|←|→|<|>)+.{{0,20}}
  | (?:copyright|hak\scipta|©|\(c\)).*|.{{0,60}}(?:all\srights\sreserved|hak\scipta\sdilindungi).{{0,40}}
  | (?:powered|developed|designed)\sby.{{0,60}}
  | (?:editor|penyunting|redaktur|fotografer)\s?:.{{2,60}}
  | (?:foto|photo|gambar|sumber\sfoto|dok|dokumentasi|ilustrasi)\s?[.:]\s?.{{0,90}}
  | (?:iklan|advertisement|ads|loading[\s.…]*|a\s?[+-]|a-\s?a\s?a\+|ukuran\s(?:font|huruf).*|font\ssize.*)
  | (?:tags?|label|topik|kata\skunci|keywords?)\s*:.{{0,140}}
  | (?:\d{{1,3}}\s)?(?:menit|min(?:utes?)?)\s(?:baca|membaca|read)|waktu\sbaca.{{0,30}}
  | [\W_]+
    """,
    re.IGNORECASE | re.VERBOSE,
)
_CRUMBS = re.compile(
    r"(?:beranda|home|berita|news|artikel|you are here|anda di sini|halaman utama)\s?:?\s?"
    r"(?:[/>»›|→]\s?[^/>»›|→]{1,120}){1,6}"
    r"|[^>»›→.]{2,40}(?:[>»›→]\s?[^>»›→]{1,120}){2,6}",
    re.IGNORECASE,
)
_LETTERHEAD = re.compile(
    r"(?:KOMISI|Komisi) (?:PEMILIHAN|Pemilihan) (?:UMUM|Umum)(?: (?:REPUBLIK INDONESIA|Republik Indonesia|RI))?"
    r"(?:\s(?i:provinsi|kabupaten|kota)\s[\w ]{3,40})?|(?i:jl\.|alamat\s?:)\s?.{5,120}"
    r"|(?i:jalan)\s.{3,60}?(?i:\s(?:no\.?|nomor)\s?\d|\s\d{1,4}[a-z]?(?:,|$)|\btelp|\btelepon|\bkode pos).{0,60}"
)
_REGION_HEAD = re.compile(r"(?:PROVINSI|KABUPATEN|KOTA)(?: [A-Z]+){1,4}")
_RELATED = re.compile(
    r"(?:(?:berita|artikel|baca|post|posts|info)\s(?:terkait|lainnya|lain|juga|serupa|terkini|terbaru|populer|terpopuler)"
    r"|related\s(?:posts?|news|articles?)|(?:you\s)?(?:may|might)\salso\slike|see\salso|lihat\sjuga|komentar|comments?"
    r"|(?:tinggalkan|tulis|beri)\s(?:balasan|komentar)|leave\sa\s(?:reply|comment)|arsip|archives?)\s?:?(?:\s\(?\d+\)?)?",
    re.IGNORECASE,
)
_SEE_ALSO = re.compile(
    r"(?:baca|lihat|simak)\s(?:juga|pula)\s?:\s?.{3,150}|(?:read|see)\salso\s?:\s?.{3,150}", re.IGNORECASE
)
_BYLINE = re.compile(
    r"(?:di(?:tulis|posting|publikasikan|unggah|terbitkan)\soleh|oleh|penulis|pewarta|reporter|author|kontributor|written\sby"
    r"|posted\sby|published\sby|by)(?:\s?:\s?|\s)(?P<name>.{2,100})|(?:laporan|liputan|naskah|teks)\s?:\s?(?P<named>.{2,60})",
    re.IGNORECASE,
)
_ROLE = re.compile(
    r"\s*(?:\(.*|[,;|/]?\s?(?:editor|foto|fotografer|photo|red)\s?:.*|\s(?:pada|on)\s.*\d.*)$", re.IGNORECASE
)
_BY = re.compile(r"^(?:oleh|by|penulis)\s?:?\s", re.IGNORECASE)
_NO_NAME = re.compile(
    r"(?:super\s?)?admin(?:istrator)?\w{0,12}|webmaster|redaksi|humas|hupmas|operator|user|unknown|editor|root",
    re.IGNORECASE,
)
_DESK = re.compile(r"(?:tim\s|bagian\s|staf\s)?(?:humas|hupmas|redaksi)(?!\w)", re.IGNORECASE)
_CATEGORY = re.compile(r"(?:kategori|category|rubrik|posted\sin|filed\sunder)\s?:\s?(?P<name>.{2,60})", re.IGNORECASE)
_SOURCE = re.compile(r"(?:sumber|source|link\sasli|tautan)\s?:\s?(?P<url>https?://\S+)", re.IGNORECASE)
_HASHTAGS = re.compile(r"(?:[#@]\w+[\s,.]*)+")
_SIGNED = (
    r"[\[(](?:[^()\[\]]{0,25}\b(?:hupmas|humas|parmas|hms|redaksi|red|admin|editor|tim|kontributor|rilis|sosdiklih|tekmas)\b"
    r"[^()\[\]]{0,40}|[A-Z]{1,6}(?:[-/&. ]{1,2}[A-Z]{1,6}){0,3}|[a-z]{2,4}(?:[/-][a-z]{2,6}){0,3}|\*+)[\])]\.?"
)
_SIGNATURE = re.compile(_SIGNED, re.IGNORECASE)
_SIGNATURE_AT_END = re.compile(rf"(?<=[.!?”\"'’])\s*{_SIGNED}$")
_LOOSE_SIGNATURE_AT_END = re.compile(
    rf"\s+(?=[\[(][^)\]]*(?:hupmas|humas|redaksi|\bred\b|admin)){_SIGNED}$", re.IGNORECASE
)
_HASHTAGS_AT_END = re.compile(r"(?:\s+#\w+)+\s*$")


def is_furniture(line: str) -> bool:
    """Whether a whole line is a share bar, counter, menu entry, breadcrumb, credit, hashtag list or ornament."""
    if len(line) > LONGEST_LINE:
        return False
    whole = (_FURNITURE, _CRUMBS, _SEE_ALSO, _SIGNATURE, _HASHTAGS)
    return any(pattern.fullmatch(line) for pattern in whole) or _is_share_bar(line)


def is_letterhead(line: str) -> bool:
    """Whether a line is a part of the head of an official letter: the office's name alone, its region, its address."""
    if _REGION_HEAD.fullmatch(line):
        return any(place.end == len(line) for place in find_places(line.title()))
    return _LETTERHEAD.fullmatch(line) is not None


def opens_related(line: str) -> bool:
    """Whether a line is the heading over a list of other articles or of comments."""
    return len(line) <= 40 and _RELATED.fullmatch(line) is not None


def author_of(line: str) -> str | None:
    """The author that a byline names, without office or editor; "" for a byline that names nobody ("admin")."""
    found = _BYLINE.fullmatch(line) if len(line) <= LONGEST_LINE else None
    if not found or (line.rstrip().endswith(".") and len(line.split()) > 8):
        return None
    return clean_author(found["name"] or found["named"]) or ""


def clean_author(name: str) -> str | None:
    """A person's or office's name as an author, or None for "admin" and its like."""
    name = _BY.sub("", _ROLE.sub("", name)).strip(" :|-–,*")
    return None if not name or _NO_NAME.fullmatch(name) or _DESK.match(name) else name


def names_nobody(line: str) -> bool:
    """Whether a line is a byline without a name: "admin", "Super Admin", "Humas"."""
    return _NO_NAME.fullmatch(line) is not None


def category_of(line: str) -> str | None:
    """The category that a line such as "Kategori: Berita" names."""
    found = _CATEGORY.fullmatch(line)
    return found["name"].strip() if found else None


def source_of(line: str) -> str | None:
    """The address that a line such as "Sumber: https://…" names."""
    found = _SOURCE.fullmatch(line)
    return found["url"].rstrip(".,)") if found else None


def without_signature(text: str) -> str:
    """`text` without the hashtags and the "(hupmas)" or "(NA-BINT)" that sign it at its end."""
    while True:
        shorter = text
        for pattern in (_HASHTAGS_AT_END, _SIGNATURE_AT_END, _LOOSE_SIGNATURE_AT_END):
            shorter = pattern.sub("", shorter.rstrip())
        if shorter == text:
            return text
        text = shorter


def _is_share_bar(line: str) -> bool:
    words = re.findall(r"[\w-]+", line.lower())
    return 0 < len(words) <= 14 and set(words) <= _SHARE_WORDS and not _SHARE_MARKS.isdisjoint(words)
