"""Steps from one total to another, drawn gross: totals stand on the axis, steps hang between them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Literal

import plotly.graph_objects as go

from evalcore.charts import theme
from evalcore.charts.figure import Figure

Kind = Literal["total", "down", "up", "quiet"]
_COLOURS: dict[Kind, str] = {
    "total": theme.MAIN,
    "down": theme.SECOND,
    "up": theme.THIRD,
    "quiet": theme.QUIET,
}


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar from `start` to `end`. label and said are escaped already; code is what a click says.

    hatched: part of it is inferred or not yet settled (推算, 待认定).
    """

    label: str
    start: float
    end: float
    kind: Kind
    text: str
    said: str
    code: str = ""
    hatched: bool = False


_WIDE = 44  # signs a line of a tooltip; beyond the figure's edge plotly cuts it


def _folded(said: str) -> str:
    """A long sentence on several lines, broken after its commas."""
    lines = [""]
    for part in re.split(r"(?<=[，。；])", said):
        if lines[-1] and len(lines[-1]) + len(part) > _WIDE:
            lines.append("")
        lines[-1] += part
    return "<br>".join(lines)


def bars(items: Sequence[Bar], *, across: bool, least: float = 0.0) -> go.Figure:
    """The figure: across draws rows, first on top, else columns. least: where the value axis begins."""
    figure = Figure()
    labels = list(range(len(items)))
    lengths = [abs(item.end - item.start) for item in items]
    bases = [min(item.start, item.end) for item in items]
    outside = ["outside"] * len(items)
    place: dict[str, Any] = (
        {"y": labels, "x": lengths, "base": bases, "orientation": "h"}
        if across
        else {"x": labels, "y": lengths, "base": bases}
    )
    figure.add_bar(
        **place, width=0.62, cliponaxis=False, showlegend=False,
        marker={
            "color": [_COLOURS[item.kind] for item in items],
            "line": {"width": 0},
            "pattern": {
                "shape": ["/" if item.hatched else "" for item in items], "size": 6, "fillmode": "overlay",
                "fgcolor": "rgba(0,0,0,0.45)",
            },
        },
        text=[item.text for item in items], textposition=outside, textangle=0, textfont={"size": 11},
        customdata=[[item.code] for item in items],
        hovertext=[_folded(item.said) for item in items], hoverinfo="text",
    )  # fmt: skip
    for index, (one, two) in enumerate(pairwise(items)):
        level = one.end
        if abs(level - two.start) > 1e-9 and abs(level - two.end) > 1e-9:
            continue
        line = {"color": theme.LINE, "width": 1, "dash": "dot"}
        ends = {"y0": index, "y1": index + 1, "x0": level, "x1": level}
        if not across:
            ends = {"x0": index, "x1": index + 1, "y0": level, "y1": level}
        figure.add_shape(type="line", layer="below", line=line, **ends)
    top = max([*(item.end for item in items), *(item.start for item in items)], default=1.0)
    span: dict[str, Any] = {"range": [least, top + (top - least) * 0.09]}
    names: dict[str, Any] = {"tickvals": labels, "ticktext": [item.label for item in items]}
    if across:
        theme.layout(figure, height=theme.rows_height(len(items), each=26, least=160))
        figure.update_yaxes(**names, range=[len(items) - 0.4, -0.6], showgrid=False)
        figure.update_xaxes(**span, tickformat=",")
    else:
        theme.layout(figure, height=330)
        figure.update_xaxes(**names, showgrid=False, tickangle=0)
        figure.update_yaxes(**span, tickformat=",")
    return figure
