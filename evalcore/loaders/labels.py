"""Labels and the values beside, below or behind them: 项目名称, 主管部门, 预期目标, 存在问题 …"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from evalcore.loaders.amount import points, unit_of
from evalcore.loaders.document import Cell
from evalcore.loaders.line import Line
from evalcore.loaders.vocabulary import compact, guess, inline, is_blank, join_lines, role, table, words
from evalcore.model import Place

_BELOW = ("goal", "goal_actual")
_NEVER_KEPT = ("other", "block", "goal_block", "money_unit")
_NAMES = ("project", "department", "unit", "whole_department")
_SEAL = re.compile(r"[(（](?:请|单位|部门)?(?:加盖|盖)?(?:公|印)?章[)）]$")  # "交通运输局（盖章）"
_UNIT_HEADING = re.compile(
    r"(?:资金|预算|支出|收入|经费|投资)\D{0,6}[(](?:单位:)?[百千万亿]*元[)]$"
)  # "年度支出情况（万元）"
_UNIT_LINE = re.compile(r"单位:?[(]?(?:人民币)?[(]?[百千万亿]*元")


@dataclass
class Labels:
    """What the labels of one form say: role → text and place, the best-named label of each role."""

    found: dict[str, tuple[str, Place]] = field(default_factory=dict)
    money_unit: str | None = None  # of a line such as "单位：万元"
    guessed: dict[str, tuple[str, Place]] = field(default_factory=dict)  # role → printed label, its place
    _ranks: dict[str, int] = field(default_factory=dict)

    def text(self, name: str) -> str | None:
        return self.found[name][0] if name in self.found else None

    def take(self, lines: Sequence[Line], index: int) -> None:
        """Take every label of a line that has a value."""
        line = lines[index]
        for position, cell in enumerate(line.cells):
            if cell.row != line.row:
                continue  # a label beside several rows has its value in the first
            name = role("labels", cell.text)
            if name == "block":  # "一、项目资金情况（单位：千元）"
                self.money_unit = self.money_unit or unit_of(cell.text)
            if name in (None, "goal_block"):
                inner = _inline(cell)
                for inner_name, inner_text in inner:
                    # "单位：文化和旅游局" is who fills it in
                    if inner_name == "money_unit" and _is_name(inner_text, cell.text):
                        self._keep("unit", cell, inner_text, line.place(cell))
                    elif inner_name == "money_unit":
                        self.money_unit = self.money_unit or unit_of(inner_text)
                    elif inner_text:
                        self._keep(inner_name, cell, inner_text, line.place(cell))
                if inner:
                    continue
                if name is None:
                    self._guess(lines, index, position)
                    headed = len(line.cells) == 1 and _UNIT_HEADING.search(compact(cell.text))
                    if headed or _UNIT_LINE.search(compact(cell.text)):
                        self.money_unit = self.money_unit or unit_of(cell.text)
                    continue
            value = _beside(line, position)
            if value is None and name in _BELOW:
                value = _below(lines, index, cell)
            text = join_lines(value.text) if value is not None else ""
            if name == "goal_block" and value is not None and len(line.own) == 2 and len(compact(text)) >= 6:
                # one text behind the block's name
                self._keep("goal_actual" if "完成" in cell.text else "goal", cell, text, line.place(value))
            elif name == "money_unit" and value is not None and _is_name(text, cell.text):
                self._keep("unit", cell, text, line.place(value))
            elif name == "money_unit":
                self.money_unit = self.money_unit or unit_of(text)
            elif name == "total" and _has_two(line, value):
                continue  # points and score without their header: which is which is not certain
            elif name and value is not None and text and name not in _NEVER_KEPT:
                self._keep(name, cell, text, line.place(value))

    def _guess(self, lines: Sequence[Line], index: int, position: int) -> None:
        """A value beside a label nobody knows, whose words say what it is; a known label goes before it."""
        line = lines[index]
        cell = line.cells[position]
        name = guessed_label(cell.text)
        value = _beside(line, position) if name else None
        if value is not None and value.row != cell.row:
            value = None
        if value is None and name in _BELOW:
            value = _below(lines, index, cell)
        if name is None or value is None or name in self.found:
            return
        text = join_lines(value.text)
        self._keep(name, cell, text, line.place(value))
        if name in self.found:
            self.guessed[name] = (cell.text, line.place(cell))

    def _keep(self, name: str, label: Cell, text: str, place: Place) -> None:
        if is_prompt(text) or (name in _NAMES and is_blank(text)):
            return
        if name in _NAMES:
            text = _SEAL.sub("", text.rstrip()).rstrip()
        if name == "total" and not re.search("[总得评]分", label.text):
            return  # "合计" beside an amount is money
        rank = _rank(name, label.text)
        if name == "unit" and compact(label.text).startswith(tuple(words("filers"))):
            self.found.setdefault("filer", (text, place))
        if name not in self.found or self._ranks[name] > rank:
            self.guessed.pop(name, None)
            self.found[name] = (text, place)
            self._ranks[name] = rank


def guessed_label(text: str) -> str | None:
    """What a label nobody knows is by its words ("支出事项名称" → "project"); None for what is known or too long."""
    bare = compact(text).strip(":;")
    if not 2 <= len(bare) <= 14 or any(role(section, text) for section in ("columns", "money", "rows")):
        return None
    return guess("labels", bare)


def _is_name(text: str, label: str) -> bool:
    """Whether what stands behind 单位 (not 金额单位, 计量单位) is an organisation, not a unit of money or measure."""
    bare = compact(text)
    measured = unit_of(text) is not None or re.search(r"[元万亿%\d]|人民币|平方|立方", bare)
    return (
        len(bare) >= 4
        and not measured
        and not is_blank(text)
        and not re.search("(?:金额|计量|货币)单位", compact(label))
    )


def is_prompt(text: str) -> bool:
    """Whether a text is the form's own instruction ("…（100字以内）"), not an answer."""
    return any(word in compact(text) for word in words("prompts"))


