"""Twelfth blind set, of 2026-11-27 in the evening: a form over two sheets, notes and sums between rows, the unit of money below the table,
empty columns, scores before points, traditional characters, investments, sums by source. Drawn before the reader was run; first
run: test_blind_sets.py. What a form does not print is expected blank.
"""

from __future__ import annotations

from tests.loaders.layouts import Form, Layout, rows
from tests.loaders.printed import nested, old, printed
from tests.loaders.sketch import Sketch, ods, text_table, web, word, xlsx

ROW = "level1 level2 level3 target actual points self_score"
NOTED = f"{ROW} deviation_note"

# 1. the money on one sheet, the indicators on the next
FRONT: Sketch = [
    ["项目支出绩效自评表（2023年度）", *["<"] * 5],
    ["项目名称", "城区雨污分流改造", "<", "<", "<", "<"],
    ["主管部门", "安河市住房和城乡建设局", "<", "实施单位", "安河市市政管理处", "<"],
    ["项目资金（万元）", "年初预算数", "全年预算数", "全年执行数", "执行率", "得分"],
    ["年度资金总额", 2600, 2480, 2356, "95%", 9.5],
    ["其中：财政拨款", 2600, 2480, 2356, "95%", None],
]  # fmt: skip
BACK: Sketch = [
    ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"],
    ["产出指标", "数量指标", "改造管网长度", "≥18公里", "17.1公里", 50, 47.5],
    ["效益指标", "生态效益指标", "污水集中收集率", "≥75%", "78%", 30, 30],
    ["满意度指标", "服务对象满意度", "居民满意度", "≥90%", "91%", 10, 10],
    ["总分", "<", "<", "<", "<", 100, 97],
]  # fmt: skip
SPLIT_FORM: Form = {
    "project": "城区雨污分流改造", "department": "安河市住房和城乡建设局", "unit": "安河市市政管理处", "year": 2023,
    "money_unit": "万元", "initial": 2600, "annual": 2480, "executed": 2356, "rate": 0.95, "self_score": 97, "total_points": 100,
    "indicators": rows(
        ROW,
        ("产出指标", "数量指标", "改造管网长度", "≥18公里", "17.1公里", 50, 47.5),
        ("效益指标", "生态效益指标", "污水集中收集率", "≥75%", "78%", 30, 30),
        ("满意度指标", "服务对象满意度", "居民满意度", "≥90%", "91%", 10, 10),
    ),
}  # fmt: skip

# 2. notes between the rows, sums after each level, the total before the indicators
NOTES: Sketch = [
    ["附件3-1", *["<"] * 6],
    ["2022年度财政项目支出绩效自评表", *["<"] * 6],
    ["项目名称", "学前教育生均公用经费", "<", "主管部门（公章）", "安河市教育体育局", "<", "<"],
    ["自评总分", 94.2, "<", "自评等次", "优", "<", "<"],
    ["预算执行情况（万元）", "年初预算", 860, "调整后预算", 902.5, "实际支出", 866.4],
    ["一级指标", "二级指标", "三级指标", "指标值", "完成值", "分值", "得分"],
    ["产出指标", "数量指标", "补助幼儿园数", "46所", "46所", 25, 25],
    ["注：含民办普惠园19所。", *["<"] * 6],
    ["产出指标", "时效指标", "拨付及时率", "100%", "91%", 25, 22.2],
    ["小计", "<", "<", "<", "<", 50, 47.2],
    ["效益指标", "社会效益指标", "毛入园率", "≥95%", "95.6%", 30, 30],
    ["小计", "<", "<", "<", "<", 30, 30],
    ["满意度指标", "满意度指标", "家长满意度", "≥90%", "85%", 10, 7.4],
    ["说明：满意度由第三方抽样调查取得，样本量400份。", *["<"] * 6],
]  # fmt: skip
NOTES_FORM: Form = {
    "project": "学前教育生均公用经费", "department": "安河市教育体育局", "year": 2022, "money_unit": "万元", "initial": 860,
    "annual": 902.5, "executed": 866.4, "self_score": 94.2, "self_grade": "优",
    "indicators": rows(
        ROW,
        ("产出指标", "数量指标", "补助幼儿园数", "46所", "46所", 25, 25),
        ("产出指标", "时效指标", "拨付及时率", "100%", "91%", 25, 22.2),
        ("效益指标", "社会效益指标", "毛入园率", "≥95%", "95.6%", 30, 30),
        ("满意度指标", "满意度指标", "家长满意度", "≥90%", "85%", 10, 7.4),
    ),
}  # fmt: skip

