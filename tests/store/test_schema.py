"""Older version files: readable as they are, brought forward by the next load."""

from __future__ import annotations

import sys
from pathlib import Path

import duckdb
import pytest

from evalcore.access import EVERYTHING
from evalcore.errors import QueryError
from evalcore.queries import run
from evalcore.queries.run import Selection
from evalcore.store import Store, integrity, layout
from evalcore.store import schema as schema_module
from evalcore.store.schema import create_tables, migrations, schema_number

sys.path.insert(0, str(Path(__file__).parent))
from tests.store.worlds import put

LATEST = migrations()[-1][0]


def made_with(folder: Path, schema: int) -> Store:
    """A store whose one version has the tables of an older schema, and one evaluation with one indicator."""
    folder.mkdir(parents=True, exist_ok=True)
    name = "20260101-000000-0000"
    connection = duckdb.connect(str(folder / f"eval-{name}.duckdb"))
    for number, sql in migrations():
        if number <= schema:
            connection.execute(sql)
    connection.execute("INSERT INTO stored_setting VALUES ('schema', ?)", [str(schema)])

    class Draft:
        pass

    draft = Draft()
    draft.connection = connection  # type: ignore[attr-defined]
    put(draft, "a", indicator_count=1)  # type: ignore[arg-type]
    connection.execute(
        """INSERT INTO stored_indicator (evaluation_id, position, year, department_code, level1, level1_kind, level3,
               basis, sub_row, self_score) VALUES ('a', 0, 2022, '001', '产出指标', 'output', '次数', 'rule', false, 9)"""
    )
    if schema >= 2:
        connection.execute("UPDATE stored_indicator SET dataset = 'submitted'")
    connection.close()
    (folder / "CURRENT").write_text(name)
    return Store(folder)


@pytest.mark.parametrize("schema", range(1, LATEST + 1))
def test_a_version_of_an_older_schema_is_read_and_brought_forward(tmp_path: Path, schema: int) -> None:
    store = made_with(tmp_path / "store", schema)
    sql = "SELECT level3, score FROM indicator ORDER BY level3 NULLS LAST"

    def scores() -> list[float]:
        source = run._source(store, None)
        return list(run._run("t", sql, Selection(dataset="submitted"), EVERYTHING, source, {})["score"])

    assert scores() == [9.0]
    assert integrity.faults(store.find().path) == []
    with store.begin("导入") as draft:
        put(draft, "b")
    connection = store.open()
    assert schema_number(connection) == LATEST
    assert connection.execute("SELECT DISTINCT dataset FROM stored_indicator").fetchall() == [("submitted",)]
    assert scores() == [9.0]
    assert integrity.faults(store.find().path) == []
    run._open.cache_clear()


@pytest.mark.parametrize("schema", range(1, LATEST + 1))
def test_a_load_on_a_large_version_of_an_older_schema_is_published(
    tmp_path: Path, schema: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Large: what the load touched is compared with a version that lacks some of today's columns."""
    monkeypatch.setattr(integrity, "AROUND", 1)  # one evaluation is a large version, and one a load
    store = made_with(tmp_path / "store", schema)
    with store.begin("导入") as draft:
        put(draft, "b")
    assert integrity.faults(store.find().path) == []


@pytest.mark.parametrize("small", (0, layout.SMALL))
@pytest.mark.parametrize(("target", "actual", "copied"), (("≥95%", "≥95%", True), ("95%", "95%", False), ("≥95%", None, False)))  # fmt: skip
def test_whether_a_target_was_copied_is_known_of_rows_from_before_it_was_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, small: int, target: str, actual: str | None, copied: bool
) -> None:
    """small 0: the version counts as large, and is written anew instead of copied."""
    monkeypatch.setattr(layout, "SMALL", small)
    store = made_with(tmp_path / "store", 20)
    connection = duckdb.connect(str(store.find().path))
    connection.execute("UPDATE stored_indicator SET target = ?, actual = ?", [target, actual])
    connection.close()
    with store.begin("升级"):
        pass
    assert store.open().execute("SELECT copied FROM stored_indicator").fetchall() == [(copied,)]


def test_bringing_forward_twice_changes_nothing() -> None:
    connection = duckdb.connect(":memory:")
    create_tables(connection)
    before = connection.execute(
        "SELECT table_name, column_name FROM duckdb_columns() ORDER BY ALL"
    ).fetchall()
    create_tables(connection)
    assert (
        connection.execute("SELECT table_name, column_name FROM duckdb_columns() ORDER BY ALL").fetchall()
        == before
    )
    assert schema_number(connection) == LATEST


FILES = Path(run.__file__).parent / "sql"


@pytest.mark.parametrize("schema", range(1, LATEST))
def test_every_query_answers_on_a_version_of_an_older_schema(tmp_path: Path, schema: int) -> None:
    """?version= opens it: what was not provided at the time is NULL, never an error."""
    old, new = made_with(tmp_path / "old", schema), made_with(tmp_path / "new", LATEST)

    def fault(store: Store, name: str) -> str:
        text = run._text(name)
        values = dict.fromkeys(run._PARAMETER.findall(run.lint.bare(text)))
        try:
            run._run(name, text, Selection(dataset="submitted"), EVERYTHING, run._source(store, None), values)
        except QueryError as error:
            return str(error)
        return ""

    names = sorted(path.stem for path in FILES.glob("*.sql"))
    wrong = {name: fault(old, name) for name in names if fault(old, name) and not fault(new, name)}
    assert wrong == {}
    run._open.cache_clear()


def test_a_later_schema_file_that_arrives_first_does_not_hide_an_earlier_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    connection = duckdb.connect(":memory:")
    numbers = [number for number, _ in migrations()]
    kept = tuple(each for each in migrations() if each[0] != 12)  # no later one builds on its columns
    monkeypatch.setattr(schema_module, "migrations", lambda: kept)
    create_tables(connection)
    monkeypatch.undo()
    create_tables(connection)
    (done,) = connection.execute("SELECT value FROM stored_setting WHERE name = 'migrations'").fetchall()[0]
    assert done == " ".join(map(str, numbers))


def test_every_table_says_its_grain_in_the_database_and_amounts_their_unit() -> None:
    connection = duckdb.connect(":memory:")
    create_tables(connection)
    bare = connection.execute(
        "SELECT table_name FROM duckdb_tables() WHERE comment IS NULL AND table_name <> 'stored_setting'"
    ).fetchall()
    assert bare == []
    said = dict(connection.execute("SELECT table_name, comment FROM duckdb_tables()").fetchall())
    assert said["stored_evaluation"].startswith("grain: one evaluation = one project, year, method")
    columns = {
        (table, column): comment
        for table, column, comment in connection.execute(
            "SELECT table_name, column_name, comment FROM duckdb_columns() WHERE comment IS NOT NULL"
        ).fetchall()
    }
    assert columns["stored_evaluation", "execution_rate"].startswith("executed / annual; NULL")
    assert "万元" in columns["stored_load", "budget_initial_sum"]
    assert columns["stored_finding", "status_at"] == "UTC"
