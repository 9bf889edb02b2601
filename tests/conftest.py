"""Makes tests/ importable for what several test folders share, and says which tests one process must run."""

from __future__ import annotations

import os
from typing import Any

import pytest

if "PYTEST_XDIST_WORKER" in os.environ:  # a process a core: DuckDB's threads would only wait for each other
    os.environ.setdefault("EVAL_THREADS", "1")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """For `pytest -n 2`: a module's tests stay together, for they share stores made once, and so do all that drive
    Chromium: two of them beside two servers would starve each other on two cores."""
    from xdist.scheduler import LoadScopeScheduling

    class Modules(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            module = nodeid.split("::", 1)[0]
            return "browser" if module.startswith("tests/browser/") else module

    return Modules(config, log)