# 3. the unit of money below the table only; amounts of the size of 元
BELOW: Sketch = [
    ["2023年度项目绩效自评表", *["<"] * 7],
    ["项目名称", "公共自行车运维服务", "<", "<", "项目单位", "安河市城市管理局", "<", "<"],
    ["资金使用", "年初预算数", "<", "全年预算数", "<", "全年执行数", "<", "执行率"],
    ["年度总额", 1850000, "<", 1850000, "<", 1757500, "<", 0.95],
    ["指标类别", "指标名称", "目标值", "<", "完成值", "分值", "得分", "未完成原因"],
    ["产出指标", "在营车辆数", "≥3000辆", "<", "2850辆", 50, 47.5, "到期报废"],
    ["效益指标", "骑行人次", "≥120万人次", "<", "126万人次", 40, 40, None],
    ["合计", "<", "<", "<", "<", 90, 87.5, None],
    ["填表人：周敏", "<", "联系电话：0318-5553210", "<", "<", "金额单位：元", "<", "<"],
]  # fmt: skip
BELOW_FORM: Form = {
    "project": "公共自行车运维服务", "unit": "安河市城市管理局", "year": 2023, "money_unit": "元", "initial": 185, "annual": 185,
    "executed": 175.75, "rate": 0.95, "self_score": 87.5, "total_points": 90,
    "indicators": rows(
        "level1 level3 target actual points self_score deviation_note",
        ("产出指标", "在营车辆数", "≥3000辆", "2850辆", 50, 47.5, "到期报废"),
        ("效益指标", "骑行人次", "≥120万人次", "126万人次", 40, 40, None),
    ),
}  # fmt: skip


# 4. every second column and some rows empty, as a designer of sheets leaves them
def _spread(sketch: Sketch) -> Sketch:
    return [[value for each in line for value in (each, None)] for line in sketch]


AIRY: Sketch = _spread(
    [
        ["项目支出绩效自评表", None, None, None, None, None, None],
        [None, None, None, "2024年度", None, None, None],
        [None] * 7,
        ["项目名称", "残疾人两项补贴", None, "主管部门", "安河市民政局", None, None],
        [None] * 7,
        ["资金（万元）", "年初预算数", "全年预算数", "全年执行数", "执行率", "分值", "得分"],
        ["总额", 1320, 1296.4, 1290.2, "99.52%", 10, 9.95],
        [None] * 7,
        ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"],
        ["产出指标", "数量指标", "补贴人数", "≥9800人", "9856人", 50, 50],
        ["效益指标", "社会效益", "应补尽补率", "100%", "100%", 30, 30],
        ["满意度指标", "满意度", "残疾人满意度", "≥95%", "96%", 10, 10],
        ["总分", None, None, None, None, 100, 99.95],
    ]
)
AIRY_FORM: Form = {
    "project": "残疾人两项补贴", "department": "安河市民政局", "year": 2024, "money_unit": "万元", "initial": 1320, "annual": 1296.4,
    "executed": 1290.2, "rate": 0.9952, "self_score": 99.95, "total_points": 100, "execution_points": 10, "execution_score": 9.95,
    "indicators": rows(
        ROW,
        ("产出指标", "数量指标", "补贴人数", "≥9800人", "9856人", 50, 50),
        ("效益指标", "社会效益", "应补尽补率", "100%", "100%", 30, 30),
        ("满意度指标", "满意度", "残疾人满意度", "≥95%", "96%", 10, 10),
    ),
}  # fmt: skip

# 5. a form long enough for two pages, level 1 merged across the page's end
LONG_ROWS = [
    ("产出指标", "数量指标", f"检测项目{name}", f"≥{count}批次", f"{count + 2}批次", 2.5, 2.5)
    for name, count in zip("甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉", range(30, 430, 20), strict=True)
]
LONG: Sketch = [
    ["2023年度项目支出绩效自评表", *["<"] * 6],
    ["项目名称", "农产品质量安全监测", "<", "<", "主管部门", "安河市农业农村局", "<"],
    ["项目资金\n（万元）", "年初预算数", "<", "全年预算数", "<", "全年执行数", "执行率"],
    ["^", 420, "<", 420, "<", 407.4, "97%"],
    ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"],
    *[["产出指标" if not index else "^", "数量指标" if not index else "^", *row[2:]] for index, row in enumerate(LONG_ROWS)],
    ["效益指标", "社会效益指标", "监测合格率", "≥98%", "98.9%", 40, 40],
    ["合计", "<", "<", "<", "<", 90, 90],
]  # fmt: skip
LONG_FORM: Form = {
    "project": "农产品质量安全监测", "department": "安河市农业农村局", "year": 2023, "money_unit": "万元", "initial": 420,
    "annual": 420, "executed": 407.4, "rate": 0.97, "self_score": 90, "total_points": 90,
    "indicators": rows(ROW, *LONG_ROWS, ("效益指标", "社会效益指标", "监测合格率", "≥98%", "98.9%", 40, 40)),
}  # fmt: skip

