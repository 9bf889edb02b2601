"""Further layouts in the manner of other provinces, part two: documents, prints, packages. Drawn on 2026-11-26.

Expected values are read off the drawings by hand. First-run accuracy: see test_provinces.py.
"""

from __future__ import annotations

import io
import zipfile

from tests.loaders.layouts import Form, Layout, rows
from tests.loaders.pdf_print import Row, pdf, table
from tests.loaders.provinces import (
    BEIJING,
    BEIJING_FORM,
    COST,
    COST_FORM,
    EXTRA,
    EXTRA_FORM,
    GUANGDONG,
    GUANGDONG_FORM,
    HUNAN,
    HUNAN_FORM,
    PLAN,
    PLAN_FORM,
    POLICY,
    POLICY_FORM,
    PROVINCIAL_LEDGER,
    PROVINCIAL_LEDGER_FORMS,
    REGION,
    REGION_FORM,
    SHANDONG,
    SHANDONG_FORM,
    SPOT,
    SPOT_FORM,
    SPREAD,
    SPREAD_FORM,
    TRADITIONAL,
    TRADITIONAL_FORM,
    UNKNOWN,
    UNKNOWN_FORM,
    YUNNAN,
    YUNNAN_FORM,
)
from tests.loaders.sketch import Sketch, ods, shown, spreadsheet_ml, text_table, web, word, xlsx

# 16. the name and the money stand in paragraphs, only the indicators in a table ------------------------------
LOOSE = [
    "附件5",
    "项目支出绩效自评表",
    "（2022年度）",
    "项目名称：中小学课桌椅更新　　项目编码：340123220000000004567",
    "主管部门：肥东县教育体育局　　实施单位：肥东县教育装备中心",
    "年初预算数：85.00万元　全年预算数：85.00万元　全年执行数：83.30万元　执行率：98.00%",
    [
        ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施"],
        ["产出指标", "数量指标", "更新课桌椅", "≥3400套", "3400套", "30", "30", ""],
        ["^", "质量指标", "环保检测合格率", "100%", "100%", "20", "20", ""],
        ["效益指标", "社会效益指标", "学习环境", "改善", "改善", "30", "29", "个别学校未调换旧桌"],
        ["满意度指标", "服务对象满意度指标", "师生满意度", "≥95%", "97%", "10", "10", ""],
        ["总分", "<", "<", "<", "<", "100", "98.8", ""],
    ],
    "填表人：孙某　　联系电话：0551-67700000　　填报日期：2023年2月8日",
]  # fmt: skip
LOOSE_FORM: Form = {
    "project": "中小学课桌椅更新", "project_code": "340123220000000004567", "department": "肥东县教育体育局",
    "unit": "肥东县教育装备中心", "year": 2022, "money_unit": "万元", "initial": 85, "annual": 85, "executed": 83.3,
    "rate": 0.98, "self_score": 98.8, "total_points": 100, "submitted": "2023-02-08",
    "indicators": rows(
        "level1 level2 level3 target actual points self_score deviation_note",
        ("产出指标", "数量指标", "更新课桌椅", "≥3400套", "3400套", 30, 30, None),
        ("产出指标", "质量指标", "环保检测合格率", "100%", "100%", 20, 20, None),
        ("效益指标", "社会效益指标", "学习环境", "改善", "改善", 30, 29, "个别学校未调换旧桌"),
        ("满意度指标", "服务对象满意度指标", "师生满意度", "≥95%", "97%", 10, 10, None),
    ),
}  # fmt: skip

