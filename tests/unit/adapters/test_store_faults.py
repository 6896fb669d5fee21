"""What the adapters make of errors that moto never answers: conflicts, throttling, outages."""

from typing import Any

import pytest
from tests.fakes.clock import FakeClock
from tests.fakes.entropy import SeededEntropy
from tests.fakes.nouns import a_run, a_task
from tests.unit.adapters.stubbed import stubbed

from docsmith.adapters.dynamodb_records import DynamoDbRecords
from docsmith.adapters.kms_sealer import KmsSealer
from docsmith.adapters.s3_objects import S3Objects
from docsmith.adapters.secretsmanager_keys import MEMORY, SecretsManagerKeys
from docsmith.adapters.sqs_deliveries import SqsDeliveries
from docsmith.adapters.stepfunctions_executions import StepFunctionsExecutions
from docsmith.domain.errors import InternalError, StorageError, UpstreamError
from docsmith.domain.task import Task
from docsmith.usecases.ports import AlreadyThere, ExecutionStatus
from docsmith.usecases.records import Collision, Insert, Replace

MACHINE = "arn:aws:states:eu-central-1:123456789012:stateMachine:docsmith-generate"


class Table:
    """Records over a scripted table, and the waits between its tries."""

    def __init__(self) -> None:
        client, self.script = stubbed("dynamodb")
        self.waits: list[float] = []
        self.records = DynamoDbRecords(
            client=client,
            table="table",
            clock=FakeClock(),
            entropy=SeededEntropy(),
            sleep=self.waits.append,
        )

    def cancels(self, *codes: str) -> None:
        reasons = {"CancellationReasons": [{"Code": code} for code in codes]}
        self.script.add_client_error(
            "transact_write_items",
            "TransactionCanceledException",
            modeled_fields=reasons,
        )

    def fails(self, operation: str, code: str) -> None:
        self.script.add_client_error(operation, code)

    def commits(self) -> None:
        self.script.add_response("transact_write_items", {})


@pytest.fixture
def table() -> Table:
    return Table()


def write(table: Table) -> None:
    table.records.transact(Insert(a_task()), Replace(a_run(), 3))


@pytest.mark.parametrize(
    "busy",
    ["TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded"],
)
def test_a_conflict_is_tried_again_after_a_jittered_wait(table: Table, busy: str) -> None:
    table.cancels("None", busy)
    table.cancels(busy, "None")
    table.commits()
    write(table)
    assert len(table.waits) == 2
    assert 0.01 <= table.waits[0] <= 0.03
    assert 0.025 <= table.waits[1] <= 0.075
    table.script.assert_no_pending_responses()


@pytest.mark.parametrize("code", ["ThrottlingException", "TransactionInProgressException"])
def test_a_busy_table_is_tried_again(table: Table, code: str) -> None:
    table.fails("transact_write_items", code)
    table.commits()
    write(table)
    assert len(table.waits) == 1


def test_a_conflict_that_does_not_end_is_an_error_of_the_storage(table: Table) -> None:
    for _ in range(7):
        table.cancels("TransactionConflict")
    with pytest.raises(StorageError):
        write(table)
    assert len(table.waits) == 6
    assert 0.8 <= sum(table.waits) <= 2.4


def test_a_refused_write_is_a_collision_even_beside_a_conflict(table: Table) -> None:
    table.cancels("TransactionConflict", "ConditionalCheckFailed")
    with pytest.raises(Collision) as collision:
        write(table)
    assert collision.value.refused == (1,)
    assert table.waits == []


@pytest.mark.parametrize(
    "code", ["ValidationException", "IdempotentParameterMismatchException", "AccessDenied"]
)
def test_what_repeating_cannot_mend_is_not_repeated(table: Table, code: str) -> None:
    table.fails("transact_write_items", code)
    with pytest.raises(StorageError):
        write(table)
    assert table.waits == []


def test_a_table_that_cannot_be_read_is_an_error_of_the_storage(table: Table) -> None:
    table.fails("get_item", "InternalServerError")
    with pytest.raises(StorageError):
        table.records.get(Task, "task_1")
    table.fails("get_item", "InternalServerError")
    with pytest.raises(StorageError):
        table.records.counters("tasks", "org_1")
    table.fails("query", "ThrottlingException")
    with pytest.raises(StorageError):
        table.records.page(Task, "org_1")
    table.fails("query", "ThrottlingException")
    with pytest.raises(StorageError):
        table.records.due(Task, FakeClock()())


def test_a_bucket_that_fails_is_an_error_of_the_storage() -> None:
    client, script = stubbed("s3")
    objects = S3Objects(client=client, bucket="bucket")
    script.add_client_error("put_object", "SlowDown")
    with pytest.raises(StorageError):
        objects.put_new("key", b"", content_type="text/plain")
    script.add_client_error("get_object", "AccessDenied")
    with pytest.raises(StorageError):
        objects.get("key")
    script.add_client_error("head_object", "403")
    with pytest.raises(StorageError):
        objects.info("key")
    script.add_client_error("delete_object", "SlowDown")
    with pytest.raises(StorageError):
        objects.delete("key")
    script.add_client_error("list_objects_v2", "SlowDown")
    with pytest.raises(StorageError):
        objects.delete_prefix("runs/")


