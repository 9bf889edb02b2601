"""The one door: no query can show a row outside the scope, mix datasets, or forget the reader's filters."""

from __future__ import annotations

import json
import re
import threading
from datetime import datetime
from decimal import Decimal
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from evalcore.access import EVERYTHING, NOTHING, Scope
from evalcore.errors import QueryError, StoreError
from evalcore.model import Evaluation
from evalcore.model.codec import dump_evaluation
from evalcore.queries import lint, run
from evalcore.queries.run import Selection, datasets, passport, query, serving, sql_of
from evalcore.store import Draft, Store

MARKER = "泄漏标记"
FOLDER = files("evalcore.queries").joinpath("sql")
FOLDER = files("evalcore.queries").joinpath("sql")
FILES = sorted(path.name.removesuffix(".sql") for path in FOLDER.iterdir() if path.name.endswith(".sql"))


# values for the $placeholders of query files; one not listed is NULL
VALUES: dict[str, Any] = {
    "limit": 1000,
    "offset": 0,
    "rows": 1000,
    "skip": 0,
    "evaluation_id": "b1",
    "project_key": f"k{MARKER}b1",
    "year": 2022,
    "department_code": "B",
    "keyword": "",
    "level3": MARKER,
    "wide": 1,
    "bin": 0,
    "x": 0,
    "y": 0,
    "shares": [0.25, 0.5],
}
TEXTS = (
    "unit",
    "goal",
    "fund_source",
    "region",
    "problems",
    "measures",
    "title",
    "grade_text",
    "assumptions",
    "project_code",
    "department_kind",
    "project_type",
    "source_url",
)
LISTED = ("project", "department", "unit", "fund_source")


def put(
    draft: Draft, name: str, department: str, year: int, dataset: str = "submitted", **more: object
) -> None:
    said = MARKER if department == "B" else "平常"
    form = Evaluation(project=f"{said}项目{name}", year=year, department=f"{said}局", goal=said)
    row: dict[str, object] = (
        {
            "evaluation_id": name,
            "dataset": dataset,
            "simulated": dataset == "demo",
            "year": year,
            "project_key": f"k{said}{name}",
            "project": form.project,
            "department": f"{said}局",
            "department_code": department,
            "method": "单位自评",
            "subject": "项目支出",
            "rule_set": "r",
            "indicator_count": 1,
            "full_mark_count": 0,
            "finding_red": 1,
            "finding_yellow": 0,
            "finding_info": 0,
            "is_report": False,
            "stage": "初步",
            "revision": 1,
            "copy": 1,
            "digest": name,
            "form": dump_evaluation(form),
            "source_file": f"{said}{name}.xlsx",
            "source_sha256": f"sha{said}{name}",
            "budget_annual": Decimal(100),
            "self_score": Decimal(95),
            "self_score_approx": 95.0,
            "self_grade": "优",
        }
        | dict.fromkeys(TEXTS, said)
        | more
    )
    insert(draft, "stored_evaluation", row)
    of = {"evaluation_id": name}
    place = {"year": year, "department_code": department}
    scores = {
        "points": Decimal(10),
        "self_score": Decimal(9),
        "basis": "rule",
        "sub_row": False,
        "position": 0,
    }
    words = dict.fromkeys(("level2", "level3", "target", "actual", "place", "deviation_note"), said)
    level = {"level1": "产出指标", "level1_kind": "output"}
    insert(draft, "stored_indicator", of | {"dataset": dataset} | place | level | scores | words)
    finding = place | {
        "origin": "form",
        "dataset": dataset,
        "severity": "red",
        "message": said,
        "status": "待核实",
        "code": f"EXE_{said}",
        "numbers": said,
    }
    insert(draft, "stored_finding", finding | of | {"finding_id": f"f{name}", "scope": "P"})
    insert(draft, "stored_finding", finding | {"finding_id": f"d{name}", "scope": "D"})
    moved = {"position": 0, "kind": "追加", "amount": Decimal(1), "direction": "+", "inferred": False}
    insert(draft, "stored_movement", of | moved | {"counterparty": said, "text": said})
    entered = {"entry_id": name, "entered_at": datetime(2024, 5, 1), "who": said, "kind": "review_score"}
    insert(draft, "stored_entry", entered | {"dataset": dataset, "subject": name, "value": json.dumps(said)})
    listed = {"dataset": dataset, "project_key": f"k{said}{name}"}
    insert(draft, "stored_listing", place | listed | dict.fromkeys(LISTED, said))
    insert(
        draft, "stored_source_file", {"sha256": f"sha{said}{name}", "file": said, "forms": 1, "version": "v"}
    )
    insert(
        draft, "stored_revision", of | {"revision": 0, "replaced_in": "v", "form": said, "source_file": said}
    )


