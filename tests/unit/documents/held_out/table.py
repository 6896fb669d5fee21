"""The second set of faults planted into workbooks of both hands, and what the checks found."""

from collections.abc import Callable, Iterator

from tests.unit.documents.good import PLANS, excel_made, ours
from tests.unit.documents.held_out import charts, formulas, looks
from tests.unit.documents.held_out.ground import Ground, ground
from tests.unit.documents.scoring import Fault, Score, is_found, said, spread

from docsmith.documents.model import Document

MUTATORS: tuple[tuple[str, Callable[[Ground], Iterator[Fault]]], ...] = (
    ("xlsx.formula_error", formulas.root_of_minus),
    ("xlsx.formula_error", formulas.label_times),
    ("xlsx.formula_error", formulas.outside_the_index),
    ("xlsx.formula_error", formulas.loop_over_two),
    ("xlsx.formula_error", formulas.divided_by_nothing),
    ("xlsx.check_row", formulas.control_labels),
    ("xlsx.not_verified", formulas.loose_functions),
    ("xlsx.row_consistency", formulas.slipped),
    ("xlsx.row_consistency", formulas.short_sum),
    ("xlsx.row_consistency", formulas.sign),
    ("xlsx.row_consistency", formulas.odd_downwards),
    ("xlsx.constant_in_formulas", formulas.typed_downwards),
    ("xlsx.constant_in_formulas", formulas.typed_near_the_end),
    ("xlsx.hard_coded", formulas.buried_number),
    ("xlsx.empty_reference", formulas.reads_nothing),
    ("xlsx.unused_input", formulas.orphaned),
    ("xlsx.number_format", looks.long_fraction),
    ("xlsx.percent_format", looks.shares),
    ("xlsx.year_format", looks.years),
    ("xlsx.input_color", looks.blue_formula),
    ("xlsx.input_color", looks.black_assumption),
    ("xlsx.too_narrow", looks.widened_value),
    ("xlsx.too_narrow", looks.worded_format),
    ("xlsx.too_narrow", looks.narrow_date),
    ("xlsx.text_clipped", looks.cut_header),
    ("xlsx.placeholder", looks.unfinished),
    ("xlsx.volatile", formulas.moving),
    ("xlsx.whole_column", formulas.boundless),
    ("xlsx.chart_data", charts.charts_of_words),
    ("xlsx.chart_data", charts.lopsided_chart),
    ("xlsx.chart_slices", charts.sliced),
    ("xlsx.chart_overlap", charts.crowded),
    ("xlsx.empty", looks.emptied),
)


def grounds() -> list[tuple[str, Document]]:
    """Ours, then Excel's."""
    return [*((p.__name__, ours(p())) for p in PLANS), *excel_made()]


def measured(per_document: int = 2, every: int = 1) -> tuple[dict[str, Score], list[str]]:
    """The scores by check, and what was missed; with `every` each fault goes into fewer books."""
    scores: dict[str, Score] = {}
    missed: list[str] = []
    for place, (title, document) in enumerate(grounds()):
        before, seen = said(document), ground(document)
        for turn, (name, mutator) in enumerate(MUTATORS):
            if (place + turn) % every:
                continue
            for fault in spread(list(mutator(seen)), per_document, place):
                found = is_found(document, fault, name, before)
                if found is None:
                    continue
                excel = int(document.base is not None)
                score = scores.setdefault(name, Score())
                scores[name] = score.plus(Score(1, 0, excel, int(found)))
                if not found:
                    missed.append(f"{name} in {title} by {mutator.__name__}: {fault}")
    return scores, missed
