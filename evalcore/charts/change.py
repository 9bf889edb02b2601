"""What changed between years: the waterfall of parts, level-1 parts, bands by year, small multiples of departments."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pandas as pd

from evalcore.charts import plain, theme, waterfall
from evalcore.charts.chart import MOST_ROWS, Chart
from evalcore.charts.figure import Figure
from evalcore.charts.rules import rule_set_name
from evalcore.charts.strip import LEAST
from evalcore.charts.waterfall import Kind
from evalcore.glossary import integer, points

_STEPS = ("ruled", "rules")  # drawn hatched: a change of rules, alone or inside
_LEVELS = {
    "execution": "预算执行", "cost": "成本", "output": "产出", "benefit": "效益", "satisfaction": "满意度",
    "decision": "决策", "process": "过程", "rest": "未对应到分项",
}  # fmt: skip


def level_name(kind: str) -> str:
    """Display word of a level-1 kind."""
    return _LEVELS[kind]


def _signed(value: Decimal | float) -> str:
    return f"{'−' if value < 0 else '+' if value > 0 else ''}{abs(value)}"


def parts(
    rows: pd.DataFrame, *, title: str, finding: str, unit: str, measure: str, year: int, before: int
) -> Chart:
    """Waterfall from last year's value through the parts to this year's.

    rows: insight.change.frame (id, name, effect, n_before, n_now, proposed). unit: 分 or %; measure: the glossary's
    term of the value.
    """
    records: list[dict[Any, Any]] = rows.to_dict("records")
    step = "分" if unit == "分" else "个百分点"
    items: list[waterfall.Bar] = []
    lines = []
    at = 0.0
    for row in records:
        id, value = str(row["id"]), row["effect"]
        if id in ("before", "now"):
            which = before if id == "before" else year
            n = int(row["n_before"] or row["n_now"])
            at = float(value)
            text = f"{value}{unit if unit == '%' else ''}"
            items.append(
                waterfall.Bar(
                    f"{which}年<br>{integer(n)} 个", 0.0, at, "total", text, f"{which}年 {text}，N={integer(n)}",
                    f"year:{which}",
                )
            )  # fmt: skip
            lines.append((f"{which}年", "", str(value), n))
            continue
        n = max(int(row["n_before"]), int(row["n_now"]))
        end = at + float(value)
        kind: Kind = "up" if value > 0 else "down" if value < 0 else "quiet"
        said = f"{row['name']}：{_signed(value)} {step}，{integer(n)} 个项目"
        if row["proposed"]:
            said += f"，其中 {integer(row['proposed'])} 个的对应关系为系统建议、尚待确认"
        items.append(
            waterfall.Bar(
                f"{row['name'].replace('（', '<br>（')}<br>{integer(n)} 个", at, end, kind, _signed(value), said,
                f"part:{id}", hatched=id in _STEPS,
            )
        )  # fmt: skip
        lines.append((row["name"], _signed(value), "", n))
        at = end
    levels = [b.end for b in items] + [b.start for b in items[1:-1]]
    span = max(levels) - min(levels)
    least = max(0.0, min(levels) - max(span * 0.6, 0.5))
    figure = waterfall.bars(items, across=False, least=least)
    figure.update_yaxes(
        range=[least, max(levels) + max(span * 0.25, 0.2)], title={"text": unit, "standoff": 6},
        tickformat=".1f" if span < 10 else None,
    )  # fmt: skip
    table = pd.DataFrame(lines, columns=["部分", f"影响（{step}）", f"数值（{unit}）", "评价个数"])
    note = "各部分之和等于两年之差；纵轴不从 0 开始。个数为计入该指标的项目数。"
    if any(r["id"] in _STEPS for r in records):
        note += "斜线为涉及规则集变化的部分。"
    terms = (measure, *(f"change_{r['id']}" for r in records[1:-1]))
    return Chart("change", title, figure, finding, finding, table, note, terms, tuple(b.code for b in items))


def levels(effects: Mapping[str, Decimal], *, kind: str, count: int, year: int, before: int) -> Chart:
    """The same projects' change by level-1 part, points lost before minus points lost now. effects adds up."""
    items: list[waterfall.Bar] = []
    at = Decimal(0)
    for name, value in effects.items():
        tone: Kind = "up" if value > 0 else "down" if value < 0 else "quiet"
        said = f"{level_name(name)}：{'少失' if value >= 0 else '多失'} {abs(value)} 分（平均每个项目）"
        code = f"level:{name}" if name != "rest" else "part:kept"
        items.append(
            waterfall.Bar(level_name(name), float(at), float(at + value), tone, _signed(value), said, code)
        )
        at += value
    items.append(
        waterfall.Bar("合计", 0.0, float(at), "total", _signed(at), f"合计 {_signed(at)} 分", "part:kept")
    )
    figure = waterfall.bars(items, across=True)
    ends = [b.start for b in items] + [b.end for b in items]
    low, high = min(ends), max(ends)
    pad = max((high - low) * 0.15, 0.05)
    figure.update_xaxes(
        range=[low - pad, high + pad], title={"text": "分（平均每个项目）", "standoff": 6}, tickformat=""
    )
    figure.update_traces(constraintext="none")
    ordered = sorted(
        ((v, k) for k, v in effects.items() if v and k != "rest"), key=lambda p: (-abs(p[0]), p[1])
    )
    finding = f"{integer(count)} 个同一项目使{kind}平均分变化 {_signed(at)} 分"
    if ordered:
        value, name = ordered[0]
        finding += (
            f"，变化最大的是{level_name(name)}（平均{'多失' if value < 0 else '少失'} {abs(value)} 分）"
        )
    table = pd.DataFrame(
        {"一级指标": [level_name(k) for k in effects], "影响（分）": [_signed(v) for v in effects.values()]}
    )
    note = "按失分计算：上年失分 − 本年失分，因此各项分值调整本身不产生影响；各项之和等于同一项目的影响。"
    if "rest" in effects:
        note += "“未对应到分项”为总分与分项之和不一致、分项缺数或分值合计不足 100 分的部分。"
    title = f"同一项目的变化在哪一部分：{before}年 → {year}年"
    codes = tuple(b.code for b in items[:-1])
    return Chart(
        "levels", title, figure, finding + "。", finding + "。", table, note, ("change_same",), codes
    )


