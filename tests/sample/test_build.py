"""Both sets in a store: labelled, complete, the same for the same seed, built once."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from types import SimpleNamespace

import duckdb
import pytest

from evalcore import sample
from evalcore.errors import StoreError
from evalcore.store import Store
from evalcore.store.lock import LoaderBusy, only_loader
from tests.store.test_schema import LATEST, made_with
from tests.store.worlds import put


def content(store: Store) -> list[tuple[object, ...]]:
    """Every evaluation, indicator and finding of the demonstration, in order; apart from the numbers rows are joined
    by, which no later draft gives again (store/numbers.py)."""
    connection = store.open()
    try:
        return [
            row
            for table, number in (
                ("stored_evaluation", "number"),
                ("stored_indicator", "evaluation_number"),
                ("stored_finding", "evaluation_number"),
            )
            for row in connection.execute(f"SELECT * EXCLUDE ({number}) FROM {table} ORDER BY ALL").fetchall()
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


BUILD = import_module("evalcore.sample.build")


def older(folder: Path, **settings: str) -> Store:
    """A store of schema 12 with one submitted form and three of the demonstration, whose build noted these settings."""
    made = made_with(folder, 12)
    connection = duckdb.connect(str(made.find().path))
    for name in ("d1", "d2", "d3"):
        put(SimpleNamespace(connection=connection), name, dataset="demo")  # type: ignore[arg-type]
    for setting in settings.items():
        connection.execute("INSERT INTO stored_setting VALUES (?, ?)", list(setting))
    connection.close()
    return made


def test_a_world_of_its_own_size_is_brought_forward_and_never_replaced_by_the_district(
    tmp_path: Path,
) -> None:
    world = older(tmp_path, scale="3", seed="7")
    old = world.find()
    told: list[float] = []
    now = sample.ensure(world, lambda share, text: told.append(share))
    assert now > old
    assert counts(world, "SELECT dataset, count(*) FROM stored_evaluation GROUP BY 1 ORDER BY 1") == [
        ("demo", 3),
        ("submitted", 1),
    ]
    assert counts(world, "SELECT value FROM stored_setting WHERE name IN ('scale', 'schema') ORDER BY 1") == [
        (str(LATEST),),
        ("3",),
    ]
    assert told[-1] == 1.0
    assert sample.ensure(world) == now == world.current()


def test_an_older_district_is_built_again_from_its_own_seed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    monkeypatch.setattr(BUILD, "build", lambda store, *, seed, progress: asked.append(seed) or store.find())
    sample.ensure(older(tmp_path / "a", scale="", seed="7"))
    sample.ensure(older(tmp_path / "b"))
    assert asked == [7, BUILD.SEED]


@pytest.mark.parametrize("scale", ["", "3"])
def test_an_older_version_that_cannot_be_brought_forward_serves_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, scale: str
) -> None:
    world = older(tmp_path, scale=scale)
    old = world.find()

    def refused(*_: object, **__: object) -> None:
        raise StoreError("存储目录 … 不能写入", "请检查目录权限")

    monkeypatch.setattr(Store, "begin", refused)
    now = sample.ensure(world)
    assert now == old
    assert "未能升级：存储目录 … 不能写入" in now.note
    monkeypatch.undo()
    with only_loader(tmp_path), pytest.raises(LoaderBusy):  # whoever is at it may be bringing it forward
        sample.ensure(world)
