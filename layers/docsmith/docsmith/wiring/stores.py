"""The adapters that several functions share, built from settings."""

import secrets
from datetime import UTC, datetime

from docsmith.adapters.dynamodb_records import DynamoDbRecords
from docsmith.adapters.s3_objects import S3Objects
from docsmith.adapters.sqs_deliveries import SqsDeliveries
from docsmith.adapters.stepfunctions_executions import StepFunctionsExecutions
from docsmith.usecases.admit_task import AdmitTask
from docsmith.usecases.end_task import EndTask
from docsmith.usecases.pool import PoolSizes
from docsmith.wiring.clients import client
from docsmith.wiring.settings import MachineSettings, PoolSettings, Settings


class SystemEntropy:
    """The operating system's randomness."""

    def token_bytes(self, size: int, /) -> bytes:
        return secrets.token_bytes(size)


def clock() -> datetime:
    return datetime.now(UTC)  # noqa: TID251 - the one place where time enters


def records_of(settings: Settings) -> DynamoDbRecords:
    return DynamoDbRecords(client=client("dynamodb"), table=settings.table, clock=clock)


def objects_of(bucket: str) -> S3Objects:
    return S3Objects(client=client("s3"), bucket=bucket)


def executions_of(settings: PoolSettings) -> StepFunctionsExecutions:
    return StepFunctionsExecutions(client=client("stepfunctions"), machine_arn=settings.machine_arn)


def batch_executions_of(settings: MachineSettings) -> StepFunctionsExecutions:
    return StepFunctionsExecutions(
        client=client("stepfunctions"), machine_arn=settings.batch_machine_arn
    )


def deliveries_of(settings: PoolSettings) -> SqsDeliveries:
    return SqsDeliveries(client=client("sqs"), queue_url=settings.deliveries_url)


def pools_of(settings: PoolSettings) -> PoolSizes:
    return PoolSizes(
        live=settings.pool_size, test=settings.test_pool_size, sync=settings.sync_permits
    )


def end_of(settings: PoolSettings) -> EndTask:
    """The use case that ends tasks."""
    return EndTask(
        records=records_of(settings),
        executions=executions_of(settings),
        deliveries=deliveries_of(settings),
        clock=clock,
        entropy=SystemEntropy(),
        pools=pools_of(settings),
        announce=True,
    )


def admit_of(settings: PoolSettings) -> AdmitTask:
    """The use case that lets tasks into their pool."""
    return AdmitTask(
        records=records_of(settings),
        executions=executions_of(settings),
        clock=clock,
        pools=pools_of(settings),
    )
