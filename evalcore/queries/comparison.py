"""What /departments and /what-if ask: departments side by side, and the level-1 parts of every score."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd
import pyarrow as pa

from evalcore.access import Scope
from evalcore.queries.run import Selection, Store, query, query_arrow
from evalcore.scoring.trial import digest


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
    *_points and *_score, in whole units (see the file), and what re-scoring works from; only evaluations with a score."""
    params = _of_trial(selection)
    return query("what_if_levels", selection, scope=scope, version=version, store=store, params=params)


def what_if_columns(
    selection: Selection, *, scope: Scope | None, version: str | None = None, store: Store | None = None
) -> pa.Table:
    """The rows of `what_if_levels` as Arrow columns, in the order of the store."""
    params = _of_trial(selection)
    return query_arrow("what_if_levels", selection, scope=scope, version=version, store=store, params=params)


def what_if_trial(
    selection: Selection, *, bits: Mapping[str, int],
    scope: Scope | None, version: str | None = None, store: Store | None = None,
) -> pa.Table:  # fmt: skip
    """The evaluations whose rows come to something else under the setting tried: evaluation_id, rows_points, rows_taken,
    rows_open, six *_points and *_score. bits: the form's own rule set → bit of the setting (scoring.trial.settings)."""
    params = {"rule_sets": list(bits), "bits": list(bits.values())}
    return query_arrow("what_if_trial", selection, scope=scope, version=version, store=store, params=params)


def _of_trial(selection: Selection) -> dict[str, str]:
    return {"score_kind": selection.score_kind, "trial_settings": digest()}


def named_evaluations(
    selection: Selection, *, ids: Sequence[str],
    scope: Scope | None, version: str | None = None, store: Store | None = None,
) -> pd.DataFrame:  # fmt: skip
    """evaluation_id, year, department, project, budget_annual of these evaluations."""
    return query(
        "named_evaluations", selection, scope=scope, version=version, store=store, params={"ids": list(ids)}
    )
