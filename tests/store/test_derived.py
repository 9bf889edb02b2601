"""What a draft brings up to date around what it touched is what making everything anew gives, table by table."""

from __future__ import annotations

import random
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from evalcore.model import (
    Budget,
    Evaluation,
    Indicator,
    Method,
    Movement,
    MovementKind,
    RegisterKind,
    RegisterRow,
    Source,
)
from evalcore.scoring.total import score_evaluation
from evalcore.store import Store, derived, touched, version
from evalcore.store.across import compare
from evalcore.store.catalogue import Listing, ProjectLink, write_links, write_listing
from evalcore.store.changed import mark_changed
from evalcore.store.journal import Entry, enter
from evalcore.store.links import propose_links
from evalcore.store.register import relink, write_register
from evalcore.store.write import Detail, write_evaluations

DATASET = "submitted"
STEPS = 6


def form(draw: random.Random) -> Evaluation:
    """A form of few projects, departments and years, so that forms meet; each of its numbers may be missing."""
    amounts = [
        draw.choice((None, Decimal(0), Decimal(5), Decimal(60), Decimal(draw.randint(1, 2000))))
        for _ in range(3)
    ]
    rows = tuple(
        Indicator(
            draw.choice(("产出指标", "效益指标", "满意度指标")), f"指标{draw.randrange(5)}", level2="数量指标",
            target=draw.choice(("≥90%", "完成", "")), actual=draw.choice(("95%", "≥90%", "80%", "完成")),
            points=Decimal(30), self_score=draw.choice((None, Decimal(30), Decimal(25))),
        )
        for _ in range(draw.randint(0, 3))
    )  # fmt: skip
    moves = tuple(
        Movement(draw.choice(list(MovementKind)), Decimal(draw.randint(1, 50)), draw.choice("+-"))
        for _ in range(draw.randint(0, 2))
    )
    number = draw.randrange(12)
    return Evaluation(
        project=f"示范道路养护工程{'一二三四五六七八九十'[number % 10]}期", year=draw.choice((2021, 2022, 2023)),
        department=f"9{number % 4:02}-示范局{number % 4}", method=draw.choice((Method.SELF, Method.SELF, Method.FINANCE)),
        self_score=draw.choice((None, Decimal(draw.randint(5500, 10000)) / 100)), indicators=rows,
        review_score=draw.choice((None, None, Decimal(88))),
        budget=Budget(initial=amounts[0], annual=amounts[1], executed=amounts[2], movements=moves),
        source=Source(f"{draw.random()}.xlsx", f"{draw.getrandbits(256):064x}", "xlsx"),
    )  # fmt: skip


def load(store: Store, draw: random.Random) -> None:
    forms = [form(draw) for _ in range(draw.randint(1, 5))]
    types = [Detail(project_type=draw.choice((None, "工程", "补助"))) for _ in forms]
    with store.begin("导入") as draft:
        written = write_evaluations(
            draft.connection, [(each, score_evaluation(each)) for each in forms], dataset=DATASET, simulated=False,
            details=types, version=draft.version,
        )  # fmt: skip
        changed = [*written.added, *written.replaced]
        relink(draft.connection, DATASET, changed)
        propose_links(draft.connection, DATASET, changed)
        compare(draft.connection, DATASET, changed=changed)


def remove(store: Store, draw: random.Random) -> None:
    """A draft that takes an evaluation away; now and then one that does not say so."""
    with store.begin("删除") as draft:
        for name in _ids(draft.connection, draw, 2):
            for table in ("evaluation", "indicator", "finding", "movement", "trial"):
                draft.connection.execute(f"DELETE FROM stored_{table} WHERE evaluation_id = ?", [name])
            if draw.random() < 0.8:
                mark_changed(draft.connection, [name])


def status(store: Store, draw: random.Random) -> None:
    found = _column(store, "SELECT finding_id FROM stored_finding ORDER BY 1")
    said = {"status": draw.choice(("属实", "不属实", "待核实"))}
    if found:
        enter(store, [Entry.now("王", "finding_status", DATASET, draw.choice(found), said)], what="录入")


def review(store: Store, draw: random.Random) -> None:
    found = _column(store, "SELECT evaluation_id FROM stored_evaluation ORDER BY 1")
    if found:
        said = {"score": str(draw.randint(50, 100))}
        enter(store, [Entry.now("王", "review_score", DATASET, draw.choice(found), said)], what="录入")


