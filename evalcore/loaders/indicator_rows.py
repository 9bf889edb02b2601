"""Rows of 绩效指标 → Indicators: levels carried down, placeholders left out, merged scores counted once."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from decimal import Decimal

from evalcore.loaders.amount import points
from evalcore.loaders.document import Cell
from evalcore.loaders.header import Header
from evalcore.loaders.line import Line
from evalcore.loaders.vocabulary import compact, is_blank, join_lines, words
from evalcore.model import Indicator, Place

_POINTS_NOTE = re.compile(
    r"[(（\[【]\s*(?:共|满分|权重|分值)?[:：]?\s*(\d+(?:\.\d+)?)\s*(?:分|%|％)?\s*[)）\]】]?\s*$"
)
_NAME_POINTS = re.compile(r"^(.*?[^\d.\s(（])\s*(\d+(?:\.\d+)?)\s*分$")
_PLACEHOLDER = re.compile(
    r"^(?:(?:三级)?指标)?\s*[(（]?[\d一二三四五六七八九十]*[)）]?\s*[:：.、．]?\s*[.…。、/\\\-—–*]*$"
)
_OPERATOR = re.compile("[<>=≤≥≦≧]{1,2}")
_EXECUTION = re.compile(r"^(?:预算|资金|项目)(?:资金)?执行(?:率|情况)?(?:指标)?")
_BRACKET = re.compile(r"(.+?)\s*[(（]\s*(\d+(?:\.\d+)?)\s*分\s*[)）]")
_NAME_TARGET = re.compile(
    r"(.{2,}?)[:：,，\s]*((?:[≥≤><＞＜=＝]|不[低少高超晚大小]于|不超过|达到?|控制在).+)"
)
_BROKEN = re.compile(
    r"#(?:#+|REF!|DIV/0!|N/A|VALUE!|NAME\?|NULL!|NUM!)"
)  # a column too narrow, a formula that failed
_SUB_ROW = re.compile(r"^[★☆*※\s]*其中")
_NUMBERED = re.compile(r"^\s*[(（]?[一二三四五六七八九十\d]{1,2}[)）、.．:：]+\s*")
_HEADINGS = {1: "level_headings", 2: "level2_headings"}  # in [vocabulary] of synonyms.toml
_TEXTS = ("target", "actual", "deviation_note", "rule", "last_actual", "evidence")
_SCORES = ("points", "score", "review_score")


@dataclass
class Rows:
    """Indicators of one form as they are read; `groups` holds the score cell each row is scored by."""

    indicators: list[Indicator] = field(default_factory=list)
    groups: list[tuple[object, ...] | None] = field(default_factory=list)
    unreadable: list[tuple[int, str, str, Place]] = field(
        default_factory=list
    )  # indicator, field, text, place
    level1: Cell | None = None
    level1_place: Place | None = None
    level2: Cell | None = None
    level2_place: Place | None = None
    seen: set[tuple[object, ...]] = field(default_factory=set)
    execution: dict[str, tuple[Decimal, Place]] = field(default_factory=dict)  # points, score of its own row

    @property
    def in_shares(self) -> bool:
        """Whether the points are printed as shares of the whole (0.25 for 25): they sum to one, every score is above."""
        scored = [(row.points, row.self_score) for row in self.indicators if row.points is not None]
        whole = sum((points for points, _ in scored if points is not None), Decimal(0))
        above = all(points and score and score > points for points, score in scored if score != 0)
        return len(scored) >= 3 and Decimal("0.5") < whole <= 1 and above

    def finished(self) -> tuple[Indicator, ...]:
        """All rows, with shared_score_group numbered where one score cell covers several of them."""
        if self.in_shares:
            self.indicators = [
                row if row.points is None else replace(row, points=row.points * 100)
                for row in self.indicators
            ]
        numbers: dict[tuple[object, ...], int] = {}
        for group in self.groups:
            if group is not None and self.groups.count(group) > 1 and group not in numbers:
                numbers[group] = len(numbers) + 1
        return tuple(
            replace(indicator, shared_score_group=numbers[group]) if group in numbers else indicator
            for indicator, group in zip(self.indicators, self.groups, strict=True)
        )

    def add(self, header: Header, line: Line) -> bool:
        """Take one row; False when nothing in it is an indicator."""
        level3 = header.cell(line, "level3")
        within = header.has("level3") and header.columns["level3"] == header.columns.get("target")
        target_within = None
        if level3 is not None and within:
            level3, target_within = _parted(level3)
        elif level3 is not None and any(level3 is header.cell(line, name) for name in ("target", "actual")):
            return False  # a heading across the table: "年度绩效目标2 | 改造危桥"
        self._levels(header, line)
        name = join_lines(level3.text) if level3 else ""
        cells = {role: header.cell(line, role) for role in (*_TEXTS, *_SCORES, "operator", "unit")}
        if within:
            cells["target"] = target_within
        adjusted = header.cell(line, "adjusted_target")
        if adjusted is not None and not is_blank(adjusted.text):
            cells["target"] = adjusted
        first = cells["target"]
        if first is not None and cells["operator"] is None and _OPERATOR.fullmatch(compact(first.text)):
            last = header.columns["target"][1]  # operator and value in two columns under one name
            beside = (line.at(col) for col in range(first.col + 1, last + 1))
            behind = next((cell for cell in beside if cell and cell.text.strip()), None)
            if behind is not None:
                cells["operator"], cells["target"] = first, behind
        target = _target(cells["target"], cells["operator"], cells["unit"])
        actual = _text(cells["actual"])
        if not header.has("level3") and self.level2 is not None:
            name, level3 = join_lines(self.level2.text), self.level2
        printed = not is_blank(target) or not is_blank(actual)
        if _is_placeholder(name):
            if not printed:
                return False
            if not name and self.level2 is not None:
                name, level3 = join_lines(self.level2.text), self.level2  # the level-2 name is all there is
            elif not name:
                return False
        if level3 is None:
            return False
        if self._is_execution(header, line, level3, name):
            for role in ("points", "score"):  # 预算执行率 across the level columns is no indicator
                cell = cells[role]
                if (value := points(cell)) is not None and cell is not None:
                    self.execution[role] = (value, line.place(cell))
            return False
        owners = (
            id(line.grid),
            *((cell.row, cell.col) if cell else None for cell in (level3, *cells.values())),
        )
        if level3.row != line.row and owners in self.seen:
            return False  # every cell of this row is merged with the row above: the same indicator
        self.seen.add(owners)
        self._append(header, line, name, level3, cells, target, actual)
        return True

    def section(self, line: Line, heading: Cell) -> None:
        """A heading across the table names level 1 for the rows below it."""
        self.level1, self.level1_place = heading, line.place(heading)
        self.level2 = self.level2_place = None

    def subsection(self, line: Line, heading: Cell) -> None:
        """A heading across the table names level 2 for the rows below it."""
        self.level2, self.level2_place = heading, line.place(heading)

    def _is_execution(self, header: Header, line: Line, level3: Cell, name: str) -> bool:
        """Whether a row is 预算执行率 itself, a part of the total beside the indicators (not one of 过程)."""
        if not _EXECUTION.match(compact(name)) or not header.has("level1"):
            return False
        level1, printed = self.level1, header.cell(line, "level1")
        own = level1 is not None and bool(_EXECUTION.fullmatch(level_name(compact(level1.text))[0]))
        # below 满意度指标, which it cannot belong to, without a level of its own
        beside = level1 is not None and printed is None and "满意" in compact(level1.text)
        return own or beside or level3 is printed

    def _levels(self, header: Header, line: Line) -> None:
        level1 = header.cell(line, "level1")
        if level1 is not None and not is_blank(level1.text) and level1 is not self.level1:
            if (
                self.level1 is None
                or compact(level1.text) != compact(self.level1.text)
                or level1.row == line.row
            ):
                self.level2 = self.level2_place = None
            self.level1, self.level1_place = level1, line.place(level1)
        level2 = header.cell(line, "level2")
        if level2 is not None and not is_blank(level2.text) and level2 is not level1:
            self.level2, self.level2_place = level2, line.place(level2)

    def _is_sub_row(self, header: Header, name: str, level2: str | None) -> bool:
        """An unscored line that begins with 其中, or goes on after such a one where rows are scored."""
        if _SUB_ROW.match(name):
            return True
        before = self.indicators[-1] if self.indicators else None
        scored = header.has("points") or header.has("score")
        return scored and before is not None and before.sub_row and before.level2 == level2

    def _append(
        self,
        header: Header,
        line: Line,
        name: str,
        level3: Cell,
        cells: dict[str, Cell | None],
        target: str | None,
        actual: str | None,
    ) -> None:
        index = len(self.indicators)
        scores: dict[str, Decimal | None] = {}
        for role in _SCORES:
            cell = cells[role]
            scores[role] = points(cell)
            if cell is not None and scores[role] is None and not is_blank(cell.text):
                self.unreadable.append((index, role, cell.text, line.place(cell)))
        for role in _TEXTS:
            cell = cells[role]
            if cell is not None and _BROKEN.fullmatch(compact(cell.text)):
                self.unreadable.append((index, role, cell.text, line.place(cell)))
        places: dict[str, Place] = {"level3": line.place(level3)}
        if self.level1_place:
            places["level1"] = self.level1_place
        if self.level2_place:
            places["level2"] = self.level2_place
        places |= {
            {"score": "self_score"}.get(role, role): line.place(cell)
            for role, cell in cells.items()
            if cell is not None and role not in ("operator", "unit")
        }
        bracket = _BRACKET.fullmatch(
            name
        )  # "相关性(5分)": in a table without 分值 its points stand in the name
        if bracket and scores["points"] in (None, Decimal(bracket[2])):
            name, printed_points = bracket[1], Decimal(bracket[2])
            if scores["points"] is None:
                scores["points"], places["points"] = printed_points, places["level3"]
        if target is not None and "target" not in places:
            places["target"] = line.place(cells["operator"] or cells["unit"])
        printed = self.level1.text if self.level1 else ""
        level1, level1_points = level_name(printed if header.has("level1") else _NUMBERED.sub("", printed))
        if level1 == "指标":  # what a print too low for its row shows of "满意度指标（10分）"
            level1 = ""
        printed = self.level2.text if self.level2 else ""
        if not header.has("level2"):  # a heading between the rows, or none
            printed = _NUMBERED.sub("", printed) if names_level(printed, 2) else ""
        level2, level2_points = level_name(printed)
        level1_points = level1_points or points(header.cell(line, "level1_points"))
        level2_points = level2_points or points(header.cell(line, "level2_points"))
        before = self.indicators[-1] if self.indicators else None
        if before is not None and before.level1 == level1:
            # a level's points may stand on its first row only
            level1_points = level1_points or before.level1_points
            if before.level2 == (level2 or None):
                level2_points = level2_points or before.level2_points
        unscored = scores["points"] is None and scores["score"] is None
        self.indicators.append(
            Indicator(
                level1=level1,
                level3=name,
                level2=level2 or None,
                level1_raw=join_lines(self.level1.text) if self.level1 else "",
                level1_points=level1_points,
                level2_points=level2_points,
                target=target,
                actual=actual,
                points=scores["points"],
                self_score=scores["score"],
                review_score=scores["review_score"],
                deviation_note=_remark(cells["deviation_note"]),
                rule=_text(cells["rule"]),
                last_actual=_text(cells["last_actual"]),
                evidence=_remark(cells["evidence"]),
                sub_row=unscored and self._is_sub_row(header, name, level2 or None),
                places=places,
            )
        )
        scored = cells["score"] or (None if header.has("score") else cells["points"])
        merged = scored is not None and line.bottom(scored) > scored.row and not unscored
        self.groups.append((id(line.grid), scored.row, scored.col) if merged and scored else None)


def _parted(cell: Cell) -> tuple[Cell, Cell | None]:
    """Name and target of a cell under 三级指标及目标值: "支持企业≥60家"."""
    found = _NAME_TARGET.fullmatch(join_lines(cell.text))
    if found is None:
        return cell, None
    return replace(cell, text=found[1], value=found[1]), replace(cell, text=found[2], value=found[2])


def _remark(cell: Cell | None) -> str | None:
    """A note; a mark for nothing ("/", "—") is none."""
    text = _text(cell)
    return None if text is None or is_blank_word(text) else text


def level_heading(line: Line, level: int = 1) -> Cell | None:
    """The only cell of a row where it names a level 1 ("一、产出指标（50分）") or 2 ("质量指标"), else None."""
    if len(line.own) != 1 or len(line.cells) != 1:
        return None
    return line.own[0] if names_level(line.own[0].text, level) else None


def names_level(text: str, level: int = 1) -> bool:
    """Whether a text is the name of a level 1 or 2, numbered or with its points: "一、产出指标（50分）"."""
    return compact(level_name(_NUMBERED.sub("", text))[0]) in words(_HEADINGS[level])


def level_name(text: str) -> tuple[str, Decimal | None]:
    """ "产 出 指 标(50分)" → ("产出指标", 50). 50% in the bracket counts as 50 points."""
    printed = "".join(join_lines(text).split())
    for pattern in (_POINTS_NOTE, _NAME_POINTS):
        found = pattern.search(printed)
        if found and pattern is _POINTS_NOTE and found.start() > 0:
            return printed[: found.start()], Decimal(found[1])
        if found and pattern is _NAME_POINTS:
            return found[1], Decimal(found[2])
    return printed, None


def _is_placeholder(name: str) -> bool:
    return (
        not name or is_blank(name) or bool(_PLACEHOLDER.match(name)) or compact(name) in ("指标", "三级指标")
    )


def _text(cell: Cell | None) -> str | None:
    return join_lines(cell.text) or None if cell and not _BROKEN.fullmatch(compact(cell.text)) else None


def _target(value: Cell | None, operator: Cell | None, unit: Cell | None) -> str | None:
    """Operator, value and unit as one text; words such as 定性 in the operator column are no operator."""
    text = _text(value) or ""
    sign = _text(operator) or ""
    if compact(sign) in words("qualities") or is_blank_word(sign):
        sign = ""
    measure = _text(unit) or ""
    if is_blank_word(measure) or compact(measure) in ("无", "其他"):
        measure = ""
    if not text:
        return None
    if sign and compact(text).startswith(compact(sign)):
        sign = ""
    if measure and compact(text).endswith(compact(measure)):
        measure = ""
    if is_blank(text):
        return text
    return f"{sign}{text}{measure}"


def is_blank_word(text: str) -> bool:
    """A mark for nothing; an operator such as ≥ is none."""
    return not text or compact(text) in words("blanks")
