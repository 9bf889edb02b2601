"""Money on a small world whose sums are counted by hand (see WORLD)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from evalcore.access import EVERYTHING, Scope
from evalcore.model import Budget, Evaluation, Indicator, Movement, MovementKind
from evalcore.queries import execution
from evalcore.queries.run import Selection
from evalcore.scoring.total import score_evaluation
from evalcore.store import Store
from evalcore.store.rows import Detail
from evalcore.store.write import write_evaluations

# code, project, initial, annual, executed, execution score, self score, movements
WORLD = (
    ("101", "会议", "100", "100", "100", "10", "100", ()),
    ("101", "档案", "50", "20", "15", "7.5", "97.5", ()),
    (
        "101",
        "党建",
        "1.5",
        "0.11",
        "0.11",
        "10",
        "100",
        (("追加", "0.84", "+", False), ("划出", "2.23", "-", True)),
    ),
    ("201", "校舍", "1000", "1000", "700", "7", "97", ()),
    ("201", "培训", None, "30", "30", None, "100", ()),
    ("301", "养护", "800", "1000", "1001", "10", "95", (("追加", "200", "+", False),)),
    ("301", "桥梁", "0", "60", "0", "0", "90", ()),
    ("301", "路灯", "10", "0", "0", None, None, ()),
    ("301", "绿化", "40", "40", None, None, "88", ()),
)
ALL = Selection(dataset="submitted")


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _evaluation(
    project: str, initial: str | None, annual: str | None, executed: str | None, earned: str | None,
    total: str | None, moves: tuple[tuple[str, str, str, bool], ...],
) -> Evaluation:  # fmt: skip
    budget = Budget(
        _number(initial), _number(annual), _number(executed), execution_points=Decimal(10),
        execution_score=_number(earned),
        movements=tuple(
            Movement(MovementKind(kind), Decimal(amount), sign, inferred)
            for kind, amount, sign, inferred in moves
        ),
    )  # fmt: skip
    row = Indicator("产出指标", "数量", target="≥10个", actual="10个", points=Decimal(90))
    return Evaluation(project=project, year=2024, budget=budget, indicators=(row,), self_score=_number(total))


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    place: Path = tmp_path_factory.mktemp("money")
    made = Store(place)
    forms = [_evaluation(*line[1:]) for line in WORLD]
    details = [Detail(department_code=line[0]) for line in WORLD]
    with made.begin("测试") as draft:
        write_evaluations(
            draft.connection, [(form, score_evaluation(form)) for form in forms],
            dataset="submitted", simulated=False, details=details, version=draft.version,
        )  # fmt: skip
    yield made


def test_rates_are_sums_over_rows_with_both_numbers(store: Store) -> None:
    row = execution.execution_totals(ALL, scope=EVERYTHING, store=store).iloc[0]
    assert (row["evaluations"], row["with_both"]) == (9, 8)
    assert float(row["annual"]) == pytest.approx(2210.11)
    assert float(row["executed"]) == pytest.approx(1846.11)
    assert (row["with_three"], float(row["initial_of_three"])) == (7, pytest.approx(1961.5))


def test_zero_annual_budget_has_no_execution_rate(store: Store) -> None:
    row = execution.execution_totals(ALL, scope=EVERYTHING, store=store).iloc[0]
    assert (row["zero_annual"], row["rated"]) == (1, 7)


def test_projects_below_eighty_percent_and_their_money_left(store: Store) -> None:
    row = execution.execution_totals(ALL, scope=EVERYTHING, store=store).iloc[0]
    assert (row["low"], float(row["low_left"])) == (3, 365.0)  # 档案 5, 校舍 300, 桥梁 60


def test_rate_bins_are_exact_at_their_lines(store: Store) -> None:
    bins = execution.execution_bins(ALL, scope=EVERYTHING, store=store)
    annual = bins[bins["kind"] == "annual"].set_index("bin")["evaluations"].to_dict()
    assert annual == {0: 1, 3: 2, 7: 3, 8: 1}
    initial = bins[bins["kind"] == "initial"].set_index("bin")["evaluations"].to_dict()
    assert initial == {0: 1, 1: 1, 2: 1, 3: 1, 7: 1, 8: 1}  # 档案 15 ÷ 50 is 30 %: its bin begins there


def test_a_bin_and_its_drilled_rows_agree(store: Store) -> None:
    bins = execution.execution_bins(ALL, scope=EVERYTHING, store=store)
    for line in bins.to_dict("records"):
        rows = execution.execution_projects(
            ALL, scope=EVERYTHING, store=store, base_kind=line["kind"], bin=int(line["bin"])
        )
        assert len(rows) == line["evaluations"], line


def test_the_flow_closes_from_initial_to_annual_gross(store: Store) -> None:
    flow = execution.execution_flow(ALL, scope=EVERYTHING, store=store)
    amount = {(r["step"], r["direction"]): float(r["money"]) for r in flow.to_dict("records")}
    assert amount[("initial", "+")] == pytest.approx(1961.5)
    assert amount[("追加", "+")] == pytest.approx(200.84)
    assert amount[("划出", "-")] == pytest.approx(2.23)
    assert amount[("untyped", "+")] == pytest.approx(60)  # 桥梁 0 → 60
    assert amount[("untyped", "-")] == pytest.approx(40)  # 档案 30, 路灯 10
    up = sum(v for (step, sign), v in amount.items() if sign == "+" and step in ("追加", "untyped"))
    down = amount[("划出", "-")] + amount[("untyped", "-")]
    assert amount[("initial", "+")] + up - down == pytest.approx(amount[("annual", "+")])
    assert amount[("annual", "+")] - amount[("executed", "-")] == pytest.approx(
        amount[("left", "+")] - amount[("over", "+")]
    )


def test_an_inferred_direction_is_counted_as_inferred(store: Store) -> None:
    flow = execution.execution_flow(ALL, scope=EVERYTHING, store=store)
    out = flow[flow["step"] == "划出"].iloc[0]
    assert float(out["inferred"]) == pytest.approx(2.23)


def test_a_flow_step_and_its_drilled_rows_add_up(store: Store) -> None:
    flow = execution.execution_flow(ALL, scope=EVERYTHING, store=store)
    for line in flow.to_dict("records"):
        rows = execution.execution_projects(
            ALL, scope=EVERYTHING, store=store, step=line["step"], direction=line["direction"]
        )
        assert len(rows) == line["evaluations"], line
        assert float(rows["step_amount"].sum()) == pytest.approx(float(line["money"])), line


def test_cut_by_more_than_half_and_fully_executed(store: Store) -> None:
    rows = execution.cut_but_full(ALL, scope=EVERYTHING, store=store)
    assert rows["project"].to_list() == ["党建"]
    assert float(rows["transferred"].iloc[0]) == pytest.approx(2.23)


def test_score_gap_is_relative_to_the_score_rate(store: Store) -> None:
    """校舍: indicators 90/90 = 100 %, executed 70 %: (1 - 0.7) / 1 > 5 %."""
    cells = execution.execution_map(ALL, scope=EVERYTHING, store=store)
    wide = cells[cells["wide"] == 1]
    assert wide["evaluations"].sum() == 3  # 校舍, 档案, 桥梁
    assert cells["evaluations"].sum() == 6  # 培训, 路灯, 绿化 lack an execution score or rate


def test_a_cell_and_its_drilled_rows_agree(store: Store) -> None:
    for line in execution.execution_map(ALL, scope=EVERYTHING, store=store).to_dict("records"):
        rows = execution.execution_projects(
            ALL, scope=EVERYTHING, store=store, x=int(line["x"]), y=int(line["y"]), wide=int(line["wide"])
        )
        assert len(rows) == line["evaluations"], line


def test_departments_stand_in_code_order(store: Store) -> None:
    rows = execution.execution_by_department(ALL, scope=EVERYTHING, store=store)
    assert rows["department_code"].to_list() == ["101", "201", "301"]
    assert rows["low"].to_list() == [1, 1, 1]


def test_a_reader_sees_only_the_departments_of_the_scope(store: Store) -> None:
    rows = execution.execution_projects(ALL, scope=Scope.of(["201"]), store=store)
    assert set(rows["project"]) == {"校舍", "培训"}


def test_spending_beyond_the_budget_counts_alike_in_totals_and_flow(store: Store) -> None:
    row = execution.execution_totals(ALL, scope=EVERYTHING, store=store).iloc[0]
    flow = execution.execution_flow(ALL, scope=EVERYTHING, store=store)
    assert row["over"] == flow[flow["step"] == "over"]["evaluations"].iloc[0] == 1