def rule_steps(rules: pd.DataFrame) -> dict[int, tuple[str, str]]:
    """Years whose most used rule set is another than the year before's: year → (before, now). rules: rule_sets_by_year."""
    main = rules.drop_duplicates("year").set_index("year")["rule_set"]
    years = [int(y) for y in main.index if y]
    return {b: (str(main[a]), str(main[b])) for a, b in pairwise(sorted(years)) if main[a] != main[b]}


def bands(rows: pd.DataFrame, rules: pd.DataFrame, kind: str) -> Chart:
    """Median with P25–P75 and P10–P90 by year, and where the rule set changes.

    rows: queries.scores.score_quantiles_by_year; rules: queries.change.rule_sets_by_year.
    """
    known = rows[(rows["scored"] >= LEAST) & (rows["code"].astype(int) > 0)].sort_values("code")
    years = [int(c) for c in known["code"]]
    records: list[dict[Any, Any]] = known.to_dict("records")
    figure = Figure()
    for lower, upper, name, shade in (
        ("p10", "p90", "中间八成（P10–P90）", 0.24),
        ("p25", "p75", "中间一半（P25–P75）", 0.42),
    ):
        figure.add_scatter(
            x=[*years, *reversed(years)], y=[*known[lower], *reversed(list(known[upper]))], fill="toself", mode="lines",
            line={"width": 0}, fillcolor=f"rgba(62,124,177,{shade})", name=name, hoverinfo="skip",
        )  # fmt: skip
    figure.add_scatter(
        x=years, y=known["p50"].to_list(), mode="lines+markers+text", name="中位数",
        line={"color": theme.MAIN, "width": 2.5}, marker={"size": 9, "color": theme.MAIN},
        text=[points(v) for v in known["p50"]], textposition="top center", textfont={"size": 11},
        customdata=[[f"year:{y}~has:score"] for y in years], hoverinfo="text",
        hovertext=[
            f"{y}年：中位数 {points(r['p50'])}，中间一半 {points(r['p25'])}–{points(r['p75'])}，"
            f"中间八成 {points(r['p10'])}–{points(r['p90'])}（N={integer(r['scored'])}）"
            for y, r in zip(years, records, strict=True)
        ],
    )  # fmt: skip
    theme.layout(figure, height=300, legend=True)
    steps = {y: pair for y, pair in rule_steps(rules).items() if years and min(years) < y <= max(years)}
    for year in steps:
        figure.add_vline(x=year - 0.5, line={"color": theme.LINE, "width": 1, "dash": "dot"})
        figure.add_annotation(
            x=year - 0.5, y=0, yref="paper", text="规则集改变", showarrow=False,
            xanchor="left", yanchor="bottom", font={"size": 11, "color": theme.LINE},
        )  # fmt: skip
    if years:
        figure.update_xaxes(
            tickvals=years,
            ticktext=[f"{y}年" for y in years],
            range=[years[0] - 0.4, years[-1] + 0.4],
            showgrid=False,
        )
        low = max(0.0, float(known["p10"].min()) - 2)
        figure.update_yaxes(title={"text": "得分（分）", "standoff": 6}, range=[low, 101.5])
    if len(known) < 2:
        finding = f"有 {LEAST} 个以上{kind}得分的年度不足两个，看不出变化。"
    else:
        a, b = known.iloc[0], known.iloc[-1]
        width = [float(r["p75"] - r["p25"]) for r in (a, b)]
        finding = (
            f"{kind}得分中位数由 {a['code']}年 {points(a['p50'])} 到 {b['code']}年 {points(b['p50'])}，"
            f"中间一半项目的分差由 {points(width[0])} 分到 {points(width[1])} 分（N={integer(a['scored'])}、{integer(b['scored'])}）。"
        )
        if steps:
            finding += "；".join(f"{y}年起规则集改变，前后不完全可比" for y in steps) + "。"
    table = pd.DataFrame({"年度": rows["code"], "有得分（个）": rows["scored"]})
    enough = rows["scored"] >= LEAST
    for column, heading in (
        ("p10", "P10"),
        ("p25", "P25"),
        ("p50", "中位数"),
        ("p75", "P75"),
        ("p90", "P90"),
    ):
        table[heading] = [points(v) if ok else "—" for v, ok in zip(rows[column], enough, strict=True)]
    note = "".join(
        f"{y}年起规则集由“{rule_set_name(old)}”改为“{rule_set_name(new)}”。"
        for y, (old, new) in steps.items()
    )
    note += f"不足 {LEAST} 个有得分评价的年度不画。"
    title = f"{kind}得分：历年中位数与分布带"
    return Chart(
        "bands",
        title,
        figure,
        finding,
        finding,
        table,
        note,
        ("median", "rule_set"),
        tuple(f"year:{int(year)}~has:score" if int(year) else "" for year in rows["code"]),
    )


