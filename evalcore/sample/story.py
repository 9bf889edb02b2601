"""Five projects whose course is written, not drawn (sample_district.md §6), in stories.toml."""

from __future__ import annotations

import tomllib
from functools import cache
from typing import Any

from evalcore.sample.catalogue import Template, line
from evalcore.sample.district import FOLDER, District
from evalcore.sample.form import Form, rule_execution
from evalcore.sample.indicator import Measures, Row, score_by_rule, write_texts
from evalcore.sample.project import Link, Plan, Project


@cache
def stories() -> dict[str, dict[str, Any]]:
    data = tomllib.loads((FOLDER / "stories.toml").read_text(encoding="utf-8"))
    return {story["id"]: story for story in data["story"]}


def enrol(plan: Plan, district: District, years: tuple[int, ...]) -> None:
    """Add the written projects to the plan, in their departments and years."""
    for number, story in enumerate(stories().values(), 1):
        told = [int(year) for year in story["years"]]
        department = district.department(story["department"])
        lines = tuple(map(line, story["indicators"]))
        template = Template(
            department.field, story["name"], story["type"], story["money"], story["money"], story["people"],
            story["aim"], None, lines,
        )  # fmt: skip
        key = f"{district.code}{told[0] % 100:02d}P{department.code}{90000 + number}"
        project = Project(
            key, key, story["name"], department, None, template, story["money"], story=story["id"]
        )
        moved = story.get("moved")
        for year in told:
            if year not in years:
                continue
            if moved and year == moved["year"]:
                successor_key = f"{district.code}{year % 100:02d}P{moved['to']}{90000 + number}"
                successor = Project(
                    successor_key, key, story["name"], district.department(moved["to"]), None, template,
                    story["money"], predecessor=project, story=story["id"],
                )  # fmt: skip
                plan.links.append(Link(key, successor_key, year, "承接", "已确认"))
                plan.projects.append(project)
                project = successor
            project.years.append(year)
        plan.projects.append(project)


def tell(form: Form) -> bool:
    """Fill a form from its story; False for a project that has none."""
    if form.project.story is None:
        return False
    story = stories()[form.project.story]
    told = story["years"][str(form.year)]
    money = form.money
    money.initial, money.annual, money.executed = (round(amount * 100) for amount in told["money"])
    money.added, money.reduced = max(0, money.annual - money.initial), max(0, money.initial - money.annual)
    money.carried = money.carried_executed = money.moved_out = 0
    money.source, money.explained = (
        "区本级一般公共预算",
        abs(money.annual - money.initial) * 5 >= money.initial,
    )
    form.kind = "S"
    form.printed_rate = (2 * money.executed * 10000 + money.annual) // (2 * money.annual)
    form.execution_rule = form.execution_self = rule_execution(money, form.stepped)
    for row, (actual, given) in zip(form.rows, told["reached"], strict=True):
        _reach(row, actual)
        if row.line.kind == "budget":
            row.target, row.actual = money.annual, money.executed
        if row.numeric:
            write_texts(row)
        score_by_rule(row, form.stepped)
        row.self_points = row.rule_points if given == "rule" else round(given * 100)
    form.problems, form.measures = told.get("problems"), told.get("measures")
    return True


def _reach(row: Row, actual: Any) -> None:
    if row.numeric and not isinstance(actual, str):
        row.actual = round(actual * 10**row.line.decimals)
    elif isinstance(actual, str):
        row.actual_text = actual
        row.partly = actual.startswith("部分达成")


def story_measures(project: Project) -> Measures:
    """A written project keeps its own indicators, equal weights and targets."""
    lines = project.template.lines
    return Measures(lines, frozenset(), (2,) * len(lines), True, False, 1.0, False, False, True)
