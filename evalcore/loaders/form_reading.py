"""The lines of one form → its Evaluation."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import PurePosixPath

from evalcore.loaders.amount import day_of, points, unit_of, year_of
from evalcore.loaders.document import Cell, Document
from evalcore.loaders.header import Header, header_at
from evalcore.loaders.indicator_rows import Rows
from evalcore.loaders.line import Line
from evalcore.loaders.money import (
    MoneyBlock,
    MoneyHeader,
    money_header,
    read_pairs,
    read_row,
    units_of_header,
)
from evalcore.loaders.vocabulary import compact, inline, is_blank, join_lines, role, table, words
from evalcore.model import Evaluation, Finding, Method, Place, Severity, Subject

_CODE = re.compile(r"^(?=[0-9A-Za-z]*\d{6})([0-9A-Za-z]{10,})\s*[-—_:： ]\s*(\S.*)$", re.DOTALL)
_TITLE = re.compile(r"(?:表|报告)(?:\s*[(（].*)?$|[自评价]{2}.*表|绩效.*自评")
_PLACEHOLDER_NAME = re.compile(r"^[Xx×＊*○〇_＿\s]{2,}|^[Xx×]{1,}(?:项目|单位|局)$")
_GRADE_WORDS = "优秀|良好|中等|较差|不合格|合格|优|良|中|差"
_RIGHT = {
    "project",
    "project_code",
    "department",
    "central_department",
    "unit",
    "whole_department",
    "year",
    "date",
}
_BELOW = {"goal", "goal_actual"}
_TAIL = {"problems", "measures", "conclusion", "grade", "date", "other", "review_total", "unit", "department"}
_BLOCKS = {
    "项目资金", "资金情况", "预算执行情况", "项目资金情况", "年度预算申请", "绩效指标", "年度绩效指标",
    "年度绩效指标完成情况", "年度绩效目标1", "资金管理情况", "年度绩效目标", "序号",
}  # fmt: skip


class FormReading:
    """Reads one form: `above` are its title lines, `lines` begin at its first label."""

    def __init__(self, document: Document, above: Sequence[Line], lines: Sequence[Line]) -> None:
        self.document = document
        self.above = above
        self.lines = lines
        self.money = MoneyBlock()
        self.rows = Rows()
        self.found: dict[str, tuple[str, Place]] = {}  # role → text, place
        self.ranks: dict[str, int] = {}
        self.totals: dict[str, Decimal] = {}
        self.places: dict[str, Place] = {}
        self.findings: list[Finding] = []
        self.headers: list[tuple[Header, Line]] = []

    def evaluation(self) -> Evaluation:
        for line in self.above:
            self._labels(line, 0, self.above)
        self._body()
        return self._assembled()

    # --- walking -------------------------------------------------------------------------------------------

    def _body(self) -> None:
        header: Header | None = None
        money: MoneyHeader | None = None
        finished = False
        index = 0
        while index < len(self.lines):
            line = self.lines[index]
            started = header_at(self.lines, index)
            if started is not None and not (finished and self._other_table(started)):
                header, money, finished = started, None, False
                self.headers.append((started, line))
                index += started.lines
                continue
            if header is not None and not finished:
                finished = self._indicator_line(header, line, index)
            elif header is not None and not self.totals and (label := self._total_label(header, line)):
                self._total(header, line, label)
            elif line.grid is not None and (block := money_header(line)) and not self.rows.indicators:
                money = block
                units_of_header(self.money, line)
            elif money is not None and not self._goal_line(line) and read_row(self.money, money, line):
                pass
            else:
                self._labels(line, index, self.lines)
                if line.grid is not None and not self.rows.indicators and not self.money.total_seen:
                    read_pairs(self.money, line)
            index += 1

    def _other_table(self, header: Header) -> bool:
        """Whether a header after the form's total is another table's: fewer than most of the columns match."""
        return not self.headers or len(header.columns.keys() & self.headers[0][0].columns.keys()) < 3

    def _goal_line(self, line: Line) -> bool:
        return any(role("labels", cell.text) in ("goal", "goal_actual") for cell in line.own)

    def _indicator_line(self, header: Header, line: Line, index: int) -> bool:
        """Take a row below the header; True when the indicators have ended."""
        if line.grid is None:
            return False  # a page's running head
        first = line.own[0] if line.own else None
        if (label := self._total_label(header, line)) is not None:
            self._total(header, line, label)
            return True
        if first is not None and self._is_tail(header, line, first):
            self._labels(line, index, self.lines)
            return True
        if header.width != line.grid.n_cols and self.headers[-1][1].grid is not line.grid:
            if not any(finding.code == "FM_PAGE_COLUMNS" for finding in self.findings):
                self._note(
                    "FM_PAGE_COLUMNS", "跨页表格的列数与表头不一致，续页内容未读取，请核对原件", line.place()
                )
            return False
        self.rows.add(header, line)
        return False

    def _total_label(self, header: Header, line: Line) -> Cell | None:
        """The 总分 of a row, where its first cells say so."""
        for cell in line.own[:2]:
            pair = inline(cell.text)
            named = role("labels", cell.text) == "total" or (pair and role("labels", pair[0]) == "total")
            if named and cell.col <= self._level_end(header):
                return cell
        return None

    def _level_end(self, header: Header) -> int:
        """Last column of the level names."""
        return max(header.columns[name][1] for name in ("level1", "level2", "level3") if header.has(name))

    def _is_tail(self, header: Header, line: Line, first: Cell) -> bool:
        """Whether a row below the indicators is 存在问题, 说明 or a note across the table."""
        if first.col > self._level_end(header):
            return False
        starts = min(span[0] for span in header.columns.values())
        wide = line.last(first) >= self._level_end(header) + 1 and line.last(first) - first.col >= 3
        name = role("labels", first.text)
        pair = inline(first.text)
        if name is None and pair is not None and (first.col <= starts):
            name = role("labels", pair[0])
        if name in _TAIL and compact(first.text).strip(":：") not in _BLOCKS and first.col <= starts:
            return not any(key in _BLOCKS for key in (compact(first.text),))
        return (wide and first.col <= starts) or (
            first.col <= starts and compact(first.text).startswith("注:")
        )

    # --- labels --------------------------------------------------------------------------------------------

    def _labels(self, line: Line, index: int, lines: Sequence[Line]) -> None:
        """Take every label of a line whose value stands beside, below or behind a colon."""
        cells = line.cells
        for position, cell in enumerate(cells):
            name = role("labels", cell.text)
            value: Cell | None = None
            text = ""
            if name is None or name == "goal_block":
                pair = inline(cell.text)
                inner = role("labels", pair[0]) if pair else None
                if pair and inner and inner not in ("goal_block", "other"):
                    name, text, value = inner, self._first_of(pair[1]), cell
                elif name is None:
                    if unit := self._title_unit(cell.text):
                        self.money.unit = self.money.unit or unit
                    continue
            if name == "money_unit":
                self.money.unit = self.money.unit or unit_of(text or "")
                continue
            if value is None:
                value = self._beside(line, position)
                if value is None and name in _BELOW:
                    value = self._below(line, index, cell, lines)
                text = join_lines(value.text) if value is not None else ""
            if value is not None and text and name not in ("other", "goal_block", "money_unit"):
                self._keep(name, cell, text, line, value)

    def _title_unit(self, text: str) -> str | None:
        bare = compact(text)
        return unit_of(text) if re.search(r"单位:?[(]?(?:人民币)?[(]?[百千万亿]*元", bare) else None

    def _first_of(self, text: str) -> str:
        """The value behind a colon, up to the next label of the same cell ("黄石市图书馆 主要领导签字:")."""
        found = re.split(r"\s{1,}(?=[^\s:：]{2,12}[:：])", text.strip(), maxsplit=1)
        return join_lines(found[0])

    def _beside(self, line: Line, position: int) -> Cell | None:
        """The value to the right of a label: the next cell, unless that is a label or the place for it is empty."""
        label = line.cells[position]
        beyond = line.last(label) + 1
        if position + 1 >= len(line.cells):
            return None
        candidate = line.cells[position + 1]
        name = role("labels", candidate.text)
        if name is not None and not (
            name in ("money_unit", "total") or self._is_value_anyway(candidate, name)
        ):
            return None
        if role("money", candidate.text) is not None:
            return None
        if candidate.col > beyond and line.grid is not None:
            span = line.grid.span(line.row, beyond)
            if span[1] != span[3] or span[0] != span[2] or candidate.col - beyond > 2:
                return None  # an empty merged cell stands where the value belongs
        return candidate

    def _is_value_anyway(self, cell: Cell, name: str) -> bool:
        """A long text is a value even when its words are also a label's."""
        return len(compact(cell.text)) > 20 and name in ("other",)

    def _below(self, line: Line, index: int, label: Cell, lines: Sequence[Line]) -> Cell | None:
        """The value under a label, in the label's own column."""
        for under in lines[index + 1 : index + 2]:
            if under.grid is not line.grid:
                return None
            cell = under.at(label.col)
            if cell is None or cell is label or cell.row != under.row:
                return None
            return None if role("labels", cell.text) else cell
        return None

    def _keep(self, name: str, label: Cell, text: str, line: Line, value: Cell) -> None:
        if self._is_prompt(text):
            return
        if name == "total":  # beside its label, outside the table; "合计" alone may be money
            score = points(value) if value is not label else None
            if score is not None and "self_score" not in self.totals and re.search("总分|得分", label.text):
                self.totals["self_score"], self.places["self_score"] = score, line.place(value)
            return
        rank = self._rank(name, label.text)
        if name in self.found and self.ranks[name] <= rank:
            return
        if name in ("project", "department", "unit", "whole_department") and is_blank(text):
            return
        self.found[name] = (text, line.place(value))
        self.ranks[name] = rank

    def _rank(self, name: str, text: str) -> int:
        """Position of a label among its synonyms: the first is the best (实施单位 before 填报单位)."""
        known = [key for key, found in table("labels").items() if found == name]
        bare = [key for key in known if key in compact(text)]
        return min((known.index(key) for key in bare), default=len(known))

    def _is_prompt(self, text: str) -> bool:
        return any(word in compact(text) for word in words("prompts"))

    # --- totals --------------------------------------------------------------------------------------------

    def _total(self, header: Header, line: Line, label: Cell) -> None:
        cells = {name: header.cell(line, name) for name in ("points", "score", "review_score")}
        if cells["points"] is not None and cells["points"] is cells["score"]:
            cells["points"] = None
        for name, field in (
            ("points", "total_points"),
            ("score", "self_score"),
            ("review_score", "review_score"),
        ):
            cell = cells[name]
            value = points(cell) if cell is not label else None
            if cell is not None and value is not None:
                self.totals[field] = value
                self.places[field] = line.place(cell)
        rest = [cell for cell in line.cells if cell is not label and cell.col > label.col]
        if "self_score" not in self.totals and not (
            header.has("points") and "total_points" in self.totals and header.has("score")
        ):
            self._loose_total(line, label, rest)
        for cell in rest:
            bare = compact(cell.text)
            if bare in words("grades"):
                self.found.setdefault("grade", (join_lines(cell.text), line.place(cell)))
            elif found := re.fullmatch(rf"[\d.]+分?[(（,，、\s]*({_GRADE_WORDS})[)）]?", bare):
                self.found.setdefault("grade", (found[1], line.place(cell)))
                number = re.match(r"[\d.]+", bare)
                if number and "self_score" not in self.totals:
                    self.totals["self_score"] = Decimal(number.group().rstrip("."))
                    self.places["self_score"] = line.place(cell)

    def _loose_total(self, line: Line, label: Cell, rest: Sequence[Cell]) -> None:
        """A total that stands outside the score column: in the label's own cell, or the only number of the row."""
        pair = inline(label.text)
        if pair:
            number = re.match(r"(\d+(?:\.\d+)?)\s*分?", compact(pair[1]))
            if number:
                self.totals["self_score"] = Decimal(number[1])
                self.places["self_score"] = line.place(label)
                return
        taken = set(self.places.values())
        numbers = [cell for cell in rest if points(cell) is not None and line.place(cell) not in taken]
        if len(numbers) == 1:
            value = points(numbers[0])
            assert value is not None
            self.totals["self_score"] = value
            self.places["self_score"] = line.place(numbers[0])

    # --- the whole -----------------------------------------------------------------------------------------

    def _assembled(self) -> Evaluation:
        title = self._title()
        project, code, place = self._project(title)
        subject = self._subject(title)
        department, unit = self._text("department") or self._text("central_department"), self._text("unit")
        if "whole_department" in self.found and subject is Subject.DEPARTMENT:
            department = department or self._text("whole_department")
            project = project or Subject.DEPARTMENT.value
        places = {name: found[1] for name, found in self.found.items() if name != "grade"} | self.places
        if project and place:
            places["project"] = place
        elif not project:
            places["project"] = self.lines[0].place() if self.lines else Place("")
        if "whole_department" in places:
            places.setdefault("department", places.pop("whole_department"))
        if "grade" in self.found:
            places["self_grade"] = self.found["grade"][1]
        if "date" in places:
            places["submitted"] = places.pop("date")
        year = self._year(title, project, places)
        self._doubts()
        indicators = self.rows.finished()
        totals = {name: value for name, value in self.totals.items()}
        if "review_score" not in totals and "review_total" in self.found:
            value = re.match(r"\d+(?:\.\d+)?", compact(self.found["review_total"][0]))
            if value:
                totals["review_score"] = Decimal(value.group())
        return Evaluation(
            project=project,
            year=year,
            department=department,
            unit=unit,
            project_code=code,
            method=_method(title),
            subject=subject,
            budget=self.money.budget(),
            indicators=indicators,
            total_points=totals.get("total_points"),
            self_score=totals.get("self_score"),
            review_score=totals.get("review_score"),
            self_grade=self._grade(),
            submitted=day_of(self._text("date")),
            goal=self._text("goal"),
            goal_actual=self._text("goal_actual"),
            problems=self._text("problems"),
            measures=self._text("measures"),
            title=title,
            has_evidence_column=any(header.has("evidence") for header, _ in self.headers),
            source=self.document.source,
            places=places,
            read_findings=tuple(self.findings),
        )

    def _text(self, name: str) -> str | None:
        return self.found[name][0] if name in self.found else None

    def _grade(self) -> str | None:
        text = self._text("grade")
        if text is None:
            return None
        if compact(text) in words("grades"):
            return text
        chosen = re.findall(rf"({_GRADE_WORDS})[^优良中差合□☐]{{0,2}}[☑✓√■]|[☑✓√■]\s*({_GRADE_WORDS})", text)
        ticked = {after or before for before, after in chosen}
        return ticked.pop() if len(ticked) == 1 else None

    def _titles(self) -> Iterator[tuple[str, Place]]:
        """Title lines, nearest to the form first."""
        for line in reversed(self.above):
            if len(line.cells) <= 3:
                for cell in line.cells:
                    yield join_lines(cell.text), line.place(cell)

    def _title(self) -> str | None:
        named = [
            text
            for text, _ in self._titles()
            if _TITLE.search(compact(text)) and not text.startswith(("附件", "附表"))
        ]
        return named[0] if named else None

    def _project(self, title: str | None) -> tuple[str, str | None, Place | None]:
        code = self._text("project_code")
        if "project" not in self.found:
            return "", code, None
        project, place = self.found["project"]
        if _PLACEHOLDER_NAME.match(compact(project)):
            return "", code, place
        found = _CODE.match(project)
        return project, code or (found[1] if found else None), place

    def _subject(self, title: str | None) -> Subject:
        text = compact(title or "")
        if "整体" in text or ("whole_department" in self.found and "project" not in self.found):
            return Subject.DEPARTMENT
        label = self.found.get("project")
        if "专项资金" in text or "转移支付" in text or (label and self._labelled_as(("转移支付", "专项"))):
            return Subject.FUND
        return Subject.POLICY if "政策" in text and "项目" not in text else Subject.PROJECT

    def _labelled_as(self, starts: tuple[str, ...]) -> bool:
        return any(
            compact(cell.text).startswith(starts) and role("labels", cell.text) == "project"
            for line in self.lines[:2]
            for cell in line.own
        )

    def _year(self, title: str | None, project: str, places: dict[str, Place]) -> int | None:
        """The label, then the title lines, then the sheet, then (as a guess, with a finding) file or project name."""
        if (year := year_of(self._text("year"))) is not None:
            return year
        places.pop("year", None)
        titles = [(text, place) for text, place in self._titles() if not self._is_date(text)]
        for wanted in ("年度", ""):
            for text, place in titles:
                if wanted in text and (year := year_of(text)) is not None:
                    places["year"] = place
                    return year
        sheet = self.lines[0].sheet if self.lines else ""
        if (year := year_of(sheet)) is not None and self.lines[0].grid is not None:
            places["year"] = Place(sheet)
            return year
        for source, text in (
            ("文件名", PurePosixPath(self.document.source.file).name),
            ("项目名称", project),
        ):
            if (year := year_of(text)) is not None:
                self._note(
                    "FM_YEAR_INFERRED", f"表内未写年度，按{source}取 {year} 年，请核实", places.get("project")
                )
                return year
        return None

    def _is_date(self, text: str) -> bool:
        """A day in a title line says when the form was filled in, not which year it is about."""
        pair = inline(text)
        named = bool(pair) and role("labels", pair[0]) == "date" if pair else False
        return named or day_of(text) is not None

    def _doubts(self) -> None:
        money = self.money
        if (
            money.values
            and money.unit is None
            and money.own_unit is None
            and money.values.keys() & {"annual", "executed", "initial"}
        ):
            if any(money.values.get(name) for name in ("annual", "executed", "initial")):
                first = next(place for name, place in money.places.items())
                self._note("FM_UNIT_ASSUMED", "表内未写金额单位，按万元读取，请核实", first, Severity.YELLOW)
        if money.doubtful_rate:
            value = money.values["rate"]
            self._note(
                "FM_RATE_DOUBTFUL",
                f"执行率写法有歧义，按 {value * 100:f}% 读取，请核实",
                money.places.get("rate"),
                Severity.YELLOW,
            )
        names = {"initial": "年初预算数", "annual": "全年预算数", "executed": "全年执行数", "rate": "执行率", "points": "分值", "score": "得分",
                 "review_score": "复核分"}  # fmt: skip
        for name, text, place in money.unreadable:
            self._note(
                "FM_VALUE_UNREADABLE",
                f"{names[name]}“{text[:40]}”不能确认为数值，未采用，请核实",
                place,
                Severity.YELLOW,
            )
        for index, name, text, place in self.rows.unreadable:
            finding = Finding(
                "FM_VALUE_UNREADABLE", Severity.YELLOW, f"{names[name]}“{text[:40]}”不能确认为数值，未采用，请核实", "I", str(place), "A",
                indicator=index,
            )  # fmt: skip
            self.findings.append(finding)
        for header, line in self.headers[:1]:
            for text, name, cell in header.guessed:
                meaning = _ROLE_NAMES.get(name, name)
                self._note(
                    "FM_HEADER_GUESSED",
                    f"表头“{join_lines(text)}”不在已知名称内，按“{meaning}”读取，请核实",
                    line.place(cell),
                )

    def _note(self, code: str, message: str, place: Place | None, severity: Severity = Severity.INFO) -> None:
        self.findings.append(Finding(code, severity, message, "F", str(place) if place else "", "A"))


_ROLE_NAMES = {
    "level1": "一级指标", "level2": "二级指标", "level3": "三级指标", "target": "年度指标值", "actual": "实际完成值",
    "points": "分值", "score": "得分", "review_score": "复核分", "deviation_note": "偏差原因分析及改进措施",
    "rule": "指标赋分规则", "last_actual": "上年完成值", "evidence": "佐证资料",
}  # fmt: skip


def _method(title: str | None) -> Method:
    text = compact(title or "")
    if "自评" in text:
        return Method.SELF
    if "财政评价" in text or "财政重点" in text or "财政绩效评价" in text:
        return Method.FINANCE
    return Method.DEPARTMENT if "部门评价" in text else Method.SELF
