"""Every mark of every figure leads to the rows it counts, and they add up to what the mark says."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from evalcore.glossary import term
from pages._ui import show
from tests.pages.district import DISTRICT, Project, build

Open = Callable[..., AppTest]
# enough of two departments for a statistic, some without money or score
MORE = tuple(
    Project(year, department, f"小项目{n}", None if n == 3 else str(10 * n), None if n == 4 else str(9 * n),
            None if n == 2 else str(80 + 2 * n), review="85" if n == 5 else None)
    for year in (2023, 2024) for department in ("201", "301") for n in range(1, 9)
)  # fmt: skip
# page and what else its address says
PAGES = {
    "overview": {}, "scores": {}, "scores by year": {"by": "year"}, "grades": {}, "execution": {}, "departments": {},
    "trends": {}, "trends of the mean": {"measure": "mean"}, "indicators": {}, "audit": {}, "audit findings": {"view": "findings"},
    "audit coverage": {"view": "coverage"}, "what-if": {"lines": "80~70~60"},
}  # fmt: skip
# a mark says its count as "12 个" or "N=12"; one that says none has a twin that does (money beside count), or is a whole
_SAID = re.compile(r"([\d,]+) 个(?!百分点)|N=([\d,]+)")


@pytest.fixture(scope="module")
def district(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("drills")
    build(folder, (*DISTRICT, *MORE))
    return folder


def _filled(template: str, held: Any) -> str:
    """What a tooltip says of a mark, by what the mark holds."""
    return re.sub(r"%\{customdata\[(\d+)\]\}", lambda found: str(held[int(found[1])]), template)


def marks(figure: Any) -> list[tuple[str, int]]:
    """Drill code and count of each mark that says one."""
    found = []
    for trace in figure.to_dict()["data"]:
        codes = trace.get("customdata") or []
        if (
            codes and isinstance(codes[0], list) and codes[0] and isinstance(codes[0][0], list)
        ):  # a heatmap's rows
            codes = [cell for row in codes for cell in row]
        template = trace.get("hovertemplate", "")
        said = trace.get("hovertext") or [_filled(template, held) if held[0] else "" for held in codes]
        for code, text in zip(codes, said, strict=False):
            counted = _SAID.search(str(text))
            if code and code[0] and counted:
                found.append((str(code[0]), int((counted[1] or counted[2]).replace(",", ""))))
    return found


FILTERS = ({}, {"year": "2023~2024"}, {"score": "review"}, {"grade": "excellent~good"})


@pytest.mark.parametrize(
    ("view", "filters"),
    # every view as it opens; the pages whose queries the others share, under every kind of filter
    [(view, {}) for view in PAGES]
    + [(view, each) for view in ("overview", "grades", "execution", "audit") for each in FILTERS[1:]],
)
def test_the_rows_behind_every_mark_add_up(
    view: str, filters: dict[str, str], district: Path, open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    checked: list[str] = []
    wrong: list[str] = []
    drawn_by_show = show.chart

    def chart(drawn: Any, rows: Any = None, **rest: Any) -> None:
        for code, count in marks(drawn.figure) if rows else []:
            behind = rows(code, 1)
            total = None if behind is None else behind.total
            checked.append(f"{drawn.name}.{code}")
            if total != count:
                wrong.append(f"{drawn.name}.{code}: says {count}, leads to {total}")
        if rows and drawn.codes:
            assert len(drawn.codes) == len(drawn.table), drawn.name
            wrong.extend(
                f"{drawn.name}: table row {code}" for code in drawn.codes if code and rows(code, 1) is None
            )
        drawn_by_show(drawn, rows, **rest)

    monkeypatch.setattr(show, "chart", chart)
    app = open_page(district, view.split()[0], **PAGES[view], **filters)
    assert not app.exception and not app.error
    assert wrong == []
    if not filters:
        assert len(checked) >= 2


@pytest.mark.parametrize("view", PAGES)
def test_every_figure_has_sentence_words_table_and_definitions(
    view: str, district: Path, open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[Any] = []
    drawn_by_show = show.chart
    monkeypatch.setattr(
        show, "chart", lambda drawn, *a, **k: (seen.append(drawn), drawn_by_show(drawn, *a, **k))
    )
    app = open_page(district, view.split()[0], **PAGES[view])
    assert not app.exception and seen
    for drawn in seen:
        assert re.search(r"\d", drawn.finding) and drawn.finding.endswith("。"), drawn.name
        assert drawn.alt and len(drawn.table) and drawn.terms, drawn.name
        for id in drawn.terms:
            assert term(id).definition
        drawn.figure.checked()  # plotly knows every property
