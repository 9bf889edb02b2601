"""Evaluations by number: those of the version before, those of this draft, and never one number for two."""

from __future__ import annotations

from pathlib import Path

import pytest

from evalcore.store import Draft, Store
from evalcore.store.numbers import numbers_of, own_rows
from tests.store.worlds import publish, put


def stored(draft: Draft, *ids: str) -> list[int]:
    """Their numbers, read off their rows."""
    rows = draft.connection.execute(
        "SELECT number FROM stored_evaluation WHERE evaluation_id IN (SELECT unnest(?)) ORDER BY number",
        [list(ids)],
    ).fetchall()
    return [number for (number,) in rows]


def test_evaluations_of_the_version_before_and_of_this_draft_are_found(tmp_path: Path) -> None:
    store = Store(tmp_path)
    publish(store, "a", "b", "评价", "e0123456789abcdef")
    with store.begin() as draft:
        put(draft, "c")
        assert numbers_of(draft.connection, ["c", "评价", "e0123456789abcdef", "nobody"]) == stored(
            draft, "c", "评价", "e0123456789abcdef"
        )
        assert len(set(stored(draft, "a", "b", "c", "评价", "e0123456789abcdef"))) == 5


@pytest.mark.parametrize("last", ("a", "b"))
def test_a_number_that_still_stands_among_the_keys_is_not_given_again(tmp_path: Path, last: str) -> None:
    """A revision takes the place of the evaluation with the highest number (b) or of another (a)."""
    store = Store(tmp_path)
    publish(store, "a", "b")
    with store.begin() as draft:
        (was,) = stored(draft, last)
        draft.connection.execute("DELETE FROM stored_evaluation WHERE evaluation_id = ?", [last])
        put(draft, "other")
        put(draft, last)
        assert was not in numbers_of(draft.connection, ["other"])
        assert set(numbers_of(draft.connection, [last])) == {was, *stored(draft, last)}
        assert was not in stored(draft, last, "other")
    with store.begin() as draft:  # once published, only what is there has a key
        assert numbers_of(draft.connection, [last]) == stored(draft, last)


def test_the_rows_of_an_evaluation_are_those_with_its_number_and_those_of_this_draft(tmp_path: Path) -> None:
    store = Store(tmp_path)
    insert = """INSERT INTO stored_indicator (evaluation_id, position, year, department_code, level1, level1_kind, level3,
        basis, sub_row, dataset) VALUES (?, ?, 2022, '001', '产出指标', 'output', '次数', 'rule', false, 'submitted')"""
    with store.begin() as draft:
        put(draft, "a", indicator_count=1)
        draft.connection.execute(insert, ["a", 0])
    with store.begin() as draft:
        put(draft, "b")
        draft.connection.execute(insert, ["a", 1])
        draft.connection.execute(insert, ["b", 0])
        found = [
            draft.connection.execute(f"SELECT position FROM stored_indicator WHERE {rows}", given).fetchall()
            for rows, given in own_rows(draft.connection, ["a"])
        ]
        assert found == [[(0,)], [(1,)]]
        draft.discard()
