"""E. Checks across years, projects and departments: pure functions over evaluations and their results.

Nothing here reads a store: who holds last year's form, the listing or the ledger passes them in.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from difflib import SequenceMatcher

from evalcore.glossary import code_name
from evalcore.model import Evaluation, Finding, Grade, Indicator, Method, Severity
from evalcore.scoring.checks.case import found, limit_of, number, pct
from evalcore.scoring.checks.departments import department
from evalcore.scoring.checks.framework import folded_name
from evalcore.scoring.dates import find_dates
from evalcore.scoring.grade import fold_label, grade_of
from evalcore.scoring.numbers import fold
from evalcore.scoring.quantity import PERCENT, Quantity, converted, find_quantities
from evalcore.scoring.scored import Scored

HUNDRED = Decimal(100)

__all__ = [
    "Listed",
    "Placed",
    "Scored",
    "across",
    "against_approved",
    "against_last_year",
    "against_ledger",
    "against_listing",
    "copied_texts",
    "department",
    "duplicates",
    "funded_after_low",
    "missing",
    "never_lost",
    "repeated",
    "running_text",
]


@dataclass(frozen=True, slots=True)
class Listed:
    """A project of the 应评项目清单."""

    key: str
    project: str
    department: str
    budget: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Placed:
    """A finding with what it is about: the evaluation at `position`, or (None) a department."""

    finding: Finding
    position: int | None
    department: str = ""
    year: int | None = None


def across(scored: Sequence[Scored]) -> tuple[Placed, ...]:
    """Every check that needs only the evaluations themselves: years, duplicates, texts, departments."""
    placed: list[Placed] = []
    by_key: dict[tuple[str, Method], dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    for position, each in enumerate(scored):
        if each.evaluation.year is not None:
            by_key[each.key, each.evaluation.method][each.evaluation.year].append(position)
    for years in by_key.values():
        for year, positions in years.items():
            twins = duplicates([scored[position] for position in positions])
            placed.extend(Placed(finding, position) for finding in twins for position in positions)
            last = years.get(year - 1)
            if last:
                for position in positions:
                    changes = against_last_year(scored[position], scored[last[-1]])
                    placed.extend(Placed(finding, position) for finding in changes)
        for positions in years.values():
            run = [scored[positions[-1]]]
            while earlier := years.get(run[-1].evaluation.year - 1 if run[-1].evaluation.year else 0):
                run.append(scored[earlier[-1]])
            placed.extend(Placed(finding, positions[-1]) for finding in repeated(run))
    own_years = {
        (each.key, each.evaluation.year): position
        for position, each in enumerate(scored)
        if each.evaluation.method is Method.SELF
    }
    for each in scored:
        next_year = own_years.get((each.key, (each.evaluation.year or 0) + 1))
        if next_year is not None:
            funded = funded_after_low(scored[next_year], each)
            placed.extend(Placed(finding, next_year) for finding in funded)
    placed.extend(copied_texts(scored))
    departments: dict[tuple[str, int], list[Scored]] = defaultdict(list)
    for each in scored:
        whole = each.evaluation
        if whole.department and whole.year is not None and whole.method is Method.SELF:
            departments[whole.department, whole.year].append(each)
    for (name, year), members in departments.items():
        placed.extend(Placed(finding, None, name, year) for finding in department(members))
    placed.extend(Placed(finding, None) for finding in never_lost(scored))
    return tuple(placed)


def against_last_year(this: Scored, last: Scored, *, rectified: bool = False) -> tuple[Finding, ...]:
    """What changed, or did not, since the same project's evaluation by the same method a year ago."""
    return (
        *_targets(this, last),
        *_score(this, last),
        *funded_after_low(this, last, rectified=rectified),
        *_money(this, last),
        *_text(this, last),
    )


def _first(text: str | None) -> Quantity | None:
    """The number of a cell; a date (11月底前) is none."""
    folded = fold(text or "")
    quantities = () if find_dates(folded) else find_quantities(folded)
    return quantities[0].quantity if quantities else None


