"""Makes tests/ importable for what several test folders share, and says which tests one process must run."""

from __future__ import annotations

import pytest


@pytest.hookimpl(tryfirst=True)  # xdist reads the groups in this hook too
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Groups for `pytest -n 2 --dist loadgroup`: a module's tests stay together, and all that drive Chromium do.

    Modules share stores made once; two Chromiums beside two servers would starve each other on two cores.
    """
    for item in items:
        group = "browser" if item.get_closest_marker("browser") else str(item.path)
        item.add_marker(pytest.mark.xdist_group(group))
