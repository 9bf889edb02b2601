"""A province of hundreds of departments: a figure draws the first forty, its sentence and table hold all, a page stays light."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from evalcore.charts.chart import MOST_ROWS, Chart
from pages._ui import show
from pages._ui.filters import LISTED
from tests.pages.district import Project, build

Open = Callable[..., Any]
COUNT = 410  # departments; the first 70 have enough projects for a statistic
PAYLOAD = 150_000  # bytes of a change of filter
CODES = [f"{101 + n}" for n in range(COUNT)]
PROJECTS = [
    Project(year, code, f"项目{code}-{k}", "100", str(60 + k), str(80 + k), review="79" if k < 2 else None)
    for year in (2023, 2024)
    for n, code in enumerate(CODES)
    for k in range(6 if n < 70 else 1)
]


@pytest.fixture(scope="module")
def province(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("province")
    build(made, PROJECTS, departments={code: f"示范{code}县财政局" for code in CODES})
    return made


@pytest.mark.parametrize(
    ("address", "names"),
    [
        ("overview", {"departments"}), ("scores", {"strip_department"}), ("grades", {"grades_department"}),
        ("trends", {"multiples"}), ("execution", {"by_department", "low"}), ("audit", {"gaps_department"}),
        ("departments", {"strip_department"}), ("indicators", {"target_departments"}),
    ],
)  # fmt: skip
def test_a_figure_of_many_departments_draws_the_first_and_its_table_holds_all(
    address: str, names: set[str], province: Path, open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: dict[str, Chart] = {}
    draw = show.chart

    def noted(drawn: Chart, *rest: Any, **more: Any) -> None:
        seen[drawn.name] = drawn
        draw(drawn, *rest, **more)

    monkeypatch.setattr(show, "chart", noted)
    app = open_page(province, address)
    assert not app.exception and not app.error
    assert names <= set(seen)
    for name in names:
        drawn = seen[name]
        rows = drawn.figure.to_dict()["layout"]["yaxis"].get("ticktext", ())
        assert len(rows) <= MOST_ROWS, name
        assert drawn.rows > MOST_ROWS and f"其余 {drawn.rows - MOST_ROWS:,} 行见数据表" in drawn.note, name
        assert len(drawn.table) == len(drawn.codes) >= drawn.rows, name
    figures = sum(len(figure.proto.spec.encode()) for figure in app.get("plotly_chart"))
    assert figures <= PAYLOAD, figures


def test_a_long_list_of_departments_holds_the_first_with_their_counts(
    province: Path, open_page: Open
) -> None:
    """The whole list with its counts came again with every change of a filter."""
    listed = open_page(province, "method").multiselect(key="filter_departments").options
    assert listed == [f"示范{code}县财政局（{6 if n < 70 else 1}）" for n, code in enumerate(CODES[:LISTED])]


@pytest.mark.parametrize("asked", ["示范509县", "509"])
def test_a_department_beyond_the_list_is_found_by_name_or_code_and_chosen(
    asked: str, province: Path, open_page: Open
) -> None:
    app = open_page(province, "method", dept="101")
    app.text_input(key="filter_find").set_value(asked).run()
    assert app.multiselect(key="filter_departments").options == [
        "示范101县财政局（6）",
        "示范509县财政局（1）",
    ]
    app.multiselect(key="filter_departments").set_value(["101", "509"]).run()
    app.text_input(key="filter_find").set_value("").run()
    assert not app.exception and not app.error
    assert app.query_params["dept"] == "101~509"
    assert app.multiselect(key="filter_departments").options[-1] == "示范509县财政局（1）"
