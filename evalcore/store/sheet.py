"""The indicators of each evaluation together, as a reviewer's sheet has them: what a spot check is printed from.

stored_indicator lies in the order of names, for the questions that ask about names. This is the little of it that is
asked about evaluations, in their order.
"""

from __future__ import annotations

import duckdb

# what stored_indicator gives to a row of a sheet, in the order of the table's columns
COLUMNS = """dataset, year, department_code, method, subject, evaluation_number, position, name_id, points, self_score,
    review_score"""


def refresh_sheet(connection: duckdb.DuckDBPyConnection, *, around: bool) -> None:
    """Bring the sheets up to the indicators, inside the caller's transaction.

    around: only those of the touched evaluations, whose rows are in touched_number and now_indicator (touched.py).
    """
    gone = " WHERE evaluation_number IN (SELECT number FROM touched_number)" if around else ""
    connection.execute(f"DELETE FROM stored_sheet{gone}")
    connection.execute(
        f"""INSERT INTO stored_sheet SELECT {COLUMNS} FROM {"now" if around else "stored"}_indicator
            WHERE NOT sub_row AND evaluation_number IS NOT NULL ORDER BY evaluation_number, position"""
    )
