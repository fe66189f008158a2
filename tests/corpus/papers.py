"""Builders of small files in office formats, so that the tests need none in the repository."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence

Drawn = tuple[float, float, str]  # points from the left, points from the bottom, what is written there


def pdf(
    pages: Sequence[Sequence[Drawn]], *, picture: bool = False, title: str = "", created: str = "", padding: int = 0
) -> bytes:
    """A PDF by hand (ISO 32000, 7.5): one content stream a page, Helvetica, and perhaps a picture on every page."""
    objects: list[bytes] = [b"<< /Type /Catalog /Pages 2 0 R >>", b""]
    objects.append(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>")
    objects.append(
        _stream(
            b"/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8", b"\x00"
        )
    )
    kids = []
    for page in pages:
        drawn = b"".join(b"BT /F1 11 Tf 1 0 0 1 %d %d Tm (%s) Tj ET\n" % (x, y, _escaped(text)) for x, y, text in page)
        objects.append(_stream(b"", drawn + (b"q 500 0 0 700 40 60 cm /Im1 Do Q\n" if picture else b"")))
        pictures = b"/XObject << /Im1 4 0 R >>" if picture else b""
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R "
            b"/Resources << /Font << /F1 3 0 R >> %s >> >>" % (len(objects), pictures)
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(kids), len(kids))
    if padding:
        objects.append(_stream(b"", b"\x55" * padding))
    objects.append(b"<< /Title (%s) /CreationDate (%s) >>" % (_escaped(title), created.encode()))
    return _file(objects)


def _stream(entries: bytes, content: bytes) -> bytes:
    return b"<< %s /Length %d >>\nstream\n%s\nendstream" % (entries, len(content), content)


def _escaped(text: str) -> bytes:
    return text.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")


def _file(objects: Sequence[bytes]) -> bytes:
    out, places = io.BytesIO(), []
    out.write(b"%PDF-1.4\n")
    for number, content in enumerate(objects, start=1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, content))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.write(b"".join(b"%010d 00000 n \n" % place for place in places))
    size, last = len(objects) + 1, len(objects)
    out.write(b"trailer\n<< /Size %d /Root 1 0 R /Info %d 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, last, start))
    return out.getvalue()


def column(lines: Sequence[str], x: float = 60, top: float = 780) -> list[Drawn]:
    """Lines under each other."""
    return [(x, top - 15 * number, line) for number, line in enumerate(lines)]


def zipped(files: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def odt(content: str) -> bytes:
    """An OpenDocument text around the XML of its body, written by hand."""
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "text", "table", "meta")
    )
    body = (
        f'<office:document-content {spaces} office:version="1.2"><office:body><office:text>'
        f"{content}</office:text></office:body></office:document-content>"
    )
    described = (
        f'<office:document-meta {spaces} office:version="1.2"><office:meta>'
        "<meta:creation-date>2022-08-17T08:00:00</meta:creation-date></office:meta></office:document-meta>"
    )
    kind = "application/vnd.oasis.opendocument.text"
    entry = '<manifest:file-entry manifest:full-path="{}" manifest:media-type="{}"/>'
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        + entry.format("/", kind)
        + entry.format("content.xml", "text/xml")
        + entry.format("meta.xml", "text/xml")
        + "</manifest:manifest>"
    )
    return zipped(
        {
            "mimetype": kind.encode(),
            "content.xml": body.encode(),
            "meta.xml": described.encode(),
            "META-INF/manifest.xml": manifest.encode(),
        }
    )