# 6. the score first, then what it is the score of
BACKWARDS: Sketch = [
    ["项目支出绩效自评表", *["<"] * 7],
    ["（2023年度）", *["<"] * 7],
    ["项目名称", "消防水源建设", "<", "<", "实施单位", "安河市消防救援支队", "<", "<"],
    ["序号", "得分", "分值", "三级指标", "完成情况", "预期值", "二级指标", "一级指标"],
    [1, 30, 30, "新建消火栓", "120座", "120座", "数量指标", "产出指标"],
    [2, 18, 20, "建设完成时间", "2023年11月", "2023年9月底前", "时效指标", "产出指标"],
    [3, 30, 30, "水源覆盖率", "93%", "≥90%", "社会效益指标", "效益指标"],
    [4, 10, 10, "群众满意度", "95%", "≥90%", "满意度指标", "满意度指标"],
    ["合计", 88, 90, None, None, None, None, None],
]  # fmt: skip
BACKWARDS_FORM: Form = {
    "project": "消防水源建设", "unit": "安河市消防救援支队", "year": 2023, "self_score": 88, "total_points": 90,
    "indicators": rows(
        ROW,
        ("产出指标", "数量指标", "新建消火栓", "120座", "120座", 30, 30),
        ("产出指标", "时效指标", "建设完成时间", "2023年9月底前", "2023年11月", 20, 18),
        ("效益指标", "社会效益指标", "水源覆盖率", "≥90%", "93%", 30, 30),
        ("满意度指标", "满意度指标", "群众满意度", "≥90%", "95%", 10, 10),
    ),
}  # fmt: skip

# 7. a transfer payment, its money in columns of centre and place
SOURCES: Sketch = [
    ["城乡义务教育补助经费绩效自评表", *["<"] * 7],
    ["（2023年度）", *["<"] * 7],
    ["转移支付名称", "城乡义务教育补助经费", *["<"] * 6],
    ["中央主管部门", "教育部、财政部", "<", "<", "省级主管部门", "省教育厅", "<", "<"],
    ["市县主管部门", "安河市教育体育局", "<", "<", "资金使用单位", "各义务教育学校", "<", "<"],
    ["资金情况（万元）", None, "合计", "<", "中央资金", "<", "地方资金", "<"],
    ["^", "全年预算数", 5200, "<", 4160, "<", 1040, "<"],
    ["^", "全年执行数", 5044, "<", 4160, "<", 884, "<"],
    ["^", "执行率", "97%", "<", "100%", "<", "85%", "<"],
    ["总体目标", "年初设定目标", "<", "<", "全年实际完成情况", "<", "<", "<"],
    ["^", "落实城乡义务教育经费保障机制。", "<", "<", "经费足额拨付到校。", "<", "<", "<"],
    ["绩效指标", "一级指标", "二级指标", "三级指标", "指标值", "<", "全年实际完成值", "未完成原因和改进措施"],
    ["^", "产出指标", "数量指标", "受益学生数", "≥68000人", "<", "68320人", None],
    ["^", "^", "质量指标", "补助标准达标率", "100%", "<", "100%", None],
    ["^", "效益指标", "社会效益指标", "九年义务教育巩固率", "≥96%", "<", "95.8%", "外出务工随迁"],
    ["^", "满意度指标", "服务对象满意度指标", "家长满意度", "≥85%", "<", "90%", None],
]  # fmt: skip
SOURCES_FORM: Form = {
    "project": "城乡义务教育补助经费", "department": "安河市教育体育局", "unit": "各义务教育学校", "year": 2023,
    "money_unit": "万元", "annual": 5200, "executed": 5044, "rate": 0.97,
    "goal": "落实城乡义务教育经费保障机制。", "goal_actual": "经费足额拨付到校。",
    "indicators": rows(
        "level1 level2 level3 target actual deviation_note",
        ("产出指标", "数量指标", "受益学生数", "≥68000人", "68320人", None),
        ("产出指标", "质量指标", "补助标准达标率", "100%", "100%", None),
        ("效益指标", "社会效益指标", "九年义务教育巩固率", "≥96%", "95.8%", "外出务工随迁"),
        ("满意度指标", "服务对象满意度指标", "家长满意度", "≥85%", "90%", None),
    ),
}  # fmt: skip

