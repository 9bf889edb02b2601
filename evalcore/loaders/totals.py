"""The 总分 row of a form: its points, self score, review score and grade."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from evalcore.loaders.amount import points
from evalcore.loaders.document import Cell
from evalcore.loaders.header import Header
from evalcore.loaders.line import Line
from evalcore.loaders.vocabulary import compact, inline, join_lines, role, words
from evalcore.model import Place

GRADES = "优秀|良好|中等|较差|不合格|合格|优|良|中|差"
_GRADED = re.compile(rf"(\d+(?:\.\d+)?)分?[(,、]*({GRADES})[)]?")  # "98.8分（优秀）"
_FIELDS = {"points": "total_points", "score": "self_score", "review_score": "review_score"}


@dataclass
class Totals:
    """Evaluation field → value, with its place; `grade` as printed."""

    values: dict[str, Decimal] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    grade: tuple[str, Place] | None = None

    def take(self, header: Header, line: Line, label: Cell, below: Sequence[Line] = ()) -> None:
        """Read the row of `label`; where it only names what stands in the rows `below` it, those."""
        if below and self._named(line, label, below[0]):
            return
        cells = {name: header.cell(line, name) for name in _FIELDS}
        if cells["points"] is not None and cells["points"] is cells["score"]:
            cells["points"] = None  # one cell over both columns holds the score
        for name, target in _FIELDS.items():
            cell = cells[name]
            value = points(cell) if cell is not label else None
            if cell is not None and value is not None:
                self._put(target, value, line.place(cell))
        rest = [cell for cell in line.cells if cell is not label and cell.col > label.col]
        for cell in rest:
            self._grade(line, cell)
            self._named_within(line, cell)
        both = header.has("points") and header.has("score")
        if "self_score" not in self.values and not (both and "total_points" in self.values):
            self._loose(line, label, rest)

    def _named(self, line: Line, label: Cell, below: Line) -> bool:
        """Take values that stand under their names: 总分值 | 总得分 | 自评等级 over 100 | 97 | 优."""
        found = False
        for cell in line.own:
            under = below.at(cell.col)
            if cell is label or under is None or under.row != below.row:
                continue
            name = role("columns", cell.text) or role("labels", cell.text)
            value = points(under)
            if name == "grade" and compact(under.text) in words("grades"):
                self.grade = (join_lines(under.text), below.place(under))
            elif value is not None and (target := {**_FIELDS, "total": "self_score"}.get(name or "")):
                self._put(target, value, below.place(under))
            else:
                continue
            found = True
        return found

    def _put(self, name: str, value: Decimal, place: Place) -> None:
        self.values[name], self.places[name] = value, place

    def _grade(self, line: Line, cell: Cell) -> None:
        bare = compact(cell.text)
        if self.grade is None and bare in words("grades"):
            self.grade = (join_lines(cell.text), line.place(cell))
        elif found := _GRADED.fullmatch(bare):
            self.grade = self.grade or (found[2], line.place(cell))
            if "self_score" not in self.values:
                self._put("self_score", Decimal(found[1]), line.place(cell))

    def _named_within(self, line: Line, cell: Cell) -> None:
        """A cell that names what it holds: "自评得分：97.5分（含预算执行率10分）", "自评等级：优"."""
        pair = inline(cell.text)
        name = role("labels", pair[0]) if pair else None
        said = compact(pair[1]) if pair else ""
        number = re.match(r"\d+(?:\.\d+)?(?=分|$)", said)
        if name == "grade" and said in words("grades"):
            self.grade = self.grade or (said, line.place(cell))
        elif name in ("total", "review_total") and number:
            self._put(
                {"total": "self_score"}.get(name, "review_score"), Decimal(number.group()), line.place(cell)
            )

    def _loose(self, line: Line, label: Cell, rest: Sequence[Cell]) -> None:
        """A total outside the score column: in the label's own cell, or the only number of the row."""
        pair = inline(label.text)
        number = re.match(r"\d+(?:\.\d+)?", compact(pair[1])) if pair else None
        if number:
            self._put("self_score", Decimal(number.group()), line.place(label))
            if pair and self.grade is None and (graded := _GRADED.fullmatch(compact(pair[1]))):
                self.grade = (graded[2], line.place(label))
            return
        taken = set(self.places.values())
        numbers = [
            (value, line.place(cell))
            for cell in rest
            if (value := points(cell)) is not None and line.place(cell) not in taken
        ]
        if len(numbers) == 1:
            self._put("self_score", *numbers[0])


def total_label(header: Header, line: Line) -> Cell | None:
    """The 总分 of a row, where one of its first cells says so."""
    for cell in line.own[:2]:
        pair = inline(cell.text)
        if "total" in (role("labels", cell.text), role("labels", pair[0]) if pair else None):
            return cell if cell.col <= header.level_end else None
    return None


def ticked_grade(text: str) -> str | None:
    """The grade of "优☑ 良□ 中□ 差□", None when none or several are ticked."""
    marks = re.findall(rf"[☑✓√■□☐]|{GRADES}", text)
    if len(marks) % 2 or len(marks) < 2:
        return None
    boxes, grades = (marks[::2], marks[1::2]) if marks[0] in "☑✓√■□☐" else (marks[1::2], marks[::2])
    ticked = [grade for box, grade in zip(boxes, grades, strict=True) if box in "☑✓√■"]
    return ticked[0] if len(ticked) == 1 else None
