"""Commands and their options. Results go to standard output, progress to standard error; exit 2 when input was refused."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from io import TextIOWrapper
from pathlib import Path
from typing import Any, TextIO

from evalcore.cli import report
from evalcore.cli.command_line import CommandLine
from evalcore.cli.payload import explanation_fields, judgement_fields, reading_fields, score_fields
from evalcore.errors import EvalError, LoadError, reason
from evalcore.loaders.read import FileReading, read_file
from evalcore.model import RegisterKind
from evalcore.scoring.rule import judge
from evalcore.scoring.rule_set import RuleSet, rule_set
from evalcore.scoring.total import score_evaluation

DONE, REFUSED = 0, 2
MOST_POINTS = 10_000  # a weight beyond it is no points


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    options = parser().parse_args(arguments)
    command: Callable[[argparse.Namespace], int] = options.command
    try:
        return command(options)
    except EvalError as error:
        print(error, file=sys.stderr)
        return REFUSED
    except BrokenPipeError:  # `evalcore … | head`: the reader has what it wanted
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE


def parser() -> CommandLine:
    root = CommandLine(prog="evalcore", description="项目支出绩效评价：读表、复算、比较")
    commands = root.add_subparsers(required=True, metavar="命令")

    def command(name: str, run: Callable[[argparse.Namespace], int], text: str) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=text, description=text)
        made.set_defaults(command=run)
        return made

    for name, run, text in (
        ("read", read_command, "读取文件，列出所读到的内容与出错位置"),
        ("score", score_command, "读取并复算文件中的每张表"),
    ):
        made = command(name, run, text)
        made.add_argument("files", nargs="+", type=Path, metavar="文件")
        made.add_argument("--json", action="store_true", help="每行一个 JSON 对象")
        if name == "score":
            made.add_argument("--rule-set", metavar="编号", help="指定规则集（默认按年度与地区选用）")

    made = command("rules", rules_command, "逐行读入评分规则与完成值，给出得分比例")
    made.add_argument("--json", action="store_true", help="标准输入、标准输出均为每行一个 JSON 对象")
    made.add_argument("--explain", metavar="原文", help="说明对一句评分规则的理解")
    made.add_argument("--rule-set", metavar="编号", help="指定规则集")

    made = command("template", template_command, "生成空白的自评表或清单（带下拉框与校验）")
    made.add_argument("file", type=Path, metavar="文件.xlsx")
    made.add_argument(
        "--kind", default="form", choices=["form", *(kind.value for kind in RegisterKind)], metavar="类型",
        help="form（自评表，默认）、listing、approved_target、review_record、rectification、next_budget、payment、succession",
    )  # fmt: skip

    made = command("load", on_store("load"), "读取文件、文件夹或压缩包，复算后存入新版本")
    made.add_argument("paths", nargs="+", type=Path, metavar="路径")
    made.add_argument("--json", action="store_true", help="结果为一个 JSON 对象")

    made = command("versions", on_store("versions"), "列出已有的数据版本")
    made.add_argument("--json", action="store_true", help="每行一个 JSON 对象")

    made = command("rollback", on_store("rollback"), "以旧版本的内容发布新版本")
    made.add_argument("version", metavar="版本")
    made.add_argument("--json", action="store_true", help="结果为一个 JSON 对象")

    made = command("compact", on_store("compact"), "把各次导入的数据重新排列，使查询更快、文件更小")
    made.add_argument("--json", action="store_true", help="结果为一个 JSON 对象")

    made = command("sample", on_store("sample"), "生成示范区模拟数据")
    made.add_argument("--scale", type=positive, metavar="N", help="评价数量（默认为示范区本来的规模）")
    made.add_argument("--seed", type=int, default=2024, metavar="数", help="随机种子（默认 2024）")
    made.add_argument("--json", action="store_true", help="结果为一个 JSON 对象")

    made = command("publish", on_store("publish"), "把当前版本另存为 Parquet 文件")
    made.add_argument("--parquet", type=Path, required=True, metavar="文件夹")
    made.add_argument("--json", action="store_true", help="结果为一个 JSON 对象")

    made = command("doctor", on_store("doctor"), "检查数据文件夹与运行环境")
    made.add_argument("--json", action="store_true", help="每行一个 JSON 对象")
    return root


def on_store(name: str) -> Callable[[argparse.Namespace], int]:
    """A command of store_command.py, imported when it runs: read, score and rules start without DuckDB and pandas."""

    def run(options: argparse.Namespace) -> int:
        from evalcore.cli import store_command

        return store_command.COMMANDS[name](options)

    return run


def positive(text: str) -> int:
    if not text.isdigit() or int(text) == 0:
        raise argparse.ArgumentTypeError(f"“{text}”不是正整数")
    return int(text)


def put(value: Any, out: TextIO | None = None) -> None:
    text = json.dumps(value, ensure_ascii=False)
    print(
        text.encode(errors="replace").decode(), file=out or sys.stdout, flush=True
    )  # half a surrogate pair is "?"


def chosen_rule_set(options: argparse.Namespace) -> RuleSet | None:
    return rule_set(id=options.rule_set) if options.rule_set else None


def readings(paths: Sequence[Path]) -> Iterator[FileReading]:
    """One reading a file, under the path it was asked for; an archive is one file, a folder gives each of its files."""
    for path in paths:
        inside = sorted(file for file in path.rglob("*") if file.is_file()) if path.is_dir() else [path]
        for file in inside:
            yield replace(read_file(file), file=str(file))


def show_errors(errors: Sequence[LoadError]) -> None:
    for error in errors:
        print(error, file=sys.stderr)


def _is_refused(reading: FileReading) -> bool:
    """Whether a file, or a part of it, was not read."""
    return bool(reading.errors or reading.refused) or not (reading.forms or reading.registers)


def read_command(options: argparse.Namespace) -> int:
    refused = False
    for reading in readings(options.files):
        refused = refused or _is_refused(reading)
        put(reading_fields(reading)) if options.json else print(report.reading(reading))
        if not options.json:
            show_errors((*reading.errors, *reading.refused))
    return REFUSED if refused else DONE


def score_command(options: argparse.Namespace) -> int:
    rules = chosen_rule_set(options)
    refused = False
    for reading in readings(options.files):
        refused = refused or _is_refused(reading)
        show_errors((*reading.errors, *reading.refused))
        for evaluation in reading.forms:
            result = score_evaluation(evaluation, rules)
            if options.json:
                put({"file": reading.file, **score_fields(evaluation, result)})
            else:
                print(report.passport(evaluation, result))
    return REFUSED if refused else DONE


def template_command(options: argparse.Namespace) -> int:
    from evalcore.loaders.template import template  # openpyxl is slow to import

    try:
        options.file.write_bytes(template(options.kind))
    except OSError as fault:
        raise LoadError(str(options.file), f"不能写入（{reason(fault)}）", "请换一个可写的位置") from fault
    print(f"已生成 {options.file}")
    return DONE


def rules_command(options: argparse.Namespace) -> int:
    rules = chosen_rule_set(options) or rule_set()
    if options.explain is not None:
        fields = explanation_fields(options.explain, rules)
        put(fields) if options.json else print(report.explanation(fields))
        return DONE
    refused = False
    if isinstance(sys.stdin, TextIOWrapper):
        sys.stdin.reconfigure(encoding="utf-8", errors="replace")
    for position, line in enumerate(sys.stdin, start=1):
        if not line.strip():
            continue
        try:
            put(judged_case(line, position, rules))
        except LoadError as error:
            refused = True
            put({"error": str(error)})
    return REFUSED if refused else DONE


def judged_case(line: str, position: int, rules: RuleSet) -> dict[str, Any]:
    """One line of `evalcore rules`. Errors: LoadError naming the line."""

    def refuse(message: str, value: object = "") -> LoadError:
        remedy = '每行应为 {"text": "评分规则", "actual": "完成值", "weight": 分值} 这样的 JSON 对象'
        return LoadError("标准输入", message, remedy, place=f"第 {position} 行", value=str(value)[:80])

    line = line.strip().removeprefix("\ufeff")
    try:  # numbers stay as they are printed: 95.50 is no 95.5
        case = json.loads(line, parse_float=str, parse_int=str, parse_constant=str)
    except (ValueError, RecursionError) as error:
        raise refuse("不是 JSON", line) from error
    if not isinstance(case, dict) or not isinstance(case.get("text"), str):
        raise refuse("缺少 text", line)
    for name in ("actual", "level1", "level2", "level3", "rule"):
        if not isinstance(case.get(name), str | None):
            raise refuse(f"{name} 不是文字或数", case[name])
    try:
        points = None if case.get("weight") is None else Decimal(str(case["weight"]))
    except InvalidOperation as error:
        raise refuse("weight 不是数", case["weight"]) from error
    if points is not None and not (points.is_finite() and 0 <= points <= MOST_POINTS):
        raise refuse(f"weight 不在 0 与 {MOST_POINTS} 之间", case["weight"])
    judgement = judge(
        case["text"],
        case.get("actual"),
        rules=rules,
        points=points,
        level1=case.get("level1"),
        level2=case.get("level2"),
        level3=case.get("level3"),
        rule_text=case.get("rule"),
    )
    return judgement_fields(judgement)
