"""测算: equal to the Decimal engine to the digit; the worked example by hand; settings refused with a sentence."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from evalcore.insight import what_if
from evalcore.insight.what_if import LEVELS, UNKNOWN, Settings
from evalcore.scoring.whatif import Row, rescore_one

D = Decimal
STANDARD = {"execution": D(10), "output": D(50), "benefit": D(30), "satisfaction": D(10)}


def rows(
    *forms: tuple[dict[str, Decimal], dict[str, Decimal | None]], grade: int | None = None
) -> pd.DataFrame:
    """Rows as queries.comparison.what_if_levels: (points, earned) of each form; the total is the sum of what it earned."""
    made = []
    for i, (points, earned) in enumerate(forms):
        known = [v for v in earned.values() if v is not None]
        total = int(sum(known, D(0)) * 10_000)
        cents = (total + 50) // 100
        own = 1 if cents >= 9000 else 2 if cents >= 8000 else 3 if cents >= 6000 else 4
        made.append(
            {
                "evaluation_id": f"e{i}", "department_code": "101", "rule_set": "national-2020", "total": total,
                "grade": own if grade is None else grade, "annual": 100_000_000 * (i + 1),
                **{f"{k}_points": int(points.get(k, D(0)) * 10_000) for k in LEVELS},
                **{
                    f"{k}_score": UNKNOWN if (v := earned.get(k, D(0))) is None else int(v * 10_000)
                    for k in LEVELS
                },
            }
        )  # fmt: skip
    return pd.DataFrame(made)


def test_the_worked_example() -> None:
    """Execution 5 of 10, output 48 of 50, the rest full: 93.00 优. With execution 20, output 40: 10 + 38.4 + 40 = 88.40 良."""
    held = what_if.hold(rows((STANDARD, {**STANDARD, "execution": D(5), "output": D(48)})))
    tried = {"execution": D(20), "output": D(40), "benefit": D(30), "satisfaction": D(10)}
    made = what_if.outcome(held, Settings(weights=tried))
    assert (list(made.before), list(made.after)) == ([9300], [8840])
    assert (list(made.grade_before), list(made.grade_after)) == ([1], [2])
    assert what_if.flows(held, made).to_dict("records") == [
        {"grade_before": "优", "grade_now": "良", "evaluations": 1, "money": 100.0, "without_money": 0}
    ]
    # lost: execution 5 of 10 → 10 of 20, output 2 of 50 → 1.6 of 40: the total fell because of execution
    assert made.parts is not None
    assert dict(zip(LEVELS, made.parts[:, 0].tolist(), strict=True))["execution"] == -500
    assert made.parts[:, 0].sum() == -460
    assert what_if.reasons(made).to_dict("records") == [{"reason": "execution", "evaluations": 1}]


def test_lines_alone_flip_without_a_new_total() -> None:
    held = what_if.hold(rows((STANDARD, {**STANDARD, "output": D(35)})))  # 85.00 良
    made = what_if.outcome(held, Settings(lines=(D(80), D(70), D(60))))
    assert list(made.grade_after) == [1]
    assert what_if.reasons(made).to_dict("records") == [{"reason": "lines", "evaluations": 1}]


def test_the_line_itself_is_reached_and_half_up_decides() -> None:
    held = what_if.hold(
        rows(
            (STANDARD, {**STANDARD, "output": D("39.995")}),  # 89.995 → 90.00 优
            (STANDARD, {**STANDARD, "output": D("39.9949")}),  # 89.9949 → 89.99 良
        )
    )
    made = what_if.outcome(held, Settings(lines=(D(90), D(80), D(60))))
    assert list(made.grade_after) == [1, 2]


def test_without_settings_nothing_changes() -> None:
    held = what_if.hold(rows((STANDARD, STANDARD), (STANDARD, {**STANDARD, "benefit": D(3)})))
    made = what_if.outcome(held, Settings())
    assert not made.flipped.any()
    assert list(made.before) == list(made.after)
    assert Settings().nothing


def test_a_missing_score_is_not_compared_and_never_zero() -> None:
    held = what_if.hold(rows((STANDARD, {**STANDARD, "benefit": None}), (STANDARD, STANDARD)))
    made = what_if.outcome(held, Settings(weights=STANDARD))
    assert list(made.after) == [UNKNOWN, 10_000]
    assert list(made.compared) == [False, True]


def test_a_grade_left_to_a_person_is_not_compared() -> None:
    held = what_if.hold(rows((STANDARD, STANDARD), grade=0))
    assert not what_if.outcome(held, Settings(lines=(D(90), D(80), D(60)))).compared.any()


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        (Settings(weights={"output": D(60), "benefit": D(35)}), "权重合计 95 分，不是 100 分：请调整到 100 分，或点“折算到 100 分”按比例折算。"),
        (Settings(weights={"output": D(0)}), "各项权重都是 0，无法计分：请至少给一项权重。"),
        (Settings(weights={"output": D(-1)}), "权重不能为负，最多两位小数：请改正后再测算。"),
        (Settings(lines=(D(80), D(90), D(60))), "等级线须由高到低、在 0 到 100 分之间（优 > 良 > 中 > 0）：请改正后再测算。"),
        (Settings(weights=STANDARD, lines=(D(90), D(80), D(60))), ""),
    ],
)  # fmt: skip
def test_settings_that_cannot_be_tried_are_refused_with_a_remedy(settings: Settings, said: str) -> None:
    assert what_if.fault(settings) == said


def test_weights_are_brought_to_100_exactly() -> None:
    assert sum(what_if.to_hundred({"a": D(1), "b": D(1), "c": D(1)}).values()) == 100


points = st.integers(1, 10_000).map(lambda n: D(n) / 100)


@st.composite
def form(draw: st.DrawFn) -> tuple[dict[str, Decimal], dict[str, Decimal | None]]:
    kinds = draw(st.lists(st.sampled_from(LEVELS), min_size=1, max_size=7, unique=True))
    full = {kind: draw(points) for kind in kinds}
    return full, {
        kind: (p * draw(st.integers(0, 10_000)) / 10_000).quantize(D("0.0001")) for kind, p in full.items()
    }


@examples(max_examples=300, deadline=None)
@given(st.lists(form(), min_size=1, max_size=8), st.lists(st.integers(0, 10_000), min_size=7, max_size=7))
def test_the_arrays_equal_the_decimal_engine_to_the_digit(
    forms: list[tuple[dict[str, Decimal], dict[str, Decimal | None]]], raw: list[int]
) -> None:
    weights = {kind: D(n) / 100 for kind, n in zip(LEVELS, raw, strict=True)}
    made = what_if.cents(what_if.hold(rows(*forms)), weights)
    for one, (full, earned) in zip(made.T, forms, strict=True):
        if not any(weights[kind] for kind in full):
            assert set(one) == {UNKNOWN}
            continue
        exact = [Row(kind, p, e / p) for kind, p in full.items() if (e := earned[kind]) is not None]
        assert D(int(one.sum())) / 100 == rescore_one(exact, weights)


@examples(max_examples=100, deadline=None)
@given(st.lists(form(), min_size=2, max_size=8), st.randoms(use_true_random=False))
def test_the_order_of_the_evaluations_does_not_matter(
    forms: list[tuple[dict[str, Decimal], dict[str, Decimal | None]]], shuffled: object
) -> None:
    order = list(range(len(forms)))
    shuffled.shuffle(order)  # type: ignore[attr-defined]
    tried = Settings(weights=STANDARD)
    straight = what_if.outcome(what_if.hold(rows(*forms)), tried)
    turned = what_if.outcome(what_if.hold(rows(*forms).iloc[order]), tried)
    assert np.array_equal(straight.after[order], turned.after)
    assert np.array_equal(straight.grade_after[order], turned.grade_after)
