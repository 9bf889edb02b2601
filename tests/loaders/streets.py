"""Thirteenth blind set, of 2026-11-27 in the evening: what makes scores and amounts go wrong once more. Scores out of a hundred beside
weighted ones, score and points in one column, several years side by side, deductions below the total, hidden columns and rows, formulas
without a result, amounts whose cell contradicts the head. Drawn before the reader was run; first run: test_blind_sets.py. What a form
does not print is expected blank.
"""

from __future__ import annotations

import io

import openpyxl

from tests.loaders.layouts import Form, Layout, rows
from tests.loaders.printed import nested, old, printed
from tests.loaders.sketch import Sketch, ods, spreadsheet_ml, text_table, web, word, xlsx

ROW = "level1 level2 level3 target actual points self_score"
SHORT = "level1 level3 target actual points self_score"
_HEAD = ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"]


def _top(project: str, unit: str = "临溪街道办事处") -> Sketch:
    return [
        ["2024年度项目支出绩效自评表", *["<"] * 6],
        ["项目名称", project, "<", "<", "实施单位", unit, "<"],
    ]


_ROWS: Sketch = [
    ["产出指标", "数量指标", "巡查次数", "≥240次", "228次", 50, 47.5],
    ["效益指标", "社会效益指标", "隐患整改率", "≥95%", "97%", 40, 40],
]
_INDICATORS = rows(
    ROW,
    ("产出指标", "数量指标", "巡查次数", "≥240次", "228次", 50, 47.5),
    ("效益指标", "社会效益指标", "隐患整改率", "≥95%", "97%", 40, 40),
)
_TOTAL = ["总分", "<", "<", "<", "<", 90, 87.5]
_BASE: Form = {
    "unit": "临溪街道办事处", "year": 2024, "self_score": 87.5, "total_points": 90, "indicators": _INDICATORS,
}  # fmt: skip

# 1. a mark out of a hundred beside the weighted score
WEIGHTED: Sketch = [
    *_top("网格员补助"),
    ["一级指标", "三级指标", "目标值", "实际值", "权重", "评分（百分制）", "折算得分"],
    ["产出指标", "网格员人数", "≥86人", "86人", "60%", 100, 60],
    ["效益指标", "矛盾化解率", "≥95%", "90%", "40%", 90, 36],
    ["合计", "<", "<", "<", "100%", "<", 96],
]  # fmt: skip
WEIGHTED_FORM: Form = {
    "project": "网格员补助", "unit": "临溪街道办事处", "year": 2024, "self_score": 96, "total_points": 100,
    "indicators": rows(
        SHORT, ("产出指标", "网格员人数", "≥86人", "86人", 60, 60), ("效益指标", "矛盾化解率", "≥95%", "90%", 40, 36)
    ),
}  # fmt: skip

# 2. score and points in one column: no score is a fraction
SHARED: Sketch = [
    *_top("社区食堂运营"),
    ["一级指标", "二级指标", "三级指标", "指标值", "完成值", "得分/分值", "备注"],
    ["产出指标", "数量指标", "供餐人次", "≥6万人次", "5.7万人次", "47.5/50", None],
    ["满意度指标", "满意度", "老人满意度", "≥90%", "94%", "40/40", None],
]  # fmt: skip
SHARED_FORM: Form = {
    "project": "社区食堂运营", "unit": "临溪街道办事处", "year": 2024,
    "indicators": rows(
        "level1 level2 level3 target actual",
        ("产出指标", "数量指标", "供餐人次", "≥6万人次", "5.7万人次"),
        ("满意度指标", "满意度", "老人满意度", "≥90%", "94%"),
    ),
}  # fmt: skip

