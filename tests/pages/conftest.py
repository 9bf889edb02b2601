"""AppTest over hand-made stores."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))


@pytest.fixture
def open_page(monkeypatch: pytest.MonkeyPatch) -> Callable[..., AppTest]:
    """Run the whole frame at an address over a store folder."""

    def run(folder: Path, path: str = "overview", **params: str) -> AppTest:
        monkeypatch.setenv("EVAL_STORE", str(folder))
        monkeypatch.chdir(ROOT)
        app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
        for name, value in params.items():
            app.query_params[name] = value
        app.run()
        if path != "overview":
            from app import SECTIONS

            file = next(f for pages in SECTIONS.values() for f, _, _, address in pages if address == path)
            app.switch_page(file).run()
        return app

    return run
