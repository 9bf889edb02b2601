"""What must hold in every version before it is published.

A draft is compared with itself (counts, references, repeated columns) and with the version it was made from:
outside the evaluations it says it touched, counts and sums of money and scores must be the same. So a small load
into a large store is checked around what it touched; where the rest differs, or a load touched much,
everything is. The seal (SHA-256) of each published file tells later whether it was changed by hand.
"""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal
from pathlib import Path

import duckdb

from evalcore.errors import StoreError
from evalcore.store.connect import open_read_only
from evalcore.store.numbers import ON_SHELVES

AROUND = 20_000  # evaluations: a draft that touched more, or holds fewer, is checked as a whole
# column of stored_load → what it sums over the evaluations of a version (万元, points)
SUMS: dict[str, str] = {
    "budget_initial_sum": "sum(budget_initial)",
    "budget_annual_sum": "sum(budget_annual)",
    "executed_sum": "sum(executed)",
    "self_score_sum": "sum(self_score)",
}
_OF_A_SHEET = "position, name_id, points, self_score, review_score"
# table → the columns the checks need of it; they look at checked_NAME: what a load touched, or everything
_CHECKED: dict[str, str] = {
    "evaluation": """evaluation_id, number, year, department_code, dataset, indicator_count, self_score, budget_initial,
        budget_annual, executed, finding_red + finding_yellow + finding_info AS findings""",
    "indicator": f"evaluation_id, evaluation_number, year, department_code, dataset, sub_row, {_OF_A_SHEET}",
    "finding": "evaluation_id, evaluation_number, year, department_code, dataset, finding_id",
    "movement": "evaluation_id, evaluation_number",
    "sheet": f"evaluation_number, {_OF_A_SHEET}",
}
_SHEETS = f"coalesce(sum(hash(evaluation_number, {_OF_A_SHEET})::HUGEINT), 0)"


def _misnumbered(table: str) -> str:
    return f"""(SELECT count(*) FROM checked_{table} t JOIN checked_evaluation e ON e.evaluation_id = t.evaluation_id
        WHERE t.evaluation_number IS DISTINCT FROM e.number)"""


