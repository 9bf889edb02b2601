"""Whatever a click on a mark lists, a row of the figure's table lists too: the table is the keyboard's way."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app import SECTIONS
from evalcore.charts.chart import Chart
from pages._ui import show
from tests.pages.district import build

Open = Callable[..., Any]
VIEWS = [
    *((address, {}) for pages in SECTIONS.values() for _, _, _, address in pages if address not in ("project", "import", "method")),
    ("scores", {"by": "year"}), ("execution", {"left": "department"}), ("audit", {"view": "findings"}),
    ("audit", {"view": "coverage"}), ("what-if", {"lines": "80~70~60"}),
]  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("keyboard")
    build(made)
    return made


@pytest.mark.parametrize(("address", "params"), VIEWS)
def test_every_row_of_a_clickable_figure_leads_somewhere(
    address: str, params: dict[str, str], folder: Path, open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[tuple[Chart, Any]] = []
    draw = show.chart

    def noted(drawn: Chart, rows: Any = None, **rest: Any) -> None:
        seen.append((drawn, rows))
        draw(drawn, rows, **rest)

    monkeypatch.setattr(show, "chart", noted)
    app = open_page(folder, address, **params)
    assert not app.exception
    without = [drawn.name for drawn, rows in seen if rows and len(drawn.codes) != len(drawn.table)]
    assert without == []
