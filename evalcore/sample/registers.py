"""What stands beside the demonstration's forms: approved targets, payments, rectification, next budgets, succession.

Consistent with the forms, but for a few differences planted on purpose; `expected` is their part of the answer key.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from random import Random

from evalcore.model import Method, RegisterKind, RegisterRow
from evalcore.model.register import Value
from evalcore.sample.catalogue import RATE
from evalcore.sample.demonstration import Year
from evalcore.sample.district import District
from evalcore.sample.form import Form, cents
from evalcore.sample.key import KeyEntry, identity
from evalcore.sample.project import Project

DECIDED_BESIDE = frozenset({"TG_CHANGED_AFTER", "TG_DROPPED", "X_SPEND_LEDGER_DIFF", "X_FUNDED_AFTER_LOW"})
APPROVED_FROM = 20_000  # annual budget in 0.01 万元: the projects whose targets were approved one by one
CHANGED, DROPPED, UNPAID, UNRECORDED = 0.04, 0.02, 0.015, 0.3
EXTRA = ("服务对象诉求按期办结率", "≥95%")  # an approved indicator that a form left out


@dataclass(slots=True)
class Registers:
    """Rows by kind, and the 疑点 that follow from them."""

    rows: dict[RegisterKind, list[RegisterRow]] = field(default_factory=lambda: defaultdict(list))
    expected: list[KeyEntry] = field(default_factory=list)


def registers(place: District, years: Sequence[Year], seed: int) -> Registers:
    """All registers of the demonstration, the same for the same seed."""
    made = Registers()
    for year in years:
        for form in year.forms:
            random = Random(f"{seed}/beside/{form.project.key}/{form.year}")
            if form.method is Method.SELF and form.copy == 1:
                twins = [twin for twin in year.forms if _same(twin, form)]
                _approved(made, form, twins, random)
                _paid(made, form, twins, random)
            elif (
                form.method is not Method.SELF
                and form.grade in ("中", "差")
                and random.random() >= UNRECORDED
            ) or (form.project.story and form.grade == "差"):
                _recorded(made, form, random, years[-1].year)
    _budgets(made, years, seed)
    _funded(made, years)
    made.rows[RegisterKind.SUCCESSION] = list(_succession(place))
    return made


def _same(twin: Form, form: Form) -> bool:
    return twin.method is Method.SELF and twin.project.key == form.project.key


def _row(project: Project, year: int, **values: Value | None) -> RegisterRow:
    name = project.department.name_in(year)
    held: Mapping[str, Value] = {
        "year": year, "project_key": project.key, "project_code": project.key, "project": project.name,
        "department": name, "department_code": project.department.code, "unit": project.unit or name,
        **{column: value for column, value in values.items() if value is not None},
    }  # fmt: skip
    return RegisterRow(held)


def _approved(made: Registers, form: Form, twins: Sequence[Form], random: Random) -> None:
    if form.money.annual < APPROVED_FROM and not form.project.story:
        return
    names = Counter(row.name for row in form.rows)
    able = [(place, row) for place, row in enumerate(form.rows) if row.target_text and names[row.name] == 1]
    plants = form.kind not in ("B", "S")
    numeric = [
        place for place, row in able if row.numeric and row.unit != RATE and not row.defect and row.target
    ]
    lowered = random.choice(numeric) if plants and numeric and random.random() < CHANGED else None
    for place, row in able:
        target = str(row.target_text)
        if place == lowered:
            target = re.sub(
                r"\d+(?:\.\d+)?", lambda found: str(int(float(found.group()) * 1.2) + 1), target, count=1
            )
            made.expected += [KeyEntry(identity(twin), "TG_CHANGED_AFTER", place) for twin in twins]
        made.rows[RegisterKind.APPROVED_TARGET].append(
            _row(form.project, form.year, level1=row.level1, level2=row.level2, level3=row.name, target=target,
                 points=cents(row.points))
        )  # fmt: skip
    if plants and random.random() < DROPPED and EXTRA[0] not in names:
        made.rows[RegisterKind.APPROVED_TARGET].append(
            _row(
                form.project,
                form.year,
                level1="产出指标",
                level2="时效指标",
                level3=EXTRA[0],
                target=EXTRA[1],
            )
        )
        made.expected += [KeyEntry(identity(twin), "TG_DROPPED") for twin in twins]


def _paid(made: Registers, form: Form, twins: Sequence[Form], random: Random) -> None:
    """The treasury paid what was executed; for a few projects less, for bills booked but not yet paid."""
    paid = form.money.executed
    if form.kind not in ("B", "S") and random.random() < UNPAID:
        paid = paid * 93 // 100
    made.rows[RegisterKind.PAYMENT].append(_row(form.project, form.year, paid=cents(paid)))
    for twin in twins:
        printed = twin.money.executed if twin.executed_printed is None else twin.executed_printed
        if abs(printed - paid) * 100 > paid:
            made.expected.append(KeyEntry(identity(twin), "X_SPEND_LEDGER_DIFF"))


def _recorded(made: Registers, form: Form, random: Random, last: int) -> None:
    """One ledger row for each sentence of the problems, with the measure beside it."""
    problems = [text for text in re.split(r"[；。]", form.problems or "") if text]
    measures = [text for text in re.split(r"[；。]", form.measures or "") if text]
    for number, problem in enumerate(problems):
        settled = form.year < last and (form.project.story or random.random() < 0.7)
        status = "已整改" if settled else random.choice(("整改中", "待整改"))
        made.rows[RegisterKind.RECTIFICATION].append(
            _row(
                form.project, form.year, problem=re.sub(r"^[一二三四]是", "", problem),
                measure=re.sub(r"^[一二三四]是", "", measures[min(number, len(measures) - 1)]) if measures else None,
                owner=form.unit, due=date(form.year + 1, 6, 30), status=status,
            )
        )  # fmt: skip


def _budgets(made: Registers, years: Sequence[Year], seed: int) -> None:
    """Initial budgets of the years after the first, and of the year nobody has evaluated yet."""
    for year in years[1:]:
        for listed in year.listed:
            made.rows[RegisterKind.NEXT_BUDGET].append(
                _row(listed.project, year.year, budget_initial=cents(listed.initial))
            )
    last = years[-1]
    low = {form.project.key for form in last.forms if form.grade in ("中", "差")}
    for listed in last.listed:
        random = Random(f"{seed}/budget/{listed.project.key}")
        if random.random() < 0.12 and not listed.project.story:
            continue  # ends
        share = random.uniform(0.6, 0.9) if listed.project.key in low and random.random() < 0.8 else 1.02
        amount = (
            Decimal(round(listed.initial * share / 100)) if listed.initial >= 1000 else cents(listed.initial)
        )
        made.rows[RegisterKind.NEXT_BUDGET].append(_row(listed.project, last.year + 1, budget_initial=amount))


def _funded(made: Registers, years: Sequence[Year]) -> None:
    """External 中 or 差, money not lower the year after, nothing in the ledger."""
    budget = {
        (row.values["project_key"], row.values["year"]): row.values["budget_initial"]
        for row in made.rows[RegisterKind.NEXT_BUDGET]
    }
    recorded = {
        (row.values["project_key"], row.values["year"]) for row in made.rows[RegisterKind.RECTIFICATION]
    }
    own = {
        (form.project.key, form.year): form
        for year in years
        for form in year.forms
        if form.method is Method.SELF
    }
    for form in (form for year in years for form in year.forms if form.method is not Method.SELF):
        key, year = form.project.key, form.year
        after = budget.get((key, year + 1))
        if form.grade not in ("中", "差") or (key, year) in recorded or not isinstance(after, Decimal):
            continue
        if after and form.money.initial and after >= cents(form.money.initial):
            entry = KeyEntry(identity(own.get((key, year + 1), form)), "X_FUNDED_AFTER_LOW")
            if entry not in made.expected:
                made.expected.append(entry)


def _succession(place: District) -> Iterator[RegisterRow]:
    """Renamed departments, and those whose work went to another."""
    for item in place.departments:
        if item.former_name is not None and item.former_until is not None:
            yield RegisterRow(
                {"year": item.former_until + 1, "from_code": item.code, "from_name": item.former_name,
                 "to_code": item.code, "to_name": item.name, "note": "更名"}
            )  # fmt: skip
    for change in place.reorganisations:
        old, new = place.department(change.department), place.department(change.successor)
        yield RegisterRow(
            {"year": change.year, "from_code": old.code, "from_name": old.name_in(change.year - 1),
             "to_code": new.code, "to_name": new.name_in(change.year), "note": change.text}
        )  # fmt: skip
