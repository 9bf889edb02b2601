"""Scope and selection as the CTEs that stand in front of every query.

A query file names evaluation, indicator, finding, movement, listing …; what those names hold is decided
here, so no query can show a row outside the reader's scope. Values travel only as parameters.
A predicate that does not restrict is left out.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any

from evalcore.access import Scope
from evalcore.queries.older import NAMES_AS_PRINTED, absent, listed, sheet, with_its_evaluation
from evalcore.queries.pairs import SIDES, change_columns, change_of_rows
from evalcore.queries.selection import Selection
from evalcore.store.cells import CELLS, Cell
from evalcore.store.evaluation_cells import EVALUATION_CELLS, SCORES, of_every_kind
from evalcore.store.numbers import SHELF

# name a query may use → names its CTE is made from
NEEDS: dict[str, tuple[str, ...]] = {
    "evaluation": (),
    "all_evaluation": (),
    "evaluation_key": (),
    "indicator": ("evaluation",),
    "sheet": ("indicator",),
    "finding": ("evaluation",),
    "movement": ("evaluation",),
    "trial": ("evaluation",),
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
    "indicator_name": ("name_cell",),
    "every_score": ("evaluation",),
    "change": ("all_evaluation", "project_link", "evaluation"),
} | {name: cell.inputs for name, cell in CELLS.items()}
_TABLES = {
    "all_evaluation": "stored_evaluation",
    "load_event": "stored_load",
    "project_link": "stored_project_pair",
    "every_score": "stored_score_cell",
}  # the others: stored_NAME
_CELL_OF = {
    "every_score": "score_cell"
}  # the scores of every kind side by side: the same cell, no kind chosen
_BESIDE = ("listing", "approved_target", "review_record", "rectification", "next_budget", "payment")
# cells that answer every selection: of a list that knows years and departments only, and of single evaluations
_WHOLE = ("listing_cell", "risk_cell")
_OF_EVALUATIONS = ("spread_cell", "flow_cell", "achievement_cell", "met_cell", *EVALUATION_CELLS)
_FEW = 40
_WORD = re.compile(r"[A-Za-z_][A-Za-z_0-9]*")
ALL = "*"
_JOINED = frozenset(
    ("number", "evaluation_number", "evaluation_id", "project_number", "source_sha256", "name_id")
)


def guarded(
    words: frozenset[str],
    columns: Mapping[str, tuple[str, ...]],
    selection: Selection,
    scope: Scope,
    departments: frozenset[str] = frozenset(),
    beside: frozenset[str] = frozenset(),
    next_to: frozenset[tuple[int, int]] = frozenset(),
) -> tuple[str, dict[str, Any]]:
    """The CTEs (without WITH) a query using these words needs, and their parameters.

    columns: the columns of each stored_ table of the version at hand; departments: the codes its evaluations of
    this dataset have (where all of them are chosen, the choice does not restrict); beside: those that only its
    findings and lists have; next_to: the pairs of years that follow each other in it.
    """
    rows = _Rows(selection, scope, columns, departments, beside, next_to)
    used: dict[str, None] = {}  # in the order they must be written: what a CTE is made from stands before it

    def use(name: str) -> None:
        for need in rows.needs(name):
            use(need)
        used[name] = None

    for name in NEEDS:
        if name in words:
            use(name)
    if ALL not in words:  # columns nobody names cost planning: there are ninety of them
        summed = [
            name for name in used if (_cell(name) or name in ("change", "sheet")) and not rows.kept(name)
        ]
        made = " ".join(map(rows.body, summed))
        rows.wanted = words | _JOINED | {word.lower() for word in _WORD.findall(made)}
    # made from rows, pairs are worth keeping for a question that asks twice
    once = {name: "" if name == "change" and not rows.kept(name) else "NOT " for name in used}
    text = ",\n".join(f"{name} AS {once[name]}MATERIALIZED (\n  {rows.body(name)}\n)" for name in used)
    named = set(re.findall(r"\$(guard_\w+)", text))
    return text, {key: value for key, value in rows.parameters.items() if key in named}


class _Rows:
    """The predicates of one selection and scope."""

    def __init__(
        self,
        selection: Selection,
        scope: Scope,
        columns: Mapping[str, tuple[str, ...]],
        departments: frozenset[str],
        beside: frozenset[str],
        next_to: frozenset[tuple[int, int]],
    ) -> None:
        self.selection = selection
        self.score_kind = (
            selection.score_kind if selection.score_kind in SCORES else "self"
        )  # put into the text
        self.scope = scope
        self.columns = columns
        self.departments = departments
        self.wanted: frozenset[str] | None = None  # columns that are asked for; None: all
        self.beside = beside
        self.next_to = next_to
        self.parameters: dict[str, Any] = {
            "guard_dataset": selection.dataset,
            "guard_budget_min": selection.budget_min,
            "guard_budget_max": selection.budget_max,
            "guard_keyword": selection.keyword.strip().lower(),
        }

    def needs(self, name: str) -> tuple[str, ...]:
        """What this name's CTE is made from."""
        if name in ("change", "sheet") and self.kept(name):
            alone = self._only_cells and not (name == "change" and self._chosen_departments)
            return () if alone else ("evaluation",)
        if self.kept(name) or (name == "indicator_name" and self.scope.everything):
            return ()
        return NEEDS[name]

    def kept(self, name: str) -> bool:
        """Whether a table of sums answers this selection, or its cells must be made from the rows."""
        if name == "change":
            years = tuple(sorted(self.selection.years))
            return "stored_change" in self.columns and self.scope.everything and years in self.next_to
        if name == "sheet":
            return "stored_sheet" in self.columns
        cell = _cell(name)
        if cell is None or _TABLES.get(name, f"stored_{name}") not in self.columns:
            return False
        if name == "spread_cell" and (len(self.selection.subjects) != 1 or len(self.selection.methods) > 1):
            return False
        if not cell.department:
            return self._only_cells and self.scope.everything and not self._chosen_departments
        return name in _WHOLE or self._only_cells

    def _change(self) -> str:
        """How evaluations of $year stand to those of $before; in_before, in_now: whether that side is chosen."""
        sides = {side: f"coalesce(number_{side} IN (SELECT number FROM evaluation), FALSE)" for side in SIDES}
        if not self.kept("change"):
            return change_of_rows(self.score_kind, sides)
        if self._only_cells and not self._chosen_departments:
            subjects = self.selection.subjects
            of = {
                side: [self._one_of(f"subject_{side}", "subjects", subjects)] if subjects else []
                for side in SIDES
            }
            sides = {side: " AND ".join([f"(number_{side} IS NOT NULL)", *of[side]]) for side in SIDES}
        where, methods = ["dataset = $guard_dataset"], self.selection.methods
        where += [self._one_of("method", "methods", methods)] if methods else []
        return f"SELECT {change_columns(self.score_kind, sides)} FROM stored_change{_where(where)}"

    def body(self, name: str) -> str:
        if name == "change":
            return self._change()
        cell = _cell(name)
        if cell is not None and not self.kept(name):
            inputs = {table: table for table in cell.inputs}
            if name in _CELL_OF:
                inputs["evaluation"] = of_every_kind(
                    "evaluation", "dataset, year, method, subject, budget_annual"
                )
            of_rows = cell.rows and not any(map(self.kept, cell.inputs))  # else cells are summed
            return (cell.rows if of_rows else cell.sql).format(**inputs)
        table = _TABLES.get(name, f"stored_{name}")
        columns = self.columns
        if name == "project_link" and table not in columns:
            table = "stored_project_link"
        if name == "sheet":
            rest = self._kind(general=False) if self._only_cells else [self._of_evaluations()]
            return sheet(_where([*self._place(evaluated=True), *rest]), kept=self.kept(name))
        if name == "indicator_name":
            source = f"stored_{name}" if f"stored_{name}" in columns else f"({NAMES_AS_PRINTED})"
            facts = listed(table, of, self.wanted) if (of := columns.get(table, ())) else "*"
            where = [] if self.scope.everything else ["name_id IN (SELECT name_id FROM name_cell)"]
            return f"SELECT {facts} FROM {source}{_where(where)}"
        if name == "evaluation_key" and table not in columns:
            table, columns = "stored_evaluation", {**columns, table: columns["stored_evaluation"]}
            number = "number" if "number" in columns[table] else "evaluation_id AS number"
            return f"SELECT evaluation_id, {number}, {SHELF} AS shelf FROM {table}{_where(self._within())}"
        if table not in columns:  # a version from before this table was thought of: nothing was provided
            return absent(table)
        of = columns[table]
        if self.kept(name):
            evaluated = name in _OF_EVALUATIONS or self._all_chosen
            apart = cell is not None and cell.department
            where = self._place(evaluated=evaluated, apart=apart)
            if name == "spread_cell":
                where += self._spread()
            elif name not in _WHOLE:
                where += self._kind()
            if cell is not None and cell.kinds and name not in _CELL_OF:
                where.append(f"score_kind = '{self.score_kind}'")
            return f"SELECT {listed(table, of, self.wanted)} FROM {table}{_where(where)}"
        if name in ("evaluation", "all_evaluation"):
            score, exact, grade = SCORES[self.selection.score_kind]
            picked = f"{listed(table, of, self.wanted, without=('form', 'digest'))}, {score} AS score, {exact} AS score_exact, {grade} AS grade, '{self.score_kind}' AS score_kind"
            where = self._within() + (self._selected() if name == "evaluation" else [])
            return f"SELECT {picked} FROM {table}{_where(where)}"
        if name == "indicator":
            kind = {"self": "self_score", "review": "review_score", "recomputed": "recomputed"}
            picked = f"{listed(table, of, self.wanted)}, CAST({kind[self.selection.score_kind]} AS DOUBLE) AS score"
            if "evaluation_number" not in of:
                table = with_its_evaluation(table)
            if "name_id" not in of:
                table = f"(SELECT i.*, n.name_id FROM {table} AS i JOIN ({NAMES_AS_PRINTED}) AS n ON n.name = i.level3)"
                picked += ", name_id"
            alone = self._only_cells and "dataset" in of  # versions before schema 2 do not repeat it
            # place first: it prunes what need not be read, though the evaluations alone would decide
            where = (
                [*self._place(evaluated=True), *self._kind(general=False)]
                if alone
                else [*(self._place(evaluated=True) if "dataset" in of else []), self._of_evaluations()]
            )
            return f"SELECT {picked} FROM {table}{_where(where)}"
        if name == "finding":
            columns_of = listed(table, of, self.wanted)
            if "evaluation_number" not in of:
                table = with_its_evaluation(table)
            picked = f"SELECT {columns_of} FROM {table}"
            place = self._place(evaluated=self._all_chosen)
            if self._only_cells:  # a finding about a department has no method and subject, and stays
                return f"{picked}{_where([*place, *self._kind()])}"
            general = ["evaluation_id IS NULL", *place]
            of_one = [*place, self._of_evaluations()]
            return f"{picked}{_where(of_one)}\n  UNION ALL {picked}{_where(general)}"
        if name == "trial":
            where = ["evaluation_id IN (SELECT evaluation_id FROM evaluation)"]
        elif name == "movement":
            where = [self._of_evaluations()]
        elif name in _BESIDE:
            where = self._place(evaluated=self._all_chosen and name == "listing")
        elif name == "evaluation_key":
            where = self._within()
        elif name == "succession":
            where = [*self._within(column="to_code"), *self._within(column="from_code")[1:]]
        elif name == "department":
            where = self._within(column="code")
        elif name == "project_link":
            where = ["status <> '不认可'"]  # refused: no link
            paired = table == "stored_project_pair"
            if paired:
                where.append("dataset = $guard_dataset")
            if not (paired and self.scope.everything):
                keys = "(SELECT project_number FROM all_evaluation)"
                where += [
                    f"{name} IN {keys}"
                    for name in (("from_number", "to_number") if paired else ("from_key", "to_key"))
                ]
            numbers = "from_number, to_number" if paired else "from_key AS from_number, to_key AS to_number"
            return f"SELECT from_key, to_key, year, kind, status, {numbers} FROM {table}{_where(where)}"
        elif name == "revision":
            where = ["evaluation_id IN (SELECT evaluation_id FROM all_evaluation)"]
        elif name == "entry":
            where = [self._within()[0], *self._entered()]
        elif name == "source_file" and not self.scope.everything:
            where = ["sha256 IN (SELECT source_sha256 FROM all_evaluation)"]
        else:
            where = []
        return f"SELECT {listed(table, of, self.wanted, without=('form',))} FROM {table}{_where(where)}"

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
            where.append(self._one_of(column, "scope", sorted(self.scope.departments or ())))
        return where

    def _one_of(self, column: str, name: str, values: Collection[Any]) -> str:
        """column among values: a few as parameters of their own, which skip what need not be read; many as a list."""
        if not values:
            return "FALSE"
        if len(values) > _FEW:
            self.parameters[f"guard_{name}"] = list(values)
            return f"{column} IN (SELECT unnest($guard_{name}))"
        for number, value in enumerate(values):
            self.parameters[f"guard_{name}_{number}"] = value
        return f"{column} IN ({', '.join(f'$guard_{name}_{number}' for number in range(len(values)))})"

    @property
    def _chosen_departments(self) -> tuple[str, ...]:
        """The departments chosen, () where they are all there are."""
        chosen = self.selection.departments
        return () if self.departments and self.departments <= set(chosen) else chosen

    @property
    def _all_chosen(self) -> bool:
        """Whether every department of evaluations, findings and lists is chosen."""
        return not self._chosen_departments and self.beside <= set(self.selection.departments)

    @property
    def _only_cells(self) -> bool:
        """Nothing is chosen that a cell does not know; the rows of an evaluation that carry it need no join then."""
        s = self.selection
        beyond = (s.grades, s.fund_sources, s.keyword.strip())
        return not any(beyond) and s.budget_min is None and s.budget_max is None

    def _place(self, *, evaluated: bool = False, apart: bool = True) -> list[str]:
        """Scope, dataset, years and departments: what any table with these columns can be restricted by.

        evaluated: its rows are of evaluations, so that choosing all departments of those does not restrict; apart: they
        tell departments apart (else all are seen and chosen).
        """
        where = self._within() if apart else ["dataset = $guard_dataset"]
        if self.selection.years:
            where.append(self._one_of("year", "years", self.selection.years))
        if apart and (chosen := self._chosen_departments if evaluated else self.selection.departments):
            where.append(self._one_of("department_code", "departments", chosen))
        return where

    def _kind(self, *, general: bool = True) -> list[str]:
        """Method and subject, of what repeats its evaluation's. general: rows that belong to none (NULL) stay."""
        chosen = ((self.selection.methods, "method"), (self.selection.subjects, "subject"))
        parts = [(column, self._one_of(column, f"{column}s", values)) for values, column in chosen if values]
        return [f"({column} IS NULL OR {part})" if general else part for column, part in parts]

    def _spread(self) -> list[str]:
        """The one subject chosen, and the one method or all of them ('')."""
        methods = self.selection.methods
        method = self._one_of("method", "methods", methods) if methods else "method = ''"
        return [self._one_of("subject", "subjects", self.selection.subjects), method]

    def _of_evaluations(self) -> str:
        return "evaluation_number IN (SELECT number FROM evaluation)"

    def _selected(self) -> list[str]:
        """What the reader has chosen."""
        s = self.selection
        grade = SCORES[s.score_kind][2]
        where = []
        for values, column, name in (
            (s.years, "year", "years"),
            (self._chosen_departments, "department_code", "departments"),
            (s.methods, "method", "methods"),
            (s.subjects, "subject", "subjects"),
            (s.grades, grade, "grades"),
            (s.fund_sources, "fund_source", "fund_sources"),
        ):
            if values:
                where.append(self._one_of(column, name, values))
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


def _cell(name: str) -> Cell | None:
    """The sums a name stands for."""
    return CELLS.get(_CELL_OF.get(name, name))


def _where(predicates: list[str]) -> str:
    return f"\n  WHERE {' AND '.join(predicates)}" if predicates else ""
