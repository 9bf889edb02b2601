"""Layouts of single provinces and everyday variations, each with the point that makes it hard."""

from __future__ import annotations

from decimal import Decimal as D

from evalcore.loaders.read import read_member
from evalcore.model import Evaluation, Subject
from tests.loaders.layouts import BASICS, FUNDS, LEDGER, MARKS, PLAIN
from tests.loaders.sketch import Sketch, ods, web, word, xlsx


def only(data: bytes, name: str = "表.xlsx") -> Evaluation:
    reading = read_member(data, name)
    assert [str(error) for error in reading.errors] == []
    (form,) = reading.forms
    return form


def drawn(rows: Sketch) -> Evaluation:
    return only(xlsx({"Sheet1": rows}))


def levels(form: Evaluation) -> list[tuple[str, str | None, str]]:
    return [(item.level1, item.level2, item.level3) for item in form.indicators]


SICHUAN_2020: Sketch = [
    ["2020年度项目支出绩效目标完成情况表", "<", "<", "<", "<", "<"],
    ["项目名称", "<", "养老服务体系建设", "<", "<", "<"],
    ["预算单位", "<", "大英县民政局", "<", "<", "<"],
    ["预算执行情况（万元）", "预算数：", "<", "100", "执行数：", "98"],
    ["^", "其中-财政拨款：", "<", "100", "其中-财政拨款：", "98"],
    ["^", "其它资金：", "<", None, "其它资金：", None],
    ["年度目标完成情况", "预期目标", "<", "<", "实际完成目标", "<"],
    ["^", "改善养老条件", "<", "<", "已改善", "<"],
    [
        "绩效指标完成情况",
        "一级指标",
        "二级指标",
        "三级指标",
        "预期指标值(包含数字及文字描述)",
        "实际完成指标值(包含数字及文字描述)",
    ],
    ["^", "项目完成指标", "数量指标", "改造敬老院", "2个", "2个"],
    ["^", "^", "时效指标", "2020年", "2020年", "2020年"],
    ["^", "满意度指标", "满意度指标", "老人满意度", "≥95%", "97%"],
]


def test_amounts_beside_their_labels_and_goals_below_theirs() -> None:
    form = drawn(SICHUAN_2020)
    assert (form.budget.annual, form.budget.executed, form.budget.unit_in_file) == (D(100), D(98), "万元")
    assert (form.goal, form.goal_actual, form.unit) == ("改善养老条件", "已改善", "大英县民政局")
    assert levels(form)[1] == ("项目完成指标", "时效指标", "2020年")
    assert form.indicators[2].target == "≥95%"


CHONGQING_2023: Sketch = [
    ["2023年度市级项目支出绩效自评表", "<", "<", "<", "<", "<", "<", "<", "<", "<", "<"],
    ["项目名称", "<", "公路养护工程", "<", "自评总分（分）", "<", "97.5", "<", None, None, None],
    ["主管部门", "<", "丰都县交通局", "<", "财政归口科室", "<", "经建科", "<", None, None, None],
    [
        "资金情况（万元）",
        "<",
        "年初预算数",
        "<",
        "全年（调整）预算数",
        "<",
        "全年执行数",
        "<",
        "执行率（%）",
        "执行率权重",
        "执行率得分（分）",
    ],
    ["年度总金额", "<", "800", "<", "750", "<", "712.5", "<", "95", "10", "9.5"],
    [
        "绩效指标",
        "指标名称",
        "计量单位",
        "指标性质",
        "年初指标值",
        "调整指标值",
        "全年完成值",
        "得分系数（%）",
        "指标权重（分）",
        "指标得分（分）",
        "说明",
    ],
    ["^", "养护里程", "公里", "≥", "100", "90", "98", "98", "50", "49", "雨季"],
    ["^", "养护成本", "万元/公里", "≤", "8", None, "7.5", "100", "40", "39", None],
]


