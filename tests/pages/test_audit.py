"""/audit: can the scores be believed; the numbers a reader sees, counted by hand from district.py."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.district import DISTRICT, Project, build
from tests.pages.test_results import metric, words

Open = Callable[..., AppTest]
VIEWS = ("believe", "findings")
BLAME = ("虚高", "造假", "违规", "虚报", "排名", "倒数", "最差")


@pytest.fixture(scope="module")
def district(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("audit")
    build(folder)
    return folder


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_opens_without_an_error_or_a_word_of_blame(
    view: str, district: Path, open_page: Open
) -> None:
    app = open_page(district, "audit", view=view)
    assert not app.exception
    assert not app.error
    assert "模拟数据" in words(app)
    assert not [word for word in BLAME if word in words(app)]


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize(
    "projects",
    [
        DISTRICT[:1],
        (Project(2024, "101", "无分", None, None, None),),
        (Project(2024, "101", "无预算", "0", "0", "90", review="80"),),
    ],
    ids=["one row", "nothing filled in", "no budget"],
)
def test_little_or_missing_data_shows_no_error(
    view: str, projects: tuple[Project, ...], tmp_path: Path, open_page: Open
) -> None:
    build(tmp_path, projects, listing=False)
    app = open_page(tmp_path, "audit", view=view)
    assert not app.exception
    assert not app.error


@pytest.mark.parametrize("view", VIEWS)
def test_an_empty_selection_says_what_to_loosen(view: str, district: Path, open_page: Open) -> None:
    app = open_page(district, "audit", view=view, q="没有这样的项目")
    assert not app.exception
    assert any("可放宽" in box.value for box in app.info)


def test_the_gap_to_review_stands_with_its_n_and_says_that_two_are_few(
    district: Path, open_page: Open
) -> None:
    app = open_page(district, "audit")
    assert metric(app, "自评−复核（中位数）").replace("\u2060", "") == "+6.75 分"
    note = next(m.proto.delta_description for m in app.metric if "复核（中位数）" in m.label)
    assert "N=2；复核不足 6 个，不给区间" in note.replace("\\", "")
    assert metric(app, "复核一致率") == "0.0%"


def test_a_mark_of_findings_lists_its_projects(district: Path, open_page: Open) -> None:
    app = open_page(district, "audit", view="findings", drill="findings.code:EXE_LOW~status:待核实")
    # 校舍维修 and 道路养护 of 2024
    assert any("共 2 个" in m.value for m in app.markdown)
