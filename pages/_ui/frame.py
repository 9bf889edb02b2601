"""The frame of every page: first start, navigation, title, what the filters keep, footer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, timedelta, timezone

import streamlit as st

from evalcore.charts import plain
from evalcore.glossary import label, term
from evalcore.queries import frame as queries
from pages._ui import address, data, filters, first_start, show
from pages._ui.address import Choice

BEIJING = timezone(timedelta(hours=8))


def style() -> None:
    """What the theme file cannot say: figures of one width, and paper."""
    st.html(
        """<style>
        .stApp { font-variant-numeric: tabular-nums; }
        @media print {
          @page { size: A4 landscape; margin: 10mm; }
          .stApp { zoom: 0.72; } /* figures keep their drawn width: paper must not be narrower than the screen */
          [class*="st-key-figure_"], [class*="st-key-kpi"] { break-inside: avoid; }
        }
        </style>"""
    )


@st.cache_resource(show_spinner=False)
def _ready_versions() -> set[str]:
    """Versions this process has found ready to serve."""
    return set()


def ready() -> None:
    """First start: fill an empty store with the demonstration district, behind a progress bar."""
    with show.guarded("数据"):
        before = data.version()
        if before is not None and before.id in _ready_versions():
            return
        now = first_start.wait(data.store())
        _ready_versions().add(now.id)
        if before is not None and before.id == now.id:
            return
        st.rerun()
    st.stop()


def navigation(sections: dict[str, Sequence[st.Page]]) -> None:
    """The page list; links carry the filters, so that back and a new tab keep them."""
    for section, pages in sections.items():
        if section:
            st.caption(section)
        for page in pages:
            st.page_link(page, query_params=filters.query(), width="stretch")


def title(text: str, question: str) -> Choice:
    """Title, question, and what the filters keep. Returns the choice in force."""
    choice = filters.current()
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.title(text, anchor=False, width="content")
        if choice.dataset == "demo":
            st.badge("模拟数据", icon=":material/science:", color="orange")
    st.caption(question)
    for value in st.session_state.get("unknown_filters", ()):
        st.warning(plain.markdown(f"链接中的{value}在当前数据中不存在，已忽略。"))
    counts(choice)
    return choice


def counts(choice: Choice) -> None:
    """Filters in force, with N included, left out and missing."""
    row = data.frame(queries.selection_counts, data.selection(choice))
    if row.empty:
        return
    n = row.iloc[0]
    show.note(
        f"{in_words(choice)}　｜　{label('included')} {int(n['selected']):,} 个，"
        f"{label('excluded')} {int(n['excluded']):,} 个，{label('missing')} {int(n['missing']):,} 个"
    )


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


def footer() -> None:
    """Data version and date, rule sets, and whether this is simulated: on every page."""
    now = data.version()
    if now is None or "choice" not in st.session_state:
        return
    choice = filters.current()
    rules = data.frame(queries.rule_sets_in_force, data.selection(choice))
    made = now.published.replace(tzinfo=UTC).astimezone(BEIJING)
    said = [f"数据版本 {now.id}", f"数据日期 {made:%Y年%m月%d日 %H:%M}"]
    if not rules.empty:
        said.append("规则集 " + "、".join(rules["rule_set"]))
        preliminary = int(rules["preliminary"].sum())
        said.append(f"初步 {preliminary:,} 个、审定 {int(rules['evaluations'].sum()) - preliminary:,} 个")
    if choice.dataset == "demo":
        said.append("模拟数据，不代表任何真实地区和单位")
    st.caption(plain.markdown("　｜　".join(said)))
    if now.note:
        st.warning(plain.markdown(now.note))


def definition(*ids: str) -> None:
    """口径, one click from the numbers."""
    with st.popover("口径", icon=":material/help:", type="tertiary"):
        for id in ids:
            st.markdown(f"**{plain.markdown(label(id))}**　{plain.markdown(term(id).definition)}")
