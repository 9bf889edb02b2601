"""Evaluation ↔ JSON: what a form said comes back to the digit, with its places."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evalcore.model import (
    Budget,
    Evaluation,
    Finding,
    FundSource,
    Indicator,
    Method,
    Movement,
    MovementKind,
    Place,
    Severity,
    Source,
    Status,
    Subject,
)
from evalcore.model.codec import dump_evaluation, parse_evaluation

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
maybe = st.one_of(st.none(), texts)
amounts = st.one_of(st.none(), st.decimals(allow_nan=False, allow_infinity=False, places=None))
places = st.builds(Place, texts, texts)
by_field = st.dictionaries(texts, places, max_size=3)
moves = st.builds(
    Movement,
    kind=st.sampled_from(MovementKind),
    amount=st.decimals(allow_nan=False, allow_infinity=False),
    direction=st.sampled_from("+-"),
    inferred=st.booleans(),
    counterparty=maybe,
    text=texts,
    place=st.one_of(st.none(), places),
)
sources = st.builds(
    FundSource, texts, initial=amounts, annual=amounts, executed=amounts, place=st.one_of(st.none(), places)
)
budgets = st.builds(
    Budget,
    initial=amounts,
    annual=amounts,
    executed=amounts,
    unit_in_file=maybe,
    printed_rate=amounts,
    execution_points=amounts,
    execution_score=amounts,
    sources=st.lists(sources, max_size=2).map(tuple),
    movements=st.lists(moves, max_size=2).map(tuple),
    places=by_field,
)
indicators = st.builds(
    Indicator,
    level1=texts,
    level3=texts,
    level2=maybe,
    level1_points=amounts,
    target=maybe,
    actual=maybe,
    points=amounts,
    self_score=amounts,
    shared_score_group=st.one_of(st.none(), st.integers(0, 9)),
    sub_row=st.booleans(),
    places=by_field,
)
findings = st.builds(
    Finding,
    code=texts,
    severity=st.sampled_from(Severity),
    message=texts,
    numbers=st.dictionaries(texts, texts, max_size=2),
    indicator=st.one_of(st.none(), st.integers(0, 9)),
    status=st.sampled_from(Status),
)
evaluations = st.builds(
    Evaluation,
    project=texts,
    year=st.one_of(st.none(), st.integers(1990, 2100)),
    department=maybe,
    method=st.sampled_from(Method),
    subject=st.sampled_from(Subject),
    budget=budgets,
    indicators=st.lists(indicators, max_size=3).map(tuple),
    self_score=amounts,
    submitted=st.one_of(st.none(), st.dates()),
    narrative=maybe,
    is_report=st.booleans(),
    source=st.builds(Source, texts, texts, texts, texts),
    places=by_field,
    read_findings=st.lists(findings, max_size=2).map(tuple),
)


@settings(max_examples=150, deadline=None)
@given(evaluations)
def test_a_form_comes_back_as_it_was_read(evaluation: Evaluation) -> None:
    back = parse_evaluation(dump_evaluation(evaluation))
    assert back == evaluation
    assert repr(back) == repr(evaluation)  # digits of Decimals and types of enums too


def test_trailing_zeros_and_dates_keep_what_was_printed() -> None:
    form = Evaluation(
        project="道路保洁",
        year=2022,
        self_score=Decimal("100.00"),
        submitted=date(2023, 3, 1),
        budget=Budget(
            initial=Decimal("1.50"), movements=(Movement(MovementKind.TRANSFERRED_OUT, Decimal("2.23"), "-"),)
        ),
    )
    back = parse_evaluation(dump_evaluation(form))
    assert str(back.self_score) == "100.00"
    assert back.submitted == date(2023, 3, 1)
    assert back.budget.movements[0].kind is MovementKind.TRANSFERRED_OUT
    assert str(back.budget.initial) == "1.50"


def test_every_field_of_an_evaluation_is_stored() -> None:
    """A field added to the model later must not be dropped silently."""
    written = json.loads(dump_evaluation(FULL))
    assert set(written) == {field.name for field in fields(Evaluation)}
    assert parse_evaluation(dump_evaluation(FULL)) == FULL


def test_a_form_written_before_a_field_existed_takes_its_default() -> None:
    assert parse_evaluation('{"project":"甲","year":null}') == Evaluation(project="甲", year=None)


def test_half_a_surrogate_pair_is_kept_as_it_was_read() -> None:
    form = Evaluation(project="道路\ud800保洁", year=2022, self_score=Decimal("9.50"))
    written = json.loads(dump_evaluation(form))
    assert written["project"] == "道路\ud800保洁"
    assert written["self_score"] == "9.50"


def test_a_field_of_a_later_version_is_ignored() -> None:
    assert parse_evaluation('{"project": "甲", "year": 2022, "later": 1}') == Evaluation(
        project="甲", year=2022
    )


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "{}", '{"project": "甲"}', '{"project": "甲", "year": 2022, "self_score": "x"}']
)
def test_a_damaged_form_is_a_value_error(text: str) -> None:
    with pytest.raises(ValueError):
        parse_evaluation(text)


FULL = replace(
    Evaluation(project="甲", year=2022),
    department="区教育局", unit="一小", project_code="P-1", method=Method.FINANCE, subject=Subject.FUND,
    budget=Budget(initial=Decimal(1)), indicators=(Indicator("产出指标", "次数"),), total_points=Decimal(100),
    self_score=Decimal(99), review_score=Decimal(98), self_grade="优", submitted=date(2023, 1, 1), goal="g",
    goal_actual="a", problems="p", measures="m", narrative="n", title="t", is_report=True,
    has_evidence_column=True, region="示范区", fund_source="本级", source=Source("a.xlsx", "0" * 64, "xlsx"),
    places={"project": Place("表1", "C5")},
    read_findings=(Finding("FM_YEAR_CONFLICT", Severity.YELLOW, "年度不一致"),),
)  # fmt: skip
