"""The sidebar filters, the same on every page, kept in the address by our own code (see address.py)."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from evalcore.errors import StoreError
from evalcore.glossary import label, term
from evalcore.queries import frame as queries
from pages._ui import address, copy_link, data, saved
from pages._ui.address import Choice, Options

log = logging.getLogger("evalcore.pages")

_WIDGETS = (
    "dataset",
    "years",
    "departments",
    "methods",
    "subject",
    "grades",
    "score",
    "size",
    "funds",
    "keyword",
)


def _key(name: str) -> str:
    return f"filter_{name}"


def _params() -> tuple[dict[str, str], tuple[str, ...]]:
    """The filters of the address, those of a saved view included, and in Chinese what cannot be found."""
    params = {name: st.query_params[name] for name in address.NAMES if name in st.query_params}
    if (name := st.query_params.get("saved")) is None:
        return params, ()
    kept = saved.read(name, data.store().folder)
    return (kept or {}) | params, () if kept else (f"视图“{name[:40]}”",)


def _short(params: dict[str, str]) -> dict[str, str]:
    """The parameters of an address: as they are, or the name of a saved view where they are too long to paste."""
    if len(urlencode(params)) <= saved.LONGEST:
        return params
    try:
        return {"saved": saved.keep(params, data.store().folder)}
    except StoreError:
        log.exception("saved view")  # the long address says the same, where no program cuts it
        return params


def _put(choice: Choice) -> None:
    """Set the widgets to a choice; only before they are drawn."""
    for name in _WIDGETS:
        value = getattr(choice, name)
        st.session_state[_key(name)] = list(value) if isinstance(value, tuple) else value


_COUNT = re.compile(r"（[\d,]+）$")


def _codes(picked: Sequence[object], names: Mapping[Any, str]) -> set[object]:
    """Codes of what a widget holds. A click made before a rerun renewed the counts arrives as the old label."""
    if all(value in names for value in picked):
        return set(picked)
    of = {name: code for code, name in names.items()}
    return {value if value in names else of.get(_COUNT.sub("", str(value))) for value in picked}


def _known(picked: object, names: Mapping[str, str]) -> list[str]:
    """The one code a widget holds, none when the data do not know it."""
    codes = _codes([picked], names)
    return [code for code in names if code in codes]


def _take(options: Options) -> Choice:
    """What the widgets say, without values that the data do not offer (a change of dataset leaves some behind)."""
    state = {name: st.session_state[_key(name)] for name in _WIDGETS}
    picked = _codes(state["years"], {y: year_name(y) for y in options.years})
    years = tuple(y for y in options.years if y in picked)
    if state["years"] and not years:  # another dataset without these years
        years = options.years[-1:]
    departments = _codes(state["departments"], options.departments)
    methods, grades = _codes(state["methods"], address.METHODS), _codes(state["grades"], address.GRADES)
    funds = _codes(state["funds"], {name: name for name in options.funds})
    return Choice(
        dataset=state["dataset"],
        years=years,
        departments=tuple(code for code in options.departments if code in departments) if departments else (),
        methods=tuple(code for code in address.METHODS if code in methods),
        subject=next(iter(_known(state["subject"], address.SUBJECTS)), "project"),
        grades=tuple(code for code in address.GRADES if code in grades),
        score=state["score"] or "self",
        size=next(iter(_known(state["size"], address.SIZES)), address.ALL),
        funds=tuple(name for name in options.funds if name in funds),
        keyword=(state["keyword"] or "").strip()[:60],
    )


def year_name(year: int) -> str:
    """2024年; 0 is a form without a year."""
    return f"{year}年" if year else "年度未填"


def _clear() -> None:
    known = data.datasets()
    options = data.options(known[0]) if known else Options()
    _put(address.default(options))
    st.session_state.pop("filter_find", None)
    for name in [n for n in st.query_params if n not in address.NAMES and n != "id"]:
        del st.query_params[name]


def bar() -> Choice:
    """Draw the filters, bring them and the address to agreement, and return the choice in force.

    An address that differs from the one last written (first load, pasted link, back) wins over the widgets; an
    address without any filter (a bare link) keeps what this session has chosen.
    """
    state = st.session_state
    params, lost = _params()
    state["unknown_filters"] = lost
    if params != state.get("address") or "choice" not in state:
        known = data.datasets()
        base = state.get("choice")
        dataset = address.dataset_of(params) or (base.dataset if base else None)
        options = data.options(dataset if dataset in known else known[0])
        choice, unknown = address.read(params, options, base or address.default(options))
        state["unknown_filters"] = (*lost, *unknown)
        _put(choice)
    options = data.options(state[_key("dataset")])
    asked = _take(options)
    _put(asked)
    data.ahead(
        queries.selection_counts, queries.rule_sets_in_force, queries.filter_counts, of=data.selection(asked)
    )
    before = state.get("choice")
    choice = _draw(options, asked)
    written = address.write(choice)
    shown = _short(written)
    if shown != {
        name: st.query_params[name] for name in (*address.NAMES, "saved") if name in st.query_params
    }:
        rest = _rest()
        if before is not None and choice != before:
            rest.pop("p", None)  # another selection starts at its first page
        st.query_params.from_dict(shown | rest)
    state["address"] = written
    state["choice"] = choice
    return choice


def _draw(options: Options, asked: Choice) -> Choice:
    """The widgets, in the order a reader narrows: which data, which year, who, which score; the rest behind one
    line. Each option says how many evaluations it holds under the other filters; one that holds none is not offered.
    """
    n = data.option_counts(asked)

    def counted(kind: str, names: Mapping[object, str]) -> Mapping[object, str]:
        return {code: f"{name}（{n[kind].get(code, 0):,}）" for code, name in names.items()} if n else names

    def offered(kind: str, codes: Sequence[str], chosen: Sequence[str]) -> list[str]:
        return [code for code in codes if not n or code in n[kind] or code in chosen]

    if len(options.datasets) > 1:
        st.selectbox(
            label("dataset"), options.datasets, key=_key("dataset"), format_func=address.DATASETS.__getitem__,
            placeholder="请选择", help=term("dataset").definition,
        )  # fmt: skip
    st.multiselect(
        label("year"), sorted(options.years, reverse=True), key=_key("years"),
        format_func=counted("year", {y: year_name(y) for y in options.years}).__getitem__,
        placeholder="全部年度", select_all=False,
    )  # fmt: skip
    _departments(
        offered("dept", list(options.departments), asked.departments), options.departments, n.get("dept", {})
    )
    st.segmented_control(
        label("score_kind"), list(address.SCORES), key=_key("score"), format_func=address.SCORES.__getitem__,
        help=term("score_kind").definition, required=True, width="stretch",
    )  # fmt: skip
    with st.expander(_more(asked), key="filter_more", type="compact"):
        st.text_input(
            label("keyword"), key=_key("keyword"), placeholder="项目名称、实施单位",
            help=term("keyword").definition,
        )  # fmt: skip
        st.multiselect(
            label("method"), list(address.METHODS), key=_key("methods"),
            format_func=counted("method", dict(address.METHODS)).__getitem__,
            placeholder="全部方式", help=term("method").definition, select_all=False,
        )  # fmt: skip
        st.selectbox(
            label("subject"), list(address.SUBJECTS), key=_key("subject"),
            format_func=counted("subject", dict(address.SUBJECTS)).__getitem__,
            placeholder="请选择", help=term("subject").definition,
        )  # fmt: skip
        st.pills(
            label("grade"), list(address.GRADES), selection_mode="multi", key=_key("grades"),
            format_func=counted("grade", dict(address.GRADES)).__getitem__, help=term("grade").definition,
        )  # fmt: skip
        sizes = {code: name for code, name in address.SIZES.items() if code != address.ALL}
        names = {address.ALL: address.SIZES[address.ALL], **counted("size", dict(sizes))}
        st.selectbox(
            label("budget_band"), list(address.SIZES), key=_key("size"), format_func=names.__getitem__,
            placeholder="请选择", help=term("budget_band").definition,
        )  # fmt: skip
        st.multiselect(
            label("fund_source"), offered("fund", options.funds, asked.funds), key=_key("funds"),
            format_func=counted("fund", {name: name for name in options.funds}).__getitem__,
            placeholder="全部来源", select_all=False,
        )  # fmt: skip
    return _take(options)


# A list is sent whole with every change of a filter: a province's 3,000 departments with their counts were 118 kB. Beyond
# these, a reader looks departments up by a part of name or code and the list holds the first that fit.
LISTED = 150


def _departments(offered: list[str], names: Mapping[str, str], counts: Mapping[object, int]) -> None:
    """The department filter with 全部 (no restriction) and 反选 (all but the chosen) on its label's line.

    offered: codes. counts: evaluations of each under the other filters; empty: not counted.
    """

    def others() -> None:
        chosen = st.session_state[_key("departments")]
        st.session_state[_key("departments")] = [code for code in offered if code not in chosen]

    def everyone() -> None:
        st.session_state[_key("departments")] = []

    chosen = st.session_state[_key("departments")]
    with st.container(gap="xxsmall"):
        with st.container(
            horizontal=True, vertical_alignment="center", gap="xsmall", key="filter_department_line"
        ):
            st.markdown(label("department"), width="stretch")
            st.button("全部", type="tertiary", key="dept_all", on_click=everyone, disabled=not chosen)
            st.button("反选", type="tertiary", key="dept_others", on_click=others, disabled=not chosen)
        listed = _found(offered, names, chosen) if len(names) > LISTED else offered
        said = {
            code: f"{names[code]}（{counts.get(code, 0):,}）" if counts else names[code] for code in listed
        }
        st.multiselect(
            label("department"), listed, key=_key("departments"), placeholder="全部部门，可输入查找",
            format_func=said.__getitem__, label_visibility="collapsed", select_all=False, filter_mode="contains",
        )  # fmt: skip


def _found(offered: list[str], names: Mapping[str, str], chosen: Sequence[str]) -> list[str]:
    """The chosen departments and the first LISTED whose name or code holds what the reader types above the list."""
    part = st.text_input(
        "查找部门", key="filter_find", placeholder="查找部门：名称或编码，回车", label_visibility="collapsed",
        max_chars=60,
    ).strip()  # fmt: skip
    fit = [code for code in offered if part in names[code] or code.startswith(part)]
    if not fit:
        st.caption("没有符合的部门，请换一个词。")
    elif len(fit) > LISTED:
        st.caption(f"{len(fit):,} 个部门，列出前 {LISTED} 个，其余请在上方查找")
    first, kept = set(fit[:LISTED]), set(chosen)
    return [code for code in names if code in first or code in kept]


def _more(choice: Choice) -> str:
    """How many of the filters behind the line are in use."""
    usual = Choice(dataset=choice.dataset, years=choice.years)
    used = sum(
        getattr(choice, name) != getattr(usual, name)
        for name in ("methods", "subject", "grades", "size", "funds", "keyword")
    )
    return f"更多筛选（已用 {used} 项）" if used else "更多筛选"


def actions(*, clear: bool = True) -> None:
    """清除 and 复制链接, at the right of every title; clear: whether the filters touch the page."""
    if clear:
        st.button("清除筛选", icon=":material/filter_alt_off:", on_click=_clear, key="filter_clear")
    copy_link.button()


def current() -> Choice:
    """The choice in force on this run."""
    return st.session_state["choice"]


def query() -> dict[str, str]:
    """Query parameters that keep the filters, for links between pages."""
    if "choice" not in st.session_state:
        return {}
    version = st.query_params.get("version")
    return _short(address.write(current())) | ({"version": version} if version else {})


def link(choice: Choice | None = None) -> str:
    """The whole address of this view: these filters and what else the address says (drill, page, version)."""
    base = (st.context.url or "").split("?")[0]
    return f"{base}?{urlencode(_short(address.write(choice or current())) | _rest(), doseq=True)}"


def _rest() -> dict[str, list[str]]:
    """The parameters of the address that are no filters."""
    own = {*address.NAMES, "saved"}
    return {name: st.query_params.get_all(name) for name in st.query_params if name not in own}


def narrowed(**changes: object) -> dict[str, str]:
    """Query parameters of the current choice with some filters replaced."""
    return _short(address.write(replace(current(), **changes)))
