import io
import json
import struct
import time
from email.message import EmailMessage
from pathlib import Path

import pytest
from docx import Document

from corpus.article import Article
from corpus.errors import UnreadableArticle
from corpus.readers import READERS, read_path
from corpus.readers.files import Read, read_bytes
from tests.corpus.papers import column, odt, pdf, zipped

BODY = [
    "KPU Kabupaten Kudus menetapkan daftar pemilih tetap dalam rapat pleno",
    "terbuka di aula kantor pada Rabu (21/06/2023). Jumlahnya bertambah di-",
    "bandingkan daftar sebelumnya.",
    "Rapat dihadiri Bawaslu dan perwakilan partai politik. Undang-undang",
    "mewajibkan penetapan itu diumumkan kepada masyarakat.",
]


def read(name: str, data: bytes) -> list[Read]:
    return list(read_bytes(data, name, f"/berita/{name}"))


def one(name: str, data: bytes) -> Article:
    (article,) = read(name, data)
    assert isinstance(article, Article), article
    return article


def refusal(name: str, data: bytes) -> str:
    (failure,) = read(name, data)
    assert isinstance(failure, UnreadableArticle), failure
    assert failure.hint
    assert "\n" not in str(failure)
    return str(failure)


class TestPdf:
    def test_lines_become_paragraphs(self) -> None:
        article = one("dpt.pdf", pdf([column(["Penetapan DPT Kabupaten Kudus", *BODY])]))
        assert article.title == "Penetapan DPT Kabupaten Kudus"
        assert article.text.split("\n") == [
            "KPU Kabupaten Kudus menetapkan daftar pemilih tetap dalam rapat pleno terbuka di aula kantor pada Rabu "
            "(21/06/2023). Jumlahnya bertambah dibandingkan daftar sebelumnya.",
            "Rapat dihadiri Bawaslu dan perwakilan partai politik. Undang-undang mewajibkan penetapan itu diumumkan "
            "kepada masyarakat.",
        ]
        assert (article.published, article.office) == ("2023-06-21", "KPU Kabupaten Kudus")

    def test_pages_are_kept_and_running_heads_go(self) -> None:
        pages = [
            column(
                [
                    "Laporan Tahapan Pemilu",
                    f"Isi halaman ke {word} tentang tahapan yang berjalan.",
                    f"Halaman {n} dari 4",
                ]
            )
            for n, word in enumerate(["satu", "dua", "tiga", "empat"], start=1)
        ]
        article = one("laporan.pdf", pdf(pages, title="Laporan Tahapan Pemilu"))
        assert article.title == "Laporan Tahapan Pemilu"
        assert "Halaman" not in article.text
        assert "Laporan Tahapan" not in article.text
        assert len(article.pages) == 4
        assert [article.page_at(article.text.index(word)) for word in ("satu", "dua", "tiga", "empat")] == [1, 2, 3, 4]
        assert one("biasa.txt", b"Judul\n\nIsi.").page_at(0) is None

    def test_a_sentence_that_runs_over_a_page_end_stays_one(self) -> None:
        first = column(["Judul Laporan", *BODY, "Penetapan itu berlaku sejak"])
        article = one("sambung.pdf", pdf([first, [], column(["hari ditetapkan.", "Salinan dikirim ke Bawaslu."])]))
        assert "berlaku sejak hari ditetapkan." in article.text
        assert article.page_at(article.text.index("sejak")) == 1
        assert article.page_at(article.text.index("hari ditetapkan")) == 3

    def test_two_columns_drawn_row_by_row_are_read_one_after_the_other(self) -> None:
        left = [f"Kolom kiri baris {number}" for number in range(8)]
        right = [f"Kolom kanan baris {number}" for number in range(8)]
        rows = zip(column(left, 60), column(right, 320), strict=True)
        text = one("kolom.pdf", pdf([[drawn for row in rows for drawn in row]])).text
        assert text.index("kiri baris 7") < text.index("kanan baris 0")

    def test_a_scan_is_named_as_such(self) -> None:
        assert "scanned PDF: 3 pages" in refusal("pindaian.pdf", pdf([[], [], []], picture=True))

    def test_an_empty_pdf_is_not_called_a_scan(self) -> None:
        assert "no text" in refusal("kosong.pdf", pdf([[]]))

    def test_the_day_it_was_made_dates_it_only_when_the_text_does_not(self) -> None:
        undated = pdf(
            [column(["Judul", "Isi tanpa tanggal apa pun di dalamnya, cukup panjang."])], created="D:20220817080000"
        )
        assert (one("a.pdf", undated).published, one("a.pdf", undated).published_from) == ("2022-08-17", "metadata")

    @pytest.mark.slow
    def test_fifty_megabytes_are_read(self) -> None:
        data = pdf([column(["Judul Besar", *BODY])], padding=50_000_000)
        started = time.process_time()
        assert one("besar.pdf", data).text.endswith("masyarakat.")
        assert time.process_time() - started < 20

    def test_damage_is_one_line(self) -> None:
        whole = pdf([column(["Judul", *BODY])])
        assert "damaged" in refusal("rusak.pdf", b"%PDF-1.7 nothing more")
        for cut in range(20, len(whole), 97):
            assert all(isinstance(item, Article | UnreadableArticle) for item in read("potong.pdf", whole[:cut]))


