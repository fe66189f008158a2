"""Words that stand around names in official news: roles, speech, institutions, kinds of place. Knows only the words."""

from __future__ import annotations

ROLES: tuple[str, ...] = (
    "ketua", "wakil ketua", "anggota", "komisioner", "komisoner", "sekretaris", "sekjen", "kepala", "kasubbag", "kasubag",
    "kabag", "moderator", "narasumber", "pemateri", "pembicara", "pemantik", "gubernur", "bupati", "walikota", "wali kota",
    "wakil", "presiden", "menteri", "camat", "lurah", "kapolres", "kapolda", "dandim", "danramil", "rektor", "dosen",
    "direktur", "koordinator", "kadiv", "staf", "plt", "pj", "bapak", "ibu", "pak", "bu", "saudara", "oleh", "bernama",
    "didampingi", "dampingi", "komandan", "hakim", "jaksa", "peneliti", "ustadz", "kiai", "penulis", "bernama",
    "chair", "chairman", "chairwoman", "chairperson", "member", "secretary", "commissioner", "head", "governor", "regent",
    "mayor", "president", "minister", "speaker", "by", "named", "director", "professor",
)  # fmt: skip

SPEECH: tuple[str, ...] = (
    "kata", "ujar", "tutur", "ungkap", "jelas", "tegas", "terang", "papar", "ucap", "imbuh", "tambah", "lanjut", "pungkas",
    "tandas", "sebut", "tutup", "pesan", "harap", "katanya", "ujarnya", "tuturnya", "ungkapnya", "jelasnya", "tegasnya",
    "terangnya", "paparnya", "menyampaikan", "mengatakan", "menjelaskan", "mengungkapkan", "menegaskan", "menuturkan",
    "menambahkan", "menyatakan", "berharap", "berpesan", "memaparkan", "menerangkan", "menyarankan", "menyebut",
    "menyebutkan", "said", "says", "stated", "explained", "added",
)  # fmt: skip

