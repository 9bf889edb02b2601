"""New material: nothing unconfirmed is published, nothing confirmed is lost, a cancelled intake leaves nothing."""

from __future__ import annotations

import io
import sys
import zipfile
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from evalcore.errors import StoreError
from evalcore.loaders import intake as intake_module
from evalcore.loaders.intake import Intake
from evalcore.loaders.preview import preview
from evalcore.loaders.read import read_member
from evalcore.loaders.revision import Change, changes
from evalcore.store import Store

sys.path.insert(0, str(Path(__file__).parent))
from self_evaluation import workbook


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store")


def staged(store: Store, **files: bytes) -> Intake:
    intake = Intake.begin(store)
    for name, content in files.items():
        intake.add(f"{name}.xlsx", content)
    intake.read()
    return intake


def payments(*rows: tuple[object, ...], department: str = "示范区城管局") -> bytes:
    book = openpyxl.Workbook()
    for row in (("2022年国库支付台账（万元）",), ("项目名称", "主管部门", "支付金额")):
        book.active.append(row)
    for name, paid in rows:
        book.active.append((name, department, paid))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_nothing_is_published_before_it_is_confirmed(store: Store) -> None:
    intake = staged(store, 城管=workbook())
    assert store.current() is None
    assert [form.outcome for form in preview(intake).forms] == ["added"]
    report = intake.confirm(who="经办人")
    assert (report.published, report.evaluations) == (True, 1)
    assert store.find().id == report.version
    assert not intake.folder.exists()


def test_a_closed_browser_loses_nothing(store: Store) -> None:
    first = staged(store, 城管=workbook())
    first.add("第二份.xlsx", workbook("公厕管理"))  # the browser closes before this one is read
    (back,) = Intake.waiting(Store(store.folder))
    assert back.names == ["城管.xlsx", "第二份.xlsx"]
    assert back.unread() == ["第二份.xlsx"]
    back.read()
    assert len(preview(back).forms) == 2


def test_a_cancelled_intake_leaves_nothing(store: Store) -> None:
    intake = staged(store, 城管=workbook())
    intake.cancel()
    assert Intake.waiting(store) == []
    assert list((store.folder / "inbox").iterdir()) == []
    with pytest.raises(StoreError):
        preview(intake)


def test_a_second_file_of_the_same_project_is_a_revision_with_its_differences(store: Store) -> None:
    staged(store, 城管=workbook(score=95)).confirm(who="甲")
    (form,) = preview(staged(store, 更正=workbook(score=93))).forms
    assert form.outcome == "replaced"
    assert [(c.what, c.before, c.after) for c in form.changes] == [
        ("自评得分", "95", "93"), ("指标“投诉处理率” 得分", "35", "33"),
    ]  # fmt: skip
    assert form.changes[0].place


def test_the_same_bytes_again_change_nothing(store: Store) -> None:
    files = {"城管": workbook(), "支付": payments(("道路保洁", 100))}
    first = staged(store, **files).confirm(who="甲")
    again = staged(store, **files)
    seen = preview(again)
    assert [form.outcome for form in seen.forms] == ["unchanged"]
    assert [(each.added, each.changed, each.unchanged) for each in seen.lists] == [(0, 0, 1)]
    assert not seen.changes_anything
    assert not again.confirm(who="甲").published
    assert store.find().id == first.version


def test_the_preview_says_what_confirming_does(store: Store) -> None:
    staged(store, 支付=payments(("道路保洁", 100), ("桥梁检测", 5))).confirm(who="甲")
    intake = staged(store, 支付=payments(("道路保洁", 90), ("公厕管理", 3)))
    (each,) = preview(intake).lists
    assert (each.kind, each.years, each.added, each.changed, each.removed) == (
        "国库支付台账",
        (2022,),
        1,
        1,
        0,
    )
    intake.confirm(who="甲")
    connection = store.open()
    paid = dict(connection.execute("SELECT project, paid FROM stored_payment").fetchall())
    connection.close()
    assert paid == {"道路保洁": Decimal(90), "桥梁检测": Decimal(5), "公厕管理": Decimal(3)}