class TestOfficeDocuments:
    def test_docx_keeps_paragraphs_and_tables_in_order(self) -> None:
        document = Document()
        document.add_heading("Jumlah TPS per Kecamatan", 1)
        document.add_paragraph("Rembang, 3 Juli 2023")
        document.add_paragraph("KPU Kabupaten Rembang merilis jumlah tempat pemungutan suara setelah rapat pleno.")
        table = document.add_table(2, 2)
        for cell, text in zip(
            (c for row in table.rows for c in row.cells), ["Kecamatan", "TPS", "Lasem", "171"], strict=True
        ):
            cell.text = text
        document.add_paragraph("Jumlah itu dapat berubah.")
        out = io.BytesIO()
        document.save(out)
        article = one("tps.docx", out.getvalue())
        assert (article.title, article.published) == ("Jumlah TPS per Kecamatan", "2023-07-03")
        assert article.text.split("\n")[-3:] == ["Kecamatan | TPS", "Lasem | 171", "Jumlah itu dapat berubah."]

    def test_odt_keeps_paragraphs_and_tables_in_order(self) -> None:
        rows = "".join(
            f"<table:table-row><table:table-cell><text:p>{a}</text:p></table:table-cell>"
            f"<table:table-cell><text:p>{b}</text:p></table:table-cell></table:table-row>"
            for a, b in (("Kecamatan", "PPS"), ("Bae", "30"))
        )
        article = one(
            "pps.odt",
            odt(
                "<text:h>Jumlah PPS Terbentuk</text:h>"
                "<text:p>Pembentukan panitia pemungutan suara di Kudus sudah selesai.</text:p>"
                f"<table:table>{rows}</table:table><text:p>Pelantikan menyusul.</text:p>"
            ),
        )
        assert article.title == "Jumlah PPS Terbentuk"
        assert article.text.split("\n")[-3:] == ["Kecamatan | PPS", "Bae | 30", "Pelantikan menyusul."]
        assert (article.published, article.published_from) == ("2022-08-17", "metadata")

    @pytest.mark.parametrize("name", ["rusak.docx", "rusak.odt", "rusak.zip"])
    def test_damage_is_one_line(self, name: str) -> None:
        assert "damaged" in refusal(name, b"PK\x03\x04 and then nothing of use")
        assert "damaged" in refusal(name, b"no archive at all")

    @pytest.mark.parametrize("name", ["bom.docx", "bom.odt", "bom.zip"])
    def test_bombs_are_not_unpacked(self, name: str) -> None:
        assert "would unpack to" in refusal(name, zipped({"content.xml": b"0" * 30_000_000}))

    def test_entities_in_odt_are_refused(self) -> None:
        bomb = zipped({"content.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'})
        assert "declares entities" in refusal("entitas.odt", bomb)


class TestMail:
    def message(self) -> EmailMessage:
        message = EmailMessage()
        message["Subject"] = "Siaran pers: penetapan nomor urut"
        message["From"] = "Rina Wulandari <rina@kpu-demakkab.go.id>"
        message["Date"] = "Mon, 23 Sep 2024 14:05:00 +0700"
        return message

    def test_text_and_attachments(self) -> None:
        message = self.message()
        message.set_content("KPU Kabupaten Demak menetapkan nomor urut pasangan calon dalam rapat pleno terbuka.")
        message.add_attachment(b"Judul Lampiran\n\nIsi lampiran siaran pers.", "text", "plain", filename="lampiran.txt")
        message.add_attachment(b"\x00\x01", "image", "png", filename="foto.png")
        body, attached, strange = read("pers.eml", message.as_bytes())
        assert isinstance(body, Article)
        assert (body.title, body.published) == ("Siaran pers: penetapan nomor urut", "2024-09-23")
        assert (body.author, body.office) == ("Rina Wulandari", "KPU Kabupaten Demak")
        assert isinstance(attached, Article)
        assert (attached.title, attached.location) == ("Judul Lampiran", "/berita/pers.eml/lampiran.txt")
        assert isinstance(strange, UnreadableArticle)

    def test_html_mail(self) -> None:
        message = self.message()
        text = "KPU Kabupaten Demak menetapkan nomor urut pasangan calon dalam rapat pleno terbuka di aula kantor."
        message.set_content(f"<html><body><p>{text}</p><p>{text.replace('Demak', 'Kudus')}</p></body></html>", "html")
        article = one("pers.eml", message.as_bytes())
        assert article.title == "Siaran pers: penetapan nomor urut"
        assert article.text.startswith(text)

    def test_html_mail_is_read_as_it_was_sent_whatever_its_markup_says(self) -> None:
        message = self.message()
        text = "KPU Kabupaten Demak membuka pendaftaran 14–15 Februari bagi warga di aula kantor selama dua hari penuh."
        head = '<head><meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1"></head>'
        message.set_content(f"<html>{head}<body><p>{text}</p><p>{text}</p></body></html>", "html")
        assert "14–15 Februari" in one("pers.eml", message.as_bytes()).text

    def test_a_picture_alone_hides_no_attachment(self) -> None:
        message = self.message()
        message.set_content('<html><body><img src="cid:logo"></body></html>', "html")
        message.add_attachment(b"Judul Lampiran\n\nIsi lampiran siaran pers.", "text", "plain", filename="lampiran.txt")
        (attached,) = read("pers.eml", message.as_bytes())
        assert isinstance(attached, Article) and attached.title == "Judul Lampiran"

    def test_no_message(self) -> None:
        assert "headers" in refusal("bukan.eml", b"\njust text, no headers\n")


class TestArchives:
    def test_members_are_read_by_their_own_reader(self) -> None:
        inner = zipped({"x.txt": b"Judul\n\nIsi."})
        items = read(
            "semua.zip",
            zipped({"b/dua.txt": b"Judul Dua\n\nIsi kedua.", "a.md": b"# Judul Satu\n\nIsi pertama.", "z.zip": inner,
                    "__MACOSX/._a.md": b"x", "foto.jpg": b"\xff\xd8\xff"}),
        )  # fmt: skip
        assert [item.title if isinstance(item, Article) else "-" for item in items] == [
            "Judul Satu",
            "Judul Dua",
            "-",
            "-",
        ]
        assert isinstance(items[0], Article)
        assert items[0].location == "/berita/semua.zip/a.md"

    def test_a_damaged_member_harms_no_other(self) -> None:
        data = bytearray(
            zipped({"a.txt": b"Judul A\n\nIsi yang utuh.", "b.txt": b"Judul B\n\n" + bytes(range(65, 91)) * 40})
        )
        where = data.index(b"b.txt") + len("b.txt") + 10
        data[where : where + 8] = b"\xff" * 8
        first, second = read("rusak.zip", bytes(data))
        assert isinstance(first, Article)
        assert isinstance(second, UnreadableArticle)

    def test_a_locked_member_is_told(self) -> None:
        data = bytearray(zipped({"a.txt": b"Judul\n\nIsi."}))
        for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
            place = data.index(signature) + offset
            data[place : place + 2] = struct.pack("<H", 1)
        assert "locked" in refusal("kunci.zip", bytes(data))


class TestRows:
    def test_jsonl(self) -> None:
        rows = [
            {
                "id": "baris-1",
                "title": "Satu",
                "text": "Isi satu.",
                "date": "2024-02-14",
                "office": "KPU RI",
                "url": "https://kpu.go.id/1",
            },
            {"text": "Isi tanpa judul. Kalimat kedua."},
        ]
        lines = [json.dumps(row) for row in rows]
        first, bad, second, worse = read("a.jsonl", "\n".join([lines[0], "{", lines[1], "[1]"]).encode())
        assert isinstance(first, Article)
        assert (first.id, first.source, first.published, first.office) == (
            "baris-1",
            "https://kpu.go.id/1",
            "2024-02-14",
            "KPU RI",
        )
        assert isinstance(second, Article)
        assert (second.title, second.text) == ("Isi tanpa judul", "Isi tanpa judul. Kalimat kedua.")
        assert [isinstance(item, UnreadableArticle) for item in (bad, worse)] == [True, True]
        assert "/berita/a.jsonl#2" in str(bad)

    @pytest.mark.parametrize(
        ("name", "data"),
        [
            ("a.jsonl", b'{"id": 7, "text": "Satu."}\n{"id": "7", "text": "Dua."}'),
            ("a.csv", b"id,text\n7,Satu.\n7,Dua.\n"),
        ],
    )
    def test_a_repeated_id_is_told(self, name: str, data: bytes) -> None:
        first, second = read(name, data)
        assert isinstance(first, Article)
        assert first.id == "7"
        assert "repeats the id 7" in str(second)

    @pytest.mark.parametrize(
        ("name", "data"),
        [
            ("a.jsonl", b'{"id": 2, "text": "Satu."}\n{"text": "Dua."}\n{"id": "b/3"}\n{"id": 4, "text": "x'),
            ("a.csv", b"id,text\n3,Satu.\n,Dua.\nb/3,\n"),
        ],
    )
    def test_a_row_is_known_by_its_id_or_else_by_its_number(self, name: str, data: bytes) -> None:
        first, second, *bad = read(name, data)
        number = data.count(b"id,text") + 2  # a table's first row names its columns
        assert [first.location, second.location] == [f"/berita/{name}#id={number}", f"/berita/{name}#{number}"]
        assert [item.location for item in bad] == [f"/berita/{name}#id={given}" for given in ("b-3", "4")[: len(bad)]]

    def test_free_forms_of_dates_and_languages(self) -> None:
        row = {"text": "The vote.", "date": "Feb 14, 2024", "event_date": "28 Februari 2024", "language": "English"}
        article = one("a.jsonl", json.dumps(row).encode())
        assert (article.published, article.event_date, article.language) == ("2024-02-14", "2024-02-28", "en")

    @pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
    def test_csv(self, delimiter: str) -> None:
        table = [
            ["Judul", "Tanggal", "Isi"],
            ["Satu", "14 Februari 2024", f'"Isi satu{delimiter} dan\nbaris kedua."'],
            ["", "", ""],
            ["Dua", "", ""],
        ]
        first, second = read("a.csv", "\r\n".join(delimiter.join(row) for row in table).encode("utf-8-sig"))
        assert isinstance(first, Article)
        assert (first.title, first.published) == ("Satu", "2024-02-14")
        joint = " " if delimiter == "\t" else f"{delimiter} "
        assert first.text == f"Isi satu{joint}dan\nbaris kedua."
        assert isinstance(second, UnreadableArticle)

    def test_csv_without_text(self) -> None:
        assert "no column “text”" in refusal("a.csv", b"nama,umur\nSiti,30\n")

    def test_csv_of_nothing_but_a_mark(self) -> None:
        assert "no column “text”" in refusal("a.csv", b"\xef\xbb\xbf")

    def test_a_long_field(self) -> None:
        text = "kata " * 50_000
        assert len(one("a.csv", f"title,text\nPanjang,{text}\n".encode()).text) == len(text) - 1


class TestMarkdown:
    def test_front_matter(self) -> None:
        article = one(
            "a.md",
            b"---\ntitle: 'Judul: satu'\ndate: 2021-06-16\noffice: KPU Kota Salatiga\n"
            b"author: [Rina, Budi]\nid: berita-1\nsource: https://contoh.go.id/1\n---\n\nIsi (hupmas)\n",
        )
        assert (article.id, article.title, article.published) == ("berita-1", "Judul: satu", "2021-06-16")
        assert (article.published_from, article.author) == ("front matter", "Rina, Budi")
        assert (article.source, article.location) == ("https://contoh.go.id/1", "/berita/a.md")
        assert article.text == "Isi (hupmas)"

    def test_a_heading_is_the_title_when_nothing_else_is(self) -> None:
        article = one("a.md", b"# Judul Besar #\n\nIsi.\n\n## Bagian\n\nLagi.")
        assert (article.title, article.text) == ("Judul Besar", "Isi.\n\n## Bagian\n\nLagi.")

    @pytest.mark.parametrize("front", ["title: [", "- satu\n- dua", "a: &a [*a]\nb: {*a: 1}"])
    def test_bad_front_matter_is_one_line(self, front: str) -> None:
        assert "front matter" in refusal("a.md", f"---\n{front}\n---\nIsi.".encode())

    def test_yaml_cannot_make_objects(self) -> None:
        assert "front matter" in refusal("a.md", b"---\ntitle: !!python/object/apply:os.getcwd []\n---\nIsi.")


class TestPaths:
    def test_a_folder_in_the_order_of_names_with_every_failure_told(self, tmp_path: Path) -> None:
        (tmp_path / "b").mkdir()
        (tmp_path / ".git").mkdir()
        (tmp_path / ".git" / "x.txt").write_text("tersembunyi")
        (tmp_path / "a.txt").write_text("Judul A\n\nIsi a.")
        (tmp_path / "b" / "c.txt").write_text("Judul C\n\nIsi c.")
        (tmp_path / "d.txt").write_bytes(b"")
        (tmp_path / "e.txt").write_bytes(bytes(range(256)) * 20)
        (tmp_path / "f.xlsx").write_bytes(b"x")
        (tmp_path / "g.txt").write_bytes(b"%PDF-1.4 ...")
        told = [item.title if isinstance(item, Article) else item.message for item in read_path(tmp_path)]
        assert told[:1] + told[-1:] == ["Judul A", "Judul C"]
        assert [part.split("/")[-1] for part in told[1:-1]] == [
            "d.txt is empty.",
            "e.txt is not text but binary data.",
            "f.xlsx ends in .xlsx, which Tanya does not read.",
            "g.txt is a PDF, not text.",
        ]

    def test_the_message_names_every_readable_ending(self, tmp_path: Path) -> None:
        (failure,) = read_path(tmp_path / "x.doc")
        assert isinstance(failure, UnreadableArticle)
        assert all(ending in failure.hint for ending in READERS)

    def test_missing_empty_and_enormous(self, tmp_path: Path) -> None:
        (missing,) = read_path(tmp_path / "tidak-ada.txt")
        (nothing,) = read_path(tmp_path)
        with (tmp_path / "besar.txt").open("wb") as file:
            file.truncate(25_000_000)
        (large,) = read_path(tmp_path / "besar.txt")
        assert "does not exist" in str(missing)
        assert "holds no files" in str(nothing)
        assert "too large: 25 MB, and at most 20 MB" in str(large)

    def test_ids_stay_when_the_content_changes(self, tmp_path: Path) -> None:
        path = tmp_path / "Hasil Pleno (akhir).txt"
        ids = []
        for text in ("Judul\n\nIsi lama.", "Judul lain\n\nIsi baru."):
            path.write_text(text)
            (article,) = read_path(path)
            assert isinstance(article, Article)
            ids.append(article.id)
        assert ids[0] == ids[1]
        assert ids[0].startswith("hasil-pleno-akhir-")
        assert len(ids[0]) == len("hasil-pleno-akhir-") + 8

    @pytest.mark.parametrize(
        ("encoding", "text"),
        [
            ("utf-8", "Café – “naïve” ✓"),
            ("utf-8-sig", "Café – “naïve”"),
            ("utf-16", "Café – “naïve” ✓"),
            ("utf-16-le", "Berita tanpa tanda urutan bita"),
            ("utf-16-be", "Berita tanpa tanda urutan bita"),
            ("utf-32", "Café – “naïve”"),
            ("cp1252", "Café – “naïve” 5 €"),
        ],
    )
    def test_encodings(self, encoding: str, text: str) -> None:
        assert one("a.txt", f"Judul\n\nIsi: {text} selesai.".encode(encoding)).text == f"Isi: {text} selesai."

    @pytest.mark.parametrize("encoding", ["cp1252", "utf-8"])
    def test_a_page_that_calls_itself_latin_1_is_read_as_browsers_read_it(self, encoding: str) -> None:
        told = "Pendaftaran dibuka pada 14–15 Februari, kata “panitia” pemilihan di aula kantor KPU Kabupaten Demak."
        head = '<head><meta charset="iso-8859-1"><title>Judul</title></head>'
        page = f"<html>{head}<body><p>{told}</p><p>{told}</p></body></html>"
        assert "14–15 Februari, kata “panitia”" in one("a.html", page.encode(encoding)).text

    def test_unseen_characters_go(self) -> None:
        text = "Judul\n\nIsi\u200b \u202eyang\u202c\u00a0bersih\x07.\ufeff\U000e0041 Se\u00adlesai."
        assert one("a.txt", text.encode()).text == "Isi yang bersih. Selesai."
