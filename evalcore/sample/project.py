"""Which projects the district has in which years: 70 % go on, 10 % are renamed, 20 % end and are replaced."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from math import exp, log
from random import Random

from evalcore.sample.catalogue import Template, catalogue
from evalcore.sample.district import Department, District

GOES_ON, RENAMED = 0.70, 0.10  # the rest ends
P10 = 1.2816  # standard deviations from the median to P10 or P90


@dataclass(slots=True)
class Project:
    """One project under one name in one department. `family` stays the same when it is renamed or moved."""

    key: str
    family: str
    name: str
    department: Department
    unit: str | None  # None: the department itself
    template: Template
    size: float  # what the template's P10–P90 range makes of it, 万元: only its order counts
    years: list[int] = field(default_factory=list)
    predecessor: Project | None = None
    story: str | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """Two keys that are one project."""

    from_key: str
    to_key: str
    year: int
    kind: str  # 改名 · 承接
    status: str  # 建议 · 已确认


@dataclass(slots=True)
class Plan:
    projects: list[Project]
    links: list[Link]

    def of_year(self, year: int) -> list[Project]:
        """In budget-code order."""
        return sorted(
            (project for project in self.projects if year in project.years),
            key=lambda project: (project.department.code, project.key),
        )


def plan(
    district: District, seed: int, years: tuple[int, ...], projects_a_year: int, prefix: str = ""
) -> Plan:
    """All projects of the district in these years, the same for the same seed."""
    share = projects_a_year / sum(d.projects for d in district.departments if d.exists(years[0]))
    made = Plan([], [])
    staffs = {
        d.code: _Staff(d, Random(f"{seed}/{prefix}/{d.code}"), district.code, prefix)
        for d in district.departments
    }
    active: dict[str, list[Project]] = {}
    for year in years:
        moved = _moved(district, year, active)
        for department in district.departments:
            staff = staffs[department.code]
            before = active.get(department.code, [])
            now: list[Project] = []
            for project in before:
                successor = moved.get(project.key)
                if successor is not None:
                    continue
                chance = staff.random.random()
                if chance < GOES_ON or project.story:
                    now.append(project)
                elif chance < GOES_ON + RENAMED:
                    now.append(staff.rename(project, year, made))
            if department.exists(year):
                everyone = [project for projects in active.values() for project in projects]
                coming = [project for project in everyone if moved.get(project.key) == department.code]
                now += [staff.take_over(project, year, made) for project in coming]
                wanted = max(1, round(department.projects * share))
                while len(now) < wanted:
                    now.append(staff.begin(year, made))
            for project in now:
                project.years.append(year)
            staffs[department.code].now = now
        active = {code: staff.now for code, staff in staffs.items()}
    return made


def _moved(district: District, year: int, active: dict[str, list[Project]]) -> dict[str, str]:
    """Key → code of the department that takes it over this year."""
    moved = {}
    for change in district.reorganisations:
        if change.year == year:
            for project in active.get(change.department, []):
                if change.word in project.name:
                    moved[project.key] = change.successor
    return moved


class _Staff:
    """Names and numbers the projects of one department."""

    def __init__(self, department: Department, random: Random, region: str, prefix: str) -> None:
        self.department = department
        self.random = random
        self.stem = region
        self.number = 0
        self.names: set[str] = set()
        self.now: list[Project] = []
        self.supply = self._combinations()

    def _combinations(self) -> Iterator[tuple[Template, str]]:
        """Every template once, then with parts of the work, then with batches: never the same name twice."""
        templates = list(catalogue().templates[self.department.field])
        self.random.shuffle(templates)
        for template in templates:
            yield template, ""
        rest = [(template, part) for template in templates for part in self.department.parts]
        self.random.shuffle(rest)
        yield from rest
        batch = 1
        while True:
            for template, part in rest:
                yield template, f"{part}第{batch}期"
            batch += 1

    def _key(self, year: int) -> str:
        self.number += 1
        return f"{self.stem}{year % 100:02d}P{self.department.code}{self.number:05d}"

    def begin(self, year: int, made: Plan) -> Project:
        template, part = next(self.supply)
        name = f"{template.name}（{part}）" if part else template.name
        key = self._key(year)
        middle, spread = (
            (log(template.low) + log(template.high)) / 2,
            log(template.high / template.low) / (2 * P10),
        )
        size = exp(self.random.gauss(middle, spread))
        unit = f"示范区{part}" if part.endswith(_INSTITUTIONS) else None
        return self._keep(Project(key, key, name, self.department, unit, template, size), made)

    def rename(self, project: Project, year: int, made: Plan) -> Project:
        name = _renamed(project.name, self.random)
        status = "已确认" if self.random.random() < 0.4 else "建议"
        return self._successor(project, name, year, "改名", status, made)

    def take_over(self, project: Project, year: int, made: Plan) -> Project:
        return self._successor(project, project.name, year, "承接", "已确认", made)

    def _successor(
        self, project: Project, name: str, year: int, kind: str, status: str, made: Plan
    ) -> Project:
        key = self._key(year)
        made.links.append(Link(project.key, key, year, kind, status))
        successor = Project(
            key, project.family, name, self.department, project.unit, project.template, project.size,
            predecessor=project, story=project.story,
        )  # fmt: skip
        return self._keep(successor, made)

    def _keep(self, project: Project, made: Plan) -> Project:
        while project.name in self.names:
            project.name += "（续）"
        self.names.add(project.name)
        made.projects.append(project)
        return project


_INSTITUTIONS = ("学校", "小学", "中学", "幼儿园", "中心", "医院", "卫生院", "所", "站", "院", "馆")


def _renamed(name: str, random: Random) -> str:
    """A name a department would give the same project a year later."""
    head, bracket, tail = name.rpartition("（") if name.endswith("）") else (name, "", "")
    for ending, others in catalogue().texts["renamed"].items():
        if head.endswith(ending):
            return head[: -len(ending)] + str(random.choice(others)) + bracket + tail
    return head + random.choice(("项目", "专项", "工作经费")) + bracket + tail
