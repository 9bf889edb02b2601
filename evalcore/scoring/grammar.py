"""A small parser for ordered-choice grammars (PEG) over tokens; the grammar itself is data: sentence.peg.

Notation: `name <- alternative / alternative`; an alternative is a sequence of items; an item is a TOKEN type
(capitals), a rule name, or a (group); `?` `*` `+` repeat it, `&` and `!` look ahead; `.` is any token.
Choice is ordered and matching is memoised, so every token stream is parsed in linear time, in one way only.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Token:
    """A lexical unit: type, the text it stands for, where it stands, and its value (a number, a quantity)."""

    type: str
    text: str
    start: int
    value: object = None

    @property
    def end(self) -> int:
        return self.start + len(self.text)


@dataclass(frozen=True, slots=True)
class Node:
    """A matched rule: its name and what it matched, tokens and nodes in order."""

    name: str
    parts: tuple[Node | Token, ...]
    start: int  # first and past-last token
    end: int

    def find(self, name: str) -> Node | None:
        """The first direct or nested node of that name."""
        for part in self.parts:
            if isinstance(part, Node):
                if part.name == name:
                    return part
                inner = part.find(name)
                if inner is not None:
                    return inner
        return None

    def token(self, *types: str) -> Token | None:
        """The first token of one of the types among the parts, nested ones included."""
        return next((token for token in self.tokens() if token.type in types), None)

    def tokens(self) -> list[Token]:
        """Every token under this node, in order."""
        flat: list[Token] = []
        for part in self.parts:
            flat.extend(part.tokens() if isinstance(part, Node) else [part])
        return flat


Matched = tuple[int, tuple[Node | Token, ...]] | None
Memo = dict[tuple[str, int], tuple[int, Node] | None]
Matcher = Callable[[Sequence[Token], int, Memo], Matched]

_NOTATION = re.compile(r"\s*([A-Za-z_]+|[()/?*+&!.])")


class Grammar:
    """A compiled grammar; parse() matches its first rule at the start of a token stream."""

    def __init__(self, text: str) -> None:
        self._rules: dict[str, Matcher] = {}
        self.start = ""
        lines = re.sub(r"#[^\n]*", "", text)
        for name, body in re.findall(r"(?m)^(\w+)\s*<-((?:.|\n(?!\w+\s*<-))*)", lines):
            self.start = self.start or name
            symbols = _NOTATION.findall(body)
            matcher, rest = self._choice(symbols, 0)
            if rest != len(symbols):
                raise ValueError(f"rule {name}: unexpected {symbols[rest]}")
            self._rules[name] = matcher

    def parse(self, tokens: Sequence[Token]) -> Node:
        """The tree of the start rule, which must match every token stream (its last choice is `.`)."""
        found = self._apply(self.start, tokens, 0, {})
        assert found is not None
        return found[1]

    def _apply(self, name: str, tokens: Sequence[Token], at: int, memo: Memo) -> tuple[int, Node] | None:
        key = (name, at)
        if key not in memo:
            found = self._rules[name](tokens, at, memo)
            memo[key] = None if found is None else (found[0], Node(name, found[1], at, found[0]))
        return memo[key]

    def _choice(self, symbols: list[str], at: int) -> tuple[Matcher, int]:
        first, at = self._sequence(symbols, at)
        choices = [first]
        while at < len(symbols) and symbols[at] == "/":
            following, at = self._sequence(symbols, at + 1)
            choices.append(following)

        def match(tokens: Sequence[Token], start: int, memo: Memo) -> Matched:
            for choice in choices:
                found = choice(tokens, start, memo)
                if found is not None:
                    return found
            return None

        return match, at

    def _sequence(self, symbols: list[str], at: int) -> tuple[Matcher, int]:
        items: list[Matcher] = []
        while at < len(symbols) and symbols[at] not in "/)":
            item, at = self._item(symbols, at)
            items.append(item)

        def match(tokens: Sequence[Token], start: int, memo: Memo) -> Matched:
            parts: tuple[Node | Token, ...] = ()
            for item in items:
                found = item(tokens, start, memo)
                if found is None:
                    return None
                start, parts = found[0], parts + found[1]
            return start, parts

        return match, at

    def _item(self, symbols: list[str], at: int) -> tuple[Matcher, int]:
        symbol = symbols[at]
        if symbol in "&!":
            inner, at = self._item(symbols, at + 1)
            wanted = symbol == "&"

            def look(tokens: Sequence[Token], start: int, memo: Memo) -> Matched:
                return (start, ()) if (inner(tokens, start, memo) is not None) == wanted else None

            return look, at
        if symbol == "(":
            base, at = self._choice(symbols, at + 1)
            at += 1
        else:
            base, at = self._atom(symbol), at + 1
        if at < len(symbols) and symbols[at] in "?*+":
            return _repeated(base, symbols[at]), at + 1
        return base, at

    def _atom(self, symbol: str) -> Matcher:
        if symbol == "." or symbol.isupper():

            def token(tokens: Sequence[Token], start: int, memo: Memo) -> Matched:
                if start < len(tokens) and symbol in (".", tokens[start].type):
                    return start + 1, (tokens[start],)
                return None

            return token

        def rule(tokens: Sequence[Token], start: int, memo: Memo) -> Matched:
            found = self._apply(symbol, tokens, start, memo)
            return None if found is None else (found[0], (found[1],))

        return rule


def _repeated(base: Matcher, sign: str) -> Matcher:
    least, most = {"?": (0, 1), "*": (0, None), "+": (1, None)}[sign]

    def match(tokens: Sequence[Token], start: int, memo: Memo) -> Matched:
        parts: tuple[Node | Token, ...] = ()
        times = 0
        while most is None or times < most:
            found = base(tokens, start, memo)
            if found is None or found[0] == start:
                break
            start, parts, times = found[0], parts + found[1], times + 1
        return None if times < least else (start, parts)

    return match
