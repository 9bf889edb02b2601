"""The page questions at N evaluations: DuckDB with scope and selection against pandas, polars and SQLite.

Every query file is timed on DuckDB; those of QUESTIONS are asked of plain pandas (text columns, filtered at each
call) and prepared pandas (categories, integer keys between frames) too, in alternating rounds, after their answers
were found equal to DuckDB's in the columns both have. SQLite runs the same SQL where it can, over the rows and within
SQLITE_SECONDS a question; polars, and pandas in part, compute fewer columns than the query file; every answer is compared. The selection is nine of the ten years, all
departments, one subject; the scope is everything. worst_p95_ms is the slowest query file's.
"""

from __future__ import annotations

import argparse
import gc
import re
import sqlite3
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from importlib.resources import files
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import polars as pl

from evalcore.access import EVERYTHING
from evalcore.queries import lint, scores
from evalcore.queries import run as door
from evalcore.queries.guard import NEEDS
from evalcore.queries.run import Selection, Store, query, query_arrow
from evalcore.scoring.trial import digest
from tests.bench import report as tables
from tests.bench.measuring import ROUNDS, alternate, memory_mb, peak_memory_mb
from tests.bench.world import MILLION, add_store_argument, world

ALL = ["--evaluations", str(MILLION)]
LIMIT = 540
SUBJECT = "项目支出"
COLUMNS = (
    "evaluation_id", "year", "department_code", "department", "method", "subject", "project_type", "self_grade",
    "self_score_approx", "review_score_approx", "budget_initial", "budget_annual", "executed", "execution_rate",
)  # fmt: skip
MONEY = ("budget_initial", "budget_annual", "executed")
# values of the query files' own parameters, as the pages give them; ids and names are filled in with real ones
VALUES: dict[str, Any] = {
    "rows": 50, "skip": 0, "year": 2024, "before": 2023, "low": 0.8, "cut": 0.5, "gap": 0.05, "part": "self",
    "base_kind": "annual", "least": 10, "find": "", "sort": "money", "by": "department", "tolerance": 1.0,
    "kind": "review", "state": "left", "folded": "满意度", "initials": "", "shares": list(scores.EDGES),
    "measure": "mean", "score_kind": "self", "every": True, "over": 1.3, "years": [2024], "today": date(2025, 5, 1),
    "seed": "1", "red": 3, "yellow": 1, "info": 0, "extra": 2,
    "trial_settings": digest(), "rule_sets": ["national-2020"], "bits": [1],
    "stressed": ["SC_FULL_NOT_MET", "SC_RECOMPUTE_DIFF", "SC_TOTAL_MISMATCH", "EXE_RATE_MASKED"], "subjects": [],
}  # fmt: skip
# where one name means another thing in a query file, or a page asks twice
OWN: dict[str, dict[str, Any]] = {
    "change_projects": {"part": "same"},
    "execution_projects": {"low": None},
    "indicator_rows": {"low": 1.1, "high": 1.2, "year": None},
    "projects": {"year": None},
    "audit_projects": {"year": None},
    "listed_projects": {"year": None},
    "entries": {"kind": "indicator_group"},
}
# asked a second time, for the names a reader searched for
NAMED = ("indicator_achievement", "indicator_by_department", "indicator_by_year", "indicator_rows")
_ANY_YEAR = ("follow_up", "ledger")  # they look beyond the years chosen
# the latest year chosen and the one before it are all a page asks them about
_TWO_YEARS = ("change_groups", "change_projects", "grade_changes", "grade_flows")
# what the shared filters choose beyond place, method and subject: no sum made at publish knows it but for the method
FILTERS: dict[str, dict[str, Any]] = {
    "method": {"methods": ("单位自评",)}, "grade": {"grades": ("良", "中")}, "fund": {"fund_sources": ("上级转移支付",)},
    "money": {"budget_min": Decimal(200)}, "keyword": {"keyword": "设备"},
}  # fmt: skip
# what a mark of a page narrows its list of evaluations by
MARKS: dict[str, tuple[str, dict[str, Any]]] = {
    "projects by code": ("projects", {"code": "SC_FULL_NOT_MET"}),
    "projects by grade": ("projects", {"grade": "差"}),
    "projects by department": ("projects", {"department": "first"}),
    "audit_projects by code and status": ("audit_projects", {"code": "SC_FULL_NOT_MET", "status": "待核实", "kind": None}),
    "execution_projects by bin": ("execution_projects", {"bin": 3, "low": None}),
    "execution_projects by step": ("execution_projects", {"step": "追加", "direction": "+", "low": None}),
}  # fmt: skip
# every evaluation handed to what-if as arrays, once a version and selection: no answer of a page, and reported apart
WHOLE = ("what_if_levels", "what_if_trial")
SQLITE_SECONDS = 15  # what SQLite gets for each question


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--evaluations", type=int, default=MILLION, metavar="N")
    parser.add_argument("--rounds", type=int, default=ROUNDS, metavar="N")
    parser.add_argument("--only-duckdb", action="store_true", help="leave the other engines out")
    parser.add_argument(
        "--filtered", action="store_true", help="ask again with each filter and each mark of a page"
    )
    add_store_argument(parser)


