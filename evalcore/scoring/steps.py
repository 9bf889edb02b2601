"""Steps, proportions and bonuses: what changes with every 5 %, every case, every day."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from evalcore.scoring import effects, wording
from evalcore.scoring.case import (
    Case,
    Seen,
    against_the_aim,
    all_bounds,
    completion_goal,
    earned_share,
    is_get,
    limit_value,
    whole_rate,
)
from evalcore.scoring.clause import INTERPOLATED, Award, Clause, Condition, PerStep, Proportion, Veto
from evalcore.scoring.counted import count
from evalcore.scoring.dates import find_dates
from evalcore.scoring.formula import divisor
from evalcore.scoring.judgement import ONE, ZERO
from evalcore.scoring.lateness import lateness
from evalcore.scoring.likeness import mentions
from evalcore.scoring.numbers import half_up, plain
from evalcore.scoring.quantity import CONTINUOUS, Quantity, Unit, converted, find_quantities
from evalcore.scoring.tally import Tally
from evalcore.scoring.tiers import excess, inside


def change(case: Case, tally: Tally, seen: Seen, met: bool | None) -> None:
    """Steps, proportions, bonuses and what words add to them."""
    bonus: Clause | None = None
    for clause in case.clauses:
        effect = clause.effect
        if isinstance(effect, PerStep) and tally.settled and seen.value is None and seen.deviation is None:
            continue  # 未开展满意度调查不得分: words already decided
        if isinstance(effect, PerStep) and not _states_weight(case, effect):
            _step(case, tally, clause, seen, met)
        elif isinstance(effect, PerStep):
            continue
        elif isinstance(effect, Proportion):
            _proportion(case, tally, clause, seen, met)
        elif isinstance(effect, Award) and effect.verb == "add":
            if clause.condition.kind == "range":
                holds = (
                    seen.value is not None and inside(clause.condition, seen.value, seen.unit) is not False
                )
                if holds and (bonus is None or _added(case, clause) > _added(case, bonus)):
                    bonus = clause
            elif mentions(case.actual, clause.condition.words):
                tally.add(_added(case, clause), str(clause))
        elif isinstance(effect, Award | Veto) and (_happened(case, clause) or _reported(case, clause, seen)):
            share = ONE if isinstance(effect, Veto) or effect.verb == "get" else case.share(effect.amount)
            tally.lose(share, str(clause))
    if bonus is not None:
        tally.add(_added(case, bonus), str(bonus))


def _states_weight(case: Case, effect: PerStep) -> bool:
    """每项1分，每缺1项扣1分: what each is worth, beside what each missing one costs."""
    return effect.award.verb == "get" and any(
        isinstance(c.effect, PerStep) and c.effect.change == "lack" and c.effect.size.unit == effect.size.unit
        for c in case.clauses
    )


def _happened(case: Case, clause: Clause) -> bool:
    """Whether the actual reports what a clause in words takes points for (丙级病例不得分)."""
    words = clause.condition.words if clause.condition.kind == "words" and not is_get(clause) else ""
    if len(find_quantities(words)) > 1:
        return False  # 使用率<70%或闲置超过3个月: joined.py compares the numbers
    return bool(words) and mentions(case.actual, words)


def _reported(case: Case, clause: Clause, seen: Seen) -> bool:
    """发现3次及以上的不得分 beside a rate: the actual gives that number too."""
    bounds = all_bounds((clause,))
    if is_get(clause) or not bounds or not seen.unit.name:
        return False
    if not bounds[0].quantity.unit.name or converted(bounds[0].quantity, seen.unit) is not None:
        return False
    return any(
        converted(one.quantity, bounds[0].quantity.unit) is not None
        and inside(clause.condition, one.quantity.value, one.quantity.unit) is not False
        for one in find_quantities(case.actual)
    )


def _added(case: Case, clause: Clause) -> Decimal:
    assert isinstance(clause.effect, Award)
    return case.share(clause.effect.amount)


def _step(case: Case, tally: Tally, clause: Clause, seen: Seen, met: bool | None) -> None:
    effect = clause.effect
    assert isinstance(effect, PerStep)
    if effect.award.verb == "deduct" and max(tally.base - tally.lost, tally.floor) <= tally.floor:
        return  # nothing is left to lose
    if effect.award.verb == "add" and _counts_the_value(case, clause, seen):
        bonus = ONE if clause.limit is None else case.share(clause.limit.amount)
        tally.assume(f"实际完成值没有写明“{clause.condition.words}”的情形，按没有加分计")
        tally.bonus += bonus
        return
    distance = _distance(case, clause, seen, met)
    if distance is None:
        if effect.award.verb == "deduct" and met is not True:
            tally.leave_open(f"“{effect}”：实际完成值没有写明次数或差距", ZERO, ONE)
        if effect.award.verb == "get":
            tally.leave_open(f"“{effect}”：计几步不能确定")
        if effect.award.verb == "add" and met is not False:
            most = ONE if seen.value is None else abs(seen.value) / max(effect.size.value, Decimal("0.01"))
            tally.leave_open(f"“{effect}”：加几步不能确定", -most * case.share(effect.award.amount), ZERO)
        return
    amount, shown = distance
    if amount <= 0 and effect.award.verb == "get":
        if not tally.stepped:
            tally.earn(ZERO, f"{seen.said(case)}，“{effect}”，计 0 步 → 不得分")
        tally.stepped = True
        return
    if amount <= 0:
        if _unsaid(case, clause, seen):
            tally.assume(f"没有写明“{clause.condition.words}{effect.noun}”的情形，按没有计", below=tally.base)
        tally.say(f"{seen.said(case)}，“{effect}”不触发")
        return
    if effect.size.value <= 0:
        tally.leave_open(f"“{effect}”的步长不大于 0")
        return
    exact = amount / effect.size.value
    method = case.scoring.partial or case.rules.partial_step
    steps = _whole(exact, method)
    if exact != exact.to_integral_value() and not case.scoring.partial:
        tally.ambiguities.append(f"不足一档的部分：{exact:.2f} 档按{_PARTIAL[method]}计 {steps:.2f} 档")
    share = steps * case.share(effect.award.amount)
    limit = case.share(clause.limit.amount) if clause.limit else case.limit(effect.award.verb)
    limited = share if limit is None else min(share, limit)
    tier = _next_tier(case, clause)
    if tier is not None and effect.award.verb == "deduct":
        # 85%-90%得80%；85%以下每低1%扣10%: from the full mark, or from the 80 %
        tally.leave_open(f"“{effect}”从满分还是从上一档起扣没有写明", limited, min(limited + ONE - tier, ONE))
        return
    text = f"{shown}，{effect}，计 {plain(half_up(steps, 4))} 步（{_PARTIAL[method]}）"
    text += "" if limited == share else "，以上限为止"
    text += f" → {_VERBS[effect.award.verb]} {plain(half_up(limited * 100))}%"
    if effect.award.verb == "deduct":
        if (
            seen.deviation is None
            and whole_rate(case, clause, seen.unit)
            and measured_from(case, clause, seen.unit) is None
        ):
            tally.assume("没有写明从多少起扣，按100%计", above=limited)
        tally.lose(limited, text)
    elif effect.award.verb == "add":
        tally.add(limited, text)
    else:
        if tally.stepped:
            tally.add(min(limited, max(ONE - tally.base - tally.added, ZERO)), text)
        else:
            tally.earn(min(limited, ONE), text)
        tally.stepped = True


def _next_tier(case: Case, clause: Clause) -> Decimal | None:
    """The share of the tier that ends where a step of its own begins, where that is less than all."""
    start = clause.condition.high
    if clause.condition.kind != "range" or start is None or clause.condition.low is not None:
        return None
    tiers = [
        c
        for c in case.clauses
        if is_get(c) and c.condition.low and c.condition.low.quantity == start.quantity
    ]
    share = earned_share(case, tiers[0]) if tiers else ONE
    return share if share < 1 else None


def _counts_the_value(case: Case, clause: Clause, seen: Seen) -> bool:
    """被省级采用的每条加0.2分 beside ≥24条得满分, and the actual gives only how many there are in all."""
    assert isinstance(clause.effect, PerStep)
    about = clause.condition.words + clause.effect.noun
    counted = (
        clause.effect.change == "count" and clause.effect.size.unit == seen.unit and seen.value is not None
    )
    return bool(
        counted and all_bounds(case.clauses) and not wording.grams(about) & wording.grams(case.actual)
    )


def _unsaid(case: Case, clause: Clause, seen: Seen) -> bool:
    """100% beside “资金到位率100%得3分，但到位不及时的每次扣0.5分”: what else costs points is not told."""
    assert isinstance(clause.effect, PerStep)
    if seen.value is None or clause.effect.change != "count" or clause.effect.award.verb != "deduct":
        return False
    about = clause.condition.words + clause.effect.noun
    units = [one.quantity.unit for one in find_quantities(case.actual)]
    return len(units) == 1 and units[0] != clause.effect.size.unit and not mentions(case.actual, about)


_VERBS = {"add": "加", "deduct": "扣", "get": "得"}
_PARTIAL = {"floor": "不足一步不计", "ceiling": "不足一步按一步", "linear": "不足一步按比例"}


def _whole(exact: Decimal, method: str) -> Decimal:
    if method == "linear":
        return exact
    return exact.to_integral_value(ROUND_FLOOR if method == "floor" else ROUND_CEILING)


# What an actual states and what a step counts, where the two words mean the same distance.
_AKIN = ({"delay", "rise"}, {"differ", "fall"}, {"differ", "delay"})


def _distance(case: Case, clause: Clause, seen: Seen, met: bool | None) -> tuple[Decimal, str] | None:
    """How far the actual is in the step's direction, in units of the step's size, and how to say it."""
    effect = clause.effect
    assert isinstance(effect, PerStep)
    size, unit, value = effect.size, seen.unit, seen.value
    change = effect.change
    aimed = case.aim is not None and case.aim.quantity is not None and seen.deviation is None
    if change == "lack" and (all_bounds(case.clauses) or aimed) and converted(size, unit) is not None:
        change = "fall"  # ≥200人得满分，每少10人扣1分; 目标 3次，每少1次扣1分
    if change in ("count", "lack", "reach"):
        if size.is_percent and unit.dimension == "percent" and value is not None:
            return max(value, ZERO), seen.said(case)  # 违规资金占比每达1%扣1分
        same = any(converted(bound.quantity, size.unit) is not None for bound in all_bounds(case.clauses))
        if same and size.unit.dimension in CONTINUOUS:
            return None  # ≤10个工作日得满分，每…1个工作日扣: how it changes was not read
        return count(case, clause, effect)
    if seen.deviation is not None:
        kind, stated = seen.deviation
        same = kind == change or change == "differ" or {kind, change} in _AKIN
        amount = converted(stated, size.unit)
        if not same or amount is None:
            return ZERO, f"实际“{case.actual}”"
        return amount, f"偏差 {stated}"
    if value is None:
        late = _late(case, size) if change == "delay" else None
        none = met or effects.denies(case.actual, change)
        return late or ((ZERO, seen.said(case)) if none else None)
    reference = measured_from(case, clause, unit, value)
    reference = whole_rate(case, clause, unit) if reference is None else reference
    if reference is None:
        if change == "delay" and converted(Quantity(value, unit), size.unit) is not None:
            return converted(Quantity(value, unit), size.unit) or ZERO, f"延迟 {plain(value)}{unit}"
        if change == "rise" and effect.award.verb != "deduct" and _GREW.search(case.actual):
            grown = converted(Quantity(value, unit), size.unit)
            return None if grown is None else (grown, seen.said(case))
        if change == "rise" and effect.award.verb == "get" and unit.dimension not in ("percent", ""):
            reached = converted(Quantity(value, unit), size.unit)  # 每增加1项得1分, 3项: above none
            return None if reached is None else (reached, seen.said(case))
        return None
    if value < reference and against_the_aim(case, clause):
        if reference:
            return None  # 合格率≥95%得满分，每超过1%扣1分: which of the two is meant is not said
        change = "fall"  # 节约率≥0得满分，每超支1%扣0.5分
    gap = reference - value
    gap = {"fall": gap, "differ": abs(gap)}.get(change, -gap)
    words = {"fall": "低", "differ": "相差"}.get(change, "超过")
    points = "个百分点" if unit.dimension == "percent" else str(unit)
    shown = f"目标 {plain(reference)}{unit}，实际 {plain(value)}{unit}，{words} {plain(gap)}{points}"
    if size.is_percent and unit.dimension != "percent":
        return (gap / reference * 100, shown) if reference > 0 else None
    amount = converted(Quantity(gap, unit), size.unit)
    return None if amount is None else (amount, shown)


_GREW = re.compile("提高|增长|上升|增加")


def _late(case: Case, size: Quantity) -> tuple[Decimal, str] | None:
    """How far a date is behind the date a condition or the row's target names."""
    dates = find_dates(case.actual)
    deadlines = [
        found.span for c in case.clauses if is_get(c) for found in find_dates(c.condition.words)
    ] or ([case.aim.deadline] if case.aim and case.aim.deadline else [])
    return lateness(dates[-1].span, deadlines[-1], size.unit) if dates and deadlines else None


