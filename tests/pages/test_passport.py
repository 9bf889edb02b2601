"""/project and /method over forms scored by the engine; /execution over the hand-counted district."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages import district
from tests.pages.passports import HOSTILE, URL, build, id_of


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("passports")
    build(made)
    return made


def said(app: AppTest) -> str:
    """All text on the page, without the marks that keep text from being Markdown."""
    parts = [e.value for kind in ("markdown", "caption", "title", "subheader", "info", "warning", "error")
             for e in getattr(app, kind)]  # fmt: skip
    return "\n".join(str(part) for part in parts).replace("\\", "").replace("\u2060", "")


def passport(app: Callable[..., AppTest], folder: Path, **params: str) -> AppTest:
    from evalcore.store import Store

    id = id_of(Store(folder), "道路保洁", 2024)
    opened = app(folder, "project")
    opened.query_params["id"] = id
    for name, value in params.items():
        opened.query_params[name] = value
    return opened.run()


def test_the_three_scores_stand_side_by_side(open_page: Callable[..., AppTest], folder: Path) -> None:
    app = passport(open_page, folder)
    assert not app.exception and not app.error
    values = {metric.label: metric.value for metric in app.metric}
    assert [value.replace("\\", "") for value in values.values()] == ["95.50 分", "—", "87.50 分", "75.00%"]


def test_the_sentence_says_where_points_were_lost(open_page: Callable[..., AppTest], folder: Path) -> None:
    assert ("2 项失分，共扣 12.50 分，“保洁面积”扣 10.00 分、“预算执行率”扣 2.50 分") in said(
        passport(open_page, folder)
    )


def test_an_indicator_opens_with_rule_steps_and_cells(
    open_page: Callable[..., AppTest], folder: Path
) -> None:
    app = passport(open_page, folder, indicator="0")
    text = said(app)
    assert "单项指标：保洁面积" in text and "分值 50.00，自评 50.00，复算 40.00（按规则）" in text
    tables = "\n".join(table.value.to_string() for table in app.table)
    assert "自评表 E12" in tables.replace("\\", "").replace("\u2060", "")
    assert "合计扣分" in tables and "10" in tables


def test_an_unknown_indicator_says_so(open_page: Callable[..., AppTest], folder: Path) -> None:
    assert "链接中的指标在这个项目里找不到" in said(passport(open_page, folder, indicator="99"))


def test_an_unknown_id_leads_to_the_list(open_page: Callable[..., AppTest], folder: Path) -> None:
    app = open_page(folder, "project")
    app.query_params["id"] = "nothing"
    app.run()
    assert not app.exception
    assert "没有这个项目" in said(app)


def test_names_from_files_stay_text(open_page: Callable[..., AppTest], folder: Path) -> None:
    app = passport(open_page, folder, indicator="1")
    raw = "\n".join(str(element.value) for element in [*app.markdown, *app.subheader])
    assert HOSTILE not in raw
    assert " ".join(HOSTILE.split()) in said(app)


def test_source_file_hash_and_address_are_shown(open_page: Callable[..., AppTest], folder: Path) -> None:
    tables = "\n".join(table.value.to_string() for table in passport(open_page, folder).table)
    plain = tables.replace("\\", "").replace("\u2060", "")
    assert "ab" * 32 in plain and URL in plain and "national-2020" in plain


def test_the_list_without_id_can_be_searched(open_page: Callable[..., AppTest], folder: Path) -> None:
    app = open_page(folder, "project")
    assert "共有 2 个评价" in said(app)
    app.text_input(key="find").set_value("公厕").run()
    assert "共有 1 个评价" in said(app)
    app.text_input(key="find").set_value("没有").run()
    assert "可放宽" in said(app)


@pytest.mark.parametrize("part", ["rules", "numbers", "codes", "words", "data"])
def test_every_part_of_method_shows(part: str, open_page: Callable[..., AppTest], folder: Path) -> None:
    app = open_page(folder, "method")
    app.query_params["part"] = part
    app.run()
    assert not app.exception and not app.error


def test_method_lists_every_rule_set_and_code(open_page: Callable[..., AppTest], folder: Path) -> None:
    from evalcore.scoring.checks.catalog import all_codes
    from evalcore.scoring.rule_set import all_rule_sets

    app = open_page(folder, "method")
    assert set(app.dataframe[0].value["编号"]) == {rules.id for rules in all_rule_sets()}
    app.query_params["part"] = "codes"
    app.run()
    assert set(app.dataframe[0].value["代码"]) == {code.code for code in all_codes()}


def test_execution_of_the_small_district(open_page: Callable[..., AppTest], tmp_path: Path) -> None:
    """2024, self: annual 3585 over seven rows with both numbers, executed 2380."""
    district.build(tmp_path)
    app = open_page(tmp_path, "execution")
    assert not app.exception and not app.error
    values = [metric.value.replace("\\", "") for metric in app.metric]
    assert values[0] == "66.4%"
    assert values[2] == "1,205.00万元"
    assert "1 个不全的未计入" in said(app)