# 17. an external evaluation: a narrative with its scoring table behind it ----------------------------------------
EXTERNAL_REPORT = [
    "青岚县2022年农村户厕改造项目",
    "绩效评价报告",
    "委托单位：青岚县财政局",
    "评价机构：某某会计师事务所",
    "一、项目基本情况",
    "农村户厕改造项目由青岚县农业农村局组织实施。2022年年初预算安排1,500.00万元，年中调增300.00万元，全年预算1,800.00万元，"
    "截至2022年12月31日，实际支出1,620.00万元，预算执行率90%。",
    "二、综合评价情况及评价结论",
    "经综合评价，该项目得分86.45分，评价等级为“良”。",
    "三、存在的主要问题",
    "（一）后期管护不到位。部分户厕冬季不能使用。",
    "四、有关建议",
    "（一）落实管护经费，明确管护责任。",
    "附件1：项目支出绩效评价指标体系评分表",
    [
        ["一级指标", "分值", "二级指标", "分值", "三级指标", "分值", "评价标准", "得分", "扣分依据"],
        ["决策", "15", "项目立项", "7", "立项依据充分性", "4", "依据充分得4分", "4", ""],
        ["^", "^", "^", "^", "立项程序规范性", "3", "程序规范得3分", "2", "未集体决策"],
        ["^", "^", "绩效目标", "8", "绩效目标合理性", "8", "目标合理得8分", "6.5", "目标偏低"],
        ["过程", "25", "资金管理", "25", "预算执行率", "10", "执行率×10", "9", "执行率90%"],
        ["^", "^", "^", "^", "资金使用合规性", "15", "每发现1例扣3分", "15", ""],
        ["产出", "30", "产出数量", "15", "改厕完成率", "15", "完成率×15", "14.25", "完成95%"],
        ["^", "^", "产出质量", "15", "验收合格率", "15", "合格率×15", "14.7", "合格率98%"],
        ["效益", "30", "社会效益", "20", "户厕使用率", "20", "使用率×20", "13", "使用率65%"],
        ["^", "^", "满意度", "10", "农户满意度", "10", "满意度×10", "8", "满意度80%"],
        ["合计", "100", "", "100", "", "100", "", "86.45", ""],
    ],
]  # fmt: skip
EXTERNAL_REPORT_FORM: Form = {
    "year": 2022, "method": "财政评价", "initial": 1500, "annual": 1800, "executed": 1620, "rate": 0.9,
    "self_score": 86.45, "self_grade": "良", "is_report": True,
    "indicators": rows(
        "level1 level2 level3 points self_score rule",
        ("决策", "项目立项", "立项依据充分性", 4, 4, "依据充分得4分"),
        ("决策", "项目立项", "立项程序规范性", 3, 2, "程序规范得3分"),
        ("决策", "绩效目标", "绩效目标合理性", 8, 6.5, "目标合理得8分"),
        ("过程", "资金管理", "预算执行率", 10, 9, "执行率×10"),
        ("过程", "资金管理", "资金使用合规性", 15, 15, "每发现1例扣3分"),
        ("产出", "产出数量", "改厕完成率", 15, 14.25, "完成率×15"),
        ("产出", "产出质量", "验收合格率", 15, 14.7, "合格率×15"),
        ("效益", "社会效益", "户厕使用率", 20, 13, "使用率×20"),
        ("效益", "满意度", "农户满意度", 10, 8, "满意度×10"),
    ),
}  # fmt: skip

# 18. a self-evaluation told in sentences, no table ------------------------------------------------------------------
TOLD = """永安区2023年度城市绿化养护项目绩效自评报告

一、项目概况
城市绿化养护项目由永安区园林绿化中心负责实施，主管部门为永安区城市管理局。2023年年初预算数为2,360.00万元，年中追减110.00万元，
全年预算数2,250.00万元，全年执行数2,137.50万元，执行率为95.00%。
二、绩效自评结论
2023年度该项目自评得分96.5分，自评等级为优。
三、存在的问题及原因
（一）部分路段苗木补植不及时。
四、下一步改进措施
（一）建立苗木台账，按季补植。
永安区园林绿化中心
2024年3月15日
"""
TOLD_FORM: Form = {
    "project": "城市绿化养护项目", "department": "永安区城市管理局", "unit": "永安区园林绿化中心", "year": 2023,
    "money_unit": "万元", "initial": 2360, "annual": 2250, "executed": 2137.5, "rate": 0.95, "self_score": 96.5,
    "self_grade": "优", "is_report": True, "indicators": [],
}  # fmt: skip

