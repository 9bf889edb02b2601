"""Forms as the prefectures of one more province fill them in, each drawn with its expectations before the reader was run.

First-run accuracy: see test_blind_sets.py.
"""

from __future__ import annotations

from tests.loaders.layouts import Form, Layout, rows
from tests.loaders.pdf_print import Sheet, pdf
from tests.loaders.printed import old
from tests.loaders.provinces_documents import ruled
from tests.loaders.sketch import Sketch, ods, text_table, web, word, xlsx

ROW = "level1 level2 level3 target actual points self_score"
NOTED = f"{ROW} deviation_note"

# 1. the money in words of adjustment, targets planned, weights before targets -------------------------------------------
PASTURE: Sketch = [
    ["附表3", *[None] * 8],
    ["2023年度财政支出项目绩效自评情况表", *["<"] * 8],
    ["专项名称", "<", "退化草原补播改良", *["<"] * 3, "项目负责人", "才让", "<"],
    ["一级预算单位", "<", "州林业和草原局", *["<"] * 3, "具体实施单位", "州草原工作站", "<"],
    ["项目资金执行情况（万元）", "<", "资金来源", "年初批复数", "调整后预算数", "实际支出数", "权值", "支出进度", "得分"],
    ["^", "<", "合计", 860, 812.5, 797.06, 10, "98.10%", 9.81],
    ["^", "<", "省级补助", 600, 560, 552.4, "—", "—", "—"],
    ["^", "<", "州本级", 260, 252.5, 244.66, "—", "—", "—"],
    ["绩效目标", "年初设定", "<", "<", "<", "年末完成", "<", "<", "<"],
    ["^", "补播改良退化草原3.2万亩。", "<", "<", "<", "补播改良3.2万亩，长势良好。", "<", "<", "<"],
    ["一级指标", "二级指标", "三级指标", "权值", "计划目标值", "年末完成值", "自评得分", "未达标原因说明", "<"],
    ["产出指标", "数量指标", "补播改良面积", 20, "≥3.2万亩", "3.2万亩", 20, None, "<"],
    ["^", "质量指标", "牧草出苗率", 15, "≥85%", "82.7%", 14.59, "春旱", "<"],
    ["^", "时效指标", "完工时间", 15, "9月底前", "8月26日", 15, None, "<"],
    ["效益指标", "生态效益指标", "植被盖度提高", 30, "≥5个百分点", "6.1个百分点", 30, None, "<"],
    ["满意度指标", "服务对象满意度指标", "牧户满意度", 10, "≥90%", "93.5%", 10, None, "<"],
    ["自评总分", "<", "<", 100, None, None, 99.4, None, "<"],
]  # fmt: skip
PASTURE_FORM: Form = {
    "project": "退化草原补播改良", "department": "州林业和草原局", "unit": "州草原工作站", "year": 2023,
    "initial": 860, "annual": 812.5, "executed": 797.06, "rate": 0.981, "self_score": 99.4,
    "goal": "补播改良退化草原3.2万亩。", "goal_actual": "补播改良3.2万亩，长势良好。",
    "indicators": rows(
        NOTED,
        ("产出指标", "数量指标", "补播改良面积", "≥3.2万亩", "3.2万亩", 20, 20, None),
        ("产出指标", "质量指标", "牧草出苗率", "≥85%", "82.7%", 15, 14.59, "春旱"),
        ("产出指标", "时效指标", "完工时间", "9月底前", "8月26日", 15, 15, None),
        ("效益指标", "生态效益指标", "植被盖度提高", "≥5个百分点", "6.1个百分点", 30, 30, None),
        ("满意度指标", "服务对象满意度指标", "牧户满意度", "≥90%", "93.5%", 10, 10, None),
    ),
}  # fmt: skip


# 2. two forms on one sheet, in 元, sign, value and unit apart ------------------------------------------------------------
def _split(project: str, annual: int, spent: int, rate: str, last: list[object], total: float) -> Sketch:
    return [
        ["项目支出绩效目标自评表（2022年）", *["<"] * 9],
        ["项目名称", project, *["<"] * 3, "主管部门名称", "河滨区卫生健康委", *["<"] * 3],
        ["实施单位名称", "河滨区疾控中心", *["<"] * 3, "金额单位：元", *["<"] * 4],
        ["预算执行情况", "年度预算安排", annual, "<", "年度实际支出", spent, "<", "预算执行率", rate, "<"],
        ["一级指标", "二级指标", "三级指标", "指标性质", "指标值", "度量单位", "完成值", "分值", "得分", "偏差说明"],
        ["产出指标", "数量指标", "检测样本量", "≥", 12000, "份", 12850, 40, 40, None],
        ["^", "质量指标", "检测合格率", "=", 100, "%", 100, 20, 20, None],
        ["效益指标", "社会效益指标", *last],
        ["合计", *[None] * 6, 90, total, None],
    ]  # fmt: skip