def insert(draft: Draft, table: str, row: dict[str, object]) -> None:
    marks = ", ".join("?" for _ in row)
    draft.connection.execute(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})", list(row.values()))


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """Departments A and B in 2021 and 2022; B's rows carry the marker. One demo row."""
    return filled(Store(tmp_path))


@pytest.fixture(scope="module")
def still(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """The same, made once for tests that only ask."""
    return filled(Store(tmp_path_factory.mktemp("still")))


def filled(made: Store) -> Store:
    with made.begin("试") as draft:
        put(draft, "a1", "A", 2022)
        put(
            draft,
            "a2",
            "A",
            2021,
            self_score=None,
            self_score_approx=None,
            self_grade=None,
            budget_annual=Decimal("20.5"),
            review_score=Decimal(70),
            review_score_approx=70.0,
            review_grade="中",
        )
        put(draft, "b1", "B", 2022)
        put(draft, "demo", "A", 2022, "demo")
        for code, name in (("A", "平常局"), ("B", f"{MARKER}局")):
            insert(draft, "stored_department", {"dataset": "submitted", "code": code, "name": name})
        a, b = "k平常a1", f"k{MARKER}b1"
        for start, end in ((a, "k平常a2"), (a, b), (b, b)):
            link = {"from_key": start, "to_key": end, "year": 2022, "kind": "承接", "status": "建议"}
            insert(draft, "stored_project_link", link)
    return made


SUBMITTED = Selection(dataset="submitted")


def count(selection: Selection, store: Store, scope: Scope = EVERYTHING) -> tuple[int, int, int, int]:
    frame = query("selection_counts", selection, scope=scope, store=store)
    return tuple(int(frame[name][0]) for name in ("included", "excluded", "missing", "total"))  # type: ignore[return-value]


def test_counts_say_what_is_included_left_out_and_without_a_score(store: Store) -> None:
    assert count(SUBMITTED, store) == (2, 0, 1, 3)
    assert count(Selection(dataset="submitted", years=(2022,)), store) == (2, 1, 0, 3)
    assert count(Selection(dataset="submitted", score_kind="review"), store) == (1, 0, 2, 3)


@pytest.mark.parametrize(
    ("filters", "included", "missing"),
    [
        ({"departments": ("A",)}, 1, 1),
        ({"departments": ("A", "B"), "years": (2021,)}, 0, 1),
        ({"methods": ("财政评价",)}, 0, 0),
        ({"subjects": ("项目支出",)}, 2, 1),
        ({"grades": ("优",)}, 2, 0),
        ({"grades": ("中",), "score_kind": "review"}, 1, 0),
        ({"budget_min": Decimal("20.5")}, 2, 1),
        ({"budget_min": Decimal("20.51")}, 2, 0),
        ({"budget_max": Decimal("20.5")}, 0, 1),
        ({"fund_sources": ("平常",)}, 1, 1),
        ({"keyword": " 项目A1 "}, 1, 0),
        ({"keyword": "'; DROP TABLE stored_evaluation; --"}, 0, 0),
        ({"keyword": "%"}, 0, 0),
    ],
)
def test_each_filter_keeps_what_it_says(
    store: Store, filters: dict[str, Any], included: int, missing: int
) -> None:
    found = count(Selection(dataset="submitted", **filters), store)
    assert (found[0], found[2]) == (included, missing)


def test_datasets_are_never_mixed(store: Store) -> None:
    assert count(Selection(dataset="demo"), store) == (1, 0, 0, 1)
    assert count(Selection(dataset="public"), store) == (0, 0, 0, 0)
    assert datasets(scope=EVERYTHING, store=store) == ("demo", "submitted")
    assert datasets(scope=Scope.of(["B"]), store=store) == ("submitted",)
    with pytest.raises(ValueError, match="dataset"):
        Selection(dataset="all")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="score_kind"):
        Selection(score_kind="best")  # type: ignore[arg-type]


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("kind", ["self", "review", "recomputed"])
def test_no_query_shows_a_byte_of_another_department(still: Store, name: str, kind: Any) -> None:
    text = run._text(name)
    params = {key: VALUES.get(key) for key in re.findall(r"\$(\w+)", lint.bare(text))}
    for selection in (
        Selection(dataset="submitted", score_kind=kind),
        Selection(dataset="submitted", score_kind=kind, departments=("A", "B"), keyword=""),
        Selection(dataset="submitted", score_kind=kind, departments=("B",), years=(2022,), keyword=MARKER),
    ):
        for scope in (Scope.of(["A"]), NOTHING):
            frame = query(name, selection, scope=scope, store=still, params=params)
            assert MARKER not in frame.to_csv()
            assert "局B" not in frame.to_csv()


