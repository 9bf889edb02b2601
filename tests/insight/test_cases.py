"""Worked examples of the analysis, with the arithmetic written out in tests/cases/insight.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from evalcore.access import EVERYTHING
from evalcore.insight import attention, bands, change, ledger, spot_check, what_if
from evalcore.insight.interval import median_interval, share_interval
from evalcore.insight.wording import Name, alike
from evalcore.queries import audit as audit_queries
from evalcore.queries import change as change_queries
from evalcore.queries import execution as execution_queries
from evalcore.queries.run import Selection
from tests.insight.test_bands import sums
from tests.insight.test_what_if import rows as what_if_rows
from tests.pages.district import Project, build

CASES = tomllib.loads((Path(__file__).parents[1] / "cases" / "insight.toml").read_text(encoding="utf-8"))


def of(kind: str) -> Any:
    return pytest.mark.parametrize("case", CASES[kind], ids=lambda case: case["name"])


def decimals(values: Mapping[str, Any]) -> dict[str, Decimal]:
    return {key: Decimal(str(value)) for key, value in values.items()}


@of("median_gap")
def test_the_median_gap_and_its_exact_interval(case: dict[str, Any]) -> None:
    found = median_interval(case["gaps"], [1] * len(case["gaps"]))
    assert found is not None
    assert (found.value, found.low, found.high) == (case["median"], case.get("low"), case.get("high"))
    assert found.n == len(case["gaps"])


@of("agreement")
def test_the_agreement_rate_and_its_interval(case: dict[str, Any]) -> None:
    found = share_interval(case["agreed"], case["graded"])
    assert found is not None
    assert found.value == case["share"]
    assert (found.low, found.high) == (
        pytest.approx(case["low"], abs=5e-4),
        pytest.approx(case["high"], abs=5e-4),
    )


@of("five_percent")
def test_the_score_without_its_execution_part_against_the_rate(case: dict[str, Any], tmp_path: Path) -> None:
    store = build(
        tmp_path, (Project(2024, "101", "一个项目", "100", str(100 * case["rate"]), str(case["total"])),)
    )
    with store.begin("执行率得分") as draft:
        draft.connection.execute(
            "UPDATE stored_evaluation SET execution_points = ?, execution_self = ?, digest = 'again'",
            [case["execution_points"], case["execution_score"]],
        )
    (row,) = audit_queries.rate_bands(Selection(), part="self", scope=EVERYTHING, store=store).to_dict(
        "records"
    )
    assert 100 * row["part"] == pytest.approx(case["part"], abs=5e-3)
    assert bool(row["wide"]) == case["wide"]


@of("risk_points")
def test_the_points_of_a_draw_by_risk(case: dict[str, Any]) -> None:
    place = {"red": 0, "yellow": 1, "info": 2}
    found = pd.DataFrame(
        [{"evaluation_id": "e", "code": code, "place": place[severity]} for code, severity in case["codes"]]
    )
    said = spot_check.reasons(found)["e"].split("、")
    assert sum(int(word.rsplit(" ", 1)[1]) for word in said) == case["points"]


@of("quota")
def test_a_list_is_shared_out_by_department(case: dict[str, Any]) -> None:
    assert spot_check.quotas(case["candidates"], case["size"]) == case["shares"]
    turned = dict(reversed(case["candidates"].items()))
    assert (
        spot_check.quotas(turned, case["size"]) == case["shares"]
    )  # the order of departments does not matter


@of("band")
def test_the_exact_bounds_under_other_weights(case: dict[str, Any]) -> None:
    (found,) = bands.bands(
        pd.DataFrame([sums("101", case["points"], case["earned"], 5)]), spread=0.2, rule_sets=[]
    )
    assert (found.mean, found.low, found.high) == (
        pytest.approx(case["mean"]), pytest.approx(case["low"]), pytest.approx(case["high"]),
    )  # fmt: skip
    assert found.exact


@of("change")
def test_a_change_is_taken_apart_to_the_digit(case: dict[str, Any], tmp_path: Path) -> None:
    projects = [Project(2023, "101", name, "10", "10", str(score)) for name, score in case["before"].items()]
    projects += [Project(2024, "101", name, "10", "10", str(score)) for name, score in case["now"].items()]
    store = build(tmp_path, projects, listing=False)
    rows = change_queries.change_groups(
        Selection(years=(2023, 2024)), year=2024, before=2023, measure="mean", scope=EVERYTHING, store=store
    )
    made = change.decompose(change.groups(rows))
    first, last, parts = change.shown(made, 2)
    assert parts == {
        key: Decimal(str(case[key])).quantize(Decimal("0.01")) for key in ("same", "entered", "left")
    }
    assert sum(parts.values()) == last - first


@of("what_if")
def test_a_trial_of_other_weights(case: dict[str, Any]) -> None:
    held = what_if.hold(what_if_rows((decimals(case["points"]), dict(decimals(case["earned"])))))
    made = what_if.outcome(held, what_if.Settings(weights=decimals(case["weights"])))
    assert [f"{int(total[0]) / 100:.2f}" for total in (made.before, made.after)] == [
        case["before"],
        case["after"],
    ]
    assert [what_if.GRADES[int(g[0]) - 1] for g in (made.grade_before, made.grade_after)] == case["grades"]


@of("attention")
def test_what_is_urgent_by_money_severity_and_surprise(case: dict[str, Any]) -> None:
    kind = {key: case["kinds"][0][key] for key in ("project_type", "size")}
    found = attention.items(
        pd.DataFrame([cell | kind for cell in case["cells"]]), pd.DataFrame(case["kinds"]),
        pd.DataFrame({"code": list(case["departments"]), "departments": list(case["departments"].values())}), pd.DataFrame(),
    )  # fmt: skip
    assert [item.code for item in found] == case["order"]
    assert [round(item.value, 1) for item in found] == case["values"]
    assert all(str(item.evaluations) in item.sentence and "万元" in item.sentence for item in found)


@of("response")
def test_what_next_years_budget_did(case: dict[str, Any]) -> None:
    assert ledger.response(case["before"], case["after"]) == case["said"]


@of("rates")
def test_the_rate_of_the_adjusted_and_of_the_initial_budget(case: dict[str, Any], tmp_path: Path) -> None:
    amounts = list(zip(case["annual"], case["executed"], strict=True))
    projects = [Project(2024, "101", f"项目{n}", str(a), str(e), "90") for n, (a, e) in enumerate(amounts)]
    store = build(tmp_path, projects, listing=False)
    with store.begin("年初预算") as draft:
        for number, initial in enumerate(case["initial"]):
            draft.connection.execute(
                "UPDATE stored_evaluation SET budget_initial = ?, digest = 'again' WHERE project = ?",
                [initial, f"项目{number}"],
            )
    (row,) = execution_queries.execution_totals(Selection(), scope=EVERYTHING, store=store).to_dict("records")
    assert float(row["executed"]) / float(row["annual"]) == pytest.approx(case["annual_rate"])
    assert float(row["executed_of_three"]) / float(row["initial_of_three"]) == pytest.approx(case["initial_rate"], abs=5e-5)  # fmt: skip


@of("wording")
def test_names_that_mean_one_thing(case: dict[str, Any]) -> None:
    assert all(alike(Name(one), Name(other)) for one, other in case["same"])
    assert not any(alike(Name(one), Name(other)) for one, other in case["different"])
