"""What the minute's sweep is made of: everything that settles, and everything that takes away."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from docsmith.domain.account import Organisation
from docsmith.domain.batch import Batch
from docsmith.domain.files import StoredFile
from docsmith.domain.images import StoredImage
from docsmith.domain.run import Run
from docsmith.domain.task import Task
from docsmith.domain.value import Value
from docsmith.usecases.delete_run import DeleteRun
from docsmith.usecases.erase_organisation import EraseOrganisations
from docsmith.usecases.forget_images import ForgetImages
from docsmith.usecases.sweep import Sweep
from docsmith.usecases.sweep_batches import SweepBatches
from docsmith.wiring.batches import sweep_batches_of
from docsmith.wiring.settings import LifecycleSettings
from docsmith.wiring.stores import admit_of, clock, end_of, executions_of, objects_of, records_of

Report = Callable[[Value, Exception], object]

_IDS: dict[type[Value], str] = {
    Task: "task_id",
    Batch: "batch_id",
    Run: "run_id",
    StoredFile: "file_id",
    StoredImage: "image_id",
    Organisation: "organisation_id",
}


@dataclass(frozen=True, slots=True)
class Sweeps:
    """Called, they do all that is due; answers how often each repair was needed."""

    tasks: Sweep
    batches: SweepBatches
    runs: DeleteRun
    images: ForgetImages
    organisations: EraseOrganisations

    def __call__(self) -> Mapping[str, int]:
        repairs = Counter(self.tasks()) + Counter(self.batches())
        forgotten = self.runs.sweep() + self.images() + self.organisations()
        return {**repairs, "forgotten": repairs["forgotten"] + forgotten}


def sweeps_of(
    settings: LifecycleSettings, *, put_off: Report, stuck: Callable[[Task], object]
) -> Sweeps:
    """`put_off` is told of whatever cannot be moved on now and why, `stuck` of tasks that stay."""
    records, objects, end = records_of(settings), objects_of(settings.bucket), end_of(settings)
    return Sweeps(
        tasks=Sweep(
            records=records,
            executions=executions_of(settings),
            end=end,
            admit=admit_of(settings),
            clock=clock,
            report=put_off,
            report_stuck=stuck,
        ),
        batches=sweep_batches_of(settings, report=put_off),
        runs=DeleteRun(records=records, objects=objects, end=end, clock=clock, report=put_off),
        images=ForgetImages(records=records, objects=objects, clock=clock, report=put_off),
        organisations=EraseOrganisations(
            records=records, objects=objects, end=end, clock=clock, report=put_off
        ),
    )


def identity_of(value: Value) -> Mapping[str, str]:
    """What a log says of a value that a sweep put off: `{"run_id": …}`."""
    name = _IDS[type(value)]
    return {name: getattr(value, name)}