@dataclass(frozen=True, slots=True)
class Frames:
    """The rows in pandas; prepared: categories instead of text, and where each year begins."""

    evaluation: pd.DataFrame
    finding: pd.DataFrame
    indicator: pd.DataFrame
    years: tuple[int, ...]

    def selected(self) -> pd.DataFrame:
        e = self.evaluation
        return e[e["year"].isin(self.years) & (e["subject"] == SUBJECT)]


def overview_totals(f: Frames) -> pd.DataFrame:
    e = f.selected()
    both = e["budget_annual"].notna() & e["executed"].notna()
    weighted = e[(e["budget_annual"] > 0) & e["self_score_approx"].notna()]
    score = e["self_score_approx"]
    return pd.DataFrame(
        {
            "evaluations": [len(e)],
            "money": [e["budget_annual"].sum()],
            "executed_of_both": [e["executed"][both].sum()],
            "mean_weighted": [np.average(weighted["self_score_approx"], weights=weighted["budget_annual"])],
            "median": [score.median()],
            "good": [int(e["self_grade"].isin(["优", "良"]).sum())],
            "full_marks": [int((score >= 100).sum())],
            "review_gap": [(score - e["review_score_approx"]).mean()],
        }
    )


def grades_by_department(f: Frames) -> pd.DataFrame:
    e = f.selected()
    grouped = e.groupby(["department_code", "self_grade"], observed=True)
    made = grouped.agg(evaluations=("year", "size"), money=("budget_annual", "sum")).reset_index()
    return made.rename(columns={"self_grade": "grade"})


def money_by_department(f: Frames) -> pd.DataFrame:
    e = f.selected()
    e = e[e["budget_annual"].notna() & e["executed"].notna()]
    return (
        e.groupby("department_code", observed=True)
        .agg(annual=("budget_annual", "sum"), executed=("executed", "sum"))
        .reset_index()
    )


def score_bins(f: Frames) -> pd.DataFrame:
    e = f.selected()
    e = e[e["self_score_approx"].notna()]
    score = e["self_score_approx"]
    place = np.where(score >= 100, 100, np.where(score < 60, 0, np.floor(score)))
    grouped = e.groupby([pd.Series(place, index=e.index, name="bin"), "self_grade"], observed=True)
    made = grouped.agg(evaluations=("year", "size"), money=("budget_annual", "sum")).reset_index()
    return made.rename(columns={"self_grade": "grade"})


def _quantiles(f: Frames, key: str) -> pd.DataFrame:
    e = f.selected()
    grouped = e.groupby(key, observed=True)["self_score_approx"]
    made = grouped.quantile([0.1, 0.25, 0.5, 0.75, 0.9]).unstack()
    made.columns = ["p10", "p25", "p50", "p75", "p90"]
    made.insert(0, "scored", grouped.count())
    made = made[made["scored"] > 0].reset_index().rename(columns={key: "code"})
    return made.assign(code=made["code"].astype(str))


