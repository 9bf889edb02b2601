"""Worlds for measuring speed (evalcore sample --scale N): one district is made, the others are drawn from it.

Up to BASE evaluations every form is made, scored, written and compared by the ordinary path. Beyond that a
twentieth of them (see real_part) is the stock from which further districts draw: each takes every project a random number of
times, over all its years, with departments, projects, names, amounts and some scores of its own. What is drawn
keeps together: rates and scores stay those of the engine because a project's amounts are all multiplied by one
factor, and a point taken off an indicator is taken off its sums and totals too. Two things are not made anew: a
drawn form holds no indicators (a million forms would be 7 GB), and the text of a drawn finding speaks of the
amounts of the project it was drawn from.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa

from evalcore.store.names import add_names
from evalcore.store.numbers import settle_numbers

BASE = 5000  # the most evaluations that are made and scored; larger worlds draw on them
_STOCK = 2000  # the fewest a larger world draws on: making one takes as long as drawing some hundred
_DRAWN = 20  # evaluations of a larger world for each that is made
_A_DISTRICT = 17_000  # evaluations a district holds on average
_TOWNS = 400
_DEMO = "dataset = 'demo'"
_ROWS = ("indicator", "finding", "movement", "trial")  # what an evaluation has, drawn with it
_KINDS = ("cost", "output", "benefit", "satisfaction", "decision", "process")
_LINES = (90, 80, 70, 60)  # a score changed by the draw stays on its side of every grade line

_ID = "substr(md5({0} || ':' || p.number), 1, 16)"
_CODE = "printf('%03d', p.district) || substr({0}, 4)"
_KEY = "'99' || printf('%04d', p.district) || substr({0}, 7) || printf('N%02d', p.copy)"
_NAME = "replace({0}, '示范001区', printf('示范%03d区', p.district))"
_LOT = "CASE WHEN p.copy = 1 THEN {0} ELSE {0} || printf('（第%d批）', p.copy) END"

Tell = Callable[[float, str], None]


def real_part(scale: int) -> int:
    """How many of `scale` evaluations are made and scored rather than drawn."""
    return scale if scale <= BASE else min(BASE, max(_STOCK, scale // _DRAWN))


def draw(
    connection: duckdb.DuckDBPyConnection, scale: int, seed: int, tell: Tell = lambda share, text: None
) -> None:
    """Add evaluations drawn from those of dataset demo until there are `scale`; the same for the same seed.

    tell gets a share (0…1) and a Chinese text as it goes.
    """
    ((made,),) = connection.execute(f"SELECT count(*) FROM stored_evaluation WHERE {_DEMO}").fetchall()
    if made >= scale:
        return
    settle_numbers(connection)
    _plan(connection, scale - made, seed)
    _stock(connection)
    tell(0.02, "抽取项目")
    years = [row[0] for row in connection.execute("SELECT DISTINCT year FROM drawn ORDER BY year").fetchall()]
    for number, year in enumerate(years):
        _evaluations(connection, year)
        _children(connection, year)
        tell(0.05 + 0.9 * (number + 1) / len(years), f"抽取 {year} 年度")
    _beside(connection)
    for table in ("plan", "base", "drawn", *(f"base_{rows}" for rows in _ROWS)):
        connection.execute(f"DROP TABLE {table}")


def _plan(connection: duckdb.DuckDBPyConnection, wanted: int, seed: int) -> None:
    """Table plan: a row a drawn project, with its district, copy, factor of its amounts, and how many years."""
    counts = _counts(connection)
    group = _linked(connection, list(counts))
    groups = sorted(set(group.values()))
    evaluations = np.array([sum(counts[key] for key in group if group[key] == name) for name in groups])
    districts = max(
        1, -(-(wanted + int(evaluations.sum())) // _A_DISTRICT) - 1
    )  # beside the one that is made
    random = np.random.default_rng(seed)
    # Within a district some projects are drawn often and some never, so that departments differ in size.
    weight = random.gamma(2.0, 0.5, size=districts * len(groups))
    picked = np.zeros(0, dtype=np.int64)
    while evaluations[picked % len(groups)].sum() < wanted:
        more = random.choice(len(weight), size=1 + wanted // 4, p=weight / weight.sum())
        picked = np.concatenate([picked, more])
    picked = picked[: int(np.searchsorted(np.cumsum(evaluations[picked % len(groups)]), wanted)) + 1]
    copy = _occurrence(picked)
    members: dict[str, list[str]] = defaultdict(list)
    for key, name in group.items():
        members[name].append(key)
    factor = np.clip(np.round(random.lognormal(0.0, 0.8, size=len(picked)), 2), 0.05, 40.0)
    rows: dict[str, list[object]] = defaultdict(list)
    left = wanted
    for number, at in enumerate(picked.tolist()):
        for key in members[groups[at % len(groups)]]:
            rows["number"].append(number + 1)
            rows["project_key"].append(key)
            rows["district"].append(at // len(groups) + 2)
            rows["copy"].append(int(copy[number]))
            rows["kept"].append(min(counts[key], left))
            rows["factor"].append(float(factor[number]))
            left -= min(counts[key], left)
    connection.register("planned", pa.table(dict(rows)))
    connection.execute(
        "CREATE TEMP TABLE plan AS SELECT * REPLACE (factor::DECIMAL(6,2) AS factor) FROM planned"
    )
    connection.unregister("planned")
    # projects are numbered here: giving numbers to a million rows of an open transaction writes them all again
    connection.execute(
        f"""INSERT INTO stored_project
            SELECT 'demo', k.key, m.last + row_number() OVER (ORDER BY k.key)
            FROM (SELECT DISTINCT {_KEY.format("p.project_key")} AS key FROM plan p) k
            CROSS JOIN (SELECT coalesce(max(project_number), 0) AS last FROM stored_project) m"""
    )
    connection.execute(
        f"""CREATE OR REPLACE TEMP TABLE plan AS SELECT p.*, s.project_number FROM plan p
            JOIN stored_project s ON s.dataset = 'demo' AND s.project_key = {_KEY.format("p.project_key")}"""
    )


def _occurrence(values: np.ndarray[Any, np.dtype[np.int64]]) -> np.ndarray[Any, np.dtype[np.int64]]:
    """Of each value, how many equal ones stand up to it: 5 7 5 5 gives 1 1 2 3."""
    order = np.argsort(values, kind="stable")
    ordered = values[order]
    starts = np.searchsorted(ordered, ordered)
    found = np.empty_like(values)
    found[order] = np.arange(len(values)) - starts + 1
    return found


def _counts(connection: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """Evaluations of every project of the stock; 0 for one that is listed and was never submitted."""
    rows = connection.execute(
        f"""SELECT project_key, sum(n)::INTEGER FROM (
                SELECT project_key, 1 AS n FROM stored_evaluation WHERE {_DEMO}
                UNION ALL SELECT project_key, 0 FROM stored_listing WHERE {_DEMO})
            GROUP BY project_key ORDER BY project_key"""
    ).fetchall()
    return dict(rows)


def _linked(connection: duckdb.DuckDBPyConnection, keys: list[str]) -> dict[str, str]:
    """Project → the first of those it is linked with (renamed, taken over): they are drawn together."""
    first = {key: key for key in keys}

    def root(key: str) -> str:
        while first[key] != key:
            key = first[key]
        return key

    for start, end in connection.execute("SELECT from_key, to_key FROM stored_project_link").fetchall():
        if start in first and end in first:
            low, high = sorted((root(start), root(end)))
            first[high] = low
    return {key: root(key) for key in keys}


def _stock(connection: duckdb.DuckDBPyConnection) -> None:
    """Tables base and base_indicator (the stock) and drawn: one row an evaluation to make, and what it loses."""
    connection.execute(
        f"""CREATE TEMP TABLE base AS
            SELECT *, row_number() OVER (PARTITION BY project_key ORDER BY year, evaluation_id) AS place_in_time
            FROM stored_evaluation WHERE {_DEMO}"""
    )
    for rows in _ROWS:  # copied: the tables they are of grow with every year that is drawn
        connection.execute(
            f"CREATE TEMP TABLE base_{rows} AS SELECT r.* FROM stored_{rows} r JOIN base b ON b.evaluation_id = r.evaluation_id"
        )
    # chance: 32 bits that follow from the id. Two evaluations in five lose 0.1 … 1 point on one indicator.
    same_side = " AND ".join(
        f"(b.{column} >= {line}) = (b.{column} - l.lost >= {line})"
        for column in ("self_score", "recomputed", "recomputed_low", "recomputed_high")
        for line in _LINES
    )
    connection.execute(
        f"""CREATE TEMP TABLE drawn AS
            WITH named AS (
                SELECT p.*, b.evaluation_id AS original, b.year, b.indicator_count, {_ID.format("b.evaluation_id")} AS id
                FROM plan p JOIN base b ON b.project_key = p.project_key AND b.place_in_time <= p.kept),
            chanced AS (SELECT *, ('0x' || substr(id, 1, 7))::BIGINT AS chance FROM named),
            l AS (
                SELECT c.*, c.chance % greatest(c.indicator_count, 1) AS position,
                       (0.1 * (1 + c.chance // 64 % 10))::DECIMAL(9, 4) AS lost
                FROM chanced c)
            SELECT l.* EXCLUDE (position, lost, indicator_count, chance),
                   CASE WHEN i.level1_kind IS NOT NULL THEN l.position END AS position,
                   CASE WHEN i.level1_kind IS NOT NULL THEN l.lost ELSE 0 END AS lost,
                   i.level1_kind AS kind, coalesce(i.self_score = i.points, FALSE) AS was_full,
                   CAST(m.last + row_number() OVER (ORDER BY b.year, l.district, b.department_code, l.id) AS INTEGER)
                       AS evaluation_number,
                   count(*) OVER (PARTITION BY l.project_number, l.year) = 1 AS alone
            FROM l JOIN base b ON b.evaluation_id = l.original
            CROSS JOIN (SELECT max(number) AS last FROM stored_evaluation) m
            LEFT JOIN base_indicator i ON i.evaluation_id = l.original AND i.position = l.position
                AND l.chance // 1024 % 5 < 2 AND NOT i.sub_row AND i.basis = 'rule' AND i.review_score IS NULL
                AND i.self_score >= l.lost AND i.low >= l.lost AND i.level1_kind <> 'other'
                AND b.self_score < 100 AND b.review_score IS NULL AND {same_side}"""
    )


_AMOUNTS = ("budget_initial", "budget_annual", "executed", "carried_annual", "carried_executed")


def _evaluations(connection: duckdb.DuckDBPyConnection, year: int) -> None:
    """One year's evaluations, in budget-code order."""
    changed = {
        "evaluation_id": "p.id", "department_code": _CODE.format("b.department_code"),
        "department": _NAME.format("b.department"), "unit": _NAME.format("b.unit"),
        "region": _NAME.format("b.region"), "project": _LOT.format("b.project"),
        "project_key": _KEY.format("b.project_key"), "project_code": _KEY.format("b.project_code"),
        "source_file": _NAME.format("b.source_file"), "digest": "md5(p.id)",
        "form": "json_object('project', b.project, 'year', b.year)::VARCHAR",
        "number": "p.evaluation_number", "project_number": "p.project_number", "alone": "p.alone",  # see store/numbers.py
    }  # fmt: skip
    changed |= {f"{c}": f"b.{c} * p.factor" for c in _AMOUNTS}
    for column in ("self_score", "recomputed", "recomputed_low", "recomputed_high", "rows_taken"):
        changed[column] = f"b.{column} - p.lost"
    for column in ("self_score", "recomputed"):
        changed[f"{column}_approx"] = f"(b.{column} - p.lost)::DOUBLE"
    for kind in _KINDS:
        for column in ("self", "recomputed"):
            name = f"{kind}_{column}"
            changed[name] = f"CASE WHEN p.kind = '{kind}' THEN round(b.{name} - p.lost, 4) ELSE b.{name} END"
    changed["full_mark_count"] = "b.full_mark_count - (p.kind IS NOT NULL AND p.was_full)::INTEGER"
    changes = ", ".join(f"{how} AS {name}" for name, how in changed.items())
    connection.execute(
        f"""INSERT INTO stored_evaluation
            SELECT b.* EXCLUDE (place_in_time) REPLACE ({changes})
            FROM drawn p JOIN base b ON b.evaluation_id = p.original
            WHERE p.year = {year} ORDER BY b.year, department_code, p.id"""
    )


def _children(connection: duckdb.DuckDBPyConnection, year: int) -> None:
    """One year's indicators, movements and findings. Some indicators bear a town's name, as many real ones do."""
    less = {name: f"CASE WHEN b.position = p.position THEN b.{name} - p.lost ELSE b.{name} END"
            for name in ("self_score", "recomputed", "low", "high")}  # fmt: skip
    towns = (
        "CASE WHEN md5_number_lower(b.level3 || p.number) % 10 = 0 "
        f"THEN printf('示范%03d镇', (p.number % {_TOWNS})::INTEGER) || b.level3 ELSE b.level3 END"
    )
    number = {"evaluation_number": "p.evaluation_number"}
    place = number | {"evaluation_id": "p.id", "department_code": _CODE.format("b.department_code")}
    _indicators(connection, place | less | {"level3": towns}, year)
    amount = number | {"evaluation_id": "p.id", "amount": "b.amount * p.factor"}
    _copy(connection, "movement", amount, year)
    # the point that is lost is lost under every setting
    whole = "CAST(p.lost * 10000 AS INTEGER)"
    trial = {"evaluation_id": "p.id", "rows_taken": f"b.rows_taken - {whole}"} | {
        f"{kind}_score": f"b.{kind}_score - CASE WHEN p.kind = '{kind}' THEN {whole} ELSE 0 END"
        for kind in _KINDS
    }
    _copy(connection, "trial", trial, year)
    finding = place | {"finding_id": _ID.format("b.finding_id")}
    _copy(connection, "finding", finding, year)


def _indicators(connection: duckdb.DuckDBPyConnection, changed: dict[str, str], year: int) -> None:
    """Indicators with the ids of their names: giving them afterwards would write ten million rows twice."""
    changes = ", ".join(f"{how} AS {name}" for name, how in changed.items())
    rows = f"""SELECT b.* REPLACE ({changes}) FROM (SELECT * FROM drawn WHERE year = {year}) p
               JOIN base_indicator b ON b.evaluation_id = p.original"""
    fresh = connection.execute(
        f"""SELECT DISTINCT level3 FROM ({rows})
            WHERE level3 NOT IN (SELECT name FROM stored_indicator_name) ORDER BY level3"""
    ).fetchall()
    add_names(connection, (row[0] for row in fresh))
    connection.execute(
        f"""INSERT INTO stored_indicator SELECT r.* REPLACE (n.name_id AS name_id)
            FROM ({rows}) r JOIN stored_indicator_name n ON n.name = r.level3
            ORDER BY r.department_code, r.evaluation_id, r.position"""
    )


def _copy(connection: duckdb.DuckDBPyConnection, rows: str, changed: dict[str, str], year: int) -> None:
    changes = ", ".join(f"{how} AS {name}" for name, how in changed.items())
    connection.execute(
        f"""INSERT INTO stored_{rows} SELECT b.* REPLACE ({changes})
            FROM (SELECT * FROM drawn WHERE year = {year}) p JOIN base_{rows} b ON b.evaluation_id = p.original"""
    )


def _beside(connection: duckdb.DuckDBPyConnection) -> None:
    """The list of projects to evaluate, the departments and the links between projects of the drawn districts."""
    connection.execute(
        f"""INSERT INTO stored_listing
            SELECT b.* REPLACE ({_CODE.format("b.department_code")} AS department_code,
                {_NAME.format("b.department")} AS department, {_NAME.format("b.unit")} AS unit,
                {_LOT.format("b.project")} AS project, {_KEY.format("b.project_key")} AS project_key,
                b.budget_initial * p.factor AS budget_initial, p.project_number AS project_number)
            FROM plan p JOIN stored_listing b ON b.project_key = p.project_key AND b.{_DEMO}"""
    )
    connection.execute(
        f"""INSERT INTO stored_department
            SELECT b.* REPLACE ({_CODE.format("b.code")} AS code, {_NAME.format("b.name")} AS name)
            FROM (SELECT DISTINCT district FROM plan) p, stored_department b WHERE b.{_DEMO}"""
    )
    connection.execute(
        f"""INSERT INTO stored_project_link
            SELECT b.* REPLACE ({_KEY.format("b.from_key")} AS from_key, {_KEY.format("b.to_key")} AS to_key)
            FROM plan p JOIN stored_project_link b ON b.from_key = p.project_key"""
    )
