"""The command line `evalcore`: read, rules, score, load, versions, rollback, compact, sample, publish, doctor."""

from evalcore.cli.command import main

__all__ = ["main"]
