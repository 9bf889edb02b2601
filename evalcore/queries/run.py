"""The one door: scope + selection + a SQL file → a frame.

    query("grades_by_department", Selection(years=(2024,)), scope=EVERYTHING)

reads queries/sql/grades_by_department.sql, puts the guarded CTEs in front and runs it on the version
asked for (the current one by default, looked up at every call).
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import cache, lru_cache
from importlib.resources import files
from itertools import pairwise
from threading import Event, Lock
from typing import Any, TypeVar

import duckdb
import pandas as pd
import pyarrow as pa

from evalcore.access import Scope
from evalcore.errors import QueryError, StoreError
from evalcore.model import Evaluation
from evalcore.model.codec import parse_evaluation
from evalcore.queries import lint
from evalcore.queries.guard import guarded
from evalcore.queries.selection import DATASETS, SCORE_KINDS, Dataset, ScoreKind, Selection
from evalcore.queries.turns import Turns
from evalcore.store.connect import give_back, open_read_only
from evalcore.store.journal import LEDGER_STATUSES, Entry, enter, enterers_of
from evalcore.store.read import read_evaluation
from evalcore.store.version import Store, Version

__all__ = [
    "DATASETS", "LEDGER_STATUSES", "SCORE_KINDS", "Dataset", "Entry", "ScoreKind", "Selection", "Store", "Version",
    "datasets", "enter", "enterers_of", "passport", "passports", "query", "query_arrow", "serving", "sql_of",
]  # fmt: skip

# a hundred sessions at once: each question has the processors to itself when its turn comes, and the turns are fair; the
# million rows of 测算 do not stand in the way of the others, nor in memory twice
_FEW_AT_ONCE = Turns(max(2, os.cpu_count() or 1))
_WHOLE_ROWS = Turns(1)
_OPEN_VERSIONS = 4  # versions kept open at once: the current one and those old links ask for
_DAMAGED = "请运行 evalcore doctor 检查；可用 evalcore rollback 回到上一个版本"
_PARAMETER = re.compile(r"\$([A-Za-z_]\w*)")


def query(
    name: str,
    selection: Selection | None = None,
    *,
    scope: Scope | None,
    version: str | Version | None = None,
    store: Store | None = None,
    params: Mapping[str, Any] | None = None,
) -> pd.DataFrame:
    """The rows of queries/sql/NAME.sql for this selection, within this scope (None: all departments).

    params: values of the file's own $placeholders. Raises StoreError where there is no such version,
    QueryError (with name and SQL) where the query cannot be answered.
    """
    chosen, within = selection or Selection(), scope or Scope()
    with _FEW_AT_ONCE:
        if _taken.is_set():  # a million rows were handed out since, and are arrays by now
            _taken.clear()
            give_back()
        return _run(name, _text(name), chosen, within, _source(store, version), params or {})


def query_arrow(
    name: str,
    selection: Selection | None = None,
    *,
    scope: Scope | None,
    version: str | Version | None = None,
    store: Store | None = None,
    params: Mapping[str, Any] | None = None,
) -> pa.Table:
    """As `query`, as Arrow columns: for a million rows, whose text pandas would turn into a million objects."""
    chosen, within = selection or Selection(), scope or Scope()
    with _WHOLE_ROWS:
        answer: pa.Table = _answered(
            name, _text(name), chosen, within, _source(store, version), params or {}, _arrow
        )
    _taken.set()
    return answer


def sql_of(
    name: str, selection: Selection | None = None, *, scope: Scope | None, store: Store | None = None
) -> str:
    """The whole SQL a query runs, guard included: for the log and for /method."""
    source = _source(store, None)
    return _whole(_text(name), source, selection or Selection(), scope or Scope())[0]


def passport(
    evaluation_id: str,
    *,
    scope: Scope | None,
    version: str | Version | None = None,
    store: Store | None = None,
) -> Evaluation | None:
    """The evaluation as its form was read, places included; None when there is none the reader may see."""
    source = _source(store, version)
    evaluation_id = source.aliases.get(evaluation_id, evaluation_id)
    cursor = source.connection.cursor()
    try:
        rows = cursor.execute(
            "SELECT department_code FROM stored_evaluation WHERE evaluation_id = ?", [evaluation_id]
        ).fetchall()
        if not rows or not (scope or Scope()).allows(rows[0][0]):
            return None
        return read_evaluation(cursor, evaluation_id)
    except duckdb.Error as fault:
        raise QueryError("passport", "", _reason(fault)) from fault
    finally:
        cursor.close()


def passports(
    evaluation_ids: Sequence[str],
    *,
    scope: Scope | None,
    version: str | Version | None = None,
    store: Store | None = None,
) -> list[Evaluation]:
    """The forms of these evaluations, in this order. Raises QueryError where the reader may not see one of them."""
    source = _source(store, version)
    cursor = source.connection.cursor()
    try:
        rows = cursor.execute(
            "SELECT evaluation_id, department_code, form FROM stored_evaluation "
            "WHERE evaluation_id IN (SELECT unnest($ids))",
            {"ids": list(evaluation_ids)},
        ).fetchall()
        seen = {id: form for id, code, form in rows if (scope or Scope()).allows(code)}
        if missing := set(evaluation_ids) - set(seen):
            raise QueryError("passports", "", f"{len(missing)} 个评价不存在或不在可查看的范围内")
        return [parse_evaluation(seen[id]) for id in evaluation_ids]
    except duckdb.Error as fault:
        raise QueryError("passports", "", _reason(fault)) from fault
    finally:
        cursor.close()


def serving(version: str | Version | None = None, *, store: Store | None = None) -> Version:
    """The version that answers a query now; its note says why where that is not the one asked for."""
    return _pick(store, version)[1]


def datasets(
    *, scope: Scope | None, version: str | Version | None = None, store: Store | None = None
) -> tuple[Dataset, ...]:
    """The datasets with at least one evaluation the reader may see, in the order of DATASETS."""
    source = _source(store, version)
    return tuple(
        name
        for name in DATASETS
        if len(_run("datasets", _ANY, Selection(dataset=name), scope or Scope(), source, {}))
    )


_ANY = "SELECT evaluation_id FROM evaluation ORDER BY evaluation_id NULLS LAST LIMIT 1"


@cache
def _text(name: str) -> str:
    """A query file's text, refused unless it keeps to the subset."""
    path = files("evalcore.queries").joinpath("sql", f"{name}.sql")
    if not re.fullmatch(r"[a-z][a-z0-9_]*", name) or not path.is_file():
        raise QueryError(name, "", "没有这个查询")
    text = _SHARED.sub(_shared, path.read_text(encoding="utf-8"))
    wrong = lint.faults(text)
    if wrong:
        raise QueryError(name, text, f"查询文件不合规范：{'; '.join(wrong)}")
    return text


