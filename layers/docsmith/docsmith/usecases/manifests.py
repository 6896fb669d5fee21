"""The port to manifests: objects that somebody else writes, and may write again.

A manifest is pinned by its ETag when it is accepted. One read answers its bytes as a whole or, when
they are not those that were accepted, nothing: a manifest that changes meanwhile is never mixed.
"""

from typing import Protocol

from docsmith.domain.batch import ManifestPlace


class Manifests(Protocol):
    def look(self, key: str) -> ManifestPlace | None:
        """What lies there now, named like the last part of its key; None: nothing."""
        ...

    def read(self, place: ManifestPlace) -> bytes:
        """Raises `NotFound`, `Forbidden`, or `Conflict` when the object is another by now."""
        ...
