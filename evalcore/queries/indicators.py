"""What /indicators asks first: which level-3 names there are, found by any part of their wording."""

from __future__ import annotations

import pandas as pd

from evalcore.access import Scope
from evalcore.queries.run import Selection, Store, query
from evalcore.store.names import fold_name


def indicator_names(
    selection: Selection, *, find: str, rows: int = 50, skip: int = 0,
    scope: Scope | None, version: str | None = None, store: Store | None = None,
) -> pd.DataFrame:  # fmt: skip
    """A page of names: name_id, name, place (0 equal … 2 holds it, 3 by pinyin initials), occurrences, total.

    find: any part of the wording; width, case, spaces and marks do not matter. Letters (myd) are looked for among
    the pinyin initials (满意度) too. "" finds every name, the most frequent first.
    """
    folded = fold_name(find)
    letters = folded if len(folded) > 1 and folded.isascii() and folded.isalpha() else ""
    params = {"folded": folded, "initials": letters, "rows": min(rows, 1000), "skip": skip}
    return query("indicator_names", selection, scope=scope, version=version, store=store, params=params)
