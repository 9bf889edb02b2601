"""The first start belongs to the process, not to the browser that happened to open first."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from evalcore import sample
from evalcore.errors import StoreError
from evalcore.store import Store
from evalcore.store.lock import only_loader
from pages._ui.first_start import FirstStart
from tests.pages.district import build


def done(start: FirstStart, seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while start.working and time.monotonic() < end:
        time.sleep(0.02)
    assert not start.working


def test_two_visitors_wait_for_one_filling(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    go, calls = Event(), []

    def ensure(store: Store, progress: Callable[[float, str], None]) -> Any:
        calls.append(store.folder)
        progress(0.5, "生成 2023 年…")
        go.wait(20)
        build(store.folder)
        return store.current()

    monkeypatch.setattr(sample, "ensure", ensure)
    start = FirstStart(tmp_path)
    start.begin()
    start.begin()
    assert start.working
    go.set()
    done(start)
    assert calls == [tmp_path]
    assert start.version == Store(tmp_path).current()
    start.begin()  # nothing more to do
    assert not start.working


def test_another_process_filling_the_store_is_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(tmp_path)
    tried = Event()

    def ensure(store: Store, progress: Callable[[float, str], None]) -> Any:
        try:
            with only_loader(store.folder):
                return store.current()
        except StoreError:
            tried.set()
            raise

    monkeypatch.setattr(sample, "ensure", ensure)
    start = FirstStart(tmp_path)
    with only_loader(tmp_path):
        start.begin()
        assert tried.wait(10)
        assert start.working
        assert start.fault is None
    done(start)
    assert start.version is not None


def test_a_filling_that_failed_is_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(store: Store, progress: Callable[[float, str], None]) -> Any:
        raise StoreError("磁盘空间不足，本次写入已放弃", "请清理磁盘后重试")

    monkeypatch.setattr(sample, "ensure", full)
    start = FirstStart(tmp_path)
    start.begin()
    done(start)
    assert isinstance(start.fault, StoreError)
    build(tmp_path)
    monkeypatch.setattr(sample, "ensure", lambda store, progress: store.current())
    start.begin()
    done(start)
    assert start.fault is None
    assert start.version is not None


def test_a_version_published_meanwhile_is_looked_at_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(tmp_path)
    monkeypatch.setattr(sample, "ensure", lambda store, progress: store.current())
    start = FirstStart(tmp_path)
    start.begin()
    done(start)
    build(tmp_path)
    start.begin()
    done(start)
    assert start.version == Store(tmp_path).current()


def test_a_page_that_waited_for_another_process_keeps_nothing_of_the_waiting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, open_page: Callable[..., Any]
) -> None:
    """Seen with two servers on one store: 首次启动 and its full bar stood above the page for good."""
    build(tmp_path)

    def ensure(store: Store, progress: Callable[[float, str], None]) -> Any:
        progress(0.5, "另一个进程正在写入数据，完成后自动继续")
        time.sleep(1)
        return store.current()

    monkeypatch.setattr(sample, "ensure", ensure)
    app = open_page(tmp_path, "method")
    assert [each.value for each in app.title] == ["口径与制度依据"]
