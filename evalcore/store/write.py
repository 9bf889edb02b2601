"""Evaluations and results into a draft: the same identity is replaced, the same form left alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import duckdb

from evalcore.model import Evaluation, Result
from evalcore.store.batch import append, batch_of, insert
from evalcore.store.changed import mark_changed
from evalcore.store.department import BLANK, fold_department
from evalcore.store.department_codes import DepartmentCodes
from evalcore.store.findings import finding_id
from evalcore.store.identity import evaluation_id
from evalcore.store.prepared import Prepared, prepare, tell_apart
from evalcore.store.renaming import Names
from evalcore.store.revision import retire_evaluations
from evalcore.store.row import Row, text
from evalcore.store.rows import Detail

__all__ = [
    "UNKNOWN_YEAR",
    "Detail",
    "Outcome",
    "Written",
    "foresee_evaluations",
    "write_evaluations",
    "write_prepared",
]

UNKNOWN_YEAR = 0  # a form that says no year: stored under it, shown as 年度未填


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
    """A prepared evaluation with what the store knows about it: department, code, the project's key, the year."""

    prepared: Prepared
    department: str
    code: str
    known_as: str  # the code its findings are known under: of the name people mapped its department to
    key: str
    year: int


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
    made = [prepare(*pair, detail) for pair, detail in zip(pairs, given, strict=True)]
    return write_prepared(connection, made, dataset=dataset, simulated=simulated, version=version)


def write_prepared(
    connection: duckdb.DuckDBPyConnection,
    evaluations: Iterable[Prepared],
    *,
    dataset: str,
    simulated: bool,
    version: str = "",
) -> Written:
    """write_evaluations, for evaluations whose rows were made elsewhere."""
    codes = DepartmentCodes(connection, dataset)
    names = Names(connection, dataset)
    prepared = [_entry(each, codes, names) for each in evaluations]
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
            entry.prepared.rows["stored_evaluation"][0]
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
                "digest": entry.prepared.digest,
                "form": entry.prepared.form,
            }
        )
    tables["stored_evaluation"].sort(
        key=lambda row: (row["year"], row["department_code"], row["evaluation_id"])
    )
    batches = {table: batch_of(connection, table, rows) for table, rows in tables.items()}  # may raise …
    retire_evaluations(connection, replaced, version)  # … and nothing has been changed until here
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
    prepared = [_entry(tell_apart(*pair), codes, names) for pair in entries]
    placed = _Places(connection, dataset, prepared)
    found = [placed.find(entry) for entry in prepared]
    return [
        (each.id, "unchanged" if each.unchanged else "added" if each.revision == 1 else "replaced")
        for each in found
    ]


def _entry(prepared: Prepared, codes: DepartmentCodes, names: Names) -> _Entry:
    about, detail = prepared.about, prepared.detail
    folded = fold_department(about.department)
    code = codes.code(folded.name, detail.department_code or folded.code, detail.department_kind)
    key = detail.project_key or names.key(about, folded.name)
    year = UNKNOWN_YEAR if about.year is None else about.year
    end = names.ends.get(folded.name, folded.name)
    known_as = code if end == folded.name else codes.known.get(end, end)
    return _Entry(prepared, text(folded.name) or BLANK, code, known_as, key, year)


def _rows_of(tables: dict[str, list[Row]], entry: _Entry, owner: str, dataset: str) -> None:
    place = {
        "evaluation_id": owner,
        "dataset": dataset,
        "year": entry.year,
        "department_code": entry.code,
    }
    made = entry.prepared.rows
    tables["stored_indicator"] += [row | place for row in made["stored_indicator"]]
    for table in ("stored_movement", "stored_trial"):
        tables[table] += [row | {"evaluation_id": owner} for row in made[table]]
    seen: dict[tuple[str, int | None], int] = defaultdict(int)
    for row in made["stored_finding"]:
        stem = (row["code"], row["position"])
        seen[stem] += 1
        number = finding_id(dataset, stem[0], owner, entry.known_as, entry.year, stem[1], seen[stem])
        tables["stored_finding"].append(row | place | {"finding_id": number, "origin": "form"})


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
            if (
                self.stored[name][1] == entry.prepared.digest
                or self.touched.get(name) == entry.prepared.facts
            ):
                self._touch(name, entry)
                return _Found(name, self.stored[name][0], copy, True)
        file = entry.prepared.about.source.file
        free = [(copy, name) for copy, name in held if name not in self.touched]
        same_file = [(copy, name) for copy, name in free if self.stored[name][2] == file]
        copy, name = (same_file or free or [(len(ids), ids[-1])])[0]
        revision = self.stored[name][0] + 1 if name in self.stored else 1
        self.stored[name] = (revision, entry.prepared.digest, file)
        self._touch(name, entry)
        return _Found(name, revision, copy, False)

    def remember(self) -> None:
        """Let the next batch of this transaction know what this one met."""
        rows = [{"evaluation_id": name, "facts": facts} for name, facts in self.new.items()]
        insert(self.connection, "touched", rows)

    def _touch(self, name: str, entry: _Entry) -> None:
        if name not in self.touched:
            self.new[name] = entry.prepared.facts
        self.touched[name] = self.touched.get(name, entry.prepared.facts)

    def _id(self, entry: _Entry, copy: int) -> str:
        form = entry.prepared.about
        return evaluation_id(self.dataset, entry.key, entry.year, form.method.value, form.subject.value, copy)
