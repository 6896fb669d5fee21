"""What is wrong with a workbook: every check, in one table.

Blocking findings stop the gate: formulas that show errors, checks that do not hold, texts somebody
forgot to replace, a workbook with nothing in it. Everything else is a warning with its place and
remedy.
Checks look at what operations made and at what was uploaded alike, since both are a `Book`.
"""

from collections.abc import Callable, Iterator

from docsmith.documents.model import Finding
from docsmith.documents.workbook.book import Book
from docsmith.documents.workbook.checks import (
    charted,
    colors,
    constants,
    entries,
    formats,
    guidance,
    headers,
    looks,
    lookups,
    objects,
    reading,
    results,
    runs,
    texts,
    totals,
)
from docsmith.documents.workbook.checks.scan import Scan, scanned
from docsmith.documents.workbook.engine import Values

Check = Callable[[Scan], Iterator[Finding]]

CHECKS: dict[str, Check] = {
    "xlsx.formula_error": results.errors,
    "xlsx.check_row": results.check_rows,
    "xlsx.not_verified": results.not_verified,
    "xlsx.hidden_error": lookups.hidden_errors,
    "xlsx.total": totals.totals,
    "xlsx.lookup": lookups.lookups,
    "xlsx.row_consistency": runs.row_consistency,
    "xlsx.constant_in_formulas": runs.constant_among_formulas,
    "xlsx.hard_coded": constants.hard_coded,
    "xlsx.empty_reference": reading.empty_references,
    "xlsx.text_number": entries.kept_as_text,
    "xlsx.header": headers.headers,
    "xlsx.duplicate": entries.repeated_keys,
    "xlsx.spelling": entries.spellings,
    "xlsx.validation": guidance.validations,
    "xlsx.name": guidance.names,
    "xlsx.hidden_input": guidance.hidden_inputs,
    "xlsx.unused_input": reading.unused_inputs,
    "xlsx.volatile": reading.volatile,
    "xlsx.whole_column": reading.whole_columns,
    "xlsx.long_formula": lookups.long_formulas,
    "xlsx.number_format": formats.number_formats,
    "xlsx.percent_format": formats.percent_formats,
    "xlsx.year_format": formats.year_formats,
    "xlsx.input_color": looks.input_colors,
    "xlsx.contrast": colors.contrasts,
    "xlsx.too_narrow": looks.too_narrow,
    "xlsx.text_clipped": looks.clipped_texts,
    "xlsx.placeholder": texts.placeholders,
    "xlsx.empty": texts.empty,
    "xlsx.chart_data": charted.chart_ranges,
    "xlsx.chart_slices": objects.too_many_slices,
    "xlsx.chart_overlap": objects.overlapping_charts,
}
MAX_FINDINGS = 40
"""Of one check: more of the same says nothing new."""


def findings_of(book: Book, values: Values) -> tuple[Finding, ...]:
    """The findings of all checks, in the order of the table."""
    scan = scanned(book, values)
    found: list[Finding] = []
    for check in CHECKS.values():
        for count, finding in enumerate(check(scan)):
            if count >= MAX_FINDINGS:
                break
            found.append(finding)
    return tuple(found)
