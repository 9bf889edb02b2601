"""Colours, fonts and the common layout. Text and grid colours follow the page's light or dark theme."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import plotly.graph_objects as go

from evalcore.charts import plain
from evalcore.charts.figure import HEAD
from evalcore.glossary import integer, money

ACCENT = "#1F4E79"
GRADES = ("优", "良", "中", "差")
GRADE_COLOURS = {"优": "#0B5FA5", "良": "#6BAED6", "中": "#F2B447", "差": "#C8553D", "无等级": "#9AA5B0"}
# Text on a bar of that colour, contrast of at least 4.5 : 1.
GRADE_INK = {"优": "#FFFFFF", "良": "#10202E", "中": "#10202E", "差": "#FFFFFF", "无等级": "#10202E"}
# Marks that read on white and on the dark background.
MAIN, SECOND, THIRD, QUIET = "#3E7CB1", "#F2B447", "#6FB3B0", "#9AA5B0"
LINE = "#8A97A3"  # grade lines, reference lines
VERIFY = "#C8553D"  # 需核实, the only use of red

FONT = "Noto Sans SC, Noto Sans CJK SC, Source Han Sans SC, Microsoft YaHei, PingFang SC, sans-serif"


def layout(figure: go.Figure, *, height: int = 320, legend: bool = False, left: int = 8) -> go.Figure:
    """Common frame: fixed margins, no zoom, legend above, separators of Chinese statistics."""
    figure.update_layout(
        height=height,
        margin={"l": left, "r": 12, "t": 34 if legend else 14, "b": 8},
        font={"family": FONT, "size": 12},
        showlegend=legend,
        legend={
            "orientation": "h",
            "yanchor": "bottom",
            "y": 1.0,
            "xanchor": "left",
            "x": 0,
            "title": "",
            "traceorder": "normal",
            "itemclick": False,
            "itemdoubleclick": False,
        },
        hoverlabel={"font": {"family": FONT, "size": 12}, "align": "left"},
        bargap=0.18,
        dragmode=False,
        clickmode="event+select",
        separators=".,",
    )
    figure.update_xaxes(fixedrange=True, automargin=True, zeroline=False)
    figure.update_yaxes(fixedrange=True, automargin=True, zeroline=False)
    figure.update_traces(selector={"type": "bar"}, unselected={"marker": {"opacity": 0.45}})
    return figure


def whole_axis(figure: go.Figure) -> None:
    """An x axis from nothing to the whole; the margin holds the half of “100%” that stands outside the plot."""
    figure.update_layout(margin={"r": 24})
    figure.update_xaxes(range=[0, 1], tickvals=[0, 0.5, 1], ticktext=["0", "50%", "100%"])


def whole_ticks(counts: Iterable[int]) -> dict[str, Any]:
    """Of an axis of counts: from nothing, thousands apart, and no tick between two whole numbers."""
    few = max(counts, default=0) < 6  # plotly's own steps are whole from there on
    return {"rangemode": "tozero", "tickformat": ",", **({"tick0": 0, "dtick": 1} if few else {})}


def rows_height(rows: int, *, each: int = 22, least: int = 220) -> int:
    """Height of a figure with one row a department."""
    return max(least, rows * each + HEAD)


def amount(value: float) -> str:
    """An amount on a mark, in 万元 without the unit: all marks of a figure speak in the unit its axis or title names.
    Whole from 10 万元 up."""
    return money(value, unit=False) if abs(value) < 10 else integer(value)


def in_full(name: str, most: int = 15) -> str:
    """Where `short` cuts a name, the whole of it on a tooltip's second line; "" where it does not."""
    return "" if len(name) <= most else f"<br>{plain.chart(name)}"


def short(name: str, most: int = 15) -> str:
    """A name that fits an axis; the table and the tooltip have it in full."""
    return plain.chart(name if len(name) <= most else name[: most - 1] + "…")
