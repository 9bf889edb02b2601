"""What 应评尽评 and 结果应用 ask beside the list itself: exceptions, low grades and their budgets, the ledger."""

from __future__ import annotations

from datetime import date

import pandas as pd

from evalcore.access import Scope
from evalcore.queries.run import Selection, Store, query


def coverage_exceptions(
    selection: Selection, *, scope: Scope | None, version: str | None = None, store: Store | None = None
) -> pd.DataFrame:
    """code (CV_LATE, CV_DUPLICATE_FORM, CV_NOT_IN_LIST), evaluations, departments, with_annual, money."""
    return query("coverage_exceptions", selection, scope=scope, version=version, store=store)


MOST = 100_000  # rows held for one view; `total` says how many there are


def follow_up(
    selection: Selection, *, years: tuple[int, ...], rows: int = MOST,
    scope: Scope | None, version: str | None = None, store: Store | None = None,
) -> pd.DataFrame:  # fmt: skip
    """Evaluations graded 中 or 差 by an outsider or with a confirmed finding; next_initial, next_from, problems,
    open_problems, total (rows there are, of which at most `rows` come, in code order).

    The selection must not restrict years: next year's budget is beyond them.
    """
    params = {"years": list(years), "rows": rows}
    return query("follow_up", selection, scope=scope, version=version, store=store, params=params)


def ledger(
    selection: Selection, *, years: tuple[int, ...], today: date, rows: int = MOST,
    scope: Scope | None, version: str | None = None, store: Store | None = None,
) -> pd.DataFrame:  # fmt: skip
    """整改台账: one row a problem, overdue (0/1) on `today`, next_initial, next_from, total. Selection as for follow_up."""
    params = {"years": list(years), "today": today, "rows": rows}
    return query("ledger", selection, scope=scope, version=version, store=store, params=params)