def test_a_rate_without_percent_sign_an_adjusted_target_and_a_score_coefficient() -> None:
    form = drawn(CHONGQING_2023)
    assert (form.budget.initial, form.budget.annual, form.budget.executed) == (D(800), D(750), D("712.5"))
    assert form.budget.printed_rate == D("0.95")
    assert (form.budget.execution_points, form.budget.execution_score) == (D(10), D("9.5"))
    assert form.self_score == D("97.5")
    assert [(item.target, item.points, item.self_score) for item in form.indicators] == [
        ("≥90公里", D(50), D(49)),
        ("≤8万元/公里", D(40), D(39)),
    ]


def test_county_and_city_scores_stand_in_two_columns() -> None:
    form = drawn([
        ["2021年度农村公益事业财政奖补项目绩效评价自评表", "<", "<", "<", "<", "<", "<", "<"],
        ["项目名称：农村公益事业财政奖补项目", "<", "<", "<", "填报单位：铜陵市郊区财政局", "<", "<", "<"],
        ["一级指标（分值）", "二级指标", "三级指标", "分值", "评分标准", "县级自评", "市级复核", "备注"],
        ["决策(10)", "项目立项", "民主议事", 2, "记录完整得2分;不完整每个项目扣1分", 2, 2, None],
        ["过程(30)", "组织实施", "工作安排", 1, "纳入重点工作得1分;批示一个加1分", 2, 1, None],
        ["合计", "<", "<", 100, None, 98, 90, None],
    ])  # fmt: skip
    assert (form.project, form.unit) == ("农村公益事业财政奖补项目", "铜陵市郊区财政局")
    assert (form.total_points, form.self_score, form.review_score) == (D(100), D(98), D(90))
    assert [
        (item.level1, item.level1_points, item.self_score, item.review_score) for item in form.indicators
    ] == [
        ("决策", D(10), D(2), D(2)),
        ("过程", D(30), D(2), D(1)),
    ]
    assert form.indicators[0].rule == "记录完整得2分;不完整每个项目扣1分"


def test_money_received_is_not_the_budget() -> None:
    form = drawn([
        ["林业草原改革发展资金绩效评价表", "<", "<", "<", "<", "<", "<", "<"],
        ["（2024年度）", "<", "<", "<", "<", "<", "<", "<"],
        ["专项（项目）名称", "<", "林业草原改革发展资金", "<", "<", "<", "<", "<"],
        ["地方主管部门", "<", "四川省林业和草原局", "<", "实施单位", "<", "雅安市名山区林业局", "<"],
        ["资金情况（万元）", "<", "年度资金总额", "全年预算数（C）", "全年到位数（D）", "全年执行数（E）", "到位率（D/C）", "执行率（E/C）"],
        ["^", "<", "合计", "52.800000", "50.800000", "30.800000", "96.212121%", "58.333333%"],
        ["绩效指标", "一级指标", "二级指标", "三级指标", "年初目标值", "全年实际完成值", "分值", "得分"],
        ["^", "产出指标", "数量指标", "造林面积（亩）", "≥500", "500", "50", "50"],
    ])  # fmt: skip
    assert form.subject is Subject.FUND
    assert (form.budget.annual, form.budget.executed) == (D("52.8"), D("30.8"))
    assert form.budget.printed_rate == D("0.58333333")


def test_an_older_form_has_only_the_initial_budget() -> None:
    form = drawn([
        ["项目支出绩效自评表", "<", "<", "<", "<", "<"],
        ["（2016年度）", "<", "<", "<", "<", "<"],
        ["项目名称", "【体制】道路清扫保洁外包", "<", "主管部门及代码", "学院路街道办事处 [115]", "<"],
        ["项目资金（万元）", "年初预算数（A）", "全年执行数（B）", "分值（10分）", "执行率（B/A）", "得分"],
        ["年度资金总额：", "310.20", "154.74", "10", "50%", "5"],
        ["一级指标", "三级指标", "分值", "年度指标值（A）", "实际完成值（B）", "得分"],
        ["产出指标（50分）", "保洁合格率", "12.5", "≥95%", "96%", "12.5"],
    ])  # fmt: skip
    assert (form.budget.initial, form.budget.annual, form.budget.executed) == (D("310.2"), None, D("154.74"))
    assert form.budget.printed_rate == D("0.5")
    assert form.department == "学院路街道办事处 [115]"


