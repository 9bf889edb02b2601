"""How officials must be able to show the analysis (pages.md): every figure with N and 口径, count beside money, no word of blame."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from evalcore.charts.chart import Chart
from evalcore.glossary import term
from pages._ui import show
from tests.pages.district import build
from tests.pages.test_results import words

Open = Callable[..., AppTest]
PAGES = [
    ("audit", {"view": view}) for view in ("believe", "findings", "check", "coverage", "follow")
] + [
    ("overview", {}), ("departments", {}), ("departments", {"dept": "101~201"}), ("trends", {}), ("trends", {"measure": "weighted"}),
    ("indicators", {}), ("indicators", {"indicator": "完成数量"}), ("what-if", {"score": "recomputed", "rules": "central-2021"}),
    ("what-if", {"lines": "80~70~60"}),
]  # fmt: skip
# pages.md: 疑点 (not 问题 of a machine's finding), never these; no league table
FORBIDDEN = ("虚高", "造假", "违规", "虚报", "弄虚作假", "排名", "排行", "倒数", "最差", "第一名", "名次")


@pytest.fixture(scope="module")
def district(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("words")
    build(folder)
    return folder


@pytest.fixture
def figures(monkeypatch: pytest.MonkeyPatch) -> list[Chart]:
    """The figures a page draws, as they come."""
    drawn: list[Chart] = []
    draw = show.chart

    def seen(chart: Chart, *rest: object, **more: object) -> None:
        drawn.append(chart)
        draw(chart, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(show, "chart", seen)
    return drawn


@pytest.mark.parametrize(("address", "params"), PAGES, ids=str)
def test_no_word_of_blame_and_no_league_table(
    address: str, params: dict[str, str], district: Path, open_page: Open, figures: list[Chart]
) -> None:
    app = open_page(district, address, **params)
    assert not app.exception
    assert not app.error
    said = words(app) + "".join(
        f"{chart.title}{chart.finding}{chart.note}{''.join(map(str, chart.table.columns))}{chart.table.to_csv()}"
        for chart in figures
    )
    assert [word for word in FORBIDDEN if word in said] == []


@pytest.mark.parametrize(("address", "params"), PAGES, ids=str)
def test_every_figure_has_its_numbers_its_table_and_its_definitions(
    address: str, params: dict[str, str], district: Path, open_page: Open, figures: list[Chart]
) -> None:
    """A sentence with a count (N=…, … 个), a table, and terms that the glossary defines: the 口径 on its title line."""
    open_page(district, address, **params)
    for chart in figures:
        assert re.search(r"\d", chart.finding), chart.title
        assert re.search(r"N=|个|万元|亿元|分", chart.finding), chart.title
        assert chart.terms, chart.title
        assert all(term(name).definition for name in chart.terms), chart.title
        assert chart.alt, chart.title


@pytest.mark.parametrize("address", ["departments", "trends", "overview", "audit"])
def test_departments_stand_in_budget_code_order_never_by_score(
    address: str, district: Path, open_page: Open, figures: list[Chart]
) -> None:
    app = open_page(district, address)
    order = ["区委办公室", "区教育局", "区住房建设和交通局"]
    tables = [d.value for d in app.dataframe] + [chart.table for chart in figures]
    for table in tables:
        column = next((c for c in ("主管部门", "department") if c in table.columns), None)
        if column is None or "project" in table.columns or "项目名称" in table.columns:
            continue
        shown = [order.index(name) for name in dict.fromkeys(table[column]) if name in order]
        assert shown == sorted(shown)


@pytest.mark.parametrize("score", ["self", "recomputed"])
def test_a_trial_is_marked_on_every_figure_and_never_stored(
    score: str, district: Path, open_page: Open, figures: list[Chart]
) -> None:
    app = open_page(district, "what-if", score=score, lines="80~70~60")
    assert "测算，不改变评价结果" in words(app)
    trial = [chart for chart in figures if chart.name.startswith("trial")]
    assert len(trial) >= 2
    for chart in trial:
        assert "测算" in chart.title + chart.note
        assert (chart.table["说明"] == "测算，不改变评价结果").all()


def test_a_rank_is_always_a_band(district: Path, open_page: Open, figures: list[Chart]) -> None:
    """第 2–3 位, and 第 1–1 位 where no weights tried change it: never a single place."""
    open_page(district, "departments", dept="201~301", year="2023~2024")
    chart = next((one for one in figures if one.name == "department_bands" or "所处区间" in one.title), None)
    drawn = "".join(f"{one.figure.to_json()}{one.table.to_csv()}{one.finding}" for one in figures)
    assert re.search(r"第 ?\d+ ?位", drawn) is None
    assert chart is None or chart.note
