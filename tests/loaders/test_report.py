"""Narrative reports: title, money, score, sections, and the indicators of tables flattened into the text."""

import json
import random
from decimal import Decimal as D
from pathlib import Path

import pytest

from evalcore.loaders import form, report
from evalcore.loaders.document import Document, Paragraph
from evalcore.loaders.read import read_member
from evalcore.loaders.report_title import find_title
from evalcore.loaders.text import read_text
from evalcore.model import Budget, Evaluation, Indicator, Method, Place, Source, Subject
from tests.loaders.pdf_print import pdf, table
from tests.loaders.test_pdf import WIDTHS, expected_fields, fields, folded, the_form

SHARED = Path(__file__).parents[2] / "../shared"
shared = pytest.mark.skipif(not SHARED.exists(), reason="the shared forms are not beside this checkout")

REPORT = """2022 年度示范区工商业联合会
对非公党建工作经费项目

绩效评价报告

一、评价项目概述
（一）项目绩效目标
通过举办培训班，提升党员的政治理论素养。
（二）项目资金来源及使用情况
年初预算 1.5 万元，年中追加预算 0.84 万元，其中，划入党校指标 2.23 万元。全年预算数
为 0.11万元，执行数为 0.11万元，完成预算的 100%。
二、评价结论
本项目综合得分 100分，评价等次为优秀。
三、项目绩效分析
绩
效
指
标

一级指标 二级指标 三级指标 年度指标值
实际完成指标

值

产出指标

（50%）
数量指标

开展党建工作

活动/培训次数
1次 1次

活动出勤率

85%及以上得满分，

否则否则每下降5%

扣该项指标对应分

数 10%

100%

走访党组织个数
10 个 12 个
 质量指标
党务工作者参

与率

85%及以上得满分，

否则否则每下降5%

扣该项指标对应分

数 10%

100%

— 2 —

满意度指

标

（10%）

服务对象

满意度指

标

企业对党建工

作满意度

90%及以上得满分，

否则否则每下降5%

扣该项指标对应分

数 10%

100%

四、存在问题或不足

因疫情影响，活动培训形式单一。

五、下一步改进措施

加强项目前期调研。
"""
RULE = "{}%及以上得满分，否则否则每下降5%扣该项指标对应分数10%"


def read(text: str, forms: tuple[Evaluation, ...] = ()) -> tuple[Evaluation, ...]:
    return report.evaluations(read_text(text.encode(), Source("报告.txt")), forms)


def test_report_with_a_flattened_table():
    (found,) = read(REPORT)
    assert (found.project, found.department, found.year) == (
        "非公党建工作经费项目",
        "示范区工商业联合会",
        2022,
    )
    assert (found.is_report, found.method, found.subject) == (True, Method.SELF, Subject.PROJECT)
    assert (found.self_score, found.self_grade) == (D(100), "优秀")
    assert (found.budget.initial, found.budget.annual, found.budget.executed) == (
        D("1.5"),
        D("0.11"),
        D("0.11"),
    )
    assert [move.signed for move in found.budget.movements] == [D("0.84"), D("-2.23")]
    assert found.goal == "通过举办培训班，提升党员的政治理论素养。"
    assert found.problems == "因疫情影响，活动培训形式单一。"
    assert found.measures == "加强项目前期调研。"
    assert "一级指标" not in (found.narrative or "")
    assert [
        (i.level1, i.level1_points, i.level2, i.level3, folded(i.target), folded(i.actual))
        for i in found.indicators
    ] == [
        ("产出指标", 50, "数量指标", "开展党建工作活动/培训次数", "1次", "1次"),
        ("产出指标", 50, "数量指标", "活动出勤率", folded(RULE.format(85)), "100%"),
        ("产出指标", 50, "数量指标", "走访党组织个数", "10个", "12个"),
        ("产出指标", 50, "质量指标", "党务工作者参与率", folded(RULE.format(85)), "100%"),
        ("满意度指标", 10, "服务对象满意度指标", "企业对党建工作满意度", folded(RULE.format(90)), "100%"),
    ]
    assert found.indicators[0].level1_raw == "产出指标（50%）"
    assert (
        str(found.indicators[1].places["target"])
        == f"正文 第{REPORT.splitlines().index('85%及以上得满分，') + 1}行"
    )
    assert str(found.places["self_score"]) == "正文 第13行"


