"""How the page questions grow from 10,000 evaluations over 100,000 to a million: at most four times for ten times the rows."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from typing import Any

from tests.bench import queries
from tests.bench import report as tables
from tests.bench.measuring import ROUNDS
from tests.bench.world import MILLION, add_store_argument, world

ALL: list[str] = []
SIZES = (10_000, 100_000, MILLION)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_store_argument(parser)
    parser.add_argument("--sizes", type=int, nargs="+", default=list(SIZES), metavar="N")
    parser.add_argument("--rounds", type=int, default=ROUNDS, metavar="N")


def run(arguments: argparse.Namespace) -> dict[str, Any]:
    """Summed medians of every page question at each size, and how many times the smaller size's they are."""
    sums: dict[int, float] = {}
    slowest: dict[str, dict[int, float]] = {}
    for size in arguments.sizes:
        store = world(size, arguments.store)
        selection, found, _ = queries.look(store)
        taken = queries.ask_all(store, selection, found, arguments.rounds, least=ROUNDS)
        medians = {name: row["median_ms"] for name, row in taken.items() if name not in queries.WHOLE}
        sums[size] = round(sum(medians.values()), 1)
        for name, median in medians.items():
            slowest.setdefault(name, {})[size] = median
    pairs = list(zip(arguments.sizes, arguments.sizes[1:], strict=False))
    grown = {
        name: max(rows[large] / rows[small] for small, large in pairs)
        for name, rows in slowest.items()
        if len(rows) == len(arguments.sizes) and pairs
    }
    most = sorted(grown, key=lambda name: -grown[name])[:10]
    return {
        "summed_medians_ms": {str(size): total for size, total in sums.items()},
        "times_for_ten_times": {
            f"{small} → {large}": round(sums[large] / sums[small], 2) for small, large in pairs
        },
        "most": {name: {str(size): ms for size, ms in slowest[name].items()} for name in most},
    }


def report(result: Mapping[str, Any]) -> str:
    """The sums and their ratios, then the questions that grow most."""
    sums = "; ".join(
        f"{int(size):,} evaluations {total} ms" for size, total in result["summed_medians_ms"].items()
    )
    times = "; ".join(f"{step} **{ratio}×**" for step, ratio in result["times_for_ten_times"].items())
    sizes = list(result["summed_medians_ms"])
    rows = [[name, *(taken.get(size) for size in sizes)] for name, taken in result["most"].items()]
    table = tables.table(("grow most, median ms", *sizes), rows)
    return f"Summed medians of all page questions: {sums}. Growth (the goal is 4×): {times}.\n\n{table}"
