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
# what is wrong (Chinese) → a query counting the rows that are wrong; {e} {i} {f} {m} restrict each table
CHECKS: dict[str, str] = {
    "评价记录编号重复": "SELECT count(*) - count(DISTINCT evaluation_id) FROM stored_evaluation e WHERE {e}",
    "指标没有对应的评价记录": """SELECT count(*) FROM stored_indicator i
        ANTI JOIN (SELECT * FROM stored_evaluation e WHERE {e}) e ON e.evaluation_id = i.evaluation_id WHERE {i}""",
    "指标数量与评价记录不符": """SELECT count(*) FROM (
            SELECT e.evaluation_id FROM stored_evaluation e
            LEFT JOIN (SELECT evaluation_id, count(*) AS n FROM stored_indicator i WHERE NOT sub_row AND {i}
                       GROUP BY evaluation_id) i ON i.evaluation_id = e.evaluation_id
            WHERE {e} AND e.indicator_count <> coalesce(i.n, 0))""",
    "指标的年度、部门或数据集与评价记录不符": """SELECT count(*) FROM stored_indicator i
        JOIN (SELECT * FROM stored_evaluation e WHERE {e}) e ON e.evaluation_id = i.evaluation_id
        WHERE {i} AND (i.year <> e.year OR i.department_code <> e.department_code
                       OR i.dataset IS DISTINCT FROM e.dataset)""",
    "疑点的年度、部门或数据集与评价记录不符": """SELECT count(*) FROM stored_finding f
        JOIN (SELECT * FROM stored_evaluation e WHERE {e}) e ON e.evaluation_id = f.evaluation_id
        WHERE {f} AND (f.year IS DISTINCT FROM e.year OR f.department_code IS DISTINCT FROM e.department_code
                       OR f.dataset <> e.dataset)""",
    "疑点没有对应的评价记录": """SELECT count(*) FROM stored_finding f
        ANTI JOIN (SELECT * FROM stored_evaluation e WHERE {e}) e ON e.evaluation_id = f.evaluation_id
        WHERE f.evaluation_id IS NOT NULL AND {f}""",
    "疑点编号重复": """SELECT count(*) - count(DISTINCT finding_id) FROM stored_finding f
        WHERE {f} OR f.evaluation_id IS NULL""",
    "疑点数量与评价记录不符": """SELECT count(*) FROM (
            SELECT e.evaluation_id FROM stored_evaluation e
            LEFT JOIN (SELECT evaluation_id, count(*) AS n FROM stored_finding f
                       WHERE evaluation_id IS NOT NULL AND {f}
                       GROUP BY evaluation_id) f ON f.evaluation_id = e.evaluation_id
            WHERE {e} AND e.finding_red + e.finding_yellow + e.finding_info <> coalesce(f.n, 0))""",
    "资金变动没有对应的评价记录": """SELECT count(*) FROM stored_movement m
        ANTI JOIN (SELECT * FROM stored_evaluation e WHERE {e}) e ON e.evaluation_id = m.evaluation_id WHERE {m}""",
    "模拟数据标志不一致": "SELECT count(*) FROM stored_evaluation WHERE simulated <> (dataset = 'demo')",
    "金额或得分合计与发布时的记录不符": f"""SELECT count(*) FROM stored_load l,
            (SELECT count(*) AS evaluations, {", ".join(f"{sql} AS {name}" for name, sql in SUMS.items())}
             FROM stored_evaluation) s
        WHERE l.version = (SELECT max(version) FROM stored_load) AND l.budget_annual_sum IS NOT NULL AND (
            l.evaluations <> s.evaluations OR {" OR ".join(f"l.{name} IS DISTINCT FROM s.{name}" for name in SUMS)})""",
}
# what a load must leave as it was outside the evaluations it touched
_REST = f"""SELECT count(*), {", ".join(SUMS.values())}, sum(indicator_count), sum(finding_red + finding_yellow + finding_info),
        (SELECT count(*) FROM stored_indicator) - (SELECT count(*) FROM stored_indicator i WHERE {{i}}),
        (SELECT count(evaluation_id) FROM stored_finding) - (SELECT count(*) FROM stored_finding f WHERE {{f}}),
        (SELECT count(*) FROM stored_movement) - (SELECT count(*) FROM stored_movement m WHERE {{m}})
    FROM stored_evaluation e WHERE NOT ({{e}})"""


def faults(path: Path, changed: Collection[str] | None = None) -> list[str]:
    """What is wrong with a version file, in Chinese; [] when whole. StoreError when it cannot be opened.

    changed: look only at these evaluations and what belongs to them.
    """
    connection = open_read_only(path)
    try:
        found = []
        for what, sql in CHECKS.items():
            try:
                (count,) = _ask(connection, sql, changed)
            except duckdb.BinderException:  # a version of an older schema has not that column
                continue
            if count:
                found.append(f"{what}（{count} 处）")
        return found
    except duckdb.Error as fault:
        return [f"文件内容损坏（{str(fault).splitlines()[0][:200]}）"]
    finally:
        connection.close()


def check(path: Path, base: Path | None = None, changed: Collection[str] = ()) -> None:
    """Raise StoreError unless the draft is whole. base: what it was made from; changed: evaluations it touched."""
    wrong = faults(path, changed if base is not None and _rest_is_same(path, base, changed) else None)
    if wrong:
        raise StoreError(
            f"新版本未通过完整性检查：{'；'.join(wrong)}", "本次写入已放弃，现有数据不受影响；请报告此问题"
        )


def _rest_is_same(path: Path, base: Path, changed: Collection[str]) -> bool:
    """Whether a check around what changed is enough: in a large store that differs nowhere else."""
    if len(changed) > AROUND:
        return False
    rests = []
    for file in (path, base):
        connection = open_read_only(file)
        try:
            (size,) = connection.execute("SELECT count(*) FROM stored_evaluation").fetchall()[0]
            if size < AROUND:
                return False
            rests.append(_ask(connection, _REST, changed))
        except duckdb.Error:
            return False  # the check of the whole says what is wrong
        finally:
            connection.close()
    return rests[0] == rests[1]


def _ask(connection: duckdb.DuckDBPyConnection, sql: str, changed: Collection[str] | None) -> tuple[int, ...]:
    if changed is None:
        text = sql.format(e="TRUE", i="TRUE", f="TRUE", m="TRUE")
        return tuple(connection.execute(text).fetchall()[0])
    owned = {alias: f"{alias}.evaluation_id IN (SELECT unnest($ids::VARCHAR[]))" for alias in "eifm"}
    text = sql.format(**owned)
    return tuple(connection.execute(text, {"ids": sorted(changed)} if "$ids" in text else {}).fetchall()[0])
