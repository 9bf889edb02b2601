"""The doctor names what is wrong and what to do, and never falls over what it finds."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import duckdb
import pytest

from evalcore.store import Store, durable, layout
from evalcore.store.doctor import Checkup, doctor
from evalcore.store.journal import Entry, Journal
from evalcore.store.lock import only_loader

sys.path.insert(0, str(Path(__file__).parent))
from tests.store.worlds import publish, put


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / ".streamlit").mkdir()
    text = "[runner]\npostScriptGC = false\n[browser]\ngatherUsageStats = false\n"
    (tmp_path / ".streamlit" / "config.toml").write_text(text)
    return tmp_path


def ill(store: Store, project: Path) -> dict[str, Checkup]:
    return {item.name: item for item in doctor(store, project=project) if not item.well}


def test_a_store_in_order_has_nothing_to_report(store: Store, project: Path) -> None:
    publish(store, "a")
    assert ill(store, project) == {}
    assert any("完整" in str(item) for item in doctor(store, project=project))


def test_an_empty_store_is_told_how_to_begin(store: Store, project: Path) -> None:
    found = ill(store, project)
    assert "不存在" in found["存储目录"].found
    assert "evalcore load" in found["当前版本"].remedy


def test_a_damaged_current_version_is_named_with_the_way_back(store: Store, project: Path) -> None:
    publish(store, "a")
    second = publish(store, "b")
    store.find(second).path.write_bytes(b"x" * 9000)
    found = ill(store, project)
    assert second in found["当前版本"].found
    assert "evalcore rollback" in found["当前版本"].remedy


def test_bytes_flipped_inside_a_version_file_are_found(store: Store, project: Path) -> None:
    with store.begin("导入") as draft:
        for i in range(500):
            put(draft, f"e{i}")
    path = store.find().path
    data = bytearray(path.read_bytes())
    for at in range(20_000, len(data), 5_000):
        data[at] ^= 0xFF
    path.write_bytes(bytes(data))
    assert "当前版本" in ill(store, project)


def test_a_damaged_older_version_does_not_alarm_about_the_current_one(store: Store, project: Path) -> None:
    first = publish(store, "a")
    publish(store, "b")
    store.find(first).path.write_bytes(b"x" * 9000)
    found = ill(store, project)
    assert list(found) == ["历史版本"]
    assert first in found["历史版本"].found


def test_a_lost_current_is_explained(store: Store, project: Path) -> None:
    version = publish(store, "a")
    (store.folder / "CURRENT").write_text("???")
    assert f"evalcore rollback {version}" in ill(store, project)["当前版本"].remedy


def test_missing_source_files_are_counted(store: Store, project: Path) -> None:
    with store.begin("导入") as draft:
        put(draft, "a", source_sha256="ab" * 32, source_file="甲.xlsx")
        put(draft, "b", source_sha256="cd" * 32, source_file="乙.xlsx")
    store.keep_file(b"x", "ab" * 32)
    assert "缺少 1 个（乙.xlsx）" in ill(store, project)["源文件"].found
    store.keep_file(b"y", "cd" * 32)
    assert ill(store, project) == {}


def test_a_load_at_work_and_a_load_that_died_are_told_apart(store: Store, project: Path) -> None:
    publish(store, "a")
    with only_loader(store.folder):
        assert any("正在导入" in item.found for item in doctor(store, project=project))
    (store.folder / "LOCK").write_text('{"pid": "1", "host": "h", "since": "2026-11-23 10:00:00"}')
    (store.folder / "draft-20261123-000000-aaaa.duckdb").write_bytes(b"half")
    found = {item.name: item.found for item in doctor(store, project=project)}
    assert "上次导入中断：进程 1" in found["导入锁"]
    assert "1 个" in found["未完成的草稿"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("EVAL_MEMORY_LIMIT", "很多"),
        ("EVAL_THREADS", "0"),
        ("EVAL_THREADS", "two"),
        ("EVAL_KEEP_BYTES", "许多"),
    ],
)
def test_settings_that_cannot_be_read_are_named(
    store: Store, project: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv("EVAL_STORE", str(store.folder))
    publish(store, "a")
    monkeypatch.setenv(name, value)
    found = doctor(store, project=project)
    assert any(name in item.found and not item.well for item in found)


@pytest.mark.parametrize("text", ["", "[runner]\npostScriptGC = true\n", "not toml ["])
def test_page_settings_that_slow_the_app_are_named(store: Store, project: Path, text: str) -> None:
    publish(store, "a")
    (project / ".streamlit" / "config.toml").write_text(text)
    assert "页面设置" in ill(store, project)
    (project / ".streamlit" / "config.toml").unlink()
    assert "页面设置" in ill(store, project)


def test_a_version_changed_by_hand_is_found_by_its_seal(store: Store, project: Path) -> None:
    publish(store, "a")
    version = store.find()
    by_hand = duckdb.connect(str(version.path))
    by_hand.execute("UPDATE stored_evaluation SET goal = '改过'")
    by_hand.close()
    assert "校验值不符" in ill(store, project)["当前版本"].found
    publish(store, "b")
    assert version.id in ill(store, project)["历史版本"].found


def test_a_journal_that_cannot_be_read_waits_or_lost_lines_is_explained(store: Store, project: Path) -> None:
    publish(store, "a")
    journal = Journal(store.folder)
    entry = Entry.now("王", "header", "submitted", "完成情况", {"field": "actual"})
    journal.append([entry])
    assert any("1 条录入尚未发布" in item.found for item in doctor(store, project=project))
    publish(store, "b")
    assert any("均已在当前版本中" in item.found for item in doctor(store, project=project))
    with (store.folder / "journal.jsonl").open("a") as file:
        file.write('{"entry_id": "half')
    assert "第 2 行无法识别" in ill(store, project)["录入日志"].found
    (store.folder / "journal.jsonl").unlink()
    assert "缺少 1 条录入" in ill(store, project)["录入日志"].found


def test_a_version_that_was_never_put_to_use_is_named(store: Store, project: Path) -> None:
    first = publish(store, "a")
    second = publish(store, "b")
    (store.folder / "CURRENT").write_text(first)
    assert f"evalcore rollback {second}" in ill(store, project)["未启用的版本"].remedy


def test_a_folder_a_killed_load_spilled_into_is_counted_and_swept(store: Store, project: Path) -> None:
    publish(store, "a")
    spilled = store.folder / "draft-20261123-000000-aaaa.duckdb.tmp"
    spilled.mkdir()
    (spilled / "block").write_bytes(b"x" * 10)
    assert any("1 个" in item.found for item in doctor(store, project=project) if item.name == "未完成的草稿")
    publish(store, "b")
    assert not spilled.exists()


def test_a_disk_too_full_for_the_next_load_is_named(
    store: Store, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(store, "a")
    usage = shutil.disk_usage(store.folder)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=30 << 20))
    (found,) = ill(store, project).values()
    assert found.name == "磁盘空间"
    assert "剩余 30 MB" in found.found
    assert "请清理磁盘" in found.remedy
    size = store.find().path.stat().st_size  # just enough for a copy and some to spare
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=size + durable.SPARE))
    assert ill(store, project) == {}


@pytest.mark.parametrize(
    ("programs", "said"),
    [((), "未安装：.doc 文件不能读取"), (("libreoffice",), "可读 .doc"), (("soffice",), "可读 .doc")],
)
def test_a_missing_optional_program_says_what_cannot_be_read(
    store: Store, project: Path, monkeypatch: pytest.MonkeyPatch, programs: tuple[str, ...], said: str
) -> None:
    publish(store, "a")
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}" if name in programs else None)
    (found,) = (item for item in doctor(store, project=project) if "LibreOffice" in item.name)
    assert said in found.found
    assert found.well  # optional


def test_a_folder_that_cannot_be_written_is_named(
    store: Store, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(store, "a")
    monkeypatch.setattr(os, "access", lambda path, mode: mode != os.W_OK)
    assert "EVAL_STORE" in ill(store, project)["存储目录"].remedy


def test_a_long_tail_says_what_will_put_it_in_order(
    store: Store, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(layout, "SMALL", 10)
    publish(store, *(f"e{i:02}" for i in range(18)))
    store.compact()
    assert not any(item.name == "存储整理" for item in doctor(store, project=project))
    publish(store, "x", "y")
    told = {item.name: item.found for item in doctor(store, project=project)}["存储整理"]
    assert "10% 的评价记录" in told
    assert "evalcore compact，超过 10% 时下次导入会自动整理" in told
    publish(store, "z")
    told = {item.name: item.found for item in doctor(store, project=project)}["存储整理"]
    assert "否则下次导入时自动整理" in told
    publish(store, "w")
    assert not any(item.name == "存储整理" for item in doctor(store, project=project))
