"""What was loaded when, and the way back."""

from __future__ import annotations

from datetime import timedelta

import pandas as pd
import streamlit as st

from evalcore.charts import plain
from evalcore.errors import EvalError
from evalcore.glossary import integer
from evalcore.queries import method as queries
from evalcore.queries.run import Selection, Store
from pages._ui import data, show
from pages._ui.intake import upload
from pages._ui.table import numbers

_ASKED = "undo_asked"


def headline() -> str:
    """How much has come in, and when last; how it goes on."""
    rows = data.frame(queries.load_history, Selection(dataset="submitted"))
    how = "上传、核对、确认三步入库，随时可以回退"
    if rows.empty:
        return f"还没有导入记录；{how}。"
    last = pd.to_datetime(rows["loaded_at"].iloc[0]) + timedelta(hours=8)
    return (
        f"已导入 {len(rows)} 次，最近一次 {last:%Y年%m月%d日 %H:%M}，入库 {integer(rows['loaded'].iloc[0])} 个、"
        f"未入库 {integer(rows['rejected'].iloc[0])} 个；{how}。"
    )


def section(store: Store) -> None:
    """Load history, latest first; one of the versions kept can be gone back to."""
    history = data.frame(queries.load_history, Selection(dataset="submitted"))
    if history.empty:
        return
    with st.container(border=True, key="intake_history"):
        st.subheader("导入记录", anchor=False)
        shown = pd.DataFrame(
            {
                "时间": (pd.to_datetime(history["loaded_at"]) + timedelta(hours=8)).dt.strftime("%Y-%m-%d %H:%M"),
                "内容": history["what"], "文件": history["files"], "入库": history["loaded"], "未入库": history["rejected"],
                "导入后评价总数": history["evaluations"], "数据版本": history["version"],
            }
        )  # fmt: skip
        st.dataframe(shown, hide_index=True, placeholder="—", alt="导入记录", column_config=numbers(shown))
        now = store.current()
        kept = {version.id for version in store.versions()} - ({now.id} if now else set())
        told = dict(zip(history["version"], history["what"], strict=True))
        options = [version for version in history["version"] if version in kept]
        if not options:
            return
        with st.container(horizontal=True, vertical_alignment="bottom"):
            chosen = st.selectbox(
                "回退到", options, index=None, key="undo_to", placeholder="选择一个较早的数据版本", width=420,
                format_func=lambda version: f"{version}　{told[version]}",
            )  # fmt: skip
            st.button(
                "回退…", key="undo", disabled=chosen is None, icon=":material/undo:",
                on_click=_ask, args=(chosen,),
            )  # fmt: skip
        if (asked := st.session_state.get(_ASKED)) in options:
            _confirm(store, asked)


def _ask(version: str | None) -> None:
    st.session_state[_ASKED] = version


def _confirm(store: Store, version: str) -> None:
    """Ask once more: what happens, and that nothing is lost by it."""
    with st.container(border=True, key="undo_ask"):
        st.markdown(plain.markdown(f"当前数据将换成版本 {version} 的内容，并发布为新版本。"))
        show.note("现有版本仍然保留，可以再回来；人工录入的内容不受影响。")
        with st.container(horizontal=True):
            sure = st.button("确认回退", type="primary", key="undo_confirm")
            st.button("不回退", key="undo_leave", on_click=_ask, args=(None,))
    if not sure:
        return
    try:
        made = store.rollback(version)
    except EvalError as fault:
        st.error(plain.markdown(str(fault)), title="未能回退")
        return
    _ask(None)
    upload.say(f"已回退到 {version} 的内容，数据版本 {made.id}。")
    st.rerun()
