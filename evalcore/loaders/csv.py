"""CSV and TSV → one grid. UTF-8 with or without BOM, GBK/GB18030, UTF-16; delimiter found by content."""

from __future__ import annotations

import csv
import io

from evalcore.errors import LoadError
from evalcore.loaders.document import Cell, Document, Grid, a1
from evalcore.loaders.sniff import decode, delimiter
from evalcore.model import Source

MAX_ROWS = 200_000
MAX_COLUMNS = 1_000


def read_csv(data: bytes, source: Source) -> Document:
    """Every value stays text, so "=1+1" or "007" is what it was."""
    text = decode(data)
    if text is None:
        raise LoadError(
            source.file, "文件不是文本，无法按 CSV 读取", "请在表格软件中另存为 CSV（UTF-8）后重新报送"
        )
    mark = delimiter(text) or ","
    # A NUL ends a field for the csv module of some versions; a stray one is no content.
    rows = csv.reader(io.StringIO(text.replace("\x00", ""), newline=""), delimiter=mark)
    cells: dict[tuple[int, int], Cell] = {}
    n_rows = n_cols = 0
    try:
        for row, fields in enumerate(rows):
            if row >= MAX_ROWS or len(fields) > MAX_COLUMNS:
                raise LoadError(
                    source.file,
                    f"表格超过 {MAX_ROWS} 行或 {MAX_COLUMNS} 列",
                    "请拆分后重新报送",
                    place=f"第{row + 1}行",
                )
            n_rows, n_cols = row + 1, max(n_cols, len(fields))
            for col, field in enumerate(fields):
                if field.strip():
                    cells[row, col] = Cell(row, col, field.strip(), a1(row, col), field)
    except csv.Error as error:
        raise LoadError(
            source.file,
            f"CSV 格式有误：{error}",
            "请检查引号是否成对，另存为 CSV 后重新报送",
            place=f"第{rows.line_num}行",
        ) from error
    return Document(source, (Grid("CSV", cells, n_rows, n_cols),))
