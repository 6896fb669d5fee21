"""A sealer whose seal anybody could break, which is enough to see what was sealed."""

import base64
import binascii

from docsmith.domain.errors import InternalError

_MARK = b"sealed by the fake:"


class FakeSealer:
    """Text that it did not seal itself is refused."""

    def seal(self, secret: str) -> str:
        return base64.b64encode(_MARK + secret.encode()[::-1]).decode()

    def open(self, sealed: str) -> str:
        try:
            raw = base64.b64decode(sealed, validate=True)
        except binascii.Error as error:
            raise InternalError from error
        if not raw.startswith(_MARK):
            raise InternalError
        return raw.removeprefix(_MARK)[::-1].decode()
