"""An address that is no page of this product."""

import streamlit as st

from pages._ui import filters

st.title("没有这个页面", anchor=False)
st.info(
    "链接可能写错，或该功能尚未提供。请从左侧选择页面。", title="地址无法识别", icon=":material/link_off:"
)
st.page_link(
    "pages/results/overview.py",
    label="返回总体情况",
    icon=":material/dashboard:",
    query_params=filters.query(),
)