SPLIT: Sketch = [
    *_split("病媒生物监测", 350000, 343210, "98.06%", ["监测点覆盖率", "≥", 95, "%", 91, 30, 28.74, "两处拆迁"], 88.74),
    [None] * 10,
    *_split("碘缺乏病防治", 120000, 120000, "100%", ["知晓率", "≥", 90, "%", 92, 30, 30, None], 90),
]  # fmt: skip


def _split_form(
    project: str, annual: float, spent: float, rate: float, last: tuple[object, ...], total: float
) -> Form:
    return {
        "project": project, "department": "河滨区卫生健康委", "unit": "河滨区疾控中心", "year": 2022, "money_unit": "元",
        "annual": annual, "executed": spent, "rate": rate, "self_score": total, "total_points": 90,
        "indicators": rows(
            NOTED,
            ("产出指标", "数量指标", "检测样本量", "≥12000份", "12850", 40, 40, None),
            ("产出指标", "质量指标", "检测合格率", "=100%", "100", 20, 20, None),
            ("效益指标", "社会效益指标", *last),
        ),
    }  # fmt: skip


SPLIT_FORMS = (
    _split_form("病媒生物监测", 35, 34.321, 0.9806, ("监测点覆盖率", "≥95%", "91", 30, 28.74, "两处拆迁"), 88.74),
    _split_form("碘缺乏病防治", 12, 12, 1, ("知晓率", "≥90%", "92", 30, 30, None), 90),
)  # fmt: skip

# 3. 部门整体支出, its money by kind of expense ---------------------------------------------------------------------------
WHOLE: Sketch = [
    ["部门整体支出绩效自评表", *["<"] * 7],
    ["（2023年度）", *["<"] * 7],
    ["部门名称", "<", "苍山市残疾人联合会", *["<"] * 5],
    ["部门预算执行情况（万元）", "<", None, "年初预算数", "全年预算数", "全年执行数", "执行率", "得分"],
    ["^", "<", "部门支出总额", 1520.6, 1688.3, 1640.1, "97.15%", 9.72],
    ["^", "<", "其中：基本支出", 620.6, 655.3, 655.3, "100%", None],
    ["^", "<", "项目支出", 900, 1033, 984.8, "95.33%", None],
    ["部门职能概述", "<", "残疾人康复、就业、维权服务。", *["<"] * 5],
    ["一级指标", "二级指标", "三级指标", "目标值", "实际值", "分值", "得分", "扣分原因"],
    ["产出", "数量", "康复服务人数", "≥4200人", "4386人", 25, 25, None],
    ["^", "质量", "辅具适配率", "≥90%", "88%", 25, 24.44, "个别型号缺货"],
    ["效果", "社会效益", "新增就业人数", "≥300人", "312人", 30, 30, None],
    ["满意度", "服务对象满意度", "残疾人满意度", "≥90%", "95%", 10, 10, None],
    ["总得分", "<", "<", "<", "<", 100, 99.16, None],
]  # fmt: skip
WHOLE_FORM: Form = {
    "project": "部门整体支出", "subject": "部门整体支出", "department": "苍山市残疾人联合会", "year": 2023, "initial": 1520.6,
    "annual": 1688.3, "executed": 1640.1, "rate": 0.9715, "self_score": 99.16, "total_points": 100,
    "indicators": rows(
        NOTED,
        ("产出", "数量", "康复服务人数", "≥4200人", "4386人", 25, 25, None),
        ("产出", "质量", "辅具适配率", "≥90%", "88%", 25, 24.44, "个别型号缺货"),
        ("效果", "社会效益", "新增就业人数", "≥300人", "312人", 30, 30, None),
        ("满意度", "服务对象满意度", "残疾人满意度", "≥90%", "95%", 10, 10, None),
    ),
}  # fmt: skip

