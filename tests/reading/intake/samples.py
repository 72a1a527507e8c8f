"""Small files of every kind, made on the spot."""

from __future__ import annotations

import io
import zipfile

LINES = ["某水务公司专题会议纪要", "会议要求，管网部要在6月底前完成检漏，每月报送进展。", "各水厂要抓好汛前检修。"]
ROWS = [
    ["序号", "工作任务", "牵头单位", "完成时限"],
    ["1", "修订抢修预案", "调度中心", "6月30日前"],
    ["2", "更换老旧水表", "营销部", "年底前"],
]
TEXT = "\n".join(LINES)


def word() -> bytes:
    import docx

    document = docx.Document()
    for line in LINES[:2]:
        document.add_paragraph(line)
    table = document.add_table(rows=len(ROWS), cols=len(ROWS[0]))
    for number, row in enumerate(ROWS):
        for column, text in enumerate(row):
            table.cell(number, column).text = text
    document.add_paragraph(LINES[2])
    return saved(document)


def saved(document: object) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)  # type: ignore[attr-defined]
    return buffer.getvalue()


def excel() -> bytes:
    import xlsxwriter

    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer)
    sheet = book.add_worksheet("任务分解表")
    for number, row in enumerate(ROWS):
        sheet.write_row(number, 0, row)
    book.close()
    return buffer.getvalue()


def page(charset: str = "utf-8") -> bytes:
    table = "".join("<tr>" + "".join(f"<td>{text}</td>" for text in row) + "</tr>" for row in ROWS)
    body = "".join(f"<p>{line}</p>" for line in LINES[1:])
    html = (
        f'<!DOCTYPE html><html><head><meta charset="{charset}"><title>新闻</title><style>p{{}}</style></head><body>'
        '<div class="nav"><a href="/">首页</a><a href="/n">公司新闻</a></div>'
        f'<div id="main"><h1>{LINES[0]}</h1><div class="text">{body}<table>{table}</table></div></div>'
        '<script>var x="会议";</script><div class="footer">版权所有 备案号</div></body></html>'
    )
    return html.encode("gb18030" if charset.startswith("gb") else charset)


def pdf(lines: list[str] | None = None, password: str = "") -> bytes:
    """A PDF of one page, its lines one below the other."""
    lines = LINES if lines is None else lines
    return pdf_pages([[(50, 780 - 20 * number, line) for number, line in enumerate(lines)]], password=password)


def partly_scanned() -> bytes:
    """A PDF with a written page and one that is a picture."""
    import pypdfium2
    from PIL import Image

    scan, whole = io.BytesIO(), io.BytesIO()
    Image.new("RGB", (600, 800), "white").save(scan, "PDF")
    document = pypdfium2.PdfDocument.new()
    for part in (pdf(), scan.getvalue()):
        document.import_pages(pypdfium2.PdfDocument(part))
    document.save(whole)
    return whole.getvalue()


def pdf_pages(pages: list[list[tuple[int, int, str]]], drawn: str = "", password: str = "") -> bytes:
    """A PDF whose font carries a map back to characters, as printers write it: text can be taken out of it.

    Each text stands where it says, letters 12 points wide; `drawn` stands on every page.
    """
    letters = sorted(set("".join(text for page in pages for _, _, text in page)))
    codes = {letter: number for number, letter in enumerate(letters, 1)}
    pairs = "".join(f"<{code:04X}> <{ord(letter):04X}>\n" for letter, code in codes.items())
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /M def /CMapType 2 def\n"
        "1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
        f"{len(codes)} beginbfchar\n{pairs}endbfchar endcmap end end"
    )
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{' '.join(f'{7 + 2 * n} 0 R' for n in range(len(pages)))}]/Count {len(pages)}>>",
        "<</Type/Font/Subtype/Type0/BaseFont/Song/Encoding/Identity-H/DescendantFonts[4 0 R]/ToUnicode 5 0 R>>",
        "<</Type/Font/Subtype/CIDFontType2/BaseFont/Song/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
        "/DW 1000/FontDescriptor 6 0 R>>",
        f"<</Length {len(cmap)}>>stream\n{cmap}\nendstream",
        "<</Type/FontDescriptor/FontName/Song/Flags 4/FontBBox[0 0 1000 1000]/ItalicAngle 0/Ascent 800/Descent -200"
        "/CapHeight 700/StemV 80>>",
    ]
    for page in pages:
        shown = drawn + "".join(
            f"BT /F 12 Tf {x} {y} Td <{''.join(f'{codes[c]:04X}' for c in text)}> Tj ET\n" for x, y, text in page
        )
        objects += [
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents {len(objects) + 2} 0 R"
            "/Resources<</Font<</F 3 0 R>>>>>>",
            f"<</Length {len(shown)}>>stream\n{shown}\nendstream",
        ]
    out = b"%PDF-1.7\n"
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{content}\nendobj\n".encode("latin-1")
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{place:010} 00000 n \n".encode() for place in places)
    # An encryption entry whose password nobody knows.
    locked = (
        "/Encrypt<</Filter/Standard/V 1/R 2/O<" + "11" * 32 + ">/U<" + "22" * 32 + ">/P -4>>/ID[<00><00>]"
        if password
        else ""
    )
    out += f"trailer<</Size {len(objects) + 1}/Root 1 0 R{locked}>>\nstartxref\n{start}\n%%EOF".encode()
    return out


