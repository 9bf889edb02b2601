"""Self against recomputed and review over the district of tests/pages/district.py, counted by hand."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from evalcore.access import EVERYTHING, Scope
from evalcore.insight import audit
from evalcore.queries import audit as queries
from evalcore.queries.run import Selection, Store
from tests.pages.district import Project, build

YEAR = Selection(years=(2024,), methods=("单位自评",))


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return build(tmp_path_factory.mktemp("audit"))


def gaps(store: Store, by: str, selection: Selection = YEAR) -> pd.DataFrame:
    found = queries.audit_gaps(selection, by=by, scope=EVERYTHING, store=store)
    return audit.with_intervals(found, queries.review_gaps(selection, scope=EVERYTHING, store=store), by)


def test_self_minus_review_over_the_reviewed_rows_only(store: Store) -> None:
    row = gaps(store, "all").iloc[0]
    # 档案整理 95.5 − 88 = 7.5 (20 万元), 校舍维修 84 − 78 = 6 (1000 万元); the other six have no review
    assert (row["evaluations"], row["reviewed"]) == (8, 2)
    assert row["review_gap"] == pytest.approx(6.75)
    assert row["review_median"] == pytest.approx(6.75)
    assert row["review_weighted"] == pytest.approx((7.5 * 20 + 6 * 1000) / 1020)
    assert pd.isna(row["review_from"])  # two reviewed forms have no 95 % interval
    assert float(row["reviewed_money"]) == 1020
    # both grades fell a step: 优 → 良, 良 → 中
    assert (row["both_graded"], row["agreed"]) == (2, 0)
    agreed = audit.agreement(row)
    assert agreed is not None
    assert (agreed.value, agreed.low) == (0.0, 0.0)


def test_departments_stay_in_code_order_and_lack_what_they_lack(store: Store) -> None:
    rows = gaps(store, "department")
    assert rows["department_code"].to_list() == ["101", "201", "301"]
    assert rows["reviewed"].to_list() == [1, 1, 0]
    assert rows["review_median"].fillna(-1).to_list() == [7.5, 6.0, -1]


def test_the_parts_by_department_and_year_add_up(store: Store) -> None:
    every = Selection(methods=("单位自评",))
    whole = gaps(store, "all", every).iloc[0]
    for by in ("department", "year", "both"):
        parts = gaps(store, by, every)
        for column in ("evaluations", "reviewed", "recomputed_paired", "self_full", "above", "below"):
            assert parts[column].sum() == whole[column], (by, column)


def test_self_and_review_shares_of_the_same_rows_stand_side_by_side(store: Store) -> None:
    rows = audit.shares(gaps(store, "all").iloc[0]).set_index("scored_by")
    # self-scores 100, 95.5, 100, 84, 99, 97, 59.99: two full, five ≥ 95, five 优
    assert rows.loc["自评（全部）", ["n", "full", "top", "excellent"]].to_list() == [7, 2, 5, 5]
    assert rows.loc["自评（被复核的）", ["n", "full", "top", "excellent"]].to_list() == [2, 0, 1, 1]
    assert rows.loc["复核（同一批）", ["n", "full", "top", "excellent"]].to_list() == [2, 0, 0, 0]


def test_without_any_review_there_is_no_group_of_it(tmp_path: Path) -> None:
    store = build(tmp_path, [Project(2024, "101", "会议保障", "100", "100", "100")])
    row = gaps(store, "all").iloc[0]
    assert audit.agreement(row) is None
    assert audit.shares(row)["scored_by"].to_list() == ["自评（全部）", "复算（全部）"]


def test_the_score_without_its_execution_part(store: Store) -> None:
    rows = queries.rate_bands(YEAR, scope=EVERYTHING, store=store).set_index("band")
    # bands of 2024: 档案整理 75 % and 校舍维修 70 % in 3, 道路养护 55 % in 2, four at exactly 100 % of which three scored
    assert rows["evaluations"].sum() <= 8
    for band, row in rows.iterrows():
        assert row["part"] == pytest.approx(
            (row["total"] - row["execution_given"]) / (100 - row["execution_full"])
        ), band


def test_the_rows_behind_a_mark_add_up_to_it(store: Store) -> None:
    bands = queries.rate_bands(YEAR, scope=EVERYTHING, store=store)
    for line in bands.to_dict("records"):
        rows = queries.audit_projects(YEAR, rows=50, band=int(line["band"]), scope=EVERYTHING, store=store)
        assert len(rows) == line["evaluations"]
    wide = queries.audit_projects(YEAR, rows=50, wide=True, scope=EVERYTHING, store=store)
    assert len(wide) == bands["wide"].sum()
    reviewed = queries.audit_projects(YEAR, rows=50, kind="review", scope=EVERYTHING, store=store)
    assert sorted(reviewed["gap"]) == [6.0, 7.5]
    counts = queries.finding_status(YEAR, scope=EVERYTHING, store=store)
    for line in counts.to_dict("records"):
        rows = queries.audit_projects(
            YEAR, rows=50, code=line["code"], status=line["status"], scope=EVERYTHING, store=store
        )
        assert len(rows) == line["findings"]  # here one a code and evaluation


def test_nobody_sees_another_departments_rows(store: Store) -> None:
    one = Scope(departments=frozenset({"101"}))
    rows = queries.audit_gaps(YEAR, by="department", scope=one, store=store)
    assert rows["department_code"].to_list() == ["101"]
    assert set(queries.review_gaps(YEAR, scope=one, store=store)["department_code"]) == {"101"}


def test_high_scores_by_money(tmp_path: Path) -> None:
    """2024, self: 100 (100 and 5 万元), 99 (400), 97 (no amount), 95.5 (20), 84 (1000), 59.99 (2000): 3,525 万元 in all.

    Full marks carry 105, ≥ 95 carry 525. Reviewed are 档案整理 (20, 95.5 → 88) and 校舍维修 (1000, 84 → 78): neither keeps
    its grade, so that agreement by money is 0.
    """
    store = build(tmp_path)
    chosen = Selection(years=(2024,), methods=("单位自评",))
    rows = audit.money_shares(queries.score_money(chosen, scope=EVERYTHING, store=store)).set_index(
        "scored_by"
    )
    assert rows.at["自评（全部）", "full"] == pytest.approx(105 / 3525)
    assert rows.at["自评（全部）", "top"] == pytest.approx(525 / 3525)
    assert rows.at["自评（被复核的）", "top"] == pytest.approx(20 / 1020)
    assert rows.at["复核（同一批）", "top"] == 0
    assert rows.at["复核（同一批）", "agreed"] == 0
    assert (
        audit.money_shares(queries.score_money(Selection(keyword="没有"), scope=EVERYTHING, store=store))[
            "full"
        ]
        .isna()
        .all()
    )