# 4. 发改委, central investment ------------------------------------------------------------------------------------------
CENTRAL: Sketch = [
    ["中央预算内投资项目绩效目标自评表", *["<"] * 6],
    ["2022年度", *["<"] * 6],
    ["项目名称", "<", "青岩县应急水源工程", "<", "<", "项目代码", "2105-520111-04-01-668811"],
    ["省级发展改革部门", "<", "省发展改革委", "<", "<", "项目单位", "青岩县水投公司"],
    ["投资情况（万元）", "<", None, "年度计划投资", "<", "年度完成投资", "完成率"],
    ["^", "<", "总投资", 9600, "<", 8832, "92%"],
    ["^", "<", "其中：中央预算内投资", 4800, "<", 4800, "100%"],
    ["^", "<", "地方投资", 4800, "<", 4032, "84%"],
    ["一级指标", "二级指标", "三级指标", "<", "年度指标值", "实际完成指标值", "偏差原因及整改措施"],
    ["产出指标", "数量指标", "新建水厂", "<", "1座", "1座", None],
    ["^", "时效指标", "投资完成率", "<", "100%", "92%", "征地滞后"],
    ["效益指标", "社会效益指标", "受益人口", "<", "≥5.2万人", "5.3万人", None],
]  # fmt: skip
CENTRAL_FORM: Form = {
    "project": "青岩县应急水源工程", "unit": "青岩县水投公司", "year": 2022, "annual": 9600, "executed": 8832, "rate": 0.92,
    "indicators": rows(
        "level1 level2 level3 target actual deviation_note",
        ("产出指标", "数量指标", "新建水厂", "1座", "1座", None),
        ("产出指标", "时效指标", "投资完成率", "100%", "92%", "征地滞后"),
        ("效益指标", "社会效益指标", "受益人口", "≥5.2万人", "5.3万人", None),
    ),
}  # fmt: skip

# 5. reviewed by the finance bureau: its score and reason beside the unit's own ------------------------------------------
CHECKED: Sketch = [
    ["县级项目支出绩效自评抽查复核表", *["<"] * 8],
    ["评价年度：2021年", "<", "<", "项目名称：城区路灯节能改造", "<", "<", "<", "<", "<"],
    ["主管部门：县住建局", "<", "<", "项目单位：县市政工程处", "<", "<", "<", "<", "<"],
    ["资金（万元）", "年初预算", "全年预算", "全年支出", "执行率", "<", "分值", "自评", "复核"],
    ["^", 210, 210, 199.5, "95%", "<", 10, 9.5, 9.5],
    ["一级指标", "二级指标", "三级指标", "目标值", "完成值", "分值", "自评得分", "财政复核得分", "复核意见"],
    ["产出指标", "数量指标", "更换灯具", "≥1800盏", "1800盏", 30, 30, 30, None],
    ["^", "质量指标", "验收合格率", "100%", "100%", 30, 30, 28, "抽查2盏不亮"],
    ["效益指标", "经济效益指标", "年节电率", "≥40%", "43%", 20, 20, 20, None],
    ["满意度指标", "服务对象满意度", "群众满意度", "≥90%", "96%", 10, 10, 10, None],
    ["合计", "<", "<", "<", "<", 100, 99.5, 97.5, None],
]  # fmt: skip
CHECKED_FORM: Form = {
    "project": "城区路灯节能改造", "department": "县住建局", "unit": "县市政工程处", "year": 2021, "initial": 210,
    "annual": 210, "executed": 199.5, "rate": 0.95, "self_score": 99.5, "review_score": 97.5,
    "indicators": rows(
        f"{ROW} review_score",
        ("产出指标", "数量指标", "更换灯具", "≥1800盏", "1800盏", 30, 30, 30),
        ("产出指标", "质量指标", "验收合格率", "100%", "100%", 30, 30, 28),
        ("效益指标", "经济效益指标", "年节电率", "≥40%", "43%", 20, 20, 20),
        ("满意度指标", "服务对象满意度", "群众满意度", "≥90%", "96%", 10, 10, 10),
    ),
}  # fmt: skip

