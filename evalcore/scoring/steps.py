"""Steps, proportions and bonuses: what changes with every 5 %, every case, every day."""

from __future__ import annotations

import re
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from evalcore.scoring import effects, wording
from evalcore.scoring.case import (
    Case,
    Seen,
    against_the_aim,
    all_bounds,
    earned_share,
    is_get,
    measured_from,
    whole_rate,
)
from evalcore.scoring.clause import Award, Clause, PerStep, Proportion, Veto
from evalcore.scoring.counted import count
from evalcore.scoring.dates import find_dates
from evalcore.scoring.judgement import ONE, ZERO
from evalcore.scoring.lateness import lateness
from evalcore.scoring.likeness import mentions
from evalcore.scoring.numbers import half_up, plain
from evalcore.scoring.proportion import proportion
from evalcore.scoring.quantity import CONTINUOUS, Quantity, converted, find_quantities
from evalcore.scoring.tally import Tally
from evalcore.scoring.tiers import inside


def change(case: Case, tally: Tally, seen: Seen, met: bool | None) -> None:
    """Steps, proportions, bonuses and what words add to them."""
    bonus: Clause | None = None
    for clause in case.clauses:
        effect = clause.effect
        if isinstance(effect, PerStep) and tally.settled and seen.value is None and seen.deviation is None:
            continue  # 未开展满意度调查不得分: words already decided
        if isinstance(effect, PerStep) and not _states_weight(case, clause, effect):
            _step(case, tally, clause, seen, met)
        elif isinstance(effect, PerStep):
            continue
        elif isinstance(effect, Proportion):
            proportion(case, tally, clause, seen, met)
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


def _states_weight(case: Case, clause: Clause, effect: PerStep) -> bool:
    """每项1分，每缺1项扣1分: what each is worth, beside what each missing one costs (每新增1家得1分 earns by itself)."""
    worth = effect.award.verb == "get" and not wording.turns(clause.condition.words)
    return worth and any(
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
            about = clause.condition.words + effect.noun or str(effect)
            tally.assume(f"没有写明“{about}”的情形，按没有计", below=tally.base)
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
    share = case.share(effect.award.amount, steps)
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
        if same and amount is not None:
            return amount, f"偏差 {stated}"
        if amount is not None or value is None or converted(Quantity(value, unit), size.unit) is None:
            return ZERO, f"实际“{case.actual}”"  # else 拨付率95%，延迟20天: the step is the rate's own
    if value is None:
        late = _late(case, size) if change == "delay" else None
        none = met or effects.denies(case.actual, change)
        return late or ((ZERO, seen.said(case)) if none else None)
    reference = measured_from(case, clause, unit, value)
    reference = whole_rate(case, clause, unit) if reference is None else reference
    if reference is None:
        if change == "rise" and effect.award.verb == "deduct" and wording.says_saved(case.actual):
            return ZERO, seen.said(case)  # 节约3% beside 每超过1%扣0.5分
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
