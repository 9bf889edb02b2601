"""The journal's entries made true in a draft: stored_entry and what each entry changes.

Replaying is ordered (a later entry about the same subject wins) and idempotent (what is already so stays). It
runs when a load begins and again before it publishes, so that a form that was replaced, a finding that was
remade or a list that was loaded anew shows what people said about it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC
from typing import Any

import duckdb

from evalcore.store.alias import current, follow_entries, take_identities
from evalcore.store.batch import insert
from evalcore.store.changed import changed_ids, mark_changed
from evalcore.store.journal import LEDGER, Entry, day, dump_value
from evalcore.store.renaming import rename_departments
from evalcore.store.review import apply_reviews, link_reviews
from evalcore.store.row import Row

Connection = duckdb.DuckDBPyConnection
_NEEDED = ("dataset", "year", "project_key", "project", "department", "department_code", "problem", "status")


def replay(connection: Connection, journal: Iterable[Entry], version: str) -> int:
    """Bring the draft (`version`) up to the journal; how many entries it did not hold before."""
    entries, new = _merged(connection, journal)
    _keep(connection, new)
    _departments(connection, [entry for entry in entries if entry.kind == "department"], version)
    follow_entries(connection)
    of_kind: dict[str, list[Entry]] = {}
    for entry in current(connection, entries):
        of_kind.setdefault(entry.kind, []).append(entry)
    for kind, effect in _EFFECTS.items():
        if kind in of_kind:
            effect(connection, of_kind[kind])
    link_reviews(connection)
    fresh = {entry.subject for entry in current(connection, new) if entry.kind == "review_score"}
    mark_changed(connection, fresh)
    apply_reviews(connection, of_kind.get("review_score", []), changed_ids(connection))
    return len(new)


def _merged(connection: Connection, journal: Iterable[Entry]) -> tuple[list[Entry], list[Entry]]:
    """All entries in order, and those the draft lacks. What a lost journal no longer says, the draft still does."""
    stored = [
        Entry(name, at.replace(tzinfo=UTC), who, kind, dataset, subject, json.loads(value))
        for name, at, who, kind, dataset, subject, value in connection.execute(
            """SELECT entry_id, entered_at, who, kind, dataset, subject, value
               FROM stored_entry ORDER BY number NULLS FIRST, entered_at, entry_id"""
        ).fetchall()
    ]
    said = list(journal)
    known, kept = {entry.entry_id for entry in stored}, {entry.entry_id for entry in said}
    new = [entry for entry in said if entry.entry_id not in known]
    return [entry for entry in stored if entry.entry_id not in kept] + said, new


def _keep(connection: Connection, new: Sequence[Entry]) -> None:
    (last,) = connection.execute("SELECT coalesce(max(number), 0) FROM stored_entry").fetchall()[0]
    rows = [
        {
            "entry_id": entry.entry_id,
            "entered_at": entry.entered_at.astimezone(UTC).replace(tzinfo=None),
            "who": entry.who,
            "kind": entry.kind,
            "dataset": entry.dataset,
            "subject": entry.subject,
            "value": dump_value(entry),
            "number": number,
        }
        for number, entry in enumerate(new, last + 1)
    ]
    insert(connection, "stored_entry", rows)


def _finding_statuses(connection: Connection, entries: Sequence[Entry]) -> None:
    last = {(entry.dataset, entry.subject): entry for entry in entries}
    columns = list(zip(*(
        (
            entry.dataset, entry.subject, entry.value["status"], entry.value.get("note"), entry.who,
            entry.entered_at.astimezone(UTC).replace(tzinfo=None),
        )
        for entry in last.values()
    ), strict=True))  # fmt: skip
    told = connection.execute(
        """UPDATE stored_finding SET status = n.status, status_note = n.note, status_by = n.who, status_at = n.at
           FROM (SELECT unnest(?::VARCHAR[]) AS dataset, unnest(?::VARCHAR[]) AS id,
                        unnest(?::VARCHAR[]) AS status, unnest(?::VARCHAR[]) AS note,
                        unnest(?::VARCHAR[]) AS who, unnest(?::TIMESTAMP[]) AS at) n
           WHERE stored_finding.finding_id = n.id AND stored_finding.dataset = n.dataset
             AND (stored_finding.status <> n.status OR stored_finding.status_at IS DISTINCT FROM n.at)
           RETURNING stored_finding.evaluation_id""",
        [list(column) for column in columns],
    ).fetchall()
    mark_changed(connection, {row[0] for row in told} - {None})


def _project_links(connection: Connection, entries: Sequence[Entry]) -> None:
    last = {entry.subject: entry for entry in entries}
    held = {
        f"{before}→{after}": (year, kind, status)
        for before, after, year, kind, status in connection.execute(
            "SELECT from_key, to_key, year, kind, status FROM stored_project_link"
        ).fetchall()
    }
    rows: list[Row] = []
    for subject, entry in last.items():
        before, _, after = subject.partition("→")
        said = (int(entry.value["year"]), str(entry.value["kind"]), str(entry.value["status"]))
        if held.get(subject) != said:
            rows.append(
                dict(
                    zip(("from_key", "to_key", "year", "kind", "status"), (before, after, *said), strict=True)
                )
            )
    connection.execute(
        """DELETE FROM stored_project_link WHERE from_key || '→' || to_key IN (SELECT unnest(?::VARCHAR[]))""",
        [[f"{row['from_key']}→{row['to_key']}" for row in rows]],
    )
    insert(connection, "stored_project_link", rows)


def _rectifications(connection: Connection, entries: Sequence[Entry]) -> None:
    """Each entry changes the columns it names; a row no file has is made once its columns are all said."""
    said: dict[tuple[str, str], dict[str, Any]] = {}
    for entry in entries:
        row = said.setdefault((entry.dataset, entry.subject), {"dataset": entry.dataset})
        row |= {name: _ledger_value(name, value) for name, value in entry.value.items() if name in LEDGER}
        row |= {"changed_by": entry.who, "changed_at": entry.entered_at.astimezone(UTC).replace(tzinfo=None)}
    cursor = connection.execute(
        "SELECT * FROM stored_rectification WHERE rectification_id IN (SELECT unnest(?::VARCHAR[]))",
        [[subject for _, subject in said]],
    )
    names = [column[0] for column in cursor.description or ()]
    held = {
        (row["dataset"], row["rectification_id"]): row
        for row in (dict(zip(names, values, strict=True)) for values in cursor.fetchall())
    }
    rows = []
    for key, changes in said.items():
        before: Mapping[str, Any] = held.get(key, {"rectification_id": key[1], "status": "待整改"})
        row = {**before, **changes}
        if row != before and all(row.get(name) is not None for name in _NEEDED):
            rows.append(row)
    connection.execute(
        """DELETE FROM stored_rectification WHERE rectification_id || chr(31) || dataset IN (
               SELECT unnest(?::VARCHAR[]))""",
        [[f"{row['rectification_id']}\x1f{row['dataset']}" for row in rows]],
    )
    insert(connection, "stored_rectification", rows)


def _ledger_value(name: str, value: Any) -> Any:
    if name == "due":
        return day(value)
    if name == "year":
        return int(value)
    return None if value is None else str(value)


def _departments(connection: Connection, entries: Sequence[Entry], version: str) -> None:
    """First of all: what the other entries are about may go by another id afterwards."""
    rename_departments(
        connection, [(entry.dataset, entry.subject, str(entry.value["name"])) for entry in entries]
    )
    for dataset in sorted({entry.dataset for entry in entries}):
        take_identities(connection, dataset, version)


# kind → what its entries change; header and indicator_group are only kept, for those who ask
_EFFECTS: dict[str, Callable[[Connection, Sequence[Entry]], None]] = {
    "project_link": _project_links,
    "finding_status": _finding_statuses,
    "rectification": _rectifications,
}
