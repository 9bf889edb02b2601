"""Writing at size: a load of 100 forms into a large store, published; a million evaluations from Arrow against SQLite."""

from __future__ import annotations

import argparse
import random
import shutil
import sqlite3
import tempfile
import time
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa

from evalcore.model import Evaluation, Result, Source
from evalcore.model.codec import parse_evaluation
from evalcore.scoring.total import score_evaluation
from evalcore.store import Store
from evalcore.store.across import compare
from evalcore.store.connect import open_draft
from evalcore.store.links import propose_links
from evalcore.store.register import relink
from evalcore.store.schema import create_tables
from evalcore.store.write import Detail, write_evaluations
from tests.bench.measuring import ROUNDS, Timing, alternate, peak_memory_mb
from tests.bench.world import MILLION, add_store_argument, world

ALL = ["--evaluations", str(MILLION)]
LIMIT = 300
DATASET = "demo"
_CHUNK = 50_000  # rows SQLite is given at once


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_store_argument(parser)
    parser.add_argument("--evaluations", type=int, default=100_000, help="size of the store")
    parser.add_argument("--forms", type=int, default=100, help="forms of the load")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--rows", type=int, default=50_000, help="rows of a round of the load from Arrow")
    parser.add_argument(
        "--spread", action="store_true", help="the forms of a load are of all years, not of the newest alone"
    )
    parser.add_argument("--only", choices=("publish", "arrow"), default=None)


def run(arguments: argparse.Namespace) -> dict[str, Any]:
    """Medians over rounds; publish: from begin to the new version being current, reading of files apart."""
    origin = world(arguments.evaluations, arguments.store)
    result: dict[str, Any] = {"evaluations": arguments.evaluations, "rounds": arguments.rounds}
    with tempfile.TemporaryDirectory(dir=arguments.store.parent) as folder:
        if arguments.only in (None, "publish"):
            result |= _publish(
                origin, Path(folder) / "store", arguments.forms, arguments.rounds, arguments.spread
            )
        if arguments.only in (None, "arrow"):
            result |= _arrow(origin, Path(folder), arguments.rounds, arguments.rows)
    return result | {"peak_memory_mb": round(peak_memory_mb())}


def forms_of(
    store: Store, count: int, seed: int, *, spread: bool = False
) -> list[tuple[Evaluation, Result, Detail]]:
    """Forms for a load: half of them revise evaluations of the store, half are new projects of its departments.

    They are of the newest year, as a load of what departments sent is; spread: of all years.
    """
    connection = store.open()
    rows = connection.execute(
        """SELECT form, department, department_code, project_key, rule_set FROM stored_evaluation
           WHERE dataset = ? AND indicator_count > 5
               AND (? OR year = (SELECT max(year) FROM stored_evaluation WHERE dataset = ?)) ORDER BY hash(evaluation_id || ?::VARCHAR) LIMIT ?""",
        [DATASET, spread, DATASET, seed, count],
    ).fetchall()
    connection.close()
    draw = random.Random(seed)
    made = []
    for number, (text, department, code, key, _) in enumerate(rows):
        form = replace(
            parse_evaluation(text), department=department, self_score=Decimal(draw.randint(8000, 10000)) / 100,
            source=Source(f"load{seed}-{number}.xlsx", f"{draw.getrandbits(256):064x}", "xlsx"),
        )  # fmt: skip
        if number % 2:
            form, key = replace(form, project=f"{form.project}（新{seed}）"), f"bench:{seed}:{number}"
        made.append((form, score_evaluation(form), Detail(department_code=code, project_key=key)))
    return made


def load(store: Store, forms: list[tuple[Evaluation, Result, Detail]]) -> None:
    """What a load does with forms that are read and scored: write, link, compare with the rest, publish."""
    with store.begin("导入") as draft:
        written = write_evaluations(
            draft.connection, [(form, result) for form, result, _ in forms], dataset=DATASET, simulated=True,
            details=[detail for _, _, detail in forms], version=draft.version,
        )  # fmt: skip
        changed = [*written.added, *written.replaced]
        relink(draft.connection, DATASET, changed)
        propose_links(draft.connection, DATASET, changed)
        compare(draft.connection, DATASET, changed=changed)


def _publish(origin: Store, folder: Path, count: int, rounds: int, spread: bool) -> dict[str, Any]:
    folder.mkdir()
    current = origin.find()
    shutil.copyfile(current.path, folder / current.path.name)
    (folder / "CURRENT").write_text(current.id)
    store = Store(folder)
    with store.begin("升级"):  # the newest schema, so that a round measures the load alone
        pass
    seconds, worked = [], []
    for seed in range(rounds + 1):
        forms = forms_of(store, count, seed, spread=spread)
        start, began = time.perf_counter(), time.process_time()
        load(store, forms)
        seconds.append(time.perf_counter() - start)
        worked.append(time.process_time() - began)
        for version in store.versions()[:-1]:
            version.path.unlink()
    timing = Timing(tuple(seconds[1:]), tuple(worked[1:]))
    return {
        "forms": count,
        "forms_of": "all years" if spread else "the newest year",
        "publish_median_ms": round(timing.median_ms),
        "publish_cpu_ms": round(timing.cpu_ms),
        "publish_worst_ms": round(timing.p95_ms),
        "file_mb": store.find().path.stat().st_size >> 20,
    }


