"""The answer key against the engine's checks, and clean forms against both."""

from __future__ import annotations

from collections import Counter

import pytest

from evalcore.model import Severity
from evalcore.sample import DECIDED
from evalcore.sample.district import district
from evalcore.sample.form import Form, evaluation
from evalcore.sample.key import entries
from evalcore.scoring.checks.catalog import codes
from evalcore.scoring.rule_set import rule_set
from evalcore.scoring.total import score_evaluation

Pairs = list[tuple[Form, set[tuple[str, int | None]], set[tuple[str, int | None]], list[str]]]


@pytest.fixture(scope="session")
def pairs(forms: list[Form]) -> Pairs:
    """Form, what the key wants, what the checks raise (codes the key decides), red and yellow codes."""
    place = district()
    made: Pairs = []
    for form in forms[::3]:
        rules = rule_set(id=place.external_rule_set if form.kind == "E" else place.rule_set_id(form.year))
        result = score_evaluation(evaluation(form), rules)
        raised = {(found.code, found.indicator) for found in result.findings if found.code in DECIDED}
        loud = [found.code for found in result.findings if found.severity is not Severity.INFO]
        made.append((form, {(entry.code, entry.position) for entry in entries(form)}, raised, loud))
    return made


def test_key_decides_known_codes_only() -> None:
    assert set(codes()) >= DECIDED


def test_key_names_only_what_it_decides(forms: list[Form]) -> None:
    assert {entry.code for form in forms for entry in entries(form)} <= DECIDED


def test_checks_find_what_is_planted_and_little_else(pairs: Pairs) -> None:
    wanted = sum(len(key) for _, key, _, _ in pairs)
    raised = sum(len(found) for _, _, found, _ in pairs)
    both = sum(len(key & found) for _, key, found, _ in pairs)
    missed = Counter(code for _, key, found, _ in pairs for code, _ in key - found)
    extra = Counter(code for _, key, found, _ in pairs for code, _ in found - key)
    assert both / wanted >= 0.98, missed
    assert both / raised >= 0.98, extra


def test_clean_forms_raise_nothing_red_or_yellow(pairs: Pairs) -> None:
    clean = [
        (form.project.name, form.year, loud)
        for form, _, _, loud in pairs
        if form.kind == "B" and form.copy == 1
    ]
    assert len(clean) > 150
    assert [each for each in clean if each[2]] == []


def test_key_of_a_clean_form_holds_only_information(forms: list[Form]) -> None:
    raised = {entry.code for form in forms if form.kind == "B" and form.copy == 1 for entry in entries(form)}
    assert raised <= {"BUD_INITIAL_ZERO", "BUD_TRANSFER_OUT", "GR_NEAR_LINE", "TG_LOW_OVERDONE"}


def test_every_planted_defect_changes_the_key(forms: list[Form]) -> None:
    """A defect that no code answers to would be planted for nothing."""
    answers = {
        "level_sum": {"WT_LEVEL_SUM", "WT_TOTAL_NOT_100"},
        "copied": {"AC_COPIED_TARGET"},
        "in_words": {"AC_TEXT_FOR_NUMBER"},
        "unit_mix": {"BUD_UNIT_SUSPECT"},
        "total_mismatch": {"SC_TOTAL_MISMATCH"},
        "above_weight": {"SC_ABOVE_WEIGHT"},
        "grade_off": {"GR_BAND_MISMATCH", "GR_LABEL_NONSTANDARD"},
        "full_not_met": {"SC_FULL_NOT_MET"},
        "no_execution": {"WT_90_NO_EXECUTION"},
        "no_department": {"FM_DEPT_BLANK", "FM_DEPT_UNIT_SWAPPED"},
        "met_deducted": {"SC_MET_DEDUCTED"},
        "rate_misprint": {"EXE_RATE_MISPRINT", "EXE_RATE_DENOMINATOR"},
    }
    for form in forms:
        found = {entry.code for entry in entries(form)}
        for defect, wanted in answers.items():
            if defect in form.defects:
                assert found & wanted, (defect, form.project.name, form.year)
