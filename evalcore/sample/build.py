"""The demonstration set and the public set, scored by the engine and published as one version of a store."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal

import duckdb

from evalcore.sample import public
from evalcore.sample.demonstration import Demonstration, Year
from evalcore.sample.district import District, district
from evalcore.sample.evaluations import SampleEvaluation, of_year
from evalcore.scoring.rule_set import rule_set
from evalcore.scoring.total import score_evaluation
from evalcore.store import Store, Version
from evalcore.store.batch import insert
from evalcore.store.schema import migrations, schema_number
from evalcore.store.write import Detail, write_evaluations

SEED = 2024
DEMO, PUBLIC = "demo", "public"
Progress = Callable[[float, str], None]
_BATCH = 500
_TABLES = ("stored_indicator", "stored_movement")


def build(store: Store, *, seed: int = SEED, progress: Progress | None = None) -> Version:
    """Publish a version holding the demonstration district (simulated) and the public projects.

    What the store held of these two sets is replaced; everything else stays. progress gets a share (0…1) and a
    Chinese text. Raises StoreError as Store.begin does.
    """
    tell = progress or _silent
    place = district()
    with store.begin("生成示范区模拟数据与公开项目") as draft:
        connection = draft.connection
        _clear(connection, place)
        _departments(connection, place)
        tell(0.02, "生成示范区项目")
        demonstration = Demonstration(place, seed, place.years, place.projects_a_year)
        done, expected = 0, round(place.projects_a_year * len(place.years) * 1.06)
        for year in demonstration:
            samples = of_year(demonstration, year)
            for start in range(0, len(samples), _BATCH):
                batch = samples[start : start + _BATCH]
                _write(connection, batch, draft.version)
                done += len(batch)
                tell(min(0.95, 0.03 + 0.92 * done / expected), f"复算 {year.year} 年度：已完成 {done} 份")
            _listing(connection, year)
        _links(connection, demonstration)
        _only_official_names(connection, place)
        tell(0.96, "读入公开项目")
        skipped = _public(connection, draft.version)
        draft.rejected += skipped
        draft.loaded += done
        for name, value in (("region", place.region), ("seed", str(seed)), ("public_skipped", str(skipped))):
            connection.execute("DELETE FROM stored_setting WHERE name = ?", [name])
            connection.execute("INSERT INTO stored_setting VALUES (?, ?)", [name, value])
        tell(0.98, f"公开项目：跳过 {skipped} 条（缺项目名称）；校验并发布")
    tell(1.0, "完成")
    return store.find()


def ensure(store: Store, progress: Progress | None = None) -> Version:
    """The version to serve: the current one, or the demonstration built when there is none or it is outdated."""
    now = store.current()
    if now is not None and not _outdated(store):
        return now
    return build(store, progress=progress)


def _outdated(store: Store) -> bool:
    """Older than the newest schema file."""
    connection = store.open()
    try:
        return schema_number(connection) < max(number for number, _ in migrations())
    finally:
        connection.close()


def _silent(share: float, text: str) -> None:
    """No progress asked for."""


def _write(connection: duckdb.DuckDBPyConnection, batch: Sequence[SampleEvaluation], version: str) -> None:
    entries = [(item.evaluation, score_evaluation(item.evaluation, rule_set(id=item.rule_set))) for item in batch]
    details = [
        Detail(
            item.department_code, item.kind, item.project_key, item.evaluation.region, item.project_type,
            item.evaluation.fund_source, item.stage,
        )
        for item in batch
    ]  # fmt: skip
    write_evaluations(connection, entries, dataset=DEMO, simulated=True, details=details, version=version)


def _clear(connection: duckdb.DuckDBPyConnection, place: District) -> None:
    """Remove both sets, so that a second build of the same seed gives the same rows."""
    sets = [DEMO, PUBLIC]
    for table in _TABLES:
        connection.execute(
            f"""DELETE FROM {table} WHERE evaluation_id IN (
                SELECT evaluation_id FROM stored_evaluation WHERE dataset IN (SELECT unnest(?)))""",
            [sets],
        )
    for table in ("stored_finding", "stored_evaluation", "stored_listing", "stored_department"):
        connection.execute(f"DELETE FROM {table} WHERE dataset IN (SELECT unnest(?))", [sets])
    connection.execute("DELETE FROM stored_project_link WHERE starts_with(from_key, ?)", [place.code])


def _departments(connection: duckdb.DuckDBPyConnection, place: District) -> None:
    rows = []
    for item in place.departments:
        row = {"dataset": DEMO, "code": item.code, "kind": item.kind, "peer_group": item.kind}
        if item.former_name is not None and item.former_until is not None:
            rows.append(row | {"name": item.former_name, "last_year": item.former_until})
            rows.append(row | {"name": item.name, "first_year": item.former_until + 1})
        else:
            rows.append(row | {"name": item.name, "first_year": item.first_year, "last_year": item.last_year})
    insert(connection, "stored_department", rows)


def _only_official_names(connection: duckdb.DuckDBPyConnection, place: District) -> None:
    """A form with a blank or swapped 主管部门 makes no department of its own."""
    names = [name for item in place.departments for name in (item.name, item.former_name) if name]
    connection.execute(
        "DELETE FROM stored_department WHERE dataset = ? AND name NOT IN (SELECT unnest(?))", [DEMO, names]
    )


def _listing(connection: duckdb.DuckDBPyConnection, year: Year) -> None:
    insert(
        connection,
        "stored_listing",
        [
            {
                "dataset": DEMO,
                "year": item.year,
                "project_key": item.project.key,
                "project": item.project.name,
                "department": item.project.department.name_in(item.year),
                "department_code": item.project.department.code,
                "unit": item.project.unit or item.project.department.name_in(item.year),
                "budget_initial": Decimal(item.initial).scaleb(-2),
                "fund_source": item.source,
                "due": item.due,
            }
            for item in year.listed
        ],
    )


def _links(connection: duckdb.DuckDBPyConnection, demonstration: Demonstration) -> None:
    names = ("from_key", "to_key", "year", "kind", "status")
    insert(
        connection,
        "stored_project_link",
        [{name: getattr(link, name) for name in names} for link in demonstration.plan.links],
    )


def _public(connection: duckdb.DuckDBPyConnection, version: str) -> int:
    """Store the public projects; how many lines name no project and were left out."""
    if not public.FILE.exists():
        return 0
    read: Iterable[public.Excerpt | None] = list(public.excerpts())
    kept = [item for item in read if item is not None]
    entries = [(item.evaluation, public.scored(item)) for item in kept]
    write_evaluations(connection, entries, dataset=PUBLIC, simulated=False, version=version)
    return sum(item is None for item in read)
