"""Ledgers with one row a project (csv, xlsx) → Evaluations without indicators."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from evalcore.loaders.amount import day_of, money, points, rate, unit_of, year_of
from evalcore.loaders.document import Cell, Document
from evalcore.loaders.line import Line, streams
from evalcore.loaders.money import BEYOND_BELIEF, noted_unit
from evalcore.loaders.money_header import CHANGE
from evalcore.loaders.vocabulary import compact, guess, is_blank, join_lines, role, words
from evalcore.model import Budget, Evaluation, Finding, Place, Severity

_TOTALS = {"合计", "总计", "小计", "共计", "平均", "平均值", "平均分"}


@dataclass(frozen=True)
class LedgerHeader:
    """Role → column, the money unit of each amount column, and the unit taken where none is printed."""

    columns: dict[str, int]
    units: dict[str, str]
    lines: int
    assumed: str = "万元"


def column_of(text: str) -> str | None:
    """What a column of a ledger holds by its name; None where the name says nothing."""
    known = role("ledger", text)
    if known:
        return known
    amount = None if CHANGE.fullmatch(compact(re.sub(r"[(（].*?[)）]", "", text))) else role("money", text)
    if amount in ("initial", "annual", "executed", "rate"):
        return amount
    label = role("labels", text)
    return label if label in ("year", "date", "grade", "project_code") else None


def ledger_header(lines: Sequence[Line], index: int) -> LedgerHeader | None:
    """The header of a ledger that begins at a line: 项目名称 among at least four column names."""
    line = lines[index]
    if line.grid is None or len(line.own) < 4 or index + 1 >= len(lines):
        return None
    below = lines[index + 1]
    band = [line]
    if _names(below) >= 2 and below.grid is line.grid and not _has_values(below):
        band.append(below)
    named = sum(1 for cell in line.own if column_of(cell.text) or role("labels", cell.text))
    over = _heads(line, below) if len(band) == 2 else 0
    if (named + over) * 3 < len(line.own) * 2:
        return None  # labels with their values between them: a form
    columns: dict[str, int] = {}
    units: dict[str, str] = {}
    known = 0
    cells: list[Cell] = [cell for row in reversed(band) for cell in row.own]
    for cell in cells:
        name = column_of(cell.text)
        if name is None:
            known += role("labels", cell.text) is not None or role("columns", cell.text) is not None
            continue
        known += 1
        if name in ("self_score", "grade") and _is_reviewed(line, cell):
            name = "review_score" if name == "self_score" else "review_grade"
        if name not in columns:
            columns[name] = cell.col
            if unit := unit_above(line, cell):
                units[name] = unit
    others = columns.keys() - {"project"}
    if "project" not in columns or len(others) < 3 or known * 3 < len(cells) * 2:
        return None
    if not others & {"executed", "rate", "self_score", "grade"}:  # else a list of what is to be evaluated
        return None
    return LedgerHeader(columns, units, len(band))


def _heads(line: Line, below: Line) -> int:
    """How many names nobody knows stand over names of columns ("资金（元）" over "预算数 | 支出数"), the others reaching down."""
    over = [cell for cell in line.own if line.last(cell) > cell.col and line.bottom(cell) == line.row]
    if any(line.bottom(cell) < below.row for cell in line.own if cell not in over):
        return 0
    parts = [[each for each in below.own if cell.col <= each.col <= line.last(cell)] for cell in over]
    if not all(len(each) >= 2 and all(column_of(part.text) for part in each) for each in parts):
        return 0
    return sum(column_of(cell.text) is None and role("labels", cell.text) is None for cell in over)


def unit_above(line: Line, cell: Cell) -> str | None:
    """The money unit a column's name bears, or the name above it in the first row of the header."""
    return unit_of(cell.text) or next(
        (unit_of(above.text) for above in line.own if above.col <= cell.col <= line.last(above)), None
    )


def _is_reviewed(line: Line, cell: Cell) -> bool:
    """Whether a column stands under a name such as 复核情况 in the first row of the header."""
    above = next((each for each in line.own if each.col <= cell.col <= line.last(each)), None)
    return (
        above is not None
        and above is not cell
        and guess("columns", f"{compact(above.text)}得分") == "review_score"
    )


def _names(line: Line) -> int:
    return sum(1 for cell in line.own if column_of(cell.text))


def _has_values(line: Line) -> bool:
    return any(isinstance(cell.value, (int, float)) for cell in line.own)


def evaluations(document: Document) -> tuple[Evaluation, ...]:
    """One Evaluation a project row of every ledger in the document."""
    found: list[Evaluation] = []
    for lines in streams(document):
        for index in range(len(lines)):
            header = ledger_header(lines, index)
            if header is not None:
                found.extend(_rows(lines[:index], lines[index:], header, document))
                break
    return tuple(found)


