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

from evalcore.errors import StoreError, reason
from evalcore.store import integrity
from evalcore.store.connect import MEMORY_LIMIT, open_read_only
from evalcore.store.durable import SPARE
from evalcore.store.journal import Journal
from evalcore.store.layout import AUTOMATIC, TAIL, tail
from evalcore.store.lock import holder, is_held
from evalcore.store.retention import SETTING, keep_bytes
from evalcore.store.seal import is_as_sealed, sealed
from evalcore.store.version import Store, Version

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
        *_journal(store),
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
    wrong = _faults(now)
    if wrong:
        yield Checkup(
            "当前版本", False, f"{now.id} {'；'.join(wrong)}", "请用 evalcore rollback 回到上一个正常版本"
        )
    elif not now.note:
        yield from _sources(store, now)
        yield from _order(store, now)
        yield Checkup("当前版本", True, f"{now.id} 完整")
    others = [version for version in store.versions() if version != now]
    damaged = [version.id for version in others if _unsealed(version) or _unreadable(version)]
    if damaged:
        yield Checkup(
            "历史版本", False, f"{'、'.join(damaged)} 已损坏或被改动", "不影响当前数据；可删除这些文件"
        )
    newer = [version.id for version in others if now < version]
    if newer and not now.note:
        yield Checkup(
            "未启用的版本",
            False,
            f"{'、'.join(newer)} 比当前版本新：发布时中断，或 CURRENT 被改动过",
            f"如需启用请运行 evalcore rollback {newer[-1]}；否则重新导入即可",
        )


def _faults(version: Version) -> list[str]:
    """What is wrong with a version inside and out; a changed file whose rows still agree is told as well."""
    try:
        return [*_unsealed(version), *integrity.faults(version.path)]
    except StoreError as fault:
        return [fault.message]


def _unsealed(version: Version) -> list[str]:
    try:
        same = is_as_sealed(version.path)
    except OSError as fault:
        return [f"文件不能读取（{reason(fault)}）"]
    return [] if same else ["文件内容与发布时的校验值不符（发布后被改动或损坏）"]


def _unreadable(version: Version) -> bool:
    """Whether a version cannot be opened; its rows are looked at only where no seal speaks for them."""
    try:
        if not sealed(version.path):
            return bool(integrity.faults(version.path))
        open_read_only(version.path).close()
    except StoreError:
        return True
    return False


def _order(store: Store, version: Version) -> Iterator[Checkup]:
    connection = store.open(version)
    try:
        behind = tail(connection)
    finally:
        connection.close()
    if behind > TAIL:
        yield Checkup(
            "存储整理",
            True,
            f"{behind:.0%} 的评价记录排在有序部分之后，查询会略慢；可在空闲时运行 evalcore compact"
            + (
                f"，超过 {AUTOMATIC:.0%} 时下次导入会自动整理"
                if behind <= AUTOMATIC
                else "，否则下次导入时自动整理"
            ),
        )


def _journal(store: Store) -> Iterator[Checkup]:
    """What people entered: readable, and carried by the version that serves."""
    journal = Journal(store.folder)
    try:
        wrong, said = journal.faults(), journal.entries()
    except StoreError as fault:
        yield Checkup("录入日志", False, fault.message, fault.remedy)
        return
    shown = "；".join(wrong[:3]) + (f" 等 {len(wrong)} 处" if len(wrong) > 3 else "")
    if wrong:
        yield Checkup(
            "录入日志", False, shown, "其余录入不受影响；请核对这几行涉及的录入，必要时重新录入后删除"
        )
    held = _carried(store)
    if held is None:
        return
    waiting = sum(entry.entry_id not in held for entry in said)
    lost = len(held - {entry.entry_id for entry in said})
    if waiting:
        yield Checkup("录入日志", True, f"{waiting} 条录入尚未发布；下次导入或录入时自动生效")
    if lost:
        yield Checkup(
            "录入日志",
            False,
            f"日志文件缺少 {lost} 条录入，当前版本中仍有",
            "数据不受影响；请勿删除或改写 journal.jsonl",
        )
    if said and not (wrong or waiting or lost):
        yield Checkup("录入日志", True, f"{len(said)} 条录入，均已在当前版本中")


def _carried(store: Store) -> set[str] | None:
    """The journal entries of the version that serves; None where none can be read."""
    try:
        connection = store.open()
    except StoreError:
        return None
    try:
        return {row[0] for row in connection.execute("SELECT entry_id FROM stored_entry").fetchall()}
    except duckdb.Error:  # a version from before there was a journal, or a damaged one: said elsewhere
        return None
    finally:
        connection.close()


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
        yield Checkup("导入锁", False, f"无法检查（{reason(fault)}）", "请检查存储目录权限")
        return
    if held:
        yield Checkup("导入锁", True, f"正在导入：{who}")
        return
    if at:
        yield Checkup("导入锁", True, f"上次导入中断：{who}；锁已自动释放，下次导入会清理")
    left = sorted(path.name for path in store.folder.glob("draft-*"))
    if left:
        size = sum(_size(store.folder / name) for name in left) >> 20
        yield Checkup("未完成的草稿", True, f"{len(left)} 个，{size} MB；下次导入会自动清理")


def _size(path: Path) -> int:
    inside = path.rglob("*") if path.is_dir() else [path]
    return sum(file.stat().st_size for file in inside)


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
    if os.environ.get(SETTING) and keep_bytes() is None:
        yield Checkup(
            "版本保留",
            False,
            f"环境变量 {SETTING}={os.environ[SETTING]} 无法识别，按版本数保留",
            "请写成 20GB 的形式",
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
