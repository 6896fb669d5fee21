"""`python -m tests.gallery [FOLDER]`: one document of each kind, rendered, its page kept as PNG.

Needs LibreOffice and poppler (`soffice`, `pdftoppm`), as `.ci/run` installs them. The documents
themselves are kept beside the pictures only when a FOLDER is named.
"""

import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from tests.fakes.document_tools import session

from docsmith.agent.offline.model import OfflineModel
from docsmith.documents.model import Format

HERE = Path(__file__).parent
SALES = HERE.parents[1] / "events" / "sales.csv"
PROPOSAL = (
    "A proposal for Acme Corp for a website relaunch in 12 weeks for €48,000, covering discovery, "
    "design, build, testing and launch. Their site is slow today. From Studio North."
)
WIDTH = 860
"""Pixels of a picture."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One picture: what was asked, over which data, and which page is shown."""

    name: str
    format: Format
    prompt: str
    data: bool = False
    page: int = 1


PIECES = (
    Piece("sales-report", Format.EXCEL, "Create a sales report", data=True),
    Piece("three-statements", Format.EXCEL, "A 3-statement model FY26 to FY30", page=2),
    Piece("budget", Format.EXCEL, "A marketing budget for next year"),
    Piece("invoice", Format.EXCEL, "An invoice for 3 days of consulting at 1,200 EUR a day"),
    Piece("word-report", Format.WORD, "A report on our sales", data=True, page=3),
    Piece("proposal", Format.WORD, PROPOSAL, page=2),
    Piece("review", Format.SLIDES, "A quarterly business review", data=True, page=5),
    Piece("pitch", Format.SLIDES, "A pitch deck for a solar start-up", page=1),
)


def main(folder: Path | None) -> None:
    for piece in PIECES:
        with tempfile.TemporaryDirectory() as scratch:
            path = Path(scratch) / f"{piece.name}.{piece.format.extension}"
            path.write_bytes(made(piece))
            if folder is not None:
                (folder / path.name).write_bytes(path.read_bytes())
            picture(path, piece.page, (folder or HERE) / f"{piece.name}.png")
        print(piece.name)


def made(piece: Piece) -> bytes:
    """The document, by the offline author through the real tools."""
    files = [SALES] if piece.data else []
    return session(OfflineModel(), *files, format=piece.format).ask(piece.prompt).bytes


def picture(document: Path, page: int, target: Path) -> None:
    """That page as LibreOffice lays it out."""
    scratch = document.parent
    profile = f"-env:UserInstallation=file://{scratch}/profile"
    convert = ["soffice", "--headless", profile, "--convert-to", "pdf", "--outdir", str(scratch)]
    subprocess.run([*convert, str(document)], check=True, capture_output=True)
    pages = ["pdftoppm", "-r", "110", "-png", "-singlefile", "-f", str(page), "-l", str(page)]
    stem = scratch / "page"
    subprocess.run([*pages, str(document.with_suffix(".pdf")), str(stem)], check=True)
    image = Image.open(stem.with_suffix(".png")).convert("RGB")
    height = round(image.height * WIDTH / image.width)
    small = image.resize((WIDTH, height), Image.Resampling.LANCZOS)
    small.quantize(64).save(target, optimize=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
