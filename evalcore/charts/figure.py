"""A plotly figure kept as plain dictionaries.

plotly's own Figure checks every property when it is set: a figure of 50 departments took 60–80 ms of a rerun, four
fifths of it checking. This one has the same verbs for what our figures use and is checked by the tests instead, which
hand it to plotly's Figure. It is a subclass so that whatever takes a figure takes this one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import plotly.graph_objects as go
import plotly.io as pio

Look = dict[str, Any]
HEAD = 70  # points of height above and below the rows


class Figure(go.Figure):  # type: ignore[misc]  # plotly has no types
    """One plot, or several side by side that share their rows. widths: of the plots, as shares; titles: above each."""

    def __init__(
        self, widths: Sequence[float] = (1.0,), titles: Sequence[str] = (), spacing: float = 0.05
    ) -> None:
        # plotly's own set-up is left out on purpose: it builds the objects that check.
        self._marks: list[Look] = []
        self._look: Look = {"shapes": [], "annotations": []}
        self._plots = len(widths)
        room = (1 - spacing * (len(widths) - 1)) / sum(widths)
        at = 0.0
        for number, width in enumerate(widths):
            tail = str(number + 1) if number else ""
            self._look[f"xaxis{tail}"] = {"anchor": f"y{tail}", "domain": [at, at + width * room]}
            self._look[f"yaxis{tail}"] = {"anchor": f"x{tail}", "domain": [0.0, 1.0]}
            if number:
                self._look[f"yaxis{tail}"] |= {"matches": "y", "showticklabels": False}
            if number < len(titles):
                self.add_annotation(
                    text=titles[number], x=at + width * room / 2, y=1.0, xref="paper", yref="paper",
                    xanchor="center", yanchor="bottom", showarrow=False, font={"size": 16},
                )  # fmt: skip
            at += width * room + spacing

    def __reduce__(self) -> Any:
        return _again, (self._marks, self._look, self._plots)

    def _add(self, kind: str, row: int | None, col: int | None, mark: Look) -> None:
        tail = str(col) if col and col > 1 else ""
        own = {"type": kind, **{name: value for name, value in mark.items() if value is not None}}
        self._marks.append(own | ({"xaxis": f"x{tail}", "yaxis": f"y{tail}"} if self._plots > 1 else {}))

    def add_bar(self, *, row: int | None = None, col: int | None = None, **mark: Any) -> Figure:
        """A bar trace."""
        self._add("bar", row, col, mark)
        return self

    def add_scatter(self, *, row: int | None = None, col: int | None = None, **mark: Any) -> Figure:
        """A scatter trace."""
        self._add("scatter", row, col, mark)
        return self

    def add_heatmap(self, *, row: int | None = None, col: int | None = None, **mark: Any) -> Figure:
        """A heatmap trace."""
        self._add("heatmap", row, col, mark)
        return self

    def add_shape(self, **shape: Any) -> Figure:
        """A shape in the axes' units."""
        self._look["shapes"].append(shape)
        return self

    def add_vline(self, x: float, *, col: int | None = None, **line: Any) -> Figure:
        """A line over the whole height."""
        tail = str(col) if col and col > 1 else ""
        place = {"x0": x, "x1": x, "y0": 0, "y1": 1, "xref": f"x{tail}", "yref": f"y{tail} domain"}
        return self.add_shape(type="line", **place, **line)

    def add_annotation(self, **annotation: Any) -> Figure:
        """A text."""
        self._look["annotations"].append(annotation)
        return self

    def update_layout(self, **look: Any) -> Figure:
        """Merge into the layout."""
        _merge(self._look, look)
        return self

    def update_xaxes(self, *, row: int | None = None, col: int | None = None, **look: Any) -> Figure:
        """Merge into every x axis, or that of one plot."""
        return self._update_axes("xaxis", col, look)

    def update_yaxes(self, *, row: int | None = None, col: int | None = None, **look: Any) -> Figure:
        """Merge into every y axis, or that of one plot."""
        return self._update_axes("yaxis", col, look)

    def _update_axes(self, name: str, col: int | None, look: Look) -> Figure:
        for number in range(1, self._plots + 1):
            if col in (None, number):
                _merge(self._look[name + (str(number) if number > 1 else "")], look)
        return self

    def update_traces(self, *, selector: Mapping[str, Any] | None = None, **look: Any) -> Figure:
        """Merge into the traces that have what the selector says."""
        for mark in self._marks:
            if all(mark.get(name) == value for name, value in (selector or {}).items()):
                _merge(mark, look)
        return self

    def update_annotations(self, **look: Any) -> Figure:
        """Merge into every text."""
        for annotation in self._look["annotations"]:
            _merge(annotation, look)
        return self

    def to_dict(self) -> Look:
        """What plotly draws: the template in force as far as our marks use it, names of rows sent once."""
        marks, look = self._marks, self._look
        names = _row_names(marks, look["yaxis"])
        if names:
            at = {name: place for place, name in enumerate(names)}
            marks = [mark | {"y": [at.get(y) for y in mark["y"]]} for mark in marks]
            look = look | {
                axis: {k: v for k, v in own.items() if k not in _CATEGORY}
                | {"tickvals": list(at.values()), "ticktext": names}
                for axis, own in look.items()
                if axis.startswith("yaxis")
            }
        return {"data": marks, "layout": {"template": _template(pio.templates.default), **look}}

    def checked(self) -> go.Figure:
        """The same figure as plotly's own, every property checked. Raises ValueError for one it does not know."""
        return go.Figure({"data": self._marks, "layout": self._look})

    @property
    def data(self) -> Any:
        """The traces as plotly's objects (slow; for tests)."""
        return self.checked().data

    @property
    def layout(self) -> Any:
        """The layout as plotly's object (slow; for tests)."""
        return self.checked().layout


def _again(marks: list[Look], look: Look, plots: int) -> Figure:
    figure = Figure((1.0,) * plots)
    figure._marks, figure._look = marks, look
    return figure


_CATEGORY = ("type", "categoryorder", "categoryarray")


def _row_names(marks: Sequence[Look], axis: Look) -> list[str]:
    """The names down the y axis, in order; [] where the marks stand on numbers.

    Every mark of a row repeats its name: of forty departments in eleven traces these were 17 of 75 kB. Sent as places
    0, 1, … with the names once as the axis' words, a figure draws the same.
    """
    found = dict.fromkeys(axis.get("categoryarray", ()))
    for mark in marks:
        names = mark.get("y", ())
        if any(not isinstance(y, str) and y is not None for y in names):
            return []
        found |= dict.fromkeys(y for y in names if y is not None)
    return list(found)


@cache
def _template(name: str | None) -> Look:
    """Of the template, what belongs to our marks: its colours for kinds of marks and axes we do not draw are 3 kB a figure."""
    if not name:
        return {}
    held: Look = pio.templates[name].to_plotly_json().get("data", {})
    return {"layout": {}, "data": {kind: held[kind] for kind in ("scatter",) if kind in held}}


def _merge(into: Look, look: Mapping[str, Any]) -> None:
    for name, value in look.items():
        if isinstance(value, Mapping) and isinstance(into.get(name), dict):
            _merge(into[name], value)
        else:
            into[name] = dict(value) if isinstance(value, Mapping) else value
