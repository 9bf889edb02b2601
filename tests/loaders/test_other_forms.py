"""Forms of the same shape that evaluate nothing: a watch kept during the year, targets applied for. Never evaluations."""

from __future__ import annotations

import pytest

from evalcore.loaders.read import read_member
from tests.loaders.sketch import Sketch, xlsx

HEAD: Sketch = [
    ["项目名称", "农村公路养护", "<", "<", "<"],
    ["主管部门", "县交通运输局", "<", "实施单位", "县公路中心"],
]
WATCHED: Sketch = [
    ["项目资金（万元）", "年初预算数", "1-6月执行数", "执行率", "全年预计执行数"],
    ["年度资金总额", 500, 210, "42%", 500],
    ["二级指标", "三级指标", "年度指标值", "1-6月执行情况", "全年预计完成情况"],
    ["数量指标", "养护里程", "≥300公里", "150公里", "300公里"],
]
APPLIED: Sketch = [
    ["项目资金（万元）", "年度资金总额：", 500, "<", "<"],
    ["一级指标", "二级指标", "三级指标", "指标值", "<"],
    ["产出指标", "数量指标", "养护里程", "≥300公里", "<"],
]


@pytest.mark.parametrize(
    ("title", "body", "what"),
    [
        ("县级项目支出绩效运行监控表（2023年1—6月）", WATCHED, "绩效运行监控表"),
        ("2023年上半年项目绩效监控情况表", WATCHED, "绩效运行监控表"),
        ("项目支出绩效目标申报表（2024年度）", APPLIED, "绩效目标申报表"),
        ("2024年部门预算项目绩效目标表", APPLIED, "绩效目标申报表"),
    ],
)
def test_what_is_filled_in_before_the_year_ends_is_no_evaluation(title: str, body: Sketch, what: str) -> None:
    reading = read_member(xlsx({"Sheet1": [[title, *["<"] * 4], *HEAD, *body]}), "农村公路.xlsx")
    assert reading.forms == ()
    assert [f"这是{what}，不是绩效自评表" in str(error) for error in reading.errors] == [True]


@pytest.mark.parametrize("title", ["2023年度项目支出绩效目标自评表", "2023年项目支出绩效目标完成情况表"])
def test_a_blank_self_evaluation_is_still_one(title: str) -> None:
    reading = read_member(xlsx({"Sheet1": [[title, *["<"] * 4], *HEAD, *APPLIED]}), "农村公路.xlsx")
    assert [form.project for form in reading.forms] == ["农村公路养护"]


def test_half_a_year_is_never_the_whole() -> None:
    title = "2023年度项目支出绩效自评表"
    reading = read_member(xlsx({"Sheet1": [[title, *["<"] * 4], *HEAD, *WATCHED]}), "农村公路.xlsx")
    (form,) = reading.forms
    assert (form.budget.initial, form.budget.executed) == (500, None)
    assert [row.actual for row in form.indicators] == [None]
