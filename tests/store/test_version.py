"""Versions are immutable: a load is seen whole or not at all, and nothing that was served is lost."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import duckdb
import pytest

from evalcore.errors import StoreError
from evalcore.store import Store, Version, durable, integrity, retention
from evalcore.store import version as version_module
from evalcore.store.doctor import doctor
from evalcore.store.journal import Entry, enter

sys.path.insert(0, str(Path(__file__).parent))
from tests.store.worlds import names, publish, put


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store")


def leftovers(store: Store) -> list[str]:
    return sorted(
        p.name
        for p in store.folder.iterdir()
        if not p.name.startswith("eval-") and p.name not in ("CURRENT", "LOCK", "files")
    )


def test_an_empty_store_has_no_version_and_says_how_to_fill_it(store: Store) -> None:
    assert store.current() is None
    assert store.versions() == []
    with pytest.raises(StoreError, match=r"还没有数据.*evalcore load"):
        store.open()


def test_the_folder_comes_from_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("EVAL_STORE", str(tmp_path))
    assert Store().folder == tmp_path
    monkeypatch.delenv("EVAL_STORE")
    assert Store().folder == Path("data/store")


def test_a_load_adds_to_what_the_last_version_held_and_leaves_that_one_alone(store: Store) -> None:
    first = publish(store, "a")
    second = publish(store, "b")
    assert first < second
    assert [v.id for v in store.versions()] == [first, second]
    assert store.current() == Version(second, store.folder)
    assert names(store) == ["a", "b"]
    assert names(store, first) == ["a"]
    assert leftovers(store) == []


def test_a_load_that_fails_leaves_everything_as_it_was(store: Store) -> None:
    first = publish(store, "a")
    with pytest.raises(ZeroDivisionError), store.begin("导入") as draft:
        put(draft, "b")
        raise ZeroDivisionError
    assert [v.id for v in store.versions()] == [first]
    assert names(store) == ["a"]
    assert leftovers(store) == []
    publish(store, "c")
    assert names(store) == ["a", "c"]


def test_a_discarded_draft_publishes_nothing(store: Store) -> None:
    first = publish(store, "a")
    with store.begin("导入") as draft:
        put(draft, "b")
        draft.discard()
    assert [v.id for v in store.versions()] == [first]
    assert leftovers(store) == []


def test_a_draft_with_contradicting_rows_is_not_published(store: Store) -> None:
    first = publish(store, "a")
    with (
        pytest.raises(StoreError, match=r"完整性检查.*指标数量与评价记录不符（1 处）"),
        store.begin("导入") as draft,
    ):
        put(draft, "b", indicator_count=3)
    with pytest.raises(StoreError, match="评价记录编号重复"), store.begin("导入") as draft:
        put(draft, "a")
    with pytest.raises(StoreError, match="模拟数据标志"), store.begin("导入") as draft:
        put(draft, "c", dataset="submitted", simulated=True)
    assert [v.id for v in store.versions()] == [first]
    assert integrity.faults(store.versions()[0].path) == []


def test_ids_sort_in_order_of_publication_even_when_the_clock_goes_back(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = [publish(store, "a"), publish(store, "b")]

    class Yesterday(version_module.datetime):
        @classmethod
        def now(cls, tz: object = None) -> version_module.datetime:  # type: ignore[override]
            return version_module.datetime(2001, 1, 1, tzinfo=version_module.UTC)

    monkeypatch.setattr(version_module, "datetime", Yesterday)
    made.append(publish(store, "c"))
    assert made == sorted(made)
    assert names(store) == ["a", "b", "c"]


def test_the_load_history_says_what_each_version_holds(store: Store) -> None:
    publish(store, "a", what="导入 1 个文件")
    publish(store, "b", "c", what="导入 2 个文件")
    rows = store.open().execute("SELECT what, evaluations FROM stored_load ORDER BY version").fetchall()
    assert rows == [("导入 1 个文件", 1), ("导入 2 个文件", 3)]


def test_rollback_publishes_the_old_content_under_a_new_id_and_keeps_the_history(store: Store) -> None:
    first = publish(store, "a")
    second = publish(store, "b")
    back = store.rollback(first)
    assert back.id > second
    assert store.current() == back
    assert names(store) == ["a"]
    assert names(store, second) == ["a", "b"]  # what was left can be opened, and gone back to
    history = store.open().execute("SELECT version, what FROM stored_load ORDER BY version").fetchall()
    assert history == [(first, "导入"), (second, "导入"), (back.id, f"回退到 {first}")]
    store.rollback(second)
    assert names(store) == ["a", "b"]


@pytest.mark.parametrize("name", ["20200101-000000-abcd", "../../etc/passwd", "", "eval'; DROP TABLE"])
def test_a_version_that_does_not_exist_is_named(store: Store, name: str) -> None:
    publish(store, "a")
    with pytest.raises(StoreError, match="没有数据版本"):
        store.open(name)
    with pytest.raises(StoreError, match="没有数据版本"):
        store.rollback(name)


def test_twenty_versions_stay() -> None:
    assert retention.KEEP == 20


def test_the_last_versions_stay(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(version_module, "retire", partial(retention.retire, keep=4))  # as twenty do
    made = [publish(store, f"e{i:02}") for i in range(6)]
    assert [v.id for v in store.versions()] == made[2:]
    assert len(names(store)) == 6


def test_a_reader_keeps_its_version_while_newer_ones_are_published(store: Store) -> None:
    publish(store, "a")
    reader = store.open()
    publish(store, "b")
    assert reader.execute("SELECT count(*) FROM stored_evaluation").fetchall() == [(1,)]
    with pytest.raises(duckdb.Error):
        reader.execute("DELETE FROM stored_evaluation")
    assert names(store) == ["a", "b"]


@pytest.mark.parametrize("content", ["", "垃圾\x00", "20200101-000000-abcd", "../x"])
def test_with_a_damaged_current_the_newest_version_serves_and_loads_wait_for_a_person(
    store: Store, content: str
) -> None:
    publish(store, "a")
    second = publish(store, "b")
    (store.folder / "CURRENT").write_text(content, encoding="utf-8")
    now = store.current()
    assert now is not None
    assert now.id == second
    assert f"暂用 {second}" in now.note
    assert names(store) == ["a", "b"]
    with pytest.raises(StoreError, match=f"evalcore rollback {second}"):
        publish(store, "c")
    store.rollback(second)
    publish(store, "c")
    assert names(store) == ["a", "b", "c"]


def test_rolling_back_from_a_damaged_version_file_works(store: Store) -> None:
    first = publish(store, "a")
    second = publish(store, "b")
    path = store.find(second).path
    path.write_bytes(b"damaged by hand" * 1000)
    with pytest.raises(StoreError, match=f"{path.name} 无法打开.*rollback"):
        store.open()
    with pytest.raises(StoreError, match="无法打开"):
        publish(store, "c")
    store.rollback(first)
    assert names(store) == ["a"]


def test_what_a_killed_load_left_is_swept_by_the_next(store: Store) -> None:
    publish(store, "a")
    for name in (
        "draft-20261123-000000-aaaa.duckdb",
        "draft-20261123-000000-aaaa.duckdb.wal",
        "CURRENT.99.part",
    ):
        (store.folder / name).write_bytes(b"half")
    publish(store, "b")
    assert leftovers(store) == []
    assert names(store) == ["a", "b"]


def test_too_little_space_is_said_before_anything_is_written(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(store, "a")
    usage = shutil.disk_usage(store.folder)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=1 << 20))
    with pytest.raises(StoreError, match=r"磁盘空间不足.*只剩 1 MB.*现有数据不受影响"):
        publish(store, "b")
    assert names(store) == ["a"]


def test_a_disk_that_fills_up_while_copying_leaves_the_old_version(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(store, "a")

    def full(source: Path, target: Path) -> None:
        Path(target).write_bytes(Path(source).read_bytes()[:1000])
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(shutil, "copyfile", full)
    with pytest.raises(StoreError, match="磁盘空间不足"):
        publish(store, "b")
    monkeypatch.undo()
    assert names(store) == ["a"]
    assert leftovers(store) == []


@pytest.mark.parametrize("step", ["sync", "sync_folder", "write_whole"])
def test_a_disk_that_fills_up_while_publishing_leaves_the_old_version(
    store: Store, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    first = publish(store, "a")

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(durable if step == "sync" else version_module, step, full)
    with pytest.raises(StoreError, match="磁盘空间不足"):
        publish(store, "b")
    monkeypatch.undo()
    assert store.current() == Version(first, store.folder)
    assert names(store) == ["a"]
    publish(store, "c")
    assert names(store) == ["a", "c"]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A 12 MB tmpfs (an empty version is 3 MB, the one after it 6); needs the right to mount."""
    folder = tmp_path / "small"
    folder.mkdir()
    if sys.platform != "linux" or os.system(f"mount -t tmpfs -o size=12m tmpfs {folder} 2>/dev/null") != 0:
        pytest.skip("cannot mount a tmpfs here (needs root)")
    yield folder
    os.system(f"umount -l {folder}")


