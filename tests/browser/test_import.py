"""Upload → close the browser → come back → preview → confirm → seen on /overview; no English on the way."""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from evalcore.loaders.intake import Intake
from evalcore.loaders.mapping import FIELDS
from evalcore.store import Store
from tests.browser.conftest import serving, settled
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


def test_a_header_and_a_department_are_mapped_and_the_load_taken_back(
    own: tuple[str, Store], visit: Callable[..., Any], tmp_path: Path
) -> None:
    base, store = own
    first = Intake.begin(store)
    first.add("城管.xlsx", workbook())
    first.confirm(who="甲")
    before, held = store.find().id, _submitted(store)
    page = visit(f"{base}/import")
    page.set_input_files("input[type=file]", str(_unexplained(tmp_path)))
    page.wait_for_selector("text=不认识的表头", timeout=60_000)
    _choose(page, "[class*=st-key-header_]", FIELDS["actual"])
    page.wait_for_selector(f"text=“兑现情况”按“{FIELDS['actual']}”读取", timeout=60_000)
    _choose(page, "[class*=st-key-dept_]", "示范区城管局")
    page.wait_for_selector("text=“示范区城市管理局”归入“示范区城管局”", timeout=60_000)
    page.get_by_label("录入人").fill("经办人")
    page.get_by_label("录入人").press("Tab")
    settled(page)
    page.get_by_role("button", name="确认入库").click()
    page.wait_for_selector("text=已发布数据版本", timeout=60_000)
    assert held == [("道路保洁", "示范区城管局", "95%")]
    assert _submitted(store) == [*held, ("公厕管理", "示范区城管局", "95%")]

    _choose(page, ".st-key-undo_to", before)
    page.get_by_role("button", name="回退…").click()
    page.get_by_role("button", name="确认回退").click()
    page.wait_for_selector(f"text=已回退到 {before} 的内容", timeout=60_000)
    assert _submitted(store) == held
    assert store.find().id != before  # going back is a version of its own


def _unexplained(folder: Path) -> Path:
    """A form of a department under another name, with a header no one has explained."""
    book = openpyxl.load_workbook(io.BytesIO(workbook("公厕管理", department="示范区城市管理局")))
    for row in book.active.iter_rows():
        for cell in row:
            if cell.value == "实际完成值":
                cell.value = "兑现情况"
    book.save(folder / "公厕.xlsx")
    return folder / "公厕.xlsx"


def _choose(page: Any, box: str, words: str) -> None:
    """What a person does with a select box: opens it, types, takes the first that fits."""
    field = page.locator(f"{box} input").first
    field.click()
    field.fill(words)
    page.get_by_role("option").first.wait_for()
    field.press("Enter")
    settled(page)


def _submitted(store: Store) -> list[tuple[str, str, str]]:
    """Project, department and the first indicator's actual value of everything loaded."""
    connection = store.open()
    try:
        return connection.execute(
            "SELECT e.project, e.department, min(i.actual) FROM stored_evaluation AS e JOIN stored_indicator AS i"
            " USING (evaluation_id) WHERE e.dataset = 'submitted' AND i.level3 = '道路完好率'"
            " GROUP BY e.project, e.department ORDER BY e.project DESC"
        ).fetchall()
    finally:
        connection.close()
