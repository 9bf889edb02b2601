"""Files that survive a power cut, and what a failing disk means in the user's words."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import duckdb

from evalcore.errors import StoreError, reason

SPARE = 64 << 20  # free bytes wanted beyond a copy


def need_space(folder: Path, size: int) -> None:
    """Raise StoreError unless `size` bytes and some to spare are free."""
    free = shutil.disk_usage(folder).free
    if free < size + SPARE:
        raise StoreError(
            f"磁盘空间不足：需要约 {(size + SPARE) >> 20} MB，{folder} 所在磁盘只剩 {free >> 20} MB",
            "请清理磁盘后重试；现有数据不受影响",
        )


@contextmanager
def disk_faults(folder: Path) -> Iterator[None]:
    """Say what a failing disk means in the user's words."""
    try:
        yield
    except OSError as fault:
        if fault.errno == errno.ENOSPC:
            raise StoreError("磁盘空间不足，本次写入已放弃", "请清理磁盘后重试；现有数据不受影响") from fault
        if fault.errno in (errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR, errno.EEXIST):
            raise StoreError(
                f"存储目录 {folder} 不能写入（{reason(fault)}）",
                "请检查目录权限，或用环境变量 EVAL_STORE 指定可写的目录",
            ) from fault
        raise
    except duckdb.Error as fault:
        if "No space left" in str(fault):
            raise StoreError("磁盘空间不足，本次写入已放弃", "请清理磁盘后重试；现有数据不受影响") from fault
        raise


def write_whole(path: Path, content: bytes) -> None:
    """Replace a file so that a reader sees the old content or the new, and a power cut keeps one of them."""
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        with part.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError:
        with suppress(OSError):
            part.unlink(missing_ok=True)  # half a file would keep a full disk full
        raise
    sync_folder(path.parent)


def sync(path: Path) -> None:
    """Have a file's content on the disk before returning."""
    with path.open("r+b") as file:
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Make a rename durable (not possible, nor needed, on Windows)."""
    if os.name == "nt":
        return
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def remove(path: Path) -> None:
    """Remove a file, or a folder DuckDB spilled into, if it is there."""
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
