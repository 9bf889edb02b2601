"""The only cache: a frame by version, selection, query and parameters. Pages never open a store themselves."""

from __future__ import annotations

import os
from collections.abc import Callable, Hashable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from decimal import Decimal
from functools import partial
from typing import Any, TypeVar

import pandas as pd
import streamlit as st

from evalcore.access import EVERYTHING, Scope
from evalcore.charts.chart import Chart
from evalcore.insight.what_if import Held, hold
from evalcore.model import Evaluation
from evalcore.queries import comparison, run
from evalcore.queries import frame as frame_queries
from evalcore.queries import project as queries
from evalcore.queries.project import Passport
from evalcore.queries.run import Dataset, Selection, Store, Version
from pages._ui import address
from pages._ui.address import Choice, Options
from pages._ui.kept import Kept

Drawn = TypeVar("Drawn", Chart, Chart | None)
Query = Callable[..., pd.DataFrame]

_VERSION = "version_of_run"
_FRAMES, _CHARTS, _ANALYSES = Kept(512), Kept(256), Kept(64)
_AHEAD = ThreadPoolExecutor(max_workers=os.cpu_count() or 1, thread_name_prefix="query")


def store() -> Store:
    """The store this process serves (EVAL_STORE, else data/store)."""
    return Store()


def scope() -> Scope:
    """Whose rows this reader may see. Sign-in is not configured: everything, on 127.0.0.1 only."""
    return EVERYTHING


def version() -> Version | None:
    """The version of this view: `?version=` opens an old one, else the current one; None while the store is empty.

    One run of a page has one version: looked up when first asked after `look_again`.
    """
    asked = st.query_params.get("version")
    held: tuple[str | None, Version | None] | None = st.session_state.get(_VERSION)
    if held is None or held[0] != asked or held[1] is None:
        held = st.session_state[_VERSION] = (asked, store().find(asked) if asked else store().current())
    return held[1]


def look_again() -> None:
    """A new run, or a publication in the middle of one: the next `version` is the store's newest."""
    st.session_state.pop(_VERSION, None)


def selection(choice: Choice, **changes: Any) -> Selection:
    """The Selection of a choice. changes: fields of Selection to replace, for a figure that looks wider or narrower."""
    low, _, high = choice.size.partition("-") if choice.size != address.ALL else ("", "", "")
    chosen = Selection(
        years=choice.years,
        departments=choice.departments,
        methods=tuple(address.METHODS[code] for code in choice.methods),
        subjects=(address.SUBJECTS[choice.subject],),
        grades=tuple(address.GRADES[code] for code in choice.grades),
        score_kind=choice.score,
        budget_min=Decimal(low) if low else None,
        budget_max=Decimal(high) - Decimal("0.000001") if high else None,
        fund_sources=choice.funds,
        keyword=choice.keyword,
        dataset=choice.dataset,
    )
    return replace(chosen, **changes) if changes else chosen


def listing(choice: Choice) -> Selection:
    """What the list of projects to evaluate knows of a choice: dataset, years, departments. Other filters change nothing
    in it, and its answers stay kept while they change."""
    return Selection(years=choice.years, departments=choice.departments, dataset=choice.dataset)


def frame(query: Query, selection: Selection, **params: Hashable) -> pd.DataFrame:
    """The rows of a query of evalcore.queries for this selection, from the cache when it was asked before."""
    now = version()
    if now is None:
        return pd.DataFrame()
    folder = store().folder
    found: pd.DataFrame = _FRAMES.get(
        _frame_key(now, query, selection, params),
        lambda: query(selection, scope=scope(), version=now.id, store=Store(folder), **params),
    )
    return found.copy(deep=False)  # copy on write: what a page adds to its frame stays its own


def ahead(*asked: Query, of: Selection, **params: Hashable) -> None:
    """Begin these queries of a selection at once, on threads of their own; `frame` waits for each where it is needed.

    One after the other they take as long as all together: most are short, and each leaves a core idle.
    """
    now = version()
    if now is None:
        return
    folder, within = store().folder, scope()
    for query in asked:
        key = _frame_key(now, query, of, params)
        if not _FRAMES.known(key):
            # what fails is not kept: `frame` asks again and says it where it is shown
            _AHEAD.submit(
                _FRAMES.get,
                key,
                partial(query, of, scope=within, version=now.id, store=Store(folder), **params),
            )


def _frame_key(now: Version, query: Query, selection: Selection, params: Mapping[str, Hashable]) -> Hashable:
    return str(store().folder), now.id, scope(), query, selection, tuple(sorted(params.items()))


def drawn(draw: Callable[[], Drawn], selection: Selection, *rest: Hashable) -> Drawn:
    """A figure (or None: nothing to draw), drawn once a version and selection. rest: what else it depends on, its name
    first."""
    made: Drawn = _CHARTS.get(_key(selection, rest), draw)
    return made


def computed(
    work: Callable[..., Any],
    rows: pd.DataFrame | Held | Callable[[], Held],
    selection: Selection,
    *rest: Hashable,
) -> Any:
    """What an analysis of evalcore.insight makes of a frame or arrays, once a version and selection. rest: its name first.

    rows: or what brings them, where they are many: asked for only when the answer is not kept.
    """
    return _ANALYSES.get(_key(selection, rest), lambda: work(rows() if callable(rows) else rows))


def held(selection: Selection) -> Held:
    """The selected evaluations as arrays, for what is tried over all of them."""

    def work(chosen: Selection, **where: Any) -> Held:
        return hold(comparison.what_if_columns(chosen, **where))

    made: Held = kept(work, selection, "held")
    return made