# 6. indicators before the money, level and points in one cell ---------------------------------------------------------
REVERSED: Sketch = [
    ["乡镇项目绩效自评表（2020年度）", *["<"] * 6],
    ["项目", "桥头镇农村垃圾清运", "<", "<", "填报单位", "桥头镇人民政府", "<"],
    ["指标名称", "<", "<", "目标", "实际", "满分", "自评分"],
    ["产出（60分）", "数量", "清运垃圾", "≥3600吨", "3715吨", 30, 30],
    ["^", "时效", "日产日清率", "100%", "97%", 30, 29.1],
    ["效益（20分）", "生态", "积存垃圾点", "0处", "0处", 20, 20],
    ["满意度（10分）", "群众", "村民满意度", "≥85%", "90.2%", 10, 10],
    ["预算执行（10分）", "<", "执行率", "100%", "96.5%", 10, 9.65],
    ["得分合计", "<", "<", "<", "<", 100, 98.75],
    ["资金使用（万元）", "全年预算", 48, "<", "全年支出", 46.32, "<"],
]  # fmt: skip
REVERSED_FORM: Form = {
    "project": "桥头镇农村垃圾清运", "unit": "桥头镇人民政府", "year": 2020, "annual": 48, "executed": 46.32,
    "self_score": 98.75,
    "indicators": rows(
        "level2 level3 target actual points self_score",
        ("数量", "清运垃圾", "≥3600吨", "3715吨", 30, 30),
        ("时效", "日产日清率", "100%", "97%", 30, 29.1),
        ("生态", "积存垃圾点", "0处", "0处", 20, 20),
        ("群众", "村民满意度", "≥85%", "90.2%", 10, 10),
        (None, "执行率", "100%", "96.5%", 10, 9.65),
    ),
}  # fmt: skip

# 7. a narrative report --------------------------------------------------------------------------------------------------
REPORT = (
    "达坂州2022年乡村教师生活补助项目支出绩效自评报告\n"
    "一、项目基本情况\n（一）项目概况。乡村教师生活补助由达坂州教育局组织实施，惠及乡村教师1,286人。\n"
    "（二）资金情况。年初预算安排463万元，年中追加预算37万元，全年预算500万元，截至2022年12月31日，实际支出492.4万元，预算执行率98.48%。\n"
    "二、评价结论\n经综合评价，该项目自评得分97.8分，评价等级为“优”。\n"
    "三、存在的主要问题\n补助发放时间偏晚。\n四、改进措施\n按季度提前申报用款计划。\n"
)
REPORT_FORM: Form = {
    "project": "乡村教师生活补助项目", "year": 2022, "initial": 463, "annual": 500,
    "executed": 492.4, "rate": 0.9848, "self_score": 97.8, "self_grade": "优", "problems": "补助发放时间偏晚。",
    "measures": "按季度提前申报用款计划。", "indicators": [],
}  # fmt: skip

# 8. no lines at all: a page of a system, its columns far apart ----------------------------------------------------------
_UNRULED: Sketch = [
    ["2023年度项目支出绩效自评表", *["<"] * 6],
    ["项目名称", "<", "古树名木保护", "<", "<", "<", "<"],
    ["主管部门", "<", "市园林局", "<", "实施单位", "市绿化所", "<"],
    ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"],
    ["产出指标", "数量指标", "复壮古树", "≥60株", "64株", 50, 50],
    ["效益指标", "生态效益", "成活率", "≥98%", "96%", 30, 29.4],
    ["满意度指标", "公众满意度", "市民满意度", "≥90%", "94%", 10, 10],
    ["总分", "<", "<", "<", "<", 90, 89.4],
]  # fmt: skip
UNRULED_FORM: Form = {
    "project": "古树名木保护", "department": "市园林局", "unit": "市绿化所", "year": 2023, "self_score": 89.4,
    "indicators": rows(
        ROW,
        ("产出指标", "数量指标", "复壮古树", "≥60株", "64株", 50, 50),
        ("效益指标", "生态效益", "成活率", "≥98%", "96%", 30, 29.4),
        ("满意度指标", "公众满意度", "市民满意度", "≥90%", "94%", 10, 10),
    ),
}  # fmt: skip
_WIDTHS = [75.0, 75.0, 80.0, 80.0, 80.0, 50.0, 50.0]


def _columns() -> bytes:
    """The page of a system: every cell at its column, nothing drawn."""
    sheet, x = Sheet(), [40.0 + sum(_WIDTHS[:at]) for at in range(len(_WIDTHS))]
    for at, line in enumerate(_UNRULED):
        for col, value in enumerate(line):
            if value not in ("<", "^", None):
                sheet.texts.append((x[col], 60.0 + 24 * at, 10.0, str(value)))
    return pdf([sheet])


