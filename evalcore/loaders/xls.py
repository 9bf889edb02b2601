"""xls and et (BIFF) → grids with number formats, merges and hidden sheets (calamine has no formats)."""

from __future__ import annotations

import io

import xlrd
from xlrd.sheet import Sheet

from evalcore.errors import LoadError
from evalcore.loaders.document import Cell, Document, Grid, a1
from evalcore.loaders.number_format import display
from evalcore.model import Source

_REMEDY = "请用 Excel 或 WPS 打开核对后另存为 xlsx，再重新报送"


def read_xls(data: bytes, source: Source) -> Document:
    """Every worksheet in order, hidden ones marked. Raises LoadError for what xlrd cannot open."""
    try:
        book = xlrd.open_workbook(
            file_contents=data, formatting_info=True, ragged_rows=True, logfile=io.StringIO(), on_demand=False
        )
    except Exception as error:  # xlrd meets damage with every kind of exception
        if "encrypt" in str(error).lower() or "password" in str(error).lower():
            raise LoadError(source.file, "工作簿设有密码，无法读取", "请去除密码后重新报送") from error
        raise LoadError(source.file, "工作簿不完整或已损坏", _REMEDY, value=str(error)[:80]) from error
    return Document(source, tuple(_grid(book, sheet) for sheet in book.sheets()))


def _grid(book: xlrd.Book, sheet: Sheet) -> Grid:
    cells: dict[tuple[int, int], Cell] = {}
    hidden_rows = {row for row, info in sheet.rowinfo_map.items() if info.hidden}
    hidden_columns = {col for col, info in sheet.colinfo_map.items() if info.hidden}
    for row in range(sheet.nrows):
        for col in range(sheet.row_len(row)):
            cell = sheet.cell(row, col)
            if cell.ctype in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK):
                continue
            number_format, value = "", cell.value
            if cell.ctype in (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE):
                number_format = _number_format(book, cell.xf_index)
                text = display(value, number_format, epoch_1904=book.datemode == 1)
            elif cell.ctype == xlrd.XL_CELL_BOOLEAN:
                text, value = ("是" if value else "否"), bool(value)
            elif cell.ctype == xlrd.XL_CELL_ERROR:
                text = xlrd.error_text_from_code.get(value, "#错误")
            else:
                text = str(value).strip()
            if text:
                hidden = row in hidden_rows or col in hidden_columns
                cells[row, col] = Cell(row, col, text, a1(row, col), value, number_format, None, hidden)
    n_rows = max([row for row, _ in cells], default=-1) + 1
    n_cols = max([col for _, col in cells], default=-1) + 1
    merges = []
    for top, bottom, left, right in sheet.merged_cells:
        if top < n_rows and left < n_cols:
            merges.append((top, left, bottom - 1, right - 1))
            if (top, left) in cells:
                n_cols = max(n_cols, min(right, n_cols + 64))
    return Grid(sheet.name, cells, n_rows, n_cols, tuple(merges), sheet.visibility != 0)


def _number_format(book: xlrd.Book, index: int | None) -> str:
    try:
        return str(book.format_map[book.xf_list[index].format_key].format_str)
    except (KeyError, IndexError, TypeError):
        return ""
