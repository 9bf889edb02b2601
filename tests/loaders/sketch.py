"""Forms drawn as text, written as xlsx, docx, html, ods or csv: one sketch, every format.

A row is a list of values; "<" joins a cell to the left one, "^" to the one above. (value, format) gives a number format.
"""

from __future__ import annotations

import csv
import io
import zipfile
from typing import Any
from xml.sax.saxutils import escape

import docx
import openpyxl

Sketch = list[list[Any]]


def spans(rows: Sketch) -> dict[tuple[int, int], tuple[int, int]]:
    """Top-left position → (rows, columns) of every merge."""
    found: dict[tuple[int, int], tuple[int, int]] = {}

    def mark(row: int, col: int) -> Any:
        return rows[row][col] if row < len(rows) and col < len(rows[row]) else None

    for r, line in enumerate(rows):
        for c, value in enumerate(line):
            if value in ("<", "^"):
                continue
            width = height = 1
            while mark(r, c + width) == "<":
                width += 1
            while mark(r + height, c) == "^":
                height += 1
            if width > 1 or height > 1:
                found[r, c] = (height, width)
    return found


def shown(sketch: Sketch) -> Sketch:
    """Formatted numbers as a page prints them."""

    def text(value: object) -> object:
        if not isinstance(value, tuple):
            return value
        number, pattern = value
        if pattern.endswith("%"):
            return f"{number * 100:.{len(pattern.partition('.')[2]) - 1 if '.' in pattern else 0}f}%"
        return "2022-03-31" if pattern == "yyyy-mm-dd" else str(number)

    return [[text(value) for value in line] for line in sketch]


def _plain(value: Any) -> tuple[Any, str]:
    return value if isinstance(value, tuple) else (value, "")


def xlsx(
    sheets: dict[str, Sketch], *, hidden: tuple[str, ...] = (), hidden_rows: tuple[int, ...] = ()
) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for r, line in enumerate(rows):
            for c, value in enumerate(line):
                stored, number_format = _plain(value)
                if stored not in ("<", "^", None):
                    cell = sheet.cell(r + 1, c + 1, stored)
                    if number_format:
                        cell.number_format = number_format
        for (r, c), (height, width) in spans(rows).items():
            sheet.merge_cells(start_row=r + 1, start_column=c + 1, end_row=r + height, end_column=c + width)
        for row in hidden_rows:
            sheet.row_dimensions[row].hidden = True
        if title in hidden:
            sheet.sheet_state = "veryHidden"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def word(parts: list[str | Sketch]) -> bytes:
    document = docx.Document()
    for each in parts:
        if isinstance(each, str):
            document.add_paragraph(each)
            continue
        part = shown(each)
        width = max(len(line) for line in part)
        table = document.add_table(rows=len(part), cols=width)
        for (r, c), (height, width) in spans(part).items():
            table.cell(r, c).merge(table.cell(r + height - 1, c + width - 1))
        for r, line in enumerate(part):
            for c, value in enumerate(line):
                if value not in ("<", "^", None):
                    table.cell(r, c).text = str(value)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def web(rows: Sketch, *, encoding: str = "gbk") -> bytes:
    merged = spans(rows)
    lines = []
    for r, line in enumerate(shown(rows)):
        cells = []
        for c, value in enumerate(line):
            if value in ("<", "^"):
                continue
            height, width = merged.get((r, c), (1, 1))
            text = escape("" if value is None else str(value)).replace("\n", "<br>")
            cells.append(f'<td rowspan="{height}" colspan="{width}">{text}</td>')
        lines.append("<tr>" + "".join(cells) + "</tr>")
    page = (
        f'<html><head><meta charset="{encoding}"></head><body><table>{"".join(lines)}</table></body></html>'
    )
    return page.encode(encoding)


def spreadsheet_ml(sheets: dict[str, Sketch]) -> bytes:
    """SpreadsheetML 2003, as old finance systems export it under the name .xls."""
    formats = sorted(
        {value[1] for rows in sheets.values() for line in rows for value in line if isinstance(value, tuple)}
    )
    styles = "".join(
        f'<Style ss:ID="s{number}"><NumberFormat ss:Format="{escape(pattern)}"/></Style>'
        for number, pattern in enumerate(formats)
    )
    parts = []
    for title, rows in sheets.items():
        merged = spans(rows)
        lines = []
        for r, line in enumerate(rows):
            cells = []
            for c, value in enumerate(line):
                if value in ("<", "^", None):
                    continue
                stored, pattern = _plain(value)
                height, width = merged.get((r, c), (1, 1))
                kind = "Number" if isinstance(stored, (int, float)) else "String"
                style = f' ss:StyleID="s{formats.index(pattern)}"' if pattern else ""
                span = f' ss:MergeAcross="{width - 1}"' if width > 1 else ""
                span += f' ss:MergeDown="{height - 1}"' if height > 1 else ""
                text = escape(str(stored)).replace("\n", "&#10;")
                cells.append(
                    f'<Cell ss:Index="{c + 1}"{style}{span}><Data ss:Type="{kind}">{text}</Data></Cell>'
                )
            lines.append(f'<Row ss:Index="{r + 1}">{"".join(cells)}</Row>')
        parts.append(f'<Worksheet ss:Name="{title}"><Table>{"".join(lines)}</Table></Worksheet>')
    return (
        '<?xml version="1.0" encoding="UTF-8"?><?mso-application progid="Excel.Sheet"?>'
        '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
        'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">'
        f"<Styles>{styles}</Styles>{''.join(parts)}</Workbook>"
    ).encode()


def text_table(rows: Sketch, *, encoding: str = "utf-8-sig", delimiter: str = ",") -> bytes:
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=delimiter)
    width = max(len(line) for line in rows)
    for line in rows:
        fields = ["" if value in ("<", "^", None) else str(_plain(value)[0]) for value in line]
        writer.writerow(fields + [""] * (width - len(fields)))
    return stream.getvalue().encode(encoding)


def ods(title: str, rows: Sketch) -> bytes:
    merged = spans(rows)
    lines = []
    for r, line in enumerate(shown(rows)):
        cells = []
        for c, value in enumerate(line):
            if value in ("<", "^"):
                cells.append("<table:covered-table-cell/>")
                continue
            height, width = merged.get((r, c), (1, 1))
            span = (
                f' table:number-rows-spanned="{height}" table:number-columns-spanned="{width}"'
                if (r, c) in merged
                else ""
            )
            text = "" if value is None else f"<text:p>{escape(str(value))}</text:p>"
            cells.append(f'<table:table-cell office:value-type="string"{span}>{text}</table:table-cell>')
        filler = '<table:table-cell table:number-columns-repeated="16000"/>'
        lines.append(f"<table:table-row>{''.join(cells)}{filler}</table:table-row>")
    lines.append(
        '<table:table-row table:number-rows-repeated="1048000"><table:table-cell/></table:table-row>'
    )
    names = {
        "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
        "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
        "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    }
    declared = " ".join(f'xmlns:{key}="{value}"' for key, value in names.items())
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {declared}><office:body><office:spreadsheet>'
        f'<table:table table:name="{title}">{"".join(lines)}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("content.xml", content)
    return stream.getvalue()
