"""A CSV file: its encoding, its delimiter, its rows."""

import csv
import io

from docsmith.documents.errors import UnreadableSource

_MAGIC = {
    b"PK\x03\x04": "a ZIP or Office file",
    b"%PDF": "a PDF",
    b"\x89PNG": "a PNG image",
    b"\xff\xd8\xff": "a JPEG image",
    b"GIF8": "a GIF image",
    b"\x1f\x8b": "a gzip file",
    b"\xd0\xcf\x11\xe0": "an old or encrypted Office file",
    b"SQLite format": "a database",
    b"PAR1": "a Parquet file",
}
_DELIMITERS = ";\t|,"
_SAMPLE_CHARACTERS = 64_000


def decode(content: bytes) -> str:
    """The text of a file in UTF-8, UTF-16 or Windows-1252. Raises `UnreadableSource` for binary
    data.
    """
    for magic, kind in _MAGIC.items():
        if content.startswith(magic):
            raise UnreadableSource(f"the file is {kind}, not text")
    if not content.strip():
        raise UnreadableSource("the file is empty")
    text = _decoded(content)
    control = sum(text[:4096].count(chr(c)) for c in range(32) if c not in (9, 10, 12, 13))
    if control > len(text[:4096]) // 200:
        raise UnreadableSource("the file is binary, not text")
    return text


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    half = _utf16_without_mark(content[:2000])
    if half:
        return content.decode(half, errors="replace")
    if b"\x00" in content[:100_000]:
        raise UnreadableSource("the file is binary, not text")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace").replace("\ufffd", " ")


def _utf16_without_mark(head: bytes) -> str | None:
    """Latin text in UTF-16 has a zero in every second byte."""
    pairs = len(head) // 2
    if pairs < 4:
        return None
    if head[1::2].count(0) > 0.7 * pairs and head[0::2].count(0) == 0:
        return "utf-16-le"
    return "utf-16-be" if head[0::2].count(0) > 0.7 * pairs and not head[1::2].count(0) else None


def rows_of(text: str) -> tuple[list[list[str]], str]:
    """The rows and the delimiter. A first line `sep=;`, as Excel writes it, decides."""
    first, _, rest = text.partition("\n")
    told = first.strip().strip('"').lower()
    if told.startswith("sep=") and len(told) == 5:
        return _parsed(rest, told[4]), told[4]
    delimiter = sniffed(text)
    return _parsed(text, delimiter), delimiter


def _parsed(text: str, delimiter: str) -> list[list[str]]:
    before = csv.field_size_limit(10_000_000)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise UnreadableSource(f"the file is not readable as CSV: {error}") from error
    finally:
        csv.field_size_limit(before)


def sniffed(text: str) -> str:
    """The delimiter that cuts the most sample rows into as many fields as the header has."""
    sample = text[:_SAMPLE_CHARACTERS]
    if len(text) > _SAMPLE_CHARACTERS:
        sample = sample.rpartition("\n")[0] or sample
    best, score = ",", (0.0, 0)
    for delimiter in _DELIMITERS:
        found = _score(sample, delimiter)
        if found > score:
            best, score = delimiter, found
    return best


def _score(sample: str, delimiter: str) -> tuple[float, int]:
    """Share of rows with as many fields as the widest common header, and that number."""
    widths = [len(row) for row in _parsed(sample, delimiter) if any(f.strip() for f in row)][:200]
    if not widths:
        return 0.0, 0
    header = next((w for w in widths[:10] if w > 1), 1)
    if header == 1:
        return 0.0, 0
    return round(widths.count(header) / len(widths), 1), header