# 8. a department's whole spending, columns by kind
KINDS: Sketch = [
    ["2023年度部门整体支出绩效自评表", *["<"] * 6],
    ["部门（单位）名称", "安河市水利局", *["<"] * 5],
    ["年度部门预算情况（万元）", "支出构成", "<", "年初预算数", "全年预算数", "全年执行数", "执行率"],
    ["^", "基本支出", "<", 1260, 1302, 1302, "100%"],
    ["^", "项目支出", "<", 3400, 3648, 3158, "86.57%"],
    ["^", "合计", "<", 4660, 4950, 4460, "90.1%"],
    ["年度总体目标", "保障防洪安全和城乡供水。", *["<"] * 5],
    ["一级指标", "二级指标", "三级指标", "权重", "目标值", "实际值", "自评分"],
    ["履职效能", "重点工作", "水库除险加固", 40, "12座", "11座", 36.7],
    ["^", "日常工作", "河长制巡河次数", 20, "≥5000次", "5236次", 20],
    ["社会效应", "社会效益", "自来水普及率", 30, "≥92%", "93.1%", 30],
    ["^", "满意度", "公众满意度", 10, "≥85%", "88%", 10],
    ["合计", "<", "<", 100, "<", "<", 96.7],
]  # fmt: skip
KINDS_FORM: Form = {
    "project": "部门整体支出", "subject": "部门整体支出", "department": "安河市水利局", "year": 2023, "money_unit": "万元",
    "initial": 4660, "annual": 4950, "executed": 4460, "rate": 0.901, "self_score": 96.7, "total_points": 100,
    "goal": "保障防洪安全和城乡供水。",
    "indicators": rows(
        ROW,
        ("履职效能", "重点工作", "水库除险加固", "12座", "11座", 40, 36.7),
        ("履职效能", "日常工作", "河长制巡河次数", "≥5000次", "5236次", 20, 20),
        ("社会效应", "社会效益", "自来水普及率", "≥92%", "93.1%", 30, 30),
        ("社会效应", "满意度", "公众满意度", "≥85%", "88%", 10, 10),
    ),
}  # fmt: skip

# 9. 发改委: an investment, what was assigned and what was done
INVESTED: Sketch = [
    ["中央预算内投资项目绩效自评表", *["<"] * 6],
    ["（2023年度）", *["<"] * 6],
    ["项目名称", "安河市第二水源工程", "<", "<", "项目单位", "安河市水务集团", "<"],
    ["投资计划下达文号", "发改投资〔2023〕218号", "<", "<", "项目代码", "2205-131182-04-01-667788", "<"],
    ["资金情况（万元）", "计划下达数", "<", "实际完成投资", "<", "资金支付数", "支付率"],
    ["年度总投资", 12000, "<", 11400, "<", 10800, "90%"],
    ["其中：中央预算内投资", 6000, "<", 6000, "<", 5700, "95%"],
    ["一级指标", "二级指标", "三级指标", "指标值", "完成值", "分值", "得分"],
    ["产出指标", "数量指标", "铺设输水管线", "≥26公里", "26公里", 60, 60],
    ["效益指标", "社会效益指标", "新增供水能力", "≥5万吨/日", "4.5万吨/日", 40, 36],
    ["总分", "<", "<", "<", "<", 100, 96],
]  # fmt: skip
INVESTED_FORM: Form = {
    "project": "安河市第二水源工程", "project_code": "2205-131182-04-01-667788", "unit": "安河市水务集团", "year": 2023,
    "money_unit": "万元", "annual": 12000, "executed": 10800, "rate": 0.9, "self_score": 96, "total_points": 100,
    "indicators": rows(
        ROW,
        ("产出指标", "数量指标", "铺设输水管线", "≥26公里", "26公里", 60, 60),
        ("效益指标", "社会效益指标", "新增供水能力", "≥5万吨/日", "4.5万吨/日", 40, 36),
    ),
}  # fmt: skip

