"""python -m tests.bench NAME [options] [--json]: measure one thing. `all` measures everything into BENCHMARKS.md.

A bench is a module here with `run(arguments) -> dict` and `add_arguments(parser)`. It may have
`report(result) -> str` (its Markdown section; without one the figures are listed) and ALL (its options in a
full run), LIMIT (its seconds there) and SECONDS (the option that tells it how long it may take). `all` keeps each
result as NAME.json in --results and measures only what is missing there, so that a full run can be made in slices;
--only NAME … measures just these now. A bench that fails or takes too long is said in the report, and the rest goes on.
"""

from __future__ import annotations

import argparse
import json
import os
import pkgutil
import shlex
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

from tests.bench import report
from tests.bench.measuring import machine

FOLDER = Path(__file__).parent
ROOT = FOLDER.parents[1]
LIMIT = 180  # seconds a bench may take in a full run, unless it says otherwise
# what matters most first, what can fill the time that is left last; benches not named here stand before the last two
ORDER = ("queries", "store", "growth", "sessions", "whatif", "scoring", "insight", "reading", "mutation")


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
    everything.add_argument(
        "--store", type=Path, default=None, help="folder of the worlds, for the benches that take one"
    )
    everything.add_argument("--minutes", type=float, default=20, help="when to stop, all benches together")
    everything.add_argument("--out", type=Path, default=ROOT / "BENCHMARKS.md", metavar="FILE")
    arguments = parser.parse_args()
    if arguments.name == "all":
        return measure_all(arguments)
    result = bench(arguments.name).run(arguments)
    if arguments.json:
        print(json.dumps(result, ensure_ascii=False))
    else:
        print(report.section(bench(arguments.name), arguments.name, result))
    return 0


def measure_all(arguments: argparse.Namespace) -> int:
    """Measure what has no result yet, each in a process of its own, and write the report of all there is."""
    results, only = arguments.results, arguments.only
    results.mkdir(parents=True, exist_ok=True)
    ends = time.monotonic() + arguments.minutes * 60
    failed = []
    for name in sorted(names(), key=lambda name: ORDER.index(name) if name in ORDER else len(ORDER) - 2):
        kept = results / f"{name}.json"
        if (only is not None and name not in only) or (only is None and _measured(kept)):
            continue
        left = ends - time.monotonic()
        measured = (
            _measure(name, arguments.store, left) if left > 5 else {"failed": "no time was left for it"}
        )
        kept.write_text(json.dumps(measured, ensure_ascii=False, indent=1), encoding="utf-8")
        if "failed" in measured:
            failed.append(f"{name}: {measured['failed']}")
    kept_results = {
        name: json.loads((results / f"{name}.json").read_text(encoding="utf-8"))
        for name in names()
        if (results / f"{name}.json").exists()
    }
    whole = report.whole({name: (bench(name), kept) for name, kept in kept_results.items()})
    arguments.out.write_text(whole, encoding="utf-8")
    for text in failed:
        print(text, file=sys.stderr)
    return 1 if failed else 0


def _measured(kept: Path) -> bool:
    return kept.exists() and "failed" not in json.loads(kept.read_text(encoding="utf-8"))


def _measure(name: str, store: Path | None, left: float) -> dict[str, Any]:
    """One bench's result with its command and machine; or why there is none, under "failed"."""
    module = bench(name)
    options: list[str] = list(getattr(module, "ALL", []))
    limit = min(left, getattr(module, "LIMIT", LIMIT))
    if seconds := getattr(module, "SECONDS", None):
        options += [seconds, str(int(limit * 0.8))]
    shown = shlex.join(["python", "-m", "tests.bench", name, *options, "--json"])
    if store is not None and "add_store_argument(" in Path(str(module.__file__)).read_text(encoding="utf-8"):
        options += ["--store", str(store.resolve())]
    command = [sys.executable, "-m", "tests.bench", name, *options, "--json"]
    print(f"measuring {name}, {limit:.0f} s at most", file=sys.stderr)
    measured: dict[str, Any] = {"command": shown, "date": datetime.now(UTC).strftime("%Y-%m-%d")}
    began = time.monotonic()
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as process:
        try:
            out, err = process.communicate(timeout=limit)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)  # with what it started
            process.communicate()
            return measured | {"machine": machine(), "failed": f"not done after {limit:.0f} s"}
    measured |= {"machine": machine(), "seconds": round(time.monotonic() - began)}
    lines = [line for line in out.splitlines() if line.startswith("{")]
    if process.returncode != 0 or not lines:
        last = (err.strip().splitlines() or ["no output"])[-1][:300]
        return measured | {"failed": f"exit code {process.returncode}: {last}"}
    return measured | {"result": json.loads(lines[-1])}


if __name__ == "__main__":
    raise SystemExit(main())
