"""Defects in one row of a form. Each changes the row, names itself on it, and is False where no row suits."""

from __future__ import annotations

from random import Random

from evalcore.sample.catalogue import RATE
from evalcore.sample.form import Form
from evalcore.sample.indicator import Row, score_by_rule, write_texts

_EXTERNAL = ("受疫情影响，部分工作未能开展", "受连续降雨天气影响，进度推迟", "受疫情影响")


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
