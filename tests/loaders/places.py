"""Sixth blind set of 2026-11-27: schools, villages, funds and bureaus that keep their own habits.

Every expectation was written before the reader was run; what it read at first: test_blind_sets.py.
"""

from __future__ import annotations

from tests.loaders.layouts import Form, Layout, rows
from tests.loaders.printed import old, printed
from tests.loaders.sketch import Sketch, text_table, web, word, xlsx

ROW = "level1 level2 level3 target actual points self_score"
NOTED = f"{ROW} deviation_note"

# 1. self and finance scores side by side, reasons of both, the sum as percentage of the whole ------------------------------------------
CHECKED: Sketch = [
    ["2023年度财政项目支出绩效自评及财政复核表", *["<"] * 9],
    ["项目名称", "<", "农村义务教育学生营养改善计划", "<", "<", "主管部门", "<", "黔岭县教育局", "<", "<"],
    ["实施单位", "<", "黔岭县学生资助中心", "<", "<", "资金性质", "<", "一般公共预算", "<", "<"],
    ["预算执行\n（万元）", "<", "年初预算", "追加（减）", "全年预算", "全年支出", "结转结余", "执行率", "分值", "得分"],
    ["^", "<", 2360, -60, 2300, 2277, 23, (0.99, "0%"), 10, 9.9],
    ["一级指标", "二级指标", "三级指标", "指标值", "完成值", "权重", "单位自评分", "财政复核分", "自评扣分原因", "复核意见"],
    ["产出指标", "数量指标", "受益学生数", "≥28000人", "27650人", 20, 19.75, 19, "学生外出就读", "核减重复人数"],
    ["^", "质量指标", "供餐达标率", "100%", "100%", 20, 20, 20, None, None],
    ["^", "成本指标", "生均标准", "5元/天", "5元/天", 10, 10, 10, None, None],
    ["效益指标", "社会效益指标", "学生体质合格率", "≥92%", "92.4%", 30, 30, 28, None, "抽样不足"],
    ["满意度指标", "服务对象满意度指标", "家长满意度", "≥90%", "95%", 10, 10, 10, None, None],
    ["总分", "<", "<", "<", "<", 100, 99.65, 96.9, None, None],
]  # fmt: skip
CHECKED_FORM: Form = {
    "project": "农村义务教育学生营养改善计划", "department": "黔岭县教育局", "unit": "黔岭县学生资助中心", "year": 2023,
    "money_unit": "万元", "initial": 2360, "annual": 2300, "executed": 2277, "rate": 0.99, "self_score": 99.65,
    "review_score": 96.9, "total_points": 100,
    "indicators": rows(
        f"{NOTED} review_score",
        ("产出指标", "数量指标", "受益学生数", "≥28000人", "27650人", 20, 19.75, "学生外出就读", 19),
        ("产出指标", "质量指标", "供餐达标率", "100%", "100%", 20, 20, None, 20),
        ("产出指标", "成本指标", "生均标准", "5元/天", "5元/天", 10, 10, None, 10),
        ("效益指标", "社会效益指标", "学生体质合格率", "≥92%", "92.4%", 30, 30, None, 28),
        ("满意度指标", "服务对象满意度指标", "家长满意度", "≥90%", "95%", 10, 10, None, 10),
    ),
}  # fmt: skip

# 2. a village's form: no levels but the kind of indicator, questions as labels, score as a sentence -----------------------------------
VILLAGE: Sketch = [
    ["村级公益事业一事一议财政奖补项目绩效自评表", *["<"] * 5],
    ["项目名称", "小河村入户路硬化", "<", "项目地点", "青石镇小河村", "<"],
    ["主管部门", "青石镇人民政府", "<", "实施单位", "小河村村民委员会", "<"],
    ["评价年度", "2022年", "<", "填报日期", "2023年1月10日", "<"],
    ["预算金额（元）", 386000, "<", "实际支出（元）", 372490, "<"],
    ["指标类型", "指标名称", "目标值", "实际值", "分值", "得分"],
    ["数量指标", "硬化道路长度", "1.8公里", "1.8公里", 30, 30],
    ["质量指标", "验收合格", "合格", "合格", 20, 20],
    ["时效指标", "完工时间", "2022年10月底前", "2022年11月8日", 20, 15],
    ["社会效益", "受益农户", "96户", "98户", 20, 20],
    ["满意度", "村民满意度", "≥90%", "97%", 10, 10],
    ["自评得分", "95分", "<", "自评等级", "优", "<"],
    ["存在问题", "雨季影响施工进度。", *["<"] * 4],
    ["改进措施", "合理安排工期。", *["<"] * 4],
]  # fmt: skip
VILLAGE_FORM: Form = {
    "project": "小河村入户路硬化", "department": "青石镇人民政府", "unit": "小河村村民委员会", "year": 2022, "money_unit": "元",
    "annual": 38.6, "executed": 37.249, "self_score": 95, "self_grade": "优", "submitted": "2023-01-10",
    "problems": "雨季影响施工进度。", "measures": "合理安排工期。",
    "indicators": rows(
        "level3 target actual points self_score",
        ("硬化道路长度", "1.8公里", "1.8公里", 30, 30),
        ("验收合格", "合格", "合格", 20, 20),
        ("完工时间", "2022年10月底前", "2022年11月8日", 20, 15),
        ("受益农户", "96户", "98户", 20, 20),
        ("村民满意度", "≥90%", "97%", 10, 10),
    ),
}  # fmt: skip

