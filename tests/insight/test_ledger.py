"""结果应用 and 整改台账: who stands there, what the budget did, by hand."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from evalcore.access import EVERYTHING
from evalcore.insight import ledger
from evalcore.model import Method
from evalcore.queries import follow_up as queries
from evalcore.queries.run import Selection, Store
from tests.pages.district import Project, build

# 校舍维修: 财政评价 中 in 2023, its self-evaluation says 优; the initial budget went from 900 to 700.
# 营养午餐: reviewed as 差, went up. 道路养护: 差 only by its own score: not here. 路灯改造: 部门评价 差, no year after.
PROJECTS = (
    Project(2023, "201", "校舍维修", "900", "850", "93"),
    Project(2023, "201", "校舍维修", "900", "850", "76", method=Method.FINANCE),
    Project(2024, "201", "校舍维修", "700", "700", "95"),
    Project(2023, "201", "营养午餐", "380", "380", "96", review="55"),
    Project(2024, "201", "营养午餐", "400", "400", "96"),
    Project(2023, "301", "道路养护", "1500", "1400", "52"),
    Project(2023, "301", "路灯改造", "300", "290", "58", method=Method.DEPARTMENT),
    Project(2023, "101", "会议保障", "90", "90", "98", finding="SC_FULL_NOT_MET"),
)


def put_ledger(store: Store) -> None:
    with store.begin("整改") as draft:
        keys = dict(
            draft.connection.execute("SELECT DISTINCT project, project_key FROM stored_evaluation").fetchall()
        )
        for number, (name, status, due) in enumerate(
            (("校舍维修", "已整改", date(2024, 3, 1)), ("营养午餐", "整改中", date(2024, 6, 30)))
        ):
            draft.connection.execute(
                """INSERT INTO stored_rectification (rectification_id, dataset, year, project_key, project, department,
                   department_code, problem, status, due) VALUES (?, 'demo', 2023, ?, ?, '区教育局', '201', '进度滞后', ?, ?)""",
                [f"r{number}", keys[name], name, status, due],
            )
        draft.connection.execute(
            "UPDATE stored_finding SET status = '属实' WHERE code = 'SC_FULL_NOT_MET' AND evaluation_id IS NOT NULL"
        )


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    made = build(tmp_path_factory.mktemp("ledger"), PROJECTS, listing=False)
    put_ledger(made)
    return made


def followed(store: Store) -> pd.DataFrame:
    found = queries.follow_up(Selection(), years=(2023,), scope=EVERYTHING, store=store)
    return ledger.with_response(found).set_index("project")


def test_only_outsiders_grades_and_confirmed_findings_stand_here(store: Store) -> None:
    rows = followed(store)
    assert sorted(rows.index) == sorted(["校舍维修", "营养午餐", "路灯改造", "会议保障"])
    assert rows["outside_grade"].fillna("").to_dict() == {
        "校舍维修": "中", "营养午餐": "差", "路灯改造": "差", "会议保障": "",
    }  # fmt: skip
    assert rows.at["会议保障", "confirmed"] == 1


def test_what_the_next_initial_budget_did(store: Store) -> None:
    assert followed(store)["budget_response"].to_dict() == {
        "校舍维修": "已调减 22.2%",  # 900 → 700
        "营养午餐": "未调减（增加） 5.3%",  # 380 → 400
        "路灯改造": "无下年预算可比", "会议保障": "无下年预算可比",
    }  # fmt: skip


def test_the_summary_counts_every_row_once_with_its_money(store: Store) -> None:
    made = ledger.summary(followed(store).reset_index()).set_index("response")
    assert made["evaluations"].to_dict() == {
        "已调减": 1, "未调减（持平）": 0, "未调减（增加）": 1, "无下年预算可比": 2,
    }  # fmt: skip
    assert made["money"].sum() == 900 + 380 + 300 + 90


def test_the_budget_itself_goes_before_what_next_years_form_says(tmp_path: Path) -> None:
    made = build(tmp_path, PROJECTS, listing=False)
    with made.begin("预算") as draft:
        draft.connection.execute(
            """INSERT INTO stored_next_budget (dataset, year, project_key, project, department, department_code,
               budget_initial) SELECT dataset, 2024, project_key, project, department, department_code, 900
               FROM stored_evaluation WHERE project = '校舍维修' AND method = '财政评价'"""
        )
    row = followed(made).loc["校舍维修"]
    assert (row["budget_response"], row["next_from"]) == ("未调减（持平）", "下年度预算")


def of_ledger(store: Store, rows: int = 10) -> pd.DataFrame:
    found = queries.ledger(
        Selection(), years=(2023,), today=date(2024, 7, 1), rows=rows, scope=EVERYTHING, store=store
    )
    return ledger.with_response(found).set_index("project")


def test_the_ledger_takes_next_years_budget_from_its_form_and_says_so(store: Store) -> None:
    """校舍维修 900 → 700, 营养午餐 380 → 400, as next year's self-evaluations say: there is no budget list."""
    rows = of_ledger(store)
    assert rows["next_from"].to_dict() == {"校舍维修": "下年度评价表", "营养午餐": "下年度评价表"}
    assert rows["next_initial"].astype(float).to_dict() == {"校舍维修": 700, "营养午餐": 400}
    assert rows.at["校舍维修", "budget_response"] == "已调减 22.2%"