# 10. a dump of a system, one row an indicator, project repeated
DUMP: Sketch = [
    ["预算年度", "预算单位", "项目编码", "项目名称", "一级指标", "二级指标", "三级指标", "指标值", "完成值", "指标分值", "自评得分"],
    ["2023", "安河市图书馆", "13118223P00112233", "文献购置", "产出指标", "数量指标", "新购图书", "≥2万册", "2.1万册", "50", "50"],
    ["2023", "安河市图书馆", "13118223P00112233", "文献购置", "效益指标", "社会效益指标", "借阅量", "≥30万册次", "27万册次", "40", "36"],
    ["2023", "安河市文化馆", "13118223P00112277", "文化下乡", "产出指标", "数量指标", "演出场次", "≥100场", "104场", "60", "60"],
    ["2023", "安河市文化馆", "13118223P00112277", "文化下乡", "满意度指标", "满意度", "观众满意度", "≥90%", "97%", "40", "40"],
]  # fmt: skip
DUMP_FORMS: tuple[Form, ...] = (
    {
        "project": "文献购置", "project_code": "13118223P00112233", "unit": "安河市图书馆", "year": 2023,
        "indicators": rows(
            ROW,
            ("产出指标", "数量指标", "新购图书", "≥2万册", "2.1万册", 50, 50),
            ("效益指标", "社会效益指标", "借阅量", "≥30万册次", "27万册次", 40, 36),
        ),
    },
    {
        "project": "文化下乡", "project_code": "13118223P00112277", "unit": "安河市文化馆", "year": 2023,
        "indicators": rows(
            ROW,
            ("产出指标", "数量指标", "演出场次", "≥100场", "104场", 60, 60),
            ("满意度指标", "满意度", "观众满意度", "≥90%", "97%", 40, 40),
        ),
    },
)  # fmt: skip

# 11. WPS saves a page: non-breaking spaces, styles, a row for the widths
WPS_ROWS = (
    ("产出指标", "数量指标", "培训农民", "≥1500人次", "1560人次", 50, 50),
    ("效益指标", "经济效益指标", "人均增收", "≥800元", "760元", 40, 38),
)


def wps() -> bytes:
    def cell(text: object, more: str = "") -> str:
        return f"<td class=xl65 {more} style=\"mso-number-format:'\\@';border:.5pt solid windowtext\">&nbsp;{text}&nbsp;</td>"

    lines = [
        cell("2023年度项目支出绩效自评表", "colspan=7"),
        cell("项目名称", "colspan=2") + cell("高素质农民培育", "colspan=5"),
        cell("主管部门", "colspan=2") + cell("安河市农业农村局", "colspan=5"),
        cell("资金（万元）", "colspan=2")
        + cell("年初预算数")
        + cell("全年预算数")
        + cell("全年执行数")
        + cell("执行率")
        + cell("得分"),
        cell("合计", "colspan=2") + cell("120.00") + cell("126.50") + cell("125.24") + cell("99.00%") + cell("9.90"),
        "".join(map(cell, ("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"))),
        *("".join(map(cell, row)) for row in WPS_ROWS),
        cell("总&nbsp;&nbsp;分", "colspan=5") + cell(100) + cell("97.90"),
    ]  # fmt: skip
    rows_ = "".join(f'<tr height=24 style="height:18pt">{line}</tr>' for line in lines)
    return (
        '<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns="http://www.w3.org/TR/REC-html40"><head>'
        '<meta http-equiv=Content-Type content="text/html; charset=gb2312"><style><!--td{mso-ignore:padding;}--></style></head>'
        '<body link=blue><!--[if !excel]>&nbsp;&nbsp;<![endif]--><table border=0 cellpadding=0 width=700>'
        '<col width=88 span=7>' + rows_ + '<![if supportMisalignedColumns]><tr height=0 style="display:none">'
        + "<td width=88></td>" * 7 + "</tr><![endif]></table></body></html>"
    ).encode("gb18030")  # fmt: skip


WPS_FORM: Form = {
    "project": "高素质农民培育", "department": "安河市农业农村局", "year": 2023, "money_unit": "万元", "initial": 120,
    "annual": 126.5, "executed": 125.24, "rate": 0.99, "self_score": 97.9, "total_points": 100, "execution_score": 9.9,
    "indicators": rows(ROW, *WPS_ROWS),
}  # fmt: skip

# 12. traditional characters, as a converted document shows
TRADITIONAL: Sketch = [
    ["2022年度項目支出績效自評表", *["<"] * 6],
    ["項目名稱", "城市公園養護", "<", "主管部門", "安河市園林局", "<", "<"],
    ["項目資金（萬元）", "年初預算數", "<", "全年預算數", "<", "全年執行數", "執行率"],
    ["年度資金總額", 640, "<", 640, "<", 620.8, "97%"],
    ["一級指標", "二級指標", "三級指標", "年度指標值", "實際完成值", "分值", "得分"],
    ["產出指標", "數量指標", "養護面積", "≥210公頃", "212公頃", 50, 50],
    ["效益指標", "生態效益指標", "綠地保存率", "≥98%", "97%", 40, 39],
    ["總分", "<", "<", "<", "<", 90, 89],
]  # fmt: skip
TRADITIONAL_FORM: Form = {
    "project": "城市公園養護", "department": "安河市園林局", "year": 2022, "initial": 640, "annual": 640,
    "executed": 620.8, "rate": 0.97, "self_score": 89, "total_points": 90,
    "indicators": rows(
        "level3 target actual points self_score",
        ("養護面積", "≥210公頃", "212公頃", 50, 50),
        ("綠地保存率", "≥98%", "97%", 40, 39),
    ),
}  # fmt: skip

