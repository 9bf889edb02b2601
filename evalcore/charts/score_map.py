"""Do scores and execution fit: the indicator score rate against the execution rate, in cells."""

from __future__ import annotations

import pandas as pd

from evalcore.charts import theme
from evalcore.charts.chart import Chart
from evalcore.charts.execution import share
from evalcore.charts.figure import Figure
from evalcore.glossary import integer, money


def score_map(cells: pd.DataFrame, evaluations: int, kind: str, gap: float) -> Chart:
    """Indicator score rate against execution rate. cells: execution_map of queries; kind: 自评 or 复算."""
    figure = Figure()
    sized = cells.assign(x=cells["x"].astype(int), y=cells["y"].astype(int), wide=cells["wide"].astype(int))
    most = max(int(sized["evaluations"].max()), 1)
    for wide, name, colour in (
        (0, "相对偏离不超过 5%", theme.MAIN),
        (1, "相对偏离超过 5%，需核实", theme.VERIFY),
    ):
        own = sized[sized["wide"] == wide]
        figure.add_scatter(
            x=[_x(v) for v in own["x"]], y=[_y(v) for v in own["y"]], mode="markers",
            cliponaxis=False, name=name,
            marker={
                "color": colour, "opacity": 0.78, "line": {"width": 0.5, "color": "#FFFFFF"},
                "size": [5 + 25 * (c / most) ** 0.5 for c in own["evaluations"]],
            },
            customdata=[
                [f"cell:{r['x']}-{r['y']}-{wide}", _x_name(r["x"]), _y_name(r["y"]), integer(r["evaluations"]), money(r["money"])]
                for r in own.to_dict("records")
            ],
            hovertemplate="执行率 %{customdata[1]}、指标得分率 %{customdata[2]}：%{customdata[3]} 个，"
            "全年预算 %{customdata[4]}<extra></extra>",
        )  # fmt: skip
    lowest = max(0, min(int(sized["y"].min()) * 2 - 2, 90))
    figure.add_scatter(
        x=[lowest * (1 - gap), 100 * (1 - gap)], y=[lowest, 100], mode="lines", name="5% 界线",
        line={"color": theme.LINE, "dash": "dash", "width": 1.5}, hoverinfo="skip",
    )  # fmt: skip
    theme.layout(figure, height=400, legend=True)
    figure.update_xaxes(
        range=[-1, 113], tickvals=[0, 20, 40, 60, 80, 102.5, 108.5],
        ticktext=["0", "20%", "40%", "60%", "80%", "=100%", "&gt;100%"],
        title={"text": "预算执行率", "standoff": 12},
    )  # fmt: skip
    ticks = list(range(lowest - lowest % 10, 100, 10))
    figure.update_yaxes(
        range=[lowest - 0.5, 104.5], tickvals=[*ticks, 102], ticktext=[*(f"{t}%" for t in ticks), "满分"],
        title={"text": f"指标部分{kind}得分率", "standoff": 6},
    )  # fmt: skip
    n, over = int(sized["evaluations"].sum()), sized[sized["wide"] == 1]
    m = int(over["evaluations"].sum())
    finding = (
        f"{integer(n)} 个可比的评价中，{integer(m)} 个（{share(m, n)}，"
        f"涉及全年预算 {money(over['money'].astype(float).sum())}）"
        f"的指标得分率比执行率高出 5% 以上：支出进度与得分不相称，需核实，或说明节约、跨年支付等原因。"
        if m
        else f"{integer(n)} 个可比的评价中，没有指标得分率比执行率高出 5% 以上的。"
    )
    table = pd.DataFrame(
        {
            "预算执行率": [_x_name(v) for v in sized["x"]],
            "指标得分率": [_y_name(v) for v in sized["y"]],
            "相对偏离超过5%": ["是" if v else "否" for v in sized["wide"]],
            "评价个数": sized["evaluations"].to_list(),
            "全年预算数（万元）": sized["money"].astype(float).to_list(),
        }
    )
    note = "圆点越大，项目越多。指标得分率 =（总分 − 执行率得分）÷（100 − 执行率分值）；"
    note += "相对偏离 =（指标得分率 − 执行率）÷ 指标得分率，虚线以左超过 5%。"
    if evaluations > n:
        note += f"{integer(evaluations - n)} 个没有执行率、总分或执行率得分的评价未计入。"
    note += "同名疑点由逐项得分相加判断，各项得分不齐的不判断，个数与此图可能略有不同。"
    codes = tuple(
        f"cell:{x}-{y}-{wide}" for x, y, wide in zip(sized["x"], sized["y"], sized["wide"], strict=True)
    )
    title = f"{kind}得分与执行率是否相称"
    terms = ("part_rate", "execution_rate", "score_kind")
    return Chart("map", title, figure, finding, finding, table, note, terms, codes)


def _x(cell: int) -> float:
    return {20: 102.5, 21: 108.5}.get(cell, cell * 5 + 2.5)


def _y(cell: int) -> float:
    return 102.0 if cell >= 50 else cell * 2 + 1.0


def _x_name(cell: int) -> str:
    return {20: "=100%", 21: "100%以上"}.get(cell, f"{cell * 5}–{cell * 5 + 5}%")


def _y_name(cell: int) -> str:
    return "满分" if cell >= 50 else f"{cell * 2}–{cell * 2 + 2}%"
