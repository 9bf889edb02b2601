"""The store: immutable versions of one DuckDB file, the only door to a database."""

from evalcore.store.version import Draft, Store, Version

__all__ = ["Draft", "Store", "Version"]