def _arrow(origin: Store, folder: Path, rounds: int, most: int) -> dict[str, Any]:
    """All columns of stored_evaluation but the form's JSON, from Arrow in memory to a file that answers by key and place.

    Both begin with the same Arrow table and end with ids known to be unique. DuckDB takes Arrow as it is and finds rows
    by year and department through its zone maps; SQLite takes Python rows (made from Arrow, timed apart), a primary key
    and the index the page questions need, without journal and syncing. At most `most` rows a round; one round of all.
    """
    connection = origin.open()
    columns = [
        row[0]
        for row in connection.execute("DESCRIBE stored_evaluation").fetchall()
        if row[0] not in ("form", "goal", "goal_actual", "problems", "measures")
    ]
    listed = ", ".join(columns)
    whole: pa.Table = connection.sql(f"SELECT {listed} FROM stored_evaluation").to_arrow_table()
    connection.close()
    template = folder / "template.duckdb"
    made = open_draft(template)
    create_tables(made)
    made.close()

    def into_duckdb(table: pa.Table) -> None:
        path = folder / "arrow.duckdb"
        shutil.copyfile(template, path)
        target = open_draft(path)
        target.register("batches", table)
        target.execute(f"INSERT INTO stored_evaluation ({listed}, form) SELECT {listed}, '' FROM batches")
        ((twice,),) = target.execute(
            "SELECT count(*) - count(DISTINCT evaluation_id) FROM stored_evaluation"
        ).fetchall()
        assert twice == 0
        target.execute("CHECKPOINT")
        target.close()

    converting: list[float] = []

    def into_sqlite(table: pa.Table) -> None:
        path = folder / "arrow.sqlite"
        path.unlink(missing_ok=True)
        target = sqlite3.connect(path)
        target.execute("PRAGMA journal_mode = OFF")
        target.execute("PRAGMA synchronous = OFF")
        target.execute(f"CREATE TABLE stored_evaluation ({listed}, PRIMARY KEY (evaluation_id))")
        marks = ", ".join("?" for _ in columns)
        spent = 0.0
        for batch in table.to_batches(max_chunksize=_CHUNK):
            start = time.perf_counter()
            rows = list(zip(*(_plain(column).to_pylist() for column in batch.columns), strict=True))
            spent += time.perf_counter() - start
            target.executemany(f"INSERT INTO stored_evaluation VALUES ({marks})", rows)
        target.execute("CREATE INDEX place ON stored_evaluation (dataset, year, department_code)")
        target.commit()
        target.close()
        converting.append(spent)

    part = whole.slice(0, most)
    timed = alternate(
        {"duckdb": lambda: into_duckdb(part), "sqlite": lambda: into_sqlite(part)}, rounds=rounds, warm=0
    )
    duckdb_ms, sqlite_ms = timed["duckdb"].median_ms, timed["sqlite"].median_ms
    converted_ms = Timing(tuple(converting)).median_ms
    result: dict[str, Any] = {
        "rows": part.num_rows, "columns": len(columns),
        "duckdb_median_ms": round(duckdb_ms), "sqlite_median_ms": round(sqlite_ms),
        "sqlite_of_which_rows_from_arrow_ms": round(converted_ms),
        "duckdb_over_sqlite": round(duckdb_ms / sqlite_ms, 3),
        "duckdb_over_sqlite_given_rows": round(duckdb_ms / (sqlite_ms - converted_ms), 3),
    }  # fmt: skip
    if whole.num_rows > part.num_rows:
        start = time.perf_counter()
        into_duckdb(whole)
        result |= {"all_rows": whole.num_rows, "all_duckdb_ms": round((time.perf_counter() - start) * 1000)}
        start = time.perf_counter()
        into_sqlite(whole)
        result["all_sqlite_ms"] = round((time.perf_counter() - start) * 1000)
        result["all_duckdb_over_sqlite"] = round(result["all_duckdb_ms"] / result["all_sqlite_ms"], 3)
    return result


def _plain(column: pa.Array) -> pa.Array:
    """A column as SQLite keeps it: decimals as floating point, made so by Arrow (a Python Decimal each took minutes)."""
    return column.cast(pa.float64()) if pa.types.is_decimal(column.type) else column
