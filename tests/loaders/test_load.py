"""Loading: every file is stored or rejected, a rejected one stores nothing, a load is seen whole or not."""

from __future__ import annotations

import hashlib
import io
import os
import random
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from evalcore.errors import StoreError
from evalcore.loaders import batch as batch_module
from evalcore.loaders import recomputed as recomputed_module
from evalcore.loaders.limits import Reader
from evalcore.loaders.load import load, store_readings
from evalcore.loaders.read import read_bytes, read_member
from evalcore.model import Evaluation
from evalcore.queries import run
from evalcore.queries.run import Selection, query
from evalcore.store import Store, integrity
from evalcore.store.prepared import Prepared
from tests.loaders.layouts import PLAIN
from tests.loaders.sketch import xlsx

sys.path.insert(0, str(Path(__file__).parent))
from self_evaluation import workbook


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "报送"
    made.mkdir()
    return made


def rows(store: Store, sql: str) -> list[tuple[Any, ...]]:
    connection = store.open()
    try:
        return connection.execute(sql).fetchall()
    finally:
        connection.close()


def test_a_form_goes_all_the_way_into_a_version(store: Store, folder: Path) -> None:
    content = workbook()
    (folder / "城管.xlsx").write_bytes(content)
    report = load([folder], store, jobs=1)
    assert (report.files, report.loaded, report.rejected) == (1, 1, 0)
    assert (report.evaluations, report.indicators) == (1, 2)
    assert report.version == store.find().id
    assert str(report.lines[0]).startswith("已入库 城管.xlsx：1 份评价，2 个指标，")
    sql = "SELECT project, year, department, department_code, self_score, recomputed FROM stored_evaluation"
    (stored,) = rows(store, sql)
    assert stored == ("道路保洁", 2022, "示范区城管局", "219001", Decimal(95), Decimal(100))
    assert report.findings == rows(store, "SELECT count(*) FROM stored_finding")[0][0]
    sha = hashlib.sha256(content).hexdigest()
    assert store.file(sha).read_bytes() == content
    files = rows(store, "SELECT file, sha256, forms, rejected FROM stored_source_file")
    assert files == [("城管.xlsx", sha, 1, None)]
    assert rows(store, "SELECT what, files, loaded, rejected, evaluations FROM stored_load") == [
        ("导入 1 个文件", 1, 1, 0, 1)
    ]


def test_what_was_refused_of_a_file_that_loads_is_kept_with_its_place(store: Store, folder: Path) -> None:
    nameless = [["项目名称", None, *line[2:]] if line[0] == "项目名称" else line for line in PLAIN]
    (folder / "两表.xlsx").write_bytes(xlsx({"甲": PLAIN, "乙": nameless}))
    report = load([folder], store, jobs=1)
    assert (report.loaded, report.rejected) == (1, 0)
    ((forms, rejected, place, remedy),) = rows(
        store, "SELECT forms, rejected, place, remedy FROM stored_source_file"
    )
    assert (forms, place) == (1, "乙 A3")
    assert "没有填写项目名称" in rejected
    assert remedy


def test_a_bad_file_stores_nothing_and_the_rest_loads(store: Store, folder: Path) -> None:
    (folder / "1好.xlsx").write_bytes(workbook("道路保洁"))
    (folder / "2空.xlsx").write_bytes(b"")
    (folder / "3截断.xlsx").write_bytes(workbook("公厕管理")[:900])
    (folder / "4无名.xlsx").write_bytes(workbook(None))
    (folder / "5是文本.xlsx").write_text("这不是表格", encoding="utf-8")
    (folder / "6好.xlsx").write_bytes(workbook("绿化养护"))
    report = load([folder], store, jobs=2)
    assert [line.state for line in report.lines] == [
        "stored",
        "rejected",
        "rejected",
        "rejected",
        "rejected",
        "stored",
    ]
    assert (report.loaded, report.rejected, report.evaluations) == (2, 4, 2)
    for line in report.lines[1:5]:
        assert line.errors[0].message
        assert line.errors[0].remedy
        assert str(line).startswith(f"未入库 {line.file}：")
    assert "项目名称" in str(report.lines[3])
    assert rows(store, "SELECT project FROM stored_evaluation ORDER BY 1") == [("绿化养护",), ("道路保洁",)]
    assert rows(store, "SELECT count(*) FROM stored_source_file WHERE rejected IS NOT NULL") == [(4,)]
    assert rows(store, "SELECT files, loaded, rejected FROM stored_load") == [(6, 2, 4)]