def test_the_tasks_of_a_department_lead_to_its_whole_money() -> None:
    form = drawn([
        ["部门整体支出绩效自评表", "<", "<", "<", "<", "<", "<"],
        ["（2021年度）", "<", "<", "<", "<", "<", "<"],
        ["部门（单位）名称", "<", "市委党校", "<", "<", "<", "<"],
        ["年度主要任务", "任务名称", "主要内容", "预算数（万元）", "执行数（万元）", "执行率", "分值"],
        ["^", "教学培训", "主体班", 300, 290, "96.67%", None],
        ["^", "基本支出", "人员", 1000, 1000, "100%", None],
        ["^", "金额合计", "<", 1300, 1290, "99.23%", 10],
        ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"],
        ["履职效能", "任务完成", "培训班次", "20期", "21期", 40, 40],
        ["合计", "<", "<", "<", "<", 100, 100],
    ])  # fmt: skip
    assert (form.project, form.department, form.subject) == ("部门整体支出", "市委党校", Subject.DEPARTMENT)
    assert (form.budget.annual, form.budget.executed) == (D(1300), D(1290))


def test_a_form_runs_over_two_sheets_and_its_instructions_are_no_form() -> None:
    sheets = {
        "基本情况": [["项目支出绩效自评表（2022年度）", "<", "<", "<"], *BASICS, *FUNDS],
        "绩效指标": MARKS,
        "怎样填": [["1.项目名称：填写项目全称，与预算批复一致。"], ["2.主管部门：填写全称。"]],
    }
    form = only(xlsx(sheets))
    assert (form.project, form.budget.annual, len(form.indicators)) == ("基层文化站设备更新", D(45), 4)


def test_the_name_stands_in_a_paragraph_above_the_tables() -> None:
    paragraphs = [
        "2022年度项目支出绩效自评表",
        "项目名称：农村公路养护",
        "主管部门：某县交通局    实施单位：某县公路局",
    ]
    form = only(word([*paragraphs, FUNDS, MARKS]), "表.docx")
    assert (form.project, form.department, form.unit, form.year) == (
        "农村公路养护",
        "某县交通局",
        "某县公路局",
        2022,
    )
    assert len(form.indicators) == 4


def test_a_table_after_the_form_adds_no_rows() -> None:
    roster: Sketch = [
        ["姓名", "职务", "电话", "备注", "甲", "乙", "丙", "丁"],
        ["张三", "局长", "1", "", "", "", "", ""],
    ]
    form = only(
        word(["项目支出绩效自评表", "（2022年度）", BASICS, FUNDS, MARKS, "附表：", roster]), "表.docx"
    )
    assert len(form.indicators) == 4


MERGED: Sketch = [
    ["2023年度项目绩效自评表", "<", "<", "<", "<", "<", "<", "<"],
    ["项目名称", "古树保护", "<", "<", "主管部门", "林业局", "<", "<"],
    ["资金总额（万元）", "<", "全年预算数", "30", "全年执行数", "29.5", "执行率", "98.33%"],
    ["指标", "<", "<", "年度目标值", "完成值", "分值", "得分", "<"],
    ["一级", "二级", "三级", "^", "^", "^", "自评", "复核"],
    ["产出指标", "数量", "古树挂牌", "50株", "50株", "30", "30", "29"],
    ["^", "^", "古树复壮", "5株", "5株", "^", "^", "^"],
    ["效益指标", "生态", "生态改善", "明显", "明显", "60", "58", "56"],
    ["总得分", "<", "<", "<", "<", "<", "98.33（优）", "95"],
    ["主要问题", "资金拨付慢", "<", "<", "<", "<", "<", "<"],
]


def test_a_two_row_header_with_self_and_review_under_one_score_in_every_format() -> None:
    for data, name in (
        (xlsx({"表": MERGED}), "表.xlsx"),
        (web(MERGED), "表.xls"),
        (ods("表", MERGED), "表.ods"),
        (word([MERGED]), "表.docx"),
    ):
        form = only(data, name)
        assert (form.self_score, form.review_score, form.self_grade) == (D("98.33"), D(95), "优"), name
        assert [item.shared_score_group for item in form.indicators] == [1, 1, None], name
        assert [item.review_score for item in form.indicators] == [D(29), D(29), D(56)], name
        assert form.problems == "资金拨付慢", name