# 9. one row an indicator, exported by a system as text ------------------------------------------------------------------
EXPORT: Sketch = [
    ["年度", "项目编码", "项目名称", "预算单位", "年初预算(元)", "调整后预算(元)", "支出数(元)", "一级指标", "二级指标", "三级指标",
     "指标目标值", "指标完成值", "权重", "得分"],
    [2023, "52011123T000000011", "窗口服务外包", "政务服务中心", 480000, 480000, 468000, "产出指标", "数量指标", "服务窗口数", "≥24个", "24个", 50, 50],
    [2023, "52011123T000000011", "窗口服务外包", "政务服务中心", 480000, 480000, 468000, "满意度指标", "满意度", "办事群众满意度", "≥95%", "97%", 10, 10],
    [2023, "52011123T000000012", "档案数字化", "档案馆", 300000, 260000, 260000, "产出指标", "数量指标", "扫描页数", "≥80万页", "81.5万页", 50, 50],
]  # fmt: skip
EXPORT_FORMS: tuple[Form, ...] = (
    {
        "project": "窗口服务外包", "project_code": "52011123T000000011", "year": 2023, "initial": 48, "annual": 48, "executed": 46.8,
        "indicators": rows(
            ROW,
            ("产出指标", "数量指标", "服务窗口数", "≥24个", "24个", 50, 50),
            ("满意度指标", "满意度", "办事群众满意度", "≥95%", "97%", 10, 10),
        ),
    },
    {
        "project": "档案数字化", "project_code": "52011123T000000012", "year": 2023, "initial": 30, "annual": 26, "executed": 26,
        "indicators": rows(ROW, ("产出指标", "数量指标", "扫描页数", "≥80万页", "81.5万页", 50, 50)),
    },
)  # fmt: skip

PREFECTURES = (
    Layout("pasture_xlsx", "草原.xlsx", lambda: xlsx({"自评": PASTURE}), (PASTURE_FORM,)),
    Layout("pasture_docx", "草原.docx", lambda: word([PASTURE]), (PASTURE_FORM,)),
    Layout("split_xlsx", "疾控.xlsx", lambda: xlsx({"Sheet1": SPLIT}), SPLIT_FORMS),
    Layout("split_html", "疾控.xls", lambda: web(SPLIT), SPLIT_FORMS),
    Layout("whole_xlsx", "残联.xlsx", lambda: xlsx({"整体": WHOLE}), (WHOLE_FORM,)),
    Layout("whole_docx", "残联.docx", lambda: word(["附件2", WHOLE, "填表人：王"]), (WHOLE_FORM,)),
    Layout("central_xls", "水源.xls", lambda: old(xlsx({"表1": CENTRAL}), "xls"), (CENTRAL_FORM,)),
    Layout("central_ods", "水源.ods", lambda: ods("表1", CENTRAL), (CENTRAL_FORM,)),
    Layout("checked_xlsx", "路灯.xlsx", lambda: xlsx({"复核": CHECKED}), (CHECKED_FORM,)),
    Layout("checked_docx", "路灯.docx", lambda: word([CHECKED]), (CHECKED_FORM,)),
    Layout("reversed_xlsx", "清运.xlsx", lambda: xlsx({"Sheet1": REVERSED}), (REVERSED_FORM,)),
    Layout("reversed_csv", "清运.csv", lambda: text_table(REVERSED, encoding="gbk"), (REVERSED_FORM,)),
    Layout("report_docx", "补助.docx", lambda: word(list(REPORT.splitlines())), (REPORT_FORM,)),
    Layout("report_txt", "补助.txt", lambda: REPORT.encode("gbk"), (REPORT_FORM,)),
    Layout("columns_print", "古树.pdf", _columns, (UNRULED_FORM,)),
    Layout("unruled_print", "古树2.pdf", lambda: ruled(_UNRULED, _WIDTHS, lines="none"), (UNRULED_FORM,)),
    Layout("export_csv", "导出.csv", lambda: text_table(EXPORT, encoding="gbk"), EXPORT_FORMS),
    Layout("export_tsv", "导出.txt", lambda: text_table(EXPORT, delimiter="\t"), EXPORT_FORMS),
    Layout(
        "workbook_xlsx", "汇总.xlsx", lambda: xlsx({"封面": [["2023年绩效自评材料"]], "草原": PASTURE, "残联": WHOLE}),
        (PASTURE_FORM, WHOLE_FORM),
    ),
)  # fmt: skip
