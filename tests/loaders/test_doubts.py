"""What reading notes as a doubt, each with the near miss that is none."""

from __future__ import annotations

import pytest

from evalcore.loaders.project_name import named_project
from evalcore.loaders.read import read_member
from evalcore.loaders.vocabulary import guess
from tests.loaders.layouts import PLAIN
from tests.loaders.offices import TITLED
from tests.loaders.sketch import Sketch, word, xlsx
from tests.loaders.test_mapping import HEAD
from tests.loaders.test_mapping import form as form_with_head

REPORT = (
    "2023年度示范区城市管理局公厕改造项目绩效评价报告\n一、基本情况\n全年预算数40万元，实际支出38万元。\n"
)


def noted(data: bytes, name: str) -> dict[str, str]:
    """Code → place of everything reading notes."""
    reading = read_member(data, name)
    assert [str(error) for error in reading.errors] == []
    return {finding.code: finding.place for form in reading.forms for finding in form.read_findings}


def with_money(row: list[str]) -> bytes:
    return xlsx({"自评": [*PLAIN[:5], row, *PLAIN[6:]]})


def test_a_bare_rate_that_no_amount_decides_is_doubtful() -> None:
    bare = [None, "年度资金总额", "86.4", "86.4", "", "10", "0.93", "9.3"]
    assert noted(with_money(bare), "a.xlsx")["FM_RATE_DOUBTFUL"] == "自评 G6"
    assert "FM_RATE_DOUBTFUL" not in noted(with_money([*bare[:4], "80.35", *bare[5:]]), "a.xlsx")
    assert "FM_RATE_DOUBTFUL" not in noted(with_money([*bare[:6], "93%", bare[7]]), "a.xlsx")


def test_a_header_read_by_its_likeness_is_said() -> None:
    like = form_with_head(head=[*HEAD[:4], "完成进展说明数", "兑现数", *HEAD[6:]])
    assert noted(like, "a.xlsx")["FM_HEADER_GUESSED"] == "自评 E5"
    known = form_with_head(head=[*HEAD[:4], "全年实际完成值", "兑现数", *HEAD[6:]])
    assert "FM_HEADER_GUESSED" not in noted(known, "a.xlsx")


def test_broken_characters_of_a_text_are_noted() -> None:
    data = REPORT.encode()
    assert "FM_FILE_NOTE" in noted(data + b"\xe6\x97\n", "a.txt")
    assert "FM_FILE_NOTE" not in noted(data, "a.txt")


def test_a_page_with_other_columns_is_not_read_and_said() -> None:
    rest: Sketch = [
        ["效益指标", "社会效益指标", "群众如厕方便程度", "方便", "30"],
        ["总分", "<", "<", "<", "100"],
    ]
    assert "FM_PAGE_COLUMNS" in noted(word([PLAIN[:11], rest]), "a.docx")
    assert "FM_PAGE_COLUMNS" not in noted(word([PLAIN[:11], PLAIN[11:]]), "a.docx")


def test_a_project_named_by_the_title_only_is_said() -> None:
    assert noted(xlsx({"自评": TITLED}), "a.xlsx")["FM_PROJECT_INFERRED"] == "自评 A1"
    named: Sketch = [TITLED[0], ["项目名称", "城市公交运营补贴", *["<"] * 6], *TITLED[1:]]
    assert "FM_PROJECT_INFERRED" not in noted(xlsx({"自评": named}), "a.xlsx")
    general: Sketch = [["沙洲市2023年度市级部门预算项目支出绩效自评表", *["<"] * 7], *TITLED[1:]]
    assert read_member(xlsx({"自评": general}), "a.xlsx").forms == ()  # names no project: refused as before


def test_a_project_named_by_its_worksheet_or_its_file_only_is_said() -> None:
    general: Sketch = [["沙洲市2023年度市级部门预算项目支出绩效自评表", *["<"] * 7], *TITLED[1:]]
    assert noted(xlsx({"公交运营补贴": general}), "a.xlsx")["FM_PROJECT_INFERRED"].startswith("公交运营补贴 ")
    (form,) = read_member(xlsx({"Sheet1": general}), "2.公交运营补贴自评表.xlsx").forms
    assert (form.project, form.read_findings[0].code) == ("公交运营补贴", "FM_PROJECT_INFERRED")
    twice = read_member(xlsx({"Sheet1": general, "Sheet2": general}), "2.公交运营补贴自评表.xlsx")
    assert (twice.forms, len(twice.errors)) == ((), 2)  # one name for two forms is none
    empty: Sketch = [general[0], *([*row[:4], *["/"] * 4] for row in general[4:8])]  # nobody filled it in
    assert read_member(xlsx({"Sheet1": empty}), "2.公交运营补贴自评表.xlsx").forms == ()


