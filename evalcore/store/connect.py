"""The only place that opens DuckDB: memory, threads and what a connection may touch are set here."""

from __future__ import annotations

import ctypes
import os
import tempfile
from pathlib import Path

import duckdb

from evalcore.errors import StoreError

# DuckDB keeps its own buffer pool. Every page query over a million evaluations takes the processor time it takes with
# twice this, for what is dropped is still in the system's cache; groups that need more wait in temporary files.
MEMORY_LIMIT = "128MB"
WRITE_MEMORY_LIMIT = "1GB"
# Rows grouped by the number of an indicator's name go straight to their place while it has at most so many bits (DuckDB's
# own bound is 12): with 95,000 names 10 of 65 ms of processor time, and a few MB for the places.
GROUPS_IN_PLACE = 18


def open_read_only(path: Path) -> duckdb.DuckDBPyConnection:
    """A read-only connection to a version file that can reach nothing outside that file.

    Use one cursor() of it per call or thread. All of a process have the same settings: DuckDB opens no file a second
    time with others. Raises StoreError when the file is not a readable version.
    """
    return _connect(path, read_only=True, memory=os.environ.get("EVAL_MEMORY_LIMIT", MEMORY_LIMIT))


def open_draft(path: Path, before: Path | None = None) -> duckdb.DuckDBPyConnection:
    """A writable connection to the draft of the next version. Raises StoreError.

    before: the version it is a copy of, attached read-only as `before`.
    """
    memory = os.environ.get("EVAL_WRITE_MEMORY_LIMIT", WRITE_MEMORY_LIMIT)
    if before is None:
        return _connect(path, read_only=False, memory=memory)
    connection = _connect(path, read_only=False, memory=memory, alone=False, copied=before)
    return _attach(connection, before, "before")


def open_rewriting(source: Path, target: Path) -> duckdb.DuckDBPyConnection:
    """A writable connection to a new file, with an existing version attached read-only as `source`. StoreError."""
    memory = os.environ.get("EVAL_WRITE_MEMORY_LIMIT", WRITE_MEMORY_LIMIT)
    return _attach(_connect(target, read_only=False, memory=memory, alone=False), source, "source")


def _attach(connection: duckdb.DuckDBPyConnection, source: Path, name: str) -> duckdb.DuckDBPyConnection:
    """The connection with one more file to read, and shut to all others. Raises StoreError."""
    quoted = str(source).replace("'", "''")
    try:
        connection.execute(f"ATTACH '{quoted}' AS {name} (READ_ONLY)")
        connection.execute("SET enable_external_access = false")
        connection.execute("SET lock_configuration = true")
    except duckdb.Error as fault:
        connection.close()
        raise _unreadable(source, fault) from fault
    return connection


def give_back() -> None:
    """Return to the system what was freed: glibc keeps it for itself, 110 MB after a million rows were made arrays."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None) if os.name == "posix" else None
    if trim is not None:  # other C libraries have no such thing
        trim(0)


def _connect(
    path: Path, *, read_only: bool, memory: str, alone: bool = True, copied: Path | None = None
) -> duckdb.DuckDBPyConnection:
    """alone: the connection reaches nothing but this file, and nobody can change that. copied: what to blame instead."""
    config: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": memory,
        "threads": os.environ.get("EVAL_THREADS", str(min(4, os.cpu_count() or 1))),
        "python_enable_replacements": "false",  # a table name is never a Python variable
    }
    if read_only:
        config["perfect_ht_threshold"] = str(GROUPS_IN_PLACE)
        # beside the file there may be no room, or no leave to write
        config["temp_directory"] = str(Path(tempfile.gettempdir()) / f"evalcore-{os.getpid()}")
    if alone:
        config |= {
            "enable_external_access": "false",
            "lock_configuration": "true",
        }  # no file, no network from SQL
    try:
        return duckdb.connect(str(path), read_only=read_only, config=config)
    except duckdb.Error as fault:
        raise _unreadable(copied or path, fault) from fault


def _unreadable(path: Path, fault: duckdb.Error) -> StoreError:
    return StoreError(
        f"数据版本文件 {path.name} 无法打开（{_first_line(fault)}）",
        "请运行 evalcore doctor 检查；可用 evalcore rollback 回到上一个版本",
    )


def _first_line(fault: Exception) -> str:
    return str(fault).strip().splitlines()[0][:200]