def test_table_whose_columns_are_mixed_up_is_not_guessed():
    lines = REPORT.splitlines()
    start, end = lines.index("产出指标"), lines.index("四、存在问题或不足")
    mixed = lines[start:end]
    random.Random(3).shuffle(mixed)
    (found,) = read("\n".join([*lines[:start], *mixed, *lines[end:]]))
    assert found.indicators == ()
    assert [finding.code for finding in found.read_findings] == ["FM_TABLE_UNCERTAIN"]
    assert "人工核对" in found.read_findings[0].message
    assert (found.project, found.self_score) == ("非公党建工作经费项目", D(100))


@pytest.mark.parametrize(
    ("lines", "project", "department", "year", "method", "subject"),
    [
        (
            ["2022年度示范区工商联合会对党建经费项目", "绩效评价报告"],
            "党建经费项目", "示范区工商联合会", 2022, "单位自评", "项目支出",
        ),
        (
            ["示范县水利局2023年度小型水库维修养护项目支出绩效自评报告"],
            "小型水库维修养护项目", "示范县水利局", 2023, "单位自评", "项目支出",
        ),
        (
            ["2024年度市级预算项目绩效自评报告(标准化工作专项补助经费)"],
            "标准化工作专项补助经费", None, 2024, "单位自评", "项目支出",
        ),
        (
            ["关于2021年度城区绿化养护项目绩效自我评价的报告"],
            "城区绿化养护项目", None, 2021, "单位自评", "项目支出",
        ),
        (
            ["示范区林业局", "2021年度部门整体支出绩效自评报告"],
            "部门整体支出", "示范区林业局", 2021, "单位自评", "部门整体支出",
        ),
        (
            ["附件1", "2022年度中小学校舍维修专项资金", "财政重点绩效评价报告"],
            "中小学校舍维修专项资金", None, 2022, "财政评价", "专项资金",
        ),
        (
            ["老旧小区改造项目绩效自评报告（2023年度）"],
            "老旧小区改造项目", None, 2023, "单位自评", "项目支出",
        ),
    ],
)  # fmt: skip
def test_what_a_title_says(lines, project, department, year, method, subject):
    title = find_title([Paragraph(text, Place("正文", f"第{k}行")) for k, text in enumerate(lines, 1)])
    assert title is not None
    assert (title.project, title.department, title.year, title.method, title.subject) == (
        project, department, year, method, subject,
    )  # fmt: skip


@pytest.mark.parametrize(
    "lines",
    [["项目支出绩效自评表", "（2022年度）"], ["关于开展2022年度绩效评价工作的通知"], ["绩效自评报告"], []],
)
def test_what_is_no_title_of_a_report(lines):
    assert find_title([Paragraph(text, Place("正文", f"第{k}行")) for k, text in enumerate(lines, 1)]) is None


SENTENCES = """2024年度市级预算项目绩效自评报告(标准化工作专项补助经费)
发布时间:2025-05-12 15:42 信息来源:示范市市场监督管理局
一、项目基本情况
联合市财政局下达市级2023年度标准化工作补助经费200万元, 共有24个标准化项目获得补助。
二、绩效分析
本项目绩效自评得分95.5分,等级为优,设置绩效目标3个,具体情况如下:
(二) 成本指标
1、经济成本指标
1)获得补助企事业单位获得补助金额(万元),目标值200,完成值200,分值10,得分10。
2、社会成本指标
(一) 产出指标
1、数量指标
1)主导制修订国家标准的项目数量(项),目标值2,完成值2,分值6,得分6。
(四) 满意度指标
1、服务对象满意度指标
1)服务对象满意度(%),目标值90,完成值95,分值10,得分10。
"""


