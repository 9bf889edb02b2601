"""A case: a scoring sentence, an actual and the settings; and what was read from the actual."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from evalcore.scoring.assembly import Scoring
from evalcore.scoring.clause import (
    ABOVE,
    BELOW,
    Amount,
    Award,
    Bound,
    Clause,
    Discretion,
    PerStep,
    Proportion,
)
from evalcore.scoring.judgement import ONE, ZERO, Target
from evalcore.scoring.numbers import plain
from evalcore.scoring.quantity import Quantity, Unit, converted
from evalcore.scoring.rule_set import RuleSet

FAR = Decimal(10) ** 12  # stands for an open end


@dataclass(frozen=True, slots=True)
class Case:
    """A sentence, an actual and the settings. `weight`: the points that amounts refer to."""

    scoring: Scoring
    actual: str
    rules: RuleSet
    weight: Decimal | None
    aim: Target | None
    assumed: str = ""  # said when the stated full mark is not the form's points

    def share(self, amount: Amount, times: Decimal | int = 1) -> Decimal:
        """An amount, so many times, as a share of the weight: 3 x 1 of 3 points is all. Only called once needs_weight()
        is settled."""
        if amount.whole:
            return ONE * times
        if amount.share is not None:
            return amount.share * times
        assert amount.points is not None
        return amount.points * times / self.weight if self.weight else ZERO

    @property
    def clauses(self) -> tuple[Clause, ...]:
        return self.scoring.clauses

    def limit(self, kind: str) -> Decimal | None:
        """The limit on the whole of that kind, as a share."""
        return next((self.share(limit.amount) for limit in self.scoring.limits if limit.kind == kind), None)


@dataclass(frozen=True, slots=True)
class Seen:
    """What the actual says: a value in `unit`, a stated deviation (低1个百分点 → fall, 1), or only words."""

    unit: Unit
    value: Decimal | None = None
    deviation: tuple[str, Quantity] | None = None

    def said(self, case: Case) -> str:
        """The actual as a trace shows it."""
        if self.value is not None and abs(self.value) < FAR:
            return f"实际 {plain(self.value)}{self.unit}"
        return f"实际“{case.actual}”"


def decided(case: Case, effect: Discretion) -> tuple[Decimal, Decimal]:
    """Least and most a person may take from the weight: 酌情扣1-3分, 得8-10分; all of it where nothing is said."""
    if effect.low is None or effect.high is None:
        return ZERO, ONE
    ends = [min(case.share(Amount(points=end)), ONE) for end in (effect.low, effect.high)]
    return (ends[0], ends[1]) if effect.verb == "deduct" else (ONE - ends[1], ONE - ends[0])


def is_get(clause: Clause) -> bool:
    """Whether a clause gives something: 得满分, 得5分 (not 不得分)."""
    return (
        isinstance(clause.effect, Award)
        and clause.effect.verb == "get"
        and bool(clause.effect.amount.whole or clause.effect.amount.points or clause.effect.amount.share)
    )


def earned_share(case: Case, clause: Clause) -> Decimal:
    """What a fixed award leaves of the weight: 得4分 → 4/5, 扣1分 → 4/5."""
    assert isinstance(clause.effect, Award)
    share = case.share(clause.effect.amount)
    return share if clause.effect.verb == "get" else max(ONE - share, ZERO)


def all_bounds(clauses: tuple[Clause, ...]) -> list[Bound]:
    """Every bound on the actual that the clauses name, in order."""
    return [
        bound
        for clause in clauses
        if clause.condition.kind not in (ABOVE, BELOW)
        for bound in (clause.condition.low, clause.condition.high)
        if bound is not None
    ]


def limit_value(bound: Bound, unit: Unit) -> Decimal:
    """A bound in the unit the actual is read in."""
    value = converted(bound.quantity, unit)
    return bound.quantity.value if value is None else value


_WHOLE_RATE = re.compile(r"(?:完成|执行|到位|支付|拨付|兑付|办结|配套|落实)率$")


def whole_rate(case: Case, clause: Clause, unit: Unit) -> Decimal | None:
    """100 where a step takes from a rate that is full when all is done (完成率每低5%扣1分) and no bound says from where."""
    certain = unit.dimension == "percent" and case.aim is None
    return Decimal(100) if certain and _WHOLE_RATE.search(clause.condition.words) else None


def completion_goal(case: Case, unit: Unit) -> Decimal | None:
    """100 where a percentage is the share of a task done: 完成年度任务得4分，每少1%…, or 完成率98%."""
    if unit.dimension != "percent" or all_bounds(case.clauses):
        return None
    task = any(
        is_get(clause) and re.search("完成.*(?:任务|计划)", clause.condition.words) for clause in case.clauses
    )
    return (
        Decimal(100)
        if task or re.search(r"完成(?:率|了|(?:任务|计划|目标)的?)?(?:为|达到?|:)?\s?\d", case.actual)
        else None
    )


def against_the_aim(case: Case, clause: Clause) -> bool:
    """Whether a step takes points for more of what the full mark asks no less of."""
    step = clause.effect
    if not isinstance(step, PerStep) or step.change != "rise" or step.award.verb != "deduct":
        return False
    if clause.condition.kind == "range":
        return False  # measured from its own bound
    aims = [c.condition for c in case.clauses if is_get(c) and c.condition.kind == "range"]
    return bool(aims) and all(aim.low is not None and aim.high is None for aim in aims)


def excess(clause: Clause) -> bool:
    """超出预算的，按超出比例扣减: points in proportion to what is too much."""
    deducts = isinstance(clause.effect, Proportion) and clause.effect.verb == "deduct"
    return deducts and bool(re.search("超|高于|突破", clause.condition.words))


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
