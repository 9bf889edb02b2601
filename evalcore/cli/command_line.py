"""The command line in Chinese: argparse's headings, and what it says of one that is wrong."""

from __future__ import annotations

import argparse
import re
from typing import Any, NoReturn

#: what argparse says → what we say; what it names stays as it is
_SAID = tuple(
    (re.compile(said, re.DOTALL), ours)
    for said, ours in (
        (r"the following arguments are required: (.+)", r"缺少 \1"),
        (r"one of the arguments (.+) is required", r"以下须有其一：\1"),
        (r"unrecognized arguments: (.+)", r"不认识“\1”"),
        (r"ambiguous option: (\S+) could match (.+)", r"“\1”不够明确，可能是 \2"),
        (
            r"argument (.+?): invalid choice: '?(.*?)'? \(choose from (.+)\)",
            r"\1“\2”不在可选范围内，可选：\3",
        ),
        (r"argument (.+?): expected (?:one|at least one|\d+) arguments?", r"\1 后面缺少内容"),
        (r"argument (.+?): ignored explicit argument '?(.*?)'?", r"\1 后面不应有“\2”"),
        (r"argument (.+?): not allowed with argument (.+)", r"\1 不能与 \2 同时使用"),
        (r"argument (.+?): invalid int value: '?(.*?)'?", r"\1“\2”不是整数"),
        (r"argument (.+?): (.+)", r"\1：\2"),
    )
)


def in_chinese(said: str) -> str:
    """What argparse said of a wrong command line, in Chinese; as it is where we know no words for it."""
    for pattern, ours in _SAID:
        found = pattern.fullmatch(said)
        if found:
            return found.expand(ours).replace("'", "")
    return said


class CommandLine(argparse.ArgumentParser):
    """A parser whose help and errors are in Chinese; its subcommands are of the same kind."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options | {"add_help": False})  # its own help option is in English
        self._positionals.title, self._optionals.title = "参数", "选项"
        self.add_argument("-h", "--help", action="help", help="显示本说明")

    def format_usage(self) -> str:
        return super().format_usage().replace("usage: ", "用法：", 1)

    def format_help(self) -> str:
        return super().format_help().replace("usage: ", "用法：", 1)

    def error(self, message: str) -> NoReturn:
        """End with exit code 2, saying what is wrong and where the help is."""
        self.exit(2, f"{self.format_usage()}{self.prog}：{in_chinese(message)}。查看用法：{self.prog} -h\n")
