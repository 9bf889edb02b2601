"""Query files keep to a subset that means the same on DuckDB and Spark, and cannot pass the guard."""

from __future__ import annotations

from importlib.resources import files

import pytest

from evalcore.errors import QueryError
from evalcore.queries import run
from evalcore.queries.lint import bare, faults

FILES = sorted(
    (path for path in files("evalcore.queries").joinpath("sql").iterdir() if path.name.endswith(".sql")),
    key=lambda path: path.name,
)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_query_file_keeps_to_the_subset(path: object) -> None:
    assert run._text(path.name.removesuffix(".sql"))  # type: ignore[attr-defined]  # refused where it does not


def test_shared_ctes_are_shared_and_a_file_that_names_none_is_refused() -> None:
    texts = [path.read_text(encoding="utf-8") for path in FILES]
    shared = files("evalcore.queries").joinpath("sql", "shared").iterdir()
    for name in (path.name.removesuffix(".sql") for path in shared):
        assert sum(f"-- with {name}\n" in text for text in texts) >= 2, name
    with pytest.raises(QueryError, match="没有这段共用查询"):
        run._SHARED.sub(run._shared, "WITH\n-- with nothing\nx AS (SELECT 1 AS y) SELECT y FROM x")


@pytest.mark.parametrize(
    ("sql", "why"),
    [
        ("SELECT * FROM stored_evaluation", "stored_"),
        ("SELECT * FROM main.stored_evaluation", "stored_"),
        ('SELECT * FROM "stored_evaluation"', "stored_"),
        ("SELECT year, count(*) FROM evaluation GROUP BY ALL", "GROUP BY ALL"),
        ("SELECT year FROM evaluation ORDER BY ALL", "ORDER BY ALL"),
        ("SELECT year FROM evaluation WHERE project ILIKE 'a'", "ILIKE"),
        ("SELECT score::INT FROM evaluation", "CAST"),
        ("SELECT * EXCLUDE (goal) FROM evaluation", "star expressions"),
        ("SELECT DISTINCT ON (year) year FROM evaluation", "DISTINCT ON"),
        ("SELECT median(score) FROM evaluation", "percentile_cont"),
        ("SELECT arg_max(project, score) FROM evaluation", "percentile_cont"),
        ("SELECT CAST(score AS INTEGER) FROM evaluation", "integer cast"),
        ("SELECT CAST((score + 1) / 2 AS BIGINT) FROM evaluation", "integer cast"),
        ("SELECT year // 2 FROM evaluation", "integer division"),
        ("SELECT year FROM evaluation ORDER BY year", "NULLS"),
        ("SELECT year FROM evaluation ORDER BY year DESC NULLS LAST, project", "NULLS"),
        ("SELECT row_number() OVER (PARTITION BY year ORDER BY score) FROM evaluation", "NULLS"),
        ("SELECT year FROM evaluation LIMIT 5", "LIMIT without ORDER BY"),
        ("SELECT project FROM evaluation ORDER BY score NULLS LAST LIMIT 5", "ties"),
        ("SELECT a.year FROM evaluation a; SELECT 1", "one statement"),
        ("DELETE FROM evaluation", "SELECT"),
        ("COPY evaluation TO 'x'", "SELECT"),
        ("WITH evaluation AS (SELECT 1 AS year) SELECT year FROM evaluation", "guard's"),
        ("SELECT * FROM 'data.parquet'", "none of"),
        ("SELECT * FROM read_csv('a.csv')", "reaches past"),
        ("SELECT * FROM query('SELECT 1')", "reaches past"),
        ("SELECT * FROM duckdb_tables()", "reaches past"),
        ("SELECT * FROM information_schema.tables", "none of"),
        ("SELECT * FROM evaluations", "none of"),
        ("SELECT year FROM evaluation WHERE year IN (SELECT year FROM secret)", "none of"),
        ("WITH RECURSIVE t AS (SELECT 1 AS n) SELECT n FROM t", "RECURSIVE"),
        ("SELECT random() FROM evaluation", "differs"),
        ("SELECT FROM", "not one SELECT"),
    ],
)
def test_what_differs_between_engines_or_reaches_past_the_guard_is_refused(sql: str, why: str) -> None:
    found = faults(sql)
    assert found
    assert any(why in fault for fault in found), found


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT year, count(*) AS n FROM evaluation GROUP BY year ORDER BY year NULLS LAST",
        "-- stored_ in a comment; ILIKE\nSELECT 'stored_x; LIMIT' AS a FROM evaluation",
        "SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY score) AS median FROM evaluation",
        "SELECT CAST(floor(score) AS INTEGER) AS bin FROM evaluation",
        "SELECT floor(score / CAST($wide AS BIGINT)) AS bin FROM evaluation",
        "SELECT CAST(executed AS DOUBLE) AS executed FROM evaluation",
        "SELECT project FROM evaluation ORDER BY score DESC NULLS LAST, evaluation_id NULLS LAST LIMIT $rows",
        "-- unique: one row a band\nWITH b AS (SELECT CAST(floor(score) AS INT) AS band FROM evaluation) "
        "SELECT band FROM b ORDER BY band NULLS LAST LIMIT 5",
        "SELECT e.year FROM evaluation e JOIN indicator i ON i.evaluation_id = e.evaluation_id;",
        "SELECT sum(score) OVER (ORDER BY year NULLS LAST ROWS UNBOUNDED PRECEDING) AS s FROM evaluation",
    ],
)
def test_the_subset_itself_is_allowed(sql: str) -> None:
    assert faults(sql) == []


def test_strings_and_comments_are_emptied_not_confused() -> None:
    assert bare("SELECT 'it''s -- no' /* x ' y */ , 1 -- '\nFROM t").split() == [
        "SELECT",
        "''",
        ",",
        "1",
        "FROM",
        "t",
    ]
