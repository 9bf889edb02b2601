"""The money block: 年度资金总额 and its sources × 年初预算数, 全年预算数, 全年执行数, 分值, 执行率, 得分."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import pairwise

from evalcore.loaders.amount import WAN, money, points, rate, unit_of
from evalcore.loaders.document import Cell
from evalcore.loaders.line import Line
from evalcore.loaders.money_header import AMOUNTS, MoneyHeader, money_header
from evalcore.loaders.vocabulary import compact, guess, inline, is_blank, join_lines, role
from evalcore.model import Budget, FundSource, Place

#: role of a money column → field of Budget, where they differ
FIELDS = {"rate": "printed_rate", "points": "execution_points", "score": "execution_score"}

_UNIT_ALONE = re.compile(r"[(]?(?:单位:?)?[百千万亿]*元[)]?")  # below 项目资金, a cell of its own
_NEXT_LABEL = r"\s+(?=[^\s:：]{2,12}[:：])"
_NEXT_PIECE = rf"[；;。\n]|[，,、](?=[^\d\s])|{_NEXT_LABEL}"  # "年初预算：300万元；全年支出：266万元"
_SAID_IN_TURN = re.compile(
    r"(?:[(（]?[一二三四五六七八九十\d]+[)）、.．])?\s*(?:项目|年度|预算|财政)?(?:资金|预算|经费|投资)[^\d:：，。]{0,8}[:：](?=\D{2,12}\d)"
)
_UNSPACED = re.compile(
    r"^\s*([^\d:：]{2,12}?)[:：为]?\s*(\d[\d,.]*(?:[百千万亿]*元|%))$"
)  # "年初预算300万元"
_NOTED_UNIT = re.compile(
    r"单位(?:[均都]?[为是]|:)?(?:人民币)?([百千万亿]*元)(?![旦月])|以([百千万亿]*元)为单位"
)
#: 万元; no single project has more
BEYOND_BELIEF = Decimal(1_000_000)


_BELOW = (
    "total",
    "review_total",
    "grade",
    "conclusion",
    "problems",
    "measures",
)  # labels below a money block


@dataclass
class MoneyBlock:
    """What was found so far; `unit` is the label's, `own_unit` the one printed in cells."""

    unit: str | None = None
    own_unit: str | None = None
    values: dict[str, Decimal] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    sources: list[FundSource] = field(default_factory=list)
    review_score: Decimal | None = None
    doubtful_rate: bool = False
    unreadable: list[tuple[str, str, Place]] = field(default_factory=list)  # field, text, place
    total_seen: bool = False
    found: bool = False
    guessed: list[tuple[str, str, Place]] = field(default_factory=list)  # printed header, role, place
    assumed_unit: str = "万元"  # where none is printed

    def budget(self) -> Budget:
        return Budget(
            initial=self.values.get("initial"),
            annual=self.values.get("annual"),
            executed=self.values.get("executed"),
            unit_in_file=self.unit or self.own_unit,
            printed_rate=self.values.get("rate"),
            execution_points=self.values.get("points"),
            execution_score=self.values.get("score"),
            sources=tuple(self.sources),
            places={FIELDS.get(name, name): place for name, place in self.places.items()},
        )

    @property
    def amounts_by_source(self) -> bool:
        """Whether a source with an amount of its own was read."""
        return any(getattr(source, name) is not None for source in self.sources for name in AMOUNTS)

    def in_unit(self, unit: str) -> None:
        """Read the amounts, taken as 万元 for want of a unit, in another."""
        for name in AMOUNTS:
            if name in self.values:
                self.values[name] *= WAN[unit]
        self.sources = [
            replace(
                source,
                **{
                    name: value * WAN[unit]
                    for name in AMOUNTS
                    if (value := getattr(source, name)) is not None
                },
            )
            for source in self.sources
        ]

    def settle_unit(self, texts: Iterable[str]) -> None:
        """The unit where no label of the block names one: a note's ("注：金额单位为元"), else by the size of the amounts.

        More than 100 亿元 for one project is not believed: such amounts are 元, told as a doubt.
        """
        amounts = [self.values[name] for name in AMOUNTS if name in self.values]
        if not amounts or self.unit or self.own_unit:
            return
        if unit := noted_unit(texts):
            self.unit = unit
            self.in_unit(unit)
        elif max(amounts) >= BEYOND_BELIEF:
            self.assumed_unit = "元"
            self.in_unit("元")


