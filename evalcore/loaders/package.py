"""The directory of a small zip package, read at a third of zipfile's cost: many small files are read for their few parts.

What is not plain (zip64, several disks, a password, damage) gives None: limits.open_package reads it and says what is wrong.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from typing import NamedTuple

from evalcore.loaders.limits import MAX_UNPACKED

_END = struct.Struct("<4sHHHHLLH")  # of the package
_ENTRY = struct.Struct("<4sBBBBHHHHLLLHHHHHLL")  # one of its directory
_LONG = 0xFFFFFFFF  # a number that stands elsewhere: zip64
_MANY = 200  # entries; an office's file has a few dozen
_PASSWORD, _UTF8 = 1, 0x800


class Entry(NamedTuple):
    """One part of a package: where it begins, how it is packed, what it must be once unpacked."""

    offset: int
    method: int
    packed_size: int
    file_size: int
    crc: int


def directory(data: bytes) -> dict[str, Entry] | None:
    """Name → entry of a plain package whose parts together are not too large; None for any other."""
    end = data.rfind(b"PK\5\6", max(0, len(data) - 1024))
    if end < 0 or len(data) < end + _END.size:
        return None
    _, disk, first, here, count, size, at, _ = _END.unpack_from(data, end)
    if disk or first or here != count or count > _MANY or at + size != end:
        return None
    found: dict[str, Entry] = {}
    whole = 0
    for _ in range(count):
        if at + _ENTRY.size > end:
            return None
        fields = _ENTRY.unpack_from(data, at)
        mark, flags, method, crc, packed_size, file_size = fields[0], fields[5], fields[6], *fields[9:12]
        name_size, extra, comment, offset = *fields[12:15], fields[18]
        if mark != b"PK\1\2" or flags & _PASSWORD or _LONG in (packed_size, file_size, offset):
            return None
        name = data[at + _ENTRY.size : at + _ENTRY.size + name_size]
        try:
            text = name.decode("utf-8" if flags & _UTF8 else "ascii")
        except UnicodeDecodeError:
            return None
        if text in found:
            return None
        found[text] = Entry(offset, method, packed_size, file_size, crc)
        whole += file_size
        at += _ENTRY.size + name_size + extra + comment
    return found if at == end and whole <= MAX_UNPACKED else None


def packed(data: bytes, entry: Entry) -> bytes:
    """A part as it is packed. Raises struct.error where the package ends before it."""
    name, extra = struct.unpack_from("<HH", data, entry.offset + 26)
    start = entry.offset + 30 + name + extra
    return data[start : start + entry.packed_size]


def inflated(content: bytes, entry: Entry) -> bytes:
    """A part unpacked. Raises zlib.error or BadZipFile for one that is damaged or not as long as it says."""
    if entry.method == zipfile.ZIP_DEFLATED:
        content = zlib.decompressobj(-zlib.MAX_WBITS).decompress(content, entry.file_size + 1)
    elif entry.method != zipfile.ZIP_STORED:
        raise zipfile.BadZipFile(f"compression {entry.method}")
    if len(content) != entry.file_size or zlib.crc32(content) != entry.crc:
        raise zipfile.BadZipFile("bad length or CRC")
    return content