INSTITUTION_WORDS: frozenset[str] = frozenset(
    ["kpu", "kip", "bawaslu", "panwaslu", "panwascam", "dkpp", "mk", "ma", "dpr", "dprd", "dpd", "mpr", "tni", "polri", "ppk", "pps", "kpps", "ppdp", "pantarlih", "pkd", "adhoc", "badan", "dewan", "komisi", "mahkamah", "kementerian", "kemenpan", "kemendagri", "lembaga", "dinas", "kantor", "aula", "gedung", "hotel", "balai", "pendopo", "ruang", "divisi", "teknis", "penyelenggaraan", "penyelenggara", "sosialisasi", "sosdiklih", "parmas", "sdm", "hukum", "pengawasan", "data", "informasi", "perencanaan", "program", "logistik", "keuangan", "umum", "rumah", "tangga", "partisipasi", "masyarakat", "hupmas", "hubmas", "humas", "tphm", "kul", "rendatin", "litbang", "sengketa", "pendidikan", "pemilih", "kampanye", "subbagian", "sub", "bagian", "kasubbag", "kasubag", "kabag", "sekretariat", "sekretaris", "sekjen", "jenderal", "ketua", "anggota", "wakil", "komisioner", "komisoner", "kepala", "moderator", "narasumber", "pemateri", "staf", "kabupaten", "kota", "provinsi", "kecamatan", "desa", "kelurahan", "distrik", "republik", "indonesia", "ri", "negara", "nasional", "daerah", "pusat", "pemilu", "pemilihan", "pilkada", "pilpres", "pileg", "pilgub", "pilbup", "pilwakot", "serentak", "legislatif", "presiden", "gubernur", "bupati", "walikota", "wali", "camat", "lurah", "menteri", "hakim", "tahun", "nomor", "peraturan", "keputusan", "undang", "undang-undang", "uu", "pkpu", "pasal", "rapat", "pleno", "koordinasi", "terbuka", "bimbingan", "bimtek", "webinar", "sosialisasi", "daftar", "tetap", "sementara", "dpt", "dps", "dptb", "dpb", "dphp", "tps", "sirekap", "sidalih", "silon", "sipol", "sikdp", "asn", "cpns", "pns", "januari", "februari", "maret", "april", "mei", "juni", "juli", "agustus", "september", "oktober", "november", "desember", "senin", "selasa", "rabu", "kamis", "jumat", "jum'at", "sabtu", "minggu", "ahad", "covid", "pandemi", "universitas", "sekolah", "sma", "smk", "sd", "smp", "man", "partai", "politik", "calon", "pasangan", "kapolres", "kapolda", "dandim", "danramil", "kodim", "polres", "polsek", "kejaksaan", "pengadilan", "negeri", "rektor", "direktur", "koordinator", "plt", "pj", "pjs", "dalam", "pada", "di", "dan", "untuk", "dengan", "yang", "oleh", "dari", "ini", "itu", "menurut", "kata", "selain", "sebagai", "kegiatan", "acara", "the", "of", "and", "in", "on", "at", "for", "from", "by", "with", "chair", "member", "election", "commission", "regency", "city", "province", "general", "regional", "january", "february", "march", "june", "july", "august", "october", "december", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
)

# Officials misspell these often enough ("Penyelengaraan") that the beginning decides.
INSTITUTION_PREFIXES: tuple[str, ...] = ("penyelen", "sosiali", "sekretari", "pengawas", "kasub", "perencana")

OPENERS: frozenset[str] = frozenset(
    ["kegiatan", "acara", "adapun", "berdasarkan", "bertempat", "dalam", "dari", "hal", "hari", "ini", "itu", "kali", "kemudian", "lebih", "masih", "meski", "meskipun", "menurut", "namun", "oleh", "pada", "para", "sebagai", "sebelum", "sedangkan", "sehingga", "selain", "selanjutnya", "sementara", "semoga", "senada", "setelah", "terdapat", "tidak", "untuk", "walaupun", "turut", "usai", "saat", "ketika", "hasil", "ada", "apabila", "berbagai", "beberapa", "sesama", "faktor", "adanya", "salah", "semua", "materi", "hadir", "today", "however", "meanwhile", "after", "before"]
)

PLACE_CLASSES: tuple[str, ...] = (
    "Kabupaten", "Kab.", "Kota", "Provinsi", "Prov.", "Kecamatan", "Kec.", "Desa", "Kelurahan", "Kel.", "Dusun", "Distrik",
    "Pulau", "Dapil", "Regency", "City", "Province", "Karesidenan", "Eks Karesidenan",
)  # fmt: skip

VENUES: tuple[str, ...] = (
    "aula", "ruang(?:an)?(?! lingkup| waktu| publik)", "gedung", "hotel", "pendopo", "pendapa", "balai", "lapangan", "stadion", "auditorium",
    "halaman", "ballroom", "kampus", "alun-alun", "rumah pintar", "media center", "kantor", "rumah dinas", "meeting room",
    "hall", "convention", "resto(?:ran)?", "cafe", "kafe", "GOR", "gor",
)  # fmt: skip

VENUE_STOPS: tuple[str, ...] = (
    "pada", "dengan", "yang", "dan", "untuk", "oleh", "secara", "dibuka", "dihadiri", "dilaksanakan", "hari", "tanggal", "pukul",
    "jam", "dalam", "guna", "bersama", "serta", "ini", "tersebut", "itu", "mulai", "selama", "saat", "ketika", "sebagai", "diikuti",
    "menjadi", "adalah", "akan", "telah", "juga", "senin", "selasa", "rabu", "kamis", "jumat", "jum'at", "sabtu", "minggu", "di", "ke",
    "on", "with", "which", "that", "and", "was", "is", "mulai", "bertujuan", "sejak", "karena", "agar", "setelah", "sebelum",
)  # fmt: skip
