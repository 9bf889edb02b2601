"""Rows into a table as one Arrow batch."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import duckdb
import pyarrow as pa

from evalcore.store.row import Row, text

_ARROW: dict[str, pa.DataType] = {
    "VARCHAR": pa.string(),
    "BOOLEAN": pa.bool_(),
    "INTEGER": pa.int32(),
    "BIGINT": pa.int64(),
    "DOUBLE": pa.float64(),
    "DATE": pa.date32(),
    "TIMESTAMP": pa.timestamp("us"),
    "DECIMAL(18,6)": pa.decimal128(18, 6),
    "DECIMAL(9,4)": pa.decimal128(9, 4),
    "DECIMAL(38,6)": pa.decimal128(38, 6),
    "DECIMAL(38,4)": pa.decimal128(38, 4),
}


def insert(connection: duckdb.DuckDBPyConnection, table: str, rows: Sequence[Row]) -> None:
    """Append rows (missing columns are NULL) as one Arrow batch."""
    append(connection, table, batch_of(connection, table, rows))


def batch_of(connection: duckdb.DuckDBPyConnection, table: str, rows: Sequence[Row]) -> pa.Table:
    """The rows as an Arrow table of this table's columns. pa.ArrowException for a value that does not fit."""
    kinds = connection.execute(
        "SELECT column_name, data_type FROM duckdb_columns() WHERE table_name = ? ORDER BY column_index",
        [table],
    ).fetchall()
    return pa.table({name: _column([row.get(name) for row in rows], _ARROW[kind]) for name, kind in kinds})


def append(connection: duckdb.DuckDBPyConnection, table: str, batch: pa.Table) -> None:
    """Append an Arrow table made by batch_of."""
    if not batch.num_rows:
        return
    connection.register("batch", batch)
    try:
        connection.execute(f"INSERT INTO {table} SELECT {', '.join(batch.column_names)} FROM batch")
    finally:
        connection.unregister("batch")


def _column(values: list[Any], kind: pa.DataType) -> pa.Array:
    try:
        return pa.array(values, type=kind)
    except UnicodeEncodeError:
        return pa.array([text(value) for value in values], type=kind)
