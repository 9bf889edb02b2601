"""The fast readers against the slow, rich ones: openpyxl, python-docx, calamine."""

from __future__ import annotations

import io
from pathlib import Path

import docx
import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from evalcore.loaders.docx import read_docx
from evalcore.loaders.limits import MB
from evalcore.loaders.xls import read_xls
from evalcore.loaders.xlsx import read_xlsx
from evalcore.model import Source
from tests.loaders.layouts import LAYOUTS

FORMS = Path(__file__).parents[2] / "../shared/forms"


def files(suffix: str) -> list[tuple[str, bytes]]:
    found = [(layout.name, layout.build()) for layout in LAYOUTS if layout.file.endswith(suffix)]
    found = [item for item in found if suffix != ".xls"]  # the drawn .xls are web pages
    if FORMS.is_dir():
        found += [(path.name, path.read_bytes()) for path in sorted(FORMS.glob(f"{suffix[1:]}/*{suffix}"))]
    return found


@pytest.mark.parametrize(
    ("name", "data"), files(".xlsx"), ids=lambda value: value if isinstance(value, str) else ""
)
def test_an_xlsx_grid_holds_what_openpyxl_reads(name: str, data: bytes) -> None:
    assert len(data) < MB
    grids = {grid.sheet: grid for grid in read_xlsx(data, Source(name)).grids}
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert list(grids) == book.sheetnames
    for sheet in book:
        grid = grids[sheet.title]
        assert grid.hidden == (sheet.sheet_state != "visible")
        spans = {
            (m.min_row - 1, m.min_col - 1, m.max_row - 1, m.max_col - 1) for m in sheet.merged_cells.ranges
        }
        assert set(grid.merges) == {s for s in spans if s[0] < grid.n_rows and s[1] < grid.n_cols}
        written = {
            (cell.row - 1, cell.column - 1): cell
            for row in sheet.iter_rows()
            for cell in row
            if cell.value is not None and str(cell.value).strip()
        }
        assert grid.cells.keys() == written.keys()
        for where, cell in written.items():
            ours = grid.cells[where]
            assert ours.address == cell.coordinate
            if isinstance(cell.value, str):
                assert ours.text == cell.value.strip()
            else:
                assert ours.value == pytest.approx(float(cell.value))
                assert ours.number_format in (
                    cell.number_format,
                    "" if cell.number_format == "General" else cell.number_format,
                )


@pytest.mark.parametrize(
    ("name", "data"), files(".docx"), ids=lambda value: value if isinstance(value, str) else ""
)
def test_a_docx_holds_what_python_docx_reads(name: str, data: bytes) -> None:
    read = read_docx(data, Source(name))
    document = docx.Document(io.BytesIO(data))
    assert [line.text for line in read.paragraphs] == [
        p.text.strip() for p in document.paragraphs if p.text.strip()
    ]
    assert len(read.grids) == len(document.tables)
    for grid, table in zip(read.grids, document.tables, strict=True):
        assert (grid.n_rows, grid.n_cols) == (len(table.rows), len(table.columns))
        for r, row in enumerate(table.rows):
            for c, cell in enumerate(row.cells):
                assert "".join(grid.text(r, c).split()) == "".join(cell.text.split()), (r, c)


@pytest.mark.skipif(not FORMS.is_dir(), reason="../shared/forms is not here")
def test_an_xls_grid_holds_what_calamine_reads() -> None:
    for name, data in files(".xls"):
        grids = {grid.sheet: grid for grid in read_xls(data, Source(name)).grids}
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        assert list(grids) == book.sheet_names
        for title in book.sheet_names:
            rows = book.get_sheet_by_name(title).to_python(skip_empty_area=False)
            for r, row in enumerate(rows):
                for c, value in enumerate(row):
                    ours = grids[title].cells.get((r, c))
                    if isinstance(value, str):
                        assert (ours.text if ours else "") == value.strip(), (title, r, c)
                    elif isinstance(value, (int, float)):
                        assert ours is not None
                        assert ours.value == pytest.approx(float(value))
