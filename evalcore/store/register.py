"""Registers into a draft: rows replace those of the same key, the same content changes nothing.

A listing replaces the list of the (year, department) it names as a whole: a project taken off the list is gone.
The others replace row by row, so that one department's file never clears another's.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

import duckdb

from evalcore.model import RegisterKind, RegisterRow, Source
from evalcore.scoring.checks.framework import folded_name
from evalcore.store.batch import insert
from evalcore.store.changed import mark_changed
from evalcore.store.department import fold_department
from evalcore.store.department_codes import DepartmentCodes
from evalcore.store.identity import fold_project, real_code
from evalcore.store.numbers import OF_NUMBERS, numbers_of
from evalcore.store.project_keys import Named, ProjectKeys, columns
from evalcore.store.renaming import mapped_departments
from evalcore.store.row import Row, text
from evalcore.store.rows import money, points

# the columns whose rows a new one replaces
REPLACES: dict[RegisterKind, tuple[str, ...]] = {
    RegisterKind.LISTING: ("year", "department_code"),
    RegisterKind.APPROVED_TARGET: ("year", "project_key"),
    RegisterKind.REVIEW_RECORD: ("year", "project_key", "level3"),
    RegisterKind.RECTIFICATION: ("rectification_id",),
    RegisterKind.NEXT_BUDGET: ("year", "project_key"),
    RegisterKind.PAYMENT: ("year", "project_key"),
    RegisterKind.SUCCESSION: ("year", "from_code", "to_code"),
}
# what says what one row is about; two stored rows never share it
KEYS = REPLACES | {
    RegisterKind.LISTING: ("year", "project_key"),
    RegisterKind.APPROVED_TARGET: ("year", "project_key", "level3"),
}
_PROVENANCE = ("source_file", "source_sha256", "place", "places")  # where it was read: not what it says
STATUSES = ("待整改", "整改中", "已整改")


@dataclass(frozen=True, slots=True)
class RegisterWritten:
    """What a register changed: counts of its own rows, and the stored rows it removed."""

    kind: RegisterKind
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    removed: int = 0
    projects: frozenset[str] = frozenset()  # keys whose rows changed
    departments: frozenset[tuple[str, int]] = frozenset()  # (department_code, year) of those rows

    @property
    def anything(self) -> bool:
        return bool(self.added or self.changed or self.removed)


def write_register(
    connection: duckdb.DuckDBPyConnection,
    kind: RegisterKind,
    rows: Sequence[RegisterRow],
    *,
    dataset: str,
    source: Source | None = None,
) -> RegisterWritten:
    """Store a register's rows inside the caller's transaction.

    Departments are folded, projects found by evaluation, code, or unit and name. Raises pa.ArrowException, with
    nothing changed, for a value no column can hold.
    """
    dataset = _reviewed_dataset(connection, kind, rows, dataset)
    codes = DepartmentCodes(connection, dataset)
    made = rows_of(connection, kind, rows, dataset=dataset, source=source, codes=codes)
    table = f"stored_{kind}"
    before = _stored(connection, kind, made, dataset)
    difference = _difference(kind, made, before)
    if not difference.anything:
        return difference
    where = " AND ".join(f"{column} IS NOT DISTINCT FROM ?" for column in REPLACES[kind]) + _of_files(kind)
    for key in {tuple(row[column] for column in REPLACES[kind]) for row in before}:
        connection.execute(f"DELETE FROM {table} WHERE dataset = ? AND {where}", [dataset, *key])
    kept = {_key(row, KEYS[kind]): row for row in before}
    insert(connection, table, [_keep_provenance(row, kept.get(_key(row, KEYS[kind]))) for row in made])
    codes.settle()
    if kind is RegisterKind.REVIEW_RECORD:  # the scores they give, or no longer give, go to these evaluations
        mark_changed(connection, {row["evaluation_id"] for row in [*made, *before]} - {None})
    return difference


def foresee_register(
    connection: duckdb.DuckDBPyConnection, kind: RegisterKind, rows: Sequence[RegisterRow], *, dataset: str
) -> RegisterWritten:
    """What write_register would do, for a preview; nothing is written."""
    dataset = _reviewed_dataset(connection, kind, rows, dataset)
    codes = DepartmentCodes(connection, dataset)
    made = rows_of(connection, kind, rows, dataset=dataset, source=None, codes=codes)
    return _difference(kind, made, _stored(connection, kind, made, dataset))


def _reviewed_dataset(
    connection: duckdb.DuckDBPyConnection, kind: RegisterKind, rows: Sequence[RegisterRow], dataset: str
) -> str:
    """The dataset of the evaluations that review records name by id, where all of them are in one; else `dataset`.

    A spot-check list drawn from the demonstration loads back to the demonstration.
    """
    asked = sorted({id for row in rows if (id := row.text("evaluation_id"))})
    if kind is not RegisterKind.REVIEW_RECORD or not asked:
        return dataset
    found = connection.execute(
        """SELECT DISTINCT dataset FROM stored_evaluation WHERE evaluation_id IN (SELECT unnest(?::VARCHAR[]))""",
        [asked],
    ).fetchall()
    return str(found[0][0]) if len(found) == 1 else dataset


def rows_of(
    connection: duckdb.DuckDBPyConnection,
    kind: RegisterKind,
    rows: Sequence[RegisterRow],
    *,
    dataset: str,
    source: Source | None,
    codes: DepartmentCodes,
) -> list[Row]:
    """The rows as their table holds them, one a key (a later one wins; payments of one project are added up)."""
    made: dict[tuple[Any, ...], Row] = {}
    named = [] if kind is RegisterKind.SUCCESSION else [_named(row) for row in rows]
    departments, printed = columns(named)
    ends = mapped_departments(connection, dataset)
    both = departments | {ends.get(name, name) for name in departments}
    keys = ProjectKeys(connection, dataset, departments=both, codes=printed)
    if kind is RegisterKind.REVIEW_RECORD:
        _by_id(connection, keys, named, dataset)
    for position, given in enumerate(rows):
        row: Row = {"dataset": dataset, **_fitting(given)}
        row |= {
            "source_file": source.file if source else None,
            "source_sha256": source.sha256 if source else None,
            "place": str(next(iter(given.places.values()), "")) or None,
            "places": _dump({name: str(place) for name, place in given.places.items()}),
        }
        if kind is RegisterKind.SUCCESSION:
            for side in ("from", "to"):
                folded = fold_department(given.text(f"{side}_name"))
                row[f"{side}_name"] = folded.name
                row[f"{side}_code"] = codes.code(folded.name, given.text(f"{side}_code") or folded.code, None)
        else:
            own, folded = named[position], fold_department(given.text("department"))
            name = row["department"] = ends.get(own.department, own.department)
            known = given.text("project_key") or keys.found(own)
            row["project_key"] = known or keys.key(replace(own, department=name))
            row["printed_department"] = own.department if name != own.department else None
            printed_code = given.text("department_code") or folded.code if name == own.department else None
            row["department_code"] = codes.code(name, printed_code, None)
        if kind is RegisterKind.RECTIFICATION:
            row["rectification_id"] = rectification_id(connection, row)
            row["status"] = row.get("status") or STATUSES[0]
        key = _key(row, KEYS[kind])
        if kind is RegisterKind.PAYMENT and key in made:
            row["paid"] += made[key]["paid"]
        made[key] = row
    if kind is RegisterKind.REVIEW_RECORD:
        _answering(connection, list(made.values()), dataset)
    return list(made.values())


def rectification_id(connection: duckdb.DuckDBPyConnection, row: Row) -> str:
    """The id of this problem: the stored one where it is already known, else a new one."""
    problem = folded_name(str(row["problem"]))
    for held, said in connection.execute(
        """SELECT rectification_id, problem FROM stored_rectification
           WHERE dataset = ? AND project_key = ? AND year = ?""",
        [row["dataset"], row["project_key"], row["year"]],
    ).fetchall():
        if folded_name(said) == problem:
            return str(held)
    stem = "\x1f".join(map(str, (row["dataset"], row["project_key"], row["year"], problem)))
    return hashlib.sha256(stem.encode("utf-8", "replace")).hexdigest()[:16]


def relink(connection: duckdb.DuckDBPyConnection, dataset: str, changed: Collection[str]) -> int:
    """Let register rows that no form answered to find the forms just stored (changed: their ids); how many did."""
    departments: set[str] = set()
    printed: set[str] = set()
    names: set[tuple[str, str]] = set()
    numbers = numbers_of(connection, changed)
    for department, code, project in connection.execute(
        f"SELECT department, upper(replace(project_code, ' ', '')), project FROM stored_evaluation WHERE {OF_NUMBERS}",
        {"numbers": numbers},
    ).fetchall():
        departments.add(department)
        printed |= {code} - {None}
        names.add((department, fold_project(project)))
    coded = {code for code in map(real_code, printed) if code}
    # a row that no form answered to before is answered by one of these, if at all
    loose = {
        kind: [
            row for row in _loose(connection, dataset, kind, departments, printed)
            if (row[2], fold_project(row[1])) in names or real_code(row[4]) in coded
        ]
        for kind in RegisterKind
        if kind is not RegisterKind.SUCCESSION
    }  # fmt: skip
    count = 0
    if rows_left := [row for rows in loose.values() for row in rows]:
        keys = ProjectKeys(
            connection, dataset, departments={row[2] for row in rows_left}, codes={row[4] for row in rows_left if row[4]}
        )  # fmt: skip
        count = sum(_relinked(connection, dataset, kind, keys, rows) for kind, rows in loose.items())
    rows = _records(connection, dataset, numbers)
    _answering(connection, rows, dataset)
    connection.executemany(
        """UPDATE stored_review_record SET evaluation_id = ?, position = ?
           WHERE dataset = ? AND year = ? AND project_key = ? AND level3 IS NOT DISTINCT FROM ?""",
        [
            [row["evaluation_id"], row["position"], dataset, row["year"], row["project_key"], row["level3"]]
            for row in rows
        ],
    ) if rows else None
    return count


def _loose(
    connection: duckdb.DuckDBPyConnection,
    dataset: str,
    kind: RegisterKind,
    departments: Collection[str],
    printed: Collection[str],
) -> list[tuple[Any, ...]]:
    """(key, project, department, unit, code) of rows of these departments and codes that no evaluation answers to."""
    # a listed project that has a number was answered before this draft, and stays so
    open_ = "AND project_number IS NULL" if kind is RegisterKind.LISTING else ""
    return connection.execute(
        f"""WITH asked AS (SELECT DISTINCT project_key, project, department, unit, project_code FROM stored_{kind}
                WHERE dataset = $dataset {open_} AND (department IN (SELECT unnest($departments::VARCHAR[]))
                    OR upper(replace(project_code, ' ', '')) IN (SELECT unnest($codes::VARCHAR[]))))
            SELECT * FROM asked WHERE project_key NOT IN (
                SELECT project_key FROM stored_evaluation
                WHERE dataset = $dataset AND project_key IN (SELECT project_key FROM asked))""",
        {"dataset": dataset, "departments": sorted(departments), "codes": sorted(printed)},
    ).fetchall()


def _relinked(
    connection: duckdb.DuckDBPyConnection,
    dataset: str,
    kind: RegisterKind,
    keys: ProjectKeys,
    loose: Sequence[tuple[Any, ...]],
) -> int:
    count = 0
    for old, project, department, unit, code in loose:
        new = keys.found(Named(project, department, unit, code))
        if new is not None and new != old:
            connection.execute(
                f"""UPDATE stored_{kind} SET project_key = ? WHERE dataset = ? AND project_key = ? AND project = ?
                    AND department = ? AND unit IS NOT DISTINCT FROM ? AND project_code IS NOT DISTINCT FROM ?""",
                [new, dataset, old, project, department, unit, code],
            )
            count += 1
    return count


def _records(connection: duckdb.DuckDBPyConnection, dataset: str, numbers: list[int]) -> list[Row]:
    cursor = connection.execute(
        f"""SELECT year, project_key, level3 FROM stored_review_record WHERE dataset = $dataset AND project_key IN (
               SELECT project_key FROM stored_evaluation WHERE {OF_NUMBERS})""",
        {"dataset": dataset, "numbers": numbers},
    )
    return [{"year": year, "project_key": key, "level3": name} for year, key, name in cursor.fetchall()]


def _answering(connection: duckdb.DuckDBPyConnection, rows: list[Row], dataset: str) -> None:
    """Give review records the evaluation and the indicator they are about, where there is one."""
    if not rows:
        return
    found = connection.execute(
        """SELECT e.evaluation_id, e.project_key, e.year, i.position, i.level3
           FROM stored_evaluation e LEFT JOIN stored_indicator i ON i.evaluation_id = e.evaluation_id
           WHERE e.dataset = ? AND e.method = '单位自评' AND e.project_key IN (SELECT unnest(?::VARCHAR[]))
           ORDER BY e.copy DESC, i.position DESC""",
        [dataset, sorted({row["project_key"] for row in rows})],
    ).fetchall()
    owners = {(key, year): owner for owner, key, year, _, _ in found}
    positions = {
        (owner, folded_name(name)): position for owner, _, _, position, name in found if name is not None
    }
    for row in rows:
        row["evaluation_id"] = owner = owners.get((row["project_key"], row["year"]))
        name = row.get("level3")
        row["position"] = positions.get((owner, folded_name(name))) if name else None


def _by_id(
    connection: duckdb.DuckDBPyConnection, keys: ProjectKeys, named: Iterable[Named], dataset: str
) -> None:
    """The projects of the evaluations that rows name by id, whatever their department is called there."""
    asked = sorted({row.evaluation_id for row in named if row.evaluation_id})
    keys.by_id.update(
        connection.execute(
            """SELECT evaluation_id, project_key FROM stored_evaluation
               WHERE dataset = ? AND evaluation_id IN (SELECT unnest(?::VARCHAR[]))""",
            [dataset, asked],
        ).fetchall()
    )


def _named(row: RegisterRow) -> Named:
    return Named(
        str(row.values["project"]), fold_department(row.text("department")).name, row.text("unit"),
        row.text("project_code"), row.text("evaluation_id"),
    )  # fmt: skip


def _fitting(row: RegisterRow) -> Row:
    """The values as the columns hold them: texts UTF-8 can hold, amounts and scores that fit."""
    made: Row = {}
    for name, value in row.values.items():
        if isinstance(value, Decimal):
            made[name] = points(value) if name in ("points", "score") else money(value)
        else:
            made[name] = text(value) if isinstance(value, str) else value
    return made


def _stored(
    connection: duckdb.DuckDBPyConnection, kind: RegisterKind, made: Sequence[Row], dataset: str
) -> list[Row]:
    """The stored rows that these would replace."""
    replaced = {_key(row, REPLACES[kind]) for row in made}
    first = REPLACES[kind][0]
    cursor = connection.execute(
        f"SELECT * FROM stored_{kind} WHERE dataset = ? AND {first} IN (SELECT unnest(?)){_of_files(kind)}",
        [dataset, sorted({row[first] for row in made})],
    )
    names = [column[0] for column in cursor.description or ()]
    rows = (dict(zip(names, values, strict=True)) for values in cursor.fetchall())
    return [row for row in rows if _key(row, REPLACES[kind]) in replaced]


def _of_files(kind: RegisterKind) -> str:
    """Review scores entered on a page are the journal's: no file replaces them."""
    return " AND source_file IS NOT NULL" if kind is RegisterKind.REVIEW_RECORD else ""


