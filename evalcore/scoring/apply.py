"""Applying a scoring sentence to an actual: tiers, steps, proportions, counts, ranks (words: presence.py)."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from evalcore.scoring import presence, wording
from evalcore.scoring.achievement import Measured, measure, needs_person
from evalcore.scoring.clause import (
    Amount,
    Award,
    Bound,
    Clause,
    Condition,
    Discretion,
    PerStep,
    Proportion,
    Ranks,
    Veto,
)
from evalcore.scoring.judgement import ONE, ZERO, Judgement, Target
from evalcore.scoring.numbers import half_up, plain
from evalcore.scoring.quantity import Quantity, Unit, converted, find_quantities
from evalcore.scoring.rule_set import RuleSet
from evalcore.scoring.sentence import Scoring
from evalcore.scoring.tally import Tally

FAR = Decimal(10) ** 12


@dataclass(frozen=True, slots=True)
class Case:
    """A sentence, an actual and the settings they are judged under. `weight`: points that amounts refer to."""

    scoring: Scoring
    actual: str
    rules: RuleSet
    weight: Decimal | None
    aim: Target | None
    assumed: str = ""  # said when the stated full mark is not the form's points

    def share(self, amount: Amount) -> Decimal:
        """An amount as a share of the weight. Only called once needs_weight() is settled."""
        if amount.whole:
            return ONE
        if amount.share is not None:
            return amount.share
        assert amount.points is not None
        return amount.points / self.weight if self.weight else ZERO

    @property
    def clauses(self) -> tuple[Clause, ...]:
        return self.scoring.clauses

    def limit(self, kind: str) -> Decimal | None:
        """The limit on the whole of that kind, as a share."""
        return next((self.share(limit.amount) for limit in self.scoring.limits if limit.kind == kind), None)


def apply(
    scoring: Scoring, actual: str, rules: RuleSet, points: Decimal | None, aim: Target | None
) -> Judgement:
    """Judge a folded actual by a scoring sentence; `aim` is the target of the row where a rule refers to one."""
    case, problem = _case(scoring, actual, rules, points, aim)
    if problem:
        return needs_person(problem)
    effects = [clause.effect for clause in scoring.clauses]
    if any(isinstance(effect, Ranks) for effect in effects):
        return _ranked(case)
    judgement = (
        _fraction(case) if any(isinstance(e, Proportion) and "个数" in e.of for e in effects) else None
    )
    if judgement is None:
        judgement = _numeric(case) if _is_numeric(scoring) else presence.judge_words(case)
    return _capped(case, judgement)


def _case(
    scoring: Scoring, actual: str, rules: RuleSet, points: Decimal | None, aim: Target | None
) -> tuple[Case, str]:
    stated = scoring.weight or _stated_full(scoring, points)
    case = Case(scoring, actual, rules, stated or points, aim)
    if case.weight == 0 or (case.weight is None and _in_points(scoring)):
        return case, "规则按分数计，但不知道该指标的分值"
    if stated and points and stated != points:
        said = f"规则写明的满分 {plain(stated)} 分与分值 {plain(points)} 分不一致，按规则满分折算"
        case = replace(case, assumed=said)
    return case, ""


def _in_points(scoring: Scoring) -> bool:
    def amount(effect: object) -> Amount | None:
        if isinstance(effect, PerStep):
            return effect.award.amount
        return effect.amount if isinstance(effect, Award) else None

    amounts = [amount(clause.effect) for clause in scoring.clauses]
    return any(one is not None and bool(one.points) for one in amounts)


def _stated_full(scoring: Scoring, points: Decimal | None) -> Decimal | None:
    """The full mark the sentence itself states: its highest tier, or the sum of its checklist."""
    gets = [
        c
        for c in scoring.clauses
        if isinstance(c.effect, Award) and c.effect.verb == "get" and c.effect.amount.points
    ]
    if any(c.effect == Award("get", Amount(whole=True)) for c in scoring.clauses):
        return None
    amounts = [c.effect.amount.points for c in gets if isinstance(c.effect, Award) and c.effect.amount.points]
    if not amounts:
        return None
    worded = all(c.condition.kind in ("words", "always", "met") for c in gets)
    if worded and len(gets) > 1 and presence.is_checklist(gets, points):
        return sum(amounts, ZERO)
    return max(amounts)


def _is_numeric(scoring: Scoring) -> bool:
    return any(
        clause.condition.kind == "range" or isinstance(clause.effect, Proportion | PerStep)
        for clause in scoring.clauses
    )


def _ranked(case: Case) -> Judgement:
    ranks = next(clause.effect for clause in case.clauses if isinstance(clause.effect, Ranks))
    found = re.search(r"(倒数)?第?\s?(\d+)\s?名?", case.actual)
    if not found or bool(found[1]) != ranks.from_end:
        return needs_person("实际完成值没有名次")
    place, weight = int(found[2]), case.weight or max(ranks.points)
    tally = Tally()
    if 1 <= place <= len(ranks.points):
        earned = ranks.points[place - 1]
        tally.earn(earned / weight, f"第 {place} 名得 {plain(earned)} 分")
        return tally.judgement()
    per = next((c.effect for c in case.clauses if isinstance(c.effect, PerStep)), None)
    if per is None or per.award.verb != "deduct" or place < 1:
        return needs_person(f"规则没有写第 {place} 名得几分")
    beyond = place - len(ranks.points)
    tally.earn(ranks.points[-1] / weight, f"第 {len(ranks.points)} 名得 {plain(ranks.points[-1])} 分")
    tally.lose(beyond * case.share(per.award.amount), f"再退 {beyond} 名，每名{per.award}")
    return tally.judgement()


def _fraction(case: Case) -> Judgement | None:
    """达到预期值的指标个数 ÷ 全部指标个数, where the actual says how many of how many."""
    said = re.search(r"(\d+)[^\d，,；;、]{0,6}(?:中|里|，)[^\d，,；;]{0,4}(\d+)([^，,；;]*)", case.actual)
    if said is None:
        if re.match(r"全部|均|都", case.actual) and wording.claim(case.actual) in (
            wording.MET,
            wording.SILENT,
        ):
            tally = Tally()
            tally.worded.append(f"“{case.actual}”表示全部达到")
            tally.earn(ONE, f"“{case.actual}” → 满分")
            return tally.judgement(met=True)
        return needs_person("实际完成值没有写明达标个数与总个数")
    whole, part = Decimal(said[1]), Decimal(said[2])
    rest = re.search(r"其余(?:均|都|全部)?(?:达标|达到|完成)", case.actual)
    if whole == 0 or part > whole:
        return needs_person("实际完成值的个数不能相除")
    if rest or wording.claim(said[3]) == wording.UNMET:
        part = whole - part
    tally = Tally()
    tally.earn(part / whole, f"达标 {plain(part)} 个 ÷ 全部 {plain(whole)} 个")
    return tally.judgement()


def _main_unit(case: Case) -> Unit:
    """The unit the conditions speak in: of the ranges, else of the row's target, else of rates and steps."""
    named = [bound.quantity.unit for bound in _all_bounds(case.clauses) if bound.quantity.unit.name]
    if named:
        return named[0]
    steps = [clause.effect.size for clause in case.clauses if isinstance(clause.effect, PerStep)]
    if _all_bounds(case.clauses):
        return next((size.unit for size in steps if size.is_percent), Unit())
    if case.aim is not None and case.aim.quantity is not None:
        return case.aim.quantity.unit
    if any(isinstance(clause.effect, Proportion) for clause in case.clauses):
        return Unit("%", "percent")
    return steps[0].unit if steps else Unit()


