"""What a spot check (抽查) asks: candidates by department, why, and the rows a reviewer fills in."""

from __future__ import annotations

from typing import Any

import pandas as pd

from evalcore.access import Scope
from evalcore.queries.run import Selection, Store, query


def spot_check_departments(
    selection: Selection, *, scope: Scope | None, version: str | None = None, store: Store | None = None
) -> pd.DataFrame:
    """department_code, candidates: self-evaluations that nobody reviewed; departments with one at least, in code order."""
    return query("spot_check_departments", selection, scope=scope, version=version, store=store)


def spot_check(
    selection: Selection, *, by: str, seed: int, quotas: tuple[tuple[str, int], ...], points: tuple[float, float, float],
    extra: float, stressed: tuple[str, ...], scope: Scope | None, version: str | None = None, store: Store | None = None,
) -> pd.DataFrame:  # fmt: skip
    """The first candidates of the departments in quotas (code, how many), with points and place (from 1).

    by: risk or random; points: of a red, yellow and info code; extra: more for one of `stressed`.
    """
    red, yellow, info = points
    params: dict[str, Any] = {
        "by": by, "seed": str(seed), "codes": [code for code, _ in quotas], "quotas": [most for _, most in quotas],
        "red": red, "yellow": yellow, "info": info, "extra": extra, "stressed": list(stressed),
    }  # fmt: skip
    return query("spot_check", selection, scope=scope, version=version, store=store, params=params)


def spot_check_reasons(
    selection: Selection, *, ids: tuple[str, ...],
    scope: Scope | None, version: str | None = None, store: Store | None = None,
) -> pd.DataFrame:  # fmt: skip
    """evaluation_id, code, place (0 red, 1 yellow, 2 info)."""
    params = {"ids": list(ids)}
    return query("spot_check_reasons", selection, scope=scope, version=version, store=store, params=params)


def spot_check_rows(
    selection: Selection, *, ids: tuple[str, ...],
    scope: Scope | None, version: str | None = None, store: Store | None = None,
) -> pd.DataFrame:  # fmt: skip
    """evaluation_id, position (-1 for 预算执行率), level3, points, self_score, review_score; in form order."""
    params = {"ids": list(ids)}
    return query("spot_check_rows", selection, scope=scope, version=version, store=store, params=params)