def score_quantiles_by_year(f: Frames) -> pd.DataFrame:
    return _quantiles(f, "year")


def score_quantiles_by_department(f: Frames) -> pd.DataFrame:
    return _quantiles(f, "department_code")


def execution_by_department(f: Frames) -> pd.DataFrame:
    e = f.selected()
    low = e["execution_rate"] < VALUES["low"]
    work = e.assign(low=low, low_left=(e["budget_annual"] - e["executed"]).where(low))
    grouped = work.groupby("department_code", observed=True)
    return grouped.agg(evaluations=("year", "size"), low=("low", "sum")).reset_index()


def finding_counts(f: Frames) -> pd.DataFrame:
    owner = f.finding["owner"].to_numpy()
    e = f.evaluation
    keep = (e["year"].isin(f.years) & (e["subject"] == SUBJECT)).to_numpy()
    # a finding about a department has no evaluation: it follows year and department alone
    general = (owner < 0) & f.finding["year"].isin(f.years) & f.finding["department_code"].notna()
    of = f.finding[(keep[owner] & (owner >= 0)) | general]
    grouped = of.assign(owner=of["owner"].where(of["owner"] >= 0)).groupby("code", observed=True)
    made = grouped.agg(findings=("severity", "size"), evaluations=("owner", "nunique"))
    return made.reset_index()


def attention(f: Frames) -> pd.DataFrame:
    e = f.evaluation
    keep = (e["year"].isin(f.years) & (e["subject"] == SUBJECT)).to_numpy()
    owner = f.finding["owner"].to_numpy()
    of = f.finding[
        keep[owner]
        & (owner >= 0)
        & f.finding["severity"].isin(["red", "yellow"])
        & (f.finding["status"] == "待核实")
    ]
    of = of.assign(weight=np.where(of["severity"] == "red", 3, 1))
    pair = of.groupby(["code", "owner"], observed=True)["weight"].max().reset_index()
    pair["money"] = e["budget_annual"].to_numpy()[pair["owner"]]
    pair["money"] = pair["money"].fillna(0)
    pair["weight"] = np.where(pair["weight"] == 3, 2, 1)
    pair["project_type"] = e["project_type"].astype(object).fillna("").to_numpy()[pair["owner"]]
    pair["size"] = np.digitize(pair["money"], [10, 50, 200, 1000])
    grouped = pair.groupby(["code", "weight", "project_type", "size"], observed=True)
    return grouped.agg(evaluations=("owner", "size"), money=("money", "sum")).reset_index()


def never_lost(f: Frames) -> pd.DataFrame:
    e = f.evaluation
    keep = (e["year"].isin(f.years) & (e["subject"] == SUBJECT)).to_numpy()
    i = f.indicator
    i = i[keep[i["owner"].to_numpy()] & ~i["sub_row"] & (i["points"] > 0) & i["self_score"].notna()]
    full = i.assign(full=i["self_score"] >= i["points"])
    made = full.groupby("level3", observed=True).agg(occurrences=("full", "size"), full=("full", "sum"))
    made = made[
        (made["occurrences"] >= VALUES["least"]) & (made["full"] == made["occurrences"])
    ].reset_index()
    made = made.assign(level3=made["level3"].astype(str))
    made = made.sort_values(["occurrences", "level3"], ascending=[False, True]).head(VALUES["rows"])
    return made[["level3", "occurrences"]]


QUESTIONS: dict[str, Callable[[Frames], pd.DataFrame]] = {
    made.__name__: made
    for made in (
        overview_totals, grades_by_department, money_by_department, score_bins, score_quantiles_by_year,
        score_quantiles_by_department, execution_by_department, finding_counts, attention, never_lost,
    )
}  # fmt: skip