# 3. a bilingual-looking bureaucratic head: codes, 部门/单位 in one cell, sub-indicators 其中 with own targets -----------------------------
CODED: Sketch = [
    ["表5", *[None] * 8],
    ["预算项目绩效自评表", *["<"] * 8],
    ["预算年度：2024", "<", "<", "<", "<", "<", "金额单位：万元", "<", "<"],
    ["项目编码及名称", "<", "45012324T000000123456-残疾人康复服务", *["<"] * 6],
    ["主管部门及代码", "<", "136-邕宁区残疾人联合会", "<", "<", "预算单位", "<", "136001-邕宁区残疾人联合会本级", "<"],
    ["项目资金", "<", None, "年初预算数", "全年预算数（A）", "全年执行数（B）", "分值（10）", "执行率（B/A）", "得分"],
    ["^", "<", "年度资金总额：", "212.60", "206.18", "201.02", "10", "97.50%", "9.75"],
    ["^", "<", "   其中：中央资金", "120.00", "120.00", "120.00", "—", "100.00%", "—"],
    ["^", "<", "         自治区资金", "92.60", "86.18", "81.02", "—", "94.01%", "—"],
    ["年度绩效指标", "一级指标", "二级指标", "三级指标", "年度指标值", "全年实际完成值", "分值", "得分", "偏差原因分析及改进措施"],
    ["^", "产出指标\n(50)", "数量指标", "康复服务人数", "≥1850人", "1902人", 30, 30, None],
    ["^", "^", "^", "其中：儿童", "≥260人", "274人", None, None, None],
    ["^", "^", "质量指标", "服务规范率", "≥90%", "88.9%", 20, 19.75, "转介机构人员变动"],
    ["^", "效益指标\n(30)", "社会效益指标", "辅具适配率", "≥80%", "85%", 30, 30, None],
    ["^", "满意度指标\n(10)", "服务对象满意度", "残疾人满意度", "≥85%", "91%", 10, 10, None],
    ["总分", "<", "<", "<", "<", "<", 100, 99.5, None],
    ["备注：1.自评得分=各项得分之和。2.定性指标按三档评分。", *["<"] * 8],
]  # fmt: skip
CODED_FORM: Form = {
    "department": "136-邕宁区残疾人联合会", "unit": "136001-邕宁区残疾人联合会本级", "year": 2024, "money_unit": "万元",
    "project_code": "45012324T000000123456", "initial": 212.6, "annual": 206.18, "executed": 201.02, "rate": 0.975,
    "self_score": 99.5, "total_points": 100,
    "indicators": rows(
        f"{NOTED} level1_points sub_row",
        ("产出指标", "数量指标", "康复服务人数", "≥1850人", "1902人", 30, 30, None, 50, False),
        ("产出指标", "数量指标", "其中：儿童", "≥260人", "274人", None, None, None, 50, True),
        ("产出指标", "质量指标", "服务规范率", "≥90%", "88.9%", 20, 19.75, "转介机构人员变动", 50, False),
        ("效益指标", "社会效益指标", "辅具适配率", "≥80%", "85%", 30, 30, None, 30, False),
        ("满意度指标", "服务对象满意度", "残疾人满意度", "≥85%", "91%", 10, 10, None, 10, False),
    ),
}  # fmt: skip

