"""抽查清单: quotas by hand, the same seed the same list, and a sheet that loads back."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from evalcore.access import EVERYTHING
from evalcore.insight import spot_check
from evalcore.insight.spot_check import Draw
from evalcore.queries import spot_check as queries
from evalcore.queries.run import Selection, Store
from tests.pages.district import build

YEAR = Selection(years=(2024,), methods=("单位自评",))


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return build(tmp_path_factory.mktemp("spot"))


def chosen(store: Store, draw: Draw) -> pd.DataFrame:
    quotas = spot_check.shares(queries.spot_check_departments(YEAR, scope=EVERYTHING, store=store), draw.size)
    return queries.spot_check(YEAR, quotas=quotas, scope=EVERYTHING, store=store, **draw.params)


def test_a_worked_allocation() -> None:
    # 10 places over 60, 30, 9 and 1: one each leaves 6 over 59, 29, 8, 0 of 96: 3.69, 1.81, 0.5, 0 → 3, 1, 0, 0 and the two
    # left go to the largest remainders, 0.81 and 0.69
    assert spot_check.quotas({"101": 60, "201": 30, "301": 9, "401": 1}, 10) == {
        "101": 5, "201": 3, "301": 1, "401": 1,
    }  # fmt: skip
    assert spot_check.quotas({"101": 3, "201": 2}, 9) == {"101": 3, "201": 2}
    assert spot_check.quotas({"101": 5, "201": 3, "301": 1}, 2) == {"101": 1, "201": 1, "301": 0}
    assert spot_check.quotas({}, 5) == {}


@settings(deadline=None)
@given(
    st.dictionaries(st.text("0123456789", min_size=3, max_size=3), st.integers(1, 200), min_size=1),
    st.integers(1, 400),
)
def test_an_allocation_is_exact_fair_and_possible(candidates: dict[str, int], size: int) -> None:
    made = spot_check.quotas(candidates, size)
    assert sum(made.values()) == min(size, sum(candidates.values()))
    assert all(0 <= made[code] <= count for code, count in candidates.items())
    assert made == spot_check.quotas(dict(reversed(candidates.items())), size)
    for code, count in candidates.items():
        assert all(made[code] >= made[other] - 1 for other, less in candidates.items() if less <= count)


def test_the_draw_by_risk_takes_most_points_first(store: Store) -> None:
    # red counts 3, EXE_LOW no more, SC_FULL_NOT_MET 2 more; reviewed projects (档案整理, 校舍维修) are not drawn again
    rows = chosen(store, Draw("risk", 3, 1))
    assert rows["department_code"].to_list() == ["101", "201", "301"]
    assert rows["project"].to_list()[1:] == ["营养午餐", "道路养护"]
    assert rows["points"].to_list() == [0, 5, 3]
    candidates = queries.spot_check_departments(YEAR, scope=EVERYTHING, store=store)
    assert candidates["candidates"].to_list() == [2, 2, 2]


def test_the_same_seed_gives_the_same_list_and_seeds_differ(store: Store) -> None:
    lists = {seed: chosen(store, Draw("random", 3, seed))["evaluation_id"].to_list() for seed in range(12)}
    assert lists[5] == chosen(store, Draw("random", 3, 5))["evaluation_id"].to_list()
    assert len({tuple(ids) for ids in lists.values()}) > 1


def test_a_list_drawn_by_risk_says_that_it_is_not_to_be_extrapolated() -> None:
    assert "不得推及" in Draw("risk", 30, 1).label
    assert "种子 7" in Draw("random", 30, 7).label


def test_the_sheet_has_the_agreed_columns_blanks_and_no_formula(store: Store) -> None:
    rows = chosen(store, Draw("random", 6, 1))
    ids = tuple(rows["evaluation_id"])
    why = spot_check.reasons(queries.spot_check_reasons(YEAR, ids=ids, scope=EVERYTHING, store=store))
    lines = queries.spot_check_rows(YEAR, ids=ids, scope=EVERYTHING, store=store)
    book = load_workbook(BytesIO(spot_check.workbook(rows, lines, why, ["说明"])))
    sheet = book["复核记录"]
    head = [cell.value for cell in sheet[1]]
    assert head[:11] == [
        "项目名称", "主管部门", "年度", "评价编号", "三级指标", "分值", "自评得分", "复核得分", "复核理由", "复核人", "复核日期",
    ]  # fmt: skip
    body = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    assert len(body) == len(lines) == len(ids) * 3  # 预算执行率 and two indicators each
    assert all(row[7:11] == [None] * 4 for row in body)
    assert {row[3] for row in body} == set(ids)
    assert not [c for row in sheet.iter_rows() for c in row if c.data_type == "f"]
    assert next(row for row in body if row[0] == "营养午餐")[11] == "未达标但得满分 5"


def test_a_name_that_looks_like_a_formula_stays_text(tmp_path: Path) -> None:
    rows = pd.DataFrame(
        [{"evaluation_id": "x", "project": "=1+1", "department": "甲", "year": 2024, "self_score": 90.0}]
    )
    sheet = load_workbook(BytesIO(spot_check.workbook(rows, pd.DataFrame(), {}, [])))["复核记录"]
    assert (sheet["A2"].value, sheet["A2"].data_type) == ("=1+1", "s")


def test_a_filled_sheet_loads_back_as_review(tmp_path: Path) -> None:
    from evalcore.loaders.load import load

    store = build(tmp_path / "store")
    rows = chosen(store, Draw("random", 6, 1))
    ids = tuple(rows["evaluation_id"])
    lines = queries.spot_check_rows(YEAR, ids=ids, scope=EVERYTHING, store=store)
    book = load_workbook(BytesIO(spot_check.workbook(rows, lines, {}, ["说明"])))
    sheet = book["复核记录"]
    first = ids[0]
    for row in sheet.iter_rows(min_row=2):
        if row[3].value == first:  # 10 + 50 + 40, of which the reviewer gives 9, 45 and 30
            row[7].value = {"预算执行率": 9, "完成数量": 45, "服务效果": 30}[row[4].value]
            row[8].value, row[9].value, row[10].value = "佐证不足", "张三", "2025-06-01"
    file = tmp_path / "抽查.xlsx"
    book.save(file)
    load([file], store=store)
    with store.open() as connection:
        found = connection.execute(
            "SELECT evaluation_id, review_score, review_grade FROM stored_evaluation WHERE review_score = 84"
        ).fetchall()
        blanks = connection.execute("SELECT count(*) FROM stored_review_record").fetchall()
    assert [(id, grade) for id, _, grade in found] == [(first, "良")]
    assert blanks == [(3,)]  # rows left blank are no records
