"""Bounds on what a file may cost: sizes checked first, then a child process with memory and time limits."""

from __future__ import annotations

import atexit
import io
import os
import pickle
import resource
import select
import struct
import subprocess
import sys
import threading
import time
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass

from evalcore.errors import LoadError
from evalcore.model import Source

MB = 1 << 20
MAX_FILE = 200 * MB  # bytes of one file as sent
MAX_UNPACKED = (
    150 * MB
)  # bytes of one package once unpacked; measured: a 92 MB sheet of styled empty cells still loads
MAX_TEXT = (
    32 * MB
)  # of csv, text, web pages: no form or list is that long, and text is held several times over
MAX_RATIO = 400  # unpacked ÷ packed, where unpacked is large; text of forms packs 5–40 times
MAX_MEMBERS = 20_000
#: what zipfile raises for a package that is damaged somewhere
UNREADABLE = (
    zipfile.BadZipFile, zlib.error, struct.error, KeyError, OSError, EOFError, NotImplementedError, RuntimeError,
    ValueError,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading one file may take."""

    seconds: float = 9.0
    memory: int = (
        376 * MB
    )  # address space beyond what the reader has at its start (about 130 MB): 512 MB in all


def open_package(data: bytes, file: str) -> zipfile.ZipFile:
    """A zip package that its directory declares harmless, before anything is unpacked. Raises LoadError."""
    try:
        package = zipfile.ZipFile(io.BytesIO(data))
        entries = package.infolist()
    except UNREADABLE as error:
        raise LoadError(
            file, "压缩结构已损坏或文件不完整", "请用原软件打开核对后重新保存，再重新报送"
        ) from error
    if len(entries) > MAX_MEMBERS:
        raise LoadError(file, f"压缩包内有 {len(entries)} 个条目，超过 {MAX_MEMBERS} 个", "请分包报送")
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries) or 1
    if unpacked > MAX_UNPACKED or (unpacked > 100 * MB and unpacked / packed > MAX_RATIO):
        raise LoadError(
            file,
            f"展开后约 {unpacked // MB} MB（压缩 {unpacked // packed} 倍），超过上限 {MAX_UNPACKED // MB} MB",
            "请删除多余的空行、空表或图片后重新报送",
        )
    if any(entry.flag_bits & 1 for entry in entries):
        raise LoadError(file, "压缩包设有密码，无法读取", "请去除密码后重新报送")
    return package


def check_package(data: bytes, file: str) -> None:
    """Refuse a package as open_package does."""
    open_package(data, file).close()


class Reader:
    """A child process that reads files one after another under Limits; started again after it dies.

    Thread-safe: one file at a time. The child runs `python -m evalcore.loaders.limits`.
    """

    def __init__(self, limits: Limits | None = None, *, scores: bool = False) -> None:
        """scores: every form is also recomputed in the child (`prepared` of the reading, instead of its forms)."""
        self.limits = limits or Limits()
        self.scores = scores
        self._lock = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None
        self._owner = os.getpid()

    def _start(self) -> subprocess.Popen[bytes]:
        if (
            self._owner != os.getpid()
        ):  # a fork shares the pipes of its parent's child: leave that child alone
            self._child, self._owner = None, os.getpid()
        if self._child is None or self._child.poll() is not None:
            self._child = subprocess.Popen(
                [sys.executable, "-m", "evalcore.loaders.limits", str(self.limits.memory), *(["scores"] * self.scores)],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, bufsize=0,
            )  # fmt: skip
            _receive(self._child.stdout.fileno(), time.monotonic() + 60)  # type: ignore[union-attr]  # a pipe, as asked for
        return self._child

    def read(
        self, data: bytes, name: str, headers: Mapping[str, str] | None = None, sent: Source | None = None
    ) -> object:
        """`read.read_member(data, name, headers, sent)` in the child. Raises LoadError beyond the limits."""
        with self._lock:
            try:
                child = self._start()
                assert child.stdin is not None
                assert child.stdout is not None
                _send(child.stdin.fileno(), pickle.dumps((name, dict(headers or {}), sent)))
                _send(child.stdin.fileno(), data)
                return pickle.loads(_receive(child.stdout.fileno(), time.monotonic() + self.limits.seconds))
            except TimeoutError as error:
                self.close()
                raise LoadError(
                    name,
                    f"读取超过 {self.limits.seconds:g} 秒，已停止",
                    "请检查文件是否异常（超大、损坏），另存后重新报送",
                ) from error
            except (EOFError, OSError, pickle.UnpicklingError) as error:
                self.close()
                raise LoadError(
                    name,
                    f"读取时超出内存上限 {self.limits.memory // MB} MB 或读取程序中断",
                    "请检查文件是否异常，另存后重新报送",
                ) from error

    def close(self) -> None:
        """End the child, if one runs."""
        if self._child is not None and self._owner == os.getpid():
            self._child.kill()
            self._child.wait()
            for pipe in (self._child.stdin, self._child.stdout):
                if pipe is not None:
                    pipe.close()
            self._child = None


def _send(handle: int, payload: bytes) -> None:
    for message in (memoryview(struct.pack("<Q", len(payload))), memoryview(payload)):
        while message:
            message = message[os.write(handle, message[: 1 << 20]) :]


def _receive(handle: int, deadline: float) -> bytes:
    def exactly(size: int) -> bytes:
        chunks = bytearray()
        while len(chunks) < size:
            if not select.select([handle], [], [], max(0.0, deadline - time.monotonic()))[0]:
                raise TimeoutError
            chunk = os.read(handle, min(size - len(chunks), 1 << 20))
            if not chunk:
                raise EOFError
            chunks += chunk
        return bytes(chunks)

    return exactly(struct.unpack("<Q", exactly(8))[0])


_shared = Reader()
atexit.register(_shared.close)


def shared_reader() -> Reader:
    """The reader of this process."""
    return _shared


def _serve() -> None:
    from evalcore.loaders.read import read_member
    from evalcore.loaders.recomputed import recomputed

    with open("/proc/self/statm") if os.path.exists("/proc/self/statm") else io.StringIO("0") as pages:  # noqa: PTH110, PTH123
        used = int(pages.read().split()[0]) * resource.getpagesize()
    if used:
        limit = used + int(sys.argv[1])
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    replies = os.dup(1)
    os.dup2(2, 1)  # a library that prints must not break the protocol
    _send(replies, b"ready")
    with open(0, "rb") as requests:
        while size := requests.read(8):
            name, headers, sent = pickle.loads(requests.read(*struct.unpack("<Q", size)))
            data = requests.read(*struct.unpack("<Q", requests.read(8)))
            reading = read_member(data, name, headers, sent)
            _send(replies, pickle.dumps(recomputed(reading) if "scores" in sys.argv[2:] else reading))
            del data, reading


if __name__ == "__main__":
    _serve()
