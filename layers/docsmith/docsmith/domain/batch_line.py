"""From a line of a manifest to a request: defaults, templates, and what the line itself says.

Every field of a line that is not of a request is a column for the templates; so are the others.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Self, cast

from pydantic import Field, ValidationError

from docsmith.domain.batch_request import BatchDefaults
from docsmith.domain.errors import DocsmithError, ValidationFailed
from docsmith.domain.generation import GenerationRequest, clean_file_name
from docsmith.domain.ids import RUN, is_id
from docsmith.domain.manifest import Row, Rows
from docsmith.domain.prompt_template import Template, parsed
from docsmith.domain.rendering import RenderRequest
from docsmith.domain.task import Failure, Kind
from docsmith.domain.value import Value

_PASSED_ON = (
    *("brand", "webhook_url", "init_file", "context_files", "data_sources", "image_assets"),
    *("timeout_ms", "max_credits"),
)
_NUMBERS = ("timeout_ms", "max_credits")
_KINDS = {"csv": "csv", "tsv": "csv", "txt": "csv", "xlsx": "xlsx", "json": "json"}
_LONGEST_KEY = 200
_LONGEST_PLACE = 1_024
"""Bytes of a key of S3."""


class Source(Value):
    """An object of our bucket that becomes a file of the organisation when its line is begun."""

    key: str
    kind: str


class Line(Value):
    """A line as the machine carries it: what is asked, or why nothing can be.

    `request` is a `GenerationRequest`; with `from_run` a `RenderRequest`, and there is no `kind`.
    """

    number: int
    key: str
    kind: Kind | None = None
    request: dict[str, Any] = Field(default_factory=dict)
    from_run: str | None = None
    source: Source | None = None
    failure: Failure | None = None

    def refused(self, error: DocsmithError) -> Self:
        return self.with_(failure=Failure.of(error))


@dataclass(frozen=True, slots=True)
class LineMaker:
    """Makes the lines of one manifest. `name_of` tells the name of a file by its id, None when it
    is not the organisation's; `is_source` whether a key is where the organisation may put data.
    """

    defaults: BatchDefaults
    name_of: Callable[[str], str | None]
    is_source: Callable[[str], bool]
    prompt: Template | None
    file_name: Template | None
    _seen: dict[str, int] = field(default_factory=dict[str, int])

    @classmethod
    def of(
        cls,
        defaults: BatchDefaults,
        *,
        name_of: Callable[[str], str | None],
        is_source: Callable[[str], bool],
    ) -> Self:
        """Raises `ValidationFailed` for a template that is none."""
        asked, named = defaults.prompt_template, defaults.file_name
        prompt = None if asked is None else parsed(asked, field="prompt_template")
        file_name = None if named is None else parsed(named, field="file_name")
        return cls(defaults, name_of, is_source, prompt, file_name)

    def lines(self, manifest: Rows) -> Iterator[Line]:
        """Raises `ValidationFailed` when a template names what no line can have."""
        if manifest.columns is not None:
            self._check_columns(manifest.columns)
        return (self._line(row) for row in manifest.rows)

    def _check_columns(self, columns: tuple[str, ...]) -> None:
        if "prompt" not in columns:
            _check(self.prompt, columns, "prompt_template")
        if "file_name" not in columns:
            _check(self.file_name, columns, "file_name")

    def _line(self, row: Row) -> Line:
        key = str(row.fields.get("key") or row.number)
        line = Line(number=row.number, key=key[:_LONGEST_KEY])
        try:
            if row.fault is not None:
                raise ValidationFailed(row.fault)
            self._check_key(key, row.number)
            return self._asked(line, row.fields)
        except DocsmithError as error:
            return line.refused(error)

    def _check_key(self, key: str, number: int) -> None:
        if len(key) > _LONGEST_KEY or not key.isprintable():
            raise ValidationFailed(f"key: at most {_LONGEST_KEY} printable characters.")
        first = self._seen.setdefault(key, number)
        if first != number:
            raise ValidationFailed(f"The key {key} is that of line {first} already.")

    def _asked(self, line: Line, fields: Mapping[str, Any]) -> Line:
        given = {name: value for name, value in fields.items() if value not in ("", None)}
        wanted = {name: getattr(self.defaults, name) for name in _PASSED_ON}
        wanted = {name: value for name, value in wanted.items() if value is not None}
        wanted |= {name: _number(name, given[name]) for name in _PASSED_ON if name in given}
        wanted["file_name"] = self._file_name(given, fields)
        source = self._source(given, wanted)
        if from_run := given.get("from_run", self.defaults.from_run):
            return self._rendered(line, str(from_run), wanted, given, source)
        kind = _kind(given.get("format", self.defaults.format))
        request = _validated(GenerationRequest, {**wanted, "prompt": self._prompt(given, fields)})
        return line.with_(kind=kind, request=request.stored(), source=source)

    def _rendered(
        self,
        line: Line,
        from_run: str,
        wanted: Mapping[str, Any],
        given: Mapping[str, Any],
        source: Source | None,
    ) -> Line:
        if not is_id(from_run, RUN):
            raise ValidationFailed(f"from_run: must be an id that begins with {RUN}.")
        stale = given.get("stale", self.defaults.stale)
        asked = {**wanted, "stale": stale} if stale else dict(wanted)
        # The file of `source` has no id before the line is begun: any will do for the check.
        stand_in = [{"file_id": "file_" + "0" * 26, "kind": "csv"}]
        _validated(RenderRequest, {**asked, "data_sources": stand_in} if source else asked)
        return line.with_(from_run=from_run, request=_json(asked), source=source)

    def _prompt(self, given: Mapping[str, Any], fields: Mapping[str, Any]) -> str:
        if "prompt" in given:
            return str(given["prompt"])
        if self.prompt is None:
            raise ValidationFailed("The line has no prompt, and defaults no prompt_template.")
        return self.prompt.fill(fields)

    def _file_name(self, given: Mapping[str, Any], fields: Mapping[str, Any]) -> str | None:
        if "file_name" in given:
            return clean_file_name(str(given["file_name"]))
        return None if self.file_name is None else clean_file_name(self.file_name.fill(fields))

    def _source(self, given: Mapping[str, Any], wanted: dict[str, Any]) -> Source | None:
        """`data_source`: a file by its id, or an object under the organisation's own prefix."""
        if "data_source" not in given:
            return None
        named = str(given["data_source"])
        if len(named.encode()) > _LONGEST_PLACE:
            raise ValidationFailed(f"data_source: at most {_LONGEST_PLACE:,} bytes.")
        if self.is_source(named):
            return Source(key=named, kind=_data_kind(named, given))
        name = self.name_of(named)
        if name is None:
            raise ValidationFailed(f"There is no file {named}.")
        wanted["data_sources"] = ({"file_id": named, "kind": _data_kind(name, given)},)
        return None


