"""Third blind set of 2026-11-27, night: what townships, schools and hospitals make of the forms. Expected values were
written before the reader was run; what it read at first: test_blind_sets.py.
"""

from __future__ import annotations

from tests.loaders.layouts import Form, Layout, rows
from tests.loaders.sketch import Sketch, spreadsheet_ml, text_table, web, word, xlsx

ROW = "level1 level2 level3 target actual points self_score"

# 1. the department only in the title, execution as a level of its own, levels numbered, points "10分" -------------------------
SCHOOL: Sketch = [
    ["黄冈县第一中学2023年项目绩效自评表", *["<"] * 7],
    ["项目", "普通高中国家助学金", "<", "<", "单位", "黄冈县第一中学", "<", "<"],
    ["项目资金", "<", "年初预算", "调整预算", "实际支出", "执行率", "权重", "得分"],
    ["（万元）", "<", 210, 216.4, 216.4, "100%", "10分", "10分"],
    ["一级指标", "二级指标", "三级指标", "目标值", "完成值", "权重", "得分", "说明"],
    ["一、产出指标", "1.数量指标", "资助学生数", "≥1080人", "1082人", "25分", "25分", None],
    ["^", "2.时效指标", "发放及时率", "100%", "100%", "25分", "25分", None],
    ["二、效益指标", "1.社会效益指标", "因贫辍学学生数", "0人", "0人", "30分", "30分", None],
    ["三、满意度指标", "1.服务对象满意度", "学生家长满意度", "≥95%", "93.6%", "10分", "9分", None],
    ["总计", "<", "<", "<", "<", "100分", "99分", None],
]  # fmt: skip
SCHOOL_FORM: Form = {
    "project": "普通高中国家助学金", "unit": "黄冈县第一中学", "year": 2023, "initial": 210, "annual": 216.4,
    "executed": 216.4, "rate": 1, "self_score": 99, "total_points": 100,
    "indicators": rows(
        "level3 target actual points self_score",
        ("资助学生数", "≥1080人", "1082人", 25, 25),
        ("发放及时率", "100%", "100%", 25, 25),
        ("因贫辍学学生数", "0人", "0人", 30, 30),
        ("学生家长满意度", "≥95%", "93.6%", 10, 9),
    ),
}  # fmt: skip

# 2. the head in three rows; planned and actual under the year; two forms side by side never: one with a narrow margin ------------
THREE: Sketch = [
    ["医疗卫生机构项目支出绩效自评表", *["<"] * 8],
    ["填报单位：永川区中医院        （2022年度）        单位：万元", *["<"] * 8],
    ["项目名称", "<", "中医药传承创新发展", "<", "<", "项目负责人", "<", "王芳", "<"],
    ["主管部门", "<", "永川区卫生健康委员会", "<", "<", "项目实施单位", "<", "永川区中医院", "<"],
    ["资金来源", "<", "年初预算", "全年预算", "<", "全年支出", "<", "预算执行率(%)", "<"],
    ["合计", "<", 500, 480, "<", 456, "<", 95, "<"],
    ["财政拨款", "<", 400, 380, "<", 361, "<", 95, "<"],
    ["单位自筹", "<", 100, 100, "<", 95, "<", 95, "<"],
    ["绩效指标", "<", "<", "2022年", "<", "<", "自评", "<", "原因分析"],
    ["一级", "二级", "三级", "计划", "实际", "完成比例", "分值", "得分", "^"],
    ["产出", "数量", "建设名医工作室", "3个", "3个", "100%", 30, 30, None],
    ["^", "质量", "处方合格率", "≥98%", "97%", "99%", 20, 19.5, "新进人员多"],
    ["效益", "社会", "中医门诊量增长率", "≥10%", "12%", "120%", 30, 30, None],
    ["满意度", "患者", "患者满意度", "≥92%", "94%", "102%", 10, 10, None],
    ["合计", "<", "<", "<", "<", "<", 90, 89.5, None],
]  # fmt: skip
THREE_FORM: Form = {
    "project": "中医药传承创新发展", "department": "永川区卫生健康委员会", "unit": "永川区中医院", "year": 2022,
    "money_unit": "万元", "initial": 500, "annual": 480, "executed": 456, "rate": 0.95, "self_score": 89.5, "total_points": 90,
    "indicators": rows(
        f"{ROW} deviation_note",
        ("产出", "数量", "建设名医工作室", "3个", "3个", 30, 30, None),
        ("产出", "质量", "处方合格率", "≥98%", "97%", 20, 19.5, "新进人员多"),
        ("效益", "社会", "中医门诊量增长率", "≥10%", "12%", 30, 30, None),
        ("满意度", "患者", "患者满意度", "≥92%", "94%", 10, 10, None),
    ),
}  # fmt: skip

