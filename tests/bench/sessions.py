"""A hundred sessions asking at once: nobody starves (p99 ≤ 10 × p50)."""

from __future__ import annotations

import argparse
import threading
import time
from typing import Any

from evalcore.access import EVERYTHING
from evalcore.queries.run import Selection, query
from tests.bench.measuring import percentile
from tests.bench.world import MILLION, add_store_argument, world

ALL = ["--evaluations", str(MILLION)]
NAMES = ("overview_totals", "grades_by_department", "grades_by_year", "score_bins", "selection_counts")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_store_argument(parser)
    parser.add_argument("--evaluations", type=int, default=100_000, help="size of the store")
    parser.add_argument("--sessions", type=int, default=100)
    parser.add_argument("--queries", type=int, default=5, help="queries a session asks, one after the other")


def run(arguments: argparse.Namespace) -> dict[str, Any]:
    """Latency of every query while all sessions, started together, ask for different years and figures."""
    store = world(arguments.evaluations, arguments.store)
    together = threading.Barrier(arguments.sessions)
    seconds: list[float] = []
    faults: list[str] = []

    def session(number: int) -> None:
        together.wait()
        for turn in range(arguments.queries):
            selection = Selection(dataset="demo", years=(2015 + (number + turn) % 9,))
            start = time.perf_counter()
            try:
                query(NAMES[(number + turn) % len(NAMES)], selection, scope=EVERYTHING, store=store,
                      params={"width": 1, "rows": 10})  # fmt: skip
            except Exception as fault:  # noqa: BLE001 - counted and reported: a failing session is a result
                faults.append(repr(fault))
            seconds.append(time.perf_counter() - start)

    threads = [threading.Thread(target=session, args=(number,)) for number in range(arguments.sessions)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    p50, p99 = percentile(seconds, 0.5), percentile(seconds, 0.99)
    return {
        "sessions": arguments.sessions,
        "queries": len(seconds),
        "faults": len(faults),
        "p50_ms": round(p50 * 1000),
        "p99_ms": round(p99 * 1000),
        "p99_over_p50": round(p99 / p50, 2),
    }