# 13. reviewed: unit's, department's and finance's scores side by side, points lost, no total
CHECKED: Sketch = [
    ["2023年度项目绩效自评复核情况表", *["<"] * 8],
    ["项目名称：社区居家养老服务", "<", "<", "<", "填报单位：安河市民政局", "<", "<", "<", "<"],
    ["预算数：380万元", "<", "<", "执行数：361万元", "<", "<", "执行率：95%", "<", "<"],
    ["指标", "<", "<", "绩效目标", "<", "分值", "自评", "财政复核", "复核扣分理由"],
    ["一级", "二级", "三级", "目标值", "完成值", "^", "得分", "得分", "^"],
    ["产出", "数量", "服务老人数", "≥5200人", "5310人", 50, 50, 50, None],
    ["效益", "社会效益", "老人健康建档率", "≥95%", "96%", 30, 30, 26, "档案不完整"],
    ["满意度", "满意度", "老人满意度", "≥90%", "92%", 10, 10, 8, "样本不足"],
    ["合计", "<", "<", "<", "<", 90, 90, 84, None],
]  # fmt: skip
CHECKED_FORM: Form = {
    "project": "社区居家养老服务", "year": 2023, "annual": 380, "executed": 361, "rate": 0.95, "self_score": 90,
    "review_score": 84, "total_points": 90, "unit": "安河市民政局",
    "indicators": rows(
        f"{ROW} review_score",
        ("产出", "数量", "服务老人数", "≥5200人", "5310人", 50, 50, 50),
        ("效益", "社会效益", "老人健康建档率", "≥95%", "96%", 30, 30, 26),
        ("满意度", "满意度", "老人满意度", "≥90%", "92%", 10, 10, 8),
    ),
}  # fmt: skip

# 14. three forms one below the other, only the first with a title; 元 over the first only
STACK: Sketch = [
    ["2023年度项目支出绩效自评表", *["<"] * 6],
    [*[None] * 5, "单位：元", "<"],
    *[
        line
        for project, planned, spent, points, score in (
            ("值班经费", 98000, 98000, 90, 90),
            ("档案整理", 156000, 140400, 90, 81),
            ("设备购置", 45000, 45000, 90, 88),
        )
        for line in (
            ["项目名称", project, "<", "<", "实施单位", "安河市档案馆", "<"],
            ["项目资金", "年初预算数", planned, "<", "全年执行数", spent, "<"],
            ["一级指标", "二级指标", "三级指标", "目标值", "完成值", "分值", "得分"],
            ["产出指标", "数量指标", f"{project}完成", "1项", "1项", points, score],
            ["总分", "<", "<", "<", "<", points, score],
            [None] * 7,
        )
    ],
]  # fmt: skip
STACK_FORMS: tuple[Form, ...] = tuple(
    {
        "project": project, "unit": "安河市档案馆", "year": 2023, "initial": initial, "executed": spent,
        "self_score": score, "total_points": 90,
        "indicators": rows(ROW, ("产出指标", "数量指标", f"{project}完成", "1项", "1项", 90, score)),
    }
    for project, initial, spent, score in (
        ("值班经费", 9.8, 9.8, 90), ("档案整理", 15.6, 14.04, 81), ("设备购置", 4.5, 4.5, 88),
    )
)  # fmt: skip

