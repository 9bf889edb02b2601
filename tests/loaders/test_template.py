"""Blank forms and lists: filled in, they read back without a doubt, every field equal."""

from __future__ import annotations

import io
import shutil
import subprocess
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from evalcore.loaders import template as template_module
from evalcore.loaders.read import read_member
from evalcore.loaders.register_words import kinds
from evalcore.loaders.template import FIRST, FORM, template, template_name
from evalcore.model import RegisterKind

ROWS = (
    ("产出指标", "数量指标", "保洁面积", "≥620万㎡", "630万㎡", 20, 20, None),
    ("产出指标", "质量指标", "保洁质量考核得分", "≥90分", "92分", 20, 20, None),
    ("成本指标", "经济成本指标", "保洁单价", "≤11元/㎡·年", "10.8元/㎡·年", 20, 20, None),
    ("效益指标", "生态效益指标", "无害化处理率", "=100%", "98%", 20, 19.6, "设备检修；由环卫科于次年3月底前完成"),
    ("满意度指标", "服务对象满意度指标", "居民满意度", "≥85%", "86%", 10, 10, None),
)  # fmt: skip
FIELDS = {
    "B2": 2024, "B3": "道路清扫保洁", "F3": "44010024P0001", "B4": "示范区城管局", "F4": "环卫所",
    "C6": 120.5, "D6": 110, "E6": 99, "G6": 0.9, "H6": 9, "C7": 120.5, "D7": 110, "E7": 99,
    "B11": "全年道路清扫保洁达标。", "E11": "全年达标。", "F33": 100, "G33": 98.6,
    "B34": "设备老化。", "B35": "由环卫科于次年6月底前更新设备。", "B36": date(2025, 3, 20),
}  # fmt: skip
VALUES: dict[str, Any] = {
    "project": "道路清扫保洁", "project_code": "44010024P0001", "department": "城管局", "unit": "环卫所", "year": 2024,
    "budget_initial": 120.5, "paid": 99.25, "functional_class": "2120501", "fund_source": "其他资金", "duration": "延续",
    "priority": "重点", "due": date(2025, 3, 31), "level1": "产出指标", "level2": "数量指标", "level3": "保洁面积",
    "target": "≥620万㎡", "points": 20, "self_score": 20, "score": 18.5, "reason": "佐证不足", "reviewer": "复核一组",
    "reviewed_on": date(2025, 5, 6), "evaluation_id": "0123456789abcdef", "problem": "佐证不足", "measure": "补充资料",
    "owner": "环卫科", "status": "整改中", "note": "按季报送", "from_name": "甲局", "from_code": "101", "to_name": "乙局",
    "to_code": "102",
}  # fmt: skip


@pytest.fixture(autouse=True)
def few_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    """Twenty rows are as good as a thousand, and quicker."""
    monkeypatch.setattr(template_module, "LIST_ROWS", 20)


def filled_form() -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(template(FORM)))
    sheet = book["自评表"]
    for where, value in FIELDS.items():
        assert not sheet[where].protection.locked, where
        sheet[where] = value
    for number, row in enumerate(ROWS, FIRST):
        for letter, value in zip("ABCDEFGH", row, strict=True):
            sheet[f"{letter}{number}"] = value
            if isinstance(value, str):  # as Excel keeps what is typed into a text cell: "=100%" is no formula
                sheet[f"{letter}{number}"].data_type = "s"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def check_form(content: bytes) -> None:
    reading = read_member(content, "任意名.xlsx")
    assert reading.errors == ()
    (form,) = reading.forms
    assert [finding.message for finding in form.read_findings] == []
    assert (form.project, form.project_code, form.year) == ("道路清扫保洁", "44010024P0001", 2024)
    assert (form.department, form.unit) == ("示范区城管局", "环卫所")
    money = form.budget
    assert (money.initial, money.annual, money.executed) == (Decimal("120.5"), 110, 99)
    assert (money.execution_points, money.execution_score, money.unit_in_file) == (10, 9, "万元")
    assert money.printed_rate == Decimal("0.9")
    assert [(s.label, s.annual) for s in money.sources if s.annual is not None] == [("当年财政拨款", 110)]
    assert (form.goal, form.goal_actual) == ("全年道路清扫保洁达标。", "全年达标。")
    assert (form.problems, form.measures) == ("设备老化。", "由环卫科于次年6月底前更新设备。")
    assert (form.total_points, form.self_score, form.submitted) == (100, Decimal("98.6"), date(2025, 3, 20))
    read = [
        (
            row.level1,
            row.level2,
            row.level3,
            row.target,
            row.actual,
            row.points,
            row.self_score,
            row.deviation_note,
        )
        for row in form.indicators
    ]
    assert read == [tuple(Decimal(str(v)) if isinstance(v, (int, float)) else v for v in row) for row in ROWS]


