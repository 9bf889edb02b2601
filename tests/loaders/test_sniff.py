"""Content decides what a file is."""

from __future__ import annotations

import io
import zipfile

import pytest

from evalcore.loaders.sniff import decode, delimiter, sniff
from tests.loaders import hostile
from tests.loaders.layouts import PLAIN
from tests.loaders.sketch import ods, text_table, web


def package(*names: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return stream.getvalue()


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"", "empty"), (b"\0\0\0", "empty"), (hostile.FORM, "xlsx"), (hostile.WORD, "docx"),
        (ods("表", PLAIN), "ods"), (package("a.xlsx"), "zip"), (package("[Content_Types].xml", "ppt/a.xml"), "pptx"),
        (package("[Content_Types].xml", "xl/workbook.bin"), "xlsb"), (hostile.FORM[:3000], "broken-zip"),
        (b"%PDF-1.7\n", "pdf"), (b"\n\n%PDF-1.4", "pdf"), (web(PLAIN), "html"), (b"{\\rtf1\\ansi", "rtf"),
        (b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>', "xml2003"),
        (text_table(PLAIN, encoding="gbk"), "csv"), (text_table(PLAIN, delimiter="\t"), "csv"),
        (text_table(PLAIN, encoding="utf-16"), "csv"), ("本项目绩效自评得分98分，等级为优。\n全年预算数12万元。".encode(), "text"),
        (b"\x89PNG\r\n\x1a\n....", "image"), (b"\xff\xd8\xff\xe0", "image"), (b"Rar!\x1a\x07", "rar"),
        (bytes(range(256)) * 8, "binary"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512 + "WordDocument".encode("utf-16-le") + b"\0\0", "doc"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512 + "Workbook".encode("utf-16-le") + b"\0\0", "xls"),
    ],
)  # fmt: skip
def test_a_file_is_what_its_content_says(data: bytes, kind: str) -> None:
    assert sniff(data) == kind


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
def test_text_is_decoded_without_being_told_how(encoding: str) -> None:
    text = "项目名称,水旱灾害防御经费,①㎡\n" * 20
    assert decode(text.encode(encoding)) == text.replace("①㎡", "①㎡")


def test_prose_with_commas_is_no_table() -> None:
    assert (
        delimiter(
            "一、项目概况\n本项目由区财政安排, 共12万元, 用于培训, 全年完成。\n二、绩效分析\n得分98分, 等级优。"
        )
        is None
    )
