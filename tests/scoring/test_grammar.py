"""The grammar notation itself."""

import pytest

from evalcore.scoring.grammar import Grammar, Token


def tokens(*types):
    return [Token(one, one.lower(), at) for at, one in enumerate(types)]


def test_ordered_choice_takes_the_first_alternative_that_matches():
    grammar = Grammar("start <- long / short\nlong <- A B\nshort <- A")
    assert grammar.parse(tokens("A", "B")).find("long") is not None
    assert grammar.parse(tokens("A", "C")).find("long") is None


def test_lookahead_takes_nothing():
    tree = Grammar("start <- A &B !C B*").parse(tokens("A", "B", "B"))
    assert [token.type for token in tree.tokens()] == ["A", "B", "B"]


def test_a_grammar_with_an_unmatched_bracket_is_refused_with_the_rule_s_name():
    with pytest.raises(ValueError, match="rule start"):
        Grammar("start <- A ) B")
