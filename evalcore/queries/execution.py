"""What /execution asks: was the money spent, and as planned. Amounts in 万元, rates as ratios."""

from __future__ import annotations

from typing import Any

import pandas as pd

from evalcore.access import Scope
from evalcore.queries.run import Selection, Store, query
from evalcore.store.evaluation_cells import GAP, LOW

CUT = 0.5  # a budget cut by more than half during the year


def execution_totals(
    selection: Selection, *, scope: Scope | None, version: str | None = None, store: Store | None = None
) -> pd.DataFrame:
    """One row: counts and sums for the rates, the money left, and projects below LOW; see the SQL file."""
    return query("execution_totals", selection, scope=scope, version=version, store=store)


def execution_bins(
    selection: Selection, *, scope: Scope | None, version: str | None = None, store: Store | None = None
) -> pd.DataFrame:
    """kind (annual, initial), bin (0–8), evaluations, money."""
    return query("execution_bins", selection, scope=scope, version=version, store=store)


def execution_by_department(
    selection: Selection, *, scope: Scope | None, version: str | None = None, store: Store | None = None
) -> pd.DataFrame:
    """One row a department in code order, with both rates' sums and the projects below LOW."""
    return query("execution_by_department", selection, scope=scope, version=version, store=store)


def execution_flow(
    selection: Selection, *, scope: Scope | None, version: str | None = None, store: Store | None = None
) -> pd.DataFrame:
    """place, step, direction, evaluations, money, inferred: initial budget to what was left, gross."""
    return query("execution_flow", selection, scope=scope, version=version, store=store)


def execution_map(
    selection: Selection,
    *,
    scope: Scope | None,
    version: str | None = None,
    store: Store | None = None,
    part: str = "self",
) -> pd.DataFrame:
    """Cells x, y, wide with evaluations and money. part: whose scores ('self', 'recomputed')."""
    params = {"part": part}
    return query("execution_map", selection, scope=scope, version=version, store=store, params=params)


def cut_but_full(
    selection: Selection,
    *,
    scope: Scope | None,
    version: str | None = None,
    store: Store | None = None,
    rows: int = 50,
    skip: int = 0,
) -> pd.DataFrame:
    """Projects cut by more than CUT that report 100 %, largest cut first, with totals on every row."""
    params = {"cut": CUT, "rows": rows, "skip": skip}
    return query("cut_but_full", selection, scope=scope, version=version, store=store, params=params)


def execution_projects(
    selection: Selection,
    *,
    scope: Scope | None,
    version: str | None = None,
    store: Store | None = None,
    rows: int = 50,
    skip: int = 0,
    **where: Any,
) -> pd.DataFrame:
    """A page of the projects behind a mark; what `where` leaves out does not restrict.

    where: department, low (True), base_kind + bin, x + y + wide + part, step + direction.
    """
    params = dict.fromkeys(("department", "bin", "x", "y", "wide", "step", "direction"))
    params |= {"base_kind": "annual", "part": "self", "gap": GAP, "rows": rows, "skip": skip}
    params |= where | {"low": LOW if where.get("low") else None}
    return query("execution_projects", selection, scope=scope, version=version, store=store, params=params)


def money_left(
    selection: Selection,
    *,
    by: str,
    scope: Scope | None,
    version: str | None = None,
    store: Store | None = None,
) -> pd.DataFrame:
    """code, name, evaluations, with_both, annual, executed, money_left, left_rows, over, carried_rows, carried,
    carried_spent; by: department (code order) or fund."""
    return query("money_left", selection, scope=scope, version=version, store=store, params={"by": by})
