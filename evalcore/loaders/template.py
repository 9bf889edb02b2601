"""Blank forms and lists to hand out: protected, with drop-downs and live checks, read back without a single guess."""

from __future__ import annotations

import io
from typing import Any

from openpyxl import Workbook
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from evalcore.loaders.register_words import choices, heading, kinds, mark
from evalcore.model import RegisterKind

FORM = "form"
LIST_ROWS = 1000
FIRST, LAST = 13, 32  # indicator rows of the form
_LEVEL1 = "成本指标,产出指标,效益指标,满意度指标"
_LEVEL2 = "经济成本指标,社会成本指标,生态环境成本指标,数量指标,质量指标,时效指标,经济效益指标,社会效益指标,生态效益指标,可持续影响指标,服务对象满意度指标"
_LINE = Side(style="thin", color="8A97A3")
_BORDER = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_HEAD = PatternFill("solid", fgColor="E9EEF3")
_MUST = PatternFill("solid", fgColor="FFF9E5")
_WRONG = PatternFill("solid", bgColor="F7C6BE")
_WRAP = Alignment(wrap_text=True, vertical="center")
_CENTER = Alignment(horizontal="center", vertical="center", wrap_text=True)


def template(kind: str) -> bytes:
    """An xlsx workbook: "form" (项目支出绩效自评表) or the name of a RegisterKind. Raises ValueError for another."""
    book = _form() if kind == FORM else _list(RegisterKind(kind))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def template_name(kind: str) -> str:
    """What the file is called: 项目支出绩效自评表_空白表.xlsx."""
    label = "项目支出绩效自评表" if kind == FORM else next(w.label for w in kinds() if w.kind == kind)
    return f"{label}_空白表.xlsx"


def _list(kind: RegisterKind) -> Workbook:
    words = next(each for each in kinds() if each.kind is kind)
    book, sheet = _book(words.label)
    columns = list(words.template)
    width = len(columns) + 1
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=width)
    sheet.merge_cells(start_row=2, start_column=1, end_row=2, end_column=width)
    _put(sheet, "A1", words.label, font=Font(size=16, bold=True), alignment=_CENTER)
    _put(
        sheet,
        "A2",
        f"{words.hint}浅黄色栏必填；金额一律填万元。",
        font=Font(size=10, color="5A6875"),
        alignment=_WRAP,
    )
    sheet.row_dimensions[2].height = 32
    for number, column in enumerate(columns, 1):
        letter = get_column_letter(number)
        text = f"{heading(column)}（万元）" if column in mark("money") else heading(column)
        _put(sheet, f"{letter}3", text, font=Font(bold=True), fill=_HEAD, border=_BORDER, alignment=_CENTER)
        sheet.column_dimensions[letter].width = {
            "project": 34,
            "problem": 36,
            "measure": 36,
            "reason": 30,
        }.get(column, 16)
        for row in range(4, 4 + LIST_ROWS):
            cell = sheet[f"{letter}{row}"]
            cell.protection, cell.border = Protection(locked=False), _BORDER
            if words.template[column]:
                cell.fill = _MUST
            if column in mark("dates"):
                cell.number_format = "yyyy-mm-dd"
        _check(sheet, column, f"{letter}4:{letter}{3 + LIST_ROWS}")
    last = get_column_letter(width)
    _put(sheet, f"{last}3", "校验", font=Font(bold=True), fill=_HEAD, border=_BORDER, alignment=_CENTER)
    sheet.column_dimensions[last].width = 18
    must = [get_column_letter(n) for n, column in enumerate(columns, 1) if words.template[column]]
    for row in range(4, 4 + LIST_ROWS):
        used = f"COUNTA(A{row}:{get_column_letter(width - 1)}{row})>0"
        blank = ",".join(f'{letter}{row}=""' for letter in must)
        sheet[f"{last}{row}"] = f'=IF(AND({used},OR({blank})),"必填栏未填","")'
        sheet[f"{last}{row}"].font = Font(color="B03A2E")
    sheet.freeze_panes = "A4"
    _protect(sheet)
    return book


def _check(sheet: Any, column: str, cells: str) -> None:
    """What may be written into a column."""
    if options := choices(column):
        _validate(
            sheet, cells, "list", f'"{",".join(options)}"', "请从下拉框选择", warn=column == "fund_source"
        )
    elif column == "year":
        _validate(sheet, cells, "whole", "2000", "请填四位年份", high="2100")
    elif column in mark("money") or column in mark("points"):
        _validate(sheet, cells, "decimal", "0", "请填不小于 0 的数字，不带单位", high="1000000000")
    elif column in mark("dates"):
        _validate(sheet, cells, "date", "36526", "请填日期，如 2024-06-30", high="73050")


