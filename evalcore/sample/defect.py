"""Defects a real department makes, planted in forms (sample_district.md §6). Each changes the form and notes itself.

A defect returns False where the form gives no place for it; it is then not planted and not in the key.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from evalcore.sample.catalogue import RATE, catalogue
from evalcore.sample.form import Form, grade_of
from evalcore.sample.indicator import Row, score_by_rule, write_texts

Plant = Callable[[Form, Random], bool]
SOUND = 0.74  # share of forms that are not kept clean: shares below are of all forms


def plant(form: Form, random: Random) -> None:
    """Plant defects in a form that is not kept clean, each with its share."""
    for name, (share, act) in DEFECTS.items():
        if random.random() < share / SOUND and act(form, random):
            form.defects.append(name)
            if name == "no_detail":  # nothing else can be said of scores that are not printed
                return


def _numeric(form: Form) -> list[Row]:
    """Rows whose target and actual are numbers, met, scored, and without a defect yet."""
    return [
        row for row in form.rows
        if row.numeric and row.met and row.operator != "≤" and not row.is_satisfaction and not row.defect
        and row.self_points == row.points and (row.achievement or 0) < 1.2
    ]  # fmt: skip


def _choose(rows: list[Row], name: str, random: Random) -> Row | None:
    if not rows:
        return None
    row = random.choice(rows)
    row.defect = name
    return row


def level_sum(form: Form, random: Random) -> bool:
    """三级分值 do not add up to the level 1."""
    row = _choose([row for row in _numeric(form) if row.points >= 400], "level_sum", random)
    if row is None:
        return False
    row.points -= 100
    row.self_points = row.points
    score_by_rule(row, form.stepped)
    form.total = form.parts
    return True


def met_deducted(form: Form, random: Random) -> bool:
    """Reached, yet points taken off without a word."""
    row = _choose([row for row in _numeric(form) if row.points >= 400], "met_deducted", random)
    if row is None or form.kind != "D":
        return False
    row.self_points = row.points - random.choice((50, 100, 100, 200))
    row.note = None
    form.total = form.parts
    return True


def above_weight(form: Form, random: Random) -> bool:
    if form.parts > 9800 or form.kind != "D":
        return False
    row = _choose(_numeric(form), "above_weight", random)
    if row is None:
        return False
    row.self_points = row.points + 100
    form.total = form.parts
    return True


def copied(form: Form, random: Random) -> bool:
    """The actual is the target, operator and all."""
    row = _choose(_numeric(form), "copied", random)
    if row is None:
        return False
    row.actual = row.target
    row.actual_text = row.target_text
    row.note = None
    return True


def in_words(form: Form, random: Random) -> bool:
    """A word where a number belongs."""
    row = _choose(_numeric(form), "in_words", random)
    if row is None:
        return False
    row.actual = None
    row.actual_text = random.choice(("完成", "已完成", "全部完成"))
    row.exact = False
    row.note = None
    return True


def over_unexplained(form: Form, random: Random) -> bool:
    rows = [row for row in form.rows if (row.achievement or 0) >= 1.3 and not row.defect]
    for row in rows:
        row.defect = "over_unexplained"
        row.note = random.choice((None, None, "无"))
    return bool(rows)


def miss_unexplained(form: Form, random: Random) -> bool:
    row = _choose(
        [row for row in form.rows if row.numeric and not row.met and not row.defect],
        "miss_unexplained",
        random,
    )
    if row is None:
        return False
    row.note = random.choice((None, "无", "暂无"))
    return True


def external_only(form: Form, random: Random) -> bool:
    rows = [row for row in form.rows if row.numeric and not row.met and not row.defect]
    row = _choose(rows, "external_only", random)
    if row is None:
        return False
    row.note = random.choice(_EXTERNAL)
    return True


_EXTERNAL = ("受疫情影响，部分工作未能开展", "受连续降雨天气影响，进度推迟", "受疫情影响")


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


def no_target(form: Form, random: Random) -> bool:
    row = _choose(_numeric(form), "no_target", random)
    if row is None:
        return False
    row.target = row.target_text = None
    row.exact = False
    return True


def no_actual(form: Form, random: Random) -> bool:
    row = _choose(_numeric(form), "no_actual", random)
    if row is None:
        return False
    row.actual = row.actual_text = None
    row.exact = False
    row.rule_points = 0
    return True


def score_as_actual(form: Form, random: Random) -> bool:
    """The points stand in the cell of the actual."""
    rows = [
        row for row in _numeric(form) if row.unit == RATE and row.points % 100 == 0 and row.line.value >= 60
    ]
    row = _choose(rows, "score_as_actual", random)
    if row is None:
        return False
    row.actual_text = str(row.points // 100)
    row.actual = None
    row.exact = False
    return True


def impossible(form: Form, random: Random) -> bool:
    rows = [row for row in _numeric(form) if row.unit == RATE and row.name.endswith(("合格率", "及时率"))]
    row = _choose(rows, "impossible", random)
    if row is None:
        return False
    row.actual = random.choice((105, 112, 120)) * 10**row.line.decimals
    write_texts(row)
    return True


def other_unit(form: Form, random: Random) -> bool:
    rows = [row for row in _numeric(form) if row.unit in ("场", "家次", "件", "个", "次", "台")]
    row = _choose(rows, "other_unit", random)
    if row is None:
        return False
    row.actual_text = f"{row.actual}{'平方米' if row.unit != '件' else '公里'}"
    row.exact = False
    return True


def duplicate_row(form: Form, random: Random) -> bool:
    """One indicator stands twice."""
    for row in form.rows:
        twins = [
            other for other in form.rows
            if other is not row and other.level1 == row.level1 and other.level2 == row.level2
            and other.numeric and row.numeric and other.met and row.met and not other.defect and not row.defect
            and row.self_points == row.points and other.self_points == other.points
        ]  # fmt: skip
        if twins:
            twin = twins[0]
            twin.line, twin.name, twin.operator = row.line, row.name, row.operator
            twin.target, twin.actual = row.target, row.actual
            twin.target_text, twin.actual_text = row.target_text, row.actual_text
            twin.note = row.note
            twin.defect = row.defect = "duplicate_row"
            return True
    return False


def void_row(form: Form, random: Random) -> bool:
    row = _choose([row for row in _numeric(form) if row.level1 == "效益指标"], "void_row", random)
    if row is None:
        return False
    row.target = row.actual = None
    row.target_text, row.actual_text = "无", random.choice(("无", "不涉及"))
    row.exact, row.note = False, None
    return True


def wrong_way(form: Form, random: Random) -> bool:
    """≥ on accidents or complaints."""
    rows = [
        row
        for row in form.rows
        if row.operator == "≤" and row.target == 0 and row.name.endswith(("事故", "件数"))
    ]
    row = _choose([row for row in rows if not row.defect], "wrong_way", random)
    if row is None:
        return False
    row.operator = "≥"
    write_texts(row)
    return True


def tier_off(form: Form, random: Random) -> bool:
    """Says 部分达成 and takes full marks."""
    row = _choose(
        [row for row in form.rows if row.line.kind == "words" and not row.vague and not row.defect],
        "tier_off",
        random,
    )
    if row is None:
        return False
    row.partly = True
    row.actual_text = row.line.partly
    row.self_points = row.points
    score_by_rule(row, form.stepped)
    form.total = form.parts
    return True


def no_evidence(form: Form, random: Random) -> bool:
    if not form.has_evidence:
        return False
    row = _choose(
        [row for row in form.rows if not row.is_satisfaction and not row.defect], "no_evidence", random
    )
    if row is None:
        return False
    row.evidence = None
    return True


def personal(form: Form, random: Random) -> bool:
    """A telephone number in a cell that will be published (a number nobody has)."""
    worded = [row for row in form.rows if row.line.kind == "words" and not row.defect and not row.vague]
    row = _choose(worded, "personal", random)
    if row is None:
        return False
    row.actual_text = f"{row.actual_text}，联系电话1390000{random.randint(0, 9999):04d}"
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
    if form.defects:
        return False
    return True


DEFECTS: dict[str, tuple[float, Plant]] = {
    "all_zero": (0.005, all_zero),
    "no_detail": (0.008, no_detail),
    "met_deducted": (0.09, met_deducted),  # half of the forms have no place for it
    "above_weight": (0.012, above_weight),
    "level_sum": (0.02, level_sum),
    "copied": (0.032, copied),
    "in_words": (0.042, in_words),
    "over_unexplained": (0.115, over_unexplained),
    "miss_unexplained": (0.09, miss_unexplained),
    "external_only": (0.04, external_only),
    "rate_misprint": (0.03, rate_misprint),
    "rounded_execution": (0.04, rounded_execution),
    "unit_mix": (0.007, unit_mix),
    "source_sum": (0.008, source_sum),
    "no_target": (0.005, no_target),
    "no_actual": (0.006, no_actual),
    "score_as_actual": (0.005, score_as_actual),
    "impossible": (0.008, impossible),
    "other_unit": (0.03, other_unit),
    "duplicate_row": (0.005, duplicate_row),
    "void_row": (0.006, void_row),
    "wrong_way": (0.012, wrong_way),
    "tier_off": (0.006, tier_off),
    "no_evidence": (0.03, no_evidence),
    "personal": (0.004, personal),
    "total_mismatch": (0.035, total_mismatch),
    "grade_off": (0.02, grade_off),
    "no_grade": (0.008, no_grade),
    "no_execution": (0.03, no_execution),
    "no_department": (0.02, no_department),
    "wrong_year": (0.005, wrong_year),
    "contradicting_text": (0.055, contradicting_text),
}
