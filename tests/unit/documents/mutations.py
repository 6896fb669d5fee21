"""The mutation table: each check against faults planted into good workbooks, one at a time.

    python -m tests.unit.documents.mutations

prints for each check how many faults were planted, how many of them into workbooks that openpyxl
and Microsoft Excel wrote, how many were found, and how often it spoke on a good workbook. Below 20
faults no percentage is printed. Two sets of faults are counted together: the ones below, and those
of `held_out`.
"""

import sys
from collections import Counter

from tests.unit.documents import mutators
from tests.unit.documents.good import good_documents
from tests.unit.documents.held_out.table import measured as held_out
from tests.unit.documents.mutators import Mutator
from tests.unit.documents.scoring import Score, is_found, spread

from docsmith.documents.interface import check
from docsmith.documents.workbook.checks import CHECKS

_PER_DOCUMENT = 6
MUTATORS: tuple[tuple[str, Mutator], ...] = (
    ("xlsx.formula_error", mutators.error),
    ("xlsx.formula_error", mutators.circular),
    ("xlsx.check_row", mutators.broken_check),
    ("xlsx.row_consistency", mutators.odd_formula),
    ("xlsx.constant_in_formulas", mutators.typed_over),
    ("xlsx.hard_coded", mutators.hidden_number),
    ("xlsx.empty_reference", mutators.empty_read),
    ("xlsx.unused_input", mutators.lone_input),
    ("xlsx.number_format", mutators.bare_number),
    ("xlsx.percent_format", mutators.ratio_as_number),
    ("xlsx.year_format", mutators.year_as_number),
    ("xlsx.input_color", mutators.black_input),
    ("xlsx.too_narrow", mutators.narrow),
    ("xlsx.text_clipped", mutators.long_label),
    ("xlsx.placeholder", mutators.waiting_text),
    ("xlsx.volatile", mutators.volatile),
    ("xlsx.whole_column", mutators.whole_column),
    ("xlsx.chart_data", mutators.empty_chart),
    ("xlsx.chart_slices", mutators.many_slices),
    ("xlsx.chart_overlap", mutators.covering_chart),
    ("xlsx.empty", mutators.bare_sheet),
)


def measured(
    per_document: int = _PER_DOCUMENT, every: int = 1
) -> tuple[dict[str, Score], dict[str, int], list[str]]:
    """The scores by check, on how many good workbooks each spoke, and what was missed.

    With `every` = 2 each fault goes into every second plan, in both hands, to save time.
    """
    scores = {name: Score() for name in CHECKS}
    alarms: Counter[str] = Counter()
    missed: list[str] = []
    documents = good_documents()
    for _, _, document in documents:
        alarms.update({f.id for f in check(document)})
    for turn, (name, mutator) in enumerate(MUTATORS):
        for place, (title, plan, document) in enumerate(documents):
            if (place // 2 + turn) % every:
                continue
            foreign = int(document.base is not None)
            for fault in spread(list(mutator(plan)), per_document):
                found = is_found(document, fault, name, frozenset())
                assert found is not None, fault
                scores[name] = scores[name].plus(Score(1, foreign, 0, int(found)))
                if not found:
                    missed.append(f"{name} in {title}: {fault}")
    return scores, alarms, missed


def main() -> None:
    first, alarms, missed = measured()
    second, missed_too = held_out()
    good = len(good_documents())
    print(f"{'check':28} planted  openpyxl   Excel   found   recall   false alarms")
    total = Score()
    for name in CHECKS:
        score = first[name].plus(second.get(name, Score()))
        total = total.plus(score)
        print(f"{score.line(name)}{alarms[name]:8} of {good}")
    print(total.line("all"))
    for line in (*missed, *missed_too):
        print("missed:", line[:300], file=sys.stderr)


if __name__ == "__main__":
    main()
