"""The submitted file on /project: the kept bytes, said when they are not there, only to those who may see the project."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from evalcore.access import Scope
from pages._ui import data
from tests.pages import passports

Open = Callable[..., Any]
NOT_KEPT = "原始文件没有留存"


def test_a_kept_file_is_offered_under_its_own_name(tmp_path: Path, open_page: Open) -> None:
    store = passports.build(tmp_path)
    kept = store.file("ab" * 32)
    kept.parent.mkdir(parents=True)
    kept.write_bytes(b"form")
    app = open_page(tmp_path, "project", id=passports.id_of(store, "道路保洁", 2024))
    assert not app.exception
    assert [button.label for button in app.get("download_button")].count("下载原始文件") == 1
    assert not [c for c in app.caption if NOT_KEPT in c.value]


def test_a_file_that_was_not_kept_is_said(tmp_path: Path, open_page: Open) -> None:
    store = passports.build(tmp_path)
    app = open_page(tmp_path, "project", id=passports.id_of(store, "道路保洁", 2024))
    assert not app.exception
    assert "下载原始文件" not in [button.label for button in app.get("download_button")]
    assert [c for c in app.caption if NOT_KEPT in c.value]


def test_the_bytes_are_those_of_the_hash(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EVAL_STORE", str(tmp_path))
    store = passports.build(tmp_path)
    content = b"a submitted form"
    sha256 = hashlib.sha256(content).hexdigest()
    store.keep_file(content, sha256)
    form = passports.form()
    object.__setattr__(form, "source", type(form.source)("表.xlsx", sha256))
    assert data.source_file(form) == content


def test_nobody_gets_the_file_of_another_department(
    tmp_path: Path, open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = passports.build(tmp_path)
    kept = store.file("ab" * 32)
    kept.parent.mkdir(parents=True)
    kept.write_bytes(b"form")
    id = passports.id_of(store, "道路保洁", 2024)
    monkeypatch.setattr(data, "scope", lambda: Scope(departments=frozenset({"999"})))
    assert data.passport(id) is None
    app = open_page(tmp_path, "project", id=id)
    assert "下载原始文件" not in [button.label for button in app.get("download_button")]
