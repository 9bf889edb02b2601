"""Each page's script at a million evaluations: its time and the bytes it sends when a filter changes.

A reader without a browser asks every page for twenty changes of a filter it never asked for before (nothing comes from
a cache but what the changes share), then for the same again (what is kept). The server times each run of the script.
"""

from __future__ import annotations

import argparse
import statistics
from contextlib import ExitStack
from typing import Any
from urllib.parse import urlencode

from evalcore.access import EVERYTHING
from evalcore.queries import frame, overview
from evalcore.queries.run import Selection, Store
from tests.bench.app_server import Reader, Run, Server
from tests.bench.measuring import machine, percentile
from tests.bench.world import MILLION, add_store_argument, world

GOALS = {"script_p95_ms": 60, "payload_kb": 150}
# page → what else its address says
VIEWS = {
    "overview": {}, "scores": {}, "grades": {}, "departments": {}, "trends": {}, "indicators": {}, "execution": {},
    "project list": {}, "project": {"id": "ID"}, "audit": {}, "what-if": {}, "import": {}, "method": {},
}  # fmt: skip
ALL = ["--evaluations", str(MILLION)]
LIMIT = 240


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_store_argument(parser)
    parser.add_argument("--evaluations", type=int, default=100_000, help="size of the store")
    parser.add_argument("--pages", nargs="*", default=list(VIEWS), choices=VIEWS)
    parser.add_argument(
        "--changes", type=int, default=20, help="how many of the twenty changes, evenly taken"
    )
    parser.add_argument("--port", type=int, default=8610)


def run(arguments: argparse.Namespace) -> dict[str, Any]:
    """pages: page → new (a change never asked for) and kept (asked again) → p95 and median of script and bytes."""
    store = world(arguments.evaluations, arguments.store)
    made: dict[str, Any] = {"machine": machine(), "goals": GOALS, "pages": {}}
    with ExitStack() as stack:
        server = Server(stack, store.folder, arguments.port)
        for name in arguments.pages:
            made["pages"][name] = _page(server, store, name, arguments.changes)
    return made


def changes(store: Store) -> list[dict[str, str]]:
    """Twenty addresses, each with other filters than the one before: what a reader of one page clicks."""
    chosen = Selection(dataset="demo")
    years = [str(y) for y in frame.filter_years(chosen, scope=EVERYTHING, store=store)["year"] if y][::-1]
    codes = list(frame.filter_departments(chosen, scope=EVERYTHING, store=store)["department_code"])
    funds = list(frame.filter_funds(chosen, scope=EVERYTHING, store=store)["fund_source"])
    last, before = years[0], years[min(1, len(years) - 1)]
    some = codes[:: max(1, len(codes) // 7)]
    made = [{"year": year} for year in years[1:4]]
    made += [{"year": "~".join(sorted((last, before)))}, {"year": "all"}]
    made += [{"year": last, "dept": some[1 % len(some)]}, {"year": last, "dept": "~".join(some[:3])},
             {"year": before, "dept": "~".join(some)}]  # fmt: skip
    for year in (last, before):
        made += [{"year": year, "score": "recomputed"}, {"year": year, "score": "review"}]
        made += [{"year": year, "grade": "excellent~good"}, {"year": year, "size": "50-200"}]
        made += [{"year": year, "fund": funds[0]}, {"year": year, "q": "建设" if year == last else "维护"}]
    usual = {"set": "demo", "dept": "all", "method": "self", "subject": "project", "grade": "all", "score": "self",
             "size": "all", "fund": "all", "q": "-"}  # fmt: skip
    return [usual | each for each in made]


def _page(server: Server, store: Store, name: str, count: int) -> dict[str, Any]:
    every = changes(store)
    asked = every[:: max(1, len(every) // count)][:count]
    found = overview.projects(
        Selection(dataset="demo", years=(int(asked[0]["year"]),)),
        rows=len(asked) + 1,
        scope=EVERYTHING,
        store=store,
    )
    ids = [str(id) for id in found["evaluation_id"]]
    views = [
        each | {"id": id} if "id" in VIEWS[name] else each for each, id in zip(asked, ids[1:], strict=True)
    ]
    path = name.split()[0]
    first = asked[0] | {"year": "all", "q": "首次打开"} | ({"id": ids[0]} if "id" in VIEWS[name] else {})
    made: dict[str, Any] = {}
    with Reader(server.address) as reader:
        reader.ask(path, urlencode(first))
        for kind in ("new", "kept"):
            runs: list[Run] = []
            heard: list[int] = []
            for view in views:
                before = len(server.runs())
                heard.append(reader.ask(path, urlencode(view)))
                runs.append(server.next_run(before))
            made[kind] = {
                "p95_ms": round(percentile([run.wall for run in runs], 0.95)),
                "median_ms": round(statistics.median(run.wall for run in runs)),
                "own_cpu_ms": round(statistics.median(run.own for run in runs)),
                "process_cpu_p95_ms": round(percentile([run.process for run in runs], 0.95)),
                "payload_p95_kb": round(percentile(heard, 0.95) / 1000),
                "payload_median_kb": round(statistics.median(heard) / 1000),
                "each_ms": [round(run.wall) for run in runs],
            }
    return made
