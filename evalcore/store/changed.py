"""Which evaluations a draft touched: what people said is put back on them, and they are checked before publishing."""

from __future__ import annotations

from collections.abc import Collection

import duckdb

_TABLE = "CREATE TEMP TABLE IF NOT EXISTS changed (evaluation_id VARCHAR)"


def mark_changed(connection: duckdb.DuckDBPyConnection, ids: Collection[str]) -> None:
    """Say that rows of these evaluations, or records about them, were written in this draft."""
    if ids:
        connection.execute(_TABLE)
        connection.execute("INSERT INTO changed SELECT unnest(?::VARCHAR[])", [sorted(ids)])


def changed_ids(connection: duckdb.DuckDBPyConnection) -> set[str]:
    """The evaluations marked since this draft was opened."""
    connection.execute(_TABLE)
    return {row[0] for row in connection.execute("SELECT DISTINCT evaluation_id FROM changed").fetchall()}