def _rows(
    above: Sequence[Line], lines: Sequence[Line], header: LedgerHeader, document: Document
) -> Iterator[Evaluation]:
    header = with_assumed_unit(header, lines[header.lines :])
    for index in range(header.lines, len(lines)):
        line = lines[index]
        if ledger_header(lines, index) is not None:
            continue  # the header again, on the next page
        seen = {name: (line.at(col), col) for name, col in header.columns.items()}
        # A note across the table covers every column and begins in none of them but the first.
        cells = {name: cell if cell and cell.col == col else None for name, (cell, col) in seen.items()}
        project = cells["project"]
        if project is None or is_blank(project.text) or compact(project.text) in _TOTALS:
            continue
        if any(compact(cell.text) in _TOTALS for cell in line.cells[:2]):
            continue
        written = {name: cell for name, cell in cells.items() if cell is not None and not is_blank(cell.text)}
        if written.keys() <= {"project"}:
            continue  # a note below the table
        yield ledger_row(above, line, written, header, document)


def with_assumed_unit(header: LedgerHeader, lines: Sequence[Line]) -> LedgerHeader:
    """A header with the unit where none is named: a note's in the lines below, else by size: 元 where 万元 is past belief.

    Past belief are 100 亿元 for one project (sums may be more), and a list of three or more amounts all above 1 亿元.
    """
    if noted := noted_unit(cell.text for line in lines for cell in line.own):
        return replace(header, assumed=noted)
    cols = [header.columns[name] for name in ("initial", "annual", "executed") if name in header.columns]
    amounts = [
        amount
        for line in lines
        if not any(compact(cell.text) in _TOTALS for cell in line.cells[:2])
        for col in cols
        if (cell := line.at(col)) is not None and cell.col == col and (amount := money(cell, None)[0])
    ]
    past = amounts and (max(amounts) >= BEYOND_BELIEF or (len(amounts) >= 3 and min(amounts) >= 10_000))
    return replace(header, assumed="元") if past else header


def ledger_row(
    above: Sequence[Line], line: Line, cells: dict[str, Cell], header: LedgerHeader, document: Document
) -> Evaluation:
    """What one row says of a project; `above` are the lines over the header, `cells` its written cells by name."""
    heads = [(join_lines(each.text()), each.place()) for each in above]
    heads = [head for head in heads if not re.fullmatch(r"附[件表录]?\d*", compact(head[0]))]
    title, title_place = next((head for head in heads if "表" in head[0] or year_of(head[0])), (None, None))
    unit = next((found for each in above if (found := unit_of(each.text()))), None)
    values: dict[str, Any] = {}
    findings: list[Finding] = []
    own_unit: str | None = None
    money_places: dict[str, Place] = {}
    for name in ("initial", "annual", "executed"):
        cell = cells.get(name)
        values[name], own = money(cell, header.units.get(name) or unit or header.assumed)
        own_unit = own_unit or own
        if cell is not None:
            money_places[name] = line.place(cell)
            if values[name] is None:
                findings.append(_unreadable(line, cell, "金额"))
    computed: Decimal | None = None
    base = values["annual"] or values["initial"]
    if base and values["executed"] is not None:
        computed = values["executed"] / base
    printed_rate, doubtful = rate(cells.get("rate"), computed=computed)
    if "rate" in cells:
        money_places["printed_rate"] = line.place(cells["rate"])
        if doubtful or printed_rate is None:
            findings.append(_unreadable(line, cells["rate"], "执行率"))
    for name in ("self_score", "review_score"):
        values[name] = points(cells.get(name))
        if name in cells and values[name] is None:
            findings.append(_unreadable(line, cells[name], "得分"))
    grade = join_lines(cells["grade"].text) if "grade" in cells else None
    if grade is not None and compact(grade) not in words("grades"):
        findings.append(_unreadable(line, cells["grade"], "评价等级"))
    year, year_place = (
        (year_of(cells["year"].text), None) if "year" in cells else (year_of(title), title_place)
    )
    if year is None:
        year, year_place = year_of(line.sheet), Place(line.sheet)
    amounts = [values[name] for name in ("initial", "annual", "executed")]
    if any(amounts) and not (header.units or unit or own_unit):
        place = str(next(iter(money_places.values())))
        message = f"表内未写金额单位，按{header.assumed}读取，请核实"
        findings.append(Finding("FM_UNIT_ASSUMED", Severity.YELLOW, message, "F", place, "A"))
    units = {header.units.get(name) for name in ("initial", "annual", "executed")} - {None}

    def text(name: str) -> str | None:
        return join_lines(cells[name].text) if name in cells else None

    return Evaluation(
        project=join_lines(cells["project"].text),
        project_code=text("project_code"),
        department=text("department"),
        unit=text("unit"),
        year=year,
        budget=Budget(
            values["initial"], values["annual"], values["executed"],
            (units.pop() if len(units) == 1 else None) or unit or own_unit, printed_rate, places=money_places,
        ),
        self_score=values["self_score"],
        review_score=values["review_score"],
        self_grade=grade,
        submitted=day_of(text("date")),
        absent=() if "department" in header.columns else ("department",),
        title=title,
        source=document.source,
        places=({"year": year_place} if year is not None and year_place else {})
        | {
            {"date": "submitted", "grade": "self_grade"}.get(name, name): line.place(cell)
            for name, cell in cells.items()
            if name not in ("initial", "annual", "executed", "rate")
        },
        read_findings=tuple(findings),
    )  # fmt: skip


def _unreadable(line: Line, cell: Cell, what: str) -> Finding:
    return Finding(
        "FM_VALUE_UNREADABLE",
        Severity.YELLOW,
        f"{what}“{cell.text}”不能确认为数值，未采用，请核实",
        "F",
        str(line.place(cell)),
        "A",
    )
