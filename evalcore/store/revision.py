"""Evaluations that a later form replaces: they go to stored_revision, their rows are cleared."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

from evalcore.store.numbers import OF_NUMBERS, REPEATING, numbers_of, own_rows

CHILDREN = ("stored_indicator", "stored_finding", "stored_movement", "stored_trial")


def retire_evaluations(connection: duckdb.DuckDBPyConnection, ids: Sequence[str], version: str) -> None:
    """Move replaced evaluations to stored_revision and clear their rows. version: the one that replaces them."""
    if not ids:
        return
    numbers = numbers_of(connection, ids)
    connection.execute(
        f"""INSERT INTO stored_revision SELECT evaluation_id, revision, $version, self_score, recomputed, source_file,
           source_sha256, form FROM stored_evaluation WHERE {OF_NUMBERS}""",
        {"version": version, "numbers": numbers},
    )
    for table in CHILDREN:
        by_id = [("evaluation_id IN (SELECT unnest($ids::VARCHAR[]))", {"ids": list(ids)})]
        for rows, given in own_rows(connection, ids) if table in REPEATING else by_id:
            connection.execute(f"DELETE FROM {table} WHERE {rows}", given)
    connection.execute(f"DELETE FROM stored_evaluation WHERE {OF_NUMBERS}", {"numbers": numbers})
