"""What the stack on this machine cannot obey."""

from docsmith_cli.stack.policies import token_actions, without_transport

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


def test_only_answers_to_tokens_are_looked_for() -> None:
    policy = {
        "Statement": [
            {"Effect": "Allow", "Action": ["states:SendTaskSuccess", "states:StartExecution"]},
            {"Effect": "Allow", "Action": "states:SendTaskFailure"},
            {"Effect": "Deny", "Action": "states:SendTaskHeartbeat"},
            {"Effect": "Allow", "NotAction": "iam:*"},
        ]
    }
    assert token_actions(policy) == {"states:SendTaskSuccess", "states:SendTaskFailure"}
