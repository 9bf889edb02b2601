"""What /method and /import ask: how often each finding stands, what made the version, which links are open."""

from __future__ import annotations

import pandas as pd

from evalcore.access import Scope
from evalcore.queries.run import Selection, Store, query


def finding_counts(
    selection: Selection, *, scope: Scope | None, version: str | None = None, store: Store | None = None
) -> pd.DataFrame:
    """code, findings, evaluations, open (待核实)."""
    return query("finding_counts", selection, scope=scope, version=version, store=store)


def load_history(
    selection: Selection, *, scope: Scope | None, version: str | None = None, store: Store | None = None
) -> pd.DataFrame:
    """version, loaded_at (UTC), what and its counts; latest first."""
    return query("load_history", selection, scope=scope, version=version, store=store)


def link_proposals(
    selection: Selection, *, scope: Scope | None, version: str | None = None, store: Store | None = None
) -> pd.DataFrame:
    """from_key, to_key, year, kind (改名 · 承接) and both names and departments, of links nobody has decided."""
    return query("link_proposals", selection, scope=scope, version=version, store=store)
