"""Relatives of the hazards: each is read or refused with its place and a remedy in Chinese, in ≤ 10 s and ≤ 512 MB."""

from __future__ import annotations

import io
import os
import re
import stat
import struct
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from evalcore.loaders.limits import MB, Reader
from evalcore.loaders.load import load
from evalcore.loaders.read import FileReading, read_bytes, read_member, read_path
from evalcore.store.version import Store
from tests.loaders import hostile
from tests.loaders.hostile import FORM, SHEET, WORD, archive, pdf, pdf_stream, rewrite
from tests.loaders.layouts import PLAIN
from tests.loaders.sketch import text_table

NAME = "城区公厕管护"
SECONDS, MEMORY = 10.0, 512


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    reader = Reader()
    yield reader
    reader.close()


def readings(data: bytes, name: str, reader: Reader) -> list[FileReading]:
    """What came of it, within the limits of one file; what is refused names a remedy in Chinese."""
    started = time.monotonic()
    found = list(read_bytes(data, name, reader=reader))
    assert (
        time.monotonic() - started < 2 * SECONDS
    )  # the reader stops itself at 9 s; the rest is a busy machine's
    if (used := hostile.peak_mb(reader)) is not None:
        assert used <= MEMORY
    for reading in found:
        for error in (*reading.errors, *reading.refused):
            assert re.search(r"[\u4e00-\u9fff]", error.message)
            assert re.search(r"[\u4e00-\u9fff]", error.remedy)
            assert "未能处理" not in error.message
    return found


def why(data: bytes, name: str, reader: Reader) -> str:
    """The reason one file is refused for."""
    (reading,) = readings(data, name, reader)
    assert reading.forms == ()
    return "".join(error.message for error in reading.errors)


def test_bombs_inside_archives_inside_archives_are_not_unpacked(reader: Reader) -> None:
    inner = archive({f"{k}.csv": b"0" * (40 * MB) for k in range(2)})
    bomb = archive({f"{k}.zip": archive({f"{j}.zip": inner for j in range(10)}) for k in range(10)})
    started = time.process_time()
    found = readings(bomb, "包.zip", reader)
    assert found
    assert all(re.search("压缩 [0-9]+ 倍|总量", reading.errors[0].message) for reading in found)
    assert time.process_time() - started < SECONDS


