"""The mutation table of texts: each check against faults planted into good files, one at a time.

    python -m tests.unit.documents.word.mutations

prints for each check how many faults were planted, how many of them into files that another
program wrote, how many it found, and how often it spoke falsely on a good file. Below 20 faults no
percentage is printed. The second table has only the second set of mutators.
"""

import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree
from tests.unit.documents.word.building import parts_of, zipped
from tests.unit.documents.word.good import Good, good_files
from tests.unit.documents.word.mutators import MUTATORS
from tests.unit.documents.word.mutators_shape import SECOND
from tests.unit.documents.word.mutators_words import PartMutator

from docsmith.documents.errors import UnreadableFile
from docsmith.documents.word.checks.table import CHECKS, findings_in

_MAIN = "word/document.xml"
_PER_FILE = 6


@dataclass
class Score:
    planted: int = 0
    found: int = 0
    foreign: int = 0
    alarms: int = 0

    def line(self, name: str, good: int) -> str:
        share = f"{self.found / self.planted:6.1%}" if self.planted >= 20 else "     -"
        return (
            f"{name:24}{self.planted:8}{self.foreign:9}{self.found:7}{share:>9}"
            f"{self.alarms:8} of {good}"
        )


Table = dict[str, Score]


def first_set() -> list[tuple[str, PartMutator]]:
    """The mutators of the body, as mutators of the parts."""
    return [(name, lambda _, root, n, m=mutator: m(root, n)) for name, mutator in MUTATORS]


def planted_in(good: Good, mutator: PartMutator, count: int) -> Iterator[bytes]:
    """The file with the fault at each of the first places."""
    for n in range(count):
        parts = parts_of(good.content)
        root = etree.fromstring(parts[_MAIN])
        if not mutator(parts, root, n):
            return
        yield zipped({**parts, _MAIN: etree.tostring(root)})


Said = Counter[tuple[str, str, str]]


def said(content: bytes, good: Good) -> Said:
    """What the checks say, and where; a file that is refused has a broken package."""
    try:
        return Counter((f.id, f.place, f.message) for f in findings_in(content, good.blocks))
    except UnreadableFile as refused:
        return Counter({("docx.package", "package", str(refused)): 1})


def measured(
    mutators: list[tuple[str, PartMutator]], per_file: int = _PER_FILE, step: int = 1
) -> tuple[Table, int, list[str]]:
    """The scores by check over every `step`-th good file, how many these are, what was missed."""
    scores = {check.id: Score() for check in CHECKS}
    goods, missed = good_files()[::step], list[str]()
    for good in goods:
        before = said(good.content, good)
        for name in {spot[0] for spot in before} - good.expected:
            scores[name].alarms += 1
        for name, mutator in mutators:
            for number, content in enumerate(planted_in(good, mutator, per_file)):
                score = scores[name]
                score.planted += 1
                score.foreign += not good.ours
                if any(spot[0] == name for spot in said(content, good) - before):
                    score.found += 1
                else:
                    missed.append(f"{name} by {mutator.__name__} in {good.title}, place {number}")
    return scores, len(goods), missed


def main() -> None:
    for mutators in ([*first_set(), *SECOND], list(SECOND)):
        scores, good, missed = measured(mutators)
        print(f"{'check':24}{'planted':>8}{'foreign':>9}{'found':>7}{'recall':>9}   false alarms")
        for name, score in scores.items():
            print(score.line(name, good))
        planted, found = (sum(getattr(s, n) for s in scores.values()) for n in ("planted", "found"))
        foreign = sum(score.foreign for score in scores.values())
        print(f"{'all':24}{planted:8}{foreign:9}{found:7}{found / planted:9.1%}")
        for line in missed:
            print("missed:", line, file=sys.stderr)


if __name__ == "__main__":
    main()
