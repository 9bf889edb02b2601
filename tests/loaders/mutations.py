"""Damage to real files, by bytes and by structure: what a bad disk, a bad program or a bad person makes of a form."""

from __future__ import annotations

import io
import random
import re
import struct
import zipfile
import zlib

from evalcore.loaders.sniff import sniff

LONGEST = 100_000  # of one repeated piece
PACKAGES = ("xlsx", "docx", "ods")
_VALUES = (
    b'"999999999"',
    b'"-1"',
    b'"0"',
    b"",
    b'"ZZZ9"',
    b"1e999",
    b'"A1:XFD1048576"',
    b"\xff\xfe",
    b"&#0;",
)


def mutate(data: bytes, chance: random.Random) -> bytes:
    """One damaged copy, the same for the same state of `chance`."""
    kind = sniff(data)
    if chance.random() < 0.2:
        return in_bytes(data, chance)
    if kind in PACKAGES:
        return in_package(data, chance)
    if kind == "pdf":
        return in_pdf(data, chance)
    if kind in ("xls", "doc"):
        return in_sectors(data, chance)
    if kind == "csv":
        return in_fields(data, chance)
    return in_marks(data, chance)


def in_bytes(data: bytes, chance: random.Random) -> bytes:
    """Bytes changed, dropped, repeated, put in, cut off."""
    out = bytearray(data)
    for _ in range(chance.choice((1, 3, 20))):
        if not out:
            break
        at = chance.randrange(len(out))
        kind = chance.randrange(5)
        if kind == 0:
            out[at] = chance.randrange(256)
        elif kind == 1:
            del out[at : at + chance.randrange(1, 200)]
        elif kind == 2:
            out[at:at] = out[at : at + chance.randrange(1, 200)]
        elif kind == 3:
            out[at:at] = bytes(chance.randrange(256) for _ in range(chance.randrange(1, 20)))
        elif len(out) > 10:
            del out[chance.randrange(len(out)) :]
    return bytes(out)


def in_marks(data: bytes, chance: random.Random) -> bytes:
    """Whole elements and values swapped, repeated, dropped, nested: mostly still XML."""
    pieces = re.split(rb'(<[^<>]*>|"[^"]*")', data)
    for _ in range(chance.choice((1, 4, 12))):
        a, b = chance.randrange(len(pieces)), chance.randrange(len(pieces))
        kind = chance.randrange(4)
        if kind == 0:
            pieces[a], pieces[b] = pieces[b], pieces[a]
        elif kind == 1:
            pieces[a] = chance.choice((*_VALUES, pieces[b]))
        elif kind == 2:
            low, high = sorted((a, min(b, a + 60)))
            pieces[low:low] = pieces[low:high]
        else:
            pieces[a] = (pieces[a] * chance.choice((2, 300)))[:LONGEST]
    return b"".join(pieces)


def in_package(data: bytes, chance: random.Random) -> bytes:
    """A part damaged behind its checksum; parts dropped, doubled, exchanged, renamed; lengths that lie."""
    with zipfile.ZipFile(io.BytesIO(data)) as old:
        parts = [(entry.filename, old.read(entry)) for entry in old.infolist()]
    weights = [len(content) + 1 for _, content in parts]
    chosen = chance.choices(range(len(parts)), weights)[0]
    name, content = parts[chosen]
    kind = chance.randrange(10)
    if kind < 5:
        parts[chosen] = name, in_marks(content, chance)
    elif kind < 7:
        parts[chosen] = name, in_bytes(content, chance)
    elif kind == 7:
        del parts[chance.randrange(len(parts))]
    elif kind == 8:
        other = chance.randrange(len(parts))
        parts[chosen], parts[other] = (name, parts[other][1]), (parts[other][0], content)
    else:
        parts[chosen] = chance.choice((name.upper(), name + "x", "../" + name)), content
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", chance.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED))) as new:
        for each, inner in parts:
            new.writestr(each, inner)
    out = bytearray(stream.getvalue())
    if chance.random() < 0.1:
        at = out.index(b"PK\x01\x02")
        struct.pack_into("<I", out, at + chance.choice((20, 24, 42)), chance.randrange(2**32))
    return bytes(out)


