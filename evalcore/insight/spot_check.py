"""抽查清单: which self-evaluations to review, by risk or at random, stratified by department; and the form to fill in.

Each department gets its share of the list by its number of candidates (largest remainder, at least one where the
list is long enough for all). The draw depends on nothing but the data, the seed and the size.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import BytesIO
from typing import Any

import pandas as pd
from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from evalcore.glossary import code_name

WAYS = {"risk": "按风险", "random": "随机"}
HEADINGS = (
    "项目名称", "主管部门", "年度", "评价编号", "三级指标", "分值", "自评得分",
    "复核得分", "复核理由", "复核人", "复核日期", "抽取依据",
)  # fmt: skip
_WIDTHS = (30, 20, 8, 20, 28, 8, 10, 10, 30, 12, 14, 46)


@cache
def weights() -> dict[str, Any]:
    """The numbers of spot_check.toml."""
    text = files("evalcore.insight").joinpath("spot_check.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@dataclass(frozen=True, slots=True)
class Draw:
    """How a list is drawn: by 'risk' or 'random', how many, with which seed."""

    by: str = "risk"
    size: int = 30
    seed: int = 1

    @property
    def label(self) -> str:
        """What must stand on every list."""
        said = f"{WAYS[self.by]}抽取 {self.size} 个，种子 {self.seed}，按主管部门分层"
        if self.by == "risk":
            return f"{said}；按风险选取的清单只用于核实，复核结果不得推及未抽中的项目"
        return f"{said}；各部门按待抽个数占比分配，每部门至少 1 个时小部门抽中机会偏高"

    @property
    def params(self) -> dict[str, Any]:
        """Parameters of queries.spot_check.spot_check."""
        w = weights()
        return {
            "by": self.by, "seed": self.seed,
            "points": tuple(w["points"][s] for s in ("red", "yellow", "info")),
            "extra": w["extra"]["points"], "stressed": tuple(w["extra"]["codes"]),
        }  # fmt: skip


def quotas(candidates: Mapping[str, int], size: int) -> dict[str, int]:
    """How many of each department: by its candidates, exactly `size` in all (or all there are), never more than it has."""
    total = sum(candidates.values())
    if size >= total:
        return dict(candidates)
    floor = 1 if size >= len(candidates) else 0
    left = size - floor * len(candidates)
    rest = {code: count - floor for code, count in candidates.items()}
    of = sum(rest.values())
    shares = {code: floor + (left * count // of if of else 0) for code, count in rest.items()}
    order = sorted(rest, key=lambda code: (-(left * rest[code] % of if of else 0), code))
    for code in order[: size - sum(shares.values())]:
        shares[code] += 1
    return shares


def shares(candidates: pd.DataFrame, size: int) -> tuple[tuple[str, int], ...]:
    """(department code, how many to draw) where any. candidates: queries.spot_check.spot_check_departments."""
    counted = {
        str(code): int(n)
        for code, n in zip(candidates["department_code"], candidates["candidates"], strict=True)
    }
    return tuple((code, count) for code, count in sorted(quotas(counted, size).items()) if count)


def reasons(found: pd.DataFrame) -> dict[str, str]:
    """evaluation_id → its codes in words with the points each gives. found: queries.spot_check.spot_check_reasons."""
    w = weights()
    by_place = [w["points"][s] for s in ("red", "yellow", "info")]
    said: dict[str, list[str]] = {}
    for line in found.to_dict("records"):
        points = by_place[int(line["place"])] + (
            w["extra"]["points"] if line["code"] in w["extra"]["codes"] else 0
        )
        if points:
            said.setdefault(line["evaluation_id"], []).append(f"{code_name(line['code'])} {points}")
    return {id: "、".join(words) for id, words in said.items()}


def workbook(chosen: pd.DataFrame, rows: pd.DataFrame, why: Mapping[str, str], about: list[str]) -> bytes:
    """An xlsx with a row an indicator and blanks for the reviewer; it loads back as 复核记录.

    chosen: queries.spot_check.spot_check; rows: queries.spot_check.spot_check_rows; why: reasons(); about: lines of the second sheet.
    """
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "复核记录"
    _line(sheet, 1, HEADINGS)
    of = (
        {id: list(part.to_dict("records")) for id, part in rows.groupby("evaluation_id")} if len(rows) else {}
    )
    at = 2
    for item in chosen.to_dict("records"):
        id = item["evaluation_id"]
        lines = of.get(id) or [{"level3": None, "points": None, "self_score": item["self_score"]}]
        for line in lines:
            _line(
                sheet, at,
                (item["project"], item["department"], int(item["year"]), id, line["level3"], line["points"],
                 line["self_score"], None, None, None, None, why.get(id, "")),
            )  # fmt: skip
            at += 1
    for column, width in zip(sheet.columns, _WIDTHS, strict=False):
        sheet.column_dimensions[column[0].column_letter].width = width
    sheet.freeze_panes = "A2"
    for cell in sheet[1]:
        cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor="DCE6F0")
        cell.alignment = Alignment(wrap_text=True, vertical="center")
    note = book.create_sheet("说明")
    for number, text in enumerate(about, 1):
        _line(note, number, (text,))
    note.column_dimensions["A"].width = 110
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _line(sheet: Worksheet, row: int, values: tuple[object, ...]) -> None:
    for column, value in enumerate(values, 1):
        if value is None or (isinstance(value, float) and value != value):
            continue
        cell = sheet.cell(row, column)
        assert isinstance(cell, Cell)
        if isinstance(value, str):  # text from a form stays text: a leading "=" is no formula
            cell.value = "".join(c for c in value if c >= " " or c in "\n\t")
            cell.data_type = "s"
        else:
            cell.value = value
