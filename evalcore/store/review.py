"""复核: review scores that people gave, by indicator or as a total, on the evaluations they belong to.

They come from 复核记录 files and from the journal; the journal wins over a file, a file over what the form
prints. Totals and grades are made here in Decimal, never in SQL.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import duckdb

from evalcore.model import Evaluation
from evalcore.model.codec import parse_evaluation
from evalcore.scoring.grade import grade_of
from evalcore.scoring.level import level1_kind
from evalcore.scoring.numbers import fold, half_up
from evalcore.scoring.rule_set import rule_set
from evalcore.store.batch import insert
from evalcore.store.changed import mark_changed
from evalcore.store.journal import Entry, day, number
from evalcore.store.row import Row

_SPACE = re.compile(r"\s+")
_Said = Mapping[str, Any]  # position, level3, score


@dataclass(slots=True)
class _Given:
    """What reviewers said about one evaluation, each with its place in the order of saying."""

    rows: dict[int, tuple[int, Decimal]] = field(default_factory=dict)  # position → order, score
    execution: tuple[int, Decimal] | None = None
    total: tuple[int, Decimal] | None = None
    withdrawn: set[int | None] = field(default_factory=set)  # positions (None: the total) no longer scored


@dataclass(frozen=True, slots=True)
class _Stored:
    """An evaluation as stored: its form and, by position, level-3 name, whether it counts, review score."""

    evaluation_id: str
    form: Evaluation
    rule_set: str
    execution: Decimal | None  # points the execution rate earned, None where it has no points
    has_execution: bool
    review_score: Decimal | None
    rows: dict[int, tuple[str, bool, Decimal | None]]


def link_reviews(connection: duckdb.DuckDBPyConnection) -> None:
    """Give records that came before their evaluation its id, now that it is there."""
    waiting = "SELECT 1 FROM stored_review_record WHERE evaluation_id IS NULL LIMIT 1"
    if not connection.execute(waiting).fetchall():
        return
    rows = connection.execute(
        """UPDATE stored_review_record SET evaluation_id = e.evaluation_id
           FROM (SELECT dataset, project_key, year, min(evaluation_id) AS evaluation_id FROM stored_evaluation
                 WHERE copy = 1 AND method = '单位自评' AND project_key IN (
                     SELECT project_key FROM stored_review_record WHERE evaluation_id IS NULL)
                 GROUP BY dataset, project_key, year) e
           WHERE stored_review_record.evaluation_id IS NULL AND e.dataset = stored_review_record.dataset
             AND e.project_key = stored_review_record.project_key AND e.year = stored_review_record.year
           RETURNING stored_review_record.evaluation_id"""
    ).fetchall()
    mark_changed(connection, {row[0] for row in rows})


def apply_reviews(
    connection: duckdb.DuckDBPyConnection, entries: Sequence[Entry], ids: Collection[str]
) -> None:
    """Put the review scores of these evaluations right: records, indicators, total and grade.

    The total is the one a reviewer gave, unless an indicator was scored after it; else, where every scored
    indicator has a review score, their sum with the execution points; else what the form prints. A total is never
    made from some of the indicators.
    """
    entered: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        if entry.subject in ids:
            entered[entry.subject].append(entry)
    records = _records(connection, ids)
    stored = _stored(connection, sorted({*records, *entered}))
    _rewrite_records(connection, {each.evaluation_id: each for each in stored}, entered)
    for each in stored:
        _write(connection, each, _given(each, records[each.evaluation_id], entered[each.evaluation_id]))


def _rewrite_records(
    connection: duckdb.DuckDBPyConnection,
    stored: Mapping[str, _Stored],
    entered: Mapping[str, Sequence[Entry]],
) -> None:
    """stored_review_record rows of the journal (source_file NULL): the last word on each indicator."""
    names = sorted(name for name, said in entered.items() if said and name in stored)
    if not names:
        return
    connection.execute(
        """DELETE FROM stored_review_record
           WHERE source_file IS NULL AND evaluation_id IN (SELECT unnest(?::VARCHAR[]))""",
        [names],
    )
    cursor = connection.execute(
        """SELECT evaluation_id, dataset, year, project_key, project, department, department_code,
                  printed_department
           FROM stored_evaluation WHERE evaluation_id IN (SELECT unnest(?::VARCHAR[]))""",
        [names],
    )
    columns = [column[0] for column in cursor.description or ()]
    rows: list[Row] = []
    for values in cursor.fetchall():
        row = dict(zip(columns, values, strict=True))
        name = row["evaluation_id"]
        last = {
            (
                at := _place(stored[name], entry.value),
                at is None and _folded(entry.value.get("level3")),
            ): entry
            for entry in entered[name]
        }
        for (position, _), entry in last.items():
            if (score := number(entry.value.get("score"))) is None:
                continue
            rows.append(
                row
                | {
                    "position": position,
                    "level3": entry.value.get("level3"),
                    "points": _decimal(entry.value.get("points")),
                    "score": half_up(score, 4),
                    "reason": entry.value.get("reason"),
                    "reviewer": entry.value.get("reviewer") or entry.who,
                    "reviewed_on": day(entry.value.get("reviewed_on")) or entry.entered_at.date(),
                }
            )
    insert(connection, "stored_review_record", rows)


def _records(connection: duckdb.DuckDBPyConnection, ids: Collection[str]) -> dict[str, list[_Said]]:
    """Rows of 复核记录 files by evaluation, in the order of review."""
    found: dict[str, list[_Said]] = defaultdict(list)
    for owner, position, level3, score in connection.execute(
        """SELECT evaluation_id, position, level3, score FROM stored_review_record
           WHERE source_file IS NOT NULL AND score IS NOT NULL
             AND evaluation_id IN (SELECT unnest(?::VARCHAR[])) ORDER BY reviewed_on NULLS FIRST, rowid""",
        [sorted(ids)],
    ).fetchall():
        found[owner].append({"position": position, "level3": level3, "score": score})
    return found


def _stored(connection: duckdb.DuckDBPyConnection, ids: Sequence[str]) -> list[_Stored]:
    rows: dict[str, dict[int, tuple[str, bool, Decimal | None]]] = defaultdict(dict)
    for owner, position, level3, points, sub_row, review in connection.execute(
        """SELECT evaluation_id, position, level3, points, sub_row, review_score FROM stored_indicator
           WHERE evaluation_id IN (SELECT unnest(?::VARCHAR[]))""",
        [ids],
    ).fetchall():
        rows[owner][position] = (level3, not sub_row and points != 0, review)
    found = []
    for name, form, rules, points, made, own, review in connection.execute(
        """SELECT evaluation_id, form, rule_set, execution_points, execution_recomputed, execution_self, review_score
           FROM stored_evaluation WHERE evaluation_id IN (SELECT unnest(?::VARCHAR[]))""",
        [ids],
    ).fetchall():
        evaluation = parse_evaluation(form)
        apart = points is not None and all(
            level1_kind(row.level1) != "execution" for row in evaluation.indicators
        )
        earned = made if made is not None else own
        found.append(
            _Stored(
                name, evaluation, rules, None if earned is None else half_up(Decimal(repr(earned)), 4),
                apart, review, rows[name],
            )
        )  # fmt: skip
    return found


def _given(stored: _Stored, records: Sequence[_Said], entries: Sequence[Entry]) -> _Given:
    given = _Given()
    for order, value in enumerate([*records, *(entry.value for entry in entries)]):
        where, level3, score = _place(stored, value), value.get("level3"), number(value.get("score"))
        if where is None and (level3 or value.get("position") is not None):
            if level1_kind(level3) == "execution":
                given.execution = None if score is None else (order, score)
            continue  # an indicator this form does not have: the record is kept, nothing is guessed
        if score is None:
            given.withdrawn.add(where)
        else:
            given.withdrawn.discard(where)
        if where is None:
            given.total = None if score is None else (order, score)
        elif score is None:
            given.rows.pop(where, None)
        else:
            given.rows[where] = (order, score)
    return given


def _place(stored: _Stored, said: _Said) -> int | None:
    """The indicator a record is about: by position where its name agrees, else the one of that name.

    A revised form may have its rows elsewhere: the name decides.
    """
    position, level3 = said.get("position"), _folded(said.get("level3"))
    if position in stored.rows and level3 in ("", _folded(stored.rows[position][0])):
        return int(position)
    named = [at for at, (name, _, _) in stored.rows.items() if _folded(name) == level3]
    return named[0] if level3 and len(named) == 1 else None


def _write(connection: duckdb.DuckDBPyConnection, stored: _Stored, given: _Given) -> None:
    form = stored.form
    whole = len(form.indicators) == len(stored.rows)  # the demonstration's copies keep no rows in their form
    scores: dict[int, Decimal | None] = {}
    for at, (_, _, now) in stored.rows.items():
        printed = form.indicators[at].review_score if whole else (None if at in given.withdrawn else now)
        scores[at] = half_up(given.rows[at][1], 4) if at in given.rows else printed
    changed = [(at, score) for at, score in scores.items() if score != stored.rows[at][2]]
    if changed:
        places, values = zip(*changed, strict=True)
        connection.execute(
            """UPDATE stored_indicator SET review_score = n.score
               FROM (SELECT unnest(?::INTEGER[]) AS position, unnest(?::DECIMAL(9,4)[]) AS score) n
               WHERE stored_indicator.evaluation_id = ? AND stored_indicator.position = n.position""",
            [list(places), list(values), stored.evaluation_id],
        )
    printed_total = form.review_score if whole or form.review_score is not None else stored.review_score
    if not whole and None in given.withdrawn:
        printed_total = None
    total = _total(stored, given, scores, printed_total)
    total = None if total is None else half_up(total, 4)
    if total == stored.review_score:
        return
    grade = None if total is None else grade_of(total, rule_set(id=stored.rule_set)).value
    connection.execute(
        """UPDATE stored_evaluation SET review_score = ?, review_score_approx = ?, review_grade = ?
           WHERE evaluation_id = ?""",
        [total, None if total is None else float(total), grade, stored.evaluation_id],
    )


def _total(
    stored: _Stored, given: _Given, scores: Mapping[int, Decimal | None], printed: Decimal | None
) -> Decimal | None:
    said = [order for order, _ in given.rows.values()] + ([given.execution[0]] if given.execution else [])
    if given.total is not None and all(order < given.total[0] for order in said):
        return given.total[1]
    if said and (summed := _sum(stored, given, scores)) is not None:
        return summed
    return printed if given.total is None else given.total[1]


def _sum(stored: _Stored, given: _Given, scores: Mapping[int, Decimal | None]) -> Decimal | None:
    """Review scores of all scored indicators, and the execution points; None while one is missing."""
    parts: list[Decimal | None] = []
    merged: dict[tuple[str, int], list[int]] = defaultdict(list)
    for at, (_, counts, _) in stored.rows.items():
        row = stored.form.indicators[at] if at < len(stored.form.indicators) else None
        if row is not None and row.shared_score_group is not None:
            merged[row.level1, row.shared_score_group].append(at)
        elif counts:
            parts.append(scores[at])
    for members in merged.values():  # one printed score over several rows counts once
        if any(at in given.rows for at in members):
            parts += [scores[at] for at in members]
        else:
            parts.append(next((scores[at] for at in members if scores[at] is not None), None))
    if stored.has_execution:
        parts.append(given.execution[1] if given.execution else stored.execution)
    known = [part for part in parts if part is not None]
    return sum(known, Decimal(0)) if known and len(known) == len(parts) else None


def _folded(name: object) -> str:
    return _SPACE.sub("", fold(str(name))) if name is not None else ""


def _decimal(value: object) -> Decimal | None:
    found = number(value)
    return None if found is None else half_up(found, 4)
