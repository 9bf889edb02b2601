"""数据导入: staged files are previewed, mapped, confirmed or cancelled on the page; text from files stays text."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from streamlit.testing.v1 import AppTest

from evalcore.loaders.intake import Intake
from evalcore.store import Store
from tests.pages.district import HOSTILE, build

sys.path.insert(0, str(Path(__file__).parents[1] / "loaders"))
from self_evaluation import workbook

Open = Callable[..., AppTest]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return build(tmp_path / "store")


def staged(store: Store, **files: bytes) -> Intake:
    intake = Intake.begin(store)
    for name, content in files.items():
        intake.add(f"{name}.xlsx", content)
    return intake


def opened(open_page: Open, store: Store, intake: Intake | None = None) -> AppTest:
    """The page at its address (switch_page of AppTest drops the query, so it is given again)."""
    app = open_page(store.folder, "import")
    if intake is not None:
        app.query_params["intake"] = intake.id
        app.run()
    assert not app.exception
    return app


def words(app: AppTest) -> str:
    return "\n".join(
        str(item.value)
        for kind in (app.markdown, app.caption, app.info, app.success, app.warning, app.subheader)
        for item in kind
    )


def test_the_page_offers_upload_templates_and_history(open_page: Open, store: Store) -> None:
    app = opened(open_page, store)
    assert "上传文件" in words(app)
    assert "空白表" in words(app)
    assert list(app.dataframe[0].value["内容"]) == ["测试数据"]


def test_a_staged_file_is_read_previewed_and_confirmed(open_page: Open, store: Store) -> None:
    before = store.find().id
    app = opened(open_page, store, staged(store, 城管=workbook(), 坏=b"PK\x03\x04"))
    assert "评价 1 份：新增 1" in words(app)
    assert store.find().id == before
    tables = [frame.value for frame in app.dataframe]
    assert any("怎样改" in table and list(table["文件"]) == ["坏.xlsx"] for table in tables)
    app.text_input(key="who_intake").set_value("经办人").run()
    app.button(key="intake_confirm").click().run()
    assert not app.exception
    assert "已发布数据版本" in words(app)
    assert store.find().id != before
    assert Intake.waiting(store) == []


def test_confirming_asks_who(open_page: Open, store: Store) -> None:
    before = store.find().id
    app = opened(open_page, store, staged(store, 城管=workbook()))
    app.button(key="intake_confirm").click().run()
    assert "请填写录入人" in words(app)
    assert store.find().id == before


def test_cancelling_leaves_nothing(open_page: Open, store: Store) -> None:
    intake = staged(store, 城管=workbook())
    app = opened(open_page, store, intake)
    app.button(key="intake_cancel").click().run()
    assert "已取消" in words(app)
    assert not intake.folder.exists()


def test_what_was_left_open_is_offered_again(open_page: Open, store: Store) -> None:
    intake = staged(store, 城管=workbook())
    app = opened(open_page, store)
    assert "未完成的导入" in words(app)
    app.button(key=f"open_{intake.id}").click().run()
    assert "评价 1 份：新增 1" in words(app)


def test_a_revision_is_shown_field_by_field(open_page: Open, store: Store) -> None:
    first = staged(store, 城管=workbook(score=95))
    first.confirm(who="甲")
    app = opened(open_page, store, staged(store, 更正=workbook(score=93)))
    (table,) = [frame.value for frame in app.dataframe if "原为" in frame.value]
    assert list(table["栏目"]) == ["自评得分", "指标“投诉处理率” 得分"]
    assert list(table["现为"]) == ["93", "33"]


def test_an_unknown_department_can_be_mapped(open_page: Open, store: Store) -> None:
    staged(store, 城管=workbook()).confirm(who="甲")
    intake = staged(store, 公厕=workbook("公厕管理", department="示范区城市管理局"))
    app = opened(open_page, store, intake)
    app.selectbox(key="dept_示范区城市管理局").set_value("示范区城管局").run()
    assert intake.departments == {"示范区城市管理局": "示范区城管局"}
    assert "归入" in words(app)


def test_an_address_of_no_intake_says_so(open_page: Open, store: Store) -> None:
    app = open_page(store.folder, "import")
    for asked in ("20200101-000000-abcd", "../../etc"):
        app.query_params["intake"] = asked
        app.run()
        assert not app.exception
        assert "导入" in words(app)


def test_names_from_files_are_text(open_page: Open, store: Store) -> None:
    app = opened(open_page, store, staged(store, 怪=workbook(HOSTILE)))
    shown = [str(item.value) for kind in (app.markdown, app.caption, app.subheader) for item in kind]
    assert all("](http" not in text and "<img" not in text for text in shown)


def test_the_same_file_again_cannot_be_confirmed(open_page: Open, store: Store) -> None:
    content = workbook()
    staged(store, 城管=content).confirm(who="甲")
    app = opened(open_page, store, staged(store, 城管=content))
    assert app.button(key="intake_confirm").disabled


def test_going_back_asks_first_and_publishes_the_older_content(open_page: Open, store: Store) -> None:
    before = store.find().id
    staged(store, 城管=workbook()).confirm(who="甲")
    after = store.find().id
    app = opened(open_page, store)
    app.selectbox(key="undo_to").set_value(before).run()
    app.button(key="undo").click().run()
    assert store.find().id == after
    app.button(key="undo_confirm").click().run()
    assert not app.exception
    connection = store.open()
    (count,) = connection.execute(
        "SELECT count(*) FROM stored_evaluation WHERE dataset = 'submitted'"
    ).fetchall()[0]
    connection.close()
    assert count == 0
    assert store.find().id not in (before, after)


def test_an_old_version_can_only_be_looked_at(open_page: Open, store: Store) -> None:
    app = open_page(store.folder, "import")
    app.query_params["version"] = store.find().id
    app.run()
    assert "只能查看" in words(app)


def test_a_list_is_previewed_with_what_it_changes(open_page: Open, store: Store) -> None:
    book = openpyxl.Workbook()
    for row in (
        ("2022年国库支付台账（万元）",),
        ("项目名称", "主管部门", "支付金额"),
        ("道路保洁", "城管局", 5),
        ("绿化", "城管局", "若干"),
    ):
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    app = opened(open_page, store, staged(store, 支付=out.getvalue()))
    (table,) = [frame.value for frame in app.dataframe if "清单" in frame.value]
    assert (list(table["清单"]), list(table["新增"])) == (["国库支付台账"], [1])
    (wrong,) = [frame.value for frame in app.dataframe if "怎样改" in frame.value]
    assert list(wrong["位置"]) == ["Sheet C4"]


def test_a_link_across_years_is_confirmed_by_a_person(open_page: Open, store: Store) -> None:
    staged(store, 前=workbook("道路清扫保洁"), 后=workbook("道路清扫保洁服务", year=2023)).confirm(who="甲")
    app = opened(open_page, store)
    assert "跨年度衔接建议" in words(app)
    (button,) = [each for each in app.button if str(each.key).startswith("link_已确认_")]
    app.text_input(key="who_links").set_value("经办人").run()
    app.button(key=button.key).click().run()
    assert not app.exception
    connection = store.open()
    found = connection.execute("SELECT kind, status FROM stored_project_link").fetchall()
    connection.close()
    assert found == [("改名", "已确认")]
    assert "跨年度衔接建议" not in words(app)
