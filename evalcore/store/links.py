"""Which projects of two years may be one: proposed by name and succession, confirmed or refused by a person.

Only 建议 is written here. A link a person has confirmed or refused stays as it is (journal kind project_link).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

import duckdb

from evalcore.store.catalogue import ProjectLink, write_links
from evalcore.store.identity import fold_project
from evalcore.store.numbers import OF_NUMBERS, numbers_of

ALIKE = 0.7  # of two names in one department, or in two of which one followed the other
LONG = 6  # signs a name must have to be known by itself, in whatever department
_UNIQUE = 0.9  # how sure that is
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
    numbers = numbers_of(connection, changed)
    touched = dict(connection.execute(_TOUCHED, {"numbers": numbers}).fetchall())  # key → department
    followed: dict[int, set[tuple[str, str]]] = defaultdict(set)
    for year, before, after in connection.execute(
        "SELECT year, from_name, to_name FROM stored_succession WHERE dataset = ?", [dataset]
    ).fetchall():
        followed[year].add((before, after))
    told = connection.execute("SELECT from_key, to_key FROM stored_project_link").fetchall()
    taken_from, taken_to = {before for before, _ in told}, {after for _, after in told}
    _stepped(connection, dataset, numbers)
    found: list[ProjectLink] = []
    for year, steps in _around(
        connection, touched, {pair for pairs in followed.values() for pair in pairs}
    ).items():
        left = [each for each in steps["left"] if each.key not in taken_from]
        entered = [each for each in steps["entered"] if each.key not in taken_to]
        found += [
            ProjectLink(old.key, new.key, year, kind)
            for old, new, kind in _alike(left, entered, followed[year])
            if old.key in touched or new.key in touched
        ]
    write_links(connection, found)
    connection.execute("DROP TABLE stepped")
    return len(found)


_TOUCHED = (
    f"SELECT project_key, min(department) FROM stored_evaluation WHERE {OF_NUMBERS} GROUP BY project_key"
)
_OWN = "method = '单位自评' AND subject <> '部门整体支出'"
# what two names that fold to one have in common: a few thousand projects are folded instead of all that left or entered
_SIGNS = "regexp_replace(project, '[^一-鿿]|年|度', '', 'g')"


def _stepped(connection: duckdb.DuckDBPyConnection, dataset: str, numbers: list[int]) -> None:
    """Temporary table stepped: the projects that left before or entered in (side) each year (year) a change of these bears on."""
    steps = " UNION ALL ".join(
        f"""SELECT '{side}' AS side, e.year + {later} AS year, e.project_key, e.project, e.department, e.unit
            FROM stored_evaluation AS e
            ANTI JOIN (SELECT project_number, year FROM stored_evaluation WHERE {_OWN}) AS o
                ON o.project_number = e.project_number AND o.year = e.year + {other}
            WHERE e.dataset = $dataset AND {_OWN} AND e.year + {later} IN (SELECT year FROM borne_on)"""
        for side, later, other in (("left", 1, 1), ("entered", 0, -1))
    )
    connection.execute(
        f"""CREATE OR REPLACE TEMP TABLE borne_on AS
           SELECT DISTINCT year + unnest([0, 1]) AS year FROM stored_evaluation WHERE {OF_NUMBERS}""",
        {"numbers": numbers},
    )
    connection.execute(f"CREATE OR REPLACE TEMP TABLE stepped AS {steps}", {"dataset": dataset})
    connection.execute("DROP TABLE borne_on")


def _around(
    connection: duckdb.DuckDBPyConnection, touched: Mapping[str, str], followed: Collection[tuple[str, str]]
) -> dict[int, dict[str, list[_Project]]]:
    """Year → side → projects that could be a touched one, or be a better pair for one that could.

    They are those of its department, of departments it followed or was followed by, all that bear its name, and, where
    only one left and one entered under that name, the whole of the other's department.
    """
    departments = set(touched.values())
    while more := {name for pair in followed for name in pair if departments & set(pair)} - departments:
        departments |= more
    found: dict[int, dict[str, dict[str, _Project]]] = defaultdict(lambda: {"left": {}, "entered": {}})

    def find(where: str, values: dict[str, object]) -> None:
        for year, side, key, name, department, unit in connection.execute(
            f"""SELECT year, side, project_key, min(project), min(department), min(coalesce(unit, '')) FROM stepped
                WHERE {where} GROUP BY year, side, project_key ORDER BY year, side, project_key""",
            values,
        ).fetchall():
            found[year][side][key] = _Project(key, fold_project(name), department, unit)

    find("department IN (SELECT unnest($departments::VARCHAR[]))", {"departments": sorted(departments)})
    known = f"""SELECT {_SIGNS} FROM stepped
        WHERE project_key IN (SELECT unnest($keys::VARCHAR[])) AND length(project) >= {LONG}"""
    find(f"{_SIGNS} IN ({known})", {"keys": sorted(touched)})
    far: set[str] = set()
    for sides in found.values():
        left, entered = (
            {each.name: each for each in of.values()} for of in (sides["left"], sides["entered"])
        )
        gone, come = (Counter(each.name for each in sides[side].values()) for side in ("left", "entered"))
        for name in {each.name for of in sides.values() for key, each in of.items() if key in touched}:
            if len(name) >= LONG and gone[name] == come[name] == 1:
                far |= {left[name].department, entered[name].department}
    if far - departments:
        find("department IN (SELECT unnest($far::VARCHAR[]))", {"far": sorted(far - departments)})
    return {year: {side: list(of.values()) for side, of in sides.items()} for year, sides in found.items()}


def _alike(
    left: list[_Project], entered: list[_Project], followed: set[tuple[str, str]]
) -> Iterator[tuple[_Project, _Project, str]]:
    """Pairs that are each other's best, the surest first; a project is in one pair only."""
    gone, come = Counter(each.name for each in left), Counter(each.name for each in entered)
    by_department, by_name = defaultdict(list), defaultdict(list)
    for new in entered:
        by_department[new.department].append(new)
        by_name[new.name].append(new)
    successors = defaultdict(list)
    for before, after in sorted(followed):
        successors[before].append(after)
    ranked: list[tuple[float, str, str, _Project, _Project, str]] = []
    for old in left:
        near = {old.department, *successors[old.department]}
        for new in (new for name in sorted(near) for new in by_department[name]):
            same = old.department == new.department
            if same and old.unit and new.unit and old.unit != new.unit and old.name != new.name:
                continue
            score = _similarity(old.name, new.name)
            if score >= ALIKE:
                ranked.append((-score, old.key, new.key, old, new, RENAMED if same else MOVED))
        if len(old.name) >= LONG and gone[old.name] == come[old.name] == 1:
            (new,) = by_name[old.name]
            if new.department not in near:
                ranked.append((-_UNIQUE, old.key, new.key, old, new, MOVED))
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
