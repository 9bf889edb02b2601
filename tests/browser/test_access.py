"""Without a mouse, and out of the browser: the keyboard's path, pictures, links."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from pages._ui import saved
from tests.browser.conftest import serving, settled
from tests.pages.district import build

pytestmark = pytest.mark.browser
Visit = Callable[..., Any]


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


def test_the_keyboard_reaches_the_rows_behind_a_mark_and_back(address: str, tab: Visit) -> None:
    page = tab(f"{address}/scores")
    settled(page)
    opener = page.locator(".st-key-table_histogram button")
    opener.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**table=histogram**")
    page.locator(".st-key-figure_histogram [data-testid=stDataFrame]").wait_for()
    page.reload()  # the open table is part of the link
    page.locator(".st-key-figure_histogram [data-testid=stDataFrame]").wait_for()
    settled(page)
    opener.focus()
    for _ in range(6):  # CSV, PNG, the table
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.tagName") == "CANVAS":
            break
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Shift+Space")
    page.wait_for_url("**drill=histogram.bin**")
    page.locator(".st-key-figure_histogram").get_by_text("打开项目详情").wait_for()
    page.go_back()
    page.wait_for_url(lambda url: "drill=" not in url)
    assert "table=histogram" in page.url
    settled(page)
    opener.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "table=" not in url)


_FOCUS = """() => { let e = document.activeElement
    while (e && e.shadowRoot && e.shadowRoot.activeElement) e = e.shadowRoot.activeElement
    const seen = [e, e.parentElement, e.parentElement?.parentElement].filter(Boolean).map(n => getComputedStyle(n))
        .some(s => (s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0) || /0px 0px 0px \\d/.test(s.boxShadow)
            || s.borderTopColor === 'rgb(31, 78, 121)')
    const box = e.getBoundingClientRect()
    return { name: (e.innerText || e.getAttribute('aria-label') || e.tagName).trim().slice(0, 30), seen, canvas: e.matches('canvas, section, [data-testid=stMain], [data-testid=stMainBlockContainer]') || !!e.querySelector('h1'),
        main: !!e.getRootNode().host?.closest('[data-testid=stMain]') || !!e.closest('[data-testid=stMain]'), y: box.y } }"""


def test_tab_goes_from_the_menu_through_the_filters_down_the_page_and_is_seen(
    address: str, tab: Visit
) -> None:
    page = tab(f"{address}/scores")
    settled(page)
    stops = []
    for _ in range(60):
        page.keyboard.press("Tab")
        stops.append(page.evaluate(_FOCUS))
        if len([stop for stop in stops if stop["main"]]) > 12:
            break
    names = [stop["name"].split("\n")[-1] for stop in stops]
    assert [name for name in ("总体情况", "口径与制度依据") if name in names] == [
        "总体情况",
        "口径与制度依据",
    ]
    assert names.index("口径与制度依据") < [stop["main"] for stop in stops].index(True)
    assert [stop["name"] for stop in stops if not stop["seen"] and not stop["canvas"]] == []


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
