"""All text is text: names from files never become Markdown, HTML, LaTeX or a spreadsheet formula."""

from __future__ import annotations

import re

_JOINER = "\u2060"  # invisible, no break: keeps a pattern from being recognised after parsing
# What begins markup wherever it stands on a line, and what does so only at its beginning. Nothing else gets a backslash:
# Streamlit repeats the raw text of some labels as their tooltip.
_PUNCTUATION = re.compile(r"([\\`*_{}\[\]<>|~$^&:@#()])|^([+\-=])|^(\d+)([.)])(?=\s|$)")
# Streamlit replaces these in the parsed text, where a backslash no longer helps: :emoji:, :material/…:, links, mail.
_LATE = re.compile(r"(:|(?<=www)(?=\.)|(?<=[<>~=-])(?=[<>=-])|(?=@))", re.IGNORECASE)
_FORMULA = re.compile(r"^[=+\-@\t\r\n]")


def markdown(text: object) -> str:
    """A text that Streamlit's Markdown shows exactly as it is, on one line."""
    flat = " ".join(str(text).split())
    joined = _LATE.sub(lambda m: m.group(0) + _JOINER, flat)
    return _PUNCTUATION.sub(lambda m: f"{m[3] or ''}\\{m[1] or m[2] or m[4]}", joined)


def chart(text: object) -> str:
    """A text that plotly shows exactly as it is: no tags, no TeX, no hover placeholders."""
    flat = " ".join(str(text).split())
    escaped = flat.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("$", "&#36;")
    return escaped.replace("%{", "%\u2060{")


def cell(value: object) -> object:
    """A CSV cell that a spreadsheet does not run: text that looks like a formula gets an apostrophe."""
    return f"'{value}" if isinstance(value, str) and _FORMULA.match(value) else value
