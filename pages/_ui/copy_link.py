"""复制链接: one click puts the whole address on the clipboard. The address always says the whole view."""

from __future__ import annotations

import streamlit as st

_JS = """
export default function ({ parentElement }) {
  const button = parentElement.querySelector("button"), words = parentElement.querySelector("span")
  button.onclick = async () => {
    const link = window.location.href
    try {
      await navigator.clipboard.writeText(link)
      words.textContent = "已复制"
    } catch {  // no clipboard without https on other hosts than this machine
      window.prompt("请按 Ctrl+C 复制链接", link)
    }
    setTimeout(() => { words.textContent = "复制链接" }, 2500)
  }
}
"""
_HTML = """
<button type="button" aria-label="复制链接" title="复制本页链接，收到的人看到同样的筛选和数字">
<svg aria-hidden="true" viewBox="0 0 24 24" width="16" height="16" fill="none" stroke="currentColor" stroke-width="2"
stroke-linecap="round"><path d="M9.5 14.5l5-5M8 11l-3 3a3.8 3.8 0 0 0 5.4 5.4l3-3M16 13l3-3A3.8 3.8 0 0 0 13.6 4.6l-3 3"/>
</svg><span aria-live="polite">复制链接</span></button>
"""
_CSS = """
button { all: unset; box-sizing: border-box; display: flex; gap: 0.4rem; align-items: center; cursor: pointer;
  min-height: 2.45rem; padding: 0 0.75rem; font: inherit; font-size: 0.875rem; font-family: var(--st-font); color: var(--st-text-color);
  white-space: nowrap; border: 1px solid var(--st-border-color); border-radius: var(--st-button-radius); }
button:hover { color: var(--st-link-color); border-color: var(--st-link-color); }
button:focus-visible { outline: 2px solid var(--st-link-color); outline-offset: 2px; }
@media print { button { display: none; } }
"""
_BUTTON = st.components.v2.component("copy_link", html=_HTML, css=_CSS, js=_JS)


def button() -> None:
    """The button, once a page."""
    _BUTTON(key="copy_link", width="content", height="content")
