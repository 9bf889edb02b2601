"""Upload → close the browser → come back → preview → confirm → seen on /overview; no English on the way."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from evalcore.store import Store
from tests.browser.conftest import serving
from tests.pages.district import build

sys.path.insert(0, str(Path(__file__).parents[1] / "loaders"))
from self_evaluation import workbook

pytestmark = pytest.mark.browser


@pytest.fixture
def own(tmp_path: Path, chromium: Any) -> Iterator[tuple[str, Store]]:
    """A store of its own: this test publishes."""
    store = build(tmp_path / "store")
    with serving(store.folder) as base:
        yield base, store


def test_upload_leave_return_confirm_and_see(
    own: tuple[str, Store], visit: Callable[..., Any], tmp_path: Path
) -> None:
    base, store = own
    before = store.find().id
    good, bad = tmp_path / "城管自评表.xlsx", tmp_path / "空文件.xlsx"
    good.write_bytes(workbook())
    bad.write_bytes(b"")
    page = visit(f"{base}/import")
    page.wait_for_selector("text=上传文件")
    page.set_input_files("input[type=file]", [str(good), str(bad)])
    page.wait_for_selector("text=评价 1 份：新增 1", timeout=60_000)
    assert "intake=" in page.url
    shown = page.locator("[data-testid=stMain]").inner_text()
    page.close()  # midway
    assert store.find().id == before

    again = visit(f"{base}/import")
    again.get_by_role("button", name="继续").click()
    again.wait_for_selector("text=评价 1 份：新增 1", timeout=60_000)
    again.get_by_label("录入人").fill("经办人")
    again.get_by_label("录入人").press("Tab")
    again.wait_for_timeout(1000)
    again.get_by_role("button", name="确认入库").click()
    again.wait_for_selector("text=已发布数据版本", timeout=60_000)
    now = store.find().id
    assert now != before
    again.get_by_role("link", name="查看总体情况（报送数据）").click()
    again.wait_for_selector(f"text=数据版本 {now}", timeout=60_000)
    again.wait_for_selector("text=评价项目数", timeout=60_000)
    assert "set=submitted" in again.url

    icons = {"arrow_back", "arrow_right_alt", "check", "delete", "download", "undo", "upload", "CSV"}
    files = {"xlsx", "xls", "et", "ods", "docx", "doc", "pdf", "csv", "zip", "MB", "national"}
    english = set(re.findall(r"[A-Za-z_]{2,}", re.sub(r"\d{8}-\d{6}-[0-9a-f]{4}", "", shown))) - icons - files
    assert english == set()
