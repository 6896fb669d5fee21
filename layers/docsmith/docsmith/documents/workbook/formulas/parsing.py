"""A formula as a tree. `parse` raises `FormulaSyntaxError` with the position of what does
not fit.
"""

from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache

from docsmith.documents.workbook.formulas.tokens import Kind, Token, tokens


class FormulaSyntaxError(ValueError):
    """The text is no formula."""


class Shape(Enum):
    LEAF = auto()
    """A number, text, reference, name, error."""
    CALL = auto()
    """A function; children are its arguments, `EMPTY` where one is left out."""
    BINARY = auto()
    UNARY = auto()
    EMPTY = auto()
    ARRAY = auto()
    """`{1,2;3,4}`."""


@dataclass(frozen=True, slots=True)
class Node:
    shape: Shape
    text: str
    children: tuple["Node", ...] = ()
    kind: Kind | None = None


_BINDING = {
    **dict.fromkeys(("=", "<", ">", "<=", ">=", "<>"), 1),
    "&": 2,
    **dict.fromkeys(("+", "-"), 3),
    **dict.fromkeys(("*", "/"), 4),
    "^": 5,
    ":": 8,
}
_PERCENT, _SIGN = 6, 7
_LEAVES = {Kind.NUMBER, Kind.STRING, Kind.ERROR, Kind.REFERENCE, Kind.STRUCTURED, Kind.NAME}
_MAX_DEPTH = 64


@lru_cache(maxsize=32_768)
def parse(formula: str) -> Node:
    """The tree of a formula without its `=`."""
    reader = _Reader([t for t in tokens(formula) if t.kind is not Kind.SPACE])
    node = reader.expression(0, 0)
    left = reader.peek()
    if left is not None:
        raise FormulaSyntaxError(f"'{left.text}' at position {left.start + 1} does not fit")
    return node


def tree_of(formula: str) -> Node | None:
    """The tree of a formula; None for one that cannot be read."""
    try:
        return parse(formula)
    except FormulaSyntaxError:
        return None


class _Reader:
    """The tokens and how far they were read."""

    def __init__(self, found: list[Token]) -> None:
        self._tokens = found
        self._at = 0

    def peek(self) -> Token | None:
        return self._tokens[self._at] if self._at < len(self._tokens) else None

    def _take(self) -> Token:
        token = self.peek()
        if token is None:
            raise FormulaSyntaxError("the formula ends too early")
        self._at += 1
        return token

    def _expect(self, kind: Kind, sign: str) -> None:
        token = self.peek()
        if token is None or token.kind is not kind:
            where = "at the end" if token is None else f"at position {token.start + 1}"
            raise FormulaSyntaxError(f"'{sign}' is missing {where}")
        self._at += 1

    def expression(self, binding: int, depth: int) -> Node:
        """Everything that binds at least as tightly as `binding`."""
        if depth > _MAX_DEPTH:
            raise FormulaSyntaxError(f"more than {_MAX_DEPTH} levels are nested")
        left = self._operand(depth)
        while (token := self.peek()) is not None and token.kind is Kind.OPERATOR:
            if token.text in "%#":
                self._at += 1
                left = Node(Shape.UNARY, token.text, (left,))
                continue
            strength = _BINDING.get(token.text)
            if strength is None or strength < binding:
                break
            self._at += 1
            right = self.expression(strength + 1, depth + 1)
            left = Node(Shape.BINARY, token.text, (left, right))
        return left

    def _operand(self, depth: int) -> Node:
        token = self._take()
        if token.kind in _LEAVES:
            return Node(Shape.LEAF, token.text, (), token.kind)
        if token.kind is Kind.OPERATOR and token.text in "+-@":
            return Node(Shape.UNARY, token.text, (self.expression(_SIGN, depth + 1),))
        if token.kind is Kind.OPEN:
            inner = self.expression(0, depth + 1)
            while (after := self.peek()) is not None and after.kind is Kind.COMMA:
                self._at += 1
                inner = Node(Shape.BINARY, ",", (inner, self.expression(0, depth + 1)))
            self._expect(Kind.CLOSE, ")")
            return inner
        if token.kind is Kind.FUNCTION:
            return Node(Shape.CALL, token.text.upper(), self._arguments(depth))
        if token.text == "{":
            return self._array(token)
        raise FormulaSyntaxError(f"'{token.text}' at position {token.start + 1} does not fit")

    def _arguments(self, depth: int) -> tuple[Node, ...]:
        self._expect(Kind.OPEN, "(")
        found: list[Node] = []
        empty = Node(Shape.EMPTY, "")
        token = self.peek()
        if token is not None and token.kind is Kind.CLOSE:
            self._at += 1
            return ()
        while True:
            token = self.peek()
            ends = token is not None and token.kind in {Kind.COMMA, Kind.CLOSE}
            found.append(empty if ends else self.expression(0, depth + 1))
            token = self.peek()
            if token is not None and token.kind is Kind.COMMA:
                self._at += 1
                continue
            self._expect(Kind.CLOSE, ")")
            return tuple(found)

    def _array(self, start: Token) -> Node:
        text = start.text
        while True:
            token = self._take()
            text += token.text
            if token.text == "}":
                return Node(Shape.ARRAY, text)
            plain = token.kind in {Kind.NUMBER, Kind.STRING, Kind.COMMA, Kind.ERROR, Kind.NAME}
            if not plain and token.text not in {"-", "+"}:
                raise FormulaSyntaxError(f"'{token.text}' cannot stand in an array")
