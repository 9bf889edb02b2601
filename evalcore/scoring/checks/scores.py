"""B. Weights, scores, grade."""

from __future__ import annotations

import re
from decimal import Decimal

from evalcore.model import Evaluation, Indicator, Severity
from evalcore.scoring.checks.case import HUNDRED, ZERO, Case, Row, number, pct
from evalcore.scoring.grade import fold_label, grade_line, grade_of, is_standard_label
from evalcore.scoring.level import level1_kind
from evalcore.scoring.numbers import fold
from evalcore.scoring.rule_set import RuleSet

_SPLIT_WORDS = {"level3": "一级指标下三级指标平均", "level2": "二级指标、再三级指标平均"}


def weights(case: Case) -> None:
    """What the printed points add up to."""
    printed = any(
        row.indicator.points is not None or row.indicator.level1_points is not None for row in case.rows
    )
    used, added = case.weights.total, case.weights.execution or ZERO
    if not printed:
        case.skip(
            "WT_TOTAL_NOT_100", "WT_90_NO_EXECUTION", "WT_LEVEL_SUM", "WT_NONSTANDARD_L1", "WT_CONCENTRATED"
        )
    else:
        whole = _level1_sum(case) + added
        if whole != HUNDRED:
            case.project("WT_TOTAL_NOT_100", "total_points", sum=number(whole))
        if case.weights.execution_added and case.evaluation.budget.execution_score is None:
            case.project("WT_90_NO_EXECUTION", sum=number(used - added), added=number(added))
        level_sums(case)
        _nonstandard(case)
        _concentrated(case)
    if case.weights.split:
        case.project("WT_MISSING_SPLIT", method=_SPLIT_WORDS[case.rules.split_method])


def _level1_sum(case: Case) -> Decimal:
    """Level-1 weights as printed; where a level-1 prints none, what its rows carry."""
    printed: dict[str, Decimal | None] = {}
    carried: dict[str, Decimal] = {}
    for row, points in zip(case.evaluation.indicators, case.weights.points, strict=True):
        if not row.sub_row:
            printed.setdefault(row.level1, row.level1_points)
            carried[row.level1] = carried.get(row.level1, ZERO) + (points or ZERO)
    return sum((weight if weight is not None else carried[name] for name, weight in printed.items()), ZERO)


def level_sums(case: Case) -> None:
    """Children against the weight their parent prints."""
    groups: dict[tuple[str, str], tuple[Decimal, list[Row]]] = {}
    for row in case.rows:
        own = row.indicator
        if own.level1_points is not None:
            groups.setdefault((own.level1, ""), (own.level1_points, []))[1].append(row)
        if own.level2_points is not None:
            groups.setdefault((own.level1, own.level2 or ""), (own.level2_points, []))[1].append(row)
    ran = False
    for (level1, level2), (stated, rows) in groups.items():
        if any(row.indicator.points is None or row.points is None for row in rows):
            continue
        ran = True
        total = sum((row.points or ZERO for row in rows), ZERO)
        if total != stated:
            name = level2 or level1
            case.project("WT_LEVEL_SUM", level=name, printed=number(stated), sum=number(total))
    if not ran:
        case.skip("WT_LEVEL_SUM")


def level1_totals(case: Case) -> dict[str, Decimal]:
    """Points used by level-1 kind."""
    totals: dict[str, Decimal] = {}
    for row in case.rows:
        if row.points is not None:
            totals[row.kind] = totals.get(row.kind, ZERO) + row.points
    return totals


def _nonstandard(case: Case) -> None:
    used = level1_totals(case)
    execution = case.weights.execution or sum(
        (points or ZERO
         for row, points in zip(case.evaluation.indicators, case.weights.points, strict=True)
         if level1_kind(row.level1) == "execution"),
        ZERO,
    )  # fmt: skip
    known = [
        {level1_kind(name): points for name, points in candidate.items()}
        for candidate in (case.rules.level1_points, *case.rules.known_level1)
    ]
    if used not in known or execution != case.rules.execution.points:
        names = {row.kind: row.indicator.level1 for row in case.rows}
        shown = [f"{names[kind]} {number(points)}" for kind, points in used.items()]
        if execution:
            shown.append(f"预算执行率 {number(execution)}")
        case.project("WT_NONSTANDARD_L1", weights="、".join(shown))