def test_an_archive_of_too_many_entries_is_read_up_to_the_limit_and_says_so_once(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("evalcore.loaders.archive.MAX_MEMBERS", 40)
    data = archive({"表.xlsx": FORM} | {f"{k}.csv": b"a,b\n1,2" for k in range(3_000)})
    found = readings(data, "包.zip", reader)
    assert [form.project for reading in found for form in reading.forms] == [NAME]
    assert len(found) == 41
    assert "超过 40 个文件" in found[-1].errors[0].message


def test_a_link_in_an_archive_is_refused_and_the_form_beside_it_loads(reader: Reader) -> None:
    stream = io.BytesIO(archive({"表.xlsx": FORM}))
    with zipfile.ZipFile(stream, "a") as package:
        link = zipfile.ZipInfo("密码.xlsx")
        link.create_system, link.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
        package.writestr(link, "/etc/passwd")
    found = readings(stream.getvalue(), "包.zip", reader)
    assert [len(reading.forms) for reading in found] == [1, 0]
    assert "快捷方式" in found[1].errors[0].message


def test_names_that_climb_out_or_are_no_text_do_no_harm(reader: Reader) -> None:
    strange = {
        "..\\..\\a.xlsx": b"x",
        "a\u202exslx.exe": b"x",
        "\x01\x02.csv": b"x",
        "长" * 3_000 + ".xlsx": FORM,
    }
    found = readings(archive(strange), "包.zip", reader)
    assert sum(len(reading.forms) for reading in found) == 1
    assert "包外" in found[0].errors[0].message


_PAGES = b"<</Type/Catalog/Pages 2 0 R>>"
_FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
_TEXT = b"BT /F1 12 Tf 50 700 Td (hello world) Tj ET\n"


def page(content: bytes, box: bytes = b"0 0 600 800") -> bytes:
    resources = b"/Resources<</Font<</F1 5 0 R>>/XObject<</X 6 0 R>>>>"
    leaf = b"<</Type/Page/Parent 2 0 R/MediaBox[" + box + b"]/Contents 4 0 R" + resources + b">>"
    form = b"/Type/XObject/Subtype/Form/BBox[0 0 600 800]" + resources
    parts = [_PAGES, b"<</Type/Pages/Kids[3 0 R]/Count 1>>", leaf, pdf_stream(content), _FONT]
    return pdf([*parts, pdf_stream(b"/X Do\n", form)])


LOOPS: dict[str, Callable[[], bytes]] = {
    "pages that are their own children": lambda: pdf(
        [_PAGES, b"<</Type/Pages/Kids[2 0 R 3 0 R 2 0 R]/Count 300>>", b"<</Type/Pages/Parent 3 0 R/Kids[2 0 R]/Count 9>>"]
    ),
    "a form that draws itself": lambda: page(_TEXT + b"/X Do\n"),
    "a length that is its own": lambda: page(_TEXT).replace(b"/Length", b"/Length 4 0 R/L", 1),
    "a page of a thousand kilometres": lambda: page(_TEXT, b"0 0 1000000000 1000000000"),
    "a page of no size": lambda: page(_TEXT, b"0 0 0 0"),
    "a page whose content unpacks to 60 MB": lambda: page(b"0 0 m 1 1 l S\n" * (60 * MB // 14)),
    "100,000 rules": lambda: page(b"".join(b"0 %d m 600 %d l S\n" % (k % 800, k % 800) for k in range(100_000)) + _TEXT),
    "a cross-reference that points to itself": lambda: page(_TEXT).replace(b"trailer <<", b"trailer <</Prev 9/XRefStm 9"),
    "an object stream that holds itself": lambda: pdf(
        [_PAGES, pdf_stream(b"3 0 " * 50, b"/Type/ObjStm/N 50/First 200/Extends 2 0 R")]
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", LOOPS)
def test_a_pdf_that_loops_or_sprawls_is_read_or_refused(name: str, reader: Reader) -> None:
    (reading,) = readings(LOOPS[name](), "a.pdf", reader)
    assert reading.forms == ()
    assert reading.errors


WIDE: dict[str, Callable[[], bytes]] = {
    "csv": lambda: (",".join(f"列{k}" for k in range(100_000)) + "\n").encode() * 3,
    "html": lambda: ("<table><tr>" + "<td>项目名称</td>" * 100_000 + "</tr></table>").encode(),
    "html of spans": lambda: ("<table>" + "<tr><td rowspan=1000 colspan=1000>项目</td></tr>" * 50 + "</table>").encode(),
    "SpreadsheetML": lambda: hostile.xml2003(
        '<Row ss:Index="999999999"><Cell ss:Index="99999999" ss:MergeAcross="9999999" ss:MergeDown="99999999">'
        '<Data ss:Type="String">x</Data></Cell></Row>'
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", WIDE)
def test_a_hundred_thousand_columns_are_refused(name: str, reader: Reader) -> None:
    (reading,) = readings(WIDE[name](), f"宽.{name[:4]}", reader)
    assert reading.errors


def test_a_hundred_thousand_columns_beside_a_form_do_not_hide_it(reader: Reader) -> None:
    cells = b"".join(
        b'<c r="%s60" t="inlineStr"><is><t>x</t></is></c>' % hostile.letters(k) for k in range(100_000)
    )
    data = rewrite(FORM, SHEET, {"</sheetData>": b'<row r="60">' + cells + b"</row></sheetData>"})
    (reading,) = readings(data, "宽.xlsx", reader)
    assert [form.project for form in reading.forms] == [NAME]


def test_one_line_of_a_hundred_megabytes_is_refused_before_it_is_read(reader: Reader) -> None:
    assert "上限 32 MB" in why("项目名称,甲".encode() + b"A" * (100 * MB), "长.csv", reader)


def test_a_long_text_that_is_no_report_is_refused_in_time(reader: Reader) -> None:
    assert why("项目名称：甲，预算安排100万元，".encode() * 300_000, "长.txt", reader)


def test_stray_nul_bytes_cost_nothing_and_a_file_of_them_is_empty(reader: Reader) -> None:
    (reading,) = readings(text_table(PLAIN).replace(b",", b",\0"), "a.csv", reader)
    assert [form.project for form in reading.forms] == [NAME]
    assert "空" in why(b"\0" * 100_000, "a.csv", reader)


def test_links_pipes_and_lost_files_of_a_folder_are_said_and_the_rest_loads(tmp_path: Path) -> None:
    folder, outside = tmp_path / "报送", tmp_path / "外部"
    folder.mkdir(), outside.mkdir()
    (folder / "表.xlsx").write_bytes(FORM)
    (outside / "密.xlsx").write_bytes(FORM)
    (folder / "链接.xlsx").symlink_to(outside / "密.xlsx")
    (folder / "断.xlsx").symlink_to(tmp_path / "没有")
    (folder / "文件夹").symlink_to(outside)
    (folder / "环").symlink_to(folder)
    os.mkfifo(folder / "管道.xlsx")
    report = load([folder], Store(tmp_path / "store"), jobs=1)
    assert (report.files, report.loaded, report.rejected) == (6, 1, 5)
    said = {line.file: str(line) for line in report.lines}
    assert all("快捷方式" in said[name] for name in ("链接.xlsx", "断.xlsx", "文件夹", "环"))
    assert "管道" in said["管道.xlsx"]
    (alone,) = read_path(folder / "管道.xlsx")
    assert "不是普通文件" in alone.errors[0].message


LOCKED: dict[str, Callable[[], bytes]] = {
    "xlsx": lambda: hostile.ole({"EncryptedPackage": b"x" * 5_000, "EncryptionInfo": b"y" * 500}),
    "docx": lambda: hostile.ole({"EncryptionInfo": b"y" * 500, "EncryptedPackage": b"x" * 5_000}),
    "xls": lambda: hostile.ole({"Workbook": hostile.LOCKED_BOOK}),
    "doc": lambda: hostile.ole({"WordDocument": hostile.LOCKED_TEXT, "1Table": b"z" * 5_000}),
    "ods": lambda: hostile.locked_ods(),
    "pdf": lambda: hostile.locked_pdf(),
    "zip": lambda: hostile.locked_zip(),
}


@pytest.mark.parametrize("kind", LOCKED)
def test_a_file_under_a_password_asks_for_it_to_be_taken_off(kind: str, reader: Reader) -> None:
    assert "密码" in why(LOCKED[kind](), f"密.{kind}", reader)


def test_entities_that_multiply_are_refused_in_every_kind_of_xml(reader: Reader) -> None:
    laughs = hostile.LAUGHS + b"]>"
    square = b"<!DOCTYPE x [<!ENTITY a11 '" + b"A" * 50_000 + b"'>]>"
    for declared in (laughs, square):
        text = {NAME: b"&a11;" * (1 if declared is laughs else 20_000)}
        for data, part in ((WORD, "word/document.xml"), (hostile.ods(NAME), "content.xml")):
            (reading,) = readings(rewrite(rewrite(data, part, text), part, append=declared), "a", reader)
            assert "AAAA" not in repr(reading)
            assert reading.errors or all(form.project != NAME for form in reading.forms)
        book = hostile.xml2003('<Row><Cell><Data ss:Type="String">&a11;</Data></Cell></Row>', declared)
        assert readings(book, "a.xls", reader)[0].errors


def test_nothing_outside_the_file_is_opened(reader: Reader, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("SECRET-7431", encoding="utf-8")
    declared = (
        f'<!DOCTYPE x [<!ENTITY a11 SYSTEM "{secret.as_uri()}"><!ENTITY % p SYSTEM "{secret.as_uri()}"> %p;]>'
    )
    part = "content.xml"
    entity = rewrite(rewrite(hostile.ods(NAME), part, {NAME: b"&a11;"}), part, append=declared.encode())
    page = f'<html><link rel=import href="{secret.as_uri()}"><iframe src="{secret.as_uri()}"></iframe></html>'
    linked = rewrite(
        FORM, SHEET, {"</sheetData>": b'<row r="60"><c r="A60"><f>[1]Sheet1!A1</f></c></row></sheetData>'}
    )
    for data in (entity, page.encode(), linked):
        assert "SECRET-7431" not in repr(readings(data, "a", reader))


def test_a_formula_is_read_by_its_result_and_one_without_a_result_is_said(reader: Reader) -> None:
    for formula, project in ((b"<f>B3&amp;C3</f><v>%s</v>", NAME), (b"<f>B3&amp;C3</f>", "")):
        inner = formula % NAME.encode() if b"%s" in formula else formula
        cell = re.search(
            rb'<c r="([A-Z]+3)"[^>]*><is><t>' + hostile.references(NAME) + b"</t></is></c>",
            hostile.part(FORM, SHEET),
        )
        assert cell
        (reading,) = readings(
            rewrite(FORM, SHEET, {cell[0].decode(): b'<c r="%s" t="str">%s</c>' % (cell[1], inner)}),
            "a.xlsx",
            reader,
        )
        assert "".join(form.project for form in reading.forms) == project
        if not project:
            assert reading.errors[0].place


def test_a_million_styled_rows_below_a_form_are_passed_over(reader: Reader) -> None:
    rows = b"".join(
        b'<row r="%d"><c r="A%d" s="1"/><c r="B%d" s="1"/></row>' % (r, r, r) for r in range(100, 600_100)
    )
    data = rewrite(FORM, SHEET, {"</sheetData>": rows + b"</sheetData>"})
    started = time.process_time()
    assert [form.project for form in read_member(data, "a.xlsx").forms] == [NAME]
    assert time.process_time() - started < 2.0
    assert [form.project for form in readings(data, "a.xlsx", reader)[0].forms] == [NAME]


def test_a_half_written_upload_is_refused_whatever_it_is(reader: Reader) -> None:
    whole = {"xlsx": FORM, "docx": WORD, "ods": hostile.ods(NAME), "zip": archive({"表.xlsx": FORM})}
    for kind, data in whole.items():
        for share in (0.3, 0.6, 0.95):
            assert re.search("不完整|损坏", why(data[: int(len(data) * share)], f"a.{kind}", reader)), (
                kind,
                share,
            )
    cut = page(_TEXT)[:200]
    assert why(cut, "a.pdf", reader)


def test_a_wrong_ending_does_not_matter(reader: Reader) -> None:
    for name in ("a.docx", "a.csv", "a.zip", "a.jpg", "a"):
        assert [form.project for form in readings(FORM, name, reader)[0].forms] == [NAME]
        assert [form.project for form in readings(WORD, name, reader)[0].forms] == [NAME]


def test_a_nest_too_deep_to_be_a_document_is_refused(reader: Reader) -> None:
    nest = b"<w:sdt><w:sdtContent>" * 50_000 + b"</w:sdtContent></w:sdt>" * 50_000 + b"</w:body>"
    assert why(rewrite(WORD, "word/document.xml", {"</w:body>": nest}), "a.docx", reader)


def test_a_member_whose_lengths_lie_is_no_form_of_another(reader: Reader) -> None:
    data = bytearray(FORM)
    at = data.index(b"PK\x01\x02")
    data[at + 20 : at + 28] = struct.pack("<II", 5, 0x7FFFFFFF)
    assert readings(bytes(data), "a.xlsx", reader)[0].errors
    assert zlib.crc32(FORM) == zlib.crc32(bytes(FORM))
