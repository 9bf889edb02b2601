"""部门评价 and 财政评价: 决策 20 / 过程 20 / 产出 30 / 效益 30, on about 5 % and 12 projects a year."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from random import Random

from evalcore.model import Method
from evalcore.sample.budget import interpolate, ranks
from evalcore.sample.catalogue import Line, catalogue
from evalcore.sample.form import Form, grade_of
from evalcore.sample.indicator import Row

DEPARTMENT_SHARE, FINANCE_A_YEAR = 0.05, 12
DEPARTMENT = ((0.0, 55.0), (0.01, 60.0), (0.12, 80.0), (0.58, 90.0), (0.92, 95.0), (1.0, 99.0))
FINANCE = ((0.0, 52.0), (0.03, 60.0), (0.25, 80.0), (0.80, 90.0), (0.98, 95.0), (1.0, 97.0))


def external_forms(forms: Sequence[Form], year: int, random: Random) -> list[Form]:
    """Evaluations by department and finance bureau of projects that have sent their self-evaluation."""
    able = [
        form for form in forms
        if form.copy == 1 and form.money.annual >= 5000 and form.department and not form.project.story
        and {"no_detail", "no_target"}.isdisjoint(form.defects)
    ]  # fmt: skip
    able.sort(key=lambda form: form.project.key)
    department = random.sample(able, min(round(len(forms) * DEPARTMENT_SHARE), len(able)))
    large = sorted(able, key=lambda form: (-form.money.annual, form.project.key))[: FINANCE_A_YEAR * 6]
    finance = random.sample(large, min(FINANCE_A_YEAR, len(large)))
    made = []
    for chosen, method, table in (
        (department, Method.DEPARTMENT, DEPARTMENT),
        (finance, Method.FINANCE, FINANCE),
    ):
        latent = [form.recomputed / 500 + random.gauss(0, 1) for form in chosen]
        for form, share in zip(chosen, ranks(latent), strict=True):
            made.append(_external(form, year, method, interpolate(table, share), random))
    return made


def _external(form: Form, year: int, method: Method, aim: float, random: Random) -> Form:
    rows = []
    for text in catalogue().evaluators:
        level1, level2, name, points, target, reached = text.split("|")
        line = Line(level2, name, "words", target=target, reached=reached)
        row = Row(
            line, level1, level2, name, int(points), target_text=target, actual_text=reached, exact=False
        )
        rows.append(row)
    rate = form.printed_rate or 0
    line = Line("资金管理", "预算执行率", "rate", "=", 100, 0, "%", True)
    row = Row(line, "过程", "资金管理", "预算执行率", 400, 10000, rate, "=", "=100%", f"{rate / 100:.2f}%")
    row.rule_points = min(400, (rate * 400 + 5000) // 10000)
    if rate < 10000:
        row.note = "部分合同尚未达到付款条件；由财务股于下年6月底前完成支付"
    rows.append(row)
    for level1, total, wanted in (
        ("产出", 3000, ("产出指标", "成本指标")),
        ("效益", 3000, ("效益指标", "满意度指标")),
    ):
        rows += _taken(form, level1, total, wanted)
    for row in rows:
        row.self_points = row.rule_points if row.exact else row.points
    totals = {"决策": 2000, "过程": 2000, "产出": 3000, "效益": 3000}
    name = form.project.department.name_in(year)
    made = Form(
        form.project, year, form.money, form.chosen, rows, totals, form.stepped, form.region, method=method,
        kind="E", execution_points=None, execution_self=None, printed_rate=form.printed_rate,
        department=name, unit=form.project.unit or name, title_year=year, goal=form.goal,
        goal_actual=form.goal_actual,
    )  # fmt: skip
    _judge(made, round(aim * 100), random)
    made.total = made.parts
    made.grade = grade_of(made.total)
    made.problems = "绩效指标细化量化程度不足，部分佐证材料归集不够完整；预算测算与实际需求存在偏差。"
    made.measures = "由项目单位于下年6月底前补齐佐证资料，财务股按近三年执行情况重新测算预算。"
    made.submitted = date(year + 1, 8, random.randint(1, 28))
    made.stage = "审定"
    return made


_SAMPLE = 120


def _taken(form: Form, level1: str, total: int, wanted: tuple[str, ...]) -> list[Row]:
    """The form's own indicators under the evaluators' level 1, with their weights."""
    chosen = [
        row
        for row in form.rows
        if row.level1 in wanted and row.actual_text and not row.defect and not row.vague
    ][:5]
    base = total // len(chosen) // 100 * 100 if chosen else 0
    rows = []
    for place, row in enumerate(chosen):
        points = base + (total - base * len(chosen) if place == 0 else 0)
        share = row.rule_points / row.points if row.points else 1.0
        made = Row(
            row.line, level1, row.level2, row.name, points, row.target, row.actual, row.operator,
            row.target_text, row.actual_text, exact=row.exact, partly=row.partly,
        )  # fmt: skip
        made.rule_points = int(points * share + 0.5)
        made.sampled = True
        if row.is_satisfaction:
            made.note = f"评价组随机抽样调查{_SAMPLE}人，满意率{row.actual}%"
        elif row.numeric and (not row.met or (row.achievement or 0) >= 1.3):
            made.note = f"{row.name}与目标有偏差；由业务科室于下年6月底前改进测算方法"
        rows.append(made)
    return rows


def _judge(form: Form, aim: int, random: Random) -> None:
    """The evaluators mark down what is judged, within its tier, towards the total aimed at."""
    gap = form.parts - aim
    judged = [row for row in form.rows if not row.exact]
    random.shuffle(judged)
    for row in judged + [
        row for row in form.rows if row.exact and not row.is_satisfaction and row.line.level2 != "满意度"
    ]:
        if gap <= 0:
            return
        most = row.points * 3 // 10 if not row.exact else (row.self_points or 0) // 3
        take = min(gap, round(most * random.uniform(0.4, 1.0) / 50) * 50)
        row.self_points = (row.self_points or 0) - take
        row.note = "评价组核查资料后扣减：佐证材料不完整；请项目单位于下年6月底前补充" if take else row.note
        gap -= take
        if take and not row.exact and (row.self_points or 0) < row.points * 4 // 5:
            row.partly = True
            row.actual_text = "部分达成预期指标并具有一定效果，资料尚需补充"
            row.rule_points = row.points * 7 // 10