def test_indicators_written_as_sentences():
    (found,) = read(SENTENCES)
    assert (found.project, found.department, found.year) == (
        "标准化工作专项补助经费",
        "示范市市场监督管理局",
        2024,
    )
    assert (found.budget.annual, found.self_score, found.self_grade) == (D(200), D("95.5"), "优")
    assert [finding.code for finding in found.read_findings] == ["FM_YEAR_CONFLICT"]
    assert [
        (i.level1, i.level2, i.level3, i.target, i.actual, i.points, i.self_score) for i in found.indicators
    ] == [
        ("成本指标", "经济成本指标", "获得补助企事业单位获得补助金额(万元)", "200", "200", 10, 10),
        ("产出指标", "数量指标", "主导制修订国家标准的项目数量(项)", "2", "2", 6, 6),
        ("满意度指标", "服务对象满意度指标", "服务对象满意度(%)", "90", "95", 10, 10),
    ]


@pytest.mark.parametrize(
    ("sentence", "score", "grade"),
    [
        ("综合得分98.5分，绩效等级为“优”。", "98.5", "优"),
        ("满分100分，自评得分92分，评价等级：良好。", "92", "良好"),
        ('综合评价得分为95.38分，评价等级为"优秀"。', "95.38", "优秀"),
        ("90分（含）以上等级为优，80分以上等级为良。综合评分86.4分，评价结果为良。", "86.4", "良"),
        ("产出指标得分48分，效益指标得分29分，总得分为97分。", "97", None),
        ("本单位工作得到上级好评。", None, None),
        ("自评得分95分。经复核自评得分90分。", None, None),
    ],
)
def test_score_and_grade_sentences(sentence, score, grade):
    (found,) = read(f"2023年度道路养护项目绩效自评报告\n一、结论\n{sentence}\n")
    assert (found.self_score, found.self_grade) == (score and D(score), grade)


LOCAL = """关于2023年度农村饮水安全巩固提升项目
绩效自评情况的报告
一、项目基本情况
2023年年初预算安排专项资金1,250.00万元，年中追加200万元，收回结余资金30.5万元，调整后全年预算数为1419.5万元。
截至2023年12月31日，项目累计支出1380.25万元，预算执行率97.23%，结余39.25万元。
二、绩效目标完成情况分析
（一）总体目标完成情况
解决了12个行政村3.2万人饮水问题。
（二）绩效指标完成情况
1.产出指标（50分，得分48.5分）
（1）数量指标：管网改造长度，目标值35公里，实际完成值35.6公里，分值15分，得分15分。
（2）时效指标：按期完工率，目标值100%，实际完成值90%，分值20分，得分18.5分。
2.满意度指标（10分，得分10分）
（1）服务对象满意度指标：受益群众满意度，目标值≥90%，实际完成值95%，分值10分，得分10分。
三、存在问题及建议
（一）存在问题
部分标段进度滞后。
（二）改进建议
2024年3月底前由供水科完成收尾。
示范区水利局
2024年3月15日
"""


