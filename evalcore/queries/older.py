"""Versions of older schemas: what their tables would hold had they been made today."""

from __future__ import annotations

from evalcore.store.numbers import COPIED, SHELF
from evalcore.store.schema import newest_columns

# where a version has no names of its own yet
NAMES_AS_PRINTED = """SELECT row_number() OVER (ORDER BY level3) AS name_id, level3 AS name, lower(level3) AS folded,
    '' AS initials, NULL AS level2, NULL AS unit, NULL AS measured FROM (SELECT DISTINCT level3 FROM stored_indicator) AS printed"""


def _band(base: str) -> str:
    """The band of executed ÷ base, as rows.rate_band makes it."""
    steps = " ".join(
        f"WHEN executed * 100 < {base} * {share} THEN {band}"
        for band, share in enumerate((30, 60, 80, 90, 95), 1)
    )
    return (
        f"CASE WHEN executed IS NULL OR {base} IS NULL OR {base} <= 0 THEN NULL WHEN executed <= 0 THEN 0 {steps} "
        f"WHEN executed < {base} THEN 6 WHEN executed = {base} THEN 7 ELSE 8 END"
    )


_BANDS = {"rate_band": _band("budget_annual"), "initial_rate_band": _band("budget_initial")}

# of a project list: the order of its rows, and whether any evaluation stands for one
_OLDER_LISTING = {
    "number": "row_number() OVER (ORDER BY year, department_code, project_key)",
    "evaluated": """(project_key, year) IN (
        SELECT (x.project_key, x.year) FROM stored_evaluation AS x WHERE x.dataset = stored_listing.dataset)""",
}
# what a column would be in a version of an older schema; a number is the text it stands for
_OLDER = _BANDS | {
    "number": "evaluation_id", "evaluation_number": "evaluation_id", "project_number": "project_key", "alone": "FALSE",
    "method": "method", "subject": "subject", "shelf": SHELF, "copied": COPIED,
}  # fmt: skip


def listed(
    table: str, of: tuple[str, ...], wanted: frozenset[str] | None, *, without: tuple[str, ...] = ()
) -> str:
    """The version's columns, and as NULL those the newest schema has beyond them: not provided at the time.

    wanted: of these only (None: all).
    """
    names = [column for column in of if column not in without and (wanted is None or column in wanted)]
    # the number of an entry is its place in the journal
    older = {"stored_entry": {}, "stored_listing": _OLDER | _OLDER_LISTING}.get(table, _OLDER)
    names += [
        f"CAST(NULL AS {kind}) AS {name}" if name not in older else f"{older[name]} AS {name}"
        for name, kind in newest_columns(table)
        if name not in of and name not in without and (wanted is None or name in wanted)
    ]
    return ", ".join(names or of[:1])


def with_its_evaluation(table: str) -> str:
    """Rows of versions that do not repeat their evaluation's method and subject."""
    return (
        f"(SELECT t.*, e.method, e.subject FROM {table} AS t "
        "LEFT JOIN stored_evaluation AS e ON e.evaluation_id = t.evaluation_id)"
    )


def sheet(where: str, *, kept: bool) -> str:
    """The indicators of reviewers' sheets (where: what restricts them), or of their rows where a version keeps no sheets."""
    facts = "evaluation_number, position, {level3}, points, self_score, review_score"
    if not kept:
        return f"SELECT {facts.format(level3='level3')} FROM indicator WHERE NOT sub_row"
    return f"""SELECT {facts.format(level3="n.name AS level3")}
  FROM stored_sheet AS s JOIN stored_indicator_name AS n ON n.name_id = s.name_id{where}"""


def absent(table: str) -> str:
    """No rows, with the columns the newest schema gives this table."""
    columns = ", ".join(f"CAST(NULL AS {kind}) AS {name}" for name, kind in newest_columns(table))
    return f"SELECT {columns} WHERE FALSE"
