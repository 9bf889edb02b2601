"""Cells always say what the rows say: after loads, changes and removals, and with only the changed places made again."""

from __future__ import annotations

import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from evalcore.store import Draft, Store, touched
from evalcore.store.cells import CELLS
from evalcore.store.changed import mark_changed
from evalcore.store.evaluation_cells import of_every_kind
from evalcore.store.names import _readings, fold_name, initials, unit_and_kind
from evalcore.store.rows import rate_band
from tests.store.worlds import put


def add(draft: Draft, name: str, department: str, year: int, level3: str = "完成率", **more: object) -> None:
    """One evaluation with an indicator, two findings of one code, a movement and its line on the list."""
    money = {"budget_initial": Decimal(80), "budget_annual": Decimal(100), "executed": Decimal(90)} | more
    put(
        draft,
        name,
        department=department,
        year=year,
        indicator_count=1,
        finding_red=1,
        finding_yellow=1,
        **money,
    )
    run = draft.connection.execute
    run(
        """INSERT INTO stored_indicator (evaluation_id, dataset, position, year, department_code, level1, level1_kind,
           level3, points, self_score, basis, sub_row) VALUES (?, 'submitted', 0, ?, ?, '产出指标', 'output', ?, 10, 10,
           'rule', FALSE)""",
        [name, year, department, level3],
    )
    for number, severity in enumerate(("red", "yellow")):
        run(
            """INSERT INTO stored_finding (finding_id, dataset, evaluation_id, year, department_code, code, severity,
               scope, message, status, origin) VALUES (?, 'submitted', ?, ?, ?, 'C', ?, 'P', 'm', '待核实', 'form')""",
            [f"{name}{number}", name, year, department, severity],
        )
    run(
        "INSERT INTO stored_movement (evaluation_id, position, kind, amount, direction, inferred) VALUES (?, 0, '追加', 15, '+', FALSE)",
        [name],
    )
    run(
        """INSERT INTO stored_listing (dataset, year, project_key, project, department, department_code, budget_initial)
           VALUES ('submitted', ?, ?, 'p', ?, ?, 80)""",
        [year, f"k{name}", f"局{department}", department],
    )


def rows(connection: duckdb.DuckDBPyConnection, sql: str) -> list[tuple[object, ...]]:
    return connection.execute(f"SELECT * FROM ({sql}) ORDER BY ALL").fetchall()


def hold(store: Store) -> None:
    """Every table of cells equals what its definition makes of all rows."""
    connection = store.open()
    try:
        for name, cell in CELLS.items():
            inputs = {table: f"stored_{table.removeprefix('all_')}" for table in cell.inputs}
            if cell.kinds:
                inputs["evaluation"] = of_every_kind("stored_evaluation")
            assert rows(connection, f"FROM stored_{name}") == rows(connection, cell.sql.format(**inputs)), (
                name
            )
        assert connection.execute(
            "SELECT count(*) FROM stored_indicator WHERE name_id IS NULL"
        ).fetchall() == [(0,)]
    finally:
        connection.close()


@pytest.fixture
def store(tmp_path: Path) -> Store:
    made = Store(tmp_path)
    with made.begin() as draft:
        add(draft, "a1", "A", 2021)
        add(draft, "a2", "A", 2022, executed=Decimal(120))
        add(draft, "b1", "B", 2022, level3="满意度", budget_initial=None)
    return made


def test_cells_follow_the_first_load_and_count_by_hand(store: Store) -> None:
    hold(store)
    connection = store.open()
    assert rows(connection, "SELECT year, code, findings, suspects, suspects_red, money FROM stored_code_cell") == [
        (2021, "C", 2, 1, 1, 100), (2022, "C", 2, 1, 1, 100), (2022, "C", 2, 1, 1, 100),
    ]  # fmt: skip
    flow = rows(
        connection,
        "SELECT step, direction, money FROM stored_flow_cell WHERE department_code = 'A' AND year = 2021",
    )
    # 80 + 15 typed + 5 untyped = 100, of which 90 executed and 10 left
    assert flow == [("annual", "+", 100), ("executed", "-", 90), ("initial", "+", 80), ("left", "+", 10),
                    ("untyped", "+", 5), ("追加", "+", 15)]  # fmt: skip
    assert rows(connection, "SELECT count(*) FROM stored_flow_cell WHERE department_code = 'B'") == [(0,)]
    connection.close()


