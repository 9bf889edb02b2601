"""Evaluations and results into a draft: the same identity is replaced, the same form left alone."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import duckdb

from evalcore.model import Evaluation, Result, Source
from evalcore.model.codec import dump_evaluation
from evalcore.store.batch import Row, append, batch_of, insert, text
from evalcore.store.changed import mark_changed
from evalcore.store.department import BLANK, fold_department
from evalcore.store.department_codes import DepartmentCodes
from evalcore.store.findings import finding_id
from evalcore.store.identity import evaluation_id
from evalcore.store.numbers import REPEATING, ROWS_OF
from evalcore.store.renaming import Names
from evalcore.store.rows import (
    Detail,
    evaluation_row,
    facts,
    finding_row,
    indicator_rows,
    movement_rows,
    trial_columns,
    trial_rows,
)

__all__ = [
    "UNKNOWN_YEAR",
    "Detail",
    "Outcome",
    "Written",
    "foresee_evaluations",
    "write_evaluations",
]

UNKNOWN_YEAR = 0  # a form that says no year: stored under it, shown as 年度未填
_CHILDREN = ("stored_indicator", "stored_finding", "stored_movement", "stored_trial")


Outcome = Literal["added", "replaced", "unchanged"]


@dataclass(frozen=True, slots=True)
class Written:
    """What a write did: ids and outcomes in the order given, and the ids by outcome."""

    ids: tuple[str, ...]
    outcomes: tuple[Outcome, ...]
    added: tuple[str, ...]
    replaced: tuple[str, ...]
    unchanged: tuple[str, ...]
    indicators: int
    findings: int


@dataclass(frozen=True, slots=True)
class _Entry:
    evaluation: Evaluation
    result: Result
    detail: Detail
    department: str
    code: str
    key: str
    year: int
    form: str
    digest: str
    facts: str  # its numbers: equal in the pdf and the xlsx of one form


def write_evaluations(
    connection: duckdb.DuckDBPyConnection,
    entries: Iterable[tuple[Evaluation, Result]],
    *,
    dataset: str,
    simulated: bool,
    details: Sequence[Detail] | None = None,
    version: str = "",
) -> Written:
    """Store evaluations with their indicators, findings and movements, inside the caller's transaction.

    details: one per entry, what the form itself does not say. The same project, year, method and subject is
    replaced as a new revision (the old one goes to stored_revision); the same form with the same result
    changes nothing, nor does the same one in another file of this transaction (its pdf beside its xlsx); two
    forms of one identity with different numbers in one transaction are both kept, as copies. Raises
    pa.ArrowException, with nothing changed, for a value no column can hold.
    """
    pairs = list(entries)
    given = details or [Detail()] * len(pairs)
    codes = DepartmentCodes(connection, dataset)
    names = Names(connection, dataset)
    prepared = [_entry(*pair, detail, codes, names) for pair, detail in zip(pairs, given, strict=True)]
    placed = _Places(connection, dataset, prepared)
    ids: list[str] = []
    outcomes: list[Outcome] = []
    added: list[str] = []
    replaced: list[str] = []
    unchanged: list[str] = []
    tables: dict[str, list[Row]] = defaultdict(list)
    for entry in prepared:
        found = placed.find(entry)
        ids.append(found.id)
        if found.unchanged:
            unchanged.append(found.id)
            outcomes.append("unchanged")
            continue
        outcomes.append("added" if found.revision == 1 else "replaced")
        (added if found.revision == 1 else replaced).append(found.id)
        _rows_of(tables, entry, found.id, dataset)
        tables["stored_evaluation"].append(
            evaluation_row(entry.evaluation, entry.result, entry.detail)
            | trial_columns(entry.evaluation, entry.result)
            | {
                "evaluation_id": found.id,
                "dataset": dataset,
                "simulated": simulated,
                "project_key": entry.key,
                "department": entry.department,
                "department_code": entry.code,
                "year": entry.year,
                "revision": found.revision,
                "copy": found.copy,
                "digest": entry.digest,
                "form": entry.form,
            }
        )
    tables["stored_evaluation"].sort(
        key=lambda row: (row["year"], row["department_code"], row["evaluation_id"])
    )
    batches = {table: batch_of(connection, table, rows) for table, rows in tables.items()}  # may raise …
    _retire(connection, replaced, version)  # … and nothing has been changed until here
    for table, batch in batches.items():
        append(connection, table, batch)
    codes.settle()
    placed.remember()
    mark_changed(connection, [*added, *replaced])
    return Written(
        tuple(ids), tuple(outcomes), tuple(added), tuple(replaced), tuple(unchanged),
        len(tables["stored_indicator"]), len(tables["stored_finding"]),
    )  # fmt: skip


def foresee_evaluations(
    connection: duckdb.DuckDBPyConnection,
    entries: Iterable[tuple[Evaluation, Result]],
    *,
    dataset: str,
    departments: Mapping[str, str] | None = None,
) -> list[tuple[str, Outcome]]:
    """(id, outcome) of what write_evaluations would do, for a preview; a read-only connection will do.

    departments: printed folded name → name, as it will be mapped by then.
    """
    codes = DepartmentCodes(connection, dataset)
    names = Names(connection, dataset, departments)
    prepared = [_entry(*pair, Detail(), codes, names) for pair in entries]
    placed = _Places(connection, dataset, prepared)
    found = [placed.find(entry) for entry in prepared]
    return [
        (each.id, "unchanged" if each.unchanged else "added" if each.revision == 1 else "replaced")
        for each in found
    ]


def _entry(
    evaluation: Evaluation, result: Result, detail: Detail, codes: DepartmentCodes, names: Names
) -> _Entry:
    folded = fold_department(evaluation.department)
    code = codes.code(folded.name, detail.department_code or folded.code, detail.department_kind)
    nameless = replace(evaluation, source=Source("", evaluation.source.sha256, "", evaluation.source.url))
    judged = (
        result.rule_set, result.points, result.scores, result.execution_points, result.execution,
        result.total, result.grade_text, result.findings, detail,
    )  # fmt: skip
    content = f"{_form(nameless)}\x1f{judged!r}".encode("utf-8", "replace")
    return _Entry(
        evaluation, result, detail, text(folded.name) or BLANK, code,
        detail.project_key or names.key(evaluation, folded.name),
        UNKNOWN_YEAR if evaluation.year is None else evaluation.year,
        _form(evaluation), hashlib.sha256(content).hexdigest()[:32], facts(evaluation),
    )  # fmt: skip


def _form(evaluation: Evaluation) -> str:
    """The form's JSON. A broken file's half surrogate pair, which UTF-8 cannot hold, becomes ?."""
    return text(dump_evaluation(evaluation)) or ""


def _rows_of(tables: dict[str, list[Row]], entry: _Entry, owner: str, dataset: str) -> None:
    place = {
        "evaluation_id": owner,
        "dataset": dataset,
        "year": entry.year,
        "department_code": entry.code,
    }
    tables["stored_indicator"] += [row | place for row in indicator_rows(entry.evaluation, entry.result)]
    tables["stored_movement"] += [row | {"evaluation_id": owner} for row in movement_rows(entry.evaluation)]
    tables["stored_trial"] += [
        row | {"evaluation_id": owner} for row in trial_rows(entry.evaluation, entry.result)
    ]
    seen: dict[tuple[str, int | None], int] = defaultdict(int)
    for finding in entry.result.findings:
        stem = (finding.code, finding.indicator)
        seen[stem] += 1
        number = finding_id(
            dataset, finding.code, owner, entry.code, entry.year, finding.indicator, seen[stem]
        )
        tables["stored_finding"].append(
            finding_row(finding) | place | {"finding_id": number, "origin": "form"}
        )


def _retire(connection: duckdb.DuckDBPyConnection, ids: Sequence[str], version: str) -> None:
    """Move replaced evaluations to stored_revision and clear their rows."""
    if not ids:
        return
    connection.execute(
        """INSERT INTO stored_revision SELECT evaluation_id, revision, ?, self_score, recomputed, source_file,
           source_sha256, form FROM stored_evaluation WHERE evaluation_id IN (SELECT unnest(?))""",
        [version, list(ids)],
    )
    for table in (*_CHILDREN, "stored_evaluation"):
        own = ROWS_OF if table in REPEATING else ("evaluation_id IN (SELECT unnest($ids::VARCHAR[]))",)
        for rows in own:
            connection.execute(f"DELETE FROM {table} WHERE {rows}", {"ids": list(ids)})


@dataclass(frozen=True, slots=True)
class _Found:
    id: str
    revision: int
    copy: int
    unchanged: bool


class _Places:
    """Which stored evaluation a form is: a new one, a revision, the very same, or a copy beside one."""

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, dataset: str, entries: Sequence[_Entry]
    ) -> None:
        self.connection = connection
        self.dataset = dataset
        self.stored: dict[str, tuple[int, str, str | None]] = {}  # id → revision, digest, file
        self.touched: dict[str, str] = {}  # ids this transaction has written or met → their facts
        self.new: dict[str, str] = {}
        connection.execute("CREATE TEMP TABLE IF NOT EXISTS touched (evaluation_id VARCHAR, facts VARCHAR)")
        pending, copy = list(entries), 1
        while pending:
            ids = [sorted({self._id(entry, copy) for entry in pending})]
            rows = connection.execute(
                """SELECT evaluation_id, revision, digest, source_file FROM stored_evaluation
                   WHERE evaluation_id IN (SELECT unnest(?))""",
                ids,
            ).fetchall()
            self.stored.update({row[0]: (row[1], row[2], row[3]) for row in rows})
            self.touched.update(
                connection.execute(
                    "SELECT evaluation_id, facts FROM touched WHERE evaluation_id IN (SELECT unnest(?))", ids
                ).fetchall()
            )
            pending = [entry for entry in pending if self._id(entry, copy) in self.stored]
            copy += 1

    def find(self, entry: _Entry) -> _Found:
        """Same content first, then the same file's copy, then the first not touched yet, then a new one."""
        ids = [self._id(entry, 1)]
        while ids[-1] in self.stored:
            ids.append(self._id(entry, len(ids) + 1))
        held = list(enumerate(ids[:-1], 1))
        for copy, name in held:
            if self.stored[name][1] == entry.digest or self.touched.get(name) == entry.facts:
                self._touch(name, entry)
                return _Found(name, self.stored[name][0], copy, True)
        file = entry.evaluation.source.file
        free = [(copy, name) for copy, name in held if name not in self.touched]
        same_file = [(copy, name) for copy, name in free if self.stored[name][2] == file]
        copy, name = (same_file or free or [(len(ids), ids[-1])])[0]
        revision = self.stored[name][0] + 1 if name in self.stored else 1
        self.stored[name] = (revision, entry.digest, file)
        self._touch(name, entry)
        return _Found(name, revision, copy, False)

    def remember(self) -> None:
        """Let the next batch of this transaction know what this one met."""
        rows = [{"evaluation_id": name, "facts": facts} for name, facts in self.new.items()]
        insert(self.connection, "touched", rows)

    def _touch(self, name: str, entry: _Entry) -> None:
        if name not in self.touched:
            self.new[name] = entry.facts
        self.touched[name] = self.touched.get(name, entry.facts)

    def _id(self, entry: _Entry, copy: int) -> str:
        form = entry.evaluation
        return evaluation_id(self.dataset, entry.key, entry.year, form.method.value, form.subject.value, copy)
