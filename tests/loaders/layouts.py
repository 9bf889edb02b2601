"""Sixteen further layouts of the same form families, put together from the label variants of the field
(two-row headers, review scores, points before targets, whole-department, transfer-payment, investment …).

Written before the reader was run on them; expected values are what the drawn forms print.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.loaders.sketch import Sketch, ods, text_table, web, word, xlsx

Form = dict[str, Any]


@dataclass(frozen=True)
class Layout:
    name: str
    file: str
    build: Callable[[], bytes]
    forms: tuple[Form, ...]


def rows(header: str, *lines: tuple[Any, ...]) -> list[dict[str, Any]]:
    names = header.split()
    return [dict(zip(names, line, strict=True)) for line in lines]


# 1. 复核分, 赋分规则, 上年完成值, 佐证资料; money in 元, named in a line of its own --------------------------
REVIEWED: Sketch = [
    ["附件2", None, None, None, None, None, None, None, None, None, None, None],
    ["2023年度项目支出绩效自评复核表", "<", "<", "<", "<", "<", "<", "<", "<", "<", "<", "<"],
    ["填报单位：清河县第二中学", "<", "<", "<", "<", "<", "单位：元", "<", "<", "<", "<", "<"],
    ["项目名称", "<", "校舍维修改造", "<", "<", "<", "项目编码", "<", "130534230000000012345", "<", "<", "<"],
    ["主管部门", "<", "清河县教育局", "<", "<", "<", "实施单位", "<", "清河县第二中学", "<", "<", "<"],
    ["资金情况", "<", None, "年初预算数", "<", "全年预算数", "全年执行数", "分值", "执行率", "自评得分", "市级评分", "备注"],
    ["^", "<", "年度资金总额", 1200000, "<", 1000000, 950000, 10, (0.95, "0.00%"), 9.5, 9.5, None],
    ["^", "<", "其中：一般公共预算", 1200000, "<", 1000000, 950000, "—", "—", "—", "—", None],
    ["一级指标", "二级指标", "三级指标", "指标赋分规则", "上年完成值", "年度指标值", "实际完成值", "分值", "自评得分", "市级评分", "偏差原因分析及改进措施", "佐证资料"],
    ["产出指标\n（50分）", "数量指标", "维修校舍面积", "每少1%扣0.5分", "2800平方米", "≥3000平方米", "3100平方米", 25, 25, 24, None, "验收单"],
    ["^", "质量指标", "验收合格率", "不合格不得分", "100%", "100%", (1, "0%"), 25, 25, 25, None, "验收报告"],
    ["效益指标\n（30分）", "社会效益指标", "受益学生人数", "按比例得分", "1500人", "≥1600人", "1580人", 30, 28, 27, "转学减少20人", "学籍表"],
    ["满意度指标\n（10分）", "服务对象满意度指标", "师生满意度", "按比例得分", None, "≥90%", "93.5%", 10, 10, 10, None, "问卷"],
    ["总分", "<", "<", "<", "<", "<", "<", 100, 97.5, 95.5, None, None],
]  # fmt: skip
REVIEWED_FORM: Form = {
    "project": "校舍维修改造", "project_code": "130534230000000012345", "department": "清河县教育局",
    "unit": "清河县第二中学", "year": 2023, "money_unit": "元", "initial": 120, "annual": 100, "executed": 95,
    "rate": 0.95, "self_score": 97.5, "review_score": 95.5, "total_points": 100, "has_evidence_column": True,
    "indicators": rows(
        "level1 level2 level3 target actual points self_score review_score deviation_note rule last_actual evidence",
        ("产出指标", "数量指标", "维修校舍面积", "≥3000平方米", "3100平方米", 25, 25, 24, None, "每少1%扣0.5分", "2800平方米", "验收单"),
        ("产出指标", "质量指标", "验收合格率", "100%", "100%", 25, 25, 25, None, "不合格不得分", "100%", "验收报告"),
        ("效益指标", "社会效益指标", "受益学生人数", "≥1600人", "1580人", 30, 28, 27, "转学减少20人", "按比例得分", "1500人", "学籍表"),
        ("满意度指标", "服务对象满意度指标", "师生满意度", "≥90%", "93.5%", 10, 10, 10, None, "按比例得分", None, "问卷"),
    ),
}  # fmt: skip

# 2. points before targets; operator, value and unit under one heading; score split into self and review -----
THREE_COLUMNS: Sketch = [
    ["项目绩效目标自评表", "<", "<", "<", "<", "<", "<", "<", "<", "<"],
    ["（2021年度）", "<", "<", "<", "<", "<", "<", "<", "<", "<"],
    ["项目（政策）名称：", "<", "农村饮水安全巩固提升工程", "<", "<", "<", "<", "<", "<", "<"],
    ["主管部门：", "<", "031-临江县水利局", "<", "<", "<", "项目实施单位：", "<", "临江县供水总站", "<"],
    ["项目资金（万元）", "<", "年初预算数", "<", "调整预算数", "<", "实际支出数", "<", "支出进度", "<"],
    ["年度资金总额", "<", "1,500.00", "<", "1,626.50", "<", "1,301.20", "<", "80.00%", "<"],
    ["其中:中央资金", "<", "1,000.00", "<", "1,000.00", "<", "900", "<", None, "<"],
    ["绩效指标", "一级\n指标", "二级\n指标", "三级\n指标", "权重", "年度指标值", "<", "<", "实际完成值", "得分"],
    ["^", "^", "^", "^", "^", "符号", "目标值", "计量单位", "^", "^"],
    ["^", "项目完成指标", "数量指标", "新建水厂", 20, "≥", 3, "座", 3, 20],
    ["^", "^", "时效指标", "完工及时率", 20, "=", 100, "%", 100, 20],
    ["^", "^", "成本指标", "工程造价", 10, "≤", 1500, "万元", "1301.2", 10],
    ["^", "项目效益指标", "社会效益", "受益人口", 30, "≥", "2.5", "万人", "2.4", 28.8],
    ["^", "满意度指标", "满意度", "用水户满意度", 10, "≥", 90, "%", 92, 10],
    ["合计", "<", "<", "<", 100, None, None, None, None, 98.8],
    ["自评等级", "<", "优秀", "<", "<", "<", "<", "<", "<", "<"],
]  # fmt: skip
THREE_COLUMNS_FORM: Form = {
    "project": "农村饮水安全巩固提升工程", "department": "031-临江县水利局", "unit": "临江县供水总站",
    "year": 2021, "money_unit": "万元", "initial": 1500, "annual": 1626.5, "executed": 1301.2, "rate": 0.8,
    "self_score": 98.8, "total_points": 100, "self_grade": "优秀",
    "indicators": rows(
        "level1 level2 level3 target actual points self_score",
        ("项目完成指标", "数量指标", "新建水厂", "≥3座", "3", 20, 20),
        ("项目完成指标", "时效指标", "完工及时率", "=100%", "100", 20, 20),
        ("项目完成指标", "成本指标", "工程造价", "≤1500万元", "1301.2", 10, 10),
        ("项目效益指标", "社会效益", "受益人口", "≥2.5万人", "2.4", 30, 28.8),
        ("满意度指标", "满意度", "用水户满意度", "≥90%", "92", 10, 10),
    ),
}  # fmt: skip

# 3. 部门整体支出: tasks with their own budget columns stand before the indicators ----------------------------
WHOLE: Sketch = [
    ["部门整体支出绩效自评表", "<", "<", "<", "<", "<", "<", "<"],
    ["（2022年度）", "<", "<", "<", "<", "<", "<", "<"],
    ["部门名称", "安和县市场监督管理局", "<", "<", "<", "<", "<", "<"],
    ["年度预算申请\n（万元）", "<", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"],
    ["年度资金总额", "<", 3200, 3350.6, 3283.59, 10, "98%", 9.8],
    ["按支出性质分：基本支出", "<", 2100, 2150, 2150, None, None, None],
    ["项目支出", "<", 1100, 1200.6, 1133.59, None, None, None],
    ["年度总体目标", "预期目标", "<", "<", "实际完成情况", "<", "<", "<"],
    ["^", "保障市场秩序稳定。", "<", "<", "全年市场秩序稳定。", "<", "<", "<"],
    ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施"],
    ["产出指标（50分）", "数量指标", "食品抽检批次", "≥800批次", "812批次", 25, 25, None],
    ["^", "质量指标", "不合格食品处置率", "100%", "100%", 25, 25, None],
    ["效益指标（30分）", "社会效益指标", "投诉办结率", "≥98%", "99%", 30, 30, None],
    ["满意度指标（10分）", "服务对象满意度", "群众满意度", "≥85%", "88%", 10, 10, None],
    ["总分", "<", "<", "<", "<", 100, 99.8, None],
]  # fmt: skip
WHOLE_FORM: Form = {
    "project": "部门整体支出", "department": "安和县市场监督管理局", "unit": None, "year": 2022,
    "subject": "部门整体支出", "money_unit": "万元", "initial": 3200, "annual": 3350.6, "executed": 3283.59,
    "rate": 0.98, "self_score": 99.8, "total_points": 100, "goal": "保障市场秩序稳定。",
    "goal_actual": "全年市场秩序稳定。",
    "indicators": rows(
        "level1 level2 level3 target actual points self_score",
        ("产出指标", "数量指标", "食品抽检批次", "≥800批次", "812批次", 25, 25),
        ("产出指标", "质量指标", "不合格食品处置率", "100%", "100%", 25, 25),
        ("效益指标", "社会效益指标", "投诉办结率", "≥98%", "99%", 30, 30),
        ("满意度指标", "服务对象满意度", "群众满意度", "≥85%", "88%", 10, 10),
    ),
}  # fmt: skip

# 4. transfer payment: seven rows on fund management between money and goals ---------------------------------
TRANSFER: Sketch = [
    ["就业补助资金绩效目标自评表", "<", "<", "<", "<", "<", "<"],
    ["（2024年度）", "<", "<", "<", "<", "<", "<"],
    ["转移支付（项目）名称", "<", "就业补助资金", "<", "<", "<", "<"],
    ["中央主管部门", "<", "人力资源社会保障部", "<", "<", "<", "<"],
    ["地方主管部门", "<", "东山区人力资源和社会保障局", "<", "资金使用单位", "东山区就业服务中心", "<"],
    ["资金投入情况（万元）", "<", None, "全年预算数（A）", "全年执行数（B）", "预算执行率（B/A×100%)", "<"],
    ["^", "<", "年度资金总额：", "808.10", "692.98", "85.76%", "<"],
    ["^", "<", "其中：中央财政资金", "600", "520", "86.67%", "<"],
    ["^", "<", "地方资金", "208.1", "172.98", "83.12%", "<"],
    ["资金管理情况", "<", None, "情况说明", "<", "存在问题和改进措施", "<"],
    ["^", "<", "分配科学性", "按因素法分配", "<", None, "<"],
    ["^", "<", "下达及时性", "30日内下达", "<", None, "<"],
    ["^", "<", "使用规范性", "规范", "<", None, "<"],
    ["总体目标完成情况", "总体目标", "<", "<", "全年实际完成情况", "<", "<"],
    ["^", "稳定就业局势。", "<", "<", "就业局势总体稳定。", "<", "<"],
    ["绩效指标", "一级指标", "二级指标", "三级指标", "指标值", "全年实际完成值", "未完成原因和改进措施"],
    ["^", "产出指标", "数量指标", "享受职业培训补贴人员数量", "≥500人", "612人", None],
    ["^", "^", "^", "享受社会保险补贴人员数量", "≥3000人", "2850人", "部分人员已退出"],
    ["^", "^", "质量指标", "补贴发放准确率", "≥98%", "100%", None],
    ["^", "效益指标", "社会效益指标", "城镇登记失业率", "≤4.5%", "3.1%", None],
    ["^", "满意度指标", "服务对象满意度指标", "就业扶持政策经办服务满意度", "≥80%", "92%", None],
    ["说明", "请在此处简要说明各级监督检查中发现的问题。", "<", "<", "<", "<", "<"],
]  # fmt: skip
TRANSFER_FORM: Form = {
    "project": "就业补助资金", "department": "东山区人力资源和社会保障局", "unit": "东山区就业服务中心",
    "year": 2024, "money_unit": "万元", "initial": None, "annual": 808.1, "executed": 692.98, "rate": 0.8576,
    "self_score": None, "total_points": None, "subject": "专项资金", "goal": "稳定就业局势。",
    "goal_actual": "就业局势总体稳定。",
    "indicators": rows(
        "level1 level2 level3 target actual points self_score deviation_note",
        ("产出指标", "数量指标", "享受职业培训补贴人员数量", "≥500人", "612人", None, None, None),
        ("产出指标", "数量指标", "享受社会保险补贴人员数量", "≥3000人", "2850人", None, None, "部分人员已退出"),
        ("产出指标", "质量指标", "补贴发放准确率", "≥98%", "100%", None, None, None),
        ("效益指标", "社会效益指标", "城镇登记失业率", "≤4.5%", "3.1%", None, None, None),
        ("满意度指标", "服务对象满意度指标", "就业扶持政策经办服务满意度", "≥80%", "92%", None, None, None),
    ),
}  # fmt: skip

# 5. central investment (发改委): 实施效果指标 / 过程管理指标 -----------------------------------------------
INVESTMENT: Sketch = [
    ["中央预算内投资项目绩效自评表", "<", "<", "<", "<", "<", "<"],
    ["（2023年度）", "<", "<", "<", "<", "<", "<"],
    ["投资项目名称", "舒茶镇清水河治理工程", "<", "<", "所属专项", "以工代赈示范工程", "<"],
    ["主管部门", "舒城县发展改革委", "<", "<", "项目法人", "舒茶镇人民政府", "<"],
    ["投资完成情况（万元）", "全年预算数", 853, "全年执行数", 840.5, "执行率", "98.53%"],
    ["指标类型", "二级指标", "三级指标", "指标值", "实际完成值", "分值", "自评得分"],
    ["实施效果指标", "产出指标", "治理河道长度", "3.2公里", "3.2公里", 40, 40],
    ["^", "效益指标", "发放劳务报酬", "≥256万元", "260万元", 20, 20],
    ["过程管理指标", "计划管理指标", "投资计划分解转发用时达标率", "100%", "100%", 20, 20],
    ["^", "资金管理指标", "资金支付率", "≥90%", "98.53%", 20, 20],
    ["合计", "<", "<", "<", "<", 100, 100],
]  # fmt: skip
INVESTMENT_FORM: Form = {
    "project": "舒茶镇清水河治理工程", "department": "舒城县发展改革委", "unit": "舒茶镇人民政府", "year": 2023,
    "money_unit": "万元", "initial": None, "annual": 853, "executed": 840.5, "rate": 0.9853, "self_score": 100,
    "total_points": 100,
    "indicators": rows(
        "level1 level2 level3 target actual points self_score",
        ("实施效果指标", "产出指标", "治理河道长度", "3.2公里", "3.2公里", 40, 40),
        ("实施效果指标", "效益指标", "发放劳务报酬", "≥256万元", "260万元", 20, 20),
        ("过程管理指标", "计划管理指标", "投资计划分解转发用时达标率", "100%", "100%", 20, 20),
        ("过程管理指标", "资金管理指标", "资金支付率", "≥90%", "98.53%", 20, 20),
    ),
}  # fmt: skip

# 6. a form saved as csv: merges gone, levels blank below their first row ------------------------------------
PLAIN: Sketch = [
    ["项目支出绩效自评表", None, None, None, None, None, None, None],
    ["（2020年度）", None, None, None, None, None, None, None],
    ["项目名称", "城区公厕管护", None, None, None, None, None, None],
    ["主管部门", "望江区城市管理局", None, None, "实施单位", "望江区环卫所", None, None],
    ["项目资金（万元）", None, "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"],
    [None, "年度资金总额", "86.4", "86.4", "80.35", "10", "93%", "9.3"],
    [None, "其中：当年财政拨款", "86.4", "86.4", "80.35", "-", "-", "-"],
    ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施"],
    ["产出指标", "数量指标", "管护公厕数量", "42座", "42座", "20", "20", ""],
    [None, None, "保洁人员", "≥60人", "58人", "15", "14", "招工难"],
    [None, "质量指标", "达标率", "≥95%", "96%", "15", "15", ""],
    ["效益指标", "社会效益指标", "群众如厕方便程度", "方便", "方便", "30", "30", ""],
    ["满意度指标", "服务对象满意度指标", "市民满意度", "≥90%", "91%", "10", "10", ""],
    ["总分", None, None, None, None, "100", "98.3", None],
]  # fmt: skip
PLAIN_FORM: Form = {
    "project": "城区公厕管护", "department": "望江区城市管理局", "unit": "望江区环卫所", "year": 2020,
    "money_unit": "万元", "initial": 86.4, "annual": 86.4, "executed": 80.35, "rate": 0.93, "self_score": 98.3,
    "total_points": 100,
    "indicators": rows(
        "level1 level2 level3 target actual points self_score deviation_note",
        ("产出指标", "数量指标", "管护公厕数量", "42座", "42座", 20, 20, None),
        ("产出指标", "数量指标", "保洁人员", "≥60人", "58人", 15, 14, "招工难"),
        ("产出指标", "质量指标", "达标率", "≥95%", "96%", 15, 15, None),
        ("效益指标", "社会效益指标", "群众如厕方便程度", "方便", "方便", 30, 30, None),
        ("满意度指标", "服务对象满意度指标", "市民满意度", "≥90%", "91%", 10, 10, None),
    ),
}  # fmt: skip

# 7. one form in three Word tables ---------------------------------------------------------------------------
BASICS: Sketch = [
    ["项目名称", "基层文化站设备更新", "<", "<"],
    ["主管部门", "南浦区文化广电旅游体育局", "实施单位", "南浦区文化馆"],
    ["填报日期", "2023年3月15日", "联系电话", "0571-88888888"],
]
FUNDS: Sketch = [
    ["项目资金（元）", "年初预算", "全年预算", "实际支出", "执行率", "权重", "得分"],
    ["资金总额", "450,000", "450,000", "449,100", "99.8%", "10", "9.98"],
    ["财政拨款", "450,000", "450,000", "449,100", "", "", ""],
]
MARKS: Sketch = [
    ["一级指标", "二级指标", "三级指标", "目标值", "完成值", "权重", "得分", "未完成原因"],
    ["产出指标", "数量指标", "更新设备台套", "30台", "30台", "30", "30", ""],
    ["^", "质量指标", "设备合格率", "100%", "100%", "20", "20", ""],
    ["效益指标", "社会效益指标", "服务人次", "≥2万人次", "1.9万人次", "30", "28.5", "疫情闭馆"],
    ["满意度指标", "服务对象满意度指标", "读者满意度", "≥90%", "95%", "10", "10", ""],
    ["总分", "<", "<", "<", "<", "100", "98.48", ""],
]
THREE_TABLES_FORM: Form = {
    "project": "基层文化站设备更新", "department": "南浦区文化广电旅游体育局", "unit": "南浦区文化馆", "year": 2022,
    "money_unit": "元", "initial": 45, "annual": 45, "executed": 44.91, "rate": 0.998, "self_score": 98.48,
    "total_points": 100, "submitted": "2023-03-15",
    "indicators": rows(
        "level1 level2 level3 target actual points self_score deviation_note",
        ("产出指标", "数量指标", "更新设备台套", "30台", "30台", 30, 30, None),
        ("产出指标", "质量指标", "设备合格率", "100%", "100%", 20, 20, None),
        ("效益指标", "社会效益指标", "服务人次", "≥2万人次", "1.9万人次", 30, 28.5, "疫情闭馆"),
        ("满意度指标", "服务对象满意度指标", "读者满意度", "≥90%", "95%", 10, 10, None),
    ),
}  # fmt: skip

# 8. external evaluation: 决策 / 过程 / 产出 / 效益 with 评分标准; points in the level names ------------------
EXTERNAL: Sketch = [
    ["2022年度财政重点绩效评价评分表", "<", "<", "<", "<", "<", "<"],
    ["项目名称", "<", "智慧停车平台建设", "<", "主管部门", "江汉市城市管理委员会", "<"],
    ["一级指标", "二级指标", "三级指标", "评分标准", "分值", "得分", "扣分原因"],
    ["决策（20分）", "项目立项（10分）", "立项依据充分性", "依据充分得满分", 5, 5, None],
    ["^", "^", "立项程序规范性", "程序规范得满分", 5, 4, "未做可研"],
    ["^", "资金投入（10分）", "预算编制科学性", "测算充分得满分", 10, 8, "测算粗"],
    ["过程（20分）", "资金管理（20分）", "预算执行率", "执行率×20", 20, 18.6, None],
    ["产出（30分）", "产出数量（30分）", "建成泊位数", "按完成比例得分", 30, 27, "少建600个"],
    ["效益（30分）", "项目效益（30分）", "平均找位时间", "缩短得满分", 30, 25, None],
    ["合计", "<", "<", "<", 100, 87.6, None],
]  # fmt: skip
EXTERNAL_FORM: Form = {
    "project": "智慧停车平台建设", "department": "江汉市城市管理委员会", "unit": None, "year": 2022,
    "method": "财政评价", "money_unit": None, "initial": None, "annual": None, "executed": None, "rate": None,
    "self_score": 87.6, "total_points": 100,
    "indicators": rows(
        "level1 level2 level3 target actual points self_score deviation_note rule",
        ("决策", "项目立项", "立项依据充分性", None, None, 5, 5, None, "依据充分得满分"),
        ("决策", "项目立项", "立项程序规范性", None, None, 5, 4, "未做可研", "程序规范得满分"),
        ("决策", "资金投入", "预算编制科学性", None, None, 10, 8, "测算粗", "测算充分得满分"),
        ("过程", "资金管理", "预算执行率", None, None, 20, 18.6, None, "执行率×20"),
        ("产出", "产出数量", "建成泊位数", None, None, 30, 27, "少建600个", "按完成比例得分"),
        ("效益", "项目效益", "平均找位时间", None, None, 30, 25, None, "缩短得满分"),
    ),
}  # fmt: skip


# 9. three forms stacked on one sheet, signatures between ----------------------------------------------------
def _small(name: str, money: list[Any], score: float, total: float) -> Sketch:
    return [
        ["项目支出绩效自评表（2022年度）", "<", "<", "<", "<", "<", "<"],
        ["项目名称", name, "<", "<", "实施单位", "石桥镇人民政府", "<"],
        ["资金（亿元）", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"],
        ["年度资金总额", *money],
        ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"],
        ["产出指标(60分)", "数量指标", f"{name}完成数量", "1项", "1项", 60, score],
        ["效益指标(30分)", "社会效益指标", "群众受益", "明显", "明显", 30, 30],
        ["总分", "<", "<", "<", "<", 100, total],
        ["存在问题", "前期工作慢", "<", "<", "<", "<", "<"],
        ["改进措施", "提前谋划", "<", "<", "<", "<", "<"],
        ["填表人：王某", None, None, "审核人：李某", None, None, None],
        [None] * 7,
    ]


STACKED: Sketch = [
    *_small("道路硬化", [0.012, 0.012, 0.012, 10, (1, "0%"), 10], 60, 100),
    *_small("路灯安装", [0.005, 0.004, 0.002, 10, (0.5, "0%"), 5], 55, 90),
    *_small("危桥改造", [0, 0, 0, 10, "0%", 0], 0, 30),
]


def _small_form(name: str, money: list[float], rate: float, score: float, total: float) -> Form:
    return {
        "project": name, "department": None, "unit": "石桥镇人民政府", "year": 2022, "money_unit": "亿元",
        "initial": money[0], "annual": money[1], "executed": money[2], "rate": rate, "self_score": total,
        "total_points": 100, "problems": "前期工作慢", "measures": "提前谋划",
        "indicators": rows(
            "level1 level2 level3 target actual points self_score",
            ("产出指标", "数量指标", f"{name}完成数量", "1项", "1项", 60, score),
            ("效益指标", "社会效益指标", "群众受益", "明显", "明显", 30, 30),
        ),
    }  # fmt: skip


STACKED_FORMS = (
    _small_form("道路硬化", [120, 120, 120], 1, 60, 100),
    _small_form("路灯安装", [50, 40, 20], 0.5, 55, 90),
    _small_form("危桥改造", [0, 0, 0], 0, 0, 30),
)

# 10. ledger: two-row header, merged departments, 元, review scores, subtotal rows ----------------------------
LEDGER: Sketch = [
    ["2023年度区级项目绩效自评情况汇总表", "<", "<", "<", "<", "<", "<", "<", "<", "<"],
    ["填报单位：西湖区财政局", "<", "<", "<", "<", "<", "<", "<", "单位：元", "<"],
    ["序号", "主管部门", "项目名称", "项目单位", "预算金额", "<", "执行情况", "<", "自评得分", "复核得分"],
    ["^", "^", "^", "^", "年初预算数", "全年预算数", "全年执行数", "执行率", "^", "^"],
    [1, "区教育局", "校车运营补贴", "西湖一小", 1000000, 1000000, 900000, (0.9, "0.0%"), 96, 94],
    [2, "^", "食堂改造", "西湖二小", "2,500,000", "2,400,000", "2,400,000", "100%", 99.5, None],
    [None, "小计", None, None, 3500000, 3400000, 3300000, None, None, None],
    [3, "区民政局", "老年食堂", "区养老中心", "-", 800000, 400000, "50%", "85.25", 80],
    [None, "合计", None, None, 3500000, 4200000, 3700000, None, None, None],
    ["注：数据截至2023年12月31日。", "<", "<", "<", "<", "<", "<", "<", "<", "<"],
]  # fmt: skip
_LEDGER_KEYS = "project department unit year money_unit initial annual executed rate self_score review_score"
LEDGER_FORMS = tuple(
    {**row, "indicators": []}
    for row in rows(
        _LEDGER_KEYS,
        ("校车运营补贴", "区教育局", "西湖一小", 2023, "元", 100, 100, 90, 0.9, 96, 94),
        ("食堂改造", "区教育局", "西湖二小", 2023, "元", 250, 240, 240, 1, 99.5, None),
        ("老年食堂", "区民政局", "区养老中心", 2023, "元", None, 80, 40, 0.5, 85.25, 80),
    )
)

# 11. repeated header in a long Word table; 其中 rows; one score over two rows --------------------------------
_HEAD = [
    "一级指标",
    "二级指标",
    "三级指标",
    "分值",
    "年度指标值",
    "全年实际值",
    "得分",
    "未完成原因及拟采取的改进措施",
]
LONG: Sketch = [
    ["项目名称", "<", "特色种植补贴", "<", "<", "<", "<", "<"],
    ["主管部门", "<", "县农业农村局", "<", "实施单位", "<", "龙泉镇人民政府", "<"],
    ["资金情况（万元）", "<", None, "全年预算数（A）", "全年执行数（B）", "分值", "执行率（B/A）", "得分"],
    ["^", "<", "年度资金总额：", "12.6", "12.6", "10", "100%", "10"],
    _HEAD,
    ["产出指标（50分）", "数量指标", "★补助种植面积", "20", "35.5亩", "35.5亩", "20", ""],
    ["^", "^", "其中：桃树", "", "15.5亩", "15.5亩", "", ""],
    ["^", "^", "其中：蔬菜", "", "20亩", "20亩", "", ""],
    _HEAD,
    ["产出指标（50分）", "质量指标", "成活率", "20", "≥95%", "96%", "20", ""],
    ["^", "^", "补贴到户率", "^", "100%", "100%", "^", ""],
    ["^", "时效指标", "补贴及时率", "10", "100%", "100%", "10", ""],
    ["效益指标（30分）", "社会效益指标", "受益户数", "30", "≥80户", "82户", "30", ""],
    ["满意度指标（10分）", "服务对象满意度指标", "农户满意度", "10", "≥95%", "98%", "10", ""],
    ["总分", "<", "<", "100", "", "", "100", ""],
]  # fmt: skip
LONG_FORM: Form = {
    "project": "特色种植补贴", "department": "县农业农村局", "unit": "龙泉镇人民政府", "year": 2023,
    "money_unit": "万元", "initial": None, "annual": 12.6, "executed": 12.6, "rate": 1, "self_score": 100,
    "total_points": 100,
    "indicators": rows(
        "level1 level2 level3 target actual points self_score sub_row shared_score_group",
        ("产出指标", "数量指标", "★补助种植面积", "35.5亩", "35.5亩", 20, 20, False, None),
        ("产出指标", "数量指标", "其中：桃树", "15.5亩", "15.5亩", None, None, True, None),
        ("产出指标", "数量指标", "其中：蔬菜", "20亩", "20亩", None, None, True, None),
        ("产出指标", "质量指标", "成活率", "≥95%", "96%", 20, 20, False, 1),
        ("产出指标", "质量指标", "补贴到户率", "100%", "100%", 20, 20, False, 1),
        ("产出指标", "时效指标", "补贴及时率", "100%", "100%", 10, 10, False, None),
        ("效益指标", "社会效益指标", "受益户数", "≥80户", "82户", 30, 30, False, None),
        ("满意度指标", "服务对象满意度指标", "农户满意度", "≥95%", "98%", 10, 10, False, None),
    ),
}  # fmt: skip

# 12. everything in label-value pairs; indicators without levels; unknown header words -----------------------
PAIRS: Sketch = [
    ["2022年度辅警人员经费绩效自评表", "<", "<", "<", "<", "<"],
    ["项目编码", "500230T000002130411", "项目名称", "辅警人员经费", "自评年度", "2022"],
    ["主管部门", "丰江县公安局", "实施单位", "丰江县公安局", "自评总分", "98.6"],
    ["年初预算数（万元）", "2600", "全年预算数（万元）", "2565", "全年执行数（万元）", "2565"],
    ["指标名称", "指标性质", "指标值", "度量单位", "完成值（年末）", "权重（分）"],
    ["辅警人员", "=", "512", "人", "512", "40"],
    ["项目持续期", "定性", "基本建立", None, "基本建立", "30"],
    ["项目成本概算", "≤", "3584", "万元", "2565", "30"],
]  # fmt: skip
PAIRS_FORM: Form = {
    "project": "辅警人员经费", "project_code": "500230T000002130411", "department": "丰江县公安局",
    "unit": "丰江县公安局", "year": 2022, "money_unit": "万元", "initial": 2600, "annual": 2565,
    "executed": 2565, "rate": None, "self_score": 98.6, "total_points": None,
    "indicators": rows(
        "level1 level2 level3 target actual points self_score",
        ("", None, "辅警人员", "=512人", "512", 40, None),
        ("", None, "项目持续期", "基本建立", "基本建立", 30, None),
        ("", None, "项目成本概算", "≤3584万元", "2565", 30, None),
    ),
}  # fmt: skip

_TITLE = ["附件3", "项目支出绩效自评表", "（2022年度）"]
LAYOUTS = (
    Layout("reviewed_xlsx", "复核.xlsx", lambda: xlsx({"Sheet1": REVIEWED}), (REVIEWED_FORM,)),
    Layout("reviewed_html", "复核.xls", lambda: web(_flat(REVIEWED)), (REVIEWED_FORM,)),
    Layout("three_columns_xlsx", "饮水.xlsx", lambda: xlsx({"自评": THREE_COLUMNS}), (THREE_COLUMNS_FORM,)),
    Layout("three_columns_docx", "饮水.docx", lambda: word([THREE_COLUMNS]), (THREE_COLUMNS_FORM,)),
    Layout("three_columns_ods", "饮水.ods", lambda: ods("自评", THREE_COLUMNS), (THREE_COLUMNS_FORM,)),
    Layout("whole_department_xlsx", "整体.xlsx", lambda: xlsx({"整体": WHOLE}), (WHOLE_FORM,)),
    Layout("whole_department_docx", "整体.docx", lambda: word(["附件1", WHOLE]), (WHOLE_FORM,)),
    Layout("transfer_xlsx", "就业.xlsx", lambda: xlsx({"Sheet1": TRANSFER}), (TRANSFER_FORM,)),
    Layout("transfer_html", "就业.xls", lambda: web(TRANSFER, encoding="utf-8"), (TRANSFER_FORM,)),
    Layout("investment_xlsx", "投资.xlsx", lambda: xlsx({"Sheet1": INVESTMENT}), (INVESTMENT_FORM,)),
    Layout("plain_csv", "公厕.csv", lambda: text_table(PLAIN, encoding="gbk"), (PLAIN_FORM,)),
    Layout("plain_tsv", "公厕.txt", lambda: text_table(PLAIN, delimiter="\t"), (PLAIN_FORM,)),
    Layout(
        "three_tables_docx", "文化站.docx", lambda: word([*_TITLE, BASICS, FUNDS, "绩效指标完成情况：", MARKS]),
        (THREE_TABLES_FORM,),
    ),
    Layout("external_xlsx", "停车.xlsx", lambda: xlsx({"评分": EXTERNAL}), (EXTERNAL_FORM,)),
    Layout("stacked_xlsx", "石桥.xlsx", lambda: xlsx({"Sheet1": STACKED}), STACKED_FORMS),
    Layout("ledger_xlsx", "汇总.xlsx", lambda: xlsx({"汇总": LEDGER}), LEDGER_FORMS),
    Layout("ledger_html", "汇总.xls", lambda: web(_flat(LEDGER)), LEDGER_FORMS),
    Layout("long_docx", "种植.docx", lambda: word(["绩效目标自评表", "（2023年度）", LONG]), (LONG_FORM,)),
    Layout("long_xlsx", "种植.xlsx", lambda: xlsx({"2023年": LONG}), (LONG_FORM,)),
    Layout("pairs_xlsx", "辅警.xlsx", lambda: xlsx({"Sheet1": PAIRS}), (PAIRS_FORM,)),
)  # fmt: skip


def _flat(sketch: Sketch) -> Sketch:
    """Formatted numbers as a web page prints them."""
    texts = {(0.95, "0.00%"): "95.00%", (1, "0%"): "100%", (0.9, "0.0%"): "90.0%"}
    return [[texts[value] if isinstance(value, tuple) else value for value in line] for line in sketch]
