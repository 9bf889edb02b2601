"""What the passport needs: an evaluation as it was read, places included."""

from __future__ import annotations

import duckdb

from evalcore.errors import StoreError
from evalcore.model import Evaluation
from evalcore.model.codec import parse_evaluation


def read_evaluation(connection: duckdb.DuckDBPyConnection, evaluation_id: str) -> Evaluation:
    """The evaluation of this id, lossless, or StoreError. Checks no scope: queries.run does."""
    rows = connection.execute(
        "SELECT form FROM stored_evaluation WHERE evaluation_id = ?", [evaluation_id]
    ).fetchall()
    if not rows:
        raise StoreError(
            f"没有编号为 {evaluation_id[:40]} 的评价记录", "它可能在别的数据版本中；请从项目列表重新打开"
        )
    try:
        return parse_evaluation(rows[0][0])
    except ValueError as fault:
        raise StoreError(
            f"评价记录 {evaluation_id} 的原表无法还原", "请运行 evalcore doctor 检查，并重新导入源文件"
        ) from fault
