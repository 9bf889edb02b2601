"""What only a browser shows: cold links, back, drill-down, downloads, words left in English."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app import SECTIONS
from tests.browser.conftest import serving, settled
from tests.pages.district import DEPARTMENTS, DISTRICT, HOSTILE, build

pytestmark = pytest.mark.browser
Visit = Callable[..., Any]

TITLES = {address: title for pages in SECTIONS.values() for _, title, _, address in pages}
# a cold server a page: one of each folder of pages in every run, all of them in the long one
COLD = [
    pytest.param(path, marks=[] if path in ("scores", "project", "what-if") else pytest.mark.long)
    for path in TITLES
]
FILTERS = (
    "set=demo&year=2023~2024&dept=201&method=self&subject=project&grade=all&score=self&size=all&fund=all&q=-"
)


@pytest.mark.parametrize("path", COLD)
def test_a_cold_deep_link_keeps_frame_and_filters(path: str, store: Path, visit: Visit) -> None:
    with serving(store) as base:
        page = visit(f"{base}/{path}?{FILTERS}")
        page.wait_for_selector(f"h1:has-text('{TITLES[path]}')", timeout=30_000)
        assert page.get_by_role("dialog").count() == 0
        page.locator("[data-testid=stSidebar]").get_by_text("区教育局").first.wait_for(timeout=30_000)
        assert "dept=201" in page.url
        assert "year=2023%7E2024" in page.url or "year=2023~2024" in page.url
        page.get_by_text("模拟数据，不代表").first.wait_for()  # in the footer of every page


def test_the_bare_address_leads_to_the_overview(address: str, tab: Visit) -> None:
    page = tab(address)
    page.wait_for_url("**/overview?*")
    assert "set=demo" in page.url
    page.locator("[data-testid=stLogoLink]").wait_for()


def test_the_wordmark_keeps_the_filters(address: str, tab: Visit) -> None:
    page = tab(f"{address}/scores?{FILTERS}")
    settled(page)
    page.locator("[data-testid=stLogoLink]").click()
    page.wait_for_url("**/overview?*")
    assert "dept=201" in page.url


def test_the_bare_address_keeps_the_filters_of_a_link(address: str, tab: Visit) -> None:
    page = tab(f"{address}/?{FILTERS}")
    page.wait_for_url("**/overview?*")
    assert "dept=201" in page.url


def test_an_unknown_address_says_so_in_chinese(address: str, tab: Visit) -> None:
    page = tab(f"{address}/nonsense")
    page.wait_for_selector("h1:has-text('没有这个页面')")
    assert page.get_by_role("dialog").count() == 0
    assert "Page not found" not in page.inner_text("body")


def test_navigation_keeps_the_filters_and_back_returns(address: str, tab: Visit) -> None:
    page = tab(f"{address}/overview?{FILTERS}")
    page.locator("[data-testid=stSidebar]").get_by_text("得分分布").click()
    page.wait_for_selector("h1:has-text('得分分布')")
    assert "dept=201" in page.url
    page.go_back()
    page.wait_for_selector("h1:has-text('总体情况')")
    assert "/overview" in page.url
    assert "dept=201" in page.url


def test_back_undoes_a_filter(address: str, tab: Visit) -> None:
    page = tab(f"{address}/overview?{FILTERS}")
    page.wait_for_selector("[data-testid=stPlotlyChart]")
    page.locator("[data-testid=stSidebar]").get_by_text("复算", exact=True).click()
    page.wait_for_url("**score=recomputed**")
    page.wait_for_selector("text=复算口径")
    page.go_back()
    page.wait_for_url("**score=self**")
    page.wait_for_selector("text=自评口径")


def test_a_bar_leads_to_the_projects_it_counts_and_back(address: str, tab: Visit) -> None:
    page = tab(f"{address}/scores")
    page.set_viewport_size({"width": 1280, "height": 2400})
    figure = page.locator(".st-key-figure_histogram")
    figure.locator(".barlayer .point path").first.wait_for()
    box = figure.locator(".barlayer .point path").last.bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.wait_for_url("**drill=histogram**")
    figure.get_by_text(re.compile(r"共 \d+ 个")).first.wait_for()
    page.wait_for_function("document.querySelectorAll('.st-key-figure_histogram').length === 1")
    found = re.search(r"共 (\d+) 个", figure.inner_text())
    drill = re.search(r"drill=histogram\.bin%3A(\d+)", page.url)
    assert found is not None
    assert drill is not None
    start = int(drill.group(1))
    low, high = (0.0, 60.0) if start == 0 else (float(start), 1000.0 if start == 100 else start + 1.0)
    inside = [
        p for p in DISTRICT
        if p.year == 2024 and p.method.value == "单位自评" and p.score is not None and low <= float(p.score) < high
    ]  # fmt: skip
    assert int(found.group(1)) == len(inside) > 0
    page.go_back()
    page.wait_for_url(lambda url: "drill=" not in url)


def test_the_csv_opens_in_excel_and_runs_nothing(address: str, tab: Visit) -> None:
    page = tab(f"{address}/overview")
    with page.expect_download() as waiting:
        page.locator(".st-key-csv_departments button").click()
    content = Path(waiting.value.path()).read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    assert "区教育局" in content.decode("utf-8-sig")


def test_names_are_text_wherever_they_stand(tmp_path: Path, visit: Visit) -> None:
    build(tmp_path, departments=DEPARTMENTS | {"301": HOSTILE})
    with serving(tmp_path) as base:
        page = visit(f"{base}/overview")
        page.wait_for_selector("[data-testid=stPlotlyChart] .barlayer")
        main = page.locator("[data-testid=stMain]")
        assert main.locator("a[href*='evil']").count() == 0
        assert main.locator("img[src='x']").count() == 0
        assert main.locator(".katex").count() == 0
        said = page.locator(".st-key-figure_departments").inner_text().replace("\u2060", "")
        assert (
            ":red[甲] $a^2$ <img src=x" in said
        )  # the store folds the round brackets of a department's name
        assert "🎉" not in main.inner_text()