def noted_unit(texts: Iterable[str]) -> str | None:
    """The unit of money a note names: "注：金额单位为元"."""
    found = next((match for text in texts if (match := _NOTED_UNIT.search(compact(text)))), None)
    return (found[1] or found[2]) if found else None


def turned_column(line: Line, below: Line | None) -> int | None:
    """The column of the whole money in a block turned by a quarter: 总投资 as a column, 计划投资 and 完成投资 as rows."""
    if line.grid is None or below is None or below.grid is not line.grid or money_header(line) is not None:
        return None
    total = next((cell for cell in line.own if role("rows", cell.text) == "total"), None)
    if total is None or total.col == line.cells[0].col or any(_is_amount(cell) for cell in line.own):
        return None
    return total.col if _turned(below, total.col) is not None else None


def _turned(line: Line, col: int) -> tuple[str, Cell, Cell] | None:
    """Role, label and value of a row of a turned block."""
    value = line.at(col)
    left = [cell for cell in line.own if cell.col < col]
    name = role("money", left[-1].text) if left else None
    if value is None or value.row != line.row or value.col != col or name not in (*AMOUNTS, "rate"):
        return None
    return name, left[-1], value


def read_turned(block: MoneyBlock, line: Line, col: int) -> bool:
    """Take one row of a turned block; False when the row is none of it."""
    found = _turned(line, col)
    if found is None:
        return False
    name, label, value = found
    if name == "rate":
        take_rate(block, line, value)
        return True
    unit = unit_of(label.text) or block.unit
    amount, own = money(value, unit)
    if amount is not None and name not in block.values:
        block.unit, block.own_unit = block.unit or unit, block.own_unit or own
        block.values[name], block.places[name] = amount, line.place(value)
        block.found = block.total_seen = True
    elif amount is None and not is_blank(value.text):
        block.unreadable.append((name, value.text, line.place(value)))
    return True


def units_of_header(block: MoneyBlock, line: Line) -> None:
    """Take the unit from the header row: a column's own, else the block label's."""
    for cell in (*line.own, *line.cells):
        unit = unit_of(cell.text)
        if unit:
            block.unit = unit
            return


def read_row(block: MoneyBlock, header: MoneyHeader, line: Line) -> bool:
    """Take one row of the block; False when the row is none of it."""
    labels = [
        cell
        for cell in line.cells
        if cell.col < header.first
        and line.last(cell) < header.first
        and not (_is_amount(cell) or _UNIT_ALONE.fullmatch(compact(cell.text)))
    ]
    label = next(
        (cell for cell in reversed(labels) if cell.row > header.row or role("rows", cell.text)), None
    )
    is_total = (
        label is not None
        and (role("rows", label.text) or guess("rows", label.text)) == "total"
        and not compact(label.text).startswith("其中")
    )
    amounts: dict[str, tuple[Decimal, Cell]] = {}
    for name in AMOUNTS:
        for col in header.columns.get(name, ()):
            cell = line.at(col)
            if cell is None or cell.row <= header.row or cell is label:
                continue
            amount, own = money(cell, header.units.get(name) or block.unit)
            if amount is not None:
                amounts[name] = (amount, cell)
                block.own_unit = block.own_unit or own
                break
            if not is_blank(cell.text) and is_total:
                block.unreadable.append((name, cell.text, line.place(cell)))
    if label is None and not amounts:
        return False
    if label is not None and not is_total and role("labels", label.text) in _BELOW:
        return False  # "自评得分 | 95" below the money
    block.found = True
    # below a source a row without a name is more likely another source than the whole
    if is_total or (label is None and not block.total_seen and not block.amounts_by_source):
        if block.total_seen:
            return True
        block.total_seen = True
        for name, (amount, cell) in amounts.items():
            block.values[name] = amount
            block.places[name] = line.place(cell)
        _rest(block, header, line)
    elif label is not None:
        name = re.sub(r"^其中[:：]?", "", join_lines(label.text)).strip(" :：　")
        if amounts or not (is_blank(name) or role("labels", label.text)):
            values = {key: amount for key, (amount, _) in amounts.items()}
            block.sources.append(FundSource(name, **values, place=line.place(label)))
    return True


