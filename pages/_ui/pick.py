"""A choice of one page, kept in the address: stable codes, the default written too."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st


def one(param: str, options: Mapping[str, str], name: str, *, default: str = "") -> str:
    """The code picked from a row of options (code → words). An address that says another wins over the widget."""
    now = _asked(param, options, default)
    key = f"pick_{param}"
    if st.session_state.get(f"{key}_address") != now:
        st.session_state[key] = now
    picked = st.segmented_control(
        name,
        list(options),
        key=key,
        format_func=options.__getitem__,
        required=True,
        label_visibility="collapsed",
    )
    st.session_state[f"{key}_address"] = picked
    if st.query_params.get(param) != picked:
        st.query_params[param] = picked
    return str(picked)


def listed(param: str, options: Mapping[str, str], name: str, *, default: str = "") -> str:
    """The same as a select box, for many options."""
    now = _asked(param, options, default)
    key = f"pick_{param}"
    if st.session_state.get(f"{key}_address") != now:
        st.session_state[key] = now
    picked = st.selectbox(
        name, list(options), key=key, format_func=options.__getitem__, placeholder="请选择", width=240
    )
    st.session_state[f"{key}_address"] = picked
    if st.query_params.get(param) != picked:
        st.query_params[param] = picked
    return str(picked)


def _asked(param: str, options: Mapping[str, str], default: str) -> str:
    asked = st.query_params.get(param, "")
    return asked if asked in options else default or next(iter(options))
