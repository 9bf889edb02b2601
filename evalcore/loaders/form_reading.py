"""The lines of one form → its Evaluation."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from evalcore.loaders.amount import day_of, points
from evalcore.loaders.document import Cell, Document
from evalcore.loaders.doubts import doubts, note
from evalcore.loaders.header import Header, header_at
from evalcore.loaders.identity import identity
from evalcore.loaders.indicator_rows import Rows, level_heading, names_level
from evalcore.loaders.labels import Labels
from evalcore.loaders.line import Line
from evalcore.loaders.money import (
    MoneyBlock,
    read_pairs,
    read_row,
    read_turned,
    turned_column,
    units_of_header,
)
from evalcore.loaders.money_header import MoneyHeader, money_header, names_money
from evalcore.loaders.totals import Totals, ticked_grade, total_label
from evalcore.loaders.vocabulary import compact, inline, role, words
from evalcore.model import Evaluation, Finding, Place, Severity, Subject

_DEPARTMENTS = ("department", "central_department", "whole_department")
_NOTES = 3  # lines of notes between two rows of a table
_TAIL = {"problems", "measures", "conclusion", "grade", "date", "other", "review_total", "unit", "department"}


class FormReading:
    """Reads one form: `above` are its title lines, `lines` begin at its first label."""

    def __init__(self, document: Document, above: Sequence[Line], lines: Sequence[Line]) -> None:
        self.document = document
        self.above = above
        self.lines = lines
        self.labels = Labels()
        self.money = MoneyBlock()
        self.rows = Rows()
        self.totals = Totals()
        self.headers: list[tuple[Header, Line]] = []
        self.findings: list[Finding] = []

    def evaluation(self) -> Evaluation:
        for index in range(len(self.above)):
            self.labels.take(self.above, index)
        self._walk()
        return self._assembled()

    def _walk(self) -> None:
        header: Header | None = None
        money: MoneyHeader | None = None
        turned: int | None = None  # column of the whole money where the block's rows name the amounts
        ended = False
        index = 0
        while index < len(self.lines):
            line = self.lines[index]
            started = header_at(self.lines, index)
            if started is not None and not (ended and self._other_table(started)):
                header, money, ended = started, None, False
                self.headers.append((started, line))
                index += started.lines
                continue
            self.money.unit = self.money.unit or self.labels.money_unit
            if _is_goal_line(line) or (line.own and names_level(line.own[0].text)):
                money = None  # goals and indicators stand below the money
            if header is not None and not ended:
                ended = self._indicator_line(header, index)
            elif header is not None and not self.totals.values and (label := total_label(header, line)):
                self.totals.take(header, line, label, self._below(index, label))
            elif not self.rows.indicators and (block := money_header(line, self._next(index))):
                money = block
                units_of_header(self.money, line)
                self.money.guessed += [(text, name, line.place(cell)) for text, name, cell in block.guessed]
            elif not self.rows.indicators and (col := turned_column(line, self._next(index))) is not None:
                turned = col
                units_of_header(self.money, line)
            elif turned is not None and read_turned(self.money, line, turned):
                pass
            elif money is None or not read_row(self.money, money, line):
                self._note_unread(line)
                self.labels.take(self.lines, index)
                before = not self.rows.indicators or names_money(line) or self._is_foot(line)
                if not self.money.total_seen and before:
                    read_pairs(self.money, line)
            index += 1

    def _is_foot(self, line: Line) -> bool:
        """Whether a line below the indicators holds nothing but labels with their values, and no money stood above."""
        return not self.money.found and all(len(cell.text) <= 30 and inline(cell.text) for cell in line.own)

    def _note_unread(self, line: Line) -> None:
        """Say once that rows of indicators stand under no header that could be read."""
        unread = not self.headers and len(line.own) >= 4 and names_level(line.own[0].text)
        if unread and not any(finding.code == "FM_TABLE_UNCERTAIN" for finding in self.findings):
            message = "指标表的表头无法识别，各行指标未读取，请核对；可按样表改写“三级指标、年度指标值、实际完成值”等表头"
            self.findings.append(
                note("FM_TABLE_UNCERTAIN", message, line.place(line.own[0]), Severity.YELLOW)
            )

    def _next(self, index: int) -> Line | None:
        return self.lines[index + 1] if index + 1 < len(self.lines) else None

    def _below(self, index: int, label: Cell) -> Sequence[Line]:
        """The further rows that a label spans."""
        line = self.lines[index]
        return self.lines[index + 1 : index + 1 + line.bottom(label) - line.row]

    def _other_table(self, header: Header) -> bool:
        """Whether a header below the form's total is another table's: hardly a column is the same."""
        return len(header.columns.keys() & self.headers[0][0].columns.keys()) < 3

    def _indicator_line(self, header: Header, index: int) -> bool:
        """Take a row below the header; True when the indicators have ended."""
        line = self.lines[index]
        if line.grid is None:  # a page's running head, or what stands below a table without a total
            pair = inline(line.text())
            if pair and role("labels", pair[0]) in _TAIL | {"total"}:
                self.labels.take(self.lines, index)
            return False
        if (label := total_label(header, line)) is not None:
            self.totals.take(header, line, label, self._below(index, label))
            return True
        heading = None if header.has("level1") else level_heading(line)
        if heading is not None:
            self.rows.section(line, heading)
            return False
        if not header.has("level2") and (heading := level_heading(line, 2)) is not None:
            self.rows.subsection(line, heading)
            return False
        if _is_tail(header, line):
            if self._rows_go_on(header, index):
                return False  # a note between two rows
            self.labels.take(self.lines, index)
            return True
        if header.width != line.grid.n_cols and self.headers[-1][1].grid is not line.grid:
            if not any(finding.code == "FM_PAGE_COLUMNS" for finding in self.findings):
                message = "跨页表格的列数与表头不一致，续页内容未读取，请核对原件"
                self.findings.append(note("FM_PAGE_COLUMNS", message, line.place()))
            return False
        self.rows.add(header, line)
        return False

    def _rows_go_on(self, header: Header, index: int) -> bool:
        """Whether rows with points stand below a line across the table that is only a note, or below several."""
        for line in self.lines[index : index + _NOTES + 1]:
            if line.grid is not self.lines[index].grid or total_label(header, line) is not None:
                return False
            if len(line.own) > 2:
                name, scored = header.cell(line, "level3"), header.cell(line, "points")
                own = name is not None and name.row == line.row and name is not scored
                return own and points(scored) is not None and points(name) is None
            if role("labels", line.own[0].text if line.own else "") in _TAIL - {"other"}:
                return False
        return False

    def _assembled(self) -> Evaluation:
        labels, totals = self.labels, self.totals
        about = identity(labels, self.above, self.lines, self.document.source.file)
        department = labels.text("department") or labels.text("central_department")
        unit, named = labels.text("unit"), labels.text("whole_department")
        if about.subject is Subject.DEPARTMENT:
            department = department or named or unit
        elif department is None and named is not None:  # 单位名称 beside 项目名称
            department = named
        elif department is None and (filer := labels.found.get("filer")) and filer[0] != unit:
            labels.found["department"] = filer
            department = filer[0]
        elif named is not None:
            unit = unit or named
        labels.found.pop("filer", None)
        grade, grade_place = self._grade()
        places = {name: place for name, (_, place) in labels.found.items()}
        places |= totals.places | {"project": about.project_place}
        if "whole_department" in places:
            where = places.pop("whole_department")
            places.setdefault("department" if department == named else "unit", where)
        for name, place in (("self_grade", grade_place), ("submitted", places.pop("date", None))):
            if place:
                places[name] = place
        for name in ("grade", "total", "conclusion", "year", "review_total"):
            places.pop(name, None)
        if about.title_place:
            places["title"] = about.title_place
        if about.project_code:  # "51092324T000010263357-…": before the name
            places.setdefault("project_code", about.project_place)
        if about.year_place:
            places["year"] = about.year_place
        self_score, review_score = totals.values.get("self_score"), totals.values.get("review_score")
        if self_score is None and (self_score := _number(labels.text("total"))) is not None:
            places["self_score"] = labels.found["total"][1]
        if review_score is None and (review_score := _number(labels.text("review_total"))) is not None:
            places["review_score"] = labels.found["review_total"][1]
        for name, (value, place) in self.rows.execution.items():
            if name not in self.money.values:
                self.money.values[name], self.money.places[name] = value, place
        self.money.settle_unit(cell.text for line in self.lines for cell in line.own)
        self.findings.extend(doubts(about, labels, self.money, self.rows, self.headers))
        return Evaluation(
            project=about.project,
            year=about.year,
            department=department,
            unit=unit,
            project_code=about.project_code,
            method=about.method,
            subject=about.subject,
            budget=self.money.budget(),
            indicators=self.rows.finished(),
            total_points=totals.values.get("total_points"),
            self_score=self_score,
            review_score=review_score,
            self_grade=grade,
            submitted=day_of(labels.text("date")),
            goal=labels.text("goal"),
            goal_actual=labels.text("goal_actual"),
            problems=labels.text("problems"),
            measures=labels.text("measures"),
            title=about.title,
            absent=self._absent(department),
            has_evidence_column=any(header.has("evidence") for header, _ in self.headers),
            source=self.document.source,
            places=places,
            read_findings=tuple(self.findings),
        )

    def _absent(self, department: str | None) -> tuple[str, ...]:
        """What the form has no label and no column for; what it leaves blank is not absent."""
        cells = [cell.text for line in (*self.above, *self.lines) for cell in line.own]
        labels = (pair[0] if (pair := inline(text)) else text for text in cells)
        asked = department is not None or any(role("labels", label) in _DEPARTMENTS for label in labels)
        noted = not self.headers or any(header.has("deviation_note") for header, _ in self.headers)
        return (*(() if asked else ("department",)), *(() if noted else ("deviation_note",)))

    def _grade(self) -> tuple[str | None, Place | None]:
        if self.totals.grade is not None:
            return self.totals.grade
        for name in ("grade", "conclusion"):  # "自评结论 | 优"
            text, place = self.labels.found.get(name, ("", None))
            grade = text if compact(text) in words("grades") else ticked_grade(text)
            if grade:
                return grade, place
        return None, None


def _number(text: str | None) -> Decimal | None:
    found = re.fullmatch(r"(\d+(?:\.\d+)?)分?", compact(text or ""))
    return Decimal(found[1]) if found else None


def _is_goal_line(line: Line) -> bool:
    return any(role("labels", cell.text) in ("goal", "goal_actual", "goal_block") for cell in line.own)


def _is_tail(header: Header, line: Line) -> bool:
    """Whether a row below the indicators is 存在问题, 说明 or a note across the table."""
    starts = min(first for first, _ in header.columns.values())
    if not line.own or line.own[0].col > starts:
        return False
    first = line.own[0]
    if compact(first.text) in words("subtotals"):
        return False
    pair = inline(first.text)
    name = role("labels", first.text) or (role("labels", pair[0]) if pair else None)
    if name in _TAIL:
        return True
    wide = line.last(first) > header.level_end and line.last(first) - first.col >= 3
    return wide or compact(first.text).startswith("注:")