def test_a_nameless_form_does_not_keep_the_good_ones_of_its_file_out(store: Store, folder: Path) -> None:
    def sheets(*projects: str | None) -> bytes:
        book = openpyxl.Workbook()
        book.remove(book.worksheets[0])
        for number, project in enumerate(projects, 1):
            source = openpyxl.load_workbook(io.BytesIO(workbook(project))).worksheets[0]
            sheet = book.create_sheet(f"表{number}")
            for row in source.iter_rows(values_only=True):
                sheet.append(row)
        stream = io.BytesIO()
        book.save(stream)
        return stream.getvalue()

    (folder / "三张表.xlsx").write_bytes(sheets("道路保洁", None, "绿化养护"))
    report = load([folder], store)
    (line,) = report.lines
    assert (line.state, line.evaluations, report.rejected) == ("stored", 2, 0)
    (refused,) = line.refused
    assert "项目名称" in refused.message and refused.place.startswith("表2") and refused.remedy
    assert rows(store, "SELECT project FROM stored_evaluation ORDER BY 1") == [("绿化养护",), ("道路保洁",)]


def test_the_members_of_an_archive_are_files_of_their_own(store: Store, folder: Path) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        good = workbook("道路保洁")
        archive.writestr("好.xlsx", good)
        archive.writestr("无名.xlsx", workbook(None))
    (folder / "一包.zip").write_bytes(inner.getvalue())
    report = load([folder / "一包.zip"], store)
    assert [(line.file, line.state) for line in report.lines] == [
        ("一包.zip/好.xlsx", "stored"),
        ("一包.zip/无名.xlsx", "rejected"),
    ]
    sha = rows(store, "SELECT source_sha256 FROM stored_evaluation")[0][0]
    assert store.file(sha).read_bytes() == good


def test_the_same_files_again_change_nothing(store: Store, folder: Path) -> None:
    (folder / "城管.xlsx").write_bytes(workbook())
    first = load([folder], store)
    again = load([folder], store)
    assert not again.published
    assert again.version == first.version
    assert [line.state for line in again.lines] == ["unchanged"]
    assert (again.loaded, again.evaluations) == (1, 1)
    assert len(store.versions()) == 1


def test_one_form_in_two_files_of_a_load_counts_once(store: Store, folder: Path) -> None:
    (folder / "a.xlsx").write_bytes(workbook())
    (folder / "b.xlsx").write_bytes(workbook(department="示范区城管局"))
    report = load([folder], store, jobs=1)
    assert [line.state for line in report.lines] == ["stored", "unchanged"]
    assert (report.files, report.loaded, report.evaluations, report.indicators) == (2, 2, 1, 2)
    assert rows(store, "SELECT count(*) FROM stored_evaluation") == [(1,)]


def test_a_corrected_file_makes_a_revision_in_a_new_version(store: Store, folder: Path) -> None:
    (folder / "城管.xlsx").write_bytes(workbook(score=95))
    first = load([folder], store)
    (folder / "城管.xlsx").write_bytes(workbook(score=90))
    second = load([folder], store)
    assert [line.state for line in second.lines] == ["updated"]
    assert rows(store, "SELECT self_score, revision FROM stored_evaluation") == [(Decimal(90), 2)]
    old = store.open(first.version)
    assert old.execute("SELECT self_score FROM stored_evaluation").fetchall() == [(Decimal(95),)]


def test_findings_across_years_come_with_the_load(store: Store, folder: Path) -> None:
    (folder / "a.xlsx").write_bytes(workbook(year=2021, score=98))
    load([folder], store)
    (folder / "b.xlsx").write_bytes(workbook(year=2022, score=80))
    load([folder / "b.xlsx"], store)
    assert rows(store, "SELECT year FROM stored_finding WHERE code = 'X_SCORE_JUMP'") == [(2022,)]


