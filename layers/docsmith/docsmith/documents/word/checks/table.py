"""All checks, in the order in which their findings are told."""

from collections import Counter
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from docsmith.documents.model import Finding
from docsmith.documents.word.checks import headings, looks, package, structure, wording
from docsmith.documents.word.checks.faults import BLOCKING, WARNING, Check, Fault
from docsmith.documents.word.checks.reading import Reading
from docsmith.documents.word.compose.document import Composition
from docsmith.documents.word.finish import finished
from docsmith.documents.word.pages.estimate import Pages

_LONG = frozenset({"report", "proposal"})
CHECKS: tuple[Check, ...] = (
    Check("docx.package", BLOCKING, package.broken_package),
    Check("docx.duplicate_id", BLOCKING, package.duplicate_ids),
    Check("docx.missing_style", BLOCKING, package.missing_styles),
    Check("docx.uneven_rows", BLOCKING, structure.uneven_rows),
    Check("docx.placeholder", BLOCKING, wording.placeholders, of_wording=True),
    Check("docx.markdown", BLOCKING, wording.markdown, of_wording=True),
    Check("docx.heading_order", BLOCKING, headings.heading_order),
    Check("docx.header_row", BLOCKING, structure.header_row),
    Check("docx.alt_text", BLOCKING, structure.alt_text),
    Check("docx.link", BLOCKING, wording.links, of_wording=True),
    Check("docx.cross_reference", BLOCKING, wording.references),
    Check("docx.note", BLOCKING, wording.notes),
    Check("docx.second_title", WARNING, headings.one_title),
    Check("docx.no_title", WARNING, headings.no_title),
    Check("docx.fake_heading", WARNING, headings.fake_heading),
    Check("docx.empty_section", WARNING, headings.empty_section),
    Check("docx.long_heading", WARNING, headings.long_heading, of_wording=True),
    Check("docx.no_contents", WARNING, headings.no_contents, _LONG),
    Check("docx.stale_contents", WARNING, headings.stale_contents),
    Check("docx.caption", WARNING, structure.captions, _LONG),
    Check("docx.empty_paragraph", WARNING, structure.empty_paragraphs),
    Check("docx.typed_list", WARNING, structure.typed_lists),
    Check("docx.number_alignment", WARNING, structure.number_alignment),
    Check("docx.wide_table", WARNING, structure.wide_tables),
    Check("docx.contrast", WARNING, looks.weak_contrast, of_wording=True),
    Check("docx.small_text", WARNING, looks.small_text, of_wording=True),
    Check("docx.coarse_picture", WARNING, looks.coarse_pictures),
    Check("docx.language", WARNING, package.no_language),
    Check("docx.properties", WARNING, package.no_properties),
)
_MOST_OF_ONE = 25


Known = Mapping[str, tuple[frozenset[str], Counter[str]]]
"""By check: the keys of the faults that an uploaded file came with, and how many a block has."""


def findings_of(made: Composition, pages: Pages, base: bytes | None = None) -> tuple[Finding, ...]:
    """The findings of all checks; of an uploaded document those that it did not come with."""
    file = finished(made, pages)
    design = made.look.design if base is None else "uploaded"
    return findings_in(file.content, file.blocks, design, known_faults(base) if base else {})


def findings_in(
    content: bytes,
    blocks: tuple[str, ...] = (),
    design: str = "report",
    known: Known = MappingProxyType({}),
) -> tuple[Finding, ...]:
    """The findings in a file."""
    found: list[Finding] = []
    for check, faults in _run(content, blocks, design):
        new = _new(check, faults, known)
        found += [check.finding(fault) for fault in new[:_MOST_OF_ONE]]
    return tuple(found)


@lru_cache(maxsize=4)
def known_faults(base: bytes) -> Known:
    """The faults that an uploaded file came with."""
    return {
        check.id: (frozenset(f.key for f in faults), Counter(f.place for f in faults))
        for check, faults in _run(base, None, "uploaded")
    }


def _new(check: Check, faults: list[Fault], known: Known) -> list[Fault]:
    """The faults that the file did not come with. A block whose wording was edited still has the
    fault of its shape that it came with; a fault of wording is told by the wording alone.
    """
    keys, came = known.get(check.id, (frozenset[str](), Counter[str]()))
    unknown = [fault for fault in faults if fault.key not in keys]
    if check.of_wording:
        return unknown
    stayed = Counter(fault.place for fault in faults if fault.key in keys)
    spared = {place: count - stayed[place] for place, count in came.items()}
    out: list[Fault] = []
    for fault in unknown:
        if spared.get(fault.place, 0) > 0:
            spared[fault.place] -= 1
        else:
            out.append(fault)
    return out


def _run(
    content: bytes, blocks: tuple[str, ...] | None, design: str
) -> list[tuple[Check, list[Fault]]]:
    reading = Reading(content, blocks)
    return [
        (check, list(check.run(reading)))
        for check in CHECKS
        if not check.only or design in check.only
    ]
