"""`operate`: the operator's acts. No HTTP route: invoked by IAM, by `docsmith orgs | keys | …`."""

import os
from functools import cache
from typing import Any

from aws_lambda_powertools import Logger

from docsmith.adapters.kms_sealer import KmsSealer
from docsmith.adapters.secretsmanager_model_key import SecretsManagerModelKey
from docsmith.usecases.operate import Operate
from docsmith.usecases.operator_acts import audited, perform
from docsmith.wiring.clients import client
from docsmith.wiring.settings import OperateSettings
from docsmith.wiring.stores import SystemEntropy, clock, records_of

logger = Logger(service="operate")


@cache
def operate() -> Operate:
    settings = OperateSettings.read(os.environ)
    return Operate(
        records=records_of(settings),
        sealer=KmsSealer(client=client("kms"), key_id=settings.sealing_key),
        model_key=SecretsManagerModelKey(
            client=client("secretsmanager"), secret_id=settings.model_secret, clock=clock
        ),
        clock=clock,
        entropy=SystemEntropy(),
    )


@logger.inject_lambda_context(clear_state=True)
def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """`{"act": name, …}` in, `{"ok": true, …}` or `{"ok": false, "error", "message"}` out."""
    answer = perform(operate(), event)
    logger.info("audit", extra={**audited(event), "ok": answer["ok"]})
    return answer
