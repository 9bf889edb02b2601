"""A form of the demonstration district: the truth behind it, and the Evaluation a reader would return."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache

from evalcore.model import (
    Budget,
    Evaluation,
    FundSource,
    Indicator,
    Method,
    Movement,
    MovementKind,
    Place,
    Source,
)  # fmt: skip
from evalcore.sample.budget import Money
from evalcore.sample.indicator import Measures, Row
from evalcore.sample.project import Project

SHEET = "自评表"
LINES = ((9000, "优"), (8000, "良"), (6000, "中"), (0, "差"))


@dataclass(slots=True)
class Form:
    """Everything one form prints, in whole numbers of 0.01, with what is wrong with it on purpose."""

    project: Project
    year: int
    money: Money
    chosen: Measures
    rows: list[Row]
    level1_totals: dict[str, int]  # as printed beside the level-1 names
    stepped: bool  # execution and satisfaction by steps, cost a level 1
    region: str
    method: Method = Method.SELF
    kind: str = ""  # A all full · B clean · C full on paper · D the rest
    execution_points: int | None = 1000  # None: the form prints no execution row
    execution_rule: int = 0
    execution_self: int | None = 0
    printed_rate: int | None = None  # 0.01 %
    total_points: int | None = 10000
    total: int | None = 0  # printed
    grade: str | None = None
    department: str | None = None
    unit: str | None = None
    title_year: int = 0
    goal: str = ""
    goal_actual: str = ""
    problems: str | None = None
    measures: str | None = None
    prints_level1: bool = True
    has_evidence: bool = False
    submitted: date | None = None
    review: int | None = None
    stage: str = "初步"
    copy: int = 1
    money_unit: str = "万元"
    source_error: int = 0  # what 当年财政拨款 is off by
    executed_printed: int | None = None  # where the form prints another amount than was spent
    planted: list[tuple[str, int | None]] = field(default_factory=list)
    defects: list[str] = field(default_factory=list)

    @property
    def parts(self) -> int:
        """Sum of the printed scores."""
        return sum(row.self_points or 0 for row in self.rows) + (self.execution_self or 0)

    @property
    def recomputed(self) -> int:
        """What the rules give, words at the top of their tier."""
        return sum(row.rule_points for row in self.rows) + self.execution_rule

    @property
    def all_full(self) -> bool:
        return self.total == 10000 and all(row.self_points == row.points for row in self.rows)


def grade_of(total: int) -> str:
    return next(name for least, name in LINES if total >= least)


def rule_execution(money: Money, stepped: bool) -> int:
    """Execution points of 10 (0.01 points): rate × 10, from 2023 by steps."""
    if money.annual <= 0:
        return 0
    if not stepped:
        return min(1000, (2 * money.executed * 1000 + money.annual) // (2 * money.annual))
    if money.executed >= money.annual:
        return 1000
    return (
        700
        if money.executed * 10 >= money.annual * 8
        else 500
        if money.executed * 10 >= money.annual * 6
        else 0
    )


@cache
def cents(value: int) -> Decimal:
    """0.01 → Decimal: 1250 → 12.5."""
    whole, part = divmod(abs(value), 100)
    sign = "-" if value < 0 else ""
    return Decimal(f"{sign}{whole}" if part == 0 else f"{sign}{whole}.{part:02d}".rstrip("0"))


@cache
def place(cell: str) -> Place:
    return Place(SHEET, cell)


@cache
def row_places(number: int, evidence: bool, rule: bool) -> dict[str, Place]:
    columns = {
        "level1": "A", "level2": "B", "level3": "C", "target": "D", "actual": "E", "points": "F",
        "self_score": "G", "deviation_note": "H",
    }  # fmt: skip
    if evidence:
        columns["evidence"] = "I"
    if rule:
        columns["rule"] = "J"
    return {name: place(f"{letter}{number}") for name, letter in columns.items()}


@cache
def _heads() -> dict[str, Place]:
    cells = {
        "title": "A1", "project": "C3", "department": "C4", "unit": "F4", "goal": "B11", "goal_actual": "E11",
    }  # fmt: skip
    return {name: place(cell) for name, cell in cells.items()}


@cache
def _budget_places() -> dict[str, Place]:
    cells = {
        "initial": "C6", "annual": "D6", "executed": "E6", "execution_points": "F6", "printed_rate": "G6",
        "execution_score": "H6",
    }  # fmt: skip
    return {name: place(cell) for name, cell in cells.items()}


def evaluation(form: Form) -> Evaluation:
    """The form as read: every printed value with its cell."""
    first = 13
    last = first + len(form.rows)
    places = _heads() | {
        "total_points": place(f"F{last}"), "self_score": place(f"G{last}"),
        "self_grade": place(f"G{last + 1}"),
        "problems": place(f"B{last + 2}"), "measures": place(f"B{last + 3}"),
    }  # fmt: skip
    name = form.project.department.name_in(form.year)
    return Evaluation(
        project=form.project.name,
        year=form.year,
        department=form.department,
        unit=form.unit,
        project_code=form.project.key,
        method=form.method,
        budget=_budget(form),
        indicators=tuple(indicator(form, row, first + i) for i, row in enumerate(form.rows)),
        total_points=_maybe(form.total_points),
        self_score=_maybe(form.total),
        review_score=_maybe(form.review),
        self_grade=form.grade,
        submitted=form.submitted,
        goal=form.goal or None,
        goal_actual=form.goal_actual or None,
        problems=form.problems,
        measures=form.measures,
        title=f"{form.title_year}年度项目支出绩效{'自评' if form.method is Method.SELF else '评价'}表",
        has_evidence_column=form.has_evidence,
        region=form.region,
        fund_source=form.money.source,
        source=Source(f"模拟数据/{form.year}/{name}/{form.project.name}{_suffix(form)}.xlsx", "", "xlsx"),
        places=places,
    )


def _suffix(form: Form) -> str:
    method = "" if form.method is Method.SELF else f"_{form.method.value}"
    return f"{method}_{form.copy}" if form.copy > 1 else method


def _maybe(value: int | None) -> Decimal | None:
    return None if value is None else cents(value)


def indicator(form: Form, row: Row, number: int) -> Indicator:
    detail = "no_detail" not in form.defects
    level1_points = cents(form.level1_totals[row.level1]) if form.prints_level1 else None
    return Indicator(
        level1=row.level1,
        level3=row.name,
        level2=row.level2,
        level1_raw=row.level1 if level1_points is None else f"{row.level1}（{level1_points}分）",
        level1_points=level1_points,
        target=row.target_text,
        actual=row.actual_text,
        points=cents(row.points) if detail else None,
        self_score=_maybe(row.self_points) if detail else None,
        review_score=_maybe(row.review_points),
        deviation_note=row.note,
        rule=row.rule_text,
        last_actual=None,
        evidence=row.evidence if form.has_evidence else None,
        places=row_places(number, form.has_evidence, row.rule_text is not None),
    )


def _budget(form: Form) -> Budget:
    money = form.money
    executed = money.executed if form.executed_printed is None else form.executed_printed
    return Budget(
        initial=cents(money.initial),
        annual=cents(money.annual),
        executed=cents(executed),
        unit_in_file=form.money_unit,
        printed_rate=None if form.printed_rate is None else Decimal(form.printed_rate).scaleb(-4),
        execution_points=_maybe(form.execution_points),
        execution_score=_maybe(form.execution_self),
        sources=_sources(form, executed),
        movements=tuple(_movements(money)),
        places=_budget_places(),
    )


def _sources(form: Form, executed: int) -> tuple[FundSource, ...]:
    money = form.money
    carried_initial = min(money.carried, money.initial)
    main = "其他资金" if money.source == "其他资金" else "当年财政拨款"
    rows = [
        FundSource(
            main,
            cents(money.initial - carried_initial),
            cents(money.annual - money.carried + form.source_error),
            cents(executed - money.carried_executed),
            place("C7"),
        )
    ]
    if money.carried:
        rows.append(
            FundSource(
                "上年结转资金",
                cents(carried_initial),
                cents(money.carried),
                cents(money.carried_executed),
                place("C8"),
            )
        )
    return tuple(rows)


def _movements(money: Money) -> list[Movement]:
    rows = []
    where = place("B9")
    if money.added:
        rows.append(
            Movement(
                MovementKind.ADDED,
                cents(money.added),
                "+",
                text=f"年中追加{cents(money.added)}万元",
                place=where,
            )
        )
    if money.reduced:
        text = f"年中调减{cents(money.reduced)}万元"
        rows.append(Movement(MovementKind.REDUCED, cents(money.reduced), "-", text=text, place=where))
    if money.moved_out:
        text = f"{cents(money.moved_out)}万元指标划转{money.moved_to}"
        rows.append(
            Movement(
                MovementKind.TRANSFERRED_OUT, cents(money.moved_out), "-",
                counterparty=money.moved_to, text=text, place=where,
            )
        )  # fmt: skip
    return rows