# 4. tasks of a policy fund: money beside labels in two rows, indicators numbered, no scores at all -----------------------------------
UNSCORED: Sketch = [
    ["2023年就业见习补贴资金绩效目标完成情况自评表", *["<"] * 5],
    ["资金名称", "就业见习补贴", "<", "资金年度", "2023", "<"],
    ["主管部门", "海川市人力资源和社会保障局", "<", "使用单位", "海川市就业服务中心", "<"],
    ["下达预算（万元）", "1,350", "<", "实际支出（万元）", "1,296", "<"],
    ["预算执行率", "96%", "<", "结余（万元）", "54", "<"],
    ["序号", "一级指标", "三级指标", "绩效目标值", "实际完成值", "未完成原因"],
    ["1", "产出指标", "见习岗位数", "≥1200个", "1316个", ""],
    ["2", "^", "补贴发放及时率", "≥98%", "98.5%", ""],
    ["3", "效益指标", "见习留用率", "≥40%", "37%", "岗位匹配度不高"],
    ["4", "满意度指标", "见习人员满意度", "≥85%", "92%", ""],
]  # fmt: skip
UNSCORED_FORM: Form = {
    "project": "就业见习补贴", "department": "海川市人力资源和社会保障局", "unit": "海川市就业服务中心", "year": 2023,
    "money_unit": "万元", "annual": 1350, "executed": 1296, "rate": 0.96,
    "indicators": rows(
        "level1 level3 target actual deviation_note",
        ("产出指标", "见习岗位数", "≥1200个", "1316个", None),
        ("产出指标", "补贴发放及时率", "≥98%", "98.5%", None),
        ("效益指标", "见习留用率", "≥40%", "37%", "岗位匹配度不高"),
        ("满意度指标", "见习人员满意度", "≥85%", "92%", None),
    ),
}  # fmt: skip

# 5. a self-evaluation report of a whole department with its score in a table of sums ----------------------------------------------------
WHOLE_REPORT = """澄江县市场监督管理局2023年度部门整体支出绩效自评报告

一、部门基本情况
    澄江县市场监督管理局为县政府工作部门，内设机构12个。
二、部门整体支出情况
    2023年年初预算1,860.5万元，全年预算1,925万元，全年支出1,886.5万元，预算执行率98%。
三、部门整体支出绩效情况
    全年检查食品生产经营单位3,260户次，立案查处136件。
四、评价结论
    经自评，部门整体支出绩效自评得分为96.8分，评价等级为“优”。
五、存在的主要问题
    预算编制不够精细。
六、改进措施
    提高预算编制的科学性。

                                澄江县市场监督管理局
                                2024年4月12日
""".strip().split("\n")
WHOLE_REPORT_FORM: Form = {
    "project": "部门整体支出", "subject": "部门整体支出", "department": "澄江县市场监督管理局", "year": 2023, "initial": 1860.5,
    "annual": 1925, "executed": 1886.5, "rate": 0.98, "self_score": 96.8, "self_grade": "优",
    "problems": "预算编制不够精细。", "measures": "提高预算编制的科学性。", "indicators": [],
}  # fmt: skip

PLACES = (
    Layout("checked_xlsx", "营养.xlsx", lambda: xlsx({"Sheet1": CHECKED}), (CHECKED_FORM,)),
    Layout("checked_docx", "营养.docx", lambda: word([CHECKED, ""]), (CHECKED_FORM,)),
    Layout("checked_pdf", "营养.pdf", lambda: printed(xlsx({"Sheet1": CHECKED}), "xlsx"), (CHECKED_FORM,)),
    Layout("village_xlsx", "小河村.xlsx", lambda: xlsx({"Sheet1": VILLAGE}), (VILLAGE_FORM,)),
    Layout("village_csv", "小河村.csv", lambda: text_table(VILLAGE, encoding="gbk"), (VILLAGE_FORM,)),
    Layout("coded_xlsx", "康复.xlsx", lambda: xlsx({"说明": [["填表说明"]], "自评": CODED}), (CODED_FORM,)),
    Layout("coded_xls", "康复.xls", lambda: old(xlsx({"Sheet1": CODED}), "xls"), (CODED_FORM,)),
    Layout("coded_html", "康复.html", lambda: web(CODED), (CODED_FORM,)),
    Layout("unscored_docx", "见习.docx", lambda: word([UNSCORED, ""]), (UNSCORED_FORM,)),
    Layout("unscored_txt", "见习.txt", lambda: text_table(UNSCORED, delimiter="\t"), (UNSCORED_FORM,)),
    Layout("unscored_pdf", "见习.pdf", lambda: printed(word([UNSCORED, ""]), "docx"), (UNSCORED_FORM,)),
    Layout("whole_report_docx", "市监.docx", lambda: word(WHOLE_REPORT), (WHOLE_REPORT_FORM,)),
    Layout("whole_report_pdf", "市监.pdf", lambda: printed(word(WHOLE_REPORT), "docx"), (WHOLE_REPORT_FORM,)),
)  # fmt: skip
