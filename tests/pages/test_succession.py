"""机构改革: a department that became another goes on as one line where the list says so, and stands apart where it does not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from evalcore.access import EVERYTHING, Scope
from evalcore.queries import change as queries
from evalcore.queries.run import Selection, Store
from tests.pages.district import Project, build
from tests.pages.test_results import words

Open = Callable[..., AppTest]
NAMES = {"401": "区安全生产监督管理局", "402": "区应急管理局", "403": "区消防办公室"}
# 401 has five projects in 2022 and 2023; from 2024 they are 402's. Medians 80, 84, 88 by hand: the third of five each year.
PROJECTS = tuple(
    Project(year, "401" if year < 2024 else "402", f"项目{n}", "100", "100", str(middle + n - 2))
    for year, middle in ((2022, 80), (2023, 84), (2024, 88))
    for n in range(5)
)


def reformed(folder: Path, *listed: tuple[int, str, str]) -> Store:
    """The projects, and a succession list of (first year, from, to)."""
    store = build(folder, PROJECTS, listing=False, departments=NAMES)
    with store.begin("机构改革对照表") as draft:
        for year, old, new in listed:
            draft.connection.execute(
                """INSERT INTO stored_succession (dataset, year, from_code, from_name, to_code, to_name)
                   VALUES ('demo', ?, ?, ?, ?, ?)""",
                [year, old, NAMES[old], new, NAMES[new]],
            )
    return store


def lines(store: Store, scope: Scope = EVERYTHING) -> dict[str, list[tuple[int, float, str | None]]]:
    """Code → (year, median, former name)."""
    rows = queries.scores_by_department_year(Selection(), scope=scope, store=store)
    found: dict[str, list[tuple[int, float, str | None]]] = {}
    for row in rows.to_dict("records"):
        former = row["former"] if isinstance(row["former"], str) else None
        found.setdefault(row["code"], []).append((int(row["year"]), float(row["p50"]), former))
    return found


def test_with_the_list_the_trend_goes_on_under_the_later_department(tmp_path: Path) -> None:
    assert lines(reformed(tmp_path, (2024, "401", "402"))) == {
        "402": [(2022, 80, NAMES["401"]), (2023, 84, NAMES["401"]), (2024, 88, None)]
    }


def test_without_the_list_the_trend_is_split(tmp_path: Path) -> None:
    assert lines(reformed(tmp_path)) == {
        "401": [(2022, 80, None), (2023, 84, None)],
        "402": [(2024, 88, None)],
    }


def test_a_department_split_among_several_has_no_single_successor(tmp_path: Path) -> None:
    made = lines(reformed(tmp_path, (2024, "401", "402"), (2024, "401", "403")))
    assert set(made) == {"401", "402"}


def test_two_steps_are_followed(tmp_path: Path) -> None:
    """401 became 403 in 2023 and 403 became 402 in 2024: what 401 did in 2022 stands under 402."""
    made = lines(reformed(tmp_path, (2023, "401", "403"), (2024, "403", "402")))
    assert (2022, 80, NAMES["401"]) in made["402"]


@pytest.mark.parametrize("listed", [True, False])
def test_the_page_says_how_departments_are_joined(listed: bool, tmp_path: Path, open_page: Open) -> None:
    reformed(tmp_path, *([(2024, "401", "402")] if listed else []))
    said = words(open_page(tmp_path, "trends"))
    if listed:
        assert "按机构改革对照表连续：区安全生产监督管理局 → 区应急管理局" in said
    else:
        assert "没有机构改革对照表的部门，更名、合并前后分列" in said
