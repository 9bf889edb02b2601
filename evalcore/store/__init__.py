"""The store: immutable versions of one DuckDB file, the only door to a database.

Store, Version and Draft are loaded when first asked for: the process that reads a file only folds names with this
package, and starts in a third of the time without the database.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from evalcore.store.version import Draft, Store, Version

__all__ = ["Draft", "Store", "Version"]


def __getattr__(name: str) -> Any:
    if name in __all__:
        return getattr(import_module("evalcore.store.version"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