# 3. policy-like fund: method and data source between, 评分 as a column of its own after the reasons ----------------------------------
FUND: Sketch = [
    ["2024年省级乡村振兴衔接资金绩效自评表", *["<"] * 8],
    ["专项资金名称", "省级财政衔接推进乡村振兴补助资金", "<", "<", "<", "市县", "白沙县", "<", "<"],
    ["主管部门", "白沙县农业农村局", "<", "<", "<", "财政部门", "白沙县财政局", "<", "<"],
    ["资金投入（万元）", "下达资金", 3200, "<", "支出资金", 3136, "支出进度", "98%", "<"],
    ["一级指标", "二级指标", "三级指标", "分值", "绩效目标", "完成情况", "数据来源", "未完成原因", "评分"],
    ["产出指标", "数量指标", "新建产业路", 20, "36公里", "36.5公里", "验收报告", None, 20],
    ["^", "质量指标", "项目验收合格率", 20, "100%", "100%", "验收报告", None, 20],
    ["^", "成本指标", "每公里补助标准", 10, "≤45万元", "44.2万元", "合同", None, 10],
    ["效益指标", "经济效益指标", "带动脱贫户增收", 30, "≥1500元/户", "1380元/户", "监测系统", "橡胶价格下跌", 27.6],
    ["满意度指标", "满意度指标", "受益群众满意度", 20, "≥90%", "95%", "问卷", None, 20],
    ["总分", "<", "<", 100, None, None, None, None, 97.6],
]  # fmt: skip
FUND_FORM: Form = {
    "project": "省级财政衔接推进乡村振兴补助资金", "department": "白沙县农业农村局", "year": 2024, "annual": 3200,
    "executed": 3136, "rate": 0.98, "self_score": 97.6, "total_points": 100,
    "indicators": rows(
        "level1 level2 level3 points target actual evidence deviation_note self_score",
        ("产出指标", "数量指标", "新建产业路", 20, "36公里", "36.5公里", "验收报告", None, 20),
        ("产出指标", "质量指标", "项目验收合格率", 20, "100%", "100%", "验收报告", None, 20),
        ("产出指标", "成本指标", "每公里补助标准", 10, "≤45万元", "44.2万元", "合同", None, 10),
        ("效益指标", "经济效益指标", "带动脱贫户增收", 30, "≥1500元/户", "1380元/户", "监测系统", "橡胶价格下跌", 27.6),
        ("满意度指标", "满意度指标", "受益群众满意度", 20, "≥90%", "95%", "问卷", None, 20),
    ),
}  # fmt: skip