def test_report_signed_at_its_end_with_indicators_under_numbered_levels():
    (found,) = read(LOCAL)
    assert (found.project, found.department, found.year) == ("农村饮水安全巩固提升项目", "示范区水利局", 2023)
    assert (found.budget.initial, found.budget.annual, found.budget.executed) == (
        D("1250"), D("1419.5"), D("1380.25"),
    )  # fmt: skip
    assert [(m.kind, m.signed, m.inferred) for m in found.budget.movements] == [
        ("追加", 200, False),
        ("收回", D("-30.5"), False),
    ]
    assert found.budget.printed_rate == D("0.9723")
    assert [
        (i.level1, i.level1_points, i.level2, i.level3, i.target, i.actual) for i in found.indicators
    ] == [
        ("产出指标", 50, "数量指标", "管网改造长度", "35公里", "35.6公里"),
        ("产出指标", 50, "时效指标", "按期完工率", "100%", "90%"),
        ("满意度指标", 10, "服务对象满意度指标", "受益群众满意度", "≥90%", "95%"),
    ]
    assert [(i.points, i.self_score) for i in found.indicators] == [(15, 15), (20, D("18.5")), (10, 10)]
    assert found.goal_actual == "解决了12个行政村3.2万人饮水问题。"
    assert (found.problems, found.measures) == ("部分标段进度滞后。", "2024年3月底前由供水科完成收尾。")


def test_problems_and_measures_under_one_heading_are_told_apart():
    (found,) = read(
        "2023年度道路养护项目绩效自评报告\n一、存在问题及改进措施\n部分路段养护不及时。下一步，将建立巡查台账。\n"
    )
    assert (found.problems, found.measures) == ("部分路段养护不及时。", "下一步，将建立巡查台账。")


def test_form_in_a_report_is_completed_and_keeps_what_it_prints():
    place = {"project": Place("表1", "")}
    rows = (Indicator(level1="产出指标", level2="数量指标", level3="培训次数", target="5次", actual="6次"),)
    inside = Evaluation(
        project="",
        year=None,
        budget=Budget(annual=D("0.12")),
        indicators=rows,
        source=Source("报告.txt"),
        places=place,
    )
    (found,) = read(REPORT, (inside,))
    assert (found.project, found.year, found.is_report) == ("非公党建工作经费项目", 2022, True)
    assert found.indicators == rows
    assert (found.budget.annual, found.budget.initial) == (D("0.12"), D("1.5"))
    assert "BUD_TEXT_TABLE_DIFF" in [finding.code for finding in found.read_findings]


def test_document_that_is_no_report_keeps_its_forms():
    forms = (Evaluation(project="道路养护", year=2022),)
    assert read("项目支出绩效自评表\n（2022年度）\n单位：万元\n", forms) == forms
    assert read("关于报送材料的通知\n各单位：\n请于月底前报送。\n") == ()


def test_report_in_pdf_with_a_ruled_table():
    (sheet,) = table(WIDTHS, the_form()[6:], top=300)
    lines = [
        "2022年度示范县交通运输局对农村公路养护项目",
        "绩效评价报告",
        "一、资金情况",
        "年初预算120万元，全年预算数100万元，执行数98万元。",
        "二、评价结论",
        "综合得分99.83分，评价等次为优。",
    ]
    sheet.texts += [(60, 60 + 20 * k, 10, line) for k, line in enumerate(lines)]
    from evalcore.loaders.pdf import read_pdf

    document = read_pdf(pdf([sheet]), Source("报告.pdf"))
    (found,) = report.evaluations(document, form.evaluations(document))
    assert (found.project, found.department, found.year) == ("农村公路养护项目", "示范县交通运输局", 2022)
    assert len(found.indicators) == 4
    assert (found.budget.initial, found.budget.annual, found.self_grade) == (D(120), D(100), "优")


@pytest.mark.parametrize("seed", range(60))
def test_mutated_report_never_raises(seed):
    chance = random.Random(seed)
    lines = REPORT.splitlines()
    for _ in range(chance.randint(1, 25)):
        act, at = chance.randrange(4), chance.randrange(len(lines))
        if act == 0:
            del lines[at]
        elif act == 1:
            lines.insert(at, chance.choice(lines))
        elif act == 2:
            lines[at] = lines[at][: chance.randint(0, len(lines[at]))]
        else:
            lines[at] += chance.choice(
                ["（", "100%", "　", "产出指标", "0.00", "”", "9" * 40, "\u202e", "每下降"]
            )
        if not lines:
            break
    for found in read("\n".join(lines) or "x"):
        assert all(indicator.level3 for indicator in found.indicators)


