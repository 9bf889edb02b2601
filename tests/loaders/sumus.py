"""Eleventh blind set, of 2026-11-27 in the afternoon: what makes amounts and scores go wrong. Units that differ by column, amounts in
two-row heads, changes beside budgets, scores in odd order. Drawn before the reader was run; first run: test_blind_sets.py.
"""

from __future__ import annotations

from tests.loaders.layouts import Form, Layout, rows
from tests.loaders.printed import old, printed
from tests.loaders.sketch import Sketch, text_table, web, word, xlsx

ROW = "level1 level2 level3 target actual points self_score"
_HEAD = ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"]
_ROWS: Sketch = [
    ["产出指标", "数量指标", "检修设施", "≥40处", "38处", 50, 47.5],
    ["效益指标", "社会效益指标", "投诉率", "≤2%", "1.5%", 40, 40],
]
_INDICATORS = rows(
    ROW,
    ("产出指标", "数量指标", "检修设施", "≥40处", "38处", 50, 47.5),
    ("效益指标", "社会效益指标", "投诉率", "≤2%", "1.5%", 40, 40),
)
_TOTAL = ["总分", "<", "<", "<", "<", 90, 87.5]
_BASE: Form = {"year": 2023, "self_score": 87.5, "total_points": 90, "indicators": _INDICATORS}


def _form(project: str, *money: list[object]) -> Sketch:
    return [
        ["2023年度项目支出绩效自评表", *["<"] * 6],
        ["项目名称", project, "<", "<", "实施单位", "白音镇人民政府", "<"],
        *money,
        _HEAD,
        *_ROWS,
        _TOTAL,
    ]  # fmt: skip


# 1. each amount in a unit of its own
MIXED = _form(
    "路灯维护",
    ["资金情况", "年初预算数（万元）", "<", "全年预算数（万元）", "<", "全年执行数（元）", "执行率"],
    ["年度资金总额", 86, "<", 90, "<", 873000, "97%"],
)
MIXED_FORM: Form = _BASE | {
    "project": "路灯维护",
    "initial": 86,
    "annual": 90,
    "executed": 87.3,
    "rate": 0.97,
}

# 2. the sheet says 元, the block 万元: the nearer one counts
NEARER = _form(
    "垃圾清运",
    ["填报单位：白音镇人民政府", *["<"] * 3, "单位：元", "<", "<"],
    ["项目资金（万元）", "年初预算数", "<", "全年预算数", "<", "全年执行数", "执行率"],
    ["年度资金总额", 152.6, "<", 152.6, "<", 137.34, "90%"],
)
NEARER_FORM: Form = _BASE | {
    "project": "垃圾清运", "money_unit": "万元", "initial": 152.6, "annual": 152.6, "executed": 137.34, "rate": 0.9,
}  # fmt: skip

# 3. amounts with their unit in the cell, against the label's
IN_CELLS = _form(
    "饮水消毒",
    ["项目资金（万元）", "年初预算数", "<", "全年预算数", "<", "全年执行数", "执行率"],
    ["年度资金总额", "￥450,000.00元", "<", "48万元", "<", "456000元", "0.95"],
)
IN_CELLS_FORM: Form = _BASE | {
    "project": "饮水消毒",
    "initial": 45,
    "annual": 48,
    "executed": 45.6,
    "rate": 0.95,
}

# 4. amounts by source in a head of two rows, the whole last
TWO_ROWS = _form(
    "牧道维修",
    ["项目资金（万元）", "预算数", "<", "<", "执行数", "<", "<"],
    ["^", "财政拨款", "自筹资金", "合计", "财政拨款", "自筹资金", "合计"],
    ["^", 300, 60, 360, 295, 47, 342],
)
TWO_ROWS_FORM: Form = _BASE | {"project": "牧道维修", "money_unit": "万元", "annual": 360, "executed": 342}

