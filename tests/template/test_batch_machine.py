"""Inside the machine of batches: the map, the states of a line, and the code they call."""

import json
import re

from tests.template.machines import State, definition, levels, nexts, work_states
from tests.template.template import ROOT, template

from docsmith.domain.batch import Batch
from docsmith.usecases.step import To
from docsmith.usecases.submit_batch import start_of

_OVER_AT_ONCE = {"Lost", "LineOver", "Over"}


def machine() -> State:
    return definition(ROOT / "statemachines" / "batch.asl.json")


def the_map() -> State:
    return machine()["States"]["Lines"]


def test_every_work_state_has_a_limit_a_retry_and_a_way_out() -> None:
    for name, state in work_states(machine()):
        assert state["TimeoutSeconds"] > 0, name
        assert state["Retry"][-1]["ErrorEquals"] == ["States.ALL"], name
        if name != "FailLine":  # what cannot even be failed is left to the next pass
            assert state["Catch"][-1]["ErrorEquals"] == ["States.ALL"], name


def test_a_line_that_fails_fails_alone_and_none_leaves_output_behind() -> None:
    line = the_map()["ItemProcessor"]
    assert the_map()["ToleratedFailurePercentage"] == 100
    assert line["ProcessorConfig"] == {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"}
    assert the_map()["ResultPath"] is None
    assert line["States"]["LineOver"] == {"Type": "Succeed", "OutputPath": None}


def test_the_map_is_as_wide_as_the_machine_is_told() -> None:
    path = the_map()["MaxConcurrencyPath"]
    batch = Batch(
        batch_id="bat_1",
        organisation="org_1",
        key_id="key_1",
        base_url="https://api.test",
        created_at="2026-11-24T00:00:00Z",  # type: ignore[arg-type]
    )
    assert start_of(batch, concurrency=7)[path.removeprefix("$.")] == 7


def test_a_line_waits_longer_than_its_task_may_take() -> None:
    waiting = the_map()["ItemProcessor"]["States"]["AwaitLine"]
    assert waiting["Resource"].endswith("lambda:invoke.waitForTaskToken")
    assert waiting["TimeoutSeconds"] > 24 * 3600 + 1800
    assert waiting["Retry"][0] == {"ErrorEquals": ["States.Timeout"], "MaxAttempts": 0}


def test_every_choice_reads_an_outcome_that_steps_can_give_and_expects_the_unexpected() -> None:
    for level in levels(machine()):
        for name, state in level["States"].items():
            if state["Type"] == "Choice":
                assert {branch["StringEquals"] for branch in state["Choices"]} <= set(To), name
                assert state["Default"] in {"Lost", "FailLine"}, name


def test_a_state_outlasts_the_function_it_calls() -> None:
    default = template()["Globals"]["Function"]["Timeout"]
    for name, state in work_states(machine()):
        variable = state["Parameters"]["FunctionName"].strip("${}")
        function = template()["Resources"][f"{variable}Function"]["Properties"]
        assert state["TimeoutSeconds"] >= function.get("Timeout", default), name


def test_its_own_lines_are_what_it_may_start_and_stop() -> None:
    resource = template()["Resources"]["BatchMachine"]["Properties"]
    assert resource["Name"]["Fn::Sub"] == "${AWS::StackName}-batch"
    statements = resource["Policies"][0]["Statement"]
    allowed = {
        action: str(statement["Resource"])
        for statement in statements
        for action in [*statement["Action"]]
        if isinstance(statement["Action"], list)
    } | {s["Action"]: str(s["Resource"]) for s in statements if isinstance(s["Action"], str)}
    assert ":stateMachine:${AWS::StackName}-batch" in allowed["states:StartExecution"]
    assert ":execution:${AWS::StackName}-batch" in allowed["states:StopExecution"]
    assert "/orgs/*/batches/*" in allowed["s3:GetObject"]


def test_events_come_over_a_bus_that_takes_batches_of_this_account_only() -> None:
    bus = template()["Resources"]["Bus"]["Properties"]
    [statement] = bus["Policy"]["Statement"]
    assert statement["Principal"]["AWS"]["Fn::Sub"].endswith("iam::${AWS::AccountId}:root")
    pattern = template()["Resources"]["BatchFunction"]["Properties"]["Events"]["Requested"]
    wanted = pattern["Properties"]["Pattern"]
    allowed = statement["Condition"]["StringEquals"]
    assert [allowed["events:source"]] == wanted["source"]
    assert [allowed["events:detail-type"]] == wanted["detail-type"]
    sample = json.loads((ROOT / "events" / "batch.json").read_text())
    assert (sample["source"], sample["detail-type"]) == (
        allowed["events:source"],
        allowed["events:detail-type"],
    )


def test_the_schedule_is_off_until_somebody_says_what_to_make() -> None:
    rule = template()["Resources"]["BatchScheduleRule"]
    assert rule["Condition"] == "HasBatchSchedule"
    assert template()["Parameters"]["BatchScheduleDetail"]["Default"] == ""
    [target] = rule["Properties"]["Targets"]
    made = target["InputTransformer"]["InputTemplate"]["Fn::Sub"]
    filled = re.sub(r"<id>", '"1"', made).replace("${BatchScheduleDetail}", '{"items": []}')
    event = json.loads(filled)
    assert (event["id"], event["detail"]) == ("1", {"items": []})
    assert event["detail-type"] == "Document Batch Requested"


def test_states_that_end_name_no_next() -> None:
    for level in levels(machine()):
        for name in _OVER_AT_ONCE & set(level["States"]):
            assert list(nexts(level["States"][name])) == []