# 4. whole department: basic and project spending as columns, tasks as rows of prose, score out of 100 in words -----------------------
WHOLE: Sketch = [
    ["2022年度部门整体绩效自评表", *["<"] * 7],
    ["部门名称", "岭东市教育局", "<", "<", "联系人", "赵敏", "联系电话", "12345678"],
    ["部门整体支出（万元）", "年初预算", "调整预算", "决算数", "<", "其中：基本支出", "项目支出", "执行率"],
    ["^", 18200, 19500, 19110, "<", 12300, 6810, "98.00%"],
    ["年度工作任务", "1.义务教育优质均衡；2.校园安全。", *["<"] * 6],
    ["一级指标", "二级指标", "三级指标", "指标值", "完成值", "分值", "自评分", "偏差原因"],
    ["部门管理", "预算管理", "预算编制完整性", "完整", "完整", 10, 10, None],
    ["^", "^", "结转结余控制率", "≤5%", "2%", 10, 10, None],
    ["履职产出", "数量", "新增学位", "≥6000个", "6320个", 40, 40, None],
    ["履职效果", "社会效益", "义务教育巩固率", "≥99%", "98.7%", 30, 29, "外出务工随迁"],
    ["^", "满意度", "家长满意度", "≥88%", "91%", 10, 10, None],
    ["自评总分", "<", "<", "<", "<", 100, 99, None],
    ["自评等级", "优秀", *["<"] * 6],
]  # fmt: skip
WHOLE_FORM: Form = {
    "project": "部门整体支出", "department": "岭东市教育局", "year": 2022, "subject": "部门整体支出", "initial": 18200,
    "annual": 19500, "executed": 19110, "rate": 0.98, "self_score": 99, "total_points": 100, "self_grade": "优秀",
    "indicators": rows(
        f"{ROW} deviation_note",
        ("部门管理", "预算管理", "预算编制完整性", "完整", "完整", 10, 10, None),
        ("部门管理", "预算管理", "结转结余控制率", "≤5%", "2%", 10, 10, None),
        ("履职产出", "数量", "新增学位", "≥6000个", "6320个", 40, 40, None),
        ("履职效果", "社会效益", "义务教育巩固率", "≥99%", "98.7%", 30, 29, "外出务工随迁"),
        ("履职效果", "满意度", "家长满意度", "≥88%", "91%", 10, 10, None),
    ),
}  # fmt: skip

LETTER = """清水镇人民政府2023年度农村厕所革命项目支出绩效自评报告

一、项目基本情况
    项目名称：农村厕所革命。项目主管部门：青川县农业农村局；项目实施单位：清水镇人民政府。
    2023年预算资金86万元，全部为财政资金，资金到位86万元，到位率100%。全年共支出资金82.56万元，预算执行率96%。
二、绩效自评结论
    项目自评得分95.3分，等级为优。
三、主要问题
    后期管护机制不健全。
四、整改措施
    建立管护队伍，落实管护经费。
"""
LETTER_FORM: Form = {
    "year": 2023, "annual": 86, "executed": 82.56, "rate": 0.96, "self_score": 95.3, "self_grade": "优",
    "problems": "后期管护机制不健全。", "measures": "建立管护队伍，落实管护经费。", "indicators": [],
}  # fmt: skip

TOWNSHIPS = (
    Layout("school_xlsx", "助学金.xlsx", lambda: xlsx({"Sheet1": SCHOOL}), (SCHOOL_FORM,)),
    Layout("school_docx", "助学金.docx", lambda: word([SCHOOL, ""]), (SCHOOL_FORM,)),
    Layout("three_xlsx", "中医.xlsx", lambda: xlsx({"Sheet1": THREE}), (THREE_FORM,)),
    Layout("three_html", "中医.xls", lambda: web(THREE), (THREE_FORM,)),
    Layout("fund_docx", "衔接.docx", lambda: word([FUND, ""]), (FUND_FORM,)),
    Layout("fund_csv", "衔接.csv", lambda: text_table(FUND), (FUND_FORM,)),
    Layout("whole_xlsx", "教育局.xlsx", lambda: xlsx({"Sheet1": WHOLE}), (WHOLE_FORM,)),
    Layout("whole_xml", "教育局.xls", lambda: spreadsheet_ml({"Sheet1": WHOLE}), (WHOLE_FORM,)),
    Layout("letter_docx", "清水镇.docx", lambda: word(LETTER.strip().split("\n")), (LETTER_FORM,)),
)  # fmt: skip