# 19. the year's report of a whole department ------------------------------------------------------------------------
WHOLE_TOLD = [
    "云岭县水务局2022年度部门整体支出绩效自评报告",
    "一、部门概况",
    "云岭县水务局内设6个股室，下属事业单位3个。",
    "二、部门整体支出情况",
    "2022年部门整体支出年初预算4,210.35万元，全年预算5,036.80万元，实际支出4,785.00万元，预算执行率95.00%。",
    "三、自评结论",
    "部门整体支出绩效自评得分93分，等级为“优”。",
    "四、存在问题",
    "1.预算编制不够细化。",
    "五、改进措施",
    "1.细化预算编制。",
]
WHOLE_TOLD_FORM: Form = {
    "department": "云岭县水务局", "year": 2022, "subject": "部门整体支出", "initial": 4210.35, "annual": 5036.8,
    "executed": 4785, "rate": 0.95, "self_score": 93, "self_grade": "优", "is_report": True, "indicators": [],
}  # fmt: skip


# 20. cover, instructions, two forms, a list for drop-downs, all in one workbook ---------------------------------------
def _short(project: str, target: str, actual: str, total: float) -> Sketch:
    return [
        ["项目绩效自评表", "<", "<", "<", "<", "<", "<"],
        ["项目名称", project, "<", "<", "主管部门", "龙门区文化和旅游局", "<"],
        ["资金情况（万元）", "年初预算", "调整后预算数", "实际支出", "分值", "执行率", "得分"],
        ["合计", 30, 30, 30, 10, (1, "0%"), 10],
        ["一级指标", "二级指标", "三级指标", "绩效目标值", "全年完成情况", "权重", "自评得分"],
        ["产出", "数量", f"{project}场次", target, actual, 50, 50],
        ["效益", "社会效益", "观众人次", "≥2万人次", "2.3万人次", 30, 30],
        ["满意度", "服务对象满意度", "观众满意度", "≥90%", "95%", 10, total - 90],
        ["合计", "<", "<", "<", "<", 100, total],
    ]


def _short_form(project: str, target: str, actual: str, total: float, year: int) -> Form:
    return {
        "project": project, "department": "龙门区文化和旅游局", "year": year, "money_unit": "万元", "initial": 30,
        "annual": 30, "executed": 30, "rate": 1, "self_score": total, "total_points": 100,
        "indicators": rows(
            "level1 level2 level3 target actual points self_score",
            ("产出", "数量", f"{project}场次", target, actual, 50, 50),
            ("效益", "社会效益", "观众人次", "≥2万人次", "2.3万人次", 30, 30),
            ("满意度", "服务对象满意度", "观众满意度", "≥90%", "95%", 10, total - 90),
        ),
    }  # fmt: skip


COVERED: dict[str, Sketch] = {
    "封面": [["龙门区2022年度项目支出绩效自评材料"], ["单位名称：龙门区文化和旅游局"], ["填报人：周某   联系电话：0379-66666666"]],
    "填报说明": [
        ["填报说明"],
        ["1. 项目名称：按预算批复填写。"],
        ["2. 年度指标值、实际完成值：应与批复的绩效目标一致。"],
        ["3. 得分：定量指标完成的得满分，未完成的按完成比例得分。"],
    ],
    "2022送戏下乡": _short("送戏下乡", "≥120场", "126场", 100),
    "2022公益电影": _short("公益电影", "≥800场", "812场", 99),
    "下拉": [["定性"], ["定量"], ["产出指标"], ["效益指标"], ["满意度指标"]],
}  # fmt: skip
COVERED_FORMS = (
    _short_form("送戏下乡", "≥120场", "126场", 100, 2022),
    _short_form("公益电影", "≥800场", "812场", 99, 2022),
)

# 21. four hundred indicators, the head repeated every forty rows, long texts -------------------------------------------
_HEAD = [
    "一级指标",
    "二级指标",
    "三级指标",
    "年度指标值",
    "实际完成值",
    "分值",
    "得分",
    "偏差原因分析及改进措施",
]
_LONG_NOTE = "因上级资金下达较晚，" * 200 + "年底前未能支付。"


