"""The fast way to read an xlsx: calamine's values and merges, number formats by the style each cell names.

Taken only where nothing it cannot see matters: hidden rows or columns, formulas, dates, truth values, errors, reading
aids in strings. Everything else is read by xlsx.py, which is also the oracle in tests. Speed: tests/bench/reading.py.
"""

from __future__ import annotations

import html
import io
import posixpath
import re
import zipfile
from collections.abc import Mapping, Sequence

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from evalcore.loaders.document import Cell, Document, Grid, MergeSpan, column_name
from evalcore.loaders.limits import MB
from evalcore.loaders.number_format import BUILT_IN, display, general
from evalcore.model import Source

MAX_PLAIN = 2 * MB  # of a sheet's XML: what is larger is read piece by piece
#: what a sheet, the strings or the workbook hold where the values alone do not say what is shown
_NOT_PLAIN = (
    b"<f>", b"<f ", b"<f/", b'hidden="', b't="b"', b't="e"', b't="d"', b"<!DOCTYPE", b"<!ENTITY", b"<rPh",
    b"_x000D_", b"date1904", b":sheetData", b":sst", b":row",
)  # fmt: skip
#: calamine holds every cell up to the last one, empty or not: a stray value far away is read without it
_FAR = re.compile(rb'<(?:c r="(?:[A-Z]{3}|[B-Z][A-Z])\d|row (?:[a-z]+="[^"]*" )*r="\d{5})')
_XFS = re.compile(rb"<cellXfs.*?</cellXfs>", re.DOTALL)
_XF = re.compile(rb"<xf [^>]*>")
_FORMAT_ID = re.compile(rb'numFmtId="(\d+)"')
_CUSTOM = re.compile(rb'<numFmt numFmtId="(\d+)" formatCode="([^"]*)"')
_STYLED = re.compile(rb'<c r="([A-Z]{1,3}\d{1,7})" s="(\d+)"(?: t="n")?>')
_SHEET = re.compile(rb'<sheet [^>]*?r:id="([^"]+)"')
_TARGET = re.compile(rb"<Relationship [^>]*>")
_GENERAL = ("", "General", "@", "GENERAL")


def read_plain(package: zipfile.ZipFile, data: bytes, source: Source) -> Document | None:
    """Every worksheet of a plain workbook, None for a workbook that is not plain (or that calamine cannot read)."""
    parts = _plain_parts(package)
    if parts is None:
        return None
    formats = _formats(parts.get("xl/styles.xml", b""))
    paths = _sheets(parts) if any(form not in _GENERAL for form in formats) else []
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        if paths and len(paths) != len(book.sheet_names):
            return None
        grids = []
        for at, meta in enumerate(book.sheets_metadata):
            if meta.typ != SheetTypeEnum.WorkSheet:
                return None
            sheet = book.get_sheet_by_name(meta.name)
            styled = _styled(parts.get(paths[at], b""), formats) if paths else {}
            merges = [(*first, *last) for first, last in sheet.merged_cell_ranges or [] if last > first]
            cells = _cells(sheet.to_python(skip_empty_area=False), styled)
            if cells is None:
                return None
            hidden = meta.visible != SheetVisibleEnum.Visible
            grids.append(Grid(meta.name, cells, *extent(cells, merges), hidden))
    except (CalamineError, ValueError, KeyError):
        return None  # xlsx.py says what is wrong with it
    return Document(source, tuple(grids), ())


def _plain_parts(package: zipfile.ZipFile) -> dict[str, bytes] | None:
    """The parts of a workbook that say what is shown; None where one of them is not plain."""
    parts: dict[str, bytes] = {}
    for entry in package.infolist():
        name = entry.filename
        if "chartsheets/" in name or "dialogsheets/" in name:
            return None
        if name.startswith(("xl/worksheets/", "xl/sharedStrings", "xl/workbook", "xl/styles", "xl/_rels/")):
            if entry.file_size > MAX_PLAIN:
                return None
            parts[name] = package.read(entry)
            if name != "xl/styles.xml" and not _is_plain(parts[name]):
                return None
    return parts


def _is_plain(part: bytes) -> bool:
    for mark in _NOT_PLAIN:
        if mark in part:
            return False
    return _FAR.search(part) is None


def _formats(styles: bytes) -> list[str]:
    """Number format of each cell style."""
    custom = {key: html.unescape(code.decode()) for key, code in _CUSTOM.findall(styles)}
    block = _XFS.search(styles)
    found = [_FORMAT_ID.search(xf) for xf in _XF.findall(block.group())] if block else []
    ids = [match[1] if match else b"0" for match in found]
    return [custom.get(key) or BUILT_IN.get(int(key), "") for key in ids]


def _sheets(parts: Mapping[str, bytes]) -> list[str]:
    """The part of each worksheet, in the order of the workbook; [] where that is not told plainly."""
    targets = {}
    for tag in _TARGET.findall(parts.get("xl/_rels/workbook.xml.rels", b"")):
        name, target = re.search(rb'Id="([^"]+)"', tag), re.search(rb'Target="([^"]+)"', tag)
        if name and target:
            path = target[1].decode()
            targets[name[1]] = path.lstrip("/") if path.startswith("/") else posixpath.join("xl", path)
    return [targets.get(name, "") for name in _SHEET.findall(parts.get("xl/workbook.xml", b""))]


def _styled(sheet: bytes, formats: Sequence[str]) -> dict[str, str]:
    """Address → number format, of the cells that have one."""
    known = {str(at).encode(): code for at, code in enumerate(formats) if code not in _GENERAL}
    return {address.decode(): known[style] for address, style in _STYLED.findall(sheet) if style in known}


def _cells(rows: Sequence[Sequence[object]], styled: Mapping[str, str]) -> dict[tuple[int, int], Cell] | None:
    cells: dict[tuple[int, int], Cell] = {}
    names = [column_name(col) for col in range(max(map(len, rows), default=0))]
    for row, line in enumerate(rows):
        number = str(row + 1)
        for col, value in enumerate(line):
            if value == "":
                continue
            address = names[col] + number
            if isinstance(value, str):
                text = value.strip()
                if text:
                    cells[row, col] = Cell(row, col, text, address, value)
            elif isinstance(value, float):
                code = styled.get(address, "")
                text = display(value, code) if code else general(value)
                cells[row, col] = Cell(row, col, text, address, value, code)
            else:
                return None  # a date: what is shown depends on more than its format
    return cells


def extent(
    cells: dict[tuple[int, int], Cell], merges: list[MergeSpan]
) -> tuple[int, int, tuple[MergeSpan, ...]]:
    """Rows and columns of what is written, merged cells included, and the merges within them."""
    n_rows = max([row for row, _ in cells], default=-1) + 1
    n_cols = max([col for _, col in cells], default=-1) + 1
    for top, left, _, right in merges:
        if (top, left) in cells:
            n_cols = max(n_cols, min(right + 1, n_cols + 64))
    return n_rows, n_cols, tuple(span for span in merges if span[0] < n_rows and span[1] < n_cols)
