"""LibreOffice as the second opinion on texts: it opens what Word wrote and we edited, and lays out
ours on the pages that their contents lists say.
"""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from tests.unit.documents.word.building import empty, heading, paragraph, parts_of, table, tried
from tests.unit.documents.word.good import good_files

from docsmith.documents.interface import read, render
from docsmith.documents.model import Scope

pytestmark = pytest.mark.skipif(
    shutil.which("soffice") is None, reason="LibreOffice is not installed; .ci/run installs it"
)
WORD_MADE = sorted((Path(__file__).parents[1] / "data" / "word_made").glob("*.docx"))


def printed(folder: Path) -> dict[str, list[str]]:
    """The pages of every text in a folder, as LibreOffice prints them."""
    profile = f"-env:UserInstallation=file://{folder}/profile"
    sources = [str(path) for path in sorted(folder.glob("*.docx"))]
    convert = ["soffice", "--headless", profile, "--convert-to", "pdf", "--outdir", str(folder)]
    subprocess.run([*convert, *sources], check=True, capture_output=True, timeout=300)
    return {path.stem: pages_of(path) for path in folder.glob("*.pdf")}


def pages_of(pdf: Path) -> list[str]:
    told = subprocess.run(
        ["pdftotext", "-layout", str(pdf), "-"], check=True, capture_output=True, text=True
    )
    return [" ".join(page.split()) for page in told.stdout.split("\f")]


def edited(base: bytes) -> bytes:
    """With a word added to its first paragraph that takes one, and a section of ours."""
    document = empty(base)
    for block in read(document, Scope()).content["blocks"]:
        if block["op"] in {"paragraph", "heading"} and block.get("text"):
            text = f"{block['text'].rstrip('…')} Zugefügt"
            after = tried(document, {"op": "set_text", "block": block["id"], "text": text})
            document = after.document
            if not after.errors:
                break
    ours = [heading("Hinzugekommen"), paragraph("Ein Satz."), table(["x", 1], caption="Zahlen")]
    done = tried(document, *ours)
    assert done.errors == ()
    return render(done.document)


def test_every_edited_file_of_word_opens_and_shows_the_edit(tmp_path):
    for path in WORD_MADE:
        (tmp_path / path.name).write_bytes(edited(path.read_bytes()))
    pages = printed(tmp_path)
    assert set(pages) == {path.stem for path in WORD_MADE}
    for name, shown in pages.items():
        assert "Hinzugekommen" in " ".join(shown), name


def test_the_pages_in_contents_lists_are_those_on_which_headings_stand(tmp_path):
    """Ours; estimates may be a page off where a heading stands at a page's end: one in ten."""
    ours = {good.title: good.content for good in good_files() if good.ours}
    for name, content in ours.items():
        (tmp_path / f"{name}.docx").write_bytes(content)
    right, wrong = 0, list[str]()
    for name, pages in printed(tmp_path).items():
        for text, page in entries_in(ours[name]):
            if text in pages[page - 1]:
                right += 1
            else:
                wrong.append(f"{name}: {text}, {page}")
    assert right >= 19
    assert len(wrong) <= right // 10, wrong


def entries_in(content: bytes) -> list[tuple[str, int]]:
    xml = parts_of(content)["word/document.xml"].decode()
    links = re.findall(r'<w:hyperlink w:anchor="_Toc.*?</w:hyperlink>', xml)
    texts = [re.findall(r"<w:t(?: [^>]*)?>([^<]*)</w:t>", link) for link in links]
    return [(parts[-2], int(parts[-1])) for parts in texts]
