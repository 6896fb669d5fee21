"""Write a package whose bytes depend on its parts alone: fixed times, fixed order, fixed
attributes.
"""

import io
import zipfile
from collections.abc import Iterable
from types import TracebackType

_EPOCH = (1980, 1, 1, 0, 0, 0)
_LEVEL = 6


class PackageWriter:
    """A ZIP in memory, one part after another. `compressed=False` for copies nobody keeps."""

    def __init__(self, *, compressed: bool = True) -> None:
        self._buffer = io.BytesIO()
        self._method = zipfile.ZIP_DEFLATED if compressed else zipfile.ZIP_STORED
        self._zip = zipfile.ZipFile(self._buffer, "w", self._method, compresslevel=_LEVEL)

    def __enter__(self) -> "PackageWriter":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._zip.close()

    def part(self, name: str, content: str | bytes) -> None:
        """One whole part."""
        data = content.encode() if isinstance(content, str) else content
        self._zip.writestr(self._info(name), data, self._method, _LEVEL)

    def stream(self, name: str, chunks: Iterable[str]) -> None:
        """One part in pieces, so that a large sheet never stands in memory."""
        with self._zip.open(self._info(name), "w") as target:
            for chunk in chunks:
                target.write(chunk.encode())

    def _info(self, name: str) -> zipfile.ZipInfo:
        info = zipfile.ZipInfo(name, _EPOCH)
        info.compress_type = self._method
        info.create_system = 3
        info.external_attr = 0o600 << 16
        return info

    def bytes(self) -> bytes:
        """The finished package; only after the `with` block."""
        return self._buffer.getvalue()
