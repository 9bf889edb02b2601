"""Applying a scoring sentence to an actual: tiers, steps, proportions, counts, ranks (words: presence.py)."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from evalcore.model import Basis, Step
from evalcore.scoring import formula, presence, wording
from evalcore.scoring.achievement import needs_person
from evalcore.scoring.assembly import Scoring
from evalcore.scoring.case import FAR, Case, Seen, all_bounds, earned_share, is_get
from evalcore.scoring.checklist import is_checklist, marked
from evalcore.scoring.clause import ABOVE, ALL, BELOW, Award, Clause, PerStep, Proportion, Ranks
from evalcore.scoring.completion import completion, in_amounts
from evalcore.scoring.dates import find_dates
from evalcore.scoring.deviation import changed, is_change, sided, stated_deviation, value_from
from evalcore.scoring.distance import distance
from evalcore.scoring.full_mark import adds, prepared, stated_full
from evalcore.scoring.joined import joint, unsaid
from evalcore.scoring.judgement import ONE, ZERO, Judgement, Target
from evalcore.scoring.lateness import DAYS, MONTHS, WEEKS, lateness
from evalcore.scoring.measured import Measured, measure, rate_doubt
from evalcore.scoring.numbers import half_up, plain
from evalcore.scoring.places import place
from evalcore.scoring.quantity import Quantity, Unit, find_quantities
from evalcore.scoring.ranked import ranked
from evalcore.scoring.rule_set import RuleSet
from evalcore.scoring.steps import change
from evalcore.scoring.subjects import subjects
from evalcore.scoring.tally import Tally
from evalcore.scoring.tiers import earn, named


def apply(
    scoring: Scoring, actual: str, rules: RuleSet, points: Decimal | None, aim: Target | None
) -> Judgement:
    """Judge a folded actual by a scoring sentence; `aim` is the row's target, where a rule refers to it."""
    case, problem = prepared(scoring, actual, rules, points, aim)
    if problem:
        return needs_person(problem)
    case = in_amounts(case)
    effects = [clause.effect for clause in scoring.clauses]
    problem = without_base(scoring)
    if problem:
        return needs_person(problem)
    if any(isinstance(effect, Ranks) for effect in effects):
        return ranked(case)
    together = joint(case)
    if together is not None:
        return together
    parts = subjects(scoring, points)
    if len(parts) > 1:
        return _composite(case, parts, points)
    judgement = formula.fraction(case) or formula.complement(case)
    rate = completion(case)
    if rate is not None and rate.value is None:
        return needs_person(rate.step.text)
    if judgement is None and rate is not None and rate.value is not None:
        judged = at_value(rate.case, Seen(rate.value.unit, rate.value.value))
        judgement = replace(judged, trace=(rate.step, *judged.trace), actual=rate.actual)
    if judgement is None:
        numeric = (is_numeric(scoring) and not _items_told(case)) or _against_aim(case)
        judgement = _numeric(case) if numeric else presence.judge_words(case)
    judgement = capped(case, judgement)
    if judgement.ratio is not None and judgement.ratio > 1 and not any(adds(effect) for effect in effects):
        return needs_person("按规则算出的得分超过满分，规则的分数与该指标分值对不上")
    return unsaid(case, _other_full(case, judgement, points))


def without_base(scoring: Scoring) -> str:
    """Why a sentence says nothing of the points it adds to; "" when it does, or adds none."""
    added = [adds(clause.effect) for clause in scoring.clauses]
    if all(added):
        return "规则只写了加分，没有写基本分"
    if any(added) and not any(_gives(clause) for clause in scoring.clauses):
        return "规则写了加分和扣分，没有写基本分"
    return ""


def _gives(clause: Clause) -> bool:
    award = clause.effect.award if isinstance(clause.effect, PerStep) else clause.effect
    return isinstance(award, Proportion | Ranks) or (isinstance(award, Award) and award.verb == "get")


def _other_full(case: Case, judgement: Judgement, points: Decimal | None) -> Judgement:
    """Where the sentence's own full mark is not the row's points, the interval holds both readings."""
    if not case.assumed or judgement.ratio is None or not points:
        return judgement
    assert case.weight is not None  # what is assumed is another full mark
    literal = min(judgement.ratio * case.weight / points, max(ONE, judgement.ratio))
    return replace(judgement, low=min(judgement.low, literal), high=max(judgement.high, literal))