def test_archives_are_opened_and_bad_members_named(store: Store) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("好.xlsx", workbook())
        archive.writestr("../出包.xlsx", workbook("公厕管理"))
        archive.writestr("空.xlsx", b"")
    intake = Intake.begin(store)
    assert intake.add("一包.zip", packed.getvalue()) == 3
    intake.read()
    seen = preview(intake)
    assert [form.file for form in seen.forms] == ["一包.zip/好.xlsx"]
    assert sorted(error.file for error in seen.rejected) == ["一包.zip/../出包.xlsx", "一包.zip/空.xlsx"]
    report = intake.confirm(who="甲")
    assert (report.loaded, report.rejected) == (1, 2)


def test_too_many_files_are_refused_and_the_first_ones_stay(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake_module, "MAX_FILES", 1)
    intake = staged(store, 甲=workbook(), 乙=workbook("公厕管理"))
    assert [error.file for error in preview(intake).rejected] == ["乙.xlsx"]
    assert len(preview(intake).forms) == 1


def test_an_unknown_department_is_mapped_once_and_remembered(store: Store) -> None:
    staged(store, 城管=workbook()).confirm(who="甲")
    intake = staged(store, 支付=payments(("道路保洁", 100), department="示范区城市管理局"))
    (unknown,) = preview(intake).departments
    assert (unknown.printed, unknown.guesses) == ("示范区城市管理局", ("示范区城管局",))
    intake.map_department(unknown.printed, "示范区城管局")
    intake.confirm(who="甲")
    connection = store.open()
    found = connection.execute("SELECT department, printed_department FROM stored_payment").fetchall()
    connection.close()
    assert found == [("示范区城管局", "示范区城市管理局")]
    again = staged(store, 支付=payments(("道路保洁", 100), department="示范区城市管理局"))
    assert preview(again).departments == ()
    assert not preview(again).changes_anything


def test_one_project_under_both_names_of_its_department_is_one_evaluation(store: Store) -> None:
    staged(store, 城管=workbook()).confirm(who="甲")
    book = openpyxl.load_workbook(io.BytesIO(workbook()))
    for row in book.active.iter_rows():
        for cell in row:
            if cell.value and "城管局" in str(cell.value):
                cell.value = str(cell.value).replace("城管局", "城市管理局")
    stream = io.BytesIO()
    book.save(stream)
    intake = staged(store, 改写=stream.getvalue())
    assert [form.outcome for form in preview(intake).forms] == ["added"]
    (unknown,) = preview(intake).departments
    intake.map_department(unknown.printed, "示范区城管局")
    assert [form.outcome for form in preview(intake).forms] == ["replaced"]
    intake.confirm(who="甲")
    connection = store.open()
    found = connection.execute(
        "SELECT department, printed_department, revision FROM stored_evaluation"
    ).fetchall()
    connection.close()
    assert found == [("示范区城管局", "示范区城市管理局", 2)]


def test_an_explained_header_is_read_again_and_remembered(store: Store) -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook()))
    page = book.active
    cell = next(
        cell for row in page.iter_rows() for cell in row if cell.value and "完成值" in str(cell.value)
    )
    cell.value = "兑现情况"
    out = io.BytesIO()
    book.save(out)
    intake = staged(store, 城管=out.getvalue())
    headers = preview(intake).headers
    if not headers:
        pytest.skip("the reader knows this header by now")
    intake.explain(headers[0].key, "actual")
    assert intake.unread() == ["城管.xlsx"]
    intake.read()
    assert preview(intake).headers == ()
    intake.confirm(who="甲")
    assert preview(staged(store, 再来=out.getvalue())).headers == ()


def test_an_id_from_an_address_opens_no_other_folder(store: Store) -> None:
    with pytest.raises(StoreError):
        Intake(store, "../../etc")


def test_changes_name_the_indicator_and_the_new_cell(store: Store) -> None:
    (form,) = read_member(workbook(), "甲.xlsx").forms
    row = form.indicators[0]
    new = replace(form, indicators=(replace(row, actual="7"), *form.indicators[1:]))
    assert changes(form, new) == (
        Change(f"指标“{row.level3}” 实际完成值", str(row.actual), "7", str(row.places["actual"])),
    )
    assert changes(form, form) == ()
