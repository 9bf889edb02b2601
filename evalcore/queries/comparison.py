"""What /departments and /what-if ask: departments side by side, and the level-1 parts of every score."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from evalcore.access import Scope
from evalcore.queries.run import Selection, Store, query


def department_profiles(
    selection: Selection, *, scope: Scope | None, version: str | None = None, store: Store | None = None
) -> pd.DataFrame:
    """code, kind, project_type, evaluations, with_annual, money (万元, all years), years. Pass no departments."""
    return query("department_profiles", selection, scope=scope, version=version, store=store)


def department_kpis(
    selection: Selection, *, scope: Scope | None, version: str | None = None, store: Store | None = None
) -> pd.DataFrame:
    """code, name, evaluations, money, scored, mean, median, mean_weighted, graded, good, …, in budget-code order."""
    return query("department_kpis", selection, scope=scope, version=version, store=store)


def level_sums_by_department(
    selection: Selection, *, scope: Scope | None, version: str | None = None, store: Store | None = None
) -> pd.DataFrame:
    """code, complete (0: a level-1 score is missing), seven *_points, evaluations, Σ seven *_score."""
    params = {"score_kind": selection.score_kind}
    return query(
        "level_sums_by_department", selection, scope=scope, version=version, store=store, params=params
    )


def what_if_levels(
    selection: Selection, *, scope: Scope | None, version: str | None = None, store: Store | None = None
) -> pd.DataFrame:
    """evaluation_id, department_code, rule_set, total, grade (1 优 … 4 差, 0 none), annual, initial, executed, seven
    *_points and *_score, in whole units (see the file); only evaluations with a score."""
    params = {"score_kind": selection.score_kind}
    return query("what_if_levels", selection, scope=scope, version=version, store=store, params=params)


def named_evaluations(
    selection: Selection, *, ids: Sequence[str],
    scope: Scope | None, version: str | None = None, store: Store | None = None,
) -> pd.DataFrame:  # fmt: skip
    """evaluation_id, year, department, project, budget_annual of these evaluations."""
    return query(
        "named_evaluations", selection, scope=scope, version=version, store=store, params={"ids": list(ids)}
    )
