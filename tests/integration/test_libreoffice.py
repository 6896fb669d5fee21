"""LibreOffice as the second opinion: it computes the corpus again, and opens what we write."""

import io
import json
import shutil
import subprocess

import openpyxl
import pytest
from tests.integration.formula_corpus import STORE, by_libreoffice, formulas
from tests.unit.documents.good import PLANS, ours

from docsmith.documents.interface import render

pytestmark = pytest.mark.skipif(
    shutil.which("soffice") is None, reason="LibreOffice is not installed; .ci/run installs it"
)


def test_the_stored_values_are_what_libreoffice_computes():
    assert by_libreoffice(formulas()) == json.loads(STORE.read_text("utf-8"))


@pytest.mark.parametrize("plan", [make() for make in PLANS], ids=lambda p: p.name)
def test_a_workbook_of_ours_shows_the_same_values_in_libreoffice(plan, tmp_path):
    content = render(ours(plan))
    source = tmp_path / "made.xlsx"
    source.write_bytes(content)
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    subprocess.run(
        ["soffice", "--headless", profile, "--convert-to", "xlsx",
         "--outdir", str(tmp_path / "out"), str(source)],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    mine = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    theirs = openpyxl.load_workbook(tmp_path / "out" / "made.xlsx", data_only=True)
    for sheet in mine:
        for row in sheet.iter_rows():
            for cell in row:
                other = theirs[sheet.title][cell.coordinate].value
                if isinstance(cell.value, float):
                    assert other == pytest.approx(cell.value, rel=1e-9), cell.coordinate
                else:
                    assert other == cell.value, cell.coordinate
