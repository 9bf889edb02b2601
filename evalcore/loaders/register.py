"""Grids → registers: a list is found by its header, each value keeps its cell, a bad row never loses a good one."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from evalcore.errors import LoadError
from evalcore.loaders.amount import day_of, money, points, unit_of, year_of
from evalcore.loaders.document import Cell, Document, Grid
from evalcore.loaders.line import Line, is_template, rows_of
from evalcore.loaders.register_words import (
    KindWords,
    column,
    column_names,
    heading,
    kinds,
    mark,
    status_of,
)
from evalcore.loaders.vocabulary import compact, header_key, inline, is_blank, join_lines, role
from evalcore.model import Place, Register, RegisterKind, RegisterRow
from evalcore.model.register import Value
from evalcore.store.department import fold_department
from evalcore.store.identity import fold_project, real_code

HEADER_WITHIN = 15  # rows from the top of the sheet
_TOTAL = {"合计", "总计", "小计", "共计"}
_MONTH = re.compile(r"((?:19|20)\d{2})[年./-](\d{1,2})月?(?:底|末|份)?(?:前|以前|之前)?")


@dataclass(frozen=True, slots=True)
class RegisterReading:
    """What the lists of a document gave: registers, refused rows and values, and the sheets that are no lists."""

    registers: tuple[Register, ...]
    errors: tuple[LoadError, ...]
    rest: Document  # what is left for the form readers


@dataclass(slots=True)
class _Header:
    words: KindWords
    line: int
    columns: dict[str, int]
    cells: dict[str, Cell]
    years: dict[str, int] = field(default_factory=dict)  # column → the year its header names
    unknown: list[Cell] = field(default_factory=list)  # headers that name no column


def read_registers(document: Document, headers: Mapping[str, str] | None = None) -> RegisterReading:
    """Every list of a document. headers: folded header text → column, as people have mapped them before.

    Never raises for what it finds; what is no list is left in `rest`.
    """
    registers, errors, lists = [], [], []
    for grid in document.grids:
        if grid.hidden or is_template(grid.sheet):
            continue
        lines = rows_of(grid)
        header = _header(lines, grid, document, headers or {})
        if header is None:
            continue
        reading = _Reading(document, grid, lines, header)
        lists.append(grid)
        registers.append(reading.register())
        errors.extend(reading.errors)
    rest = tuple(part for part in document.parts if not any(part is grid for grid in lists))
    return RegisterReading(
        tuple(registers),
        tuple(errors),
        Document(document.source, rest, document.notes) if lists else document,
    )


def _header(
    lines: Sequence[Line], grid: Grid, document: Document, mapped: Mapping[str, str]
) -> _Header | None:
    """The header of a list near the top of a grid; None where the grid is none."""
    for index, line in enumerate(lines[:HEADER_WITHIN]):
        own = line.own
        if len(own) < 3 or index + 1 > len(lines):
            continue
        columns: dict[str, int] = {}
        cells: dict[str, Cell] = {}
        years: dict[str, int] = {}
        unknown: list[Cell] = []
        known = 0
        for cell in own:
            name, year = column(cell.text)
            if name is None and (name := mapped.get(header_key(cell.text))) not in column_names():
                name = None
                unknown.append(cell)
            known += name is not None or role("labels", cell.text) is not None
            if name is None or name == "ignored" or name in columns:
                continue
            columns[name], cells[name] = cell.col, cell
            if year is not None:
                years[name] = year
        if known * 3 < len(own) * 2:
            continue
        title = compact(
            "".join([grid.sheet, *(above.text() for above in lines[:index]), document.source.file])
        )
        for words in kinds():
            if words.fits(columns, title):
                return _Header(words, index, columns, cells, years, unknown)
    return None


class _Reading:
    """Reads the rows of one list."""

    def __init__(self, document: Document, grid: Grid, lines: Sequence[Line], header: _Header) -> None:
        self.document, self.grid, self.lines, self.header = document, grid, lines, header
        self.kind = header.words.kind
        self.errors: list[LoadError] = []
        self.skipped = 0
        above = lines[: header.line]
        self.unit = next((found for line in above if (found := unit_of(line.text()))), None)
        self.year, self.year_place = self._year(above)
        self.department = self._above(above, "department")
        self.carried: dict[str, Cell] = {}

    def register(self) -> Register:
        """The rows that could be read; the others are in `errors`."""
        if not self._units_said():
            return Register(self.kind, self.grid.sheet, (), self.document.source)
        below = self.lines[self.header.line + 1 :]
        rows = [row for line in below if (row := self._row(line)) is not None]
        unknown = tuple(
            (join_lines(cell.text), header_key(cell.text), self.grid.place(cell.row, cell.col))
            for cell in self.header.unknown
            if header_key(cell.text) not in mark("unread") and any(line.at(cell.col) for line in below)
        )
        kept = tuple(self._once(rows))
        return Register(self.kind, self.grid.sheet, kept, self.document.source, self.skipped, unknown)

    def _once(self, rows: Sequence[RegisterRow]) -> list[RegisterRow]:
        """One row for what a list says once: of two the lower stands, and the upper is said with both places."""
        kept: dict[object, RegisterRow] = {}
        for row in rows:
            key = row_key(self.kind, row)
            if key in kept and self.kind is not RegisterKind.PAYMENT:  # payments of one project are added up
                upper, place = kept.pop(key), str(next(iter(row.places.values()), ""))
                same = upper.values == row.values
                self.errors.append(
                    LoadError(
                        self.document.source.file,
                        f"与 {place} 重复（{'内容相同' if same else '同一项目、内容不同'}），只录入了后一行",
                        "请核对后只保留一行，再重新报送",
                        place=str(next(iter(upper.places.values()), "")), value=upper.text("project") or "",
                    )
                )  # fmt: skip
            kept[object() if self.kind is RegisterKind.PAYMENT else key] = row
        return list(kept.values())

    def _year(self, above: Sequence[Line]) -> tuple[int | None, Place | None]:
        """The year of a title line, the sheet's name or the file's."""
        for line in reversed(above):
            for cell in line.own:
                if day_of(cell.text) is None and (year := year_of(cell.text)) is not None:
                    return year, line.place(cell)
        if (year := year_of(self.grid.sheet)) is not None:
            return year, Place(self.grid.sheet)
        return year_of(self.document.source.file.rsplit("/", 1)[-1]), None

    def _above(self, above: Sequence[Line], name: str) -> tuple[str, Place] | None:
        """A label above the table, such as 主管部门：区水务局, that holds for every row."""
        for line in above:
            for cell in line.own:
                pair = inline(cell.text)
                if pair and pair[1] and column(pair[0])[0] == name:
                    return pair[1], line.place(cell)
        return None

    def _units_said(self) -> bool:
        """Whether amounts have a unit; ten thousand times too much is never assumed."""
        for name in mark("money") & self.header.columns.keys():
            head = self.header.cells[name]
            written = [
                cell
                for line in self.lines[self.header.line + 1 :]
                if (cell := line.at(head.col)) is not None and re.search(r"\d", cell.text)
            ]
            said = unit_of(head.text) or self.unit or all(unit_of(cell.text) for cell in written)
            if written and not said:
                self._refuse(
                    head, self.lines[self.header.line], "金额没有写单位，该表未读取",
                    f"请在表头写明单位，如“{heading(name)}（万元）”或“（元）”，或在表上方写“单位：万元”",
                )  # fmt: skip
                return False
        return True

    def _row(self, line: Line) -> RegisterRow | None:
        cells = {
            name: cell for name, col in self.header.columns.items() if (cell := line.at(col)) is not None
        }
        written = {
            name: cell for name, cell in cells.items() if not is_blank(cell.text) or name == "operator"
        }  # an operator alone ("≥") would pass for nothing
        if self.kind in mark("grouped"):
            if "project" in written:  # another project: nothing of the last one holds
                self.carried = {k: cell for k, cell in self.carried.items() if k in ("year", "department")}
            for name in mark("carried") & self.header.columns.keys():
                if name in written:
                    self.carried[name] = written[name]
                elif name in self.carried and len(written) >= 2:
                    written[name] = self.carried[name]
        if not written or self._is_no_row(line, written):
            return None
        if self.kind is RegisterKind.REVIEW_RECORD and "score" not in written:
            self.skipped += 1  # a sheet handed back half done
            return None
        if "secret" in written and compact(written["secret"].text) in mark("yes"):
            self.skipped += 1  # 涉密 projects never enter
            return None
        values: dict[str, Value] = {}
        places: dict[str, Place] = {}
        whole = True
        for name, cell in written.items():
            if name == "secret" or (name in ("self_score", "grade", "rate", "executed", "actual")):
                continue
            value = self._value(name, cell)
            if value is not None:
                values[name], places[name] = value, line.place(cell)
            elif name == "level3":  # a review of the whole evaluation
                continue
            else:
                must = name in mark("must") or (name == "next")
                whole = whole and not must
                self._refuse(cell, line, *_unreadable(name, row_lost=must))
        if not whole:
            return None
        self._complete(values, places)
        return self._checked(line, values, places)

    def _is_no_row(self, line: Line, written: Mapping[str, Cell]) -> bool:
        """Totals, notes, and the header printed again on the next page."""
        if any(compact(cell.text) in _TOTAL for cell in line.cells[:3]):
            return self.kind is not RegisterKind.REVIEW_RECORD or "project" not in written
        if (
            sum(compact(cell.text) == compact(self.header.cells[name].text) for name, cell in written.items())
            >= 2
        ):
            return True
        return (
            len({id(cell) for cell in written.values()}) == 1
            and len(line.own) == 1
            and len(self.header.columns) > 1
        )

    def _value(self, name: str, cell: Cell) -> Value | None:
        if name == "year":
            return year_of(cell.text)
        if name in mark("money"):
            amount, _ = money(cell, unit_of(self.header.cells[name].text) or self.unit)
            return None if amount is None or (amount < 0 and name != "paid") else amount
        if name in mark("points"):
            return points(cell)
        if name in mark("dates"):
            return day_of(cell.text) or _month_end(cell.text)
        if name == "status":
            return status_of(cell.text)
        text = join_lines(cell.text)
        if name == "level3" and self.kind is RegisterKind.REVIEW_RECORD and compact(text) in mark("total"):
            return None
        return text

    def _complete(self, values: dict[str, Value], places: dict[str, Place]) -> None:
        """What the title, the header or another column says for the row."""
        header = self.header
        if "next" in values:
            values["budget_initial"], places["budget_initial"] = values.pop("next"), places.pop("next")
            if isinstance(year := values.get("year", self.year), int):
                values["year"] = year + 1
        for name in ("budget_initial", "paid"):
            if name in header.years and name in values:
                values["year"] = header.years[name]
        if "year" not in values and self.year is not None:
            values["year"] = self.year
            if self.year_place is not None:
                places["year"] = self.year_place
        if "department" not in values:
            if self.department is not None:
                values["department"], places["department"] = self.department
            elif "unit" in values:
                values["department"], places["department"] = values["unit"], places["unit"]
        operator, unit = values.pop("operator", None), values.pop("target_unit", None)
        if "target" in values:
            text = str(values["target"])
            values["target"] = (
                f"{operator or ''}{text}{unit if unit and not text.endswith(str(unit)) else ''}"
            )

    def _checked(self, line: Line, values: dict[str, Value], places: dict[str, Place]) -> RegisterRow | None:
        must = ["year", *self.header.words.needs]
        if self.kind is not RegisterKind.SUCCESSION:
            must.append("department")
        for name in dict.fromkeys(must):
            if name not in values:
                told = f"{heading(name)}为空，该行未录入"
                remedy = f"请逐行填写{heading(name)}" + ("，或在表名中写明年度" if name == "year" else "")
                self._refuse(None, line, told, remedy, column_of=name)
                return None
        score, full = values.get("score"), values.get("points")
        if isinstance(score, Decimal) and (score < 0 or (isinstance(full, Decimal) and score > full)):
            place = places["score"]
            self.errors.append(
                LoadError(
                    self.document.source.file, "复核得分不在 0 与分值之间，该行未录入",
                    f"请填写 0 至 {full if full is not None else 100} 之间的数", place=str(place), value=str(score),
                )
            )  # fmt: skip
            return None
        return RegisterRow(values, places)

    def _refuse(
        self, cell: Cell | None, line: Line, message: str, remedy: str, *, column_of: str = ""
    ) -> None:
        if cell is not None:
            place = str(line.place(cell))
        elif column_of in self.header.columns:
            place = str(self.grid.place(line.row, self.header.columns[column_of]))
        else:
            place = str(line.place())
        value = join_lines(cell.text)[:60] if cell is not None else ""
        self.errors.append(LoadError(self.document.source.file, message, remedy, place=place, value=value))


def _unreadable(name: str, *, row_lost: bool) -> tuple[str, str]:
    """(message, remedy) for a value that is not what its column holds."""
    accepted = "填写四位年份，如 2024" if name == "year" else ""
    if name in mark("money"):
        accepted = "填写数字金额，如 620.82"
    elif name in mark("points"):
        accepted = "填写数字，如 8.5"
    elif name in mark("dates"):
        accepted = "填写日期，如 2024-06-30 或 2024年6月底"
    elif name == "status":
        accepted = "填写 待整改、整改中、已整改 之一"
    lost = "该行未录入" if row_lost else "该值未采用，其余已录入"
    return f"{heading(name)}无法识别，{lost}", f"请{accepted or '核对后重新填写'}"


def _month_end(text: str) -> date | None:
    """2024年6月底前 → 2024-06-30."""
    found = _MONTH.fullmatch(compact(text))
    if not found or not 1 <= int(found[2]) <= 12:
        return None
    year, month = int(found[1]), int(found[2])
    return date(year, month, monthrange(year, month)[1])


def row_key(kind: RegisterKind, row: RegisterRow) -> tuple[object, ...]:
    """What a row is about: two rows of a list with the same key say the same thing twice."""
    if kind is RegisterKind.SUCCESSION:
        return row.values.get("year"), *(
            fold_department(row.text(side)).name for side in ("from_name", "to_name")
        )
    project: object = real_code(row.text("project_code")) or (
        fold_department(row.text("department")).name,
        compact(row.text("unit") or ""),
        fold_project(row.text("project") or ""),
    )
    if evaluation := row.text("evaluation_id"):
        project = evaluation
    said = {"level3": compact(row.text("level3") or ""), "problem": compact(row.text("problem") or "")}
    by_indicator = kind in (RegisterKind.APPROVED_TARGET, RegisterKind.REVIEW_RECORD)
    levels = tuple(compact(row.text(name) or "") for name in ("level1", "level2")) if by_indicator else ()
    return row.values.get("year"), project, *said.values(), *levels


def unknown_departments(register: Register, known: set[str]) -> set[str]:
    """Folded department names of a register that no stored department bears."""
    names = {fold_department(row.text("department")).name for row in register.rows if row.text("department")}
    return names - known
