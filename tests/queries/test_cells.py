"""A question answered from cells gives what its rows give, whatever is chosen."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from evalcore.access import EVERYTHING, Scope
from evalcore.queries import run
from evalcore.queries.indicators import indicator_names
from evalcore.queries.run import Selection, query
from evalcore.store import Store
from evalcore.store.cells import CELLS
from tests.store.test_cells import add

QUERIES = (
    "attention",
    "attention_departments",
    "finding_counts",
    "finding_status",
    "execution_flow",
    "never_lost",
    "coverage_by_department",
)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    made = Store(tmp_path_factory.mktemp("store"))
    with made.begin() as draft:
        add(draft, "a1", "A", 2021, level3="服务对象满意度", method="财政评价")
        add(draft, "a2", "A", 2022, executed=Decimal(120), fund_source="债券", level3="设备验收合格率")
        add(draft, "b1", "B", 2022, budget_annual=None, level3="群众满意度（%）")
        add(draft, "b2", "B", 2022, level3="群众满意度（%）", project_type="工程")
    return made


SELECTIONS: list[dict[str, Any]] = [
    {},
    {"years": (2022,)},
    {"departments": ("B",)},
    {"departments": ("A", "B")},
    {"methods": ("单位自评",), "subjects": ("项目支出",)},
    {"fund_sources": ("债券",)},
    {"keyword": "b"},
    {"budget_min": Decimal(1)},
]


@pytest.mark.parametrize("name", QUERIES)
@pytest.mark.parametrize("chosen", SELECTIONS, ids=str)
def test_cells_and_rows_give_the_same_answer(
    store: Store, monkeypatch: pytest.MonkeyPatch, name: str, chosen: dict[str, Any]
) -> None:
    params = {"least": 1, "rows": 50}
    selection = Selection(dataset="submitted", **chosen)
    for scope in (EVERYTHING, Scope.of(["A"]), Scope.of(["B", "A"])):
        quick = query(name, selection, scope=scope, store=store, params=params)
        source = run._source(store, None)
        with monkeypatch.context() as patch:
            patch.setattr(
                source,
                "columns",
                {
                    t: c
                    for t, c in source.columns.items()
                    if t.removeprefix("stored_") not in {*CELLS, "sheet"}
                },
            )
            slow = query(name, selection, scope=scope, store=store, params=params)
        pd.testing.assert_frame_equal(quick, slow, check_dtype=False)


def test_one_evaluation_is_one_suspect_a_code_at_its_gravest(store: Store) -> None:
    frame = query(
        "attention", Selection(dataset="submitted", departments=("B",)), scope=EVERYTHING, store=store
    )
    assert frame.to_dict("list") == {
        "code": ["C", "C"], "weight": [2, 2], "project_type": ["", "工程"], "size": [0, 2],
        "evaluations": [1, 1], "money": [0, 100],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("find", "names", "place"),
    [
        ("满意度", ["群众满意度（%）", "服务对象满意度"], 2),
        ("群众 满意度", ["群众满意度（%）"], 1),
        ("服务对象满意度", ["服务对象满意度"], 0),
        ("MYD", ["群众满意度（%）", "服务对象满意度"], 3),
        ("sbys", ["设备验收合格率"], 3),
        ("没有的", [], None),
        ("a%c", [], None),
        ("", ["群众满意度（%）", "服务对象满意度", "设备验收合格率"], 1),
    ],
)
def test_names_are_found_by_wording_or_initials_most_frequent_first(
    store: Store, find: str, names: list[str], place: int | None
) -> None:
    frame = indicator_names(Selection(dataset="submitted"), find=find, scope=EVERYTHING, store=store)
    assert list(frame["name"]) == names
    assert list(frame["total"]) == [len(names)] * len(names)
    if place is not None:
        assert set(frame["place"]) == {place}


def test_a_name_only_others_use_is_not_found(store: Store) -> None:
    found = indicator_names(Selection(dataset="submitted"), find="", scope=Scope.of(["A"]), store=store)
    assert sorted(found["name"]) == ["服务对象满意度", "设备验收合格率"]
    assert len(indicator_names(Selection(dataset="demo"), find="", scope=EVERYTHING, store=store)) == 0


def test_the_whole_choice_of_departments_does_not_restrict(store: Store, tmp_path: Path) -> None:
    everything = Selection(dataset="submitted", departments=("A", "B", "C"))
    assert "guard_departments" not in run.sql_of("overview_totals", everything, scope=EVERYTHING, store=store)
    some = Selection(dataset="submitted", departments=("A", "C"))
    assert "guard_departments" in run.sql_of("overview_totals", some, scope=EVERYTHING, store=store)
