"""Drawn worlds: exactly as many as asked, the same for the same seed, and their numbers still hold together."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from evalcore import sample
from evalcore.sample.scale import draw, real_part
from evalcore.store import Store
from evalcore.store.integrity import faults

MADE, WANTED = 400, 3000


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store whose second version holds 3,000 evaluations drawn from the 400 of its first."""
    path = tmp_path_factory.mktemp("store")
    store = Store(path)
    sample.build(store, scale=MADE)
    with store.begin("抽取") as draft:
        draw(draft.connection, WANTED, seed=7)
    return path


@pytest.fixture
def world(folder: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    connection = Store(folder).open()
    yield connection
    connection.close()


def one(connection: duckdb.DuckDBPyConnection, sql: str) -> tuple[object, ...]:
    (row,) = connection.execute(sql).fetchall()
    return tuple(row)


DEMO = "FROM stored_evaluation WHERE dataset = 'demo'"
DRAWN = f"{DEMO} AND department_code NOT LIKE '001%'"


def test_there_are_exactly_as_many_as_asked(world: duckdb.DuckDBPyConnection) -> None:
    assert one(world, f"SELECT count(*), count(DISTINCT evaluation_id) {DEMO}") == (WANTED, WANTED)


@pytest.mark.parametrize(
    ("wanted", "made"),
    [(5000, 5000), (20_000, 2000), (60_000, 3000), (100_000, 5000), (1_000_000, 5000)],
)
def test_a_large_world_makes_a_twentieth_and_draws_the_rest(wanted: int, made: int) -> None:
    assert real_part(wanted) == made


def test_the_version_passes_every_check(folder: Path) -> None:
    assert faults(Store(folder).find().path) == []


def test_the_same_seed_draws_the_same_world_and_another_seed_another(folder: Path) -> None:
    store = Store(folder)
    first = store.versions()[0].id

    def drawn(seed: int) -> list[tuple[object, ...]]:
        store.rollback(first)
        with store.begin("抽取") as draft:
            draw(draft.connection, WANTED, seed=seed)
            rows = draft.connection.execute(
                f"SELECT evaluation_id, project_key, self_score, budget_annual {DEMO} ORDER BY ALL"
            ).fetchall()
            draft.discard()
        return rows

    now = store.find().id
    assert drawn(7) == drawn(7)
    assert drawn(7) != drawn(8)
    store.rollback(now)


def test_departments_names_and_regions_are_those_of_the_district(world: duckdb.DuckDBPyConnection) -> None:
    assert one(world, f"SELECT count(*) {DRAWN}")[0] == WANTED - MADE
    for column in ("department", "region", "unit"):
        assert one(world, f"SELECT count(*) {DRAWN} AND {column} LIKE '%示范001区%'") == (0,)
    assert one(
        world, f"SELECT count(*) {DRAWN} AND region NOT LIKE '%示范' || left(department_code, 3) || '区'"
    ) == (0,)
    unknown = "department_code NOT IN (SELECT code FROM stored_department WHERE dataset = 'demo')"
    assert one(world, f"SELECT count(*) {DEMO} AND {unknown}") == (0,)


def test_money_keeps_its_rates(world: duckdb.DuckDBPyConnection) -> None:
    off = "abs(executed::DOUBLE / budget_annual::DOUBLE - execution_rate) > 1e-9"
    assert one(world, f"SELECT count(*) {DEMO} AND budget_annual > 0 AND {off}") == (0,)
    ((net, counted),) = world.execute(
        """SELECT count(*) FILTER (abs(m.amount / e.budget_annual - b.amount / o.budget_annual) > 1e-6), count(*)
            FROM stored_evaluation e JOIN stored_movement m USING (evaluation_id)
            JOIN stored_evaluation o ON o.department_code = '001' || substr(e.department_code, 4) AND o.year = e.year
                 AND substr(e.project_key, 7, length(o.project_key) - 6) = substr(o.project_key, 7)
                 AND o.method = e.method AND o.subject = e.subject
            JOIN stored_movement b ON b.evaluation_id = o.evaluation_id AND b.position = m.position
            WHERE e.dataset = 'demo' AND e.department_code NOT LIKE '001%' AND e.budget_annual > 0
              AND o.copy = e.copy AND o.budget_annual > 0"""
    ).fetchall()
    assert counted > 100
    assert net == 0


def test_a_point_taken_off_an_indicator_is_taken_off_its_sums_totals_and_grades(
    world: duckdb.DuckDBPyConnection,
) -> None:
    pairs = """
        WITH made AS (FROM stored_evaluation WHERE dataset = 'demo' AND department_code LIKE '001%'),
        pair AS (
            SELECT d.*, m.evaluation_id AS original, m.self_score - d.self_score AS less,
                   m.recomputed - d.recomputed AS less_recomputed,
                   m.output_self + m.benefit_self - d.output_self - d.benefit_self AS less_of_two,
                   m.self_grade AS grade_before
            FROM stored_evaluation d JOIN made m ON m.year = d.year AND m.method = d.method
                AND m.subject = d.subject AND m.copy = d.copy
                AND substr(d.project_key, 7, length(m.project_key) - 6) = substr(m.project_key, 7)
            WHERE d.dataset = 'demo' AND d.department_code NOT LIKE '001%')
    """
    changed, uneven, grades = one(
        world,
        f"""{pairs} SELECT count(*) FILTER (less > 0), count(*) FILTER (less > 0 AND less <> less_recomputed),
                           count(*) FILTER (self_grade IS DISTINCT FROM grade_before) FROM pair""",
    )
    assert int(str(changed)) > 200
    assert (uneven, grades) == (0, 0)
    assert one(
        world,
        f"""{pairs} SELECT count(*) FROM pair p
            JOIN (SELECT evaluation_id, sum(self_score) AS points FROM stored_indicator GROUP BY ALL) d
              ON d.evaluation_id = p.evaluation_id
            JOIN (SELECT evaluation_id, sum(self_score) AS points FROM stored_indicator GROUP BY ALL) m
              ON m.evaluation_id = p.original
            WHERE m.points - d.points <> p.less""",
    ) == (0,)


def test_names_of_indicators_and_sizes_of_departments_vary(world: duckdb.DuckDBPyConnection) -> None:
    names, base = one(
        world,
        """SELECT count(DISTINCT level3), count(DISTINCT level3) FILTER (department_code LIKE '001%')
           FROM stored_indicator WHERE dataset = 'demo'""",
    )
    assert int(str(names)) > 2 * int(str(base))
    smallest, largest = one(
        world, f"SELECT min(n), max(n) FROM (SELECT count(*) AS n {DRAWN} GROUP BY department_code)"
    )
    assert int(str(largest)) > 5 * int(str(smallest))


def test_projects_linked_over_the_years_stay_linked(world: duckdb.DuckDBPyConnection) -> None:
    """Both ends of a drawn link were drawn together, unless the small world left out an end already."""
    ends = "SELECT project_key FROM stored_evaluation UNION SELECT project_key FROM stored_listing"
    whole = f"to_key IN ({ends}) AND from_key IN ({ends})"
    stem = "regexp_extract({0}, '^99....(.*?)(N..)?$', 1)"
    torn, links = one(
        world,
        f"""WITH link AS (
                SELECT from_key, {stem.format("from_key")} AS a, {stem.format("to_key")} AS b, {whole} AS whole
                FROM stored_project_link)
            SELECT count(*) FILTER (NOT d.whole AND m.whole), count(*)
            FROM link d JOIN link m ON m.a = d.a AND m.b = d.b AND m.from_key NOT LIKE '%N%'
            WHERE d.from_key LIKE '%N%'""",
    )
    assert torn == 0
    assert int(str(links)) > 100


def test_a_world_large_enough_is_left_alone(folder: Path) -> None:
    with Store(folder).begin("抽取") as draft:
        draw(draft.connection, WANTED, seed=9)
        assert one(draft.connection, f"SELECT count(*) {DEMO}") == (WANTED,)
        draft.discard()
