"""Reading a number from an actual: one value, bounds (≥95%, 500余户), or why there is none to compare."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from evalcore.scoring.dates import undated
from evalcore.scoring.judgement import Target
from evalcore.scoring.numbers import half_up, plain
from evalcore.scoring.quantity import Found, Quantity, Unit, converted, find_quantities
from evalcore.scoring.target import Reading, read_target


@dataclass(frozen=True, slots=True)
class Measured:
    """A number read from an actual: one value, or bounds where the actual is an inequality or a range."""

    quantity: Quantity | None = None
    low: Decimal | None = None  # in the target's unit
    high: Decimal | None = None
    copied: bool = False
    problem: str = ""  # why there is none
    mismatch: str = ""
    several: bool = False


def shortened(text: str, length: int = 24) -> str:
    """A text as messages quote it."""
    return text if len(text) <= length else text[:length] + "…"


@lru_cache(maxsize=100_000)
def measure(actual: str, unit: Unit) -> Measured:
    """The number of a folded actual that can be compared with `unit`."""
    more = _MORE.search(actual)
    actual = _MORE.sub("", actual)
    masked = undated(actual)
    found = [one for one in find_quantities(masked) if converted(one.quantity, unit) is not None]
    if not found:
        others = find_quantities(masked)
        if others:
            return Measured(mismatch=f"实际值 {others[0].quantity} 与目标单位 {unit or '（无）'} 不可比")
        return Measured(problem="实际完成值没有可比的数字")
    problem = _not_exact(actual, found[0], unit) if len(found) == 1 else ""
    if problem:
        return Measured(problem=problem, several=True)
    summed = _over_periods(found, actual, unit)
    if summed is not None:
        return Measured(Quantity(summed, unit), summed, summed)
    whole = read_target(_REACHED.sub("", masked)) if not more else Reading(())
    if (
        len(whole.targets) == 1
        and whole.targets[0].quantity is not None
        and whole.targets[0].deadline is None
    ):
        return _inequality(whole.targets[0], unit)
    chosen = _the_one(found, masked, unit)
    if chosen is None:
        numbers = "、".join(str(one.quantity) for one in found)
        return Measured(problem=f"实际完成值有多个数字（{numbers}），无法确定取哪一个", several=True)
    value = converted(chosen.quantity, unit)
    return Measured(chosen.quantity, value, None if more else value)


def rate_doubt(actual: Quantity, goals: Sequence[Quantity]) -> str:
    """Why 0.98 beside ≥95% is no value: 0.98 %, or 98 % without its sign, nothing decides it; "" where there is no doubt."""
    small = not actual.unit.name and 0 < actual.value <= 1
    doubtful = small and bool(goals) and all(goal.is_percent and goal.value >= 10 for goal in goals)
    return f"实际值 {actual} 可能是比率，也可能漏写单位" if doubtful else ""


_ASKS_RATE = re.compile(r"率|比例|占比|%|÷|数\s?/|数量\s?/")
_PART_OF_WHOLE = re.compile(r"(\d+(?:\.\d+)?)\s?([^\W\d_]{0,3})\s?/\s?(\d+(?:\.\d+)?)\s?\2")


def as_rate(actual: str, asked: str) -> str:
    """A part of a whole where `asked` speaks of a rate (45/50, 45个/50个): 90%. Both folded."""
    found = _PART_OF_WHOLE.fullmatch(actual.strip())
    if not found or not Decimal(found[3]) or not _ASKS_RATE.search(asked):
        return actual
    return f"{plain(half_up(Decimal(found[1]) / Decimal(found[3]) * 100, 8))}%"


_MORE = re.compile(r"(?<=[\d万千百])[余多](?=[^\W\d_])")  # 500余户: more than 500
_REACHED = re.compile(r"达到?(?=\s?[-+]?\d)")  # 满意度达到96%: an actual states what was reached
_ABOUT = re.compile(r"(?:(?<!节)大?约为?|将?近|接近|差不多|大概)\s?$")
_OR_SO = re.compile(r"\s?(?:左右|上下)")
_OFTEN = re.compile(r"(?:每(?:个?月|季度?|周|日|天|半年)|月均|日均|周均)\s?(?:\S{0,4})$")


def _not_exact(actual: str, found: Found, unit: Unit) -> str:
    """Why the only number of an actual is not its value: 约500户, 每月1次."""
    if _ABOUT.search(actual[: found.start]) or _OR_SO.match(actual, found.end):
        return f"实际完成值“{shortened(actual)}”是约数"
    often = _OFTEN.search(actual[: found.start])
    if often and not unit.per and not found.quantity.unit.per:
        return f"实际完成值“{shortened(actual)}”是{often[0]}的数，不是全年的数"
    return ""


_PERIOD = re.compile(r"(上半年|下半年|第?[一二三四1-4]季度|春季|秋季|\d{1,2}月份?)\D{0,6}$")


def _over_periods(found: list[Found], actual: str, unit: Unit) -> Decimal | None:
    """上半年1次、下半年1次: what was counted in each part of the year is counted together; no rate is."""
    parts = [_PERIOD.search(actual[: one.start]) for one in found]
    named = {part[1] for part in parts if part}
    if len(found) < 2 or len(named) < len(found) or unit.dimension in ("percent", ""):
        return None
    return sum((converted(one.quantity, unit) or Decimal(0) for one in found), Decimal(0))


def without_parts(actual: str) -> str:
    """2个(其中新建1个): a part of the number is not the number."""
    return re.sub(r"[(，,；;、]\s*(?:其中|包括|含).*", "", actual) or actual


def _inequality(said: Target, unit: Unit) -> Measured:
    """≥95%, 95%以上, 90%-95%: the actual gives bounds, not a value."""
    assert said.quantity is not None
    value = converted(said.quantity, unit)
    if said.upper is not None:
        return Measured(said.quantity, value, converted(said.upper, unit))
    if said.operator in ("≥", ">"):
        return Measured(said.quantity, value, None, copied=True)
    if said.operator in ("≤", "<"):
        return Measured(said.quantity, None, value, copied=True)
    return Measured(said.quantity, value, value, copied=said.operator == "=")


# What stands beside the value: 超额完成2个, 剩余2个在建, 同比增长5%.
_BESIDE = re.compile(
    r"(?:超额(?:完成)?|超出|多完成|剩余?|其余|另有|余下|其中|同比|环比|[较比](?:上年|去年|同期)\S{0,2}|增长|增加|未完成|还差|尚差|差)(?:了)?\s?$"
)


def _the_one(found: list[Found], text: str, unit: Unit) -> Found | None:
    """The quantity that is the actual: not what was planned, in the target's unit, all agreeing."""
    found = [
        one
        for one in found
        if not re.search(
            r"(?:目标|计划|任务|应|预算|预期|年初|上年|去年|原)[^，,；;。]{0,6}$", text[: one.start]
        )
        and not _BESIDE.search(text[: one.start])
    ] or found
    for narrower in (
        [one for one in found if one.quantity.unit.name == unit.name],
        [one for one in found if one.quantity.unit.dimension == unit.dimension],
        [
            one
            for one in found
            if re.search(r"(?:实际|共|合计|累计|总计|达到?|为|完成)[^，,；;。\d]{0,4}$", text[: one.start])
        ],
    ):
        found = narrower or found
        if len({one.quantity.value * one.quantity.unit.scale for one in found}) == 1:
            return found[0]
    return None