def polars_question(name: str, e: pl.DataFrame, years: tuple[int, ...]) -> Callable[[], pl.DataFrame] | None:
    """The question in polars (lazily, over the evaluations); None for those over indicators and findings."""
    of = e.lazy().filter(pl.col("year").is_in(years) & (pl.col("subject") == SUBJECT))
    score, rows, money = pl.col("self_score_approx"), pl.len().alias("evaluations"), pl.col("budget_annual")
    grade, both = pl.col("self_grade").alias("grade"), money.is_not_null() & pl.col("executed").is_not_null()
    place = pl.when(score >= 100).then(100.0).when(score < 60).then(0.0).otherwise(score.floor()).alias("bin")
    low = (pl.col("execution_rate") < VALUES["low"]).sum().alias("low")
    plans: dict[str, pl.LazyFrame] = {
        "overview_totals": of.select(
            rows, money.sum().alias("money"), score.median().alias("median"),
            pl.col("self_grade").is_in(["优", "良"]).sum().alias("good"), (score >= 100).sum().alias("full_marks"),
        ),
        "grades_by_department": of.filter(pl.col("self_grade").is_not_null()).group_by("department_code", grade).agg(
            rows, money.sum().alias("money")
        ),
        "money_by_department": of.filter(both).group_by("department_code").agg(
            money.sum().alias("annual"), pl.col("executed").sum()
        ),
        "score_bins": of.filter(score.is_not_null() & pl.col("self_grade").is_not_null()).group_by(place, grade).agg(rows),
        "execution_by_department": of.group_by("department_code").agg(rows, low),
    }  # fmt: skip
    for name_of, key in (
        ("score_quantiles_by_year", "year"),
        ("score_quantiles_by_department", "department_code"),
    ):
        quantiles = [score.quantile(p, "linear").alias(f"p{round(p * 100)}") for p in scores.EDGES[1:-1]]
        scored = of.filter(score.is_not_null()).group_by(pl.col(key).cast(pl.String).alias("code"))
        plans[name_of] = scored.agg(score.count().alias("scored"), *quantiles)
    plan = plans.get(name)
    return None if plan is None else plan.collect


@dataclass(frozen=True, slots=True)
class Found:
    """Real ids and names of the store, for the parameters that ask for some."""

    id: str
    ids: list[str]
    names: list[str]
    codes: list[str]


def run_one(
    name: str, selection: Selection, store: Store, found: Found, *, named: bool = False,
    mark: Mapping[str, Any] | None = None,
) -> Any:  # fmt: skip
    """A query file with the parameters it asks for. named: the indicators of some names, not of all; mark: others' values."""
    own = {
        "id": found.id, "ids": found.ids, "names": found.names if named else [], "codes": found.codes,
        "quotas": [1] * len(found.codes),
    } | OWN.get(name, {}) | dict(mark or {})  # fmt: skip
    own |= {"department": found.codes[0]} if own.get("department") == "first" else {}
    own |= {"every": False} if named else {}
    wanted = re.findall(r"\$(\w+)", lint.bare(door._text(name)))
    params = {key: own.get(key, VALUES.get(key)) for key in wanted}
    asked = replace(selection, years=()) if name in _ANY_YEAR else selection
    if name in _TWO_YEARS:
        asked = replace(selection, years=(VALUES["before"], VALUES["year"]))
    if name in WHOLE:
        return query_arrow(name, asked, scope=EVERYTHING, store=store, params=params)
    answer = query(name, asked, scope=EVERYTHING, store=store, params=params)
    return scores.with_edges(answer) if "quantiles" in answer else answer