_RECORDED = "金额或得分合计与发布时的记录不符"
_SETTING = "counts"
# what is wrong (Chinese) → a query counting the rows that are wrong
CHECKS: dict[str, str] = {
    "评价记录编号重复": "SELECT count(*) - count(DISTINCT evaluation_id) FROM checked_evaluation",
    "编号与评价记录不符": f"SELECT {' + '.join(map(_misnumbered, ('indicator', 'finding', 'movement')))}",
    "指标没有对应的评价记录": """SELECT count(*) FROM checked_indicator i
        ANTI JOIN checked_evaluation e ON e.evaluation_id = i.evaluation_id""",
    "指标数量与评价记录不符": """SELECT count(*) FROM checked_evaluation e
        LEFT JOIN (SELECT evaluation_id, count(*) AS n FROM checked_indicator WHERE NOT sub_row
                   GROUP BY evaluation_id) i ON i.evaluation_id = e.evaluation_id
        WHERE e.indicator_count <> coalesce(i.n, 0)""",
    "指标的年度、部门或数据集与评价记录不符": """SELECT count(*) FROM checked_indicator i
        JOIN checked_evaluation e ON e.evaluation_id = i.evaluation_id
        WHERE i.year <> e.year OR i.department_code <> e.department_code OR i.dataset IS DISTINCT FROM e.dataset""",
    "疑点的年度、部门或数据集与评价记录不符": """SELECT count(*) FROM checked_finding f
        JOIN checked_evaluation e ON e.evaluation_id = f.evaluation_id
        WHERE f.year IS DISTINCT FROM e.year OR f.department_code IS DISTINCT FROM e.department_code
           OR f.dataset <> e.dataset""",
    "疑点没有对应的评价记录": """SELECT count(*) FROM checked_finding f
        ANTI JOIN checked_evaluation e ON e.evaluation_id = f.evaluation_id
        WHERE f.evaluation_id IS NOT NULL""",
    "疑点编号重复": "SELECT count(*) - count(DISTINCT finding_id) FROM checked_finding",
    "疑点数量与评价记录不符": """SELECT count(*) FROM checked_evaluation e
        LEFT JOIN (SELECT evaluation_id, count(*) AS n FROM checked_finding WHERE evaluation_id IS NOT NULL
                   GROUP BY evaluation_id) f ON f.evaluation_id = e.evaluation_id
        WHERE e.findings <> coalesce(f.n, 0)""",
    "资金变动没有对应的评价记录": """SELECT count(*) FROM checked_movement m
        ANTI JOIN checked_evaluation e ON e.evaluation_id = m.evaluation_id""",
    "抽查用的指标与评价指标不符": f"""SELECT CASE WHEN kept.mark = own.mark THEN 0 ELSE 1 END
        FROM (SELECT {_SHEETS} AS mark FROM checked_sheet) AS kept,
             (SELECT {_SHEETS} AS mark FROM checked_indicator WHERE NOT sub_row AND evaluation_number IS NOT NULL) AS own""",
    "模拟数据标志不一致": "SELECT count(*) FROM stored_evaluation WHERE simulated <> (dataset = 'demo')",
    _RECORDED: f"""SELECT count(*) FROM stored_load l,
            (SELECT count(*) AS evaluations, {", ".join(f"{sql} AS {name}" for name, sql in SUMS.items())}
             FROM stored_evaluation) s
        WHERE l.version = (SELECT max(version) FROM stored_load) AND l.budget_annual_sum IS NOT NULL AND (
            l.evaluations <> s.evaluations OR {" OR ".join(f"l.{name} IS DISTINCT FROM s.{name}" for name in SUMS)})""",
}
_FINDINGS = {"evaluation": ", finding_red + finding_yellow + finding_info AS findings"}
# of the evaluations in {table}, and of the rows that belong to them
_COUNTS = f"""SELECT count(*), {", ".join(f"coalesce({sql}, 0)" for sql in SUMS.values())},
        coalesce(sum(indicator_count), 0), coalesce(sum({{findings}}), 0),
        (SELECT count(*) FROM {{table}}_indicator), (SELECT count(evaluation_id) FROM {{table}}_finding),
        (SELECT count(*) FROM {{table}}_movement)
    FROM {{table}}_evaluation"""


def faults(path: Path) -> list[str]:
    """What is wrong with a version file, in Chinese; [] when whole. StoreError when it cannot be opened."""
    connection = open_read_only(path)
    try:
        _look_at(connection, None)
        return _wrong(connection)
    except duckdb.Error as fault:
        return [_damaged(fault)]
    finally:
        connection.close()


def check(path: Path, found: list[str] | None = None) -> None:
    """Raise StoreError unless the draft, closed and read again, is whole. found: what around said of it before."""
    wrong = faults(path) if found is None else found or _sums_differ(path)
    if wrong:
        raise StoreError(
            f"新版本未通过完整性检查：{'；'.join(wrong)}", "本次写入已放弃，现有数据不受影响；请报告此问题"
        )


def around(connection: duckdb.DuckDBPyConnection, changed: Collection[str]) -> list[str] | None:
    """What is wrong with what a draft touched, in its transaction; None where that is not enough to look at.

    It is enough in a large store that is, outside the touched evaluations, as the version before (attached as before).
    """
    counts = _counts(connection, "stored")
    _remember(connection, counts)
    if len(changed) > AROUND:
        return None
    try:
        if not connection.execute(
            "SELECT 1 FROM duckdb_databases() WHERE database_name = 'before'"
        ).fetchall():
            return None
        before = _remembered(connection, "before.") or _counts(connection, "before.stored")
        if min(counts[0], before[0]) < AROUND:
            return None
        _look_at(connection, changed, "before.")
        was = _counts(connection, "checked")
        _look_at(connection, changed)
        rests = [
            [all_ - own for all_, own in zip(whole, own, strict=True)]
            for whole, own in ((counts, _counts(connection, "checked")), (before, was))
        ]
        return _wrong(connection) if rests[0] == rests[1] else None
    except (duckdb.CatalogException, duckdb.BinderException):
        return None  # no version of ours, or one without today's tables or columns: all of it is checked


