"""The demonstration district: departments, reorganisations and rule sets by year, read from district.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Department:
    """A department in budget-code order. `projects` is the mean number a year of a full district."""

    code: str
    name: str
    kind: str  # 区直党群 · 区直政府 · 镇街 · 垂管分局
    field: str  # whose projects of the catalogue it runs
    projects: float
    parts: tuple[str, ...]  # units or areas that tell its projects of one kind apart
    first_year: int | None = None
    last_year: int | None = None
    former_name: str | None = None
    former_until: int | None = None

    def name_in(self, year: int) -> str:
        """The name it bore that year."""
        if self.former_name is not None and self.former_until is not None and year <= self.former_until:
            return self.former_name
        return self.name

    def exists(self, year: int) -> bool:
        return (self.first_year or year) <= year <= (self.last_year or year)


@dataclass(frozen=True, slots=True)
class Reorganisation:
    """From `year` on, `successor` runs the projects of `department` whose name holds `word` ("" = all)."""

    year: int
    department: str
    successor: str
    word: str
    text: str


@dataclass(frozen=True, slots=True)
class District:
    region: str
    code: str
    years: tuple[int, ...]
    projects_a_year: int
    departments: tuple[Department, ...]
    reorganisations: tuple[Reorganisation, ...]
    rule_set_ids: Mapping[int, str]  # first year → id
    external_rule_set: str

    def rule_set_id(self, year: int) -> str:
        """The rule set for self-evaluations of that year; the earliest for years before it."""
        begun = [first for first in self.rule_set_ids if first <= year]
        return self.rule_set_ids[max(begun) if begun else min(self.rule_set_ids)]

    def department(self, code: str) -> Department:
        return next(found for found in self.departments if found.code == code)


@cache
def district() -> District:
    """The district of the demonstration: ~50 departments, four years."""
    data = tomllib.loads((FOLDER / "district.toml").read_text(encoding="utf-8"))
    rules = data["rule_sets"]
    departments = [_department(row, data["parts"]) for row in data["department"]]
    departments += _town_halls(data)
    departments.sort(key=lambda department: department.code)
    return District(
        region=data["region"],
        code=data["region_code"],
        years=tuple(data["years"]),
        projects_a_year=data["projects_a_year"],
        departments=tuple(departments),
        reorganisations=tuple(
            Reorganisation(row["year"], row["from"], row["to"], row["word"], row["text"])
            for row in data["reorganisation"]
        ),
        rule_set_ids={int(year): name for year, name in rules.items() if year.isdigit()},
        external_rule_set=rules["external"],
    )


def _department(row: Mapping[str, Any], parts: Mapping[str, list[str]]) -> Department:
    former = row.get("former", {})
    return Department(
        code=row["code"],
        name=row["name"],
        kind=row["kind"],
        field=row["field"],
        projects=sum(row["projects"]) / 2,
        parts=tuple(parts.get(row["field"], parts["other"])),
        first_year=row.get("first_year"),
        last_year=row.get("last_year"),
        former_name=former.get("name"),
        former_until=former.get("last_year"),
    )


def _town_halls(data: Mapping[str, Any]) -> list[Department]:
    hall = data["town_hall"]
    low, high = hall["projects"]
    made = []
    for start, names, pattern in ((401, "streets", "street_name"), (421, "towns", "town_name")):
        count = len(data[names])
        for index, name in enumerate(data[names]):
            made.append(
                Department(
                    code=str(start + index),
                    name=hall[pattern].format(name),
                    kind=hall["kind"],
                    field=hall["field"],
                    projects=low + (high - low) * (index + 0.5) / count,
                    parts=tuple(data["parts"]["town"]),
                )
            )
    return made


def like_district(number: int) -> District:
    """Another district of the same make, for larger worlds: 示范007区教育局, code 007202."""
    base, mark = district(), f"示范{number:03d}区"
    departments = tuple(
        replace(
            item,
            code=f"{number:03d}{item.code}",
            name=_named(item.name, mark),
            former_name=None if item.former_name is None else _named(item.former_name, mark),
        )
        for item in base.departments
    )
    changes = tuple(
        replace(item, department=f"{number:03d}{item.department}", successor=f"{number:03d}{item.successor}")
        for item in base.reorganisations
    )
    return replace(
        base, code=f"99{number:04d}", region=f"示范市{mark}", departments=departments, reorganisations=changes
    )


def _named(name: str, mark: str) -> str:
    if "示范区" in name:
        return name.replace("示范区", mark)
    return mark + name.removeprefix("区").removeprefix("示范")
