"""Parts of /departments: which departments are compared and why, their numbers, the projects of the small ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import pandas as pd
import streamlit as st

from evalcore.charts.chart import MOST_ROWS
from evalcore.charts.strip import LEAST
from evalcore.glossary import integer, money, number, percent, points, term
from evalcore.insight.peers import peer_groups, peer_rules, profiles
from evalcore.queries import comparison as queries
from evalcore.queries import overview
from evalcore.queries.run import Selection
from pages._ui import choose, data, drill, show
from pages._ui.address import Choice
from pages._ui.table import Rows, projects
from pages.results import kpis

MOST = 6  # departments a reader may pick
_ROWS = 25  # rows of a table that stands whole on the page
_LISTED = 200  # projects of small departments on one page


@dataclass(frozen=True, slots=True)
class Compared:
    """The departments side by side, in code order, and what makes them comparable."""

    codes: tuple[str, ...]
    why: str


def compared(choice: Choice) -> Compared:
    """2–6 departments of the sidebar, else a peer group (address: peer = the rule, group = its name)."""
    picked = choice.departments
    if 2 <= len(picked) <= MOST:
        why = f"左侧自选的 {len(picked)} 个部门；清空主管部门后可按同类部门比较。"
        show.note(why)
        return Compared(picked, why)
    if picked:
        show.note(f"左侧选了 {len(picked)} 个部门：自选比较请选 2–{MOST} 个。现按同类部门比较。")
    rules = {rule.id: rule for rule in peer_rules()}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        with st.container(width="content"):
            words = {id: f"按{rule.name}" for id, rule in rules.items()}
            rule = rules[choose.one("分组规则", words, "peer", labelled=True)]
        # what a department is like does not change with the projects a reader looks for in it
        every = data.selection(
            choice, departments=(), grades=(), fund_sources=(), keyword="", budget_min=None, budget_max=None,
            score_kind="self",
        )  # fmt: skip
        held = data.computed(
            lambda rows: peer_groups(profiles(rows), rule), data.frame(queries.department_profiles, every), every,
            "peer groups", rule.id,
        )  # fmt: skip
        groups = {name: codes for name, codes in held.items() if name}
        if not groups:
            return Compared((), "")
        own = [name for name, codes in groups.items() if picked and picked[0] in codes]
        ordered = sorted(groups, key=lambda name: (name not in own, -len(groups[name]), name))
        name = choose.listed("同类部门", {n: f"{n}（{len(groups[n])} 个部门）" for n in ordered}, "group")
    why = f"{rule.explanation}本组：{name}，{len(groups[name])} 个部门。"
    show.note(why)
    return Compared(groups[name], why)


def table(rows: pd.DataFrame, names: dict[str, str], kind: str, selection: Selection) -> None:
    """The KPIs with N, a row a department, in code order; the first MOST_ROWS stand on the page, all in its CSV."""
    shown = data.computed(lambda rows: _kpis(rows.head(MOST_ROWS), names, kind), rows, selection, "kpis")
    with st.container(border=True, key="figure_kpis", gap="xsmall"):
        show.head(
            "kpis",
            "主要指标（按预算编码排列）",
            ("mean", "mean_weighted", "good_share", "execution_rate"),
            lambda: _kpis(rows, names, kind),
        )
        show.finding(_finding(rows, kind))
        right = {name: st.column_config.TextColumn(alignment="right") for name in shown.columns[2:-1]}
        st.dataframe(
            shown, hide_index=True, alt="各部门主要指标", placeholder="—", column_config=right,
            height="content" if len(shown) <= _ROWS else "auto",
        )  # fmt: skip
        left_out = (
            f"表中为前 {len(shown)} 个部门，全部 {integer(len(rows))} 个见 CSV。"
            if len(shown) < len(rows)
            else ""
        )
        show.note(
            f"{left_out}有{kind}得分的评价不足 {LEAST} 个的部门只列个数和资金；优良率后括号内为有等级的个数。"
        )


def _finding(rows: pd.DataFrame, kind: str) -> str:
    enough = rows["scored"] >= LEAST
    said = f"{len(rows)} 个部门、{integer(rows['evaluations'].sum())} 个评价、全年预算 {money(float(rows['money'].astype(float).sum()))}"
    if int(enough.sum()) > 1:
        low, high = rows.loc[enough, "mean"].min(), rows.loc[enough, "mean"].max()
        said += f"；{kind}平均分在 {points(low)}–{points(high)} 分之间，差 {points(high - low)} 分"
    return said + "。"


def _kpis(rows: pd.DataFrame, names: dict[str, str], kind: str) -> pd.DataFrame:
    """Under Chinese headings; fewer than LEAST projects: counts and money only."""
    enough = rows["scored"] >= LEAST

    def if_enough(values: list[str]) -> list[str]:
        return [v if ok else "—" for v, ok in zip(values, enough, strict=True)]

    records = rows.to_dict("records")
    return pd.DataFrame(
        {
            term("department").label: [names.get(r["code"], r["name"]) for r in records],
            "评价（个）": rows["evaluations"].astype(int),
            "全年预算": [money(r["money"]) for r in records],
            f"{kind}平均分": if_enough([points(r["mean"]) for r in records]),
            "金额加权": if_enough([points(r["mean_weighted"]) for r in records]),
            "中位数": if_enough([points(r["median"]) for r in records]),
            f"{kind}优良率": if_enough([_share(r["good"], r["graded"]) for r in records]),
            "按资金": if_enough([percent(kpis.ratio(r["good_money"], r["graded_money"])) for r in records]),
            "复核优良率": [
                _share(r["review_good"], r["reviewed"])
                if r["reviewed"] >= LEAST
                else f"N={integer(r['reviewed'])}，不作统计"
                for r in records
            ],
            "预算执行率": [percent(kpis.ratio(r["executed_of_both"], r["annual_of_both"])) for r in records],
            "缺得分（个）": (rows["evaluations"] - rows["scored"]).astype(int),
        }
    )


def _share(part: object, whole: object) -> str:
    share = percent(kpis.ratio(part, whole))
    return f"{share}（{integer(number(whole))}）" if share != "—" else share


def named(rows: pd.DataFrame, names: Mapping[str, str]) -> pd.DataFrame:
    """Departments under the names the filters show."""
    return rows.assign(name=[names.get(c, n) for c, n in zip(rows["code"], rows["name"], strict=True)])


def small(rows: pd.DataFrame, names: dict[str, str], selection: Selection) -> None:
    """Departments with too few projects for a statistic: their projects, one by one."""
    few = [str(c) for c, n in zip(rows["code"], rows["scored"], strict=True) if n < LEAST]
    if not few:
        return
    with st.container(border=True, key="figure_small", gap="xsmall"):
        st.subheader(f"不足 {LEAST} 个项目的部门：逐项列出", anchor=False)
        show.finding(f"{_listed([names.get(c, c) for c in few])}：项目少，不作统计，不与其他部门比较。")
        found = data.frame(
            overview.projects, replace(selection, departments=tuple(few)), rows=_LISTED, sort="department"
        )
        if len(found):
            listed = found[list(drill.COLUMNS)]
            projects(Rows(listed, len(listed), "不足五个项目的部门的项目"), key="small")
            if int(found["total"].iloc[0]) > len(listed):
                show.note(f"共 {integer(found['total'].iloc[0])} 个项目，列出前 {len(listed)} 个。")


def _listed(names: list[str]) -> str:
    """The first ten names, and how many there are."""
    return "、".join(names[:10]) + (f"等 {len(names)} 个部门" if len(names) > 10 else "")


def headline(rows: pd.DataFrame, kind: str, chosen: Compared) -> str:
    """The page's sentence: how far apart like departments are, and how sure that is."""
    enough = rows[rows["scored"] >= LEAST]
    if len(enough) < 2:
        return f"所比 {len(chosen.codes)} 个部门中有 {LEAST} 个以上{kind}得分的不足两个，不作比较，逐项列出。"
    median = enough["median"]
    return (
        f"{len(enough)} 个可比部门的{kind}得分中位数在 {points(median.min())}–{points(median.max())} 分之间，"
        f"相差 {points(median.max() - median.min())} 分（N={integer(enough['scored'].sum())}）；位次随权重变动，见“所处区间”。"
    )
