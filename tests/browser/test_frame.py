"""What only a browser shows: cold links, back, drill-down, downloads, words left in English."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import serving
from tests.pages.district import DEPARTMENTS, DISTRICT, HOSTILE, build

pytestmark = pytest.mark.browser
Visit = Callable[..., Any]

TITLES = {
    "overview": "总体情况", "scores": "得分分布", "grades": "评价等级分布",
    "execution": "预算执行", "project": "项目详情", "method": "口径与制度依据",
}  # fmt: skip
FILTERS = (
    "set=demo&year=2023~2024&dept=201&method=self&subject=project&grade=all&score=self&size=all&fund=all&q=-"
)


@pytest.mark.parametrize("path", TITLES)
def test_a_cold_deep_link_keeps_frame_and_filters(path: str, store: Path, visit: Visit) -> None:
    with serving(store) as base:
        page = visit(f"{base}/{path}?{FILTERS}")
        page.wait_for_selector(f"h1:has-text('{TITLES[path]}')", timeout=30_000)
        assert page.get_by_role("dialog").count() == 0
        page.locator("[data-testid=stSidebar]").get_by_text("区教育局").first.wait_for(timeout=30_000)
        assert "dept=201" in page.url
        assert "year=2023%7E2024" in page.url or "year=2023~2024" in page.url
        assert page.get_by_text("模拟数据").count() >= 2  # beside the title and in the footer


def test_the_bare_address_leads_to_the_overview(address: str, visit: Visit) -> None:
    page = visit(address)
    page.wait_for_url("**/overview?*")
    assert "set=demo" in page.url


def test_the_bare_address_keeps_the_filters_of_a_link(address: str, visit: Visit) -> None:
    page = visit(f"{address}/?{FILTERS}")
    page.wait_for_url("**/overview?*")
    assert "dept=201" in page.url


def test_an_unknown_address_says_so_in_chinese(address: str, visit: Visit) -> None:
    page = visit(f"{address}/nonsense")
    page.wait_for_selector("h1:has-text('没有这个页面')")
    assert page.get_by_role("dialog").count() == 0
    assert "Page not found" not in page.inner_text("body")


def test_navigation_keeps_the_filters_and_back_returns(address: str, visit: Visit) -> None:
    page = visit(f"{address}/overview?{FILTERS}")
    page.locator("[data-testid=stSidebar]").get_by_text("得分分布").click()
    page.wait_for_selector("h1:has-text('得分分布')")
    assert "dept=201" in page.url
    page.go_back()
    page.wait_for_selector("h1:has-text('总体情况')")
    assert "/overview" in page.url
    assert "dept=201" in page.url


def test_back_undoes_a_filter(address: str, visit: Visit) -> None:
    page = visit(f"{address}/overview?{FILTERS}")
    page.wait_for_selector("[data-testid=stPlotlyChart]")
    page.locator("[data-testid=stSidebar]").get_by_text("复算", exact=True).click()
    page.wait_for_url("**score=recomputed**")
    page.wait_for_selector("text=复算口径")
    page.go_back()
    page.wait_for_url("**score=self**")
    page.wait_for_selector("text=自评口径")


def test_a_bar_leads_to_the_projects_it_counts_and_back(address: str, visit: Visit) -> None:
    page = visit(f"{address}/scores")
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


def test_the_csv_opens_in_excel_and_runs_nothing(address: str, visit: Visit) -> None:
    page = visit(f"{address}/overview")
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


# What Streamlit hard-codes in English, no parameter changes, and a reader (or a screen reader) may meet.
STREAMLITS_OWN = {
    "Skip to main content",  # keyboard link, shown on focus only
    "Sidebar", "Collapse sidebar", "Expand sidebar",  # names of the sidebar and its button
    "Selected values", "Clear all", "Open", "Remove", "Help", "Help for",  # names of parts of widgets
    "Navigate to home page",  # name of the wordmark's link
    "icon",  # names of icons
}  # fmt: skip
OURS = {"CSV", "PNG", "national", "P10", "P90", "P25", "P75"}
_VISIBLE = """() => {
    document.querySelectorAll('[data-testid=stIconMaterial], [aria-label$=icon], code').forEach(n => n.style.display = 'none');
    return document.querySelector('[data-testid=stApp]').innerText;
}"""
_NAMES = """() => [...document.querySelectorAll('[placeholder],[title],[aria-label]')].flatMap(
    n => ['placeholder', 'title', 'aria-label'].map(a => n.getAttribute(a) || ''))"""


@pytest.mark.parametrize("path", ["overview", "scores", "grades"])
def test_no_english_is_left_on_the_page(path: str, address: str, visit: Visit) -> None:
    page = visit(f"{address}/{path}")
    page.wait_for_selector("[data-testid=stPlotlyChart] .main-svg")
    seen = page.evaluate(_VISIBLE).replace("Skip to main content", "")
    seen = re.sub("|".join(re.escape(w) for w in HOSTILE.split()), " ", seen)
    assert set(re.findall(r"[A-Za-z]{3,}", seen)) - OURS == set()
    english = {" ".join(re.findall(r"[A-Za-z]{2,}", name)) for name in page.evaluate(_NAMES)}
    english = {re.sub(r"^[\w ]+ icon$", "icon", name) for name in english if name}
    assert english - STREAMLITS_OWN - OURS == set()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_is_wider_than_the_screen(scheme: str, address: str, visit: Visit) -> None:
    page = visit(f"{address}/overview", scheme)
    page.wait_for_selector("[data-testid=stPlotlyChart] .main-svg")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
