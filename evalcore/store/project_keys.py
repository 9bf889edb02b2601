"""Which stored project a row beside the forms means: by evaluation, by code, else by department, unit and folded name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

import duckdb

from evalcore.model import Evaluation
from evalcore.store.department import fold_department
from evalcore.store.identity import fold_project, project_key, real_code


@dataclass(frozen=True, slots=True)
class Named:
    """A project as a register prints it. department: folded."""

    project: str
    department: str
    unit: str | None = None
    code: str | None = None
    evaluation_id: str | None = None


class ProjectKeys:
    """The projects of the departments and codes at hand, looked up the way a person would."""

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        dataset: str,
        *,
        departments: Collection[str],
        codes: Collection[str] = (),
    ) -> None:
        self.by_code: dict[str, str] = {}
        self.by_id: dict[str, str] = {}
        # (department, name) → unit → key, and whether the form prints a code
        self._by_name: dict[tuple[str, str], dict[str, tuple[str, bool]]] = defaultdict(dict)
        rows = connection.execute(
            """SELECT evaluation_id, project_key, project_code, department, unit, project
               FROM stored_evaluation WHERE dataset = ? AND (
                   department IN (SELECT unnest(?::VARCHAR[]))
                   OR upper(replace(project_code, ' ', '')) IN (SELECT unnest(?::VARCHAR[])))
               ORDER BY year, evaluation_id""",
            [dataset, sorted(departments), sorted({code for code in map(real_code, codes) if code})],
        ).fetchall()
        for owner, key, printed, department, unit, project in rows:
            self.by_id[owner] = key
            if code := real_code(printed):
                self.by_code[code] = key
            self._by_name[department, fold_project(project)][_unit(unit)] = (key, code is not None)

    def key(self, named: Named) -> str:
        """The stored project's key, or the one a form of this project would get."""
        return self.found(named) or project_key(
            Evaluation(named.project, None, named.department, named.unit, named.code), named.department
        )

    def found(self, named: Named) -> str | None:
        """The stored project's key; None where no form answers to it, or several do."""
        if named.evaluation_id and (key := self.by_id.get(named.evaluation_id)):
            return key
        code = real_code(named.code)
        if code and (key := self.by_code.get(code)):
            return key
        held = self._by_name.get((named.department, fold_project(named.project)), {})
        # a project under another code is another project
        open_ = {unit: key for unit, (key, coded) in held.items() if not (code and coded)}
        unit = _unit(named.unit)
        if unit in open_:
            return open_[unit]
        keys = set(open_.values())
        if len(keys) == 1 and (not unit or "" in open_ or unit == _unit(named.department)):
            return keys.pop()
        return None


def _unit(unit: str | None) -> str:
    return fold_project(fold_department(unit).name) if unit else ""


def columns(rows: Iterable[Named]) -> tuple[set[str], set[str]]:
    """Departments and codes of rows, as ProjectKeys wants them."""
    named = list(rows)
    return {row.department for row in named}, {row.code for row in named if row.code}