def _sums_differ(path: Path) -> list[str]:
    """Whether the file itself holds what its load recorded: what was touched was looked at before it was written."""
    connection = open_read_only(path)
    try:
        return _wrong(connection, (_RECORDED,))
    except duckdb.Error as fault:
        return [_damaged(fault)]
    finally:
        connection.close()


def _damaged(fault: duckdb.Error) -> str:
    return f"文件内容损坏（{str(fault).splitlines()[0][:200]}）"


def _counts(connection: duckdb.DuckDBPyConnection, table: str) -> list[Decimal]:
    """Evaluations, their sums and the rows that belong to them, of tables TABLE_evaluation …"""
    findings = "findings" if table == "checked" else "finding_red + finding_yellow + finding_info"
    return [
        Decimal(value)
        for value in connection.execute(_COUNTS.format(table=table, findings=findings)).fetchall()[0]
    ]


def _remember(connection: duckdb.DuckDBPyConnection, counts: list[Decimal]) -> None:
    """Keep the counts for the next draft: it need not read the version before for them."""
    connection.execute("DELETE FROM stored_setting WHERE name = ?", [_SETTING])
    connection.execute("INSERT INTO stored_setting VALUES (?, ?)", [_SETTING, " ".join(map(str, counts))])


def _remembered(connection: duckdb.DuckDBPyConnection, where: str) -> list[Decimal] | None:
    said = connection.execute(
        f"SELECT value FROM {where}stored_setting WHERE name = ?", [_SETTING]
    ).fetchall()
    return [Decimal(value) for value in said[0][0].split()] if said else None


def _look_at(connection: duckdb.DuckDBPyConnection, changed: Collection[str] | None, where: str = "") -> None:
    """Make checked_evaluation … : views of everything, or small copies of what changed (found by number).

    where: "before." to look at the version before instead of the draft.
    """
    if changed is not None:
        connection.execute(
            f"""CREATE OR REPLACE TEMP TABLE checked_number AS
                SELECT number FROM {where}stored_evaluation_key WHERE {ON_SHELVES}""",
            {"ids": sorted(changed)},
        )
    for name, columns in _CHECKED.items():
        if changed is None:
            if not connection.execute(
                "SELECT 1 FROM duckdb_tables() WHERE table_name = ?", [f"stored_{name}"]
            ).fetchall():
                continue  # of a schema before this table
            connection.execute(
                f"CREATE OR REPLACE TEMP VIEW checked_{name} AS SELECT * {_FINDINGS.get(name, '')} FROM stored_{name}"
            )
            continue
        general = f" UNION ALL SELECT {columns} FROM {where}stored_{name} WHERE evaluation_id IS NULL"
        number = "number" if name == "evaluation" else "evaluation_number"
        connection.execute(
            f"""CREATE OR REPLACE TEMP TABLE checked_{name} AS
                SELECT {columns} FROM {where}stored_{name} WHERE {number} IN (SELECT number FROM checked_number)
                {general if name == "finding" else ""}"""
        )


def _wrong(connection: duckdb.DuckDBPyConnection, asked: Collection[str] = ()) -> list[str]:
    found = []
    for what in asked or CHECKS:
        try:
            (count,) = connection.execute(CHECKS[what]).fetchall()[0]
        except (duckdb.BinderException, duckdb.CatalogException):
            continue  # an older schema has not that column or table
        if count:
            found.append(f"{what}（{count} 处）")
    return found
