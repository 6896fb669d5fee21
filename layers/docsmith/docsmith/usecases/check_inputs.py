"""Refuse a request whose files or images are not there, not the caller's, or not for this use."""

from docsmith.domain.errors import NotFound, UnreadableFile, ValidationFailed
from docsmith.domain.files import FileStatus, Purpose, StoredFile
from docsmith.domain.generation import GenerationRequest
from docsmith.domain.images import StoredImage
from docsmith.domain.task import Kind
from docsmith.usecases.records import Records


def check_inputs(
    request: GenerationRequest, kind: Kind, *, organisation: str, records: Records
) -> None:
    """Raises `NotFound`, `ValidationFailed` or `UnreadableFile` for the first that will not do."""
    for source in request.data_sources or ():
        _file(source.file_id, organisation, records)
    for file_id in request.context_files or ():
        _file(file_id, organisation, records)
    if request.init_file is not None:
        file = _file(request.init_file, organisation, records)
        if kind.makes_document and file.purpose is not Purpose.INIT:
            raise UnreadableFile(f"{file.name} was uploaded as `{file.purpose}`, not as `init`.")
    for asset in request.image_assets or ():
        _image(asset.image_id, organisation, records)


def _file(file_id: str, organisation: str, records: Records) -> StoredFile:
    stored = records.get(StoredFile, file_id)
    if stored is None or stored.value.organisation != organisation:
        raise NotFound(f"There is no file {file_id}.")
    if stored.value.status is not FileStatus.READY:
        raise ValidationFailed(f"The bytes of {file_id} were not uploaded yet.")
    return stored.value


def _image(image_id: str, organisation: str, records: Records) -> StoredImage:
    stored = records.get(StoredImage, image_id)
    if stored is None or stored.value.organisation != organisation or stored.value.deleted_at:
        raise NotFound(f"There is no image {image_id}.")
    if stored.value.status is not FileStatus.READY:
        raise ValidationFailed(f"The bytes of {image_id} were not uploaded yet.")
    return stored.value