# 3. three years side by side
YEARS: Sketch = [
    *_top("河道保洁")[:1],
    ["项目名称", "河道保洁", "<", "<", "实施单位", "临溪街道办事处", "<", "<", "<"],
    ["一级指标", "三级指标", "2023年完成值", "2024年目标值", "2024年完成值", "2025年目标值", "分值", "得分", "偏差原因"],
    ["产出指标", "保洁长度", "18公里", "≥20公里", "19公里", "≥22公里", 60, 57, "一段施工封闭"],
    ["效益指标", "水面清洁率", "95%", "≥96%", "97%", "≥97%", 40, 40, None],
    ["合计", None, None, None, None, None, 100, 97, None],
]  # fmt: skip
YEARS_FORM: Form = {
    "project": "河道保洁", "unit": "临溪街道办事处", "year": 2024, "self_score": 97, "total_points": 100,
    "indicators": rows(
        f"{SHORT} deviation_note",
        ("产出指标", "保洁长度", "≥20公里", "19公里", 60, 57, "一段施工封闭"),
        ("效益指标", "水面清洁率", "≥96%", "97%", 40, 40, None),
    ),
}  # fmt: skip

# 4. deductions below the sum, the last score the form's
DEDUCTED: Sketch = [
    *_top("老旧电梯更新"),
    _HEAD,
    *_ROWS,
    ["小计", "<", "<", "<", "<", 90, 87.5],
    ["加减分项", "<", "逾期报送扣分", "<", "<", "<", -2],
    ["最终得分", "<", "<", "<", "<", "<", 85.5],
]  # fmt: skip
DEDUCTED_FORM: Form = _BASE | {"project": "老旧电梯更新", "self_score": 85.5, "total_points": None}

# 5. what the cell says against what the head says
AGAINST: Sketch = [
    *_top("垃圾分类督导"),
    ["项目资金（万元）", "年初预算数", "<", "全年预算数", "<", "全年执行数", "执行率"],
    ["年度资金总额", "1,260,000元", "<", "126万元", "<", 119.7, "95"],
    _HEAD,
    *_ROWS,
    _TOTAL,
]  # fmt: skip
AGAINST_FORM: Form = _BASE | {
    "project": "垃圾分类督导",
    "initial": 126,
    "annual": 126,
    "executed": 119.7,
    "rate": 0.95,
}

# 6. spent more than budgeted: 102.5 without a sign
OVER: Sketch = [
    *_top("应急抢险"),
    ["资金情况", "全年预算数（元）", "<", "全年执行数（元）", "<", "预算执行率", "得分"],
    ["合计", 480000, "<", 492000, "<", 102.5, 10],
    _HEAD,
    *_ROWS,
    ["总分", "<", "<", "<", "<", 100, 97.5],
]  # fmt: skip
OVER_FORM: Form = _BASE | {
    "project": "应急抢险", "annual": 48, "executed": 49.2, "rate": 1.025, "execution_score": 10, "self_score": 97.5, "total_points": 100,
}  # fmt: skip

# 7. hidden: a column of the draft scores, a row that was given up
HIDDEN: Sketch = [
    ["2024年度项目支出绩效自评表", *["<"] * 7],
    ["项目名称", "文体活动", "<", "<", "实施单位", "临溪街道办事处", "<", "<"],
    ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "得分"],
    ["产出指标", "数量指标", "活动场次", "≥30场", "27场", 50, 50, 45],
    ["产出指标", "数量指标", "已取消的展览", "≥2场", "0场", 0, 0, 0],
    ["效益指标", "社会效益指标", "参与人数", "≥1.2万人", "1.3万人", 40, 40, 40],
    ["总分", "<", "<", "<", "<", 90, 90, 85],
]  # fmt: skip


def hidden() -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(xlsx({"自评": HIDDEN}, hidden_rows=(5,))))
    book.active.column_dimensions["G"].hidden = True
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


HIDDEN_FORM: Form = {
    "project": "文体活动", "unit": "临溪街道办事处", "year": 2024, "self_score": 85, "total_points": 90,
    "indicators": rows(
        ROW,
        ("产出指标", "数量指标", "活动场次", "≥30场", "27场", 50, 45),
        ("效益指标", "社会效益指标", "参与人数", "≥1.2万人", "1.3万人", 40, 40),
    ),
}  # fmt: skip

