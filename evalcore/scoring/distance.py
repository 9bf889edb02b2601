"""Tiers of the distance from the row's target: 超过目标值10%以内得50%, 低于目标值5个百分点以上不得分."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from evalcore.scoring.assembly import Scoring
from evalcore.scoring.case import Case, Seen, decided, earned_share
from evalcore.scoring.clause import ABOVE, ALL, BELOW, Award, Clause, Discretion, PerStep
from evalcore.scoring.judgement import Target
from evalcore.scoring.quantity import Quantity, Unit, converted
from evalcore.scoring.tally import Tally
from evalcore.scoring.tiers import inside

_BEYOND_BUDGET = re.compile("超(?:出|过|支)?(?:预算|概算|批复|计划|目标|控制价|限额|定额)\\S{0,3}$")


def of_target(scoring: Scoring, aim: Target | None) -> Scoring:
    """超预算10%以内得50% of a row whose target is an amount: the percentage is a distance from it. So is 超过10%不得分
    behind a full mark and steps of a percentage: ≤1200元得满分，每超过1%扣5%，超过10%不得分."""
    goal = _goal(scoring.clauses, aim)
    if goal is None or goal.unit.dimension in ("percent", ""):
        return scoring
    stepped = [
        c.effect for c in scoring.clauses if isinstance(c.effect, PerStep) and c.effect.size.is_percent
    ]

    def placed(clause: Clause) -> Clause:
        condition = clause.condition
        percent = all(bound is None or bound.quantity.is_percent for bound in (condition.low, condition.high))
        if condition.kind != "range" or not percent or isinstance(clause.effect, PerStep):
            return clause
        if _BEYOND_BUDGET.search(condition.words):
            return replace(clause, condition=replace(condition, kind=ABOVE))
        if stepped and condition.low is not None and not condition.words:
            side = BELOW if stepped[0].change == "fall" else ABOVE
            return replace(clause, condition=replace(condition, kind=side))
        return clause

    return replace(scoring, clauses=tuple(placed(clause) for clause in scoring.clauses))


def _goal(clauses: Sequence[Clause], aim: Target | None) -> Quantity | None:
    """What a distance is measured from: the row's target, else the bound of the full mark."""
    if aim is not None:
        return aim.quantity
    full = next(
        (c.condition for c in clauses if c.condition.kind == "range" and c.effect == Award("get", ALL)), None
    )
    bound = (full.low or full.high) if full is not None else None
    return bound.quantity if bound is not None else None


def distance(case: Case, tally: Tally, seen: Seen) -> bool:
    """Whether a tier of the distance decides; it then sets what is earned. What cannot be measured stays open."""
    tiers = [
        c for c in case.clauses if c.condition.kind in (ABOVE, BELOW) and not isinstance(c.effect, PerStep)
    ]
    if not tiers or (seen.value is None and seen.deviation is None):
        return False
    gaps = {id(tier): _gap(case, tier, seen) for tier in tiers}
    if None in gaps.values():
        tally.leave_open("规则按与目标的差距计分，目标值没有写明")
        return True
    for tier in tiers:
        gap = gaps[id(tier)]
        assert gap is not None
        if gap.value > 0 and inside(tier.condition, gap.value, gap.unit) is not False:
            if isinstance(tier.effect, Discretion):
                tally.leave_open("该档由人酌定", *decided(case, tier.effect))
                return True
            if not isinstance(tier.effect, Award):
                tally.leave_open(f"“{tier}”要由人计算")
                return True
            tally.earn(earned_share(case, tier), f"{seen.said(case)}，与目标相差 {gap}，适用“{tier}”")
            tally.settled = True
            return True
    return False


def _gap(case: Case, tier: Clause, seen: Seen) -> Quantity | None:
    """How far beyond the target on the tier's side, in its unit; a percentage of another quantity is a share of it."""
    bound = tier.condition.low or tier.condition.high
    assert bound is not None
    unit = bound.quantity.unit
    above = tier.condition.kind == ABOVE
    if seen.deviation is not None:
        kind, stated = seen.deviation
        amount = converted(stated, unit)
        side = kind in ("rise", "delay") if above else kind == "fall"
        return None if amount is None else Quantity(amount if side else Decimal(0), unit)
    aim = _goal(case.clauses, case.aim)
    goal = converted(aim, seen.unit) if aim is not None else None
    if goal is None or seen.value is None:
        return None
    gap = seen.value - goal if above else goal - seen.value
    if unit.dimension == "percent" and seen.unit.dimension != "percent":
        return Quantity(gap / goal * 100, Unit("%", "percent")) if goal > 0 else None
    amount = converted(Quantity(gap, seen.unit), unit)
    return None if amount is None else Quantity(amount, unit)
