"""How many small faults in evalcore/scoring its tests notice: a sample of mutants, drawn by seed over all modules.

A mutant changes one comparison, boolean, number or sign, or an and/or of one module in a copy of the package
(mutants.py says what is left out); it is noticed when a test fails over it, or never ends (noticing.py). Survivors
that no input can tell apart are explained in mutation_survivors.toml; the score is what was noticed of the others.
An explanation whose line or change is not there any more is stale, and said so.
"""

from __future__ import annotations

import argparse
import json
import os
import pickle
import random
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from tests.bench import report as tables
from tests.bench.mutants import Mutant, mutants_of, statement_lines
from tests.bench.noticing import Covering

ROOT = Path(__file__).parents[2]
SCORING = Path("evalcore") / "scoring"
EXPLAINED = Path(__file__).with_name("mutation_survivors.toml")
ALL = ["--mutants", "150"]
LIMIT = 540
SECONDS = "--seconds"
# Scoring's own tests; what is prepared for 测算 in the store; and the demonstration district with its answer key.
TESTS = ("tests/scoring", "tests/insight/test_rescored.py", "tests/sample/test_key.py")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--mutants", type=int, default=150)
    parser.add_argument("--seed", type=int, default=20261127)
    parser.add_argument("--seconds", type=float, default=3600, help="stop trying mutants after this long")
    parser.add_argument(
        "--modules", nargs="*", default=None, help="file names; default every module of scoring"
    )
    parser.add_argument("--tests", nargs="*", default=list(TESTS))
    parser.add_argument(
        "--covering", type=Path, default=None, metavar="FILE", help="keep there what each test executes"
    )
    parser.add_argument(
        "--each",
        type=float,
        default=None,
        metavar="SECONDS",
        help="only the fastest tests of a mutant, so many seconds together (quicker, and fewer are noticed)",
    )


def run(arguments: argparse.Namespace) -> dict[str, Any]:
    ends = time.time() + arguments.seconds
    with tempfile.TemporaryDirectory() as made:
        there = Path(made).resolve()
        folder = _copied(ROOT, there / "copy") / SCORING
        modules = [
            p for p in sorted(folder.rglob("*.py")) if not arguments.modules or p.name in arguments.modules
        ]
        every = [mutant for path in modules for mutant in mutants_of(path)]
        drawn = random.Random(arguments.seed).sample(every, min(arguments.mutants, len(every)))
        covering = _covering(there, arguments.tests, arguments.covering)
        plan = {
            "mutants": drawn,
            "covering": covering,
            "tests": arguments.tests,
            "ends": ends,
            "each": arguments.each,
        }
        tried: list[dict[str, Any]] = []
        for mutant, answer in zip(drawn, _session(there / "copy", plan), strict=False):
            tried.append(
                {"place": _place(folder, mutant), "line": mutant.text, "changed": mutant.changed} | answer
            )
            print(len(tried), tried[-1], file=sys.stderr, flush=True)
        possible = {_key({"place": _place(folder, m), "line": m.text, "changed": m.changed}) for m in every}
    explained = _explained()
    survivors = [one for one in tried if not one["noticed"]]
    equivalent = [one for one in survivors if _key(one) in explained]
    noticed = len(tried) - len(survivors)
    return {
        "seed": arguments.seed,
        "possible": len(every),
        "tried": len(tried),
        "noticed": noticed,
        "equivalent": len(equivalent),
        "score": _share(noticed, len(tried) - len(equivalent)),
        "score_with_equivalents": _share(noticed, len(tried)),
        "survivors": [
            [one["place"], one["line"], one["changed"], one["by"]]
            for one in survivors
            if one not in equivalent
        ],
        "stale": [] if arguments.modules else [list(key) for key in sorted(explained - possible)],
    }


def _copied(tree: Path, copy: Path) -> Path:
    """A tree as it is now (it may be worked on meanwhile), with what stands beside it."""
    copy.mkdir()
    for name in ("evalcore", "tests"):
        shutil.copytree(tree / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy2(tree / "pyproject.toml", copy)
    beside = copy.parent / "shared"
    if (ROOT.parent / "shared").exists() and not beside.exists():
        beside.symlink_to(ROOT.parent / "shared")
    return copy


def _covering(there: Path, tests: list[str], kept: Path | None) -> Covering:
    """What each test executes; of tests known to the file, what was kept there while scoring had the same lines."""
    copy = _copied(there / "copy", there / "recorded")
    modules = sorted((copy / SCORING).rglob("*.py"))
    of = [(path.name, statement_lines(path.read_text(encoding="utf-8"))) for path in modules]
    known = Covering()
    if kept is not None and kept.exists():
        was, covering = pickle.loads(kept.read_bytes())
        known = covering if was == of else known
    given = there / "covering.pickle"
    for _ in _session(copy, {"record": given, "known": known, "tests": tests}):
        pass
    covering = pickle.loads(given.read_bytes())
    if kept is not None:
        kept.write_bytes(pickle.dumps((of, covering)))
    return covering


def _session(copy: Path, plan: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """What a session of noticing.py over the copy answers, as it comes."""
    said = copy.with_suffix(".pickle")
    said.write_bytes(pickle.dumps({"folder": copy / SCORING, **plan}))
    environment = os.environ | {"PYTHONPATH": str(copy), "EVAL_STORE": str(copy.with_suffix(".store"))}
    command = [sys.executable, "-B", "-m", "tests.bench.noticing", str(said)]
    log = copy.with_suffix(".log")
    with (
        log.open("w") as told,
        subprocess.Popen(
            command, cwd=copy, env=environment, stdout=subprocess.PIPE, stderr=told, text=True
        ) as process,
    ):
        assert process.stdout is not None
        for line in process.stdout:
            yield json.loads(line)
    if process.returncode:
        raise RuntimeError(f"the session broke off:\n{log.read_text()[-4000:]}")


def _place(folder: Path, mutant: Mutant) -> str:
    return f"{mutant.path.relative_to(folder)}:{mutant.line}"


def _key(one: Mapping[str, Any]) -> tuple[str, str, str]:
    return one["place"].split(":")[0], one["line"], one["changed"]


def _explained() -> set[tuple[str, str, str]]:
    """Mutants (module, line, changed line) that no input tells apart, each with its reason in the file."""
    data = tomllib.loads(EXPLAINED.read_text(encoding="utf-8"))
    return {(one["module"], one["line"], one["changed"]) for one in data["equivalent"] if one["why"]}


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None


def report(result: Mapping[str, Any]) -> str:
    """Markdown: the figures, and what survived."""
    figures = [(name, value) for name, value in result.items() if not isinstance(value, list)]
    lines = [tables.table(("what", "figure"), figures)]
    for title, name in (("Survived", "survivors"), ("Stale explanations", "stale")):
        if result[name]:
            lines += ["", f"{title}:", "", *(f"- {' · '.join(row)}" for row in result[name])]
    return "\n".join(lines)
