"""Scoring in pure Python: Decimal, half-up, no I/O but the rule-set files it carries."""