def test_cells_follow_changes_of_status_money_place_and_removals(store: Store) -> None:
    with store.begin() as draft:
        draft.connection.execute("UPDATE stored_finding SET status = '不属实' WHERE finding_id = 'a10'")
    hold(store)
    with store.begin() as draft:
        add(draft, "c1", "C", 2020, level3="完成率")
    hold(store)
    with store.begin() as draft:
        for table in ("evaluation", "indicator", "finding", "movement"):
            draft.connection.execute(f"DELETE FROM stored_{table} WHERE evaluation_id = 'a2'")
    hold(store)
    connection = store.open()
    assert rows(connection, "SELECT evaluated, not_submitted FROM stored_listing_cell WHERE year = 2022") == [
        (0, 1), (1, 0),
    ]  # fmt: skip
    connection.close()


def test_only_changed_places_are_made_again(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(touched, "SMALL", 0)
    with store.begin() as draft:
        # a mark that only remains where nothing is made again
        draft.connection.execute("UPDATE stored_code_cell SET findings = 99 WHERE department_code = 'B'")
        draft.connection.execute("UPDATE stored_finding SET status = '属实' WHERE finding_id = 'a10'")
        mark_changed(draft.connection, ["a1"])
    connection = store.open()
    found = rows(connection, "SELECT department_code, year, findings, open FROM stored_code_cell")
    assert found == [("A", 2021, 2, 1), ("A", 2022, 2, 2), ("B", 2022, 99, 2)]
    connection.close()


def test_a_name_keeps_its_id_over_the_versions(store: Store) -> None:
    def ids() -> dict[object, object]:
        connection = store.open()
        try:
            return dict(connection.execute("SELECT name, name_id FROM stored_indicator_name").fetchall())
        finally:
            connection.close()

    before = ids()
    assert set(before) == {"完成率", "满意度"}
    with store.begin() as draft:
        add(draft, "c1", "C", 2020, level3="一般公共预算执行率")
    assert {name: ids()[name] for name in before} == before
    assert len(set(ids().values())) == 3


@pytest.mark.parametrize(
    ("name", "folded", "letters"),
    [
        ("服务对象满意度", "服务对象满意度", "fwdxmyd"),
        ("ＰＭ2.5 达标率（%）", "pm25达标率%", "pm25dbl"),
        ("“三公”经费 控制率", "三公经费控制率", "sgjfkzl"),
    ],
)
def test_names_are_folded_and_have_initials(name: str, folded: str, letters: str) -> None:
    assert fold_name(name) == folded
    assert initials(fold_name(name)) == letters


@pytest.mark.parametrize(
    ("executed", "base", "band"),
    [
        (None, 100, None), (1, None, None), (1, 0, None), (0, 100, 0), ("29.999999", 100, 1), (30, 100, 2),
        ("59.99", 100, 2), (60, 100, 3), (80, 100, 4), (90, 100, 5), (95, 100, 6), ("99.999999", 100, 6),
        (100, 100, 7), ("100.000001", 100, 8),
    ],
)  # fmt: skip
def test_a_rate_falls_into_its_band_exactly(executed: object, base: object, band: int | None) -> None:
    amounts = [None if value is None else Decimal(str(value)) for value in (executed, base)]
    assert rate_band(*amounts) == band


@pytest.mark.parametrize(
    ("target", "unit", "measured"),
    [("≥120场次", "场次", True), ("≥95%", "%", True), ("6月底前", "", False), ("明显改善", "", False), ("", "", False), ("≤1.2亿元", "亿元", True)],
)  # fmt: skip
def test_the_unit_and_kind_of_a_names_target(target: str, unit: str, measured: bool) -> None:
    assert unit_and_kind(target) == (unit, measured)


def test_a_server_reads_no_phrases_of_pinyin_and_every_sign_as_the_package_does() -> None:
    """55 MB of phrases nobody asks for; the readings of single signs are the package's own."""
    asked = "import sys, evalcore.queries.run; print('pypinyin' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert told.stdout == "False\n"
    assert initials("服务对象满意度pm25") == "fwdxmydpm25"
    from pypinyin.pinyin_dict import pinyin_dict

    assert {int(code): readings for code, readings in _readings().items()} == pinyin_dict
