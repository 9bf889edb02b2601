"""A load is checked around what it touched only where the rest is as it was."""

from __future__ import annotations

import sys
from pathlib import Path

import duckdb
import pytest

from evalcore.errors import StoreError
from evalcore.store import Store, integrity
from evalcore.store.changed import mark_changed

sys.path.insert(0, str(Path(__file__).parent))
from tests.store.worlds import names, publish, put

ROW = """INSERT INTO stored_indicator (evaluation_id, position, year, department_code, dataset, level1, level1_kind,
             level3, basis, sub_row) VALUES (?, 0, 2022, '001', 'submitted', '产出指标', 'output', '次数', 'rule', false)"""


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """A store of two evaluations that counts as large."""
    monkeypatch.setattr(integrity, "AROUND", 2)
    made = Store(tmp_path)
    publish(made, "a", "b", budget_annual=100)
    return made


@pytest.fixture
def looked_at(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    seen: list[object] = []
    real = integrity._look_at

    def look_at(connection: object, changed: object, where: str = "") -> None:
        if seen[-1:] != [changed]:  # once for the draft, once for what it was made from
            seen.append(changed)
        real(connection, changed, where)  # type: ignore[arg-type]

    monkeypatch.setattr(integrity, "_look_at", look_at)
    return seen


def test_only_what_a_small_load_touched_is_looked_at(store: Store, looked_at: list[object]) -> None:
    with store.begin("导入") as draft:
        put(draft, "c", indicator_count=1)
        draft.connection.execute(ROW, ["c"])
        mark_changed(draft.connection, ["c"])
    assert looked_at == [{"c"}]
    assert integrity.faults(store.find().path) == []


def test_a_fault_in_what_was_touched_is_found(store: Store, looked_at: list[object]) -> None:
    with pytest.raises(StoreError, match="指标数量与评价记录不符（1 处）"), store.begin("导入") as draft:
        put(draft, "c", indicator_count=2)
        draft.connection.execute(ROW, ["c"])
        mark_changed(draft.connection, ["c"])
    with pytest.raises(StoreError, match="评价记录编号重复（1 处）"), store.begin("导入") as draft:
        put(draft, "a")
        mark_changed(draft.connection, ["a"])
    assert looked_at == [{"c"}, {"a"}]
    assert names(store) == ["a", "b"]


@pytest.mark.parametrize(
    "damage",
    [
        "DELETE FROM stored_evaluation WHERE evaluation_id = 'a'",
        "UPDATE stored_evaluation SET budget_annual = 101 WHERE evaluation_id = 'a'",
        "UPDATE stored_evaluation SET self_score = 50 WHERE evaluation_id = 'a'",
        "UPDATE stored_evaluation SET indicator_count = 1 WHERE evaluation_id = 'a'",
        ROW.replace("?", "'gone'"),
    ],
)
def test_what_changed_elsewhere_brings_the_whole_check(
    store: Store, looked_at: list[object], damage: str
) -> None:
    """A load that touched rows without saying so is not taken at its word."""
    try:
        with store.begin("导入") as draft:
            put(draft, "c")
            mark_changed(draft.connection, ["c"])
            draft.connection.execute(damage)
    except StoreError:
        pass  # the whole check found it; where the rows still agree, it was at least looked at
    assert looked_at == [{"c"}, None]


def test_sums_of_money_and_scores_are_kept_with_the_version_and_compared(store: Store) -> None:
    path = store.find().path
    rows = store.open().execute("SELECT budget_annual_sum, self_score_sum FROM stored_load").fetchall()
    assert rows == [(200, None)]
    by_hand = duckdb.connect(str(path))
    by_hand.execute("UPDATE stored_evaluation SET budget_annual = 1 WHERE evaluation_id = 'a'")
    by_hand.close()
    assert integrity.faults(path) == ["金额或得分合计与发布时的记录不符（1 处）"]


def test_the_sheets_of_spot_checks_are_compared_with_the_indicators(store: Store) -> None:
    with store.begin("导入") as draft:
        put(draft, "c", indicator_count=1)
        draft.connection.execute(ROW, ["c"])
        mark_changed(draft.connection, ["c"])
    path = store.find().path
    assert integrity.faults(path) == []
    path.chmod(0o644)
    with duckdb.connect(str(path)) as connection:
        connection.execute("UPDATE stored_sheet SET points = 1")
    assert integrity.faults(path) == ["抽查用的指标与评价指标不符（1 处）"]
    with duckdb.connect(str(path)) as connection:
        connection.execute("DROP TABLE stored_sheet")  # a version of a schema that kept none
    assert integrity.faults(path) == []
