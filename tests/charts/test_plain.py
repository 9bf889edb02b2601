"""All text is text."""

from __future__ import annotations

import pytest

from evalcore.charts import plain


@pytest.mark.parametrize(
    "name",
    [
        "[x](http://a)",
        ":red[甲]",
        "$a$",
        "<img src=x>",
        "**粗**",
        "`a`",
        "# 标题",
        "- 项",
        "1. 项",
        "a|b",
        "~~x~~",
    ],
)
def test_no_markdown_character_is_left_bare(name: str) -> None:
    shown = plain.markdown(name)
    bare = [c for i, c in enumerate(shown) if c in "[]()<>$*`#|~:_" and shown[i - 1 : i] != "\\"]
    assert bare == []


def test_a_name_on_several_lines_is_one_line() -> None:
    assert plain.markdown("甲\n\n# 乙") == "甲 \\# 乙"


def test_chinese_is_left_alone() -> None:
    assert plain.markdown("义务教育公用经费补助（2024年）") == "义务教育公用经费补助（2024年）"


def test_a_chart_shows_tags_instead_of_obeying_them() -> None:
    assert plain.chart("<b>甲</b> & $x$ %{y}") == "&lt;b&gt;甲&lt;/b&gt; &amp; &#36;x&#36; %\u2060{y}"


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\t=1"])
def test_a_spreadsheet_runs_nothing(text: str) -> None:
    assert plain.cell(text) == f"'{text}"


def test_numbers_stay_numbers_in_a_csv() -> None:
    assert plain.cell(-1.5) == -1.5
