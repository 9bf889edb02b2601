"""The sidebar filters, the same on every page, kept in the address by our own code (see address.py)."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlencode

import streamlit as st

from evalcore.glossary import label, term
from pages._ui import address, data
from pages._ui.address import Choice, Options

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


def _params() -> dict[str, str]:
    return {name: st.query_params[name] for name in address.NAMES if name in st.query_params}


def _put(choice: Choice) -> None:
    """Set the widgets to a choice; only before they are drawn."""
    for name in _WIDGETS:
        value = getattr(choice, name)
        st.session_state[_key(name)] = list(value) if isinstance(value, tuple) else value


def _take(options: Options) -> Choice:
    """What the widgets say, without values that the data do not offer (a change of dataset leaves some behind)."""
    state = {name: st.session_state[_key(name)] for name in _WIDGETS}
    years = tuple(y for y in options.years if y in state["years"])
    if state["years"] and not years:  # another dataset without these years
        years = options.years[-1:]
    return Choice(
        dataset=state["dataset"],
        years=years,
        departments=tuple(code for code in options.departments if code in state["departments"]),
        methods=tuple(code for code in address.METHODS if code in state["methods"]),
        subject=state["subject"] or "project",
        grades=tuple(code for code in address.GRADES if code in state["grades"]),
        score=state["score"] or "self",
        size=state["size"] or address.ALL,
        funds=tuple(name for name in options.funds if name in state["funds"]),
        keyword=(state["keyword"] or "").strip()[:60],
    )


def _clear() -> None:
    known = data.datasets()
    options = data.options(known[0]) if known else Options()
    _put(address.default(options))
    for name in [n for n in st.query_params if n not in address.NAMES and n != "id"]:
        del st.query_params[name]


def bar() -> Choice:
    """Draw the filters, bring them and the address to agreement, and return the choice in force.

    An address that differs from the one last written (first load, pasted link, back) wins over the widgets; an
    address without any filter (a bare link) keeps what this session has chosen.
    """
    state = st.session_state
    params = _params()
    state["unknown_filters"] = ()
    if params != state.get("address") or "choice" not in state:
        known = data.datasets()
        base = state.get("choice")
        dataset = address.dataset_of(params) or (base.dataset if base else None)
        options = data.options(dataset if dataset in known else known[0])
        choice, unknown = address.read(params, options, base or address.default(options))
        state["unknown_filters"] = unknown
        _put(choice)
    options = data.options(state[_key("dataset")])
    _put(_take(options))
    before = state.get("choice")
    choice = _draw(options)
    written = address.write(choice)
    if written != _params():
        rest = _rest()
        if before is not None and choice != before:
            rest.pop("p", None)  # another selection starts at its first page
        st.query_params.from_dict(written | rest)
    state["address"] = written
    state["choice"] = choice
    return choice


def _draw(options: Options) -> Choice:
    """The widgets, in the order a reader narrows: which data, which year, who, how, what."""
    if len(options.datasets) > 1:
        st.selectbox(
            label("dataset"),
            options.datasets,
            key=_key("dataset"),
            format_func=address.DATASETS.__getitem__,
            placeholder="请选择",
            help=term("dataset").definition,
        )
    st.multiselect(
        label("year"),
        sorted(options.years, reverse=True),
        key=_key("years"),
        format_func=lambda y: f"{y}年" if y else "年度未填",
        placeholder="全部年度",
        select_all=False,
    )
    st.multiselect(
        label("department"),
        list(options.departments),
        key=_key("departments"),
        placeholder="全部部门，可输入查找",
        format_func=lambda code: options.departments.get(code, code),
        select_all=False,
        filter_mode="contains",
    )
    st.segmented_control(
        label("score_kind"),
        list(address.SCORES),
        key=_key("score"),
        format_func=address.SCORES.__getitem__,
        help=term("score_kind").definition,
        required=True,
        width="stretch",
    )
    st.multiselect(
        label("method"),
        list(address.METHODS),
        key=_key("methods"),
        format_func=address.METHODS.__getitem__,
        placeholder="全部方式",
        help=term("method").definition,
        select_all=False,
    )
    st.selectbox(
        label("subject"),
        list(address.SUBJECTS),
        key=_key("subject"),
        format_func=address.SUBJECTS.__getitem__,
        placeholder="请选择",
        help=term("subject").definition,
    )
    st.pills(
        label("grade"),
        list(address.GRADES),
        selection_mode="multi",
        key=_key("grades"),
        format_func=address.GRADES.__getitem__,
        help=term("grade").definition,
    )
    st.selectbox(
        label("budget_band"),
        list(address.SIZES),
        key=_key("size"),
        format_func=address.SIZES.__getitem__,
        placeholder="请选择",
        help=term("budget_band").definition,
    )
    st.multiselect(
        label("fund_source"),
        list(options.funds),
        key=_key("funds"),
        placeholder="全部来源",
        select_all=False,
    )
    st.text_input(
        label("keyword"),
        key=_key("keyword"),
        placeholder="项目名称、实施单位",
        help=term("keyword").definition,
    )
    with st.container(horizontal=True):
        st.button("清除", icon=":material/filter_alt_off:", on_click=_clear, key="filter_clear")
        with st.popover("复制链接", icon=":material/link:"):
            st.caption("链接包含当前全部筛选条件，点右上角图标复制。")
            st.code(link(_take(options)), language=None, wrap_lines=True)
    return _take(options)


def current() -> Choice:
    """The choice in force on this run."""
    return st.session_state["choice"]


def query() -> dict[str, str]:
    """Query parameters that keep the filters, for links between pages."""
    if "choice" not in st.session_state:
        return {}
    version = st.query_params.get("version")
    return address.write(current()) | ({"version": version} if version else {})


def link(choice: Choice | None = None) -> str:
    """The whole address of this view: these filters and what else the address says (drill, page, version)."""
    base = (st.context.url or "").split("?")[0]
    return f"{base}?{urlencode(address.write(choice or current()) | _rest(), doseq=True)}"


def _rest() -> dict[str, list[str]]:
    """The parameters of the address that are no filters."""
    return {name: st.query_params.get_all(name) for name in st.query_params if name not in address.NAMES}


def narrowed(**changes: object) -> dict[str, str]:
    """Query parameters of the current choice with some filters replaced."""
    return address.write(replace(current(), **changes))
