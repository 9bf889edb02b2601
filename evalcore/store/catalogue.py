"""What stands beside the evaluations: 应评项目清单, departments, links between projects."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import duckdb

from evalcore.model import Evaluation
from evalcore.store.batch import insert
from evalcore.store.department import fold_department
from evalcore.store.department_codes import DepartmentCodes
from evalcore.store.identity import project_key
from evalcore.store.row import text
from evalcore.store.rows import money


@dataclass(frozen=True, slots=True)
class Listing:
    """A row of 应评项目清单 (万元)."""

    year: int
    project: str
    department: str
    department_code: str | None = None
    project_key: str | None = None
    project_code: str | None = None
    unit: str | None = None
    budget_initial: Decimal | None = None
    fund_source: str | None = None
    due: date | None = None
    functional_class: str | None = None
    duration: str | None = None  # 一次性 · 延续
    priority: str | None = None  # 重点 · 民生实事


@dataclass(frozen=True, slots=True)
class ProjectLink:
    """A project that went on under another name (改名) or department (承接)."""

    from_key: str
    to_key: str
    year: int
    kind: str
    status: str = "建议"


def write_listing(connection: duckdb.DuckDBPyConnection, listing: Iterable[Listing], *, dataset: str) -> int:
    """Replace the 应评项目清单 of the years given."""
    codes = DepartmentCodes(connection, dataset)
    items, rows = list(listing), []
    for item in items:
        folded = fold_department(item.department)
        stand_in = Evaluation(
            project=item.project,
            year=item.year,
            department=folded.name,
            unit=item.unit,
            project_code=item.project_code,
        )
        rows.append(
            {
                "dataset": dataset,
                "year": item.year,
                "project_key": item.project_key or project_key(stand_in, folded.name),
                "project": text(item.project),
                "department": text(folded.name),
                "department_code": codes.code(folded.name, item.department_code or folded.code, None),
                "unit": text(item.unit),
                "budget_initial": money(item.budget_initial),
                "fund_source": text(item.fund_source),
                "due": item.due,
                "project_code": text(item.project_code),
                "functional_class": text(item.functional_class),
                "duration": text(item.duration),
                "priority": text(item.priority),
            }
        )
    years = sorted({item.year for item in items})
    connection.execute(
        "DELETE FROM stored_listing WHERE dataset = ? AND year IN (SELECT unnest(?))", [dataset, years]
    )
    insert(connection, "stored_listing", rows)
    codes.settle()
    return len(rows)


def write_links(connection: duckdb.DuckDBPyConnection, links: Iterable[ProjectLink]) -> None:
    """Add links between project keys (改名 · 承接); one already there is replaced."""
    rows = [
        {
            "from_key": link.from_key,
            "to_key": link.to_key,
            "year": link.year,
            "kind": link.kind,
            "status": link.status,
        }
        for link in links
    ]
    for row in rows:
        connection.execute(
            "DELETE FROM stored_project_link WHERE from_key = ? AND to_key = ?",
            [row["from_key"], row["to_key"]],
        )
    insert(connection, "stored_project_link", rows)


def write_departments(
    connection: duckdb.DuckDBPyConnection, departments: Iterable[Mapping[str, Any]], *, dataset: str
) -> None:
    """Add or replace departments: code, name and optionally kind, peer_group, first_year, last_year."""
    rows = [{"dataset": dataset, **department} for department in departments]
    connection.execute(
        "DELETE FROM stored_department WHERE dataset = ? AND code IN (SELECT unnest(?))",
        [dataset, [row["code"] for row in rows]],
    )
    insert(connection, "stored_department", rows)