def _all_bounds(clauses: tuple[Clause, ...]) -> list[Bound]:
    return [b for clause in clauses for b in (clause.condition.low, clause.condition.high) if b is not None]


def _numeric(case: Case) -> Judgement:
    unit = _main_unit(case)
    deviation = _stated_deviation(case.actual)
    measured = measure(case.actual, unit)
    has_range = any(clause.condition.kind == "range" for clause in case.clauses)
    if deviation is not None and not has_range:
        measured = Measured(problem="偏差")
    if measured.mismatch and has_range:
        return replace(needs_person(measured.mismatch), mismatch=measured.mismatch)
    if (
        measured.quantity is None
        and has_range
        and deviation is None
        and wording.claim(case.actual) == wording.SILENT
    ):
        return needs_person(measured.problem or "实际完成值没有可比的数字")
    if measured.quantity is not None and (
        measured.low is None or measured.high is None or measured.low != measured.high
    ):
        return _between(case, unit, measured)
    value = measured.low if measured.quantity is not None else None
    judgement = _at(case, unit, value, deviation)
    return replace(
        judgement,
        actual=measured.quantity,
        copied=measured.copied,
        worded=value is None and deviation is None,
    )


def _between(case: Case, unit: Unit, measured: Measured) -> Judgement:
    """The actual gives bounds (≥95%, 90%-95%): decided only when both ends score the same."""
    ends = [
        _at(case, unit, -FAR if measured.low is None else measured.low, None),
        _at(case, unit, FAR if measured.high is None else measured.high, None),
    ]
    if ends[0].ratio is not None and ends[0].ratio == ends[1].ratio:
        end = ends[0 if measured.low is not None else 1]
        return replace(end, actual=measured.quantity, copied=measured.copied)
    low, high = min(end.low for end in ends), max(end.high for end in ends)
    reason = f"实际完成值“{case.actual}”不是实测值"
    return replace(
        needs_person(reason, low, max(high, low)), actual=measured.quantity, copied=measured.copied
    )


