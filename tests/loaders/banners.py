"""Tenth blind set, of 2026-11-27 in the afternoon: cost as a level of its own, old department tables, web pages of bureaus, lists
with headings, reports in 元, workbooks with a list before the forms. Drawn before the reader was run; first run: test_blind_sets.py.
"""

from __future__ import annotations

import io
import zipfile

from tests.loaders.layouts import Form, Layout, rows
from tests.loaders.printed import old, printed
from tests.loaders.sketch import Sketch, ods, text_table, word, xlsx

ROW = "level1 level2 level3 target actual points self_score"
NOTED = f"{ROW} deviation_note"

# 1. 财预〔2021〕101号: cost first; execution as the first row of the indicators; points as percentages -------------------------------------
COSTED: Sketch = [
    ["项目支出绩效自评表", *["<"] * 8],
    ["（2023年度）", *["<"] * 8],
    ["项目名称", "<", "冬季清洁取暖补贴", "<", "<", "项目编码", "<", "150221230000000004567", "<"],
    ["主管部门", "<", "阿日昆旗住房和城乡建设局", "<", "<", "实施单位", "<", "阿日昆旗供热服务中心", "<"],
    ["项目资金\n（万元）", "<", None, "年初预算数", "全年预算数", "全年执行数", "<", "执行率（%）", "<"],
    ["^", "<", "年度资金总额", "1,860.00", "1,792.30", "1,703.69", "<", "95.06", "<"],
    ["^", "<", "  其中：上级补助", "1,200.00", "1,200.00", "1,150.00", "<", "95.83", "<"],
    ["^", "<", "        本级安排", "660.00", "592.30", "553.69", "<", "93.48", "<"],
    ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "权重", "得分", "偏差原因分析及改进措施", "<"],
    ["预算执行率", "<", "<", "100%", "95.06%", "10%", 9.51, None, "<"],
    ["成本指标", "经济成本指标", "户均补贴标准", "≤2400元", "2390元", "10%", 10, None, "<"],
    ["^", "生态环境成本指标", "单位能耗下降率", "≥3%", "3.4%", "10%", 10, None, "<"],
    ["产出指标", "数量指标", "补贴户数", "≥7500户", "7128户", "20%", 19.01, "部分住户外迁", "<"],
    ["^", "质量指标", "设备验收合格率", (1, "0%"), (1, "0%"), "10%", 10, None, "<"],
    ["^", "时效指标", "补贴发放时间", "2023年11月15日前", "2023年11月10日", "10%", 10, None, "<"],
    ["效益指标", "生态效益指标", "减少散煤", "≥1.8万吨", "1.75万吨", "20%", 19.44, None, "<"],
    ["满意度指标", "服务对象满意度指标", "住户满意度", "≥90%", "95.5%", "10%", 10, None, "<"],
    ["总计", "<", "<", "<", "<", "100%", 97.96, None, "<"],
]  # fmt: skip
COSTED_FORM: Form = {
    "project": "冬季清洁取暖补贴", "project_code": "150221230000000004567", "department": "阿日昆旗住房和城乡建设局",
    "unit": "阿日昆旗供热服务中心", "year": 2023, "money_unit": "万元", "initial": 1860, "annual": 1792.3, "executed": 1703.69,
    "rate": 0.9506, "execution_points": 10, "execution_score": 9.51, "self_score": 97.96, "total_points": 100,
    "indicators": rows(
        NOTED,
        ("成本指标", "经济成本指标", "户均补贴标准", "≤2400元", "2390元", 10, 10, None),
        ("成本指标", "生态环境成本指标", "单位能耗下降率", "≥3%", "3.4%", 10, 10, None),
        ("产出指标", "数量指标", "补贴户数", "≥7500户", "7128户", 20, 19.01, "部分住户外迁"),
        ("产出指标", "质量指标", "设备验收合格率", "100%", "100%", 10, 10, None),
        ("产出指标", "时效指标", "补贴发放时间", "2023年11月15日前", "2023年11月10日", 10, 10, None),
        ("效益指标", "生态效益指标", "减少散煤", "≥1.8万吨", "1.75万吨", 20, 19.44, None),
        ("满意度指标", "服务对象满意度指标", "住户满意度", "≥90%", "95.5%", 10, 10, None),
    ),
}  # fmt: skip

