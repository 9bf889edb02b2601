"""What people enter is kept for good, in order, and every version carries it."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from evalcore.errors import StoreError
from evalcore.model import Budget, Evaluation, Finding, Indicator, Severity, Source
from evalcore.scoring.total import score_evaluation
from evalcore.store import Store, integrity
from evalcore.store.catalogue import ProjectLink, write_links
from evalcore.store.findings import write_findings
from evalcore.store.journal import JOURNAL, TORN, Entry, Journal, enter
from evalcore.store.lock import only_loader
from evalcore.store.renaming import settled
from evalcore.store.write import write_evaluations

SUBMITTED = "submitted"


def row(level1: str, name: str, points: str, score: str, **more: Any) -> Indicator:
    return Indicator(
        level1, name, target="≥90%", actual="95%", points=Decimal(points), self_score=Decimal(score), **more
    )


FORM = Evaluation(
    project="道路保洁", year=2022, department="219001-城管局", unit="环卫所", self_score=Decimal("96.5"),
    budget=Budget(annual=Decimal(80), executed=Decimal(60), execution_points=Decimal(10),
                  execution_score=Decimal("7.5")),
    indicators=(row("产出指标", "完好率", "50", "50"), row("效益指标", "达标率", "30", "29"),
                row("满意度指标", "群众满意度", "10", "10")),
    source=Source("城管.xlsx", "c" * 64, "xlsx"),
)  # fmt: skip


def load(store: Store, *forms: Evaluation, findings: Iterable[Any] = ()) -> tuple[str, ...]:
    with store.begin("导入") as draft:
        pairs = [(form, score_evaluation(form)) for form in forms]
        ids = write_evaluations(draft.connection, pairs, dataset=SUBMITTED, simulated=False,
                                version=draft.version).ids  # fmt: skip
        if findings:
            rows = [(finding, ids[0], None, None) for finding in findings]
            write_findings(draft.connection, rows, dataset=SUBMITTED)
    return ids


def said(kind: str, subject: str, who: str = "王科长", **value: Any) -> Entry:
    return Entry.now(who, kind, SUBMITTED, subject, value)


def scored(
    subject: str, score: str | None, position: int | None = None, level3: str | None = None, **more: Any
) -> Entry:
    return said("review_score", subject, position=position, level3=level3, score=score, **more)


def one(store: Store, sql: str, *values: object, version: str | None = None) -> Any:
    connection = store.open(version)
    try:
        return connection.execute(sql, list(values)).fetchall()[0][0]
    finally:
        connection.close()


REVIEW = "SELECT review_score FROM stored_evaluation WHERE evaluation_id = ?"
GRADE = "SELECT review_grade FROM stored_evaluation WHERE evaluation_id = ?"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store")


def test_an_entry_comes_back_as_it_was_said(store: Store) -> None:
    entry = Entry("e1", datetime(2024, 5, 1, 8, tzinfo=UTC), "王科长", "finding_status", SUBMITTED, "f1",
                  {"status": "已说明", "note": "换行\n引号\"与 emoji 🌊"})  # fmt: skip
    journal = Journal(store.folder)
    journal.append([entry])
    journal.append([said("header", "完成情况", field="actual")])
    assert journal.entries()[0] == entry
    assert [each.kind for each in journal.entries()] == ["finding_status", "header"]
    assert [each.subject for each in journal.entries("header")] == ["完成情况"]
    assert journal.faults() == []


@pytest.mark.parametrize(
    ("kind", "subject", "value"),
    [
        ("finding_status", "f", {"status": "造假"}),
        ("finding_status", "", {"status": "属实"}),
        ("review_score", "e", {"position": None, "level3": None, "score": "九十"}),
        ("review_score", "e", {"position": -1, "level3": "x", "score": "9"}),
        ("review_score", "e", {"score": "NaN"}),
        ("review_score", "e", {"score": "-1"}),
        ("review_score", "e", {"score": "90", "reviewed_on": "去年"}),
        ("rectification", "r", {}),
        ("rectification", "r", {"sql": "drop"}),
        ("rectification", "r", {"due": "月底"}),
        ("rectification", "r", {"status": "完成啦"}),
        ("project_link", "a", {"kind": "改名", "year": 2022, "status": "已确认"}),
        ("project_link", "a→b", {"kind": "改名", "status": "已确认"}),
        ("project_link", "a→b", {"kind": "改名", "year": 2022, "status": "也许"}),
        ("department", "甲", {"name": " "}),
        ("header", "完成情况", {}),
        ("indicator_group", "完好率", {"group": ""}),
        ("whatever", "x", {}),
    ],
)
def test_what_no_version_could_use_is_refused_with_nothing_written(
    store: Store, kind: str, subject: str, value: dict[str, Any]
) -> None:
    journal = Journal(store.folder)
    good = said("header", "完成情况", field="actual")
    with pytest.raises(StoreError, match="录入"):
        journal.append([good, Entry.now("王", kind, SUBMITTED, subject, value)])
    assert journal.entries() == []


def test_half_a_line_is_set_aside_and_said_and_the_next_entry_is_whole(store: Store) -> None:
    journal = Journal(store.folder)
    journal.append([said("header", "甲", field="actual")])
    with (store.folder / JOURNAL).open("ab") as file:
        file.write('{"entry_id": "x", "who": "王'.encode()[:-1])
    assert any("第 2 行" in fault for fault in journal.faults())
    assert [each.subject for each in journal.entries()] == ["甲"]
    journal.append([said("header", "乙", field="target")])
    assert [each.subject for each in journal.entries()] == ["甲", "乙"]
    assert (store.folder / TORN).read_bytes().startswith(b'{"entry_id": "x"')
    assert [TORN in fault for fault in journal.faults()] == [True]


def test_a_whole_last_line_without_its_line_break_is_kept(store: Store) -> None:
    journal = Journal(store.folder)
    journal.append([said("header", "甲", field="actual")])
    path = store.folder / JOURNAL
    path.write_bytes(path.read_bytes().rstrip(b"\n"))
    journal.append([said("header", "乙", field="target")])
    assert [each.subject for each in journal.entries()] == ["甲", "乙"]
    assert journal.faults() == []


def test_every_cut_of_the_journal_keeps_every_line_before_it(store: Store) -> None:
    """A power cut may end the file anywhere: the lines that were whole stay, and appending goes on."""
    journal = Journal(store.folder)
    for name in "甲乙":
        journal.append([said("header", name, field="actual")])
    path = store.folder / JOURNAL
    whole = path.read_bytes()
    first = whole.index(b"\n") + 1
    for cut in range(first, len(whole)):
        path.write_bytes(whole[:cut])
        journal.append([said("header", "丙", field="actual")])
        expected = ["甲", "乙", "丙"] if cut == len(whole) - 1 else ["甲", "丙"]
        assert [each.subject for each in journal.entries()] == expected, cut


APPEND = """
import sys
from pathlib import Path
from evalcore.store.journal import Entry, Journal
journal = Journal(Path(sys.argv[1]))
for i in range(40):
    journal.append([Entry.now(sys.argv[2], "header", "submitted", f"{sys.argv[2]}{i}", {"field": "x" * 5000})])