ACROSS = 5  # departments side by side
_PITCH = (
    1.8  # from one line of departments to the next, in heights of a plot: a name of two lines stands between
)
_SIGNS = 8  # of a department's name on one line
_NAMED = 4  # reformed departments a note names


def _folded(name: str) -> str:
    """A name over a small plot: at most _SIGNS a line, so that neighbours do not run into each other on a tablet."""
    return name if len(name) <= _SIGNS else f"{name[:_SIGNS]}<br>{name[_SIGNS:]}"


def multiples(rows: pd.DataFrame, kind: str) -> Chart:
    """One small line a department, in budget-code order: its median by year. rows: scores_by_department_year."""
    years = sorted({int(y) for y in rows["year"] if y > 0})
    enough = rows[rows["scored"] >= LEAST]
    low = max(0.0, float(enough["p50"].min()) - 1) if len(enough) else 0.0
    wide = max(len(years), 2) + 0.9
    x: list[float | None] = []
    y: list[float | None] = []
    codes: list[list[object]] = []
    names: list[tuple[float, float, str]] = []
    latest = dict(zip(*rows.sort_values("year")[["code", "name"]].to_numpy().T.tolist(), strict=True))
    lines_of: dict[
        str, list[tuple[int, float]]
    ] = {}  # department → (year, median), where there are two to compare
    held = enough.sort_values(["code", "year"])
    for code, year, median in zip(held["code"], held["year"], held["p50"], strict=True):
        lines_of.setdefault(code, []).append((int(year), float(median)))
    lines_of = {code: line for code, line in lines_of.items() if len(line) > 1}
    few = [latest[code] for code in sorted(set(rows["code"]) - set(lines_of))]
    changes = {code: line[-1][1] - line[0][1] for code, line in lines_of.items()}
    drawn = dict.fromkeys(list(lines_of)[:MOST_ROWS])
    of: dict[str, list[dict[Any, Any]]] = {}
    for row in held[held["code"].isin(drawn)].to_dict("records"):
        of.setdefault(row["code"], []).append(row)
    for at, code in enumerate(drawn):
        column, line_at = at % ACROSS, at // ACROSS
        left, base, name = column * wide, -line_at * _PITCH, latest[code]
        names.append((left, base + 1.1, _folded(theme.short(name, 2 * _SIGNS))))
        for row in of[code]:
            x.append(left + years.index(int(row["year"])))
            y.append(base + (float(row["p50"]) - low) / max(100 - low, 0.01))
            former = f"（时为{row['former']}）" if isinstance(row["former"], str) else ""
            codes.append(
                [f"dept:{code}~year:{int(row['year'])}~has:score" if not former else "",
                 plain.chart(name + former), int(row["year"]), points(row["p50"]),
                 f"{integer(row['good'])}/{integer(row['graded'])}", integer(row["scored"])]
            )  # fmt: skip
        x.append(None)
        y.append(None)
        codes.append([""])
    moved = sum(abs(change) >= 1 for change in changes.values())
    biggest = max(changes, key=lambda code: abs(changes[code]), default="")
    figure = Figure()
    figure.add_scatter(
        x=x, y=y, mode="lines+markers", line={"color": theme.MAIN, "width": 1.8}, marker={"size": 6},
        customdata=codes, showlegend=False, connectgaps=False,
        hovertemplate="%{customdata[1]} %{customdata[2]}年：中位数 %{customdata[3]}，"
        "优良 %{customdata[4]}（N=%{customdata[5]}）<extra></extra>",
    )  # fmt: skip
    figure.add_scatter(
        x=[a for a, _, _ in names], y=[b for _, b, _ in names], mode="text", text=[t for _, _, t in names],
        textposition="top right", textfont={"size": 11}, hoverinfo="skip", showlegend=False, cliponaxis=False,
    )  # fmt: skip
    lines = -(-len(drawn) // ACROSS)
    theme.layout(figure, height=max(120, 90 * lines + 30))
    figure.update_xaxes(visible=False, range=[-0.3, ACROSS * wide - 0.6])
    figure.update_yaxes(visible=False, range=[-_PITCH * max(lines - 1, 0) - 0.2, 1.65])
    span = f"{years[0]}—{years[-1]}年" if years else ""
    finding = (
        f"{integer(len(lines_of))} 个部门有两个以上年度可比（{span}）：{integer(moved)} 个部门的{kind}得分中位数变化达到 1 分，"
        f"变化最大的是{latest[biggest]} {_signed(Decimal(points(changes[biggest])))} 分。"
        if biggest
        else f"没有部门在两个以上年度各有 {LEAST} 个以上{kind}得分，不作统计。"
    )

    def table() -> pd.DataFrame:
        return pd.DataFrame(
            {
                "部门编码": rows["code"].to_list(), "主管部门": rows["name"].to_list(), "年度": rows["year"].to_list(),
                "有得分（个）": rows["scored"].to_list(),
                "中位数": [points(v) if n >= LEAST else "—" for v, n in zip(rows["p50"], rows["scored"], strict=True)],
                "P25": [points(v) if n >= LEAST else "—" for v, n in zip(rows["p25"], rows["scored"], strict=True)],
                "P75": [points(v) if n >= LEAST else "—" for v, n in zip(rows["p75"], rows["scored"], strict=True)],
            }
        )  # fmt: skip

    joined = rows[rows["former"].notna()].drop_duplicates(["former", "code"])
    pairs = [f"{r['former']} → {latest[r['code']]}" for r in joined.to_dict("records")]
    note = f"部门按预算编码排列，各图同一纵轴（{points(low, 0)}–100 分）。"
    if pairs:
        rest = f"等 {integer(len(pairs))} 个" if len(pairs) > _NAMED else ""
        note += f"按机构改革对照表连续：{'、'.join(pairs[:_NAMED])}{rest}。"
    note += "没有机构改革对照表的部门，更名、合并前后分列。"
    if few:
        note += f"{integer(len(few))} 个部门各年项目不足 {LEAST} 个，不画，见数据表。"
    title = f"{kind}得分中位数：各部门历年"
    marks = tuple(
        f"dept:{code}~year:{int(year)}~has:score" if year and not isinstance(former, str) else ""
        for code, year, former in zip(rows["code"], rows["year"], rows["former"], strict=True)
    )
    terms = ("median", "department")
    return Chart("multiples", title, figure, finding, finding, table, note, terms, marks, rows=len(lines_of))
