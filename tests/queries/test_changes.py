"""Pairs of evaluations a year apart: which there are is a fact of the data, made again only where it may have changed."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import duckdb

from evalcore.access import EVERYTHING, Scope
from evalcore.queries import change as queries
from evalcore.queries.run import Selection
from evalcore.store import Store
from evalcore.store.changes import refresh_changes
from tests.store.worlds import put

_PAIRS = """SELECT c.year, c.before, c.method, a.evaluation_id, b.evaluation_id, c.kind, moved, ruled, c.output_self_lost
    FROM {change} AS c LEFT JOIN stored_evaluation AS a ON a.number = c.number_before
    LEFT JOIN stored_evaluation AS b ON b.number = c.number_now ORDER BY ALL"""


def pairs(store: Store) -> list[tuple[Any, ...]]:
    """The stored pairs, which must be those made from all rows at once."""
    connection = store.open()
    try:
        stored = connection.execute(_PAIRS.format(change="stored_change")).fetchall()
    finally:
        connection.close()
    afresh = store.folder / "afresh.duckdb"
    shutil.copyfile(store.find().path, afresh)
    whole = duckdb.connect(str(afresh))
    whole.execute("DELETE FROM stored_change")
    for table in ("row_changed", "pair_changed"):
        whole.execute(
            f"CREATE TEMP TABLE {table} AS SELECT dataset, year, number FROM stored_evaluation WHERE FALSE"
        )
    refresh_changes(whole)
    assert whole.execute(_PAIRS.format(change="stored_change")).fetchall() == stored
    whole.close()
    afresh.unlink()
    return [row[:5] for row in stored]


SELF, OUTSIDE = "单位自评", "部门评价"


def world(folder: Path) -> Store:
    """2022 and 2023: k goes on, with a form of the department beside; m ends and n begins; o has two forms in 2023."""
    store = Store(folder)
    with store.begin() as draft:
        put(draft, "k22", project_key="k", self_score=80, self_grade="良", output_points=50, output_self=45)
        put(
            draft,
            "k23",
            project_key="k",
            self_score=90,
            self_grade="优",
            year=2023,
            output_points=50,
            output_self=48,
        )
        put(draft, "k22x", project_key="k", method=OUTSIDE)
        put(draft, "m22", project_key="m")
        put(draft, "n23", project_key="n", year=2023, department="002")
        put(draft, "o22", project_key="o")
        put(draft, "o23", project_key="o", year=2023, rule_set="national-2021")
        put(draft, "o23b", project_key="o", year=2023, copy=2)
    return store


def test_a_project_stands_beside_itself_a_year_before_by_method_and_form(tmp_path: Path) -> None:
    assert pairs(world(tmp_path)) == [
        (2023, 2022, SELF, "k22", "k23"),
        (2023, 2022, SELF, "m22", None),
        (2023, 2022, SELF, "o22", "o23"),
        (2023, 2022, SELF, None, "n23"),
        (2023, 2022, SELF, None, "o23b"),
        (2023, 2022, OUTSIDE, "k22x", None),
    ]


def test_only_what_changed_is_made_again_and_it_is_what_all_rows_would_give(tmp_path: Path) -> None:
    store = world(tmp_path)
    with store.begin() as draft:  # a link joins m and n
        draft.connection.execute("INSERT INTO stored_project_link VALUES ('m', 'n', 2023, '承接', '已确认')")
    assert (2023, 2022, SELF, "m22", "n23") in pairs(store)
    with store.begin() as draft:  # m goes on after all: the link counts no more, and n is new again
        put(draft, "m23", project_key="m", year=2023)
    assert {(2023, 2022, SELF, "m22", "m23"), (2023, 2022, SELF, None, "n23")} <= set(pairs(store))
    with store.begin() as draft:  # a later year; a form replaced; one taken away
        put(draft, "k24", project_key="k", year=2024)
        draft.connection.execute(
            "UPDATE stored_evaluation SET output_self = 40, digest = 'x' WHERE evaluation_id = 'k23'"
        )
        draft.connection.execute("DELETE FROM stored_evaluation WHERE evaluation_id = 'o22'")
    now = pairs(store)
    assert {(2024, 2023, SELF, "k23", "k24"), (2023, 2022, SELF, None, "o23")} <= set(now)
    assert not [row for row in now if row[3] == "o22"]
    with store.begin() as draft:  # a project taken for another one
        draft.connection.execute(
            "UPDATE stored_evaluation SET project_key = 'o', project_number = NULL, alone = NULL, digest = 'y' WHERE evaluation_id = 'm22'"
        )
    assert (2023, 2022, SELF, "m22", "o23") in pairs(store)
    with store.begin() as draft:  # a year in between comes last
        put(draft, "q20", project_key="q", year=2020)
        put(draft, "q22", project_key="q", year=2022)
    assert (2022, 2020, SELF, "q20", "q22") in pairs(store)
    with store.begin() as draft:
        put(draft, "q21", project_key="q", year=2021)
    now = pairs(store)
    assert {(2021, 2020, SELF, "q20", "q21"), (2022, 2021, SELF, "q21", "q22")} <= set(now)
    assert (2022, 2020) not in {row[:2] for row in now}


def parts(store: Store, selection: Selection, scope: Scope | None = EVERYTHING) -> dict[str, tuple[int, int]]:
    rows = queries.change_groups(
        selection,
        year=max(selection.years),
        before=min(selection.years),
        measure="mean",
        scope=scope,
        store=store,
    )
    return {row.part: (int(row.evaluations_before), int(row.evaluations_now)) for row in rows.itertuples()}


def test_a_side_that_is_not_chosen_is_elsewhere_and_one_that_may_not_be_seen_is_not_hinted_at(
    tmp_path: Path,
) -> None:
    store = world(tmp_path)
    with store.begin() as draft:
        draft.connection.execute("INSERT INTO stored_project_link VALUES ('m', 'n', 2023, '承接', '已确认')")
    both = Selection(years=(2022, 2023), dataset="submitted", methods=(SELF,))
    assert parts(store, both) == {"same": (1, 1), "moved": (1, 1), "ruled": (1, 1), "entered": (0, 1)}
    one = Selection(years=(2022, 2023), dataset="submitted", methods=(SELF,), departments=("002",))
    assert parts(store, one) == {"arrived": (0, 1)}
    assert parts(store, both, Scope(frozenset({"002"}))) == {"entered": (0, 1)}


def test_two_years_that_do_not_follow_each_other_are_compared_from_the_rows(tmp_path: Path) -> None:
    store = world(tmp_path)
    with store.begin() as draft:
        put(draft, "k24", project_key="k", year=2024)
    apart = Selection(years=(2022, 2024), dataset="submitted", methods=(SELF,))
    assert parts(store, apart) == {"same": (1, 1), "left": (2, 0)}
