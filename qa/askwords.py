"""How people ask: patterns for each kind of answer, and informal spellings. Knows only the words, in two languages."""

from __future__ import annotations

import re

# What is typed in a hurry, and what it stands for. Javanese and Sundanese question words too: they are asked in
# Indonesian surroundings, and everything after this step understands only Indonesian ones.
INFORMAL: dict[str, str] = {
    "kpn": "kapan", "kpan": "kapan", "iraha": "kapan", "brp": "berapa", "brapa": "berapa", "pira": "berapa", "pinten": "berapa",
    "sabaraha": "berapa", "gmn": "bagaimana", "gmana": "bagaimana", "gimana": "bagaimana", "bgmn": "bagaimana",
    "piye": "bagaimana", "kumaha": "bagaimana", "dmn": "di mana", "dmana": "di mana", "dimn": "di mana", "ngendi": "di mana",
    "sp": "siapa", "spa": "siapa", "sapa": "siapa", "sinten": "siapa", "saha": "siapa", "knp": "mengapa", "knpa": "mengapa",
    "napa": "mengapa", "ngapa": "mengapa", "naha": "mengapa", "kunaon": "mengapa", "opo": "apa", "naon": "apa", "apaan": "apa",
    "yg": "yang", "dgn": "dengan", "utk": "untuk", "pd": "pada", "dlm": "dalam", "tgl": "tanggal", "tggl": "tanggal",
    "thn": "tahun", "th": "tahun", "bln": "bulan", "jml": "jumlah", "jmlh": "jumlah", "krn": "karena", "tdk": "tidak", "gak": "tidak",
    "ga": "tidak", "nggak": "tidak", "jg": "juga", "dr": "dari", "sdh": "sudah", "udah": "sudah", "blm": "belum", "klo": "kalau",
    "kalo": "kalau", "kab": "kabupaten", "kec": "kecamatan", "prov": "provinsi", "no": "nomor", "bs": "bisa", "org": "orang",
}  # fmt: skip

# Question words that a slip of the finger must not hide.
MISSPELT: tuple[str, ...] = (
    "siapa", "siapakah", "kapan", "kapankah", "berapa", "berapakah", "dimana", "dimanakah", "mengapa", "kenapa", "bagaimana",
    "sebutkan", "when", "where", "which",
)  # fmt: skip

_PATTERNS: tuple[tuple[str, str], ...] = (
    ("expansion", r"kepanjangan|singkatan dari (?=[\w-]*[A-Z]{2})|stands? for|(?:full|long) form|what is [\w ]*short for"),
    ("regulation", r"nomor berapa|(?:peraturan|pkpu|undang-undang|uu|keputusan|putusan|regulasi|pasal|surat)(?: \w+)? (?:nomor )?(?:berapa|apa|mana)\b"
                   r"|dasar hukum(?:nya)? apa|apa dasar hukum|(?:which|what) (?:\w+ ){0,2}(?:regulation|law|decree|decision|ruling|article)\b|legal basis"),
    ("time", r"(?:jam|pukul) berapa|berapa jam(?! lama)|what time|at what hour|what hour"),
    ("date", r"\bkapan(?:kah|pun)?\b|(?:tanggal|tahun|bulan|hari) (?:berapa|apa|ke berapa|mana)|bulan apa|\bwhen\b"
             r"|(?:what|which) (?:\w+ )?(?:date|day|year|month|week)\b|apa hari\b|what(?: is|'s| was) the (?:\w+ )?date"),
    ("duration", r"berapa lama|berapa (?:hari|minggu|pekan|bulan|tahun) (?:lama|sebelum|setelah)|how long|how many (?:days|weeks|months|years)"),
    ("percent", r"berapa (?:\w+ )?(?:persen|persentase)|(?:persentase|persen)\w* .*berapa|berapa(?:kah)? (?:tingkat )?(?:persentase|angka partisipasi)"
                r"|what (?:is the )?percent|(?:what|which) (?:share|proportion)|percentage|how many percent"),
    ("money", r"berapa(?:kah)? (?:rupiah|(?:total |besar(?:an|nya)? |jumlah |nilai |nominal )*(?:anggaran|dana|biaya|hibah|harga|gaji|honor\w*|denda|dana hibah|uang))"
              r"|(?:anggaran|dana|biaya|hibah|honor\w*|gaji)\b.*\bberapa|how much (?:money|budget|funding|was|did|does|is|will)"
              r"|(?:what|how (?:big|large)) (?:was|is|were) the (?:\w+ ){0,2}(?:budget|grant|cost|fee|salary|funding|honorarium)"),
    ("number", r"\bberapa(?:kah)?\b|\bseberapa\b|how (?:many|much|often|far|old|big|large|high|tall)|(?:what|give) (?:is |was |were )?the (?:total |final )*(?:number|total|count|amount)\b"
               r"|apa jumlah"),
    ("place", r"\b(?:di|ke|dari) ?mana(?:kah)?\b|\bwhere\b|(?:kota|kabupaten|provinsi|daerah|tempat|lokasi|negara|pulau|kecamatan|desa|benua) (?:apa|mana)(?:kah)?\b"
              r"|apa (?:nama )?(?:tempat|kota|ibu ?kota|lokasi)|(?:what|which|in what) (?:city|place|province|regency|district|country|venue|town|region|location|building|hall|island|village)"),
    ("person", r"\bsiapa(?:kah)?\b|\bwho(?:m|se|'s)?\b|(?:what|which)(?: is| was)? (?:the )?(?:name of the (?:chair|head|member|secretary|speaker|person|regent|mayor|governor))|which (?:person|official|member|commissioner|speaker)"),
    ("reason", r"\b(?:mengapa|kenapa)(?:kah)?\b|apa (?:yang )?(?:penyebab|alasan|sebab|menyebabkan|membuat)|\bwhy\b|what (?:was |is |were )?(?:the )?(?:reason|cause)|how come"),
    ("definition", r"apa(?:kah)? itu|apa yang dimaksud|apa(?:kah)? (?:arti|definisi|pengertian|makna|maksud)|what does .* mean|what is meant by|define\b|definition of|meaning of"),
    ("list", r"\bsebutkan\b|\bapa[- ]?(?:saja|aja)|\bapa ?2\b|\bmana saja|\blist\b|name (?:the|all|two|three|four|five)|what are (?:the|some)|which (?:\w+ ){1,3}(?:are|were)\b"),
    ("office", r"(?:lembaga|instansi|badan|organisasi|kpu|satker) (?:apa|mana)(?:kah)?\b|(?:which|what) (?:\w+ )?(?:office|institution|organi[sz]ation|agency|body|commission)"),
    ("manner", r"\bbagaimana(?:kah)?\b|\bhow\b"),
)  # fmt: skip

PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    # The acronym in "singkatan dari KPU" is told from a long form by its capitals.
    (name, re.compile(pattern, 0 if name == "expansion" else re.IGNORECASE))
    for name, pattern in _PATTERNS
)

MANY = re.compile(
    r"\b(?:apa|siapa|mana|kapan|di ?mana) ?(?:saja|aja)\b|\bsebutkan\b|^list\b|name (?:the|all|two|three|four|five)"
    r"|\bwho (?:were|are)\b|which (?:\w+ ){1,3}(?:are|were)\b|what are\b|\bpara\b",
    re.IGNORECASE,
)
YES_NO = re.compile(
    r"^(?:is|are|was|were|does|do|did|has|have|had|can|could|will|would|should|must)\b|^(?:apakah|adakah|benarkah|bisakah|dapatkah|bolehkah|haruskah)\b(?!.*\b(?:nama|yang)\b)",
    re.IGNORECASE,
)
PAST = re.compile(
    r"\b(?:sebelumnya|semula|awalnya|mulanya|dulu|dahulu|tadinya|mantan|terdahulu|pertama kali direncanakan"
    r"|previously|originally|formerly|at first|used to|earlier|former|initially|back then)\b",
    re.IGNORECASE,
)
PREDECESSOR = re.compile(
    r"\b(?:sebelum|mendahului|digantikan(?: oleh)?|pendahulu|before|preced(?:ed|ing)|predecessor(?: of)?|replaced by)\s+(?P<who>.+?)[?.]*$",
    re.IGNORECASE,
)
AS_OF = re.compile(
    r"(?:\b(?:per|menurut (?:berita|artikel|data|kabar|informasi|rilis)(?: \w+)?|berdasarkan (?:berita|data)(?: \w+)?|as of|as at|as known in|as reported in|according to (?:\w+ ){0,3}(?:from|of|in)"
    r"|sampai dengan|hingga|s\.?/?d\.?|by)\s+(?:tanggal |bulan |tahun |the )?)$",
    re.IGNORECASE,
)
BEFORE_DATE = re.compile(r"\b(?:sebelum|before|prior to|until)\s+(?:tanggal |bulan |tahun |the )?$", re.IGNORECASE)
PRECISION = (
    ("year", re.compile(r"\btahun (?:berapa|apa|ke ?berapa|mana)|(?:what|which) year", re.IGNORECASE)),
    ("month", re.compile(r"\bbulan (?:apa|berapa)|(?:what|which) month", re.IGNORECASE)),
    ("weekday", re.compile(r"\bhari apa\b|(?:what|which) day of the week|(?:what|which) weekday", re.IGNORECASE)),
)
UNIT = re.compile(
    r"(?:\bberapa(?:kah)?|\bhow many)\s+(?:(?:total|jumlah|banyak|besar|angka|nilai|keseluruhan|orang|buah|of the|of|the|registered|different|final)\s+)*(?P<unit>[^\W\d_]{3,})"
    r"|(?:\bjumlah|\bnumber of|\btotal)\s+(?:(?:total|keseluruhan|seluruh|the|all|registered)\s+)*(?P<unit2>[^\W\d_]{3,})",
    re.IGNORECASE,
)
