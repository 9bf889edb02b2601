"""The fast way to read an xlsx: one pass of a regular expression over each sheet's bytes, nothing built that is empty.

Taken only where every mark between <sheetData> and its end is one of the few that Excel, WPS, LibreOffice and openpyxl
write for a plain sheet; whatever else stands there (hidden rows, formulas without a result, prefixes, comments, CDATA)
goes to xlsx.py, which reads it whole and is the oracle in tests. calamine unpacks the package a second time and tells
neither formats nor formulas nor hidden rows: with the checks it needed, 1.6 times as slow. Speed: tests/bench/reading.py.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from operator import itemgetter

from lxml import etree

from evalcore.loaders.document import Cell, Document, Grid, MergeSpan
from evalcore.loaders.limits import MB, UNREADABLE
from evalcore.loaders.number_format import BUILT_IN, display, general
from evalcore.loaders.package import Entry, directory, inflated, packed
from evalcore.loaders.xml import parser
from evalcore.model import Source

MAX_PLAIN = 2 * MB  # of a sheet's XML: what is larger is read piece by piece
_EMPTY = (
    r"<c [^<]*+(?:</c>|(?<=/>))|</?row[^<]*+|[^<]++"  # what holds nothing: most marks of a form with borders
)
#: one written cell with the empty ones before it; anything but the marks of a plain sheet is caught by the last group
_WRITTEN = re.compile(
    rf"(?:{_EMPTY})*+"
    r'(?:<c r="([A-Z]{1,3}+)([1-9]\d{0,6}+)"(?: s="(\d++)")?+(?: t="([a-zA-Z]++)")?+'
    r">(?:<f[^<]*+(?:</f>|(?<=/>)))?+"
    r'(?:<v>([^<]++)</v>|<is><t(?: xml:space="preserve")?+>([^<]++)</t></is>)</c>'
    r"|(<)|\Z)"
)
_MERGE = re.compile(r'<mergeCell ref="([A-Z]{1,3})([1-9]\d{0,6}):([A-Z]{1,3})([1-9]\d{0,6})" ?/>')
_XFS = re.compile(r"<cellXfs.*?</cellXfs>", re.DOTALL)
_XF = re.compile(r"<xf [^>]*>")
_FORMAT_ID = re.compile(r'numFmtId="(\d+)"')
_CUSTOM = re.compile(r'<numFmt numFmtId="(\d+)" formatCode="([^"]*)"')
_SHEET = re.compile(r"<sheet [^<>]*>")
_RELATION = re.compile(r"<Relationship [^>]*>")
_READING_AID = re.compile(r"<rPh[ >].*?</rPh>", re.DOTALL)
_BETWEEN = "\ue000"  # a mark that no office types: between two texts
_RUN = re.compile(r"<t(?: [^<>]*)?>([^<]*)</t>")


class _Columns(dict[str, int]):
    """ "C" → 2."""

    def __missing__(self, letters: str) -> int:
        col = 0
        for letter in letters:
            col = col * 26 + ord(letter) - 64
        self[letters] = col - 1
        return col - 1


_COLUMN = _Columns()  # of three letters at most, so it stays small


class _NotPlain(Exception):
    """A part that is left to xlsx.py."""


_COLUMN_OF = itemgetter(1)  # of a position
_GENERAL = ("", "General", "@", "GENERAL")


def read_plain(data: bytes, source: Source) -> Document | None:
    """Every worksheet of a plain workbook with the values its formulas had; None for one that is not plain."""
    package = directory(data)
    if package is None:
        return None
    try:
        book = _part(package, data, "xl/workbook.xml")
        targets = _targets(_part(package, data, "xl/_rels/workbook.xml.rels"))
        strings = _strings(_part(package, data, "xl/sharedStrings.xml"))
        styles = package.get("xl/styles.xml")
        formats = _formats(packed(data, styles), styles) if styles is not None else ()
        tags = _SHEET.findall(book)
        if not book or strings is None or "date1904" in book or len(tags) != book.count("<sheet "):
            return None
        grids = []
        for tag in tags:
            path = targets.get(_attribute(tag, "r:id"), "")
            sheet = _part(package, data, path)
            hidden = _attribute(tag, "state") in ("hidden", "veryHidden")
            grid = _grid(sheet, _attribute(tag, "name"), hidden, strings, formats)
            if grid is None or "worksheets/" not in path:
                return None
            grids.append(grid)
    except (_NotPlain, IndexError, etree.XMLSyntaxError, *UNREADABLE):
        return None  # xlsx.py says what is wrong with it
    return Document(source, tuple(grids), ())


def _part(package: Mapping[str, Entry], data: bytes, path: str) -> str:
    """A part of the package as text, "" where there is none. Raises _NotPlain for what is not read at once."""
    entry = package.get(path)
    return "" if entry is None else _printed(packed(data, entry), entry)


def _printed(content: bytes, entry: Entry) -> str:
    if entry.file_size > MAX_PLAIN:
        raise _NotPlain
    text = inflated(content, entry).decode()
    if "<!" in text:
        raise _NotPlain  # comments, CDATA, entities of the file's own
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text


def _texts(printed: list[str]) -> list[str]:
    """Texts without references, all at once, as openpyxl writes every Chinese character as one.

    Raises XMLSyntaxError for a reference that no plain file has, _NotPlain for a text that holds _BETWEEN.
    """
    joined = _BETWEEN.join(printed)
    if "&" not in joined:
        return printed
    texts = (etree.fromstring(f"<a>{joined}</a>", parser()).text or "").split(_BETWEEN)
    if len(texts) != len(printed):
        raise _NotPlain
    return texts


def _attribute(tag: str, name: str) -> str:
    """The value of an attribute of a tag, "" where it has none."""
    _, found, rest = tag.partition(f' {name}="')
    return _texts([rest.partition('"')[0]])[0] if found else ""


def _targets(relations: str) -> dict[str, str]:
    """Relation → part."""
    found = {}
    for tag in _RELATION.findall(relations):
        target = _attribute(tag, "Target")
        found[_attribute(tag, "Id")] = (
            target.lstrip("/") if target.startswith("/") else posixpath.join("xl", target)
        )
    return found


def _strings(part: str) -> list[str] | None:
    """The shared strings in their order, without the reading aids of East Asian text."""
    if ":si" in part:
        return None
    strings = []
    for piece in part.replace("<si/>", "<si></si>").split("<si>")[1:]:
        item = piece.partition("</si>")[0]
        if item.startswith("<t>") and "<" not in (inner := item[3:-4]):
            strings.append(inner)
        else:
            strings.append("".join(_RUN.findall(_READING_AID.sub("", item))))
    return [text.replace("_x000D_", "") if "_" in text else text for text in _texts(strings)]


@lru_cache(maxsize=64)
def _formats(content: bytes, entry: Entry) -> tuple[str, ...]:
    """Number format of each cell style, "" where it changes nothing; kept, for offices fill in one template."""
    styles = _printed(content, entry)
    found = _CUSTOM.findall(styles)
    custom = dict(zip((key for key, _ in found), _texts([code for _, code in found]), strict=True))
    block = _XFS.search(styles)
    marks = [_FORMAT_ID.search(xf) for xf in _XF.findall(block.group())] if block else []
    ids = [mark[1] if mark else "0" for mark in marks]
    return tuple(custom.get(key) or BUILT_IN.get(int(key), "") for key in ids)


def _grid(
    sheet: str, title: str, hidden: bool, strings: Sequence[str], formats: Sequence[str]
) -> Grid | None:
    _, began, rest = sheet.partition("<sheetData>")
    content, ended, tail = rest.partition("</sheetData>")
    if not began and "<sheetData/>" in sheet:
        content, tail = "", sheet
    elif not ended:
        return None
    if 'hidden="' in sheet or not tail.rstrip().endswith("</worksheet>"):
        return None
    cells = _cells(content, strings, formats)
    found = _MERGE.findall(tail)
    if cells is None or len(found) != tail.count("<mergeCell "):
        return None
    merges = []
    for left, top, right, bottom in found:
        span = (int(top) - 1, _COLUMN[left], int(bottom) - 1, _COLUMN[right])
        if span[0] <= span[2] and span[1] <= span[3]:
            merges.append(span)
    return Grid(title, cells, *extent(cells, merges), hidden)


def _cells(
    content: str, strings: Sequence[str], formats: Sequence[str]
) -> dict[tuple[int, int], Cell] | None:
    """The written cells; None where a mark is not one of a plain sheet."""
    cells: dict[tuple[int, int], Cell] = {}
    found = _WRITTEN.findall(content)
    values = _texts([marks[5] or marks[4] for marks in found])
    for (letters, number, style, kind, stored, inline, odd), value in zip(found, values, strict=True):
        if inline or kind == "s" or kind == "str":
            if kind == "s" and stored:
                value = strings[int(stored)]
            text = value.strip()
            if text:
                row, col = int(number) - 1, _COLUMN[letters]
                cells[row, col] = Cell(row, col, text, letters + number, value)
        elif stored:
            if kind not in ("", "n"):
                return None  # a truth value, an error, a day: rare
            row, col, amount = int(number) - 1, _COLUMN[letters], float(stored)
            code = formats[int(style)] if style and formats else ""
            text = general(amount) if code in _GENERAL else display(amount, code)
            cells[row, col] = Cell(row, col, text, letters + number, amount, code)
        elif odd:
            return None
    return cells


def extent(
    cells: dict[tuple[int, int], Cell], merges: list[MergeSpan]
) -> tuple[int, int, tuple[MergeSpan, ...]]:
    """Rows and columns of what is written, merged cells included, and the merges within them."""
    n_rows = max(cells, default=(-1, -1))[0] + 1
    n_cols = max(map(_COLUMN_OF, cells), default=-1) + 1
    for top, left, _, right in merges:
        if (top, left) in cells:
            n_cols = max(n_cols, min(right + 1, n_cols + 64))
    return n_rows, n_cols, tuple(span for span in merges if span[0] < n_rows and span[1] < n_cols)
