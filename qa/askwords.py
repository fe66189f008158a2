"""How people ask: patterns for each kind of answer, and informal spellings. Knows only the words, in two languages."""

from __future__ import annotations

import json
import re
from importlib.resources import files

_SPELLINGS = json.loads(files("qa").joinpath("informal.json").read_text(encoding="utf-8"))
# What is typed in a hurry, and what it stands for. Javanese and Sundanese question words too: they are asked in
# Indonesian surroundings, and everything after this step understands only Indonesian ones.
INFORMAL: dict[str, str] = _SPELLINGS["informal"]
# Question words that a slip of the finger must not hide.
MISSPELT: tuple[str, ...] = tuple(_SPELLINGS["misspelt"])
# What politeness puts before a question: "could you tell me", "mohon info".
POLITE: tuple[str, ...] = tuple(_SPELLINGS["polite"])
# Verbs and nouns that a question needs and an answer does not: that something takes place says little of what it is.
LIGHT: frozenset[str] = frozenset(_SPELLINGS["light"])

_MONEY = "|".join(
    (
        "anggaran|dana|biaya|hibah|harga|(?:di)?gaji",
        r"honor\w*|upah|denda|uang|(?:di|mem)?bayar|santunan|tarif|ongkos|hadiah",
    )
)
_COUNTED_THINGS = (
    "orang|org|banyak|ahli|saksi|pakar|anggota|kali|hari|bulan|tahun|persen|wilayah|daerah|kabupaten|kota|kecamatan|desa"
    "|tps|partai|paslon|pasangan|dokumen|jenis|tahap|lembaga"
)
_ENGLISH_MONEY = "budget|grant|cost|fee|salary|funding|honorari(?:um|a)|pay|wage"
_PLACES = (
    "kota|kabupaten|provinsi|daerah|tempat|lokasi|negara|pulau|kecamatan|desa|kelurahan|benua|ruang|ruangan|gedung"
    "|aula|hotel|jalan"
)
_ENGLISH_PLACES = (
    "city|place|province|regency|district|country|venue|town|region|location|building|hall|room|hotel|street|island"
    "|village"
)
_LAWS = "|".join(
    (
        "peraturan|aturan|beleid|undang-undang|uu|keputusan|putusan|regulasi|pasal|surat",
        "pkpu|perppu|perpres|keppres|permendagri|perbawaslu|perda|perbup|perwali|pergub|qanun",
    )
)
_ENGLISH_LAWS = "regulation|rule|statute|clause|law|decree|decision|ruling|article|pkpu|perppu|perbawaslu"
_WHAT = "arti|maksud|makna|definisi|pengertian|yang|nama|kepanjangan|penyebab|tujuan|itu"
# "Which colour stands for …", "who stands for office": nothing is abbreviated there.
_NO_OTHER_ASKED = r"^(?!.*\b(?:[Ww]ho|[Ww]hich|[Hh]ow|[Ww]hy|[Ww]here)\b)"
# Of several question words of an English question the first one asks: "who spoke when …", "which hall, where …".
_FIRST = r"^(?:(?!\b(?:who|whom|whose|what|which|where|why|how|when)\b).)*"
_BODIES = "office|institution|organi[sz]ation|agency|body|commission"