_FELL, _ROSE = "低|少|下降|不足|未完成|缺|减少|差|短缺|降低|欠", "高|多|超过|超出|上升|增加|超额|超支|超"
_LATE = "超期|滞后|延迟|逾期|推迟|延期|晚|超时|延误|拖延"


def _stated_deviation(actual: str) -> tuple[str, Quantity] | None:
    """低1个百分点, 超期8%, 滞后1年, 相差9%: the actual states the distance itself."""
    for kind, words in (("delay", _LATE), ("differ", "相差|偏差|偏离"), ("fall", _FELL), ("rise", _ROSE)):
        found = re.search(
            rf"(?:{words})(?:了|出|于|计划|目标|指标|年度|任务|达标线|值|:|为|约|率|\s)*(?=[\d零一二三四五六七八九十两半])",
            actual,
        )
        if found:
            quantities = [one for one in find_quantities(actual) if one.start == found.end()]
            if quantities:
                return kind, quantities[0].quantity
    return None


def _inside(condition: Condition, value: Decimal, unit: Unit) -> bool | None:
    """Whether a value meets a range; None on a soft end, which may belong to the neighbour."""
    soft = False
    for bound, sign in ((condition.low, 1), (condition.high, -1)):
        if bound is None:
            continue
        limit = _limit_value(bound, unit)
        distance = (value - limit) * sign
        if distance < 0 or (distance == 0 and bound.operator in "<>" and not bound.soft):
            return False
        soft = soft or (distance == 0 and bound.soft and (sign < 0 or condition.high is not None))
    return None if soft else True


def _limit_value(bound: Bound, unit: Unit) -> Decimal:
    value = converted(bound.quantity, unit)
    return bound.quantity.value if value is None else value


def _at(case: Case, unit: Unit, value: Decimal | None, deviation: tuple[str, Quantity] | None) -> Judgement:
    """The judgement for one value (None: the actual has none, only words or a stated deviation)."""
    tally = Tally(floor=case.limit("least") or ZERO)
    if case.assumed:
        tally.assumed.append(case.assumed)
    met = _earn(case, tally, unit, value, deviation)
    if met is not None or not tally.open:
        _change(case, tally, unit, value, deviation, met)
    return tally.judgement(met=met)