def _rest(block: MoneyBlock, header: MoneyHeader, line: Line) -> None:
    """Rate, points and scores of the total row."""

    def cell_of(name: str) -> Cell | None:
        for col in header.columns.get(name, ()):
            cell = line.at(col)
            if cell is not None and cell.row > header.row:
                return cell
        return None

    take_rate(block, line, cell_of("rate"))
    for name in ("points", "score", "review_score"):
        cell = cell_of(name)
        value = points(cell)
        if value is None or cell is None:
            if cell is not None and not is_blank(cell.text):
                block.unreadable.append((name, cell.text, line.place(cell)))
            continue
        if name == "review_score":
            block.review_score = value
        else:
            block.values[name] = value
        block.places[name] = line.place(cell)


def take_rate(block: MoneyBlock, line: Line, cell: Cell | None) -> None:
    annual, executed, initial = (block.values.get(name) for name in ("annual", "executed", "initial"))
    base = annual if annual else initial
    computed = executed / base if executed is not None and base else None
    value, doubtful = rate(cell, computed=computed)
    if value is not None and cell is not None:
        block.values["rate"] = value
        block.places["rate"] = line.place(cell)
        block.doubtful_rate = doubtful
    elif cell is not None and not is_blank(cell.text):
        block.unreadable.append(("rate", cell.text, line.place(cell)))


def read_pairs(block: MoneyBlock, line: Line) -> bool:
    """Amounts beside their labels: "全年预算数 | 880 | 全年执行数 | 880". False when there are none."""
    taken = False
    if line.grid is None:
        text = line.cells[0].text.strip() if line.cells else ""
        said = _SAID_IN_TURN.match(text)  # "预算资金：年初预算80万元，实际支出84.2万元，…"
        pieces = re.split(_NEXT_PIECE, text[said.end() :]) if said else re.split(_NEXT_LABEL, text)
        for piece in pieces:
            taken = _inline(block, line, replace(line.cells[0], text=piece), None) or taken
        return taken
    labels = [cell for cell in line.cells if not _is_amount(cell)]
    common = next((unit for cell in labels if (unit := unit_of(cell.text))), None)
    for cell in line.own:
        for piece in re.split(_NEXT_PIECE, cell.text):
            taken = _inline(block, line, replace(cell, text=piece, value=piece), common) or taken
    known = any(role("money", cell.text) in (*AMOUNTS, "rate") for cell in labels)
    for cell, value in pairwise(line.cells):
        name = role("money", cell.text)
        if name is None and known and _is_amount(value) and role("labels", cell.text) is None:
            name = guess("money", cell.text)  # beside a known one: "年度预算安排 | 35 | 年度实际支出 | 34"
            if name in AMOUNTS and name not in block.values:
                block.guessed.append((cell.text, name, line.place(cell)))
        if name is None or role("money", value.text) or name in block.values or cell.row != line.row:
            continue
        if name in AMOUNTS:
            unit = unit_of(cell.text) or common
            amount, own = money(value, unit or block.unit)
            if amount is None:
                continue
            block.unit = block.unit or unit
            block.own_unit = block.own_unit or own
            block.values[name] = amount
            block.places[name] = line.place(value)
            taken = block.found = True
        elif name == "rate" and block.values:
            take_rate(block, line, value)
            taken = True
    return taken


def _inline(block: MoneyBlock, line: Line, cell: Cell, common: str | None) -> bool:
    """An amount behind the colon of its label, in one cell: "年初预算：120万元"."""
    said = _UNSPACED.match(cell.text)
    pair = inline(cell.text) or ((said[1].strip(), said[2]) if said else None)
    name = role("money", pair[0]) if pair else None
    if pair is None or name not in (*AMOUNTS, "rate") or name in block.values:
        return False
    behind = replace(cell, text=pair[1], value=pair[1])
    if name == "rate":
        take_rate(block, line, behind)
        return True
    unit = unit_of(pair[0]) or common
    amount, own = money(behind, unit or block.unit)
    if amount is None:
        return False
    block.unit, block.own_unit = block.unit or unit_of(pair[0]), block.own_unit or own
    block.values[name], block.places[name] = amount, line.place(cell)
    block.found = True
    return True


def _is_amount(cell: Cell) -> bool:
    return money(cell, None)[0] is not None
