"""A. Money: each code raised, and its near miss."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from evalcore.model import Evaluation, FundSource, Movement, MovementKind, Severity
from tests.forms import clean, clean_rows, dec, finding, raised, row, scored, with_row
from tests.seed import SEED


def money(**amounts) -> Evaluation:
    """The clean form with other amounts; its printed rate and score follow them."""
    budget = {key: dec(value) for key, value in amounts.items()}
    if "printed_rate" not in amounts:
        budget["printed_rate"] = None
    if "execution_score" not in amounts:
        budget["execution_score"] = None
    return clean(budget=budget)


def sources(*parts: str, total: str = "50") -> Evaluation:
    rows = tuple(FundSource(f"来源{n}", annual=Decimal(part)) for n, part in enumerate(parts))
    return clean(budget={"sources": rows, "annual": Decimal(total)})


def moved(initial: str, annual: str, *movements: tuple[str, str]) -> Evaluation:
    steps = tuple(
        Movement(MovementKind.ADDED if sign == "+" else MovementKind.REDUCED, Decimal(amount), sign)
        for sign, amount in movements
    )
    budget = {
        "initial": Decimal(initial),
        "annual": Decimal(annual),
        "executed": Decimal(annual),
        "movements": steps,
    }
    return clean(budget=budget | {"printed_rate": None, "execution_score": None})


CASES = [
    ("BUD_SUM_MISMATCH", sources("30", "19.0"), sources("30", "20")),
    ("BUD_SUM_MISMATCH", sources("30.00", "19.97"), sources("30.00", "19.99")),
    ("BUD_ROUNDING", sources("30.004", "19.995"), sources("30", "20")),
    ("BUD_CHAIN_MISMATCH", moved("10", "20", ("+", "7")), moved("10", "17", ("+", "7"))),
    ("BUD_CHAIN_INFERRED", moved("10", "3", ("+", "7")), moved("10", "3", ("-", "7"))),
    ("BUD_ADJ_DOWN_LARGE", money(initial=50, annual=40, executed=40), money(initial=50, annual="40.01", executed=40)),
    ("BUD_ADJ_UP_LARGE", money(initial=50, annual=65, executed=65), money(initial=50, annual="64.9", executed=64)),
    ("BUD_ADJ_NO_TARGET_CHANGE", money(initial=50, annual=60, executed=60), money(initial=50, annual="59.9", executed=59)),
    ("BUD_INITIAL_ZERO", money(initial=0), money(initial="0.01", annual="0.01", executed="0.01")),
    ("BUD_ZERO_WITH_SPEND", money(annual=0, executed=3), money(annual=0, executed=0)),
    ("BUD_ALL_ZERO", money(initial=0, annual=0, executed=0), money(initial=0, annual=0, executed="0.5")),
    ("BUD_UNIT_SUSPECT", money(executed=480000), money(executed=4800)),
    ("BUD_UNIT_SUSPECT", sources("480000"), sources("480")),
    ("EXE_RATE_MISPRINT", money(printed_rate="0.99"), money(printed_rate="0.965")),
    ("EXE_RATE_DENOMINATOR", money(initial=60, printed_rate="0.8"), money(initial=60, printed_rate="0.9")),
    ("EXE_OVER_100", money(executed="50.01"), money(executed="50.005")),
    ("EXE_LOW", money(executed="39.9"), money(executed=40)),
    ("EXE_NOT_STARTED", money(executed=0), money(executed="0.01")),
    ("EXE_RATE_MASKED", money(initial=101, executed=50), money(initial=100, executed=50)),
    ("EXE_SCORE_MISMATCH", money(execution_score="9.66"), money(execution_score="9.65")),
    ("SCORE_EXE_GAP", money(executed="46.9"), money(executed="47.1")),
    ("OUTPUT_MONEY_DISPROPORTION", money(initial=200, executed=50), money(initial=150, executed=50)),
]  # fmt: skip


@pytest.mark.parametrize(
    ("code", "bad", "good"), CASES, ids=[f"{n}-{case[0]}" for n, case in enumerate(CASES)]
)
def test_raised_and_near_miss(code: str, bad: Evaluation, good: Evaluation) -> None:
    assert code in raised(bad)
    assert code not in raised(good)


def test_two_breakdowns_of_one_total_are_no_mismatch() -> None:
    assert "BUD_SUM_MISMATCH" not in raised(sources("30.0", "20", "45", "5"))
    assert "BUD_SUM_MISMATCH" not in raised(sources("50.0", "50"))
    assert "BUD_SUM_MISMATCH" in raised(sources("30.0", "20", "45", "4"))


def test_a_goal_row_among_the_sources_is_no_money() -> None:
    rows = (FundSource("财政拨款", annual=Decimal("50.0")), FundSource("年度总体目标", annual=Decimal(12)))
    assert "BUD_SUM_MISMATCH" not in raised(clean(budget={"sources": rows}))


def test_a_denominator_mistake_is_not_also_a_misprint() -> None:
    assert "EXE_RATE_MISPRINT" not in raised(money(initial=60, printed_rate="0.8"))


@pytest.mark.parametrize(
    ("form", "code", "severity"),
    [
        (money(initial=50, annual=25, executed=25), "BUD_ADJ_DOWN_LARGE", Severity.RED),
        (money(initial=50, annual="25.1", executed=25), "BUD_ADJ_DOWN_LARGE", Severity.YELLOW),
        (money(executed="29.9"), "EXE_LOW", Severity.RED),
        (money(executed=30), "EXE_LOW", Severity.YELLOW),
    ],
)
def test_severity_follows_the_size(form: Evaluation, code: str, severity: Severity) -> None:
    assert finding(form, code).severity is severity


def test_messages_carry_both_numbers() -> None:
    assert finding(money(initial=50, annual=25, executed=25), "BUD_ADJ_DOWN_LARGE").message == (
        "全年预算较年初调减 50%（50→25 万元），请说明调减原因及对绩效目标的影响"
    )
    assert finding(sources("30", "19.0"), "BUD_SUM_MISMATCH").numbers["gap"] == "1"


def test_an_explained_adjustment_of_targets_is_not_asked_for() -> None:
    changed = money(initial=50, annual=40, executed=40)
    assert "BUD_ADJ_NO_TARGET_CHANGE" in raised(changed)
    explained = clean(
        budget={"initial": Decimal(50), "annual": Decimal(40), "executed": Decimal(40)},
        problems="预算调减后已同步调整绩效目标。",
    )
    assert "BUD_ADJ_NO_TARGET_CHANGE" not in raised(explained)


def test_explained_savings_make_the_gap_yellow() -> None:
    budget = {"executed": Decimal(40), "printed_rate": None, "execution_score": None}
    assert finding(clean(budget=budget), "SCORE_EXE_GAP").severity is Severity.RED
    saved = clean(budget=budget, problems="招标节约资金 10 万元。")
    assert finding(saved, "SCORE_EXE_GAP").severity is Severity.YELLOW


def test_the_gap_leaves_out_execution_points_and_needs_every_score() -> None:
    half = with_row(0, self_score=None)
    assert "SCORE_EXE_GAP" in scored(half).not_run
    nothing = clean(indicators=tuple(row(score=0) for _ in range(9)), budget={"executed": Decimal(1)})
    assert "SCORE_EXE_GAP" not in raised(nothing)


def test_transfers_to_another_unit_are_named() -> None:
    assert "党校" in finding(SEED, "BUD_TRANSFER_OUT").message
    added = moved("10", "17", ("+", "7"))
    assert "BUD_TRANSFER_OUT" not in raised(added)
    assert "BUD_TRANSFER_OUT" in scored(added).not_run
    named = added.budget.movements[0]
    reduced = replace(named, counterparty="市财政局")  # who decided it, no unit that the money went to
    told = replace(added, budget=replace(added.budget, movements=(reduced,)))
    assert "BUD_TRANSFER_OUT" not in raised(told) and "BUD_TRANSFER_OUT" not in scored(told).not_run


def test_carry_over_unspent_or_large() -> None:
    def carried(available: str, executed: str | None, label: str = "上年结转") -> Evaluation:
        part = FundSource(label, annual=Decimal(available), executed=dec(executed))
        return clean(budget={"sources": (part, FundSource("财政拨款", annual=50 - Decimal(available)))})

    assert "CARRYOVER_LARGE" in raised(carried("10", "7.9"))
    assert "CARRYOVER_LARGE" not in raised(carried("10", "8"))
    assert "CARRYOVER_LARGE" in raised(carried("15", "15"))
    assert "CARRYOVER_LARGE" in raised(carried("15", None))
    assert "CARRYOVER_LARGE" not in raised(carried("14.9", "14.9"))
    assert "CARRYOVER_LARGE" not in raised(carried("0", "0"))
    assert "CARRYOVER_LARGE" not in raised(carried("15", "1", "其他资金"))


def test_a_cost_indicator_in_another_unit_points_at_the_budget() -> None:
    assert "BUD_UNIT_SUSPECT" in raised(with_row(3, level3="项目总成本", target="≤50元", actual="48元"))
    assert "BUD_UNIT_SUSPECT" not in raised(
        with_row(3, level3="项目总成本", target="≤50万元", actual="48万元")
    )
    assert "BUD_UNIT_SUSPECT" not in raised(
        with_row(3, level3="项目总成本", target="≤50元/人", actual="48元/人")
    )


def test_amounts_in_running_text_against_the_table() -> None:
    def said(text: str) -> Evaluation:
        return clean(goal_actual=text)

    assert "BUD_TEXT_TABLE_DIFF" in raised(said("年初预算 60 万元，执行数为 48 万元。"))
    assert "BUD_TEXT_TABLE_DIFF" not in raised(
        said("年初预算50万元，全年预算数为 500000 元，执行数0.0048亿元。")
    )
    assert "BUD_TEXT_TABLE_DIFF" not in raised(said("第一批年初预算20万元，年初预算合计50万元。"))
    assert "BUD_TEXT_TABLE_DIFF" in scored(clean()).not_run


def test_blank_money_runs_no_money_check() -> None:
    none = dict.fromkeys(("initial", "annual", "executed", "printed_rate", "execution_score", "unit_in_file"))
    result = scored(clean(budget=none))
    assert not {each.code for each in result.findings} & {
        code for code in raised(SEED) if code.startswith(("BUD", "EXE"))
    }
    for code in ("BUD_SUM_MISMATCH", "BUD_ADJ_DOWN_LARGE", "BUD_INITIAL_ZERO", "BUD_ALL_ZERO", "BUD_UNIT_SUSPECT", "EXE_LOW",
                 "EXE_RATE_MISPRINT", "EXE_SCORE_MISMATCH", "EXE_NOT_STARTED", "OUTPUT_MONEY_DISPROPORTION"):  # fmt: skip
        assert code in result.not_run


def test_output_shares_fall_back_on_recomputed_scores() -> None:
    rows = tuple(row(points=10, score=None) for _ in range(9))
    form = clean(indicators=rows, budget={"initial": Decimal(200), "executed": Decimal(50)})
    assert "OUTPUT_MONEY_DISPROPORTION" in raised(form)
    unknown = clean(
        indicators=(row(score=None, actual=None), *clean_rows()[4:]), budget={"initial": Decimal(200)}
    )
    assert "OUTPUT_MONEY_DISPROPORTION" in scored(unknown).not_run


def test_many_movements_are_not_tried_in_every_direction() -> None:
    form = moved("10", "9", *[("+", "1")] * 11)
    assert "BUD_CHAIN_MISMATCH" in raised(form)


def test_a_masked_rate_needs_an_initial_budget() -> None:
    assert "EXE_RATE_MASKED" in scored(money(initial=None)).not_run


def test_sources_of_nothing_are_no_breakdown() -> None:
    assert "BUD_SUM_MISMATCH" in raised(sources("0"))
    assert "BUD_SUM_MISMATCH" in raised(sources("0", "0.0"))
    assert "BUD_SUM_MISMATCH" not in raised(sources("30.0", "20", "50"))
    assert "BUD_SUM_MISMATCH" in raised(sources("30.0", "20", "30"))


def test_sources_that_add_up_with_one_taken_back_are_no_mismatch() -> None:
    assert not {"BUD_SUM_MISMATCH", "BUD_ROUNDING"} & set(raised(sources("50.0", "50", "-50")))


def test_sources_that_cancel_each_other_are_compared_with_nothing() -> None:
    assert "BUD_UNIT_SUSPECT" not in raised(sources("5", "-5"))
    assert "BUD_UNIT_SUSPECT" not in raised(sources("-0.005"))


def test_an_inferred_sign_is_told_of_the_movement_it_changes_only() -> None:
    """10 + 2 - 9 = 3: the 9 was stated as an addition, the 2 stands."""
    message = finding(moved("10", "3", ("+", "2"), ("+", "9")), "BUD_CHAIN_INFERRED").message
    assert "9 万元" in message
    assert f"{MovementKind.ADDED} 2 万元" not in message
