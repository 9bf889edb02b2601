"""A version as Parquet files, for other tools."""

from __future__ import annotations

import os
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from evalcore.errors import StoreError, reason
from evalcore.store.version import Store, Version

_ROWS = 50_000  # a batch, so that memory stays bounded


def publish_parquet(
    store: Store, folder: str | Path, *, version: str | Version | None = None
) -> dict[str, int]:
    """Write each table of a version as FOLDER/<table>.parquet; file name → rows. Raises StoreError.

    Everything is written, whoever may see it: it is for those who keep the store.
    """
    target = Path(folder)
    connection = store.open(version)
    try:
        target.mkdir(parents=True, exist_ok=True)
        tables = connection.execute(
            "SELECT table_name FROM duckdb_tables() WHERE table_name LIKE 'stored%' ORDER BY table_name"
        ).fetchall()
        written = {}
        for (table,) in tables:
            name = f"{table.removeprefix('stored_')}.parquet"
            written[name] = _write(connection, table, target / name)
        return written
    except OSError as fault:
        raise StoreError(
            f"目录 {target} 不能写入（{reason(fault)}）", "请检查磁盘空间和目录权限，或换一个目录"
        ) from fault
    finally:
        connection.close()


def _write(connection: duckdb.DuckDBPyConnection, table: str, path: Path) -> int:
    """One table, whole or not at all."""
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    reader: pa.RecordBatchReader = connection.sql(f"SELECT * FROM {table}").to_arrow_reader(_ROWS)
    rows = 0
    try:
        with pq.ParquetWriter(part, reader.schema, compression="zstd") as writer:
            for batch in reader:
                rows += batch.num_rows
                writer.write_batch(batch)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return rows
