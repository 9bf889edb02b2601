"""自评可信度: self beside recomputed and review, high scores, the 5 % rule, indicators nobody loses points on."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from evalcore.charts import audit as charts
from evalcore.charts.chart import Chart
from evalcore.glossary import MISSING, integer, money, number, percent, points, signed
from evalcore.insight import audit
from evalcore.queries import audit as queries
from evalcore.queries import scores
from evalcore.queries.execution import GAP
from evalcore.queries.run import Selection
from pages._ui import address, data, frame, show
from pages._ui.address import Choice
from pages._ui.show import Metric
from pages._ui.table import Rows
from pages.results import spread
from pages.review import behind


def ahead(choice: Choice, selection: Selection) -> None:
    """Begin every question of `section`."""
    wide = data.selection(choice, years=spread.years(choice))
    data.ahead(queries.audit_gaps, of=selection, by="department")
    data.ahead(queries.audit_gaps, of=wide, by="year")
    for of in (selection, wide):
        data.ahead(queries.review_gaps, of=of)
    data.ahead(queries.rate_bands, of=selection, part=_part(choice))
    data.ahead(queries.score_money, scores.never_lost, of=selection)


def _part(choice: Choice) -> str:
    """Whose parts of the score are compared with the execution rate: the review has none."""
    return "recomputed" if choice.score == "recomputed" else "self"


def section(choice: Choice, selection: Selection, row: pd.Series) -> None:
    """Everything that says how far the self-scores of this selection can be relied on."""
    part = _part(choice)

    def rows(code: str, page: int) -> Rows | None:
        return behind.projects(code, page, selection, part)

    with show.guarded("主要指标"):
        spread_of = data.frame(queries.review_gaps, selection)
        said: Numbers = data.computed(lambda rows: numbers(row, rows), spread_of, selection, "numbers")
        frame.headline(said.headline)
        if said.items:
            show.metrics(said.items)
        show.note(said.note)
    with show.guarded("满分、95 分及以上与优"):
        shares = audit.shares(row)
        if shares.empty:
            show.note("所选评价都没有得分。")
        else:
            show.chart(data.drawn(lambda: charts.shares(shares), selection, "shares"))
            money_of = data.frame(queries.score_money, selection)
            show.note(
                data.computed(
                    lambda rows: by_money(audit.money_shares(rows)), money_of, selection, "by money"
                )
            )
    for by in ("department", "year") if row["recomputed_paired"] or row["reviewed"] else ():
        with show.guarded("自评与复算、复核之差"):
            wide = selection if by == "department" else data.selection(choice, years=spread.years(choice))
            show.chart(
                data.drawn(lambda by=by, wide=wide: _gaps(by, wide), wide, "gaps", by),
                rows
                if by == "department"
                else lambda code, page, w=wide: behind.projects(code, page, w, part),
            )
    with show.guarded("得分与执行率"):
        rates = data.frame(queries.rate_bands, selection, part=part)
        if rates.empty:
            show.note("没有同时具备执行率和分项得分的评价，不比较得分与执行率。")
        else:
            drawn = data.drawn(
                lambda: charts.bands(rates, int(row["evaluations"]), address.SCORES[part], GAP),
                selection, "bands", part,
            )  # fmt: skip
            wide_n = int(rates["wide"].sum())
            button = (f"查看超过 5% 界线的 {wide_n:,} 个评价", "wide:1") if wide_n else None
            show.chart(drawn, rows, shortcut=button)
    with show.guarded("从未失分的指标"):
        spread.never_lost(selection)


def by_money(rows: pd.DataFrame) -> str:
    """The shares of the figure by annual budget, in one sentence; rows: insight.audit.money_shares."""
    said = [
        f"{r['scored_by']}满分 {percent(number(r['full']))}、95 分及以上 {percent(number(r['top']))}、优 {percent(number(r['excellent']))}"
        for r in rows.to_dict("records")
        if number(r["full"]) is not None
    ]
    agreed = number(rows["agreed"].iloc[-1])
    said += [f"复核一致率 {percent(agreed)}"] if agreed is not None else []
    return f"按全年预算计：{'；'.join(said)}。" if said else "没有填报全年预算数的评价，不按金额计。"


def _gaps(by: str, selection: Selection) -> Chart:
    """Chart of the gaps by department or year."""
    found = data.frame(queries.audit_gaps, selection, by=by)
    spread_of = data.frame(queries.review_gaps, selection)

    def intervals(rows: pd.DataFrame) -> pd.DataFrame:
        key = "department_code" if by == "department" else "year"
        return audit.with_intervals(rows, spread_of[spread_of[key].isin(rows[key])], by)

    return charts.gaps(found, intervals, by, audit.SMALL)


@dataclass(frozen=True, slots=True)
class Numbers:
    """What stands at the top: the sentence, four numbers, a remark."""

    headline: str
    items: list[Metric]
    note: str


def numbers(row: pd.Series, spread_of: pd.DataFrame) -> Numbers:
    """Four numbers, each with N and its interval."""
    one = audit.with_intervals(row.to_frame().T, spread_of, "all").iloc[0]
    agreed = audit.agreement(row)

    def bare(value: object) -> str:
        points_apart = number(value)
        return MISSING if points_apart is None else signed(points(points_apart), points_apart)

    def gap(value: object) -> str:
        said = bare(value)
        return f"{said} 分" if said[:1] in "+−" else said

    paired, reviewed = int(row["recomputed_paired"]), int(row["reviewed"])
    strict = f"严格区间 [{bare(row['recomputed_least'])}，{bare(row['recomputed_most'])}]"
    interval = (
        f"95% 区间 [{bare(one['review_from'])}，{bare(one['review_to'])}]"
        if number(one["review_from"]) is not None
        else f"复核不足 {audit.SMALL} 个，不给区间"
    )
    if not paired and not reviewed:
        return Numbers(
            f"{integer(row['evaluations'])} 个评价的复算都不给总分（有需人工认定的指标），也没有复核：自评得分无从对照。",
            [], "可在“疑点”和“抽查复核”中选取项目核实；导入复核记录后，这里比较自评与复核。",
        )  # fmt: skip
    headline = f"{integer(paired)} 个可比的评价，自评比复算平均 {gap(row['recomputed_gap'])}；" + (
        f"复核过的 {integer(reviewed)} 个，自评比复核的中位数 {gap(one['review_median'])}，"
        f"复核一致率 {percent(agreed.value if agreed else None)}。"
        if reviewed
        else "没有复核可对照。"
    )
    items = (
        [
            Metric("recomputed_gap", gap(row["recomputed_gap"]), note=f"N={integer(paired)}；{strict}"),
            Metric("coverage", percent(number(row["coverage"])), note=f"N={integer(paired)}，逐评价平均"),
            Metric("review_median", gap(one["review_median"]), note=f"N={integer(reviewed)}；{interval}"),
            Metric(
                "agreement", percent(agreed.value) if agreed else MISSING,
                note=f"N={integer(agreed.n)}；95% 区间 {percent(agreed.low)}–{percent(agreed.high)}"
                if agreed else "没有两个等级都有的评价",
            ),
        ]
    )  # fmt: skip
    said = (
        f"填报高于复算 0.05 分以上的 {integer(row['above'])} 个、低于的 {integer(row['below'])} 个；"
        f"按金额加权，自评比复算平均 {gap(row['recomputed_weighted'])}、比复核平均 {gap(row['review_weighted'])}"
        f"（不加权 {gap(row['review_gap'])}）。"
    )
    if reviewed:
        said += (
            f"复核覆盖 {percent(reviewed / int(row['evaluations']))} 的评价、全年预算 {money(number(row['reviewed_money']))}"
            f"（占 {percent(_share(row['reviewed_money'], row['money']))}）；复核按风险选取时不能推及其余项目。"
        )
    return Numbers(headline, items, said)


def _share(part: object, whole: object) -> float | None:
    a, b = number(part), number(whole)
    return a / b if a is not None and b else None
