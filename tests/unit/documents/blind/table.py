"""The third set of faults, planted into workbooks of three hands, and what the checks found.

    python -m tests.unit.documents.blind.table

Each kind names the checks whose word would do; half of them were no checks when it was written.
"""

import sys
from collections import Counter
from collections.abc import Callable, Iterator

from tests.unit.documents.blind import contents, formulas, looks, totals
from tests.unit.documents.building import OPERATIONS
from tests.unit.documents.good import PLANS, excel_made, libreoffice_made, ours
from tests.unit.documents.held_out.ground import Ground, ground
from tests.unit.documents.scoring import Fault, Score, said, spread

from docsmith.documents.interface import apply
from docsmith.documents.model import Document

Mutator = Callable[[Ground], Iterator[Fault]]

MUTATORS: tuple[tuple[Mutator, frozenset[str]], ...] = tuple(
    (mutator, frozenset(f"xlsx.{name}" for name in names.split()))
    for mutator, names in (
        (totals.last_row_left_out, "total row_consistency"),
        (totals.first_row_left_out, "total row_consistency"),
        (totals.counted_twice, "total"),
        (totals.typed_total, "total constant_in_formulas"),
        (totals.year_in_the_sum, "total"),
        (totals.shares_that_do_not_add_up, "total check_row constant_in_formulas"),
        (formulas.error_made_zero, "formula_error hidden_error"),
        (formulas.drifting_lookup, "lookup row_consistency"),
        (formulas.nearest_match, "lookup"),
        (formulas.check_that_cannot_fail, "check_row"),
        (formulas.german_checks, "check_row"),
        (formulas.buried_date, "hard_coded"),
        (formulas.wrong_rate, "row_consistency hard_coded"),
        (formulas.value_pasted_twice, "constant_in_formulas"),
        (formulas.formula_as_text, "text_number"),
        (formulas.endless, "long_formula"),
        (formulas.reads_a_label, "total text_number empty_reference"),
        (contents.number_as_text, "text_number"),
        (contents.number_as_text_in_a_table, "text_number"),
        (contents.date_as_text, "text_number"),
        (contents.same_header_twice, "header"),
        (contents.no_header, "header"),
        (contents.gap_in_periods, "header"),
        (contents.same_key_twice, "duplicate"),
        (contents.spelt_otherwise, "spelling"),
        (contents.choice_that_is_none, "validation"),
        (contents.name_of_nothing, "name empty_reference"),
        (contents.german_placeholders, "placeholder"),
        (contents.placeholders_elsewhere, "placeholder"),
        (looks.format_that_breaks, "number_format percent_format"),
        (looks.german_shares, "percent_format"),
        (looks.hundredfold_percent, "percent_format"),
        (looks.german_years, "year_format"),
        (looks.pale_text, "contrast"),
        (looks.chart_with_the_total, "chart_data"),
        (looks.chart_cut_short, "chart_data"),
        (looks.chart_with_the_header, "chart_data"),
        (looks.chart_of_one_point, "chart_data"),
        (looks.narrow_numbers, "too_narrow"),
        (looks.hidden_inputs, "hidden_input"),
    )
)


def grounds() -> list[tuple[str, Document]]:
    """Ours, LibreOffice's, Excel's."""
    return [*((p.__name__, ours(p())) for p in PLANS), *libreoffice_made(), *excel_made()]


def measured(
    per_document: int = 2, every: int = 1, books: int = 1
) -> tuple[dict[str, Score], list[str]]:
    """The scores by mutator, and what was missed; with `every` each goes into fewer books, with
    `books` only each so-manyth is taken.
    """
    scores: dict[str, Score] = {}
    missed: list[str] = []
    for place, (title, document) in enumerate(grounds()[::books]):
        turns = [t for t in range(len(MUTATORS)) if (place + t) % every == 0]
        before, seen = said(document), ground(document)
        for mutator, names in (MUTATORS[t] for t in turns):
            for fault in spread(list(mutator(seen)), per_document, place):
                applied = apply(document, OPERATIONS.validate_python(fault))
                if applied.errors:
                    continue
                found = bool(names & {spot[0] for spot in said(applied.document) - before})
                excel = int(document.base is not None)
                score = scores.setdefault(mutator.__name__, Score())
                scores[mutator.__name__] = score.plus(Score(1, 0, excel, int(found)))
                if not found:
                    missed.append(f"{mutator.__name__} in {title}: {fault}")
    return scores, missed


def main() -> None:
    scores, missed = measured()
    total = Score()
    print(f"{'fault':28} planted  openpyxl   others   found   recall")
    for name, score in scores.items():
        total = total.plus(score)
        print(score.line(name))
    print(total.line("all"))
    print(f"{len(good := libreoffice_made())} good workbooks of LibreOffice, false alarms:")
    print(Counter(spot[0] for _, document in good for spot in said(document)))
    for line in missed:
        print("missed:", line[:400], file=sys.stderr)


if __name__ == "__main__":
    main()
