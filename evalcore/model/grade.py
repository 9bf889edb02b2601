"""The four grades every label folds to."""

from __future__ import annotations

from enum import StrEnum


class Grade(StrEnum):
    """评价等次. Lines and labels are rule-set data; only the four names are fixed."""

    EXCELLENT = "优"
    GOOD = "良"
    FAIR = "中"
    POOR = "差"
