"""Numbers, cells and the order of rows only make answers quick: every query file gives what text keys and rows give."""

from __future__ import annotations

import shutil
from collections import defaultdict
from decimal import Decimal
from importlib.resources import files
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pyarrow as pa
import pytest

from evalcore import sample
from evalcore.queries.run import Selection
from evalcore.store import Store
from evalcore.store.cells import CELLS
from tests.bench.queries import NAMED, VALUES, Found, look, run_one
from tests.store.worlds import put

FOLDER = files("evalcore.queries").joinpath("sql")
EVERY = sorted(path.name.removesuffix(".sql") for path in FOLDER.iterdir() if path.name.endswith(".sql"))
NUMBERS = {"number", "evaluation_number", "project_number", "alone", "evaluated"}
# pages that break ties by number, which in the older version is the id: compared whole, in one order
PAGED = {
    "audit_projects", "projects", "project_list", "execution_projects", "cut_but_full", "listed_projects",
    "indicator_rows", "change_projects", "grade_changes",
}  # fmt: skip
# what the sample world holds nothing of: replaced forms, what people enter, the ledger
EMPTY = {"entries", "ledger", "project_revisions", "what_if_trial", "follow_up"}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    made = Store(tmp_path_factory.mktemp("store"))
    sample.build(made, scale=400)
    return made


@pytest.fixture(scope="module")
def world(store: Store) -> tuple[Selection, Found]:
    selection, found, _ = look(store)
    return selection, found


def selections(whole: Selection) -> dict[str, Selection]:
    codes = sorted(whole.departments)
    return {
        "nine years, all departments, one subject": whole,
        "everything": Selection(),
        "some departments, one method": Selection(departments=tuple(codes[:9]), methods=("单位自评",)),
        "grades": Selection(grades=("优", "良"), score_kind="recomputed"),
        "words and money": Selection(keyword="设备", budget_min=Decimal(1)),
    }


@pytest.fixture(scope="module")
def without(store: Store, tmp_path_factory: pytest.TempPathFactory) -> Store:
    """The same version as it was before there were numbers and cells."""
    folder = tmp_path_factory.mktemp("without")
    now = store.find()
    shutil.copyfile(now.path, folder / now.path.name)
    (folder / "CURRENT").write_text(now.id)
    connection = duckdb.connect(str(folder / now.path.name))
    for table in (*CELLS, "sheet", "project", "project_pair", "evaluation_key", "change"):
        connection.execute(f"DROP TABLE stored_{table}")
    gone = {f"stored_{table}": NUMBERS for table in ("evaluation", "listing", "movement")}
    gone |= {table: NUMBERS | {"method", "subject"} for table in ("stored_indicator", "stored_finding")}
    for table, columns in gone.items():
        for column in sorted(columns):
            connection.execute(f"ALTER TABLE {table} DROP COLUMN IF EXISTS {column}")
    connection.close()
    return Store(folder)


def plain(answer: Any) -> pd.DataFrame:
    """Rows without the numbers themselves, amounts as floats."""
    frame = answer.to_pandas() if isinstance(answer, pa.Table) else answer
    frame = frame[[name for name in frame.columns if name not in NUMBERS]].reset_index(drop=True)
    return frame.apply(
        lambda column: column.map(lambda value: float(value) if isinstance(value, Decimal) else value)
    )


