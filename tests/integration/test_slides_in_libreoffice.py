"""LibreOffice opens and renders what we made of decks that PowerPoint wrote, slide by slide."""

import io
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from pptx import Presentation
from tests.unit.documents.slides.building import built, slide

from docsmith.documents.interface import render

pytestmark = pytest.mark.skipif(
    shutil.which("soffice") is None, reason="LibreOffice is not installed; .ci/run installs it"
)
FILES = sorted((Path(__file__).parents[1] / "data" / "powerpoint_made").glob("*.pptx"))
KPIS = [{"label": "Orders", "value": "12"}, {"label": "Returns", "value": "3"}]


def edited(content: bytes) -> bytes:
    """A copy of each slide, and one of ours at the end."""
    count = len(Presentation(io.BytesIO(content)).slides)
    copies = [{"op": "duplicate", "slide": f"u{i}"} for i in range(1, count + 1)]
    return render(built(*copies, slide("kpis", title="Our figures", kpis=KPIS), base=content))


def test_every_slide_of_every_edited_deck_is_a_page(tmp_path: Path) -> None:
    decks = {path.stem: edited(path.read_bytes()) for path in FILES}
    for name, content in decks.items():
        (tmp_path / f"{name}.pptx").write_bytes(content)
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    subprocess.run(
        ["soffice", "--headless", profile, "--convert-to", "pdf", "--outdir", str(tmp_path)]
        + [str(tmp_path / f"{name}.pptx") for name in decks],
        check=True,
        capture_output=True,
        timeout=300,
    )
    pages = {name: _pages(tmp_path / f"{name}.pdf") for name in decks}
    assert pages == {n: len(Presentation(io.BytesIO(c)).slides) for n, c in decks.items()}


def _pages(pdf: Path) -> int:
    told = subprocess.run(["pdfinfo", str(pdf)], check=True, capture_output=True, text=True).stdout
    found = re.search(r"^Pages:\s+(\d+)", told, re.M)
    assert found is not None
    return int(found.group(1))
