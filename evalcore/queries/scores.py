"""What /scores asks."""

from __future__ import annotations

import numpy as np
import pandas as pd

from evalcore.access import Scope
from evalcore.queries.run import Selection, Store, query

EDGES = (0, 0.1, 0.25, 0.5, 0.75, 0.9, 1)  # the quantiles shown, between the lowest and the highest


def score_quantiles_by_department(
    selection: Selection, *, scope: Scope | None, version: str | None = None, store: Store | None = None
) -> pd.DataFrame:
    """code, name, scored, lowest, p10 … p90, highest, full_marks, high_marks; in budget-code order."""
    params = {"shares": list(EDGES)}
    found = query(
        "score_quantiles_by_department", selection, scope=scope, version=version, store=store, params=params
    )
    return with_edges(found)


def score_quantiles_by_year(
    selection: Selection, *, scope: Scope | None, version: str | None = None, store: Store | None = None
) -> pd.DataFrame:
    """The same by year."""
    return query("score_quantiles_by_year", selection, scope=scope, version=version, store=store)


def score_kinds(
    selection: Selection, *, scope: Scope | None, version: str | None = None, store: Store | None = None
) -> pd.DataFrame:
    """The same for 自评, 复核, 复算, with paired (has a self-score too) and mean_gap (self minus it)."""
    return query("score_kinds", selection, scope=scope, version=version, store=store)


def never_lost(
    selection: Selection, *, least: int = 10, rows: int = 200,
    scope: Scope | None, version: str | None = None, store: Store | None = None,
) -> pd.DataFrame:  # fmt: skip
    """Indicators that occur at least `least` times and never lose a point: level3, occurrences, departments, points,
    missed (times the recomputed score is below the points: the target was not met after all), total (such names), names (all names that often), all_points, lost_points (points of all such names)."""
    return query("never_lost", selection, scope=scope, version=version, store=store,
                 params={"least": least, "rows": rows})  # fmt: skip


def with_edges(found: pd.DataFrame) -> pd.DataFrame:
    """The column quantiles (one list of EDGES a row) as columns lowest, p10 … p90, highest in its place."""
    values = np.vstack(found["quantiles"].to_list()) if len(found) else np.empty((0, len(EDGES)))
    names = ["lowest", *(f"p{round(share * 100)}" for share in EDGES[1:-1]), "highest"]
    parts = {name: values[:, number] for number, name in enumerate(names)}
    before, _, after = " ".join(found.columns).partition(" quantiles ")
    return found.assign(**parts)[[*before.split(), *parts, *after.split()]]
