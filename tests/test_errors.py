"""What the operating system refuses is said in Chinese."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from evalcore.errors import reason
from evalcore.loaders.read import read_file


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (errno.ENOENT, "不存在"),
        (errno.EACCES, "没有权限"),
        (errno.ENOSPC, "磁盘空间不足"),
        (errno.EROFS, "所在磁盘为只读"),
        (errno.EXDEV, f"系统错误 {errno.EXDEV}"),
    ],
)
def test_a_refusal_of_the_system_has_a_chinese_reason(number: int, said: str) -> None:
    assert reason(OSError(number, "in English")) == said


def test_an_error_without_a_number_is_one_of_reading_or_writing() -> None:
    assert reason(OSError("in English")) == "读写失败"


def test_a_file_that_is_not_there_is_said_to_be_missing(tmp_path: Path) -> None:
    (error,) = read_file(tmp_path / "没有.xlsx").errors
    assert error.message == "文件无法打开：不存在"


def test_no_message_takes_the_systems_own_words() -> None:
    root = Path(__file__).parents[1]
    told = [
        str(file) for folder in ("evalcore", "pages") for file in (root / folder).rglob("*.py")
        if "strerror" in file.read_text(encoding="utf-8")
    ]  # fmt: skip
    assert not told
