"""One loader at a time. The operating system drops the lock when its holder dies: none is ever left stale."""

from __future__ import annotations

import errno
import json
import os
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from pathlib import Path

from evalcore.errors import StoreError, reason

LOCK = "LOCK"
_STEP = 0.02  # seconds between two tries


class LoaderBusy(StoreError):
    """Another loader is at work on the store."""


def holder(folder: Path) -> dict[str, str]:
    """Who wrote the lock file last: pid, host and since when ({} when nobody, or the file is unreadable)."""
    try:
        said = json.loads((folder / LOCK).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {str(name): str(value) for name, value in said.items()} if isinstance(said, dict) else {}


def is_held(folder: Path) -> bool:
    """Whether a loader is at work on this store now."""
    path = folder / LOCK
    if not path.exists():
        return False
    with path.open("r+b") as file:
        if not _take(file.fileno()):
            return True
        _release(file.fileno())
        return False


@contextmanager
def only_loader(folder: Path, *, wait: float = 0) -> Iterator[None]:
    """Hold the store's lock, or raise LoaderBusy, which names the process holding it, after `wait` seconds."""
    with ExitStack() as stack:
        try:
            number = stack.enter_context(held(folder / LOCK, wait=wait))
        except TimeoutError as fault:
            at = holder(folder)
            who = f"进程 {at.get('pid', '?')}（主机 {at.get('host', '?')}，{at.get('since', '?')} 开始）"
            raise LoaderBusy(
                f"另一个导入正在进行：{who}", "请等它结束后再试；它结束或中断后锁会自动释放"
            ) from fault
        note = {
            "pid": str(os.getpid()),
            "host": socket.gethostname(),
            "since": f"{datetime.now():%Y-%m-%d %H:%M:%S}",
        }
        try:
            os.ftruncate(number, 0)
            os.write(number, json.dumps(note).encode())
        except OSError as fault:
            if fault.errno != errno.ENOSPC:  # a full disk is reported where it matters, not here
                raise
        try:
            yield
        finally:
            os.ftruncate(number, 0)


@contextmanager
def held(path: Path, *, wait: float) -> Iterator[int]:
    """Hold an exclusive lock on a file, made where it is missing; its descriptor.

    Raises TimeoutError when another holds it longer than `wait` seconds, StoreError when it cannot be opened.
    """
    try:
        number = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as fault:
        raise StoreError(
            f"存储目录 {path.parent} 不能写入（{reason(fault)}）",
            "请检查目录权限，或用环境变量 EVAL_STORE 指定可写的目录",
        ) from fault
    try:
        until = time.monotonic() + wait
        while not _take(number):
            if time.monotonic() >= until:
                raise TimeoutError(errno.ETIMEDOUT, "已被其他程序占用", str(path))
            time.sleep(_STEP)
        try:
            yield number
        finally:
            _release(number)
    finally:
        os.close(number)


if sys.platform == "win32":
    import msvcrt

    _AT = 1 << 20  # lock a byte far behind the note: a locked byte cannot be read on Windows

    def _take(number: int) -> bool:
        try:
            os.lseek(number, _AT, os.SEEK_SET)
            msvcrt.locking(number, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        finally:
            os.lseek(number, 0, os.SEEK_SET)
        return True

    def _release(number: int) -> None:
        os.lseek(number, _AT, os.SEEK_SET)
        msvcrt.locking(number, msvcrt.LK_UNLCK, 1)
        os.lseek(number, 0, os.SEEK_SET)
else:
    import fcntl

    def _take(number: int) -> bool:
        try:
            fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _release(number: int) -> None:
        fcntl.flock(number, fcntl.LOCK_UN)