"""


def test_processes_appending_at_once_lose_and_tear_nothing(store: Store) -> None:
    made = [
        subprocess.Popen([sys.executable, "-c", APPEND, str(store.folder), name]) for name in ("a", "b", "c")
    ]
    assert [process.wait() for process in made] == [0, 0, 0]
    journal = Journal(store.folder)
    assert journal.faults() == []
    for name in ("a", "b", "c"):
        own = [each.subject for each in journal.entries() if each.who == name]
        assert own == [f"{name}{i}" for i in range(40)]


def test_a_findings_status_is_kept_when_the_finding_is_made_again(store: Store) -> None:
    jump = Finding("X_SCORE_JUMP", Severity.YELLOW, "得分由 95 变为 80", scope="X")
    load(store, FORM, findings=[jump])
    finding = one(store, "SELECT finding_id FROM stored_finding WHERE code = 'X_SCORE_JUMP'")
    first = said("finding_status", finding, status="属实", note="已约谈")
    enter(store, [first, said("finding_status", finding, status="已说明", note="附证明")], what="疑点状态")
    sql = "SELECT status || status_note || status_by FROM stored_finding WHERE code = 'X_SCORE_JUMP'"
    assert one(store, sql) == "已说明附证明王科长"
    load(store, replace(FORM, self_score=Decimal(90)), findings=[jump])
    assert one(store, sql) == "已说明附证明王科长"
    assert one(store, "SELECT count(*) FROM stored_entry") == 2


def test_a_total_given_by_a_reviewer_is_graded_half_up(store: Store) -> None:
    (name,) = load(store, FORM)
    enter(
        store, [scored(name, "79.995", reason="抽查", reviewer="李审", reviewed_on="2024-05-01")], what="复核"
    )
    assert one(store, REVIEW, name) == Decimal("79.995")
    assert one(store, GRADE, name) == "良"  # 79.995 → 80.00
    assert one(store, "SELECT reviewer FROM stored_review_record") == "李审"
    assert one(store, "SELECT reviewed_on FROM stored_review_record") == date(2024, 5, 1)
    enter(store, [scored(name, "79.9949")], what="复核")
    assert one(store, GRADE, name) == "中"
    assert one(store, "SELECT count(*) FROM stored_review_record") == 1
    enter(store, [scored(name, None)], what="撤回")
    assert one(store, REVIEW, name) is None
    assert one(store, GRADE, name) is None
    assert integrity.faults(store.find().path) == []


def test_the_total_is_summed_only_when_every_indicator_was_reviewed(store: Store) -> None:
    (name,) = load(store, FORM)
    enter(store, [scored(name, "40.33", 0, "完好率"), scored(name, "29.33", 1, "达标率")], what="复核")
    assert one(store, REVIEW, name) is None
    given = "SELECT list(review_score ORDER BY position) FROM stored_indicator"
    assert one(store, given) == [Decimal("40.33"), Decimal("29.33"), None]
    enter(store, [scored(name, "9.34", None, "群众 满意度")], what="复核")  # found by its name
    assert one(store, REVIEW, name) == Decimal("86.5")  # 40.33 + 29.33 + 9.34 + 7.5 for 60 of 80
    assert one(store, GRADE, name) == "良"
    enter(store, [scored(name, "10", None, "预算执行率")], what="复核")
    assert one(store, REVIEW, name) == Decimal(89)
    enter(store, [scored(name, None, 0, "完好率")], what="撤回")
    assert one(store, REVIEW, name) is None
    assert one(store, given) == [None, Decimal("29.33"), Decimal("9.34")]


def test_the_later_of_total_and_indicators_decides(store: Store) -> None:
    (name,) = load(store, FORM)
    rows = [scored(name, "40", 0), scored(name, "30", 1), scored(name, "10", 2)]
    enter(store, [*rows, scored(name, "85")], what="复核")
    assert one(store, REVIEW, name) == Decimal(85)
    enter(store, [scored(name, "41", 0)], what="复核")
    assert one(store, REVIEW, name) == Decimal("88.5")


def test_what_the_form_prints_as_review_counts_where_nobody_said_otherwise(store: Store) -> None:
    printed = replace(
        FORM, review_score=Decimal("95.5"),
        indicators=tuple(replace(each, review_score=each.self_score) for each in FORM.indicators),
    )  # fmt: skip
    (name,) = load(store, printed)
    enter(store, [scored(name, "45", 0, "完好率")], what="复核")
    assert one(store, REVIEW, name) == Decimal("91.5")  # 45 + 29 + 10 + 7.5
    enter(store, [scored(name, None, 0, "完好率")], what="撤回")
    assert one(store, REVIEW, name) == Decimal("95.5")
    assert one(store, "SELECT review_score FROM stored_indicator WHERE position = 0") == 50


def test_a_revised_form_keeps_its_review_even_where_its_rows_moved(store: Store) -> None:
    (name,) = load(store, FORM)
    enter(store, [scored(name, "41", 0, "完好率"), scored(name, "88")], what="复核")
    moved = replace(FORM, self_score=Decimal(90), indicators=FORM.indicators[::-1],
                    source=Source("城管（修订）.xlsx", "d" * 64, "xlsx"))  # fmt: skip
    assert load(store, moved) == (name,)
    assert one(store, REVIEW, name) == 88
    assert one(store, "SELECT review_score FROM stored_indicator WHERE level3 = '完好率'") == 41
    assert one(store, "SELECT count(review_score) FROM stored_indicator") == 1
    assert one(store, "SELECT position FROM stored_review_record WHERE level3 = '完好率'") == 2


def test_a_ledger_row_changes_column_by_column(store: Store) -> None:
    whole = {"year": 2022, "project_key": "k", "project": "道路保洁", "department": "城管局",
             "department_code": "219001", "problem": "台账不全", "status": "待整改"}  # fmt: skip
    enter(store, [said("rectification", "r1", **whole)], what="整改")
    enter(store, [said("rectification", "r1", who="李", owner="环卫所", due="2024-09-30"),
                  said("rectification", "r2", status="整改中")], what="整改")  # fmt: skip
    enter(store, [said("rectification", "r1", who="赵", status="已整改")], what="整改")
    connection = store.open()
    rows = connection.execute(
        "SELECT rectification_id, problem, owner, due, status, changed_by FROM stored_rectification"
    ).fetchall()
    assert rows == [("r1", "台账不全", "环卫所", date(2024, 9, 30), "已整改", "赵")]
    with store.begin("导入台账") as draft:  # a list loaded anew does not take back what people said
        draft.connection.execute("UPDATE stored_rectification SET status = '待整改', owner = NULL")
    assert one(store, "SELECT status || owner FROM stored_rectification") == "已整改环卫所"


def test_a_confirmed_link_stays_confirmed(store: Store) -> None:
    with store.begin("导入") as draft:
        write_links(draft.connection, [ProjectLink("a", "b", 2023, "改名")])
    for subject, kind, status in (("a→b", "改名", "已确认"), ("a→c", "承接", "不认可")):
        value = {"kind": kind, "year": 2023, "status": status}
        enter(store, [Entry.now("王科长", "project_link", SUBMITTED, subject, value)], what="衔接")
    with store.begin("导入") as draft:
        write_links(draft.connection, [ProjectLink("a", "b", 2023, "改名")])
    rows = store.open().execute("SELECT to_key, status FROM stored_project_link ORDER BY to_key").fetchall()
    assert rows == [("b", "已确认"), ("c", "不认可")]


@pytest.mark.parametrize(
    ("pairs", "ends"),
    [
        ([("甲", "乙")], {"甲": "乙"}),
        ([("甲", "乙"), ("乙", "丙")], {"甲": "丙", "乙": "丙"}),
        ([("乙", "丙"), ("甲", "乙")], {"甲": "丙", "乙": "丙"}),
        ([("甲", "乙"), ("甲", "甲")], {"甲": "甲"}),
        ([("甲", "乙"), ("乙", "甲")], {"甲": "甲", "乙": "甲"}),
        ([("甲", "乙"), ("乙", "丙"), ("丙", "甲")], {"甲": "甲", "乙": "甲", "丙": "甲"}),
    ],
)
def test_the_last_word_on_a_departments_name_holds(
    pairs: list[tuple[str, str]], ends: dict[str, str]
) -> None:
    assert settled(pairs) == ends


def test_mapped_departments_merge_everywhere_and_can_be_given_back(store: Store) -> None:
    other = replace(FORM, project="公厕管理", department="城市管理局")
    load(store, FORM, other)
    enter(store, [said("department", "城市管理局", name="城管局")], what="部门对应")
    for table in ("evaluation", "indicator", "finding"):
        assert one(store, f"SELECT list(DISTINCT department_code) FROM stored_{table}") == ["219001"], table
    later = replace(other, year=2023)
    load(store, other, later)
    assert one(store, "SELECT count(*) FROM stored_evaluation WHERE department = '城管局'") == 3
    assert integrity.faults(store.find().path) == []
    enter(store, [said("department", "城市管理局", name="城市管理局")], what="部门对应")
    sql = "SELECT project FROM stored_evaluation WHERE department = '城管局'"
    assert [each[0] for each in store.open().execute(sql).fetchall()] == ["道路保洁"]
    assert integrity.faults(store.find().path) == []


def test_going_back_undoes_the_load_and_keeps_what_people_said(store: Store) -> None:
    (name,) = load(store, FORM)
    first = store.find().id
    wrong = replace(FORM, self_score=Decimal(12), source=Source("错.xlsx", "e" * 64, "xlsx"))
    load(store, wrong)
    enter(store, [scored(name, "88")], what="复核")
    store.rollback(first)
    assert one(store, "SELECT self_score FROM stored_evaluation") == Decimal("96.5")
    assert one(store, REVIEW, name) == 88
    assert one(store, REVIEW, name, version=first) is None  # an old link shows what it showed
    load(store, wrong)
    assert one(store, REVIEW, name) == 88


def test_an_entry_about_what_is_not_there_waits_for_it(store: Store) -> None:
    (name,) = load(store, FORM)
    empty = Store(store.folder.with_name("other"))
    enter(empty, [scored(name, "88")], what="复核")
    load(empty, FORM)
    assert one(empty, REVIEW, name) == 88


def test_a_lost_journal_loses_nothing_a_version_holds(store: Store) -> None:
    (name,) = load(store, FORM)
    enter(store, [scored(name, "88")], what="复核")
    (store.folder / JOURNAL).unlink()
    load(store, replace(FORM, self_score=Decimal(91)))
    assert one(store, REVIEW, name) == 88
    enter(store, [scored(name, "77")], what="复核")
    assert one(store, REVIEW, name) == 77


def test_replaying_again_changes_nothing(store: Store) -> None:
    (name,) = load(store, FORM)
    enter(store, [scored(name, "88"), said("department", "城管局", name="城管局")], what="复核")
    tables = ("evaluation", "indicator", "finding", "entry", "review_record")

    def rows() -> list[Any]:
        connection = store.open()
        return [connection.execute(f"SELECT * FROM stored_{each} ORDER BY ALL").fetchall() for each in tables]

    before = rows()
    with store.begin("无") as draft:
        assert draft.entered == 0
    assert rows() == before


def test_entries_said_while_a_load_is_at_work_are_kept_and_shown_by_it(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    (name,) = load(store, FORM)
    monkeypatch.setattr("evalcore.store.journal.WAIT", 0.0)
    with store.begin("导入") as draft:
        shown = enter(store, [scored(name, "88")], what="复核")
        assert "已保存 1 条录入" in shown.note
        draft.loaded = 1
    assert one(store, REVIEW, name) == 88
    versions = len(store.versions())
    enter(store, [], what="复核")
    assert len(store.versions()) == versions


def test_a_disk_that_is_full_accepts_no_half_entry(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    journal = Journal(store.folder)
    journal.append([said("header", "甲", field="actual")])
    before = (store.folder / JOURNAL).read_bytes()

    def full(_number: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(StoreError, match="录入未能保存"):
        journal.append([said("header", "乙", field="actual")])
    monkeypatch.undo()
    assert (store.folder / JOURNAL).read_bytes() == before


def test_a_copied_line_counts_once_and_a_line_that_is_no_entry_is_named(store: Store) -> None:
    journal = Journal(store.folder)
    journal.append([said("header", "甲", field="actual")])
    path = store.folder / JOURNAL
    path.write_bytes(path.read_bytes() * 2 + json.dumps({"entry_id": 1}).encode() + b"\n[]\n")
    assert len(journal.entries()) == 1
    assert journal.faults() == [f"{JOURNAL} 第 3 行无法识别", f"{JOURNAL} 第 4 行无法识别"]
    assert not store.folder.joinpath(TORN).exists()
    with only_loader(store.folder):
        assert len(journal.entries()) == 1
