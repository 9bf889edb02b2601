"""ods (LibreOffice, WPS) → grids. The file keeps the displayed text of each cell beside its value."""

from __future__ import annotations

import io
import zipfile

from lxml import etree

from evalcore.errors import LoadError
from evalcore.loaders.document import Cell, Document, Grid, MergeSpan, a1
from evalcore.loaders.limits import UNREADABLE, check_package
from evalcore.loaders.xml import parse
from evalcore.model import Source

MAX_COLUMNS = 1_024
MAX_CELLS = 400_000
_MANIFEST = "META-INF/manifest.xml"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"


def read_ods(data: bytes, source: Source) -> Document:
    """Every table of the spreadsheet in order, hidden ones marked. Raises LoadError for a damaged package."""
    check_package(data, source.file)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            manifest = package.read(_MANIFEST) if _MANIFEST in package.namelist() else b""
            if b"encryption-data" in manifest:
                raise LoadError(source.file, "ODS 文件设有密码，无法读取", "请去除密码后重新报送")
            content = package.read("content.xml")
    except UNREADABLE as error:
        raise LoadError(
            source.file,
            "ODS 文件不完整或已损坏",
            "请用 LibreOffice 或 WPS 打开核对后另存，再重新报送",
            value=str(error)[:80],
        ) from error
    root = parse(content, source.file, "content.xml")
    hidden = {
        style.get(f"{_STYLE}name")
        for style in root.iter(f"{_STYLE}style")
        for properties in style.iter(f"{_STYLE}table-properties")
        if properties.get(f"{_TABLE}display") == "false"
    }
    return Document(source, tuple(_grid(table, hidden, source.file) for table in root.iter(f"{_TABLE}table")))


def _repeat(node: etree._Element, name: str) -> int:
    value = node.get(f"{_TABLE}{name}", "1")
    return max(1, int(value)) if value.isdigit() else 1


def _grid(table: etree._Element, hidden_styles: set[str | None], file: str) -> Grid:
    title = table.get(f"{_TABLE}name") or "表"
    cells: dict[tuple[int, int], Cell] = {}
    merges: list[MergeSpan] = []
    row = 0
    for line in table.iter(f"{_TABLE}table-row"):
        repeats = _repeat(line, "number-rows-repeated")
        hidden = line.get(f"{_TABLE}visibility") in ("collapse", "filter")
        col = 0
        for node in line:
            if node.tag not in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
                continue
            columns = _repeat(node, "number-columns-repeated")
            text = "\n".join("".join(mark.itertext()) for mark in node.iter(f"{_TEXT}p")).strip()
            if text and node.tag == f"{_TABLE}table-cell":
                value = node.get(f"{_OFFICE}value") or node.get(f"{_OFFICE}date-value") or text
                for again_row in range(row, row + min(repeats, 1_000)):
                    for again_col in range(col, min(col + columns, MAX_COLUMNS)):
                        cells[again_row, again_col] = Cell(
                            again_row, again_col, text, a1(again_row, again_col), value, "", None, hidden
                        )
                down, right = _repeat(node, "number-rows-spanned"), _repeat(node, "number-columns-spanned")
                if down > 1 or right > 1:
                    merges.append((row, col, row + down - 1, col + right - 1))
            col += columns
        row += repeats
        if len(cells) > MAX_CELLS:
            raise LoadError(file, f"工作表的单元格超过 {MAX_CELLS} 个", "请拆分后重新报送", place=title)
    n_rows = max([row for row, _ in cells], default=-1) + 1
    n_cols = max([col for _, col in cells], default=-1) + 1
    for top, left, _, right in merges:
        if (top, left) in cells:
            n_cols = max(n_cols, min(right + 1, n_cols + 64))
    kept = tuple(span for span in merges if span[0] < n_rows and span[1] < n_cols)
    return Grid(title, cells, n_rows, n_cols, kept, table.get(f"{_TABLE}style-name") in hidden_styles)
