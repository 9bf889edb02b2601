"""What /audit asks: can the scores be believed. Scores in points, money in 万元, rates as ratios."""

from __future__ import annotations

import json
from typing import Any

import pandas as pd

from evalcore.access import Scope
from evalcore.queries.run import Selection, Store, query
from evalcore.store.evaluation_cells import GAP


def audit_gaps(
    selection: Selection, *, by: str = "all",
    scope: Scope | None, version: str | None = None, store: Store | None = None,
) -> pd.DataFrame:  # fmt: skip
    """Self against recomputed and review; by: all (one row), department, year or both. Columns: see the SQL."""
    params = {"by": by}
    return query("audit_gaps", selection, scope=scope, version=version, store=store, params=params)


def score_money(
    selection: Selection, *, scope: Scope | None, version: str | None = None, store: Store | None = None
) -> pd.DataFrame:
    """Money (万元) by how high self, recomputed and review scores are and how they are graded; see the SQL."""
    return query("score_money", selection, scope=scope, version=version, store=store)


def review_gaps(
    selection: Selection, *, scope: Scope | None, version: str | None = None, store: Store | None = None
) -> pd.DataFrame:
    """department_code, year, gap (self minus review), evaluations: the distribution, exactly."""
    return query("review_gaps", selection, scope=scope, version=version, store=store)


def rate_bands(
    selection: Selection, *, part: str = "self",
    scope: Scope | None, version: str | None = None, store: Store | None = None,
) -> pd.DataFrame:  # fmt: skip
    """band, evaluations, money, rate, total, execution_given, execution_full, part, wide, wide_money, wide_of_total."""
    params = {"part": part}
    return query("rate_bands", selection, scope=scope, version=version, store=store, params=params)


def finding_status(
    selection: Selection, *, scope: Scope | None, version: str | None = None, store: Store | None = None
) -> pd.DataFrame:
    """code, severity, status, findings, evaluations."""
    return query("finding_status", selection, scope=scope, version=version, store=store)


def audit_projects(
    selection: Selection, *, rows: int, skip: int = 0, sort: str = "money",
    scope: Scope | None, version: str | None = None, store: Store | None = None, **where: Any,
) -> pd.DataFrame:  # fmt: skip
    """A page of the evaluations behind a mark; what `where` leaves out does not restrict; total is how many.

    where: kind (review, recomputed), department, year, code, status, severity, band, wide (True), part.
    """
    params: dict[str, Any] = dict.fromkeys(
        ("kind", "department", "year", "code", "status", "severity", "band", "wide")
    )
    params |= {"part": "self", "gap": GAP, "rows": rows, "skip": skip, "sort": sort} | where
    return query("audit_projects", selection, scope=scope, version=version, store=store, params=params)


def entries(
    selection: Selection, *, kind: str, subjects: tuple[str, ...],
    scope: Scope | None, version: str | None = None, store: Store | None = None,
) -> pd.DataFrame:  # fmt: skip
    """entered_at (UTC), who, subject and the fields of the value: what people entered, newest first."""
    params = {"kind": kind, "subjects": list(subjects)}
    found = query("entries", selection, scope=scope, version=version, store=store, params=params)
    values = pd.DataFrame([json.loads(text) for text in found["value"]], index=found.index)
    return pd.concat([found.drop(columns="value"), values], axis=1)
