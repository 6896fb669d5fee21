"""Keep a client's images: tags, a caption; a deleted one is hidden now, its bytes go later."""

import hashlib
from contextlib import suppress
from dataclasses import dataclass

from docsmith.domain.clock import Clock
from docsmith.domain.errors import NotFound, PayloadTooLarge
from docsmith.domain.generation import clean_file_name
from docsmith.domain.ids import IMAGE, Entropy, new_id
from docsmith.domain.images import KEPT_AFTER_DELETE, MEDIA_TYPES, StoredImage, picture_of
from docsmith.usecases.objects import image_key
from docsmith.usecases.ports import Objects
from docsmith.usecases.records import Collision, Insert, Page, Records, Remove, Replace, Stored
from docsmith.usecases.submit_generation import Caller

_LOOKS = 20
"""Pages that one listing reads at most; the cursor goes on from there."""


@dataclass(frozen=True, slots=True)
class NewImage:
    """What a client says of an image."""

    name: str
    tags: tuple[str, ...] = ()
    caption: str = ""


@dataclass(frozen=True, slots=True)
class KeepImages:
    """The use case with what it needs."""

    records: Records
    objects: Objects
    clock: Clock
    entropy: Entropy

    def store(self, new: NewImage, content: bytes, caller: Caller) -> StoredImage:
        """Bytes first, then the record. Raises `UnreadableFile`, `PayloadTooLarge`."""
        limit = caller.organisation.tier.limits.upload_bytes
        if len(content) > limit:
            raise PayloadTooLarge(f"Images of this organisation may have {limit:,} bytes.")
        picture = picture_of(content)
        now = self.clock()
        image_id = new_id(IMAGE, at=now, entropy=self.entropy)
        owner = caller.organisation.organisation_id
        image = StoredImage(
            image_id=image_id,
            organisation=owner,
            name=clean_file_name(new.name) or f"image.{picture.kind}",
            tags=new.tags,
            caption=new.caption,
            size=len(content),
            sha256=hashlib.sha256(content).hexdigest(),
            key=image_key(owner, image_id),
            created_at=now,
            **picture.model_dump(),
        )
        self.objects.put_new(image.key, content, content_type=MEDIA_TYPES[image.kind])
        self.records.transact(Insert(image))
        return image

    def get(self, image_id: str, caller: Caller) -> StoredImage:
        """Raises `NotFound`, for a deleted one too."""
        return self._own(image_id, caller).value

    def page(self, caller: Caller, *, limit: int, cursor: str | None) -> Page[StoredImage]:
        """Newest first, without deleted ones."""
        owner = caller.organisation.organisation_id
        found: list[Stored[StoredImage]] = []
        after = cursor
        for _ in range(_LOOKS):
            page = self.records.page(
                StoredImage, owner, after=after, limit=limit - len(found), newest_first=True
            )
            found += [stored for stored in page.records if stored.value.deleted_at is None]
            after = page.next
            if after is None or len(found) >= limit:
                break
        return Page(records=tuple(found), next=after)

    def delete(self, image_id: str, caller: Caller) -> None:
        """Gone for clients now; due for `forget_images` when its time is over."""
        stored = self._own(image_id, caller)
        now = self.clock()
        deleted = stored.value.with_(deleted_at=now)
        self.records.transact(Replace(deleted, stored.version, due_at=now + KEPT_AFTER_DELETE))

    def _own(self, image_id: str, caller: Caller) -> Stored[StoredImage]:
        stored = self.records.get(StoredImage, image_id)
        owner = caller.organisation.organisation_id
        if stored is None or stored.value.organisation != owner or stored.value.deleted_at:
            raise NotFound(f"There is no image {image_id}.")
        return stored


def forget_images(*, records: Records, objects: Objects, clock: Clock) -> int:
    """Take away the bytes of images that were deleted a day ago: what the sweep does."""
    forgotten = 0
    for image in records.due(StoredImage, clock()):
        objects.delete(image.key)
        with suppress(Collision):  # another sweep was faster
            records.transact(Remove(image))
            forgotten += 1
    return forgotten
