"""What a change of rule set did by itself: this year's evaluations scored under the rule sets of the year before."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from operator import mul

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from evalcore.access import Scope
from evalcore.insight.rescored import left_out, rescored
from evalcore.insight.what_if import GRADES, UNKNOWN, Settings, hold
from evalcore.queries import change as queries
from evalcore.queries.comparison import what_if_columns
from evalcore.queries.run import Selection, Store

_GOOD = [GRADES.index(word) + 1 for word in ("优", "良")]
_ALL = 2**31 - 1


def rule_change(
    selection: Selection, *, year: int, before: int,
    scope: Scope | None, version: str | None = None, store: Store | None = None,
) -> pd.DataFrame:  # fmt: skip
    """One row: Σ value of the "ruled" projects' evaluations of `year` under their rule sets of `before`, as exact text,
    by measure (mean, weighted, good), how many evaluations, and how many the old rules leave to a person (they keep their
    own value). No rows: no such project, or too many whose rows were not prepared when they were stored. Only for
    recomputed scores: printed ones cannot be re-scored.
    """
    ruled = queries.change_projects(
        selection, year=year, before=before, measure="mean", part="ruled", rows=_ALL,
        scope=scope, version=version, store=store,
    )  # fmt: skip
    if ruled.empty:
        return pd.DataFrame()
    chosen = replace(selection, years=(year,))
    held = hold(what_if_columns(chosen, scope=scope, version=version, store=store))
    at = pc.index_in(pa.array(ruled["evaluation_id"].to_list(), held.ids.type), value_set=held.ids).to_numpy()
    total, grade = held.total[at], held.grade[at]
    left_open = 0
    for rules, own in ruled.groupby("rule_set_before").indices.items():
        tried = Settings(rules=str(rules))
        if left_out(held, tried):
            return pd.DataFrame()
        made = rescored(held, chosen, tried, scope=scope, version=version, store=store)
        again, regraded = made.total[at[own]], made.grade[at[own]]
        left_open += int((again == UNKNOWN).sum())
        total[own] = np.where(again == UNKNOWN, total[own], again)
        grade[own] = np.where(regraded == 0, grade[own], regraded)
    assert held.facts is not None
    annual = np.maximum(held.facts.annual[at], 0)
    weighted = sum(map(mul, total.tolist(), annual.tolist()))  # Python integers: the sum passes 64 bits
    sums = {
        "mean": str(Decimal(int(total.sum(dtype=np.int64))).scaleb(-4)),
        "weighted": str(Decimal(weighted).scaleb(-10)),
        "good": str(int(np.isin(grade, _GOOD).sum())),
    }
    return pd.DataFrame([{**sums, "forms": len(ruled), "left_open": left_open}])
