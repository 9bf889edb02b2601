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