def _said(case: Case, value: Decimal | None, unit: Unit) -> str:
    return f"实际 {plain(value)}{unit}" if value is not None and abs(value) < FAR else f"实际“{case.actual}”"


def _earn(
    case: Case, tally: Tally, unit: Unit, value: Decimal | None, deviation: tuple[str, Quantity] | None
) -> bool | None:
    """What the tiers give. True: the full condition is met; False: not; None: cannot be said."""
    gets = [
        c
        for c in case.clauses
        if isinstance(c.effect, Award) and c.effect.verb != "add" and c.condition.kind == "range"
    ]
    if value is not None and gets:
        return _tier(case, tally, gets, unit, value)
    met = _meets(case, value, unit, deviation)
    full = next(
        (c for c in case.clauses if c.condition.kind in ("met", "words", "always", "range") and _is_get(c)),
        None,
    )
    if met and full is not None:
        assert isinstance(full.effect, Award)
        tally.earn(case.share(full.effect.amount), f"{_said(case, value, unit)}，达到目标：{full}")
        if value is None and deviation is None and not wording.says_none(case.actual):
            tally.worded.append(f"实际完成值“{case.actual}”表示达到")
    elif met is False:
        _otherwise(case, tally, unit, value)
    return met


def _is_get(clause: Clause) -> bool:
    return (
        isinstance(clause.effect, Award)
        and clause.effect.verb == "get"
        and bool(clause.effect.amount.whole or clause.effect.amount.points or clause.effect.amount.share)
    )


def _meets(
    case: Case, value: Decimal | None, unit: Unit, deviation: tuple[str, Quantity] | None
) -> bool | None:
    if deviation is not None:
        return deviation[1].value == 0 or (deviation[0] == "rise" and not _penalises(case, "rise"))
    if value is not None:
        if case.aim is not None and case.aim.quantity is not None:
            goal = converted(case.aim.quantity, unit)
            if goal is not None and case.aim.direction:
                return (value - goal) * case.aim.direction >= 0
        counts = [
            c.effect
            for c in case.clauses
            if isinstance(c.effect, PerStep) and c.effect.change in ("count", "delay", "lack")
        ]
        return value <= 0 if counts else None
    said = wording.claim(case.actual)
    if wording.says_none(case.actual):
        return True if any(isinstance(c.effect, PerStep) for c in case.clauses) else None
    return {wording.MET: True, wording.UNMET: False}.get(said)


def _penalises(case: Case, change: str) -> bool:
    return any(
        isinstance(c.effect, PerStep) and c.effect.change == change and c.effect.award.verb == "deduct"
        for c in case.clauses
    )


def _tier(case: Case, tally: Tally, gets: list[Clause], unit: Unit, value: Decimal) -> bool:
    """The tier the value falls in; overlaps and gaps of the table are said, not smoothed."""
    hits = [(clause, _inside(clause.condition, value, unit)) for clause in gets]
    hard = [clause for clause, inside in hits if inside]
    chosen = hard or [clause for clause, inside in hits if inside is None]
    full = max(case.share(c.effect.amount) for c in gets if isinstance(c.effect, Award))
    if not chosen:
        if not _otherwise(case, tally, unit, value):
            _gap(case, tally, gets, unit, value)
        return False
    best = chosen[0] if len(chosen) == 1 else _narrowest(case, tally, chosen, unit, value)
    assert isinstance(best.effect, Award)
    share = case.share(best.effect.amount)
    earned = share if best.effect.verb == "get" else max(ONE - share, ZERO)
    tally.earn(earned, f"{_said(case, value, unit)}，适用“{str(best).strip('，')}”")
    return earned == full


