"""What the stack on this machine cannot obey."""

from docsmith_cli.stack.policies import over_plain_http, renamed, without_transport

TLS = {"Effect": "Deny", "Condition": {"Bool": {"aws:SecureTransport": "false"}}}


def test_only_the_demand_for_tls_is_taken_away() -> None:
    other = {"Effect": "Deny", "Condition": {"Bool": {"aws:MultiFactorAuthPresent": "false"}}}
    plain = {"Effect": "Allow", "Action": "s3:GetObject"}
    policy = {"Version": "2012-10-17", "Statement": [TLS, other, plain]}
    assert without_transport(policy) == {"Version": "2012-10-17", "Statement": [other, plain]}


def test_a_statement_that_asks_for_more_stays() -> None:
    both = {"Bool": {"aws:SecureTransport": "false", "aws:ViaAWSService": "false"}}
    policy = {"Statement": [{"Effect": "Deny", "Condition": both}]}
    assert without_transport(policy) == policy


def test_a_policy_of_nothing_but_tls_is_not_deployed() -> None:
    other = {"Effect": "Allow", "Action": "s3:GetObject"}

    def guarded(kind: str, *statements: object) -> dict[str, object]:
        document = {"Version": "2012-10-17", "Statement": list(statements)}
        return {"Type": kind, "Properties": {"PolicyDocument": document}}

    table = {"Type": "AWS::DynamoDB::Table"}
    template = {
        "Resources": {
            "Queue": guarded("AWS::SQS::QueuePolicy", TLS),
            "Bucket": guarded("AWS::S3::BucketPolicy", TLS, other),
            "Table": table,
        }
    }
    assert over_plain_http(template)["Resources"] == {
        "Bucket": guarded("AWS::S3::BucketPolicy", other),
        "Table": table,
    }


def test_an_answer_to_a_token_names_no_machine_here() -> None:
    policy = {
        "Statement": [
            {"Effect": "Allow", "Action": ["states:StartExecution", "states:SendTaskSuccess"]},
            {"Effect": "Deny", "Action": "states:SendTaskHeartbeat"},
            {"Effect": "Allow", "NotAction": "iam:*"},
        ]
    }
    (added,) = renamed(policy)
    assert (added["Action"], added["Resource"]) == (["states:SendTaskSuccess"], "*")


def test_a_secret_that_is_only_named_gets_its_arn() -> None:
    named = {"Effect": "Allow", "Action": "secretsmanager:GetSecretValue", "Resource": "keys-1"}
    (added,) = renamed({"Statement": [named]})
    assert added["Resource"] == "arn:aws:secretsmanager:*:*:secret:keys-1-*"
    assert added["Action"] == ["secretsmanager:GetSecretValue"]


def test_a_schedule_is_one_of_the_default_group_here() -> None:
    named = {"Effect": "Allow", "Action": "scheduler:CreateSchedule", "Resource": "schedule/mine/*"}
    (added,) = renamed({"Statement": [named]})
    assert added["Resource"] == "arn:aws:scheduler:*:*:schedule/default/*"


def test_what_is_named_as_on_aws_needs_nothing() -> None:
    arn = "arn:aws:secretsmanager:eu-central-1:1:secret:keys-AbCdEf"
    known = {"Effect": "Allow", "Action": "secretsmanager:GetSecretValue", "Resource": arn}
    table = {"Effect": "Allow", "Action": "dynamodb:GetItem", "Resource": "records"}
    assert renamed({"Statement": [known, table]}) == []