def _key(selection: Selection, rest: tuple[Hashable, ...]) -> Hashable:
    now = version()
    return str(store().folder), now.id if now else "", scope(), selection, rest


def kept(work: Callable[..., Any], selection: Selection, *rest: Hashable) -> Any:
    """What work(selection, scope=…, version=…, store=…) makes, once a version and selection: for arrays of a million
    evaluations, never copied, the last three of them. rest: what else it depends on, its name first."""
    now = version()
    return _kept(str(store().folder), now.id if now else "", scope(), selection, rest, work)


@st.cache_resource(max_entries=3, show_spinner=False, hash_funcs={Selection: repr, Scope: repr})
def _kept(
    folder: str,
    version: str,
    scope: Scope,
    selection: Selection,
    rest: tuple[Hashable, ...],
    _work: Callable[..., Any],
) -> Any:
    return _work(selection, scope=scope, version=version, store=Store(folder))


def project(evaluation_id: str) -> Passport | None:
    """The passport of one evaluation, scored once a version: reading and scoring a form takes 100 ms."""
    now = version()
    if now is None:
        return None
    folder, within = store().folder, scope()
    made: Passport | None = _ANALYSES.get(
        _key(Selection(), ("passport", evaluation_id)),
        lambda: queries.passport(evaluation_id, scope=within, version=now.id, store=Store(folder)),
    )
    return made


def indicators(made: Passport) -> pd.DataFrame:
    """The score table of a passport, written once a version."""
    rows: pd.DataFrame = _ANALYSES.get(
        _key(Selection(), ("indicators", made.id)), lambda: queries.indicators(made)
    )
    return rows


def passport(evaluation_id: str) -> Evaluation | None:
    """One evaluation as its form says, None when there is none."""
    now = version()
    return run.passport(evaluation_id, scope=scope(), version=now.id, store=store()) if now else None


def source_file(form: Evaluation) -> bytes | None:
    """The kept source file of an evaluation that `passport` returned; None when the store does not keep it."""
    if not form.source.sha256:
        return None
    try:
        return store().file(form.source.sha256).read_bytes()
    except FileNotFoundError:
        return None


def datasets() -> tuple[Dataset, ...]:
    """Datasets with rows, demonstration first; ("demo",) while the store is empty."""
    now = version()
    if now is None:
        return ("demo",)
    folder = store().folder
    found: tuple[Dataset, ...] = _ANALYSES.get(
        (str(folder), now.id, scope(), "datasets"),
        lambda: run.datasets(scope=scope(), version=now.id, store=Store(folder)) or ("demo",),
    )
    return found


def options(dataset: Dataset) -> Options:
    """What the filters offer for a dataset."""
    chosen = Selection(dataset=dataset)
    found: Options = _ANALYSES.get(_key(chosen, ("options",)), lambda: _options(chosen))
    return found


def _options(chosen: Selection) -> Options:
    years = frame(frame_queries.filter_years, chosen)
    departments = frame(frame_queries.filter_departments, chosen)
    funds = frame(frame_queries.filter_funds, chosen)
    if years.empty:
        return Options(datasets=datasets())
    return Options(
        datasets=datasets(),
        years=tuple(int(y) for y in years["year"]),
        departments=dict(zip(departments["department_code"], departments["department"], strict=True)),
        funds=tuple(funds["fund_source"]),
    )


def option_counts(choice: Choice) -> dict[str, dict[object, int]]:
    """How many evaluations each option of a filter holds under the *other* filters: filter → code → count.

    {} while the store is empty. Filters that restrict nothing share one query; year, method and subject are counted
    from their crossing, so that at most one query a restricted filter is asked besides the two.
    """
    if version() is None:
        return {}
    found: dict[str, dict[object, int]] = _ANALYSES.get(
        _key(selection(choice), ("option counts",)), lambda: _option_counts(choice)
    )
    return found


def _option_counts(choice: Choice) -> dict[str, dict[object, int]]:
    found: dict[str, dict[object, int]] = {
        kind: {} for kind in ("year", "method", "subject", "dept", "grade", "fund", "size")
    }
    crossed = frame(frame_queries.filter_crossed_counts, selection(choice, years=(), methods=(), subjects=()))
    methods = {name: code for code, name in address.METHODS.items()}
    subjects = {name: code for code, name in address.SUBJECTS.items()}
    for year, method, subject, n in crossed.itertuples(index=False):
        codes = {"year": int(year), "method": methods.get(method), "subject": subjects.get(subject)}
        kept = {
            "year": not choice.years or codes["year"] in choice.years,
            "method": not choice.methods or codes["method"] in choice.methods,
            "subject": codes["subject"] == choice.subject,
        }
        for kind, code in codes.items():
            if all(ok for other, ok in kept.items() if other != kind):
                found[kind][code] = found[kind].get(code, 0) + int(n)
    grades = {name: code for code, name in address.GRADES.items()}
    for kind, name, restricted in (
        ("dept", "departments", choice.departments), ("grade", "grades", choice.grades),
        ("fund", "fund_sources", choice.funds), ("size", "", choice.size != address.ALL),
    ):  # fmt: skip
        free: dict[str, Any] = {name: ()} if name else {"budget_min": None, "budget_max": None}
        rows = frame(frame_queries.filter_counts, selection(choice, **(free if restricted else {})))
        own = rows[rows["kind"] == kind]
        for value, n in zip(own["value"], own["evaluations"].astype(int), strict=True):
            found[kind][grades.get(value, value) if kind == "grade" else value] = n
    return found
