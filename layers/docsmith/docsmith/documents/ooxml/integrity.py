"""Whether a package holds together: every relationship leads to a part, every part has a type."""

from collections.abc import Iterator

from docsmith.documents.ooxml.reading import Package


def broken_parts(package: Package) -> Iterator[str]:
    """What is broken, one sentence each."""
    for name in package.names:
        if name.endswith(".rels"):
            owner = _owner(name)
            for relation in package.relations(owner):
                if not relation.external and relation.target not in package.infos:
                    where = owner or "the package"
                    yield f"{where} points to {relation.target}, which is not there"
        elif name != "[Content_Types].xml" and not package.content_type(name):
            yield f"the part {name} has no content type"


def _owner(name: str) -> str:
    """The part whose relationships these are; empty for the package's own."""
    folder, _, base = name.rpartition("_rels/")
    return f"{folder}{base.removesuffix('.rels')}"