@pytest.mark.parametrize(
    ("text", "project"),
    [
        ("高龄津贴", "高龄津贴"),
        ("3.高龄津贴自评表（终稿）", "高龄津贴"),
        ("2022年辅警人员经费自评表", "辅警人员经费"),
        ("附件2：青川县农业农村局农村厕所革命项目自评表", "农村厕所革命项目"),
        *(
            (each, None)
            for each in ("Sheet1", "表2", "自评表", "4无名", "项目支出绩效自评表", "工作簿1", "正文")
        ),
        *(
            (each, None)
            for each in ("双桥区民政局", "城东街道", "2023年度部门整体支出绩效自评表", "报送材料")
        ),
    ],
)
def test_the_name_of_a_file_or_worksheet_names_a_project_or_none(text: str, project: str | None) -> None:
    assert named_project(text) == project


@pytest.mark.parametrize(
    ("section", "header", "role"),
    [
        *(("columns", each, "target") for each in ("计划完成", "应完成值", "预期完成值", "任务数")),
        *(("columns", each, "actual") for each in ("计划完成情况", "目标完成数", "年底完成值")),
        *(("columns", each, "points") for each in ("应得分", "标准分数", "配分")),
        *(("columns", each, "rule") for each in ("评分要点", "得分标准")),
        *(("columns", each, "score") for each in ("自查得分", "实得分", "自评打分")),
        *(("money", each, "rate") for each in ("支出比例", "执行比例")),
        *(("money", each, "annual") for each in ("可执行指标", "指标金额")),
        *(("labels", each, "problems") for each in ("发现的问题", "存在问题与不足")),
        *(("labels", each, None) for each in ("年度工作计划", "项目目标群体", "计划完成日期")),
    ],
)
def test_an_unknown_header_is_guessed_by_what_its_words_say(
    section: str, header: str, role: str | None
) -> None:
    assert guess(section, header) == role


def test_a_label_read_by_its_words_is_said() -> None:
    other: Sketch = [PLAIN[0], ["支出事项名称", "文化下乡", *["<"] * 6], *PLAIN[4:]]
    data = xlsx(
        {
            "自评": [
                PLAIN[0],
                ["项目名称", "文化下乡", "<", "<", "业务归口管理处室", "文化科", "<", "<"],
                *PLAIN[4:],
            ]
        }
    )
    assert noted(data, "a.xlsx")["FM_HEADER_GUESSED"] == "自评 E2"
    (form,) = read_member(data, "a.xlsx").forms
    assert form.department == "文化科"
    (form,) = read_member(xlsx({"自评": other}), "a.xlsx").forms
    assert form.project == "文化下乡"


def test_points_printed_as_shares_are_read_as_points_and_said() -> None:
    shares: Sketch = [
        ["项目名称", "阅读推广", "<", "<", "<"],
        ["一级指标", "三级指标", "目标值", "权重", "得分"],
        ["产出指标", "活动场次", "≥12场", 0.5, 50],
        ["效益指标", "参与人数", "≥900人", 0.3, 29],
        ["满意度指标", "读者满意度", "≥90%", 0.2, 20],
    ]
    (form,) = read_member(xlsx({"自评": shares}), "a.xlsx").forms
    assert [row.points for row in form.indicators] == [50, 30, 20]
    assert "FM_PERCENT_DOUBTFUL" in {finding.code for finding in form.read_findings}
    small: Sketch = [
        *shares[:2],
        *([*row[:3], row[3], row[3]] for row in shares[2:]),
    ]  # scores of the same size
    (form,) = read_member(xlsx({"自评": small}), "a.xlsx").forms
    assert [str(row.points) for row in form.indicators] == ["0.5", "0.3", "0.2"]


def test_what_stands_behind_the_bare_word_for_unit_is_a_name_only_where_it_is_no_measure() -> None:
    def unit(words: str) -> str | None:
        rows: Sketch = [PLAIN[0], ["项目名称", "文化下乡", *["<"] * 6], [words, *["<"] * 7], *PLAIN[4:]]
        (form,) = read_member(xlsx({"自评": rows}), "a.xlsx").forms
        return form.unit

    assert unit("单位：城南县文化和旅游局") == "城南县文化和旅游局"
    for measure in ("单位：人民币", "计量单位：标准车公里", "单位：万元", "单位：平方公里"):
        assert unit(measure) is None


