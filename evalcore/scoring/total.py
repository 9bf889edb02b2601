"""An evaluation, recomputed under a rule set: points, scores, total, grade, certainty, findings."""

from __future__ import annotations

from decimal import Decimal

from evalcore.model import Basis, Evaluation, Grade, Result, Score, Step
from evalcore.scoring.checks import check
from evalcore.scoring.execution import execution_rate, score_execution
from evalcore.scoring.grade import grade_of
from evalcore.scoring.indicator import judge_indicator, score_indicator
from evalcore.scoring.level import level1_kind
from evalcore.scoring.numbers import half_up, plain
from evalcore.scoring.rule_set import RuleSet, rule_set
from evalcore.scoring.weights import HUNDRED, Weights, weigh

ZERO = Decimal(0)
_ORDER = (Basis.RULE, Basis.TEXT, Basis.ASSUMED)


def score_evaluation(evaluation: Evaluation, rules: RuleSet | None = None) -> Result:
    """复算: the form's own weights (or the rule set's, split and said so), each row judged, all in Decimal.

    Without `rules` the set in force for the form's year, region and level-1 framework is used. Never raises
    on what a form says: what cannot be scored needs judgement, what contradicts is a finding.

    The total's value adopts the printed score of rows a person must judge (said as an assumption) as long as
    they carry no more than the rule set's judged_limit; beyond it, or without a printed score, value is None.
    [low, high] never adopts: it counts such rows from 0 to their points.
    """
    notes: list[str] = []
    if rules is None:
        rules = rules_for(evaluation)
        if evaluation.year is not None and evaluation.year < rules.first_year:
            notes.append(f"{evaluation.year} 年早于规则集 {rules.id} 的起始年份，仍按其复算")
    weights = weigh(evaluation, rules)
    judgements = tuple(
        judge_indicator(row, points, rules, evaluation.year)
        for row, points in zip(evaluation.indicators, weights.points, strict=True)
    )
    scores = tuple(
        score_indicator(row, points, judged, evaluation.budget, rules)
        for row, points, judged in zip(evaluation.indicators, weights.points, judgements, strict=True)
    )
    execution = None
    if weights.execution is not None:
        execution = score_execution(evaluation.budget, weights.execution, rules)
    total, assumed = _total(evaluation, weights, scores, execution, rules)
    notes = [*weights.assumptions, *notes, *assumed]
    notes.extend(
        f"“{row.level3}”{score.reason}"
        for row, score in zip(evaluation.indicators, scores, strict=True)
        if score.basis is Basis.ASSUMED and score.reason
    )
    by_rule = _by_rule(weights, scores, execution)
    judged = weights.total - by_rule
    grade, strict, text = _grade(total, judged, _person(weights, scores, execution), rules)
    result = Result(
        rule_set=rules.id,
        points=weights.points,
        scores=scores,
        execution_points=weights.execution,
        execution=execution,
        total=total,
        grade=grade,
        grade_strict=strict,
        grade_text=text,
        judged_points=judged,
        coverage=by_rule / weights.total if weights.total > 0 else ZERO,
        assumptions=tuple(notes),
    )
    return check(evaluation, result, weights, judgements, rules)


def rules_for(evaluation: Evaluation) -> RuleSet:
    """The rule set of a form: by its level-1 framework where that is external, else by year and place.

    A form whose execution row weighs 20 (or earned more than 10) is scored by the set that gives it 20.
    """
    kinds = {level1_kind(row.level1) for row in evaluation.indicators}
    if "process" in kinds and "decision" in kinds:
        old = any("投入" in row.level1 for row in evaluation.indicators)
        return rule_set(id="external-2013" if old else "external-2020")
    found = rule_set(evaluation.year, place=evaluation.region)
    budget = evaluation.budget
    printed = max(budget.execution_points or ZERO, budget.execution_score or ZERO)
    twenty = rule_set(id="execution-20")
    if not found.places and found.execution.points < printed <= twenty.execution.points:
        return twenty
    return found


def _rows(
    weights: Weights, scores: tuple[Score, ...], execution: Score | None
) -> list[tuple[int | None, Decimal, Score]]:
    """What counts towards the total: (position in the form or None for execution, points, score)."""
    rows: list[tuple[int | None, Decimal, Score]] = [
        (index, points, score)
        for index, (points, score) in enumerate(zip(weights.points, scores, strict=True))
        if points is not None
    ]
    if execution is not None and weights.execution is not None:
        rows.append((None, weights.execution, execution))
    return rows


def _by_rule(weights: Weights, scores: tuple[Score, ...], execution: Score | None) -> Decimal:
    return sum(
        (points for _, points, score in _rows(weights, scores, execution) if score.basis is Basis.RULE), ZERO
    )


