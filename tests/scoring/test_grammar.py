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


def stream(types: str) -> list[Token]:
    return [Token(name, name.lower(), at) for at, name in enumerate(types)]


@pytest.mark.parametrize(
    ("rule", "given", "matched"),
    [
        ("X? .", "XX", 2),  # an optional item is there once at most
        ("X? Y", "Y", 1),
        ("X? Y", "XY", 2),
        ("X? Y", "XXY", None),
        ("X* Y", "Y", 1),
        ("X* Y", "XXXY", 4),
        ("X+ Y", "Y", None),
        ("X+ Y", "XY", 2),
        ("X+ Y", "XXY", 3),
        ("&X .", "XY", 1),
        ("&X .", "YX", None),
        ("!X .", "YX", 1),
        ("!X .", "XY", None),
        ("X / Y", "Y", 1),
        ("X Y / X", "XZ", 1),
        ("(X / Y)+ Z", "XYXZ", 4),
        (".", "", None),
        ("X?", "", 0),
    ],
)
def test_the_notation_matches_what_it_says(rule: str, given: str, matched: int | None) -> None:
    grammar = Grammar(f"start <- {rule}")
    if matched is None:
        with pytest.raises(AssertionError):
            grammar.parse(stream(given))
    else:
        assert grammar.parse(stream(given)).end == matched


def test_a_node_finds_what_is_nested_in_it() -> None:
    grammar = Grammar("start <- X pair # a comment\npair <- inner Z\ninner <- Y")
    tree = grammar.parse(stream("XYZ"))
    inner = tree.find("inner")
    assert inner is not None
    assert (inner.start, inner.end, tree.end) == (1, 2, 3)
    assert [token.type for token in tree.tokens()] == ["X", "Y", "Z"]
    assert tree.find("nothing") is None
    found = tree.token("Z", "Y")
    assert found is not None
    assert (found.type, found.start, found.end) == ("Y", 1, 2)


def test_a_repetition_of_nothing_ends():
    grammar = Grammar("s <- (A?)* B")
    node = grammar.parse([Token("B", "b", 0)])
    assert (node.start, node.end) == (0, 1)
