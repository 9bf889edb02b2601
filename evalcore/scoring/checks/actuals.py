"""C. Actuals: there, of the right kind, possible, explained, evidenced."""

from __future__ import annotations

import re

from evalcore.scoring.checks.case import Case, Row, number
from evalcore.scoring.checks.catalog import words
from evalcore.scoring.checks.targets import deviation
from evalcore.scoring.dates import find_dates
from evalcore.scoring.indicator import is_misfilled
from evalcore.scoring.numbers import fold
from evalcore.scoring.quantity import converted, find_quantities


def actuals(case: Case) -> None:
    """Every check of the actual cells."""
    asked = case.has_column("actual")
    if case.rows and not asked:
        case.skip("AC_MISSING")
    for row in case.rows:
        if asked:
            _missing(case, row)
        if row.actual:
            _copied(case, row)
            _worded(case, row)
            _is_score(case, row)
            _possible(case, row)
            _units(case, row)
        _explained(case, row)
        _evidence(case, row)
        _rule_text(case, row)
    _satisfaction(case)


def _missing(case: Case, row: Row) -> None:
    score = row.indicator.self_score
    if not row.actual and score is not None and score > 0:
        case.row("AC_MISSING", row, name=row.name, score=number(score))


def _copied(case: Case, row: Row) -> None:
    if row.judged is None or not row.target:
        return
    same = re.sub(r"\s", "", row.actual) == re.sub(r"\s", "", row.target)
    operator = re.search(r"[≥≤><=]|以上|以下|以内|不低于|不少于|不高于|不超过|大于|小于", row.target)
    prose = not re.search(r"\d", row.target) and len(row.target) >= case.limit("AC_COPIED_TARGET", "length")
    if row.judged.copied or (same and (operator or prose)):
        case.row("AC_COPIED_TARGET", row, target=row.target)


def _worded(case: Case, row: Row) -> None:
    target = row.judged.target if row.judged else None
    nothing = target is not None and target.quantity is not None and target.quantity.value == 0  # ≤0起 – 无
    wordy = row.judged is not None and row.judged.worded and not re.search(r"\d", row.actual)
    if wordy and row.is_numeric and not nothing:
        case.row("AC_TEXT_FOR_NUMBER", row, target=row.target, actual=row.actual)


def _is_score(case: Case, row: Row) -> None:
    if is_misfilled(row.indicator, row.judged):
        case.row("AC_IS_SCORE", row, actual=row.actual)


def _possible(case: Case, row: Row) -> None:
    judged = row.judged
    quantity = judged.actual if judged else None
    facts = {"name": row.name, "actual": row.actual}
    if quantity is not None:
        rate = quantity.is_percent or (row.is_numeric and _target_is_percent(row) and not quantity.unit.name)
        above = rate and quantity.value > 100 and row.is_capped
        may_fall = re.search("增|减|变化|差|降|率", row.name)
        below = quantity.value < 0 and not may_fall
        if above or below:
            case.row("AC_IMPOSSIBLE", row, "actual", None, **facts)
            return
    dated = row.kind2 == "timeliness" or (
        judged is not None and judged.target is not None and judged.target.deadline
    )
    year = case.evaluation.year
    if (
        year is None
        or not dated
        or any(each.quantity.unit.dimension == "money" for each in find_quantities(row.actual))
    ):
        return  # 1945.11万元 is no November of 1945
    years = [
        day[0] for found in find_dates(row.actual) for day in (found.span.first, found.span.last) if day[0]
    ]
    if years and all(abs(each - year) > 1 for each in years):
        case.row("AC_IMPOSSIBLE", row, "actual", None, **facts)


def _target_is_percent(row: Row) -> bool:
    target = row.judged.target if row.judged else None
    return bool(target and target.quantity and target.quantity.is_percent)


def _units(case: Case, row: Row) -> None:
    target = row.judged.target.quantity if row.judged is not None and row.judged.target is not None else None
    named = [each.quantity for each in find_quantities(row.actual)]
    if target is None or not target.unit.name or not named or not named[0].unit.name:
        return
    mismatch = row.judged is not None and bool(row.judged.mismatch)
    alone = len(named) == 1 and converted(named[0], target.unit) is None
    if mismatch or alone:
        case.row("UNIT_MISMATCH", row, target_unit=str(target.unit), actual_unit=str(named[0].unit))


def _explained(case: Case, row: Row) -> None:
    judged = row.judged
    if judged is None:
        return
    if "deviation_note" in case.evaluation.absent:
        case.skip("DEV_NO_REASON")  # the form has no place for a reason
        return
    note = fold(row.indicator.deviation_note or "").strip()
    if row.has_note:
        external = any(word in note for word in words("external"))
        if external and not any(word in note for word in words("remedy")):
            case.row("DEV_EXTERNAL_ONLY", row, "deviation_note", name=row.name)
        return
    score = row.score
    sure = score.value is not None and score.low == score.high
    missed = sure and judged.is_rule and row.points is not None and score.high < row.points
    rate = row.achievement
    far = row.upward and rate is not None and rate >= case.limit("DEV_NO_REASON", "rate")
    if missed or far:
        case.row("DEV_NO_REASON", row, "deviation_note", name=row.name, deviation=deviation(row))


def _satisfaction(case: Case) -> None:
    whole = case.evaluation
    told = "".join("".join(part.split()) for part in (whole.goal_actual, whole.narrative) if part)
    sentences = [part for part in re.split("[。；;]", told) if "满意" in part]
    ran = False
    for row in case.rows:
        quantity = row.judged.actual if row.judged else None
        if (
            not row.is_satisfaction
            or quantity is None
            or not (quantity.is_percent or _target_is_percent(row))
        ):
            continue
        ran = True
        own = row.indicator
        text = fold(
            " ".join(filter(None, (own.actual, own.evidence, own.deviation_note, own.level3, *sentences)))
        )
        based = any(word in text for word in words("survey"))
        sample = re.search(r"(\d+)\s*(?:份|人|户|名|个样本|家)", text) if based else None
        share = quantity.value / 100 if quantity.value > 1 or quantity.is_percent else quantity.value
        if share >= case.limit("SAT_100_NO_BASIS", "rate") and not based:
            case.row("SAT_100_NO_BASIS", row, actual=row.actual)
        elif sample is None or int(sample[1]) < case.limit("SAT_NO_SAMPLE", "count"):
            case.row("SAT_NO_SAMPLE", row, sample=f" {sample[1]}" if sample else "未列")
    if not ran:
        case.skip("SAT_100_NO_BASIS", "SAT_NO_SAMPLE")


def _evidence(case: Case, row: Row) -> None:
    if not row.points or row.is_void:
        return
    short = len(row.actual) < case.limit("EVID_MISSING", "length")
    thin = (
        row.kind == "benefit"
        and row.is_qualitative
        and not row.is_satisfaction
        and bool(row.actual)
        and short
    )
    if (case.evaluation.has_evidence_column and not (row.indicator.evidence or "").strip()) or thin:
        case.row("EVID_MISSING", row, "evidence", name=row.name)


def _rule_text(case: Case, row: Row) -> None:
    judged = row.judged
    if judged is None:
        return
    raw = row.indicator.rule or row.indicator.target or ""
    if judged.ambiguities:
        low, high = number(row.score.low), number(row.score.high)
        case.row("RULE_AMBIGUOUS", row, "target", rule=raw, point=judged.ambiguity, low=low, high=high)
    for repair in judged.repairs:
        case.row("RULE_PARSE_TYPO", row, "target", raw=repair.raw, fixed=repair.fixed)
