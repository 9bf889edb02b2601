"""Files as an office sends them: printed to PDF or saved in an old format by LibreOffice, a form inside a table's cell."""

from __future__ import annotations

import io
import subprocess
import tempfile
from functools import cache
from pathlib import Path

import docx
import openpyxl
from openpyxl.styles import Alignment, Border, Side

from evalcore.loaders.doc import office
from tests.loaders.sketch import Sketch, shown, spans


@cache
def printed(data: bytes, source: str, *, roomy: bool = False) -> bytes:
    """A PDF of a docx, or of an xlsx with borders, set to the width of a page: as offices print their forms.

    roomy: rows as high as their texts need; else they stay low and their texts run over each other.
    """
    return _converted(_ready(data, roomy) if source == "xlsx" else _bordered(data), source, "pdf")


@cache
def old(data: bytes, target: str, *, source: str = "xlsx") -> bytes:
    """An xlsx saved as xls, which WPS also writes under the name .et; a docx saved as doc."""
    return _converted(data, source, target)


def _converted(data: bytes, source: str, target: str) -> bytes:
    return converted({"file": data}, source, target)["file"]


def converted(files: dict[str, bytes], source: str, target: str) -> dict[str, bytes]:
    """Files of one format as LibreOffice writes them in another, all in one run; names without suffix."""
    program = office()
    assert program is not None
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        for name, data in files.items():
            (folder / f"{name}.{source}").write_bytes(data)
        paths = [str(folder / f"{name}.{source}") for name in files]
        profile = f"-env:UserInstallation=file://{place}/profile"
        command = [program, "--headless", profile, "--convert-to", target, "--outdir", place, *paths]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        return {name: (folder / f"{name}.{target}").read_bytes() for name in files}


def _ready(data: bytes, roomy: bool) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(data))
    side = Side(style="thin")
    for sheet in book:
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
        for row in sheet.iter_rows(max_row=sheet.max_row, max_col=sheet.max_column):
            for cell in row:
                cell.border = Border(left=side, right=side, top=side, bottom=side)
                cell.alignment = Alignment(wrap_text=True, vertical="center")
            if roomy:
                alone = [
                    str(cell.value)
                    for cell in row
                    if cell.value and cell.coordinate not in sheet.merged_cells
                ]
                rows = max(
                    (sum(len(line) // 5 + 1 for line in text.split("\n")) for text in alone), default=1
                )
                sheet.row_dimensions[row[0].row].height = 15 * rows
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _bordered(data: bytes) -> bytes:
    document = docx.Document(io.BytesIO(data))
    for table in document.tables:
        table.style = "Table Grid"
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def nested(above: list[str], sketch: Sketch) -> bytes:
    """A docx whose form stands inside the one cell of an outer table, its title in the same cell."""
    document = docx.Document()
    cell = document.add_table(1, 1).cell(0, 0)
    for text in above:
        cell.add_paragraph(text)
    part = shown(sketch)
    table = cell.add_table(len(part), max(len(line) for line in part))
    for (r, c), (height, width) in spans(part).items():
        table.cell(r, c).merge(table.cell(r + height - 1, c + width - 1))
    for r, line in enumerate(part):
        for c, value in enumerate(line):
            if value not in ("<", "^", None):
                table.cell(r, c).text = str(value)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()
