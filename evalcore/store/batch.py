"""Rows into a table as one Arrow batch."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb
import pyarrow as pa

from evalcore.store.rows import Row

_ARROW: dict[str, pa.DataType] = {
    "VARCHAR": pa.string(),
    "BOOLEAN": pa.bool_(),
    "INTEGER": pa.int32(),
    "BIGINT": pa.int64(),
    "DOUBLE": pa.float64(),
    "DATE": pa.date32(),
    "DECIMAL(18,6)": pa.decimal128(18, 6),
    "DECIMAL(9,4)": pa.decimal128(9, 4),
}


def insert(connection: duckdb.DuckDBPyConnection, table: str, rows: Sequence[Row]) -> None:
    """Append rows (missing columns are NULL) as one Arrow batch."""
    if not rows:
        return
    kinds = connection.execute(
        "SELECT column_name, data_type FROM duckdb_columns() WHERE table_name = ? ORDER BY column_index",
        [table],
    ).fetchall()
    batch = pa.table(
        {name: pa.array([row.get(name) for row in rows], type=_ARROW[kind]) for name, kind in kinds}
    )
    connection.register("batch", batch)
    try:
        connection.execute(f"INSERT INTO {table} SELECT {', '.join(name for name, _ in kinds)} FROM batch")
    finally:
        connection.unregister("batch")
