"""测算: the array engine against its definition in Decimal."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evalcore.scoring import whatif
from evalcore.scoring.whatif import LEVELS, Row, fraction, portfolio, regrade, rescore, rescore_one, rows_of
from tests.forms import clean, clean_rows, row, scored, with_row
from tests.seed import SEED

OWN = {"output": Decimal(50), "benefit": Decimal(30), "satisfaction": Decimal(10), "execution": Decimal(10)}


def test_a_form_s_own_weights_give_its_own_total() -> None:
    for form in (clean(), SEED):
        rows = rows_of(form, scored(form))
        assert Decimal(int(rescore(portfolio([rows]), OWN)[0])) / 100 == scored(form).total.value


def test_bounds_of_the_strict_interval_are_rescored_too() -> None:
    result = scored(SEED)
    low = rescore(portfolio([rows_of(SEED, result, bound="low")]), OWN)[0]
    high = rescore(portfolio([rows_of(SEED, result, bound="high")]), OWN)[0]
    assert (low, high) == (8_500, 10_000)


def test_a_row_for_a_person_counts_with_its_printed_score_or_not_at_all() -> None:
    form = with_row(0, actual=None, self_score=12)
    assert rows_of(form, scored(form))[0].ratio == Decimal("0.8")
    unknown = with_row(0, actual=None, self_score=None)
    assert rows_of(unknown, scored(unknown)) is None


def test_an_execution_row_that_is_not_there_is_left_out() -> None:
    form = clean(budget={"execution_points": None}, indicators=(*clean_rows(), row(points=5)))
    assert "execution" not in {each.level for each in rows_of(form, scored(form))}


def test_one_third_is_one_third() -> None:
    assert fraction(Decimal(1) / 3) == Fraction(1, 3)
    assert fraction(Decimal("0.9375")) == Fraction(15, 16)


def test_an_exact_half_cent_rounds_up() -> None:
    rows = (Row("output", Decimal(10), Decimal(1) / 12),)
    weights = {"output": Decimal(100)}
    assert rescore(portfolio([rows]), weights)[0] == 833
    half = (Row("output", Decimal(8), Decimal("0.00005")),)
    assert rescore(portfolio([half]), weights)[0] == 1
    assert rescore_one(half, weights) == Decimal("0.01")


def test_a_missing_level_gives_its_weight_to_the_others() -> None:
    rows = (Row("output", Decimal(50), Decimal(1)), Row("benefit", Decimal(40), Decimal("0.5")))
    weights = {"output": Decimal(50), "benefit": Decimal(30), "satisfaction": Decimal(20)}
    assert rescore(portfolio([rows]), weights)[0] == 6_250 + 1_875


def test_a_level_the_weights_leave_out_earns_nothing() -> None:
    rows = (Row("output", Decimal(50), Decimal("0.5")), Row("benefit", Decimal(40), Decimal(1)))
    assert rescore_one(rows, {"output": Decimal(50)}) == 50
    assert rescore(portfolio([rows]), {"output": Decimal(50)})[0] == 5_000


@pytest.mark.parametrize(
    "weights",
    [{}, {"output": Decimal(0)}, {"output": Decimal(-1), "benefit": Decimal(5)}, {"benefit": Decimal(5)}],
)
def test_weights_that_cannot_be_used_are_refused(weights: dict[str, Decimal]) -> None:
    with pytest.raises(ValueError, match="weight"):
        rescore(portfolio([(Row("output", Decimal(1), Decimal(1)),)]), weights)


def test_an_empty_portfolio_has_no_totals() -> None:
    held = portfolio([])
    assert held.size == 0
    assert rescore(held, OWN).shape == (0,)


def test_grades_by_line() -> None:
    lines = [Decimal(90), Decimal(80), Decimal(60), Decimal(0)]
    totals = np.array([10_000, 9_000, 8_999, 6_000, 5_999, 0], dtype=np.int64)
    assert regrade(totals, lines).tolist() == [0, 0, 1, 2, 3, 3]


CENTS = st.integers(1, 5_000).map(lambda cents: Decimal(cents) / 100)
RATIOS = st.one_of(
    st.tuples(st.integers(0, 2_000), st.integers(1, 2_000)).map(
        lambda pair: min(Decimal(1), Decimal(pair[0]) / pair[1])
    ),
    st.integers(0, 10_000).map(lambda part: Decimal(part) / 10_000),
)
ROWS = st.lists(st.builds(Row, st.sampled_from(LEVELS), CENTS, RATIOS), min_size=1, max_size=12)
WEIGHTS = st.fixed_dictionaries(
    {level: st.integers(1, 10_000).map(lambda cents: Decimal(cents) / 100) for level in LEVELS}
)


@settings(max_examples=150, deadline=None)
@given(st.lists(ROWS, min_size=1, max_size=8), WEIGHTS)
def test_arrays_equal_the_decimal_engine_to_the_digit(
    forms: list[list[Row]], weights: dict[str, Decimal]
) -> None:
    totals = rescore(portfolio(forms), weights)
    assert [Decimal(int(total)) / 100 for total in totals] == [rescore_one(rows, weights) for rows in forms]


def random_forms(count: int) -> list[list[Row]]:
    draw = np.random.default_rng(20240101)
    forms = []
    for _ in range(count):
        size = int(draw.integers(1, 15))
        levels = draw.choice(LEVELS, size)
        points, tops, unders = (
            draw.integers(1, 3_000, size),
            draw.integers(0, 500, size),
            draw.integers(1, 500, size),
        )
        forms.append(
            [
                Row(str(level), Decimal(int(worth)) / 100, min(Decimal(1), Decimal(int(top)) / int(under)))
                for level, worth, top, under in zip(levels, points, tops, unders, strict=True)
            ]
        )
    return forms


def check_equal(count: int) -> None:
    forms = random_forms(count)
    weights = {level: Decimal(n + 1) * Decimal("3.37") for n, level in enumerate(LEVELS)}
    totals = rescore(portfolio(forms), weights)
    for total, rows in zip(totals, forms, strict=True):
        assert Decimal(int(total)) / 100 == rescore_one(rows, weights)


def test_many_forms_over_several_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(whatif, "_CHUNK", 1_000)
    check_equal(2_000)


@pytest.mark.long
def test_a_million_rows() -> None:
    check_equal(140_000)


def test_sizes_beyond_64_bits_stay_exact(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(whatif, "_SAFE", 1)
    check_equal(200)
