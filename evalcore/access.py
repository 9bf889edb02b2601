"""Who may see which departments. Every query takes a Scope; there is no way to ask without one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scope:
    """Department codes a reader may see; None means all of them, an empty set means nothing."""

    departments: frozenset[str] | None = None

    @classmethod
    def of(cls, codes: Iterable[str]) -> Scope:
        """The scope of exactly these department codes."""
        if isinstance(codes, str):  # its letters would be taken for codes
            raise TypeError("codes: a collection of department codes, not one string")
        return cls(frozenset(codes))

    @property
    def everything(self) -> bool:
        return self.departments is None

    def allows(self, department_code: str) -> bool:
        """Whether a row of this department may be shown."""
        return self.departments is None or department_code in self.departments


EVERYTHING = Scope()
NOTHING = Scope(frozenset())
