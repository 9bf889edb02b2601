"""What /indicators asks: which level-3 names there are, found by any part of their wording, and how actuals stand to
targets. names: level-3 names as printed; None: every indicator of the selection."""

from __future__ import annotations

import pandas as pd

from evalcore.access import Scope
from evalcore.queries.run import Selection, Store, query
from evalcore.store.names import fold_name

OVER = 1.3  # actual ÷ target from which a target is called set too low (findings.md, TG_LOW_OVERDONE)
Names = tuple[str, ...] | None


def _named(names: Names) -> dict[str, object]:
    return {"every": names is None, "names": list(names or ())}


def indicator_names(
    selection: Selection, *, find: str, rows: int = 50, skip: int = 0,
    scope: Scope | None, version: str | None = None, store: Store | None = None,
) -> pd.DataFrame:  # fmt: skip
    """A page of names: name_id, name, level2, unit, measured (of its commonest target), place (0 equal … 2 holds it, 3 by pinyin initials), occurrences, total.

    find: any part of the wording; width, case, spaces and marks do not matter. Letters (myd) are looked for among
    the pinyin initials (满意度) too. "" finds every name, the most frequent first.
    """
    folded = fold_name(find)
    letters = folded if len(folded) > 1 and folded.isascii() and folded.isalpha() else ""
    params = {"folded": folded, "initials": letters, "rows": min(rows, 1000), "skip": skip}
    return query("indicator_names", selection, scope=scope, version=version, store=store, params=params)


def indicator_achievement(
    selection: Selection, *, names: Names = None,
    scope: Scope | None, version: str | None = None, store: Store | None = None,
) -> pd.DataFrame:  # fmt: skip
    """bin (tenths of actual ÷ target; 20 from 200 % up, NULL without numbers), indicators, departments."""
    return query(
        "indicator_achievement", selection, scope=scope, version=version, store=store, params=_named(names)
    )


def indicator_by_department(
    selection: Selection, *, names: Names = None, over: float = OVER,
    scope: Scope | None, version: str | None = None, store: Store | None = None,
) -> pd.DataFrame:  # fmt: skip
    """code, indicators, with_numbers, over_target, copied, scored, full_marks, median of actual ÷ target."""
    return query("indicator_by_department", selection, scope=scope, version=version, store=store,
                 params={**_named(names), "over": over})  # fmt: skip


def indicator_by_year(
    selection: Selection, *, names: Names = None, over: float = OVER,
    scope: Scope | None, version: str | None = None, store: Store | None = None,
) -> pd.DataFrame:  # fmt: skip
    """year, indicators, with_numbers, over_target, quartiles of actual ÷ target; lowered and unchanged: findings of
    the whole selection (TG_BELOW_LAST_ACTUAL, TG_SAME_AS_LAST_YEAR), whatever the names."""
    return query("indicator_by_year", selection, scope=scope, version=version, store=store,
                 params={**_named(names), "over": over})  # fmt: skip


def target_findings(
    selection: Selection, *, scope: Scope | None, version: str | None = None, store: Store | None = None
) -> pd.DataFrame:
    """code (department), lowered, unchanged, all_equal: findings about targets against last year and against actuals."""
    return query("target_findings", selection, scope=scope, version=version, store=store)


def indicator_rows(
    selection: Selection, *, names: Names = None, department: str | None = None, year: int | None = None,
    low: float | None = None, high: float | None = None, rows: int = 100, skip: int = 0,
    scope: Scope | None, version: str | None = None, store: Store | None = None,
) -> pd.DataFrame:  # fmt: skip
    """Rows of indicators in [low, high) of actual ÷ target, furthest from 100 % first, with total."""
    return query("indicator_rows", selection, scope=scope, version=version, store=store,
                 params={**_named(names), "department": department, "year": year, "low": low, "high": high,
                         "rows": rows, "skip": skip})  # fmt: skip
