"""What batches are made of: their steps, their ends, and the net under them."""

from collections.abc import Callable

from docsmith.adapters.s3_manifests import S3Manifests
from docsmith.domain.batch import Batch
from docsmith.usecases.await_line import AwaitLine, FailLine
from docsmith.usecases.cancel_batch import CancelBatch
from docsmith.usecases.end_batch import EndBatch
from docsmith.usecases.finish_batch import FinishBatch
from docsmith.usecases.import_source import ImportSource
from docsmith.usecases.read_manifest import ReadManifest
from docsmith.usecases.request_batch import RequestBatch
from docsmith.usecases.run_line import SubmitLine
from docsmith.usecases.submit_batch import SubmitBatch
from docsmith.usecases.sweep_batches import SweepBatches
from docsmith.wiring.clients import client
from docsmith.wiring.settings import BatchSettings, MachineSettings, SubmitSettings, words
from docsmith.wiring.stores import (
    SystemEntropy,
    batch_executions_of,
    clock,
    deliveries_of,
    end_of,
    objects_of,
    records_of,
)
from docsmith.wiring.submission import render_of, submit_of


def submit_batch_of(settings: SubmitSettings) -> SubmitBatch:
    return SubmitBatch(
        records=records_of(settings),
        objects=objects_of(settings.bucket),
        manifests=manifests_of(settings),
        executions=batch_executions_of(settings),
        clock=clock,
        entropy=SystemEntropy(),
        concurrency=settings.batch_concurrency,
        allowed_hosts=words(settings.allowed_webhook_hosts),
    )


def request_of(settings: BatchSettings) -> RequestBatch:
    return RequestBatch(
        records=records_of(settings),
        submit=submit_batch_of(settings),
        clock=clock,
        bucket=settings.bucket,
        base_url=settings.base_url,
    )


def read_of(settings: BatchSettings) -> ReadManifest:
    return ReadManifest(
        records=records_of(settings),
        objects=objects_of(settings.bucket),
        manifests=manifests_of(settings),
        end=end_batch_of(settings),
        clock=clock,
        model=settings.author,
        allowed_hosts=words(settings.allowed_webhook_hosts),
    )


def submit_line_of(settings: BatchSettings) -> SubmitLine:
    records, objects = records_of(settings), objects_of(settings.bucket)
    return SubmitLine(
        records=records,
        submit=submit_of(settings),
        render=render_of(settings),
        sources=ImportSource(records=records, objects=objects, manifests=manifests_of(settings)),
        clock=clock,
        model=settings.author,
    )


def await_line_of(settings: MachineSettings) -> AwaitLine:
    executions = batch_executions_of(settings)
    return AwaitLine(records=records_of(settings), executions=executions, clock=clock)


def fail_line_of(settings: MachineSettings) -> FailLine:
    return FailLine(records=records_of(settings), end=end_of(settings), clock=clock)


def end_batch_of(settings: MachineSettings) -> EndBatch:
    return EndBatch(
        records=records_of(settings),
        objects=objects_of(settings.bucket),
        deliveries=deliveries_of(settings),
        clock=clock,
        entropy=SystemEntropy(),
    )


def finish_of(settings: MachineSettings) -> FinishBatch:
    return FinishBatch(
        records=records_of(settings),
        objects=objects_of(settings.bucket),
        end=end_batch_of(settings),
        fail=fail_line_of(settings),
        clock=clock,
    )


def cancel_batch_of(settings: MachineSettings) -> CancelBatch:
    return CancelBatch(
        records=records_of(settings),
        executions=batch_executions_of(settings),
        end_task=end_of(settings),
        end=end_batch_of(settings),
        clock=clock,
    )


def sweep_batches_of(
    settings: MachineSettings, *, report: Callable[[Batch, Exception], object]
) -> SweepBatches:
    return SweepBatches(
        records=records_of(settings),
        objects=objects_of(settings.bucket),
        executions=batch_executions_of(settings),
        cancel=cancel_batch_of(settings),
        finish=finish_of(settings),
        clock=clock,
        concurrency=settings.batch_concurrency,
        report=report,
    )


def manifests_of(settings: MachineSettings) -> S3Manifests:
    return S3Manifests(client=client("s3"), bucket=settings.bucket)
