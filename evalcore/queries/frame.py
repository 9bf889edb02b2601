"""What every page's frame asks: options of the filters, how many rows they keep, what made the numbers."""

from __future__ import annotations

import pandas as pd

from evalcore.access import Scope
from evalcore.queries.run import Selection, Store, query


def filter_years(
    selection: Selection, *, scope: Scope | None, version: str | None = None, store: Store | None = None
) -> pd.DataFrame:
    """year, ascending."""
    return query("filter_years", selection, scope=scope, version=version, store=store)


def filter_departments(
    selection: Selection, *, scope: Scope | None, version: str | None = None, store: Store | None = None
) -> pd.DataFrame:
    """department_code, department; in code order."""
    return query("filter_departments", selection, scope=scope, version=version, store=store)


def filter_funds(
    selection: Selection, *, scope: Scope | None, version: str | None = None, store: Store | None = None
) -> pd.DataFrame:
    """fund_source."""
    return query("filter_funds", selection, scope=scope, version=version, store=store)


def selection_counts(
    selection: Selection, *, scope: Scope | None, version: str | None = None, store: Store | None = None
) -> pd.DataFrame:
    """One row: total, selected, included (with a score), missing (without), excluded."""
    return query("selection_counts", selection, scope=scope, version=version, store=store)


def rule_sets_in_force(
    selection: Selection, *, scope: Scope | None, version: str | None = None, store: Store | None = None
) -> pd.DataFrame:
    """rule_set, evaluations, simulated (0/1), preliminary (count), last_submitted."""
    return query("rule_sets_in_force", selection, scope=scope, version=version, store=store)


def filter_counts(
    selection: Selection, *, scope: Scope | None, version: str | None = None, store: Store | None = None
) -> pd.DataFrame:
    """kind (dept grade fund size), value (NULL: not filled in), evaluations."""
    return query("filter_counts", selection, scope=scope, version=version, store=store)


def filter_crossed_counts(
    selection: Selection, *, scope: Scope | None, version: str | None = None, store: Store | None = None
) -> pd.DataFrame:
    """year, method, subject, evaluations: every combination in the data."""
    return query("filter_crossed_counts", selection, scope=scope, version=version, store=store)
