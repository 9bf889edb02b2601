"""What confirming an intake would do: form by form and list by list, against the version that serves now."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from evalcore.errors import LoadError
from evalcore.loaders.intake import DATASET, Intake
from evalcore.loaders.mapping import UnknownHeader, unknown_headers
from evalcore.loaders.read import FileReading
from evalcore.loaders.register_words import label_of
from evalcore.loaders.revision import Change, changes
from evalcore.model import Evaluation, Finding, Result
from evalcore.scoring.total import score_evaluation
from evalcore.store.connect import open_draft, open_read_only
from evalcore.store.department import BLANK, fold_department
from evalcore.store.journal import Journal
from evalcore.store.read import read_evaluation
from evalcore.store.register import foresee_register
from evalcore.store.renaming import settled
from evalcore.store.schema import create_tables, migrations, schema_number
from evalcore.store.version import Store
from evalcore.store.write import Outcome, foresee_evaluations

OUTCOMES: dict[Outcome, str] = {"added": "新增", "replaced": "修订", "unchanged": "无变化"}
GUESSES = 3
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class FormPreview:
    """One form: what it is, what would become of it, and (修订) what it says otherwise than the stored one."""

    file: str
    project: str
    year: int | None
    department: str
    unit: str
    method: str
    outcome: Outcome
    self_score: Decimal | None
    recomputed: Decimal | None
    changes: tuple[Change, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class ListPreview:
    """One list: how many rows are new, changed, the same, and how many stored rows it takes away."""

    file: str
    kind: str
    years: tuple[int, ...]
    rows: int
    added: int
    changed: int
    unchanged: int
    removed: int
    skipped: int


@dataclass(frozen=True, slots=True)
class UnknownDepartment:
    """A department no version knows: as printed (folded), where, and known ones that look like it."""

    printed: str
    files: tuple[str, ...]
    guesses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """rejected: files of which nothing would be stored; refused: rows of lists that would not. version: compared with."""

    version: str | None
    forms: tuple[FormPreview, ...]
    lists: tuple[ListPreview, ...]
    rejected: tuple[LoadError, ...]
    refused: tuple[LoadError, ...]
    headers: tuple[UnknownHeader, ...]
    departments: tuple[UnknownDepartment, ...]

    @property
    def changes_anything(self) -> bool:
        """Whether confirming would publish a version."""
        return any(form.outcome != "unchanged" for form in self.forms) or any(
            each.added or each.changed or each.removed for each in self.lists
        )


def preview(intake: Intake) -> Preview:
    """Compare what was read with the current version; nothing is written. Raises StoreError."""
    readings = [reading for reading, _ in intake.readings()]
    now = intake.store.current()
    with _current(intake.store) as connection:
        scored, failed = _scored(readings)
        forms = [
            _form(connection, reading.file, form, result, owner, outcome)
            for (reading, form, result), (owner, outcome) in zip(
                scored,
                foresee_evaluations(
                    connection,
                    [(form, result) for _, form, result in scored],
                    dataset=DATASET,
                    departments=intake.departments,
                ),
                strict=True,
            )
        ]
        lists = []
        for reading in readings:
            for register in reading.registers:
                told = foresee_register(connection, register.kind, register.rows, dataset=DATASET)
                years = {row.values["year"] for row in register.rows}
                lists.append(
                    ListPreview(
                        reading.file, label_of(register.kind), tuple(sorted(year for year in years if isinstance(year, int))),
                        len(register.rows), told.added, told.changed, told.unchanged, told.removed, register.skipped,
                    )
                )  # fmt: skip
        departments = tuple(_departments(connection, intake, readings))
    explained = intake.headers
    headers: dict[str, UnknownHeader] = {}
    for reading in readings:
        for header in unknown_headers(reading):
            if header.key not in explained:
                headers.setdefault(header.key, header)
    rejected = [error for reading in readings for error in reading.errors]
    rejected += [
        _nothing(reading)
        for reading in readings
        if not (reading.errors or reading.forms or reading.registers)
    ]
    return Preview(
        None if now is None else now.id, tuple(forms), tuple(lists), (*rejected, *failed),
        tuple(error for reading in readings for error in reading.refused),
        tuple(headers.values()), departments,
    )  # fmt: skip


@contextmanager
def _current(store: Store) -> Iterator[duckdb.DuckDBPyConnection]:
    """The current version read-only; empty tables where there is none, a copy brought forward of an older schema."""
    now = store.current()
    with TemporaryDirectory() as folder:
        connection = duckdb.connect(":memory:") if now is None else open_read_only(now.path)
        try:
            if now is not None and schema_number(connection) < max(number for number, _ in migrations()):
                connection.close()
                connection = open_draft(Path(shutil.copy(now.path, folder)))
                now = None
            if now is None:
                create_tables(connection)
            yield connection
        finally:
            connection.close()


_Scored = tuple[FileReading, Evaluation, Result]


def _scored(readings: Iterable[FileReading]) -> tuple[list[_Scored], list[LoadError]]:
    """Forms with their results; a file with errors, or one that cannot be recomputed, stores nothing."""
    scored: list[_Scored] = []
    failed: list[LoadError] = []
    for reading in readings:
        if reading.errors:
            continue
        try:
            scored += [(reading, form, score_evaluation(form)) for form in reading.forms]
        except Exception as fault:  # noqa: BLE001 - one form must never hide the others; the trace is logged
            _log.exception("scoring %s", reading.file)
            remedy = "请将文件交系统管理员；其余文件不受影响"
            failed.append(
                LoadError(reading.file, "复算程序未能处理此文件", remedy, value=type(fault).__name__)
            )
    return scored, failed


def _form(
    connection: duckdb.DuckDBPyConnection,
    file: str,
    form: Evaluation,
    result: Result,
    owner: str,
    outcome: Outcome,
) -> FormPreview:
    said: tuple[Change, ...] = ()
    if outcome == "replaced":
        stored = connection.execute(
            "SELECT 1 FROM stored_evaluation WHERE evaluation_id = ?", [owner]
        ).fetchall()
        said = changes(read_evaluation(connection, owner), form) if stored else ()
    return FormPreview(
        file, form.project, form.year, fold_department(form.department).name, form.unit or "", form.method.value,
        outcome, form.self_score, result.total.value, said, result.findings,
    )  # fmt: skip


def _departments(
    connection: duckdb.DuckDBPyConnection, intake: Intake, readings: Iterable[FileReading]
) -> Iterator[UnknownDepartment]:
    """Names no stored department bears, unless nothing is stored to compare with."""
    known = {
        name
        for (name,) in connection.execute(
            "SELECT DISTINCT name FROM stored_department WHERE dataset = ? AND name <> ?", [DATASET, BLANK]
        ).fetchall()
    }
    if not known:
        return
    said = [
        (entry.subject, str(entry.value["name"]))
        for entry in Journal(intake.store.folder).entries("department")
        if entry.dataset == DATASET
    ]
    mapped = settled(said)
    met: dict[str, dict[str, None]] = {}
    for reading in readings:
        printed = [form.department for form in reading.forms]
        printed += [row.text("department") for register in reading.registers for row in register.rows]
        for text in printed:
            name = fold_department(text).name
            if text and name not in known and name not in mapped and name != BLANK:
                met.setdefault(name, {})[reading.file] = None
    for name, files in met.items():
        yield UnknownDepartment(name, tuple(files), _alike(name, known))


def _alike(name: str, known: Collection[str]) -> tuple[str, ...]:
    """Known names that contain this one or the other way round, then those spelled alike."""
    inside = sorted((other for other in known if name in other or other in name), key=len)
    alike = get_close_matches(name, sorted(known), n=GUESSES, cutoff=0.5)
    return tuple(dict.fromkeys([*inside, *alike]))[:GUESSES]


def _nothing(reading: FileReading) -> LoadError:
    return LoadError(reading.file, "没有找到评价表、报告或清单", "请核对文件内容后重新报送")