# 2. a department's report as 湖南 has printed it for years: cover, tables of income and spending, scores in words --------------------------
COVERED: list[str | Sketch] = [
    "益川市2020年度部门整体支出",
    "绩效评价自评报告",
    "部门（单位）名称：益川市市场监督管理局",
    "预算编码：128001",
    "评价方式：部门（单位）绩效自评",
    "评价机构：部门（单位）评价组",
    "报告日期：2021年6月15日",
    [
        ["一、部门（单位）基本概况", *["<"] * 3],
        ["联系人", "陈某", "联络电话", "0737-0000000"],
        ["人员编制", "186", "实有人数", "179"],
        ["职能职责概述", "负责市场综合监督管理。", "<", "<"],
        ["二、部门（单位）收支情况", *["<"] * 3],
        ["年度收入情况（万元）", *["<"] * 3],
        ["机构名称", "收入合计", "其中：上年结转", "公共财政拨款"],
        ["局机关及二级机构汇总", "4,382.61", "216.40", "4,166.21"],
        ["年度支出情况（万元）", *["<"] * 3],
        ["机构名称", "支出合计", "基本支出", "项目支出"],
        ["局机关及二级机构汇总", "4,250.13", "3,012.88", "1,237.25"],
        ["三、部门（单位）整体支出绩效自评情况", *["<"] * 3],
        ["整体支出绩效定性目标及实施计划完成情况", "预期目标", "实际完成", "<"],
        ["^", "食品抽检合格率达到98%以上", "食品抽检合格率98.6%", "<"],
        ["四、评价得分", "92", "评价等级", "优秀"],
    ],
    "",
]
COVERED_FORM: Form = {
    "project": "部门整体支出", "subject": "部门整体支出", "department": "益川市市场监督管理局", "year": 2020, "executed": 4250.13,
    "money_unit": "万元", "self_score": 92, "self_grade": "优秀", "indicators": [],
}  # fmt: skip

# 3. a list with headings between its rows, added money, a total per office; rates as numbers and as percentages ----------------------------
HEADED: Sketch = [
    ["附表2", *[None] * 10],
    ["兴和区2022年度区级财政支出项目绩效自评结果汇总表", *["<"] * 10],
    ["填报单位：兴和区财政局", *["<"] * 6, None, None, "单位：元", "<"],
    ["序号", "项目名称", "实施单位", "年初预算数", "追加预算数", "全年预算数", "全年支出数", "结余", "执行率（%）", "自评得分", "自评等次"],
    ["一、教育类", *["<"] * 10],
    [1, "校车运行补贴", "兴和区教育局", "2,160,000.00", "0.00", "2,160,000.00", "2,116,800.00", "43,200.00", 98, 97.8, "优"],
    [2, "教师培训经费", "兴和区教师进修学校", "480,000.00", "60,000.00", "540,000.00", "459,000.00", "81,000.00", 85, 88.5, "良"],
    ["小计", None, None, "2,640,000.00", "60,000.00", "2,700,000.00", "2,575,800.00", "124,200.00", 95.4, None, None],
    ["二、卫生类", *["<"] * 10],
    [3, "基本药物补助", "兴和区卫生健康局", "1,350,000.00", "-150,000.00", "1,200,000.00", "1,200,000.00", "0.00", 100, 100, "优"],
    ["总计", None, None, "3,990,000.00", "-90,000.00", "3,900,000.00", "3,775,800.00", "124,200.00", 96.82, None, None],
    ["填表人：王某                    审核人：李某", *["<"] * 10],
]  # fmt: skip
HEADED_FORMS: tuple[Form, ...] = tuple(
    {
        "project": project, "unit": unit, "year": 2022, "money_unit": "元", "initial": initial, "annual": annual, "executed": executed,
        "rate": rate, "self_score": score, "self_grade": grade, "indicators": [],
    }
    for project, unit, initial, annual, executed, rate, score, grade in (
        ("校车运行补贴", "兴和区教育局", 216, 216, 211.68, 0.98, 97.8, "优"),
        ("教师培训经费", "兴和区教师进修学校", 48, 54, 45.9, 0.85, 88.5, "良"),
        ("基本药物补助", "兴和区卫生健康局", 135, 120, 120, 1, 100, "优"),
    )
)  # fmt: skip

