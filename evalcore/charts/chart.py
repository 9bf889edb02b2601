"""What a page shows for one question: figure, the sentence it says, its alternative text, and the table behind it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import pandas as pd
import plotly.graph_objects as go

MOST_ROWS = 40  # departments a figure draws; a province has thousands, and the page carries every mark


@dataclass(frozen=True)  # no slots: the table is kept once it is made
class Chart:
    """One figure with everything beside it.

    name: English identifier, for keys and file names. finding: the sentence, with numbers and N, from the data.
    behind: the same numbers under Chinese headings, or what makes them: writing out thousands of departments takes ten
    times as long as drawing the figure, and few readers open the table. Marks that lead to projects carry their drill
    code as customdata[0].
    rows: how many rows there are, where the figure draws the first MOST_ROWS of them; sentence and table hold all.
    terms: identifiers of the glossary's terms in it, for 口径. codes: the drill code of each row of the table ("" leads
    nowhere); () when rows lead nowhere. The table is the keyboard's way to what a click on a mark shows.
    """

    name: str
    title: str
    figure: go.Figure
    finding: str
    alt: str
    behind: pd.DataFrame | Callable[[], pd.DataFrame]
    note: str = ""
    terms: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    rows: int = 0

    def __post_init__(self) -> None:
        if self.rows > MOST_ROWS:
            said = (
                f"图中按顺序画前 {MOST_ROWS} 行，其余 {self.rows - MOST_ROWS:,} 行见数据表，"
                "也可用左侧“主管部门”筛选。"
            )
            object.__setattr__(self, "note", said + self.note)

    @cached_property
    def table(self) -> pd.DataFrame:
        """The table behind the figure, made when first asked for."""
        return self.behind if isinstance(self.behind, pd.DataFrame) else self.behind()
