"""Hostile and broken files: a place, a reason and a remedy in Chinese, in bounded time and memory; the rest loads."""

from __future__ import annotations

import re
import struct
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from evalcore.errors import LoadError
from evalcore.loaders.limits import MB, Limits, Reader
from evalcore.loaders.read import FileReading, read_bytes, read_member, read_path
from tests.loaders import hostile

HAZARD = Path(__file__).parents[2] / "../shared/forms/hazard"
NAME = "城区公厕管护"


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    reader = Reader()
    yield reader
    reader.close()


def only(data: bytes, name: str, reader: Reader) -> FileReading:
    readings = list(read_bytes(data, name, reader=reader))
    assert len(readings) == 1
    return readings[0]


def refused(reading: FileReading) -> LoadError:
    assert reading.forms == ()
    (error,) = reading.errors
    for text in (error.message, error.remedy):
        assert re.search(r"[\u4e00-\u9fff]", text)
    return error


def test_an_empty_file_is_refused(reader: Reader) -> None:
    assert "空" in refused(only(b"", "空.xlsx", reader)).message


def test_a_file_cut_short_is_refused(reader: Reader) -> None:
    for data, name in ((hostile.FORM, "a.xlsx"), (hostile.WORD, "a.docx")):
        assert "不完整" in refused(only(data[: len(data) // 2], name, reader)).message


def test_plain_text_named_xlsx_is_read_as_text_and_said_so(reader: Reader) -> None:
    assert "纯文本" in refused(only("这不是表格".encode(), "a.xlsx", reader)).message


def test_an_encrypted_workbook_asks_for_the_password_to_be_taken_off(reader: Reader) -> None:
    ole = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + b"\0" * 600
        + "EncryptedPackage".encode("utf-16-le")
        + b"\0" * 600
    )
    assert "密码" in refused(only(ole, "密.xlsx", reader)).message


def test_the_form_is_found_whatever_the_name_says(reader: Reader) -> None:
    for name in ("a.xls", "a.pdf", "a.txt", "没有后缀"):
        assert [form.project for form in only(hostile.FORM, name, reader).forms] == [NAME]


def test_nested_entities_are_refused(reader: Reader) -> None:
    assert "实体" in refused(only(hostile.laughing_word(), "a.docx", reader)).message


def test_an_external_entity_is_not_opened_and_the_rest_of_the_form_is_read(
    reader: Reader, tmp_path: Path
) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("SECRET-7431", encoding="utf-8")
    reading = only(hostile.external_entity(str(secret)), "a.docx", reader)
    (form,) = reading.forms
    assert form.project == NAME
    assert form.unit is None
    assert "SECRET-7431" not in repr(reading)
    assert any("实体" in finding.message for finding in form.read_findings)


def test_a_sheet_beyond_the_size_limit_is_refused_before_it_is_unpacked(reader: Reader) -> None:
    data = hostile.big_sheet(200)
    assert len(data) < 2 * MB
    assert "上限" in refused(only(data, "大.xlsx", reader)).message


def test_a_sheet_with_one_huge_row_is_refused(reader: Reader) -> None:
    assert refused(only(hostile.big_sheet(60), "大.xlsx", reader)).place == "自评表"


def test_styled_empty_rows_cost_nothing(reader: Reader) -> None:
    (form,) = only(hostile.styled_empty_rows(40_000), "a.xlsx", reader).forms
    assert form.project == NAME
    assert len(form.indicators) == 5


def test_a_stray_value_in_the_last_cell_does_not_hide_the_form(reader: Reader) -> None:
    (form,) = only(hostile.far_cell(), "a.xlsx", reader).forms
    assert len(form.indicators) == 5


def test_a_member_outside_the_archive_is_refused_and_the_others_load(reader: Reader) -> None:
    data = hostile.archive(
        {"../../evil.xlsx": b"x", "/abs.xlsx": b"x", "C:\\evil.xlsx": b"x", "好/表.xlsx": hostile.FORM}
    )
    readings = list(read_bytes(data, "包.zip", reader=reader))
    assert [form.project for reading in readings for form in reading.forms] == [NAME]
    assert sum("包外" in error.message for reading in readings for error in reading.errors) == 3


def test_names_in_gbk_without_the_flag_are_read_as_chinese(reader: Reader) -> None:
    data = hostile.archive({"报送材料/水利局/自评表.xlsx": hostile.FORM}, encoding="gbk")
    (reading,) = read_bytes(data, "包.zip", reader=reader)
    assert reading.file == "包.zip/报送材料/水利局/自评表.xlsx"
    assert len(reading.forms) == 1


def test_locks_and_system_files_in_an_archive_are_passed_over(reader: Reader) -> None:
    members = {
        "~$表.xlsx": b"lock",
        "Thumbs.db": b"x",
        "__MACOSX/._表.xlsx": b"x",
        ".DS_Store": b"x",
        "表.xlsx": hostile.FORM,
    }
    (reading,) = read_bytes(hostile.archive(members), "包.zip", reader=reader)
    assert len(reading.forms) == 1


def test_archives_inside_archives_are_opened_four_deep_and_no_deeper(reader: Reader) -> None:
    data = hostile.FORM
    for _ in range(4):
        data = hostile.archive({"内.zip" if data is not hostile.FORM else "表.xlsx": data})
    assert [len(reading.forms) for reading in read_bytes(data, "包.zip", reader=reader)] == [1]
    deeper = hostile.archive({"内.zip": data})
    (reading,) = read_bytes(deeper, "包.zip", reader=reader)
    assert "嵌套" in refused(reading).message


def test_a_member_that_lies_about_its_size_is_refused(reader: Reader) -> None:
    data = bytearray(hostile.archive({"a.csv": b"A" * 5_000_000, "表.xlsx": hostile.FORM}))
    at = data.index(b"PK\x01\x02")
    data[at + 24 : at + 28] = struct.pack("<I", 10)  # the directory says ten bytes
    readings = list(read_bytes(bytes(data), "包.zip", reader=reader))
    assert [form.project for reading in readings for form in reading.forms] == [NAME]
    assert any(reading.errors for reading in readings)


def test_text_that_looks_like_a_formula_stays_text(reader: Reader) -> None:
    from tests.loaders.layouts import PLAIN
    from tests.loaders.sketch import text_table

    name = "=cmd|'/c calc'!A1"
    rows = [["项目名称", name, *line[2:]] if line[0] == "项目名称" else line for line in PLAIN]
    (form,) = only(text_table(rows), "a.csv", reader).forms
    assert form.project == name


def test_a_reader_that_takes_too_long_is_stopped_and_the_next_file_is_read() -> None:
    reader = Reader(Limits(seconds=0.0))
    try:
        with pytest.raises(LoadError, match="秒"):
            reader.read(hostile.styled_empty_rows(30_000), "慢.xlsx")
        reader.limits = Limits()
        assert len(only(hostile.FORM, "a.xlsx", reader).forms) == 1
    finally:
        reader.close()


def test_a_reader_that_needs_too_much_memory_is_stopped_and_the_next_file_is_read() -> None:
    reader = Reader(Limits(memory=24 * MB))
    try:
        reading = only(hostile.big_sheet(40), "大.xlsx", reader)
        assert "内存" in refused(reading).message
        assert len(only(hostile.FORM, "a.xlsx", reader).forms) == 1
    finally:
        reader.close()


def test_a_form_without_project_name_is_refused_with_its_cell_and_the_rest_loads() -> None:
    from tests.loaders.layouts import PLAIN
    from tests.loaders.sketch import xlsx

    nameless = [["项目名称", None, *line[2:]] if line[0] == "项目名称" else line for line in PLAIN]
    reading = read_member(xlsx({"甲": PLAIN, "乙": nameless}), "两表.xlsx")
    assert [form.project for form in reading.forms] == [NAME]
    assert reading.errors == ()  # nothing keeps the good form out
    (error,) = reading.refused
    assert error.place == "乙 A3"
    assert "项目名称" in error.message
    assert error.remedy


def test_hidden_template_and_summary_sheets_are_no_projects() -> None:
    from tests.loaders.layouts import LEDGER, PLAIN
    from tests.loaders.sketch import xlsx

    sheets = {"汇总": LEDGER, "自评": PLAIN, "模板（勿删）": PLAIN, "备份": PLAIN, "样张": PLAIN}
    reading = read_member(xlsx(sheets, hidden=("备份", "样张")), "a.xlsx")
    assert [form.project for form in reading.forms] == [NAME]


@pytest.mark.skipif(not HAZARD.is_dir(), reason="../shared/forms/hazard is not here")
@pytest.mark.parametrize(
    "path", sorted(HAZARD.iterdir()) if HAZARD.is_dir() else [], ids=lambda path: path.name
)
def test_a_reference_hazard_is_read_or_refused_within_its_limits(path: Path, reader: Reader) -> None:
    started = time.monotonic()
    readings = list(read_path(path, reader=reader))
    assert time.monotonic() - started < 2 * Limits().seconds  # the reader stops at its own limit
    assert readings
    for reading in readings:
        assert reading.forms or reading.errors
        for error in reading.errors:
            assert re.search(r"[\u4e00-\u9fff]", error.message)
            assert error.remedy