def _check(template: Template | None, columns: tuple[str, ...], field: str) -> None:
    unknown = [name for name in (template.columns if template else ()) if name not in columns]
    if unknown:
        named = ", ".join(f"{{{name}}}" for name in unknown)
        known = ", ".join(columns)
        raise ValidationFailed(f"{field} names {named}; the columns of the manifest are {known}.")


def _kind(format: Any) -> Kind:
    if format not in (Kind.EXCEL.value, Kind.WORD.value, Kind.SLIDES.value):
        raise ValidationFailed("format: one of excel, word, slides.")
    return Kind(format)


def _number(name: str, value: Any) -> Any:
    """CSV has texts only."""
    is_digits = isinstance(value, str) and value.isascii() and value.isdigit()
    return int(value) if name in _NUMBERS and is_digits else value


def _data_kind(name: str, given: Mapping[str, Any]) -> str:
    """What the line says, else what the name's extension tells."""
    kind = given.get("data_kind") or _KINDS.get(name.rpartition(".")[2].lower())
    if kind not in ("csv", "xlsx", "json"):
        raise ValidationFailed(f"data_kind: csv, xlsx or json; the name {name} does not tell.")
    return str(kind)


def _validated(kind: type[Any], fields: Mapping[str, Any]) -> Any:
    given = {name: value for name, value in fields.items() if value not in (None, "")}
    try:
        return kind.model_validate(given)
    except ValidationError as error:
        raise ValidationFailed(first_problem(error)) from error


def first_problem(error: ValidationError) -> str:
    """`field: what is wrong with it`, of the first of them."""
    problem = error.errors()[0]
    place = ".".join(str(part) for part in problem["loc"])
    message = problem["msg"].removeprefix("Value error, ")
    return f"{place}: {message}" if place else message


def _json(fields: Mapping[str, Any]) -> dict[str, Any]:
    """As the machine carries it: values of ours become JSON."""
    return {name: _plain(value) for name, value in fields.items() if value is not None}


def _plain(value: Any) -> Any:
    if isinstance(value, Value):
        return value.model_dump(mode="json", exclude_none=True)
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in cast("list[Any]", value)]
    return value
