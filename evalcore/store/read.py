"""Stored evaluations back as objects: for the passport, and for comparing them with each other."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

import duckdb

from evalcore.errors import StoreError
from evalcore.model import Basis, Evaluation, Finding, Grade, Method, Result, Score, Severity, Status
from evalcore.model.codec import parse_evaluation
from evalcore.store.numbers import OF_NUMBERS, ROWS_OF, numbers_of


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


@dataclass(frozen=True, slots=True)
class StoredEvaluation:
    """An evaluation, under its folded department, with its totals, grades and findings.

    The result carries no rows and traces: they are regenerated from the form where a page shows them.
    """

    evaluation_id: str
    key: str
    department_code: str
    evaluation: Evaluation
    result: Result


_ROWS = """SELECT evaluation_id, project_key, department, department_code, year, {form}, rule_set, recomputed,
                  recomputed_low, recomputed_high, recomputed_grade, grade_strict, grade_text, judged_points,
                  coverage, not_run, project, method, self_score, review_score
           FROM stored_evaluation
           WHERE dataset = $dataset {chosen}
           ORDER BY year, department_code, evaluation_id"""
_FINDINGS = """SELECT evaluation_id, code, severity, {texts}, scope, position, status, finding_id
               FROM stored_finding WHERE dataset = $dataset AND origin = 'form' {chosen}"""
_TEXTS = "message, place, basis, numbers"


def read_stored(
    connection: duckdb.DuckDBPyConnection,
    dataset: str,
    *,
    ids: Iterable[str] | None = None,
    scores_only: bool = False,
    texts: bool = True,
) -> Iterator[StoredEvaluation]:
    """The evaluations of a dataset (or these of them) with their results, by year and department.

    scores_only: neither form nor findings are read: project, method and the scores are all there is. texts: whether
    findings have more than code, severity, scope and status: in a large store their texts are most of what is read.
    """
    asked: dict[str, object] = {"dataset": dataset}
    chosen, rows_of = "", [""]
    if ids is not None:
        named = sorted(ids)
        asked["numbers"] = numbers_of(connection, named)
        chosen = f"AND {OF_NUMBERS}"
        rows_of = [f"AND {rows}" for rows in ROWS_OF]
    findings: dict[str, list[Finding]] = defaultdict(list)
    said_of = _TEXTS if texts else "'', '', '', ''"
    parts = " UNION ALL ".join(_FINDINGS.format(texts=said_of, chosen=rows) for rows in rows_of)
    said = (
        []
        if scores_only
        else connection.execute(
            f"{parts} ORDER BY finding_id", asked if ids is None else asked | {"ids": named}
        ).fetchall()
    )
    for owner, code, severity, message, place, basis, numbers, scope, position, status, _ in said:
        findings[owner].append(
            Finding(
                code,
                Severity(severity),
                message,
                scope,
                place or "",
                basis or "",
                json.loads(numbers) if numbers else {},
                position,
                Status(status),
            )
        )
    for row in connection.execute(
        _ROWS.format(form="''" if scores_only else "form", chosen=chosen), asked
    ).fetchall():
        name, key, department, code, year, form, rules = row[:7]
        value, low, high, grade, strict, text, judged, coverage, not_run = row[7:16]
        result = Result(
            rule_set=rules,
            points=(),
            scores=(),
            execution_points=None,
            execution=None,
            total=Score(value, low or Decimal(0), high or Decimal(0), Basis.RULE),
            grade=Grade(grade) if grade else None,
            grade_strict=Grade(strict) if strict else None,
            grade_text=text or "",
            judged_points=judged or Decimal(0),
            coverage=Decimal(str(coverage or 0)),
            findings=tuple(findings[name]),
            not_run=tuple(not_run.split(",")) if not_run else (),
        )
        if scores_only:
            project, method, own, review = row[16:]
            evaluation = Evaluation(
                project, year or None, department, method=Method(method), self_score=own, review_score=review
            )
        else:
            evaluation = replace(parse_evaluation(form), department=department, year=year or None)
        yield StoredEvaluation(name, key, code, evaluation, result)
