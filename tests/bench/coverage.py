"""Whether every branch of evalcore/scoring runs under its tests: one measured run, which fails below 100 %."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.bench import report as tables

ROOT = Path(__file__).parents[2]
SCORING = "evalcore/scoring"
LIMIT = 900
# Scoring's own tests; what is prepared for 测算; the demonstration's keys; what the command line explains.
TESTS = (
    "tests/scoring",
    "tests/insight/test_rescored.py",
    "tests/sample/test_key.py",
    "tests/sample/test_registers.py",
    "tests/cli",
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--tests", nargs="*", default=list(TESTS))
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)


def run(arguments: argparse.Namespace) -> dict[str, Any]:
    """Statements and branches, and where one is missing. Ends the program with the places below 100 %."""
    with tempfile.TemporaryDirectory() as made:
        told = Path(made) / "coverage.json"
        command = [
            sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-n", str(arguments.processes),
            f"--cov={SCORING}", "--cov-branch", f"--cov-report=json:{told}", *arguments.tests,
        ]  # fmt: skip
        environment = os.environ | {"COVERAGE_FILE": str(Path(made) / "data")}
        done = subprocess.run(command, cwd=ROOT, env=environment, stdout=sys.stderr)
        if done.returncode or not told.exists():
            raise SystemExit(f"the tests did not pass (exit code {done.returncode}): nothing was measured")
        measured = json.loads(told.read_text(encoding="utf-8"))
    missing = [place for name, one in measured["files"].items() for place in _missing(name, one)]
    if missing:
        raise SystemExit("not every branch was run:\n" + "\n".join(missing))
    totals = measured["totals"]
    return {
        "percent": totals["percent_covered"],
        "statements": totals["num_statements"],
        "branches": totals["num_branches"],
    }


def _missing(name: str, one: Mapping[str, Any]) -> list[str]:
    lines = [f"{name}:{line}" for line in one["missing_lines"]]
    return lines + [f"{name}:{start} → {end}" for start, end in one["missing_branches"]]


def report(result: Mapping[str, Any]) -> str:
    """Markdown: the figures."""
    return tables.table(("what", "figure"), list(result.items()))
