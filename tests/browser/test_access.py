"""For everyone, on paper, and out of the browser: axe-core, the keyboard's path, print, pictures, links."""

from __future__ import annotations

import json
import os
import re
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from pages._ui import saved
from tests.browser.conftest import serving
from tests.pages.district import build

pytestmark = pytest.mark.browser
Visit = Callable[..., Any]
PAGES = (
    "overview", "scores", "grades", "departments", "trends", "indicators", "execution", "project", "audit",
    "what-if", "import", "method",
)  # fmt: skip

# axe-core is MPL-2.0 and 650 kB: not part of this Apache-licensed repository. `.ci/run` fetches it through npm.
AXE = Path(os.environ.get("EVAL_AXE", Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"))
# What is Streamlit's own and no parameter changes: (rule, what the element says of itself).
STREAMLITS_OWN = (
    ("target-size", 'aria-label="Clear all"'),  # the cross in a filter, 21 px
    ("target-size", 'aria-label="Help"'),  # the question mark beside a label; the same words stand on /method
    ("target-size", "stDataFrame"),  # cells of the table's canvas
    ("scrollable-region-focusable", "stDataFrame"),
    ("aria-required-children", "stDataFrame"),
)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_serious_of_ours(path: str, scheme: str, address: str, visit: Visit) -> None:
    if not AXE.is_file():
        pytest.skip("axe-core is not here: npm install --no-save axe-core@4, or EVAL_AXE=<axe.min.js>")
    page = visit(f"{address}/{path}", scheme)
    page.wait_for_selector(".st-key-menu a")
    page.wait_for_selector('.stApp[data-test-script-state="notRunning"]')  # what is being redrawn is faded
    page.wait_for_timeout(1500)  # fades end
    page.evaluate(AXE.read_text(encoding="utf-8"))
    rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
    found = page.evaluate(f"axe.run(document, {{runOnly: {json.dumps(rules)}}})")["violations"]
    ours = [
        (one["id"], node["html"][-160:], node["failureSummary"][:200])
        for one in found
        if one["impact"] in ("serious", "critical")
        for node in one["nodes"]
        if not any(one["id"] == rule and mark in node["html"] for rule, mark in STREAMLITS_OWN)
    ]
    assert ours == []


def test_a_page_prints_on_a4_without_the_sidebar(address: str, visit: Visit) -> None:
    page = visit(f"{address}/overview")
    page.wait_for_selector(".st-key-figure_departments .main-svg")
    page.emulate_media(media="print")
    assert not page.locator("[data-testid=stSidebar]").is_visible()
    assert not page.locator(".st-key-csv_departments").is_visible()
    cut = page.evaluate(
        """() => [...document.querySelectorAll('[class*="st-key-figure_"]')].filter(
            n => getComputedStyle(n).breakInside !== 'avoid').length"""
    )
    assert cut == 0
    printed = page.pdf(prefer_css_page_size=True)
    sheets = len(re.findall(rb"/Type\s*/Page\b", printed))
    boxes = {
        tuple(round(float(v)) for v in box.split())
        for box in re.findall(rb"/MediaBox\s*\[([^\]]+)\]", printed)
    }
    assert boxes == {(0, 0, 842, 595)}  # A4, landscape, in points
    assert 2 <= sheets <= 8  # the whole page, not the first screen


def test_the_picture_is_made_without_a_server(address: str, visit: Visit) -> None:
    page = visit(f"{address}/overview")
    page.wait_for_selector(".st-key-figure_histogram .barlayer .point path", state="attached", timeout=60_000)
    page.context.set_offline(True)
    with page.expect_download() as waiting:
        page.locator(".st-key-png_histogram button").click()
    assert waiting.value.suggested_filename == "自评得分分布.png"
    picture = Path(waiting.value.path()).read_bytes()
    assert picture.startswith(b"\x89PNG")
    width, height = (int.from_bytes(picture[at : at + 4]) for at in (16, 20))
    assert width > 1200 and height > 700  # two pixels a point, sentence and source above and below the figure
    at, packed = 8, b""
    while at < len(picture):
        size, kind = int.from_bytes(picture[at : at + 4]), picture[at + 4 : at + 8]
        packed += picture[at + 8 : at + 8 + size] if kind == b"IDAT" else b""
        at += size + 12
    assert len(set(zlib.decompress(packed)[::97])) > 20  # drawn, not one colour


def test_the_keyboard_opens_the_table_and_the_rows_behind(address: str, visit: Visit) -> None:
    page = visit(f"{address}/scores")
    page.locator(".st-key-table_histogram button").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**table=histogram**")
    table = page.locator(".st-key-figure_histogram [data-testid=stDataFrame]")
    table.wait_for()
    page.reload()  # the open table is part of the link
    table.wait_for()
    page.locator(".st-key-table_histogram button").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "table=" not in url)


def test_a_saved_view_opens_in_a_new_browser_on_a_cold_server(tmp_path: Path, visit: Visit) -> None:
    build(tmp_path)
    params = {"set": "demo", "year": "2023~2024", "dept": "201", "method": "self", "subject": "project",
              "grade": "all", "score": "self", "size": "all", "fund": "all", "q": "-"}  # fmt: skip
    name = saved.keep(params, tmp_path)
    texts = []
    for query in (f"saved={name}", "&".join(f"{k}={quote(v)}" for k, v in params.items())):
        with serving(tmp_path) as base:
            page = visit(f"{base}/overview?{query}")
            page.wait_for_selector("[data-testid=stMetric]")
            page.wait_for_selector("text=区教育局")
            texts.append(page.locator("[data-testid=stMetric]").all_inner_texts())
    assert texts[0] == texts[1] and texts[0]


def test_an_old_version_in_a_link_is_said(tmp_path: Path, visit: Visit) -> None:
    first = build(tmp_path).current()
    build(tmp_path)
    with serving(tmp_path) as base:
        page = visit(f"{base}/overview?version={first.id}")
        page.wait_for_selector(f"text=正在查看旧版本 {first.id}")
        page.get_by_role("button", name="回到当前版本").click()
        page.wait_for_url(lambda url: "version=" not in url)
        page.wait_for_selector("text=正在查看旧版本", state="detached")