def _concentrated(case: Case) -> None:
    single = case.limit("WT_CONCENTRATED", "share") * HUNDRED
    together = case.limit("WT_CONCENTRATED", "qualitative") * HUNDRED
    qualitative = [row for row in case.rows if row.printed is not None and row.is_qualitative]
    for row in case.rows:
        if row.printed is not None and row.printed >= single:
            case.row("WT_CONCENTRATED", row, "points", name=row.name, points=number(row.printed))
    total = sum((row.printed or ZERO for row in qualitative), ZERO)
    if total >= together and len(qualitative) > 1:
        name = f"定性指标 {len(qualitative)} 项合计"
        case.project("WT_CONCENTRATED", name=name, points=number(total))


def void(case: Case) -> None:
    """Rows with points and no content."""
    for row in case.rows:
        if row.printed and row.is_void:
            case.row("WT_VOID_INDICATOR", row, name=row.name, points=number(row.printed))


def rows(case: Case) -> None:
    """Printed scores against points and against the recomputed ones."""
    if not case.has_detail:
        case.skip(
            "SC_ABOVE_WEIGHT", "SC_FULL_NOT_MET", "SC_MET_DEDUCTED", "SC_RECOMPUTE_DIFF", "QUAL_TIER_MISMATCH"
        )
    for row in case.rows:
        score, points = row.indicator.self_score, row.printed
        if score is None or points is None:
            continue
        if score > points:
            case.row("SC_ABOVE_WEIGHT", row, "self_score", score=number(score), points=number(points))
        exact = row.exact
        if exact is not None:
            _compared(case, row, score, points, exact)
        _tier(case, row, score, points)


def _compared(case: Case, row: Row, score: Decimal, points: Decimal, exact: Decimal) -> None:
    facts = {"target": row.target or "（空）", "actual": row.actual or "（空）"}
    if exact < points and score == points:
        case.row("SC_FULL_NOT_MET", row, "self_score", None, points=number(points), **facts)
    if exact == points and score < points and not row.has_note:
        case.row("SC_MET_DEDUCTED", row, "self_score", deducted=number(points - score))
    gap = abs(score - exact)
    if gap > case.limit("SC_RECOMPUTE_DIFF", "points"):
        total = case.evaluation.self_score
        moved = total is not None and grade_of(total, case.rules) != grade_of(
            total - score + exact, case.rules
        )
        red = moved or gap >= case.limit("SC_RECOMPUTE_DIFF", "red")
        rule = f"“{row.score.rule}”" if row.score.rule else ""
        numbers = {"score": number(score), "rule": rule, "recomputed": number(exact)}
        case.row("SC_RECOMPUTE_DIFF", row, "self_score", Severity.RED if red else None, **numbers)


def _tier(case: Case, row: Row, score: Decimal, points: Decimal) -> None:
    if not row.is_qualitative or points <= 0:
        return
    said = row.actual if len(row.actual) <= 20 else re.split("[，。；,;]", row.actual)[0][:20]
    named = [(word, tier) for tier in case.rules.tiers for word in tier.words if word in said]
    if not named:
        return
    word, tier = max(named, key=lambda pair: len(pair[0]))
    rate = score / points
    inside = tier.low <= rate if tier.high == 1 else tier.low <= rate < tier.high
    if not inside and rate <= 1:
        case.row("QUAL_TIER_MISMATCH", row, "self_score", tier=word, rate=pct(rate))


def printed_total(evaluation: Evaluation) -> Decimal | None:
    """Sum of the printed scores, merged cells once, execution included; None when one of them is missing."""
    total, seen = ZERO, set()
    for row in evaluation.indicators:
        if row.sub_row or (row.points is not None and row.points == 0 and row.self_score is None):
            continue
        if row.shared_score_group is not None:
            if (row.level1, row.shared_score_group) in seen:
                continue
            seen.add((row.level1, row.shared_score_group))
        own = _group_score(evaluation, row)
        if own is None:
            return None
        total += own
    budget = evaluation.budget
    if budget.execution_points is not None and budget.execution_score is None:
        return None
    return total + (budget.execution_score or ZERO)


