"""A version as Parquet: every table, every row, whole files only."""

from __future__ import annotations

import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from evalcore.errors import StoreError
from evalcore.store import Store
from evalcore.store.parquet import publish_parquet

sys.path.insert(0, str(Path(__file__).parent))
from tests.store.worlds import publish


def test_every_table_is_written_with_all_its_rows(tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    first = publish(store, "a", "b")
    publish(store, "c")
    written = publish_parquet(store, tmp_path / "out")
    assert written["evaluation.parquet"] == 3
    assert written["indicator.parquet"] == 0
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == sorted(written)
    table = pq.read_table(tmp_path / "out" / "evaluation.parquet")
    assert sorted(table["evaluation_id"].to_pylist()) == ["a", "b", "c"]
    assert str(table.schema.field("self_score").type) == "decimal128(9, 4)"
    assert publish_parquet(store, tmp_path / "old", version=first)["evaluation.parquet"] == 2


def test_a_folder_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    publish(store, "a")
    (tmp_path / "file").write_text("x")
    with pytest.raises(StoreError, match="不能写入"):
        publish_parquet(store, tmp_path / "file")
