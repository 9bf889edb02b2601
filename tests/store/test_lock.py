"""One loader at a time; a dead one never blocks the next."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from evalcore.errors import StoreError
from evalcore.store.lock import holder, is_held, only_loader

HOLD = """
import sys, time
from pathlib import Path
from evalcore.store.lock import only_loader
with only_loader(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


def holding(folder: Path) -> subprocess.Popen[str]:
    process = subprocess.Popen([sys.executable, "-c", HOLD, str(folder)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def test_a_second_loader_is_told_who_is_at_work(tmp_path: Path) -> None:
    process = holding(tmp_path)
    try:
        assert is_held(tmp_path)
        assert holder(tmp_path)["pid"] == str(process.pid)
        with (
            pytest.raises(StoreError, match=f"另一个导入正在进行：进程 {process.pid}（主机 .*请等它结束"),
            only_loader(tmp_path),
        ):
            pass
    finally:
        process.kill()
        process.wait()


@pytest.mark.skipif(os.name == "nt", reason="no SIGKILL on Windows")
def test_the_lock_of_a_killed_loader_is_free_at_once(tmp_path: Path) -> None:
    process = holding(tmp_path)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert (tmp_path / "LOCK").exists()  # the note of the dead one stays …
    assert not is_held(tmp_path)  # … and holds nobody up
    with only_loader(tmp_path):
        assert holder(tmp_path)["pid"] == str(os.getpid())
    assert holder(tmp_path) == {}


def test_two_loads_in_one_process_exclude_each_other(tmp_path: Path) -> None:
    with only_loader(tmp_path), pytest.raises(StoreError, match="另一个导入"), only_loader(tmp_path):
        pass
    with only_loader(tmp_path):
        pass


def test_an_unreadable_note_does_not_hide_the_holder(tmp_path: Path) -> None:
    (tmp_path / "LOCK").write_bytes(b"\xff\xfe[")
    assert holder(tmp_path) == {}
    assert not is_held(tmp_path)
    with only_loader(tmp_path):
        assert is_held(tmp_path)


def test_no_lock_file_means_nobody_is_at_work(tmp_path: Path) -> None:
    assert not is_held(tmp_path)
