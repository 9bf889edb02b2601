"""One identity for what was stored under two names of a department: stored evaluations take the mapped name's identity.

Where both names have an evaluation of the same project, year and method, the one loaded later is the revision of the
other. Old ids and keys stay known as aliases, so that reviews, statuses, links and addresses go on meaning the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace

import duckdb

from evalcore.model import Evaluation
from evalcore.store.changed import mark_changed
from evalcore.store.findings import finding_id
from evalcore.store.identity import evaluation_id, project_key
from evalcore.store.journal import Entry
from evalcore.store.numbers import REPEATING, own_rows
from evalcore.store.revision import CHILDREN, retire_evaluations

Connection = duckdb.DuckDBPyConnection
#: tables beside the forms that know a project by its key, and whether they repeat its number
_KEYED = {
    "stored_listing": True, "stored_approved_target": False, "stored_review_record": False,
    "stored_rectification": True, "stored_next_budget": True, "stored_payment": False,
}  # fmt: skip
#: kind of entry → kind of alias its subject may be known under
_SUBJECTS = {"review_score": "evaluation", "finding_status": "finding"}


@dataclass(frozen=True, slots=True)
class _Move:
    """An evaluation, and the identity that is its own under its department's name of today."""

    old: str
    new: str
    old_key: str
    new_key: str
    revision: int
    loaded: str  # the version its file came with; "" where none is noted


def take_identities(connection: Connection, dataset: str, version: str) -> None:
    """Give evaluations whose department was renamed (or given back its name) the identity that follows from it.

    Inside the caller's transaction, after rename_departments; what already has it is left alone. version: the draft's.
    """
    while moves := _ready(_moves(connection, dataset)):
        held = _revisions(connection, {move.new for move in moves})
        met = [move for move in moves if move.new in held]
        later = [move for move in met if move.loaded > held[move.new][1]]  # than the one that is there
        earlier = [move for move in met if move not in later]
        _rename_findings(connection, dataset, moves)
        gone = [move.new for move in later] + [move.old for move in earlier]
        retire_evaluations(connection, gone, version)
        shifted = {move.old: held[move.new][0] for move in later}
        _shift(connection, shifted | {move.new: move.revision for move in earlier})
        _take(connection, {move.old: move.new for move in moves})
        _rekey(connection, dataset, {move.old_key: move.new_key for move in moves})
        pairs = {("evaluation", move.old, move.new) for move in moves}
        remember(connection, dataset, pairs | {("project", move.old_key, move.new_key) for move in moves})
        mark_changed(connection, {move.new for move in moves})


def _ready(moves: Iterable[_Move]) -> list[_Move]:
    """One move to each identity, none to one that is about to be left: the others follow in the next round."""
    waiting = list(moves)
    left = {move.old for move in waiting}
    return list({move.new: move for move in reversed(waiting) if move.new not in left}.values())


def remember(connection: Connection, dataset: str, pairs: Collection[tuple[str, str, str]]) -> None:
    """Note (kind, old, new). What led to an old one leads to the new one; one that is its own again is no alias."""
    steps = [list(each) for each in zip(*sorted(pair for pair in pairs if pair[1] != pair[2]), strict=True)]
    if not steps:
        return
    given = [dataset, *steps]
    said = """(SELECT ?::VARCHAR AS dataset, unnest(?::VARCHAR[]) AS kind, unnest(?::VARCHAR[]) AS old,
                      unnest(?::VARCHAR[]) AS new) AS n"""
    same = "a.dataset = n.dataset AND a.kind = n.kind"
    connection.execute(
        f"UPDATE stored_alias AS a SET new = n.new FROM {said} WHERE {same} AND a.new = n.old", given
    )
    connection.execute(
        f"DELETE FROM stored_alias AS a USING {said} WHERE {same} AND a.old IN (n.old, n.new)", given
    )
    connection.execute(f"INSERT INTO stored_alias SELECT dataset, kind, old, new FROM {said}", given)


def follow_entries(connection: Connection) -> None:
    """The draft's entries stand under the ids their subjects go by now; the journal keeps them as they were said."""
    for entry, kind in _SUBJECTS.items():
        connection.execute(
            """UPDATE stored_entry SET subject = a.new FROM stored_alias AS a
               WHERE stored_entry.kind = ? AND a.kind = ? AND a.dataset = stored_entry.dataset
                 AND a.old = stored_entry.subject""",
            [entry, kind],
        )


def current(connection: Connection, entries: Iterable[Entry]) -> list[Entry]:
    """The entries, each about what its subject goes by now."""
    now: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    for dataset, kind, old, new in connection.execute(
        "SELECT dataset, kind, old, new FROM stored_alias"
    ).fetchall():
        now[dataset, kind][old] = new
    return [_current(entry, now) for entry in entries] if now else list(entries)


def _current(entry: Entry, now: dict[tuple[str, str], dict[str, str]]) -> Entry:
    if entry.kind in _SUBJECTS:
        names = now[entry.dataset, _SUBJECTS[entry.kind]]
        return replace(entry, subject=names.get(entry.subject, entry.subject))
    keys = now[entry.dataset, "project"]
    if entry.kind == "project_link":
        before, _, after = entry.subject.partition("→")
        return replace(entry, subject=f"{keys.get(before, before)}→{keys.get(after, after)}")
    if entry.kind == "rectification" and (key := entry.value.get("project_key")) in keys:
        return replace(entry, value={**entry.value, "project_key": keys[str(key)]})
    return entry


