"""What /overview asks. Every function takes the Selection and the reader's Scope and returns a frame."""

from __future__ import annotations

import pandas as pd

from evalcore.access import Scope
from evalcore.queries.run import Selection, Store, query


def overview_totals(
    selection: Selection, *, scope: Scope | None, version: str | None = None, store: Store | None = None
) -> pd.DataFrame:
    """One row of KPIs (see the SQL). Money in 万元, scores in points."""
    return query("overview_totals", selection, scope=scope, version=version, store=store)


def good_shares(
    selection: Selection, *, scope: Scope | None, version: str | None = None, store: Store | None = None
) -> pd.DataFrame:
    """scored_by (自评 复核 复算 部门评价 财政评价), graded, good, money, good_money."""
    return query("good_shares", selection, scope=scope, version=version, store=store)


def coverage_by_department(
    selection: Selection, *, scope: Scope | None, version: str | None = None, store: Store | None = None
) -> pd.DataFrame:
    """应评, 已评, 未报 by year and department, count and 万元. Empty when there is no list."""
    return query("coverage_by_department", selection, scope=scope, version=version, store=store)


def listed_projects(
    selection: Selection, *, state: str, rows: int, skip: int,
    department: str | None = None, year: int | None = None,
    scope: Scope | None, version: str | None = None, store: Store | None = None,
) -> pd.DataFrame:  # fmt: skip
    """A page of listed projects, state: "done" (evaluated, evaluation_id says where) or "left"; total: how many."""
    params = {"state": state, "department": department, "year": year, "rows": rows, "skip": skip}
    return query("listed_projects", selection, scope=scope, version=version, store=store, params=params)


def score_bins(
    selection: Selection, *, scope: Scope | None, version: str | None = None, store: Store | None = None
) -> pd.DataFrame:
    """bin (95 = [95, 96), 100 = full, 0 = below 60), grade, evaluations, money."""
    return query("score_bins", selection, scope=scope, version=version, store=store)


def grades_by_department(
    selection: Selection, *, scope: Scope | None, version: str | None = None, store: Store | None = None
) -> pd.DataFrame:
    """department_code, department, grade (or 无等级), evaluations, with_annual, money."""
    return query("grades_by_department", selection, scope=scope, version=version, store=store)


def money_by_department(
    selection: Selection, *, scope: Scope | None, version: str | None = None, store: Store | None = None
) -> pd.DataFrame:
    """department_code, department, evaluations, with_both, annual, executed."""
    return query("money_by_department", selection, scope=scope, version=version, store=store)


def attention(
    selection: Selection, *, scope: Scope | None, version: str | None = None, store: Store | None = None
) -> pd.DataFrame:
    """code, weight (2 red, 1 yellow), project_type, size (0–4), evaluations, money: what open findings touch."""
    return query("attention", selection, scope=scope, version=version, store=store)


def attention_kinds(
    selection: Selection, *, scope: Scope | None, version: str | None = None, store: Store | None = None
) -> pd.DataFrame:
    """project_type, size, evaluations, money: all evaluations, of which attention counts those with a code."""
    return query("attention_kinds", selection, scope=scope, version=version, store=store)


def attention_departments(
    selection: Selection, *, scope: Scope | None, version: str | None = None, store: Store | None = None
) -> pd.DataFrame:
    """code, departments."""
    return query("attention_departments", selection, scope=scope, version=version, store=store)


def projects(
    selection: Selection, *, rows: int, skip: int = 0, sort: str = "money", year: int | None = None,
    department: str | None = None, grade: str | None = None, score_from: float | None = None,
    score_to: float | None = None, code: str | None = None, has: str | None = None,
    scope: Scope | None, version: str | None = None, store: Store | None = None,
) -> pd.DataFrame:  # fmt: skip
    """The evaluations behind a mark, a page of them; column total is how many there are.

    score_from ≤ score < score_to; code: with an open red or yellow finding of that code; has: with a
    score of that kind (自评, 复核, 复算; "score": the kind chosen); sort: money (large first),
    score, rate (small first), department.
    """
    params = {
        "rows": rows, "skip": skip, "sort": sort, "year": year, "department": department, "grade": grade,
        "score_from": score_from, "score_to": score_to, "code": code, "has": has,
    }  # fmt: skip
    return query("projects", selection, scope=scope, version=version, store=store, params=params)
