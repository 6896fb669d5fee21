"""An uploaded sheet that is taken out: what else reads it, and the parts that go with it."""

# pyright: basic
# lxml ships no types.

from collections.abc import Iterator

from docsmith.documents.workbook.base.facts import BaseFile, SheetFacts
from docsmith.documents.workbook.base.references import parts_with_references, references_of
from docsmith.documents.workbook.base.spans import sheets_named
from docsmith.documents.workbook.book import Book
from docsmith.documents.workbook.formulas.references import names_used

_PIVOT_VIEWS = ("xl/slicerCaches/", "xl/timelineCaches/")
_LISTS_CELLS = "volatileDependencies"


def readers_of(book: Book, base: BaseFile, facts: SheetFacts, name: str) -> list[str]:
    """What of the file reads a sheet besides formulas in cells: parts, and names in use."""
    own = parts_under(base, {facts.part, *(gone.part for gone in base.deleted)})
    found = [
        part
        for part, _, root in parts_with_references(base)
        if part not in own and any(_reads(text, facts.name) for text in _texts(root))
    ]
    names = [n for n, _, text in base.other_names if _reads(text, name) and _is_used(book, n)]
    found += [f"the name {n}" for n in names]
    if any("/pivotTables/" in part for part in own):
        found += [p for p in base.package.names if p.startswith(_PIVOT_VIEWS)]
    return found + [p for p in base.package.names if _LISTS_CELLS in p and p.endswith(".xml")]


def _texts(root) -> Iterator[str]:
    """The formulas of a part; links of cells may lead nowhere, as they do in Excel."""
    for _, key, text in references_of(root):
        if key is None or key == "textlink":
            yield text


def _reads(formula: str, name: str) -> bool:
    return any(sheet.casefold() == name.casefold() for sheet in sheets_named(formula))


def _is_used(book: Book, name: str) -> bool:
    wanted = name.casefold()
    return any(
        wanted in (n.casefold() for n in names_used(formula))
        for sheet in book.sheets
        for _, formula in sheet.formula_cells()
    )


def parts_under(base: BaseFile, parts: set[str]) -> set[str]:
    """These parts and what hangs on them alone: drawings, charts, notes, tables; all their
    relations.
    """
    package = base.package
    targets = {n: {r.target for r in package.relations(n) if not r.external} for n in package.names}
    roots = {base.workbook_part, *(r.target for r in package.relations("") if not r.external)}
    kept = _reached(roots, targets, parts)
    own = _reached(parts, targets, set()) - kept
    return own | {rels for p in own if (rels := _relations_of(p)) in package.infos}


def _reached(start: set[str], targets: dict[str, set[str]], closed: set[str]) -> set[str]:
    """The parts that relations lead to from these, without passing through `closed`."""
    found, waiting = set(start), list(start)
    while waiting:
        for target in targets.get(waiting.pop(), set()) - found - closed:
            found.add(target)
            waiting.append(target)
    return found


def _relations_of(part: str) -> str:
    folder, _, leaf = part.rpartition("/")
    return f"{folder}/_rels/{leaf}.rels"


def parts_of_deleted(base: BaseFile) -> set[str]:
    """The parts of every sheet that was taken out."""
    gone = {facts.part for facts in base.deleted}
    return parts_under(base, gone) if gone else set()