# 8. formulas no program has calculated: their cells hold nothing
FORMULAS: Sketch = [
    *_top("路灯节能改造"),
    ["项目资金（万元）", "年初预算数", "<", "全年预算数", "<", "全年执行数", "执行率"],
    ["年度资金总额", 88, "<", 88, "<", 83.6, "=F4/D4"],
    _HEAD,
    *_ROWS,
    ["总分", "<", "<", "<", "<", "=SUM(F6:F7)", "=SUM(G6:G7)"],
]  # fmt: skip
FORMULAS_FORM: Form = _BASE | {
    "project": "路灯节能改造", "initial": 88, "annual": 88, "executed": 83.6, "self_score": None, "total_points": None,
}  # fmt: skip

# 9. unit's score, finance's score, what lies between
REVIEWS: Sketch = [
    *_top("公益岗位"),
    ["一级指标", "三级指标", "目标值", "完成值", "分值", "自评得分", "核定得分", "核减分", "核减原因"],
    ["产出指标", "在岗人数", "≥120人", "118人", 60, 60, 59, 1, "两人退出"],
    ["效益指标", "就业困难人员减少", "≥100人", "100人", 40, 40, 40, 0, None],
    ["合计", None, None, None, 100, 100, 99, 1, None],
]  # fmt: skip
REVIEWS_FORM: Form = {
    "project": "公益岗位", "unit": "临溪街道办事处", "year": 2024, "self_score": 100, "review_score": 99, "total_points": 100,
    "indicators": rows(
        f"{SHORT} review_score",
        ("产出指标", "在岗人数", "≥120人", "118人", 60, 60, 59),
        ("效益指标", "就业困难人员减少", "≥100人", "100人", 40, 40, 40),
    ),
}  # fmt: skip

# 10. subtotals under the names of their levels, the head again before each level
REPEATED: Sketch = [
    *_top("口袋公园建设"),
    _HEAD,
    ["产出指标", "数量指标", "新建公园", "≥4个", "4个", 30, 30],
    ["产出指标", "质量指标", "验收合格率", "100%", "100%", 20, 20],
    ["产出指标小计", "<", "<", "<", "<", 50, 50],
    _HEAD,
    ["效益指标", "生态效益指标", "新增绿地", "≥1.2公顷", "1.1公顷", 30, 27.5],
    ["效益指标小计", "<", "<", "<", "<", 30, 27.5],
    _HEAD,
    ["满意度指标", "满意度指标", "居民满意度", "≥90%", "93%", 10, 10],
    ["满意度指标小计", "<", "<", "<", "<", 10, 10],
    ["合计", "<", "<", "<", "<", 90, 87.5],
]  # fmt: skip
REPEATED_FORM: Form = {
    "project": "口袋公园建设", "unit": "临溪街道办事处", "year": 2024, "self_score": 87.5, "total_points": 90,
    "indicators": rows(
        ROW,
        ("产出指标", "数量指标", "新建公园", "≥4个", "4个", 30, 30),
        ("产出指标", "质量指标", "验收合格率", "100%", "100%", 20, 20),
        ("效益指标", "生态效益指标", "新增绿地", "≥1.2公顷", "1.1公顷", 30, 27.5),
        ("满意度指标", "满意度指标", "居民满意度", "≥90%", "93%", 10, 10),
    ),
}  # fmt: skip

