"""/project in a real browser: a cold link, the drill from a figure to a cell, and back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from evalcore.store import Store
from tests.browser.conftest import serving, settled
from tests.pages.passports import build, id_of

pytestmark = pytest.mark.browser
Visit = Callable[..., Any]
FILTERS = (
    "set=submitted&year=2024&dept=301&method=self&subject=project&grade=all&score=self&size=all&fund=all&q=-"
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("passports")
    build(made)
    return made


@pytest.fixture(scope="module")
def base(folder: Path) -> Iterator[str]:
    with serving(folder) as address:
        yield address


def pick(page: Any, figure: str, mark: int) -> None:
    """Click a bar of a figure."""
    bar = page.locator(f".st-key-figure_{figure} .bars .point path").nth(mark)
    settled(page)  # charts above may still grow and push this one down
    bar.scroll_into_view_if_needed()
    settled(page)
    box = bar.bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


def open_first_row(page: Any, figure: str) -> None:
    table = page.locator(f".st-key-figure_{figure} [data-testid=stDataFrame]").first
    table.scroll_into_view_if_needed()
    settled(page)
    box = table.bounding_box()
    page.mouse.click(box["x"] + 16, box["y"] + 48)


def test_a_cold_link_to_a_project_keeps_frame_filters_and_indicator(folder: Path, visit: Visit) -> None:
    id = id_of(Store(folder), "道路保洁", 2024)
    with serving(folder) as cold:
        page = visit(f"{cold}/project?{FILTERS}&id={id}&indicator=0")
        page.wait_for_selector("h1:has-text('道路保洁')", timeout=30_000)
        page.wait_for_selector("h3:has-text('单项指标：保洁面积')")
        assert page.locator("[data-testid=stSidebar]").get_by_text("总体情况").count() == 1
        assert "dept=301" in page.url and f"id={id}" in page.url
        page.wait_for_selector("text=自评表 E12")


def test_from_a_figure_to_a_project_to_an_indicator_and_back(base: str, tab: Visit) -> None:
    page = tab(f"{base}/execution?{FILTERS}")
    page.wait_for_selector(".st-key-figure_rates .bars .point path", state="attached")
    pick(page, "rates", 3)  # 60–80 %
    page.wait_for_url("**drill=rates.bin**")
    page.wait_for_selector(".st-key-figure_rates [data-testid=stDataFrame]")
    open_first_row(page, "rates")
    page.wait_for_url("**/project?**id=**")
    page.wait_for_selector(".st-key-figure_losses .bars .point path", state="attached")
    pick(page, "losses", 2)  # 满分, 预算执行率, 保洁面积
    page.wait_for_selector("h3:has-text('单项指标：保洁面积')")
    assert "indicator=0" in page.url and "dept=301" in page.url
    page.go_back()
    page.wait_for_selector("h3:has-text('单项指标')", state="detached")
    page.go_back()
    page.wait_for_selector("h1:has-text('预算执行')")
    assert "drill=rates.bin" in page.url and "dept=301" in page.url


def test_the_link_back_keeps_filters_and_drill(base: str, folder: Path, tab: Visit) -> None:
    id = id_of(Store(folder), "道路保洁", 2024)
    page = tab(f"{base}/project?{FILTERS}&id={id}&from=execution&drill=rates.bin:annual-3")
    page.get_by_text("返回预算执行").click()
    page.wait_for_selector("h1:has-text('预算执行')")
    page.wait_for_selector("text=按全年预算执行率 60–80%")
    assert "dept=301" in page.url and "id=" not in page.url


def test_text_from_files_runs_nothing(base: str, folder: Path, tab: Visit) -> None:
    id = id_of(Store(folder), "道路保洁", 2024)
    page = tab(f"{base}/project?{FILTERS}&id={id}&indicator=1&kind=self")
    page.wait_for_selector("h3:has-text('单项指标')")
    assert page.locator("img[src=x]").count() == 0
    assert page.locator("a[href*='evil.example']").count() == 0