def test_a_filled_form_reads_back_without_a_doubt() -> None:
    check_form(filled_form())


def recalculated(content: bytes, folder: Path) -> bytes:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed")
    source = folder / "in.xlsx"
    source.write_bytes(content)
    subprocess.run(
        [office, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML",
         "--outdir", str(folder / "out"), str(source)], check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    return (folder / "out" / "in.xlsx").read_bytes()


@pytest.mark.office
def test_a_form_saved_by_libreoffice_reads_the_same_and_passes_its_own_checks(tmp_path: Path) -> None:
    content = recalculated(filled_form(), tmp_path)
    check_form(content)
    sheet = openpyxl.load_workbook(io.BytesIO(content), data_only=True)["填报说明与校验"]
    assert [row[1].value for row in sheet.iter_rows(min_row=8, max_row=15)] == ["通过"] * 8


@pytest.mark.office
def test_the_forms_checks_see_a_wrong_total(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(io.BytesIO(filled_form()))
    book["自评表"]["G33"] = 99
    out = io.BytesIO()
    book.save(out)
    content = recalculated(out.getvalue(), tmp_path)
    sheet = openpyxl.load_workbook(io.BytesIO(content), data_only=True)["填报说明与校验"]
    assert sheet["B12"].value == "各项得分之和为 98.6"


OTHER = {
    "project": "公厕管理", "project_code": "44010024P0002", "evaluation_id": "fedcba9876543210", "from_name": "丙局",
}  # fmt: skip


@pytest.mark.parametrize("words", kinds(), ids=lambda words: words.kind.value)
def test_a_filled_list_reads_back_whole(words: Any) -> None:
    book = openpyxl.load_workbook(io.BytesIO(template(words.kind)))
    sheet = book.active
    columns = list(words.template)
    for row, values in ((4, VALUES), (5, VALUES | OTHER)):
        for number, name in enumerate(columns, 1):
            assert not sheet.cell(row, number).protection.locked
            sheet.cell(row, number).value = values[name]
    out = io.BytesIO()
    book.save(out)
    reading = read_member(out.getvalue(), "任意名.xlsx")
    assert (reading.errors, reading.refused, reading.forms) == ((), (), ())
    (register,) = reading.registers
    assert register.kind is words.kind
    assert len(register.rows) == 2
    kept = {name: VALUES[name] for name in columns if name != "self_score"}
    wanted = {n: Decimal(str(v)) if isinstance(v, float) else v for n, v in kept.items()}
    assert dict(register.rows[0].values) == wanted
    assert set(register.rows[0].places) == set(kept)


@pytest.mark.parametrize("kind", [FORM, *RegisterKind])
def test_a_blank_template_is_protected_and_no_data(kind: str) -> None:
    book = openpyxl.load_workbook(io.BytesIO(template(kind)))
    assert all(sheet.protection.sheet for sheet in book)
    assert book.worksheets[0].data_validations.dataValidation
    reading = read_member(template(kind), template_name(kind))
    assert reading.forms == ()
    assert all(not register.rows for register in reading.registers)
