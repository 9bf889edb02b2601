"""Points of every row of a form: as printed, or split from the level-1 weight by largest remainder."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from evalcore.model import Evaluation, Indicator
from evalcore.scoring.level import level1_kind
from evalcore.scoring.numbers import plain, split_points
from evalcore.scoring.rule_set import RuleSet

HUNDRED = Decimal(100)
_SPLIT = {"level3": "在一级指标之下按三级指标平均", "level2": "先按二级指标、再按三级指标平均"}


@dataclass(frozen=True, slots=True)
class Weights:
    """Points used: one per indicator (None: not scored), and of the execution row (None: there is none)."""

    points: tuple[Decimal | None, ...]
    execution: Decimal | None
    split: bool  # some were not printed and had to be split
    execution_added: bool  # the execution row was not printed
    assumptions: tuple[str, ...]

    @property
    def total(self) -> Decimal:
        """Sum of all points used, execution included."""
        return sum((points for points in self.points if points is not None), self.execution or Decimal(0))


def weigh(evaluation: Evaluation, rules: RuleSet) -> Weights:
    """Points of every row of the form under the rule set. A sum that is not 100 is kept: it is a finding."""
    rows = evaluation.indicators
    points: list[Decimal | None] = [None] * len(rows)
    assumptions: list[str] = []
    from_rules = False
    split_levels: list[str] = []
    for level1, indexes in _groups((index, rows[index].level1) for index in _scored(rows)):
        _printed(rows, indexes, points)
        blank = [index for index in indexes if points[index] is None]
        if not blank:
            continue
        printed = next((rows[i].level1_points for i in indexes if rows[i].level1_points is not None), None)
        weight = printed
        if weight is None and len(blank) == len(indexes):
            weight = _rule_set_weight(rows, level1, rules)
            from_rules = from_rules or weight is not None
        if weight is None:
            continue
        left = weight - sum((points[i] or Decimal(0) for i in indexes), Decimal(0))
        if left <= 0:
            continue
        _split(rows, blank, left, rules, points)
        split_levels.append(f"{level1} {plain(weight)} 分分为 {_shown(points, blank)}")
    if split_levels:
        assumptions.append(
            f"未列三级分值：{_SPLIT[rules.split_method]}分摊（{'；'.join(split_levels)}），仅供复算"
        )
    if from_rules:
        assumptions.append(f"未列一级权重：按规则集 {rules.id} 的一级权重复算")
    execution, added = _execution_points(evaluation, points, rules)
    if added:
        assumptions.append(
            f"未列预算执行率分值：按规则集 {rules.id} 补列 {plain(execution or Decimal(0))} 分"
        )
    return Weights(tuple(points), execution, bool(split_levels), added, tuple(assumptions))


def _scored(rows: tuple[Indicator, ...]) -> list[int]:
    return [index for index, row in enumerate(rows) if not row.sub_row]


def _groups(pairs: Iterable[tuple[int, str]]) -> list[tuple[str, list[int]]]:
    groups: dict[str, list[int]] = {}
    for index, name in pairs:
        groups.setdefault(name, []).append(index)
    return list(groups.items())


def _printed(rows: tuple[Indicator, ...], indexes: list[int], points: list[Decimal | None]) -> None:
    """Fill in printed points. One merged cell over several rows is counted once, spread over its rows."""
    for index in indexes:
        points[index] = rows[index].points
    merged: dict[int, list[int]] = {}
    for index in indexes:
        group = rows[index].shared_score_group
        if group is not None:
            merged.setdefault(group, []).append(index)
    for members in merged.values():
        values = {rows[index].points for index in members}
        stated = values - {None}
        own_cells = len(stated) > 1 or (len(stated) == 1 and None not in values and _sums(rows, indexes))
        if len(members) > 1 and stated and not own_cells:
            shared = split_points(next(value for value in stated if value is not None), len(members))
            for index, share in zip(members, shared, strict=True):
                points[index] = share


def _sums(rows: tuple[Indicator, ...], indexes: list[int]) -> bool:
    """Whether the printed points of a level-1 add up to its printed weight when every row counts."""
    weight = rows[indexes[0]].level1_points
    return weight is not None and sum((rows[i].points or Decimal(0) for i in indexes), Decimal(0)) == weight


def _rule_set_weight(rows: tuple[Indicator, ...], level1: str, rules: RuleSet) -> Decimal | None:
    """The weight of a level-1 in the set of the rule set that has exactly the form's level-1 kinds."""
    kinds = {level1_kind(row.level1) for row in rows if not row.sub_row} - {"execution"}
    for candidate in (rules.level1_points, *rules.known_level1):
        by_kind = {level1_kind(name): points for name, points in candidate.items()}
        if set(by_kind) == kinds:
            return by_kind.get(level1_kind(level1))
    return None


def _split(
    rows: tuple[Indicator, ...],
    blank: list[int],
    weight: Decimal,
    rules: RuleSet,
    points: list[Decimal | None],
) -> None:
    groups = _groups((index, rows[index].level2 or "") for index in blank)
    printed = [rows[members[0]].level2_points for _, members in groups]
    stated = [value for value in printed if value is not None]
    if len(stated) == len(groups) and sum(stated) == weight:
        shares = tuple(stated)
    elif rules.split_method == "level2":
        shares = split_points(weight, len(groups))
    else:
        groups, shares = [("", blank)], (weight,)
    for (_, members), share in zip(groups, shares, strict=True):
        for index, part in zip(members, split_points(share, len(members)), strict=True):
            points[index] = part


def _execution_points(
    evaluation: Evaluation, points: list[Decimal | None], rules: RuleSet
) -> tuple[Decimal | None, bool]:
    if evaluation.budget.execution_points is not None:
        return evaluation.budget.execution_points, False
    if any(level1_kind(row.level1) == "execution" for row in evaluation.indicators):
        return None, False
    stated = [value for value in points if value is not None]
    if stated and rules.execution.points > 0 and sum(stated) + rules.execution.points == HUNDRED:
        return rules.execution.points, True
    return None, False


def _shown(points: list[Decimal | None], indexes: list[int]) -> str:
    return "、".join(plain(value) for index in indexes if (value := points[index]) is not None)