def test_rows_under_a_header_nobody_knows_are_said_and_their_total_is_not_guessed() -> None:
    head: Sketch = [
        ["2023年项目支出绩效自评表", *["<"] * 6],
        ["项目名称", "河道保洁", "<", "主管部门", "甲县水务局", "<", "<"],
        ["项目资金（万元）", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"],
        ["年度资金总额", 100, 100, 95, 10, "95%", 9.5],
    ]
    unknown: Sketch = [
        ["类别", "内容", "要求", "结果", "比重", "成绩", "附注"],
        ["产出指标", "保洁河道长度", "≥36公里", "36公里", 50, 50, None],
        ["效益指标", "水质达标", "≥90%", "92%", 30, 30, None],
        ["总分", "<", "<", "<", 100, 98, None],
    ]
    data = xlsx({"自评": [*head, *unknown]})
    assert noted(data, "a.xlsx")["FM_TABLE_UNCERTAIN"] == "自评 A6"
    (form,) = read_member(data, "a.xlsx").forms
    assert (form.project, form.budget.executed, form.self_score, form.indicators) == (
        "河道保洁",
        95,
        None,
        (),
    )
    assert "FM_TABLE_UNCERTAIN" not in noted(
        xlsx({"自评": [*head, ["自评得分", "98", *["<"] * 5]]}), "a.xlsx"
    )


def test_money_under_a_title_that_names_the_project_is_a_form() -> None:
    rows: Sketch = [
        ["2023年河道保洁项目绩效自评表", *["<"] * 6],
        ["主管部门", "甲县水务局", *["<"] * 5],
        ["项目资金（万元）", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"],
        ["年度资金总额", 100, 100, 95, 10, "95%", 9.5],
        ["自评得分", "95", *["<"] * 5],
    ]
    (form,) = read_member(xlsx({"自评": rows}), "a.xlsx").forms
    assert (form.project, form.department, form.budget.executed, form.self_score) == (
        "河道保洁项目",
        "甲县水务局",
        95,
        95,
    )
    assert form.budget.sources == ()


def test_a_title_printed_again_on_the_next_page_begins_no_other_form() -> None:
    (whole,) = read_member(xlsx({"自评": TITLED}), "a.xlsx").forms
    (form,) = read_member(xlsx({"自评": [*TITLED[:6], TITLED[0], TITLED[4], *TITLED[6:]]}), "a.xlsx").forms
    assert [row.level3 for row in form.indicators] == [row.level3 for row in whole.indicators]
    other: Sketch = [["2023年度农田水利设施维修项目绩效自评表", *["<"] * 7], *TITLED[1:]]
    forms = read_member(xlsx({"自评": [*TITLED, *other]}), "a.xlsx").forms
    assert [form.project for form in forms] == ["城市公交运营补贴项目", "农田水利设施维修项目"]


@pytest.mark.parametrize(
    ("head", "columns", "absent"),
    [
        (["主管部门", "", "实施单位", "河口镇"], ["偏差原因分析及改进措施"], ()),
        (["实施单位", "河口镇", None, None], ["偏差原因分析及改进措施"], ("department",)),
        (["主管部门", "县水利局", "实施单位", "河口镇"], [], ("deviation_note",)),
    ],
)
def test_what_a_form_has_no_place_for_is_absent_and_what_it_leaves_blank_is_not(
    head: list[str | None], columns: list[str], absent: tuple[str, ...]
) -> None:
    rows: Sketch = [
        ["2023年度项目支出绩效自评表"],
        ["项目名称", "村道维修"],
        head,
        ["一级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", *columns],
        ["产出指标", "维修里程", "≥10公里", "9公里", 50, 45],
    ]
    (form,) = read_member(xlsx({"Sheet1": rows}), "村道.xlsx").forms
    assert form.absent == absent


def test_a_list_without_a_column_of_departments_asks_for_none() -> None:
    rows: Sketch = [
        ["2023年度项目绩效自评汇总表（万元）"],
        ["项目名称", "全年预算数", "全年执行数", "自评得分", "评价等级"],
        ["村道维修", 30, 30, 98, "优"],
    ]
    (form,) = read_member(xlsx({"Sheet1": rows}), "汇总.xlsx").forms
    assert form.absent == ("department",)


def test_the_sum_of_a_list_in_wan_is_no_reason_to_read_it_in_yuan() -> None:
    rows: Sketch = [
        ["2023年度项目绩效自评汇总表"],
        ["项目名称", "全年预算数", "全年执行数", "自评得分", "评价等级"],
        ["轨道交通", 820000, 800000, 98, "优"],
        ["养老服务", 450, 450, 95, "优"],
        ["合计", 1250450, 1230450, None, None],
    ]
    forms = read_member(xlsx({"Sheet1": rows}), "汇总.xlsx").forms
    assert [form.budget.annual for form in forms] == [820000, 450]
