"""The answer key across forms against the checks across forms."""

from __future__ import annotations

from collections import Counter

import pytest

from evalcore.model import Method
from evalcore.sample import DECIDED_ACROSS, answer_key
from evalcore.sample.across import across
from evalcore.sample.demonstration import Year
from evalcore.sample.district import district
from evalcore.sample.form import Form, evaluation
from evalcore.sample.key import identity
from evalcore.scoring import portfolio
from evalcore.scoring.rule_set import rule_set
from evalcore.scoring.scored import Scored
from evalcore.scoring.total import score_evaluation

Entry = tuple[tuple[str, int, str, int], str, int | None]


@pytest.fixture(scope="module")
def raised(own: list[Form]) -> set[Entry]:
    """What portfolio.across raises on the self-evaluations of the codes the key decides."""
    place = district()
    scored = []
    for form in own:
        read = evaluation(form)
        result = score_evaluation(read, rule_set(id=place.rule_set_id(form.year)))
        scored.append(Scored(read, result, form.project.key))
    codes = {form.project.department.name_in(form.year): form.project.department.code for form in own}
    found: set[Entry] = set()
    for placed in portfolio.across(scored):
        if placed.finding.code not in DECIDED_ACROSS:
            continue
        if placed.position is not None:
            owner = identity(own[placed.position])
        else:
            owner = ("", placed.year or 0, codes.get(placed.department, ""), 0)
        found.add((owner, placed.finding.code, placed.finding.indicator))
    return found


def test_checks_across_years_agree_with_the_key(years: list[Year], raised: set[Entry]) -> None:
    key = {(entry.evaluation, entry.code, entry.position) for entry in across(years)}
    key = {entry for entry in key if entry[1] != "CV_MISSING_SELF"}  # needs the listing, see below
    assert len(key & raised) / len(key) >= 0.98, Counter(code for _, code, _ in key - raised)
    assert len(key & raised) / len(raised) >= 0.98, Counter(code for _, code, _ in raised - key)


def test_what_was_not_submitted_is_in_the_key_by_department(years: list[Year]) -> None:
    missing = {entry.evaluation for entry in across(years) if entry.code == "CV_MISSING_SELF"}
    listed = {
        ("", item.year, item.project.department.code, 0)
        for year in years
        for item in year.listed
        if not item.submitted
    }
    assert missing == listed


def test_targets_of_a_fifth_of_the_later_forms_never_changed(years: list[Year]) -> None:
    later = [
        form
        for year in years[2:]
        for form in year.forms
        if form.method is Method.SELF and form.project.years[0] <= form.year - 2
    ]
    frozen = sum(form.chosen.frozen for form in later) / len(later)
    assert 0.18 <= frozen <= 0.36


def test_answer_key_holds_both_parts() -> None:
    codes = {entry.code for entry in answer_key()}
    assert codes >= DECIDED_ACROSS
    assert "SC_FULL_NOT_MET" in codes
