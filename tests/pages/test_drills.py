"""Every mark of every figure leads to the rows it counts, and they add up to what the mark says."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from pages._ui import show
from tests.pages.district import build

Open = Callable[..., AppTest]
PAGES = ("overview", "scores", "grades", "execution")
# a mark says its count as "12 个" or "N=12"; one that says none has a twin that does (money beside count), or is a whole
_SAID = re.compile(r"([\d,]+) 个|N=([\d,]+)")


@pytest.fixture(scope="module")
def district(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("drills")
    build(folder)
    return folder


def marks(figure: Any) -> list[tuple[str, int]]:
    """Drill code and count of each mark that says one."""
    found = []
    for trace in figure.to_dict()["data"]:
        codes, said = trace.get("customdata") or [], trace.get("hovertext") or []
        for code, text in zip(codes, said, strict=False):
            counted = _SAID.search(str(text))
            if code and code[0] and counted:
                found.append((str(code[0]), int((counted[1] or counted[2]).replace(",", ""))))
    return found


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize(
    "filters", [{}, {"year": "2023~2024"}, {"score": "review"}, {"grade": "excellent~good"}]
)
def test_the_rows_behind_every_mark_add_up(
    path: str, filters: dict[str, str], district: Path, open_page: Open, monkeypatch: pytest.MonkeyPatch
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
    app = open_page(district, path, **filters)
    assert not app.exception and not app.error
    assert wrong == []
    if not filters:
        assert len(checked) >= 5


@pytest.mark.parametrize("path", PAGES)
def test_every_figure_has_sentence_words_table_and_definitions(
    path: str, district: Path, open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[Any] = []
    drawn_by_show = show.chart
    monkeypatch.setattr(
        show, "chart", lambda drawn, *a, **k: (seen.append(drawn), drawn_by_show(drawn, *a, **k))
    )
    app = open_page(district, path)
    assert not app.exception and seen
    for drawn in seen:
        assert re.search(r"\d", drawn.finding) and drawn.finding.endswith("。")
        assert drawn.alt and len(drawn.table) and drawn.terms
        drawn.figure.checked()  # plotly knows every property
