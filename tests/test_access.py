"""Scopes: everything, some departments, or nothing; never more by accident."""

from __future__ import annotations

import pytest

from evalcore.access import EVERYTHING, NOTHING, Scope


def test_a_scope_allows_its_departments_and_no_other() -> None:
    scope = Scope.of(["219001", "033"])
    assert scope.allows("219001")
    assert not scope.allows("219002")
    assert not scope.everything


def test_everything_and_nothing_say_so() -> None:
    assert EVERYTHING.everything
    assert EVERYTHING.allows("219001")
    assert not NOTHING.everything
    assert not NOTHING.allows("219001")
    assert Scope.of([]) == NOTHING


def test_one_string_is_not_taken_for_a_list_of_codes() -> None:
    with pytest.raises(TypeError):
        Scope.of("219001")
