"""C. Targets: measurable, serious, in the right direction, and matched by the goal."""

from __future__ import annotations

import re

from evalcore.model import Severity
from evalcore.scoring.checks.case import Case, Row, pct
from evalcore.scoring.checks.catalog import words
from evalcore.scoring.numbers import fold
from evalcore.scoring.quantity import COUNT, converted, find_quantities


def targets(case: Case) -> None:
    """Every check of single targets and of all of them together."""
    asked = case.has_column("target")
    if case.rows and not asked:
        case.skip("TG_MISSING")
    for row in case.rows:
        if asked and row.printed and not row.target:
            case.row("TG_MISSING", row, "target", name=row.name)
        if _is_vague(row):
            case.row("TG_NOT_MEASURABLE", row, "target", target=row.target)
        _overdone(case, row)
        _trivial(case, row)
        _direction(case, row)
        _below_last(case, row)
    _all_equal(case)
    _goal(case)


def _is_vague(row: Row) -> bool:
    if not row.target or row.indicator.rule or re.search(r"\d", row.target):
        return False
    rest = re.sub(r"[\W_]", "", row.target)
    if not rest:
        return False
    for word in sorted(words("vague"), key=len, reverse=True):
        rest = rest.replace(word, "")
    return not rest


def _overdone(case: Case, row: Row) -> None:
    judged = row.judged
    if judged is None or judged.target is None or judged.target.quantity is None or judged.actual is None:
        return
    target, actual, rate = judged.target, judged.actual, row.achievement
    facts = {"target": row.target, "actual": row.actual}
    own = converted(actual, target.quantity.unit) if target.quantity else None
    if target.operator == "=" and target.quantity and own is not None and own > target.quantity.value > 0:
        case.row("TG_EQ_EXCEEDED", row, "actual", None, **facts)
    if rate is None or not row.upward or judged.target.quantity.value <= 0:
        return
    if row.is_capped and actual.is_percent and actual.value > 100:
        return  # AC_IMPOSSIBLE says so already
    if rate >= case.limit("TG_LOW_OVERDONE", "red"):
        severity = Severity.RED
    elif rate >= case.limit("TG_LOW_OVERDONE", "rate"):
        severity = Severity.YELLOW
    elif rate >= case.limit("TG_LOW_OVERDONE", "info"):
        severity = Severity.INFO
    else:
        return
    case.row("TG_LOW_OVERDONE", row, severity=severity, name=row.name, rate=pct(rate), **facts)


def _below_last(case: Case, row: Row) -> None:
    """A target under what the form's own 上年完成值 says was reached."""
    target = row.judged.target if row.judged else None
    last = find_quantities(fold(row.indicator.last_actual or ""))
    if target is None or target.quantity is None or not row.upward or not last:
        return
    reached = converted(last[0].quantity, target.quantity.unit)
    low = case.limit("TG_BELOW_LAST_ACTUAL", "rate")
    if reached is not None and reached > 0 and target.quantity.value < low * reached:
        facts = {"target": row.target, "last": fold(row.indicator.last_actual or "")}
        case.row("TG_BELOW_LAST_ACTUAL", row, "target", None, name=row.name, **facts)


_SMALL_UNITS = ("次", "个", "场", "场次", "期")


def _trivial(case: Case, row: Row) -> None:
    target = row.judged.target if row.judged else None
    if target is None or target.quantity is None or not row.upward or not row.points:
        return
    quantity = target.quantity
    one = quantity.unit.name in _SMALL_UNITS and 0 < quantity.value <= case.limit("TG_TRIVIAL", "count")
    nothing = quantity.is_percent and quantity.value == 0 and target.operator in ("≥", ">")
    if (one and row.points >= case.limit("TG_TRIVIAL", "points")) or nothing:
        case.row("TG_TRIVIAL", row, "target", target=row.target)


def _direction(case: Case, row: Row) -> None:
    target = row.judged.target if row.judged else None
    if target is None or target.quantity is None or target.operator not in ("≥", ">", "≤", "<"):
        return
    name = row.name
    adverse = any(word in name for word in words("adverse")) and not any(
        w in name for w in words("adverse_not")
    )
    if target.operator in ("≤", "<"):
        wrong = row.kind2 == "quantity" and not adverse and not target.quantity.is_percent
        wrong = wrong and not re.search("时间|时长|天数|成本|费用|金额|支出|编制|调整|用时|周期", name)
    else:
        money = target.quantity.unit.dimension == "money"
        cost = row.kind2 == "cost" or row.kind == "cost"
        wrong = adverse or (cost and money and not any(word in name for word in words("floor_cost")))
    if wrong:
        case.row("OP_SUSPECT", row, "target", name=name, operator=target.operator)


def _all_equal(case: Case) -> None:
    numeric = [row for row in case.rows if row.is_numeric and row.judged and row.judged.actual is not None]
    if len(numeric) < case.limit("TG_EQUALS_ACTUAL_ALL", "count"):
        case.skip("TG_EQUALS_ACTUAL_ALL")
    elif all(_equal(row) for row in numeric):
        case.project("TG_EQUALS_ACTUAL_ALL", count=str(len(numeric)))


def _equal(row: Row) -> bool:
    if row.achievement is not None:
        return row.achievement == 1
    return row.judged is not None and row.judged.actual is not None and row.judged.actual.value == 0


def _goal(case: Case) -> None:
    """Countable quantities of the goal that no indicator names."""
    goal = fold(case.evaluation.goal or "")
    if not goal or not case.rows:
        case.skip("TG_PARENT_UNMATCHED")
        return
    named = {
        found.quantity.value
        for row in case.rows
        for found in (
            *find_quantities(row.target),
            *find_quantities(row.actual),
            *find_quantities(fold(row.name)),
        )
    }
    for found in find_quantities(goal):
        unit = found.quantity.unit
        countable = unit.dimension == COUNT or (unit.dimension not in ("", "money", "time", "workday"))
        if countable and found.quantity.value > 1 and found.quantity.value not in named:
            case.project("TG_PARENT_UNMATCHED", "goal", quantity=goal[found.start : found.end].strip())


def deviation(row: Row) -> str:
    """How far the actual is from the target, for messages."""
    rate = row.achievement
    return f"完成率 {pct(rate)}" if rate is not None else "未达标"