def frames(store: Store, years: tuple[int, ...], *, prepared: bool) -> Frames:
    """All rows in pandas."""
    connection = store.open()
    try:
        money = ", ".join(f"{name}::DOUBLE AS {name}" for name in MONEY)
        other = ", ".join(name for name in COLUMNS if name not in MONEY)
        e = connection.execute(
            f"SELECT {other}, {money} FROM stored_evaluation WHERE dataset = 'demo' ORDER BY rowid"
        ).df()
        place = pd.Series(np.arange(len(e), dtype=np.int32), index=e["evaluation_id"])
        finding = connection.execute(
            "SELECT evaluation_id, year, department_code, code, severity, status FROM stored_finding WHERE dataset = 'demo'"
        ).df()
        finding["owner"] = place.reindex(finding.pop("evaluation_id")).fillna(-1).astype(np.int32).to_numpy()
        indicator = connection.execute(
            """SELECT evaluation_id, level3, points::DOUBLE AS points, self_score::DOUBLE AS self_score, sub_row
               FROM stored_indicator WHERE dataset = 'demo'"""
        ).df()
        indicator["owner"] = place.reindex(indicator.pop("evaluation_id")).astype(np.int32).to_numpy()
    finally:
        connection.close()
    if prepared:
        for frame in (e, finding, indicator):
            for column in frame.columns:
                if frame[column].dtype == object or str(frame[column].dtype).startswith("str"):
                    frame[column] = frame[column].astype("category")
    return Frames(e, finding, indicator, years)


def same(name: str, ours: pd.DataFrame, theirs: pd.DataFrame) -> None:
    """Raise AssertionError unless the columns both have hold the same rows (to 1e-9, whatever their order)."""
    shared = [column for column in theirs.columns if column in ours.columns]
    left, right = ours[shared].copy(), theirs[shared].copy()
    for frame in (left, right):
        for column in shared:
            frame[column] = (
                frame[column].astype(str) if not _number(frame[column]) else frame[column].astype(float)
            )
    keys = [column for column in shared if not _number(left[column])] + [
        c for c in shared if _number(left[c])
    ]
    if "grade" in shared:  # the frames leave out what has no grade
        left, right = (x[~x["grade"].isin(["无等级", "None", "nan"])] for x in (left, right))
    left, right = (x.sort_values(keys).reset_index(drop=True) for x in (left, right))
    pd.testing.assert_frame_equal(left, right, check_dtype=False, rtol=1e-9, obj=name)


def _number(column: pd.Series) -> bool:
    return bool(pd.api.types.is_numeric_dtype(column)) or type(column.iloc[0]).__name__ == "Decimal"


def sqlite_rows(store: Store, columns: Sequence[str]) -> sqlite3.Connection:
    """These columns of the evaluations in SQLite, with an index on what is filtered by."""
    connection = store.open()
    try:
        kinds = dict(
            connection.execute(
                "SELECT column_name, data_type FROM duckdb_columns() WHERE table_name = 'stored_evaluation'"
            ).fetchall()
        )
        listed = ", ".join(
            f"{n}::DOUBLE AS {n}"
            if kinds[n].startswith("DECIMAL")
            else (f"{n}::VARCHAR AS {n}" if kinds[n] == "DATE" else n)
            for n in columns
        )
        made = sqlite3.connect(":memory:")
        made.execute(f"CREATE TABLE stored_evaluation ({', '.join(columns)})")
        cursor = connection.execute(f"SELECT {listed} FROM stored_evaluation WHERE dataset = 'demo'")
        marks = ", ".join("?" for _ in columns)
        while rows := cursor.fetchmany(20_000):
            made.executemany(f"INSERT INTO stored_evaluation VALUES ({marks})", rows)
        made.execute("CREATE INDEX place ON stored_evaluation (year, department_code)")
        made.execute("ANALYZE")
    finally:
        connection.close()
    return made