# 4. a page of a government site: title and date as text, the table inside, blanks as &nbsp; ------------------------------------------------
PAGE = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>沙河县水务局2022年农田灌溉渠系维修项目绩效自评表</title>
<style>td{border:1px solid}</style></head><body><div class="nav"><a href="/">首页</a> &gt; 财政信息</div>
<h1>沙河县水务局2022年农田灌溉渠系维修项目绩效自评表</h1><p>发布时间：2023-04-12　来源：沙河县水务局　字体：大 中 小</p>
<div><table><tbody>
<tr><td colspan="8"><p align="center"><strong>项目支出绩效自评表</strong></p></td></tr>
<tr><td colspan="8"><p align="center">（2022年度）</p></td></tr>
<tr><td colspan="2">项目名称</td><td colspan="6"><span>农田灌溉渠系维修</span></td></tr>
<tr><td colspan="2">主管部门</td><td colspan="2">沙河县水务局</td><td>实施单位</td><td colspan="3">沙河县灌区管理所</td></tr>
<tr><td colspan="2" rowspan="3">项目资金<br/>（万元）</td><td>&nbsp;</td><td>年初预算数</td><td>全年预算数（A）</td><td>全年执行数（B）</td>
<td>执行率（B/A）</td><td>得分</td></tr>
<tr><td>年度资金总额：</td><td>265.00</td><td>248.50</td><td>236.08</td><td>95.00%</td><td>9.5</td></tr>
<tr><td>其中：财政拨款</td><td>265.00</td><td>248.50</td><td>236.08</td><td>&nbsp;</td><td>&nbsp;</td></tr>
<tr><td>一级指标</td><td>二级指标</td><td>三级指标</td><td>年度指标值</td><td>实际完成值</td><td>分值</td><td>得分</td><td>偏差原因</td></tr>
<tr><td rowspan="2">产出指标<br/>（50分）</td><td>数量指标</td><td>维修渠道长度</td><td>&ge;32公里</td><td>33.5公里</td><td>30</td><td>30</td><td>&nbsp;</td></tr>
<tr><td>质量指标</td><td>工程合格率</td><td>=100%</td><td>100%</td><td>20</td><td>20</td><td>&nbsp;</td></tr>
<tr><td>效益指标<br/>（30分）</td><td>经济效益指标</td><td>节约灌溉用水</td><td>&ge;60万方</td><td>54万方</td><td>30</td><td>27</td><td>春灌降雨偏少</td></tr>
<tr><td>满意度指标<br/>（10分）</td><td>满意度指标</td><td>农户满意度</td><td>&ge;90%</td><td>93%</td><td>10</td><td>10</td><td>&nbsp;</td></tr>
<tr><td colspan="5">总分</td><td>100</td><td>96.5</td><td>&nbsp;</td></tr>
</tbody></table></div><div class="foot">版权所有：沙河县人民政府办公室</div></body></html>"""
PAGE_FORM: Form = {
    "project": "农田灌溉渠系维修", "department": "沙河县水务局", "unit": "沙河县灌区管理所", "year": 2022, "money_unit": "万元",
    "initial": 265, "annual": 248.5, "executed": 236.08, "rate": 0.95, "execution_score": 9.5, "self_score": 96.5, "total_points": 100,
    "indicators": rows(
        f"{NOTED} level1_points",
        ("产出指标", "数量指标", "维修渠道长度", "≥32公里", "33.5公里", 30, 30, None, 50),
        ("产出指标", "质量指标", "工程合格率", "=100%", "100%", 20, 20, None, 50),
        ("效益指标", "经济效益指标", "节约灌溉用水", "≥60万方", "54万方", 30, 27, "春灌降雨偏少", 30),
        ("满意度指标", "满意度指标", "农户满意度", "≥90%", "93%", 10, 10, None, 10),
    ),
}  # fmt: skip

# 5. what WPS saves as Unicode text: UTF-16, tabs -------------------------------------------------------------------------------------------
TABBED: Sketch = [
    ["2024年度项目支出绩效自评表"],
    ["项目名称", "社区矫正经费", None, None, "主管部门", "平阳县司法局"],
    ["资金使用情况（万元）", "年初预算", "调整后预算", "实际支出", "预算执行率"],
    [None, 68, 72.5, 71.05, "98%"],
    ["一级指标", "三级指标", "预期指标值", "完成值", "标准分", "自评得分", "未达标原因"],
    ["产出", "在册社区矫正对象", "≥260人", "243人", 40, 37.4, "新入矫人数减少"],
    ["产出", "集中教育次数", "≥24次", "26次", 20, 20],
    ["效益", "再犯罪率", "≤0.2%", "0", 30, 30],
    ["满意度", "矫正对象满意度", "≥90%", "96%", 10, 10],
    ["合计", None, None, None, 100, 97.4],
]  # fmt: skip
TABBED_FORM: Form = {
    "project": "社区矫正经费", "department": "平阳县司法局", "year": 2024, "money_unit": "万元", "initial": 68, "annual": 72.5,
    "executed": 71.05, "rate": 0.98, "self_score": 97.4, "total_points": 100,
    "indicators": rows(
        "level1 level3 target actual points self_score deviation_note",
        ("产出", "在册社区矫正对象", "≥260人", "243人", 40, 37.4, "新入矫人数减少"),
        ("产出", "集中教育次数", "≥24次", "26次", 20, 20, None),
        ("效益", "再犯罪率", "≤0.2%", "0", 30, 30, None),
        ("满意度", "矫正对象满意度", "≥90%", "96%", 10, 10, None),
    ),
}  # fmt: skip

# 6. a report with a list of contents, money in 元, score and grade in one sentence -----------------------------------------------------------
CONTENTS = [
    "北山区2023年度老旧小区改造项目支出绩效评价报告",
    "目  录",
    "一、基本情况................................1",
    "二、评价结论................................3",
    "三、存在的问题..............................5",
    "四、改进建议................................6",
    "一、基本情况",
    "（一）项目概况",
    "北山区住房和城乡建设局实施老旧小区改造，涉及12个小区、86栋楼。",
    "（二）资金情况",
    "2023年该项目年初预算45,600,000.00元，年中追加预算3,200,000.00元，全年预算48,800,000.00元，"
    "全年实际支出46,360,000.00元，预算执行率为95%。",
    "上年度该项目预算38,000,000.00元，支出37,500,000.00元。",
    "二、评价结论",
    "评价组认为，项目立项规范、效益明显，综合评价得分88.6分，评价等级为良。其中决策类18.5分、过程类17.6分、产出类27.5分、效益类25分。",
    "三、存在的问题",
    "（一）前期工作不够深入，设计变更较多。",
    "（二）部分工程结算滞后。",
    "四、改进建议",
    "（一）加强前期调研论证。",
    "（二）加快工程结算审核。",
]
CONTENTS_FORM: Form = {
    "year": 2023, "initial": 4560, "annual": 4880, "executed": 4636, "rate": 0.95, "self_score": 88.6, "self_grade": "良",
    "problems": "（一）前期工作不够深入，设计变更较多。（二）部分工程结算滞后。",
    "measures": "（一）加强前期调研论证。（二）加快工程结算审核。",
    "indicators": [],
}  # fmt: skip

# 7. three forms in one document, each under a heading of its own and in its own two tables ---------------------------------------------------


def _part(
    number: int, project: str, money: tuple[str, str, str, str], lines: Sketch, total: str
) -> list[str | Sketch]:
    initial, annual, executed, rate = money
    return [
        f"附件{number}",
        "2022年度项目支出绩效自评表",
        [
            ["项目名称", "<", project, "<", "<", "<"],
            ["主管部门", "<", "河口镇人民政府", "<", "实施单位", "河口镇农业服务中心"],
            ["预算执行\n（万元）", "<", "年初预算数", "全年预算数", "全年执行数", "执行率"],
            ["^", "<", initial, annual, executed, rate],
        ],
        "绩效指标完成情况：",
        [
            ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "备注"],
            *lines,
            ["总分", "<", "<", "<", "<", "90", total, None],
        ],
        "",
    ]  # fmt: skip


SEVERAL: list[str | Sketch] = [
    *_part(
        1, "农机购置补贴", ("120", "120", "114", "95%"),
        [["产出指标", "数量指标", "补贴机具", "≥180台", "171台", "50", "47.5", None], ["满意度指标", "满意度指标", "农户满意度", "≥90%", "94%", "40", "40", None]], "87.5",
    ),
    *_part(
        2, "秸秆综合利用", ("86", "80.5", "80.5", "100%"),
        [["产出指标", "数量指标", "利用面积", "≥2.1万亩", "2.16万亩", "50", "50", None], ["效益指标", "生态效益指标", "综合利用率", "≥91%", "90.2%", "40", "39.6", None]], "89.6",
    ),
    *_part(
        3, "动物防疫补助", ("42.6", "45", "43.2", "96%"),
        [["产出指标", "质量指标", "免疫密度", "≥95%", "97.5%", "50", "50", None], ["效益指标", "社会效益指标", "重大疫情起数", "0起", "0起", "40", "40", None]], "90",
    ),
]  # fmt: skip
_SEVERAL: Form = {
    "department": "河口镇人民政府", "unit": "河口镇农业服务中心", "year": 2022, "money_unit": "万元", "total_points": 90,
}  # fmt: skip
SEVERAL_FORMS: tuple[Form, ...] = (
    _SEVERAL | {
        "project": "农机购置补贴", "initial": 120, "annual": 120, "executed": 114, "rate": 0.95, "self_score": 87.5,
        "indicators": rows(ROW, ("产出指标", "数量指标", "补贴机具", "≥180台", "171台", 50, 47.5), ("满意度指标", "满意度指标", "农户满意度", "≥90%", "94%", 40, 40)),
    },
    _SEVERAL | {
        "project": "秸秆综合利用", "initial": 86, "annual": 80.5, "executed": 80.5, "rate": 1, "self_score": 89.6,
        "indicators": rows(ROW, ("产出指标", "数量指标", "利用面积", "≥2.1万亩", "2.16万亩", 50, 50), ("效益指标", "生态效益指标", "综合利用率", "≥91%", "90.2%", 40, 39.6)),
    },
    _SEVERAL | {
        "project": "动物防疫补助", "initial": 42.6, "annual": 45, "executed": 43.2, "rate": 0.96, "self_score": 90,
        "indicators": rows(ROW, ("产出指标", "质量指标", "免疫密度", "≥95%", "97.5%", 50, 50), ("效益指标", "社会效益指标", "重大疫情起数", "0起", "0起", 40, 40)),
    },
)  # fmt: skip

# 8. a workbook: instructions, a list of its projects, a form a sheet -------------------------------------------------------------------------
GUIDE: Sketch = [
    ["填报说明"],
    ["1.项目名称：填写预算批复的项目全称。"],
    ["2.得分：按评分标准计算，保留两位小数。"],
]


def _sheet(project: str, amounts: tuple[float, float, float], line: list[object], total: float) -> Sketch:
    return [
        ["部门预算项目支出绩效自评表", *["<"] * 6],
        ["（2023年度）                                              金额单位：万元", *["<"] * 6],
        ["项目名称", project, "<", "<", "预算单位", "城北街道办事处", "<"],
        ["资金构成", "年初预算数", "<", "全年预算数", "<", "全年执行数", "<"],
        ["合计", amounts[0], "<", amounts[1], "<", amounts[2], "<"],
        ["其中：财政拨款", amounts[0], "<", amounts[1], "<", amounts[2], "<"],
        ["一级指标", "二级指标", "三级指标", "目标值", "实际值", "分值", "自评分"],
        line,
        ["自评总分", "<", "<", "<", "<", 100, total],
    ]  # fmt: skip


BOOK: dict[str, Sketch] = {
    "填报说明": GUIDE,
    "网格员补贴": _sheet(
        "网格员补贴", (96, 96, 91.2), ["产出指标", "数量指标", "网格员人数", "≥80人", "76人", 100, 95], 95
    ),
    "文明创建": _sheet(
        "文明城市创建经费",
        (150, 138, 138),
        ["效益指标", "社会效益指标", "群众知晓率", "≥85%", "88%", 100, 100],
        100,
    ),
}
_BOOK: Form = {"year": 2023, "money_unit": "万元", "total_points": 100}
BOOK_FORMS: tuple[Form, ...] = (
    _BOOK | {
        "project": "网格员补贴", "initial": 96, "annual": 96, "executed": 91.2, "self_score": 95,
        "indicators": rows(ROW, ("产出指标", "数量指标", "网格员人数", "≥80人", "76人", 100, 95)),
    },
    _BOOK | {
        "project": "文明城市创建经费", "initial": 150, "annual": 138, "executed": 138, "self_score": 100,
        "indicators": rows(ROW, ("效益指标", "社会效益指标", "群众知晓率", "≥85%", "88%", 100, 100)),
    },
)  # fmt: skip

# 9. a third party's table: points and scores of every level, 评分理由 ------------------------------------------------------------------------
LEVELLED: Sketch = [
    ["2022年城市公交运营补贴项目绩效评价指标体系及得分表", *["<"] * 10],
    ["一级指标", "分值", "得分", "二级指标", "分值", "得分", "三级指标", "分值", "评分标准", "得分", "评分理由"],
    ["A决策", 20, 18, "A1项目立项", 20, 18, "A11立项程序规范性", 12, "程序规范得满分", 12, "程序规范"],
    ["^", "^", "^", "^", "^", "^", "A12绩效目标合理性", 8, "目标合理得满分，一项不合理扣2分", 6, "一项目标偏低"],
    ["B过程", 30, 27.5, "B1资金管理", 30, 27.5, "B11预算执行率", 10, "执行率×10", 9.5, "执行率95%"],
    ["^", "^", "^", "^", "^", "^", "B12资金使用合规性", 20, "发现一例不合规扣2分", 18, "发现一例"],
    ["C产出", 30, 28, "C1产出数量", 30, 28, "C11运营里程完成率", 30, "完成率×30", 28, "完成率93.33%"],
    ["D效益", 20, 19, "D1满意度", 20, 19, "D11乘客满意度", 20, "≥90%得满分，每低1%扣1分", 19, "满意度89%"],
    ["合计", 100, 92.5, None, 100, 92.5, None, 100, None, 92.5, None],
]  # fmt: skip
LEVELLED_FORM: Form = {
    "project": "城市公交运营补贴项目", "year": 2022, "self_score": 92.5, "total_points": 100,
    "indicators": rows(
        "level1 level1_points level2 level2_points level3 points self_score rule",
        ("A决策", 20, "A1项目立项", 20, "A11立项程序规范性", 12, 12, "程序规范得满分"),
        ("A决策", 20, "A1项目立项", 20, "A12绩效目标合理性", 8, 6, "目标合理得满分，一项不合理扣2分"),
        ("B过程", 30, "B1资金管理", 30, "B11预算执行率", 10, 9.5, "执行率×10"),
        ("B过程", 30, "B1资金管理", 30, "B12资金使用合规性", 20, 18, "发现一例不合规扣2分"),
        ("C产出", 30, "C1产出数量", 30, "C11运营里程完成率", 30, 28, "完成率×30"),
        ("D效益", 20, "D1满意度", 20, "D11乘客满意度", 20, 19, "≥90%得满分，每低1%扣1分"),
    ),
}  # fmt: skip

# 10. money of several units, one a row, the whole last; indicators numbered under headings ----------------------------------------------------
JOINT: Sketch = [
    ["2023年度专项资金绩效自评表", *["<"] * 5],
    ["专项资金名称", "文物保护专项资金", "<", "主管部门", "古城市文物局", "<"],
    ["资金分配及使用情况（万元）", "年初预算数", "全年预算数", "实际支出数", "执行率", "备注"],
    ["市博物馆", 320, 320, 304, "95%", None],
    ["市考古研究所", 180, 195.5, 195.5, "100%", None],
    ["古城保护中心", 260, 244.5, 213.7, "87.4%", "城墙修缮方案报批"],
    ["合计", 760, 760, 713.2, "93.84%", None],
    ["指标", "目标值", "完成值", "分值", "得分", "扣分原因"],
    ["一、产出指标", *["<"] * 5],
    ["1.修缮文物本体", "≥14处", "13处", 30, 27.86, "一处方案未批"],
    ["2.考古勘探面积", "≥35万平方米", "38万平方米", 20, 20, None],
    ["二、效益指标", *["<"] * 5],
    ["1.博物馆参观人次", "≥90万人次", "102万人次", 40, 40, None],
    ["三、满意度指标", *["<"] * 5],
    ["1.观众满意度", "≥92%", "94%", 10, 10, None],
    ["合计", None, None, 100, 97.86, None],
]  # fmt: skip
JOINT_FORM: Form = {
    "project": "文物保护专项资金", "department": "古城市文物局", "subject": "专项资金", "year": 2023, "money_unit": "万元",
    "initial": 760, "annual": 760, "executed": 713.2, "rate": 0.9384, "self_score": 97.86, "total_points": 100,
    "indicators": rows(
        "level1 target actual points self_score deviation_note level3",
        ("产出指标", "≥14处", "13处", 30, 27.86, "一处方案未批", "1.修缮文物本体"),
        ("产出指标", "≥35万平方米", "38万平方米", 20, 20, None, "2.考古勘探面积"),
        ("效益指标", "≥90万人次", "102万人次", 40, 40, None, "1.博物馆参观人次"),
        ("满意度指标", "≥92%", "94%", 10, 10, None, "1.观众满意度"),
    ),
}  # fmt: skip

# 11. target years beside each other: last year's value, this year's target and value; a share as a bare number ---------------------------------
YEARS: Sketch = [
    ["项目支出绩效自评表（2023年）", *["<"] * 9],
    ["项目名称", "<", "全民健身设施更新", "<", "<", "主管单位", "<", "海城区教育和体育局", "<", "<"],
    ["预算数（元）", "<", 1280000, "<", "<", "执行数（元）", "<", 1216000, "<", "<"],
    ["年度总目标", "<", "更新社区健身路径30条。", "<", "<", "全年完成情况", "<", "更新28条。", "<", "<"],
    ["一级指标", "二级指标", "三级指标", "2022年实际值", "2023年目标值", "2023年实际值", "权重", "自评得分", "主管部门评分", "未完成原因"],
    ["产出指标", "数量指标", "更新健身路径", "26条", "30条", "28条", 0.4, 37.33, 37.33, "两条选址未定"],
    ["^", "质量指标", "器材完好率", "97%", "≥98%", "98.5%", 0.2, 20, 20, None],
    ["效益指标", "社会效益指标", "经常锻炼人口比例", "39%", "≥40%", "41.2%", 0.3, 30, 28, None],
    ["满意度指标", "满意度指标", "居民满意度", "91%", "≥90%", "92%", 0.1, 10, 10, None],
    ["合计", "<", "<", "<", "<", "<", 1, 97.33, 95.33, None],
]  # fmt: skip
YEARS_FORM: Form = {
    "project": "全民健身设施更新", "department": "海城区教育和体育局", "year": 2023, "money_unit": "元", "annual": 128,
    "executed": 121.6, "self_score": 97.33, "review_score": 95.33, "goal": "更新社区健身路径30条。", "goal_actual": "更新28条。",
    "indicators": rows(
        "level1 level2 level3 last_actual target actual points self_score review_score deviation_note",
        ("产出指标", "数量指标", "更新健身路径", "26条", "30条", "28条", 40, 37.33, 37.33, "两条选址未定"),
        ("产出指标", "质量指标", "器材完好率", "97%", "≥98%", "98.5%", 20, 20, 20, None),
        ("效益指标", "社会效益指标", "经常锻炼人口比例", "39%", "≥40%", "41.2%", 30, 30, 28, None),
        ("满意度指标", "满意度指标", "居民满意度", "91%", "≥90%", "92%", 10, 10, 10, None),
    ),
}  # fmt: skip


class _Gbk(zipfile.ZipInfo):
    """A member whose name is written in GBK without the UTF-8 mark, as Windows packs it."""

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:
        return self.filename.encode("gbk"), 0


def _archive() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr(_Gbk("自评材料/01矫正.csv"), text_table(TABBED, encoding="gb18030"))
        package.writestr(_Gbk("自评材料/02专项.docx"), word([JOINT, ""]))
    return stream.getvalue()


BANNERS = (
    Layout("costed_xlsx", "取暖.xlsx", lambda: xlsx({"Sheet1": COSTED}), (COSTED_FORM,)),
    Layout("costed_ods", "取暖.ods", lambda: ods("自评表", COSTED), (COSTED_FORM,)),
    Layout("costed_pdf", "取暖.pdf", lambda: printed(xlsx({"Sheet1": COSTED}), "xlsx", roomy=True), (COSTED_FORM,)),
    Layout("covered_docx", "市监.docx", lambda: word(COVERED), (COVERED_FORM,)),
    Layout("covered_doc", "市监.doc", lambda: old(word(COVERED), "doc", source="docx"), (COVERED_FORM,)),
    Layout("headed_xlsx", "汇总.xlsx", lambda: xlsx({"汇总": HEADED}), HEADED_FORMS),
    Layout("headed_csv", "汇总.csv", lambda: text_table(HEADED, encoding="gb18030"), HEADED_FORMS),
    Layout("headed_xls", "汇总.xls", lambda: old(xlsx({"汇总": HEADED}), "xls"), HEADED_FORMS),
    Layout("page_html", "渠系.html", PAGE.encode, (PAGE_FORM,)),
    Layout("tabbed_txt", "矫正.txt", lambda: text_table(TABBED, encoding="utf-16", delimiter="\t"), (TABBED_FORM,)),
    Layout("tabbed_xlsx", "矫正.xlsx", lambda: xlsx({"Sheet1": TABBED}), (TABBED_FORM,)),
    Layout("contents_docx", "改造.docx", lambda: word(list(CONTENTS)), (CONTENTS_FORM,)),
    Layout("contents_pdf", "改造.pdf", lambda: printed(word(list(CONTENTS)), "docx"), (CONTENTS_FORM,)),
    Layout("several_docx", "河口.docx", lambda: word(SEVERAL), SEVERAL_FORMS),
    Layout("several_pdf", "河口.pdf", lambda: printed(word(SEVERAL), "docx"), SEVERAL_FORMS),
    Layout("book_xlsx", "城北.xlsx", lambda: xlsx(BOOK), BOOK_FORMS),
    Layout("book_et", "城北.et", lambda: old(xlsx(BOOK), "xls"), BOOK_FORMS),
    Layout("levelled_xlsx", "公交.xlsx", lambda: xlsx({"Sheet1": LEVELLED}), (LEVELLED_FORM,)),
    Layout("levelled_pdf", "公交.pdf", lambda: printed(xlsx({"Sheet1": LEVELLED}), "xlsx", roomy=True), (LEVELLED_FORM,)),
    Layout("joint_xlsx", "文物.xlsx", lambda: xlsx({"Sheet1": JOINT}), (JOINT_FORM,)),
    Layout("joint_docx", "文物.docx", lambda: word([JOINT, ""]), (JOINT_FORM,)),
    Layout("years_xlsx", "健身.xlsx", lambda: xlsx({"Sheet1": YEARS}), (YEARS_FORM,)),
    Layout("archive_zip", "材料.zip", _archive, (TABBED_FORM, JOINT_FORM)),
)  # fmt: skip