def in_pdf(data: bytes, chance: random.Random) -> bytes:
    """Objects exchanged, references turned to others (loops), numbers made huge, content streams rewritten."""
    kind = chance.randrange(5)
    if kind == 0:
        pieces = re.split(rb"(?<=endobj)", data)
        a, b = chance.randrange(len(pieces)), chance.randrange(len(pieces))
        pieces[a], pieces[b] = pieces[b], pieces[a]
        return b"".join(pieces)
    if kind == 1:
        highest = max((int(n) for n in re.findall(rb"(\d{1,6}) 0 obj", data)), default=1)
        return _some(rb"(\d+) 0 R", lambda _: b"%d 0 R" % chance.randrange(highest + 2), data, chance)
    if kind == 2:
        numbers = (b"-1", b"0", b"99999999999", b"1e30", b"0.0000001", b"4294967295")
        return _some(rb"(?<=[ \[])\d+(?:\.\d+)?(?=[ \]/>])", lambda _: chance.choice(numbers), data, chance)
    if kind == 3:
        return _some(
            rb"/[A-Z][A-Za-z]+",
            lambda _: chance.choice((b"/Kids", b"/Parent", b"/Length", b"/X")),
            data,
            chance,
        )
    found = list(re.finditer(rb"stream\r?\n(.*?)\r?\nendstream", data, re.DOTALL))
    if not found:
        return in_bytes(data, chance)
    stream = chance.choice(found)
    try:
        content = zlib.decompress(stream[1])
    except zlib.error:
        return in_bytes(data, chance)
    words = content.split(b" ")
    for _ in range(chance.choice((1, 5, 40))):
        a, b = chance.randrange(len(words)), chance.randrange(len(words))
        words[a] = chance.choice((words[b], b"-99999", b"q q q", b"Tj", b"1e9", b"BT"))
    return data[: stream.start(1)] + zlib.compress(b" ".join(words)) + data[stream.end(1) :]


def _some(pattern: bytes, new: object, data: bytes, chance: random.Random) -> bytes:
    """A few places of a pattern replaced."""
    places = list(re.finditer(pattern, data))
    chosen = {match.start() for match in chance.sample(places, min(len(places), chance.choice((1, 3, 10))))}
    assert callable(new)
    return re.sub(pattern, lambda match: new(match) if match.start() in chosen else match[0], data)


def in_sectors(data: bytes, chance: random.Random) -> bytes:
    """Sectors of a compound file exchanged, copied, emptied; links of its table turned; records of any length."""
    out = bytearray(data)
    count = max(2, len(out) // 512)
    for _ in range(chance.choice((1, 3, 8))):
        a, b = (512 * chance.randrange(count) for _ in range(2))
        kind = chance.randrange(4)
        if kind == 0:
            out[a : a + 512], out[b : b + 512] = out[b : b + 512], out[a : a + 512]
        elif kind == 1:
            out[a : a + 512] = out[b : b + 512]
        elif kind == 2:
            out[a : a + 512] = bytes(512)
        elif a + 508 < len(out):
            link = chance.choice((0, 1, a // 512, 0xFFFFFFFE, chance.randrange(2**32)))
            struct.pack_into("<I", out, a + 4 * chance.randrange(127), link)
    return bytes(out)


def in_fields(data: bytes, chance: random.Random) -> bytes:
    """Fields swapped, quotes left open, marks doubled, lines joined, a piece in another encoding."""
    pieces = re.split(rb"([,\t\r\n\"]+)", data)
    for _ in range(chance.choice((1, 4, 12))):
        a, b = chance.randrange(len(pieces)), chance.randrange(len(pieces))
        kind = chance.randrange(5)
        if kind == 0:
            pieces[a], pieces[b] = pieces[b], pieces[a]
        elif kind == 1:
            pieces[a] = chance.choice((b'"', b'""', b"\0", b"\r", b"=1+1", b"," * 500, b"\xa3\xbd"))
        elif kind == 2:
            pieces[a] = (pieces[a] * chance.choice((2, 5_000)))[:LONGEST]
        elif kind == 3:
            pieces[a] = (
                pieces[a].decode("gb18030", "replace").encode(chance.choice(("utf-16", "utf-8", "gb18030")))
            )
        else:
            del pieces[a : a + chance.randrange(1, 6)]
            pieces = pieces or [b"x"]
    return b"".join(pieces)
