"""Which projects of two years may be one: proposed by name and succession, confirmed or refused by a person.

Only 建议 is written here. A link a person has confirmed or refused stays as it is (journal kind project_link).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

import duckdb

from evalcore.store.catalogue import ProjectLink, write_links
from evalcore.store.identity import fold_project

ALIKE = 0.7  # of two names in one department, or in two of which one followed the other
RENAMED, MOVED = "改名", "承接"


@dataclass(frozen=True, slots=True)
class _Project:
    key: str
    name: str  # folded
    department: str
    unit: str


def propose_links(connection: duckdb.DuckDBPyConnection, dataset: str, changed: Collection[str]) -> int:
    """Add proposals about the projects of these evaluations (ids); how many were added.

    改名: one that left and one that entered the same department and unit have names alike, each the other's best.
    承接: the same between a department and its successor, or a name that one left and one entered in the whole year.
    """
    pairs = connection.execute(
        "SELECT DISTINCT year FROM stored_evaluation WHERE evaluation_id IN (SELECT unnest(?::VARCHAR[]))",
        [sorted(changed)],
    ).fetchall()
    years = {year for (year,) in pairs} | {year + 1 for (year,) in pairs}
    followed: dict[int, set[tuple[str, str]]] = defaultdict(set)
    for year, before, after in connection.execute(
        "SELECT year, from_name, to_name FROM stored_succession WHERE dataset = ?", [dataset]
    ).fetchall():
        followed[year].add((before, after))
    told = connection.execute("SELECT from_key, to_key FROM stored_project_link").fetchall()
    taken_from, taken_to = {before for before, _ in told}, {after for _, after in told}
    touched = _keys(connection, changed)
    found: list[ProjectLink] = []
    for year in sorted(years):
        before, after = _projects(connection, dataset, year - 1), _projects(connection, dataset, year)
        left = [each for key, each in before.items() if key not in after and key not in taken_from]
        entered = [each for key, each in after.items() if key not in before and key not in taken_to]
        if left and entered:
            found += [
                ProjectLink(old.key, new.key, year, kind)
                for old, new, kind in _alike(left, entered, followed[year])
                if old.key in touched or new.key in touched
            ]
    write_links(connection, found)
    return len(found)


def _keys(connection: duckdb.DuckDBPyConnection, changed: Collection[str]) -> set[str]:
    rows = connection.execute(
        "SELECT DISTINCT project_key FROM stored_evaluation WHERE evaluation_id IN (SELECT unnest(?::VARCHAR[]))",
        [sorted(changed)],
    ).fetchall()
    return {key for (key,) in rows}


def _projects(connection: duckdb.DuckDBPyConnection, dataset: str, year: int) -> dict[str, _Project]:
    rows = connection.execute(
        """SELECT project_key, min(project), min(department), min(coalesce(unit, '')) FROM stored_evaluation
           WHERE dataset = ? AND year = ? AND method = '单位自评' AND subject <> '部门整体支出'
           GROUP BY project_key ORDER BY project_key""",
        [dataset, year],
    ).fetchall()
    return {key: _Project(key, fold_project(name), department, unit) for key, name, department, unit in rows}


def _alike(
    left: list[_Project], entered: list[_Project], followed: set[tuple[str, str]]
) -> Iterator[tuple[_Project, _Project, str]]:
    """Pairs that are each other's best, the surest first; a project is in one pair only."""
    gone, come = Counter(each.name for each in left), Counter(each.name for each in entered)
    ranked: list[tuple[float, str, str, _Project, _Project, str]] = []
    for old in left:
        for new in entered:
            same = old.department == new.department
            successor = (old.department, new.department) in followed
            if not same and not successor:
                unique = old.name == new.name and gone[old.name] == come[new.name] == 1 and len(old.name) >= 6
                score = 0.9 if unique else 0.0
            elif same and old.unit and new.unit and old.unit != new.unit and old.name != new.name:
                score = 0.0
            else:
                score = _similarity(old.name, new.name)
            if score >= ALIKE:
                ranked.append((-score, old.key, new.key, old, new, RENAMED if same else MOVED))
    used: set[str] = set()
    for _, _, _, old, new, kind in sorted(ranked, key=lambda item: item[:3]):
        if old.key not in used and new.key not in used:
            used |= {old.key, new.key}
            yield old, new, kind


def _similarity(one: str, other: str) -> float:
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    if matcher.real_quick_ratio() < ALIKE or matcher.quick_ratio() < ALIKE:
        return 0.0
    return matcher.ratio()