def test_label_and_value_share_a_cell() -> None:
    form = drawn([
        ["项目支出绩效自评表"],
        ["2022年度"],
        ["项目名称：小区改造", "", "", "主管部门：住建局"],
        ["年初预算：120万元", "全年预算：100万元", "实际支出：98万元", "执行率：98%"],
        ["自评得分：97分", "", "评价等级：优"],
        ["一级指标", "三级指标", "目标值", "实际值", "权重", "自评得分"],
        ["产出指标", "改造小区", "3个", "3个", "60", "60"],
    ])  # fmt: skip
    assert (form.budget.initial, form.budget.annual, form.budget.executed) == (D(120), D(100), D(98))
    assert (form.budget.printed_rate, form.self_score, form.self_grade) == (D("0.98"), D(97), "优")


def test_labels_in_traditional_characters_are_known() -> None:
    turned = {
        "项目名称": "項目名稱", "主管部门": "主管部門", "实施单位": "實施單位", "项目资金（万元）": "項目資金（萬元）",
        "年初预算数": "年初預算數", "全年预算数": "全年預算數", "全年执行数": "全年執行數", "执行率": "執行率",
        "年度资金总额": "年度資金總額", "一级指标": "一級指標", "二级指标": "二級指標", "三级指标": "三級指標",
        "年度指标值": "年度指標值", "实际完成值": "實際完成值", "总分": "總分",
    }  # fmt: skip
    form = drawn([[turned.get(value, value) for value in line] for line in PLAIN])
    assert (form.project, form.budget.annual, len(form.indicators), form.self_score) == (
        "城区公厕管护", D("86.4"), 5, D("98.3"),
    )  # fmt: skip


def test_no_grade_is_taken_from_boxes_nobody_ticked() -> None:
    for text, grade in (("优□ 良□ 中□ 差□", None), ("优☑ 良□ 中□ 差□", "优"), ("□优 ☑良 □中 □差", "良")):
        assert drawn([*PLAIN, ["自评结果等级", text]]).self_grade == grade


def test_a_code_before_the_name_is_kept_in_both() -> None:
    rows = [
        ["项目名称", "51000021R000000019951-工资性支出", *line[2:]] if line[0] == "项目名称" else line
        for line in PLAIN
    ]
    form = drawn(rows)
    assert (form.project, form.project_code) == ("51000021R000000019951-工资性支出", "51000021R000000019951")


def test_an_unreadable_amount_stays_blank_and_is_said_with_its_cell() -> None:
    rows = [[value if value != "80.35" else "约80" for value in line] for line in PLAIN]
    form = drawn(rows)
    assert form.budget.executed is None
    assert [(finding.code, finding.place) for finding in form.read_findings] == [
        ("FM_VALUE_UNREADABLE", "Sheet1 E6")
    ]


def test_a_missing_money_unit_is_assumed_and_said() -> None:
    rows = [["项目资金", *line[1:]] if line[0] == "项目资金（万元）" else line for line in PLAIN]
    form = drawn(rows)
    assert (form.budget.annual, form.budget.unit_in_file) == (D("86.4"), None)
    assert [finding.code for finding in form.read_findings] == ["FM_UNIT_ASSUMED"]


def test_a_formula_without_its_result_is_blank_and_said() -> None:
    rows = [
        ["总分", None, None, None, None, 100, "=SUM(G9:G13)", None] if line[0] == "总分" else line
        for line in PLAIN
    ]
    form = drawn(rows)
    assert (form.total_points, form.self_score) == (D(100), None)
    assert any("G14" in finding.message and "公式" in finding.message for finding in form.read_findings)


def test_a_ledger_keeps_blank_amounts_blank() -> None:
    forms = read_member(xlsx({"汇总": LEDGER}), "汇总.xlsx").forms
    assert [form.budget.initial for form in forms] == [D(100), D(250), None]


