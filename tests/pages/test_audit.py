"""/audit: can the scores be believed; the numbers a reader sees, counted by hand from district.py."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.district import DISTRICT, Project, build
from tests.pages.test_results import metric, words

Open = Callable[..., AppTest]
VIEWS = ("believe", "findings", "check", "coverage", "follow")
BLAME = ("虚高", "造假", "违规", "虚报", "排名", "倒数", "最差")


@pytest.fixture(scope="module")
def district(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("audit")
    build(folder)
    return folder


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_opens_without_an_error_or_a_word_of_blame(
    view: str, district: Path, open_page: Open
) -> None:
    app = open_page(district, "audit", view=view)
    assert not app.exception
    assert not app.error
    assert "模拟数据" in words(app)
    assert not [word for word in BLAME if word in words(app)]


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize(
    "projects",
    [
        DISTRICT[:1],
        (Project(2024, "101", "无分", None, None, None),),
        (Project(2024, "101", "无预算", "0", "0", "90", review="80"),),
    ],
    ids=["one row", "nothing filled in", "no budget"],
)
def test_little_or_missing_data_shows_no_error(
    view: str, projects: tuple[Project, ...], tmp_path: Path, open_page: Open
) -> None:
    build(tmp_path, projects, listing=False)
    app = open_page(tmp_path, "audit", view=view)
    assert not app.exception
    assert not app.error


@pytest.mark.parametrize("view", VIEWS[:3])
def test_an_empty_selection_says_what_to_loosen(view: str, district: Path, open_page: Open) -> None:
    app = open_page(district, "audit", view=view, q="没有这样的项目")
    assert not app.exception
    assert any("可放宽" in box.value for box in app.info)


def test_the_gap_to_review_stands_with_its_n_and_says_that_two_are_few(
    district: Path, open_page: Open
) -> None:
    app = open_page(district, "audit")
    assert metric(app, "自评−复核（中位数）").replace("\u2060", "") == "+6.75 分"
    note = next(m.proto.delta_description for m in app.metric if "复核（中位数）" in m.label)
    assert "N=2；复核不足 6 个，不给区间" in note.replace("\\", "")
    assert metric(app, "复核一致率") == "0.0%"


def test_a_mark_of_findings_lists_its_projects(district: Path, open_page: Open) -> None:
    app = open_page(district, "audit", view="findings", drill="findings.code:EXE_LOW~status:待核实")
    # 校舍维修 and 道路养护 of 2024
    assert any("共 2 个" in m.value for m in app.markdown)


def test_everything_not_yet_answered_is_one_click_away(district: Path, open_page: Open) -> None:
    app = open_page(district, "audit", view="findings")
    next(b for b in app.button if b.label == "查看还有待核实疑点的全部评价").click().run()
    # 校舍维修, 营养午餐 and 道路养护 of 2024
    assert app.query_params["drill"] == "findings.status:待核实"
    assert any("共 3 个" in m.value for m in app.markdown)


def button(app: AppTest, label: str) -> object:
    return next(b for b in app.button if b.label == label)


def test_the_size_and_seed_of_a_draw_are_in_the_address(district: Path, open_page: Open) -> None:
    app = open_page(district, "audit", view="check", draw="random", n="2", seed="7")
    assert "抽出 2 个" in words(app)
    assert "随机抽取 2 个，种子 7，按主管部门分层" in words(app)
    risky = open_page(district, "audit", view="check")
    assert "不得推及" in words(risky)
    assert "红 3、黄 1" in words(risky)


def test_a_review_score_entered_on_the_page_shows_as_review(tmp_path: Path, open_page: Open) -> None:
    store = build(tmp_path)
    before = store.find().id
    app = open_page(tmp_path, "audit", view="check")
    id = app.selectbox(key="reviewing").value
    app.number_input(key=f"total_{id}").set_value(81.5)
    app.text_input(key=f"reason_{id}").set_value("佐证不足")
    app.text_input(key=f"who_review_{id}").set_value("张三")
    button(app, "保存复核分").click()  # type: ignore[attr-defined]  # an AppTest button
    app.run()
    assert not app.exception
    assert "已保存 1 条，录入人 张三" in "".join(box.value for box in app.success).replace("\\", "")
    with store.open() as connection:
        rows = connection.execute(
            "SELECT review_score, review_grade FROM stored_evaluation WHERE evaluation_id = ?", [id]
        ).fetchall()
    assert store.find().id > before
    assert [(float(score), grade) for score, grade in rows] == [(81.5, "良")]


def test_nobody_enters_without_a_name(tmp_path: Path, open_page: Open) -> None:
    store = build(tmp_path)
    before = store.find().id
    app = open_page(tmp_path, "audit", view="check")
    app.number_input(key=f"total_{app.selectbox(key='reviewing').value}").set_value(50.0)
    button(app, "保存复核分").click()  # type: ignore[attr-defined]  # an AppTest button
    app.run()
    assert any("请填写录入人" in box.value for box in app.warning)
    assert store.find().id == before


def test_the_status_of_a_finding_is_set_on_its_project_with_who_and_why(
    tmp_path: Path, open_page: Open
) -> None:
    store = build(tmp_path)
    with store.open() as connection:
        ((id, finding),) = connection.execute(
            "SELECT evaluation_id, finding_id FROM stored_finding WHERE code = 'SC_FULL_NOT_MET'"
        ).fetchall()
    app = open_page(tmp_path, "project", id=id)
    assert not app.exception
    next(s for s in app.selectbox if s.label == "状态").set_value("属实")
    next(t for t in app.text_input if t.label == "说明").set_value("现场核实")
    app.text_input(key="who_finding").set_value("李四")
    button(app, "保存").click()  # type: ignore[attr-defined]  # an AppTest button
    app.run()
    assert not app.exception
    with store.open() as connection:
        rows = connection.execute(
            "SELECT status FROM stored_finding WHERE finding_id = ?", [finding]
        ).fetchall()
    assert rows == [("属实",)]
    assert "李四 把“未达标但得满分”记为属实：现场核实" in words(app)


def test_coverage_by_count_and_money_and_what_was_sent_wrongly(district: Path, open_page: Open) -> None:
    app = open_page(district, "audit", view="coverage")
    assert metric(app, "应评项目") == "9 个"
    assert metric(app, "未报项目") == "1 个"
    assert "重复报送：0 个" in words(app)


def test_the_ledger_is_edited_with_who_and_kept(tmp_path: Path, open_page: Open) -> None:
    from tests.insight.test_ledger import PROJECTS, put_ledger

    store = build(tmp_path, PROJECTS, listing=False)
    put_ledger(store)
    app = open_page(tmp_path, "audit", view="follow", year="2024")
    assert not app.exception
    assert not app.error
    assert "评为中、差的评价 3 个" in words(app)
    assert "整改台账 2 项" in words(app)
    assert "逾期未完成 1 项" in words(app)
    next(s for s in app.selectbox if s.label == "事项").set_value("r1")
    next(s for s in app.selectbox if s.label == "整改状态").set_value("已整改")
    app.text_input(key="who_ledger").set_value("王五")
    button(app, "保存").click()  # type: ignore[attr-defined]  # an AppTest button
    app.run()
    assert not app.exception
    with store.open() as connection:
        rows = connection.execute(
            "SELECT status, changed_by FROM stored_rectification WHERE rectification_id = 'r1'"
        ).fetchall()
    assert rows == [("已整改", "王五")]
    assert "逾期未完成 0 项" in words(app)


def test_where_a_list_of_names_stands_only_they_are_offered(tmp_path: Path, open_page: Open) -> None:
    from tests.insight.test_ledger import PROJECTS, put_ledger

    put_ledger(build(tmp_path, PROJECTS, listing=False))
    (tmp_path / "enterers.toml").write_text('rectification = ["王敏", "李强"]\n', encoding="utf-8")
    app = open_page(tmp_path, "audit", view="follow", year="2024")
    assert list(app.selectbox(key="who_ledger").options) == ["王敏", "李强"]
    (tmp_path / "enterers.toml").write_text("rectification = 王敏\n", encoding="utf-8")
    app.run()
    assert not app.exception
    assert any("录入人名单" in error.value and "UTF-8" in error.value for error in app.error)