# 11. a list with two-row heads: 元 over the amounts, one department over many rows, sums by department
LIST: Sketch = [
    ["临溪区2024年度项目支出绩效自评结果汇总表", *["<"] * 7],
    ["序号", "主管部门", "项目名称", "资金（元）", "<", "<", "自评", "<"],
    ["^", "^", "^", "预算数", "支出数", "执行率", "得分", "等级"],
    [1, "临溪区城管局", "环卫保洁", 9800000, 9702000, 0.99, 98.9, "优"],
    [2, "^", "公厕管养", 1260000, 1008000, 0.8, 88, "良"],
    ["小计", "<", "<", 11060000, 10710000, None, None, None],
    [3, "临溪区教育局", "校园安保", 2450000, 2450000, 1, 100, "优"],
    ["小计", "<", "<", 2450000, 2450000, None, None, None],
    ["合计", "<", "<", 13510000, 13160000, None, None, None],
]  # fmt: skip
LIST_FORMS: tuple[Form, ...] = tuple(
    {
        "project": project, "department": department, "year": 2024, "annual": annual, "executed": executed, "rate": rate,
        "self_score": score, "self_grade": grade, "indicators": [],
    }
    for project, department, annual, executed, rate, score, grade in (
        ("环卫保洁", "临溪区城管局", 980, 970.2, 0.99, 98.9, "优"),
        ("公厕管养", "临溪区城管局", 126, 100.8, 0.8, 88, "良"),
        ("校园安保", "临溪区教育局", 245, 245, 1, 100, "优"),
    )
)  # fmt: skip

# 12. a department's whole spending: budget and spent as rows, kinds as columns
KINDS: Sketch = [
    ["部门整体支出绩效自评表（2024年度）", *["<"] * 6],
    ["部门名称", "临溪区应急管理局", *["<"] * 5],
    ["年度收支（万元）", "<", "合计", "<", "基本支出", "<", "项目支出"],
    ["全年预算数", "<", 2860, "<", 1430, "<", 1430],
    ["全年执行数", "<", 2745.6, "<", 1430, "<", 1315.6],
    ["执行率", "<", "96%", "<", "100%", "<", "92%"],
    _HEAD,
    ["履职效能", "核心职能", "安全检查企业", "≥1200家次", "1236家次", 60, 60],
    ["满意度", "满意度", "企业满意度", "≥85%", "82%", 40, 38.6],
    ["合计", "<", "<", "<", "<", 100, 98.6],
]  # fmt: skip
KINDS_FORM: Form = {
    "project": "部门整体支出", "subject": "部门整体支出", "department": "临溪区应急管理局", "year": 2024, "annual": 2860,
    "executed": 2745.6, "rate": 0.96, "self_score": 98.6, "total_points": 100,
    "indicators": rows(
        ROW,
        ("履职效能", "核心职能", "安全检查企业", "≥1200家次", "1236家次", 60, 60),
        ("满意度", "满意度", "企业满意度", "≥85%", "82%", 40, 38.6),
    ),
}  # fmt: skip

# 13. goals over several numbered rows beside their results; a transfer payment of a place, provinces' share
AREA: Sketch = [
    ["中央对地方转移支付区域（项目）绩效自评表", *["<"] * 6],
    ["（2024年度）", *["<"] * 6],
    ["转移支付（项目）名称", "<", "困难群众救助补助资金", *["<"] * 4],
    ["中央主管部门", "<", "民政部", "<", "地方主管部门", "临溪区民政局", "<"],
    ["资金投入情况（万元）", "<", None, "全年预算数（A）", "<", "全年执行数（B）", "预算执行率（B/A×100%）"],
    ["^", "<", "年度资金总额：", 3640, "<", 3567.2, "98%"],
    ["^", "<", "其中：中央财政资金", 2900, "<", 2900, "100%"],
    ["^", "<", "地方资金", 740, "<", 667.2, "90.16%"],
    ["^", "<", "其他资金", 0, "<", 0, "—"],
    ["总体目标完成情况", "<", "总体目标", "<", "<", "全年实际完成情况", "<"],
    ["^", "<", "保障困难群众基本生活。", "<", "<", "按时足额发放。", "<"],
    ["绩效指标", "一级指标", "二级指标", "三级指标", "指标值", "全年实际完成值", "未完成原因和改进措施"],
    ["^", "产出指标", "数量指标", "低保对象应保尽保率", "100%", "100%", None],
    ["^", "^", "时效指标", "发放及时率", "≥98%", "96%", "一批次延迟"],
    ["^", "满意度指标", "服务对象满意度", "救助对象满意度", "≥90%", "92%", None],
    ["说明", "<", "无", *["<"] * 4],
    ["注：1.其他资金包括社会投入资金。2.定量指标汇总时取平均值。", *["<"] * 6],
]  # fmt: skip
AREA_FORM: Form = {
    "project": "困难群众救助补助资金", "department": "临溪区民政局", "year": 2024, "annual": 3640, "executed": 3567.2,
    "rate": 0.98, "goal": "保障困难群众基本生活。", "goal_actual": "按时足额发放。",
    "indicators": rows(
        "level1 level2 level3 target actual deviation_note",
        ("产出指标", "数量指标", "低保对象应保尽保率", "100%", "100%", None),
        ("产出指标", "时效指标", "发放及时率", "≥98%", "96%", "一批次延迟"),
        ("满意度指标", "服务对象满意度", "救助对象满意度", "≥90%", "92%", None),
    ),
}  # fmt: skip

