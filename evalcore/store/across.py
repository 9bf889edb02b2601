"""Findings from comparing evaluations with each other: years, duplicates, texts, departments, the listing.

They are remade whenever a load changes what they compare: all of them in a store of ordinary size, in a
large one those of the projects and departments the load touched.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from functools import cache

import duckdb

from evalcore.model import Finding, Method
from evalcore.scoring import portfolio
from evalcore.scoring.checks.catalog import all_codes
from evalcore.scoring.portfolio import Listed, Scored
from evalcore.store.beside import Beside
from evalcore.store.changed import mark_changed
from evalcore.store.findings import write_findings
from evalcore.store.numbers import OF_NUMBERS, numbers_of
from evalcore.store.read import StoredEvaluation, read_stored

ALL_AT_ONCE = 5_000  # evaluations; a larger dataset is compared around what changed
Row = tuple[Finding, str | None, str | None, int | None]


def compare(
    connection: duckdb.DuckDBPyConnection, dataset: str, *, changed: Collection[str] | None = None
) -> int:
    """Remake the findings across evaluations; how many were written.

    changed: ids of the evaluations a load added or replaced; None compares everything. In a large store what
    is said about the dataset as a whole is remade only with None.
    """
    (size,) = connection.execute(
        "SELECT count(*) FROM stored_evaluation WHERE dataset = ?", [dataset]
    ).fetchall()[0]
    around = None if changed is None or size <= ALL_AT_ONCE else _Around(connection, dataset, changed)
    stored = list(read_stored(connection, dataset, ids=None if around is None else around.about, texts=False))
    if around is not None:  # the rest of a department's year: its scores are enough
        stored += read_stored(connection, dataset, ids=around.ids - around.about, scores_only=True)
    keys = {each.key for each in stored if around is None or each.evaluation_id in around.about}
    beside = Beside(connection, dataset, sorted(keys))
    rows = [
        *_compared(stored, beside),
        *_listed(connection, dataset, stored, around),
        *beside.findings(stored),
    ]
    if around is not None:
        rows = [
            row
            for row in rows
            if row[1] in around.about or (row[1] is None and (row[2], row[3]) in around.groups)
        ]
    _now_run(connection, dataset, stored, beside)
    return write_findings(
        connection, rows, dataset=dataset,
        about=None if around is None else around.about, departments=None if around is None else around.groups,
    )  # fmt: skip


class _Around:
    """What a load touched: its projects in all years, and its departments' years as a whole."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, dataset: str, changed: Collection[str]) -> None:
        numbers = numbers_of(connection, changed)
        self.about = _column(
            connection,
            f"""SELECT evaluation_id FROM stored_evaluation WHERE dataset = $dataset AND project_key IN (
                   SELECT project_key FROM stored_evaluation WHERE {OF_NUMBERS})""",
            {"dataset": dataset, "numbers": numbers},
        )
        rows = connection.execute(
            f"SELECT DISTINCT department_code, year FROM stored_evaluation WHERE {OF_NUMBERS}",
            {"numbers": numbers},
        ).fetchall()
        self.groups: set[tuple[str, int]] = {(code, year) for code, year in rows}
        self.ids = self.about | _column(
            connection,
            """SELECT evaluation_id FROM stored_evaluation AS e
               JOIN (SELECT unnest(?::VARCHAR[]) AS code, unnest(?::INTEGER[]) AS year) AS g
                   ON g.code = e.department_code AND g.year = e.year
               WHERE e.dataset = ?""",
            [[code for code, _ in sorted(self.groups)], [year for _, year in sorted(self.groups)], dataset],
        )


def _column(
    connection: duckdb.DuckDBPyConnection, sql: str, values: list[object] | dict[str, object]
) -> set[str]:
    return {row[0] for row in connection.execute(sql, values).fetchall()}


def _compared(stored: list[StoredEvaluation], beside: Beside) -> Iterable[Row]:
    """portfolio.across over what is stored, its places turned into ids and codes."""
    codes = {each.evaluation.department: each.department_code for each in stored}
    for placed in portfolio.across([Scored(each.evaluation, each.result, each.key) for each in stored]):
        if placed.finding.code == "X_FUNDED_AFTER_LOW":
            continue  # Beside knows the rectification ledger and the budget itself
        if placed.position is not None:
            yield placed.finding, stored[placed.position].evaluation_id, None, None
        else:
            yield placed.finding, None, codes.get(placed.department), placed.year


