"""What a page shows for one question: figure, the sentence it says, its alternative text, and the table behind it."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go


@dataclass(frozen=True, slots=True)
class Chart:
    """One figure with everything beside it.

    name: English identifier, for keys and file names. finding: the sentence, with numbers and N, from the data.
    table: the same numbers under Chinese headings. Marks that lead to projects carry their drill code as customdata[0].
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