# 5. the same, the whole first
WHOLE_FIRST = _form(
    "棚圈建设",
    ["资金（万元）", "全年预算", "<", "<", "全年执行", "<", "<"],
    ["^", "小计", "中央", "地方", "小计", "中央", "地方"],
    ["^", 520, 400, 120, 494, 380, 114],
)
WHOLE_FIRST_FORM: Form = _BASE | {"project": "棚圈建设", "money_unit": "万元", "annual": 520, "executed": 494}

# 6. an investment of several years: the whole, earlier years, this year
SPREAD = _form(
    "敬老院改造",
    ["总投资（万元）", "截至上年底累计完成投资", "<", "本年预算数", "<", "本年支出数", "执行率"],
    [3200, 1450, "<", 900, "<", 855, "95%"],
)
SPREAD_FORM: Form = _BASE | {"project": "敬老院改造", "annual": 900, "executed": 855, "rate": 0.95}

# 7. the change of the budget beside what came of it
CHANGED = _form(
    "防火巡护",
    ["项目资金（万元）", "预算批复数", "预算调整数", "调整后预算数", "<", "实际支出数", "执行率"],
    ["^", 210, -18.5, 191.5, "<", 189.6, "99.01%"],
)
CHANGED_FORM: Form = _BASE | {
    "project": "防火巡护", "money_unit": "万元", "initial": 210, "annual": 191.5, "executed": 189.6, "rate": 0.9901,
}  # fmt: skip

# 8. a list with the change between, and each column in its own unit
LIST: Sketch = [
    ["2023年度项目绩效自评汇总表", *["<"] * 8],
    ["序号", "项目名称", "项目单位", "年初预算数（万元）", "预算调整数（万元）", "调整后预算数（万元）", "实际支出数（元）", "执行率", "自评得分"],
    [1, "林木管护", "林场", 96, 4, 100, 985000, 0.985, 98],
    [2, "种苗补贴", "苗圃", 54, -6, 48, 432000, 0.9, 93.5],
]  # fmt: skip
LIST_FORMS: tuple[Form, ...] = (
    {"project": "林木管护", "unit": "林场", "year": 2023, "initial": 96, "annual": 100, "executed": 98.5, "rate": 0.985, "self_score": 98, "indicators": []},
    {"project": "种苗补贴", "unit": "苗圃", "year": 2023, "initial": 54, "annual": 48, "executed": 43.2, "rate": 0.9, "self_score": 93.5, "indicators": []},
)  # fmt: skip

# 9. the department's score before one's own; the finance bureau's after; notes in the scores
ORDERED: Sketch = [
    ["2023年度项目支出绩效自评表", *["<"] * 8],
    ["项目名称", "河道清淤", "<", "<", "<", "主管部门", "白音旗水利局", "<", "<"],
    ["预算资金（万元）", "全年预算数", 300, "<", "全年执行数", 285, "<", "执行率", "95%"],
    ["一级指标", "二级指标", "三级指标", "目标值", "完成值", "分值", "主管部门评分", "自评得分", "扣分原因"],
    ["产出指标", "数量指标", "清淤长度", "≥26公里", "24.7公里", "50分", "45分", "47.5分", "两段未完"],
    ["效益指标", "生态效益指标", "水质类别", "Ⅲ类", "Ⅲ类", "50分", "50分", "50分", None],
    ["合计", "<", "<", "<", "<", "100分", "95分", "97.5分", None],
]  # fmt: skip
ORDERED_FORM: Form = {
    "project": "河道清淤", "department": "白音旗水利局", "year": 2023, "money_unit": "万元", "annual": 300, "executed": 285,
    "rate": 0.95, "self_score": 97.5, "review_score": 95, "total_points": 100,
    "indicators": rows(
        f"{ROW} review_score deviation_note",
        ("产出指标", "数量指标", "清淤长度", "≥26公里", "24.7公里", 50, 47.5, 45, "两段未完"),
        ("效益指标", "生态效益指标", "水质类别", "Ⅲ类", "Ⅲ类", 50, 50, 50, None),
    ),
}  # fmt: skip

