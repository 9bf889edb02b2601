"""测算 under another rule set, partial step or reverse method: every selected evaluation at once, in whole numbers.

What rows earn under each setting was prepared by the scoring engine when a form was scored (scoring.trial), so that only
the rows of the evaluations a setting changes are looked up; the execution row, the total, its cap and its grade follow
from the amounts here, digit for digit as scoring.total makes them. Evaluations not prepared (a store from before, a form
with two execution rows) are re-scored from their forms, as long as they are few.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from evalcore.access import Scope
from evalcore.insight.what_if import (
    GRADES,
    LEVELS,
    UNKNOWN,
    Facts,
    Held,
    Integers,
    Settings,
    own_grades,
    rules_under,
)
from evalcore.model import Evaluation
from evalcore.queries.comparison import what_if_trial
from evalcore.queries.run import Selection, Store, passports
from evalcore.scoring.rule_set import RuleSet, rule_set
from evalcore.scoring.total import score_evaluation
from evalcore.scoring.trial import setting
from evalcore.store.rows import Detail, evaluation_row

MOST_FORMS = 3_000  # forms re-scored one by one for a view (about 5 ms each)
_POINT = 10_000  # 0.0001 points
_ROWS = LEVELS[1:]
_SAFE = 2**62
Mask = npt.NDArray[np.bool_]


def rescored(
    held: Held, selection: Selection, settings: Settings,
    *, scope: Scope | None, version: str | None = None, store: Store | None = None,
) -> Held:  # fmt: skip
    """The evaluations of `held` (of this selection, recomputed scores) under the settings, in its order.

    total UNKNOWN and grade 0 where nothing can be said: a person must score too much, or the evaluation is not prepared
    and there are more than MOST_FORMS of them (`left_out` counts these).
    """
    positions = {
        id: setting(id if settings.rules is None else settings.rules, *_tried(settings, id))
        for id in held.rule_sets
    }
    bits = {id: 1 << at for id, at in positions.items() if at is not None}
    table = what_if_trial(selection, bits=bits, scope=scope, version=version, store=store)
    made = by_arrays(held, table, settings)
    asked = np.flatnonzero(_unprepared(held, frozenset(bits)))
    if not len(asked):
        return made
    if len(asked) > MOST_FORMS:
        return _unknown(made, asked)
    forms = passports([held.id(int(at)) for at in asked], scope=scope, version=version, store=store)
    return _by_form(made, asked, [held.rule_sets[held.rule_set[at]] for at in asked], forms, settings)


def left_out(held: Held, settings: Settings) -> int:
    """How many evaluations are neither prepared nor few enough to be re-scored from their forms."""
    known = {id for id in held.rule_sets if setting(settings.rules or id, *_tried(settings, id)) is not None}
    count = int(_unprepared(held, frozenset(known)).sum())
    return count if count > MOST_FORMS else 0


def _tried(settings: Settings, own: str) -> tuple[object, object]:
    rules = rules_under(rule_set(id=own), settings)
    return rules.partial_step, rules.reverse_method


def _unprepared(held: Held, known: frozenset[str]) -> Mask:
    if held.facts is None:
        return np.ones(held.size, dtype=np.bool_)
    listed = np.array([id in known for id in held.rule_sets], dtype=np.bool_)
    return np.asarray(~held.facts.prepared | ~listed[held.rule_set], dtype=np.bool_)


def by_arrays(held: Held, changed: pa.Table, settings: Settings) -> Held:
    """The prepared evaluations under the settings. changed: queries.comparison.what_if_trial of the same settings."""
    assert held.facts is not None
    facts = held.facts
    found = pc.index_in(held.ids, value_set=changed.column("evaluation_id").combine_chunks())
    at = np.flatnonzero(found.is_valid().to_numpy(zero_copy_only=False))
    source = found.drop_null().to_numpy()

    def put(own: Integers, name: str) -> Integers:
        own = own.copy()
        own[at] = changed.column(name).to_numpy()[source]
        return own

    points, earned = held.points.copy(), held.earned.copy()
    for row, kind in enumerate(_ROWS, 1):
        points[row, at] = changed.column(f"{kind}_points").to_numpy()[source]
        earned[row, at] = changed.column(f"{kind}_score").to_numpy()[source]
    facts = replace(
        facts,
        rows_points=put(facts.rows_points, "rows_points"),
        rows_taken=put(facts.rows_taken, "rows_taken"),
        rows_open=put(facts.rows_open, "rows_open"),
    )
    total = np.empty(held.size, dtype=np.int32)
    known = np.empty(held.size, dtype=np.bool_)
    ids = tuple(dict.fromkeys(settings.rules or id for id in held.rule_sets))
    positions = np.array([ids.index(settings.rules or own) for own in held.rule_sets], dtype=np.int8)
    own_set = positions[held.rule_set]
    tried = [rules_under(rule_set(id=id), settings) for id in ids]
    for own, _ in held.parts():
        part = Facts(*(getattr(facts, name)[own] for name in Facts.__slots__))
        for place, rules in enumerate(tried):
            made = _total(part, rules)
            here = own_set[own] == place
            for whole, values in zip((points[0], earned[0], total, known), made, strict=True):
                np.copyto(whole[own], values, where=here, casting="unsafe")
    again = replace(
        held, points=points, earned=earned, total=total, rule_sets=ids, rule_set=own_set, facts=facts
    )
    return replace(again, grade=np.where(known, own_grades(again), 0).astype(np.int8))


def _total(facts: Facts, rules: RuleSet) -> tuple[Integers, Integers, Integers, Mask]:
    """Points and score of the execution row (UNKNOWN: no rate), the total, and whether it has a grade."""
    unit = 10 ** (4 - rules.decimals)
    added = int(rules.execution.points * _POINT)
    lacking = (facts.asked < 0) & (facts.rows_points + added == 100 * _POINT) & (added > 0)
    exists = (facts.asked >= 0) | lacking
    points = np.where(facts.asked >= 0, facts.asked, np.where(lacking, added, 0)).astype(np.int64)
    base = facts.annual if rules.execution.denominator == "annual" else facts.initial
    rated = (base > 0) & (facts.executed != UNKNOWN)
    under = np.where(rated, base, 1)
    over = np.where(rated, facts.executed, 0)
    score = _execution(points, over, under, rules, unit)
    given = np.clip(facts.given, 0, points)
    taken = np.where(rated, score, given)
    opened = facts.rows_open + np.where(exists & ~rated, points, 0)
    limit = int(rules.judged_limit * _POINT)
    lost = (facts.rows_taken < 0) | (opened > limit) | (exists & ~rated & (facts.given < 0))
    lost |= (facts.rows_points == 0) & ~exists
    raw = facts.rows_taken.astype(np.int64) + np.where(exists, taken, 0)
    total = (raw + unit // 2) // unit * unit if unit > 1 else raw
    most = np.full(len(total), _SAFE, dtype=np.int64)
    for cap in rules.caps:  # the last that applies decides
        below = Fraction(cap.below)
        low = rated & (_times(over, below.denominator) < _times(under, below.numerator))
        most[low.astype(np.bool_)] = int(cap.limit * _POINT)
    total = np.minimum(total, most)
    person = opened + np.maximum(0, 100 * _POINT - facts.rows_points - points)
    shown = np.where(exists, np.where(rated, score, np.where(points > 0, UNKNOWN, 0)), 0)
    return points, shown, np.where(lost, UNKNOWN, total), ~lost & (person <= limit)


def _execution(points: Integers, over: Integers, under: Integers, rules: RuleSet, unit: int) -> Integers:
    """Points the execution row earns of a rate over ÷ under, 0.0001 points."""
    if rules.execution.steps:
        made = np.zeros(len(points), dtype=np.int64)
        open_ = np.ones(len(points), dtype=np.bool_)
        for step in rules.execution.steps:
            least, share = Fraction(step.at_least), Fraction(step.share)
            here = open_ & (_times(over, least.denominator) >= _times(under, least.numerator))
            made[here] = (
                points[here]
                if share == 1
                else _rounded(points[here], share.numerator, share.denominator, unit)
            )
            open_ &= ~here
        return made
    partial = (over > 0) & (over < under)
    return np.where(
        partial, _rounded(points, np.where(partial, over, 0), under, unit), np.where(over > 0, points, 0)
    )


def _rounded(points: Integers, over: Integers | int, under: Integers | int, unit: int) -> Integers:
    """points × over ÷ under, half-up to `unit`; Python integers where int64 would not hold the products."""
    points, over, under = (np.broadcast_to(a, points.shape) for a in (points, over, under))
    most = int(points.max(initial=0))
    large = max(2 * most * int(over.max(initial=0)), 2 * unit * int(under.max(initial=0)))
    if large * 2 < _SAFE:
        return (2 * points * over + unit * under) // (2 * unit * under) * unit
    exact = (
        (2 * p * o + unit * u) // (2 * unit * u) * unit
        for p, o, u in zip(points.tolist(), over.tolist(), under.tolist(), strict=True)
    )
    return np.fromiter(exact, dtype=np.int64, count=len(points))


def _times(amounts: Integers, factor: int) -> Integers:
    """Amounts times a small whole number, as Python integers where int64 would not hold them."""
    if int(np.abs(amounts).max(initial=0)) * factor < _SAFE:
        return amounts * factor
    return np.asarray(amounts.astype(object) * factor)


def _unknown(held: Held, at: Integers) -> Held:
    """These evaluations without a total and a grade."""
    held.total[at], held.grade[at] = UNKNOWN, 0
    return held


def _by_form(made: Held, at: Integers, own: list[str], forms: list[Evaluation], settings: Settings) -> Held:
    """The evaluations at these positions re-scored by the Decimal engine."""
    for position, id, form in zip(at, own, forms, strict=True):
        row = levels_row(form, rules_under(rule_set(id=id), settings))
        made.total[position], made.grade[position] = row["total"], row["grade"]
        for level, kind in enumerate(LEVELS):
            made.points[level, position] = row[f"{kind}_points"]
            made.earned[level, position] = row[f"{kind}_score"]
    return made


def levels_row(form: Evaluation, rules: RuleSet) -> Mapping[str, int]:
    """total, grade, seven *_points and *_score as queries.comparison.what_if_levels has them, of this form by these rules."""
    row = evaluation_row(form, score_evaluation(form, rules), Detail())
    total, grade = row["recomputed"], row["recomputed_grade"]
    made = {
        "total": UNKNOWN if total is None else _whole(total),
        "grade": 0 if grade is None else GRADES.index(str(grade)) + 1,
    }
    for kind in LEVELS:
        points, earned = row[f"{kind}_points"], row[f"{kind}_recomputed"]
        here = points is not None and points > 0
        made[f"{kind}_points"] = _whole(points) if here else 0
        made[f"{kind}_score"] = 0 if not here else UNKNOWN if earned is None else _whole(earned)
    return made


def _whole(value: object) -> int:
    return int((Decimal(str(value)) * _POINT).to_integral_value())
