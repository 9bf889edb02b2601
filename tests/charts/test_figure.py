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


def rows_of(count: int) -> Figure:
    """Departments by name: a bar and, for every second, a mark with a text beside it."""
    names = [f"部门{n}" for n in range(count)]
    figure = Figure(widths=(0.5, 0.5))
    figure.add_bar(x=list(range(count)), y=names, orientation="h", customdata=[[f"dept:{n}"] for n in range(count)],
                   marker={"color": ["#111111"] * count}, col=1)  # fmt: skip
    figure.add_scatter(x=[1] * len(names[::2]), y=names[::2], hovertext=names[::2], col=2)
    figure.add_annotation(x=1, y=names[-1], text="末", yref="y")
    figure.update_layout(height=70 + 22 * count)
    figure.update_yaxes(autorange="reversed")
    return figure


def test_more_rows_than_drawn_are_left_out_with_all_that_belongs_to_them() -> None:
    figure = rows_of(10)
    assert figure.keep_rows(4) == 6
    bar, mark = figure.data
    assert (list(bar.x), list(bar.y)) == ([0, 1, 2, 3], ["部门0", "部门1", "部门2", "部门3"])
    assert [code for (code,) in bar.customdata] == ["dept:0", "dept:1", "dept:2", "dept:3"]
    assert len(bar.marker.color) == 4
    assert (list(mark.y), list(mark.hovertext)) == (["部门0", "部门2"], ["部门0", "部门2"])
    assert (figure.layout.height, figure.layout.annotations) == (70 + 22 * 4, ())


def test_rows_that_fit_are_all_drawn() -> None:
    figure = rows_of(4)
    before = figure.to_dict()
    assert figure.keep_rows(4) == 0
    assert figure.to_dict() == before


def test_numbered_rows_and_the_lines_between_their_marks_are_cut_alike() -> None:
    figure = Figure()
    figure.add_scatter(
        x=[1, 2, None, 1, 2, None, 1, 2, None], y=[0, 0, None, 1, 1, None, 2, 2, None], mode="lines"
    )
    figure.add_scatter(x=[5, 6, 7], y=[0, 1, 2], mode="markers")
    figure.update_layout(height=70 + 3 * 20)
    figure.update_yaxes(tickvals=[0, 1, 2], ticktext=["甲", "乙", "丙"], range=[2.6, -0.6])
    assert figure.keep_rows(2) == 1
    assert list(figure.data[0].y) == [0, 0, None, 1, 1, None]
    assert list(figure.data[1].x) == [5, 6]
    assert (figure.layout.yaxis.ticktext, figure.layout.yaxis.range) == (("甲", "乙"), (1.6, -0.6))


def test_columns_of_a_heatmap_stay_however_many_rows_go() -> None:
    figure = Figure()
    figure.add_heatmap(x=["产出", "效益", "成本"], y=["甲", "乙", "丙"], z=[[1, 2, 3], [4, 5, 6], [7, 8, 9]])
    figure.update_layout(height=130)
    figure.update_yaxes(autorange="reversed")
    figure.keep_rows(2)
    assert list(figure.data[0].x) == ["产出", "效益", "成本"]
    assert [list(row) for row in figure.data[0].z] == [[1, 2, 3], [4, 5, 6]]


def test_a_figure_that_does_not_read_downwards_is_left_alone() -> None:
    figure = Figure()
    figure.add_bar(x=[f"{n} 分" for n in range(90)], y=list(range(90)))
    assert figure.keep_rows(60) == 0
    assert len(figure.data[0].y) == 90
