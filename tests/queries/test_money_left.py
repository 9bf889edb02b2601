"""Surplus and carry-over by department and fund source, counted by hand."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from evalcore.access import EVERYTHING
from evalcore.model import Budget, Evaluation
from evalcore.model.budget import FundSource
from evalcore.queries import execution as queries
from evalcore.queries.run import Selection
from evalcore.scoring.rule_set import rule_set
from evalcore.scoring.total import score_evaluation
from evalcore.store import Store
from evalcore.store.write import Detail, write_evaluations
from tests.pages.district import build

YEAR = Selection(years=(2024,), methods=("单位自评",))


def test_what_was_left_by_department(tmp_path: Path) -> None:
    rows = queries.money_left(YEAR, by="department", scope=EVERYTHING, store=build(tmp_path)).set_index(
        "code"
    )
    # 101: 20 − 15; 201: 1000 − 700, 教师培训 has no budget; 301: 2000 − 1100
    assert rows["money_left"].astype(float).to_dict() == {"101": 5, "201": 300, "301": 900}
    assert rows["with_both"].to_list() == [3, 2, 2]
    by_fund = queries.money_left(YEAR, by="fund", scope=EVERYTHING, store=Store(tmp_path))
    assert by_fund["money_left"].astype(float).sum() == 1205


def form(name: str, *sources: FundSource) -> Evaluation:
    budget = Budget(Decimal(100), Decimal(120), Decimal(90), sources=sources)
    return Evaluation(project=name, year=2024, department="区水务局", unit="区水务局", budget=budget)


def test_carry_over_is_the_forms_own_row(tmp_path: Path) -> None:
    store = Store(tmp_path)
    forms = [
        form("有结转", FundSource("当年财政拨款", Decimal(100), Decimal(100), Decimal(85)),
             FundSource("上年结转资金", Decimal(0), Decimal(20), Decimal(5))),
        form("没有结转", FundSource("当年财政拨款", Decimal(100), Decimal(120), Decimal(90))),
        form("结转未填", FundSource("上年结转", None, None, None)),
    ]  # fmt: skip
    rules = rule_set(id="national-2020")
    with store.begin("测试") as draft:
        write_evaluations(
            draft.connection, [(each, score_evaluation(each, rules)) for each in forms], dataset="demo",
            simulated=True, details=[Detail(department_code="208")] * 3, version=draft.version,
        )  # fmt: skip
    row = queries.money_left(YEAR, by="department", scope=EVERYTHING, store=store).iloc[0]
    assert (row["carried_rows"], float(row["carried"]), float(row["carried_spent"])) == (1, 20, 5)
    assert float(row["money_left"]) == 90


def test_forms_stored_before_are_read_again_from_their_own_text(tmp_path: Path) -> None:
    import duckdb

    from evalcore.store.schema import migrations

    connection = duckdb.connect()
    connection.execute("CREATE TABLE stored_evaluation (evaluation_id VARCHAR, form VARCHAR)")
    sources = '[{"label":"上年结转资金","annual":"6.11","executed":"2"},{"label":"其他","annual":"9"}]'
    connection.execute(
        "INSERT INTO stored_evaluation VALUES ('a', ?), ('b', ?)",
        [f'{{"budget":{{"sources":{sources}}}}}', '{"project":"结转"}'],
    )
    connection.execute(dict(migrations())[7])
    rows = connection.execute(
        "SELECT carried_annual, carried_executed FROM stored_evaluation ORDER BY 1"
    ).fetchall()
    assert rows == [(pytest.approx(Decimal("6.11")), Decimal(2)), (None, None)]
