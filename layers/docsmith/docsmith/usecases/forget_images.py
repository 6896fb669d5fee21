"""Take away images that were deleted a day ago, or announced and never used: for the sweep."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from docsmith.domain.clock import Clock
from docsmith.domain.errors import DocsmithError
from docsmith.domain.files import FileStatus
from docsmith.domain.images import StoredImage
from docsmith.usecases.ports import Objects
from docsmith.usecases.records import Collision, Records, Remove


@dataclass(frozen=True, slots=True)
class ForgetImages:
    """The use case with what it needs."""

    records: Records
    objects: Objects
    clock: Clock
    report: Callable[[StoredImage, Exception], object] = lambda image, error: None
    """Told of each that could not be taken away now, and why."""

    def __call__(self) -> int:
        """How many are gone."""
        return sum(map(self._safely, self.records.due(StoredImage, self.clock())))

    def _safely(self, image: StoredImage) -> bool:
        """One that cannot be taken away now does not keep the sweep from the others."""
        try:
            return self._forget(image.image_id)
        except DocsmithError as error:
            self.report(image, error)
            return False

    def _forget(self, image_id: str) -> bool:
        stored = self.records.get(StoredImage, image_id)
        if stored is None or (
            stored.value.deleted_at is None and stored.value.status is FileStatus.READY
        ):
            return False
        self.objects.delete(stored.value.key)
        with suppress(Collision):  # another sweep was faster
            self.records.transact(Remove(stored.value, stored.version))
            return True
        return False
