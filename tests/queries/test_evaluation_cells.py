"""A world of five evaluations, counted by hand: from the sums made at publish and, where a word is looked for, from the rows."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from evalcore.access import EVERYTHING, Scope
from evalcore.queries import audit, change, comparison, execution, frame, overview, run, scores, spot_check
from evalcore.queries.run import Selection
from evalcore.store import Store
from tests.store.test_schema import made_with
from tests.store.worlds import put

# name, department, year, method, self, review, recomputed (low, high), initial, annual, executed
ROWS = (
    ("a1", "A", 2022, "单位自评", 98, 90, (96, 94, 97), 100, 200, 150),
    ("a2", "A", 2022, "单位自评", 88, None, (88, 88, 88), None, 100, 100),
    ("a3", "A", 2023, "单位自评", 100, None, None, None, None, None),
    ("b1", "B", 2022, "单位自评", None, None, None, None, 50, 10),
    ("b2", "B", 2022, "财政评价", 70, None, None, None, 150, 150),
)


def grade(score: float | None) -> str | None:
    return None if score is None else "优" if score >= 90 else "良" if score >= 80 else "中"


def exact(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(value)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    made = Store(Path(tmp_path_factory.mktemp("store")))
    with made.begin() as draft:
        for name, department, year, method, own, review, again, initial, annual, executed in ROWS:
            value, low, high = again or (None, None, None)
            put(
                draft, name, department=department, year=year, method=method, self_score=exact(own), self_score_approx=own,
                self_grade=grade(own), review_score=exact(review), review_score_approx=review, review_grade=grade(review),
                recomputed=exact(value), recomputed_approx=value, recomputed_low=exact(low), recomputed_high=exact(high),
                recomputed_grade=grade(value), budget_initial=exact(initial), budget_annual=exact(annual),
                executed=exact(executed), execution_rate=executed / annual if annual and executed is not None else None,
            )  # fmt: skip
    return made


@pytest.fixture(params=["cells", "rows"])
def whole(request: pytest.FixtureRequest) -> Iterator[Selection]:
    """Everything, answered from cells; or from rows, because a word all projects have is looked for."""
    yield Selection(
        dataset="submitted", subjects=("项目支出",), keyword="项目" if request.param == "rows" else ""
    )


def one(frame: pd.DataFrame, **where: Any) -> dict[str, Any]:
    for column, value in where.items():
        frame = frame[frame[column] == value]
    (row,) = frame.to_dict("records")
    return {key: float(value) if isinstance(value, Decimal) else value for key, value in row.items()}


def test_totals(store: Store, whole: Selection) -> None:
    row = one(overview.overview_totals(whole, scope=EVERYTHING, store=store))
    counted = {
        "evaluations": 5, "with_annual": 4, "money": 500, "with_both": 4, "annual_of_both": 500, "executed_of_both": 410,
        "scored": 4, "weighted_rows": 3, "graded": 4, "good": 3, "full_marks": 1, "high_marks": 2, "high_money": 200,
        "scored_money": 450, "reviewed": 1, "review_gap": 8,
        "median": 93,  # of 70, 88, 98, 100
    }  # fmt: skip
    assert {name: row[name] for name in counted} == counted
    assert row["mean_weighted"] == pytest.approx((98 * 200 + 88 * 100 + 70 * 150) / 450)
    assert pd.isna(row["full_money"])  # the one with full marks has no annual budget: missing, not 0


def test_quantiles_by_year_and_by_kind_of_score(store: Store, whole: Selection) -> None:
    years = scores.score_quantiles_by_year(whole, scope=EVERYTHING, store=store)
    row = one(years, code="2022")  # 70, 88, 98: a tenth of the way is 0.2 of 18 above 70
    assert [row[name] for name in ("scored", "lowest", "p50", "highest", "full_marks", "high_marks")] == [
        3,
        70,
        88,
        98,
        0,
        1,
    ]
    assert [row[name] for name in ("p10", "p25", "p75", "p90")] == pytest.approx([73.6, 79, 93, 96])
    kinds = scores.score_kinds(whole, scope=EVERYTHING, store=store)
    assert list(kinds["code"]) == ["自评", "复核", "复算"]
    assert list(kinds["scored"]) == [4, 1, 2]
    assert list(kinds["p50"]) == [93, 90, 92]
    assert list(kinds["paired"]) == [4, 1, 2]
    assert list(kinds["mean_gap"]) == [0, 8, 1]  # 98 − 90; (98 − 96 + 88 − 88) ÷ 2


def test_gaps_by_department(store: Store, whole: Selection) -> None:
    gaps = audit.audit_gaps(whole, by="department", scope=EVERYTHING, store=store)
    row = one(gaps, department_code="A")
    assert [row[name] for name in ("evaluations", "recomputed_paired", "recomputed_gap", "reviewed")] == [
        3,
        2,
        1,
        1,
    ]
    assert [row["recomputed_least"], row["recomputed_most"]] == [
        0.5,
        2,
    ]  # against 97 and 88, against 94 and 88
    assert row["recomputed_weighted"] == pytest.approx(2 * 200 / 300)
    row = one(gaps, department_code="B")
    assert [row[name] for name in ("evaluations", "self_scored", "recomputed_paired", "reviewed")] == [
        2,
        1,
        0,
        0,
    ]
    assert pd.isna(row["recomputed_gap"]) and pd.isna(row["review_gap"])


def test_departments(store: Store, whole: Selection) -> None:
    row = one(comparison.department_kpis(whole, scope=EVERYTHING, store=store), code="B")
    counted = {
        "evaluations": 2, "with_annual": 2, "money": 200, "scored": 1, "mean": 70, "median": 70, "graded": 1, "good": 0,
        "with_both": 2, "executed_of_both": 160,
    }  # fmt: skip
    assert {name: row[name] for name in counted} == counted
    spread = change.scores_by_department_year(whole, scope=EVERYTHING, store=store)
    assert spread[["code", "year", "scored", "p50", "graded", "good"]].values.tolist() == [
        ["A", 2022, 2, 93, 2, 2], ["A", 2023, 1, 100, 1, 1], ["B", 2022, 1, 70, 1, 0],
    ]  # fmt: skip


def test_execution_and_who_may_be_spot_checked(store: Store, whole: Selection) -> None:
    row = one(execution.execution_totals(whole, scope=EVERYTHING, store=store))
    # below 80 %: 150 of 200 and 10 of 50; all of it spent: 100 and 150; only a1 has all three amounts
    counted = {
        "low": 2,
        "low_left": 90,
        "exactly_full": 2,
        "over": 0,
        "unspent": 0,
        "with_three": 1,
        "initial_of_three": 100,
    }
    assert {name: row[name] for name in counted} == counted
    left = spot_check.spot_check_departments(whole, scope=EVERYTHING, store=store)
    assert left.values.tolist() == [["A", 2], ["B", 1]]  # a1 is reviewed, b2 no self-evaluation


def test_one_method_and_a_reader_of_one_department(store: Store, whole: Selection) -> None:
    outside = Selection(
        dataset="submitted", subjects=("项目支出",), methods=("财政评价",), keyword=whole.keyword
    )
    spread = change.scores_by_department_year(outside, scope=EVERYTHING, store=store)
    assert spread[["code", "year", "p50"]].values.tolist() == [["B", 2022, 70]]
    row = one(overview.overview_totals(whole, scope=Scope.of(["B"]), store=store))
    assert [row[name] for name in ("evaluations", "scored", "median", "money")] == [2, 1, 70, 200]
    assert list(scores.score_kinds(whole, scope=Scope.of(["B"]), store=store)["scored"]) == [1]


def test_a_version_of_the_schema_before_gets_its_sums_and_the_place_of_every_id(tmp_path: Path) -> None:
    store = made_with(tmp_path / "store", 14)
    whole = Selection(dataset="submitted")
    before = overview.overview_totals(whole, scope=EVERYTHING, store=store)
    with store.begin("导入") as draft:
        put(draft, "b", department="B")
    with store.open() as connection:
        sums = connection.execute(
            "SELECT department_code, evaluations FROM stored_evaluation_cell ORDER BY 1"
        ).fetchall()
        keys = connection.execute(
            "SELECT evaluation_id, number FROM stored_evaluation_key ORDER BY 1"
        ).fetchall()
    assert sums == [("001", 1), ("B", 1)]
    assert keys == [("a", 1), ("b", 2)]
    after = overview.overview_totals(whole, scope=EVERYTHING, store=store)
    assert [int(frame["evaluations"][0]) for frame in (before, after)] == [1, 2]
    run._open.cache_clear()


def test_a_query_asks_for_the_columns_it_names(store: Store) -> None:
    asked = run.sql_of("rule_sets_by_year", Selection(dataset="submitted"), scope=EVERYTHING, store=store)
    assert "rule_set" in asked and "goal_actual" not in asked
    whole = run.sql_of("project_row", Selection(dataset="submitted"), scope=EVERYTHING, store=store)
    assert "goal_actual" in whole  # takes every column there is


def test_how_far_self_and_review_are_apart_and_what_rule_sets_are_in_force(
    store: Store, whole: Selection
) -> None:
    gaps = audit.review_gaps(whole, scope=EVERYTHING, store=store)
    assert gaps.to_dict("records") == [{"department_code": "A", "year": 2022, "gap": 8.0, "evaluations": 1}]
    (rules,) = frame.rule_sets_in_force(whole, scope=EVERYTHING, store=store).to_dict("records")
    assert (rules["evaluations"], rules["simulated"], rules["preliminary"]) == (5, 0, 5)
    assert pd.isna(rules["last_submitted"])
    by_year = change.rule_sets_by_year(whole, scope=EVERYTHING, store=store)
    assert list(zip(by_year["year"], by_year["evaluations"], strict=True)) == [(2022, 4), (2023, 1)]
