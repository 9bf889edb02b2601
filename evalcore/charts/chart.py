"""What a page shows for one question: figure, the sentence it says, its alternative text, and the table behind it."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go

from evalcore.charts.figure import Figure

MOST_ROWS = 60  # departments a figure draws; a province has thousands, and the page carries every mark


@dataclass(frozen=True, slots=True)
class Chart:
    """One figure with everything beside it.

    name: English identifier, for keys and file names. finding: the sentence, with numbers and N, from the data.
    table: the same numbers under Chinese headings. Marks that lead to projects carry their drill code as customdata[0].
    A figure of more than MOST_ROWS rows draws the first of them and says so; sentence and table hold all.
    terms: identifiers of the glossary's terms in it, for 口径. codes: the drill code of each row of the table ("" leads
    nowhere); () when rows lead nowhere. The table is the keyboard's way to what a click on a mark shows.
    """

    name: str
    title: str
    figure: go.Figure
    finding: str
    alt: str
    table: pd.DataFrame
    note: str = ""
    terms: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        left_out = self.figure.keep_rows(MOST_ROWS) if isinstance(self.figure, Figure) else 0
        if left_out:
            said = f"图中按顺序画前 {MOST_ROWS} 行，其余 {left_out:,} 行见数据表，也可用左侧“主管部门”筛选。"
            object.__setattr__(self, "note", said + self.note)