def flattened(name: str) -> str:
    """The text of a PDF as pdfium gives it: what someone gets who copies it out."""
    import pypdfium2

    document = pypdfium2.PdfDocument(SHARED / f"forms/pdf/{name}.pdf")
    return "\n".join(page.get_textpage().get_text_bounded().replace("\r\n", "\n") for page in document)


@shared
@pytest.mark.parametrize(
    "name",
    ["10_chizhou_weituo_2022", "11_zhongjiang_shuibiaochi_2022", "12_hengshan_chubeiliang_2020",
     "14_baiyun_gongshanglian_2022", "16_xiaoxian_hexi_2023", "17_xiaoxian_header_repeated",
     "18_lingling_linye_2021",
     "19_huangshi_haimian_2022", "20_tianchang_from_xlsx", "23_tianchang_cramped_rows"],
)  # fmt: skip
def test_nothing_is_invented_from_flattened_forms(name):
    title = "2022年度示范局对示范项目绩效评价报告\n一、附表\n"
    (found,) = read(title + flattened(name).replace("绩效评价报告", "附表"))
    expected = json.loads((SHARED / f"forms/pdf/{name}.pdf.expected.json").read_text(encoding="utf-8"))[
        "forms"
    ][0]
    right = {
        (folded(row["level3"]), folded(row["target"]), folded(row["actual"]))
        for row in expected["indicators"]
    }
    for indicator in found.indicators:
        assert (folded(indicator.level3), folded(indicator.target), folded(indicator.actual)) in right


FLAT = """项目支出绩效自评表
(2023 年度)
项目
名称
农村公路养护经费
主管
部门
县交通运输局 实施单位 县公路养护中
心
项目资金
(万元)
年初
预算数
全年预算数 全年执行数 分值 执行率 得分
年度资金总额: 120.5 100 98.25 10 98.25% 9.83
其中:财政拨款 120.5 100 98.25
绩
效
指
标
一级指标 二级指标 三级指标 年度指标值 实际完成值 分值 得分
产出指标
(50分)
数量指标 养护农村公路里
程
≥100公里 110公里 20 20
修复桥梁涵洞数
量
≥5座 5座 15 15
质量指标 工程验收合格率 ≥95% 100% 15 15
效益指标
(30分)
社会效益
指标
受益行政村数量 ≥12个 12个 30 30
满意度指标
(10分)
服务对象
满意度指标
群众满意度 ≥90% 96% 10 10
总分 100 99.83
"""


def test_form_copied_out_of_a_pdf_is_read_where_it_is_certain():
    (found,) = read(FLAT)
    assert (found.project, found.department, found.unit, found.year) == (
        "农村公路养护经费", "县交通运输局", "县公路养护中心", 2023,
    )  # fmt: skip
    budget = found.budget
    assert (budget.initial, budget.annual, budget.executed) == (D("120.5"), D(100), D("98.25"))
    assert (budget.printed_rate, budget.execution_points, budget.execution_score) == (
        D("0.9825"),
        10,
        D("9.83"),
    )
    assert (found.total_points, found.self_score) == (100, D("99.83"))
    assert [(i.level2, i.level3, i.target, i.actual, i.points, i.self_score) for i in found.indicators] == [
        ("数量指标", "养护农村公路里程", "≥100公里", "110公里", 20, 20),
        ("数量指标", "修复桥梁涵洞数量", "≥5座", "5座", 15, 15),
        ("质量指标", "工程验收合格率", "≥95%", "100%", 15, 15),
        ("社会效益指标", "受益行政村数量", "≥12个", "12个", 30, 30),
        ("服务对象满意度指标", "群众满意度", "≥90%", "96%", 10, 10),
    ]


def test_figures_of_the_money_block_that_do_not_fit_its_columns_stay_blank():
    (found,) = read(FLAT.replace("120.5 100 98.25 10 98.25% 9.83", "120.5 98.25 10 98.25% 9.83"))
    assert found.budget == Budget()