# 15. words for numbers' heads nobody has used: 打分标准, 赋分, 实得分; money 拨款, 使用
WORDS: Sketch = [
    ["财政支出项目绩效自我评价表", *["<"] * 7],
    ["评价年度", "2023年", "<", "<", "项目", "粮食风险基金", "<", "<"],
    ["主管单位", "安河市发展和改革委员会", "<", "<", "用款单位", "安河市粮食储备中心", "<", "<"],
    ["财政资金（万元）", "预算安排", 730, "<", "到位资金", 730, "使用资金", 693.5],
    ["指标层级1", "指标层级2", "指标层级3", "绩效标准", "实际情况", "打分标准", "满分", "实得分"],
    ["产出指标", "数量指标", "储备粮规模", "2.4万吨", "2.4万吨", "达标得满分", 60, 60],
    ["效益指标", "社会效益", "粮价稳定", "稳定", "基本稳定", "酌情给分", 40, 36],
    ["总得分", "<", "<", "<", "<", "<", 100, 96],
]  # fmt: skip
WORDS_FORM: Form = {
    "project": "粮食风险基金", "department": "安河市发展和改革委员会", "unit": "安河市粮食储备中心", "year": 2023,
    "money_unit": "万元", "annual": 730, "executed": 693.5, "self_score": 96, "total_points": 100,
    "indicators": rows(
        ROW,
        ("产出指标", "数量指标", "储备粮规模", "2.4万吨", "2.4万吨", 60, 60),
        ("效益指标", "社会效益", "粮价稳定", "稳定", "基本稳定", 40, 36),
    ),
}  # fmt: skip

# 16. number formats: thousands of 元 shown in 万元, per cent without sign, scores with 分
FORMATS: Sketch = [
    ["2023年度项目支出绩效自评表", *["<"] * 6],
    ["项目名称", "地质灾害监测", "<", "<", "主管部门", "安河市自然资源局", "<"],
    ["项目资金", "年初预算数", "<", "全年预算数", "<", "全年执行数", "执行率（%）"],
    ["年度资金总额", (268.5, '0.00"万元"'), "<", (268.5, '0.00"万元"'), "<", (241.65, '0.00"万元"'), 90],
    ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"],
    ["产出指标", "数量指标", "监测点数", (85, '0"处"'), (82, '0"处"'), (50, '0"分"'), (48.2, '0.0"分"')],
    ["效益指标", "社会效益指标", "预警准确率", (0.9, "0%"), (0.935, "0.0%"), (40, '0"分"'), (40, '0"分"')],
    ["总分", "<", "<", "<", "<", 90, 88.2],
]  # fmt: skip
FORMATS_FORM: Form = {
    "project": "地质灾害监测", "department": "安河市自然资源局", "year": 2023, "initial": 268.5, "annual": 268.5,
    "executed": 241.65, "rate": 0.9, "self_score": 88.2, "total_points": 90,
    "indicators": rows(
        "level1 level2 level3 points self_score",
        ("产出指标", "数量指标", "监测点数", 50, 48.2),
        ("效益指标", "社会效益指标", "预警准确率", 40, 40),
    ),
}  # fmt: skip

# 17. a report in words, the year in Chinese numerals, money in 亿元 and 元
REPORT = """安河市城市管理局关于二〇二三年度生活垃圾分类项目支出绩效自评的报告

一、项目基本情况
    生活垃圾分类项目由安河市城市管理局组织实施，2023年年初预算安排资金1.26亿元，年中追加预算340万元，全年预算12,940万元。
二、资金使用情况
    截至2023年12月31日，实际支出125,518,000元，预算执行率97%。
三、绩效自评结果
    按照评分标准，该项目绩效自评得分93.4分，评定等级为优。
四、存在问题
    分类投放准确率仍需提高。
五、下一步改进措施
    加大宣传引导力度。

安河市城市管理局
2024年3月20日
""".strip().split("\n")
REPORT_FORM: Form = {
    "project": "生活垃圾分类项目", "department": "安河市城市管理局", "year": 2023, "initial": 12600, "annual": 12940,
    "executed": 12551.8, "rate": 0.97, "self_score": 93.4, "self_grade": "优", "problems": "分类投放准确率仍需提高。",
    "measures": "加大宣传引导力度。", "indicators": [],
}  # fmt: skip

# 18. a web page of two tables: the money and the indicators
PAGE = (
    "<html><head><meta charset=utf-8><title>安河市公开</title></head><body><h2>路面修补项目2023年度绩效自评表</h2>"
    "<p>公开日期：2024-05-06</p><table><tr><th>项目名称</th><td>路面修补</td><th>主管部门</th><td>安河市交通运输局</td></tr>"
    "<tr><th>全年预算数（万元）</th><td>512</td><th>全年执行数（万元）</th><td>501.76</td></tr>"
    "<tr><th>执行率</th><td>98%</td><th>自评得分</th><td>98.8</td></tr></table><p>绩效指标完成情况</p><table>"
    "<tr><th>一级指标</th><th>二级指标</th><th>三级指标</th><th>指标值</th><th>实际值</th><th>分值</th><th>得分</th></tr>"
    "<tr><td rowspan=2>产出指标</td><td>数量指标</td><td>修补面积</td><td>≥6.4万平方米</td><td>6.5万平方米</td><td>40</td><td>40</td></tr>"
    "<tr><td>成本指标</td><td>每平方米成本</td><td>≤80元</td><td>77.2元</td><td>20</td><td>20</td></tr>"
    "<tr><td>效益指标</td><td>社会效益</td><td>道路完好率</td><td>≥95%</td><td>92%</td><td>30</td><td>29</td></tr>"
    "</table></body></html>"
).encode()
PAGE_FORM: Form = {
    "project": "路面修补", "department": "安河市交通运输局", "year": 2023, "annual": 512, "executed": 501.76, "rate": 0.98,
    "self_score": 98.8,
    "indicators": rows(
        ROW,
        ("产出指标", "数量指标", "修补面积", "≥6.4万平方米", "6.5万平方米", 40, 40),
        ("产出指标", "成本指标", "每平方米成本", "≤80元", "77.2元", 20, 20),
        ("效益指标", "社会效益", "道路完好率", "≥95%", "92%", 30, 29),
    ),
}  # fmt: skip

