"""Links across years are proposed by name and succession, and never assumed."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from evalcore.model import Evaluation, Indicator, RegisterKind, RegisterRow, Source
from evalcore.scoring.total import score_evaluation
from evalcore.store import Draft, Store
from evalcore.store.catalogue import ProjectLink, write_links
from evalcore.store.links import propose_links
from evalcore.store.register import write_register
from evalcore.store.write import write_evaluations


@pytest.fixture
def draft(tmp_path: Path) -> Iterator[Draft]:
    with Store(tmp_path).begin("试") as made:
        yield made


def write(draft: Draft, *projects: tuple[int, str, str]) -> tuple[str, ...]:
    row = Indicator(
        "产出指标", "完好率", target="≥90%", actual="95%", points=Decimal(90), self_score=Decimal(90)
    )
    forms = [
        Evaluation(
            project=name, year=year, department=department, indicators=(row,), source=Source(f"{name}{year}")
        )
        for year, department, name in projects
    ]
    pairs = [(form, score_evaluation(form)) for form in forms]
    return write_evaluations(draft.connection, pairs, dataset="submitted", simulated=False).ids


def links(draft: Draft) -> list[tuple[str, str, str, str]]:
    return draft.connection.execute(
        """SELECT split_part(from_key, '|', 3), split_part(to_key, '|', 3), kind, status
           FROM stored_project_link ORDER BY ALL"""
    ).fetchall()


def test_a_renamed_project_is_proposed(draft: Draft) -> None:
    ids = write(
        draft,
        (2022, "甲局", "道路清扫保洁"),
        (2022, "甲局", "桥梁检测"),
        (2023, "甲局", "道路清扫保洁服务"),
        (2023, "甲局", "文物保护"),
    )
    assert propose_links(draft.connection, "submitted", ids) == 1
    assert links(draft) == [("道路清扫保洁", "道路清扫保洁服务", "改名", "建议")]
    assert propose_links(draft.connection, "submitted", ids) == 0


def test_a_project_that_goes_on_is_linked_to_nothing(draft: Draft) -> None:
    ids = write(
        draft,
        (2022, "甲局", "道路清扫保洁"),
        (2023, "甲局", "道路清扫保洁"),
        (2023, "甲局", "道路清扫保洁服务"),
    )
    assert propose_links(draft.connection, "submitted", ids) == 0


def test_a_project_of_a_dissolved_department_is_taken_over_by_its_successor(draft: Draft) -> None:
    ids = write(draft, (2022, "乡村振兴局", "人居环境整治"), (2023, "农业农村局", "人居环境整治项目"))
    assert propose_links(draft.connection, "submitted", ids) == 0
    row = {"year": 2023, "from_name": "乡村振兴局", "to_name": "农业农村局"}
    write_register(draft.connection, RegisterKind.SUCCESSION, [RegisterRow(row)], dataset="submitted")
    assert propose_links(draft.connection, "submitted", ids) == 1
    assert [(kind, status) for _, _, kind, status in links(draft)] == [("承接", "建议")]


def test_a_name_that_every_town_has_moves_nowhere(draft: Draft) -> None:
    ids = write(
        draft,
        (2022, "一街", "网格员经费补助"),
        (2022, "二街", "网格员经费补助"),
        (2023, "三街", "网格员经费补助"),
    )
    assert propose_links(draft.connection, "submitted", ids) == 0


def test_what_a_person_refused_is_not_proposed_again(draft: Draft) -> None:
    ids = write(draft, (2022, "甲局", "道路清扫保洁"), (2023, "甲局", "道路清扫保洁服务"))
    refused = ProjectLink("name:甲局||道路清扫保洁", "name:甲局||道路清扫保洁服务", 2023, "改名", "不认可")
    write_links(draft.connection, [refused])
    assert propose_links(draft.connection, "submitted", ids) == 0
    assert [status for *_, status in links(draft)] == ["不认可"]


def test_a_namesake_far_away_that_goes_on_under_its_own_roof_is_nobody_elses(draft: Draft) -> None:
    """What a change does not bear on still takes its own best partner first."""
    write(draft, (2022, "乙局", "农村困难群众危房改造补助"), (2023, "乙局", "农村困难群众危房改造补助费"))
    ids = write(draft, (2023, "甲局", "农村困难群众危房改造补助"))
    assert propose_links(draft.connection, "submitted", ids) == 0
    ids = write(draft, (2022, "丙局", "河道保洁与养护"), (2023, "丁局", "河道保洁与养护"))
    assert propose_links(draft.connection, "submitted", ids) == 1
    assert links(draft) == [("河道保洁与养护", "河道保洁与养护", "承接", "建议")]


def test_a_change_proposes_about_its_own_projects_only(draft: Draft) -> None:
    write(draft, (2022, "甲局", "道路清扫保洁"), (2023, "甲局", "道路清扫保洁服务"))
    ids = write(draft, (2022, "乙局", "桥梁检测"), (2023, "乙局", "桥梁检测费"))
    assert propose_links(draft.connection, "submitted", ids) == 1
    assert links(draft) == [("桥梁检测", "桥梁检测费", "改名", "建议")]
    assert propose_links(draft.connection, "submitted", ids) == 0