# The first pattern that matches decides, so the more particular kinds come first.
_PATTERNS: dict[str, tuple[str, ...]] = {
    "expansion": (
        "[Kk]epanjangan(?! tangan)",
        r"singkatan(?:nya)? (?:dari )?(?=[\w-]*[A-Z]{2}|apa\b)|singkatan(?:nya)?(?: dari)?\s?\??$",
        rf"{_NO_OTHER_ASKED}.*\bstands? for",
        "(?:full|long) form",
        r"[Ww]hat is .{1,60}\bshort for",
        r"(?:full|long) (?:\w+ )?name (?:behind|of|for) the (?:abbreviation|acronym)",
        rf"{_NO_OTHER_ASKED}.*\b[Ss]pell(?:ed)? out",
    ),
    "regulation": (
        rf"(?:{_LAWS}|[Pp]erkara|[Kk]asus|[Dd]okumen|SK|sk)\b.*\b(?:ber)?nomor berapa",
        rf"[Nn]omor berapa\b.*\b(?:{_LAWS})\b",
        rf"\bnomor (?:{_LAWS}|perkara|sk)\b.*\bberapa",
        rf"\bnumber of the (?:\w+ ){{0,3}}(?:{_ENGLISH_LAWS}|case)\b",
        rf"(?:{_LAWS})(?: \w+)? (?:nomor )?(?:berapa|apa|mana)(?:kah)?\b",
        "dasar hukum(?:nya)? apa|apa(?:kah)? dasar hukum",
        rf"(?:which|what) (?:\w+ ){{0,2}}(?:{_ENGLISH_LAWS})\b",
        "legal basis",
    ),
    "time": (r"(?:jam|pukul) berapa(?! lama)", "what time|(?:at )?what hours?|opening hours"),
    "duration": (
        "berapa lama",
        "berapa (?:hari|minggu|pekan|bulan|tahun) (?:lama|sebelum|setelah|sesudah|masa)",
        "how long",
        "how many (?:days|weeks|months|years)",
        r"(?<!tutup )\b(?:umur|usia)\b.*\bberapa(?! (?:orang|org)\b)|berapa(?:kah)? (?:\w+ ){0,2}(?:umur|usia)\b",
        r"how old|what (?:\w+ )?age",
    ),
    "date": (
        r"\bkapan(?:kah|pun)?\b",
        r"\b(?:tanggal|tahun|bulan|hari) (?:berapa|apa|ke ?berapa|mana)(?:kah)?\b",
        rf"{_FIRST}\bwhen\b",
        r"(?:what|which) (?:\w+ )?(?:date|day|year|month|week)\b",
        r"what(?: is|'s| was) the (?:\w+ )?date",
    ),
    "percent": (
        r"berapa(?:kah)? (?:\w+ )?(?:persen|persentase)",
        r"(?:persentase|persen)\w* .*berapa",
        r"what (?:is the )?percent|percentage|how many percent",
        "(?:what|which) (?:share|proportion)",
    ),
    "money": (
        rf"berapa(?:kah)? (?:rupiah|(?:total |besar(?:an|nya)? |jumlah |nilai |nominal )*(?:{_MONEY}))",
        # "Hadiahnya berapa?" is money, "yang dapat hadiah berapa orang?" is people; "pidana" and "ruang" are neither.
        rf"\b(?:{_MONEY})(?:nya)?\b.*\bberapa(?!(?: \w+){{0,1}} (?:{_COUNTED_THINGS})\b)"
        rf"(?!.*\b(?:{_COUNTED_THINGS}) ?\??$)",
        "how much (?:money|budget|funding|was|did|does|is|will)",
        rf"(?:what|how (?:big|large)) (?:was|is|were|are) the (?:\w+ ){{0,2}}(?:{_ENGLISH_MONEY})",
    ),
    "number": (
        r"\b(?:se|ke)?berapa(?:kah)?\b",
        "how (?:many|much|often|far|old|big|large|high|tall)",
        r"(?:which|what) (?:number|episode|edition|batch)\b",
        r"(?:what|give) (?:is |was |were )?the (?:total |final )*(?:number|total|count|amount)\b",
        "apa jumlah",
        r"^(?:jumlah|total|banyaknya|perolehan suara)\b",
        r"^(?:the )?(?:total |final )?(?:number|total|count) of\b",
    ),
    "place": (
        r"\b(?:di|ke|dari) ?mana(?:kah)?\b",
        rf"{_FIRST}\bwhere\b",
        rf"(?:{_PLACES}) (?:apa|mana)(?:kah)?\b",
        "apa (?:nama )?(?:tempat|kota|ibu ?kota|lokasi)",
        rf"(?:what|which) (?:{_ENGLISH_PLACES})\b",
    ),
    "person": (
        r"\bsiapa(?:kah)?\b",
        rf"{_FIRST}\bwho(?:m|se|'s)?\b",
        "(?:what|which)(?: is| was)? (?:the )?name of the (?:chair|head|member|secretary|speaker|regent|mayor)",
        r"which (?:[\w.]+ ){0,4}(?:person|official|member|commissioner|speaker|chair|secretary)\b",
    ),
    "reason": (
        r"\b(?:mengapa|kenapa)(?:kah)?\b",
        "apa(?:kah)? (?:yang )?(?:penyebab|alasan|sebab|menyebabkan|membuat)",
        rf"{_FIRST}\bwhy\b",
        "what (?:was |is |were )?(?:the )?(?:reason|cause)|how come",
    ),
    "title": (
        r"\b(?:tema|tajuk|judul|slogan|tagline|moto|motto)(?:nya)?\b",
        r"\b(?:theme|title|slogan|motto|tagline)\b",
    ),
    "definition": (
        "apa(?:kah)? itu|apa yang dimaksud",
        "apa(?:kah)? (?:arti|definisi|pengertian|makna|maksud)",
        r"what does .* mean|what is meant by|\bdefine\b|definition of|meaning of",
    ),
    "list": (
        r"\bsebutkan\b|\bapa[- ]?(?:saja|aja)|\bapa ?2\b|\bmana saja",
        r"^list\b|name (?:the|all|two|three|four|five)",
        r"what are (?:the|some)|which (?:\w+ ){1,3}(?:are|were)\b",
    ),
    "office": (
        r"(?:lembaga|instansi|badan|organisasi|kpu|satker) (?:apa|mana)(?:kah)?\b",
        rf"(?:which|what) (?:\w+ )?(?:{_BODIES})",
    ),
    "manner": (r"\bbagaimana(?:kah)?\b", r"\bhow\b"),
}
PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    # The acronym in "singkatan dari KPU" is told from a long form by its capitals.
    (name, re.compile("|".join(parts), re.NOFLAG if name == "expansion" else re.IGNORECASE))
    for name, parts in _PATTERNS.items()
)


