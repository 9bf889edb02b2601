"""/departments: like with like, small numbers listed, no league table."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.district import DISTRICT, Project, build
from tests.pages.test_results import words

Open = Callable[..., AppTest]
# two departments with five projects each and one with a single one
WORLD = tuple(
    Project(2024, code, f"项目{code}{n}", "100", "90", score)
    for code, scores in (
        ("101", ("99", "98", "97", "96", "95")),
        ("201", ("100", "85", "91", "79", "90")),
        ("301", ("88",)),
    )
    for n, score in enumerate(scores)
)


@pytest.fixture(scope="module")
def district(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("district")
    build(folder, WORLD, listing=False)
    return folder


def test_the_numbers_stand_in_code_order_with_n(district: Path, open_page: Open) -> None:
    app = open_page(district, "departments")
    assert not app.exception
    assert not app.error
    table = next(d.value for d in app.dataframe if "自评平均分" in d.value.columns)
    assert list(table["主管部门"]) == ["区委办公室", "区教育局", "区住房建设和交通局"]
    assert list(table["自评平均分"]) == ["97.00", "89.00", "—"]  # one project makes no mean
    assert list(table["自评优良率"]) == ["100.0%（5）", "80.0%（5）", "—"]
    assert list(table["预算执行率"]) == ["90.0%", "90.0%", "90.0%"]


def test_a_department_with_few_projects_is_listed_not_averaged(district: Path, open_page: Open) -> None:
    app = open_page(district, "departments")
    assert "区住房建设和交通局：项目少，不作统计" in words(app)
    listed = next(d.value for d in app.dataframe if "project" in d.value.columns)
    assert list(listed["project"]) == ["项目3010"]


def test_the_page_opens_with_a_sentence_and_says_what_makes_them_alike(
    district: Path, open_page: Open
) -> None:
    said = words(open_page(district, "departments"))
    assert "2 个可比部门的自评得分中位数在 90.00–97.00 分之间，相差 7.00 分（N=10）" in said
    assert "本组：未注明类型，3 个部门" in said


def test_two_picked_departments_are_compared(district: Path, open_page: Open) -> None:
    said = words(open_page(district, "departments", dept="101~201"))
    assert "左侧自选的 2 个部门" in said


def test_never_a_bare_rank(district: Path, open_page: Open) -> None:
    said = words(open_page(district, "departments", score="recomputed"))
    assert "排名第" not in said
    assert "位次区间不是排名" in said or "分项" in said


@pytest.mark.parametrize(
    "params", [{"q": "没有这样的项目"}, {"score": "review"}, {"peer": "size"}, {"peer": "x", "group": "y"}]
)
def test_it_opens_whatever_the_address_says(params: dict[str, str], district: Path, open_page: Open) -> None:
    app = open_page(district, "departments", **params)
    assert not app.exception
    assert not app.error


def test_one_row_and_missing_values(tmp_path: Path, open_page: Open) -> None:
    build(tmp_path / "a", [DISTRICT[0]], listing=False)
    build(tmp_path / "b", [Project(2024, "101", "会议保障", None, None, None)], listing=False)
    for name in ("a", "b"):
        app = open_page(tmp_path / name, "departments")
        assert not app.exception
        assert not app.error
        assert "不足两个" in words(app)
