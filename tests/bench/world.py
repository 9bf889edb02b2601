"""The worlds of the benches: stores of N evaluations made by `evalcore sample --scale N`, kept between runs.

A bench takes --store FOLDER (or the environment variable EVAL_BENCH_STORE): a store of the wanted size there,
or in its subfolder scale-N, is used; where there is none it is made.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path

from evalcore.sample import build
from evalcore.store import Store

MILLION = 1_000_000


def add_store_argument(parser: argparse.ArgumentParser) -> None:
    """--store: where the worlds are kept."""
    parser.add_argument(
        "--store",
        type=Path,
        default=Path(os.environ.get("EVAL_BENCH_STORE") or Path(tempfile.gettempdir()) / "eval-bench"),
        metavar="FOLDER",
        help="folder of the worlds (default: EVAL_BENCH_STORE, else a folder in the temporary directory)",
    )


def world(evaluations: int, folder: Path) -> Store:
    """A store with this many evaluations of the demonstration dataset; made in folder/scale-N when missing."""
    for place in (folder, folder / f"scale-{evaluations}"):
        if size(place) == evaluations:
            return Store(place)
    made = Store(folder / f"scale-{evaluations}")
    print(f"making {evaluations} evaluations in {made.folder}", file=sys.stderr)
    build(made, scale=evaluations)
    return made


def size(folder: Path) -> int:
    """Evaluations of the demonstration dataset in this store; 0 where there is no store."""
    if not (folder / "CURRENT").exists():
        return 0
    connection = Store(folder).open()
    try:
        counted = connection.execute("SELECT count(*) FROM stored_evaluation WHERE dataset = 'demo'")
        return int(counted.fetchall()[0][0])
    finally:
        connection.close()
