"""Which budget code a department's rows carry."""

from __future__ import annotations

import duckdb

from evalcore.store.batch import insert
from evalcore.store.changed import mark_changed
from evalcore.store.department import BLANK
from evalcore.store.renaming import TABLES
from evalcore.store.row import Row, text


class DepartmentCodes:
    """Budget codes by folded name: printed once, known for every form of that department."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, dataset: str) -> None:
        self.connection = connection
        self.dataset = dataset
        rows = connection.execute(
            """SELECT name, code, kind FROM stored_department WHERE dataset = ?
               ORDER BY first_year NULLS FIRST, code""",
            [dataset],
        ).fetchall()
        self.known: dict[str, str] = {name: code for name, code, _ in rows}
        self.listed = {(name, code) for name, code, _ in rows}
        self.new: list[Row] = []
        self.learnt: dict[str, str] = {}

    def code(self, name: str, printed: str | None, kind: str | None) -> str:
        """The department's code: printed, known from another form, or the name itself until one is known."""
        name = text(name) or BLANK
        code = text(printed) or self.known.get(name, name)
        if self.known.get(name) == name and code != name:
            self.learnt[name] = code
        if self.known.get(name, name) == name:
            self.known[name] = code
        if (name, code) not in self.listed:
            self.listed.add((name, code))
            self.new.append({"dataset": self.dataset, "code": code, "name": name, "kind": kind})
        return code

    def settle(self) -> None:
        """Store departments met for the first time; rows stored before a code was known take it now."""
        insert(self.connection, "stored_department", self.new)
        for name, code in self.learnt.items():
            self.connection.execute(
                "DELETE FROM stored_department WHERE dataset = ? AND code = ? AND name = ?",
                [self.dataset, name, name],
            )
            owned = self.connection.execute(
                "SELECT evaluation_id FROM stored_evaluation WHERE dataset = ? AND department_code = ?",
                [self.dataset, name],
            ).fetchall()
            ids = [row[0] for row in owned]
            self.connection.execute(
                """UPDATE stored_indicator SET department_code = ?
                   WHERE evaluation_id IN (SELECT unnest(?::VARCHAR[]))""",
                [code, ids],
            )
            for table in (*TABLES, "stored_finding"):
                self.connection.execute(
                    f"UPDATE {table} SET department_code = ? WHERE dataset = ? AND department_code = ?",
                    [code, self.dataset, name],
                )
            mark_changed(self.connection, ids)