def test_nothing_readable_publishes_nothing(store: Store, folder: Path) -> None:
    (folder / "空.xlsx").write_bytes(b"")
    report = load([folder], store)
    assert (report.version, report.published, report.rejected) == (None, False, 1)
    assert store.versions() == []


def test_missing_paths_and_empty_folders_are_rejected_by_name(store: Store, folder: Path) -> None:
    report = load([folder / "没有.xlsx", folder], store)
    assert [line.state for line in report.lines] == ["rejected", "rejected"]
    assert report.lines[0].file == "没有.xlsx"
    assert "文件夹是空的" in str(report.lines[1])


def test_progress_counts_every_file_once(store: Store, folder: Path) -> None:
    for i in range(5):
        (folder / f"{i}.xlsx").write_bytes(workbook(f"项目{i}"))
    seen: list[tuple[int, int, str]] = []
    load([folder], store, progress=lambda *step: seen.append(step), jobs=2)
    assert seen == [(i + 1, 5, f"{i}.xlsx") for i in range(5)]


def test_results_do_not_depend_on_the_number_of_readers(tmp_path: Path, folder: Path) -> None:
    for i in range(7):
        (folder / f"{i}.xlsx").write_bytes(workbook(f"项目{i}", score=90 + i))
    sql = "SELECT evaluation_id, self_score, recomputed, digest FROM stored_evaluation ORDER BY 1"
    answers = []
    for jobs in (1, 3):
        store = Store(tmp_path / f"store{jobs}")
        load([folder], store, jobs=jobs)
        answers.append(rows(store, sql))
    assert answers[0] == answers[1]