_SHARED = re.compile(r"^-- with (\w+)$", re.M)


def _shared(place: re.Match[str]) -> str:
    """The CTEs of sql/shared/NAME.sql, for a line `-- with NAME` between two others."""
    path = files("evalcore.queries").joinpath("sql", "shared", f"{place[1]}.sql")
    if not path.is_file():
        raise QueryError(place[1], "", "没有这段共用查询")
    return f"{path.read_text(encoding='utf-8').rstrip()},"


def _frame(cursor: duckdb.DuckDBPyConnection, sql: str, parameters: dict[str, Any]) -> pd.DataFrame:
    frame: pd.DataFrame = cursor.execute(sql, parameters).df()
    return frame


def _arrow(cursor: duckdb.DuckDBPyConnection, sql: str, parameters: dict[str, Any]) -> pa.Table:
    return cursor.sql(sql, params=parameters).to_arrow_table()


Rows = TypeVar("Rows", pd.DataFrame, pa.Table)


def _run(
    name: str, text: str, selection: Selection, scope: Scope, source: _Source, params: Mapping[str, Any]
) -> pd.DataFrame:
    frame: pd.DataFrame = _answered(name, text, selection, scope, source, params, _frame)
    return frame


def _answered(
    name: str, text: str, selection: Selection, scope: Scope, source: _Source, params: Mapping[str, Any],
    shape: Callable[[duckdb.DuckDBPyConnection, str, dict[str, Any]], Rows],
) -> Rows:  # fmt: skip
    sql, parameters = _whole(text, source, selection, scope)
    wanted = set(_PARAMETER.findall(lint.bare(text)))
    missing = wanted - set(params)
    if missing:
        raise QueryError(name, sql, f"缺少参数 {'、'.join(sorted(missing))}")
    parameters.update({key: value for key, value in params.items() if key in wanted})
    if "id" in wanted:
        parameters["id"] = source.aliases.get(str(parameters["id"]), parameters["id"])
    for given in {"ids", "subjects"} & wanted if source.aliases else ():
        parameters[given] = [source.aliases.get(id, id) for id in parameters[given]]
    cursor = source.connection.cursor()
    try:
        return shape(cursor, sql, parameters)
    except duckdb.Error as fault:
        raise QueryError(name, sql, _reason(fault)) from fault
    finally:
        cursor.close()


