"""The frame of every page: first start, navigation, title, what the filters keep, footer."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from evalcore.charts import plain
from evalcore.errors import StoreError
from evalcore.glossary import label, term
from pages._ui import citation, data, filters, first_start, picture, show
from pages._ui.address import Choice
from pages._ui.citation import years_in_words

__all__ = ["definition", "footer", "headline", "navigation", "ready", "style", "title", "years_in_words"]


_HERE = Path(__file__).parent
# A Material icon as favicon would be fetched from the internet; a file would be read and decoded at every run.
ICON = f"data:image/png;base64,{b64encode((_HERE / 'icon.png').read_bytes()).decode()}"
WORDMARK = str(_HERE / "wordmark.svg")


def style() -> None:
    """What the theme file cannot say: figures of one width, margins, and paper."""
    st.html(_STYLE)


_STYLE = (_HERE / "style.css").read_text(encoding="utf-8").join(("<style>", "</style>"))


@st.cache_resource(show_spinner=False)
def _ready_versions() -> set[str]:
    """Versions this process has found ready to serve."""
    return set()


def ready() -> None:
    """First start: fill an empty store with the demonstration district, behind a progress bar."""
    with show.guarded("数据"):
        before = (
            data.store().current()
        )  # not the one a link asks for: that one is as it was, and never made ready
        if before is not None and before.id in _ready_versions():
            return
        now = first_start.wait(data.store())
        _ready_versions().add(now.id)
        if before is not None and before.id == now.id:
            return
        st.rerun()
    st.stop()


def navigation(sections: dict[str, Sequence[st.Page]]) -> None:
    """The page list; links carry the filters, so that back and a new tab keep them."""
    kept = filters.query()
    for section, pages in sections.items():
        if section:
            st.caption(section)
        for page in pages:
            st.page_link(page, query_params=kept, width="stretch")


def title(text: str, question: str, *, unfiltered: str = "", dataset: str = "") -> Choice:
    """Title, question, and what the filters keep. Returns the choice in force.

    Between question and filters stands the page's one sentence, when the page says it with `headline`.
    unfiltered: why the filters do not touch this page, said in place of what they keep. dataset: of what the page
    shows, where that is not the filters'.
    """
    choice = filters.current()
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="title"):
        st.title(plain.markdown(text), anchor=False, width="content")
        if (dataset or ("" if unfiltered else choice.dataset)) == "demo":
            st.badge("模拟数据", icon=":material/science:", color="orange")
        st.caption(question, width="stretch")
        filters.actions(clear=not unfiltered)
    st.session_state["headline"] = st.container()
    if unknown := st.session_state.get("unknown_filters"):
        st.warning(plain.markdown(f"链接中的{'、'.join(unknown)}在当前数据中不存在，已忽略。"))
    older()
    with st.container(key="kept"):  # what the filters keep, in one place on every page
        show.note(unfiltered or f"{citation.in_words(choice)}　｜　{citation.counts(choice)}")
    return choice


def headline(sentence: str) -> None:
    """The one sentence of the page, under its title. Plain text."""
    with st.session_state["headline"]:
        st.markdown(f"**{plain.markdown(sentence)}**")


def asked_version() -> None:
    """Stop with words and a way on where the address asks for a version that is not kept (any more): never other digits."""
    try:
        data.version()
    except StoreError as fault:
        st.error(
            plain.markdown(
                f"{fault.message}：可能已超过保留数量，或链接不完整。当前版本的数字可能与链接发出时不同。"
            ),
            title="链接指定的数据版本打不开",
        )
        st.button("打开当前版本", on_click=_newest, icon=":material/update:", key="newest")
        st.stop()


def older() -> None:
    """Say so where the address opens another version than the current one, with the way back."""
    now, newest = data.version(), data.store().current()
    if now is None or newest is None or now.id == newest.id or "version" not in st.query_params:
        return
    with st.container(horizontal=True, vertical_alignment="center", key="older"):
        st.info(
            plain.markdown(f"当前版本为 {newest.id}；本页数字全部来自旧版本，与链接发出时一致。"),
            title=plain.markdown(f"正在查看旧版本 {now.id}"),
            icon=":material/history:",
        )
        st.button("回到当前版本", on_click=_newest, icon=":material/update:", key="newest")


def _newest() -> None:
    st.query_params.pop("version", None)


def footer() -> None:
    """Data version and date, rule sets, and whether this is simulated: on every page."""
    now = data.version()
    if now is None or "choice" not in st.session_state:
        return
    st.caption(plain.markdown(citation.source(filters.current())))
    picture.drawing()
    if now.note:
        st.warning(plain.markdown(now.note))


def definition(*ids: str) -> None:
    """口径, one click from the numbers."""
    with st.popover("口径", icon=":material/help:", type="tertiary"):
        for id in ids:
            st.markdown(f"**{plain.markdown(label(id))}**　{plain.markdown(term(id).definition)}")