def rename(store: Store, draw: random.Random) -> None:
    said = {"name": f"示范局{draw.randrange(4)}"}
    enter(store, [Entry.now("王", "department", DATASET, f"示范局{draw.randrange(4)}", said)], what="录入")


def link(store: Store, draw: random.Random) -> None:
    keys = _column(store, "SELECT DISTINCT project_key FROM stored_evaluation ORDER BY 1")
    with store.begin("关联") as draft:
        if len(keys) > 1:
            write_links(draft.connection, [ProjectLink(*draw.sample(keys, 2), 2022, "改名")])
        else:
            draft.discard()


def listing(store: Store, draw: random.Random) -> None:
    with store.begin("清单") as draft:
        write_listing(
            draft.connection,
            [
                Listing(2022, each.project, each.department or "", budget_initial=each.budget.initial)
                for each in (form(draw) for _ in range(4))
            ],
            dataset=DATASET,
        )


def register(store: Store, draw: random.Random) -> None:
    rows = [
        RegisterRow({"year": each.year, "project": each.project, "department": each.department, "budget_initial": Decimal(7)})
        for each in (form(draw) for _ in range(3))
    ]  # fmt: skip
    with store.begin("清单") as draft:
        write_register(draft.connection, RegisterKind.LISTING, rows, dataset=DATASET)


def back(store: Store, draw: random.Random) -> None:
    store.rollback(draw.choice(store.versions()))


def compact(store: Store, draw: random.Random) -> None:
    store.compact()


KINDS: tuple[tuple[Callable[[Store, random.Random], None], int], ...] = (
    (load, 8), (remove, 2), (status, 2), (review, 2), (rename, 1), (link, 2), (listing, 1), (register, 1), (back, 1), (compact, 1),
)  # fmt: skip


def _ids(connection: object, draw: random.Random, most: int) -> list[str]:
    rows = connection.execute("SELECT evaluation_id FROM stored_evaluation ORDER BY 1").fetchall()  # type: ignore[attr-defined]
    return [row[0] for row in draw.sample(rows, min(len(rows), most))]


def _column(store: Store, sql: str) -> list[str]:
    connection = store.open()
    try:
        return [row[0] for row in connection.execute(sql).fetchall()]
    finally:
        connection.close()


def tables(store: Store) -> dict[str, list[tuple[object, ...]]]:
    """Every table's rows in one order, sums of approximate numbers to nine digits."""
    connection = store.open()
    try:
        found = {}
        for (name,) in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall():
            if name in ("stored_load", "stored_setting"):  # the draft that made it, and how
                continue
            columns = connection.execute(f"DESCRIBE {name}").fetchall()
            picked = ", ".join(
                f"round({c[0]}, 9) AS {c[0]}" if c[1] == "DOUBLE" else str(c[0]) for c in columns
            )
            found[name] = connection.execute(f"SELECT {picked} FROM {name} ORDER BY ALL").fetchall()
        return found
    finally:
        connection.close()


def anew(store: Store, monkeypatch: pytest.MonkeyPatch) -> dict[str, list[tuple[object, ...]]]:
    """The tables of a version that makes all that follows from the rows anew."""
    with monkeypatch.context() as changed:
        changed.setattr(derived, "touch", lambda connection: False)
        with store.begin("重新计算"):
            pass
    return tables(store)


@pytest.mark.parametrize("seed", [0, *(pytest.param(seed, marks=pytest.mark.long) for seed in range(1, 40))])
def test_tables_are_those_of_a_store_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    draw, store = random.Random(seed), Store(tmp_path)
    wholes: list[bool] = []
    refresh = derived.refresh

    def noticed(connection: object) -> bool:
        wholes.append(refresh(connection))  # type: ignore[arg-type]
        return wholes[-1]

    monkeypatch.setattr(version, "refresh", noticed)
    monkeypatch.setattr(touched, "SMALL", 0)
    load(store, draw)
    steps = draw.choices([kind for kind, _ in KINDS], [weight for _, weight in KINDS], k=STEPS)
    of_steps: list[bool] = []  # a step may find nothing to do, and makes no draft then
    for step in steps:
        before = len(wholes)
        step(store, draw)
        of_steps += wholes[before:]
        found = tables(store)
        assert found == anew(store, monkeypatch), step.__name__
    # most of them were brought up to date around what they touched
    assert of_steps.count(False) > len(of_steps) // 2
