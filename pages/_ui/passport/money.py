"""The money of one project: rates, gross movements, sources of funds."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from evalcore.charts import passport as charts
from evalcore.glossary import number, percent
from evalcore.queries.project import Passport
from evalcore.queries.run import Selection
from pages._ui import data, show
from pages._ui.table import download, numbers


def section(made: Passport) -> None:
    """The gross waterfall, the movements as typed, and the form's rows of funds."""
    budget = made.evaluation.budget
    drawn = data.drawn(lambda: charts.flow(budget), Selection(dataset=made.dataset), "flow", made.id)
    if drawn is None:
        show.note("表中没有全年预算数，不画资金图，也没有执行率。")
    else:
        show.chart(drawn)
    if not budget.sources:
        return
    rows = pd.DataFrame(
        {
            "资金行": [source.label for source in budget.sources],
            "年初预算数（万元）": [number(source.initial) for source in budget.sources],
            "全年预算数（万元）": [number(source.annual) for source in budget.sources],
            "全年执行数（万元）": [number(source.executed) for source in budget.sources],
            "执行率": [
                percent(source.executed / source.annual)
                if source.annual and source.executed is not None
                else "—"
                for source in budget.sources
            ],
            "出处": [str(source.place or "") for source in budget.sources],
        }
    )
    with st.container(border=True, key="figure_sources_of_funds"):
        st.subheader("资金来源（按原表照录）", anchor=False)
        st.dataframe(rows, hide_index=True, placeholder="—", alt="资金来源明细", column_config=numbers(rows))
        download(rows, "资金来源", key="csv_sources_of_funds")
