"""What a change of rule set did by itself: this year's forms scored under the rule sets of the year before."""

from __future__ import annotations

from decimal import Decimal

import pandas as pd

from evalcore.access import Scope
from evalcore.insight.change import rescore
from evalcore.queries import change as queries
from evalcore.queries.run import Selection, Store, passports

MOST = 3_000  # forms re-scored for one view (about 5 ms each); beyond it the rule change stays a step


def rule_change(
    selection: Selection, *, year: int, before: int,
    scope: Scope | None, version: str | None = None, store: Store | None = None,
) -> pd.DataFrame:  # fmt: skip
    """One row: Σ value of the "ruled" projects' forms of `year` under their rule sets of `before`, as exact text, by
    measure (mean, weighted, good), how many forms, and how many the old rules leave to a person (they keep their own
    value). No rows: no such project, or more than MOST. Only for recomputed scores: printed ones cannot be re-scored.
    """
    ruled = queries.change_projects(
        selection, year=year, before=before, measure="mean", part="ruled", rows=MOST + 1,
        scope=scope, version=version, store=store,
    )  # fmt: skip
    if ruled.empty or len(ruled) > MOST:
        return pd.DataFrame()
    forms = passports(list(ruled["evaluation_id"]), scope=scope, version=version, store=store)
    totals = rescore(zip(forms, ruled["rule_set_before"], strict=True))
    mean, weighted, good, open_ = Decimal(0), Decimal(0), 0, 0
    for form, (total, grade), own, own_grade in zip(
        forms, totals, ruled["score_now"], ruled["grade_now"], strict=True
    ):
        if total is None:
            total, open_ = Decimal(str(own)), open_ + 1
        word = grade.value if grade is not None else str(own_grade)
        mean += total
        annual = form.budget.annual
        if annual is not None and annual > 0:
            weighted += total * annual
        good += word in ("优", "良")
    sums = {"mean": str(mean), "weighted": str(weighted), "good": str(good)}
    return pd.DataFrame([{**sums, "forms": len(forms), "left_open": open_}])