def test_the_ledger_follows_a_project_that_goes_on_under_another_name(tmp_path: Path) -> None:
    """营养午餐 of 2023 goes on as 学生营养餐 in 2024 (a link); the budget list, where there is one, goes before the form."""
    made = build(
        tmp_path, (PROJECTS[3], Project(2024, "201", "学生营养餐", "300", "300", "96")), listing=False
    )
    with made.begin("整改与承接") as draft:
        keys = dict(draft.connection.execute("SELECT project, project_key FROM stored_evaluation").fetchall())
        draft.connection.execute(
            "INSERT INTO stored_project_link VALUES (?, ?, 2024, '改名', '已确认')",
            [keys["营养午餐"], keys["学生营养餐"]],
        )
        draft.connection.execute(
            """INSERT INTO stored_rectification (rectification_id, dataset, year, project_key, project, department,
               department_code, problem, status) VALUES ('r1', 'demo', 2023, ?, '营养午餐', '区教育局', '201', '进度滞后', '整改中')""",
            [keys["营养午餐"]],
        )
    row = of_ledger(made).loc["营养午餐"]
    assert (float(row["next_initial"]), row["next_from"]) == (300, "下年度评价表")
    with made.begin("预算") as draft:
        draft.connection.execute(
            """INSERT INTO stored_next_budget (dataset, year, project_key, project, department, department_code,
               budget_initial) VALUES ('demo', 2024, ?, '学生营养餐', '区教育局', '201', 250)""",
            [keys["学生营养餐"]],
        )
    row = of_ledger(made).loc["营养午餐"]
    assert (float(row["next_initial"]), row["next_from"]) == (250, "下年度预算")


def test_what_a_table_leaves_out_is_said(store: Store) -> None:
    assert ledger.shortfall(of_ledger(store)) == ""
    assert ledger.shortfall(of_ledger(store, rows=1)).startswith("共 2 项，本页只取到前 1 项")
    few = queries.follow_up(Selection(), years=(2023,), rows=3, scope=EVERYTHING, store=store)
    assert (len(few), int(few["total"].iloc[0])) == (3, 4)


def test_what_is_open_after_its_due_date_is_late(store: Store) -> None:
    rows = queries.ledger(
        Selection(), years=(2023,), today=date(2024, 7, 1), scope=EVERYTHING, store=store
    ).set_index("project")
    assert rows["overdue"].to_dict() == {"校舍维修": 0, "营养午餐": 1}
    on_time = queries.ledger(
        Selection(), years=(2023,), today=date(2024, 6, 30), scope=EVERYTHING, store=store
    )
    assert on_time["overdue"].sum() == 0
    table = ledger.export(ledger.with_response(rows.reset_index()))
    assert table["整改期限"].to_list() == ["2024-03-01", "2024-06-30"]


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (100, 100, "未调减（持平）"),
        (0, 50, "未调减（增加）"),
        (0, 0, "未调减（持平）"),
        (None, 5, "无下年预算可比"),
        (5, float("nan"), "无下年预算可比"),
        (80, 0, "已调减 100.0%"),
    ],
)
def test_the_response_in_words(before: object, after: object, said: str) -> None:
    assert ledger.response(before, after) == said
