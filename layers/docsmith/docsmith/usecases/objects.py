"""Where each thing lies in the bucket. Keys carry turn and attempt: nothing is overwritten."""

from docsmith.domain.task import Task


def organisation_prefix(organisation: str) -> str:
    return f"orgs/{organisation}/"


def run_prefix(organisation: str, run_id: str) -> str:
    return f"orgs/{organisation}/runs/{run_id}/"


def picture_key(organisation: str, run_id: str, name: str) -> str:
    """Where a picture lies that the editor shows, whichever revisions have it."""
    return f"{run_prefix(organisation, run_id)}pictures/{name}"


def task_prefix(task: Task) -> str:
    return f"{run_prefix(task.organisation, task.run_id)}{task.task_id}/"


def step_key(task: Task, name: str, *, suffix: str = "json") -> str:
    """`…/task_…/conversation/0003-0017.json`: what turn 3 left, written by attempt 17."""
    return f"{task_prefix(task)}{name}/{task.turn_index:04d}-{task.attempt:04d}.{suffix}"


def file_key(organisation: str, file_id: str) -> str:
    return f"orgs/{organisation}/files/{file_id}"


def image_key(organisation: str, image_id: str) -> str:
    return f"orgs/{organisation}/images/{image_id}"


def batch_prefix(organisation: str, batch_id: str) -> str:
    return f"orgs/{organisation}/batches/{batch_id}/"


def drop_prefix(organisation: str) -> str:
    """Where an organisation's own jobs in AWS put manifests and data."""
    return f"batches/{organisation}/"
