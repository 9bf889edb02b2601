"""What must hold in every version before it is published."""

from __future__ import annotations

from pathlib import Path

import duckdb

from evalcore.errors import StoreError
from evalcore.store.connect import open_read_only

# what is wrong (Chinese) → a query counting the rows that are wrong
CHECKS: dict[str, str] = {
    "评价记录编号重复": "SELECT count(*) - count(DISTINCT evaluation_id) FROM stored_evaluation",
    "指标没有对应的评价记录": """SELECT count(*) FROM stored_indicator i
        ANTI JOIN stored_evaluation e ON e.evaluation_id = i.evaluation_id""",
    "指标数量与评价记录不符": """SELECT count(*) FROM (
            SELECT e.evaluation_id FROM stored_evaluation e
            LEFT JOIN (SELECT evaluation_id, count(*) AS n FROM stored_indicator WHERE NOT sub_row
                       GROUP BY evaluation_id) i ON i.evaluation_id = e.evaluation_id
            WHERE e.indicator_count <> coalesce(i.n, 0))""",
    "指标的年度、部门或数据集与评价记录不符": """SELECT count(*) FROM stored_indicator i
        JOIN stored_evaluation e ON e.evaluation_id = i.evaluation_id
        WHERE i.year <> e.year OR i.department_code <> e.department_code OR i.dataset IS DISTINCT FROM e.dataset""",
    "疑点的年度、部门或数据集与评价记录不符": """SELECT count(*) FROM stored_finding f
        JOIN stored_evaluation e ON e.evaluation_id = f.evaluation_id
        WHERE f.year IS DISTINCT FROM e.year OR f.department_code IS DISTINCT FROM e.department_code
           OR f.dataset <> e.dataset""",
    "疑点没有对应的评价记录": """SELECT count(*) FROM stored_finding f
        ANTI JOIN stored_evaluation e ON e.evaluation_id = f.evaluation_id
        WHERE f.evaluation_id IS NOT NULL""",
    "疑点编号重复": "SELECT count(*) - count(DISTINCT finding_id) FROM stored_finding",
    "疑点数量与评价记录不符": """SELECT count(*) FROM (
            SELECT e.evaluation_id FROM stored_evaluation e
            LEFT JOIN (SELECT evaluation_id, count(*) AS n FROM stored_finding WHERE evaluation_id IS NOT NULL
                       GROUP BY evaluation_id) f ON f.evaluation_id = e.evaluation_id
            WHERE e.finding_red + e.finding_yellow + e.finding_info <> coalesce(f.n, 0))""",
    "资金变动没有对应的评价记录": """SELECT count(*) FROM stored_movement m
        ANTI JOIN stored_evaluation e ON e.evaluation_id = m.evaluation_id""",
    "模拟数据标志不一致": "SELECT count(*) FROM stored_evaluation WHERE simulated <> (dataset = 'demo')",
}


def faults(path: Path) -> list[str]:
    """What is wrong with a version file, in Chinese; [] when whole. StoreError when it cannot be opened."""
    connection = open_read_only(path)
    try:
        found = []
        for what, sql in CHECKS.items():
            try:
                (count,) = connection.execute(sql).fetchall()[0]
            except duckdb.BinderException:  # a version of an older schema has not that column
                continue
            if count:
                found.append(f"{what}（{count} 处）")
        return found
    except duckdb.Error as fault:
        return [f"文件内容损坏（{str(fault).splitlines()[0][:200]}）"]
    finally:
        connection.close()


def check(path: Path) -> None:
    """Raise StoreError unless the file is whole."""
    wrong = faults(path)
    if wrong:
        raise StoreError(
            f"新版本未通过完整性检查：{'；'.join(wrong)}", "本次写入已放弃，现有数据不受影响；请报告此问题"
        )