def _composite(case: Case, parts: list[Scoring], points: Decimal | None) -> Judgement:
    """Each part on its own share of the actual; the points of the parts add up."""
    fulls = [stated_full(part, None) for part in parts]
    said = [part for part in re.split(r"[，,；;、。]", case.actual) if part.strip()]
    if all(is_numeric(part) for part in parts):
        said = [part for part in said if find_quantities(part)]
    total = sum((full for full in fulls if full is not None), ZERO)
    if len(said) == len(parts) and all(map(_only_takes, parts)):
        return _taken_together(case, parts, said, points)
    if None in fulls or total == 0:
        return needs_person("规则含几项要求，各占多少没有写明")
    if len(said) != len(parts):
        return needs_person("规则含几项要求，实际完成值没有逐项写明")
    judged = [
        apply(part, actual, case.rules, full, None)
        for part, actual, full in zip(parts, said, fulls, strict=True)
    ]
    weights = [full / total for full in fulls if full is not None]
    low = sum((one.low * weight for one, weight in zip(judged, weights, strict=True)), ZERO)
    high = sum((one.high * weight for one, weight in zip(judged, weights, strict=True)), ZERO)
    if any(one.ratio is None for one in judged):
        return needs_person("；".join(one.reason for one in judged if one.ratio is None), low, high)
    trace = tuple(
        replace(step, lost=step.lost * weight)
        for one, weight in zip(judged, weights, strict=True)
        for step in one.trace
    )
    ratio = sum(((one.ratio or ZERO) * weight for one, weight in zip(judged, weights, strict=True)), ZERO)
    basis = max((one.basis for one in judged), key=list(Basis).index)
    reason = "；".join(one.reason for one in judged if one.reason)
    if points and points != total:
        basis, reason = (
            max(basis, Basis.ASSUMED, key=list(Basis).index),
            f"规则满分 {plain(total)} 分按分值折算",
        )
    return Judgement(ratio, min(low, ratio), max(high, ratio), basis, trace=trace, reason=reason)


def _only_takes(part: Scoring) -> bool:
    """全年检查≥12次得满分，每少1次扣0.5分: full where it is reached, and steps that take from the whole."""
    gets = [c for c in part.clauses if is_get(c)]
    steps = [
        c.effect for c in part.clauses if isinstance(c.effect, PerStep) and c.effect.award.verb == "deduct"
    ]
    full = len(gets) == 1 and gets[0].effect == Award("get", ALL)
    return full and bool(steps) and len(gets) + len(steps) == len(part.clauses)


def _taken_together(case: Case, parts: list[Scoring], said: list[str], points: Decimal | None) -> Judgement:
    """Parts that each take from one full mark: what they take adds up."""
    judged = [apply(part, actual, case.rules, points, None) for part, actual in zip(parts, said, strict=True)]
    low = max(ONE - sum((ONE - one.low for one in judged), ZERO), ZERO)
    high = max(ONE - sum((ONE - one.high for one in judged), ZERO), ZERO)
    if any(one.ratio is None for one in judged):
        return needs_person("；".join(one.reason for one in judged if one.ratio is None), low, high)
    lost = sum((ONE - (one.ratio or ZERO) for one in judged), ZERO)
    trace = tuple(step for one in judged for step in one.trace)
    if lost > 1:
        trace = (*trace, Step("扣完为止，多扣部分不计", ONE - lost))
    return Judgement(
        max(ONE - lost, ZERO),
        low,
        high,
        max((one.basis for one in judged), key=list(Basis).index),
        trace=trace,
        reason="；".join(one.reason for one in judged if one.reason),
    )


def is_numeric(scoring: Scoring) -> bool:
    """Whether numbers decide: a range, a step or a proportion."""
    return any(
        clause.condition.kind in ("range", ABOVE, BELOW) or isinstance(clause.effect, Proportion | PerStep)
        for clause in scoring.clauses
    )


