"""Parts of /what-if: the settings in the address, the trial, the rows behind its marks."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import Any

import pandas as pd
import streamlit as st

from evalcore.charts.change import level_name
from evalcore.charts.what_if import WATERMARK
from evalcore.glossary import integer, money, percent, points
from evalcore.insight import rescored
from evalcore.insight import what_if as insight
from evalcore.insight.what_if import GRADES, LEVELS, Held, Outcome, Settings
from evalcore.queries import comparison as queries
from evalcore.queries.run import Selection
from evalcore.scoring.rule_set import all_rule_sets
from pages._ui import choose, data, drill, show
from pages._ui.show import Metric
from pages._ui.table import PAGE_ROWS, Rows

_STEPS = {
    "own": "部分步长：各规则集自定",
    "floor": "只计整步",
    "linear": "按比例",
    "ceiling": "不足一步计一步",
}
_REVERSE = {"own": "反向指标：各规则集自定", "linear": "线性扣减", "ratio": "目标 ÷ 实际"}
_LINES = {
    "own": "各规则集等级线",
    "90~80~60": "90 / 80 / 60",
    "80~70~60": "80 / 70 / 60",
    "custom": "自定等级线",
}
_START = {
    "execution": 10,
    "cost": 0,
    "output": 50,
    "benefit": 30,
    "satisfaction": 10,
    "decision": 0,
    "process": 0,
}


def settings(held: Held, score: str) -> Settings | None:
    """What the address asks to try, with the inputs to change it; None after saying why it cannot be tried."""
    with st.container(border=True, key="figure_settings", gap="small"):
        with st.container(horizontal=True, gap="medium"):
            ways = {"own": "各表自有权重", "custom": "自定一级权重"}
            with st.container(width="content"):
                own = choose.one("一级权重", ways, "weights", labelled=True) == "own"
            with st.container(width="content"):
                picked = choose.one("等级线（优 / 良 / 中）", _LINES, "lines", labelled=True)
        weights = None if own else _weights(held)
        lines = _lines(picked)
        rules = step = reverse = "own"
        if score == "recomputed":
            with st.container(horizontal=True, vertical_alignment="bottom"):
                known = {"own": "各表自有规则集"} | {r.id: r.name for r in all_rule_sets()}
                rules = choose.listed("规则集", known, "rules")
                step = choose.listed("部分步长", _STEPS, "step")
                reverse = choose.listed("反向指标算法", _REVERSE, "reverse")
        else:
            show.note(
                "自评得分是填报数，只能换权重和等级线；换规则集、部分步长、反向指标算法请改选复算口径。"
            )
    asked = Settings(
        weights, lines,
        None if rules == "own" else rules,
        None if step == "own" else step,  # type: ignore[arg-type]  # choose.listed gives a key of _STEPS
        None if reverse == "own" else reverse,  # type: ignore[arg-type]  # choose.listed gives a key of _REVERSE
    )  # fmt: skip
    if said := insight.fault(asked):
        st.warning(said, icon=":material/balance:")
        if asked.weights and 0 < sum(asked.weights.values()) != 100:
            st.button("折算到 100 分", on_click=_to_hundred, args=(dict(asked.weights),))
        return None
    return asked


def _read(param: str) -> dict[str, Decimal]:
    made: dict[str, Decimal] = {}
    for key, value in drill.parts(st.query_params.get(param, "")).items():
        try:
            number = Decimal(value)
        except InvalidOperation:
            continue
        if number.is_finite() and 0 <= number <= 1000:
            made[key] = number
    return made


def _write(param: str, values: dict[str, Decimal]) -> None:
    st.query_params[param] = "~".join(f"{key}:{value.normalize():f}" for key, value in values.items())


def _weights(held: Held) -> dict[str, Decimal]:
    """One input a level-1 kind that some form has."""
    present = [kind for i, kind in enumerate(LEVELS) if (held.points[i] > 0).any()]
    asked = _read("w")
    now = {kind: asked.get(kind, Decimal(_START[kind]) if not asked else Decimal(0)) for kind in present}

    def changed(kind: str) -> None:
        _write("w", now | {kind: Decimal(str(st.session_state[f"weight_{kind}"]))})

    with st.container(horizontal=True):
        for kind, value in now.items():
            st.session_state[f"weight_{kind}"] = float(value)
            st.number_input(
                f"{level_name(kind)}（分）", 0.0, 1000.0, step=1.0, format="%.2f", key=f"weight_{kind}", width=130,
                on_change=changed, args=(kind,),
            )  # fmt: skip
    show.note(
        f"合计 {sum(now.values(), Decimal(0)).normalize():f} 分。表中没有的一级指标，其权重按比例分给其他各项。"
    )
    return now


def _to_hundred(weights: dict[str, Decimal]) -> None:
    _write("w", insight.to_hundred(weights))


def _lines(picked: str) -> tuple[Decimal, Decimal, Decimal] | None:
    if picked == "own":
        return None
    if picked != "custom":
        first, second, third = picked.split("~")
        return Decimal(first), Decimal(second), Decimal(third)
    asked = _read("at")
    now = {g: asked.get(g, Decimal(d)) for g, d in zip(GRADES[:3], (90, 80, 60), strict=True)}

    def changed(grade: str) -> None:
        _write("at", now | {grade: Decimal(str(st.session_state[f"line_{grade}"]))})

    with st.container(horizontal=True):
        for grade, value in now.items():
            st.session_state[f"line_{grade}"] = float(value)
            st.number_input(
                f"{grade}的最低分", 0.0, 100.0, step=1.0, format="%.2f", key=f"line_{grade}", width=130,
                on_change=changed, args=(grade,),
            )  # fmt: skip
    return now["优"], now["良"], now["中"]


def again(held: Held, selection: Selection, asked: Settings) -> Held | None:
    """The evaluations re-scored where the settings ask for it; None otherwise. Says how many could not be."""
    if not asked.rescores:
        return None
    only = replace(asked, weights=None, lines=None)

    def work(chosen: Selection, **where: Any) -> Held:
        return rescored.rescored(held, chosen, only, **where)

    with st.spinner("正在按所选规则重新计分…"):
        made: Held = data.kept(work, selection, "again", repr(only))
    if left := rescored.left_out(held, only):
        st.warning(
            f"有 {integer(left)} 个评价入库时没有按现行规则集预算过，超过 {integer(rescored.MOST_FORMS)} 个不能逐表重新计分，"
            "本次测算未计入：请管理人员运行 evalcore compact 补算，或在左侧缩小范围。"
        )
    return made


def headline(held: Held, made: Outcome, asked: Settings, kind: str) -> str:
    """One sentence: what the trial would do to 优良率 and to how many."""
    own = made.compared
    n = int(own.sum())
    if asked.nothing:
        return f"尚未设置测算条件：现有 {integer(n)} 个有等级的{kind}评价，改动下面的权重、等级线或计分方法即可测算。"
    if not n:
        return "所设条件下没有可比较的评价。"
    flipped = int(made.flipped.sum())
    return (
        f"测算（不改变评价结果）：{kind}优良率由 {percent(_good(made.grade_before, own))} 变为 "
        f"{percent(_good(made.grade_after, own))}，{integer(flipped)} 个评价等级会变，占 {percent(flipped / n)}（N={integer(n)}）。"
    )


def invite(held: Held, made: Outcome, kind: str) -> None:
    """Nothing is set yet: how things stand, and three trials to begin with."""
    own = made.compared
    n, good = int(own.sum()), _good(made.grade_before, own) if own.any() else None
    with st.container(border=True, key="figure_invite", gap="small"):
        st.subheader("从哪里开始", anchor=False)
        show.note(f"现在的{kind}优良率 {percent(good)}（N={integer(n)}）。选一项试试，或在上面自行设置：")
        with st.container(horizontal=True, gap="small"):
            for name, words, params in _STARTS:
                st.button(words, key=f"start_{name}", on_click=st.query_params.update, args=(params,))


# what most readers ask first: name, words, address parameters
_STARTS = (
    ("lines", "等级线改为 80 / 70 / 60", {"lines": "80~70~60"}),
    ("money", "预算执行 20 分、产出 40、效益 30、满意度 10", {"weights": "custom", "w": "execution:20~output:40~benefit:30~satisfaction:10"}),
    ("steps", "执行率得分按档计（复算）", {"score": "recomputed", "rules": "central-2021"}),
    ("initial", "执行率按年初预算数计算（复算）", {"score": "recomputed", "rules": "initial-budget"}),
    ("satisfaction", "取消满意度，权重并入效益", {"weights": "custom", "w": "execution:10~output:50~benefit:40~satisfaction:0"}),
)  # fmt: skip


def _good(grades: insight.Integers, own: object) -> float:
    return float((grades[own] <= 2).mean())  # type: ignore[call-overload]  # own is a mask of the same length


def row(held: Held, made: Outcome, kind: str) -> None:
    """Before and after, by count and by money."""
    own = made.compared
    n = int(own.sum())
    if not n:
        return
    cash = pd.Series(held.money[own])
    total = float(cash.sum())

    def by_money(grades: insight.Integers) -> str:
        return percent(float(cash[grades[own] <= 2].sum()) / total) if total else "—"

    means = [float(t[own].mean()) / 100 for t in (made.before, made.after)]
    flipped = made.flipped
    show.metrics(
        [
            Metric("good_share", percent(_good(made.grade_after, own)), label="测算优良率", note=f"现 {percent(_good(made.grade_before, own))}，N={integer(n)}"),
            Metric("good_share_money", by_money(made.grade_after), label="测算优良率（按金额）", note=f"现 {by_money(made.grade_before)}"),
            Metric("what_if", f"{points(means[1])} 分", label="测算平均分", note=f"现 {points(means[0])} 分"),
            Metric("what_if", f"{integer(int(flipped.sum()))} 个", label="等级会变", note=money(float(pd.Series(held.money[flipped]).sum()))),
        ]
    )  # fmt: skip
    left = held.size - n
    if left:
        show.note(f"{integer(left)} 个评价未比较：等级待认定、分项得分不全或没有所设权重的一级指标。")


def behind(held: Held, made: Outcome, selection: Selection, code: str, page: int) -> Rows | None:
    """The evaluations of one cell of the flows, most money first, with why."""
    asked = drill.parts(code)
    if set(asked) != {"from", "to"} or not {asked["from"], asked["to"]} <= set(GRADES):
        return None
    found = insight.flipped_rows(held, made, GRADES.index(asked["from"]) + 1, GRADES.index(asked["to"]) + 1)
    part = found[(page - 1) * PAGE_ROWS : page * PAGE_ROWS]
    title = f"测算：{asked['from']} → {asked['to']}"
    if not len(part):
        return Rows(pd.DataFrame(), len(found), title)
    ids = tuple(held.id(int(i)) for i in part)
    names = (
        data.frame(queries.named_evaluations, selection, ids=ids).set_index("evaluation_id").loc[list(ids)]
    )
    shown = names.reset_index()[["evaluation_id", "year", "department", "project", "budget_annual"]]
    shown["score"] = made.before[part] / 100
    shown["score_after"] = made.after[part] / 100
    shown["grade"], shown["grade_after"] = asked["from"], asked["to"]
    shown["why"] = [why(made, int(i)) for i in part]
    return Rows(shown, len(found), title)


def why(made: Outcome, at: int) -> str:
    """What moved the total of one evaluation, largest first, in words."""
    change = int(made.after[at] - made.before[at])
    if not change:
        return f"总分未变，等级线改变。{WATERMARK}"
    said = f"总分 {'+' if change > 0 else '−'}{points(Decimal(abs(change)) / 100)}"
    if made.parts is not None:
        moved = sorted(
            ((int(v), kind) for v, kind in zip(made.parts[:, at], LEVELS, strict=True) if v),
            key=lambda p: -abs(p[0]),
        )
        parts = [
            f"{level_name(k)}{'少' if v > 0 else '多'}失 {points(Decimal(abs(v)) / 100)} 分"
            for v, k in moved[:3]
        ]
        said += f"：{'、'.join(parts)}" if parts else ""
    return f"{said}。{WATERMARK}"