# 14. text fields parted by semicolons, labels with colons
SEMICOLONS: Sketch = [
    ["2024年度项目支出绩效自评表"],
    ["项目名称：", "防汛物资", "主管部门：", "临溪区水利局"],
    ["全年预算数（万元）：", "56.4", "全年执行数（万元）：", "50.76", "执行率：", "90%"],
    ["一级指标", "二级指标", "三级指标", "指标值", "完成值", "分值", "得分"],
    ["产出指标", "数量指标", "储备沙袋", "≥3万条", "3.2万条", "60", "60"],
    ["效益指标", "社会效益", "险情处置率", "100%", "100%", "40", "40"],
    ["总分", None, None, None, None, "100", "100"],
]  # fmt: skip
SEMICOLONS_FORM: Form = {
    "project": "防汛物资", "department": "临溪区水利局", "year": 2024, "annual": 56.4, "executed": 50.76, "rate": 0.9,
    "self_score": 100, "total_points": 100,
    "indicators": rows(
        ROW,
        ("产出指标", "数量指标", "储备沙袋", "≥3万条", "3.2万条", 60, 60),
        ("效益指标", "社会效益", "险情处置率", "100%", "100%", 40, 40),
    ),
}  # fmt: skip

# 15. a report whose sentences hold other years' and others' money
REPORT = """临溪区交通运输局
2024年度农村公路养护项目绩效自评报告

一、项目概况
    农村公路养护项目2023年预算580万元，支出571万元。2024年年初预算620万元，与上年相比增加40万元；年中追加30万元，调整后预算650万元。其中，省级补助资金200万元。
二、预算执行
    全年实际支出637万元，预算执行率为98%，结余13万元由财政收回。其中人员经费支出85万元。
三、评价结论
    2023年度该项目得分91.2分。2024年度经综合评价，绩效自评得分为95.6分，等级为优。
四、存在的问题
    部分路段养护不及时。
五、改进措施
    完善养护考核办法。
""".strip().split("\n")
REPORT_FORM: Form = {
    "project": "农村公路养护项目", "department": "临溪区交通运输局", "year": 2024, "initial": 620, "annual": 650, "executed": 637,
    "rate": 0.98, "self_score": 95.6, "self_grade": "优", "problems": "部分路段养护不及时。", "measures": "完善养护考核办法。",
    "indicators": [],
}  # fmt: skip

# 16. money by quarters before the year's; budget of the next year behind it
QUARTERS: Sketch = [
    *_top("窗口外包服务"),
    ["项目资金（万元）", "全年预算数", "一季度支出", "上半年支出", "前三季度支出", "全年支出数", "下年预算申请数"],
    ["合计", 240, 55, 118, 176, 235.2, 260],
    _HEAD,
    *_ROWS,
    _TOTAL,
]  # fmt: skip
QUARTERS_FORM: Form = _BASE | {"project": "窗口外包服务", "annual": 240, "executed": 235.2}

