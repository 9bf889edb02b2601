"""Every threshold of the table at its very value: what stands on the line, and what stands just beyond it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from evalcore.model import Evaluation, FundSource, Method, Movement, MovementKind, Severity
from evalcore.scoring.portfolio import Listed, Scored, against_last_year, against_ledger, department, missing
from tests.forms import clean, clean_rows, dec, finding, raised, row, scored, with_row

PRINTED = ("printed_rate", "execution_score")


def money(**amounts: object) -> Evaluation:
    """The clean form with other amounts and no printed rate or execution score, unless given."""
    return clean(budget=dict.fromkeys(PRINTED) | {name: dec(value) for name, value in amounts.items()})


def sources(*parts: str) -> Evaluation:
    return clean(
        budget={"sources": tuple(FundSource(f"来源{n}", annual=Decimal(p)) for n, p in enumerate(parts))}
    )


def moved(initial: str, annual: str, *amounts: str) -> Evaluation:
    """Added amounts between the initial and the annual budget, all of it spent."""
    steps = tuple(Movement(MovementKind.ADDED, Decimal(amount), "+") for amount in amounts)
    form = money(initial=initial, annual=annual, executed=annual)
    return replace(form, budget=replace(form.budget, movements=steps))


def carried(available: str, executed: str | None = None) -> Evaluation:
    """Money carried over from last year, in an annual budget of 50."""
    part = FundSource("上年结转", annual=Decimal(available), executed=dec(executed))
    form = money()
    return replace(form, budget=replace(form.budget, sources=(part,)))


def outputs(score: str, **amounts: object) -> Evaluation:
    """Output rows that earn so many of their 50 points."""
    rows = (row(points=50, score=score), *clean_rows()[4:])
    return replace(money(**amounts), indicators=rows)


def all_met(**amounts: object) -> Evaluation:
    """Every printed score the full points."""
    return replace(
        money(**amounts),
        indicators=tuple(replace(each, self_score=each.points) for each in clean_rows()),
    )


def earned(score: str, **amounts: object) -> Evaluation:
    """So many points on the first row, none on the others."""
    scores = [Decimal(score), *[Decimal(0)] * (len(clean_rows()) - 1)]
    rows = tuple(replace(each, self_score=own) for each, own in zip(clean_rows(), scores, strict=True))
    return replace(money(**amounts), indicators=rows)


def qualitative(actual: str, score: str) -> Evaluation:
    return with_row(4, target="效果明显", actual=actual, self_score=score)


def total(value: str, **changes: object) -> Evaluation:
    return clean(self_score=Decimal(value), **changes)


UNPRINTED = {"execution_points": None, "execution_score": None}
# code, a form on the line, whether that is raised, a form just beyond the line (the other way round)
LINES = [
    # parts of whole numbers may each be off by half a unit: 30 + 19 for 50 is rounding, 30 + 18 is not
    ("BUD_SUM_MISMATCH", sources("30", "19"), False, sources("30", "18")),
    ("BUD_ROUNDING", sources("30", "20"), False, sources("30", "19")),
    ("BUD_SUM_MISMATCH", sources("30.00", "19.98"), False, sources("30.00", "19.979")),
    ("BUD_CHAIN_MISMATCH", moved("10", "17.01", "7"), False, moved("10", "17.02", "7")),
    ("BUD_CHAIN_MISMATCH", moved("10", "16.99", "7"), False, moved("10", "16.98", "7")),
    ("BUD_CHAIN_MISMATCH", moved("10", "8", *["1"] * 10), False, moved("10", "9", *["1"] * 11)),
    ("BUD_CHAIN_INFERRED", moved("10", "8", *["1"] * 10), True, moved("10", "20", *["1"] * 10)),
    ("BUD_ADJ_DOWN_LARGE", money(initial=50, annual=40, executed=40), True, money(initial=50, annual="40.01", executed=40)),
    ("BUD_ADJ_UP_LARGE", money(initial=50, annual=65, executed=65), True, money(initial=50, annual="64.99", executed=64)),
    ("BUD_ADJ_NO_TARGET_CHANGE", money(initial=50, annual=60, executed=60), True, money(initial=50, annual="59.99", executed=59)),
    ("BUD_ADJ_NO_TARGET_CHANGE", money(initial=50, annual=40, executed=40), True, money(initial=50, annual="40.01", executed=40)),
    ("BUD_INITIAL_ZERO", money(initial=0, annual=0, executed=0), False, money(initial=0, annual="0.01", executed=0)),
    ("BUD_ZERO_WITH_SPEND", money(annual=0, executed=0), False, money(annual=0, executed="0.01")),
    ("EXE_NOT_STARTED", money(annual=0, executed=0), False, money(annual="0.01", executed=0)),
    ("BUD_UNIT_SUSPECT", money(initial="0.01", annual=50, executed=50), True, money(initial="0.0101", annual=50, executed=50)),
    ("BUD_UNIT_SUSPECT", money(initial="0.0025", annual=50, executed=50), True, money(initial="0.00249", annual=50, executed=50)),
    ("BUD_TEXT_TABLE_DIFF", clean(goal_actual="年初预算50.5万元。"), False, clean(goal_actual="年初预算50.51万元。")),
    ("BUD_TEXT_TABLE_DIFF", clean(goal_actual="年初预算49.5万元。"), False, clean(goal_actual="年初预算49.49万元。")),
    ("CARRYOVER_LARGE", carried("10", "8"), False, carried("10", "7.99")),
    ("CARRYOVER_LARGE", carried("15"), True, carried("14.99")),
    ("CARRYOVER_LARGE", carried("-1", "0"), False, carried("1", "0")),
    ("CARRYOVER_LARGE", carried("0", "0"), False, carried("0.01", "0")),
    ("EXE_RATE_MISPRINT", money(printed_rate="0.965"), False, money(printed_rate="0.9651")),
    ("EXE_RATE_MISPRINT", money(printed_rate="0.955"), False, money(printed_rate="0.9549")),
    ("EXE_RATE_DENOMINATOR", money(initial=60, printed_rate="0.805"), True, money(initial=60, printed_rate="0.8051")),
    ("EXE_RATE_DENOMINATOR", money(initial=60, printed_rate="0.795"), True, money(initial=60, printed_rate="0.7949")),
    ("EXE_OVER_100", money(executed="50.005"), False, money(executed="50.006")),
    ("EXE_LOW", money(executed=40), False, money(executed="39.99")),
    ("EXE_RATE_MASKED", money(initial=96, executed="47.5"), True, money(initial=96, executed="47.49")),
    ("EXE_RATE_MASKED", money(initial=96, executed=48), False, money(initial="96.1", executed=48)),
    ("EXE_SCORE_MISMATCH", money(execution_score="9.65"), False, money(execution_score="9.66")),
    ("EXE_SCORE_MISMATCH", money(execution_score="9.55"), False, money(execution_score="9.54")),
    ("SCORE_EXE_GAP", all_met(executed="47.5"), False, all_met(executed="47.49")),
    ("SCORE_EXE_GAP", earned("1", executed="0.5"), True, earned("0", executed="0.5")),
    ("OUTPUT_MONEY_DISPROPORTION", outputs("50", initial=160, executed=48), False, outputs("50", initial="160.1", executed=48)),
    ("OUTPUT_MONEY_DISPROPORTION", outputs("47.5", initial=200, executed=48), True, outputs("47.49", initial=200, executed=48)),
    ("WT_CONCENTRATED", with_row(0, points=30), True, with_row(0, points="29.99")),
    ("SC_RECOMPUTE_DIFF", with_row(0, self_score="15.05"), False, with_row(0, self_score="15.06")),
    ("SC_RECOMPUTE_DIFF", with_row(0, self_score="14.95"), False, with_row(0, self_score="14.94")),
    ("SC_TOTAL_MISMATCH", total("98.71"), False, total("98.72")),
    ("SC_TOTAL_MISMATCH", total("98.61"), False, total("98.60")),
    # no execution row is printed: the total may hold up to its 10 points beside the parts, 89.06
    ("SC_TOTAL_MISMATCH", total("99.06", budget=UNPRINTED), False, total("99.07", budget=UNPRINTED)),
    ("SC_TOTAL_MISMATCH", total("89.06", budget=UNPRINTED), False, total("89", budget=UNPRINTED)),
    ("GR_NEAR_LINE", total("90"), True, total("89.99")),
    ("GR_NEAR_LINE", total("90.5"), True, total("90.51")),
    ("GR_NEAR_LINE", total("60.5"), True, total("60.51")),
    # tiers: 部分达成 [60 %, 80 %), 达成 [80 %, 100 %], 未达成 [0, 60 %) of 15 points
    ("QUAL_TIER_MISMATCH", qualitative("部分达成并具有一定效果", "9"), False, qualitative("部分达成并具有一定效果", "8.99")),
    ("QUAL_TIER_MISMATCH", qualitative("部分达成并具有一定效果", "12"), True, qualitative("部分达成并具有一定效果", "11.99")),
    ("QUAL_TIER_MISMATCH", qualitative("达成预期指标", "12"), False, qualitative("达成预期指标", "11.99")),
    ("QUAL_TIER_MISMATCH", qualitative("达成预期指标", "15"), False, qualitative("达成预期指标", "0")),
    ("QUAL_TIER_MISMATCH", qualitative("未达成且效果较差", "9"), True, qualitative("未达成且效果较差", "8.99")),
    ("QUAL_TIER_MISMATCH", qualitative("未达成且效果较差", "0"), False, qualitative("未达成且效果较差", "15")),
    ("QUAL_TIER_MISMATCH", qualitative("部分达成并具有一定效果", "15.01"), False, qualitative("部分达成并具有一定效果", "15")),
    ("TG_LOW_OVERDONE", with_row(0, actual="144人"), True, with_row(0, actual="143人")),
    ("TG_EQ_EXCEEDED", with_row(0, target="=120人", actual="120人"), False, with_row(0, target="=120人", actual="120.1人")),
    ("TG_BELOW_LAST_ACTUAL", with_row(0, target="≥90人", last_actual="100人"), False, with_row(0, target="≥90人", last_actual="100.1人")),
    ("TG_TRIVIAL", with_row(0, target="≥1场", actual="1场", points=10), True, with_row(0, target="≥1场", actual="1场", points="9.99")),
    ("TG_TRIVIAL", with_row(0, target="≥1场", actual="1场"), True, with_row(0, target="≥2场", actual="2场")),
    ("TG_PARENT_UNMATCHED", clean(goal="开展活动1项"), False, clean(goal="开展活动2项")),
    ("AC_IMPOSSIBLE", with_row(1, actual="100%"), False, with_row(1, actual="100.1%")),
    ("AC_IMPOSSIBLE", with_row(0, actual="0人"), False, with_row(0, actual="-1人")),
    ("AC_IMPOSSIBLE", with_row(2, actual="2024年10月31日"), False, with_row(2, actual="2025年10月31日")),
    ("AC_IMPOSSIBLE", with_row(2, actual="2022年10月31日"), False, with_row(2, actual="2021年10月31日")),
    ("AC_MISSING", with_row(0, actual=None, self_score=0), False, with_row(0, actual=None, self_score="0.01")),
    ("DEV_NO_REASON", with_row(0, actual="156人"), True, with_row(0, actual="155.9人")),
    ("DEV_NO_REASON", with_row(0, actual="120人"), False, with_row(0, actual="119人")),
    ("SAT_100_NO_BASIS", with_row(6, actual="99%", evidence=None), True, with_row(6, actual="98.9%", evidence=None)),
    ("SAT_NO_SAMPLE", with_row(6, evidence="问卷30份"), False, with_row(6, evidence="问卷29份")),
    ("EVID_MISSING", with_row(4, target="带动效果明显", actual="带动就业的效果比较明显"), False, with_row(4, target="带动效果明显", actual="带动就业效果很明显")),
    ("AC_COPIED_TARGET", with_row(4, target="带动周边妇女就业", actual="带动周边妇女就业"), True, with_row(4, target="带动周边就业了", actual="带动周边就业了")),
    ("TX_ATTRIBUTION", clean(narrative="带动企业捐赠4800万元。"), False, clean(narrative="带动企业捐赠4800.01万元。")),
    ("FM_YEAR_CONFLICT", clean(submitted=date(2023, 12, 31)), False, clean(submitted=date(2022, 12, 31))),
    ("FM_YEAR_CONFLICT", clean(submitted=date(2025, 12, 31)), False, clean(submitted=date(2026, 1, 1))),
    ("FM_YEAR_CONFLICT", clean(title="2023至2024年度项目汇总表"), False, clean(title="2024至2025年度项目汇总表")),
    ("FM_YEAR_CONFLICT", clean(title="2022至2023年度项目汇总表"), False, clean(title="2021至2022年度项目汇总表")),
]  # fmt: skip


@pytest.mark.parametrize(
    ("code", "on", "is_raised", "beyond"), LINES, ids=[f"{n}-{line[0]}" for n, line in enumerate(LINES)]
)
def test_a_form_on_the_line_and_one_beyond(
    code: str, on: Evaluation, is_raised: bool, beyond: Evaluation
) -> None:
    assert (code in raised(on)) is is_raised
    assert (code in raised(beyond)) is not is_raised


@pytest.mark.parametrize(
    ("form", "code", "severity"),
    [
        (money(initial=50, annual=25, executed=25), "BUD_ADJ_DOWN_LARGE", Severity.RED),
        (money(initial=50, annual="25.01", executed=25), "BUD_ADJ_DOWN_LARGE", Severity.YELLOW),
        (money(executed=30), "EXE_LOW", Severity.YELLOW),
        (money(executed="29.99"), "EXE_LOW", Severity.RED),
        (with_row(0, actual="155.9人"), "TG_LOW_OVERDONE", Severity.INFO),
        (with_row(0, actual="156人"), "TG_LOW_OVERDONE", Severity.YELLOW),
        (with_row(0, actual="239.9人"), "TG_LOW_OVERDONE", Severity.YELLOW),
        (with_row(0, actual="240人"), "TG_LOW_OVERDONE", Severity.RED),
        (with_row(0, self_score="13.01"), "SC_RECOMPUTE_DIFF", Severity.YELLOW),
        (with_row(0, self_score=13), "SC_RECOMPUTE_DIFF", Severity.RED),
    ],
)  # fmt: skip
def test_severity_on_the_line_and_just_before_it(form: Evaluation, code: str, severity: Severity) -> None:
    assert finding(form, code).severity is severity


def test_a_budget_of_blanks_is_all_zero_only_where_the_form_has_a_money_block() -> None:
    blank = dict.fromkeys(("initial", "annual", "executed", *PRINTED))
    assert "BUD_ALL_ZERO" in raised(clean(budget=blank))  # its unit is printed
    assert "BUD_ALL_ZERO" in scored(clean(budget=blank | {"unit_in_file": None})).not_run
    zero = {"initial": Decimal(0), "annual": Decimal(0), "executed": Decimal(0), "unit_in_file": None}
    assert "BUD_ALL_ZERO" in raised(clean(budget=zero | dict.fromkeys(PRINTED)))
    assert "BUD_ALL_ZERO" in scored(clean(budget=zero | dict.fromkeys(PRINTED), self_score=None)).not_run


def test_an_adjustment_is_told_with_its_sign() -> None:
    down, up = (money(initial=50, annual=annual, executed=annual) for annual in (30, 70))
    assert finding(down, "BUD_ADJ_NO_TARGET_CHANGE").numbers["pct"] == "−40%"
    assert finding(up, "BUD_ADJ_NO_TARGET_CHANGE").numbers["pct"] == "+40%"
    assert finding(down, "BUD_ADJ_DOWN_LARGE").numbers["pct"] == "40%"


def test_a_chain_is_told_with_the_signs_that_close_it() -> None:
    assert finding(moved("10", "5", "7", "2"), "BUD_CHAIN_INFERRED").numbers["formula"] == "10 − 7 + 2 = 5"
    told = finding(moved("10", "30", "7", "2"), "BUD_CHAIN_MISMATCH").numbers
    assert (told["movements"], told["gap"]) == ("+7、+2", "11")


def test_the_gap_of_scores_and_money_is_told_in_shares() -> None:
    told = finding(all_met(executed=40), "SCORE_EXE_GAP").numbers
    assert (told["score_rate"], told["rate"], told["gap"]) == ("100%", "80%", "20%")
    half = finding(outputs("48", initial=200, executed=50), "OUTPUT_MONEY_DISPROPORTION").numbers
    assert (half["initial_rate"], half["output"]) == ("25%", "96%")


# Departments and years
def members(*values: object, **changes: object) -> list[Scored]:
    forms = [clean(self_score=dec(value), **changes) for value in values]
    return [Scored(form, scored(form), f"P{n}") for n, form in enumerate(forms)]


def told(findings: object) -> dict[str, dict[str, str]]:
    return {each.code: dict(each.numbers) for each in findings}  # type: ignore[attr-defined]


def test_quartiles_lie_between_order_statistics() -> None:
    tenths = [Decimal("98.1") + Decimal(n) / 10 for n in range(10)]  # places 2.25 and 6.75
    numbers = told(department(members(*tenths)))["D_SCORES_UNIFORM"]
    assert (numbers["low"], numbers["high"], numbers["count"]) == ("98.325", "98.775", "10")


def test_a_spread_of_one_point_is_not_uniform() -> None:
    wide = [80, 81, 82, 95, 95, 95, 95, 95, 96, 96, 97, 97, 98]  # quartiles 95 and 96 of thirteen
    assert "D_SCORES_UNIFORM" not in told(department(members(*wide)))
    narrow = [value if value != 96 else Decimal("95.9") for value in wide]
    assert told(department(members(*narrow)))["D_SCORES_UNIFORM"]["high"] == "95.9"


def test_half_of_the_scores_at_100_is_uniform() -> None:
    assert "D_SCORES_UNIFORM" in told(department(members(*[100] * 5, 60, 70, 75, 80, 85)))
    assert "D_SCORES_UNIFORM" not in told(department(members(*[100] * 5, 60, 65, 70, 75, 80, 85)))


def test_reviews_need_five_of_them_and_five_points() -> None:
    five = members(*[95] * 5, review_score=Decimal(90))
    assert told(department(five))["D_REVIEW_GAP"] == {"gap": "5", "count": "5"}
    four = [*members(*[95] * 4, review_score=Decimal(80)), *members(95, 95)]
    assert "D_REVIEW_GAP" not in told(department(four))
    assert "D_REVIEW_GAP" not in told(department(members(*[95] * 5, review_score=Decimal("90.01"))))


@pytest.mark.parametrize(
    ("score", "direction"), [("98.71", None), ("98.72", "高于"), ("98.61", None), ("98.60", "低于")]
)
def test_a_difference_of_five_hundredths_is_none(score: str, direction: str | None) -> None:
    """The clean form comes to 98.66."""
    found = told(department(members(*[score] * 8))).get("D_GAP_DIRECTION")
    assert (found and found["direction"]) == direction


def test_a_department_of_fewer_than_five_projects_raises_nothing_but_what_is_missing() -> None:
    """A self-evaluation that was not handed in is a fact about a project, not a figure about a department."""
    assert department(members(*[95] * 4, review_score=Decimal(80))) == ()
    (one,) = missing([Listed("P1", "甲", "教育局", Decimal(5))], set())
    assert (one.finding.code, one.finding.severity, one.department) == (
        "CV_MISSING_SELF",
        Severity.RED,
        "教育局",
    )
    assert one.finding.message == "教育局 应评 1 个、已报 0 个，未报 1 个（5 万元）"
    two = missing([Listed("P1", "甲", "教育局"), Listed("P2", "乙", "民政局", Decimal(3))], {"P9"})
    assert [(each.department, each.finding.numbers["missing"]) for each in two] == [
        ("教育局", "1"),
        ("民政局", "1"),
    ]


def year(number: int, form: Evaluation, **changes: object) -> Scored:
    form = replace(form, year=number, title=None, **changes)  # type: ignore[arg-type]
    return Scored(form, scored(form), "P1")


def changes(this: Evaluation, last: Evaluation) -> set[str]:
    return set(told(against_last_year(year(2024, this), year(2023, last))))


def test_lines_between_two_years() -> None:
    same = clean()
    assert "X_SCORE_JUMP" in changes(same, total("88.66"))
    assert "X_SCORE_JUMP" in changes(total("88.66"), same)
    assert "X_SCORE_JUMP" not in changes(same, total("88.67"))
    assert "X_LOW_EXE_BUDGET_UP" not in changes(same, money(executed=40))
    assert "X_LOW_EXE_BUDGET_UP" in changes(same, money(executed="39.99"))
    assert "X_LOW_EXE_BUDGET_UP" not in changes(money(initial="49.99"), money(executed=30))
    assert "BUD_UNIT_SUSPECT" in changes(money(annual=250_000), same)
    assert "BUD_UNIT_SUSPECT" not in changes(money(annual=249_999), same)
    assert "BUD_UNIT_SUSPECT" in changes(money(annual=1_000_000), same)
    assert "BUD_UNIT_SUSPECT" not in changes(money(annual=1_000_001), same)
    assert "TG_BELOW_LAST_ACTUAL" not in changes(with_row(0, target="≥90人"), with_row(0, actual="100人"))
    assert "TG_BELOW_LAST_ACTUAL" in changes(with_row(0, target="≥90人"), with_row(0, actual="101人"))


def test_a_rise_after_low_execution_is_told_in_percent_of_last_year() -> None:
    found = told(against_last_year(year(2024, money(initial=60)), year(2023, money(executed=30))))
    assert found["X_LOW_EXE_BUDGET_UP"] == {"rate": "60%", "pct": "20%"}


def test_the_ledger_may_differ_by_one_percent() -> None:
    form = year(2024, money(executed="50.5"))
    assert against_ledger(form, Decimal(50)) == ()
    assert against_ledger(year(2024, money(executed="50.51")), Decimal(50))
    assert against_ledger(year(2024, money(executed="49.5")), Decimal(50)) == ()
    assert against_ledger(year(2024, money(executed="49.49")), Decimal(50))


def test_money_after_a_low_grade_is_asked_about_where_it_did_not_fall() -> None:
    low = {"method": Method.FINANCE, "self_grade": "中", "self_score": Decimal(70)}
    before = year(2023, clean(), **low)
    assert "X_FUNDED_AFTER_LOW" in told(against_last_year(year(2024, money(initial=50)), before))
    assert "X_FUNDED_AFTER_LOW" not in told(against_last_year(year(2024, money(initial="49.99")), before))


def test_one_point_of_output_is_enough_to_be_out_of_proportion() -> None:
    rows = (row(points=1, score=1), *clean_rows()[4:])
    assert "OUTPUT_MONEY_DISPROPORTION" in raised(replace(money(initial=200, executed=48), indicators=rows))


def test_the_gap_is_a_share_of_what_the_indicators_earned() -> None:
    rows = list(all_met().indicators)
    rows[0], rows[3] = replace(rows[0], self_score=Decimal(0)), replace(rows[3], self_score=Decimal(7))
    form = replace(money(executed=25), indicators=tuple(rows))  # 72 of 90 points, half of the money
    told_of = finding(form, "SCORE_EXE_GAP").numbers
    assert (told_of["score_rate"], told_of["rate"], told_of["gap"]) == ("80%", "50%", "37.5%")


def test_one_point_earned_for_no_money_spent_is_a_gap() -> None:
    rows = tuple(replace(each, self_score=Decimal(n == 0)) for n, each in enumerate(clean_rows()))
    assert finding(replace(money(executed=0), indicators=rows), "SCORE_EXE_GAP").numbers["gap"] == "100%"
    none = tuple(replace(each, self_score=Decimal(0)) for each in clean_rows())
    assert "SCORE_EXE_GAP" not in raised(replace(money(executed=0), indicators=none))


def test_the_gap_of_scores_and_money_is_a_share_of_the_score_rate() -> None:
    rows = tuple(replace(each, self_score=(each.points or Decimal(0)) / 2) for each in clean_rows())
    told = finding(replace(money(executed=20), indicators=rows), "SCORE_EXE_GAP").numbers
    assert (told["score_rate"], told["rate"], told["gap"]) == ("50%", "40%", "20%")


def whole_scores(count: int) -> Evaluation:
    """So many rows with integer scores of integer points, where the rule gives a fraction (9 of 11)."""
    one = row(target="≥11人", actual="9人", points=10, score="8")
    return clean(indicators=(one,) * count, self_score=Decimal(8 * count))


def test_integer_scores_are_told_from_six_rows_on() -> None:
    assert "SC_INTEGER_ONLY" in raised(whole_scores(6))
    assert "SC_INTEGER_ONLY" in scored(whole_scores(5)).not_run


def test_a_target_below_last_year_s_actual_tells_that_actual() -> None:
    told = finding(with_row(0, target="≥90人", last_actual="100.1人"), "TG_BELOW_LAST_ACTUAL").numbers
    assert told["last"] == "100.1人"


def test_a_target_below_last_year_s_actual_counts_for_small_amounts_too() -> None:
    assert "TG_BELOW_LAST_ACTUAL" in raised(with_row(0, target="≥0.5人", last_actual="1人", actual="1人"))
    assert "TG_BELOW_LAST_ACTUAL" not in raised(with_row(0, target="≥0.5人", last_actual="0人", actual="1人"))
