"""What forms say in words: goals, results, reasons, problems, measures. Real sentences, no real names."""

from __future__ import annotations

from random import Random
from typing import Any

from evalcore.sample.form import Form
from evalcore.sample.indicator import Row

AT_LEAST = {"≥": "不少于", "=": "达到", "≤": "控制在"}


def write_goals(form: Form, texts: dict[str, Any], random: Random) -> None:
    """年度总体目标 and 实际完成情况, with the numbers of the indicators."""
    shown = [row for row in form.rows if row.numeric and row.level1 == "产出指标"][:3]
    form.goal = f"{form.project.template.aim}。" + "；".join(_wanted(row) for row in shown) + "。"
    form.goal_actual = random.choice(_OPENINGS) + "；".join(_reached(row) for row in shown) + "。"
    if form.money.explained:
        form.goal_actual += f"{texts['adjusted']}。"


_OPENINGS = (
    "年度内按计划推进各项工作，",
    "对照年初目标组织实施，",
    "按照实施方案开展工作，",
    "统筹安排年度任务，",
)


def _wanted(row: Row) -> str:
    assert row.target_text is not None
    value = row.target_text.lstrip("≥=≤")
    tail = "以内" if row.operator == "≤" else ""
    return f"{row.name}{AT_LEAST[row.operator]}{value}{tail}"


def _reached(row: Row) -> str:
    return f"{row.name}{(row.actual_text or '').lstrip('≥=≤')}"


def explain(form: Form, texts: dict[str, Any], random: Random) -> None:
    """Deviation notes: every shortfall, every 130 % and every deduction is explained."""
    for row in form.rows:
        if row.is_satisfaction and row.actual is not None:
            _survey(form, row, texts, random)
        missed = not row.met
        ratio = row.achievement
        if missed and row.numeric:
            row.note = _reason(row, texts, random)
        elif ratio is not None and ratio >= 1.3:
            row.note = random.choice(texts["over"])
        elif row.self_points is not None and row.self_points < row.points:
            row.note = random.choice(texts["judged"])
        elif row.note is None and random.random() < 0.3:
            row.note = "无"


def _reason(row: Row, texts: dict[str, Any], random: Random) -> str:
    return f"{row.name}未达目标：{random.choice(texts['reason'])}"


def _survey(form: Form, row: Row, texts: dict[str, Any], random: Random) -> None:
    """Who was asked, how many and how: most forms say it, some that report 100 % do not."""
    full = row.actual is not None and row.actual >= 99
    if form.kind != "B" and random.random() < (0.53 if full else 0.25):
        return
    row.sampled = True
    asked = random.choice((60, 80, 100, 120, 150, 200, 260))
    text = random.choice(texts["sample"]).format(n=asked, m=asked - random.randint(0, 6), v=row.actual)
    if form.has_evidence:
        row.evidence = text
    else:
        row.note = text


def write_problems(form: Form, texts: dict[str, Any], random: Random) -> None:
    """存在问题 and 改进措施. A form with full marks has nothing late to report."""
    name = form.project.template.name
    if form.kind != "B" and random.random() < 0.22:
        form.problems = random.choice(texts["no_problem"]) or None
        form.measures = random.choice(texts["measure_empty"]) if random.random() < 0.5 else None
        return
    pool = list(texts["problem"])
    if any(not row.met for row in form.rows) and not form.all_full:
        pool += texts["problem_late"]
    if form.money.rate < 0.9:
        pool += texts["problem_money"] * 2
    picked = random.sample(pool, random.choice((1, 2, 2)))
    numbered = [f"{'一二三'[i]}是{text}" for i, text in enumerate(picked)] if len(picked) > 1 else picked
    form.problems = f"{name}实施中，" + "；".join(numbered) + "。"
    if form.kind != "B" and random.random() < 0.25:
        form.measures = f"{random.choice(texts['measure_empty'])}。"
    else:
        chosen = random.sample(texts["measure"], len(picked))
        form.measures = f"针对{name}：" + "；".join(chosen) + "。"
    if form.money.executed < form.money.annual and random.random() < 0.3 and form.money.rate < 0.98:
        form.measures += f"{texts['saving']}。"
