"""Lists beside the forms: found by content among anything, every value with its cell, a bad row never loses a good one."""

from __future__ import annotations

import io
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from evalcore.loaders.mapping import unknown_headers
from evalcore.loaders.read import FileReading, read_member
from evalcore.loaders.vocabulary import header_key
from evalcore.model import RegisterKind

sys.path.insert(0, str(Path(__file__).parent))
from self_evaluation import workbook


def sheet(*rows: tuple[Any, ...], title: str = "Sheet1") -> bytes:
    book = openpyxl.Workbook()
    page = book.active
    page.title = title
    for row in rows:
        page.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def only(content: bytes, name: str = "单.xlsx") -> FileReading:
    reading = read_member(content, name)
    assert reading.errors == ()
    assert reading.forms == ()
    (register,) = reading.registers
    assert register.rows or reading.refused
    return reading


CASES = {
    RegisterKind.LISTING: (
        ("2024年应评项目清单",),
        ("序号", "项目名称", "主管部门", "项目单位", "年初预算数（万元）", "资金性质"),
        (1, "道路保洁", "301-区城管局", "环卫所", 120.5, "一般公共预算"),
    ),
    RegisterKind.APPROVED_TARGET: (
        ("2024年度项目支出绩效目标批复表",),
        ("项目名称", "主管部门", "一级指标", "三级指标", "指标符号", "指标值", "计量单位", "权重"),
        ("道路保洁", "区城管局", "产出指标", "保洁面积", "≥", 620, "万㎡", 20),
    ),
    RegisterKind.REVIEW_RECORD: (
        ("项目名称", "主管部门", "年度", "评价编号", "三级指标", "分值", "自评得分", "复核得分", "复核理由", "复核人", "复核日期"),
        ("道路保洁", "区城管局", 2024, "abc", "保洁面积", 20, 20, 15, "佐证不足", "复核一组", "2025-05-06"),
    ),
    RegisterKind.RECTIFICATION: (
        ("整改台账（2024年度）",),
        ("项目", "部门", "问题描述", "改进措施", "责任科室", "完成时限", "整改状态"),
        ("道路保洁", "区城管局", "佐证不足", "补充资料", "环卫科", "2025年6月底前", "正在整改"),
    ),
    RegisterKind.NEXT_BUDGET: (
        ("区本级部门预算",),
        ("项目名称", "预算单位", "2025年年初预算数（元）"),
        ("道路保洁", "区城管局", "1,205,000"),
    ),
    RegisterKind.PAYMENT: (
        ("2024年国库支付台账", None, None, "单位：元"),
        ("预算项目编码", "预算项目", "主管部门", "累计支付金额"),
        ("44010024P0001", "道路保洁", "区城管局", 1190000.55),
    ),
    RegisterKind.SUCCESSION: (
        ("2024年机构改革部门对照表",),
        ("原部门", "原部门编码", "承接部门", "备注"),
        ("区乡村振兴局", "211", "区农业农村局", "合并"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", CASES)
def test_each_kind_is_known_by_its_content(kind: RegisterKind) -> None:
    (register,) = only(sheet(*CASES[kind])).registers
    assert register.kind is kind
    assert len(register.rows) == 1
    assert register.rows[0].values["year"] == (2025 if kind is RegisterKind.NEXT_BUDGET else 2024)


def test_values_are_in_their_units_and_keep_their_cells() -> None:
    def values(kind: RegisterKind) -> tuple[dict[str, Any], dict[str, str]]:
        row = only(sheet(*CASES[kind])).registers[0].rows[0]
        return dict(row.values), {name: str(place) for name, place in row.places.items()}

    listing, places = values(RegisterKind.LISTING)
    assert listing["budget_initial"] == Decimal("120.5")
    assert (places["budget_initial"], places["department"], places["year"]) == (
        "Sheet1 E3",
        "Sheet1 C3",
        "Sheet1 A1",
    )
    assert values(RegisterKind.APPROVED_TARGET)[0]["target"] == "≥620万㎡"
    record = values(RegisterKind.REVIEW_RECORD)[0]
    assert (record["score"], record["points"], record["reviewed_on"]) == (15, 20, date(2025, 5, 6))
    problem = values(RegisterKind.RECTIFICATION)[0]
    assert (problem["status"], problem["due"], problem["owner"]) == ("整改中", date(2025, 6, 30), "环卫科")
    budget = values(RegisterKind.NEXT_BUDGET)[0]
    assert (budget["budget_initial"], budget["department"]) == (Decimal("120.5"), "区城管局")
    assert values(RegisterKind.PAYMENT)[0]["paid"] == Decimal("119.000055")


def test_a_column_of_the_next_year_belongs_to_the_year_after_the_titles() -> None:
    (register,) = only(
        sheet(
            ("2024年度项目及下年度预算",), ("项目名称", "主管部门", "下年度预算数（万元）"), ("甲", "乙局", 3)
        )
    ).registers
    assert (register.kind, register.rows[0].values["year"]) == (RegisterKind.NEXT_BUDGET, 2025)


def test_csv_in_gbk_and_a_list_beside_a_form_are_found() -> None:
    text = "2024年国库支付台账,,\n项目名称,主管部门,支付金额(元)\n道路保洁,区城管局,20000\n桥梁检测,区城管局,30000\n"
    assert len(only(text.encode("gb18030"), "支付.csv").registers[0].rows) == 2


def test_an_amount_without_unit_is_refused_not_assumed() -> None:
    reading = read_member(
        sheet(("2024年支付台账",), ("项目名称", "主管部门", "支付金额"), ("甲", "乙局", 20000)), "支付.xlsx"
    )
    assert reading.registers[0].rows == ()
    (error,) = reading.refused
    assert "单位" in error.message
    assert error.place == "Sheet1 C2"


def test_a_bad_row_is_named_by_its_cell_and_the_others_stay() -> None:
    head = ("年度", "项目名称", "主管部门", "支付金额（万元）")
    reading = read_member(
        sheet(head, (2024, "甲", "乙局", "约二十万"), (2024, "丙", "乙局", 5), (2024, None, "乙局", 5), (None, "丁", "乙局", 5),
              ("合计", None, None, 15)), "支付.xlsx")  # fmt: skip
    assert [row.values["project"] for row in reading.registers[0].rows] == ["丙"]
    assert [(e.place, e.value) for e in reading.refused] == [
        ("Sheet1 D2", "约二十万"),
        ("Sheet1 B4", ""),
        ("Sheet1 A5", ""),
    ]
    assert all(error.remedy for error in reading.refused)


def test_review_rows_without_a_score_are_left_and_impossible_scores_refused() -> None:
    head = CASES[RegisterKind.REVIEW_RECORD][0]
    blank = ("道路保洁", "区城管局", 2024, "abc", "保洁面积", 20, 20, None, None, None, None)
    high = ("道路保洁", "区城管局", 2024, "abc", "保洁面积", 20, 20, 21, "笔误", "甲", "2025-05-06")
    whole = ("道路保洁", "区城管局", 2024, "abc", "总分", None, None, 88, None, "甲", "2025-05-06")
    reading = read_member(sheet(head, blank, high, whole), "抽查.xlsx")
    (register,) = reading.registers
    assert (register.skipped, len(register.rows)) == (1, 1)
    assert "level3" not in register.rows[0].values
    assert [error.place for error in reading.refused] == ["Sheet1 H3"]


def test_secret_projects_never_enter() -> None:
    head = ("年度", "项目名称", "主管部门", "年初预算数（万元）", "是否涉密")
    (register,) = only(sheet(head, (2024, "甲", "乙局", 5, "是"), (2024, "丙", "乙局", 5, "否"))).registers
    assert ([row.values["project"] for row in register.rows], register.skipped) == (["丙"], 1)


def test_groups_printed_once_are_carried_down() -> None:
    head = ("年度", "项目名称", "主管部门", "一级指标", "三级指标", "目标值")
    (register,) = only(
        sheet(head, (2024, "甲", "乙局", "产出指标", "次数", "≥3次"), (None, None, None, None, "人数", "≥9人"),
              (None, "丙", None, None, "场次", "≥1场"))
    ).registers  # fmt: skip
    assert [(row.values["project"], row.values.get("level1")) for row in register.rows] == [
        ("甲", "产出指标"), ("甲", "产出指标"), ("丙", None),
    ]  # fmt: skip


def test_a_form_and_a_summary_of_scores_are_no_lists() -> None:
    assert read_member(workbook(), "表.xlsx").registers == ()
    summary = sheet(
        ("2023年汇总表（万元）",),
        ("项目名称", "主管部门", "全年预算数", "全年执行数", "自评得分"),
        ("甲", "乙局", 5, 5, 99),
    )
    reading = read_member(summary, "汇总.xlsx")
    assert (len(reading.forms), reading.registers) == (1, ())


def test_a_header_people_explained_is_read() -> None:
    rows = (
        ("2024年支付台账",),
        ("项目名称", "主管部门", "拨款进账额（万元）", "凭证号"),
        ("甲", "乙局", 5, 1),
    )
    (register,) = read_member(sheet(*rows), "支付.xlsx", {header_key("拨款进账额（万元）"): "paid"}).registers
    assert register.rows[0].values["paid"] == 5


def test_the_spot_check_list_that_was_handed_out_loads_back() -> None:
    """The headings of insight.spot_check, below its title line, with one row filled in and one left blank."""
    head = ("项目名称", "主管部门", "年度", "评价编号", "三级指标", "分值", "自评得分",
            "复核得分", "复核理由", "复核人", "复核日期", "抽取依据")  # fmt: skip
    title = "抽查清单：按风险抽取 30 个，种子 1，按主管部门分层；按风险选取的清单只用于核实，复核结果不得推及未抽中的项目"
    done = (
        "甲",
        "乙局",
        2024,
        "0123456789abcdef",
        "次数",
        10,
        10,
        8.5,
        "佐证不足",
        "复核组",
        date(2025, 5, 6),
        "疑点 3 条",
    )
    left = ("甲", "乙局", 2024, "0123456789abcdef", "人数", 10, 10, None, None, None, None, "疑点 3 条")
    (register,) = only(sheet((title,), head, done, left)).registers
    assert (register.kind, len(register.rows), register.skipped) == (RegisterKind.REVIEW_RECORD, 1, 1)
    assert register.rows[0].values["score"] == Decimal("8.5")
    assert register.rows[0].values["evaluation_id"] == "0123456789abcdef"


def test_a_project_listed_twice_is_said_with_both_rows_and_stands_once() -> None:
    content = sheet(
        ("2024年应评项目清单", None, None, None),
        ("项目名称", "主管部门", "项目单位", "年初预算数（万元）"),
        ("道路保洁", "区城管局", "环卫所", 120.5),
        ("绿化养护", "区城管局", "园林所", 30),
        ("道路 保洁", "301-区城管局", "环卫所", 99),
        ("绿化养护", "区城管局", "园林所", 30),
        title="清单",
    )
    (register,) = (reading := only(content)).registers
    kept = {row.text("project"): row.values["budget_initial"] for row in register.rows}
    assert kept == {"道路 保洁": Decimal(99), "绿化养护": Decimal(30)}
    assert [(error.place, error.message) for error in reading.refused] == [
        ("清单 A3", "与 清单 A5 重复（同一项目、内容不同），只录入了后一行"),
        ("清单 A4", "与 清单 A6 重复（内容相同），只录入了后一行"),
    ]


def test_payments_of_one_project_in_several_rows_are_no_repetition() -> None:
    rows = (
        ("2024年国库支付台账",),
        ("项目名称", "主管部门", "支付金额（元）"),
        ("道路保洁", "区城管局", 5),
        ("道路保洁", "区城管局", 5),
    )
    reading = only(sheet(*rows))
    assert (len(reading.registers[0].rows), reading.refused) == (2, ())


def test_an_unknown_column_of_a_list_is_asked_for_and_read_as_told() -> None:
    content = sheet(
        ("2024年应评项目清单", None, None, None),
        ("项目名称", "主管部门", "年初安排盘子（万元）", "备注"),
        ("道路保洁", "区城管局", 120.5, "续建"),
    )
    (asked,) = unknown_headers(only(content))
    assert (asked.text, asked.place, asked.in_list) == ("年初安排盘子（万元）", "Sheet1 C2", True)
    told = read_member(content, "单.xlsx", {asked.key: "budget_initial"})
    assert told.registers[0].rows[0].values["budget_initial"] == Decimal("120.5")
    assert unknown_headers(told) == ()