def _difference(kind: RegisterKind, made: Sequence[Row], before: Sequence[Row]) -> RegisterWritten:
    old = {_key(row, KEYS[kind]): row for row in before}
    new = {_key(row, KEYS[kind]): row for row in made}
    changed = [key for key in new.keys() & old.keys() if not _same(new[key], old[key])]
    added, gone = new.keys() - old.keys(), old.keys() - new.keys()
    touched = [new[key] for key in [*added, *changed]] + [old[key] for key in gone]
    return RegisterWritten(
        kind, len(added), len(changed), len(new) - len(added) - len(changed), len(gone),
        frozenset(row["project_key"] for row in touched if "project_key" in row),
        frozenset((row["department_code"], row["year"]) for row in touched if "department_code" in row),
    )  # fmt: skip


def _same(new: Row, old: Row) -> bool:
    """Whether a stored row says the same; where it was read does not count, nor what people changed since."""
    if old.get("changed_by") and old["source_sha256"] == new.get("source_sha256"):
        return True
    return all(
        new.get(name) == value
        for name, value in old.items()
        if name not in (*_PROVENANCE, "changed_by", "changed_at")
    )


def _keep_provenance(row: Row, old: Row | None) -> Row:
    """A row that says the same keeps the place it was first read at."""
    return (
        {**row, **{name: old[name] for name in _PROVENANCE}} if old is not None and _same(row, old) else row
    )


def _key(row: Row, names: Sequence[str]) -> tuple[Any, ...]:
    return tuple(
        folded_name(row[name]) if name == "level3" and row.get(name) else row.get(name) for name in names
    )


def _dump(value: object) -> str:
    def plain(item: object) -> str:
        return item.isoformat() if isinstance(item, date) else str(item)

    return json.dumps(value, ensure_ascii=False, default=plain)
