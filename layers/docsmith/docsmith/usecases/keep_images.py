"""Keep a client's images: tags, a caption; a deleted one is hidden now, its bytes go later.

Their bytes are sent to us or, when there are many, go straight to storage: such an image is pending
until its bytes are seen, and forgotten after 24 h unless they came.
"""

import hashlib
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from docsmith.domain.clock import Clock
from docsmith.domain.errors import NotFound
from docsmith.domain.files import PENDING_LIMIT, FileStatus
from docsmith.domain.generation import clean_file_name
from docsmith.domain.ids import IMAGE, Entropy, new_id
from docsmith.domain.images import KEPT_AFTER_DELETE, MEDIA_TYPES, StoredImage, picture_of
from docsmith.usecases.keep_files import UPLOAD_SECONDS, bounded_size
from docsmith.usecases.objects import image_key
from docsmith.usecases.ports import Objects, PresignedUpload
from docsmith.usecases.records import Collision, Insert, Page, Records, Replace, Stored
from docsmith.usecases.submit_generation import Caller

_HEAD = 1_000_000
"""Bytes that tell what an image is: a JPEG's size stands behind all that a camera noted."""
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
        bounded_size(len(content), caller, of="Images")
        picture = picture_of(content)
        image = self._image(new, caller, kind=picture.kind, size=len(content)).with_(
            sha256=hashlib.sha256(content).hexdigest(), **picture.model_dump()
        )
        self.objects.put_new(image.key, content, content_type=MEDIA_TYPES[image.kind])
        self.records.transact(Insert(image))
        return image

    def await_upload(
        self, new: NewImage, *, kind: str, size: int, caller: Caller
    ) -> tuple[StoredImage, PresignedUpload]:
        """A pending image of this kind and size in bytes, and where its bytes go."""
        bounded_size(size, caller, of="Images")
        image = self._image(new, caller, kind=kind, size=size).with_(status=FileStatus.PENDING)
        upload = self.objects.presigned_post(
            image.key, content_type=MEDIA_TYPES[kind], max_bytes=size, seconds=UPLOAD_SECONDS
        )
        self.records.transact(Insert(image, due_at=image.created_at + PENDING_LIMIT))
        return image, upload

    def get(self, image_id: str, caller: Caller) -> StoredImage:
        """A pending one becomes ready as soon as its bytes are seen.

        Raises `NotFound`, for a deleted one too, and `UnreadableFile` when they are no image.
        """
        return self._settled(self._own(image_id, caller))

    def make_ready(self, image_ids: Sequence[str], caller: Caller) -> None:
        """Look for the bytes of the images that a request names. Raises `UnreadableFile`."""
        for image_id in image_ids:
            stored = self.records.get(StoredImage, image_id)
            if stored and stored.value.organisation == caller.organisation.organisation_id:
                self._settled(stored)

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
        """Gone for clients now; due for `ForgetImages` when its time is over."""
        stored = self._own(image_id, caller)
        now = self.clock()
        deleted = stored.value.with_(deleted_at=now)
        self.records.transact(Replace(deleted, stored.version, due_at=now + KEPT_AFTER_DELETE))

    def _settled(self, stored: Stored[StoredImage]) -> StoredImage:
        image = stored.value
        info = self.objects.info(image.key) if image.status is FileStatus.PENDING else None
        if info is None:
            return image
        picture = picture_of(self.objects.head(image.key, _HEAD))
        ready = image.with_(status=FileStatus.READY, size=info.size, **picture.model_dump())
        with suppress(Collision):  # somebody else saw them too
            self.records.transact(Replace(ready, stored.version))
        return ready

    def _image(self, new: NewImage, caller: Caller, *, kind: str, size: int) -> StoredImage:
        now = self.clock()
        image_id = new_id(IMAGE, at=now, entropy=self.entropy)
        owner = caller.organisation.organisation_id
        return StoredImage(
            image_id=image_id,
            organisation=owner,
            name=clean_file_name(new.name) or f"image.{kind}",
            tags=new.tags,
            caption=new.caption,
            kind=kind,
            size=size,
            key=image_key(owner, image_id),
            created_at=now,
        )

    def _own(self, image_id: str, caller: Caller) -> Stored[StoredImage]:
        stored = self.records.get(StoredImage, image_id)
        owner = caller.organisation.organisation_id
        if stored is None or stored.value.organisation != owner or stored.value.deleted_at:
            raise NotFound(f"There is no image {image_id}.")
        return stored