def test_form_copied_out_of_a_pdf_with_mixed_cells_keeps_what_stands_above_them():
    lines = FLAT.splitlines()
    start = lines.index("产出指标")
    mixed = lines[start:-1]
    random.Random(2).shuffle(mixed)
    (found,) = read("\n".join([*lines[:start], *mixed, lines[-1]]))
    (whole,) = read(FLAT)
    assert (found.project, found.department, found.year) == (whole.project, whole.department, whole.year)
    assert (found.budget, found.indicators, found.self_score) == (whole.budget, (), None)
    (doubt,) = found.read_findings
    assert doubt.code == "FM_TABLE_UNCERTAIN" and "人工核对" in doubt.message and doubt.place


ONE_LINE = (
    "附件: 项目支出绩效自评表 (2022年度) 项目名称 委托业务项目 主管部门 219-示范区棠溪镇人民政府 实施单位 "
    "219001-示范区棠溪镇人民政府 项目资金 (万元) 年初预算数 全年预算数 全年执行数 分值 执行率 得分 "
    "年度资金总额: 95 90 89.974 10 99.97% 10 其中:本年财政拨款 90 89.974 89.974 上年结转资金 其他资金 "
    "年度总体目标 预期目标 实际完成情况 用于项目审计。 已完成审计。 绩效指标 "
    "一级指标 二级指标 三级指标 年度指标值 实际完成值 分值 得分 偏差原因分析及改进措施 "
    "产出指标(50分) 数量指标 委托业务项目数量 ≥50个 50 8 8 质量指标 委托业务报告合格率 ≥100百分比 100 8 8 "
    "经费支出合规性 严格执行相关制度规定 达成预期指标 8 8 时效指标 提交报告及时性 在项目计划完成时间内完成 达成预期指标 8 8 "
    "效益指标(30分) 社会效益指标 对维护市场公平的影响程度 效果明显 达成预期指标 10 10 经济效益指标 "
    "满意度指标(10分) 满意度指标 公众满意度 ≥95% 95 10 10 总分 100 90"
)


def test_form_copied_onto_one_line_is_read_cell_by_cell():
    (found,) = read(ONE_LINE)
    assert (found.project, found.department, found.unit, found.year) == (
        "委托业务项目", "219-示范区棠溪镇人民政府", "219001-示范区棠溪镇人民政府", 2022,
    )  # fmt: skip
    assert (found.budget.initial, found.budget.annual, found.budget.executed) == (95, 90, D("89.974"))
    assert (found.total_points, found.self_score) == (100, 90)
    assert [
        (i.level1, i.level2, i.level3, i.target, i.actual, i.points, i.self_score) for i in found.indicators
    ] == [
        ("产出指标", "数量指标", "委托业务项目数量", "≥50个", "50", 8, 8),
        ("产出指标", "质量指标", "委托业务报告合格率", "≥100百分比", "100", 8, 8),
        ("产出指标", "质量指标", "经费支出合规性", "严格执行相关制度规定", "达成预期指标", 8, 8),
        ("产出指标", "时效指标", "提交报告及时性", "在项目计划完成时间内完成", "达成预期指标", 8, 8),
        ("效益指标", "社会效益指标", "对维护市场公平的影响程度", "效果明显", "达成预期指标", 10, 10),
        ("满意度指标", "满意度指标", "公众满意度", "≥95%", "95", 10, 10),
    ]


def test_form_whose_cells_stick_together_is_refused_with_its_reason():
    text = "项目资金自评表\n(2021年度)\n一级\n指标\n二级指标三级指标指标值全年实际完成值\n数量指标建设公路32.1公里2020\n"
    (error,) = read_member(text.encode(), "自评.txt").errors
    assert "连在一起" in error.message
    assert (error.place, error.value) == ("正文 第5行", "二级指标三级指标指标值全年实际完成值")


