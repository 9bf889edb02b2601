"""A figure as a PNG, drawn in the reader's browser with its sentence, filters and data version. Works offline."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

_HTML = '<button type="button"><b aria-hidden="true">⤓</b><span>PNG</span></button>'
_CSS = """
button { all: unset; box-sizing: border-box; display: flex; gap: 0.3rem; align-items: center; cursor: pointer;
  min-height: 2rem; font: inherit; font-size: 0.875rem; font-family: var(--st-font); color: var(--st-text-color); white-space: nowrap;
  border-radius: var(--st-button-radius); }
button:hover { color: var(--st-link-color); }
button:focus-visible { outline: 2px solid var(--st-link-color); outline-offset: 2px; }
b { font-weight: 400; }
@media print { button { display: none; } }
"""
_JS = """export default function ({ data, parentElement }) {
  const button = parentElement.querySelector("button"), words = parentElement.querySelector("span")
  button.setAttribute("aria-label", `PNG，下载图片：${data.title}`)
  button.title = "下载图片（PNG）"
  const say = text => { words.textContent = text; setTimeout(() => { words.textContent = "PNG" }, 3000) }
  button.onclick = async () => {
    try { await globalThis.evalSavePicture(data) } catch { say("未能生成，请重试") }
  }
}"""
_BUTTON = st.components.v2.component("figure_picture", html=_HTML, css=_CSS, js=_JS)
# What a button does is the same for all: sent once a page, and kept by the browser, not with every figure.
_DRAWING = st.components.v2.component(
    "picture_drawing", js=Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
)


def drawing() -> None:
    """What the buttons of a page call; nothing is seen of it."""
    _DRAWING(key="picture_drawing", width="content", height="content")


def button(name: str, title: str, finding: str, note: str, foot: str) -> None:
    """The button of the figure in the container with key "figure_<name>". All texts are plain."""
    _BUTTON(
        key=f"png_{name}",
        data={"name": name, "title": title, "finding": finding, "note": note, "foot": foot},
        width="content",
        height="content",
    )