def _group_score(evaluation: Evaluation, row: Indicator) -> Decimal | None:
    if row.shared_score_group is None:
        return row.self_score
    stated = [
        other.self_score for other in evaluation.indicators
        if other.shared_score_group == row.shared_score_group and other.self_score is not None
    ]  # fmt: skip
    return stated[0] if stated else None


def totals(case: Case) -> None:
    """The printed total against its parts, and what 100 rests on."""
    evaluation = case.evaluation
    printed, parts = evaluation.self_score, printed_total(evaluation) if case.has_detail else None
    if printed is None or parts is None:
        case.skip("SC_TOTAL_MISMATCH")
    elif abs(printed - parts) > case.limit("SC_TOTAL_MISMATCH", "points") and not _execution_unsaid(
        case, parts
    ):
        case.project("SC_TOTAL_MISMATCH", "self_score", printed=number(printed), sum=number(parts))
    if printed is None or not case.rows:
        case.skip("SC_ALL_FULL")
    elif case.all_full:
        case.project("SC_ALL_FULL", "self_score", count=str(len(case.rows)))
    if not case.has_detail and (printed is not None or evaluation.self_grade):
        shown = f"{number(printed)} 分" if printed is not None else f"等级“{evaluation.self_grade}”"
        case.project("SC_NO_DETAIL", "self_score", score=shown)
    _integers(case)


def _execution_unsaid(case: Case, parts: Decimal) -> bool:
    """The form prints no execution row, and its total may hold execution points beside the parts."""
    added, total = case.weights.execution, case.evaluation.self_score
    if not case.weights.execution_added or added is None or total is None:
        return False
    return parts <= total <= parts + added


def _integers(case: Case) -> None:
    scored = [row for row in case.rows if row.indicator.self_score is not None]
    if len(scored) < case.limit("SC_INTEGER_ONLY", "count"):
        case.skip("SC_INTEGER_ONLY")
        return
    whole = all(
        row.indicator.self_score == (row.indicator.self_score or ZERO).to_integral_value() for row in scored
    )
    even = all(row.printed is not None and row.printed == row.printed.to_integral_value() for row in scored)
    fractional = any(row.exact is not None and row.exact != row.exact.to_integral_value() for row in scored)
    if whole and even and fractional:
        case.project("SC_INTEGER_ONLY", count=str(len(scored)))


def grades(case: Case) -> None:
    """The printed grade against the printed total."""
    evaluation, rules = case.evaluation, case.rules
    total, label = evaluation.self_score, fold(evaluation.self_grade or "").strip()
    if total is not None and not label:
        case.project("GR_MISSING", "self_score", score=number(total))
    if not label:
        case.skip("GR_BAND_MISMATCH", "GR_LABEL_NONSTANDARD")
    else:
        _label(case, label, total)
    if total is None:
        case.skip("GR_NEAR_LINE", "GR_MISSING")
        return
    line = grade_line(total, rules)
    distance = total - line.at_least
    if line.at_least > 0 and 0 <= distance <= case.limit("GR_NEAR_LINE", "points"):
        case.project(
            "GR_NEAR_LINE", "self_score", score=number(total), grade=line.label, distance=number(distance)
        )


def _label(case: Case, label: str, total: Decimal | None) -> None:
    rules: RuleSet = case.rules
    folded = fold_label(label, rules)
    if total is None or folded is None:
        case.skip("GR_BAND_MISMATCH")
    elif folded is not grade_of(total, rules):
        expected = grade_line(total, rules).label
        case.project("GR_BAND_MISMATCH", "self_grade", score=number(total), expected=expected, printed=label)
    if not is_standard_label(label, rules):
        standard = folded.value if folded is not None else "、".join(line.label for line in rules.grades)
        case.project("GR_LABEL_NONSTANDARD", "self_grade", printed=label, expected=standard)
