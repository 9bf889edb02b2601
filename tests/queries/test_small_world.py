"""The answers of query files over a world small enough to work each out by hand; WORLD is all there is in it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pandas as pd
import pytest

from evalcore.access import EVERYTHING
from evalcore.queries.run import Selection, query
from evalcore.store import Store
from tests.store.worlds import put

FIELDS = (
    "evaluation_id", "project_key", "department", "year", "method", "project_type", "fund_source", "budget_initial",
    "budget_annual", "executed", "self_score", "self_grade", "review_score", "review_grade", "rule_set", "stage",
)  # fmt: skip
# 001: a goes on from 2022 to 2023 (良, reviewed 中 → 优), b is new; 002: c has neither money nor score, d is a 财政评价
WORLD = (
    ("a22", "ka", "001", 2022, "单位自评", "工程", "财政", 10, 10, 8, 80, "良", 70, "中", "national-2020", "审定"),
    ("a23", "ka", "001", 2023, "单位自评", "工程", "财政", 200, 100, 50, 90, "优", None, None, "national-2021", "初步"),
    ("b23", "kb", "001", 2023, "单位自评", "补助", "其他", 20, 20, 20, 100, "优", None, None, "national-2021", "初步"),
    ("c23", "kc", "002", 2023, "单位自评", "工程", None, None, None, None, None, None, None, None, "national-2021", "审定"),
    ("d23", "kd", "002", 2023, "财政评价", None, "财政", 300, 300, 290, 70, "中", None, None, "national-2021", "审定"),
)  # fmt: skip
# evaluation, level-3 name, target, actual, achievement, points, self score
INDICATORS = (
    ("a22", "数量", "≥10", "5", 0.5, 10, 5),
    ("a23", "数量", "≥10", "12", 1.2, 10, 10),
    ("b23", "数量", "≥10", "≥10", 1.0, 10, 10),
    ("d23", "满意度", "≥40", "100", 2.5, 10, 10),
    ("d23", "制度", "健全", "健全", None, 10, 10),
)
# evaluation (None: about the department), department, year, code, severity, status
FINDINGS = (
    ("a23", "001", 2023, "CV_LATE", "yellow", "待核实"),
    ("b23", "001", 2023, "CV_LATE", "yellow", "已说明"),
    ("c23", "002", 2023, "CV_LATE", "yellow", "待核实"),
    ("a23", "001", 2023, "TG_BELOW_LAST_ACTUAL", "info", "待核实"),
    ("d23", "002", 2023, "TG_SAME_AS_LAST_YEAR", "info", "待核实"),
    (None, "002", 2023, "CV_NOT_SUBMITTED", "red", "待核实"),
)
# department, year, project key, budget
LISTED = (("001", 2023, "ka", 200), ("001", 2023, "kz", 50), ("002", 2023, "kc", None))


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    made = Store(tmp_path_factory.mktemp("small"))
    with made.begin("手工小样") as draft:
        run = draft.connection.execute
        for line in WORLD:
            row: dict[str, Any] = dict(zip(FIELDS, line, strict=True))
            for kind in ("self", "review"):
                row[f"{kind}_score_approx"] = row[f"{kind}_score"]
            if row["budget_annual"]:
                row["execution_rate"] = row["executed"] / row["budget_annual"]
            row["department_kind"] = {"001": "区直政府", "002": "镇街"}[row["department"]]
            own = [finding for finding in FINDINGS if finding[0] == row["evaluation_id"]]
            for severity in ("red", "yellow", "info"):
                row[f"finding_{severity}"] = sum(finding[4] == severity for finding in own)
            row["indicator_count"] = sum(item[0] == row["evaluation_id"] for item in INDICATORS)
            put(draft, row.pop("evaluation_id"), **row)
        places = {line[0]: (line[2], line[3]) for line in WORLD}
        for number, (id, name, target, actual, achievement, points, score) in enumerate(INDICATORS):
            run(
                """INSERT INTO stored_indicator (evaluation_id, dataset, position, year, department_code, level1, level1_kind,
                       level3, target, actual, achievement, points, self_score, basis, sub_row)
                   VALUES (?, 'submitted', ?, ?, ?, '产出指标', 'output', ?, ?, ?, ?, ?, ?, 'rule', FALSE)""",
                [id, number, places[id][1], places[id][0], name, target, actual, achievement, points, score],
            )
        for number, (id, department, year, code, severity, status) in enumerate(FINDINGS):
            run(
                """INSERT INTO stored_finding (finding_id, dataset, evaluation_id, year, department_code, code, severity,
                       scope, message, status, origin) VALUES (?, 'submitted', ?, ?, ?, ?, ?, 'P', 'm', ?, 'form')""",
                [f"f{number}", id, year, department, code, severity, status],
            )
        for department, year, key, budget in LISTED:
            run(
                """INSERT INTO stored_listing (dataset, year, project_key, project, department, department_code, budget_initial)
                   VALUES ('submitted', ?, ?, ?, ?, ?, ?)""",
                [year, key, f"项目{key}", f"局{department}", department, budget],
            )
        run("INSERT INTO stored_revision VALUES ('a23', 1, 'v', 85, NULL, '甲.xlsx', 'aa', '{}')")
        run("INSERT INTO stored_project_link VALUES ('ka', 'kb', 2023, '改名', '建议')")
    return made


NAMED = {"every": False, "names": ["数量"], "over": 1.2}
ROWS = {"rows": 10, "skip": 0, "department": None, "year": None}
# query, parameters, columns, rows in their order; money in 万元
ANSWERS: tuple[tuple[str, dict[str, Any], str, list[tuple[Any, ...]]], ...] = (
    ("attention_kinds", {}, "project_type size evaluations money",
     [("", 3, 1, 300), ("工程", 0, 1, None), ("工程", 1, 1, 10), ("工程", 2, 1, 100), ("补助", 1, 1, 20)]),
    ("coverage_exceptions", {}, "code evaluations departments with_annual money", [("CV_LATE", 3, 2, 2, 120)]),
    ("finding_status", {}, "code severity status findings evaluations", [
        ("CV_LATE", "yellow", "已说明", 1, 1), ("CV_LATE", "yellow", "待核实", 2, 2),
        ("CV_NOT_SUBMITTED", "red", "待核实", 1, 0),
        ("TG_BELOW_LAST_ACTUAL", "info", "待核实", 1, 1), ("TG_SAME_AS_LAST_YEAR", "info", "待核实", 1, 1)]),
    ("attention_departments", {}, "code departments", [("CV_LATE", 2)]),  # open, red or yellow, on an evaluation
    ("department_profiles", {}, "code kind project_type evaluations with_annual money years", [
        ("001", "区直政府", "工程", 2, 2, 110, 2), ("001", "区直政府", "补助", 1, 1, 20, 1),
        ("002", "镇街", "工程", 1, 0, 0, 1), ("002", "镇街", "未分类", 1, 1, 300, 1)]),
    ("filter_counts", {}, "kind value evaluations", [
        ("dept", "001", 3), ("dept", "002", 2), ("fund", "其他", 1), ("fund", "财政", 3), ("fund", None, 1),
        ("grade", "中", 1), ("grade", "优", 2), ("grade", "良", 1), ("grade", None, 1),
        ("size", "10-50", 2), ("size", "200-1000", 1), ("size", "50-200", 1), ("size", None, 1)]),
    ("filter_crossed_counts", {}, "year method evaluations",
     [(2022, "单位自评", 1), (2023, "单位自评", 3), (2023, "财政评价", 1)]),
    ("filter_departments", {}, "department_code department", [("001", "局001"), ("002", "局002")]),
    ("filter_funds", {}, "fund_source", [("其他",), ("财政",)]),
    ("filter_years", {}, "year", [(2022,), (2023,)]),
    # the d23 given by an outsider stands in its own column; nobody recomputed
    ("good_shares", {}, "scored_by graded good money good_money",
     [("自评", 3, 3, 130, 130), ("复核", 1, 0, 10, 0), ("财政评价", 1, 0, 300, 0)]),
    ("grades_by_department", {}, "department_code grade evaluations with_annual money", [
        ("001", "优", 2, 2, 120), ("001", "良", 1, 1, 10), ("002", "中", 1, 1, 300), ("002", "无等级", 1, 0, None)]),
    ("grades_by_year", {}, "year grade evaluations with_annual money", [
        (2022, "良", 1, 1, 10), (2023, "中", 1, 1, 300), (2023, "优", 2, 2, 120), (2023, "无等级", 1, 0, None)]),
    ("money_by_department", {}, "department_code evaluations with_both annual executed",
     [("001", 3, 3, 130, 78), ("002", 2, 1, 300, 290)]),
    ("score_quantiles_by_department", {"shares": [0, 0.5, 1]}, "code scored quantiles full_marks high_marks",
     [("001", 3, [80, 90, 100], 1, 1), ("002", 1, [70, 70, 70], 0, 0)]),
    ("rule_sets_in_force", {}, "rule_set evaluations simulated preliminary",
     [("national-2020", 1, 0, 0), ("national-2021", 4, 0, 2)]),
    ("indicator_achievement", {"every": True, "names": []}, "bin indicators departments",
     [(5, 1, 1), (10, 1, 1), (12, 1, 1), (20, 1, 1), (None, 1, 1)]),
    ("indicator_achievement", NAMED, "bin indicators departments", [(5, 1, 1), (10, 1, 1), (12, 1, 1)]),
    ("indicator_by_department", {"every": True, "names": [], "over": 1.3},
     "code indicators with_numbers over_target copied scored full_marks median",
     [("001", 3, 3, 0, 1, 3, 2, 1.0), ("002", 2, 1, 1, 0, 2, 2, 2.5)]),
    ("indicator_by_department", NAMED, "code indicators with_numbers over_target copied scored full_marks median",
     [("001", 3, 3, 1, 1, 3, 2, 1.0)]),
    ("indicator_by_year", {"every": True, "names": [], "over": 1.3},
     "year indicators with_numbers over_target lower_quarter median upper_quarter lowered unchanged",
     [(2022, 1, 1, 0, 0.5, 0.5, 0.5, 0, 0), (2023, 4, 3, 1, 1.1, 1.2, 1.85, 1, 1)]),
    ("indicator_by_year", NAMED, "year indicators with_numbers over_target median",
     [(2022, 1, 1, 0, 0.5), (2023, 2, 2, 1, 1.1)]),
    ("indicator_rows", {**ROWS, "every": True, "names": [], "low": None, "high": None}, "evaluation_id level3 achievement total",
     [("d23", "满意度", 2.5, 5), ("a22", "数量", 0.5, 5), ("a23", "数量", 1.2, 5), ("b23", "数量", 1.0, 5), ("d23", "制度", None, 5)]),
    ("indicator_rows", {**ROWS, **NAMED, "low": 1.1, "high": None}, "evaluation_id target actual points self_score total",
     [("a23", "≥10", "12", 10, 10, 1)]),
    ("link_proposals", {}, "from_key to_key year kind project_before project_after",
     [("ka", "kb", 2023, "改名", "项目a22", "项目b23")]),
    ("listed_projects", {**ROWS, "state": "left"}, "project_key department budget_initial evaluation_id total", [("kz", "局001", 50, None, 1)]),
    ("listed_projects", {**ROWS, "state": "done"}, "project_key budget_initial evaluation_id total",
     [("ka", 200, "a23", 2), ("kc", None, "c23", 2)]),
    ("load_history", {}, "what evaluations indicators findings", [("手工小样", 5, 5, 6)]),
    ("named_evaluations", {"ids": ["d23", "a23", "x"]}, "evaluation_id year department_code budget_annual",
     [("a23", 2023, "001", 100), ("d23", 2023, "002", 300)]),
    ("project_revisions", {"id": "a23"}, "revision self_score source_file", [(1, 85, "甲.xlsx")]),
    ("target_findings", {}, "code lowered unchanged all_equal", [("001", 1, 0, 0), ("002", 0, 1, 0)]),
)  # fmt: skip


@pytest.mark.parametrize(
    ("name", "params", "columns", "expected"),
    ANSWERS,
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_query_gives_what_was_worked_out_by_hand(
    store: Store, name: str, params: dict[str, Any], columns: str, expected: list[tuple[Any, ...]]
) -> None:
    found = query(name, Selection(dataset="submitted"), scope=EVERYTHING, store=store, params=params)
    answer = [tuple(map(_plain, row)) for row in found[columns.split()].itertuples(index=False)]
    assert answer == [tuple(map(_plain, row)) for row in expected]


def _plain(value: Any) -> Any:
    if hasattr(value, "__len__") and not isinstance(value, str):
        return [_plain(item) for item in value]
    if pd.isna(value):
        return None
    return (
        round(float(value), 9)
        if isinstance(value, Decimal | int | float) or hasattr(value, "dtype")
        else value
    )
