"""python -m tests.bench NAME [options] [--json]: measure one thing. `all` measures everything into BENCHMARKS.md.

A bench is a module here with `run(arguments) -> dict` and `add_arguments(parser)`. It may have
`report(result) -> str` (its Markdown section; without one the figures are listed) and ALL (its options in a
full run). `all --results FOLDER` keeps each result as NAME.json and measures only what is missing there, so
that a full run can be made in slices; --only NAME … measures just these now.
"""

from __future__ import annotations

import argparse
import json
import pkgutil
import shlex
import subprocess
import sys
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

from tests.bench import report
from tests.bench.measuring import machine

FOLDER = Path(__file__).parent
ROOT = FOLDER.parents[1]


def names() -> list[str]:
    """The benches there are."""
    found = (item.name for item in pkgutil.iter_modules([str(FOLDER)]) if not item.name.startswith("_"))
    return sorted(name for name in found if "def run(" in (FOLDER / f"{name}.py").read_text(encoding="utf-8"))


def bench(name: str) -> ModuleType:
    return import_module(f"tests.bench.{name}")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__.splitlines()[0])
    commands = parser.add_subparsers(required=True, dest="name", metavar="NAME")
    asked = sys.argv[1] if len(sys.argv) > 1 else ""
    for name in names():
        made = commands.add_parser(name)
        made.add_argument("--json", action="store_true", help="print the result as JSON")
        if name == asked:  # the others are not imported: a bench may need packages this one does not
            bench(name).add_arguments(made)
    everything = commands.add_parser("all")
    everything.add_argument("--results", type=Path, default=ROOT / "data" / "bench", metavar="FOLDER")
    everything.add_argument("--only", nargs="*", default=None, metavar="NAME")
    everything.add_argument("--out", type=Path, default=ROOT / "BENCHMARKS.md", metavar="FILE")
    arguments = parser.parse_args()
    if arguments.name == "all":
        return measure_all(arguments.results, arguments.only, arguments.out)
    result = bench(arguments.name).run(arguments)
    if arguments.json:
        print(json.dumps(result, ensure_ascii=False))
    else:
        print(report.section(bench(arguments.name), arguments.name, result))
    return 0


def measure_all(results: Path, only: list[str] | None, out: Path) -> int:
    """Measure what has no result yet, each in a process of its own, and write the report of all there is."""
    results.mkdir(parents=True, exist_ok=True)
    failed = []
    for name in names():
        kept = results / f"{name}.json"
        if (only is not None and name not in only) or (only is None and kept.exists()):
            continue
        options: list[str] = list(getattr(bench(name), "ALL", []))
        command = [sys.executable, "-m", "tests.bench", name, *options, "--json"]
        print(f"measuring {name}", file=sys.stderr)
        done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        if done.returncode != 0:
            failed.append(name)
            continue
        measured: dict[str, Any] = {
            "command": shlex.join(["python", "-m", "tests.bench", name, *options, "--json"]),
            "date": datetime.now(UTC).strftime("%Y-%m-%d"),
            "machine": machine(),
            "result": json.loads(done.stdout.splitlines()[-1]),
        }
        kept.write_text(json.dumps(measured, ensure_ascii=False, indent=1), encoding="utf-8")
    kept_results = {
        name: json.loads((results / f"{name}.json").read_text(encoding="utf-8"))
        for name in names()
        if (results / f"{name}.json").exists()
    }
    out.write_text(report.whole({name: (bench(name), kept) for name, kept in kept_results.items()}), "utf-8")
    for name in failed:
        print(f"{name} failed", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main())