def _person(weights: Weights, scores: tuple[Score, ...], execution: Score | None) -> Decimal:
    """Points a person must judge, those of 100 that no row carries included."""
    undecided = sum(
        (points for _, points, score in _rows(weights, scores, execution) if score.value is None), ZERO
    )
    return undecided + max(ZERO, HUNDRED - weights.total)


def _total(
    evaluation: Evaluation,
    weights: Weights,
    scores: tuple[Score, ...],
    execution: Score | None,
    rules: RuleSet,
) -> tuple[Score, list[str]]:
    rows = _rows(weights, scores, execution)
    low = sum((score.low for _, _, score in rows), ZERO)
    high = sum((score.high for _, _, score in rows), ZERO)
    if not rows:
        reason = "无可计分的指标明细，不能复算"
        return Score(None, ZERO, HUNDRED, Basis.JUDGEMENT, (Step(reason),), reason), []
    undecided = sum((points for _, points, score in rows if score.value is None), ZERO)
    adopted = _adopted(evaluation, rows)
    if undecided > rules.judged_limit:
        reason = f"需人工认定的分值 {plain(undecided)} 分，超过 {plain(rules.judged_limit)} 分，不给复算总分"
        return Score(None, low, high, Basis.JUDGEMENT, (Step(reason),), reason), []
    if adopted is None:
        reason = f"需人工认定的分值 {plain(undecided)} 分且没有填报得分，不给复算总分"
        return Score(None, low, high, Basis.JUDGEMENT, (Step(reason),), reason), []
    value, steps = ZERO, []
    for (index, points, score), taken in zip(rows, adopted, strict=True):
        value += taken
        name = "预算执行率" if index is None else evaluation.indicators[index].level3
        word = "待人工认定，暂按填报得分" if score.value is None else "得"
        if taken != points or score.value is None:
            steps.append(Step(f"“{name}”{word} {plain(taken)}/{plain(points)}", points - taken))
    rounded = half_up(value, rules.decimals)  # points printed in thousandths leave a rest
    if rounded != value:
        steps.append(Step(f"总分四舍五入到 {rules.decimals} 位小数", value - rounded))
    low, high = half_up(low, rules.decimals), half_up(high, rules.decimals)
    limit, said = _cap(evaluation, rules)
    if limit is not None and rounded > limit:
        steps.append(Step(said, rounded - limit))
        rounded, low, high = limit, min(low, limit), min(high, limit)
    elif limit is not None:
        low, high = min(low, limit), min(high, limit)
    used = [score.basis for _, _, score in rows if score.value is not None]
    basis = max(used, key=_ORDER.index) if used else Basis.ASSUMED
    notes = []
    if undecided > 0:
        notes.append(f"{plain(undecided)} 分需人工认定，总分暂按填报得分计入，区间不采信")
        basis = Basis.ASSUMED
    return Score(rounded, low, high, basis, tuple(steps), notes[0] if notes else ""), notes


def _adopted(evaluation: Evaluation, rows: list[tuple[int | None, Decimal, Score]]) -> list[Decimal] | None:
    """Points each row adds to the shown total; None where one needs a person and prints no score."""
    taken: list[Decimal] = []
    for index, points, score in rows:
        if score.value is not None:
            taken.append(score.value)
            continue
        printed = printed_score(evaluation, index)
        if printed is None:
            return None
        taken.append(min(max(printed, score.low), min(points, score.high)))
    return taken


def printed_score(evaluation: Evaluation, index: int | None) -> Decimal | None:
    """The row's own printed score; a merged cell's is its share of the rows it spans."""
    if index is None:
        return evaluation.budget.execution_score
    row = evaluation.indicators[index]
    if row.self_score is None or row.shared_score_group is None:
        return row.self_score
    members = [
        other for other in evaluation.indicators
        if other.shared_score_group == row.shared_score_group and other.level1 == row.level1
    ]  # fmt: skip
    return row.self_score / len(members)


def _cap(evaluation: Evaluation, rules: RuleSet) -> tuple[Decimal | None, str]:
    rate = execution_rate(evaluation.budget, rules.execution)
    if rate is None:
        return None, ""
    caps = [cap for cap in rules.caps if rate < cap.below]
    if not caps:
        return None, ""
    cap = caps[-1]
    return cap.limit, f"执行率低于 {half_up(cap.below * 100, 0)}%，总分不高于 {plain(cap.limit)} 分"


def _grade(
    total: Score, judged: Decimal, person: Decimal, rules: RuleSet
) -> tuple[Grade | None, Grade | None, str]:
    """Grade shown, grade of the whole strict interval, and the words of both."""
    low, high = grade_of(total.low, rules), grade_of(total.high, rules)
    strict = low if low is high else None
    if total.value is None or person > rules.judged_limit:
        return None, strict, f"待认定（{plain(max(judged, person))} 分需认定）"
    grade = grade_of(total.value, rules)
    return grade, strict, grade.value if strict is not None else f"{grade.value}（待认定 {plain(judged)} 分）"