def test_a_form_the_engine_cannot_score_is_rejected_alone(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = {f"{i}.xlsx": workbook(f"项目{i}") for i in range(3)}
    real = recomputed_module.score_evaluation

    def fails(form: Evaluation) -> Any:
        if form.project == "项目1":
            raise ArithmeticError("no")
        return real(form)

    monkeypatch.setattr(recomputed_module, "score_evaluation", fails)
    report = store_readings(store, [(read_member(data, name), data) for name, data in files.items()])
    assert [line.state for line in report.lines] == ["stored", "rejected", "stored"]
    assert "复算程序未能处理此文件" in str(report.lines[1])


def test_the_reading_process_recomputes_what_the_store_would() -> None:
    data, reader = workbook(), Reader(scores=True)
    try:
        (there,) = read_bytes(data, "a.xlsx", reader=reader)
    finally:
        reader.close()
    here = read_member(data, "a.xlsx")
    assert here.prepared == ()
    assert there == recomputed_module.recomputed(here)
    assert (len(there.prepared), len(there.forms)) == (1, 0)


def test_a_value_no_column_holds_rejects_its_file_alone(
    store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for i in range(3):
        (folder / f"{i}.xlsx").write_bytes(workbook(f"项目{i}"))
    real = batch_module.write_prepared

    def fails(connection: Any, evaluations: Sequence[Prepared], **more: Any) -> Any:
        huge = [
            replace(each, about=replace(each.about, year=10**12)) if each.about.project == "项目1" else each
            for each in evaluations
        ]
        return real(connection, huge, **more)

    monkeypatch.setattr(batch_module, "write_prepared", fails)
    report = load([folder], store, jobs=1)
    assert [line.state for line in report.lines] == ["stored", "rejected", "stored"]
    assert "超出可存储的范围" in str(report.lines[1])
    assert integrity.faults(store.find().path) == []


def test_a_second_load_is_told_of_the_first_and_stores_nothing(store: Store, folder: Path) -> None:
    (folder / "a.xlsx").write_bytes(workbook())
    with store.begin("别的导入"), pytest.raises(StoreError, match="另一个导入正在进行"):
        load([folder], store)


def test_a_load_that_stops_leaves_the_old_version(store: Store, folder: Path) -> None:
    (folder / "a.xlsx").write_bytes(workbook("甲"))
    first = load([folder], store)
    (folder / "b.xlsx").write_bytes(workbook("乙"))

    def stop(done: int, total: int, file: str) -> None:
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        load([folder], store, progress=stop)
    assert store.find().id == first.version
    assert load([folder], store).evaluations == 2


LOADER = """
import sys
from evalcore.loaders.load import load
from evalcore.store import Store
load([sys.argv[1]], Store(sys.argv[2]), jobs=1, progress=lambda done, total, file: print(done, flush=True))
"""


@pytest.mark.skipif(os.name == "nt", reason="no SIGKILL on Windows")
@pytest.mark.parametrize("kills", [3, pytest.param(50, marks=pytest.mark.long)])
def test_a_load_killed_at_any_moment_leaves_the_old_version_or_the_new(
    store: Store, folder: Path, kills: int
) -> None:
    (folder / "基础.xlsx").write_bytes(workbook("基础"))
    load([folder], store)
    new = folder.parent / "新报送"
    new.mkdir()
    rng = random.Random(20261123)
    for i in range(12):
        (new / f"{i:02}.xlsx").write_bytes(workbook(f"项目{i}"))
    expected = 1
    for attempt in range(kills):
        (new / "变动.xlsx").write_bytes(workbook("变动", score=70 + attempt % 30))
        process = subprocess.Popen(
            [sys.executable, "-c", LOADER, str(new), str(store.folder)], stdout=subprocess.PIPE
        )
        assert process.stdout is not None
        for _ in range(
            rng.randrange(14)
        ):  # wait until some files are read, then a moment more: also while publishing
            process.stdout.readline()
        time.sleep(rng.random() * 0.3)
        process.send_signal(signal.SIGKILL)
        process.wait()
        now = store.find()
        assert not now.note
        assert integrity.faults(now.path) == []
        held = rows(store, "SELECT count(*) FROM stored_evaluation")[0][0]
        assert held in (expected, 14)  # the version before, or the whole of the new one
        expected = held
    report = load([new], store)  # the next load just works
    assert report.rejected == 0
    assert rows(store, "SELECT count(*) FROM stored_evaluation") == [(14,)]
    assert sorted(p.name for p in store.folder.glob("draft-*")) == []


def test_a_reader_sees_the_old_version_during_a_load_and_the_new_one_after(
    store: Store, folder: Path
) -> None:
    (folder / "a.xlsx").write_bytes(workbook("甲"))
    load([folder], store)
    (folder / "b.xlsx").write_bytes(workbook("乙"))
    seen: list[int] = []

    def count() -> int:
        frame = query("selection_counts", Selection(dataset="submitted"), scope=None, store=store)
        return int(frame["total"][0])

    load([folder], store, progress=lambda *_: seen.append(count()))
    assert seen == [1, 1]
    assert count() == 2
    run._open.cache_clear()


def ledger(*rows: tuple[Any, ...]) -> bytes:
    book = openpyxl.Workbook()
    for row in (("2022年国库支付台账（万元）",), ("项目名称", "主管部门", "支付金额"), *rows):
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_list_among_the_forms_is_found_and_checked_against_them(store: Store, folder: Path) -> None:
    (folder / "1支付.xlsx").write_bytes(
        ledger(("道路保洁", "示范区城管局", 1), ("公厕管理", "示范区城管局", "若干"))
    )
    (folder / "2城管.xlsx").write_bytes(workbook())
    report = load([folder], store, jobs=1)
    assert [line.state for line in report.lines] == ["stored", "stored"]
    assert str(report.lines[0]) == "已入库 1支付.xlsx：国库支付台账 1 行；1 处未能读取"
    assert report.lines[0].refused[0].place == "Sheet C4"
    assert rows(store, "SELECT paid, place, source_file FROM stored_payment") == [
        (Decimal(1), "Sheet A3", "1支付.xlsx")
    ]
    assert rows(store, "SELECT count(*) FROM stored_finding WHERE code = 'X_SPEND_LEDGER_DIFF'") == [(1,)]
    again = load([folder], store)
    assert not again.published
    assert [line.state for line in again.lines] == ["unchanged", "unchanged"]


def test_a_list_of_which_no_row_can_be_read_is_rejected(store: Store, folder: Path) -> None:
    (folder / "支付.xlsx").write_bytes(ledger(("道路保洁", "示范区城管局", "若干")))
    report = load([folder], store)
    assert (report.rejected, report.published) == (1, False)
    assert report.lines[0].errors[0].place == "Sheet C3"
