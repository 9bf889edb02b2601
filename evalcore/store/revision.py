"""Evaluations that a later form replaces: they go to stored_revision, their rows are cleared."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

from evalcore.store.numbers import REPEATING, ROWS_OF

CHILDREN = ("stored_indicator", "stored_finding", "stored_movement", "stored_trial")


def retire_evaluations(connection: duckdb.DuckDBPyConnection, ids: Sequence[str], version: str) -> None:
    """Move replaced evaluations to stored_revision and clear their rows. version: the one that replaces them."""
    if not ids:
        return
    connection.execute(
        """INSERT INTO stored_revision SELECT evaluation_id, revision, ?, self_score, recomputed, source_file,
           source_sha256, form FROM stored_evaluation WHERE evaluation_id IN (SELECT unnest(?))""",
        [version, list(ids)],
    )
    for table in (*CHILDREN, "stored_evaluation"):
        own = ROWS_OF if table in REPEATING else ("evaluation_id IN (SELECT unnest($ids::VARCHAR[]))",)
        for rows in own:
            connection.execute(f"DELETE FROM {table} WHERE {rows}", {"ids": list(ids)})
