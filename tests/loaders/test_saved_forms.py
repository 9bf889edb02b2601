"""Forms as further programs save them: workbooks with macros, web archives, .doc where no LibreOffice is installed."""

from __future__ import annotations

import base64
import io
import zipfile
from pathlib import Path

import pytest

from evalcore.loaders import doc
from evalcore.loaders.load import load
from evalcore.loaders.read import read_bytes, read_member
from evalcore.store.version import Store
from tests.loaders.layouts import PLAIN, PLAIN_FORM
from tests.loaders.printed import old
from tests.loaders.sketch import web, word, xlsx
from tests.loaders.test_every_format import wrong

OLD_WORD = (
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512 + "WordDocument".encode("utf-16-le") + b"\0" * 512
)


def with_macros(book: bytes) -> bytes:
    """The workbook as Excel saves it with macros: another content type and a part of code, which nobody runs."""
    plain = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(stream, "w") as new:
        for entry in old.infolist():
            content = old.read(entry)
            assert entry.filename != "[Content_Types].xml" or plain in content
            new.writestr(
                entry.filename,
                content.replace(plain, b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"),
            )
        new.writestr("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    return stream.getvalue()


def web_archive(page: bytes) -> bytes:
    """A page as a browser or WPS saves it in one file."""
    return (
        b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=XX; type=\"text/html\"\r\n\r\n--XX\r\n"
        b"Content-Type: text/html; charset=\"gb2312\"\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        + base64.encodebytes(page)
        + b"\r\n--XX\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n--XX--\r\n"
    )  # fmt: skip


@pytest.mark.parametrize("file", ["自评.xlsm", "自评.xls", "自评"])
def test_a_workbook_with_macros_reads_like_any(file: str) -> None:
    assert wrong(with_macros(xlsx({"Sheet1": PLAIN})), file, (PLAIN_FORM,)) == []


@pytest.mark.parametrize("file", ["自评.mht", "自评.xls"])
def test_a_web_archive_reads_like_the_page_in_it(file: str) -> None:
    assert wrong(web_archive(web(PLAIN)), file, (PLAIN_FORM,)) == []


@pytest.mark.skipif(doc.office() is None, reason="LibreOffice is not installed")
def test_an_old_word_document_is_kept_as_it_was_sent_and_the_same_again_changes_nothing(
    tmp_path: Path,
) -> None:
    data = old(word([PLAIN, ""]), "doc", source="docx")
    (tmp_path / "旧.doc").write_bytes(data)
    store = Store(tmp_path / "store")
    first = load([tmp_path / "旧.doc"], store, jobs=1)
    connection = store.open()
    ((kept,),) = connection.execute("SELECT source_sha256 FROM stored_evaluation").fetchall()
    connection.close()
    assert store.file(kept).read_bytes() == data
    again = load([tmp_path / "旧.doc"], store, jobs=1)
    assert (again.published, again.version) == (False, first.version)
    assert [line.state for line in again.lines] == ["unchanged"]


def test_without_libreoffice_an_old_word_document_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doc, "office", lambda: None)
    (reading,) = read_bytes(OLD_WORD, "旧.doc")
    assert not reading.forms
    (error,) = reading.errors
    assert error.file == "旧.doc"
    assert "LibreOffice" in error.message
    assert ".docx" in error.remedy
    assert read_member(xlsx({"Sheet1": PLAIN}), "旧.doc").forms  # a workbook of that name needs none