def test_objects_that_could_not_be_deleted_are_not_counted_as_deleted() -> None:
    client, script = stubbed("s3")
    objects = S3Objects(client=client, bucket="bucket")
    script.add_response("list_objects_v2", {"Contents": [{"Key": "runs/a"}]})
    refused = {"Errors": [{"Key": "runs/a", "Code": "AccessDenied"}]}
    script.add_response("delete_objects", refused)
    with pytest.raises(StorageError):
        objects.delete_prefix("runs/")


def test_two_who_write_one_key_at_once_are_told_that_it_is_there() -> None:
    client, script = stubbed("s3")
    script.add_client_error("put_object", "ConditionalRequestConflict")
    with pytest.raises(AlreadyThere):
        S3Objects(client=client, bucket="bucket").put_new("key", b"", content_type="text/plain")


@pytest.mark.parametrize(
    ("status", "seen"),
    [
        ("RUNNING", ExecutionStatus.RUNNING),
        ("PENDING_REDRIVE", ExecutionStatus.RUNNING),
        ("SUCCEEDED", ExecutionStatus.ENDED),
        ("FAILED", ExecutionStatus.ENDED),
        ("TIMED_OUT", ExecutionStatus.ENDED),
        ("ABORTED", ExecutionStatus.ABORTED),
    ],
)
def test_every_status_of_an_execution_is_known(status: str, seen: ExecutionStatus) -> None:
    client, script = stubbed("stepfunctions")
    answer: dict[str, Any] = {
        "executionArn": "arn",
        "stateMachineArn": MACHINE,
        "status": status,
        "startDate": FakeClock()(),
    }
    arn = f"{MACHINE.replace('stateMachine', 'execution')}:task_1-0"
    script.add_response("describe_execution", answer, {"executionArn": arn})
    executions = StepFunctionsExecutions(client=client, machine_arn=MACHINE)
    assert executions.status("task_1-0") is seen


def test_a_machine_that_does_not_answer_is_an_upstream_error() -> None:
    client, script = stubbed("stepfunctions")
    executions = StepFunctionsExecutions(client=client, machine_arn=MACHINE)
    acts: list[tuple[str, Any]] = [
        ("start_execution", lambda: executions.start("name", {})),
        ("stop_execution", lambda: executions.stop("name", cause="x")),
        ("describe_execution", lambda: executions.status("name")),
        ("send_task_success", lambda: executions.grant("token")),
    ]
    for operation, act in acts:
        script.add_client_error(operation, "ThrottlingException")
        with pytest.raises(UpstreamError):
            act()


@pytest.mark.parametrize("code", ["TaskTimedOut", "TaskDoesNotExist", "InvalidToken"])
def test_a_token_that_is_gone_wakes_nobody(code: str) -> None:
    client, script = stubbed("stepfunctions")
    script.add_client_error("send_task_success", code)
    assert not StepFunctionsExecutions(client=client, machine_arn=MACHINE).grant("token")


def test_a_key_service_that_does_not_answer_is_no_forgery() -> None:
    client, script = stubbed("kms")
    sealer = KmsSealer(client=client, key_id="key")
    script.add_client_error("encrypt", "KMSInternalException")
    with pytest.raises(StorageError):
        sealer.seal("secret")
    script.add_client_error("decrypt", "InvalidCiphertextException")
    with pytest.raises(InternalError):
        sealer.open("AAAA")


def test_signing_keys_are_read_once_in_a_while_and_survive_only_with_one() -> None:
    client, script = stubbed("secretsmanager")
    clock = FakeClock()
    keys = SecretsManagerKeys(client=client, secret_id="secret", clock=clock)
    script.add_response("get_secret_value", {"SecretString": "one"})
    script.add_client_error("get_secret_value", "ResourceNotFoundException")
    assert keys.current() == keys.current() == (b"one",)
    clock.now += MEMORY
    script.add_client_error("get_secret_value", "ResourceNotFoundException")
    script.add_client_error("get_secret_value", "ResourceNotFoundException")
    with pytest.raises(StorageError):
        keys.current()
    script.add_client_error("get_secret_value", "AccessDeniedException")
    with pytest.raises(StorageError):
        keys.current()


def test_a_delivery_that_cannot_be_queued_is_left_to_the_sweep(
    caplog: pytest.LogCaptureFixture,
) -> None:
    client, script = stubbed("sqs")
    script.add_client_error("send_message", "OverLimit")
    SqsDeliveries(client=client, queue_url="https://queue.test/").send("dlv_1")
    assert "dlv_1" in caplog.text
