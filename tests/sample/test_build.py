"""Both sets in a store: labelled, complete, the same for the same seed, built once."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import pytest

from evalcore import sample
from evalcore.store import Store
from tests.store.worlds import put


def content(store: Store) -> list[tuple[object, ...]]:
    """Every evaluation, indicator and finding of the demonstration, in order."""
    connection = store.open()
    try:
        return [
            row
            for table in ("stored_evaluation", "stored_indicator", "stored_finding")
            for row in connection.execute(f"SELECT * FROM {table} ORDER BY ALL").fetchall()
        ]
    finally:
        connection.close()


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """A small world: 400 evaluations over ten years."""
    made = Store(tmp_path_factory.mktemp("store"))
    sample.build(made, scale=400)
    return made


def counts(store: Store, sql: str) -> list[tuple[object, ...]]:
    connection = store.open()
    try:
        return connection.execute(sql).fetchall()
    finally:
        connection.close()


def test_sets_are_labelled(store: Store) -> None:
    found = counts(store, "SELECT DISTINCT dataset, simulated FROM stored_evaluation ORDER BY 1")
    assert found == [("demo", True), ("public", False)]
    assert counts(store, "SELECT count(*) FROM stored_evaluation WHERE dataset = 'demo'") == [(400,)]


def test_skipped_public_lines_are_counted(store: Store) -> None:
    assert counts(store, "SELECT value FROM stored_setting WHERE name = 'public_skipped'") == [("7",)]
    assert counts(store, "SELECT rejected FROM stored_load") == [(7,)]


def test_a_second_build_of_the_same_seed_gives_the_same_rows(store: Store, tmp_path: Path) -> None:
    other = Store(tmp_path)
    sample.build(other, scale=400)
    assert content(other) == content(store)
    sample.build(other, scale=400)
    assert content(other) == content(store)


def test_departments_are_the_official_ones_only(store: Store) -> None:
    names = [name for (name,) in counts(store, "SELECT name FROM stored_department WHERE dataset = 'demo'")]
    assert len(names) == 53  # 52, one of them under two names
    assert all(str(name).startswith(("示范001区", "市")) for name in names)


def test_ensure_builds_only_an_empty_store(store: Store) -> None:
    before = store.versions()
    told: list[float] = []
    assert sample.ensure(store, lambda share, text: told.append(share)) == store.current()
    assert store.versions() == before
    assert told == []


def test_a_store_of_submitted_forms_alone_is_never_given_a_demonstration(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    submitted = Store(tmp_path)
    with submitted.begin("导入") as draft:
        put(draft, "a")
    monkeypatch.setattr(import_module("evalcore.sample.build"), "schema_number", lambda connection: 1)
    assert sample.ensure(submitted) == submitted.versions()[0]


def test_progress_rises_to_one(tmp_path: Path) -> None:
    told: list[float] = []
    sample.build(Store(tmp_path), scale=200, progress=lambda share, text: told.append(share))
    assert told == sorted(told)
    assert told[-1] == 1.0
