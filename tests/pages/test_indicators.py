"""/indicators: the search in other words, the distribution of actual ÷ target, and what people say of groups."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.district import build
from tests.pages.test_results import words

Open = Callable[..., AppTest]


@pytest.fixture(scope="module")
def district(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("district")
    build(folder)
    return folder


def test_numbers_and_qualitative_indicators_are_told_apart(district: Path, open_page: Open) -> None:
    app = open_page(district, "indicators", year="2024")
    assert not app.exception
    assert not app.error
    # 2024: eight self-evaluations with 完成数量 ≥10 → 10 and 服务效果 in words each
    said = words(app)
    assert (
        "当前范围内共 16 个指标，8 个的目标值和完成值都是数：低于目标值 0 个（0.0%），达到目标值 130% 及以上 0 个"
        in said
    )
    assert "其余 8 个为定性指标或完成值不是数" in said


def test_a_search_in_other_words_leads_to_the_indicator(district: Path, open_page: Open) -> None:
    app = open_page(district, "indicators", year="2024")
    app.text_input(key="words").set_value("服务成效").run()
    assert any("服务效果" in button.label for button in app.button)
    next(button for button in app.button if "服务效果" in button.label).click().run()
    assert "“服务效果”共 1 种写法，合计 8 个指标" in words(app)
    assert "服务效果" in app.query_params["indicator"]


def test_a_link_opens_one_indicator_and_the_rows_behind_a_mark(district: Path, open_page: Open) -> None:
    app = open_page(district, "indicators", year="2024", indicator="完成数量", drill="achievement.done:10")
    said = words(app)
    assert "“完成数量”共 8 个指标，8 个的目标值和完成值都是数" in said
    assert "完成程度 100%–110%" in said


def test_an_unknown_name_in_the_address_shows_all(district: Path, open_page: Open) -> None:
    app = open_page(district, "indicators", indicator="没有这个指标")
    assert not app.exception
    assert "当前范围内共" in words(app)


def test_a_name_that_people_set_apart_stays_apart(tmp_path: Path, open_page: Open) -> None:
    from evalcore.store.journal import Entry, enter

    store = build(tmp_path)
    enter(
        store, [Entry.now("王五", "indicator_group", "demo", "完成数量", {"group": "服务效果"})], what="归组"
    )
    said = words(open_page(tmp_path, "indicators", year="2024", indicator="服务效果"))
    assert "“服务效果”共 2 种写法" in said  # a person's word is not overruled by what the two count
    enter(store, [Entry.now("王五", "indicator_group", "demo", "完成数量", {"group": None})], what="分开")
    said = words(open_page(tmp_path, "indicators", year="2024", indicator="服务效果"))
    assert "“服务效果”共 1 种写法" in said


def test_put_back_what_a_person_said_and_keep_who_and_when(tmp_path: Path, open_page: Open) -> None:
    """Put in by 王五, taken back by 李四 after confirming: as the system suggests again, and the journal has both."""
    from evalcore.store.journal import Entry, Journal, enter

    store = build(tmp_path)
    enter(
        store, [Entry.now("王五", "indicator_group", "demo", "完成数量", {"group": "服务效果"})], what="归组"
    )
    app = open_page(tmp_path, "indicators", year="2024", indicator="服务效果")
    assert "王五 把“完成数量”归并到“服务效果”" in words(app)
    app.multiselect(key="regroup_names_撤回归并").set_value(["完成数量"])
    app.text_input(key="who_indicator_group_撤回归并").set_value("李四")
    button = next(b for b in app.button if b.label == "撤回归并")
    button.click().run()
    assert "请核对后勾选确认" in words(app)  # nothing is saved before it is confirmed
    assert len(Journal(tmp_path).entries("indicator_group")) == 1
    app.checkbox(key="regroup_sure_撤回归并").set_value(True)
    next(b for b in app.button if b.label == "撤回归并").click().run()
    assert not app.exception
    said = words(app)
    assert "“服务效果”共 1 种写法" in said
    assert "王五 把" not in said  # it no longer holds
    kept = Journal(tmp_path).entries("indicator_group")
    assert [entry.who for entry in kept] == ["王五", "李四"]
    assert kept[0].entered_at < kept[1].entered_at


def test_level_2_unit_and_target_stand_beside_a_name(district: Path, open_page: Open) -> None:
    """完成数量 ≥10 is a number without a unit under 数量指标, 服务效果 is in words: the two are never suggested as one."""
    app = open_page(district, "indicators", year="2024", indicator="完成数量")
    table = next(d.value for d in app.dataframe if "相近度" in d.value.columns)
    assert table["目标值"].iloc[0].startswith("数值")
    app = open_page(district, "indicators", year="2024", indicator="服务效果")
    table = next(d.value for d in app.dataframe if "相近度" in d.value.columns)
    assert table["目标值"].to_list() == ["文字"]


def test_targets_against_last_year_stand_by_department(tmp_path: Path, open_page: Open) -> None:
    """Two findings that a target was set below last year's actual: both of 区教育局, named by count and department."""
    store = build(tmp_path)
    with store.begin("疑点") as draft:
        draft.connection.execute(
            """INSERT INTO stored_finding (finding_id, dataset, evaluation_id, position, year, department_code, code, severity,
                   scope, message, status, origin)
               SELECT 'f' || project, dataset, evaluation_id, 0, year, department_code, 'TG_BELOW_LAST_ACTUAL', 'yellow', 'X',
                   '目标低于上年实际', '待核实', 'across' FROM stored_evaluation
               WHERE year = 2024 AND department_code = '201' AND project IN ('营养午餐', '教师培训')"""
        )
        draft.connection.execute(
            """UPDATE stored_evaluation SET finding_yellow = finding_yellow + 1
               WHERE year = 2024 AND department_code = '201' AND project IN ('营养午餐', '教师培训')"""
        )
    said = words(open_page(tmp_path, "indicators", year="2024"))
    assert "目标值低于上年完成值九成的 2 个，涉及 1 个部门" in said
    one = words(open_page(tmp_path, "indicators", year="2024", indicator="完成数量"))
    assert "涉及 1 个部门" not in one  # findings are counted over all indicators: not said of one
