"""A department mapped after its forms were stored: one project stays one evaluation, and what was said about it stays."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from evalcore.access import Scope
from evalcore.model import Budget, Evaluation, Indicator, Source
from evalcore.queries import run
from evalcore.queries.run import Selection, query
from evalcore.scoring.total import score_evaluation
from evalcore.store import Store, integrity
from evalcore.store.batch import insert
from evalcore.store.journal import Entry, enter
from evalcore.store.write import foresee_evaluations, write_evaluations

DATASET = "submitted"


def row(level1: str, name: str, points: str, score: str) -> Indicator:
    return Indicator(
        level1, name, target="≥90%", actual="95%", points=Decimal(points), self_score=Decimal(score)
    )


OURS = Evaluation(
    project="道路保洁", year=2022, department="城管局", unit="环卫所", self_score=Decimal("96.5"),
    budget=Budget(annual=Decimal(80), executed=Decimal(60), execution_points=Decimal(10), execution_score=Decimal("7.5")),
    indicators=(row("产出指标", "完好率", "50", "50"), row("效益指标", "达标率", "30", "29"), row("满意度指标", "群众满意度", "10", "10")),
    source=Source("城管.xlsx", "c" * 64, "xlsx"),
)  # fmt: skip
#: the same project under the department's other name, as another office wrote it
THEIRS = replace(
    OURS, department="城市管理局", self_score=Decimal(91), source=Source("城市管理.xlsx", "d" * 64, "xlsx")
)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store")


def load(store: Store, *forms: Evaluation) -> tuple[str, ...]:
    with store.begin("导入") as draft:
        pairs = [(form, score_evaluation(form)) for form in forms]
        written = write_evaluations(
            draft.connection, pairs, dataset=DATASET, simulated=False, version=draft.version
        )
        files = [
            {"sha256": form.source.sha256, "file": form.source.file, "version": draft.version, "forms": 1}
            for form in forms
        ]
        insert(draft.connection, "stored_source_file", files)
    return written.ids


def said(store: Store, about: str, subject: str, **value: Any) -> None:
    enter(store, [Entry.now("王科长", about, DATASET, subject, value)], what="录入")


def map_them(store: Store, to: str = "城管局") -> None:
    said(store, "department", "城市管理局", name=to)


def rows(store: Store, sql: str, *given: object, version: str | None = None) -> list[tuple[Any, ...]]:
    connection = store.open(version)
    try:
        return connection.execute(sql, list(given)).fetchall()
    finally:
        connection.close()


def ids(store: Store, version: str | None = None) -> list[str]:
    return [row[0] for row in rows(store, "SELECT evaluation_id FROM stored_evaluation", version=version)]


def forms(store: Store, *loads: Iterable[Evaluation]) -> list[tuple[str, ...]]:
    return [load(store, *each) for each in loads]


def test_what_was_stored_before_the_mapping_takes_the_other_names_identity(store: Store) -> None:
    (old,) = load(store, THEIRS)
    map_them(store)
    (new,) = ids(store)
    assert new != old
    assert load(store, OURS) == (new,)  # a form under the other name is its revision, no second evaluation
    assert rows(store, "SELECT revision, self_score FROM stored_evaluation") == [(2, Decimal("96.5"))]
    assert integrity.faults(store.find().path) == []


@pytest.mark.parametrize(
    ("first", "second"), [(THEIRS, OURS), (OURS, THEIRS)], ids=["theirs first", "ours first"]
)
def test_where_both_were_stored_the_later_is_the_revision(
    store: Store, first: Evaluation, second: Evaluation
) -> None:
    forms(store, [first], [second])
    assert len(ids(store)) == 2
    before = store.find().id
    map_them(store)
    (name,) = ids(store)
    assert rows(store, "SELECT revision, self_score FROM stored_evaluation") == [(2, second.self_score)]
    assert rows(store, "SELECT evaluation_id, revision, self_score FROM stored_revision") == [
        (name, 1, first.self_score)
    ]
    shown = query(
        "project_revisions", Selection(dataset=DATASET), scope=Scope(), store=store, params={"id": name}
    )
    assert [Decimal(str(score)) for score in shown["self_score"]] == [first.self_score]
    assert rows(store, "SELECT count(*) FROM stored_indicator") == [(3,)]
    assert integrity.faults(store.find().path) == []
    assert len(ids(store, before)) == 2  # ?version= opens what was


def test_revisions_of_both_are_kept_in_order(store: Store) -> None:
    forms(store, [THEIRS], [replace(THEIRS, self_score=Decimal(92))], [OURS])
    map_them(store)
    held = rows(store, "SELECT revision, self_score FROM stored_revision ORDER BY revision")
    assert held == [(1, Decimal(91)), (2, Decimal(92))]
    assert rows(store, "SELECT revision, self_score FROM stored_evaluation") == [(3, Decimal("96.5"))]


def test_review_scores_given_under_the_old_id_follow(store: Store) -> None:
    (old,) = load(store, THEIRS)
    said(store, "review_score", old, score="88", position=None)
    map_them(store)
    review = "SELECT review_score FROM stored_evaluation"
    assert rows(store, review) == [(Decimal(88),)]
    load(store, OURS)
    assert rows(store, review) == [(Decimal(88),)]
    said(store, "review_score", old, score="77", position=None)  # from a page that still had the old address
    assert rows(store, review) == [(Decimal(77),)]
    (new,) = ids(store)
    entered = query(
        "entries", Selection(dataset=DATASET), scope=Scope(), store=store,
        params={"kind": "review_score", "subjects": [new]},
    )  # fmt: skip
    assert len(entered) == 2


def test_the_status_of_a_finding_follows_into_the_merged_and_the_revised_form(store: Store) -> None:
    (old,) = load(store, THEIRS)
    (finding, code) = rows(store, "SELECT finding_id, code FROM stored_finding WHERE evaluation_id = ?", old)[
        0
    ]
    said(store, "finding_status", finding, status="已说明", note="补充说明")
    status = "SELECT DISTINCT status FROM stored_finding WHERE code = ? AND status_note = '补充说明'"
    map_them(store)
    assert rows(store, status, code) == [("已说明",)]
    load(
        store,
        replace(THEIRS, self_score=Decimal(93)),
    )
    assert rows(store, status, code) == [("已说明",)]
    load(store, OURS)
    assert rows(store, status, code) == [("已说明",)]


def test_ledger_and_links_follow_the_project(store: Store) -> None:
    later = replace(THEIRS, year=2023, project="道路清扫", source=Source("23.xlsx", "e" * 64, "xlsx"))
    load(store, THEIRS, later)
    keys = dict(rows(store, "SELECT year, project_key FROM stored_evaluation"))
    said(store, "project_link", f"{keys[2022]}→{keys[2023]}", year=2023, kind="改名", status="已确认")
    said(
        store, "rectification", "台账1", year=2022, project_key=keys[2022], project="道路保洁", problem="慢",
        department="城市管理局", department_code="城市管理局", status="整改中",
    )  # fmt: skip
    map_them(store)
    now = dict(rows(store, "SELECT year, project_key FROM stored_evaluation"))
    assert now[2022] != keys[2022]
    link = "SELECT from_key, to_key, status FROM stored_project_link WHERE status = '已确认'"
    assert rows(store, link) == [(now[2022], now[2023], "已确认")]
    assert rows(store, "SELECT project_key, status FROM stored_rectification") == [(now[2022], "整改中")]
    load(store, OURS)  # replayed again
    assert rows(store, link) == [(now[2022], now[2023], "已确认")]
    assert integrity.faults(store.find().path) == []


def test_an_old_link_opens_the_evaluation_under_its_new_id(store: Store) -> None:
    (old,) = load(store, THEIRS)
    before = store.find().id
    map_them(store)
    (new,) = ids(store)
    asked = Selection(dataset=DATASET)
    shown = query("project_row", asked, scope=Scope(), store=store, params={"id": old})
    assert list(shown["evaluation_id"]) == [new]
    form = run.passport(old, scope=Scope(), store=store)
    assert form is not None and form.department == "城市管理局"  # as printed
    then = query("project_row", asked, scope=Scope(), store=store, version=before, params={"id": old})
    assert list(then["evaluation_id"]) == [old]


def test_going_back_keeps_the_mapping_and_its_merge(store: Store) -> None:
    forms(store, [THEIRS], [OURS])
    before = store.find().id
    map_them(store)
    merged = store.find().id
    store.rollback(before)
    assert len(ids(store)) == 1  # the mapping is people's work: it is made again on what is gone back to
    assert len(ids(store, before)) == 2
    assert ids(store, merged) == ids(store)
    assert integrity.faults(store.find().path) == []


def test_a_mapping_taken_back_gives_the_identity_back(store: Store) -> None:
    (old,) = load(store, THEIRS)
    said(store, "review_score", old, score="88", position=None)
    map_them(store)
    map_them(store, "城市管理局")
    assert ids(store) == [old]
    assert rows(store, "SELECT review_score FROM stored_evaluation") == [(Decimal(88),)]
    assert load(store, replace(THEIRS, self_score=Decimal(90))) == (old,)
    (own,) = load(store, OURS)
    assert own != old
    assert integrity.faults(store.find().path) == []


def test_a_preview_foresees_the_revision(store: Store) -> None:
    load(store, THEIRS)
    connection = store.open()
    (foreseen,) = foresee_evaluations(
        connection, [(OURS, score_evaluation(OURS))], dataset=DATASET, departments={"城市管理局": "城管局"}
    )
    connection.close()
    assert foreseen[1] == "replaced"


def test_replaying_a_merge_again_changes_nothing(store: Store) -> None:
    forms(store, [THEIRS], [OURS])
    map_them(store)
    tables = ("evaluation", "indicator", "finding", "revision", "alias", "entry")

    def all_rows() -> list[list[tuple[Any, ...]]]:
        return [rows(store, f"SELECT * FROM stored_{table} ORDER BY ALL") for table in tables]

    before = all_rows()
    with store.begin("无") as draft:
        assert draft.entered == 0
    assert all_rows() == before