# 17. execution as its own first row of indicators with points; the total above a grade in words
EXECUTION: Sketch = [
    *_top("宣传阵地建设"),
    ["资金（万元）", "年初预算", 36, "全年预算", 34, "实际支出", 30.6],
    _HEAD,
    ["预算执行", "<", "预算执行率", "100%", "90%", 10, 9],
    *_ROWS,
    ["总分", "<", "<", "<", "<", 100, 96.5],
    ["自评等级", "<", "<", "优（≥90分）", "<", "<", "<"],
]  # fmt: skip
EXECUTION_FORM: Form = _BASE | {
    "project": "宣传阵地建设", "initial": 36, "annual": 34, "executed": 30.6, "self_score": 96.5, "total_points": 100,
    "execution_points": 10, "execution_score": 9,
}  # fmt: skip

STREETS = (
    Layout("weighted_xlsx", "网格.xlsx", lambda: xlsx({"Sheet1": WEIGHTED}), (WEIGHTED_FORM,)),
    Layout("weighted_docx", "网格.docx", lambda: word([WEIGHTED, ""]), (WEIGHTED_FORM,)),
    Layout("shared_xlsx", "食堂.xlsx", lambda: xlsx({"Sheet1": SHARED}), (SHARED_FORM,)),
    Layout("years_xlsx", "保洁.xlsx", lambda: xlsx({"Sheet1": YEARS}), (YEARS_FORM,)),
    Layout("years_csv", "保洁.csv", lambda: text_table(YEARS, encoding="gbk"), (YEARS_FORM,)),
    Layout("deducted_docx", "电梯.docx", lambda: word([DEDUCTED, ""]), (DEDUCTED_FORM,)),
    Layout("against_xlsx", "督导.xlsx", lambda: xlsx({"Sheet1": AGAINST}), (AGAINST_FORM,)),
    Layout("against_xls", "督导.xls", lambda: old(xlsx({"Sheet1": AGAINST}), "xls"), (AGAINST_FORM,)),
    Layout("over_xlsx", "抢险.xlsx", lambda: xlsx({"Sheet1": OVER}), (OVER_FORM,)),
    Layout("over_ml", "抢险.xls", lambda: spreadsheet_ml({"Sheet1": OVER}), (OVER_FORM,)),
    Layout("hidden_xlsx", "文体.xlsx", hidden, (HIDDEN_FORM,)),
    Layout("formulas_xlsx", "路灯.xlsx", lambda: xlsx({"Sheet1": FORMULAS}), (FORMULAS_FORM,)),
    Layout("reviews_html", "岗位.html", lambda: web(REVIEWS), (REVIEWS_FORM,)),
    Layout("repeated_xlsx", "公园.xlsx", lambda: xlsx({"Sheet1": REPEATED}), (REPEATED_FORM,)),
    Layout("repeated_pdf", "公园.pdf", lambda: printed(word([REPEATED, ""]), "docx"), (REPEATED_FORM,)),
    Layout("list_xlsx", "汇总.xlsx", lambda: xlsx({"2024": LIST}), LIST_FORMS),
    Layout("kinds_ods", "应急.ods", lambda: ods("Sheet1", KINDS), (KINDS_FORM,)),
    Layout("area_docx", "救助.docx", lambda: nested(["附件"], AREA), (AREA_FORM,)),
    Layout("area_pdf", "救助.pdf", lambda: printed(xlsx({"Sheet1": AREA}), "xlsx", roomy=True), (AREA_FORM,)),
    Layout("semicolons_csv", "防汛.csv", lambda: text_table(SEMICOLONS, delimiter=";"), (SEMICOLONS_FORM,)),
    Layout("report_docx", "养护.docx", lambda: word(REPORT), (REPORT_FORM,)),
    Layout("quarters_xlsx", "窗口.xlsx", lambda: xlsx({"Sheet1": QUARTERS}), (QUARTERS_FORM,)),
    Layout("execution_xlsx", "宣传.xlsx", lambda: xlsx({"Sheet1": EXECUTION}), (EXECUTION_FORM,)),
    Layout("execution_docx_pdf", "宣传.pdf", lambda: printed(word([EXECUTION, ""]), "docx"), (EXECUTION_FORM,)),
)  # fmt: skip
