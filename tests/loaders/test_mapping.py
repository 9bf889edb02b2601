"""Headers nobody knows: guessed and said so, or explained once and remembered."""

from __future__ import annotations

import pytest

from evalcore.loaders.limits import Reader
from evalcore.loaders.mapping import FIELDS, UnknownHeader, unknown_headers
from evalcore.loaders.read import read_bytes, read_member
from evalcore.loaders.vocabulary import header_key
from tests.loaders.sketch import Sketch, xlsx

HEAD = ["一级指标", "二级指标", "三级指标", "年度指标值", "年中进展", "兑现数", "分值", "得分"]


def form(*, head: list[str] = HEAD) -> bytes:
    lines: Sketch = [
        ["2023年度项目支出绩效自评表", "<", "<", "<", "<", "<", "<", "<"],
        ["项目名称", "<", "公厕改造", "<", "<", "<", "<", "<"],
        ["项目资金（万元）", "<", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"],
        ["年度资金总额", "<", 40, 40, 38, 10, "95%", 9.5],
        head,
        ["产出指标", "数量指标", "改造座数", "≥12座", "5座", "13座", 90, 90],
        ["总分", "<", "<", "<", "<", "<", 100, 99.5],
    ]
    return xlsx({"自评": lines})


def test_a_header_that_says_nothing_is_not_read_and_named_with_its_cell() -> None:
    reading = read_member(form(), "公厕.xlsx")
    assert [item.actual for item in reading.forms[0].indicators] == [None]
    assert unknown_headers(reading) == (
        UnknownHeader("年中进展", "年中进展", None, "自评 E5"),
        UnknownHeader("兑现数", "兑现数", None, "自评 F5"),
    )
    messages = [f.message for f in reading.forms[0].read_findings if f.code == "FM_HEADER_UNKNOWN"]
    assert len(messages) == 2 and "兑现数" in messages[1] and "数据导入" in messages[1]


def test_a_header_explained_once_is_read_as_told_without_a_finding() -> None:
    told = {header_key("兑 现数："): "actual", "年中进展": "ignored"}
    reading = read_member(form(), "公厕.xlsx", told)
    assert [item.actual for item in reading.forms[0].indicators] == ["13座"]
    assert unknown_headers(reading) == ()
    assert read_member(form(), "公厕.xlsx").forms[0].indicators[0].actual is None  # told for one reading only


def test_an_explained_header_goes_before_its_guess() -> None:
    head = [*HEAD[:4], "完成进展说明数", "兑现数", *HEAD[6:]]
    guessed = read_member(form(head=head), "公厕.xlsx")
    assert guessed.forms[0].indicators[0].actual == "5座"
    assert next((u.text, u.guess) for u in unknown_headers(guessed)) == ("完成进展说明数", "actual")
    told = read_member(form(head=head), "公厕.xlsx", {"完成进展说明数": "ignored", "兑现数": "actual"})
    assert told.forms[0].indicators[0].actual == "13座"


def test_explained_headers_reach_the_reader_in_its_own_process() -> None:
    reader = Reader()
    try:
        (reading,) = read_bytes(form(), "公厕.xlsx", reader=reader, headers={"兑现数": "actual"})
        (again,) = read_bytes(form(), "公厕.xlsx", reader=reader)
    finally:
        reader.close()
    assert reading.forms[0].indicators[0].actual == "13座"
    assert again.forms[0].indicators[0].actual is None


@pytest.mark.parametrize("field", ["", "no_such_field", "level4"])
def test_a_field_nobody_knows_is_left_out(field: str) -> None:
    reading = read_member(form(), "公厕.xlsx", {"兑现数": field})
    assert reading.forms[0].indicators[0].actual is None and len(reading.forms) == 1


def test_every_field_has_a_label_and_money_headers_can_be_explained() -> None:
    assert all(label and label == label.strip() for label in FIELDS.values())
    lines: Sketch = [
        ["2023年度项目支出绩效自评表", "<", "<", "<", "<", "<", "<", "<"],
        ["项目名称", "<", "公厕改造", "<", "<", "<", "<", "<"],
        ["明细（万元）", "<", "年初预算数", "盘子", "花掉的", "分值", "比例", "得分"],
        ["年度资金总额", "<", 40, 50, 38, 10, "76%", 7.6],
        HEAD,
        ["产出指标", "数量指标", "改造座数", "≥12座", "5座", "13座", 90, 90],
    ]
    told = {"盘子": "annual", "花掉的": "executed", "比例": "rate"}
    budget = read_member(xlsx({"自评": lines}), "公厕.xlsx", told).forms[0].budget
    assert [str(budget.annual), str(budget.executed), str(budget.printed_rate)] == ["50", "38", "0.76"]
