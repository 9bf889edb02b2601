"""Tables: a page of projects that leads to their details, number formats, CSV."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from evalcore.charts import plain
from evalcore.glossary import percent, term
from pages._ui import address, citation, filters

PAGE_ROWS = 50


@dataclass(frozen=True, slots=True)
class Rows:
    """A page of the rows behind a mark: `frame` has evaluation_id and display columns under glossary identifiers."""

    frame: pd.DataFrame
    total: int
    title: str
    sorts: Mapping[str, str] | None = None  # code → words, where the reader may choose the order


def dated(frame: pd.DataFrame, years: Sequence[int]) -> pd.DataFrame:
    """The rows of these years: one year, chosen or clicked, is no column; the grade at the right would not fit at 1280
    points."""
    return frame.drop(columns=["year"], errors="ignore") if len(years) == 1 else frame


def page_number(param: str = "p") -> int:
    """Page of the table in the address, from 1."""
    raw = st.query_params.get(param, "1")
    return int(raw) if raw.isascii() and raw.isdigit() and 1 <= int(raw) <= 100_000 else 1


def projects(rows: Rows, *, key: str) -> None:
    """A page of projects; a selected row opens /project. Columns follow the glossary."""
    if rows.frame.empty:
        st.caption("没有符合条件的项目。")
        return
    opens = "evaluation_id" in rows.frame.columns
    held = rows.frame.drop(columns=["evaluation_id"], errors="ignore")
    shown = held.assign(**{name: held[name].astype(float) * 100 for name in _rates(held)})
    st.dataframe(
        shown,
        hide_index=True,
        column_config=columns(shown),
        on_select=(lambda: _open(f"rows_{key}", rows.frame)) if opens else "ignore",
        selection_mode="single-row",
        key=f"rows_{key}",
        alt=rows.title,
        placeholder="—",
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        pages = -(-rows.total // PAGE_ROWS)
        now = page_number()
        if pages > 1:
            st.button("上一页", key=f"prev_{key}", disabled=now <= 1, on_click=_turn, args=(now - 1,))
            st.caption(f"第 {now} / {pages} 页", width="content")
            st.button("下一页", key=f"next_{key}", disabled=now >= pages, on_click=_turn, args=(now + 1,))
        download(
            lambda: _titled(held),
            f"{rows.title}_第{now}页" if pages > 1 else rows.title,
            key=f"rowscsv_{key}",
        )
        if opens:
            st.caption("点选左侧方框打开项目详情（键盘：方向键移动，Shift+空格选定）")


def _titled(held: pd.DataFrame) -> pd.DataFrame:
    """The same rows for a file: headings in words, rates as they stand on the page."""
    written = held.assign(**{name: [percent(value) for value in held[name]] for name in _rates(held)})
    return written.rename(columns={name: term(name).heading for name in written.columns})


def _turn(page: int) -> None:
    st.query_params["p"] = str(page)


def _open(key: str, frame: pd.DataFrame) -> None:
    picked = st.session_state[key]["selection"]["rows"]
    if picked:
        st.session_state["open_project"] = str(frame["evaluation_id"].iloc[picked[0]])


def follow() -> None:
    """Go to the project a reader picked in a table on the last run (called once by the frame)."""
    if target := st.session_state.pop("open_project", None):
        st.switch_page("pages/detail/project.py", query_params=filters.query() | whence() | {"id": target})


def whence() -> dict[str, str]:
    """Query parameters that tell /project where it was opened from, so that it can lead back there."""
    here = (st.context.url or "").split("?")[0].rstrip("/").rsplit("/", 1)[-1]
    rest = {k: st.query_params[k] for k in st.query_params if k not in address.NAMES}
    if here == "project":  # from one project to another: the first origin stays
        return {k: v for k, v in rest.items() if k not in ("id", "indicator")}
    return rest | {"from": here}


# percent: the column holds hundredths, so that a rate has one decimal here as everywhere (Streamlit's own has up to two)
_FORMATS = {"money": "%,.2f", "score": "%.2f", "percent": "%.1f%%", "integer": "%,d"}


def _rates(frame: pd.DataFrame) -> list[str]:
    """Columns whose term is a percentage."""
    return [name for name in frame.columns if term(name).format == "percent"]


def columns(frame: pd.DataFrame) -> dict[str, object]:
    """Column headings and number formats from the glossary, for columns named by its identifiers."""
    config: dict[str, object] = {}
    for name in frame.columns:
        known = term(name)
        if known.format in _FORMATS:
            config[name] = st.column_config.NumberColumn(known.heading, format=_FORMATS[known.format])
        elif name == "year":
            config[name] = st.column_config.NumberColumn(known.heading, format="%d")
        else:
            config[name] = st.column_config.TextColumn(known.heading)
    return config


def numbers(table: pd.DataFrame) -> dict[str, object]:
    """Number formats of a table under Chinese headings: thousands, two decimals for money and points."""
    config: dict[str, object] = {}
    for heading, column in table.items():
        if pd.api.types.is_integer_dtype(column) and str(heading) != "年度":
            config[str(heading)] = st.column_config.NumberColumn(format="%,d")
        elif pd.api.types.is_float_dtype(column):
            config[str(heading)] = st.column_config.NumberColumn(format="%,.2f")
        elif pd.api.types.is_integer_dtype(column):
            config[str(heading)] = st.column_config.NumberColumn(format="%d")
    return config


def download(
    table: pd.DataFrame | Callable[[], pd.DataFrame], name: str, *, key: str, label: str = "下载 CSV"
) -> None:
    """A CSV that Excel opens in Chinese (UTF-8 BOM) and does not run (no formulas); its last line says its source.

    table: or what makes it when it is asked for.
    """
    said = citation.whole(filters.current()).replace('"', '""')  # now: the file is made outside the run
    source = f'\n"{said}"\n'.encode()
    st.download_button(
        label,
        lambda: csv(table if isinstance(table, pd.DataFrame) else table()) + source,
        file_name=f"{name}.csv",
        mime="text/csv",
        key=key,
        type="tertiary",
        icon=":material/download:",
        on_click="ignore",
    )


def csv(table: pd.DataFrame) -> bytes:
    """Bytes of a table: BOM, formula-safe, missing cells empty."""
    safe = table.map(plain.cell)
    safe.columns = pd.Index([plain.cell(c) for c in table.columns])
    return safe.to_csv(index=False).encode("utf-8-sig")