def _narrowest(case: Case, tally: Tally, chosen: list[Clause], unit: Unit, value: Decimal) -> Clause:
    """Of several tiers that hold the value: one-sided ones nest (the nearest bound counts), two-sided ones overlap."""

    def nearness(clause: Clause) -> Decimal:
        return min(
            abs(value - _limit_value(b, unit)) for b in (clause.condition.low, clause.condition.high) if b
        )

    shares = {_share_of(case, clause) for clause in chosen}
    nested = all((c.condition.low is None) != (c.condition.high is None) for c in chosen)
    equal = [
        c
        for c in chosen
        if c.condition.low and c.condition.high and c.condition.low.quantity == c.condition.high.quantity
    ]
    if equal:
        return equal[0]
    if len(shares) > 1 and not nested:
        tally.ambiguities.append(
            f"{plain(value)}{unit} 同时落在两档：{'；'.join(str(c).strip('，') for c in chosen)}"
        )
        lowest = [c for c in chosen if c.condition.low and _limit_value(c.condition.low, unit) == value]
        if lowest:
            tally.assumed.append(f"{plain(value)}{unit} 在两档交界，按含下限计")
            return lowest[0]
        top = max(shares)
        tally.leave_open("评分表两档重叠", ZERO, top - min(shares))
        return max(chosen, key=lambda clause: _share_of(case, clause))
    return min(chosen, key=nearness)


def _share_of(case: Case, clause: Clause) -> Decimal:
    assert isinstance(clause.effect, Award)
    share = case.share(clause.effect.amount)
    return share if clause.effect.verb == "get" else max(ONE - share, ZERO)


def _otherwise(case: Case, tally: Tally, unit: Unit, value: Decimal | None) -> bool:
    """What the sentence says for the rest: 否则…, 未达到的…. False when it says nothing."""
    for clause in case.clauses:
        if clause.condition.kind not in ("else", "missed"):
            continue
        effect = clause.effect
        if isinstance(effect, Award):
            share = case.share(effect.amount)
            earned = share if effect.verb == "get" else max(ONE - share, ZERO)
            tally.earn(earned, f"{_said(case, value, unit)}，{clause}")
            return True
        if isinstance(effect, Discretion):
            tally.leave_open("未达到要求，扣多少由人酌定")
            return True
        if isinstance(effect, Veto):
            tally.earn(ZERO, f"{_said(case, value, unit)}，一票否决")
            return True
        if isinstance(effect, PerStep | Proportion):
            return True  # a change from the full mark: _change() does it
    return any(
        isinstance(c.effect, Proportion)
        or (isinstance(c.effect, PerStep) and c.effect.award.verb == "deduct")
        for c in case.clauses
    )


def _gap(case: Case, tally: Tally, gets: list[Clause], unit: Unit, value: Decimal) -> None:
    """No tier holds the value and nothing is said for the rest."""
    lows = [_limit_value(c.condition.low, unit) for c in gets if c.condition.low]
    highs = [_limit_value(c.condition.high, unit) for c in gets if c.condition.high]
    below, above = (lows and value < min(lows)), (highs and value > max(highs))
    open_below, open_above = (
        any(c.condition.low is None for c in gets),
        any(c.condition.high is None for c in gets),
    )
    if (below and not open_below) or (above and not open_above):
        tally.assumed.append("规则没有写其余情形，按不得分计")
        tally.earn(ZERO, f"{_said(case, value, unit)}，不在任何一档，按不得分计")
        return
    shares = [_share_of(case, clause) for clause in gets]
    tally.ambiguities.append(f"评分表在 {plain(value)}{unit} 处有空档")
    tally.leave_open(f"评分表没有写 {plain(value)}{unit} 得几分", ONE - max(shares), ONE - min(shares))


