"""Grade flows follow a project under its new name, unless a person refused the link."""

from __future__ import annotations

from pathlib import Path

import pytest

from evalcore.access import EVERYTHING
from evalcore.queries.grades import grade_changes, grade_flows
from evalcore.queries.run import Selection
from evalcore.store import Store
from evalcore.store.catalogue import ProjectLink, write_links
from tests.store.test_cells import add

CHOSEN = Selection(dataset="submitted")


@pytest.mark.parametrize(
    ("status", "flows"),
    [
        ("建议", {("中", "优"): 1}),
        ("已确认", {("中", "优"): 1}),
        ("不认可", {("中", "本年无"): 1, ("新进入", "优"): 1}),
    ],
)
def test_a_refused_link_is_one_project_gone_and_another_new(
    tmp_path: Path, status: str, flows: dict[tuple[str, str], int]
) -> None:
    store = Store(tmp_path)
    with store.begin() as draft:
        add(draft, "old", "A", 2023, project_key="kold", self_grade="中")
        add(draft, "new", "A", 2024, project_key="knew", self_grade="优")
        write_links(draft.connection, [ProjectLink("kold", "knew", 2024, "改名", status)])
    years = {"year": 2024, "before": 2023}
    frame = grade_flows(CHOSEN, **years, scope=EVERYTHING, store=store)
    rows = zip(frame["grade_before"], frame["grade_now"], frame["evaluations"], strict=True)
    assert {(before, now): count for before, now, count in rows} == flows
    page = grade_changes(
        CHOSEN, **years, grade_before="中", grade_now=None, rows=9, scope=EVERYTHING, store=store
    )
    assert list(page["grade_now"]) == [now for before, now in flows if before == "中"]