GUARDED = [
    "evaluation",
    "all_evaluation",
    "indicator",
    "finding",
    "movement",
    "listing",
    "department",
    "project_link",
    "source_file",
    "revision",
    "entry",
]


@pytest.mark.parametrize("table", GUARDED)
def test_every_guarded_table_keeps_to_the_scope_and_shows_all_without_one(still: Store, table: str) -> None:
    def rows(scope: Scope) -> str:
        return str(
            run._run(table, f"SELECT * FROM {table}", SUBMITTED, scope, run._source(still, None), {}).to_csv()
        )

    assert MARKER in rows(EVERYTHING)
    assert MARKER not in rows(Scope.of(["A"]))
    assert MARKER in rows(Scope.of(["B"]))
    assert rows(NOTHING).count("\n") <= 1


def test_a_department_finding_follows_year_and_department_alone(store: Store) -> None:
    def found(**filters: Any) -> list[str]:
        selection = Selection(dataset="submitted", **filters)
        sql = "SELECT finding_id FROM finding ORDER BY finding_id NULLS LAST"
        return list(run._run("t", sql, selection, EVERYTHING, run._source(store, None), {})["finding_id"])

    assert found() == ["da1", "da2", "db1", "fa1", "fa2", "fb1"]
    assert found(years=(2021,)) == ["da2", "fa2"]
    assert found(departments=("B",)) == ["db1", "fb1"]
    assert found(keyword="a1") == ["da1", "da2", "db1", "fa1"]


def test_a_query_with_ctes_of_its_own_joins_the_guard(store: Store) -> None:
    sql = "-- comment\nWITH best AS (SELECT max(score) AS score FROM evaluation) SELECT score FROM best"
    frame = run._run("t", sql, SUBMITTED, EVERYTHING, run._source(store, None), {})
    assert list(frame["score"]) == [95.0]


def test_scope_and_selection_leave_out_predicates_that_do_not_restrict(store: Store) -> None:
    assert "WHERE dataset = $guard_dataset\n" in sql_of(
        "selection_counts", SUBMITTED, scope=EVERYTHING, store=store
    )
    narrow = sql_of(
        "selection_counts", Selection(years=(2022,), keyword="甲乙"), scope=Scope.of(["A"]), store=store
    )
    assert "$guard_years" in narrow
    assert "$guard_scope" in narrow
    assert "甲乙" not in narrow
    assert "2022" not in narrow