def _change(
    case: Case,
    tally: Tally,
    unit: Unit,
    value: Decimal | None,
    deviation: tuple[str, Quantity] | None,
    met: bool | None,
) -> None:
    """Steps, proportions, bonuses and what words add to them."""
    bonus: Clause | None = None
    for clause in case.clauses:
        effect = clause.effect
        if isinstance(effect, PerStep):
            _step(case, tally, clause, unit, value, deviation, met)
        elif isinstance(effect, Proportion):
            _proportion(case, tally, clause, unit, value, met)
        elif isinstance(effect, Award) and effect.verb == "add":
            if clause.condition.kind == "range":
                inside = value is not None and _inside(clause.condition, value, unit) is not False
                if inside and (bonus is None or _share_add(case, clause) > _share_add(case, bonus)):
                    bonus = clause
            elif presence.mentions(case.actual, clause.condition.words):
                tally.add(_share_add(case, clause), str(clause))
        elif isinstance(effect, Award | Veto) and clause.condition.kind == "words" and not _is_get(clause):
            if presence.mentions(case.actual, clause.condition.words):
                share = ONE if isinstance(effect, Veto) or effect.verb == "get" else case.share(effect.amount)
                tally.lose(share, str(clause))
    if bonus is not None:
        tally.add(_share_add(case, bonus), str(bonus))


def _share_add(case: Case, clause: Clause) -> Decimal:
    assert isinstance(clause.effect, Award)
    return case.share(clause.effect.amount)


def _step(
    case: Case,
    tally: Tally,
    clause: Clause,
    unit: Unit,
    value: Decimal | None,
    deviation: tuple[str, Quantity] | None,
    met: bool | None,
) -> None:
    effect = clause.effect
    assert isinstance(effect, PerStep)
    distance = _distance(case, clause, unit, value, deviation, met)
    if distance is None:
        if effect.award.verb == "deduct" and met is not True:
            tally.leave_open(f"“{effect}”：实际完成值没有写明次数或差距", ZERO, ONE)
        if effect.award.verb == "add" and met is not False:
            most = ONE if value is None else abs(value) / max(effect.size.value, Decimal("0.01"))
            tally.leave_open(f"“{effect}”：加几步不能确定", -most * case.share(effect.award.amount), ZERO)
        return
    amount, shown = distance
    if amount <= 0:
        tally.say(f"{_said(case, value, unit)}，“{effect}”不触发")
        return
    if effect.size.value <= 0:
        tally.leave_open(f"“{effect}”的步长不大于 0")
        return
    exact = amount / effect.size.value
    steps = _whole(exact, case.rules.partial_step)
    if exact != exact.to_integral_value():
        tally.ambiguities.append(
            f"不足一档的部分：{exact:.2f} 档按{_PARTIAL[case.rules.partial_step]}计 {steps:.2f} 档"
        )
    share = steps * case.share(effect.award.amount)
    limit = case.share(clause.limit.amount) if clause.limit else case.limit(effect.award.verb)
    limited = share if limit is None else min(share, limit)
    text = f"{shown}，{effect}，计 {plain(half_up(steps, 4))} 步（{_PARTIAL[case.rules.partial_step]}）"
    text += "" if limited == share else f"，以{plain(half_up(limited * 100))}%为限"
    if effect.award.verb == "deduct":
        tally.lose(limited, text)
    elif effect.award.verb == "add":
        tally.add(limited, text)
    else:
        tally.earn(min(limited, ONE), text)


_PARTIAL = {"floor": "不足一步不计", "ceiling": "不足一步按一步", "linear": "不足一步按比例"}


def _whole(exact: Decimal, method: str) -> Decimal:
    if method == "linear":
        return exact
    return exact.to_integral_value(ROUND_FLOOR if method == "floor" else ROUND_CEILING)


