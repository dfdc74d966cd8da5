# SPDX-License-Identifier: EUPL-1.2
"""Word and PDF renditions for the demo's dossier, made from the text of an XML document, without any library.

The files are plain but real: the DOCX opens in a word processor, the PDF in every reader. Deterministic: the same
text gives the same bytes.
"""
import io
import textwrap
import xml.etree.ElementTree as ElementTree
import zipfile
from xml.sax.saxutils import escape

LINES_PER_PAGE = 52


def paragraphs_of(path):
    """The text of the leaves of an XML document, one paragraph per block, metadata left out."""
    root = ElementTree.parse(path).getroot()
    for meta in root.iter():
        if meta.tag.rsplit("}", 1)[-1] == "meta":
            meta.clear()
    blocks = {"p", "heading", "docTitle", "num", "paragraph", "subject", "decision", "title"}
    found = []
    for element in root.iter():
        if element.tag.rsplit("}", 1)[-1] in blocks:
            text = " ".join("".join(element.itertext()).split())
            if text and (not found or found[-1] != text):
                found.append(text)
    return found or [" ".join("".join(root.itertext()).split())]


def docx(paragraphs):
    """A minimal WordprocessingML package (ECMA-376)."""
    body = "".join(
        f'<w:p><w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>' for text in paragraphs)
    parts = {
        "[Content_Types].xml":
            '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/'
            'content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
            'relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.'
            'openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
        "_rels/.rels":
            '<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/'
            '2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
            'relationships/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml":
            '<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="http://schemas.openxmlformats.org/'
            f'wordprocessingml/2006/main"><w:body>{body}</w:body></w:document>',
    }
    package = io.BytesIO()
    with zipfile.ZipFile(package, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), text)
    return package.getvalue()


def pdf(paragraphs):
    """A text-only PDF 1.4 (ISO 32000) in Helvetica, A4."""
    lines = [line for text in paragraphs for line in [*textwrap.wrap(text, 88), ""]]
    pages = [lines[i:i + LINES_PER_PAGE] for i in range(0, len(lines), LINES_PER_PAGE)] or [[]]
    kids = " ".join(f"{4 + 2 * i} 0 R" for i in range(len(pages)))
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>",
               f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
               b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"]
    for i, page in enumerate(pages):
        shown = b"".join(b"(" + escaped(line) + b") Tj T*\n" for line in page)
        stream = b"BT /F1 11 Tf 14 TL 60 780 Td\n" + shown + b"ET"
        objects.append(f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {5 + 2 * i} 0 R "
                       "/Resources << /Font << /F1 3 0 R >> >> >>".encode())
        objects.append(b"<< /Length %d >>\nstream\n" % len(stream) + stream + b"\nendstream")
    return assembled(objects)


def escaped(line):
    raw = line.encode("cp1252", "replace")
    return raw.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")


def assembled(objects):
    out = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + content + b"\nendobj\n"
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    for place in places:
        out += b"%010d 00000 n \n" % place
    out += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)