def test_a_really_full_disk_leaves_the_old_version(small_disk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(durable, "SPARE", 0)  # let the write itself run into the end of the disk
    store = Store(small_disk / "store")
    first = publish(store, "a")
    with pytest.raises(StoreError, match=r"磁盘空间不足.*现有数据不受影响"), store.begin("导入") as draft:
        draft.connection.execute(
            """CREATE TABLE stored_ballast AS
               SELECT hash(i) AS a, hash(i + 1) AS b, hash(i + 2) AS c FROM range(2000000) t(i)"""
        )
    assert store.current() == Version(first, store.folder)
    assert names(store) == ["a"]
    assert leftovers(store) == []
    publish(store, "c")
    assert names(store) == ["a", "c"]


def test_a_folder_that_cannot_be_written_says_so_and_keeps_serving(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(store, "a")
    real = os.open

    def refuse(path: object, flags: int, *rest: object, **more: object) -> int:
        if flags & (os.O_RDWR | os.O_WRONLY):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        return real(path, flags, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(StoreError, match=r"不能写入.*EVAL_STORE"):
        publish(store, "b")
    assert names(store) == ["a"]


def test_a_store_path_that_is_a_file_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(StoreError, match="不能写入"):
        publish(Store(tmp_path / "file"), "a")
    with pytest.raises(StoreError, match="不能写入"):
        publish(Store(tmp_path / "file" / "inside"), "a")


def test_source_files_are_kept_once_by_their_content(store: Store) -> None:
    sha = "ab" * 32
    store.keep_file("原件".encode(), sha)
    store.keep_file("原件".encode(), sha)
    assert store.file(sha).read_bytes() == "原件".encode()
    assert sorted(p.name for p in store.file(sha).parent.iterdir()) == [sha]
    for wrong in ("../../CURRENT", "AB" * 32, ""):
        with pytest.raises(StoreError, match="校验值"):
            store.file(wrong)


@pytest.fixture
def read_only(tmp_path: Path) -> Iterator[Path]:
    """A store folder with one version, mounted read-only; needs the right to mount."""
    folder = tmp_path / "ro"
    publish(Store(folder), "a")
    mounted = f"mount --bind {folder} {folder} 2>/dev/null && mount -o remount,ro,bind {folder} 2>/dev/null"
    if sys.platform != "linux" or os.system(mounted) != 0:
        os.system(f"umount -l {folder} 2>/dev/null")
        pytest.skip("cannot mount read-only here (needs root)")
    yield folder
    os.system(f"umount -l {folder}")


def test_a_really_read_only_folder_serves_and_says_why_nothing_can_be_stored(read_only: Path) -> None:
    store = Store(read_only)
    for attempt in (
        lambda: publish(store, "b"),
        lambda: store.rollback(store.find()),
        store.compact,
        lambda: enter(
            store, [Entry.now("王", "header", "demo", "完成情况", {"field": "actual"})], what="录入"
        ),
    ):
        with pytest.raises(StoreError, match=r"EVAL_STORE|录入未能保存"):
            attempt()
    assert names(store) == ["a"]
    assert any("不能写入" in item.found for item in doctor(store))


WATCH = """
import sys
from evalcore.queries.run import Store, serving
store = Store(sys.argv[1])
for _ in sys.stdin:
    print(serving(store=store).id, flush=True)
"""


def test_another_process_notices_a_new_version_at_its_next_look(store: Store) -> None:
    first = publish(store, "a")
    watcher = subprocess.Popen(
        [sys.executable, "-c", WATCH, str(store.folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert watcher.stdin is not None
    assert watcher.stdout is not None

    def look() -> str:
        watcher.stdin.write("\n")  # type: ignore[union-attr]
        watcher.stdin.flush()  # type: ignore[union-attr]
        return watcher.stdout.readline().strip()  # type: ignore[union-attr]

    assert look() == first
    second = publish(store, "b")
    assert look() == second
    back = store.rollback(first)
    assert look() == back.id
    watcher.stdin.close()
    assert watcher.wait() == 0