def _any(*parts: str) -> re.Pattern[str]:
    return re.compile("|".join(parts), re.IGNORECASE)


_ALL = (
    r"\b(?:apa|siapa|mana|kapan|di ?mana) ?(?:saja|aja)\b",
    r"\bsebutkan\b|\b(?:siapa(?:kah)?|apa(?:kah)?) para\b|\bpara \w+(?: \w+)? siapa\b",
    r"^list\b|name (?:the|all|two|three|four|five)",
)
ASKS_ALL = _any(*_ALL)
MANY = _any(*_ALL, r"\bwho (?:were|are)\b|which (?:\w+ ){1,3}(?:are|were)\b|what are\b")
YES_NO = _any(
    r"^(?:is|are|was|were|does|do|did|has|have|had|can|could|will|would|should|must)\b",
    r"^(?:adakah|benarkah|bisakah|dapatkah|bolehkah|haruskah)\b",
    # "Apakah" alone also means "what": only a verb or particle after its subject makes it a yes-or-no question.
    rf"^apakah (?:(?!{_WHAT})\w+ ){{1,5}}?(?:akan|sudah|telah|bisa|dapat|boleh|harus|masih|pernah|ikut|termasuk|wajib"
    r"|perlu|tidak|benar|di\w{4,}|me\w{4,}|ber\w{4,})\b",
)
# Who holds an event is an office far more often than a person.
HOST = _any(
    r"\bsiapa(?:kah)? (?:saja )?(?:sih )?yang (?:menyelenggarakan|mengadakan|menggelar|menghelat|menaungi)\b",
    r"\bsiapa(?:kah)? (?:penyelenggara|tuan rumah)\b(?! pemilu)",
    r"^who (?:organi[sz]ed|hosted|staged|convened|put on)\b",
)
# "Before the move, …": when it held, and not what is asked.
PAST_CLAUSE = _any(r"^(?:sebelum|before)\b[^,?]{3,60},\s*")
PAST = _any(
    PAST_CLAUSE.pattern,
    r"\b(?:sebelumnya|semula|awalnya|mulanya|dulu|dahulu|tadinya|mantan|terdahulu)\b",
    r"\b(?:previously|originally|formerly|at first|used to|earlier|former|initially|back then)\b",
)
CLOCK = _any(r"\b(?:jam|pukul|time|hours?|o'clock|a\.m|p\.m)\b")
RANGE = _any(
    r"\b(?:masa|periode|rentang|berlangsung|dari tanggal|sejak kapan sampai|mulai dan selesai)\b",
    r"\b(?:period|from when|between which|what dates|run from|last from)\b",
)
# Which end of a range is asked for. "Kapan pendaftaran dibuka?" asks for neither: one tells both days.
LAST_DAY = _any(
    r"\b(?:sampai|hingga) (?:kapan|tanggal berapa|hari apa|bulan (?:apa|berapa)|tahun berapa)\b",
    r"\b(?:kapan|tanggal berapa|hari apa)\b.{0,80}\b(?:berakhir|ditutup|selesai|usai|paling (?:lambat|telat|akhir))\b",
    r"\b(?:batas (?:akhir|waktu)|hari terakhir|tenggat)\b",
    r"\b(?:until (?:when|what)|by (?:when|what)|deadline|last day)\b",
    r"^(?:when|what day|on what date)\b.{0,80}\b(?:end|ends|ended|close|closes|closed|finish|finishes|over)\b",
)
FIRST_DAY = _any(
    r"\b(?:sejak|mulai|terhitung|dari) (?:kapan|tanggal berapa|hari apa|bulan (?:apa|berapa)|tahun berapa)\b",
    r"\b(?:kapan|tanggal berapa|hari apa)\b.{0,80}\b(?:dimulai|mulai|bermula)\b|\bhari pertama\b",
    r"\b(?:since when|from what date|starting when|first day)\b",
    r"^(?:when|what day|on what date)\b.{0,80}\b(?:start|starts|started|begin|begins|began|commence|commences)\b",
)
# The same of hours: "jam berapa acara dimulai", "what time does it close".
FIRST_END = _any(
    FIRST_DAY.pattern,
    r"\b(?:jam|pukul) berapa\b.{0,80}\b(?:dimulai|mulai|dibuka|buka)\b|\b(?:mulai|sejak|dari) (?:jam|pukul) berapa\b",
    r"\bwhat (?:time|hour)\b.{0,80}\b(?:start|starts|started|begin|begins|began|open|opens|opened)\b",
)
LAST_END = _any(
    LAST_DAY.pattern,
    r"\b(?:jam|pukul) berapa\b.{0,80}\b(?:berakhir|selesai|usai|ditutup|tutup|bubar|rampung)\b",
    r"\b(?:sampai|hingga) (?:jam|pukul) berapa\b",
    r"\bwhat (?:time|hour)\b.{0,80}\b(?:end|ends|ended|close|closes|closed|finish|finishes|finished|over)\b",
    r"\b(?:until|till) what (?:time|hour)\b",
)
FIRST_PLAN = _any(r"\b(?:semula|awalnya|mulanya|originally|at first|initially)\b")
PREDECESSOR = _any(
    r"^(?:sebelum|before) (?P<first>[^,?]{3,60}),",
    r"\b(?:sebelum|mendahului|digantikan(?: oleh)?|pendahulu|before|preced(?:ed|ing)|predecessor(?: of)?|replaced by)"
    r"\s+(?P<who>.+?)[?.]*$",
)
FULL_NAME = _any(r"\bnama (?:lengkap|asli|panjang)", r"\bfull name\b", r"\b(?:gelar|titel|degrees?)\b")
# These stand right before a date, so they are matched against the text that ends there.
AS_OF = _any(
    r"(?:\b(?:per|as of|as at|as (?:known|reported) in|sampai dengan|hingga|s\.?/?d\.?|by"
    r"|(?:menurut|berdasarkan) (?:berita|artikel|data|kabar|informasi|rilis)(?: \w+)?"
    r"|according to (?:\w+ ){0,3}(?:from|of|in))\s+(?:tanggal |bulan |tahun |the )?)$"
)
# "pada tahun 2022", "in July 2023": when something held; but "Pilkada 2020" and "Pemilu tahun 2024" name an event.
PERIOD = _any(
    r"(?:^|\b(?:in|pada|selama|sepanjang|during)\s+|[,;]\s*)"
    r"(?:(?:pertengahan|awal|akhir|early|mid|late|bulan|tahun)[\s-]+)*$"
)
# Who held a post is asked of a time that begins so ("awal 2023") wherever it stands; a target may be for it.
ASKS_WHO = _any(r"\bsiapa(?:kah)?\b", r"\bwho\b")
PART_OF_YEAR = _any(r"^(?:pertengahan|awal|akhir|early|mid|late)\b")
BEFORE_DATE = _any(r"\b(?:sebelum|before|prior to|until)\s+(?:tanggal |bulan |tahun |the )?$")
PRECISION = (
    ("year", _any(r"\btahun (?:berapa|apa|ke ?berapa|mana)|(?:what|which) year")),
    ("month", _any(r"\bbulan (?:apa|berapa)|(?:what|which) month")),
    ("weekday", _any(r"\bhari apa\b|(?:what|which) day of the week|(?:what|which) weekday")),
)
UNIT = _any(
    r"(?:\bberapa(?:kah)?|\bhow many)\s+"
    r"(?:(?:total|jumlah|banyak|besar|angka|nilai|keseluruhan|perolehan|orang|buah|of|the|registered|different|final)\s+)*"
    r"(?P<unit>[^\W\d_]{3,})",
    r"(?:\bjumlah|\bnumber of|\btotal)\s+(?:(?:total|keseluruhan|seluruh|the|all|registered)\s+)*"
    r"(?P<unit2>[^\W\d_]{3,})",
)