# 10. results of quarters in a head of two rows, the year's last
QUARTERS: Sketch = [
    ["2023年度项目支出绩效自评表", *["<"] * 8],
    ["项目名称", "义务植树", "<", "<", "<", "实施单位", "白音旗林草局", "<", "<"],
    ["一级指标", "三级指标", "指标值", "完成情况", "<", "<", "<", "分值", "得分"],
    ["^", "^", "^", "上半年", "三季度", "四季度", "全年", "^", "^"],
    ["产出指标", "植树株数", "≥8万株", "4.1万株", "1.2万株", "2.6万株", "7.9万株", 60, 59.25],
    ["满意度指标", "群众满意度", "≥90%", "—", "—", "93%", "93%", 40, 40],
    ["合计", None, None, None, None, None, None, 100, 99.25],
]  # fmt: skip
QUARTERS_FORM: Form = {
    "project": "义务植树", "unit": "白音旗林草局", "year": 2023, "self_score": 99.25, "total_points": 100,
    "indicators": rows(
        "level1 level3 target actual points self_score",
        ("产出指标", "植树株数", "≥8万株", "7.9万株", 60, 59.25),
        ("满意度指标", "群众满意度", "≥90%", "93%", 40, 40),
    ),
}  # fmt: skip

# 11. targets of the year's beginning and adjusted ones; 完成率 between actual and score
ADJUSTED: Sketch = [
    ["2023年度项目支出绩效自评表", *["<"] * 8],
    ["项目名称", "健康体检", "<", "<", "<", "实施单位", "白音旗医院", "<", "<"],
    ["一级指标", "三级指标", "年初指标值", "调整后指标值", "全年完成值", "完成率", "分值", "得分", "备注"],
    ["产出指标", "体检人数", "≥6000人", "≥5400人", "5,130人", "95%", 60, 57, None],
    ["满意度指标", "居民满意度", "≥90%", None, "94%", "104%", 40, 40, None],
    ["总分", None, None, None, None, None, 100, 97, None],
]  # fmt: skip
ADJUSTED_FORM: Form = {
    "project": "健康体检", "unit": "白音旗医院", "year": 2023, "self_score": 97, "total_points": 100,
    "indicators": rows(
        "level1 level3 target actual points self_score",
        ("产出指标", "体检人数", "≥5400人", "5,130人", 60, 57),
        ("满意度指标", "居民满意度", "≥90%", "94%", 40, 40),
    ),
}  # fmt: skip

# 12. the total as words: 总分（100分）, score and grade in the cell behind
WORDED: Sketch = [
    *_form("牲畜改良", ["项目资金（万元）", "预算数", 66, "<", "执行数", 66, "<"])[:-1],
    ["总分（100分）", "<", "<", "自评得分：97.5分（含预算执行率10分）", "<", "自评等级：优", "<"],
]  # fmt: skip
WORDED_FORM: Form = _BASE | {
    "project": "牲畜改良", "money_unit": "万元", "annual": 66, "executed": 66, "self_score": 97.5, "total_points": None, "self_grade": "优",
}  # fmt: skip

# 13. what was spent of this year's money and of the carried-over, one a row, without a whole
PARTS = _form(
    "草原奖补",
    ["项目资金（万元）", "年初预算数", "<", "全年预算数", "<", "全年执行数", "执行率"],
    ["当年财政拨款", 500, "<", 480, "<", 470, "97.92%"],
    ["上年结转资金", 40, "<", 40, "<", 25, "62.5%"],
)
PARTS_FORM: Form = _BASE | {"project": "草原奖补", "initial": None, "annual": None, "executed": None}

# 14. names that hold amounts and units of their own
NAMED = _form(
    "50万元以下农村小型公益设施",
    ["资金（元）", "预算数", 486000, "<", "支出数", 461700, "<"],
    ["支出标准", "每处不超过5万元", *["<"] * 5],
)
NAMED_FORM: Form = _BASE | {
    "project": "50万元以下农村小型公益设施",
    "money_unit": "元",
    "annual": 48.6,
    "executed": 46.17,
}

