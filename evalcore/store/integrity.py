"""What must hold in every version before it is published.

A draft is compared with itself (counts, references, repeated columns) and with the version it was made from:
outside the evaluations it says it touched, counts and sums of money and scores must be the same. So a small load
into a large store is checked around what it touched; where the rest differs, or a load touched much,
everything is. The seal (SHA-256) of each published file tells later whether it was changed by hand.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import duckdb

from evalcore.errors import StoreError
from evalcore.store.connect import open_read_only

AROUND = 20_000  # evaluations: a draft that touched more, or holds fewer, is checked as a whole
# column of stored_load → what it sums over the evaluations of a version (万元, points)
SUMS: dict[str, str] = {
    "budget_initial_sum": "sum(budget_initial)",
    "budget_annual_sum": "sum(budget_annual)",
    "executed_sum": "sum(executed)",
    "self_score_sum": "sum(self_score)",
}
# table → the columns the checks need of it; they look at checked_NAME: what a load touched, or everything
_CHECKED: dict[str, str] = {
    "evaluation": """evaluation_id, number, year, department_code, dataset, indicator_count, self_score, budget_initial,
        budget_annual, executed, finding_red + finding_yellow + finding_info AS findings""",
    "indicator": "evaluation_id, evaluation_number, year, department_code, dataset, sub_row",
    "finding": "evaluation_id, evaluation_number, year, department_code, dataset, finding_id",
    "movement": "evaluation_id, evaluation_number",
}


def _misnumbered(table: str) -> str:
    return f"""(SELECT count(*) FROM checked_{table} t JOIN checked_evaluation e ON e.evaluation_id = t.evaluation_id
        WHERE t.evaluation_number IS DISTINCT FROM e.number)"""


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
    "模拟数据标志不一致": "SELECT count(*) FROM stored_evaluation WHERE simulated <> (dataset = 'demo')",
    "金额或得分合计与发布时的记录不符": f"""SELECT count(*) FROM stored_load l,
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
        return [f"文件内容损坏（{str(fault).splitlines()[0][:200]}）"]
    finally:
        connection.close()


def check(path: Path, base: Path | None = None, changed: Collection[str] = ()) -> None:
    """Raise StoreError unless the draft is whole. base: what it was made from; changed: evaluations it touched."""
    wrong = None if base is None else _around(path, base, changed)
    if wrong is None:
        wrong = faults(path)
    if wrong:
        raise StoreError(
            f"新版本未通过完整性检查：{'；'.join(wrong)}", "本次写入已放弃，现有数据不受影响；请报告此问题"
        )


def _around(path: Path, base: Path, changed: Collection[str]) -> list[str] | None:
    """What is wrong with what a draft touched; None where that is not enough to look at.

    It is enough in a large store that is, outside the touched evaluations, as the version before.
    """
    if len(changed) > AROUND:
        return None
    draft, before = open_read_only(path), open_read_only(base)
    try:
        rests = []
        for connection in (draft, before):
            (size,) = connection.execute("SELECT count(*) FROM stored_evaluation").fetchall()[0]
            if size < AROUND:
                return None
            _look_at(connection, changed)
            whole, touched = (
                connection.execute(_COUNTS.format(table=table, findings=findings)).fetchall()[0]
                for table, findings in (
                    ("stored", "finding_red + finding_yellow + finding_info"),
                    ("checked", "findings"),
                )
            )
            rests.append([all_ - own for all_, own in zip(whole, touched, strict=True)])
        return _wrong(draft) if rests[0] == rests[1] else None
    except duckdb.Error:
        return None  # the check of the whole says what is wrong
    finally:
        draft.close()
        before.close()


def _look_at(connection: duckdb.DuckDBPyConnection, changed: Collection[str] | None) -> None:
    """Make checked_evaluation … : views of everything, or small copies of what changed (found by number)."""
    if changed is not None:
        connection.execute(
            """CREATE OR REPLACE TEMP TABLE touched_number AS SELECT number FROM stored_evaluation
               WHERE evaluation_id IN (SELECT unnest(?::VARCHAR[]))""",
            [sorted(changed)],
        )
    for name, columns in _CHECKED.items():
        if changed is None:
            connection.execute(
                f"CREATE OR REPLACE TEMP VIEW checked_{name} AS SELECT * {_FINDINGS.get(name, '')} FROM stored_{name}"
            )
            continue
        general = f" UNION ALL SELECT {columns} FROM stored_{name} WHERE evaluation_id IS NULL"
        number = "number" if name == "evaluation" else "evaluation_number"
        connection.execute(
            f"""CREATE OR REPLACE TEMP TABLE checked_{name} AS
                SELECT {columns} FROM stored_{name} WHERE {number} IN (SELECT number FROM touched_number)
                {general if name == "finding" else ""}"""
        )


def _wrong(connection: duckdb.DuckDBPyConnection) -> list[str]:
    found = []
    for what, sql in CHECKS.items():
        try:
            (count,) = connection.execute(sql).fetchall()[0]
        except duckdb.BinderException:  # a version of an older schema has not that column
            continue
        if count:
            found.append(f"{what}（{count} 处）")
    return found
