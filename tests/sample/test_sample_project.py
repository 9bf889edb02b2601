"""Continuity of projects over the years: 70 % go on, 10 % under another name or department, 20 % are new."""

from __future__ import annotations

from random import Random

from evalcore.sample.demonstration import Demonstration, Year
from evalcore.sample.district import district
from evalcore.sample.project import _renamed, plan


def test_seventy_ten_twenty(demonstration: tuple[Demonstration, list[Year]]) -> None:
    made = demonstration[0].plan
    for year in (2022, 2023, 2024):
        now = [project for project in made.of_year(year) if not project.story]
        same = sum(year - 1 in project.years for project in now) / len(now)
        linked = sum(project.years[0] == year and project.predecessor is not None for project in now) / len(
            now
        )
        new = sum(project.years[0] == year and project.predecessor is None for project in now) / len(now)
        assert 0.64 <= same <= 0.75
        assert 0.07 <= linked <= 0.14
        assert 0.15 <= new <= 0.26


def test_every_link_joins_a_project_that_ended_to_one_that_begins(
    demonstration: tuple[Demonstration, list[Year]],
) -> None:
    made = demonstration[0].plan
    known = {project.key: project for project in made.projects}
    assert {link.kind for link in made.links} == {"改名", "承接"}
    assert {link.status for link in made.links} == {"建议", "已确认"}
    for link in made.links:
        before, after = known[link.from_key], known[link.to_key]
        assert max(before.years) == link.year - 1
        assert min(after.years) == link.year
        assert before.family == after.family
        if link.kind == "改名":
            assert before.name != after.name
            assert before.department is after.department
        else:
            assert before.name == after.name
            assert before.department.code != after.department.code


def test_reorganisation_of_2024_moves_projects_and_starts_none_anew(
    demonstration: tuple[Demonstration, list[Year]],
) -> None:
    made = demonstration[0].plan
    moved = [link for link in made.links if link.kind == "承接"]
    assert {link.year for link in moved} == {2024}
    known = {project.key: project.department.code for project in made.projects}
    assert {(known[link.from_key], known[link.to_key]) for link in moved} == {
        ("105", "109"), ("211", "210"), ("213", "204"),
    }  # fmt: skip
    assert all(project.department.code != "211" for project in made.of_year(2024))
    assert all(
        project.department.code != "109" for year in (2021, 2022, 2023) for project in made.of_year(year)
    )


def test_a_renamed_department_keeps_its_code() -> None:
    (data,) = [department for department in district().departments if department.former_name]
    assert data.name_in(2023) == "区政务服务数据管理局"
    assert data.name_in(2024) == "区政务服务和数据管理局"


def test_streets_run_projects_of_the_same_names(demonstration: tuple[Demonstration, list[Year]]) -> None:
    made = demonstration[0].plan.of_year(2021)
    names = [{p.name for p in made if p.department.code == code} for code in ("407", "408", "423")]
    assert len(set.intersection(*names)) >= 10


def test_no_name_twice_in_a_department_and_year(demonstration: tuple[Demonstration, list[Year]]) -> None:
    for year in (2021, 2022, 2023, 2024):
        named = [(project.department.code, project.name) for project in demonstration[0].plan.of_year(year)]
        assert len(named) == len(set(named))


def test_another_seed_gives_other_projects() -> None:
    place = district()
    one, two = (plan(place, seed, (2021,), 590) for seed in (1, 2))
    assert {project.name for project in one.projects} != {project.name for project in two.projects}


def test_a_new_name_keeps_brackets_inside_the_old_one() -> None:
    assert _renamed("村（居）运转经费", Random(1)) in ("村（居）运转专项经费", "村（居）运转工作保障经费")
    assert _renamed("校园安保服务（第一小学）", Random(1)) in (
        "校园安保服务采购（第一小学）", "校园安保综合服务（第一小学）",
    )  # fmt: skip
