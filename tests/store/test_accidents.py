"""A full disk, a folder that cannot be written, a loader at work, a damaged version: every way to write says what to do,
changes nothing, and the version before goes on serving."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import date
from pathlib import Path

import pytest

from evalcore.access import EVERYTHING
from evalcore.cli import main
from evalcore.errors import StoreError
from evalcore.loaders.load import load
from evalcore.queries.run import Selection, query, serving
from evalcore.store import Store, durable
from evalcore.store.catalogue import Listing, write_listing
from evalcore.store.journal import Entry, Journal, enter
from evalcore.store.lock import only_loader

sys.path.insert(0, str(Path(__file__).parents[1] / "loaders"))
from self_evaluation import workbook

from tests.store.test_version import read_only  # noqa: F401 - a fixture
from tests.store.worlds import publish

FORM = "甲.xlsx"


def _form(folder: Path) -> Path:
    path = folder / FORM
    path.write_bytes(workbook())
    return path


def _catalogue(store: Store, _form: Path) -> None:
    with store.begin("清单") as draft:
        write_listing(
            draft.connection, [Listing(2024, "甲", "局", due=date(2025, 3, 1))], dataset="submitted"
        )


def _journal(store: Store, _form: Path) -> None:
    enter(store, [Entry.now("王", "header", "submitted", "完成情况", {"field": "actual"})], what="录入")


def _load(store: Store, form: Path) -> None:
    load([form], store, jobs=1)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A tmpfs with room for a few versions; needs the right to mount."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if sys.platform != "linux" or os.system(f"mount -t tmpfs -o size=40m tmpfs {folder} 2>/dev/null") != 0:
        pytest.skip("cannot mount a tmpfs here (needs root)")
    yield folder
    os.system(f"umount -l {folder}")


WRITERS: dict[str, Callable[[Store, Path], None]] = {
    "catalogue": _catalogue, "journal": _journal, "load": _load,
    "rollback": lambda store, _: void(store.rollback(store.versions()[0])),
    "compact": lambda store, _: void(store.compact()),
}  # fmt: skip


def void(_: object) -> None:
    """A writer returns nothing."""


def answers(store: Store) -> int:
    """How many evaluations the pages' door counts now."""
    frame = query("selection_counts", Selection(dataset="submitted"), scope=EVERYTHING, store=store)
    return int(frame.iloc[0, 0])


@contextmanager
def full(store: Store) -> Iterator[None]:
    """No room beside what is there."""
    ballast = store.folder.parent / "ballast"
    with ballast.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(b"\0" * 4096)
        except OSError:
            pass
    try:
        yield
    finally:
        ballast.unlink()


@contextmanager
def at_work(store: Store) -> Iterator[None]:
    with only_loader(store.folder):
        yield


@pytest.mark.parametrize("writer", list(WRITERS))
def test_a_full_disk(
    disk: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    writer: str,
) -> None:
    monkeypatch.setattr(durable, "SPARE", 0)  # let the write itself run into the end of the disk
    _refused(Store(disk / "store"), _form(tmp_path), WRITERS[writer], full, "磁盘空间不足|录入未能保存")


@pytest.mark.parametrize("writer", list(WRITERS))
def test_a_loader_at_work(tmp_path: Path, writer: str) -> None:
    if writer == "journal":
        pytest.skip("an entry is accepted while a load is at work: tests/store/test_journal.py")
    _refused(Store(tmp_path / "store"), _form(tmp_path), WRITERS[writer], at_work, "另一个导入正在进行：进程")


@pytest.mark.parametrize("writer", ["catalogue", "load", "compact"])
def test_a_damaged_current_version(tmp_path: Path, writer: str) -> None:
    """The older version answers; who writes is told how to go back, and going back is enough."""
    store = Store(tmp_path / "store")
    first, second = publish(store, "a"), publish(store, "b")
    store.find(second).path.write_bytes(b"damaged by hand" * 1000)
    with pytest.raises(StoreError, match=f"eval-{second}.duckdb 无法打开.*evalcore rollback"):
        WRITERS[writer](store, _form(tmp_path))
    assert serving(store=store).id == first
    assert "无法打开" in serving(store=store).note
    assert answers(store) == 1
    store.rollback(first)
    WRITERS[writer](store, _form(tmp_path))
    assert answers(store) == (2 if writer == "load" else 1)


@pytest.mark.parametrize("writer", list(WRITERS))
def test_a_read_only_folder(read_only: Path, tmp_path: Path, writer: str) -> None:  # noqa: F811
    store = Store(read_only)
    with pytest.raises(StoreError, match=r"不能写入|录入未能保存"):
        WRITERS[writer](store, _form(tmp_path))
    assert answers(store) == 1


def _refused(
    store: Store, form: Path, write: Callable[[Store, Path], None],
    accident: Callable[[Store], AbstractContextManager[None]], said: str,
) -> None:  # fmt: skip
    publish(store, "a")
    before = publish(store, "b")
    journal = Journal(store.folder).entries()
    with accident(store):
        with pytest.raises(StoreError, match=said):
            write(store, form)
        assert store.find().id == before
        assert answers(store) == 2
    assert Journal(store.folder).entries() == journal
    write(store, form)  # the accident over, the same just works
    assert store.find().id > before


def test_the_command_line_says_each_of_them_in_chinese_and_exits_2(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    store, form = Store(tmp_path / "store"), _form(tmp_path)
    publish(store, "a")
    second = publish(store, "b")
    monkeypatch.setenv("EVAL_STORE", str(store.folder))
    with only_loader(store.folder):
        assert main(["load", str(form)]) == 2
    assert "另一个导入正在进行" in capsys.readouterr().err
    path = store.find(second).path
    whole = path.read_bytes()
    path.write_bytes(b"damaged by hand" * 1000)
    assert main(["load", str(form)]) == 2
    said = capsys.readouterr().err
    assert "无法打开" in said
    assert "Traceback" not in said
    path.write_bytes(whole)
    assert main(["load", str(form)]) == 0
