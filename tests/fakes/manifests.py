"""Manifests beside the objects in a dict: whoever writes again changes the ETag."""

import hashlib

from tests.fakes.objects import InMemoryObjects

from docsmith.domain.batch import ManifestPlace
from docsmith.domain.errors import Conflict, Forbidden, NotFound


class InMemoryManifests:
    """What lies in these objects. Keys in `closed` may not be read."""

    def __init__(self, objects: InMemoryObjects) -> None:
        self._objects = objects
        self.closed: set[str] = set()

    def put(self, key: str, content: bytes) -> None:
        """Somebody's job writes, over what was there."""
        self._objects.stored[key] = (content, "text/plain")

    def look(self, key: str) -> ManifestPlace | None:
        if key not in self._objects.stored:
            return None
        content, _ = self._objects.stored[key]
        name = key.rpartition("/")[2]
        return ManifestPlace(key=key, etag=_etag(content), size=len(content), name=name)

    def read(self, place: ManifestPlace) -> bytes:
        if place.key in self.closed:
            raise Forbidden(f"The manifest {place.key} may not be read.")
        if place.key not in self._objects.stored:
            raise NotFound(f"There is no manifest {place.key} any more.")
        content, _ = self._objects.stored[place.key]
        if _etag(content) != place.etag:
            raise Conflict(f"The manifest {place.key} was changed after it was accepted.")
        return content


def _etag(content: bytes) -> str:
    return f'"{hashlib.sha256(content).hexdigest()[:32]}"'
