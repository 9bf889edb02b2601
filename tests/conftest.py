"""Makes tests/ importable for what several test folders share: seed.py, forms.py."""