def _targets(this: Scored, last: Scored) -> list[Finding]:
    before: dict[str, Indicator] = {folded_name(row.level3): row for row in last.evaluation.indicators}
    pairs: list[tuple[int, Indicator, Indicator, Quantity]] = []
    for index, row in enumerate(this.evaluation.indicators):
        old, target = before.get(folded_name(row.level3)), _first(row.target)
        if old is not None and target is not None and target.value > 0 and not row.sub_row:
            pairs.append((index, row, old, target))
    all_same = len(pairs) >= 3 and all(_same(row, old) for _, row, old, _ in pairs)
    findings: list[Finding] = []
    for index, row, old, target in pairs:
        actual = _first(old.actual)
        reached = converted(actual, target.unit) if actual is not None else None
        ceiling = target.unit.dimension == PERCENT and target.value >= HUNDRED
        upward = not any(sign in fold(row.target or "") for sign in "≤<") and "成本" not in (
            row.level2 or row.level1
        )
        facts = {"name": row.level3, "target": row.target or "", "last": old.actual or "（空）"}
        if _same(row, old) and not ceiling:
            beyond = (
                reached is not None
                and reached >= limit_of("TG_SAME_AS_LAST_YEAR", "rate", this.rules) * target.value
            )
            severity = Severity.YELLOW if all_same and beyond and upward else None
            findings.append(
                found("TG_SAME_AS_LAST_YEAR", severity=severity, indicator=index, place="", **facts)
            )
        low = limit_of("TG_BELOW_LAST_ACTUAL", "rate", this.rules)
        if upward and reached is not None and reached > 0 and target.value < low * reached:
            findings.append(found("TG_BELOW_LAST_ACTUAL", severity=None, indicator=index, place="", **facts))
    return findings


def _same(row: Indicator, old: Indicator) -> bool:
    return "".join(fold(row.target or "").split()) == "".join(fold(old.target or "").split())


def _score(this: Scored, last: Scored) -> list[Finding]:
    now, then = this.evaluation.self_score, last.evaluation.self_score
    if now is None or then is None or this.result.rule_set != last.result.rule_set:
        return []
    if abs(now - then) < limit_of("X_SCORE_JUMP", "points", this.rules):
        return []
    return [found("X_SCORE_JUMP", last=number(then), score=number(now))]


def funded_after_low(this: Scored, last: Scored, *, rectified: bool = False) -> tuple[Finding, ...]:
    """Money that did not fall after an external 中 or 差, and no record of rectification."""
    now, then = this.evaluation.budget.initial, last.evaluation.budget.initial
    grade = _grade(last)
    external = last.evaluation.method in (Method.DEPARTMENT, Method.FINANCE)
    if (
        not external
        or rectified
        or grade not in (Grade.FAIR, Grade.POOR)
        or not now
        or not then
        or now < then
    ):
        return ()
    return (found("X_FUNDED_AFTER_LOW", grade=grade.value, budget=number(now)),)


def _money(this: Scored, last: Scored) -> list[Finding]:
    findings: list[Finding] = []
    now, then = this.evaluation.budget, last.evaluation.budget
    rate = then.execution_rate
    if rate is not None and now.initial and then.annual:
        low = rate < limit_of("X_LOW_EXE_BUDGET_UP", "rate", this.rules)
        if low and now.initial >= then.annual:
            rise = (now.initial - then.annual) / then.annual
            findings.append(found("X_LOW_EXE_BUDGET_UP", rate=pct(rate), pct=pct(rise)))
    if now.annual and then.annual:
        times = now.annual / then.annual
        low_line, high_line = (limit_of("BUD_UNIT_SUSPECT", key, this.rules) for key in ("low", "high"))
        if low_line <= times <= high_line or low_line <= 1 / times <= high_line:
            facts = {"value": number(now.annual), "field": "全年预算数", "reference": number(then.annual)}
            findings.append(
                found("BUD_UNIT_SUSPECT", severity=None, indicator=None, place="", other="上年", **facts)
            )
    return findings


def _grade(scored: Scored) -> Grade | None:
    whole = scored.evaluation
    folded = fold_label(whole.self_grade, scored.rules)
    if folded is not None or whole.self_score is None:
        return folded
    return grade_of(whole.self_score, scored.rules)


def running_text(evaluation: Evaluation) -> str:
    """What a form says in its own words, for comparing texts."""
    parts = (evaluation.goal_actual, evaluation.problems, evaluation.measures, evaluation.narrative)
    return "".join("".join(part.split()) for part in parts if part)


def _text(this: Scored, last: Scored) -> list[Finding]:
    now, then = running_text(this.evaluation), running_text(last.evaluation)
    if min(len(now), len(then)) < limit_of("TX_BOILERPLATE", "length", this.rules):
        return []
    matcher = SequenceMatcher(None, now, then, autojunk=False)
    line = float(limit_of("TX_BOILERPLATE", "similarity", this.rules))
    if matcher.real_quick_ratio() < line or matcher.quick_ratio() < line or (alike := matcher.ratio()) < line:
        return []
    other = f"{last.evaluation.year} 年"
    return [found("TX_BOILERPLATE", other=other, similarity=f"{alike:.2f}")]


def repeated(years: Sequence[Scored]) -> tuple[Finding, ...]:
    """Red and yellow findings the years before had too; `years` latest first, without a gap."""
    if not years:
        return ()
    marks = [
        {f.code for f in each.result.findings if f.severity is not Severity.INFO and f.scope in "FPI"}
        for each in years
    ]
    findings = []
    for code in sorted(marks[0]):
        run = next((count for count, mark in enumerate(marks) if code not in mark), len(marks))
        if run >= limit_of("X_REPEAT_FINDING", "years", years[0].rules):
            findings.append(found("X_REPEAT_FINDING", repeated=code, name=code_name(code), years=str(run)))
    return tuple(findings)


