"""数据导入 where nothing can be stored: it says what happened and what to do, the batch stays, the version before serves."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from evalcore.access import EVERYTHING
from evalcore.loaders.intake import Intake
from evalcore.queries.run import Selection, query
from evalcore.store import Store, durable
from evalcore.store.lock import only_loader
from tests.pages.district import build
from tests.pages.test_import import opened, staged

sys.path.insert(0, str(Path(__file__).parents[1] / "loaders"))
from self_evaluation import workbook

from tests.store.test_accidents import disk, full  # noqa: F401 - disk is a fixture

Open = Callable[..., AppTest]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return build(tmp_path / "store")


@pytest.fixture
def shut(store: Store) -> Iterator[Callable[[], None]]:
    """Makes the store's folder read-only; needs the right to mount."""
    mounted = []

    def now() -> None:
        at = store.folder
        asked = f"mount --bind {at} {at} 2>/dev/null && mount -o remount,ro,bind {at} 2>/dev/null"
        if sys.platform != "linux" or os.system(asked) != 0:
            os.system(f"umount -l {at} 2>/dev/null")
            pytest.skip("cannot mount read-only here (needs root)")
        mounted.append(at)

    yield now
    for at in mounted:
        os.system(f"umount -l {at}")


def ready(open_page: Open, store: Store) -> AppTest:
    """The page with one form read and a name filled in: one click from being stored."""
    app = opened(open_page, store, staged(store, 城管=workbook()))
    app.text_input(key="who_intake").set_value("经办人").run()
    return app


def confirm(app: AppTest) -> str:
    """What is said in red after 确认入库."""
    app.button(key="intake_confirm").click().run()
    assert not app.exception
    return " ".join(f"{item.value}" for item in app.error)


def serves(store: Store, version: str) -> None:
    assert store.find().id == version
    frame = query("selection_counts", Selection(dataset="demo"), scope=EVERYTHING, store=store)
    assert int(frame.iloc[0, 0]) > 0


def stored(app: AppTest, store: Store, version: str) -> None:
    """The accident over, the same click stores it."""
    assert confirm(app) == ""
    assert store.find().id > version
    assert Intake.waiting(store) == []


def test_while_another_loader_is_at_work(open_page: Open, store: Store) -> None:
    before, app = store.find().id, ready(open_page, store)
    with only_loader(store.folder):
        said = confirm(app)
        assert f"另一个导入正在进行：进程 {os.getpid()}" in said
        assert "请等它结束后再试" in said
        serves(store, before)
        assert len(Intake.waiting(store)) == 1
    stored(app, store, before)


def test_in_a_folder_that_cannot_be_written(open_page: Open, store: Store, shut: Callable[[], None]) -> None:
    before, app = store.find().id, ready(open_page, store)
    shut()
    said = confirm(app)
    assert f"存储目录 {store.folder} 不能写入" in said.replace("\\", "")
    assert "请检查目录权限" in said
    serves(store, before)
    app.query_params.pop("intake")
    app.run()
    app.file_uploader[0].set_value(("又一份.xlsx", workbook(), "application/octet-stream")).run()
    assert not app.exception
    assert "收件目录不能写入" in " ".join(str(item.value) for item in app.error)


def test_with_a_damaged_version(open_page: Open, store: Store) -> None:
    with store.begin("再一个版本"):
        pass
    first, second = (version.id for version in store.versions())
    app = ready(open_page, store)
    whole = store.find(second).path.read_bytes()
    store.find(second).path.write_bytes(b"damaged by hand" * 1000)
    said = confirm(app)
    assert f"eval-{second}.duckdb 无法打开" in said.replace("\\", "")
    assert "evalcore rollback" in said
    frame = query("selection_counts", Selection(dataset="demo"), scope=EVERYTHING, store=store)
    assert int(frame.iloc[0, 0]) > 0  # the version before answers
    assert len(Intake.waiting(store)) == 1
    store.find(second).path.write_bytes(whole)
    stored(app, store, second)
    assert first < second


def test_on_a_full_disk(open_page: Open, disk: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    monkeypatch.setattr(durable, "SPARE", 0)  # let the write itself run into the end of the disk
    store = build(disk / "store")
    before, app = store.find().id, ready(open_page, store)
    with full(store):
        said = confirm(app)
        assert "磁盘空间不足" in said
        assert "请清理磁盘后重试；现有数据不受影响" in said
        serves(store, before)
        assert len(Intake.waiting(store)) == 1
        intake = Intake.waiting(store)[0]
        with pytest.raises(Exception, match="磁盘空间不足"):
            intake.add("大.xlsx", os.urandom(1 << 20))
        assert list(store.folder.rglob("*.part")) == []
    stored(app, store, before)
