"""A small hand-made district written through the store, so that page tests need no generator.

Three departments, two years; every number in the tests is counted from DISTRICT by hand.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from evalcore.model import (
    Basis,
    Budget,
    Evaluation,
    Finding,
    Grade,
    Indicator,
    Method,
    Result,
    Score,
    Severity,
    Source,
    Step,
)  # fmt: skip
from evalcore.store import Store

RULES = "national-2020"


@dataclass(frozen=True)
class Project:
    """One evaluation in shorthand: money in 万元, None = not printed."""

    year: int
    department: str
    name: str
    annual: str | None
    executed: str | None
    score: str | None
    review: str | None = None
    finding: str = ""
    method: Method = Method.SELF


HOSTILE = "[x](http://evil.example) :red[甲] $a^2$ <img src=x onerror=alert(1)> <b>粗</b> :tada: =1+1"

DISTRICT: tuple[Project, ...] = (
    Project(2024, "101", "会议保障", "100", "100", "100"),
    Project(2024, "101", "档案整理", "20", "15", "95.5", review="88"),
    Project(2024, "101", HOSTILE, "5", "5", "100"),
    Project(2024, "201", "校舍维修", "1000", "700", "84", review="78", finding="EXE_LOW"),
    Project(2024, "201", "营养午餐", "400", "400", "99", finding="SC_FULL_NOT_MET"),
    Project(2024, "201", "教师培训", None, "30", "97"),
    Project(2024, "301", "道路养护", "2000", "1100", "59.99", finding="EXE_LOW"),
    Project(2024, "301", "桥梁检测", "60", "60", None),
    Project(2024, "201", "校舍维修", "1000", "700", "76", method=Method.FINANCE),
    Project(2023, "101", "会议保障", "90", "90", "98"),
    Project(2023, "201", "校舍维修", "900", "850", "93"),
    Project(2023, "201", "营养午餐", "380", "380", "96"),
    Project(2023, "301", "道路养护", "1500", "1400", "72"),
    Project(2023, "301", "路灯改造", "300", "290", "91"),
)
DEPARTMENTS = {"101": "区委办公室", "201": "区教育局", "301": "区住房建设和交通局"}


def _grade(total: Decimal | None) -> Grade | None:
    if total is None:
        return None
    return (
        Grade.EXCELLENT
        if total >= 90
        else Grade.GOOD
        if total >= 80
        else Grade.FAIR
        if total >= 60
        else Grade.POOR
    )


def _entry(p: Project, departments: Mapping[str, str]) -> tuple[Evaluation, Result]:
    def number(text: str | None) -> Decimal | None:
        return None if text is None else Decimal(text)

    total = number(p.score)
    indicators = (
        Indicator(level1="产出指标", level2="数量指标", level3="完成数量", target="≥10", actual="10",
                  points=Decimal(50), self_score=Decimal(50)),
        Indicator(level1="效益指标", level2="社会效益", level3="服务效果", target="提升", actual="有所提升",
                  points=Decimal(40), self_score=Decimal(38)),
    )  # fmt: skip
    evaluation = Evaluation(
        project=p.name, year=p.year, department=departments[p.department], unit=departments[p.department],
        method=p.method, budget=Budget(initial=number(p.annual), annual=number(p.annual), executed=number(p.executed)),
        indicators=indicators, self_score=total, review_score=number(p.review), source=Source(f"{p.name[:4]}.xlsx"),
        fund_source="区本级一般公共预算",
    )  # fmt: skip
    finding = Finding(p.finding, Severity.RED, f"{p.finding} 的说明") if p.finding else None
    value = total if total is not None else Decimal(0)
    score = Score(value, value, value, Basis.RULE, (Step("按规则", Decimal(100) - value),))
    result = Result(
        rule_set=RULES, points=(Decimal(50), Decimal(40)),
        scores=(Score(Decimal(50), Decimal(50), Decimal(50), Basis.RULE),
                Score(None, Decimal(0), Decimal(40), Basis.JUDGEMENT)),
        execution_points=Decimal(10), execution=Score(Decimal(10), Decimal(10), Decimal(10), Basis.RULE),
        total=score, grade=_grade(value), grade_strict=_grade(value), grade_text=str(_grade(value)),
        judged_points=Decimal(0), coverage=Decimal(1), findings=(finding,) if finding else (),
    )  # fmt: skip
    return evaluation, result


def build(
    folder: Path,
    projects: Sequence[Project] = DISTRICT,
    *,
    listing: bool = True,
    departments: Mapping[str, str] = DEPARTMENTS,
) -> Store:
    """A store in `folder` holding these as the demonstration set; one listed project is not submitted."""
    from evalcore.store.catalogue import Listing, write_listing
    from evalcore.store.write import Detail, write_evaluations

    store = Store(folder)
    with store.begin("测试数据") as draft:
        write_evaluations(
            draft.connection, [_entry(p, departments) for p in projects], dataset="demo", simulated=True,
            details=[Detail(department_code=p.department) for p in projects], version=draft.version,
        )  # fmt: skip
        if listing:
            listed = [
                Listing(p.year, p.name, departments[p.department], p.department, unit=departments[p.department],
                        budget_initial=None if p.annual is None else Decimal(p.annual))
                for p in projects if p.method is Method.SELF
            ]  # fmt: skip
            listed.append(Listing(2024, "防汛物资", departments["301"], "301", budget_initial=Decimal(70)))
            write_listing(draft.connection, listed, dataset="demo")
    return store
