"""What a page shows: finding sentence, metrics, a figure with its table and downloads, empty and error states."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from datetime import datetime

import pandas as pd
import streamlit as st

from evalcore.charts import plain
from evalcore.charts.chart import Chart
from evalcore.errors import EvalError, StoreError
from evalcore.glossary import term
from pages._ui import citation, data, filters, picture
from pages._ui.table import Rows, download, numbers, page_number, projects

log = logging.getLogger("evalcore.pages")

# plotly's own menu is off: its words are English and its picture lacks the sentence and the filters.
_PLOTLY = {"displayModeBar": False, "scrollZoom": False, "doubleClick": False, "showTips": False}


@dataclass(frozen=True, slots=True)
class Metric:
    """One number of the KPI row. value and change are shown as given; help defaults to the glossary's definition."""

    id: str
    value: str
    change: str = ""  # "+1.2", "−0.4", "持平"; "" = no comparison
    note: str = ""  # what the change is against, or N
    label: str = ""
    help: str = ""


def finding(sentence: str) -> None:
    """The one sentence a reader takes away. Plain text: it may hold names."""
    st.markdown(f":primary[:material/arrow_right_alt:] {plain.markdown(sentence)}")


def note(sentence: str) -> None:
    """A remark on what is counted."""
    st.caption(plain.markdown(sentence))


def metrics(items: Sequence[Metric], columns: int = 4, least_width: int = 190) -> None:
    """The KPI row. Changes are grey: no figure is praised or blamed by colour."""
    with st.grid(columns, min_column_width=least_width, gap="xsmall"):
        for item in items:
            st.metric(
                plain.markdown(item.label or term(item.id).label),
                plain.markdown(item.value),
                plain.markdown(item.change) if item.change else None,
                delta_color="off",
                delta_arrow={"+": "up", "−": "down"}.get(item.change[:1], "off"),
                delta_description=plain.markdown(item.note) if item.note else None,
                help=plain.markdown(item.help or term(item.id).definition),
                border=True,
                height="stretch",
            )


def chart(
    drawn: Chart,
    rows: Callable[[str, int], Rows | None] | None = None,
    *,
    param: str = "drill",
    to: str = "",
    shortcut: tuple[str, str] | None = None,
) -> None:
    """A figure with its sentence, definitions, table and downloads; a click on a mark lists the rows it counts.

    rows: from a drill code and a page number (from 1) to the rows. The code lives in the address as
    "<chart name>.<code>", so a link and the browser's back button keep it. shortcut: (label, code) of a button for
    the rows most readers want.
    to: instead of listing rows, write the mark's bare code under this address parameter.
    """
    with _sheet(drawn), st.container(border=True, key=f"figure_{drawn.name}", gap="xsmall"):
        _head(drawn)
        finding(drawn.finding)
        key = f"plot_{drawn.name}_{st.session_state.get('drill_epoch', 0)}"
        st.plotly_chart(
            drawn.figure,
            key=key,
            theme="streamlit",
            config=_PLOTLY,
            alt=drawn.alt,
            on_select=(lambda: _picked(key, drawn.name, param, to)) if rows or to else "ignore",
            selection_mode="points",
        )
        if said := drawn.note + ("点击图中标记，列出所含项目。" if rows else ""):
            note(said)
        if shortcut:
            st.button(
                shortcut[0], key=f"shortcut_{drawn.name}", type="tertiary", icon=":material/chevron_right:",
                on_click=open_drill, args=(drawn.name, shortcut[1], param),
            )  # fmt: skip
        _behind(drawn, rows is not None, param)
        if rows:
            drilled(drawn.name, rows, param)


# Heights of a figure above which a sheet of A4 would cut it, with title and words: in print it is made smaller (style.css)
_TALL = (1200, 1560, 2000)


def _sheet(drawn: Chart) -> AbstractContextManager[object]:
    """What a figure stands in, so that no sheet of paper cuts it."""
    height = drawn.figure.to_dict()["layout"].get("height") or 0
    steps = sum(height > each for each in _TALL)
    return st.container(key=f"sheet{steps}_{drawn.name}") if steps else nullcontext()


def head(
    name: str, title: str, terms: Sequence[str],
    table: pd.DataFrame | Callable[[], pd.DataFrame] | None = None,
) -> None:  # fmt: skip
    """Title of a part without a figure: 口径 and, where there is a table, its CSV at the right."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"head_{name}"):
        st.subheader(plain.markdown(title), anchor=False, width="stretch")
        definitions(terms, key=f"terms_{name}")
        if table is not None:
            download(table, title, key=f"csv_{name}", label="CSV")


def _head(drawn: Chart) -> None:
    """Title at the left; 口径, table, CSV and PNG at the right, on one line."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"head_{drawn.name}"):
        st.subheader(plain.markdown(drawn.title), anchor=False, width="stretch")
        definitions(drawn.terms, key=f"terms_{drawn.name}")
        opened = st.query_params.get("table") == drawn.name
        st.button(
            "收起数据表" if opened else "数据表", icon=":material/table_rows:", type="tertiary",
            key=f"table_{drawn.name}", on_click=_toggle_table, args=("" if opened else drawn.name,),
        )  # fmt: skip
        download(lambda: drawn.table, drawn.title, key=f"csv_{drawn.name}", label="CSV")
        picture.button(drawn.name, drawn.title, drawn.finding, drawn.note, citation.whole(filters.current()))


def definitions(terms: Sequence[str], *, key: str) -> None:
    """口径, one click from the numbers; opened only then."""
    box = st.popover("口径", icon=":material/help:", type="tertiary", on_change="rerun", key=key)
    if not box.open:
        return
    with box:
        for id in terms:
            st.markdown(f"**{plain.markdown(term(id).label)}**　{plain.markdown(term(id).definition)}")
        st.page_link(
            "pages/basis/method.py", label="全部口径与制度依据", icon=":material/menu_book:",
            query_params=filters.query() | {"part": "numbers"},
        )  # fmt: skip