def _many() -> Sketch:
    lines: Sketch = [
        ["2023年度部门整体支出绩效自评表", "<", "<", "<", "<", "<", "<", "<"],
        ["部门名称", "广宁县卫生健康局", "<", "<", "<", "<", "<", "<"],
        ["年度资金（万元）", None, "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"],
        [None, "年度资金总额", 98000, 101250.5, 96187.98, 10, "95.00%", 9.5],
    ]
    for number in range(400):
        if number % 40 == 0:
            lines.append(_HEAD)
        level1, level2 = ("产出指标", "数量指标") if number < 300 else ("效益指标", "社会效益指标")
        note = _LONG_NOTE if number == 7 else None
        lines.append(
            [
                level1,
                level2,
                f"第{number + 1}项任务完成数",
                f"≥{number + 10}件",
                f"{number + 11}件",
                0.225,
                0.225,
                note,
            ]
        )
    lines.append(["总分", "<", "<", "<", "<", 100, 99.5, None])
    return lines


MANY_FORM: Form = {
    "project": "部门整体支出", "department": "广宁县卫生健康局", "year": 2023, "subject": "部门整体支出", "money_unit": "万元",
    "initial": 98000, "annual": 101250.5, "executed": 96187.98, "rate": 0.95, "self_score": 99.5, "total_points": 100,
    "indicators": [
        {
            "level1": "产出指标" if n < 300 else "效益指标", "level2": "数量指标" if n < 300 else "社会效益指标",
            "level3": f"第{n + 1}项任务完成数", "target": f"≥{n + 10}件", "actual": f"{n + 11}件", "points": 0.225,
            "self_score": 0.225, "deviation_note": _LONG_NOTE if n == 7 else None,
        }
        for n in range(400)
    ],
}  # fmt: skip

