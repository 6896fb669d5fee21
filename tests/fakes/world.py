"""Everything together in memory: the use cases over the fakes, and what the machine would do."""

from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any, TypeVar

from tests.fakes.batches import Batches
from tests.fakes.clock import FakeClock
from tests.fakes.deliveries import InMemoryDeliveries
from tests.fakes.entropy import SeededEntropy
from tests.fakes.executions import InMemoryExecutions
from tests.fakes.nouns import BASE_URL
from tests.fakes.objects import InMemoryObjects
from tests.fakes.records import InMemoryRecords
from tests.fakes.sealer import FakeSealer
from tests.fakes.secret_store import InMemorySecret
from tests.fakes.signing_keys import FakeSigningKeys

from docsmith.agent.preflight import OfflineValidator
from docsmith.domain.account import Organisation, Scope, Tier
from docsmith.domain.generation import GenerationRequest
from docsmith.domain.run import Revision
from docsmith.domain.task import Kind, Phase, Task
from docsmith.domain.value import Value
from docsmith.domain.work import Draft, Outcome, Pointers
from docsmith.usecases.admit_task import AdmitTask
from docsmith.usecases.apply_edit import ApplyEdit
from docsmith.usecases.authenticate import Authenticate
from docsmith.usecases.cancel_task import CancelTask
from docsmith.usecases.claims import advance, claim
from docsmith.usecases.delete_run import DeleteRun
from docsmith.usecases.diff_revisions import DiffRevisions
from docsmith.usecases.editing import Editing
from docsmith.usecases.end_task import EndTask
from docsmith.usecases.finish_task import FinishTask
from docsmith.usecases.keep_files import KeepFiles
from docsmith.usecases.keep_images import KeepImages
from docsmith.usecases.limit_rate import LimitRate
from docsmith.usecases.links import Links
from docsmith.usecases.operate import Operate
from docsmith.usecases.pool import PoolSizes
from docsmith.usecases.preflight import Judge, Validator
from docsmith.usecases.read_deliveries import ReadDeliveries
from docsmith.usecases.read_tasks import Read
from docsmith.usecases.render_run import RenderRun
from docsmith.usecases.replay_deliveries import ReplayDeliveries
from docsmith.usecases.restore_revision import RestoreRevision
from docsmith.usecases.revoke_links import RevokeLinks
from docsmith.usecases.settle_execution import SettleExecution
from docsmith.usecases.submit_generation import Caller, SubmitGeneration
from docsmith.usecases.subscribe import Subscribe
from docsmith.usecases.sweep import Sweep
from docsmith.usecases.view_document import ViewDocument
from docsmith.usecases.view_window import ViewWindow
from docsmith.usecases.watch_task import WatchTask
from docsmith.web.services import BatchUses, Services, WebSettings

MODEL = "claude-sonnet-5-5"
Noun = TypeVar("Noun", bound=Value)