@pytest.mark.parametrize("name", EVERY)
def test_quick_and_slow_answers_are_equal(
    store: Store, without: Store, world: tuple[Selection, Found], name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, found = world
    if name in PAGED:
        monkeypatch.setitem(VALUES, "rows", 100_000)
    rows: dict[str, int] = defaultdict(int)
    for said, selection in selections(whole).items():
        for named in (False, True) if name in NAMED else (False,):
            answers = [plain(run_one(name, selection, of, found, named=named)) for of in (store, without)]
            quick, text = answers
            if name in ("what_if_levels", "what_if_trial"):  # in the order of the store
                quick, text = (frame.sort_values("evaluation_id", ignore_index=True) for frame in answers)
            elif name in PAGED:
                quick, text = (frame.sort_values(list(frame.columns), ignore_index=True) for frame in answers)
            pd.testing.assert_frame_equal(quick, text, check_dtype=False, rtol=1e-11, obj=f"{name}: {said}")
            rows[name] += len(quick)
    assert rows[name] > 0 or name in EMPTY, (
        "asked of a world that has no answer: give it parameters that find one"
    )


@pytest.mark.parametrize("name", ["execution_totals", "overview_totals"])
def test_a_count_of_nothing_is_zero(name: str, store: Store, world: tuple[Selection, Found]) -> None:
    (row,) = (
        run_one(name, Selection(keyword="没有这个词"), store, world[1])
        .select_dtypes("integer")
        .to_dict("records")
    )
    assert set(row.values()) == {0}
    assert len(row) > 1


@pytest.fixture(scope="module")
def huge(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """A world whose every amount is one of eleven digits before the point, as a unit misread makes them."""
    made = Store(tmp_path_factory.mktemp("huge"))
    sample.build(made, scale=60)
    amount = "88888888888.888888"
    with made.begin("极大金额") as draft:
        draft.connection.execute(
            f"""UPDATE stored_evaluation SET digest = 'again', budget_initial = {amount}, budget_annual = {amount},
                executed = {amount} - 1, carried_annual = {amount}, carried_executed = {amount}"""
        )
        draft.connection.execute(f"UPDATE stored_listing SET budget_initial = {amount}")
        draft.connection.execute(f"UPDATE stored_movement SET amount = {amount}")
    return made


@pytest.mark.parametrize("name", EVERY)
def test_amounts_of_many_digits_break_no_question(
    name: str, huge: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, found, _ = look(huge)
    for measure in ("mean", "weighted", "execution") if name.startswith("change") else ("mean",):
        monkeypatch.setitem(VALUES, "measure", measure)
        for selection in (whole, Selection(grades=("优", "良"), score_kind="recomputed")):
            run_one(name, selection, huge, found)


@pytest.mark.parametrize("name", sorted(PAGED))
def test_a_page_is_the_part_of_the_whole_it_says(
    store: Store, world: tuple[Selection, Found], name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, found = world
    monkeypatch.setitem(VALUES, "rows", 100_000)
    every = plain(run_one(name, whole, store, found))
    monkeypatch.setitem(VALUES, "rows", 7)
    for skip in (0, 3, 7):
        monkeypatch.setitem(VALUES, "skip", skip)
        page = plain(run_one(name, whole, store, found))
        pd.testing.assert_frame_equal(
            page, every.iloc[skip : skip + 7].reset_index(drop=True), check_dtype=False
        )


def test_a_version_tells_numbers_apart_from_nothing(store: Store) -> None:
    connection = store.open()
    try:
        for table, column in (
            ("evaluation", "number"),
            ("indicator", "evaluation_number"),
            ("movement", "evaluation_number"),
        ):
            counted = connection.execute(f"SELECT count(*), count({column}) FROM stored_{table}").fetchall()
            assert counted[0][0] == counted[0][1] > 0
        doubled = connection.execute(
            """SELECT count(*) FROM stored_evaluation a JOIN stored_evaluation b
               ON a.project_number = b.project_number AND a.year = b.year AND a.number <> b.number
               WHERE a.alone"""
        ).fetchall()
        assert doubled == [(0,)]
        keys = connection.execute(
            """SELECT count(DISTINCT project_number), count(DISTINCT dataset || project_key) FROM stored_evaluation"""
        ).fetchall()
        assert keys[0][0] == keys[0][1]
    finally:
        connection.close()


def test_a_second_form_of_a_year_takes_being_alone_from_the_first(tmp_path: Path) -> None:
    store = Store(tmp_path)
    with store.begin() as draft:
        put(draft, "first", project_key="k")
        put(draft, "other", project_key="k", year=2023)
    with store.begin() as draft:
        put(draft, "second", project_key="k", copy=2)
    rows = (
        store.open()
        .execute("SELECT evaluation_id, alone, project_number, number FROM stored_evaluation ORDER BY number")
        .fetchall()
    )
    assert rows == [("first", False, 1, 1), ("other", True, 1, 2), ("second", False, 1, 3)]