def _items_told(case: Case) -> bool:
    """按计划开工得2分，按计划完工得3分，每滞后1个月扣0.5分, or ①…（1分）②…（1分），每项不符合扣1分, and an actual that counts
    nothing (均符合, ①符合): the items decide."""
    gets = [c for c in case.clauses if is_get(c)]
    steps = [c.effect for c in case.clauses if isinstance(c.effect, PerStep)]
    items = len(gets) > 1 and all(clause.condition.kind == "words" for clause in gets)
    if not items or not is_checklist(gets, case.weight) or len(gets) + len(steps) != len(case.clauses):
        return False
    if all(step.change == "delay" for step in steps):
        return not any(char.isdigit() for char in case.actual)
    worth = {case.share(c.effect.amount) for c in gets if isinstance(c.effect, Award)}
    costs = {case.share(step.award.amount) for step in steps if step.change in ("count", "lack")}
    named = not find_quantities(case.actual) or marked(case.actual, gets) is not None
    return worth == costs and (named or wording.claim(case.actual) == wording.MET)


_BUDGET = re.compile(
    r"(?:超|突破)\S{0,3}(?:预算|概算|控制数|限额|定额)|控制在\S{0,4}(?:预算|概算|控制数|限额)"
)


def _against_aim(case: Case) -> bool:
    """达到目标值得满分，未达到不得分: the row's own number decides, where the actual gives one."""
    if case.aim is None or case.aim.quantity is None:
        return False
    refers = any(
        clause.condition.kind in ("met", "missed") or _BUDGET.search(clause.condition.words)
        for clause in case.clauses
    )
    return refers and measure(case.actual, case.aim.quantity.unit).quantity is not None


def main_unit(case: Case) -> Unit:
    """The unit the conditions speak in: of the ranges, else of the row's target, else of rates and steps."""
    named = [bound.quantity.unit for bound in all_bounds(case.clauses) if bound.quantity.unit.name]
    if named:
        return named[0]
    steps = [clause.effect.size for clause in case.clauses if isinstance(clause.effect, PerStep)]
    if all_bounds(case.clauses):
        return next((size.unit for size in steps if size.is_percent), Unit())
    if case.aim is not None and case.aim.quantity is not None:
        return case.aim.quantity.unit
    proportions = [clause.effect for clause in case.clauses if isinstance(clause.effect, Proportion)]
    if proportions:
        whole = formula.divisor(proportions[0])
        return Unit("%", "percent") if whole is None else whole.unit
    return steps[0].unit if steps else Unit()


def _delayed(case: Case, unit: Unit) -> Judgement | None:
    """2023年6月30日前完工得10分；延期1-3个月得5分, and the actual is a date: in time, or so late."""
    dated = [
        c for c in case.clauses if c.condition.kind == "words" and is_get(c) and find_dates(c.condition.words)
    ]
    dates = find_dates(case.actual)
    if len(dated) != 1 or len(dates) != 1 or unit.name not in DAYS + WEEKS + MONTHS:
        return None
    actual, deadline = dates[0].span, find_dates(dated[0].condition.words)[-1].span
    late = lateness(actual, deadline, unit)
    if late is None:
        return needs_person(f"实际 {actual} 比 {deadline} 晚多少不能确定")
    if late[0]:
        judgement = at_value(case, Seen(unit, late[0]))
        return replace(judgement, trace=(Step(late[1]), *judgement.trace))
    tally = Tally()
    share = earned_share(case, dated[0])
    tally.earn(share, f"实际 {actual}，适用“{dated[0]}”")
    return tally.judgement()