@dataclass
class World:
    """The fakes, and each use case made from them when it is asked for."""

    pools: PoolSizes = field(default_factory=lambda: PoolSizes(live=2, test=1, sync=2))
    clock: FakeClock = field(default_factory=FakeClock)
    entropy: SeededEntropy = field(default_factory=SeededEntropy)
    objects: InMemoryObjects = field(default_factory=InMemoryObjects)
    executions: InMemoryExecutions = field(default_factory=InMemoryExecutions)
    deliveries: InMemoryDeliveries = field(default_factory=InMemoryDeliveries)
    sealer: FakeSealer = field(default_factory=FakeSealer)
    validator: Validator = field(default_factory=OfflineValidator)
    model_key: InMemorySecret = field(default_factory=InMemorySecret)
    keys: FakeSigningKeys = field(default_factory=FakeSigningKeys)

    def __post_init__(self) -> None:
        self.records = InMemoryRecords(self.clock)
        self.end = EndTask(
            records=self.records,
            executions=self.executions,
            deliveries=self.deliveries,
            clock=self.clock,
            entropy=self.entropy,
            pools=self.pools,
        )
        self.admit = AdmitTask(
            records=self.records, executions=self.executions, clock=self.clock, pools=self.pools
        )
        self.submit = SubmitGeneration(
            records=self.records,
            executions=self.executions,
            clock=self.clock,
            entropy=self.entropy,
            model=MODEL,
        )
        self.render = RenderRun(
            records=self.records, objects=self.objects, submit=self.submit, clock=self.clock
        )
        self.sweep = Sweep(
            records=self.records,
            executions=self.executions,
            end=self.end,
            admit=self.admit,
            clock=self.clock,
        )
        self.settle = SettleExecution(records=self.records, sweep=self.sweep)
        self.cancel = CancelTask(records=self.records, end=self.end)
        self.finish = FinishTask(records=self.records, end=self.end, clock=self.clock, model=MODEL)
        self.read = Read(records=self.records, clock=self.clock)
        self.watch = WatchTask(
            records=self.records,
            clock=self.clock,
            sleep=self.sleep,
            entropy=self.entropy,
            permits=self.pools.sync,
        )
        self.files = KeepFiles(
            records=self.records, objects=self.objects, clock=self.clock, entropy=self.entropy
        )
        self.images = KeepImages(
            records=self.records, objects=self.objects, clock=self.clock, entropy=self.entropy
        )
        self.view = ViewDocument(self.objects, ViewWindow(self.objects))
        self.edits: Editing = ApplyEdit(
            records=self.records, objects=self.objects, clock=self.clock, entropy=self.entropy
        )
        self.revoke = RevokeLinks(records=self.records, clock=self.clock)
        self.links = Links(keys=self.keys, clock=self.clock)
        self.authenticate = Authenticate(records=self.records, clock=self.clock)
        self.delete_run = DeleteRun(
            records=self.records, objects=self.objects, end=self.end, clock=self.clock
        )
        self.limit_rate = LimitRate(records=self.records, clock=self.clock)
        self.operate = Operate(
            records=self.records,
            sealer=self.sealer,
            model_key=self.model_key,
            clock=self.clock,
            entropy=self.entropy,
        )
        self.subscribe = Subscribe(
            records=self.records,
            sealer=self.sealer,
            queue=self.deliveries,
            clock=self.clock,
            entropy=self.entropy,
        )
        self.replay = ReplayDeliveries(
            records=self.records, queue=self.deliveries, clock=self.clock
        )
        self.batches = Batches(self)
        self.sleeps: list[Any] = []
        """What happens during the next sleeps: one callable each."""

    def sleep(self, seconds: float) -> None:
        """Time passes, and the next thing happens."""
        self.clock.sleep(seconds)
        if self.sleeps:
            self.sleeps.pop(0)()

    def organisation(
        self, name: str = "Acme", *, tier: Tier = Tier.FREE, credits: int = 1000
    ) -> Organisation:
        made = self.operate.create_organisation(name, tier)
        if credits:
            self.operate.add_credits(made.organisation_id, credits, reason="a gift")
        return made

    def caller(
        self,
        organisation: Organisation | None = None,
        *,
        test: bool = False,
        scopes: frozenset[Scope] = frozenset(Scope),
    ) -> Caller:
        owner = organisation or self.organisation()
        key, _ = self.operate.create_key(owner.organisation_id, test=test, scopes=scopes)
        return Caller(organisation=owner, key=key, base_url=BASE_URL)

    def submitted(self, caller: Caller | None = None, **fields: Any) -> Task:
        """A task that was just accepted."""
        request = a_request(**fields)
        return self.submit(request, Kind.EXCEL, caller or self.caller()).task

    def task(self, task: Task) -> Task:
        """The task as it is stored now."""
        return self.records_get(Task, task.task_id)

    def records_get(self, kind: type[Noun], *key: str | int) -> Noun:
        """What must be there."""
        stored = self.records.get(kind, *key)
        assert stored is not None
        return stored.value

    def queued(self, task: Task) -> str:
        """The machine's Admit: stand in line with a token; answers the token."""
        now = self.task(task)
        token = f"{now.execution_name}:{now.attempt}"
        self.executions.wait_with(token, name=now.execution_name)
        self.admit.queue(task.task_id, token)
        return token

    def running(self, task: Task | None = None) -> Task:
        """A task that was admitted and is in its first step."""
        given = task or self.submitted()
        self.queued(given)
        return claim(given.task_id, Phase.PREFLIGHT, records=self.records, now=self.clock())

    def saved(self, task: Task, *, usd: float = 0.0, number: int = 1) -> Task:
        """A running task whose document was saved and lies in the store."""
        key = f"orgs/{task.organisation}/runs/{task.run_id}/{number}.xlsx"
        if self.objects.info(key) is None:
            self.objects.put_new(key, b"a workbook", content_type="application/x")
        claimed = claim(
            task.task_id, Phase.UPLOADING_RESULT, records=self.records, now=self.clock()
        )
        draft = Draft(
            number=number, file_name="budget.xlsx", size=10, sha256="0" * 64, schema_version=1
        )
        return advance(
            claimed,
            records=self.records,
            draft=draft,
            pointers=Pointers(state="state", document=key),
            summary="A budget.",
            spent_usd=usd,
        )

    def completed(self, task: Task | None = None, *, usd: float = 0.0, number: int = 1) -> Task:
        """A task that went all the way."""
        saved = self.saved(task or self.running(), usd=usd, number=number)
        self.finish.finish(saved)
        return self.task(saved)

    def balance(self, organisation: Organisation) -> dict[str, int]:
        return dict(self.records.counters("balance", organisation.organisation_id))

    def services(self, **settings: Any) -> Services:
        """What the routes need."""
        chosen = WebSettings(
            ceiling=timedelta(seconds=20),
            public_url="",
            allowed_origins=("https://app.test",),
        )
        return Services(
            authenticate=self.authenticate,
            limit_rate=self.limit_rate,
            submit=self.submit,
            render=self.render,
            watch=self.watch,
            read=self.read,
            cancel=self.cancel,
            batches=BatchUses(
                submit=self.batches.submit, read=self.batches.read, cancel=self.batches.cancel
            ),
            delete_run=self.delete_run,
            files=self.files,
            images=self.images,
            preflight=Judge(validator=self.validator, offline=OfflineValidator()),
            subscribe=self.subscribe,
            deliveries=ReadDeliveries(self.records),
            replay=self.replay,
            edits=self.edits,
            view=self.view,
            diff=DiffRevisions(self.view),
            restore=RestoreRevision(records=self.records, clock=self.clock),
            revoke=self.revoke,
            sealer=self.sealer,
            links=self.links,
            keys=self.keys,
            objects=self.objects,
            records=self.records,
            clock=self.clock,
            entropy=self.entropy,
            settings=replace(chosen, **settings),
        )


def a_request(prompt: str = "A budget", **fields: Any) -> GenerationRequest:
    return GenerationRequest.model_validate({"prompt": prompt, **fields})


def an_outcome(revision: Revision | None = None) -> Outcome:
    return Outcome(summary="Done.", revision=revision.number if revision else None)
