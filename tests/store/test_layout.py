"""Compacting puts rows in order, prepares trials and changes nothing else."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

from evalcore.cli import main
from evalcore.errors import StoreError
from evalcore.store import Store, integrity, layout
from evalcore.store.schema import schema_number

sys.path.insert(0, str(Path(__file__).parent))
from tests.store.worlds import publish

# What compacting prepares for 测算 (schema 011).
PREPARED = ["rows_points", "rows_taken", "rows_open", "execution_asked", "execution_given", "trial_settings"]


def content(store: Store) -> dict[str, list[Any]]:
    """Every row of every table, but what compacting prepares for 测算."""
    connection = store.open()
    tables = [row[0] for row in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()]
    return {
        table: connection.execute(
            f"SELECT COLUMNS(lambda c: NOT list_contains({PREPARED}, c)) FROM {table} ORDER BY ALL"
        ).fetchall()
        for table in sorted(tables)
        if table not in ("stored_load", "stored_setting")
    }


def columns(store: Store) -> list[Any]:
    sql = "SELECT table_name, column_name, data_type, is_nullable, comment FROM duckdb_columns() ORDER BY ALL"
    return store.open().execute(sql).fetchall()


def test_compacting_orders_the_rows_and_keeps_every_one(tmp_path: Path) -> None:
    store = Store(tmp_path / "it's a store")
    publish(store, "z", "m", year=2023)
    publish(store, "b", year=2021, department="009")
    publish(store, "a", year=2021, department="001")
    before, shape = content(store), columns(store)
    version = store.compact()
    assert content(store) == before
    assert columns(store) == shape
    connection = store.open()
    order = connection.execute("SELECT evaluation_id FROM stored_evaluation ORDER BY rowid").fetchall()
    assert [row[0] for row in order] == ["a", "b", "m", "z"]
    assert connection.execute("SELECT what FROM stored_load ORDER BY version DESC LIMIT 1").fetchall() == [
        ("整理存储",)
    ]
    assert schema_number(connection) > 0
    assert integrity.faults(version.path) == []
    publish(store, "c")
    assert len(content(store)["stored_evaluation"]) == 5


def test_the_tail_grows_with_each_load_and_goes_with_compacting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(layout, "SMALL", 0)
    store = Store(tmp_path)
    publish(store, "a", "b", "c")
    assert layout.tail(store.open()) == 1
    store.compact()
    assert layout.tail(store.open()) == 0
    publish(store, "d")
    assert layout.tail(store.open()) == 0.25


def test_a_damaged_version_cannot_be_compacted_and_stays_where_it_is(tmp_path: Path) -> None:
    store = Store(tmp_path)
    version = publish(store, "a")
    store.find(version).path.write_bytes(b"damaged" * 5000)
    with pytest.raises(StoreError, match="无法打开"):
        store.compact()
    assert [each.id for each in store.versions()] == [version]


def test_the_command_publishes_the_ordered_version(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    store = Store(tmp_path)
    first = publish(store, "b", "a")
    monkeypatch.setenv("EVAL_STORE", str(tmp_path))
    assert main(["compact"]) == 0
    assert store.find().id > first
    assert f"{store.find().id}（当前）　整理存储　2 份评价" in capsys.readouterr().out


def test_a_load_onto_a_long_tail_writes_the_file_in_order_and_a_short_one_is_copied(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(layout, "SMALL", 10)
    store = Store(tmp_path)
    publish(store, *(f"m{i:02}" for i in range(18)), year=2023)
    store.compact()
    assert not layout.due(store.find().path)
    publish(store, "b", year=2021)  # one of 19: 5 %
    assert not layout.due(store.find().path)
    publish(store, "a", year=2021)  # two of 20: 10 %, still on the line
    assert not layout.due(store.find().path)
    publish(store, "z", year=2021)  # three of 21
    held = store.find().path
    assert layout.due(held)
    reader = store.open()
    publish(store, "c", year=2020)
    assert not layout.due(store.find().path)
    rows = store.open().execute("SELECT evaluation_id FROM stored_evaluation ORDER BY rowid").fetchall()
    assert [name for (name,) in rows] == ["a", "b", "z", *(f"m{i:02}" for i in range(18)), "c"]
    assert reader.execute("SELECT count(*) FROM stored_evaluation").fetchall() == [(21,)]
    assert held.exists()  # whoever reads the version before keeps it


def test_each_bound_of_the_rule_says_why() -> None:
    rule = layout._RULE
    bounds = [name for name in rule if not name.endswith("_reason")]
    assert all(len(rule[f"{name}_reason"]) > 40 for name in bounds)
    assert 0 < layout.TAIL < layout.AUTOMATIC < 1
