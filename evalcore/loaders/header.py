"""The header of 绩效指标: one or two rows whose cells say what each column holds."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from evalcore.loaders.document import Cell
from evalcore.loaders.line import Line
from evalcore.loaders.mapping import explanations
from evalcore.loaders.vocabulary import compact, guess, role

LEVELS = ("level1", "level2", "level3")
_MEASURES = {"target", "actual", "points", "score", "operator", "review_score"}
_YEAR = re.compile(r"^((?:19|20)\d{2})年?度?")
_LEVEL_NUMBER = re.compile(r"(?<=层级|级次)[123]$")  # "指标层级2"
_WEIGHTED = re.compile("折算|加权|折合")
_OF_HUNDRED = re.compile("百分制|满分100")
_OVERALL = re.compile("总体|实施期|累计|全周期|三年|五年")
_OF_LEVELS = ("points", "score", "review_score")  # what may be printed beside each level
_TWICE = ("target", "actual")  # what a form of several years prints for the year and for the whole
_LOOK_AHEAD = 12  # rows below a header that are looked at for what an unknown column holds


@dataclass(frozen=True)
class Header:
    """Where each role stands: role → columns (first, last)."""

    columns: dict[str, tuple[int, int]]
    lines: int  # rows of the header
    width: int  # columns of its grid
    guessed: tuple[tuple[str, str, Cell], ...] = field(default=())  # printed text, role, cell
    unknown: tuple[Cell, ...] = field(default=())  # headers of columns that hold something and are not read

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
    return _printed_name(cell.text) if explanations() is None else _name_of(cell.text)


def _name_of(text: str) -> str | None:
    return role("columns", text) or role("columns", _YEAR.sub("", compact(text)))


_printed_name = lru_cache(maxsize=50_000)(_name_of)  # asked of every cell of a form, mostly for nothing


def _is_header_row(line: Line) -> bool:
    """Most of what begins in the row names a column; guesses and unknown levels count only beside known names."""
    own = line.own
    if len(own) < 2 or any(len(cell.text) > 60 for cell in own):
        return False
    known = [cell for cell in own if _known(cell)]
    if not known or _is_answered(own):
        return False
    if len(known) >= 2 and len(known) * 2 >= len(own):
        return True
    named = [cell for cell in own if _known(cell) or _may_be(cell)]
    if len(known) == 1:
        return len(named) == len(own) >= 6
    first = min((cell.col for cell in named), default=0)
    levels = [cell for cell in own if cell.col < first and _is_word(cell)]
    return len(named) >= 4 and len(levels) <= 3 and (len(named) + len(levels)) * 5 >= len(own) * 4


def _goes_on(line: Line, below: Line) -> bool:
    """Whether a row only divides cells of the one above it ("完成情况" over "上半年 | 全年"), whose others reach down to it."""
    wide = [cell for cell in line.own if line.last(cell) > cell.col]
    names = [cell for cell in below.own if cell.text.strip()]
    under = [any(each.col <= cell.col <= line.last(each) for each in wide) for cell in names]
    figures = any(re.search(r"^[\d.,]+%?$", compact(cell.text)) for cell in names)
    down = any(line.bottom(cell) == below.row for cell in line.own if cell not in wide)
    return len(names) >= 2 and all(under) and down and not figures


def _is_answered(own: Sequence[Cell]) -> bool:
    """Whether a row is labels with their values: "年度绩效目标 | 推进法治建设 | 完成情况 | 调解成功率99%"."""
    pairs = list(zip(own[::2], own[1::2], strict=False))
    return len(own) % 2 == 0 and all(
        role("labels", label.text) and not (_known(value) or role("labels", value.text))
        for label, value in pairs
    )


def _is_word(cell: Cell) -> bool:
    """Whether an unknown header may be a column of indicators: words, and no label or amount of the form."""
    text = compact(cell.text)
    free = not any(role(section, cell.text) for section in ("labels", "money", "rows"))
    return free and 0 < len(text) <= 12 and not re.search(r"\d", _LEVEL_NUMBER.sub("", text))


def _may_be(cell: Cell) -> str | None:
    """The role an unknown header most likely has by its words."""
    return guess("columns", cell.text) if _is_word(cell) else None


@dataclass(frozen=True)
class _Column:
    col: int
    cell: Cell
    name: str
    year: int | None
    known: bool


def header_at(lines: Sequence[Line], index: int) -> Header | None:
    """The header that begins at a line, None when none does; found once for each row of a grid."""
    line = lines[index]
    if line.grid is None:
        return None
    key = "header", line.row
    if key not in line.grid.memory:
        line.grid.memory[key] = _header_at(lines, index)
    found: Header | None = line.grid.memory[key]
    return found


def _header_at(lines: Sequence[Line], index: int) -> Header | None:
    line = lines[index]
    if line.grid is None or not _is_header_row(line):
        return None
    band = [line]
    if index + 1 < len(lines) and lines[index + 1].grid is line.grid:
        below = lines[index + 1]
        if _is_header_row(below) or _goes_on(line, below):
            band.append(below)
    found, unnamed = _read_band(band)
    rows = [
        row for row in lines[index + len(band) : index + len(band) + _LOOK_AHEAD] if row.grid is line.grid
    ]
    found, unnamed = _with_levels(_with_parts(_with_fourth(found, rows), rows), unnamed)
    columns, guessed = _spans(_of_the_whole(_of_the_year(_of_year(_shown(found)))), band)
    if (told := columns.pop("score_note", None)) is not None:
        after = "score" in columns and told[0] > columns["score"][0]
        columns.setdefault("deviation_note" if after else "rule", told)
    if both := columns.pop("level3_target", None):
        columns.setdefault("level3", both)
        columns.setdefault("target", both)
    if not any(level in columns for level in LEVELS) or not _MEASURES & columns.keys() or len(columns) < 3:
        return None
    if not line.cells or columns.keys() <= {"level1", "points", "score"}:
        return None
    unknown = tuple(cell for col, cell in unnamed if _is_word(cell) and _filled(rows, col))
    return Header(columns, len(band), line.grid.n_cols, tuple(guessed), unknown)


def _with_fourth(found: list[_Column], rows: Sequence[Line]) -> list[_Column]:
    """四级指标: what is scored, where a 三级指标 has several or each has its own points; else it only repeats 三级指标."""
    fourth = next((column for column in found if column.name == "level4"), None)
    if fourth is None:
        return found
    third = next((column for column in found if column.name == "level3"), None)
    own_points = third is not None and any(
        column.name == "points" and column.col == third.col + 1 for column in found
    )
    scored = third is None or own_points or not all(_named_again(third.col, fourth.col, row) for row in rows)
    dropped = third if scored else fourth
    return [
        replace(column, name="level3") if column is fourth else column
        for column in found
        if column is not dropped
    ]


def _named_again(third: int, fourth: int, row: Line) -> bool:
    """Whether a row names its 三级指标 itself, as far as it names a 四级指标."""
    own = {cell.col: cell for cell in row.own}
    named = fourth in own and bool(own[fourth].text.strip())
    return not named or (third in own and bool(own[third].text.strip()))


def _with_parts(found: list[_Column], rows: Sequence[Line]) -> list[_Column]:
    """One name over two or three columns that are each filled in ("指标名称 | 产出 | 数量 | 清运垃圾"): the levels."""
    first = next((column for column in found if column.name == "level3" or _is_block(column)), None)
    if first is None or any(column.name in LEVELS and column.name != first.name for column in found):
        return found
    own = [column for column in found if column.cell is first.cell]
    others = [column.col for column in found if column not in own]
    end = min((col for col in others if col > first.col), default=first.col)
    parts = range(first.col, end)
    if any(col < first.col for col in others) or len(parts) not in (2, 3):
        return found
    if not all(_filled(rows, col) for col in parts):
        return found
    names = LEVELS if len(parts) == 3 else ("level1", "level3")
    levels = [replace(first, col=col, name=name) for col, name in zip(parts, names, strict=True)]
    return [*levels, *(column for column in found if column not in own)]


def _is_block(column: _Column) -> bool:
    """Whether a column bears the name of the block: "绩效指标" over the levels, or at the side of them."""
    return column.name == "ignored" and role("labels", column.cell.text) == "block"


def _filled(rows: Sequence[Line], col: int) -> bool:
    """Whether a column of its own holds something in one of some rows."""
    return any((cell := row.at(col)) is not None and cell.col == col and cell.text.strip() for row in rows)


def _read_band(band: Sequence[Line]) -> tuple[list[_Column], list[tuple[int, Cell]]]:
    """What each column is called, lowest known name first; and the columns whose names say nothing."""
    found: list[_Column] = []
    unnamed: list[tuple[int, Cell]] = []
    for col in range(min(cell.col for row in band for cell in row.cells), _width(band)):
        stack: list[Cell] = []
        for row in band:
            cell = row.at(col)
            if cell is None or not cell.text.strip() or cell in stack:
                continue
            if row.bottom(cell) <= band[-1].row:  # what reaches further is the block's name at its side
                stack.append(cell)
        if not stack:
            continue
        named = [(name, cell) for cell in stack if (name := _known(cell))]
        part = len(stack) > 1 and not _known(stack[-1]) and guess("columns", stack[-1].text) == "ignored"
        if part:  # "上半年" under "完成情况"
            found.append(_Column(col, stack[-1], "ignored", None, True))
        elif named:
            name, cell = named[-1]
            if name == "score" and any(each == "review_score" for each, _ in named):
                name = "review_score"  # "得分" under "财政复核"
            found.append(_Column(col, cell, name, _year_in(cell), True))
        elif role("labels", stack[-1].text) is None and (name := guess("columns", stack[-1].text) or ""):
            found.append(_Column(col, stack[-1], name, _year_in(stack[-1]), False))
        elif not unnamed or unnamed[-1][1] is not stack[-1]:
            unnamed.append((col, stack[-1]))
    return found, unnamed


def _year_in(cell: Cell) -> int | None:
    year = _YEAR.match(compact(cell.text))
    return int(year[1]) if year else None


def _with_levels(
    found: list[_Column], unnamed: list[tuple[int, Cell]]
) -> tuple[list[_Column], list[tuple[int, Cell]]]:
    """Unknown names left of every measure are the levels that are not named, in their order."""
    if not found or any(column.name == "level3" for column in found):
        return found, unnamed
    if (named := _named_block(found)) is not None:
        return [replace(column, name="level3") if column is named else column for column in found], unnamed
    first = min((column.col for column in found if column.name not in LEVELS), default=0)
    left = [(col, cell) for col, cell in unnamed if col < first and _is_word(cell)]
    missing = [level for level in LEVELS if all(column.name != level for column in found)]
    if not left or len(left) > len(missing):
        return found, unnamed
    names = missing[-len(left) :]
    guesses = [_Column(col, cell, name, None, False) for (col, cell), name in zip(left, names, strict=True)]
    return sorted([*found, *guesses], key=lambda column: column.col), [u for u in unnamed if u not in left]


def _named_block(found: Sequence[_Column]) -> _Column | None:
    """ "绩效指标" right of a level is the name of the indicators, at the left side that of their block."""
    levels = [column.col for column in found if column.name in LEVELS]
    blocks = [column for column in found if _is_block(column)]
    return next((column for column in blocks if levels and column.col > max(levels)), None)


def _of_year(found: Sequence[_Column]) -> list[_Column]:
    """Columns of earlier years as what they are: last year's actual, or nothing the form is about."""
    years = [(column.name, column.year) for column in found if column.year]
    done = [year for name, year in years if name == "actual"]  # a target of the next year may stand behind
    latest = max(done or [year for _, year in years], default=None)
    kept = []
    for column in found:
        if column.year is not None and latest is not None and column.year != latest:
            if column.name != "actual" or column.year != latest - 1:
                continue
            column = replace(column, name="last_actual")
        kept.append(column)
    return kept


