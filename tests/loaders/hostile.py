"""Files that do harm: built here, so that a fresh clone tests them too."""

from __future__ import annotations

import io
import zipfile

from tests.loaders.layouts import PLAIN
from tests.loaders.sketch import word, xlsx


def rewrite(data: bytes, part: str, change: dict[str, bytes] | None = None, *, append: bytes = b"") -> bytes:
    """A package with bytes of one part replaced, or with bytes put in front of its root element."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            content = old.read(entry)
            if entry.filename == part:
                for text, replacement in (change or {}).items():
                    assert text.encode() in content
                    content = content.replace(text.encode(), replacement)
                if append:
                    start = content.index(b"?>") + 2 if content.startswith(b"<?xml") else 0
                    content = b'<?xml version="1.0" encoding="UTF-8"?>' + append + content[start:]
            new.writestr(entry.filename, content)
    return stream.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
FORM = xlsx({"自评表": PLAIN})
WORD = word([PLAIN])

_LAUGHS = b"<!DOCTYPE x [<!ENTITY a0 'ha'>" + b"".join(
    b"<!ENTITY a%d '%s'>" % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 12)
)


def laughing_word() -> bytes:
    return rewrite(
        rewrite(WORD, "word/document.xml", {"城区公厕管护": b"&a11;"}),
        "word/document.xml",
        append=_LAUGHS + b"]>",
    )


def external_entity(target: str) -> bytes:
    """A Word form whose unit is the content of a file of the machine."""
    declared = f'<!DOCTYPE x [<!ENTITY e SYSTEM "file://{target}">]>'.encode()
    return rewrite(
        rewrite(WORD, "word/document.xml", {"望江区环卫所": b"&e;"}), "word/document.xml", append=declared
    )


def big_sheet(megabytes: int) -> bytes:
    row = b'<row r="1"><c r="A1" t="inlineStr"><is><t>' + b"A" * (1 << 20) + b"</t></is></c></row>"
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(FORM)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            if entry.filename != SHEET:
                new.writestr(entry.filename, old.read(entry))
        with new.open(SHEET, "w") as part:
            part.write(
                b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
            )
            for _ in range(megabytes):
                part.write(row)
            part.write(b"</sheetData></worksheet>")
    return stream.getvalue()


def styled_empty_rows(count: int) -> bytes:
    """The form, and below it rows of styled empty cells as a careless paste leaves them."""
    with zipfile.ZipFile(io.BytesIO(FORM)) as package:
        sheet = package.read(SHEET)
    rows = b"".join(
        b'<row r="%d">%s</row>' % (r, b"".join(b'<c r="%c%d" s="0"/>' % (65 + c, r) for c in range(8)))
        for r in range(100, 100 + count)
    )
    return rewrite(FORM, SHEET, {"</sheetData>": rows + b"</sheetData>"}) if sheet else FORM


def far_cell() -> bytes:
    """A stray value in the last cell of the sheet, and a merge over everything."""
    stray = b'<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row></sheetData>'
    return rewrite(FORM, SHEET, {"</sheetData>": stray})


def archive(members: dict[str, bytes], *, encoding: str = "utf-8") -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in members.items():
            if encoding == "utf-8":
                package.writestr(name, content)
            else:
                entry = zipfile.ZipInfo(name.encode(encoding).decode("cp437"))
                entry.flag_bits = 0
                package.writestr(entry, content)
    data = stream.getvalue()
    return data if encoding == "utf-8" else _without_utf8_flag(data, members, encoding)


def _without_utf8_flag(data: bytes, members: dict[str, bytes], encoding: str) -> bytes:
    """zipfile writes cp437 names as UTF-8 with its flag; put the raw bytes of the name back."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old:
        entries = [(entry, old.read(entry)) for entry in old.infolist()]

    class Raw(zipfile.ZipInfo):
        raw = b""

        def _encodeFilenameFlags(self) -> tuple[bytes, int]:
            return self.raw, 0

    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for (_, content), name in zip(entries, members, strict=True):
            entry = Raw("member")
            entry.raw = name.encode(encoding)
            new.writestr(entry, content)
    return stream.getvalue()