def _moves(connection: Connection, dataset: str) -> Iterator[_Move]:
    rows = connection.execute(
        """SELECT e.evaluation_id, e.project_key, e.project, e.year, e.department, e.unit, e.project_code, e.method,
                  e.subject, e.copy, e.revision, coalesce(f.version, '')
           FROM stored_evaluation AS e
           LEFT JOIN (SELECT sha256, min(version) AS version FROM stored_source_file GROUP BY sha256) AS f
               ON f.sha256 = e.source_sha256
           WHERE e.dataset = ? AND e.printed_department IS NOT NULL AND e.project_key LIKE 'name:%'
           ORDER BY f.version NULLS FIRST, e.evaluation_id""",
        [dataset],
    ).fetchall()
    for old, old_key, project, year, department, unit, code, method, subject, copy, revision, loaded in rows:
        key = project_key(Evaluation(project, year, department, unit, code), department)
        new = evaluation_id(dataset, key, year, method, subject, copy)
        if new != old:
            yield _Move(old, new, old_key, key, revision, loaded)


def _revisions(connection: Connection, ids: Collection[str]) -> dict[str, tuple[int, str]]:
    """Id → revision and the version its file came with, of those that are stored."""
    rows = connection.execute(
        """SELECT e.evaluation_id, e.revision, coalesce(min(f.version), '') FROM stored_evaluation AS e
           LEFT JOIN stored_source_file AS f ON f.sha256 = e.source_sha256
           WHERE e.evaluation_id IN (SELECT unnest(?::VARCHAR[])) GROUP BY ALL""",
        [sorted(ids)],
    ).fetchall()
    return {name: (revision, loaded) for name, revision, loaded in rows}


def _take(connection: Connection, names: dict[str, str]) -> None:
    """Rows of the old ids go under the new ones."""
    said = """(SELECT s.old, s.new, e.number FROM (SELECT unnest(?::VARCHAR[]) AS old, unnest(?::VARCHAR[]) AS new) AS s
               LEFT JOIN stored_evaluation AS e ON e.evaluation_id = s.old) AS n"""
    given = [list(names), list(names.values())]
    connection.execute(
        f"""UPDATE stored_evaluation_key SET evaluation_id = n.new, shelf = NULL FROM {said}
            WHERE stored_evaluation_key.number = n.number""",
        given,
    )
    for table in (
        *CHILDREN,
        "stored_revision",
        "stored_review_record",
        "stored_evaluation",
    ):  # its own row last
        own: tuple[str, ...] = (f"{table}.evaluation_id = n.old",)
        if table in REPEATING:  # by number: their rows are many
            own = (f"{table}.evaluation_number = n.number", f"{table}.evaluation_number IS NULL AND {own[0]}")
        for rows in own:
            connection.execute(f"UPDATE {table} SET evaluation_id = n.new FROM {said} WHERE {rows}", given)


def _shift(connection: Connection, by: dict[str, int]) -> None:
    """Number the revisions of these evaluations so many later."""
    for table in ("stored_evaluation", "stored_revision"):
        connection.execute(
            f"""UPDATE {table} SET revision = {table}.revision + n.later
                FROM (SELECT unnest(?::VARCHAR[]) AS id, unnest(?::INTEGER[]) AS later) AS n
                WHERE {table}.evaluation_id = n.id""",
            [list(by), list(by.values())],
        )


def _rename_findings(connection: Connection, dataset: str, moves: Collection[_Move]) -> None:
    """Findings of the old ids are known as the ones the new ids would have (see write.py, findings.py)."""
    names = {move.old: move.new for move in moves}
    rows = [
        row
        for own, asked in own_rows(connection, names)
        for row in connection.execute(
            f"""SELECT evaluation_id, finding_id, code, origin, department_code, year, position FROM stored_finding
                WHERE {own} ORDER BY rowid""",
            asked,
        ).fetchall()
    ]
    seen: dict[tuple[object, ...], int] = defaultdict(int)
    new: dict[str, str] = {}
    for owner, name, code, origin, department, year, position in rows:
        seen[owner, origin, code, position] += 1
        stem = ("across", code) if origin == "across" else (code,)
        number = seen[owner, origin, code, position]
        new[name] = finding_id(dataset, *stem, names[owner], department, year, position, number)
    connection.execute(
        """UPDATE stored_finding SET finding_id = n.new
           FROM (SELECT unnest(?::VARCHAR[]) AS old, unnest(?::VARCHAR[]) AS new) AS n
           WHERE stored_finding.finding_id = n.old""",
        [list(new), list(new.values())],
    )
    remember(connection, dataset, {("finding", name, now) for name, now in new.items()})


def _rekey(connection: Connection, dataset: str, keys: dict[str, str]) -> None:
    """What knows a project by its key knows it by the new one; numbers that followed from keys are given again."""
    given = [dataset, list(keys), list(keys.values())]
    said = "(SELECT ? AS dataset, unnest(?::VARCHAR[]) AS old, unnest(?::VARCHAR[]) AS new) AS n"
    for table, numbered in {"stored_evaluation": True, **_KEYED}.items():
        number = ", project_number = NULL" if numbered else ""
        connection.execute(
            f"""UPDATE {table} SET project_key = n.new{number} FROM {said}
                WHERE {table}.dataset = n.dataset AND {table}.project_key = n.old""",
            given,
        )
    beside = connection.execute(
        """UPDATE stored_evaluation SET alone = NULL
           WHERE dataset = ? AND project_key IN (SELECT unnest(?::VARCHAR[])) RETURNING evaluation_id""",
        [dataset, [*keys, *keys.values()]],
    ).fetchall()
    mark_changed(connection, {row[0] for row in beside})
    for side in ("from_key", "to_key"):
        connection.execute(
            f"UPDATE stored_project_link SET {side} = n.new FROM {said} WHERE {side} = n.old", given
        )
    connection.execute("DELETE FROM stored_project_link WHERE from_key = to_key")