def measured_from(case: Case, clause: Clause, unit: Unit, value: Decimal | None = None) -> Decimal | None:
    """What a step is measured from: its own condition's bound, the full mark's, or the row's target.
    Of a range (90%-110%) the end on the value's side, or the value itself inside it."""
    full = max(
        (c for c in case.clauses if c.condition.kind == "range" and is_get(c)),
        key=lambda c: earned_share(case, c),
        default=None,
    )
    for source in (clause if clause.condition.kind == "range" else None, full):
        if source is not None:
            ends = [limit_value(b, unit) for b in (source.condition.low, source.condition.high) if b]
            if source is clause and isinstance(clause.effect, PerStep) and len(ends) == 2:
                return ends[1 if clause.effect.change == "fall" else 0]  # 80%≤X<90%，每降低1%: from 90%
            if value is not None and len(ends) == 2 and ends[0] < ends[1]:
                return min(max(value, ends[0]), ends[1])
            return ends[0]
    if case.aim is not None and case.aim.quantity is not None:
        goal = converted(case.aim.quantity, unit)
        most = converted(case.aim.upper, unit) if case.aim.upper is not None else None
        return goal if goal is None or most is None or value is None else min(max(value, goal), most)
    return completion_goal(case, unit)


def _rate_itself(goal: Decimal, value: Decimal) -> Decimal:
    """The other reading of 60%-100%之间按比例得分: 80 % of the full mark, not half-way between the ends."""
    return min(max(value / goal, ZERO), ONE) if goal > 0 else ZERO


_SAVED = re.compile("节约|节省|结余")
# (1-偏差率), (本年数-上年数)/上年数: not in proportion to the actual
_DIFFERENCE = re.compile(r"[^\s(]\s?-|上年|去年|上一年|同期|基期")
_INVERSE = re.compile(r"(?:目标|计划|指标|预算)\S*/\s?(?:实际|完成)")


def _proportion(case: Case, tally: Tally, clause: Clause, seen: Seen, met: bool | None) -> None:
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
            lost = min(over.value * over.unit.scale / 100, ONE)
            tally.earn(ONE - lost, f"{seen.said(case)}，{clause} → 扣 {plain(half_up(lost * 100))}%")
            return
        tally.leave_open("实际完成值没有数值，不能按比例计算")
        return
    if excess(clause) and unit.dimension == "percent" and case.aim is None and not all_bounds(case.clauses):
        if _SAVED.search(case.actual):
            tally.earn(ONE, f"{seen.said(case)}，没有超出")
        else:
            tally.leave_open(f"实际 {plain(value)}{unit} 是不是“{clause.condition.words}”的比例没有写明")
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