def _whole(text: str, source: _Source, selection: Selection, scope: Scope) -> tuple[str, dict[str, Any]]:
    """The query with the guard in front: a WITH of its own joins the guard's."""
    there = source.departments.get(selection.dataset, frozenset())
    beside = source.beside.get(selection.dataset, frozenset())
    next_to = source.next_to.get(selection.dataset, frozenset())
    ctes, parameters = guarded(
        lint.words(lint.bare(text)), source.columns, selection, scope, there, beside, next_to
    )
    body = _TWICE.sub(r"AS NOT MATERIALIZED (", text.strip().rstrip(";"))
    if not ctes:
        return body, parameters
    own = _LEADING_WITH.match(body)
    if own:
        return f"WITH {ctes},\n{body[: own.start(1)]}{body[own.end(1) :].lstrip()}", parameters
    return f"WITH {ctes}\n{body}", parameters


# A CTE marked so is worked out for each that asks: a page's rows and their count need few columns of it, in common none.
_TWICE = re.compile(r"\bAS \( -- twice$", re.M)
_LEADING_WITH = re.compile(r"(?:\s|--[^\n]*\n|/\*.*?\*/)*(WITH)\b", re.I | re.S)


def _reason(fault: duckdb.Error) -> str:
    first = str(fault).strip().splitlines()[0][:200]
    if isinstance(fault, duckdb.IOException | duckdb.FatalException | duckdb.SerializationException):
        return f"数据版本文件损坏或不能读取（{first}）。{_DAMAGED}"
    if isinstance(fault, duckdb.OutOfMemoryException):
        return f"内存不足（{first}）。请缩小筛选范围，或调大环境变量 EVAL_MEMORY_LIMIT"
    return f"{first}。请刷新重试；若仍出现，请把查询名称和数据版本告诉维护人员"


class _Source:
    """One open version: the shared connection (a cursor of it per call), the columns of its tables, its departments."""

    def __init__(self, version: Version) -> None:
        self.connection = open_read_only(version.path)
        try:
            rows = self.connection.execute(
                """SELECT table_name, column_name FROM duckdb_columns() WHERE table_name LIKE 'stored%'
                   ORDER BY table_name, column_index"""
            ).fetchall()
        except duckdb.Error as fault:
            raise StoreError(
                f"数据版本文件 {version.path.name} 无法读取（{str(fault).splitlines()[0][:200]}）",
                _DAMAGED,
            ) from fault
        columns: dict[str, tuple[str, ...]] = {}
        for table, column in rows:
            columns[table] = (*columns.get(table, ()), column)
        self.columns = columns
        codes: dict[str, set[str]] = {}
        years: dict[str, list[int]] = {}
        if "stored_evaluation" in columns:
            for dataset, code in self.connection.execute(
                "SELECT DISTINCT dataset, department_code FROM stored_evaluation ORDER BY ALL"
            ).fetchall():
                codes.setdefault(dataset, set()).add(code)
            for dataset, year in self.connection.execute(
                "SELECT DISTINCT dataset, year FROM stored_evaluation WHERE year > 0 ORDER BY ALL"
            ).fetchall():
                years.setdefault(dataset, []).append(year)
        self.departments = {dataset: frozenset(of) for dataset, of in codes.items()}
        self.next_to = {dataset: frozenset(pairwise(of)) for dataset, of in years.items()}
        # ids that evaluations had before their department's name was mapped: links to them still open
        self.aliases: dict[str, str] = (
            dict(
                self.connection.execute(
                    "SELECT old, new FROM stored_alias WHERE kind = 'evaluation'"
                ).fetchall()
            )
            if "stored_alias" in columns
            else {}
        )
        # departments that findings and lists know and evaluations do not
        self.beside: dict[str, frozenset[str]] = {}
        for table in ("stored_finding_cell", "stored_listing_cell"):
            for dataset, code in (
                self.connection.execute(
                    f"SELECT DISTINCT dataset, department_code FROM {table} WHERE department_code IS NOT NULL ORDER BY ALL"
                ).fetchall()
                if table in columns
                else ()
            ):
                if code not in self.departments.get(dataset, frozenset()):
                    self.beside[dataset] = self.beside.get(dataset, frozenset()) | {code}


def _source(store: Store | None, version: str | Version | None) -> _Source:
    return _pick(store, version)[0]


def _pick(store: Store | None, version: str | Version | None) -> tuple[_Source, Version]:
    """The version asked for, opened once. A damaged current one gives way to the newest readable one."""
    store = store or Store()
    wanted = store.find(version)
    try:
        return _opened(wanted), wanted
    except StoreError as fault:
        if version is not None:
            raise
        for older in reversed(store.versions()):
            if older < wanted:
                with suppress(StoreError):
                    return _opened(older), replace(older, note=f"{fault.message}，暂用 {older.id}")
        raise


_opening = Lock()
_taken = Event()


def _opened(version: Version) -> _Source:
    with _opening:  # two threads must not open the same file twice
        return _open(version.path.resolve(), version)


@lru_cache(maxsize=_OPEN_VERSIONS)
def _open(_path: Any, version: Version) -> _Source:
    return _Source(version)