def duplicates(same: Sequence[Scored]) -> tuple[Finding, ...]:
    """Several forms of one project, year and method whose numbers differ."""
    forms = [each.evaluation for each in same]
    facts = {(form.self_score, form.budget.annual, form.budget.executed) for form in forms}
    if len(facts) < 2:
        return ()
    scores = "、".join("未列" if form.self_score is None else number(form.self_score) for form in forms)
    return (found("CV_DUPLICATE_FORM", count=str(len(same)), scores=scores),)


def copied_texts(scored: Sequence[Scored]) -> tuple[Placed, ...]:
    """The same text word for word in different projects of one year."""
    first: dict[tuple[int | None, str], int] = {}
    placed: list[Placed] = []
    for position, each in enumerate(scored):
        text = running_text(each.evaluation)
        if len(text) < limit_of("TX_BOILERPLATE", "length", each.rules):
            continue
        origin = first.setdefault((each.evaluation.year, text), position)
        if scored[origin].key != each.key:
            finding = found("TX_BOILERPLATE", other=scored[origin].evaluation.project, similarity="1.00")
            placed.append(Placed(finding, position))
    return tuple(placed)


def against_approved(scored: Scored, approved: Mapping[str, str]) -> tuple[Finding, ...]:
    """Targets against the approved target table (indicator name → target)."""
    own = {folded_name(row.level3): (index, row) for index, row in enumerate(scored.evaluation.indicators)}
    findings: list[Finding] = []
    for name, target in approved.items():
        held = own.get(folded_name(name))
        if held is None:
            findings.append(found("TG_DROPPED", name=name))
            continue
        index, row = held
        if "".join(fold(row.target or "").split()) != "".join(fold(target).split()):
            facts = {"name": row.level3, "target": row.target or "（空）", "approved": target}
            place = str(row.places.get("target") or "")
            findings.append(found("TG_CHANGED_AFTER", severity=None, indicator=index, place=place, **facts))
    return tuple(findings)


def against_ledger(scored: Scored, paid: Decimal) -> tuple[Finding, ...]:
    """Executed against the treasury payment ledger (万元)."""
    executed = scored.evaluation.budget.executed
    if executed is None or abs(executed - paid) <= abs(paid) * limit_of(
        "X_SPEND_LEDGER_DIFF", "rate", scored.rules
    ):
        return ()
    return (found("X_SPEND_LEDGER_DIFF", executed=number(executed), ledger=number(paid)),)


def against_listing(scored: Scored, keys: Collection[str], due: date | None = None) -> tuple[Finding, ...]:
    """An evaluation against the 应评项目清单 and its due date."""
    findings: list[Finding] = []
    if scored.key not in keys:
        findings.append(found("CV_NOT_IN_LIST", project=scored.evaluation.project))
    submitted = scored.evaluation.submitted
    if due is not None and submitted is not None and submitted > due:
        findings.append(found("CV_LATE", days=str((submitted - due).days)))
    return tuple(findings)


def missing(listed: Iterable[Listed], submitted: Collection[str]) -> tuple[Placed, ...]:
    """Listed projects of one year without an evaluation, department by department."""
    departments: dict[str, list[Listed]] = defaultdict(list)
    for each in listed:
        departments[each.department].append(each)
    placed: list[Placed] = []
    for name, members in departments.items():
        left = [each for each in members if each.key not in submitted]
        if left:
            facts = {
                "department": name,
                "listed": str(len(members)),
                "submitted": str(len(members) - len(left)),
                "missing": str(len(left)),
                "amount": number(sum((each.budget or Decimal(0) for each in left), Decimal(0))),
            }
            finding = found("CV_MISSING_SELF", severity=None, indicator=None, place="", **facts)
            placed.append(Placed(finding, None, name))
    return tuple(placed)


def never_lost(scored: Sequence[Scored]) -> tuple[Finding, ...]:
    """Indicator names that never lose a point."""
    uses: dict[str, tuple[str, int, bool]] = {}
    for each in scored:
        for row in each.evaluation.indicators:
            if row.points is None or row.self_score is None or row.sub_row or row.points <= 0:
                continue
            name = folded_name(row.level3)
            shown, count, full = uses.get(name, (row.level3, 0, True))
            uses[name] = (shown, count + 1, full and row.self_score >= row.points)
    if not scored:
        return ()
    least = limit_of("D_ZERO_VARIANCE_IND", "count", scored[0].rules)
    return tuple(
        found("D_ZERO_VARIANCE_IND", name=shown, count=str(count))
        for shown, count, full in uses.values()
        if full and count >= least
    )
