"""Rules that speak of a completion rate beside a target in another unit: ≥1000户, 完成率低于60%不得分, 实际 800户."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from evalcore.model import Step
from evalcore.scoring.case import Case, all_bounds, earned_share, is_get
from evalcore.scoring.clause import Bound, Clause, PerStep, Proportion
from evalcore.scoring.judgement import Target
from evalcore.scoring.measured import measure
from evalcore.scoring.numbers import half_up, plain
from evalcore.scoring.quantity import Quantity, Unit

_PERCENT = Unit("%", "percent")
_WHOLE = Target("≥", Quantity(Decimal(100), _PERCENT))
_COMPLETION = re.compile("完成|达到|实现|目标|计划|比例|达成")


_RATE = re.compile("(?:完成|达成|实现)(?:率|比例|进度)?$")


def in_amounts(case: Case) -> Case:
    """不少于300人得满分，完成率低于60%不得分: the completion rate in the unit of the full mark's own bound, 完成率<60%，
    即<180人; the case as it is where the sentence states no such bound."""
    full = [
        c.condition.low.quantity
        for c in case.clauses
        if is_get(c) and c.condition.kind == "range" and c.condition.low and earned_share(case, c) == 1
    ]
    if len(full) != 1 or full[0].unit.dimension == "percent" or full[0].value <= 0:
        return case
    goal = full[0]

    def converted(bound: Bound | None) -> Bound | None:
        if bound is None:
            return None
        return replace(bound, quantity=Quantity(bound.quantity.value * goal.value / 100, goal.unit))

    def placed(clause: Clause) -> Clause:
        condition = clause.condition
        bounds = [bound for bound in (condition.low, condition.high) if bound is not None]
        if condition.kind != "range" or not (_RATE.search(condition.words) or condition.words == ""):
            return clause
        if not all(bound.quantity.unit.name == "%" for bound in bounds):
            return clause
        said = replace(condition, low=converted(condition.low), high=converted(condition.high))
        return replace(clause, condition=replace(said, words=f"{str(condition).rstrip('，')}，即"))

    clauses = tuple(placed(clause) for clause in case.clauses)
    bare = any(own is not c and not c.condition.words for own, c in zip(clauses, case.clauses, strict=True))
    assumed = "；".join(filter(None, (case.assumed, _OF_THE_AIM if bare else "")))
    return replace(case, scoring=replace(case.scoring, clauses=clauses), assumed=assumed)


_OF_THE_AIM = "规则中的百分比按实际完成值÷目标值的完成率理解"


_OF_TARGET = re.compile(
    "(?:达到|占|为)(?:目标值|指标值|计划值|年度目标值)的?$"
)  # percentages are of the target


@dataclass(frozen=True, slots=True)
class Completion:
    """The actual as a percentage of the target (None: not certain), and the case that is judged by it."""

    case: Case
    value: Quantity | None
    actual: Quantity
    step: Step


def completion(case: Case) -> Completion | None:
    """The completion rate, where every bound of the sentence is a percentage and target and actual are amounts
    of something else, more of which is better; None where the actual is itself a rate."""
    if case.aim is None:
        return _sampled(case) or _planned(case)
    aim, bounds = case.aim, all_bounds(case.clauses)
    if aim.quantity is None or aim.upper is not None or aim.direction <= 0:
        return None
    goal = aim.quantity
    of_target = any(_OF_TARGET.search(c.condition.words) for c in case.clauses if c.condition.kind == "range")
    if (goal.unit.dimension == "percent" and not of_target) or goal.value <= 0 or not bounds:
        return None
    if not all(bound.quantity.is_percent for bound in bounds):
        return None
    read = measure(case.actual, goal.unit)
    if read.quantity is None or read.low is None or read.low != read.high:
        return None
    if read.quantity.unit.dimension == "percent" and not of_target:
        return None
    about = [c.condition.words for c in case.clauses if c.condition.kind == "range"]
    if any(words and not _COMPLETION.search(words) for words in about):
        return None  # 合格率≥95%得满分: another measure than the target's
    if not read.quantity.unit.name and goal.unit.name and read.low <= 100:
        return Completion(
            case, None, read.quantity, Step(f"实际值 {read.quantity} 可能是完成率，也可能漏写单位")
        )
    rate = read.low / goal.value * 100
    said = "" if any(about) else _OF_THE_AIM
    step = Step(f"完成率 = 实际 {read.quantity} ÷ 目标 {goal} = {plain(half_up(rate))}%")
    judged = replace(case, aim=_WHOLE, assumed="；".join(filter(None, (case.assumed, said))))
    return Completion(judged, Quantity(rate, _PERCENT), read.quantity, step)


_AIMED = r"(?:计划|目标|应|预算|概算)(?:完成)?"
_DONE = r"(?:(?:实际|已)?(?:完成|支出|执行|支付|使用|拨付)|实际)"
_UNIT = r"\s?(?P<unit>[^\d\s，,；;]{0,3})"
_PLANNED = re.compile(
    rf"{_AIMED}\D{{0,4}}?(?P<planned>\d+(?:\.\d+)?){_UNIT}[，,；;]?\s?{_DONE}\D{{0,3}}?(?P<done>\d+(?:\.\d+)?)\s?(?P=unit)"
)
_DONE_FIRST = re.compile(
    rf"(?:实际|已)(?:完成)?\D{{0,4}}?(?P<done>\d+(?:\.\d+)?){_UNIT}[，,；;]\s?{_AIMED}\D{{0,4}}?(?P<planned>\d+(?:\.\d+)?)\s?(?P=unit)"
)
# Rates of the difference between what was planned and what was done: the name, how it comes, and which way it goes.
_DIFFERENCES = (
    (re.compile("(?:节约|节省|结余|结转|压减|降低)率"), "(计划-实际)÷计划", -1),
    (re.compile("(?:超支|超预算|超概算)率?"), "(实际-计划)÷计划", 1),
    (re.compile("(?:偏差|偏离|差异|变动|调整)率"), "|实际-计划|÷计划", 0),
)


_SAMPLED = re.compile(  # 抽检100批次，合格96批次; 发放问卷100份，满意86份
    r"(?:抽检|抽查|检查|检测|检验|抽样|发放|收回|回收|调查|走访|参训|参加|参检|送检|共|总计|合计)\D{0,6}?(?P<whole>\d+)"
    rf"{_UNIT}[，,；;]\s?(?:其中)?(?P<word>[^\W\d]{{2}})[^\W\d]{{0,3}}?(?P<part>\d+)\s?(?P=unit)"
)


def _sampled(case: Case) -> Completion | None:
    """抽检100批次，合格96批次 beside 合格率≥98%: the part of a whole that the rate counts, where the actual counts both."""
    found = _SAMPLED.fullmatch(case.actual)
    bounds = all_bounds(case.clauses)
    said = " ".join(c.condition.words for c in case.clauses)
    if found is None or not bounds or not all(bound.quantity.is_percent for bound in bounds):
        return None
    name = re.search(f"{found['word']}[率度]", said)
    whole, part = Decimal(found["whole"]), Decimal(found["part"])
    if name is None or part > whole or not whole:
        return None
    rate = Quantity(part / whole * 100, _PERCENT)
    step = Step(
        f"{name[0]} = {found['part']}{found['unit']} ÷ {found['whole']}{found['unit']} = {plain(half_up(rate.value))}%"
    )
    return Completion(case, rate, rate, step)


def _planned(case: Case) -> Completion | None:
    """计划10项，完成8项: the actual states both, and the sentence speaks of proportions or percentages only."""
    found = _PLANNED.search(case.actual) or _DONE_FIRST.search(case.actual)
    steps = [c.effect.size for c in case.clauses if isinstance(c.effect, PerStep)]
    shares = steps + [bound.quantity for bound in all_bounds(case.clauses)]
    rates = any(isinstance(c.effect, Proportion) for c in case.clauses) or bool(shares)
    if found is None or not rates or not Decimal(found["planned"]):
        return None
    said = " ".join(
        c.condition.words + (c.effect.of if isinstance(c.effect, Proportion) else "") for c in case.clauses
    )
    planned, done = Decimal(found["planned"]), Decimal(found["done"])
    rate, how, differs = done / planned * 100, "完成率 = 实际÷计划", False
    for pattern, formula, sign in _DIFFERENCES:
        if name := pattern.search(said):
            change = (done - planned) / planned * 100
            rate, how, differs = change * sign if sign else abs(change), f"{name[0]} = {formula}", True
    if not all(one.is_percent or (differs and one == _ZERO) for one in shares):
        return None
    amounts = f"实际 {found['done']}{found['unit']}，计划 {found['planned']}{found['unit']}"
    step = Step(f"{amounts}，{how} = {plain(half_up(rate))}%")
    judged = replace(case, aim=None if differs else _WHOLE)
    return Completion(judged, Quantity(rate, _PERCENT), Quantity(rate, _PERCENT), step)


_ZERO = Quantity(Decimal(0))  # 节约率≥0