def test_a_list_of_what_is_to_be_evaluated_gives_no_evaluation() -> None:
    listing: Sketch = [
        ["2023年度应评项目清单", "<", "<", "<", "<"],
        ["序号", "项目名称", "主管部门", "实施单位", "年初预算数（万元）"],
        [1, "公厕管护", "城管局", "环卫所", 86.4],
        [2, "道路养护", "交通局", "公路站", 120],
    ]
    reading = read_member(xlsx({"清单": listing}), "清单.xlsx")
    assert (reading.forms, reading.errors) == ((), ())
    (register,) = reading.registers
    assert register.kind == "listing"
    assert len(register.rows) == 2


def test_a_bare_share_beside_a_percentage_is_kept_as_printed_and_said() -> None:
    rows = [
        ["96%" if value == "91%" else "0.96" if value == "96%" else value for value in line] for line in PLAIN
    ]
    form = drawn(rows)
    assert form.indicators[2].actual == "0.96"
    assert [(finding.code, finding.indicator) for finding in form.read_findings] == [
        ("FM_PERCENT_DOUBTFUL", 2)
    ]


def test_places_are_named_like_the_fields_of_the_model() -> None:
    form = drawn(CHONGQING_2023)
    for name in form.budget.places:
        assert hasattr(form.budget, name)
    for name in form.places:
        assert hasattr(form, name)
    for item in form.indicators:
        for name in item.places:
            assert hasattr(item, name)
    assert str(form.budget.places["printed_rate"]) == "Sheet1 I5"


def test_an_execution_row_across_the_level_columns_belongs_to_the_budget() -> None:
    form = drawn([
        ["项目支出绩效自评表（2023年度）", "<", "<", "<", "<", "<", "<"],
        ["项目名称", "绿化养护", "<", "<", "实施单位", "园林所", "<"],
        ["项目资金(万元)", "年初预算数", "全年预算数", "全年执行数", "执行率", "<", "<"],
        ["年度资金总额", "100", "110", "99", "90%", "<", "<"],
        ["一级指标", "二级指标", "三级指标", "指标值", "实际完成值", "分值", "自评得分"],
        ["预算执行率（10分）", "<", "<", "100%", "90%", 10, 9],
        ["产出指标（90分）", "数量指标", "养护面积", "≥10万平方米", "10万平方米", 90, 90],
        ["总分", "<", "<", "<", "<", 100, 99],
    ])  # fmt: skip
    assert (form.budget.execution_points, form.budget.execution_score) == (D(10), D(9))
    assert [item.level3 for item in form.indicators] == ["养护面积"]


DAZHOU_2018: Sketch = [
    ["2018年部门整体支出绩效评价得分表", "<", "<", "<"],
    ["单位名称：示范市能源局", "<", "<", "<"],
    ["一级指标", "二级指标", "三级指标", "得分"],
    ["部门决策(25分)", "目标任务(15分)", "相关性(5分)", "5"],
    ["^", "^", "明确性（4.5分）", "4"],
    ["部门绩效情况(45分)", "履职成效(20分)", "部门特性指标", "18"],
    ["^", "可持续发展能力(15分)", "重点改革(重点工作)完成情况(5分)", "5"],
]


def test_points_in_the_names_of_a_table_without_a_points_column_are_its_points() -> None:
    form = drawn(DAZHOU_2018)
    assert [(i.level3, i.points, i.self_score) for i in form.indicators] == [
        ("相关性", D(5), D(5)),
        ("明确性", D("4.5"), D(4)),
        ("部门特性指标", None, D(18)),
        ("重点改革(重点工作)完成情况", D(5), D(5)),
    ]
    assert str(form.indicators[0].places["points"]) == "Sheet1 C4"


def test_bracket_that_contradicts_the_points_column_stays_in_the_name() -> None:
    rows: Sketch = [
        [*row[:3], points, row[3]]
        for row, points in zip(DAZHOU_2018[2:], ["分值", "5", "9", "18", "5"], strict=True)
    ]
    form = drawn(
        [
            ["2018年部门整体支出绩效评价得分表", "<", "<", "<", "<"],
            ["单位名称：示范市能源局", "<", "<", "<", "<"],
            *rows,
        ]
    )
    assert [(i.level3, i.points) for i in form.indicators[:2]] == [
        ("相关性", D(5)),
        ("明确性（4.5分）", D(9)),
    ]
