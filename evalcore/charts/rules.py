"""Rule sets by the names people know them by; their ids stand on /method and in the store."""

from __future__ import annotations

from collections.abc import Iterable

from evalcore.scoring.rule_set import all_rule_sets


def rule_set_name(id: str) -> str:
    """The name of a rule set, the id itself when its file is gone."""
    return next((rules.name for rules in all_rule_sets() if rules.id == id), id)


def rule_set_names(ids: Iterable[str]) -> str:
    """Several names in quotation marks: some of them hold a 、 themselves."""
    return "、".join(f"“{rule_set_name(id)}”" for id in ids)
