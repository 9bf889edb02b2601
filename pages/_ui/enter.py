"""What people enter on a page: into the journal and a new version, with who and when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from evalcore.charts import plain
from evalcore.errors import EvalError
from evalcore.queries.run import Entry, enter, enterers_of
from pages._ui import data

WHO = "entered_by"  # asked once a session, shown in every form


def may_enter() -> bool:
    """Whether this view can be written to: an old version (?version=) cannot."""
    return "version" not in st.query_params


def who(key: str, kind: str = "") -> str:
    """The name of the person who enters, remembered for the session: one of those listed for this kind of entry, where
    the store lists any."""
    remembered = st.session_state.get(WHO, "")
    try:
        listed = enterers_of(data.store(), kind)
    except EvalError as fault:
        st.error(plain.markdown(str(fault)), title="录入人名单有误")
        return ""
    if listed is not None and not listed:
        st.caption("录入人名单为空：这类内容暂不开放录入。")
        return ""
    if listed is not None:
        at = listed.index(remembered) if remembered in listed else None
        return st.selectbox("录入人", listed, at, key=f"who_{key}", placeholder="请选择姓名") or ""
    name = st.text_input("录入人", remembered, key=f"who_{key}", max_chars=40, placeholder="姓名")
    return (name or "").strip()


def save(
    who: str, kind: str, dataset: str, values: Sequence[tuple[str, Mapping[str, Any]]], what: str
) -> bool:
    """Record entries (subject, value) of one kind and publish; False with the reason on screen when refused."""
    if not who:
        st.warning("请填写录入人后再保存。")
        return False
    if not values:
        st.warning("没有可保存的内容。")
        return False
    st.session_state[WHO] = who
    try:
        made = enter(
            data.store(),
            [Entry.now(who, kind, dataset, subject, value) for subject, value in values],
            what=what,
        )
    except EvalError as fault:
        st.error(plain.markdown(str(fault)), title="未能保存")
        return False
    st.session_state["entered"] = f"已保存 {len(values)} 条，录入人 {who}，数据版本 {made.id}。{made.note}"
    return True


def said() -> None:
    """What the last save said, once."""
    if text := st.session_state.pop("entered", ""):
        st.success(plain.markdown(text))
