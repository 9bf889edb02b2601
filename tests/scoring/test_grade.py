"""Grades of totals and of printed labels."""

from __future__ import annotations

from decimal import Decimal

import pytest

from evalcore.model import Grade
from evalcore.scoring.grade import fold_label, grade_line, grade_of, is_standard_label
from evalcore.scoring.rule_set import rule_set

NATIONAL = rule_set(id="national-2020")


@pytest.mark.parametrize(
    ("total", "grade"),
    [
        ("100", "优"), ("90", "优"), ("89.995", "优"), ("89.9949", "良"), ("80", "良"), ("79.99", "中"),
        ("60", "中"), ("59.995", "中"), ("59.9949", "差"), ("0", "差"), ("110", "优"), ("-1", "差"),
    ],
)  # fmt: skip
def test_lines_on_the_total_rounded_half_up_to_two_decimals(total: str, grade: str) -> None:
    assert grade_of(Decimal(total), NATIONAL) is Grade(grade)


def test_59_995_needs_decimal_arithmetic() -> None:
    assert round(59.995, 2) == 59.99  # what binary floating point says
    assert grade_of(Decimal("59.995"), NATIONAL) is Grade.FAIR


def test_guangdong_65_is_called_low_and_folds_to_fair() -> None:
    line = grade_line(Decimal(65), rule_set(id="guangdong"))
    assert (line.label, line.grade) == ("低", Grade.FAIR)


@pytest.mark.parametrize(
    ("label", "grade"),
    [
        ("优", "优"),
        ("优秀", "优"),
        (" 良好 ", "良"),
        ("合格", "中"),
        ("低", "中"),
        ("不合格", "差"),
        ("四等", "差"),
        ("☑优", "优"),
    ],
)
def test_labels_fold_to_the_four(label: str, grade: str) -> None:
    assert fold_label(label, NATIONAL) is Grade(grade)


@pytest.mark.parametrize("label", [None, "", "  ", "甲级"])
def test_an_unknown_label_has_no_grade(label: str | None) -> None:
    assert fold_label(label, NATIONAL) is None


def test_only_the_rule_set_s_own_words_are_standard() -> None:
    assert is_standard_label("优", NATIONAL)
    assert not is_standard_label("优秀", NATIONAL)
    assert is_standard_label("低", rule_set(id="guangdong"))
    assert not is_standard_label("低", NATIONAL)
