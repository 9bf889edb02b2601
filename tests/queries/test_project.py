"""The passport: made again from the stored form, its steps from 100 sum exactly to the score."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal as D
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parents[2]))

from evalcore.access import EVERYTHING, Scope
from evalcore.model import Evaluation, Indicator
from evalcore.queries import project
from evalcore.queries.project import EXECUTION, Kind, Passport
from evalcore.queries.run import Selection
from evalcore.scoring.rule_set import rule_set
from evalcore.scoring.total import score_evaluation
from evalcore.store import Store
from tests.pages.passports import build, form, id_of

RULES = rule_set(id="national-2020")
KINDS: tuple[Kind, ...] = ("self", "review", "recomputed")


def made(evaluation: Evaluation) -> Passport:
    return Passport("x", "submitted", {}, evaluation, score_evaluation(evaluation, RULES), RULES)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    yield build(tmp_path_factory.mktemp("passports"))


def test_steps_lead_from_100_to_the_recomputed_score() -> None:
    steps = made(form()).losses("recomputed")
    assert [(step.code, step.lost) for step in steps] == [(EXECUTION, D("2.5")), ("0", D("10.00"))]


def test_steps_lead_from_100_to_the_self_score() -> None:
    steps = made(form()).losses("self")
    assert [(step.code, step.lost) for step in steps] == [(EXECUTION, D("2.5")), ("1", D("2"))]


def test_a_form_without_review_has_no_review_steps() -> None:
    assert made(form()).losses("review") == ()


def test_a_printed_total_that_is_not_the_sum_has_a_step_of_its_own() -> None:
    steps = made(replace(form(), self_score=D("98"))).losses("self")
    assert (steps[-1].code, steps[-1].name, steps[-1].lost) == ("", "总分与分项合计之差", D("-2.5"))


def test_weights_that_do_not_add_to_100_have_a_step_of_their_own() -> None:
    rows = form().indicators
    heavy = replace(form(), indicators=(replace(rows[0], points=D(60), self_score=D(60)), *rows[1:]))
    steps = made(heavy).losses("self")
    assert (steps[0].code, steps[0].name, steps[0].lost) == ("", "分值合计 110 分", D("-10"))


def test_one_merged_score_over_several_rows_is_split_exactly() -> None:
    rows = tuple(
        Indicator("产出指标", name, target="≥1个", actual="1个", points=D(30),
                  self_score=D(80),
                  shared_score_group=1)
        for name in "甲乙丙"
    )  # fmt: skip
    lines = made(replace(form(), indicators=rows, self_score=D("87.5"))).lines
    assert [line.self_score for line in lines[1:]] == [D("26.67"), D("26.67"), D("26.66")]


def test_rows_without_a_score_are_summed_up_as_unlisted() -> None:
    rows = tuple(replace(row, self_score=None) for row in form().indicators)
    steps = made(replace(form(), indicators=rows)).losses("self")
    assert steps[-1].name == "未列分项得分的 3 项合计"
    assert D(100) - sum(step.lost for step in steps) == D("95.5")


POINTS = st.decimals(0, 60, places=2)
MAYBE = st.one_of(st.none(), st.decimals(0, 70, places=2))
ROWS = st.lists(
    st.builds(
        Indicator,
        level1=st.sampled_from(["产出指标", "效益指标", "满意度指标"]),
        level3=st.sampled_from(["甲", "乙"]),
        target=st.sampled_from(["≥90%", "≤3起", "明显", None, "12月底前", "=7个"]),
        actual=st.sampled_from(["85%", "4起", "效果明显", None, "6个", "已完成", "11月"]),
        points=st.one_of(st.none(), POINTS),
        self_score=MAYBE,
        review_score=MAYBE,
        sub_row=st.booleans(),
    ),
    max_size=6,
)


@settings(max_examples=120, deadline=None)
@given(ROWS, MAYBE, MAYBE)
def test_steps_always_sum_exactly(rows: list[Indicator], total: D | None, review: D | None) -> None:
    passport = made(replace(form(), indicators=tuple(rows), self_score=total, review_score=review))
    for kind in KINDS:
        goal = passport.total(kind)
        steps = passport.losses(kind)
        if goal is None:
            assert steps == ()
        else:
            assert D(100) - sum((step.lost for step in steps), D(0)) == goal


def test_the_recomputed_steps_need_no_remainder_unless_rounded_or_capped() -> None:
    assert all(step.code for step in made(form()).losses("recomputed"))


def test_the_stored_form_scores_the_same_again(store: Store) -> None:
    found = project.passport(id_of(store, "道路保洁", 2024), scope=EVERYTHING, store=store)
    assert found is not None and found.unchanged
    assert found.result.total.value == D("87.50")
    assert found.evaluation == form()


def test_a_reader_does_not_see_another_departments_passport(store: Store) -> None:
    id = id_of(store, "道路保洁", 2024)
    assert project.passport(id, scope=Scope.of(["999"]), store=store) is None
    assert project.passport("nothing", scope=EVERYTHING, store=store) is None


def test_history_links_the_years_of_one_key(store: Store) -> None:
    rows = project.project_history(
        Selection(dataset="submitted"), scope=EVERYTHING, store=store, id=id_of(store, "道路保洁", 2024)
    )
    assert rows["year"].to_list() == [2023, 2024]
    assert set(rows["how"]) == {"同一项目"}


def test_findings_are_listed_gravest_first(store: Store) -> None:
    rows = project.project_findings(
        Selection(dataset="submitted"), scope=EVERYTHING, store=store, id=id_of(store, "道路保洁", 2024)
    )
    order = [("red", "yellow", "info").index(severity) for severity in rows["severity"]]
    assert len(rows) > 0 and order == sorted(order)
    assert "SC_FULL_NOT_MET" in set(rows["code"])


def test_the_list_finds_by_name_unit_and_code(store: Store) -> None:
    chosen = Selection(dataset="submitted")
    for words, count in (("保洁", 2), ("环卫", 3), ("P001", 3), ("没有这个", 0), ("", 3)):
        rows = project.project_list(chosen, scope=EVERYTHING, store=store, find=words)
        assert len(rows) == count, words


def test_the_table_names_the_cell_of_the_actual() -> None:
    table = project.indicators(made(form()))
    assert table["place"].to_list() == ["自评表 E6", "自评表 E12", "自评表 E13", "自评表 E14"]
    assert table["lost"].to_list() == [2.5, 10.0, 0.0, 0.0]


def test_a_total_without_any_part_does_not_look_like_parts_in_full() -> None:
    rows = tuple(replace(row, self_score=None) for row in form().indicators)
    bare = replace(
        form(), indicators=rows, self_score=D(100), budget=replace(form().budget, execution_score=None)
    )
    steps = made(bare).losses("self")
    assert [(step.name, step.lost) for step in steps] == [("未列分项得分的 4 项合计", D(0))]