# 15. percentages stored as numbers, a bare share for the rate in a text file
SHARES: Sketch = [
    ["2023年度项目支出绩效自评表"],
    ["项目名称", "就业见习补贴"],
    ["资金（万元）", "全年预算数", "全年执行数", "执行率", "分值", "得分"],
    ["合计", "120", "108", "0.9", "10", "9"],
    ["一级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"],
    ["产出指标", "见习人数", "≥300人", "285人", "50", "47.5"],
    ["效益指标", "留用率", "≥50%", "0.52", "40", "40"],
    ["总分", None, None, None, "100", "96.5"],
]  # fmt: skip
SHARES_FORM: Form = {
    "project": "就业见习补贴", "year": 2023, "money_unit": "万元", "annual": 120, "executed": 108, "rate": 0.9,
    "execution_points": 10, "execution_score": 9, "self_score": 96.5, "total_points": 100,
    "indicators": rows(
        "level1 level3 target actual points self_score",
        ("产出指标", "见习人数", "≥300人", "285人", 50, 47.5),
        ("效益指标", "留用率", "≥50%", "0.52", 40, 40),
    ),
}  # fmt: skip

SUMUS = (
    Layout("mixed_xlsx", "a.xlsx", lambda: xlsx({"Sheet1": MIXED}), (MIXED_FORM,)),
    Layout("mixed_docx", "a.docx", lambda: word([MIXED, ""]), (MIXED_FORM,)),
    Layout("nearer_xlsx", "a.xlsx", lambda: xlsx({"Sheet1": NEARER}), (NEARER_FORM,)),
    Layout("in_cells_xlsx", "a.xlsx", lambda: xlsx({"Sheet1": IN_CELLS}), (IN_CELLS_FORM,)),
    Layout("in_cells_csv", "a.csv", lambda: text_table(IN_CELLS, encoding="gbk"), (IN_CELLS_FORM,)),
    Layout("two_rows_xlsx", "a.xlsx", lambda: xlsx({"Sheet1": TWO_ROWS}), (TWO_ROWS_FORM,)),
    Layout("two_rows_html", "a.xls", lambda: web(TWO_ROWS), (TWO_ROWS_FORM,)),
    Layout("whole_first_xlsx", "a.xlsx", lambda: xlsx({"Sheet1": WHOLE_FIRST}), (WHOLE_FIRST_FORM,)),
    Layout("spread_xlsx", "a.xlsx", lambda: xlsx({"Sheet1": SPREAD}), (SPREAD_FORM,)),
    Layout("changed_xlsx", "a.xlsx", lambda: xlsx({"Sheet1": CHANGED}), (CHANGED_FORM,)),
    Layout("list_xlsx", "a.xlsx", lambda: xlsx({"Sheet1": LIST}), LIST_FORMS),
    Layout("list_csv", "a.csv", lambda: text_table(LIST), LIST_FORMS),
    Layout("ordered_xlsx", "a.xlsx", lambda: xlsx({"Sheet1": ORDERED}), (ORDERED_FORM,)),
    Layout("ordered_et", "a.et", lambda: old(xlsx({"Sheet1": ORDERED}), "xls"), (ORDERED_FORM,)),
    Layout("quarters_xlsx", "a.xlsx", lambda: xlsx({"Sheet1": QUARTERS}), (QUARTERS_FORM,)),
    Layout("quarters_pdf", "a.pdf", lambda: printed(xlsx({"Sheet1": QUARTERS}), "xlsx", roomy=True), (QUARTERS_FORM,)),
    Layout("adjusted_xlsx", "a.xlsx", lambda: xlsx({"Sheet1": ADJUSTED}), (ADJUSTED_FORM,)),
    Layout("worded_xlsx", "a.xlsx", lambda: xlsx({"Sheet1": WORDED}), (WORDED_FORM,)),
    Layout("parts_xlsx", "a.xlsx", lambda: xlsx({"Sheet1": PARTS}), (PARTS_FORM,)),
    Layout("named_xlsx", "a.xlsx", lambda: xlsx({"Sheet1": NAMED}), (NAMED_FORM,)),
    Layout("shares_csv", "a.csv", lambda: text_table(SHARES, encoding="gbk"), (SHARES_FORM,)),
)  # fmt: skip