def _numeric(case: Case) -> Judgement:
    unit = main_unit(case)
    delayed = _delayed(case, unit)
    if delayed is not None:
        return delayed
    deviation = stated_deviation(case.actual)
    measured = measure(place(case.actual) if unit.name in ("名次", "类") else case.actual, unit)
    if measured.low is not None and measured.low == measured.high and is_absolute(case):
        measured = replace(measured, low=abs(measured.low), high=abs(measured.low))
    single = measured.low if measured.low == measured.high else None
    case, single = sided(case, single, deviation)
    if single is not None:
        measured = replace(measured, low=single, high=single)
    has_range = any(clause.condition.kind == "range" for clause in case.clauses)
    if deviation is not None and not has_range:
        measured = Measured(problem="偏差")
    if deviation is not None and has_range and is_change(case):  # 提高5个百分点以上得满分, 超出5%以内得50%
        measured = changed(case, unit, measured, deviation)
        scaled = any(clause.condition.kind == "range" and is_get(clause) for clause in case.clauses)
        deviation = None if scaled else deviation
    elif deviation is not None and has_range and (stated := value_from(case, unit, deviation)) is not None:
        reached, step = stated
        judgement = at_value(case, Seen(unit, reached.value))
        return replace(judgement, actual=reached, trace=(step, *judgement.trace))
    countable = unit.dimension not in ("percent", "money", "time", "workday", "") or any(
        bound.quantity.value == 0 for bound in all_bounds(case.clauses)
    )  # 事故率为0得满分
    none = measured.quantity is None and has_range and countable and wording.says_none(case.actual)
    level = measured.quantity is None and has_range and wording.turns(case.actual) == ["level"]  # 与上年持平
    if (none or (level and is_change(case))) and named(case, Seen(unit)) is None:
        measured = Measured(Quantity(ZERO, unit), ZERO, ZERO)
    counted = bool(measured.mismatch) and _counts(case)
    if counted:
        measured = Measured()
    if measured.mismatch and has_range:
        return replace(needs_person(measured.mismatch), mismatch=measured.mismatch)
    if (
        measured.quantity is None
        and has_range
        and not counted
        and deviation is None
        and (measured.several or wording.claim(case.actual) == wording.SILENT)
        and named(case, Seen(unit)) is None
    ):
        return needs_person(measured.problem or "实际完成值没有可比的数字")
    bounds = [bound.quantity for bound in all_bounds(case.clauses)]
    doubt = rate_doubt(measured.quantity, bounds) if measured.quantity is not None else ""
    if doubt:
        return needs_person(doubt)
    if measured.quantity is not None and (
        measured.low is None or measured.high is None or measured.low != measured.high
    ):
        return _between(case, unit, measured)
    value = measured.low if measured.quantity is not None else None
    judgement = at_value(case, Seen(unit, value, deviation))
    return replace(
        judgement,
        actual=measured.quantity,
        copied=measured.copied,
        worded=value is None and deviation is None,
    )


def is_absolute(case: Case) -> bool:
    """Whether the sentence speaks of an absolute value (偏差率绝对值≤5%)."""
    return any("绝对值" in clause.condition.words for clause in case.clauses)


def _counts(case: Case) -> bool:
    """Whether the actual reports what a step counts: 2个项目不及时 beside 每有一个项目不及时扣1分."""
    return any(
        isinstance(clause.effect, PerStep)
        and clause.effect.change in ("count", "lack")
        and any(
            one.quantity.unit.dimension == clause.effect.size.unit.dimension
            for one in find_quantities(case.actual)
        )
        for clause in case.clauses
    )


def _between(case: Case, unit: Unit, measured: Measured) -> Judgement:
    """The actual gives bounds (≥95%, 90%-95%): decided only when both ends score the same."""
    ends = [
        at_value(case, Seen(unit, -FAR if measured.low is None else measured.low)),
        at_value(case, Seen(unit, FAR if measured.high is None else measured.high)),
    ]
    if ends[0].ratio is not None and ends[0].ratio == ends[1].ratio:
        end = ends[0 if measured.low is not None else 1]
        return replace(end, actual=measured.quantity, copied=measured.copied)
    low, high = min(end.low for end in ends), max(end.high for end in ends)
    reason = f"实际完成值“{case.actual}”不是实测值"
    return replace(
        needs_person(reason, low, max(high, low)), actual=measured.quantity, copied=measured.copied
    )


def at_value(case: Case, seen: Seen) -> Judgement:
    """The judgement for one value (or only words, or a stated deviation)."""
    tally = Tally(floor=case.limit("least") or ZERO)
    if case.assumed:
        tally.assumed.append(case.assumed)
    met = False if distance(case, tally, seen) else earn(case, tally, seen)
    change(case, tally, seen, met)
    if not tally.trace and not tally.open and not met and case.limit("capped") is None:
        tally.leave_open("实际完成值没有对应规则的哪一档")
    return tally.judgement()


def capped(case: Case, judgement: Judgement) -> Judgement:
    """满分为止 and 最高120分."""
    limit = case.limit("capped")
    if limit is None or judgement.ratio is None:
        return judgement
    if judgement.ratio <= limit:
        return replace(judgement, high=min(judgement.high, limit))
    over = Step(f"以 {plain(half_up(limit * 100))}% 为限", judgement.ratio - limit)
    return replace(
        judgement, ratio=limit, low=min(judgement.low, limit), high=limit, trace=(*judgement.trace, over)
    )
