"""Each message with its numbers, as the table words it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from evalcore.model import Evaluation, FundSource, Method, Place
from evalcore.scoring.portfolio import (
    Scored,
    across,
    against_approved,
    against_last_year,
    against_ledger,
    copied_texts,
    duplicates,
)
from tests.forms import clean, clean_rows, dec, finding, row, scored, with_row

BARE = tuple(replace(each, points=None) for each in clean_rows())


def money(**amounts: object) -> Evaluation:
    return clean(
        budget={"printed_rate": None, "execution_score": None}
        | {name: dec(value) for name, value in amounts.items()}
    )


def part(label: str, annual: str, executed: str | None = None) -> FundSource:
    return FundSource(label, annual=Decimal(annual), executed=dec(executed))


FULL = clean(
    indicators=tuple(replace(each, self_score=each.points) for each in clean_rows()),
    self_score=Decimal(100),
    problems="课程安排合理。部分课程未能完成；师资较好。",
)
MESSAGES = [
    ("BUD_ROUNDING", clean(budget={"sources": (part("甲", "30"), part("乙", "19"))}), "分项合计与总额相差 1 万元（全年预算数），属四舍五入尾差"),
    ("BUD_SUM_MISMATCH", clean(budget={"sources": (part("甲", "30"), part("乙", "15.5"))}), "资金来源合计 45.5 万元与年度资金总额 50 万元相差 4.5 万元（全年预算数）"),
    ("BUD_ADJ_UP_LARGE", money(initial=50, annual=70, executed=70), "全年预算较年初追加 40%（50→70 万元）"),
    ("BUD_INITIAL_ZERO", money(initial=0), "年初未安排预算，全年预算 50 万元均为年中下达，不计算年初执行率"),
    ("BUD_ZERO_WITH_SPEND", money(annual=0, executed="3.25"), "全年预算为 0 而执行 3.25 万元，无法计算执行率"),
    ("BUD_ALL_ZERO", money(initial=0, annual=0, executed=0), "无预算、无执行，仍评 98.66 分，请核实是否应评"),
    ("BUD_UNIT_SUSPECT", money(executed=500_000), "金额 500000 万元（全年执行数）与年初预算数 50 万元相差约一万倍，疑为元/万元混用"),
    ("BUD_TEXT_TABLE_DIFF", clean(goal_actual="实际执行数为40万元。"), "正文执行数 40 万元与表内 48 万元不一致"),
    ("BUD_TEXT_TABLE_DIFF", clean(goal_actual="全年预算600000元。"), "正文全年预算 60 万元与表内 50 万元不一致"),
    ("EXE_RATE_MISPRINT", money(printed_rate="0.9"), "填报执行率 90%，按金额计算为 96%"),
    ("EXE_RATE_DENOMINATOR", money(initial=60, printed_rate="0.8"), "填报执行率 80% 按年初预算计算；按全年预算为 96%"),
    ("EXE_OVER_100", money(executed=51), "执行数 51 大于全年预算 50 万元（102%），超预算或口径不一致"),
    ("EXE_LOW", money(executed="37.5"), "预算执行率 75%，结余 12.5 万元，应单独说明原因并提出措施"),
    ("EXE_NOT_STARTED", money(executed=0), "全年预算 50 万元未支出"),
    ("EXE_RATE_MASKED", money(initial=120, executed=48), "调整后执行率 96%，按年初预算为 40%；高执行率系调减预算后形成"),
    ("EXE_SCORE_MISMATCH", money(execution_score=10), "执行率 96% 应得 9.6 分，填报 10 分"),
    ("CARRYOVER_LARGE", clean(budget={"sources": (part("上年结转", "10", "5"), part("财政拨款", "40"))}), "上年结转 10 万元，本年执行 50%，存在资金沉淀"),
    ("CARRYOVER_LARGE", clean(budget={"sources": (part("上年结转", "20"), part("财政拨款", "30"))}), "上年结转 20 万元，本年执行 未列，存在资金沉淀"),
    ("WT_TOTAL_NOT_100", with_row(0, points=20), "权重合计 105，不等于 100"),
    ("WT_90_NO_EXECUTION", clean(budget={"execution_points": None, "execution_score": None}), "指标权重合计 90，未列预算执行率 10 分；复算按 10 分补列"),
    ("WT_NONSTANDARD_L1", with_row(0, points=20), "一级权重 产出指标 55、效益指标 30、满意度指标 10、预算执行率 10 与制度设置不一致，请说明特殊情况"),
    ("WT_MISSING_SPLIT", clean(indicators=BARE), "未列三级分值，按一级指标下三级指标平均分摊，仅供复算"),
    ("WT_CONCENTRATED", with_row(0, points=35), "指标“培训学员数量”占 35 分，权重过于集中"),
    ("WT_VOID_INDICATOR", with_row(4, target="无", actual="无"), "指标“带动学员就业人数”无实际内容但赋 15 分"),
    ("SC_ABOVE_WEIGHT", with_row(0, self_score=16), "得分 16 超过分值 15"),
    ("SC_FULL_NOT_MET", with_row(0, actual="100人"), "目标 ≥120人，完成 100人，未达标但得满分 15"),
    ("SC_MET_DEDUCTED", with_row(0, self_score="13.5"), "已达标但扣 1.5 分，未说明原因"),
    ("SC_RECOMPUTE_DIFF", with_row(0, actual="96人", self_score=15), "填报 15 分，按规则“≥120人”复算 12 分"),
    ("SC_TOTAL_MISMATCH", clean(self_score=Decimal(95)), "总分 95 与分项合计 98.66 不一致"),
    ("SC_NO_DETAIL", clean(indicators=tuple(replace(each, self_score=None) for each in clean_rows())), "仅有总分 98.66 分，无分项得分，无法核对"),
    ("GR_BAND_MISMATCH", clean(self_score=Decimal("84.47")), "总分 84.47 应为“良”，填报“优”"),
    ("GR_LABEL_NONSTANDARD", clean(self_grade="优秀"), "等级表述“优秀”，规范表述为“优”"),
    ("GR_NEAR_LINE", clean(self_score=Decimal("90.4")), "总分 90.4 距“优”等级线 0.4 分，建议复核"),
    ("GR_MISSING", clean(self_grade=None), "未填评价等级（总分 98.66）"),
    ("QUAL_TIER_MISMATCH", with_row(4, target="效果明显", actual="部分达成", self_score=15), "自述“部分达成”，得分率 100% 不在该档区间"),
    ("IND_TOO_FEW", clean(indicators=clean_rows()[:3]), "三级指标 3 个，过少"),
    ("IND_TOO_MANY", clean(indicators=tuple(row(f"第{n}类物资数量") for n in range(22))), "三级指标 22 个，过多"),
    ("IND_DUPLICATE", clean(indicators=(*clean_rows(), replace(clean_rows()[0], level3="指标2：培训学员数量"))), "指标“培训学员数量”与“指标2：培训学员数量”重复计分"),
    ("TG_LOW_OVERDONE", with_row(0, actual="180人"), "“培训学员数量”完成率 150%（目标 ≥120人，完成 180人），目标值可能偏低，应分析原因"),
    ("TG_EQ_EXCEEDED", with_row(0, target="=120人", actual="125人"), "指标为等于型，实际 125人 超过 =120人"),
    ("TG_TRIVIAL", with_row(0, target="≥1次", actual="1次"), "目标值 ≥1次 过低，约束力不足"),
    ("TG_BELOW_LAST_ACTUAL", with_row(0, last_actual="150人"), "“培训学员数量”目标 ≥120人 低于上年实际 150人，请说明依据"),
    ("TG_EQUALS_ACTUAL_ALL", clean(indicators=tuple(row(f"第{n}类物资数量", f"≥{n + 20}人", f"{n + 20}人") for n in range(6))), "6 项数值指标完成值与目标值完全一致，疑事后补填"),
    ("TG_PARENT_UNMATCHED", clean(goal="培训学员120人，编写教材 15 册。"), "总体目标中的“15 册”没有对应指标"),
    ("OP_SUSPECT", with_row(0, target="≤120人", actual="110人"), "“培训学员数量”采用 ≤，方向可能有误"),
    ("AC_MISSING", with_row(0, actual=None), "“培训学员数量”未填完成值，得 15 分"),
    ("AC_COPIED_TARGET", with_row(0, actual="≥120人"), "完成值照抄目标值“≥120人”"),
    ("AC_TEXT_FOR_NUMBER", with_row(0, actual="已完成"), "目标为 ≥120人，完成值为文字“已完成”"),
    ("AC_IS_SCORE", with_row(1, actual="15"), "完成值 15 疑为误填分值"),
    ("AC_IMPOSSIBLE", with_row(1, actual="120%"), "“学员结业合格率”完成值 120% 超出合理范围"),
    ("UNIT_MISMATCH", with_row(0, actual="125平方米"), "目标单位 人，完成单位 平方米"),
    ("DEV_NO_REASON", with_row(0, actual="90人"), "“培训学员数量”偏差 完成率 75%，未填偏差原因及改进措施"),
    ("DEV_EXTERNAL_ONLY", with_row(5, deviation_note="受疫情影响"), "“学员持证上岗率”偏差仅归因于外部因素，未提出措施"),
    ("SAT_100_NO_BASIS", with_row(6, actual="100%", evidence=None), "满意度 100%，未说明调查对象、样本量和方式"),
    ("SAT_NO_SAMPLE", with_row(6, evidence="问卷 25 份"), "满意度样本量 25，代表性不足"),
    ("SAT_NO_SAMPLE", with_row(6, evidence=None), "满意度样本量未列，代表性不足"),
    ("RULE_PARSE_TYPO", with_row(1, target="85%及以上得满分，否则否则不得分"), "评分标准原文“85%及以上得满分，否则否则不得分”疑有笔误，按“85%及以上得满分，否则不得分”理解"),
    ("TX_CONTRADICTS_SCORE", FULL, "存在问题写“部分课程未能完成”，指标却全部满分"),
    ("TX_ATTRIBUTION", clean(narrative="全年平稳。带动企业捐赠5000万元；"), "列示的“带动企业捐赠5000万元”难以归因于本项目 48 万元支出"),
    ("FM_YEAR_CONFLICT", clean(title="2021至2022年度自评汇总表"), "标题年度 2021、2022 与表内年度 2023 不一致"),
    ("FM_YEAR_CONFLICT", clean(submitted=date(2027, 1, 5)), "标题年度 2023 与表内年度 2027 不一致"),
    ("FM_DEPT_UNIT_SWAPPED", clean(department="示范小学", unit="示范区教育局"), "主管部门“示范小学”与实施单位“示范区教育局”疑似互换"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("code", "form", "message"), MESSAGES, ids=[f"{n}-{case[0]}" for n, case in enumerate(MESSAGES)]
)
def test_a_finding_says_its_numbers(code: str, form: Evaluation, message: str) -> None:
    assert finding(form, code).message == message


def year(number: int, form: Evaluation, key: str = "P1") -> Scored:
    form = replace(form, year=number, title=None)
    return Scored(form, scored(form), key)


def test_findings_between_years_say_both_numbers() -> None:
    low = replace(money(executed=30), self_score=Decimal(70), self_grade="中", method=Method.FINANCE)
    found = {
        each.code: each.message for each in against_last_year(year(2024, money(initial=60)), year(2023, low))
    }
    assert found["X_SCORE_JUMP"] == "得分由 70 变为 98.66"
    assert found["X_LOW_EXE_BUDGET_UP"] == "上年执行率 60%，本年预算增加 20%"
    assert found["X_FUNDED_AFTER_LOW"] == "上年评为“中”，本年预算 60 万元未调减，未见整改记录"
    assert found["TG_SAME_AS_LAST_YEAR"] == "“学员满意度”目标值 ≥90% 与上年相同，上年已完成 96%"
    more = with_row(0, actual="150人")
    below = against_last_year(year(2024, clean()), year(2023, more))
    assert "“培训学员数量”目标 ≥120人 低于上年实际 150人，请说明依据" in [each.message for each in below]
    wide = against_last_year(year(2024, money(annual=500_000)), year(2023, clean()))
    assert "金额 500000 万元（全年预算数）与上年 50 万元相差约一万倍，疑为元/万元混用" in [
        each.message for each in wide
    ]


def test_findings_beside_other_papers_say_both_numbers() -> None:
    form = year(2023, with_row(0, places={"target": Place("自评表", "D5")}))
    (paid,) = against_ledger(form, Decimal(40))
    assert paid.message == "填报执行数 48 万元，国库支付 40 万元"
    (changed,) = against_approved(form, {"培训学员数量": "≥150人"})
    assert (changed.message, changed.place) == (
        "“培训学员数量”自评目标 ≥120人 与批复目标 ≥150人 不一致",
        "自评表 D5",
    )
    twins = (clean(), clean(self_score=Decimal(95)))
    (twice,) = duplicates([Scored(each, scored(each), "P1") for each in twins])
    assert twice.message == "同一项目存在 2 份自评，得分 98.66、95"


def test_the_same_long_text_names_the_first_project_that_has_it() -> None:
    text = "本项目全年组织技能培训三期，参训学员按计划完成课程学习并参加结业考核，培训质量得到认可。"
    forms = [clean(goal_actual=text, project=name) for name in ("甲项目", "乙项目", "丙项目")]
    placed = copied_texts([Scored(form, scored(form), form.project) for form in forms])
    assert [(each.position, each.finding.message) for each in placed] == [
        (1, "与 甲项目 文本相似度 1.00"),
        (2, "与 甲项目 文本相似度 1.00"),
    ]


def test_what_comes_back_for_a_third_year_is_counted_over_all_of_them() -> None:
    blank = clean(department=None)
    placed = across([year(number, blank) for number in (2022, 2023, 2024)])
    said = {
        (each.position, each.finding.numbers["years"])
        for each in placed
        if each.finding.code == "X_REPEAT_FINDING"
    }
    assert {(1, "2"), (2, "3")} <= said
