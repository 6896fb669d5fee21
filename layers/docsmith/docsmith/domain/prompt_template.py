"""A text with `{columns}`, filled from one line of a manifest.

    Write to {customer} about {{braces}}.

A column is looked up and nothing else: no attribute, no index, no format. What a line puts in is
not read again, so that a value with braces stays a value.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from docsmith.domain.errors import ValidationFailed

_PIECE = re.compile(r"\{\{|\}\}|\{(?P<name>[^{}]*)\}|(?P<lone>[{}])")


@dataclass(frozen=True, slots=True)
class Column:
    """A place that a line fills."""

    name: str


@dataclass(frozen=True, slots=True)
class Template:
    """Texts and columns in their order."""

    parts: tuple[str | Column, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """Each column once, in the order of the text."""
        return tuple(dict.fromkeys(p.name for p in self.parts if isinstance(p, Column)))

    def fill(self, line: Mapping[str, Any]) -> str:
        """Raises `ValidationFailed` for a column that the line lacks or that is no plain value."""
        return "".join(p if isinstance(p, str) else _value(p.name, line) for p in self.parts)


def parsed(text: str, *, field: str) -> Template:
    """Raises `ValidationFailed` for a brace that opens or closes nothing, or names nothing."""
    return Template(tuple(_parts(text, field)))


def _parts(text: str, field: str) -> Iterator[str | Column]:
    end = 0
    for found in _PIECE.finditer(text):
        if text[end : found.start()]:
            yield text[end : found.start()]
        end = found.end()
        yield _part(found, field)
    if text[end:]:
        yield text[end:]


def _part(found: re.Match[str], field: str) -> str | Column:
    name = found["name"]
    if found["lone"]:
        brace = found["lone"]
        raise _refused(field, f"the brace at character {found.start() + 1} is alone: {brace * 2}")
    if name is None:
        return found[0][0]
    if not name.strip():
        raise _refused(field, f"the braces at character {found.start() + 1} name no column")
    return Column(name.strip())


def _value(name: str, line: Mapping[str, Any]) -> str:
    if name not in line:
        known = ", ".join(line) or "none"
        raise ValidationFailed(f"The template names {{{name}}}, the line has only: {known}.")
    value = line[name]
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, str | int | float):
        raise ValidationFailed(f"The column {name} is no text and no number: it fits no template.")
    return str(value)


def _refused(field: str, reason: str) -> ValidationFailed:
    detail = [{"field": field, "message": reason, "type": "template"}]
    return ValidationFailed(f"{field}: {reason}.", detail=detail)