# 22. a flattened copy: the text of a form, one cell a line ---------------------------------------------------------
_SYSTEM = ["bgmc", "", "", "", "", "fz", "df", "yy"]  # hidden row of a system's own field names
SYSTEM: Sketch = [
    ["项目支出绩效自评表", "<", "<", "<", "<", "<", "<", "<"],
    ["（2023年度）", "<", "<", "<", "<", "<", "<", "<"],
    ["项目名称", "<", "智慧养老平台运维", "<", "<", "<", "<", "<"],
    ["主管部门", "<", "云台市民政局", "<", "实施单位", "<", "云台市养老服务指导中心", "<"],
    ["项目资金（万元）", "<", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"],
    ["年度资金总额", "<", 48, 48, 46.08, 10, (0.96, "0%"), 9.6],
    _HEAD,
    ["zb1", "zb2", "zb3", "mbz", "wcz", "fz", "df", "yy"],
    ["产出指标", "数量指标", "接入养老机构", "≥80家", "84家", 50, 50, None],
    ["^", "^", "指标2：", None, None, None, None, None],
    ["^", "^", "……", None, None, None, None, None],
    ["效益指标", "社会效益指标", "紧急呼叫响应时间", "≤3分钟", "2.6分钟", 30, 30, None],
    ["满意度指标", "服务对象满意度指标", "老年人满意度", "≥90%", "96%", 10, 10, None],
    ["总分", "<", "<", "<", "<", 100, 99.6, None],
]  # fmt: skip
SYSTEM_HIDDEN_ROWS = (8,)  # counted from 1: the system's own names
SYSTEM_FORM: Form = {
    "project": "智慧养老平台运维", "department": "云台市民政局", "unit": "云台市养老服务指导中心", "year": 2023,
    "money_unit": "万元", "initial": 48, "annual": 48, "executed": 46.08, "rate": 0.96, "self_score": 99.6,
    "total_points": 100,
    "indicators": rows(
        "level1 level2 level3 target actual points self_score",
        ("产出指标", "数量指标", "接入养老机构", "≥80家", "84家", 50, 50),
        ("效益指标", "社会效益指标", "紧急呼叫响应时间", "≤3分钟", "2.6分钟", 30, 30),
        ("满意度指标", "服务对象满意度指标", "老年人满意度", "≥90%", "96%", 10, 10),
    ),
}  # fmt: skip


def ruled(
    sketch: Sketch, widths: list[float], *, lines: str = "all", size: float = 9.0, rotate: int = 0
) -> bytes:
    """The drawing printed as PDF: joined cells span columns, a cell joined upwards continues."""
    printed: list[Row] = []
    for line in shown(sketch):
        cells: Row = []
        for value in line:
            if value == "<" and cells:
                cells[-1] = (cells[-1][0], cells[-1][1] + 1)
            elif value == "^":
                cells.append((None, 1))
            else:
                cells.append(("" if value is None else str(value), 1))
        spare = len(widths) - sum(span for _, span in cells)
        if spare:
            cells.append(("", spare))
        printed.append(cells)
    return pdf(table(widths, printed, ruled=lines, size=size, rotate=rotate))


def package(files: dict[str, bytes]) -> bytes:
    """A zip whose names are GBK without the UTF-8 flag, as Windows writes them."""
    stream, names = io.BytesIO(), {}
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as out:
        for number, (name, data) in enumerate(files.items()):
            raw = name.encode("gbk")
            names[f"{number:0>{len(raw)}}".encode()] = raw
            out.writestr(f"{number:0>{len(raw)}}", data)
    whole = stream.getvalue()
    for placed, raw in names.items():
        whole = whole.replace(placed, raw)
    return whole


def nested() -> bytes:
    """Folders, a workbook, a document in a zip inside the zip."""
    inner = package({"教育局/课桌椅.docx": word(LOOSE)})
    return package({"2022年自评/住建/城北道路.xlsx": xlsx({"Sheet1": PLAN}), "2022年自评/其他.zip": inner})


def with_formula(workbook: bytes, value: str, formula: str) -> bytes:
    """The workbook with one stored value made the cached result of a formula."""
    source, stream = zipfile.ZipFile(io.BytesIO(workbook)), io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as out:
        for name in source.namelist():
            data = source.read(name)
            if name.startswith("xl/worksheets/"):
                assert f"<v>{value}</v>".encode() in data
                data = data.replace(f"<v>{value}</v>".encode(), f"<f>{formula}</f><v>{value}</v>".encode())
            out.writestr(name, data)
    return stream.getvalue()


_UPRIGHT = [52.0, 52.0, 80.0, 74.0, 74.0, 40.0, 44.0, 90.0]
_WIDE = [50.0, 80.0, 90.0, 90.0, 90.0, 90.0, 70.0, 70.0, 90.0]
PROVINCES = (
    Layout("hunan_xlsx", "统计.xlsx", lambda: xlsx({"整体": HUNAN}), (HUNAN_FORM,)),
    Layout("hunan_docx", "统计.docx", lambda: word([HUNAN]), (HUNAN_FORM,)),
    Layout("yunnan_xlsx", "课后.xlsx", lambda: xlsx({"15表": YUNNAN}), (YUNNAN_FORM,)),
    Layout("yunnan_html", "课后.xls", lambda: web(YUNNAN), (YUNNAN_FORM,)),
    Layout(
        "beijing_formula_xlsx", "管线.xlsx",
        lambda: with_formula(xlsx({"自评": BEIJING}), "96.97", "SUM(H14:H18)+I7"), (BEIJING_FORM,),
    ),
    Layout("beijing_spreadsheet_ml", "管线.xls", lambda: spreadsheet_ml({"自评": BEIJING}), (BEIJING_FORM,)),
    Layout("guangdong_xlsx", "电商.xlsx", lambda: xlsx({"Sheet1": GUANGDONG}), (GUANGDONG_FORM,)),
    Layout("guangdong_docx", "电商.docx", lambda: word([GUANGDONG]), (GUANGDONG_FORM,)),
    Layout("region_xlsx", "优抚.xlsx", lambda: xlsx({"Sheet1": REGION}), (REGION_FORM,)),
    Layout("region_ods", "优抚.ods", lambda: ods("自评", REGION), (REGION_FORM,)),
    Layout("plan_xlsx", "道路.xlsx", lambda: xlsx({"Sheet1": PLAN}), (PLAN_FORM,)),
    Layout("plan_docx", "道路.docx", lambda: word([PLAN]), (PLAN_FORM,)),
    Layout("spot_xlsx", "康复.xlsx", lambda: xlsx({"2022年复核": SPOT}), (SPOT_FORM,)),
    Layout("shandong_xlsx", "海岸带.xlsx", lambda: xlsx({"自评": SHANDONG}), (SHANDONG_FORM,)),
    Layout("shandong_html", "海岸带.xls", lambda: web(SHANDONG, encoding="utf-8"), (SHANDONG_FORM,)),
    Layout("traditional_docx", "公路.docx", lambda: word([TRADITIONAL]), (TRADITIONAL_FORM,)),
    Layout("spread_xlsx", "矫正.xlsx", lambda: xlsx({"Sheet1": SPREAD}), (SPREAD_FORM,)),
    Layout("unknown_xlsx", "档案.xlsx", lambda: xlsx({"Sheet1": UNKNOWN}), (UNKNOWN_FORM,)),
    Layout("cost_xlsx", "农机.xlsx", lambda: xlsx({"2024年": COST}), (COST_FORM,)),
    Layout("policy_xlsx", "人才.xlsx", lambda: xlsx({"Sheet1": POLICY}), (POLICY_FORM,)),
    Layout("policy_docx", "人才.docx", lambda: word([POLICY]), (POLICY_FORM,)),
    Layout("extra_xlsx", "环卫.xlsx", lambda: xlsx({"Sheet1": EXTRA}), (EXTRA_FORM,)),
    Layout("extra_tsv", "环卫.txt", lambda: text_table(EXTRA, encoding="gbk", delimiter="\t"), (EXTRA_FORM,)),
    Layout("ledger_csv", "一览.csv", lambda: text_table(PROVINCIAL_LEDGER), PROVINCIAL_LEDGER_FORMS),
    Layout("ledger_docx", "一览.docx", lambda: word([PROVINCIAL_LEDGER]), PROVINCIAL_LEDGER_FORMS),
    Layout("loose_docx", "课桌椅.docx", lambda: word(LOOSE), (LOOSE_FORM,)),
    Layout("external_report_docx", "户厕.docx", lambda: word(EXTERNAL_REPORT), (EXTERNAL_REPORT_FORM,)),
    Layout("told_txt", "绿化.txt", TOLD.encode, (TOLD_FORM,)),
    Layout("told_gbk_txt", "绿化2.txt", lambda: TOLD.encode("gbk"), (TOLD_FORM,)),
    Layout("whole_told_docx", "水务.docx", lambda: word(WHOLE_TOLD), (WHOLE_TOLD_FORM,)),
    Layout("covered_xlsx", "文旅.xlsx", lambda: xlsx(COVERED, hidden=("下拉",)), COVERED_FORMS),
    Layout("many_xlsx", "卫健.xlsx", lambda: xlsx({"Sheet1": _many()}), (MANY_FORM,)),
    Layout("system_xlsx", "养老.xlsx", lambda: xlsx({"Sheet1": SYSTEM}, hidden_rows=(8,)), (SYSTEM_FORM,)),
    Layout("system_pdf", "养老.pdf", lambda: ruled(_printed(SYSTEM), _UPRIGHT), (SYSTEM_FORM,)),
    Layout("cost_pdf_rows", "农机.pdf", lambda: ruled([["2024年度"], *COST], _WIDE, rotate=90), (COST_FORM,)),
    Layout("beijing_pdf", "管线.pdf", lambda: ruled(BEIJING, _WIDE, rotate=90), ({**BEIJING_FORM, "rate": 0.9975},)),
    Layout("region_pdf", "优抚.pdf", lambda: ruled(REGION, _UPRIGHT, size=8.0), (REGION_FORM,)),
    Layout(
        "policy_unruled_pdf", "人才2.pdf", lambda: ruled(POLICY, [80, 80, 100, 90, 90, 70, 90], lines="none", rotate=90),
        (POLICY_FORM,),
    ),
    Layout("nested_zip", "自评.zip", nested, (PLAN_FORM, LOOSE_FORM)),
)  # fmt: skip


def _printed(sketch: Sketch) -> Sketch:
    """Without the hidden row: a printer leaves it out."""
    return [line for number, line in enumerate(sketch, 1) if number not in SYSTEM_HIDDEN_ROWS]
