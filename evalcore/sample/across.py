"""The part of the answer key that needs several forms: years of one project, duplicates, departments, the listing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from statistics import quantiles

from evalcore.model import Method
from evalcore.sample.catalogue import RATE
from evalcore.sample.demonstration import Year
from evalcore.sample.form import Form
from evalcore.sample.indicator import Row
from evalcore.sample.key import KeyEntry, identity

# Codes decided here; the others of table E need records the demonstration does not hold, or compare wording.
DECIDED_ACROSS = frozenset(
    {
        "CV_MISSING_SELF", "CV_DUPLICATE_FORM", "D_SCORES_UNIFORM", "TG_BELOW_LAST_ACTUAL",
        "TG_SAME_AS_LAST_YEAR", "X_LOW_EXE_BUDGET_UP", "X_SCORE_JUMP",
    }
)  # fmt: skip


def across(years: Sequence[Year]) -> list[KeyEntry]:
    """What must be raised when the years stand side by side. Of a department: ("", year, its code, 0)."""
    found: list[KeyEntry] = []
    last: dict[str, Form] = {}
    for year in years:
        own = [form for form in year.forms if form.method is Method.SELF]
        found += _listing(year, own)
        found += _uniform(year.year, own)
        for form in own:
            before = last.get(form.project.key)
            if before is not None and before.year == form.year - 1:
                found += _since(form, before)
        found += _twice(own)
        last = {form.project.key: form for form in own}  # of two forms the second
    return found


def _listing(year: Year, own: Sequence[Form]) -> list[KeyEntry]:
    sent = {form.project.key for form in own}
    missing = {item.project.department.code for item in year.listed if item.project.key not in sent}
    return [KeyEntry(("", year.year, code, 0), "CV_MISSING_SELF") for code in sorted(missing)]


def _twice(own: Sequence[Form]) -> list[KeyEntry]:
    forms: dict[str, list[Form]] = defaultdict(list)
    for form in own:
        forms[form.project.key].append(form)
    return [
        KeyEntry(identity(form), "CV_DUPLICATE_FORM")
        for same in forms.values()
        if len({form.total for form in same}) > 1
        for form in same
    ]


def _uniform(year: int, own: Sequence[Form]) -> list[KeyEntry]:
    """Ten projects or more whose self scores hardly differ."""
    scores: dict[str, list[int]] = defaultdict(list)
    for form in own:
        if form.department == form.project.department.name_in(year) and form.total is not None:
            scores[form.project.department.code].append(form.total)
    found = []
    for code, held in sorted(scores.items()):
        if len(held) < 10:
            continue
        low, _, high = quantiles(held, n=4, method="inclusive")
        if high - low < 100 or sum(score == 10000 for score in held) * 2 >= len(held):
            found.append(KeyEntry(("", year, code, 0), "D_SCORES_UNIFORM"))
    return found


def _since(form: Form, before: Form) -> list[KeyEntry]:
    """Against the same project's form of the year before."""
    found: list[tuple[str, int | None]] = []
    if form.total is not None and before.total is not None and form.stepped == before.stepped:
        found += [("X_SCORE_JUMP", None)] if abs(form.total - before.total) >= 1000 else []
    then = before.money
    if then.executed * 10 < then.annual * 8 and form.money.initial >= then.annual > 0:
        found.append(("X_LOW_EXE_BUDGET_UP", None))
    names = {row.name: row for row in before.rows}
    for position, row in enumerate(form.rows):
        old = names.get(row.name)
        if old is not None:
            found += [(code, position) for code in _target(row, old)]
    return [KeyEntry(identity(form), code, position) for code, position in found]


def _target(row: Row, old: Row) -> list[str]:
    found: list[str] = []
    wanted = row.line.value if row.line.kind == "sentence" else row.target
    if not wanted or row.target_text is None:
        return found
    whole = row.unit == RATE and wanted >= 100 * 10**row.line.decimals  # all of it: nothing to raise
    if row.target_text == old.target_text and not whole:
        found.append("TG_SAME_AS_LAST_YEAR")
    reached = _printed(old)
    if row.operator != "≤" and row.line.level2 != "成本" and reached and wanted < 0.9 * reached:
        found.append("TG_BELOW_LAST_ACTUAL")
    return found


def _printed(row: Row) -> int | None:
    """Last year's actual as the form prints it, in the line's decimals."""
    if row.line.kind == "sentence" and row.actual_text:
        return int(row.actual_text.removesuffix(RATE))
    return None if row.defect == "other_unit" else row.actual
