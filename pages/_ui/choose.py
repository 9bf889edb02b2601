"""One choice among a few, kept in the address: a view of a page, a way to draw a list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st


def one(
    label: str, options: Mapping[str, str], param: str, *, leaves: Sequence[str] = (), labelled: bool = False
) -> str:
    """The code chosen; the address's parameter wins over the widget, the first option is the default.

    options: code → words. leaves: address parameters that mean nothing under another choice and go with it.
    labelled: with the label above it.
    """
    asked = st.query_params.get(param, "")
    now = asked if asked in options else next(iter(options))
    key = f"choose_{param}"
    st.session_state[key] = now

    def picked() -> None:
        st.query_params[param] = st.session_state[key] or now
        for name in leaves:
            st.query_params.pop(name, None)

    st.segmented_control(
        label, list(options), key=key, format_func=options.__getitem__, required=True,
        label_visibility="visible" if labelled else "collapsed", on_change=picked,
    )  # fmt: skip
    return now


def listed(label: str, options: Mapping[str, str], param: str) -> str:
    """The same as a select box, for many options or long words."""
    asked = st.query_params.get(param, "")
    now = asked if asked in options else next(iter(options))
    key = f"choose_{param}"
    st.session_state[key] = now

    def picked() -> None:
        st.query_params[param] = st.session_state[key] or now

    st.selectbox(
        label, list(options), key=key, format_func=options.__getitem__, placeholder="请选择", on_change=picked,
        width=260,
    )  # fmt: skip
    return now


def number(label: str, param: str, default: int, low: int, high: int, *, help: str = "") -> int:
    """A whole number kept in the address; anything else in the address gives the default."""
    asked = st.query_params.get(param, "")
    fits = asked.isascii() and asked.isdigit() and len(asked) < 10 and low <= int(asked) <= high
    now = int(asked) if fits else default
    key = f"choose_{param}"
    st.session_state[key] = now

    def picked() -> None:
        st.query_params[param] = str(st.session_state[key])

    st.number_input(
        label, low, high, key=key, step=1, help=help or None, on_change=picked, width=150,
    )  # fmt: skip
    return now
