"""Refuse a line whose files, run or addresses will not do, before anything is spent."""

from dataclasses import dataclass

from docsmith.domain.batch_line import Line
from docsmith.domain.errors import AccessRefused, InvalidRequest, NotFound, NotThere
from docsmith.domain.files import StoredFile
from docsmith.domain.generation import GenerationRequest
from docsmith.domain.run import Run
from docsmith.domain.task import Kind
from docsmith.usecases.check_inputs import check_inputs
from docsmith.usecases.check_url import check_webhook_url
from docsmith.usecases.manifests import Manifests
from docsmith.usecases.objects import drop_prefix
from docsmith.usecases.records import Records


@dataclass(frozen=True, slots=True)
class JudgeLine:
    """The judgement with what it needs, for the lines of one organisation."""

    records: Records
    manifests: Manifests
    organisation: str
    allowed_hosts: tuple[str, ...] = ()

    def __call__(self, line: Line) -> Line:
        """The line, refused when it will not do."""
        if line.failure is not None:
            return line
        try:
            self._check(line)
        except (InvalidRequest, AccessRefused, NotThere) as error:
            return line.refused(error)
        return line

    def name_of(self, file_id: str) -> str | None:
        """The name of a file of the organisation."""
        stored = self.records.get(StoredFile, file_id)
        if stored is None or stored.value.organisation != self.organisation:
            return None
        return stored.value.name

    def is_source(self, key: str) -> bool:
        """Whether it lies where the organisation puts its data."""
        return key.startswith(drop_prefix(self.organisation))

    def _check(self, line: Line) -> None:
        if line.source is not None and self.manifests.look(line.source.key) is None:
            raise NotFound(f"There is no object {line.source.key}.")
        url = line.request.get("webhook_url")
        if url is not None:
            check_webhook_url(url, self.allowed_hosts)
        request, kind = self._inputs(line)
        if request.brand is not None and request.brand.logo_url is not None:
            check_webhook_url(request.brand.logo_url, self.allowed_hosts, field="brand.logo_url")
        check_inputs(request, kind, organisation=self.organisation, records=self.records)

    def _inputs(self, line: Line) -> tuple[GenerationRequest, Kind]:
        """What a line takes from its organisation. A render takes its sources as a request does."""
        if line.from_run is None:
            return GenerationRequest.model_validate(line.request), line.kind or Kind.EXCEL
        stored = self.records.get(Run, line.from_run)
        if stored is None or stored.value.organisation != self.organisation:
            raise NotFound(f"There is no run {line.from_run}.")
        taken = {name: line.request.get(name) for name in ("data_sources", "brand")}
        return GenerationRequest.model_validate({**taken, "prompt": "-"}), stored.value.kind
