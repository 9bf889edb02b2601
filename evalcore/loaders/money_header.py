"""The head of a money block: which column holds 年初预算数, 全年预算数, 全年执行数, 分值, 执行率, 得分, and in what unit."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from evalcore.loaders.amount import money, unit_of
from evalcore.loaders.document import Cell
from evalcore.loaders.line import Line
from evalcore.loaders.vocabulary import compact, guess, is_blank, role

AMOUNTS = ("initial", "annual", "executed")
#: what changed the budget, as the name of a column
CHANGE = re.compile(
    r"(?:年中|年度|本年|预算|当年)*(?:调整|追加|调增|调减|增减|增加|核减)(?:[(（]?[+±]?[减增-]+[)）]?|数|额|金额|情况)*"
)
_BLOCK = re.compile(
    r"^(?:项目|年度|预算|财政)?(?:资金|经费|预算|投资|支出)(?:来源|情况|执行情况|使用情况|使用|申请|安排)?(?:[(].*)?$"
)


_INVESTED = re.compile("完成.*投资|投资.*完成")


@dataclass(frozen=True)
class MoneyHeader:
    """Role → columns that bear it, left to right (a form may name two columns alike)."""

    columns: dict[str, tuple[int, ...]]
    row: int
    grid: object
    guessed: tuple[tuple[str, str, Cell], ...] = ()  # printed header, role, cell
    units: dict[str, str] = field(default_factory=dict)  # of the columns that name one of their own

    @property
    def first(self) -> int:
        return min(col for name in AMOUNTS for col in self.columns.get(name, ()))


def money_header(line: Line, below: Line | None = None) -> MoneyHeader | None:
    """The header of a money block: a row that names at least two of the amounts and holds none.

    Beside one known name, or the name of the block, other names are guessed by their words. `below` may be its
    second row ("预算数" over "财政拨款 | 自筹资金 | 合计"): then the column of the whole counts, and none where there is none.
    """
    if line.grid is None or any(money(cell, None)[0] is not None for cell in line.own):
        return None
    columns: dict[str, list[int]] = {}
    names = {cell: role("money", cell.text) for cell in line.own}
    guessed: list[tuple[str, str, Cell]] = []
    block = any(
        role("labels", cell.text) == "block" or _BLOCK.search(compact(cell.text)) for cell in line.own
    )
    known = any(name in AMOUNTS for name in names.values())
    if (known or block) and len(line.own) >= 4:
        taken = set(names.values())
        for cell, name in names.items():
            found = guess("money", cell.text) if name is None and _is_amount_name(cell) else None
            if found and found not in taken and found != "ignored":
                names[cell] = found
                taken.add(found)
                guessed.append((cell.text, found, cell))
    paid = any(
        name == "executed" and not _INVESTED.search(compact(cell.text)) for cell, name in names.items()
    )
    for cell, name in names.items():
        if paid and name == "executed" and _INVESTED.search(compact(cell.text)):
            continue  # 完成投资 beside 支付数: what was built, not what was paid
        if name:
            columns.setdefault(name, []).append(cell.col)
    if (
        "initial" not in columns
        and (before := _before_change(line.own, columns.get("annual", []))) is not None
    ):
        columns["annual"].remove(before)
        columns["initial"] = [before]
    amounts = [name for name in AMOUNTS if name in columns]
    # a department's spending by kind
    kinds = {compact(cell.text) for cell in line.own} >= {"基本支出", "项目支出"}
    if len(amounts) + ("rate" in columns) + kinds < 2 or not amounts:
        return None
    # The leftmost of two columns alike names the rows ("年度预算数(万元) | 年初预算 | 调整后预算数").
    alike = {name: tuple(reversed(cols)) for name, cols in columns.items()}
    for name in AMOUNTS:
        alike[name] = tuple(
            col for each in alike.get(name, ()) if (col := _whole(line, below, each)) is not None
        )
    alike = {name: cols for name, cols in alike.items() if cols}
    if not any(name in alike for name in AMOUNTS):
        return None
    units = {name: unit for cell, name in names.items() if name in AMOUNTS and (unit := unit_of(cell.text))}
    return MoneyHeader(alike, line.row, line.grid, tuple(guessed), units)


def _whole(line: Line, below: Line | None, col: int) -> int | None:
    """Where a column's amounts stand: itself, or the 合计 among the names of the row below it; None where that has none."""
    cell = line.at(col)
    if below is None or below.grid is not line.grid or cell is None:
        return col
    parts = [each for each in below.own if col <= each.col <= line.last(cell) and not is_blank(each.text)]
    if len(parts) < 2 or any(money(each, None)[0] is not None for each in parts):
        return col
    return next((each.col for each in parts if role("rows", each.text) == "total"), None)


def _before_change(own: Iterable[Cell], annual: list[int]) -> int | None:
    """The budget left of 追加（减） where another stands right of it: the initial one ("预算安排 | 追加（减） | 预算合计")."""
    change = next((cell.col for cell in own if CHANGE.fullmatch(compact(cell.text))), None)
    if change is None or not any(col > change for col in annual):
        return None
    return max((col for col in annual if col < change), default=None)


def names_money(line: Line) -> bool:
    """Whether a row is headed by the name of a money block: "资金使用（万元） | 全年预算 | 48"."""
    return bool(line.own) and _BLOCK.search(compact(line.own[0].text)) is not None


def _is_amount_name(cell: Cell) -> bool:
    text = compact(cell.text)
    block = _BLOCK.search(text) or re.search(r"情况(?:[(].*)?$", text)  # "预算安排及支出情况（万元）"
    return len(text) <= 16 and role("labels", cell.text) is None and not block