def _distance(
    case: Case,
    clause: Clause,
    unit: Unit,
    value: Decimal | None,
    deviation: tuple[str, Quantity] | None,
    met: bool | None,
) -> tuple[Decimal, str] | None:
    """How far the actual is in the step's direction, in units of the step's size, and how to say it."""
    effect = clause.effect
    assert isinstance(effect, PerStep)
    size = effect.size
    change = effect.change
    if change == "lack" and _all_bounds(case.clauses) and converted(size, unit) is not None:
        change = "fall"  # ≥200人得满分，每少10人扣1分
    if change in ("count", "lack", "reach"):
        return presence.count(case, effect)
    if deviation is not None:
        kind, stated = deviation
        same = (
            kind == effect.change
            or effect.change == "differ"
            or (kind == "delay") == (change == "delay") == True
        )
        same = same or {kind, change} in ({"delay", "rise"}, {"differ", "fall"}, {"differ", "delay"})
        amount = converted(stated, size.unit)
        if not same or amount is None:
            return (ZERO, f"实际“{case.actual}”")
        return amount, f"偏差 {stated}"
    if value is None:
        return (ZERO, f"实际“{case.actual}”") if met else None
    reference = _reference(case, clause, unit)
    if reference is None:
        if change == "delay" and converted(Quantity(value, unit), size.unit) is not None:
            return converted(Quantity(value, unit), size.unit) or ZERO, f"延迟 {plain(value)}{unit}"
        return None
    gap = reference - value
    gap = {"fall": gap, "differ": abs(gap)}.get(change, -gap)
    words = {"fall": "低", "differ": "相差"}.get(change, "超过")
    shown = f"目标 {plain(reference)}{unit}，实际 {plain(value)}{unit}，{words} {plain(gap)}{'个百分点' if unit.dimension == 'percent' else unit}"
    if size.is_percent and unit.dimension != "percent":
        return (gap / reference * 100, shown) if reference > 0 else None
    amount = converted(Quantity(gap, unit), size.unit)
    return None if amount is None else (amount, shown)


def _reference(case: Case, clause: Clause, unit: Unit) -> Decimal | None:
    """What a step is measured from: its own condition's bound, the full mark's, or the row's target."""
    full = max(
        (c for c in case.clauses if c.condition.kind == "range" and _is_get(c)),
        key=lambda c: _share_of(case, c),
        default=None,
    )
    for source in (clause if clause.condition.kind == "range" else None, full):
        if source is not None:
            bound = source.condition.low or source.condition.high
            assert bound is not None
            return _limit_value(bound, unit)
    if case.aim is not None and case.aim.quantity is not None:
        return converted(case.aim.quantity, unit)
    return None


def _proportion(
    case: Case, tally: Tally, clause: Clause, unit: Unit, value: Decimal | None, met: bool | None
) -> None:
    effect = clause.effect
    assert isinstance(effect, Proportion)
    if met or (
        clause.condition.kind == "range"
        and value is not None
        and _inside(clause.condition, value, unit) is False
    ):
        return
    if value is None:
        tally.leave_open("实际完成值没有数值，不能按比例计算")
        return
    low, high = clause.condition.low, clause.condition.high
    if low and high and low.quantity != high.quantity:
        start, end = _limit_value(low, unit), _limit_value(high, unit)
        done = (value - start) / (end - start) if end > start else ZERO
        full_below = any(c.condition.high and _is_get(c) for c in case.clauses if c.condition.low is None)
        ratio = ONE - done if full_below else done
        tally.earn(
            ratio,
            f"{_said(case, value, unit)}，在 {low.quantity}-{high.quantity} 之间按比例 → 得 {plain(half_up(ratio * 100))}%",
        )
        return
    goal = _reference(case, clause, unit)
    if goal is None and unit.dimension == "percent":
        goal = Decimal(100)
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
    if ratio > 1:
        if case.limit("capped") is None and not effect.of.endswith("率"):
            tally.assumed.append("规则没有写封顶，按满分为限")
        ratio = ONE
    tally.earn(
        ratio,
        f"{_said(case, value, unit)}，按比例（÷{plain(goal)}{unit}）→ 得 {plain(half_up(ratio * 100))}%",
    )


def _capped(case: Case, judgement: Judgement) -> Judgement:
    """满分为止 and 最高120分."""
    limit = case.limit("capped")
    if limit is None or judgement.ratio is None or judgement.ratio <= limit:
        return judgement
    over = judgement.ratio - limit
    last = replace(judgement.trace[-1], lost=judgement.trace[-1].lost + over)
    return replace(
        judgement, ratio=limit, low=min(judgement.low, limit), high=limit, trace=(*judgement.trace[:-1], last)
    )
