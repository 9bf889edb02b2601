"""First start, the places of files, and what the frame does when the store cannot serve."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from evalcore import sample
from evalcore.errors import StoreError
from evalcore.store import Store
from tests.pages.district import build
from tests.pages.test_results import words

ROOT = Path(__file__).parents[2]
Open = Callable[..., AppTest]


def test_no_script_stands_directly_in_pages() -> None:
    # Streamlit's own discovery would run it without the frame on the first deep link to a cold server
    assert list((ROOT / "pages").glob("*.py")) == []


def test_an_empty_store_is_filled_once_and_the_page_follows(
    tmp_path: Path, open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[Path] = []

    def ensure(store: Store, progress: Callable[[float, str], None] | None = None) -> Any:
        if store.current() is None:
            calls.append(store.folder)
            assert progress is not None
            progress(0.5, "生成 2023 年…")
            build(store.folder)
        return store.current()

    monkeypatch.setattr(sample, "ensure", ensure)
    app = open_page(tmp_path)
    assert not app.exception
    assert not app.error
    assert calls == [tmp_path]
    assert app.title[0].value == "总体情况"


def test_a_first_start_that_fails_says_what_to_do(
    tmp_path: Path, open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    def ensure(store: Store, progress: object = None) -> Any:
        raise StoreError("磁盘空间不足，本次写入已放弃", "请清理磁盘后重试")

    monkeypatch.setattr(sample, "ensure", ensure)
    app = open_page(tmp_path)
    assert not app.exception
    assert "请清理磁盘后重试" in words(app)


@pytest.mark.parametrize("version", ["20200101-000000-abcd", "2020", "../../etc/passwd", "[x](http://evil)"])
def test_a_version_that_is_gone_is_said_and_left(version: str, tmp_path: Path, open_page: Open) -> None:
    build(tmp_path)
    app = open_page(tmp_path, version=version)
    assert not app.exception
    assert f"没有数据版本 {version}" in words(app)
    assert not app.metric  # no other version's digits under this link
    app.button(key="newest").click().run()
    assert not app.exception and not app.error
    assert app.title[0].value == "总体情况"
