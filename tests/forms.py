"""A clean form (no red or yellow 疑点) and variations on it, for tests of scoring."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from evalcore.model import Budget, Evaluation, Indicator, Result
from evalcore.scoring.rule_set import RuleSet
from evalcore.scoring.total import score_evaluation


def dec(value: Any) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def row(
    level3: str = "培训学员数量",
    target: str | None = "≥120人",
    actual: str | None = "121人",
    points: Any = 10,
    score: Any = 10,
    *,
    level1: str = "产出指标",
    level2: str | None = "数量指标",
    **more: Any,
) -> Indicator:
    return Indicator(
        level1=level1,
        level2=level2,
        level3=level3,
        target=target,
        actual=actual,
        points=dec(points),
        self_score=dec(score),
        **more,
    )


def clean_rows() -> tuple[Indicator, ...]:
    return (
        row("培训学员数量", "≥120人", "125人", 15, 15),
        row("学员结业合格率", "≥95%", "98%", 15, 15, level2="质量指标"),
        row("培训完成时间", "11月底前", "10月31日", 10, 10, level2="时效指标"),
        row("人均培训费用", "≤500元/人", "480元/人", 10, 10, level2="成本指标"),
        row("带动学员就业人数", "≥60人", "62人", 15, 15, level1="效益指标", level2="社会效益指标"),
        row("学员持证上岗率", "≥80%", "75%", 15, "14.06", level1="效益指标", level2="可持续影响指标",
            deviation_note="部分学员尚未拿到证书，下年3月前由培训科督促补考"),
        row("学员满意度", "≥90%", "96%", 10, 10, level1="满意度指标", level2="服务对象满意度指标",
            evidence="问卷调查，回收问卷 118 份"),
    )  # fmt: skip


BUDGET = Budget(
    initial=Decimal(50),
    annual=Decimal(50),
    executed=Decimal(48),
    unit_in_file="万元",
    printed_rate=Decimal("0.96"),
    execution_points=Decimal(10),
    execution_score=Decimal("9.6"),
)


def clean(**changes: Any) -> Evaluation:
    """The clean form, with fields replaced; `budget` takes a dict of changes to BUDGET."""
    budget = changes.pop("budget", {})
    form = Evaluation(
        project="技能培训",
        year=2023,
        department="示范区人力资源和社会保障局",
        unit="示范区职业培训指导中心",
        budget=budget if isinstance(budget, Budget) else replace(BUDGET, **budget),
        indicators=clean_rows(),
        total_points=Decimal(100),
        self_score=Decimal("98.66"),
        self_grade="优",
        problems="个别学员未及时取证。",
        measures="由培训科负责，下年 3 月前组织补考。",
        title="项目支出绩效自评表（2023年度）",
    )
    return replace(form, **changes)


def with_row(position: int, **changes: Any) -> Evaluation:
    """The clean form with one row changed; numbers may be given as str or int."""
    rows = list(clean_rows())
    for name in ("points", "self_score", "level1_points", "level2_points"):
        if name in changes:
            changes[name] = dec(changes[name])
    rows[position] = replace(rows[position], **changes)
    return clean(indicators=tuple(rows))


def scored(form: Evaluation, rules: RuleSet | None = None) -> Result:
    return score_evaluation(form, rules)


def raised(form: Evaluation, rules: RuleSet | None = None) -> set[str]:
    """Codes raised on a form."""
    return {finding.code for finding in score_evaluation(form, rules).findings}


def finding(form: Evaluation, code: str, rules: RuleSet | None = None) -> Any:
    """The first finding of a code; fails when there is none."""
    return next(each for each in score_evaluation(form, rules).findings if each.code == code)
