"""The demonstration set and the public set, scored by the engine and published as one version of a store."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

import duckdb

from evalcore.errors import StoreError
from evalcore.model import RegisterKind
from evalcore.sample import public
from evalcore.sample.demonstration import Demonstration, Listed, Year
from evalcore.sample.district import District, district
from evalcore.sample.evaluations import SampleEvaluation, demonstrations, of_year
from evalcore.sample.registers import registers
from evalcore.sample.scale import draw, real_part
from evalcore.scoring.rule_set import rule_set
from evalcore.scoring.total import score_evaluation
from evalcore.store import Store, Version
from evalcore.store.across import compare
from evalcore.store.catalogue import Listing, ProjectLink, write_departments, write_links, write_listing
from evalcore.store.connect import open_read_only
from evalcore.store.lock import LoaderBusy
from evalcore.store.register import write_register
from evalcore.store.retention import remove
from evalcore.store.schema import migrations, schema_number
from evalcore.store.write import Detail, write_evaluations

SEED = 2024
DEMO, PUBLIC = "demo", "public"
Progress = Callable[[float, str], None]
LARGE = 100_000  # 0.01 万元: a project the district calls 重点
_BATCH = 500
_LARGE_BATCH = 2000
_STOCK = 0.4
_TABLES = ("stored_indicator", "stored_movement", "stored_trial")


def _silent(share: float, text: str) -> None:
    """No progress asked for."""


def build(
    store: Store, *, seed: int = SEED, scale: int | None = None, progress: Progress | None = None
) -> Version:
    """Publish a version holding the demonstration district (simulated) and the public projects.

    scale: that many evaluations over ten years instead (see scale.py). What the store held of these two sets
    is replaced; everything else stays. progress gets a share (0…1) and a Chinese text. Raises StoreError as
    Store.begin does.
    """
    tell = progress or _silent
    place = district()
    what = "生成示范区模拟数据与公开项目" if scale is None else f"生成 {scale} 份模拟数据与公开项目"
    with store.begin(what) as draft:
        connection = draft.connection
        _clear(connection)
        tell(0.02, "生成示范区项目")
        made = None if scale is None else real_part(scale)
        drawing = scale is not None and scale > real_part(scale)
        first = _STOCK if drawing else 1.0  # of the whole time, what making the stock takes
        done = _districts(
            connection, seed, made, draft.version, lambda share, text: tell(first * share, text)
        )
        tell(0.92 * first, "比较各年度、各部门")
        compare(connection, DEMO)
        if scale is not None and drawing:
            draw(connection, scale, seed, lambda share, text: tell(first + (0.95 - first) * share, text))
            done = scale
        tell(0.96, "读入公开项目")
        skipped = _public(connection, draft.version)
        draft.rejected += skipped
        draft.loaded += done
        settings = {"region": place.region, "seed": str(seed), "public_skipped": str(skipped)}
        settings["scale"] = "" if scale is None else str(scale)
        for name, value in settings.items():
            connection.execute("DELETE FROM stored_setting WHERE name = ?", [name])
            connection.execute("INSERT INTO stored_setting VALUES (?, ?)", [name, value])
        tell(0.98, f"公开项目：跳过 {skipped} 条（缺项目名称）；校验并发布")
    if drawing:  # drawn year by year: put in the order the questions read it, without the room that took
        tell(0.99, "整理存储")
        drawn = store.find()
        store.compact()
        remove(drawn)
    tell(1.0, "完成")
    return store.find()


def ensure(store: Store, progress: Progress | None = None) -> Version:
    """The version to serve: the current one, a new build where there is none, or what `renew` makes of an older one."""
    now = store.current()
    if now is None:
        return build(store, progress=progress)
    return renew(store, now, progress or _silent) if _outdated(now) else now


def renew(store: Store, now: Version, tell: Progress = _silent) -> Version:
    """Bring a version of an older schema, with a demonstration in it, forward; the version to serve then.

    The demonstration district is built again from its seed, for what only a new build has. A world of another size
    (`sample --scale`) is kept as it is, in the new schema: nobody's world is replaced by a smaller one. A store that
    cannot be written, or has no room, serves the older version. Raises LoaderBusy while another process is at it.
    """
    settings = _settings(now)
    try:
        if not settings.get("scale"):
            return build(store, seed=int(settings.get("seed") or SEED), progress=tell)
        tell(0.1, f"把 {settings['scale']} 份模拟数据升级到新的数据结构")
        with store.begin("升级数据结构"):
            pass
        tell(1.0, "完成")
        return store.find()
    except LoaderBusy:
        raise
    except StoreError as fault:
        return replace(now, note=f"数据结构较旧，未能升级：{fault.message}")


def _settings(version: Version) -> dict[str, str]:
    """What a build noted: seed, scale ("" for the district itself), region …"""
    connection = open_read_only(version.path)
    try:
        return dict(connection.execute("SELECT name, value FROM stored_setting").fetchall())
    finally:
        connection.close()


def _outdated(version: Version) -> bool:
    """Older than the newest schema file, and holding a demonstration that a new build would bring up to date.

    A store of submitted forms alone is left alone: its next load brings it forward.
    """
    connection = open_read_only(version.path)
    try:
        if schema_number(connection) >= max(number for number, _ in migrations()):
            return False
        found = connection.execute("SELECT 1 FROM stored_evaluation WHERE dataset = ? LIMIT 1", [DEMO])
        return bool(found.fetchall())
    finally:
        connection.close()


def _districts(
    connection: duckdb.DuckDBPyConnection, seed: int, scale: int | None, version: str, tell: Progress
) -> int:
    """Make, score and write districts, one year after another; how many evaluations were written."""
    place = district()
    expected = round(place.projects_a_year * len(place.years) * 1.06) if scale is None else scale
    done = 0
    listed: list[Listed] = []
    for demonstration, wanted in demonstrations(seed, scale):
        _departments(connection, demonstration.district)
        told: list[Year] = []
        for year in demonstration:
            if scale is None:
                told.append(year)
            samples = of_year(demonstration, year, wanted)
            held = {item.project_key for item in samples}
            batch = _BATCH if scale is None else _LARGE_BATCH
            for start in range(0, len(samples), batch):
                part = samples[start : start + batch]
                _write(connection, part, version)
                done += len(part)
                text = f"复算 {year.year} 年度：已完成 {done} 份"
                tell(min(0.92, 0.03 + 0.88 * done / expected), text)
            # a project left out of a scale is not one that was not submitted
            listed += [item for item in year.listed if item.project.key in held or not item.submitted]
        _links(connection, demonstration)
        if told:
            for kind, rows in registers(place, told, seed).rows.items():
                write_register(connection, kind, rows, dataset=DEMO)
        _departments(connection, demonstration.district)  # a blank or swapped 主管部门 makes none of its own
    _listing(connection, listed)
    return done


def _write(connection: duckdb.DuckDBPyConnection, batch: Sequence[SampleEvaluation], version: str) -> None:
    entries = [
        (item.evaluation, score_evaluation(item.evaluation, rule_set(id=item.rule_set))) for item in batch
    ]
    details = [
        Detail(
            item.department_code, item.kind, item.project_key, item.evaluation.region, item.project_type,
            item.evaluation.fund_source, item.stage,
        )
        for item in batch
    ]  # fmt: skip
    write_evaluations(connection, entries, dataset=DEMO, simulated=True, details=details, version=version)


def _clear(connection: duckdb.DuckDBPyConnection) -> None:
    """Remove both sets, so that a second build of the same seed gives the same rows."""
    sets = [DEMO, PUBLIC]
    for table in _TABLES:
        connection.execute(
            f"""DELETE FROM {table} WHERE evaluation_id IN (
                SELECT evaluation_id FROM stored_evaluation WHERE dataset IN (SELECT unnest(?)))""",
            [sets],
        )
    beside = [f"stored_{kind}" for kind in RegisterKind]
    for table in ("stored_finding", "stored_evaluation", *beside, "stored_department"):
        connection.execute(f"DELETE FROM {table} WHERE dataset IN (SELECT unnest(?))", [sets])
    connection.execute("DELETE FROM stored_project_link WHERE regexp_matches(from_key, '^99\\d{6}P')")


def _departments(connection: duckdb.DuckDBPyConnection, place: District) -> None:
    rows: list[dict[str, str | int | None]] = []
    for item in place.departments:
        row: dict[str, str | int | None] = {"code": item.code, "kind": item.kind, "peer_group": item.kind}
        if item.former_name is not None and item.former_until is not None:
            rows.append(row | {"name": item.former_name, "last_year": item.former_until})
            rows.append(row | {"name": item.name, "first_year": item.former_until + 1})
        else:
            rows.append(row | {"name": item.name, "first_year": item.first_year, "last_year": item.last_year})
    write_departments(connection, rows, dataset=DEMO)


def _listing(connection: duckdb.DuckDBPyConnection, listed: Iterable[Listed]) -> None:
    rows = []
    for item in listed:
        department = item.project.department
        name = department.name_in(item.year)
        rows.append(
            Listing(
                item.year, item.project.name, name, department.code, item.project.key, item.project.key,
                item.project.unit or name, Decimal(item.initial).scaleb(-2), item.source, item.due,
                duration="一次性" if item.project.template.type == "工程" else "延续",
                priority="重点" if item.initial >= LARGE else None,
            )
        )  # fmt: skip
    write_listing(connection, rows, dataset=DEMO)


def _links(connection: duckdb.DuckDBPyConnection, demonstration: Demonstration) -> None:
    links = demonstration.plan.links
    write_links(
        connection,
        [ProjectLink(link.from_key, link.to_key, link.year, link.kind, link.status) for link in links],
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