def _toggle_table(name: str) -> None:
    if name:
        st.query_params["table"] = name
    else:
        st.query_params.pop("table", None)


def _behind(drawn: Chart, clickable: bool, param: str) -> None:
    """The table of the figure, when the address says it is open; its rows lead where the marks do."""
    if st.query_params.get("table") != drawn.name:
        return
    leads = clickable and len(drawn.codes) == len(drawn.table)
    key = f"behind_{drawn.name}_{st.session_state.get('drill_epoch', 0)}"

    def picked() -> None:
        chosen = st.session_state[key]["selection"]["rows"]
        if chosen and drawn.codes[chosen[0]]:
            open_drill(drawn.name, drawn.codes[chosen[0]], param)

    st.dataframe(
        drawn.table, hide_index=True, alt=f"{drawn.title}的数据表", placeholder="—", key=key,
        column_config=numbers(drawn.table),
        on_select=picked if leads else "ignore", selection_mode="single-row",
    )  # fmt: skip
    if leads:
        st.caption("点选左侧方框，列出该行所含项目（键盘：方向键移动，Shift+空格选定）")


def _picked(key: str, name: str, param: str, to: str = "") -> None:
    """Write the clicked mark into the address."""
    picked = st.session_state[key]["selection"]["points"]
    data = picked[0].get("customdata") if picked else None
    code = data[0] if isinstance(data, list | tuple) and data else data
    if code:
        st.query_params[to or param] = str(code) if to else f"{name}.{code}"
        if not to:
            st.query_params.pop("p", None)


def _close(param: str) -> None:
    st.query_params.pop(param, None)
    st.query_params.pop("p", None)
    st.session_state["drill_epoch"] = st.session_state.get("drill_epoch", 0) + 1


def drill(name: str, param: str = "drill") -> str | None:
    """The drill code of this figure in the address, None when another or none is open."""
    owner, _, code = st.query_params.get(param, "").partition(".")
    return code if owner == name and code else None


def drilled(name: str, rows: Callable[[str, int], Rows | None], param: str = "drill") -> None:
    """The rows of the mark in the address, when it is a mark of this figure."""
    code = drill(name, param)
    if code is None:
        return
    found = rows(code, page_number())
    if found is not None and not found.total and page_number() > 1:  # a page beyond the last
        st.query_params.pop("p", None)
        found = rows(code, 1)
    if found is None:
        st.warning("链接中的下钻位置无法识别，请重新点击图中标记。")
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{plain.markdown(found.title)}**　共 {found.total:,} 个", width="content")
        if found.sorts and found.total > 1:
            _sort(name, found.sorts)
        st.button(
            "收起",
            key=f"close_{name}",
            type="tertiary",
            icon=":material/close:",
            on_click=_close,
            args=(param,),
        )
    projects(found, key=name)


def _sort(name: str, sorts: Mapping[str, str]) -> None:
    """Order of the table, kept in the address."""
    key = f"sort_{name}"
    asked = st.query_params.get("sort", "")
    st.session_state[key] = asked if asked in sorts else next(iter(sorts))
    st.selectbox(
        "排序", list(sorts), key=key, format_func=sorts.__getitem__, label_visibility="collapsed", width=170,
        placeholder="请选择", on_change=_sorted, args=(key,),
    )  # fmt: skip


def _sorted(key: str) -> None:
    st.query_params["sort"] = st.session_state[key]
    st.query_params.pop("p", None)


def open_drill(name: str, code: str, param: str = "drill") -> None:
    """Write a drill into the address; for buttons (the keyboard's way to what a click on a mark shows)."""
    st.query_params[param] = f"{name}.{code}"
    st.query_params.pop("p", None)


def empty(what: str = "没有符合条件的评价") -> None:
    """Nothing to show: say which filters to loosen, or that there are no data at all and where they come in."""
    choice = filters.current()
    if not data.options(choice.dataset).years:
        st.info(
            "上传各单位的自评表后，这里即可查看。", title="数据中还没有评价", icon=":material/upload_file:"
        )
        st.page_link("pages/data/import_.py", label="到“数据导入”上传", icon=":material/upload_file:")
        return
    tight = [
        name
        for name, on in (
            ("关键词", choice.keyword),
            ("主管部门", choice.departments),
            ("评价等级", choice.grades),
            ("预算规模", choice.size != "all"),
            ("资金来源", choice.funds),
            ("评价方式", choice.methods),
            ("年度", choice.years),
        )
        if on
    ]
    hint = f"可放宽：{'、'.join(tight)}；或点右上角“清除筛选”。" if tight else "请先导入评价资料。"
    st.info(hint, title=what, icon=":material/search_off:")


@contextmanager
def guarded(what: str = "本部分") -> Iterator[None]:
    """A failure shows what happened and what to do, never a traceback; the log has the rest."""
    try:
        yield
    except StoreError as fault:
        log.exception("store: %s", what)
        st.error(plain.markdown(f"{fault.message}。{fault.remedy}"), title=f"{what}未能显示")
    except EvalError as fault:
        log.exception("page part: %s", what)
        st.error(plain.markdown(str(fault)), title=f"{what}未能显示")
    except Exception:
        mark = datetime.now().strftime("%H%M%S")
        log.exception("page part %s, mark %s", what, mark)
        st.error(
            f"请刷新页面重试；如仍出现，请把时间标记 {mark} 告诉管理员，日志中有详细记录。",
            title=f"{what}未能显示",
        )
