"""The header of 绩效指标: one or two rows whose cells say what each column holds."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from evalcore.loaders.document import Cell
from evalcore.loaders.line import Line
from evalcore.loaders.vocabulary import compact, role

LEVELS = ("level1", "level2", "level3")
_MEASURES = {"target", "actual", "points", "score", "operator", "review_score"}

#: what an unknown header most likely is, by its words; in order, only in a row that is a header anyway
_GUESSES: tuple[tuple[str, str], ...] = (
    (r"(复核|市级|省级|区级|财政|抽查|核定|专家|第三方|主管部门).*(分|复核)", "review_score"),
    (r"(上年|上一年|历史|往年|去年)", "last_actual"),
    (r"(赋分|评分|计分|扣分|评价|打分).*(规则|标准|细则|办法|方法|依据)", "rule"),
    (r"佐证|证明|支撑|数据来源|资料来源", "evidence"),
    (r"偏差|未完成|扣分|改进|措施|原因", "deviation_note"),
    (r"得分率|完成率|偏离|系数|是否|占比|序号|备注", "ignored"),
    (r"得分|自评.*分|评分", "score"),
    (r"分值|权重|权数|标准分", "points"),
    (r"实际|完成", "actual"),
    (r"目标值|指标值|预期|计划值", "target"),
    (r"^一级", "level1"), (r"^二级", "level2"), (r"^三级|指标名称", "level3"),
)  # fmt: skip


@dataclass(frozen=True)
class Header:
    """Where each role stands: role → columns (first, last)."""

    columns: dict[str, tuple[int, int]]
    lines: int  # rows of the header
    width: int  # columns of its grid
    guessed: tuple[tuple[str, str, Cell], ...] = field(default=())  # printed text, role, cell

    def has(self, name: str) -> bool:
        return name in self.columns

    @property
    def level_end(self) -> int:
        """Last column of the level names."""
        return max(self.columns[name][1] for name in LEVELS if name in self.columns)

    def cell(self, line: Line, name: str) -> Cell | None:
        """The cell of a role in a row; where the header is wider than the data, its first written column."""
        span = self.columns.get(name)
        if span is None:
            return None
        for col in range(span[0], span[1] + 1):
            cell = line.at(col)
            if cell is not None and cell.text.strip():
                return cell
        return None

    def owner(self, line: Line, name: str) -> tuple[int, int] | None:
        cell = self.cell(line, name)
        return (cell.row, cell.col) if cell else None


def _known(cell: Cell) -> str | None:
    return role("columns", cell.text)


def _is_header_row(line: Line) -> bool:
    """Most of what begins in the row names a column."""
    own = line.own
    known = [cell for cell in own if _known(cell)]
    return len(known) >= 2 and len(known) * 2 >= len(own) and all(len(cell.text) <= 60 for cell in own)


def header_at(lines: Sequence[Line], index: int) -> Header | None:
    """The header that begins at a line, None when none does."""
    line = lines[index]
    if line.grid is None or not _is_header_row(line):
        return None
    band = [line]
    if index + 1 < len(lines) and lines[index + 1].grid is line.grid and _is_header_row(lines[index + 1]):
        band.append(lines[index + 1])
    columns: dict[str, tuple[int, int]] = {}
    guessed: list[tuple[str, str, Cell]] = []
    for col in range(min(cell.col for row in band for cell in row.cells), _width(band)):
        stack: list[Cell] = []
        for row in band:
            cell = row.at(col)
            if cell is None or not cell.text.strip() or cell in stack:
                continue
            if (
                row.bottom(cell) <= band[-1].row
            ):  # what reaches below the header is the block's name at its side
                stack.append(cell)
        named = [(name, cell) for cell in stack if (name := _known(cell))]
        if named:
            name, cell = named[-1]
        elif stack and role("labels", stack[-1].text) is None and (guess := _guess(stack[-1].text)):
            name, cell = guess, stack[-1]
            if guess not in columns and guess != "ignored":
                guessed.append((cell.text, guess, cell))
        else:
            continue
        if name == "ignored":
            continue
        if name not in columns:
            columns[name] = (col, col)
        elif columns[name][1] == col - 1 and _same(band, col - 1, col):
            columns[name] = (columns[name][0], col)
    if not any(level in columns for level in LEVELS) or not _MEASURES & columns.keys() or len(columns) < 3:
        return None
    if not line.cells or columns.keys() <= {"level1", "points", "score"}:
        return None
    return Header(columns, len(band), line.grid.n_cols, tuple(item for item in guessed if item[1] in columns))


def _width(band: Sequence[Line]) -> int:
    return max(row.last(cell) for row in band for cell in row.cells) + 1


def _same(band: Sequence[Line], left: int, right: int) -> bool:
    """Whether the lowest header cell is the same over two columns."""
    return band[-1].owner(left) == band[-1].owner(right)


def _guess(text: str) -> str | None:
    bare = compact(text)
    if len(bare) > 24:
        return None
    return next((name for pattern, name in _GUESSES if re.search(pattern, bare)), None)
