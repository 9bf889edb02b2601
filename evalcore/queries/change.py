"""What /trends asks: how the projects of two years stand to each other, and how they changed."""

from __future__ import annotations

from typing import Literal

import pandas as pd

from evalcore.access import Scope
from evalcore.queries.run import Selection, Store, query

Measure = Literal["mean", "weighted", "good", "execution"]


def change_groups(
    selection: Selection, *, year: int, before: int, measure: Measure,
    scope: Scope | None, version: str | None = None, store: Store | None = None,
) -> pd.DataFrame:  # fmt: skip
    """part, status (of the link), both_known, evaluations_, known_, v_, w_ before and now (exact text; v ÷ w is the
    measure) and, as exact text, points won back by level-1 kind. The selection must hold both years.

    part: same · ruled (same project, another rule set) · moved (承接) · entered · arrived (from outside the selection) ·
    left · departed (to outside it).
    """
    params = {"year": year, "before": before, "measure": measure, "score_kind": selection.score_kind}
    return query("change_groups", selection, scope=scope, version=version, store=store, params=params)


def change_projects(
    selection: Selection, *, year: int, before: int, measure: Measure, part: str, level: str | None = None, rows: int,
    skip: int = 0, scope: Scope | None, version: str | None = None, store: Store | None = None,
) -> pd.DataFrame:  # fmt: skip
    """A page of the projects of a part, with both years' scores, grades, level-1 scores, rates and rule sets; total.

    part: a part of change_groups, "gained" or "lost" (the measure in one year only), "kept" (same and ruled). level: only
    those whose loss in this level-1 kind changed.
    """
    params = {
        "year": year, "before": before, "measure": measure, "part": part, "level": level, "rows": rows, "skip": skip,
        "score_kind": selection.score_kind,
    }  # fmt: skip
    return query("change_projects", selection, scope=scope, version=version, store=store, params=params)


def scores_by_department_year(
    selection: Selection, *, scope: Scope | None, version: str | None = None, store: Store | None = None
) -> pd.DataFrame:
    """code, year, name, former (another name in that year), scored, p25, p50, p75, graded, good; successions followed."""
    return query("scores_by_department_year", selection, scope=scope, version=version, store=store)


def rule_sets_by_year(
    selection: Selection, *, scope: Scope | None, version: str | None = None, store: Store | None = None
) -> pd.DataFrame:
    """year, rule_set, evaluations, the most used first."""
    return query("rule_sets_by_year", selection, scope=scope, version=version, store=store)
