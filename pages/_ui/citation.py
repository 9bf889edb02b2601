"""What a number must carry when it leaves the page: filters in words, how many rows, data version, date, status."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, timedelta, timezone

import streamlit as st

from evalcore.charts.rules import rule_set_names
from evalcore.glossary import label
from evalcore.queries import frame as queries
from pages._ui import address, data
from pages._ui.address import Choice

BEIJING = timezone(timedelta(hours=8))
SIMULATED = "模拟数据，不代表任何真实地区和单位"


def in_words(choice: Choice) -> str:
    """The filters in force as a reader says them."""
    options = data.options(choice.dataset)
    said = [address.DATASETS[choice.dataset], years_in_words(choice.years)]
    if choice.departments:
        names = [options.departments.get(code, code) for code in choice.departments]
        said.append("、".join(names[:3]) + (f"等 {len(names)} 个部门" if len(names) > 3 else ""))
    said.append("、".join(address.METHODS[code] for code in choice.methods) or "全部评价方式")
    said.append(address.SUBJECTS[choice.subject])
    said.append(f"{address.SCORES[choice.score]}口径")
    if choice.grades:
        said.append("等级 " + "、".join(address.GRADES[code] for code in choice.grades))
    if choice.size != address.ALL:
        said.append(address.SIZES[choice.size])
    said.extend(choice.funds)
    if choice.keyword:
        said.append(f"关键词“{choice.keyword}”")
    return " · ".join(said)


def years_in_words(years: Sequence[int]) -> str:
    """2024年; 2021—2024年; 2021、2023年; 全部年度."""
    if not years:
        return "全部年度"
    ordered = sorted(y for y in years if y)
    if not ordered:
        return "年度未填"
    if len(ordered) > 2 and ordered[-1] - ordered[0] == len(ordered) - 1:
        return f"{ordered[0]}—{ordered[-1]}年"
    return "、".join(str(y) for y in ordered) + "年"


def counts(choice: Choice) -> str:
    """How many evaluations the filters include, leave out, and include without a score; "" without data."""
    row = data.frame(queries.selection_counts, data.selection(choice))
    if row.empty:
        return ""
    n = row.iloc[0]
    return (
        f"{label('included')} {int(n['selected']):,} 个，{label('excluded')} {int(n['excluded']):,} 个，"
        f"{label('missing')} {int(n['missing']):,} 个"
    )


def source(choice: Choice) -> str:
    """Data version and date, rule sets, how many are preliminary, whether this is simulated; "" without data."""
    now = data.version()
    if now is None:
        return ""
    rules = data.frame(queries.rule_sets_in_force, data.selection(choice))
    made = now.published.replace(tzinfo=UTC).astimezone(BEIJING)
    said = [f"数据版本 {now.id}", f"数据日期 {made:%Y年%m月%d日 %H:%M}"]
    if not rules.empty:
        said.append(f"规则集{rule_set_names(rules['rule_set'])}")
        preliminary = int(rules["preliminary"].sum())
        said.append(f"初步 {preliminary:,} 个、审定 {int(rules['evaluations'].sum()) - preliminary:,} 个")
    if choice.dataset == "demo":
        said.append(SIMULATED)
    return "　｜　".join(said)


def whole(choice: Choice) -> str:
    """Everything an exported table or picture carries, on one line; made once a version and choice."""
    now = data.version()
    of = (now.id if now else "", choice)
    made: tuple[object, str] | None = st.session_state.get("citation")
    if made is None or made[0] != of:
        said = "　｜　".join(part for part in (in_words(choice), counts(choice), source(choice)) if part)
        made = st.session_state["citation"] = (of, said)
    return made[1]