def look(store: Store) -> tuple[Selection, Found, dict[str, int]]:
    """The selection that is asked for (nine years, all departments, one subject), real ids and names, and sizes."""
    connection = store.open()

    def column(sql: str) -> list[Any]:
        return [value for (value,) in connection.execute(sql).fetchall()]

    demo = "FROM stored_evaluation WHERE dataset = 'demo'"
    try:
        years = column(f"SELECT DISTINCT year {demo} AND year > 0 ORDER BY 1 DESC LIMIT 9")
        codes = column(f"SELECT DISTINCT department_code {demo}")
        ids = column(f"SELECT evaluation_id {demo} AND year = 2024 ORDER BY md5(evaluation_id) LIMIT 50")
        names = column(
            """SELECT name FROM stored_indicator_name JOIN stored_name_cell USING (name_id) WHERE dataset = 'demo'
               GROUP BY name ORDER BY sum(occurrences) DESC, name LIMIT 5"""
        )
        tables = {
            "evaluations": "evaluation",
            "indicators": "indicator",
            "findings": "finding",
            "names": "indicator_name",
        }
        sizes = {what: column(f"SELECT count(*) FROM stored_{table}")[0] for what, table in tables.items()}
    finally:
        connection.close()
    sizes |= {"departments": len(codes), "file_mb": round(store.find().path.stat().st_size / 2**20)}
    return (
        Selection(years=tuple(years), departments=tuple(codes), subjects=(SUBJECT,)),
        Found(ids[0], ids, names, sorted(codes)[:30]),
        sizes,
    )


def ask_all(
    store: Store, selection: Selection, found: Found, rounds: int, *, whole: bool = False, least: int = 20
) -> dict[str, dict[str, float]]:
    """Median, p95 and processor time of the query files, in ms; whole: of those handed to what-if, else of the pages'.

    least: rounds that a p95 needs; a median alone does with fewer.
    """
    folder = files("evalcore.queries").joinpath("sql")
    every = sorted(path.name[:-4] for path in folder.iterdir() if path.name.endswith(".sql"))
    asked = [(name, name, False) for name in every if (name in WHOLE) == whole]
    asked += [] if whole else [(f"{name} (named)", name, True) for name in NAMED]
    timings = {}
    for label, name, named in asked:
        taken = alternate(
            {"duckdb": lambda name=name, named=named: run_one(name, selection, store, found, named=named)},
            rounds=ROUNDS if whole else max(least, rounds),
        )["duckdb"]
        timings[label] = {
            "median_ms": round(taken.median_ms, 2), "p95_ms": round(taken.p95_ms, 2), "cpu_ms": round(taken.cpu_ms, 2),
        }  # fmt: skip
    return timings


def ask_filtered(
    store: Store, selection: Selection, found: Found, rounds: int
) -> dict[str, dict[str, dict[str, float]]]:
    """p95 and processor time in ms of every page query with each filter, and of lists narrowed by a mark."""
    folder = files("evalcore.queries").joinpath("sql")
    every = sorted(path.name[:-4] for path in folder.iterdir() if path.name.endswith(".sql"))
    asked = {
        said: {
            name: (name, replace(selection, **chosen), {})
            for name in every
            if name not in WHOLE and "evaluation" in sql_words(name)
        }
        for said, chosen in FILTERS.items()
    } | {"mark": {said: (name, selection, mark) for said, (name, mark) in MARKS.items()}}
    made: dict[str, dict[str, dict[str, float]]] = {}
    for said, questions in asked.items():
        made[said] = {}
        for label, (name, chosen, mark) in questions.items():
            taken = alternate(
                {"duckdb": lambda n=name, s=chosen, m=mark: run_one(n, s, store, found, mark=m)},
                rounds=rounds,
            )["duckdb"]
            made[said][label] = {"p95_ms": round(taken.p95_ms, 2), "cpu_ms": round(taken.cpu_ms, 2)}
    return made


def sql_words(name: str) -> set[str]:
    """The tables and sums a query file asks for, and what these are made from: whether a filter touches its answer."""
    words = set(re.findall(r"\w+", lint.bare(door._text(name))))
    for _ in range(3):  # sums of sums
        words |= {need for word in words for need in NEEDS.get(word, ())}
    return words


