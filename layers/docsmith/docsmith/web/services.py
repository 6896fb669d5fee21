"""What the routes need: use cases and a few settings, built by `wiring`, read from `app.state`."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated

from fastapi import Depends, Request

from docsmith.domain.clock import Clock
from docsmith.domain.ids import Entropy
from docsmith.usecases.authenticate import Authenticate
from docsmith.usecases.cancel_batch import CancelBatch
from docsmith.usecases.cancel_task import CancelTask
from docsmith.usecases.delete_run import DeleteRun
from docsmith.usecases.diff_revisions import DiffRevisions
from docsmith.usecases.editing import Editing
from docsmith.usecases.keep_files import KeepFiles
from docsmith.usecases.keep_images import KeepImages
from docsmith.usecases.limit_rate import LimitRate
from docsmith.usecases.links import Links
from docsmith.usecases.ports import Objects, Sealer, SigningKeys
from docsmith.usecases.preflight import Judge
from docsmith.usecases.read_batches import ReadBatches
from docsmith.usecases.read_deliveries import ReadDeliveries
from docsmith.usecases.read_tasks import Read
from docsmith.usecases.records import Records
from docsmith.usecases.render_run import RenderRun
from docsmith.usecases.replay_deliveries import ReplayDeliveries
from docsmith.usecases.restore_revision import RestoreRevision
from docsmith.usecases.revoke_links import RevokeLinks
from docsmith.usecases.submit_batch import SubmitBatch
from docsmith.usecases.submit_generation import SubmitGeneration
from docsmith.usecases.subscribe import Subscribe
from docsmith.usecases.view_document import ViewDocument
from docsmith.usecases.watch_task import WatchTask


@dataclass(frozen=True, slots=True)
class WebSettings:
    """`ceiling` bounds what a sync call may take; `public_url` may hold {api_id} and {stage}."""

    ceiling: timedelta
    public_url: str
    allowed_origins: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BatchUses:
    """What may be done with batches."""

    submit: SubmitBatch
    read: ReadBatches
    cancel: CancelBatch


@dataclass(frozen=True, slots=True)
class Services:
    """Everything that routes delegate to."""

    authenticate: Authenticate
    limit_rate: LimitRate
    submit: SubmitGeneration
    render: RenderRun
    watch: WatchTask
    read: Read
    cancel: CancelTask
    batches: BatchUses
    delete_run: DeleteRun
    files: KeepFiles
    images: KeepImages
    preflight: Judge
    subscribe: Subscribe
    deliveries: ReadDeliveries
    replay: ReplayDeliveries
    edits: Editing
    view: ViewDocument
    diff: DiffRevisions
    restore: RestoreRevision
    revoke: RevokeLinks
    sealer: Sealer
    links: Links
    keys: SigningKeys
    objects: Objects
    records: Records
    clock: Clock
    entropy: Entropy
    settings: WebSettings


def services_of(request: Request) -> Services:
    services: Services = request.app.state.services
    return services


ServicesDep = Annotated[Services, Depends(services_of)]
