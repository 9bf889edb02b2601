"""What a file is, by its content; its name is never trusted."""

from __future__ import annotations

import csv
import io
import re
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Collection

from evalcore.loaders.package import directory

OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")

_WORD_HEAD = b"\xec\xa5"
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")  # no tab, no end of a line or a page
_WRITTEN = re.compile(rb"[^\x00 \t\r\n]")

#: signature → format name, for what is recognised only to be refused with the right remedy
_OTHER = (
    (b"\x89PNG", "image"), (b"\xff\xd8\xff", "image"), (b"GIF8", "image"), (b"BM", "image"),
    (b"II*\x00", "image"), (b"MM\x00*", "image"), (b"Rar!", "rar"), (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\x1f\x8b", "gzip"), (b"MZ", "program"), (b"\x7fELF", "program"),
)  # fmt: skip


def sniff(data: bytes) -> str:
    """Format by content, or what it is instead.

    Read: xlsx docx ods zip xls doc rtf pdf html xml2003 mht csv text. Refused: xlsb odt pptx image rar 7z …,
    "empty" no bytes, "encrypted" password, "broken-zip" cut short, "ole" other OLE2, "binary" unknown.
    """
    if not _WRITTEN.search(data):
        return "empty"
    if data.startswith(ZIP):
        return _zip_kind(data)
    if data.startswith(OLE2):
        return _ole_kind(data)
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data[:1024].lstrip().startswith(b"{\\rtf"):
        return "rtf"
    for signature, name in _OTHER:
        if data.startswith(signature):
            return name
    text = decode(data[:65536])
    if text is None:
        return "binary"
    return _text_kind(text)


def _zip_kind(data: bytes) -> str:
    plain = directory(data)
    if plain is not None and "mimetype" not in plain:
        return _kind_of(plain.keys(), b"")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = set(package.namelist())
            kind = b""
            if "mimetype" in names and package.getinfo("mimetype").file_size < 200:
                kind = package.read("mimetype")
    except (zipfile.BadZipFile, zlib.error, struct.error, OSError, ValueError, RuntimeError, EOFError):
        return "broken-zip"
    return _kind_of(names, kind)


def _kind_of(names: Collection[str], kind: bytes) -> str:
    """The format of a package by the names of its parts and what it calls itself."""
    if b"opendocument.spreadsheet" in kind:
        return "ods"
    if b"opendocument.text" in kind:
        return "odt"
    if "xl/workbook.bin" in names:
        return "xlsb"
    if "[Content_Types].xml" in names:
        for prefix, name in (("xl/", "xlsx"), ("word/", "docx"), ("ppt/", "pptx")):
            if any(entry.startswith(prefix) for entry in names):
                return name
    return "zip"


def _ole_kind(data: bytes) -> str:
    """Stream names stand in UTF-16 in the directory entries; the OLE2 file need not be whole."""

    def has(name: str) -> bool:
        return name.encode("utf-16-le") + b"\x00\x00" in data

    if has("EncryptedPackage"):
        return "encrypted"
    if has("WordDocument"):
        return "encrypted" if _is_locked(data) else "doc"
    if has("Workbook") or has("Book") or has("ETExtData"):
        return "xls"
    return "ole"


def _is_locked(data: bytes) -> bool:
    """Whether the head of a Word document, at the start of a sector, says that it is encrypted."""
    at = data.find(_WORD_HEAD, 512)
    while at >= 0:
        if at % 512 == 0:
            return bool(int.from_bytes(data[at + 10 : at + 12], "little") & 0x0100)
        at = data.find(_WORD_HEAD, at + 1)
    return False


def decode(data: bytes) -> str | None:
    """Text of bytes: BOM, UTF-8, else GB18030 (GBK), else UTF-16 without BOM; None when it is no text."""
    for mark, encoding in (
        (b"\xef\xbb\xbf", "utf-8"),
        (b"\xff\xfe", "utf-16-le"),
        (b"\xfe\xff", "utf-16-be"),
    ):
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, errors="replace")
    if data.count(0) > len(data) // 8:
        for encoding in ("utf-16-le", "utf-16-be"):
            text = data.decode(encoding, errors="replace")
            if text.count("\ufffd") * 50 < len(text) and "\x00" not in text:
                return text
        return None
    # A read of the first bytes may end inside a character: up to three bytes are given up.
    for encoding in ("utf-8", "gb18030"):
        for cut in range(4):
            try:
                text = data[: len(data) - cut].decode(encoding)
            except UnicodeDecodeError:
                continue
            return text if len(_CONTROL.findall(text)) * 100 <= len(text) else None
    text = data.decode("gb18030", errors="replace")
    return text if text.count("\ufffd") * 20 < len(text) and "\x00" not in text else None


def _text_kind(text: str) -> str:
    head = text[:4096].lstrip("\ufeff \t\r\n").lower()
    if head.startswith("<"):
        if "urn:schemas-microsoft-com:office:spreadsheet" in head and "<workbook" in text.lower():
            return "xml2003"
        if re.search(r"<(?:html|table|!doctype html|body|div|meta|style|head)\b", head):
            return "html"
        if "wordprocessingml" in head or "word/2003" in head or "w:worddocument" in head:
            return "word-xml"
        return "xml"
    if head.startswith("mime-version:") or "\nmime-version:" in head[:600]:
        return "mht"
    return "csv" if delimiter(text) else "text"


def delimiter(text: str) -> str | None:
    """The delimiter of a table of text, None for prose: most lines must split into as many fields."""
    lines = [line for line in text.splitlines()[:60] if line.strip()]
    if len(lines) < 2:
        return None
    best: tuple[float, str] | None = None
    for mark in ("\t", ",", ";", "|"):
        try:
            widths = Counter(len(row) for row in csv.reader(lines, delimiter=mark) if row)
        except csv.Error:
            continue
        width, count = max(widths.items(), key=lambda item: (item[1], item[0]), default=(0, 0))
        share = count / max(1, sum(widths.values()))
        if width >= 2 and share >= 0.6 and (best is None or share * width > best[0]):
            best = (share * width, mark)
    return best[1] if best else None
