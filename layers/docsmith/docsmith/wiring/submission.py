"""What accepts a document to be made: by HTTP, or as a line of a batch."""

from docsmith.domain.spend import DailyCaps
from docsmith.usecases.render_run import RenderRun
from docsmith.usecases.submit_generation import SubmitGeneration
from docsmith.wiring.settings import SubmitSettings, words
from docsmith.wiring.stores import SystemEntropy, clock, executions_of, objects_of, records_of


def submit_of(settings: SubmitSettings) -> SubmitGeneration:
    return SubmitGeneration(
        records=records_of(settings),
        executions=executions_of(settings),
        clock=clock,
        entropy=SystemEntropy(),
        model=settings.author,
        allowed_hosts=words(settings.allowed_webhook_hosts),
        caps=DailyCaps(
            deployment_usd=settings.daily_cap_usd,
            organisation_usd=settings.daily_organisation_cap_usd,
        ),
    )


def render_of(settings: SubmitSettings) -> RenderRun:
    return RenderRun(
        records=records_of(settings),
        objects=objects_of(settings.bucket),
        submit=submit_of(settings),
        clock=clock,
    )
