"""What may be wrong with a store and the machine it stands on, each with its remedy."""

from __future__ import annotations

import os
import re
import shutil
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb

from evalcore.errors import StoreError
from evalcore.store import integrity
from evalcore.store.connect import MEMORY_LIMIT
from evalcore.store.lock import holder, is_held
from evalcore.store.version import SPARE, Store, Version

_MEMORY = re.compile(r"\d+(\.\d+)?\s*(KB|MB|GB|TB|KiB|MiB|GiB|TiB|%)", re.I)
# what .streamlit/config.toml must say, and what it costs otherwise
_SETTINGS = {
    ("runner", "postScriptGC"): (False, "每次刷新会慢数倍"),
    ("browser", "gatherUsageStats"): (False, "会向互联网发送使用统计"),
}


@dataclass(frozen=True, slots=True)
class Checkup:
    """One thing looked at: its name, what was found, and what to do where it is not well (Chinese)."""

    name: str
    well: bool
    found: str
    remedy: str = ""

    def __str__(self) -> str:
        told = f"{self.found}。{self.remedy}" if self.remedy else self.found
        return f"{'正常' if self.well else '注意'} {self.name}：{told}"


def doctor(store: Store, *, project: Path | None = None) -> list[Checkup]:
    """Look at everything; never raises for what it finds. project: the folder with .streamlit."""
    return [
        *_memory(),
        *_folder(store),
        *_versions(store),
        *_leftovers(store),
        *_disk(store),
        *_streamlit((project or Path.cwd()) / ".streamlit" / "config.toml"),
        *_programs(),
    ]


def _folder(store: Store) -> Iterator[Checkup]:
    if not store.folder.exists():
        yield Checkup("存储目录", False, f"{store.folder} 不存在", "首次导入或生成示范数据时会自动建立")
    elif not os.access(store.folder, os.W_OK):
        yield Checkup(
            "存储目录",
            False,
            f"{store.folder} 不能写入",
            "请检查目录权限，或用环境变量 EVAL_STORE 指定其他目录",
        )
    else:
        yield Checkup("存储目录", True, f"{store.folder} 可读写")


def _versions(store: Store) -> Iterator[Checkup]:
    try:
        now = store.current()
    except StoreError as fault:
        yield Checkup("当前版本", False, fault.message, fault.remedy)
        return
    if now is None:
        yield Checkup("当前版本", False, "还没有数据", "请运行 evalcore sample 或 evalcore load 文件夹")
        return
    if now.note:
        yield Checkup("当前版本", False, now.note, f"请运行 evalcore rollback {now.id} 确认")
    damaged = []
    for version in store.versions():
        wrong = _faults(version)
        if wrong and version == now:
            yield Checkup(
                "当前版本",
                False,
                f"{version.id} {'；'.join(wrong)}",
                "请用 evalcore rollback 回到上一个正常版本",
            )
        elif wrong:
            damaged.append(version.id)
        elif version == now and not now.note:
            yield from _sources(store, now)
            yield Checkup("当前版本", True, f"{now.id} 完整")
    if damaged:
        yield Checkup(
            "历史版本", False, f"{'、'.join(damaged)} 已损坏，不能打开", "不影响当前数据；可删除这些文件"
        )


def _faults(version: Version) -> list[str]:
    try:
        return integrity.faults(version.path)
    except StoreError as fault:
        return [fault.message]


def _sources(store: Store, version: Version) -> Iterator[Checkup]:
    """Source files a version refers to must be there: 项目详情 offers them for download."""
    connection = store.open(version)
    try:
        rows = connection.execute(
            """SELECT DISTINCT source_sha256, source_file FROM stored_evaluation
               WHERE dataset = 'submitted' AND source_sha256 IS NOT NULL ORDER BY source_file"""
        ).fetchall()
    except duckdb.Error as fault:
        yield Checkup(
            "源文件", False, f"无法核对（{str(fault).splitlines()[0][:100]}）", "请运行 evalcore rollback"
        )
        return
    finally:
        connection.close()
    lost = [file for sha, file in rows if not store.file(sha).exists()]
    if lost:
        named = "、".join(str(file) for file in lost[:3]) + ("等" if len(lost) > 3 else "")
        yield Checkup(
            "源文件", False, f"缺少 {len(lost)} 个（{named}）", "重新导入这些文件即可补齐；评价数据不受影响"
        )
    elif rows:
        yield Checkup("源文件", True, f"{len(rows)} 个齐全")


def _leftovers(store: Store) -> Iterator[Checkup]:
    at = holder(store.folder)
    who = f"进程 {at.get('pid', '?')}（主机 {at.get('host', '?')}，{at.get('since', '?')} 开始）"
    try:
        held = is_held(store.folder)
    except OSError as fault:
        yield Checkup("导入锁", False, f"无法检查（{fault.strerror}）", "请检查存储目录权限")
        return
    if held:
        yield Checkup("导入锁", True, f"正在导入：{who}")
        return
    if at:
        yield Checkup("导入锁", True, f"上次导入中断：{who}；锁已自动释放，下次导入会清理")
    left = sorted(path.name for path in store.folder.glob("draft-*"))
    if left:
        size = sum((store.folder / name).stat().st_size for name in left) >> 20
        yield Checkup("未完成的草稿", True, f"{len(left)} 个，{size} MB；下次导入会自动清理")


def _disk(store: Store) -> Iterator[Checkup]:
    folder = next(
        (path for path in (store.folder, *store.folder.resolve().parents) if path.exists()), Path.cwd()
    )
    free = shutil.disk_usage(folder).free
    versions = store.versions()
    needed = (versions[-1].path.stat().st_size if versions else 0) + SPARE
    found = f"剩余 {free >> 20} MB，下次导入约需 {needed >> 20} MB"
    yield Checkup(
        "磁盘空间", free >= needed, found, "" if free >= needed else "请清理磁盘，否则下次导入会失败"
    )


def _memory() -> Iterator[Checkup]:
    for name in ("EVAL_MEMORY_LIMIT", "EVAL_WRITE_MEMORY_LIMIT"):
        value = os.environ.get(name)
        if value and not _MEMORY.fullmatch(value.strip()):
            yield Checkup(
                "内存上限", False, f"环境变量 {name}={value} 无法识别", f"请写成 {MEMORY_LIMIT} 的形式"
            )
    threads = os.environ.get("EVAL_THREADS")
    if threads and not (threads.isdecimal() and int(threads) > 0):
        yield Checkup("线程数", False, f"环境变量 EVAL_THREADS={threads} 无法识别", "请写成正整数")


def _streamlit(path: Path) -> Iterator[Checkup]:
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        yield Checkup("页面设置", False, f"没有 {path}", "请在项目目录下启动，否则页面会慢数倍")
        return
    except (OSError, ValueError) as fault:
        yield Checkup("页面设置", False, f"{path} 无法读取（{str(fault)[:100]}）", "请恢复仓库中的原文件")
        return
    wrong = [
        f"{section}.{key} 应为 {str(value).lower()}，否则{cost}"
        for (section, key), (value, cost) in _SETTINGS.items()
        if said.get(section, {}).get(key) is not value
    ]
    yield Checkup(
        "页面设置", not wrong, "；".join(wrong) or "正常", "请修改 .streamlit/config.toml" if wrong else ""
    )


def _programs() -> Iterator[Checkup]:
    office = shutil.which("soffice") or shutil.which("libreoffice")
    found = "已安装，可读 .doc" if office else "未安装：.doc 文件不能读取，其他格式不受影响"
    yield Checkup("LibreOffice（可选）", True, found)