def _listed(
    connection: duckdb.DuckDBPyConnection,
    dataset: str,
    stored: list[StoredEvaluation],
    around: _Around | None,
) -> Iterable[Row]:
    """Against 应评项目清单, year by year: what is missing, what is not on it, what came late."""
    listing: dict[int, dict[str, tuple[Listed, str, date | None]]] = defaultdict(dict)
    for year, key, project, department, code, budget, due in connection.execute(
        """SELECT year, project_key, project, department, department_code, budget_initial, due
           FROM stored_listing WHERE dataset = $dataset ORDER BY year, department_code, project_key"""
        if around is None
        else """SELECT l.year, project_key, project, department, department_code, budget_initial, due
           FROM stored_listing AS l
           SEMI JOIN (SELECT unnest($codes::VARCHAR[]) AS code, unnest($years::INTEGER[]) AS year) AS g
               ON g.code = l.department_code AND g.year = l.year
           WHERE dataset = $dataset
           UNION
           SELECT year, project_key, project, department, department_code, budget_initial, due
           FROM stored_listing WHERE dataset = $dataset AND project_key IN (SELECT unnest($keys::VARCHAR[]))
           ORDER BY year, department_code, project_key""",
        {"dataset": dataset}
        if around is None
        else {
            "dataset": dataset,
            "keys": sorted({each.key for each in stored if each.evaluation_id in around.about}),
            "codes": [code for code, _ in sorted(around.groups)],
            "years": [year for _, year in sorted(around.groups)],
        },
    ).fetchall():
        listing[year][key] = (Listed(key, project, department, budget), code, due)
    for year in _listed_years(connection, dataset):
        entries = listing[year]
        own = [
            each for each in stored if each.evaluation.year == year and each.evaluation.method is Method.SELF
        ]
        due_here = [
            (listed, code)
            for listed, code, _ in entries.values()
            if around is None or (code, year) in around.groups
        ]
        codes = {listed.department: code for listed, code in due_here}
        for placed in portfolio.missing((listed for listed, _ in due_here), {each.key for each in own}):
            yield placed.finding, None, codes[placed.department], year
        for each in own:
            due = entries[each.key][2] if each.key in entries else None
            scored = Scored(each.evaluation, each.result, each.key)
            for finding in portfolio.against_listing(scored, entries.keys(), due):
                yield finding, each.evaluation_id, None, None


@cache
def _codes_of(*needs: str) -> frozenset[str]:
    """The codes whose missing input (findings.toml, needs) begins with one of these."""
    return frozenset(code.code for code in all_codes() if code.needs.startswith(needs))


def _now_run(
    connection: duckdb.DuckDBPyConnection, dataset: str, stored: list[StoredEvaluation], beside: Beside
) -> None:
    """Take codes off 未检 where their input is there now."""
    years = {(each.key, each.evaluation.method, each.evaluation.year) for each in stored}
    listed = _listed_years(connection, dataset)
    changes = []
    for each in stored:
        form = each.evaluation
        ran = set(_codes_of("需要同年"))
        if form.year is not None and (each.key, form.method, form.year - 1) in years:
            ran |= _codes_of("需要上年", "需要历年")
        if form.year in listed:
            ran |= _codes_of("需要应评项目清单")
        for need in beside.provided(each):
            ran |= _codes_of(need)
        left = [code for code in each.result.not_run if code not in ran]
        if len(left) < len(each.result.not_run):
            changes.append((each.evaluation_id, ",".join(left) or None))
    if changes:
        ids, left_over = zip(*changes, strict=True)
        connection.execute(
            """UPDATE stored_evaluation SET not_run = n.not_run
               FROM (SELECT unnest(?::VARCHAR[]) AS id, unnest(?::VARCHAR[]) AS not_run) n
               WHERE stored_evaluation.number IN (SELECT unnest(?::INTEGER[])) AND stored_evaluation.evaluation_id = n.id""",
            [list(ids), list(left_over), numbers_of(connection, ids)],
        )
        mark_changed(connection, ids)


def _listed_years(connection: duckdb.DuckDBPyConnection, dataset: str) -> set[int]:
    return {
        row[0]
        for row in connection.execute(
            "SELECT DISTINCT year FROM stored_listing WHERE dataset = ?", [dataset]
        ).fetchall()
    }