CITIES = (
    Layout("split_xlsx", "雨污分流.xlsx", lambda: xlsx({"基本情况": FRONT, "绩效指标": BACK}), (SPLIT_FORM,)),
    Layout("split_docx", "雨污分流.docx", lambda: word([FRONT, "绩效指标完成情况", BACK, ""]), (SPLIT_FORM,)),
    Layout("notes_xlsx", "公用经费.xlsx", lambda: xlsx({"Sheet1": NOTES}), (NOTES_FORM,)),
    Layout("notes_docx", "公用经费.docx", lambda: word([NOTES, ""]), (NOTES_FORM,)),
    Layout("below_xlsx", "自行车.xlsx", lambda: xlsx({"Sheet1": BELOW}), (BELOW_FORM,)),
    Layout("below_xls", "自行车.xls", lambda: old(xlsx({"Sheet1": BELOW}), "xls"), (BELOW_FORM,)),
    Layout("airy_xlsx", "补贴.xlsx", lambda: xlsx({"Sheet1": AIRY}), (AIRY_FORM,)),
    Layout("airy_csv", "补贴.csv", lambda: text_table(AIRY, encoding="gbk"), (AIRY_FORM,)),
    Layout("two_pages_pdf", "监测.pdf", lambda: printed(xlsx({"Sheet1": LONG}), "xlsx"), (LONG_FORM,)),
    Layout("two_pages_docx_pdf", "监测w.pdf", lambda: printed(word([LONG, ""]), "docx"), (LONG_FORM,)),
    Layout("backwards_xlsx", "水源.xlsx", lambda: xlsx({"Sheet1": BACKWARDS}), (BACKWARDS_FORM,)),
    Layout("sources_xlsx", "义教.xlsx", lambda: xlsx({"Sheet1": SOURCES}), (SOURCES_FORM,)),
    Layout("sources_doc", "义教.doc", lambda: old(word([SOURCES, ""]), "doc", source="docx"), (SOURCES_FORM,)),
    Layout("kinds_ods", "水利.ods", lambda: ods("Sheet1", KINDS), (KINDS_FORM,)),
    Layout("invested_docx", "水源工程.docx", lambda: nested(["附件2"], INVESTED), (INVESTED_FORM,)),
    Layout("invested_pdf", "水源工程.pdf", lambda: printed(xlsx({"Sheet1": INVESTED}), "xlsx", roomy=True), (INVESTED_FORM,)),
    Layout("dump_csv", "导出.csv", lambda: text_table(DUMP), DUMP_FORMS),
    Layout("dump_tsv", "导出.txt", lambda: text_table(DUMP, delimiter="\t", encoding="utf-16"), DUMP_FORMS),
    Layout("wps_html", "培育.xls", wps, (WPS_FORM,)),
    Layout("traditional_xlsx", "公園.xlsx", lambda: xlsx({"Sheet1": TRADITIONAL}), (TRADITIONAL_FORM,)),
    Layout("checked_docx", "养老.docx", lambda: word([CHECKED, ""]), (CHECKED_FORM,)),
    Layout("stack_xlsx", "档案.xlsx", lambda: xlsx({"Sheet1": STACK}), STACK_FORMS),
    Layout("words_html", "粮食.html", lambda: web(WORDS), (WORDS_FORM,)),
    Layout("formats_xlsx", "地灾.xlsx", lambda: xlsx({"Sheet1": FORMATS}), (FORMATS_FORM,)),
    Layout("report_docx", "分类.docx", lambda: word(REPORT), (REPORT_FORM,)),
    Layout("page_html", "路面.htm", lambda: PAGE, (PAGE_FORM,)),
)  # fmt: skip
