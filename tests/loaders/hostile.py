"""Files that do harm: built here, so that a fresh clone tests them too."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path

from evalcore.loaders.document import column_name
from evalcore.loaders.limits import Reader
from tests.loaders import sketch
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

LAUGHS = b"<!DOCTYPE x [<!ENTITY a0 'ha'>" + b"".join(
    b"<!ENTITY a%d '%s'>" % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 12)
)


def laughing_word() -> bytes:
    return rewrite(
        rewrite(WORD, "word/document.xml", {"城区公厕管护": b"&a11;"}),
        "word/document.xml",
        append=LAUGHS + b"]>",
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


def peak_mb(reader: Reader) -> float | None:
    """The most memory a reader's child ever held; None where the system does not say, or it was stopped."""
    child = reader._child
    status = Path(f"/proc/{child.pid}/status") if child is not None else Path("/nowhere")
    found = re.search(r"VmHWM:\s+(\d+)", status.read_text()) if status.exists() else None
    return int(found[1]) / 1024 if found else None


def part(data: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return package.read(name)


def references(text: str) -> bytes:
    """The text as openpyxl writes it."""
    return "".join(f"&#{ord(character)};" for character in text).encode()


def letters(col: int) -> bytes:
    return column_name(col).encode()


def pdf(objects: Sequence[bytes], trailer: bytes = b"") -> bytes:
    """Objects numbered from 1; the first is the catalogue."""
    out, starts = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, 1):
        starts.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % start for start in starts)
    head = b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table)
    last = b"trailer <</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF" % (
        len(objects) + 1,
        trailer,
        len(out),
    )
    return out + head + last


def pdf_stream(content: bytes, entries: bytes = b"") -> bytes:
    packed = zlib.compress(content)
    return b"<</Length %d/Filter/FlateDecode%s>>\nstream\n%s\nendstream" % (len(packed), entries, packed)


def locked_pdf() -> bytes:
    """Encrypted under a password nobody knows: O and U are of none."""
    lock = b"/Filter/Standard/V 2/R 3/Length 128/P -44/O<" + b"5a" * 32 + b">/U<" + b"a5" * 32 + b">"
    pages = b"<</Type/Pages/Kids[]/Count 0>>"
    return pdf(
        [b"<</Type/Catalog/Pages 2 0 R>>", pages, b"<<" + lock + b">>"], b"/Encrypt 3 0 R/ID[<00><00>]"
    )


def locked_zip() -> bytes:
    """A member marked as encrypted."""
    data = bytearray(archive({"表.xlsx": FORM}))
    for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(signature)
        while at >= 0:
            data[at + flags] |= 1
            at = data.find(signature, at + 4)
    return bytes(data)


def ods(name: str = "") -> bytes:
    """The form as ods; its project is PLAIN's unless a name is given."""
    rows = [["项目名称", name, *line[2:]] if name and line[0] == "项目名称" else line for line in PLAIN]
    return sketch.ods("自评表", rows)


def locked_ods() -> bytes:
    lock = b'<manifest:file-entry manifest:full-path="content.xml"><manifest:encryption-data/></manifest:file-entry>'
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("content.xml", bytes(range(256)) * 20)
        package.writestr("META-INF/manifest.xml", b"<manifest:manifest>" + lock + b"</manifest:manifest>")
    return stream.getvalue()


def xml2003(rows: str, declared: bytes = b"") -> bytes:
    space = "urn:schemas-microsoft-com:office:spreadsheet"
    book = f'<Workbook xmlns="{space}" xmlns:ss="{space}"><Worksheet ss:Name="表"><Table>{rows}</Table></Worksheet></Workbook>'
    return b'<?xml version="1.0"?>' + declared + book.encode()


def _record(kind: int, content: bytes) -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


#: BOF of a workbook, FILEPASS (RC4), and what can no longer be read
LOCKED_BOOK = _record(0x809, struct.pack("<HHHHII", 0x600, 5, 0x2000, 0x7CD, 0, 6)) + _record(
    0x2F, b"\1\0" + b"k" * 52
)
#: the head of a Word document with its encrypted flag
LOCKED_TEXT = b"\xec\xa5\xc1\x00" + b"\0" * 6 + struct.pack("<H", 0x0100) + b"\0" * 20


def ole(streams: dict[str, bytes]) -> bytes:
    """A compound file of a few streams, each at least 4,096 bytes long."""
    whole = {name: content.ljust(4096, b"\0") for name, content in streams.items()}
    chains, sectors = [[0xFFFFFFFD], [0xFFFFFFFE]], [b"", b""]  # the table itself, the directory
    entries = [_entry("Root Entry", 5, 0xFFFFFFFE, 0, 1)]
    for number, (name, content) in enumerate(whole.items(), 1):
        first = len(sectors)
        pieces = [content[at : at + 512].ljust(512, b"\0") for at in range(0, len(content), 512)]
        sectors += pieces
        chains.append([*range(first + 1, first + len(pieces)), 0xFFFFFFFE])
        following = number + 1 if number < len(whole) else 0xFFFFFFFF
        entries.append(_entry(name, 2, first, len(content), 0xFFFFFFFF, following))
    table = [number for chain in chains for number in chain]
    sectors[0] = struct.pack("<128I", *table, *[0xFFFFFFFF] * (128 - len(table)))
    sectors[1] = b"".join(entries).ljust(512, b"\0")
    head = struct.pack(
        "<8s16xHHHHH6xIIIIIIIII", OLE, 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0
    )
    return head + struct.pack("<109I", 0, *[0xFFFFFFFF] * 108) + b"".join(sectors)


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def _entry(name: str, kind: int, first: int, size: int, child: int, following: int = 0xFFFFFFFF) -> bytes:
    text = name.encode("utf-16-le")
    return text.ljust(64, b"\0") + struct.pack(
        "<HBBIII16xI16xIQ", len(text) + 2, kind, 1, 0xFFFFFFFF, following, child, 0, first, size
    )
