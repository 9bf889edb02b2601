"""A row of a table before it is one, and text a table can hold: for processes that make rows without the database."""

from __future__ import annotations

from typing import Any

Row = dict[str, Any]


def text(value: str | None) -> str | None:
    """Text that UTF-8 can hold: half a surrogate pair from a broken file becomes ?."""
    return None if value is None else value.encode("utf-8", "replace").decode("utf-8")
