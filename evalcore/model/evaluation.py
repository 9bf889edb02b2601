"""One evaluation of one project in one year by one method, as its form or report prints it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from evalcore.model.budget import Budget
from evalcore.model.finding import Finding
from evalcore.model.grade import Grade
from evalcore.model.indicator import Indicator
from evalcore.model.score import Score
from evalcore.model.source import Place, Source


class Method(StrEnum):
    """评价方式: who evaluates."""

    SELF = "单位自评"
    DEPARTMENT = "部门评价"
    FINANCE = "财政评价"


class Subject(StrEnum):
    """评价对象: what is evaluated. Never averaged across."""

    PROJECT = "项目支出"
    DEPARTMENT = "部门整体支出"
    FUND = "专项资金"
    POLICY = "政策"


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What one form says. Nothing is corrected here: what contradicts becomes a Finding."""

    project: str
    year: int | None
    department: str | None = None  # 主管部门
    unit: str | None = None  # 实施单位
    project_code: str | None = None
    method: Method = Method.SELF
    subject: Subject = Subject.PROJECT
    budget: Budget = field(default_factory=Budget)
    indicators: tuple[Indicator, ...] = ()
    total_points: Decimal | None = None  # printed 总分 of the 分值 column
    self_score: Decimal | None = None  # printed 总分 of the 得分 column
    review_score: Decimal | None = None
    self_grade: str | None = None  # label as printed
    submitted: date | None = None
    goal: str | None = None  # 年度总体目标
    goal_actual: str | None = None  # 实际完成情况
    problems: str | None = None  # 存在问题
    measures: str | None = None  # 改进措施
    narrative: str | None = None  # whole text of a report, for the text checks
    title: str | None = None  # title line as printed
    is_report: bool = False  # a narrative 绩效评价报告 rather than a 自评表
    has_evidence_column: bool = False
    absent: tuple[str, ...] = ()  # fields the form has no place for: "department", "deviation_note"
    region: str | None = None
    fund_source: str | None = None
    source: Source = field(default_factory=lambda: Source(""))
    places: Mapping[str, Place] = field(default_factory=dict)  # field name → cell
    read_findings: tuple[Finding, ...] = ()  # raised while reading (guessed header, repaired text …)


@dataclass(frozen=True, slots=True)
class Result:
    """复算结果 of an Evaluation under one rule set. `scores` and `points` are aligned with evaluation.indicators."""

    rule_set: str
    points: tuple[Decimal | None, ...]  # points used, printed or split
    scores: tuple[Score, ...]
    execution_points: Decimal | None
    execution: Score | None
    total: Score
    grade: Grade | None  # of total.value; None when too much is left to a person
    grade_strict: Grade | None  # None where low and high fall in different grades
    grade_text: str  # as shown: "优（待认定 15 分）"
    judged_points: Decimal  # points not decided by rule
    coverage: Decimal  # share of points checked by rule, 0..1
    assumptions: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    not_run: tuple[str, ...] = ()  # codes 未检 for want of input
