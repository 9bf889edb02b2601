"""Scope and selection as the CTEs that stand in front of every query.

A query file names evaluation, indicator, finding, movement, listing …; what those names hold is decided
here, so no query can show a row outside the reader's scope. Values travel only as parameters.
A predicate that does not restrict is left out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from evalcore.access import Scope
from evalcore.queries.selection import Selection
from evalcore.store.schema import newest_columns

_SCORES = {
    "self": ("self_score_approx", "self_score", "self_grade"),
    "review": ("review_score_approx", "review_score", "review_grade"),
    "recomputed": ("recomputed_approx", "recomputed", "recomputed_grade"),
}
# name a query may use → names its CTE is made from
NEEDS: dict[str, tuple[str, ...]] = {
    "evaluation": (),
    "all_evaluation": (),
    "indicator": ("evaluation",),
    "finding": ("evaluation",),
    "movement": ("evaluation",),
    "listing": (),
    "approved_target": (),
    "review_record": (),
    "rectification": (),
    "next_budget": (),
    "payment": (),
    "department": (),
    "succession": (),
    "project_link": ("all_evaluation",),
    "source_file": ("all_evaluation",),
    "revision": ("all_evaluation",),
    "entry": ("all_evaluation",),
    "load_event": (),
    "setting": (),
}
_TABLES = {"all_evaluation": "stored_evaluation", "load_event": "stored_load"}  # the others: stored_NAME
_BESIDE = ("listing", "approved_target", "review_record", "rectification", "next_budget", "payment")
_WORD = re.compile(r"[A-Za-z_][A-Za-z_0-9]*")


def guarded(
    words: frozenset[str], columns: Mapping[str, tuple[str, ...]], selection: Selection, scope: Scope
) -> tuple[str, dict[str, Any]]:
    """The CTEs (without WITH) a query using these words needs, and their parameters.

    columns: the columns of each stored_ table of the version at hand.
    """
    used = {name for name in NEEDS if name in words}
    used |= {need for name in used for need in NEEDS[name]}
    rows = _Rows(selection, scope)
    ctes = []
    for name in sorted(used, key=lambda name: (bool(NEEDS[name]), name)):
        body = rows.body(name, columns)
        ctes.append(f"{name} AS NOT MATERIALIZED (\n  {body}\n)")
    text = ",\n".join(ctes)
    return text, {key: value for key, value in rows.parameters.items() if f"${key}" in text}


class _Rows:
    """The predicates of one selection and scope."""

    def __init__(self, selection: Selection, scope: Scope) -> None:
        self.selection = selection
        self.scope = scope
        s = selection
        self.parameters: dict[str, Any] = {
            "guard_dataset": s.dataset,
            "guard_scope": sorted(scope.departments or ()),
            "guard_years": list(s.years),
            "guard_departments": list(s.departments),
            "guard_methods": list(s.methods),
            "guard_subjects": list(s.subjects),
            "guard_grades": list(s.grades),
            "guard_fund_sources": list(s.fund_sources),
            "guard_budget_min": s.budget_min,
            "guard_budget_max": s.budget_max,
            "guard_keyword": s.keyword.strip().lower(),
        }

    def body(self, name: str, columns: Mapping[str, tuple[str, ...]]) -> str:
        table = _TABLES.get(name, f"stored_{name}")
        if table not in columns:  # a version from before this table was thought of: nothing was provided
            return _absent(table)
        of = columns[table]
        if name in ("evaluation", "all_evaluation"):
            score, exact, grade = _SCORES[self.selection.score_kind]
            picked = f"{_listed(table, of, without=('form', 'digest'))}, {score} AS score, {exact} AS score_exact, {grade} AS grade"
            where = self._within() + (self._selected() if name == "evaluation" else [])
            return f"SELECT {picked} FROM {table}{_where(where)}"
        if name == "indicator":
            kind = {"self": "self_score", "review": "review_score", "recomputed": "recomputed"}
            picked = f"{_listed(table, of)}, CAST({kind[self.selection.score_kind]} AS DOUBLE) AS score"
            alone = self._only_place and "dataset" in of  # versions before schema 2 do not repeat it
            where = self._place() if alone else [self._of_evaluations()]
            return f"SELECT {picked} FROM {table}{_where(where)}"
        if name == "finding":
            picked = f"SELECT {_listed(table, of)} FROM {table}"
            if self._only_place:
                return f"{picked}{_where(self._place())}"
            general = ["evaluation_id IS NULL", *self._place()]
            return f"{picked}{_where([self._of_evaluations()])}\n  UNION ALL {picked}{_where(general)}"
        if name == "movement":
            where = [self._of_evaluations()]
        elif name in _BESIDE:
            where = self._place()
        elif name == "succession":
            where = [*self._within(column="to_code"), *self._within(column="from_code")[1:]]
        elif name == "department":
            where = self._within(column="code")
        elif name == "project_link":
            keys = "(SELECT project_key FROM all_evaluation)"
            where = [f"from_key IN {keys}", f"to_key IN {keys}"]
        elif name == "revision":
            where = ["evaluation_id IN (SELECT evaluation_id FROM all_evaluation)"]
        elif name == "entry":
            where = [self._within()[0], *self._entered()]
        elif name == "source_file" and not self.scope.everything:
            where = ["sha256 IN (SELECT source_sha256 FROM all_evaluation)"]
        else:
            where = []
        return f"SELECT {_listed(table, of, without=('form',))} FROM {table}{_where(where)}"

    def _entered(self) -> list[str]:
        """What people entered about something the reader may see; mappings of names only for who sees everything."""
        if self.scope.everything:
            return []
        own = _where(self._within())
        subjects = (
            "SELECT evaluation_id FROM all_evaluation",
            f"SELECT finding_id FROM stored_finding{own}",
            f"SELECT rectification_id FROM stored_rectification{own}",
        )
        return [f"subject IN ({' UNION ALL '.join(subjects)})"]

    def _within(self, column: str = "department_code") -> list[str]:
        """The dataset and what the reader may see."""
        where = ["dataset = $guard_dataset"]
        if not self.scope.everything:
            where.append(f"{column} IN (SELECT unnest($guard_scope))" if self.scope.departments else "FALSE")
        return where

    @property
    def _only_place(self) -> bool:
        """Nothing but years and departments is chosen: tables that carry them need no join with evaluation."""
        s = self.selection
        beyond = (s.methods, s.subjects, s.grades, s.fund_sources, s.keyword.strip())
        return not any(beyond) and s.budget_min is None and s.budget_max is None

    def _place(self) -> list[str]:
        """Scope, dataset, years and departments: what any table with these columns can be restricted by."""
        where = self._within()
        if self.selection.years:
            where.append("year IN (SELECT unnest($guard_years))")
        if self.selection.departments:
            where.append("department_code IN (SELECT unnest($guard_departments))")
        return where

    def _of_evaluations(self) -> str:
        return "evaluation_id IN (SELECT evaluation_id FROM evaluation)"

    def _selected(self) -> list[str]:
        """What the reader has chosen."""
        s = self.selection
        grade = _SCORES[s.score_kind][2]
        where = []
        for values, column, name in (
            (s.years, "year", "years"),
            (s.departments, "department_code", "departments"),
            (s.methods, "method", "methods"),
            (s.subjects, "subject", "subjects"),
            (s.grades, grade, "grades"),
            (s.fund_sources, "fund_source", "fund_sources"),
        ):
            if values:
                where.append(f"{column} IN (SELECT unnest($guard_{name}))")
        if s.budget_min is not None:
            where.append("budget_annual >= $guard_budget_min")
        if s.budget_max is not None:
            where.append("budget_annual <= $guard_budget_max")
        if s.keyword.strip():
            looked = " OR ".join(
                f"instr(lower({column}), $guard_keyword) > 0"
                for column in ("project", "project_code", "unit")
            )
            where.append(f"({looked})")
        return where


def _listed(table: str, of: tuple[str, ...], *, without: tuple[str, ...] = ()) -> str:
    """The version's columns, and as NULL those the newest schema has beyond them: not provided at the time."""
    names = [column for column in of if column not in without]
    names += [
        f"CAST(NULL AS {kind}) AS {name}"
        for name, kind in newest_columns(table)
        if name not in of and name not in without
    ]
    return ", ".join(names)


def _absent(table: str) -> str:
    """No rows, with the columns the newest schema gives this table."""
    listed = ", ".join(f"CAST(NULL AS {kind}) AS {name}" for name, kind in newest_columns(table))
    return f"SELECT {listed} WHERE FALSE"


def _where(predicates: list[str]) -> str:
    return f"\n  WHERE {' AND '.join(predicates)}" if predicates else ""


def words(sql: str) -> frozenset[str]:
    """The identifiers of a query text that has no comments and strings."""
    return frozenset(word.lower() for word in _WORD.findall(sql))
