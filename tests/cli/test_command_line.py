"""A wrong command line is answered in Chinese, with what was wrong and where the help is; exit code 2."""

from __future__ import annotations

import re

import pytest

from evalcore.cli.command import main


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ([], "evalcore：缺少 命令。查看用法：evalcore -h"),
        (["read"], "evalcore read：缺少 文件。查看用法：evalcore read -h"),
        (["raed", "a.xlsx"], "命令“raed”不在可选范围内，可选：read, score, rules, template, load"),
        (["sample", "--scale", "x"], "--scale：“x”不是正整数"),
        (["sample", "--seed", "x"], "--seed“x”不是整数"),
        (["sample", "--seed"], "--seed 后面缺少内容"),
        (["versions", "--jsn"], "不认识“--jsn”"),
        (["publish"], "缺少 --parquet"),
        (["versions", "--json=1"], "--json 后面不应有“1”"),
    ],
)
def test_a_wrong_command_line_is_said_in_chinese(
    line: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(line)
    assert ended.value.code == 2
    told = capsys.readouterr().err
    assert said in told
    assert told.startswith("用法：evalcore")


def test_help_has_no_english_headings(capsys: pytest.CaptureFixture[str]) -> None:
    for line in (["-h"], ["read", "-h"], ["sample", "-h"]):
        with pytest.raises(SystemExit) as ended:
            main(line)
        assert ended.value.code == 0
        told = capsys.readouterr().out
        assert "显示本说明" in told
        assert not re.search(r"usage|options|positional|show this", told)