def _of_the_whole(found: Sequence[_Column]) -> list[_Column]:
    """Of several columns of scores the one in points of the whole, where one says so: 折算得分 beside 评分（百分制）."""
    scores = [column for column in found if column.name == "score"]
    weighted = [column for column in scores if _WEIGHTED.search(compact(column.cell.text))]
    others = [column for column in scores if not _OF_HUNDRED.search(compact(column.cell.text))]
    kept = weighted or others or scores
    return [column for column in found if column.name != "score" or column in kept]


def _shown(found: Sequence[_Column]) -> list[_Column]:
    """Of several columns alike those that are not hidden."""
    names = {column.name for column in found if not column.cell.hidden}
    return [column for column in found if column.name not in names or not column.cell.hidden]


def _of_the_year(found: Sequence[_Column]) -> list[_Column]:
    """Of two columns alike the one about the whole of several years goes: 总体目标值 beside 年度目标值."""
    names = [column.name for column in found if not _OVERALL.search(compact(column.cell.text))]
    return [
        c
        for c in found
        if c.name not in names or c.name not in _TWICE or not _OVERALL.search(compact(c.cell.text))
    ]


def _spans(
    found: Sequence[_Column], band: Sequence[Line]
) -> tuple[dict[str, tuple[int, int]], list[tuple[str, str, Cell]]]:
    """Role → columns, and the guesses among them. Points or scores beside each level: the third level's are the row's own."""
    own = max((column.col for column in found if column.name == "level3"), default=-1)
    above = {column.col: column.name for column in found if column.name in LEVELS}
    twice = {name for name in _OF_LEVELS if sum(column.name == name for column in found) > 1 and own >= 0}
    columns: dict[str, tuple[int, int]] = {}
    guessed = []
    for column in found:
        name, col = column.name, column.col
        if name in twice and col < own:
            level = above.get(col - 1) if name == "points" else None
            name = f"{level}_points" if level else "ignored"
        if name == "ignored":
            continue
        if name not in columns:
            columns[name] = (col, col)
            if not column.known:
                guessed.append((column.cell.text, name, column.cell))
        elif columns[name][1] == col - 1 and _same(band, col - 1, col):
            columns[name] = (columns[name][0], col)
    return columns, guessed


def _width(band: Sequence[Line]) -> int:
    return max(row.last(cell) for row in band for cell in row.cells) + 1


def _same(band: Sequence[Line], left: int, right: int) -> bool:
    """Whether the lowest header cell is the same over two columns."""
    return band[-1].owner(left) == band[-1].owner(right)
