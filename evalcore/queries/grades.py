"""What /grades asks."""

from __future__ import annotations

import pandas as pd

from evalcore.access import Scope
from evalcore.queries.run import Selection, Store, query


def grades_by_year(
    selection: Selection, *, scope: Scope | None, version: str | None = None, store: Store | None = None
) -> pd.DataFrame:
    """year, grade (or 无等级), evaluations, with_annual, money."""
    return query("grades_by_year", selection, scope=scope, version=version, store=store)


def grade_flows(
    selection: Selection, *, year: int, before: int,
    scope: Scope | None, version: str | None = None, store: Store | None = None,
) -> pd.DataFrame:  # fmt: skip
    """grade_before (or 新进入), grade_now (or 本年无), evaluations, money. The selection must hold both years."""
    params = {"year": year, "before": before}
    return query("grade_flows", selection, scope=scope, version=version, store=store, params=params)


def grade_changes(
    selection: Selection, *, year: int, before: int, grade_before: str | None, grade_now: str | None, rows: int,
    skip: int = 0, scope: Scope | None, version: str | None = None, store: Store | None = None,
) -> pd.DataFrame:  # fmt: skip
    """Projects of one cell of the flows, or of all changes when both grades are None; column total is how many."""
    params = {
        "year": year, "before": before, "grade_before": grade_before, "grade_now": grade_now,
        "rows": rows, "skip": skip,
    }  # fmt: skip
    return query("grade_changes", selection, scope=scope, version=version, store=store, params=params)
