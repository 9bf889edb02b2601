"""自评复核: the gaps between self, recomputed and review scores, each with N, interval and coverage.

Self minus recomputed is known for every form, so its interval is not a sampling one: it is the strict interval,
from every judged point given to every judged point withheld. Self minus review is known for reviewed forms only:
its median has an exact 95 % interval by order statistics, from 6 reviewed forms on.
"""

from __future__ import annotations

import pandas as pd

from evalcore.insight.interval import Interval, median_interval, share_interval

SMALL = 6  # fewer reviewed forms have no 95 % interval of the median


def with_intervals(gaps: pd.DataFrame, spread: pd.DataFrame, by: str) -> pd.DataFrame:
    """The rows of queries.audit.audit_gaps (grouped `by`) with review_median, review_from, review_to.

    spread: queries.audit.review_gaps of the same selection. Rows keep their order (department code, year).
    """
    keys = {
        "all": [],
        "department": ["department_code"],
        "year": ["year"],
        "both": ["department_code", "year"],
    }
    wanted = keys[by]
    if spread.empty:
        found: dict[tuple[object, ...], Interval | None] = {}
    elif not wanted:
        found = {(): median_interval(spread["gap"].to_list(), spread["evaluations"].to_list())}
    else:
        found = {
            key: median_interval(rows["gap"].to_list(), rows["evaluations"].to_list())
            for key, rows in spread.groupby(wanted)
        }
    mine = [found.get(tuple(row)) for row in gaps[wanted].itertuples(index=False)] if len(gaps) else []
    columns: dict[str, pd.Series[float]] = {
        "review_median": pd.Series([None if i is None else i.value for i in mine], dtype=float),
        "review_from": pd.Series([None if i is None else i.low for i in mine], dtype=float),
        "review_to": pd.Series([None if i is None else i.high for i in mine], dtype=float),
    }
    return gaps.reset_index(drop=True).assign(**columns)


def agreement(row: pd.Series) -> Interval | None:
    """复核一致率: reviewed forms whose grade stayed ÷ reviewed forms with both grades (Clopper–Pearson, 95 %)."""
    return share_interval(int(row["agreed"]), int(row["both_graded"]))


def money_shares(rows: pd.DataFrame) -> pd.DataFrame:
    """The shares of `shares` by annual budget: scored_by, full, top, excellent, agreed (None: nothing to divide by).

    rows: queries.audit.score_money. Over rows with an amount; agreed: of the reviewed rows with both grades.
    """
    money = rows["money"].astype(float).fillna(0.0)
    reviewed = rows["self_class"].notna() & rows["review_class"].notna()
    graded = reviewed & rows["self_grade"].notna() & rows["review_grade"].notna()

    def share(part: pd.Series, whole: pd.Series) -> float | None:
        of = float(money[whole].sum())
        return float(money[part & whole].sum()) / of if of else None

    made = []
    for name, kind, among in (
        ("自评（全部）", "self", rows["self_class"].notna()), ("复算（全部）", "recomputed", rows["recomputed_class"].notna()),
        ("自评（被复核的）", "self", reviewed), ("复核（同一批）", "review", reviewed),
    ):  # fmt: skip
        high, grade = rows[f"{kind}_class"], rows[f"{kind}_grade"]
        of_grade = graded if among is reviewed else among & grade.notna()
        made.append(
            {
                "scored_by": name,
                "full": share(high == 2, among),
                "top": share(high >= 1, among),
                "excellent": share(grade == 2, of_grade),
                "agreed": share(rows["agreed"] == 1, graded) if kind == "review" else None,
            }
        )
    return pd.DataFrame(made)


def shares(row: pd.Series) -> pd.DataFrame:
    """Share at 100, ≥ 95 and 优 by who scored: scored_by, n, full, top, excellent (counts), graded.

    自评 of all rows, 复算 of all rows, and self and review of the same reviewed rows, which alone compare like with like.
    """
    groups = (
        ("自评（全部）", "self_scored", "self_full", "self_top", "self_graded", "self_excellent"),
        ("复算（全部）", "recomputed_scored", "recomputed_full", "recomputed_top", "recomputed_graded",
         "recomputed_excellent"),
        ("自评（被复核的）", "reviewed", "own_full", "own_top", "both_graded", "own_excellent"),
        ("复核（同一批）", "reviewed", "review_full", "review_top", "both_graded", "review_excellent"),
    )  # fmt: skip
    return pd.DataFrame(
        [
            {
                "scored_by": name,
                "n": int(row[n]),
                "full": int(row[full]),
                "top": int(row[top]),
                "graded": int(row[graded]),
                "excellent": int(row[excellent]),
            }
            for name, n, full, top, graded, excellent in groups
            if int(row[n])
        ],
        columns=["scored_by", "n", "full", "top", "graded", "excellent"],
    )
