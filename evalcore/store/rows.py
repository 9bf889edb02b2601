"""An evaluation and its result as rows of the tables: pure functions, no database."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

from evalcore.model import Evaluation, Finding, Grade, Indicator, Result, Severity
from evalcore.scoring.grade import fold_label, grade_of
from evalcore.scoring.level import LEVELS, level1_kind, level2_kind
from evalcore.scoring.rule import judge
from evalcore.scoring.rule_set import RuleSet, rule_set
from evalcore.scoring.total import printed_score
from evalcore.scoring.trial import alternatives, digest, execution_asked, part
from evalcore.store.row import Row

_MONEY = Decimal("0.000001")
_POINTS = Decimal("0.0001")
_MONEY_LIMIT = Decimal(10) ** 12
_EXACT_DOUBLE = Decimal(9) * 10**9  # 万元: 0.000001 of it is still a whole number of a DOUBLE
_BANDS = ((1, 30), (2, 60), (3, 80), (4, 90), (5, 95))
_POINTS_LIMIT = Decimal(10) ** 5


@dataclass(frozen=True, slots=True)
class Detail:
    """What a form does not say but its sender or the project list does."""

    department_code: str | None = None  # wins over a code printed in the form
    department_kind: str | None = None
    project_key: str | None = None
    region: str | None = None
    project_type: str | None = None
    fund_source: str | None = None
    stage: str = "初步"


def money(value: Decimal | None) -> Decimal | None:
    """An amount that fits DECIMAL(18, 6); one that does not is missing (the form keeps it)."""
    if value is None or not value.is_finite() or abs(value) >= _MONEY_LIMIT:
        return None
    return value.quantize(_MONEY)


def points(value: Decimal | None) -> Decimal | None:
    """A score that fits DECIMAL(9, 4)."""
    if value is None or not value.is_finite() or abs(value) >= _POINTS_LIMIT:
        return None
    return value.quantize(_POINTS)


def approx(value: Decimal | None) -> float | None:
    return None if value is None or not value.is_finite() else float(value)


def rate_band(executed: Decimal | None, base: Decimal | None) -> int | None:
    """Band of executed ÷ base, exact in the decimals of the form; None without both or a base above 0.

    0 nothing spent · 1 below 30 % · 2 to 60 · 3 to 80 · 4 to 90 · 5 to 95 · 6 to 100 · 7 exactly 100 · 8 above.
    """
    if executed is None or base is None or base <= 0:
        return None
    if executed <= 0:
        return 0
    if executed >= base:
        return 7 if executed == base else 8
    return next((band for band, share in _BANDS if executed * 100 < base * share), 6)


def kind_of(level1: str, level2: str | None) -> str:
    """level1_kind, but 满意度 printed as a level-2 name under 效益 is satisfaction: like with like."""
    kind = level1_kind(level1)
    if kind == "benefit" and level2_kind(level2) == "satisfaction":
        return "satisfaction"
    return kind


def evaluation_row(evaluation: Evaluation, result: Result, detail: Detail) -> Row:
    """Columns of stored_evaluation that follow from form and result (ids and department come from write)."""
    budget, rules = evaluation.budget, rule_set(id=result.rule_set)
    sources = evaluation.fund_source or detail.fund_source or _main_source(evaluation)
    scored = [index for index, row in enumerate(evaluation.indicators) if not row.sub_row]
    row: Row = {
        "project_code": evaluation.project_code,
        "project": evaluation.project,
        "department_kind": detail.department_kind,
        "unit": evaluation.unit,
        "region": detail.region or evaluation.region,
        "method": evaluation.method.value,
        "subject": evaluation.subject.value,
        "fund_source": sources,
        "project_type": detail.project_type,
        "budget_initial": money(budget.initial),
        "budget_annual": money(budget.annual),
        "executed": money(budget.executed),
        "carried_annual": money(_carried(evaluation, "annual")),
        "carried_executed": money(_carried(evaluation, "executed")),
        "printed_rate": approx(budget.printed_rate),
        "execution_rate": approx(budget.execution_rate),
        "initial_execution_rate": approx(budget.initial_execution_rate),
        "adjustment_rate": approx(budget.adjustment_rate),
        "rate_band": rate_band(money(budget.executed), money(budget.annual)),
        "initial_rate_band": rate_band(money(budget.executed), money(budget.initial)),
        "self_score": points(evaluation.self_score),
        "review_score": points(evaluation.review_score),
        "recomputed": points(result.total.value),
        "recomputed_low": points(result.total.low),
        "recomputed_high": points(result.total.high),
        "self_score_approx": approx(evaluation.self_score),
        "review_score_approx": approx(evaluation.review_score),
        "recomputed_approx": approx(result.total.value),
        "self_label": evaluation.self_grade,
        "self_grade": _grade(fold_label(evaluation.self_grade, rules) or _of(evaluation.self_score, rules)),
        "review_grade": _grade(_of(evaluation.review_score, rules)),
        "recomputed_grade": _grade(result.grade),
        "grade_strict": _grade(result.grade_strict),
        "grade_text": result.grade_text,
        "judged_points": points(result.judged_points),
        "coverage": approx(result.coverage),
        "rule_set": result.rule_set,
        "indicator_count": len(scored),
        "full_mark_count": sum(_is_full(evaluation, result, index) for index in scored),
        "finding_red": _count(result.findings, Severity.RED),
        "finding_yellow": _count(result.findings, Severity.YELLOW),
        "finding_info": _count(result.findings, Severity.INFO),
        "goal": evaluation.goal,
        "goal_actual": evaluation.goal_actual,
        "problems": evaluation.problems,
        "measures": evaluation.measures,
        "title": evaluation.title,
        "is_report": evaluation.is_report,
        "stage": detail.stage,
        "submitted": evaluation.submitted,
        "assumptions": "\n".join(result.assumptions) or None,
        "not_run": ",".join(result.not_run) or None,
        "source_file": evaluation.source.file or None,
        "source_sha256": evaluation.source.sha256 or None,
        "source_url": evaluation.source.url or None,
    }
    row.update(_kind_sums(evaluation, result, scored))
    return row


def indicator_rows(evaluation: Evaluation, result: Result) -> list[Row]:
    """Rows of stored_indicator, in form order (evaluation_id, year and department_code come from write)."""
    rules = rule_set(id=result.rule_set)
    rows = []
    for position, (item, used, score) in enumerate(
        zip(evaluation.indicators, result.points, result.scores, strict=True)
    ):
        place = item.places.get("actual")
        rows.append(
            {
                "position": position,
                "level1": item.level1,
                "level1_kind": kind_of(item.level1, item.level2),
                "level2": item.level2,
                "level3": item.level3,
                "target": item.target,
                "actual": item.actual,
                "points": points(used),
                "self_score": points(item.self_score),
                "review_score": points(item.review_score),
                "recomputed": points(score.value),
                "low": points(score.low),
                "high": points(score.high),
                "basis": score.basis.value,
                "achievement": _achievement(item, used, rules, evaluation.year),
                "deviation_note": item.deviation_note,
                "sub_row": item.sub_row,
                "place": None if place is None else str(place),
            }
        )
    return rows


def finding_row(finding: Finding) -> Row:
    """A row of stored_finding (ids, dataset, year and department come from write)."""
    return {
        "position": finding.indicator,
        "code": finding.code,
        "severity": finding.severity.value,
        "scope": finding.scope,
        "message": finding.message,
        "numbers": json.dumps(dict(finding.numbers), ensure_ascii=False) if finding.numbers else None,
        "place": finding.place or None,
        "basis": finding.basis or None,
        "status": finding.status.value,
    }


def trial_columns(evaluation: Evaluation, result: Result) -> Row:
    """The columns of stored_evaluation that 测算 under other rules works from (see scoring.trial)."""
    execution = execution_asked(evaluation, result)
    sums = part(evaluation, result.points, result.scores)
    budget = evaluation.budget
    amounts = (budget.initial, budget.annual, budget.executed)
    whole = all(a is None or (money(a) == a and abs(a) < _EXACT_DOUBLE) for a in amounts)
    return {
        "rows_points": points(sums.points),
        "rows_taken": points(sums.taken),
        "rows_open": points(sums.open),
        "execution_asked": points(execution.points) if execution else None,
        "execution_given": points(execution.given) if execution else None,
        # several execution rows, or amounts no column holds exactly: left to the engine, form by form
        "trial_settings": digest() if execution and whole else None,
    }


def trial_rows(evaluation: Evaluation, result: Result) -> list[Row]:
    """Rows of stored_trial: what the form comes to under settings that change one of its rows."""
    scored = [index for index, row in enumerate(evaluation.indicators) if not row.sub_row]
    made = []
    for other in alternatives(evaluation, result):
        sums = part(evaluation, other.points, other.scores)
        changed = replace(result, points=other.points, scores=other.scores)
        by_kind = _kind_sums(evaluation, changed, scored)
        row: Row = {
            "rule_set": result.rule_set,
            "settings": other.settings,
            "rows_points": _whole(sums.points) or 0,
            "rows_taken": None if sums.taken is None else _whole(sums.taken),
            "rows_open": _whole(sums.open) or 0,
        }
        for kind in LEVELS[1:]:
            own = by_kind[f"{kind}_points"]
            row[f"{kind}_points"] = _whole(own) or 0
            row[f"{kind}_score"] = _whole(by_kind[f"{kind}_recomputed"]) if own else 0
        made.append(row)
    return made


def _whole(value: object) -> int | None:
    """Whole 0.0001 points."""
    return None if value is None else int((Decimal(str(value)) * 10_000).to_integral_value(ROUND_HALF_UP))


def movement_rows(evaluation: Evaluation) -> list[Row]:
    """Rows of stored_movement; an amount that is no number stays in the form only."""
    return [
        {
            "position": position,
            "kind": move.kind.value,
            "amount": amount,
            "direction": move.direction,
            "inferred": move.inferred,
            "counterparty": move.counterparty,
            "text": move.text or None,
        }
        for position, move in enumerate(evaluation.budget.movements)
        if (amount := money(move.amount)) is not None
    ]


def _kind_sums(evaluation: Evaluation, result: Result, scored: Sequence[int]) -> Row:
    """Points, self, recomputed by level-1 kind; NULL where it is absent or one of its rows has no number."""
    row: Row = {}
    for kind in LEVELS:
        own = [
            i
            for i in scored
            if kind_of(evaluation.indicators[i].level1, evaluation.indicators[i].level2) == kind
        ]
        used = [result.points[i] for i in own]
        given = [printed_score(evaluation, i) for i in own]
        made = [result.scores[i].value for i in own]
        if kind == "execution" and result.execution_points is not None:
            used.append(result.execution_points)
            given.append(evaluation.budget.execution_score)
            made.append(result.execution.value if result.execution else None)
        row[f"{kind}_points"] = _sum(used)
        row[f"{kind}_self"] = _sum(given)
        row[f"{kind}_recomputed"] = _sum(made)
    return row


def _sum(values: Iterable[Decimal | None]) -> float | None:
    parts = list(values)
    known = [part for part in parts if part is not None and part.is_finite()]
    return float(sum(known, Decimal(0))) if known and len(known) == len(parts) else None


def _is_full(evaluation: Evaluation, result: Result, index: int) -> bool:
    used, given = result.points[index], printed_score(evaluation, index)
    if used is None or given is None or used <= 0:
        return False
    if evaluation.indicators[index].shared_score_group is not None:
        return points(given) == points(used) or abs(given - used) < Decimal("0.01")
    return given == used


def _carried(evaluation: Evaluation, field: str) -> Decimal | None:
    """The 上年结转 rows of the money block (field: annual, executed), None where the form has none or leaves them blank."""
    amounts = [getattr(source, field) for source in evaluation.budget.sources if "结转" in source.label]
    given = [amount for amount in amounts if amount is not None]
    return sum(given, Decimal(0)) if given else None


def _main_source(evaluation: Evaluation) -> str | None:
    """The one source of funds a form names, or 多种来源 where several carry money."""
    named = [
        source.label
        for source in evaluation.budget.sources
        if (source.annual or source.initial or source.executed)
        and "总额" not in source.label
        and "合计" not in source.label
    ]
    if not named:
        return None
    return named[0] if len(set(named)) == 1 else "多种来源"


def _achievement(item: Indicator, used: Decimal | None, rules: RuleSet, year: int | None) -> float | None:
    """actual ÷ target where both are numbers of one unit and the target is above 0."""
    judged = judge(
        item.target, item.actual, rules=rules, points=used,
        level1=item.level1, level2=item.level2, level3=item.level3, rule_text=item.rule, year=year,
    )  # fmt: skip
    return approx(judged.achievement)


def _of(total: Decimal | None, rules: RuleSet) -> Grade | None:
    return None if total is None or not total.is_finite() else grade_of(total, rules)


def _grade(grade: Grade | None) -> str | None:
    return None if grade is None else grade.value


def _count(findings: Sequence[Finding], severity: Severity) -> int:
    return sum(finding.severity is severity for finding in findings)


def facts(evaluation: Evaluation) -> str:
    """The numbers that tell two forms of one project apart."""
    budget = evaluation.budget
    numbers = [evaluation.self_score, evaluation.review_score, budget.initial, budget.annual, budget.executed]
    numbers += [row.self_score for row in evaluation.indicators]
    return " ".join("-" if number is None else str(number.normalize()) for number in numbers)