def run(arguments: argparse.Namespace) -> dict[str, Any]:
    store = world(arguments.evaluations, arguments.store)
    selection, found, sizes = look(store)
    before = memory_mb()
    asked = ask_all(store, selection, found, arguments.rounds, whole=False)
    after, peak = memory_mb(), peak_memory_mb()
    pages = {name: taken["p95_ms"] for name, taken in asked.items()}
    timings = asked | ask_all(store, selection, found, arguments.rounds, whole=True)
    worst = max(pages, key=lambda name: pages[name])
    result: dict[str, Any] = {
        "worst_p95_ms": pages[worst], "worst_query": worst,
        "over_50_ms": [name for name, p95 in pages.items() if p95 > 50],
        "whole_rows_ms": {name: timings[name]["median_ms"] for name in WHOLE},
        "duckdb": timings, "sizes": sizes,
        "memory_mb": {
            "before": round(before), "after_page_queries": round(after), "peak_of_page_queries": round(peak),
            "peak_with_what_if": round(peak_memory_mb()),
        },
    }  # fmt: skip
    if arguments.filtered:
        result["filtered"] = ask_filtered(store, selection, found, arguments.rounds)
    if not arguments.only_duckdb:
        result |= contend(store, selection, selection.years, found, arguments.rounds)
    return result


def contend(
    store: Store, selection: Selection, years: tuple[int, ...], found: Found, rounds: int
) -> dict[str, Any]:
    """DuckDB and the two pandas in alternating rounds; polars and SQLite beside them, fewer rounds where they are slow."""
    plain, prepared = frames(store, years, prepared=False), frames(store, years, prepared=True)
    lazy = pl.from_pandas(plain.evaluation.drop(columns="evaluation_id"))
    texts = sqlite_texts(store, years)
    held = {word for sql, _ in texts.values() for word in re.findall(r"\w+", sql)} & set(_columns(store))
    lite = sqlite_rows(store, [name for name in _columns(store) if name in held])
    medians: dict[str, dict[str, float | str | None]] = {}
    for name, question in QUESTIONS.items():
        answer = run_one(name, selection, store, found)
        for rows in (plain, prepared):
            same(name, answer, question(rows))
        contenders: dict[str, Callable[[], Any]] = {
            "duckdb": lambda name=name: run_one(name, selection, store, found),
            "plain_pandas": lambda question=question: question(plain),
            "prepared_pandas": lambda question=question: question(prepared),
        }
        row: dict[str, float | str | None] = {
            engine: round(timing.median_ms, 2)
            for engine, timing in alternate(contenders, rounds=rounds).items()
        }
        if lazily := polars_question(name, lazy, years):
            same(name, answer, lazily().to_pandas())
            row["polars"] = round(alternate({"polars": lazily}, rounds=rounds)["polars"].median_ms, 2)
        else:
            row["polars"] = "not written: over findings or indicators"
        row["sqlite"] = _sqlite(name, answer, lite, texts)
        medians[name] = row
        gc.collect()
    total = {
        engine: sum(float(row[engine] or 0) for row in medians.values())
        for engine in ("duckdb", "plain_pandas", "prepared_pandas")
    }
    return {
        "plain_pandas_over_duckdb": round(total["plain_pandas"] / total["duckdb"], 2),
        "prepared_pandas_over_duckdb": round(total["prepared_pandas"] / total["duckdb"], 2),
        "summed_medians_ms": {engine: round(value, 1) for engine, value in total.items()},
        "medians_ms": medians,
        "memory_of_pandas_mb": round(sum(x.memory_usage(deep=True).sum() for x in (plain.evaluation, plain.finding, plain.indicator)) / 2**20),
    }  # fmt: skip


def _columns(store: Store) -> tuple[str, ...]:
    return door._source(store, None).columns["stored_evaluation"]


def sqlite_texts(store: Store, years: tuple[int, ...]) -> dict[str, tuple[str, dict[str, Any]]]:
    """The query files SQLite can run, made from the evaluations alone: it has no sums made at publish."""
    bare = SimpleNamespace(
        columns={"stored_evaluation": _columns(store)}, departments={}, beside={}, next_to={}
    )
    texts = {}
    for name in QUESTIONS:
        text = door._text(name)
        if "percentile_cont" in text or name in ("finding_counts", "attention", "never_lost"):
            continue
        sql, params = door._whole(text, bare, Selection(years=years, subjects=(SUBJECT,)), EVERYTHING)  # type: ignore[arg-type]
        texts[name] = (sql, params | {key: VALUES[key] for key in re.findall(r"\$(\w+)", lint.bare(text))})
    return texts