def _form() -> Workbook:
    book, sheet = _book("自评表")
    for letter, wide in zip("ABCDEFGH", (16, 16, 26, 16, 16, 9, 11, 30), strict=True):
        sheet.column_dimensions[letter].width = wide
    for cells in ("A1:H1", "B3:D3", "F3:H3", "B4:D4", "F4:H4", "A5:A9", "A10:A11", "B10:D10", "E10:H10",
                  "B11:D11", "E11:H11", "B34:H34", "B35:H35", "B36:D36"):  # fmt: skip
        sheet.merge_cells(cells)
    fixed = {
        "A1": "项目支出绩效自评表", "A2": "年度", "G2": "金额单位", "H2": "万元", "A3": "项目名称", "E3": "项目编码",
        "A4": "主管部门", "E4": "实施单位", "A5": "项目资金（万元）", "C5": "年初预算数", "D5": "全年预算数", "E5": "全年执行数",
        "F5": "分值", "G5": "执行率", "H5": "得分", "B6": "年度资金总额", "B7": "当年财政拨款", "B8": "上年结转资金",
        "B9": "其他资金", "A10": "年度总体目标", "B10": "预期目标", "E10": "实际完成情况", "A12": "一级指标", "B12": "二级指标",
        "C12": "三级指标", "D12": "年度指标值", "E12": "实际完成值", "F12": "分值", "G12": "得分",
        "H12": "偏差原因分析及改进措施", "A33": "总分", "A34": "存在问题", "A35": "改进措施", "A36": "填报日期",
    }  # fmt: skip
    for row in range(2, 37):
        for letter in "ABCDEFGH":
            sheet[f"{letter}{row}"].border, sheet[f"{letter}{row}"].alignment = _BORDER, _WRAP
    for where, text in fixed.items():
        _put(sheet, where, text, font=Font(bold=True), fill=_HEAD, alignment=_CENTER)
    sheet["A1"].font = Font(size=16, bold=True)
    must = ["B2", "B3", "B4", "F4", "C6", "D6", "E6", "F6", "G6", "H6", "B11", "E11", "F33", "G33"]
    open_ = must + ["F3", "B34", "B35", "B36"] + [f"{c}{r}" for r in (7, 8, 9) for c in "CDE"]
    open_ += [f"{letter}{row}" for row in range(FIRST, LAST + 1) for letter in "ABCDEFGH"]
    for where in open_:
        sheet[where].protection = Protection(locked=False)
        if where in must:
            sheet[where].fill = _MUST
    sheet["F6"] = 10
    sheet["G6"].number_format = "0.00%"
    for row in range(FIRST, LAST + 1):  # as text: "=100%" typed into a target is no formula
        for letter in "ABCDEH":
            sheet[f"{letter}{row}"].number_format = "@"
    sheet["B36"].number_format = "yyyy-mm-dd"
    for row in (11, 34, 35):
        sheet.row_dimensions[row].height = 60
    _validate(sheet, "B2", "whole", "2000", "请填四位年份", high="2100")
    _validate(sheet, "C6:E9", "decimal", "0", "金额单位为万元，只填数字", high="1000000000")
    _validate(sheet, f"A{FIRST}:A{LAST}", "list", f'"{_LEVEL1}"', "请从下拉框选择", warn=True)
    _validate(sheet, f"B{FIRST}:B{LAST}", "list", f'"{_LEVEL2}"', "请从下拉框选择", warn=True)
    _validate(sheet, f"F{FIRST}:F{LAST} F6", "decimal", "0", "请填 0 至 100 的数字", high="100")
    _validate(sheet, f"G{FIRST}:G{LAST} H6", "decimal", "0", "请填 0 至 100 的数字，不超过分值", high="100")
    _validate(sheet, "G6", "decimal", "0", "执行率为百分数，如 95.2%", high="100")
    _validate(sheet, "B36", "date", "36526", "请填日期，如 2025-03-20", high="73050")
    for cells, formula in (
        ("C6:E6", "AND(COUNT(C7:C9)>0,ABS(C6-SUM(C7:C9))>0.005)"),
        ("F33", f'AND(F33<>"",ABS(F33-F6-SUM(F{FIRST}:F{LAST}))>0.005)'),
        ("G33", f'AND(G33<>"",ABS(G33-H6-SUM(G{FIRST}:G{LAST}))>0.005)'),
        (f"G{FIRST}:G{LAST}", f"N(G{FIRST})>N(F{FIRST})"),
        ("G6", 'AND(G6<>"",N(D6)>0,ABS(G6-E6/D6)>0.005)'),
        ("H6", "N(H6)>N(F6)"),
    ):
        sheet.conditional_formatting.add(cells, FormulaRule(formula=[formula], fill=_WRONG))
    sheet.freeze_panes = "A2"
    sheet.page_setup.paperSize, sheet.page_setup.fitToHeight = sheet.PAPERSIZE_A4, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    _protect(sheet)
    _notes(book)
    return book


