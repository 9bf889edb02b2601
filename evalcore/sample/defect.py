"""Defects a real department makes, planted in forms (sample_district.md §6).

A defect returns False where the form gives no place for it; it is then not planted and not in the key.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from evalcore.sample import row_defect
from evalcore.sample.catalogue import catalogue
from evalcore.sample.form import Form, grade_of

Plant = Callable[[Form, Random], bool]
SOUND = 0.74  # share of forms that are not kept clean: shares below are of all forms


def plant(form: Form, random: Random) -> None:
    """Plant defects in a form that is not kept clean, each with its share."""
    for name, (share, act) in DEFECTS.items():
        if random.random() < share / SOUND and act(form, random):
            form.defects.append(name)
            if name == "no_detail":  # nothing else can be said of scores that are not printed
                return


def rate_misprint(form: Form, random: Random) -> bool:
    """The printed rate divides by the initial budget, or is simply another."""
    money = form.money
    if form.printed_rate is None or not money.annual or money.executed > money.annual:
        return False
    by_initial = round(money.executed * 10000 / money.initial) if money.initial else 0
    if (
        money.initial
        and abs(by_initial - form.printed_rate) > 100
        and by_initial < 10000
        and random.random() < 0.7
    ):
        form.printed_rate = by_initial
        form.defects.append("by_initial")
    elif form.printed_rate < 9900:
        form.printed_rate = 10000
    else:
        form.printed_rate -= random.choice((120, 250, 480))
    return True


def rounded_execution(form: Form, random: Random) -> bool:
    """Full execution points for a rate just short of 100 %."""
    if (
        form.execution_self is None
        or not 0.9 <= form.money.rate < 0.999
        or "rounded_execution" in form.defects
    ):
        return False
    form.execution_self = 1000
    form.total = form.parts
    return True


def unit_mix(form: Form, random: Random) -> bool:
    """One cell of the money block in 元 among 万元."""
    fiscal = form.money.annual - form.money.carried
    if fiscal < 500 or form.source_error:
        return False
    form.source_error = fiscal * 9999
    return True


def source_sum(form: Form, random: Random) -> bool:
    if form.source_error or form.money.annual < 300:
        return False
    form.source_error = random.choice((50, 100, -100, 200))
    return True


def total_mismatch(form: Form, random: Random) -> bool:
    if (
        form.total is None
        or "no_detail" in form.defects
        or not 7000 < form.parts < 9800
        or 8700 < form.parts < 9000
    ):
        return False
    form.total = form.parts + random.choice((100, 150, -100))
    form.grade = grade_of(form.total)
    return True


def grade_off(form: Form, random: Random) -> bool:
    """A grade that is not the total's, or a word the rules do not know."""
    if form.total is None or form.grade is None:
        return False
    if random.random() < 0.5:
        form.grade = {"优": "优秀", "良": "良好", "中": "合格", "差": "不合格"}[form.grade]
        form.defects.append("label")
    else:
        form.grade = "良" if form.grade == "优" else "优"
        form.defects.append("band")
    return True


def no_grade(form: Form, random: Random) -> bool:
    if form.grade is None or "grade_off" in form.defects:
        return False
    form.grade = None
    return True


def no_execution(form: Form, random: Random) -> bool:
    """The indicators weigh 90 and the execution block is not printed."""
    if form.defects and {
        "rate_misprint",
        "rounded_execution",
        "total_mismatch",
        "level_sum",
        "no_detail",
        "above_weight",
        "all_zero",
    } & set(form.defects):
        return False
    form.execution_points = form.execution_self = None
    form.total_points = 9000
    return True


def no_department(form: Form, random: Random) -> bool:
    if random.random() < 0.5:
        form.department = None
        form.defects.append("blank")
    elif form.unit and form.unit != form.department:
        form.department, form.unit = form.unit, form.department
        form.defects.append("swapped")
    else:
        return False
    return True


def wrong_year(form: Form, random: Random) -> bool:
    form.title_year = form.year - 1
    return True


def contradicting_text(form: Form, random: Random) -> bool:
    if not form.all_full or form.kind not in ("A", "C"):
        return False
    form.problems = random.choice(catalogue().texts["problem_late"])
    return True


def all_zero(form: Form, random: Random) -> bool:
    """No budget, nothing spent, yet a score; or money spent without a budget."""
    if form.money.annual > 5000 or form.defects or form.money.carried:
        return False
    money = form.money
    money.executed = money.executed if random.random() < 0.5 else 0
    money.initial = money.annual = money.added = money.reduced = money.moved_out = 0
    form.printed_rate = None
    form.execution_rule, form.execution_self = 0, 1000
    form.total = form.parts
    return True


def no_detail(form: Form, random: Random) -> bool:
    """Only a total: no points and no scores by indicator."""
    return not form.defects


DEFECTS: dict[str, tuple[float, Plant]] = {
    "all_zero": (0.005, all_zero),
    "no_detail": (0.008, no_detail),
    "met_deducted": (0.09, row_defect.met_deducted),  # half of the forms have no place for it
    "above_weight": (0.012, row_defect.above_weight),
    "level_sum": (0.02, row_defect.level_sum),
    "copied": (0.032, row_defect.copied),
    "in_words": (0.042, row_defect.in_words),
    "over_unexplained": (0.115, row_defect.over_unexplained),
    "miss_unexplained": (0.09, row_defect.miss_unexplained),
    "external_only": (0.04, row_defect.external_only),
    "rate_misprint": (0.03, rate_misprint),
    "rounded_execution": (0.04, rounded_execution),
    "unit_mix": (0.007, unit_mix),
    "source_sum": (0.008, source_sum),
    "no_target": (0.005, row_defect.no_target),
    "no_actual": (0.006, row_defect.no_actual),
    "score_as_actual": (0.005, row_defect.score_as_actual),
    "impossible": (0.008, row_defect.impossible),
    "other_unit": (0.03, row_defect.other_unit),
    "duplicate_row": (0.005, row_defect.duplicate_row),
    "void_row": (0.006, row_defect.void_row),
    "wrong_way": (0.012, row_defect.wrong_way),
    "tier_off": (0.006, row_defect.tier_off),
    "no_evidence": (0.03, row_defect.no_evidence),
    "personal": (0.004, row_defect.personal),
    "total_mismatch": (0.035, total_mismatch),
    "grade_off": (0.02, grade_off),
    "no_grade": (0.008, no_grade),
    "no_execution": (0.03, no_execution),
    "no_department": (0.02, no_department),
    "wrong_year": (0.005, wrong_year),
    "contradicting_text": (0.055, contradicting_text),
}
