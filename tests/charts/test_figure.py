"""The light figure says what plotly's own would: same marks, same look, and nothing plotly does not know."""

from __future__ import annotations

import pickle

import plotly.graph_objects as go
import pytest
from plotly.subplots import make_subplots

from evalcore.charts.figure import Figure


def test_it_merges_as_plotly_does() -> None:
    ours, theirs = Figure(), go.Figure()
    for figure in (ours, theirs):
        figure.add_bar(x=[1, 2], y=["甲", "乙"], orientation="h", marker={"color": "#111111"})
        figure.add_scatter(x=[1], y=["甲"], mode="markers")
        figure.update_layout(legend={"orientation": "h", "y": 1.0}, height=200)
        figure.update_layout(legend={"y": 1, "yref": "container"})
        figure.update_xaxes(range=[0, 1], title={"text": "万元"})
        figure.update_xaxes(title={"standoff": 6})
        figure.update_traces(selector={"type": "bar"}, unselected={"marker": {"opacity": 0.45}})
        figure.add_annotation(x=1, y=1, text="80%", showarrow=False)
        figure.update_annotations(font={"size": 12})
    checked, wanted = ours.checked(), theirs
    assert checked.data == wanted.data
    for name in ("height", "legend", "annotations"):
        assert checked.layout[name] == wanted.layout[name]
    assert checked.layout.xaxis.title.to_plotly_json() == {"text": "万元", "standoff": 6}


def test_plots_side_by_side_stand_where_plotlys_do() -> None:
    ours = Figure(widths=(0.37, 0.37, 0.26), titles=("一", "二", "三")).checked()
    theirs = make_subplots(rows=1, cols=3, shared_yaxes=True, horizontal_spacing=0.05,
                           column_widths=[0.37, 0.37, 0.26], subplot_titles=("一", "二", "三"))  # fmt: skip
    for axis in ("xaxis", "xaxis2", "xaxis3"):
        assert ours.layout[axis].domain == pytest.approx(theirs.layout[axis].domain)
    assert ours.layout.yaxis2.matches == theirs.layout.yaxis2.matches == "y"
    assert [a.x for a in ours.layout.annotations] == pytest.approx([a.x for a in theirs.layout.annotations])


def test_a_property_plotly_does_not_know_is_found() -> None:
    figure = Figure()
    figure.add_bar(x=[1], y=[1], colour="#000000")
    with pytest.raises(ValueError):
        figure.checked()


def test_it_survives_the_cache() -> None:
    figure = Figure()
    figure.add_bar(x=[1], y=[2])
    assert pickle.loads(pickle.dumps(figure)).to_dict()["data"] == figure.to_dict()["data"]


def test_the_names_of_rows_are_sent_once() -> None:
    figure = Figure()
    figure.add_bar(x=[1, 2], y=["甲", "乙"], orientation="h")
    figure.add_scatter(x=[3, None, 4], y=["丙", None, "甲"])
    figure.update_yaxes(type="category", categoryorder="array", categoryarray=["甲", "乙", "丙"])
    drawn = figure.to_dict()
    assert [mark["y"] for mark in drawn["data"]] == [[0, 1], [2, None, 0]]
    assert drawn["layout"]["yaxis"]["ticktext"] == ["甲", "乙", "丙"]
    assert "type" not in drawn["layout"]["yaxis"]
    assert str(drawn).count("甲") == 1


def test_marks_on_numbers_keep_their_places() -> None:
    figure = Figure()
    figure.add_bar(x=["甲", "乙"], y=[5, None])
    assert figure.to_dict()["data"][0]["y"] == [5, None]
    assert "ticktext" not in figure.to_dict()["layout"]["yaxis"]