def _sqlite(
    name: str, answer: pd.DataFrame, lite: sqlite3.Connection, texts: Mapping[str, tuple[str, dict[str, Any]]]
) -> float | str:
    """Median ms in SQLite of the rounds that fit its time, or why there is none."""
    if name not in texts:
        return "not asked: percentiles, findings or indicators"
    sql, params = texts[name]
    deadline = time.monotonic() + SQLITE_SECONDS
    lite.set_progress_handler(lambda: time.monotonic() > deadline, 100_000)
    taken: list[float] = []
    try:
        while time.monotonic() < deadline and len(taken) < ROUNDS:
            start = time.perf_counter()
            cursor = lite.execute(sql, params)
            found = cursor.fetchall()
            taken.append((time.perf_counter() - start) * 1000)
            if len(taken) == 1:
                same(name, answer, pd.DataFrame(found, columns=[c[0] for c in cursor.description]))
    except sqlite3.OperationalError as fault:
        if not taken:
            return f"no answer in {SQLITE_SECONDS} s ({fault})"
    finally:
        lite.set_progress_handler(None, 0)
    return round(statistics.median(taken), 2)


def report(result: Mapping[str, Any]) -> str:
    """The ratios, the contenders' medians, then every query file on DuckDB."""
    sizes = ", ".join(f"{value:,} {name}" for name, value in result["sizes"].items())
    parts = [f"{sizes}. Selection: nine years, all departments, one subject."]
    if "medians_ms" in result:
        parts.append(
            f"**Plain pandas ÷ DuckDB {result['plain_pandas_over_duckdb']}, prepared pandas ÷ DuckDB "
            f"{result['prepared_pandas_over_duckdb']}** (sums of medians over the questions below; the goal at a "
            "million evaluations is 20 and 2). Before the clock ran every answer was found equal to DuckDB's in the "
            "columns both have; polars, and pandas in part, compute fewer columns. SQLite runs the same SQL over the rows, "
            f"with {SQLITE_SECONDS} s for each question."
        )
        engines = ("duckdb", "plain_pandas", "prepared_pandas", "polars", "sqlite")
        rows = [
            [name, *(row.get(engine) for engine in engines)] for name, row in result["medians_ms"].items()
        ]
        parts.append(tables.table(("median, ms", *engines), rows))
    parts.append(
        f"Slowest p95 of every query file: {result['worst_p95_ms']} ms ({result['worst_query']}); over 50 ms: "
        f"{len(result['over_50_ms'])} of {len(result['duckdb'])} (the goal at a million: none). Handed whole to what-if, "
        f"median ms: {result['whole_rows_ms']}. Memory (MB): {result['memory_mb']}."
    )
    rows = [[name, row["median_ms"], row["p95_ms"], row["cpu_ms"]] for name, row in result["duckdb"].items()]
    parts.append(tables.table(("DuckDB", "median ms", "p95 ms", "processor ms"), rows))
    if "filtered" in result:
        filtered = result["filtered"]
        over = {said: sum(row["p95_ms"] > 50 for row in of.values()) for said, of in filtered.items()}
        parts.append(
            "With a filter more (p95, ms; the sums made at publish know methods only, the others read the rows). "
            f"Over 50 ms: {', '.join(f'{said} {count} of {len(filtered[said])}' for said, count in over.items())}."
        )
        rows = [[name, *(filtered[said][name]["p95_ms"] for said in FILTERS)] for name in filtered["method"]]
        parts.append(tables.table(("DuckDB, p95 ms", *FILTERS), rows))
        rows = [[label, row["p95_ms"], row["cpu_ms"]] for label, row in filtered["mark"].items()]
        parts.append(tables.table(("list behind a mark", "p95 ms", "processor ms"), rows))
    return "\n\n".join(parts)