def _has_two(line: Line, value: Cell | None) -> bool:
    """Whether a number beside a total stands beside another number."""
    behind = [cell for cell in line.own if value is not None and cell.col >= value.col][:2]
    return len(behind) == 2 and all(points(cell) is not None for cell in behind)


def _inline(cell: Cell) -> list[tuple[str, str]]:
    """Roles and values of a cell that holds both: "主管部门：水利局　实施单位：水库管理处"."""
    found = []
    for piece in re.split(r"\s+(?=[^\s:：]{2,12}[:：])", cell.text.strip()):
        pair = inline(piece)
        name = role("labels", pair[0]) if pair else None
        if pair and name and name not in ("goal_block", "block", "other"):
            found.append((name, join_lines(pair[1])))
    return found


def _rank(name: str, text: str) -> int:
    """Position of a label among its synonyms: the first is the best (实施单位 before 填报单位)."""
    known = [key for key, found in table("labels").items() if found == name]
    printed = max((key for key in known if key in compact(text)), key=len, default=None)
    return len(known) if printed is None else known.index(printed)


def _beside(line: Line, position: int) -> Cell | None:
    """The value to the right of a label, unless a label stands there or the place for it is empty."""
    label = line.cells[position]
    if position + 1 >= len(line.cells):
        return None
    candidate = line.cells[position + 1]
    name = role("labels", candidate.text)
    # A long text that only begins like a label is a value; so is an amount called 合计.
    if name not in (None, "money_unit", "total") and not (
        name == "other" and len(compact(candidate.text)) > 20
    ):
        return None
    if role("money", candidate.text) is not None:
        return None
    if role("labels", label.text) in _NAMES and _UNIT_HEADING.search(compact(candidate.text)):
        return None  # "项目名称 | 资金（元）": heads of a list
    if role("labels", label.text) in _BELOW and guessed_label(candidate.text) in _BELOW:
        return None  # the two goals side by side, each over its own text
    beyond = line.last(label) + 1
    if candidate.col > beyond and line.grid is not None:
        top, left, bottom, right = line.grid.span(line.row, beyond)
        if (top, left) != (bottom, right) or candidate.col - beyond > 2:
            return None  # an empty cell of its own stands where the value belongs
    return candidate


def _below(lines: Sequence[Line], index: int, label: Cell) -> Cell | None:
    """The value under a label, in the label's own column."""
    if index + 1 >= len(lines) or lines[index + 1].grid is not lines[index].grid:
        return None
    under = lines[index + 1]
    cell = under.at(label.col)
    if cell is None or cell is label or cell.row != under.row or role("labels", cell.text):
        return None
    return cell