@shared
def test_flattened_form_whose_cells_are_certain_is_read_wholly():
    title = "2022年度示范局对示范项目绩效评价报告\n一、附表\n"
    (found,) = read(title + flattened("11_zhongjiang_shuibiaochi_2022"))
    assert len(found.indicators) == 9


@shared
def test_seed_report_equals_its_expected_fields():
    path = SHARED / "reports/000_d25621dab5c8e868.txt"
    (found,) = report.evaluations(read_text(path.read_bytes(), Source(path.name)), ())
    (expected,) = json.loads(path.with_suffix(".expected.json").read_text(encoding="utf-8"))["forms"]
    assert fields(found) == expected_fields(expected)
    assert [
        (m.kind, float(m.amount), m.direction, m.inferred, m.counterparty) for m in found.budget.movements
    ] == [
        (m["kind"], m["amount_wan"], m["direction"], m["inferred"], m.get("counterparty"))
        for m in expected["budget_movements"]
    ]


@shared
def test_seed_text_docx_and_pdf_give_one_content():
    from evalcore.loaders.docx import read_docx
    from evalcore.loaders.pdf import read_pdf

    readings = []
    for reader, name in (
        (read_text, "txt/14_baiyun_gongshanglian_2022.txt"),
        (read_docx, "docx/14_baiyun_gongshanglian_2022.docx"),
        (read_pdf, "pdf/14_baiyun_gongshanglian_2022.pdf"),
    ):
        document: Document = reader((SHARED / "forms" / name).read_bytes(), Source(name))
        (found,) = report.evaluations(document, form.evaluations(document))
        readings.append(
            fields(found)
            | {
                "texts": [
                    folded(x)
                    for x in (found.title, found.goal, found.problems, found.measures, found.narrative)
                ]
            }
            | {"moves": [(m.kind, m.amount, m.direction, m.inferred) for m in found.budget.movements]}
            | {"points": [i.level1_points for i in found.indicators]}
        )
    assert readings[0] == readings[1]
    assert readings[1] == readings[2]


def test_department_named_by_its_label_goes_before_the_title():
    (found,) = read(
        "2021年度示范市第二人民医院\n医疗设备购置项目支出绩效评价报告\n项目单位：示范市第二人民医院\n"
        "主管部门：示范市卫生健康委员会\n一、基本情况\n全年预算数500万元，全年实际支出468.9万元。\n"
    )
    assert (found.project, found.department, found.unit) == (
        "医疗设备购置项目", "示范市卫生健康委员会", "示范市第二人民医院",
    )  # fmt: skip
    assert str(found.places["department"]) == "正文 第4行"


def test_report_of_all_projects_of_a_unit_is_named_by_them():
    (found,) = read(
        "示范州数据发展中心2024年度项目支出绩效单位自评报告\n一、基本情况\n自评得分92.5分，自评等级为“优”。\n"
    )
    assert (found.project, found.department, found.year) == ("项目支出", "示范州数据发展中心", 2024)


TITLE_WITHOUT_YEAR = "示范县人居环境指挥部乡村振兴项目\n绩效评价报告\n一、基本情况\n2018年3月成立指挥部。\n"


def test_year_missing_from_a_title_is_the_one_its_text_speaks_of_and_said():
    (found,) = read(TITLE_WITHOUT_YEAR + "2021年度项目预算资金1,200.00万元，实际支出1,135.60万元。\n")
    assert found.year == 2021
    (doubt,) = [finding for finding in found.read_findings if finding.code == "FM_YEAR_INFERRED"]
    assert (doubt.message, doubt.place) == ("标题未写年度，按正文取 2021 年，请核实", "正文 第5行")


def test_text_that_speaks_of_two_years_names_none():
    (found,) = read(TITLE_WITHOUT_YEAR + "2021年度项目预算资金1,200.00万元，2020年度结转20万元。\n")
    assert found.year is None
