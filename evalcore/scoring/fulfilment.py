"""Whether an actual meets what a sentence asks: the row's target, a date, or what the words claim."""

from __future__ import annotations

import re
from decimal import Decimal

from evalcore.scoring import wording
from evalcore.scoring.case import Case, Seen, completion_goal, excess, is_get
from evalcore.scoring.checklist import lacks_of
from evalcore.scoring.clause import PerStep
from evalcore.scoring.likeness import reverses
from evalcore.scoring.presence import deadline_met
from evalcore.scoring.quantity import Unit, converted


def lists(case: Case) -> bool:
    """Whether a step counts what of a list is lacking."""
    return any(isinstance(c.effect, PerStep) and c.effect.change == "lack" for c in case.clauses)


def meets(case: Case, seen: Seen) -> bool | None:
    """True: the condition of the full mark is met; False: not; None: cannot be said."""
    value, unit, deviation = seen.value, seen.unit, seen.deviation
    if deviation is not None:
        kind, stated = deviation
        return stated.value == 0 or kind == "early" or (kind == "rise" and not _penalises(case, "rise"))
    if value is not None:
        reached = _reaches(case, value, unit)
        if reached is not None:
            return reached
        rate = completion_goal(case, unit)
        if rate is not None:
            return value >= rate
        if (
            unit.dimension == "percent"
            and value >= 100
            and any(_TASK.search(c.condition.words) for c in case.clauses)
        ):
            return True  # 完成目标值的90%-100%: 100 % is the target itself
        counts = [
            c.effect
            for c in case.clauses
            if isinstance(c.effect, PerStep)
            and (
                c.effect.change in ("count", "delay")
                or (c.effect.change == "lack" and _LACKING.search(case.actual))
            )
        ]
        return value <= 0 if counts else None
    aimed = case.aim.deadline if case.aim is not None else None
    on_time = [deadline_met(case.actual, aimed.text)] if aimed is not None else []
    on_time += [deadline_met(case.actual, c.condition.words) for c in case.clauses if is_get(c)]
    if any(one is not None for one in on_time):
        return next(one for one in on_time if one is not None)
    if wording.says_some(case.actual) and _penalises(case, "count") and not any(map(is_get, case.clauses)):
        return None
    if any(wording.keeps_turn(c.condition.words, case.actual) for c in case.clauses if is_get(c)):
        return True  # 与上年持平 beside 不低于上年得满分
    said = wording.claim(case.actual)
    if said == wording.UNMET and any(
        _is_part(case.actual, c.condition.words) for c in case.clauses if is_get(c)
    ):
        return True  # 未拖欠 beside 按期支付，未拖欠得满分
    absent = lacks_of(case) if lists(case) else []
    if absent:
        return 0 in absent or None
    if any(reverses(case.actual, c.condition.words) for c in case.clauses if not is_get(c)):
        return True
    if wording.says_none(case.actual):
        steps = [c.effect for c in case.clauses if isinstance(c.effect, PerStep)]
        return True if steps and not any(step.award.verb == "get" for step in steps) else None
    return {wording.MET: True, wording.UNMET: False}.get(said)


def _is_part(actual: str, words: str) -> bool:
    """Whether an actual is one of the things a condition asks together, word for word."""
    return "，" in words and actual in words.split("，")


_LACKING = re.compile("缺|少|漏|未|差")  # 缺0次, not a bare 0次, says that none lacks
_TASK = re.compile("完成.*(?:目标|计划|任务)")


def _reaches(case: Case, value: Decimal, unit: Unit) -> bool | None:
    """Whether a value reaches the row's own target; None where it has none that compares."""
    aim = case.aim
    goal = converted(aim.quantity, unit) if aim is not None and aim.quantity is not None else None
    if aim is None or goal is None:
        return None
    most = converted(aim.upper, unit) if aim.upper is not None else None
    if most is not None:
        return goal <= value <= most
    if goal == 0 and aim.operator in ("", "="):
        return value <= 0
    return (value - goal) * aim.direction >= 0 if aim.direction else None


def _penalises(case: Case, change: str) -> bool:
    return any(
        isinstance(c.effect, PerStep) and c.effect.change == change and c.effect.award.verb == "deduct"
        for c in case.clauses
    ) or any(excess(c) for c in case.clauses if change == "rise")
