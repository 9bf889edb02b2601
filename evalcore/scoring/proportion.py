"""Proportions: what is earned or lost in proportion to the actual (按比例得分, 执行率*分值, 按超出比例扣分)."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from evalcore.scoring import wording
from evalcore.scoring.case import Case, Seen, all_bounds, excess, is_get, limit_value, measured_from
from evalcore.scoring.clause import INTERPOLATED, Clause, Condition, Proportion
from evalcore.scoring.formula import divisor, linear
from evalcore.scoring.judgement import ONE, ZERO
from evalcore.scoring.numbers import half_up, plain
from evalcore.scoring.quantity import converted
from evalcore.scoring.tally import Tally
from evalcore.scoring.tiers import inside


def _rate_itself(goal: Decimal, value: Decimal) -> Decimal:
    """The other reading of 60%-100%之间按比例得分: 80 % of the full mark, not half-way between the ends."""
    return min(max(value / goal, ZERO), ONE) if goal > 0 else ZERO


# (1-偏差率), (本年数-上年数)/上年数: not in proportion to the actual
_DIFFERENCE = re.compile(r"[^\s(]\s?-|上年|去年|上一年|同期|基期")
_INVERSE = re.compile(r"(?:目标|计划|指标|预算)\S*/\s?(?:实际|完成)")


def _lose(case: Case, tally: Tally, clause: Clause, seen: Seen, share: Decimal) -> None:
    """What a share too much leaves of the full mark: 6 % over costs 6 %, all of it at most."""
    lost = min(share, ONE)
    tally.earn(ONE - lost, f"{seen.said(case)}，{clause} → 扣 {plain(half_up(lost * 100))}%")


def proportion(case: Case, tally: Tally, clause: Clause, seen: Seen, met: bool | None) -> None:
    effect = clause.effect
    assert isinstance(effect, Proportion)
    unit, value = seen.unit, seen.value
    if (
        met
        or tally.settled
        or (
            clause.condition.kind == "range"
            and value is not None
            and inside(clause.condition, value, unit) is False
        )
    ):
        return
    if value is None:
        over = seen.deviation[1] if seen.deviation is not None and seen.deviation[0] == "rise" else None
        if over is not None and over.is_percent and excess(clause):
            _lose(case, tally, clause, seen, over.value * over.unit.scale / 100)
            return
        tally.leave_open("实际完成值没有数值，不能按比例计算")
        return
    if excess(clause) and unit.dimension == "percent" and case.aim is None and not all_bounds(case.clauses):
        if wording.says_saved(case.actual):
            tally.earn(ONE, f"{seen.said(case)}，没有超出")
        else:
            tally.leave_open(f"实际 {plain(value)}{unit} 是不是“{clause.condition.words}”的比例没有写明")
        return
    straight = linear(effect, value)
    if straight is not None:
        tally.earn(straight, f"{seen.said(case)}，{effect.of} → 得 {plain(half_up(straight * 100))}%")
        return
    if effect.formula and _DIFFERENCE.search(effect.of):
        tally.leave_open(f"算式“{effect.of}”要由人代入计算")
        return
    low, high = clause.condition.low, clause.condition.high
    if low and high and low.quantity != high.quantity and not effect.formula:
        start, end = limit_value(low, unit), limit_value(high, unit)
        done = (value - start) / (end - start) if end > start else ZERO
        full_below = any(
            is_get(c) and c.condition.high and limit_value(c.condition.high, unit) <= start
            for c in case.clauses
        )
        ratio = ONE - done if full_below else done
        literal = _rate_itself(end, value)
        if effect.verb == "get" and effect.of != INTERPOLATED and not full_below and literal != ratio:
            # 60%-100%按比例得分: half-way between the ends, or 80 % of the full mark; an auditor would ask which
            least, most = sorted((ratio, literal))
            tally.leave_open("没有写明“按比例”是两端之间插值还是按完成率本身", ONE - most, ONE - least)
            return
        tally.earn(
            ratio,
            f"{seen.said(case)}，{low.quantity}-{high.quantity} 之间按比例 → 得 {plain(half_up(ratio * 100))}%",
        )
        return
    goal = measured_from(case, clause if high and not low else replace(clause, condition=Condition()), unit)
    aimed = case.aim is not None and case.aim.quantity is not None
    if case.aim is not None and case.aim.quantity is not None and re.search("目标|指标值|计划", effect.of):
        goal = converted(case.aim.quantity, unit)  # 实际值/目标值: whatever the full mark asks for
    named = effect.formula and effect.of.endswith(("率", "度"))
    rate = named and (
        not aimed or not re.search("完成|达成|实现", effect.of)
    )  # a completion rate is actual ÷ target
    if unit.dimension == "percent" and (goal is None or rate):
        goal = Decimal(100)  # a rate times the weight, whatever the full mark asks for
    whole = divisor(effect)
    goal = goal if whole is None else converted(whole, unit)
    if goal == 0 and effect.verb == "deduct" and clause.condition.words.endswith("率"):
        _lose(case, tally, clause, seen, abs(value) / 100)  # 成本节约率<0，按超支比例扣分
        return
    if goal is None or goal <= 0:
        tally.leave_open("按比例计算的目标值没有写明")
        return
    down = case.aim is not None and case.aim.direction < 0
    if down and value > goal:
        ratio = (
            goal / value if case.rules.reverse_method == "ratio" else max(ONE - (value - goal) / goal, ZERO)
        )
    else:
        ratio = max(value / goal, ZERO)
    if _INVERSE.search(effect.of):  # 目标值/实际值
        if value <= 0:
            tally.leave_open(f"算式“{effect.of}”的除数不大于 0")
            return
        ratio = goal / value
    if ratio > 1:
        if case.limit("capped") is None and not effect.of.endswith("率"):
            tally.assumed.append("规则没有写封顶，按满分为限")
        ratio = ONE
    said = "按未完成的比例扣分" if effect.verb == "deduct" else "按比例"
    tally.earn(
        ratio,
        f"{seen.said(case)}，{said}（÷{plain(goal)}{unit}）→ 得 {plain(half_up(ratio * 100))}%",
    )
