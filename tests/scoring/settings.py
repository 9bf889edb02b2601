"""A rule set for tests of single rules: the central defaults, with what a test changes."""

from dataclasses import replace

from evalcore.scoring.rule_set import RuleSet, rule_set


def settings(**changes) -> RuleSet:
    """The default rule set with some settings changed, e.g. partial_step="linear"."""
    return replace(rule_set(), **changes)