def _notes(book: Workbook) -> None:
    """Instructions and the live checks, on a sheet that readers know to be no form."""
    sheet = book.create_sheet("填报说明与校验")
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 44, 60
    own = "自评表!"
    rows = f"{own}G{FIRST}:G{LAST}"
    checks = (
        ("年度、项目名称、主管部门、实施单位均已填写", f'IF(OR({own}B2="",{own}B3="",{own}B4="",{own}F4=""),"未填全","通过")'),
        ("执行率等于全年执行数 ÷ 全年预算数", f'IF(N({own}D6)=0,"无预算",IF(ABS(N({own}G6)-{own}E6/{own}D6)<0.005,"通过","应为 "&TEXT({own}E6/{own}D6,"0.00%")))'),
        ("分值合计为 100（含预算执行率）", f'IF(ABS({own}F6+SUM({own}F{FIRST}:F{LAST})-100)<0.005,"通过","分值合计为 "&({own}F6+SUM({own}F{FIRST}:F{LAST})))'),
        ("总分的分值等于各项之和", f'IF(ABS(N({own}F33)-{own}F6-SUM({own}F{FIRST}:F{LAST}))<0.005,"通过","不一致")'),
        ("总分的得分等于各项得分之和", f'IF(ABS(N({own}G33)-N({own}H6)-SUM({rows}))<0.005,"通过","各项得分之和为 "&(N({own}H6)+SUM({rows})))'),
        ("各项得分不超过分值", f'IF(SUMPRODUCT(--({rows}>{own}F{FIRST}:F{LAST}))=0,"通过","有得分超过分值")'),
        ("资金来源之和等于年度资金总额（全年预算数）", f'IF(COUNT({own}D7:D9)=0,"未填分项",IF(ABS({own}D6-SUM({own}D7:D9))<0.005,"通过","不一致"))'),
        ("三级指标都填了目标值和完成值", f'IF(SUMPRODUCT(({own}C{FIRST}:C{LAST}<>"")*(({own}D{FIRST}:D{LAST}="")+({own}E{FIRST}:E{LAST}="")))=0,"通过","有指标未填目标值或完成值")'),
    )  # fmt: skip
    notes = (
        "一、只填浅黄色和空白的格子，其余格子已锁定；不要增删行列。",
        "二、金额一律以万元为单位，只填数字；执行率填百分数，如 95.2%。",
        "三、年度指标值连同符号和单位填写，如 ≥95%、≤9.5万元/公里、12月底前；实际完成值填实际数，不要照抄目标值。",
        "四、每行一个三级指标，一级、二级指标逐行选择；最多 20 项，多余的行留空。",
        "五、未完成、超过目标 30% 及以上的，须写明偏差原因及改进措施。",
        "六、下面各项校验为“通过”后再报送；标红的格子须核对。",
    )
    for number, text in enumerate(notes, 1):
        sheet.merge_cells(start_row=number, start_column=1, end_row=number, end_column=2)
        _put(sheet, f"A{number}", text, alignment=_WRAP)
    for number, (text, formula) in enumerate(checks, len(notes) + 2):
        _put(sheet, f"A{number}", text, border=_BORDER, alignment=_WRAP)
        _put(sheet, f"B{number}", f"={formula}", border=_BORDER, font=Font(bold=True))
    _protect(sheet)


def _book(title: str) -> tuple[Workbook, Any]:
    book = Workbook()
    sheet = book.active
    sheet.title = title
    return book, sheet


def _put(sheet: Any, where: str, value: object, **style: object) -> None:
    sheet[where] = value
    for name, made in style.items():
        setattr(sheet[where], name, made)


def _validate(
    sheet: Any, cells: str, kind: str, low: str, prompt: str, *, high: str | None = None, warn: bool = False
) -> None:
    """A check at the moment of typing; warn: another value may stand after a question."""
    made = DataValidation(
        type=kind, formula1=low, formula2=high, operator="between" if high else None, allow_blank=True,
        showErrorMessage=True, errorTitle="请核对", error=prompt, errorStyle="warning" if warn else "stop",
        showInputMessage=True, promptTitle="填写要求", prompt=prompt,
    )  # fmt: skip
    for part in cells.split():
        made.add(part)
    sheet.add_data_validation(made)


def _protect(sheet: Any) -> None:
    """Locked cells stay; columns may be widened, rows sorted. No password: protection against slips only."""
    sheet.protection.sheet = True
    sheet.protection.formatColumns = False
    sheet.protection.formatRows = False
