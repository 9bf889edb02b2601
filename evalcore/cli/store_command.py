"""Commands on the store: load, versions, rollback, compact, sample, publish, doctor."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path

from evalcore.cli import report
from evalcore.cli.command import DONE, REFUSED, put, show_errors
from evalcore.cli.payload import load_fields, version_fields
from evalcore.cli.progress import Progress
from evalcore.loaders.load import load
from evalcore.queries.method import load_history
from evalcore.queries.selection import Selection
from evalcore.sample import build
from evalcore.store.doctor import doctor
from evalcore.store.parquet import publish_parquet
from evalcore.store.version import Store, Version


def store() -> Store:
    """The store of this run: the folder EVAL_STORE names, else data/store."""
    return Store(Path(os.environ.get("EVAL_STORE", "data/store")))


def load_command(options: argparse.Namespace) -> int:
    with Progress("导入") as progress:
        outcome = load(options.paths, store(), progress=progress.files)
    if options.json:
        put(load_fields(outcome))
    else:
        print(report.load(outcome))
    refused = [error for line in outcome.lines for error in line.refused]
    show_errors([error for line in outcome.lines for error in line.errors] if options.json else [])
    show_errors(refused)
    return REFUSED if outcome.rejected or refused else DONE


def versions_command(options: argparse.Namespace) -> int:
    kept = store()
    for version in kept.versions():
        show_version(kept, version, as_json=options.json)
    return DONE


def rollback_command(options: argparse.Namespace) -> int:
    kept = store()
    show_version(kept, kept.rollback(options.version), as_json=options.json)
    return DONE


def compact_command(options: argparse.Namespace) -> int:
    kept = store()
    show_version(kept, kept.compact(), as_json=options.json)
    return DONE


def sample_command(options: argparse.Namespace) -> int:
    kept = store()
    with Progress("示范区") as progress:
        version = build(kept, seed=options.seed, scale=options.scale, progress=progress)
    show_version(kept, version, as_json=options.json)
    return DONE


def show_version(kept: Store, version: Version, *, as_json: bool) -> None:
    """What one version holds and whether it is the one that serves."""
    fields = version_fields(
        version, load_history(Selection(), scope=None, version=version.id, store=kept), kept.current()
    )
    put(fields) if as_json else print(report.version(fields))


def publish_command(options: argparse.Namespace) -> int:
    for name, rows in publish_parquet(store(), options.parquet).items():
        put({"table": name, "rows": rows}) if options.json else print(f"{name}：{rows} 行")
    return DONE


def doctor_command(options: argparse.Namespace) -> int:
    found = doctor(store())
    for checkup in found:
        put(asdict(checkup)) if options.json else print(checkup)
    return DONE if all(checkup.well for checkup in found) else REFUSED


COMMANDS: Mapping[str, Callable[[argparse.Namespace], int]] = {
    "load": load_command,
    "versions": versions_command,
    "rollback": rollback_command,
    "compact": compact_command,
    "sample": sample_command,
    "publish": publish_command,
    "doctor": doctor_command,
}
