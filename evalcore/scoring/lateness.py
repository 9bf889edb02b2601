"""How late an actual that is a date is, in the unit a sentence counts in: days, whole weeks, whole months."""

from __future__ import annotations

from decimal import Decimal

from evalcore.scoring.dates import DateSpan, days_late, months_late
from evalcore.scoring.quantity import Unit

DAYS = ("天", "日", "自然日", "日历天")
WEEKS = ("周", "星期")
MONTHS = ("月", "个月")


def lateness(actual: DateSpan, deadline: DateSpan, unit: Unit) -> tuple[Decimal, str] | None:
    """So many `unit` behind the deadline (0 in time; days left over of a month count as half of one), and
    the sentence that says it. None when a day is not exact, or no calendar knows the unit (working days)."""
    late: Decimal | None
    if unit.name in MONTHS:
        late = months_late(actual, deadline)
        words = "" if late is None else _months(late)
    else:
        days = days_late(actual, deadline)
        if days is None or (days and unit.name not in DAYS + WEEKS):
            return None
        late = Decimal(days)
        words = f"{days} 天"
        if unit.name in WEEKS:
            late /= 7
    if late is None:
        return None
    return late, f"期限 {deadline}，实际 {actual}，逾期 {words}"


def _months(late: Decimal) -> str:
    if 0 < late < 1:
        return "不足 1 个月"
    return f"{int(late)} 个{'月' if late == int(late) else '多月'}"
