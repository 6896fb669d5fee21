"""The web app of `api` and `generate`: one app, one wiring."""

import time
from datetime import timedelta

from fastapi import FastAPI

from docsmith.adapters.kms_sealer import KmsSealer
from docsmith.adapters.lambda_documents import LambdaDocuments
from docsmith.adapters.lambda_validator import LambdaValidator
from docsmith.adapters.secretsmanager_keys import SecretsManagerKeys
from docsmith.agent.preflight import OfflineValidator
from docsmith.usecases.authenticate import Authenticate
from docsmith.usecases.cancel_task import CancelTask
from docsmith.usecases.delete_run import DeleteRun
from docsmith.usecases.diff_revisions import DiffRevisions
from docsmith.usecases.keep_files import KeepFiles
from docsmith.usecases.keep_images import KeepImages
from docsmith.usecases.limit_rate import LimitRate
from docsmith.usecases.links import Links
from docsmith.usecases.preflight import Judge
from docsmith.usecases.read_batches import ReadBatches
from docsmith.usecases.read_deliveries import ReadDeliveries
from docsmith.usecases.read_tasks import Read
from docsmith.usecases.replay_deliveries import ReplayDeliveries
from docsmith.usecases.restore_revision import RestoreRevision
from docsmith.usecases.revoke_links import RevokeLinks
from docsmith.usecases.subscribe import Subscribe
from docsmith.usecases.view_document import ViewDocument
from docsmith.usecases.watch_task import WatchTask
from docsmith.web import services as web
from docsmith.web.app import create_app
from docsmith.wiring.batches import cancel_batch_of, submit_batch_of
from docsmith.wiring.clients import client, quick_client
from docsmith.wiring.settings import WebSettings, words
from docsmith.wiring.stores import (
    SystemEntropy,
    clock,
    deliveries_of,
    end_of,
    objects_of,
    records_of,
)
from docsmith.wiring.submission import render_of, submit_of


def app_of(settings: WebSettings) -> FastAPI:
    return create_app(services_of(settings))


def services_of(settings: WebSettings) -> web.Services:
    """Everything that routes delegate to."""
    records, objects = records_of(settings), objects_of(settings.bucket)
    entropy = SystemEntropy()
    keys = SecretsManagerKeys(
        client=client("secretsmanager"), secret_id=settings.signing_secret, clock=clock
    )
    documents = LambdaDocuments(client=quick_client("lambda"), function=settings.document_function)
    view = ViewDocument(objects, documents.window)
    sealer = KmsSealer(client=client("kms"), key_id=settings.sealing_key)
    queue = deliveries_of(settings)
    return web.Services(
        authenticate=Authenticate(records=records, clock=clock),
        limit_rate=LimitRate(records=records, clock=clock),
        submit=submit_of(settings),
        render=render_of(settings),
        watch=WatchTask(
            records=records,
            clock=clock,
            sleep=time.sleep,
            entropy=entropy,
            permits=settings.sync_permits,
        ),
        read=Read(records=records, clock=clock),
        cancel=CancelTask(records=records, end=end_of(settings)),
        batches=web.BatchUses(
            submit=submit_batch_of(settings),
            read=ReadBatches(records),
            cancel=cancel_batch_of(settings),
        ),
        delete_run=DeleteRun(records=records, objects=objects, end=end_of(settings), clock=clock),
        files=KeepFiles(records=records, objects=objects, clock=clock, entropy=entropy),
        images=KeepImages(records=records, objects=objects, clock=clock, entropy=entropy),
        preflight=_judge(settings),
        subscribe=Subscribe(
            records=records,
            sealer=sealer,
            queue=queue,
            clock=clock,
            entropy=entropy,
            allowed_hosts=words(settings.allowed_webhook_hosts),
        ),
        deliveries=ReadDeliveries(records),
        replay=ReplayDeliveries(records=records, queue=queue, clock=clock),
        edits=documents,
        view=view,
        diff=DiffRevisions(view),
        restore=RestoreRevision(records=records, clock=clock),
        revoke=RevokeLinks(records=records, clock=clock),
        sealer=sealer,
        links=Links(keys=keys, clock=clock),
        keys=keys,
        objects=objects,
        records=records,
        clock=clock,
        entropy=entropy,
        settings=web.WebSettings(
            ceiling=timedelta(seconds=settings.sync_ceiling_seconds),
            public_url=settings.public_url,
            allowed_origins=words(settings.allowed_origins),
        ),
    )


def _judge(settings: WebSettings) -> Judge:
    """Live keys are judged by the agent's function, which answers by rules when it has no model."""
    asked = LambdaValidator(client=quick_client("lambda"), function=settings.agent_function)
    return Judge(validator=asked, offline=OfflineValidator())
