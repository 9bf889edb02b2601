"""D. Text and head: each code raised, and its near miss."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from evalcore.model import Evaluation, Method, Place
from tests.forms import clean, clean_rows, finding, raised, scored, with_row
from tests.seed import SEED

REPORT = {"is_report": True, "title": "2023年度技能培训项目绩效评价报告", "narrative": "采用比较法评价。"}


def full(**changes) -> Evaluation:
    rows = tuple(replace(each, self_score=each.points) for each in clean_rows())
    return clean(indicators=rows, self_score=Decimal(100), **changes)


def told(text: str, actual: str = "全区15家机构获评省级技能示范基地") -> Evaluation:
    return clean(narrative=text, indicators=with_row(4, actual=actual).indicators)


CASES = [
    ("TX_CONTRADICTS_SCORE", full(problems="部分课程未能完成。"), full(problems="课程形式较为单一。")),
    ("TX_CONTRADICTS_SCORE", full(problems="进度滞后"), clean(problems="进度滞后")),
    ("TX_NUMBER_CONFLICT", told("本年20家机构获评省级技能示范基地。"), told("本年15家机构获评省级技能示范基地。")),
    ("TX_NUMBER_CONFLICT", told("本年20家机构获评省级技能示范基地。"), told("本年20人获评省级技能示范基地。")),
    ("TX_NUMBER_CONFLICT", told("本年20家机构获评省级技能示范基地。"), told("本年20家机构参加示范基地。")),
    ("TX_NO_PROBLEM", clean(problems="暂无"), clean(problems="课程形式较为单一。")),
    ("TX_NO_PROBLEM", clean(problems=None, places={"problems": Place("表1", "B20")}), clean(problems=None)),
    ("TX_NO_PROBLEM", clean(problems=None, **REPORT), clean(**REPORT)),
    ("TX_MEASURE_EMPTY", clean(measures="加强管理，提高认识。"), clean(measures="由培训科负责落实。")),
    ("TX_MEASURE_EMPTY", clean(measures="加强管理，提高认识。"), clean(measures="下年6月底前完成补考。")),
    ("TX_ATTRIBUTION", clean(narrative="带动企业捐赠4801万元。"), clean(narrative="带动企业捐赠4800万元。")),
    ("TX_ATTRIBUTION", clean(narrative="带动企业捐赠0.5亿元。"), clean(narrative="全市预算0.5亿元。")),
    ("RP_METHOD_MISSING", clean(**REPORT | {"narrative": "项目完成较好。"}), clean(**REPORT)),
    ("RP_TYPE_INFERRED", clean(**REPORT), clean(**REPORT, method=Method.FINANCE)),
    ("RP_TYPE_INFERRED", clean(**REPORT), clean(**REPORT | {"title": "2023年度技能培训项目自评报告"})),
    ("FM_YEAR_CONFLICT", clean(title="项目支出绩效自评表（2022年度）"), clean()),
    ("FM_YEAR_CONFLICT", clean(title="2019至2022年度项目绩效自评汇总表"), clean(title="2022至2024年度项目绩效自评汇总表")),
    ("FM_YEAR_CONFLICT", clean(submitted=date(2026, 1, 5)), clean(submitted=date(2024, 3, 5))),
    ("FM_DEPT_BLANK", clean(department=" "), clean()),
    ("FM_DEPT_BLANK", clean(department=None), clean(unit=None)),
    ("FM_DEPT_BLANK", clean(department=None), clean(department=None, absent=("department",))),
    ("FM_DEPT_UNIT_SWAPPED", clean(department="示范小学", unit="示范区教育局"), clean(department="示范区教育局", unit="示范小学")),
    ("FM_DEPT_UNIT_SWAPPED", clean(department="示范区教育局本级", unit="示范区教育局"), clean(department="示范小学", unit="示范中学")),
    ("PRIV_PERSONAL", with_row(4, actual="周林华等9名同志获奖"), with_row(4, actual="高中生等9名同志获奖")),
    ("PRIV_PERSONAL", clean(problems="联系电话13812345678"), clean(problems="合同编号138123456789")),
    ("PRIV_PERSONAL", clean(narrative="身份证44010619900101123X。"), clean(narrative="编号44010619901301123X。")),
    ("PRIV_PERSONAL", clean(narrative="账号6222021234567890123。"), clean(narrative="账号7222021234567890123。")),
]  # fmt: skip


@pytest.mark.parametrize(
    ("code", "bad", "good"), CASES, ids=[f"{n}-{case[0]}" for n, case in enumerate(CASES)]
)
def test_raised_and_near_miss(code: str, bad: Evaluation, good: Evaluation) -> None:
    assert code in raised(bad)
    assert code not in raised(good)


def test_people_and_numbers_are_masked() -> None:
    assert finding(with_row(4, actual="周林华等9名同志获奖"), "PRIV_PERSONAL").numbers["masked"] == "周**"
    assert finding(clean(problems="电话13812345678"), "PRIV_PERSONAL").numbers["masked"] == "138****78"


def test_a_long_sentence_is_shown_around_its_amount() -> None:
    assert finding(SEED, "TX_ATTRIBUTION").message.endswith("2892.31万元…”难以归因于本项目 0.11 万元支出")
    assert "捐赠4801万元" in finding(clean(narrative="带动企业捐赠4801万元。"), "TX_ATTRIBUTION").message


def test_what_has_no_input_is_not_run() -> None:
    result = scored(clean(problems=None, measures=None, title=None, unit=None, indicators=()))
    for code in ("TX_NO_PROBLEM", "TX_MEASURE_EMPTY", "TX_NUMBER_CONFLICT", "TX_ATTRIBUTION", "RP_METHOD_MISSING", "FM_YEAR_CONFLICT",
                 "FM_DEPT_UNIT_SWAPPED"):  # fmt: skip
        assert code in result.not_run


def test_a_long_sentence_is_cut_before_the_amount_that_is_out_of_proportion() -> None:
    lead = "全年围绕重点任务统筹推进各项工作，投入资金48万元，组织志愿者服务活动" + "若干场次" * 8
    said = finding(clean(narrative=f"{lead}，带动企业捐赠1亿元"), "TX_ATTRIBUTION").numbers["sentence"]
    assert said.startswith("…") and said.endswith("带动企业捐赠1亿元…")
    assert len(said) == 1 + 30 + len("1亿元") + 1


@pytest.mark.parametrize(("cell", "conflicts"), [("20家机构获评省", False), ("9家机构获评省", True)])
def test_a_cell_of_the_table_repeated_in_the_text_is_no_number_of_the_text(cell, conflicts) -> None:
    """A cell of eight characters or more; shorter ones stand in sentences of their own by chance."""
    form = told(f"{cell}。")
    rows = list(form.indicators)
    rows[2] = replace(rows[2], target=cell)
    assert ("TX_NUMBER_CONFLICT" in raised(replace(form, indicators=tuple(rows)))) == conflicts
