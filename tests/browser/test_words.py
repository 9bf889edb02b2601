"""Words that show only when something is opened: a column's menu, a figure's tooltip, a calendar."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from tests.browser.conftest import settled
from tests.browser.test_every_page import STREAMLITS_WORDS

pytestmark = pytest.mark.browser
Tab = Callable[..., Any]
_SEEN = """menu => [...menu.querySelectorAll('[role=menuitem]')].filter(n => n.checkVisibility()).map(
    n => [getComputedStyle(n).fontSize, getComputedStyle(n, '::after').content])"""


def test_the_menu_of_a_column_sorts_in_chinese_and_offers_nothing_else(address: str, tab: Tab) -> None:
    page = tab(f"{address}/project")
    table = page.locator("[data-testid=stDataFrame]").first
    table.locator("canvas").first.wait_for()
    settled(page)
    box = table.bounding_box()
    menu = page.locator("[data-testid=stDataFrameColumnMenu]")
    for right in range(120, 420, 6):  # the mark at the right end of the column's head, wherever that is
        page.mouse.move(box["x"] + right - 20, box["y"] + 16)
        page.mouse.click(box["x"] + right, box["y"] + 16)
        if menu.count():
            break
    assert menu.count() == 1
    # Streamlit's words are written at no size, ours after them
    assert menu.evaluate(_SEEN) == [["0px", '"升序排列"'], ["0px", '"降序排列"']]
    assert menu.locator("button").is_hidden()


def test_a_tooltip_of_a_figure_is_chinese(address: str, tab: Tab) -> None:
    page = tab(f"{address}/scores")
    bar = page.locator(".st-key-figure_histogram .barlayer .point path").last
    bar.wait_for()
    settled(page)
    bar.scroll_into_view_if_needed()
    settled(page)
    box = bar.bounding_box()
    page.mouse.move(box["x"] - 4, box["y"] - 4)
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, steps=5)
    label = page.locator(".st-key-figure_histogram .hoverlayer text")
    label.first.wait_for(state="attached")
    said = "".join(label.all_text_contents())
    assert "个" in said
    assert re.findall(r"[A-Za-z]{2,}", said) == []


def test_a_calendar_names_days_and_months_in_chinese(address: str, tab: Tab) -> None:
    page = tab(f"{address}/audit?view=check")
    field = page.locator("[data-testid=stDateInput]")
    field.wait_for()
    field.scroll_into_view_if_needed()
    settled(page)
    field.locator("[role=spinbutton]").first.click()
    calendar = page.locator("[data-testid=stDateInputCalendar]")
    calendar.wait_for()
    said = calendar.inner_text()
    assert "一" in said and "日" in said
    words = " ".join(re.findall(r"[A-Za-z]{3,}", re.sub(r"chevron_\w+", " ", said)))
    assert words in STREAMLITS_WORDS | {""}
