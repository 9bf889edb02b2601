"""Layouts nobody tuned the reader for: see layouts.py. First run of 2026-11-23: see the docstring of the test."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from evalcore.loaders.read import read_member
from evalcore.loaders.vocabulary import compact
from evalcore.model import Evaluation
from tests.loaders.layouts import LAYOUTS, Form, Layout

BUDGET = {
    "initial": "initial",
    "annual": "annual",
    "executed": "executed",
    "rate": "printed_rate",
    "money_unit": "unit_in_file",
    "execution_points": "execution_points",
    "execution_score": "execution_score",
}


def value_of(evaluation: Evaluation, name: str) -> Any:
    return getattr(evaluation.budget, BUDGET[name]) if name in BUDGET else getattr(evaluation, name)


def same(read: Any, expected: Any) -> bool:
    if isinstance(read, date):
        return read.isoformat() == expected
    if isinstance(expected, str) and read is not None:
        return compact(str(read)) == compact(expected)
    if isinstance(expected, (int, float)) and not isinstance(expected, bool):
        return isinstance(read, (Decimal, int)) and abs(Decimal(str(expected)) - read) < Decimal("0.000001")
    return bool(read == expected)


def differences(evaluation: Evaluation, form: Form) -> tuple[int, list[str]]:
    """Fields compared, and those that differ."""
    count, wrong = 0, []
    for name, expected in form.items():
        if name == "indicators":
            continue
        count += 1
        if not same(value_of(evaluation, name), expected):
            wrong.append(f"{name}: {value_of(evaluation, name)!r} ≠ {expected!r}")
    if len(evaluation.indicators) != len(form["indicators"]):
        wrong.append(f"rows: {[item.level3 for item in evaluation.indicators]}")
    for indicator, expected_row in zip(evaluation.indicators, form["indicators"], strict=False):
        for name, expected in expected_row.items():
            count += 1
            if not same(getattr(indicator, name), expected):
                wrong.append(f"{expected_row['level3']}.{name}: {getattr(indicator, name)!r} ≠ {expected!r}")
    return count, wrong


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
def test_every_field_of_a_further_layout_is_what_the_form_prints(layout: Layout) -> None:
    reading = read_member(layout.build(), layout.file)
    assert [str(error) for error in reading.errors] == []
    assert [form.project for form in reading.forms] == [form["project"] for form in layout.forms]
    wrong: list[str] = []
    for evaluation, form in zip(reading.forms, layout.forms, strict=True):
        wrong += differences(evaluation, form)[1]
    assert wrong == []