def test_the_passport_comes_back_only_to_those_who_may_see_it(store: Store) -> None:
    form = passport("b1", scope=Scope.of(["B"]), store=store)
    assert form is not None
    assert form.goal == MARKER
    assert passport("b1", scope=Scope.of(["A"]), store=store) is None
    assert passport("none", scope=EVERYTHING, store=store) is None


def test_readers_notice_a_new_version_at_the_next_call_and_old_ones_stay_open(store: Store) -> None:
    old = store.find().id
    assert count(SUBMITTED, store)[3] == 3
    with store.begin("再试") as draft:
        put(draft, "a3", "A", 2022)
    assert count(SUBMITTED, store)[3] == 4
    frame = query("selection_counts", SUBMITTED, scope=EVERYTHING, store=store, version=old)
    assert frame["total"][0] == 3
    with pytest.raises(StoreError, match="没有数据版本"):
        query("selection_counts", SUBMITTED, scope=EVERYTHING, store=store, version="20010101-000000-0000")


def test_a_damaged_current_version_gives_way_to_the_one_before(store: Store) -> None:
    old = store.find().id
    with store.begin("再试") as draft:
        put(draft, "a3", "A", 2022)
    store.find(draft.version).path.write_bytes(b"\0" * 5000)
    assert count(SUBMITTED, store)[3] == 3
    assert serving(store=store).id == old
    assert f"暂用 {old}" in serving(store=store).note
    with pytest.raises(StoreError, match="无法打开"):
        query("selection_counts", SUBMITTED, scope=EVERYTHING, store=store, version=draft.version)


def test_threads_ask_at_once_and_get_their_own_answers(store: Store) -> None:
    wrong: list[object] = []

    def ask(year: int, expected: int) -> None:
        for _ in range(20):
            got = count(Selection(dataset="submitted", years=(year,)), store)
            if got[0] + got[2] != expected:
                wrong.append(got)

    threads = [threading.Thread(target=ask, args=pair) for pair in ((2021, 1), (2022, 2), (2020, 0)) * 3]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


@pytest.mark.parametrize("name", ["nothing", "../run", "Selection_Counts", ""])
def test_an_unknown_query_is_named(store: Store, name: str) -> None:
    with pytest.raises(QueryError, match="没有这个查询") as caught:
        query(name, scope=EVERYTHING, store=store)
    assert caught.value.name == name


def test_a_query_error_carries_its_sql_and_a_message_in_chinese(store: Store) -> None:
    source = run._source(store, None)
    with pytest.raises(QueryError, match="查询 t 未能完成") as caught:
        run._run("t", "SELECT nosuch FROM evaluation", SUBMITTED, EVERYTHING, source, {})
    assert "FROM stored_evaluation" in caught.value.sql
    with pytest.raises(QueryError, match="缺少参数 least"):
        run._run("t", "SELECT year FROM evaluation WHERE score > $least", SUBMITTED, EVERYTHING, source, {})


def test_sql_can_reach_no_file_and_cannot_write(store: Store, tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("a\n1\n")
    source = run._source(store, None)
    for sql in (
        f"SELECT * FROM '{tmp_path / 'x.csv'}'",
        f"COPY (SELECT 1) TO '{tmp_path / 'y.csv'}'",
        "DELETE FROM stored_evaluation",
        "SET enable_external_access = true",
    ):
        with pytest.raises(QueryError):
            run._run("t", sql, SUBMITTED, EVERYTHING, source, {})


def test_an_empty_store_says_how_to_fill_it(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="还没有数据"):
        query("selection_counts", scope=EVERYTHING, store=Store(tmp_path / "none"))