def bomb() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"0" * (60 * 1024 * 1024))
    return buffer.getvalue()


def archive(names: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as packed:
        for name, data in names.items():
            packed.writestr(name, data)
    return buffer.getvalue()


def ole(stream: str) -> bytes:
    """A container whose directory lists one stream, with nothing in it."""
    name = stream.encode("utf-16-le")
    entry = name.ljust(64, b"\x00") + (len(name) + 2).to_bytes(2, "little") + b"\x02"
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 504 + entry.ljust(512, b"\x00")


def open_text() -> bytes:
    """An OpenDocument text, no more of it than a reader needs."""
    names = 'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" office:version="1.2" '
    names += 'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    body = "".join(f"<text:p>{line}</text:p>" for line in LINES)
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.2">'
        '<manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.text"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
    )
    content = (
        f"<office:document-content {names}><office:body><office:text>{body}</office:text></office:body>"
        "</office:document-content>"
    )
    return archive(
        {
            "mimetype": b"application/vnd.oasis.opendocument.text",
            "content.xml": content.encode(),
            "META-INF/manifest.xml": manifest.encode(),
        }
    )


def rich_text() -> bytes:
    body = "".join("".join(f"\\u{ord(letter)}?" for letter in line) + "\\par " for line in LINES)
    return ("{\\rtf1\\ansi\\uc1 " + body + "}").encode()


def slides() -> bytes:
    """Two slides, stored in another order than they are shown; the second has a table."""
    a = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    p = 'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
    r = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'

    def paragraph(text: str) -> str:
        return f"<a:p><a:r><a:t>{text[:3]}</a:t></a:r><a:r><a:t>{text[3:]}</a:t></a:r></a:p>"

    def slide(inside: str) -> bytes:
        return f"<p:sld {a} {p}><p:cSld><p:spTree>{inside}</p:spTree></p:cSld></p:sld>".encode()

    rows = "".join("<a:tr>" + "".join(f"<a:tc><a:txBody>{paragraph(c)}</a:txBody></a:tc>" for c in row) + "</a:tr>" for row in ROWS)  # fmt: skip
    shape = "<p:sp><p:txBody>{}</p:txBody></p:sp>"
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/slide"
    links = "".join(f'<Relationship Id="r{n}" Type="{kind}" Target="slides/slide{n}.xml"/>' for n in (1, 2))
    return archive(
        {
            "ppt/presentation.xml": (
                f'<p:presentation {p} {r}><p:sldIdLst><p:sldId id="256" r:id="r2"/><p:sldId id="257" r:id="r1"/>'
                "</p:sldIdLst></p:presentation>"
            ).encode(),
            "ppt/_rels/presentation.xml.rels": (
                f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{links}</Relationships>'
            ).encode(),
            "ppt/slides/slide1.xml": slide(
                shape.format(paragraph(LINES[2])) + f"<p:graphicFrame><a:tbl>{rows}</a:tbl></p:graphicFrame>"
            ),
            "ppt/slides/slide2.xml": slide(shape.format(paragraph(LINES[0])) + shape.format(paragraph(LINES[1]))),
        }
    )


def numbered(abstract: str, numbers: str, body: str, styles: str = "") -> bytes:
    """A Word document from its own XML: lists, their use, paragraphs, styles. `w:` is bound."""
    w = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        + "".join(
            f'<Override PartName="/word/{name}.xml" ContentType="application/vnd.openxmlformats-officedocument.'
            f'wordprocessingml.{kind}+xml"/>'
            for name, kind in (("document", "document.main"), ("numbering", "numbering"), ("styles", "styles"))
        )
        + "</Types>"
    )
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    packaged = "http://schemas.openxmlformats.org/package/2006/relationships"
    return archive(
        {
            "[Content_Types].xml": types.encode(),
            "_rels/.rels": (
                f'<Relationships xmlns="{packaged}"><Relationship Id="r1" Type="{office}/officeDocument" '
                'Target="word/document.xml"/></Relationships>'
            ).encode(),
            "word/_rels/document.xml.rels": (
                f'<Relationships xmlns="{packaged}">'
                f'<Relationship Id="r1" Type="{office}/numbering" Target="numbering.xml"/>'
                f'<Relationship Id="r2" Type="{office}/styles" Target="styles.xml"/></Relationships>'
            ).encode(),
            "word/document.xml": f"<w:document {w}><w:body>{body}</w:body></w:document>".encode(),
            "word/numbering.xml": f"<w:numbering {w}>{abstract}{numbers}</w:numbering>".encode(),
            "word/styles.xml": f"<w:styles {w}>{styles}</w:styles>".encode(),
        }
    )
